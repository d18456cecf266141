/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/tiles.h"

#include "ui/timeline/strips.h"
#include "ui/widgets/lend.h"

#include <glib.h>
#include <math.h>
#include <string.h>

enum {
    WIDTH = 512, /* of a tile, in pixels of the buffer */
    SCREENS = 3, /* are kept */
    FEWEST = 96,
    OLDER = 64,      /* of another scale, in place of one */
    SETTLE = 120000, /* us after which a zoom has come to rest */
};

/* While the zoom moves, older tiles are stretched as far as this; and farther, as
 * long as the newer ones are not all there. */
#define STRETCH 1.5
#define STRETCH_MOST 3.0

struct key {
    int64_t row;
    int64_t index; /* the tile's left edge is index * WIDTH */
    double scale;
};

struct tile {
    struct key key;
    cairo_surface_t *surface;
    unsigned look; /* what else it depends on: look_of() */
    bool stale;
    bool waits;       /* for a sound */
    uint64_t used;    /* in which frame */
    uint64_t painted; /* the how manieth that was */
};

struct tiles {
    GHashTable *all; /* struct tile, which is its own key */
    uint64_t frame;
    uint64_t painted; /* tiles, so far */
    double scale;     /* at which tiles are painted now */
    double before;    /* … and were, before that */
    double seen;      /* the view's, in the last frame */
    int64_t moved;    /* when that changed */
    bool lacking;     /* tiles in sight waited for the next frame */
    struct strips *strips;
    GArray *pieces;   /* struct strip_piece, of the row that is drawn */
};


/* What a frame works with. */
struct work {
    struct tiles *tiles;
    struct picture *picture;
    int64_t origin; /* at the view's scale */
    int width;      /* of the canvas, in pixels of the buffer */
    double zoom;    /* the view's scale */
    int64_t left;   /* microseconds to paint in */
    bool more;      /* another frame is needed */
    bool lacking;   /* for tiles that had to wait */
    uint64_t mark;  /* of the row, so far */
};

/* --- the cache ---------------------------------------------------------------- */

static guint
hash(gconstpointer data)
{
    const struct key *key = data;
    uint64_t scale;

    memcpy(&scale, &key->scale, sizeof scale);
    uint64_t h = (uint64_t)key->row * 0x9e3779b97f4a7c15
                 ^ (uint64_t)key->index * 0xc2b2ae3d27d4eb4f ^ scale;
    return (guint)(h ^ h >> 32);
}

static gboolean
equal(gconstpointer a, gconstpointer b)
{
    const struct key *x = a, *y = b;

    return x->row == y->row && x->index == y->index && x->scale == y->scale;
}

static void
free_tile(void *data)
{
    struct tile *tile = data;

    cairo_surface_destroy(tile->surface);
    g_free(tile);
}

struct tiles *
tiles_new(void)
{
    struct tiles *tiles = g_new0(struct tiles, 1);

    tiles->all = g_hash_table_new_full(hash, equal, NULL, free_tile);
    tiles->strips = strips_new();
    tiles->pieces = g_array_new(FALSE, FALSE, sizeof(struct strip_piece));
    return tiles;
}

void
tiles_free(struct tiles *tiles)
{
    if (!tiles)
        return;
    g_hash_table_unref(tiles->all);
    strips_free(tiles->strips);
    g_array_unref(tiles->pieces);
    g_free(tiles);
}

void
tiles_drop(struct tiles *tiles)
{
    g_hash_table_remove_all(tiles->all);
}

size_t
tiles_count(const struct tiles *tiles)
{
    return g_hash_table_size(tiles->all);
}

void
tiles_stale_row(struct tiles *tiles, int64_t row)
{
    GHashTableIter iter;
    void *tile;

    g_hash_table_iter_init(&iter, tiles->all);
    while (g_hash_table_iter_next(&iter, NULL, &tile))
        if (((struct tile *)tile)->key.row == row)
            ((struct tile *)tile)->stale = true;
}

void
tiles_stale(struct tiles *tiles)
{
    GHashTableIter iter;
    void *tile;

    g_hash_table_iter_init(&iter, tiles->all);
    while (g_hash_table_iter_next(&iter, NULL, &tile))
        ((struct tile *)tile)->stale = true;
}

void
tiles_sound_ready(struct tiles *tiles)
{
    GHashTableIter iter;
    void *data;

    g_hash_table_iter_init(&iter, tiles->all);
    while (g_hash_table_iter_next(&iter, NULL, &data)) {
        struct tile *tile = data;

        tile->stale = tile->stale || tile->waits;
    }
}

static int
by_use(gconstpointer a, gconstpointer b)
{
    const struct tile *x = a, *y = b;

    return (x->used > y->used) - (x->used < y->used);
}

/* What was not seen for the longest time goes first. */
static void
forget_oldest(struct tiles *tiles, size_t count)
{
    g_autoptr(GList) all = g_list_sort(g_hash_table_get_keys(tiles->all), by_use);

    for (GList *tile = all; tile && count > 0; tile = tile->next, count--)
        g_hash_table_remove(tiles->all, tile->data);
}

/* --- painting one ------------------------------------------------------------- */

static unsigned
look_of(const struct picture *picture, const struct view_row *row)
{
    const struct view *view = picture->view;

    return (unsigned)row->height
           | (unsigned)selection_has(view->selection, SELECT_TRACK, row->track_id)
                 << 16
           | (unsigned)view->grid.unit << 17 | (unsigned)view->waves_db << 24;
}

static struct tile *
find(const struct work *work, const struct view_row *row, double scale,
     int64_t index)
{
    const struct key key = {row->id, index, scale};
    struct tile *tile = g_hash_table_lookup(work->tiles->all, &key);

    if (tile)
        tile->used = work->tiles->frame;
    return tile;
}

static struct tile *
add(const struct work *work, const struct view_row *row, int64_t index)
{
    struct tile *tile = g_new0(struct tile, 1);

    tile->key = (struct key){row->id, index, work->tiles->scale};
    tile->used = work->tiles->frame;
    g_hash_table_add(work->tiles->all, tile);
    return tile;
}

/* A new surface each time: what is being shown may still be read from the old one.
 * It has an alpha channel, all of it opaque: so it can be copied to others that
 * have one. */
static void
paint(const struct work *work, const struct view_row *row, struct tile *tile)
{
    struct picture *picture = work->picture;
    const int unit = picture->unit;
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_ARGB32, WIDTH, row->height * unit);
    struct pixels pixels = strip_pixels(surface);

    cairo_surface_flush(surface);
    picture->waits = false;
    picture_row(picture, row, tile->key.scale, tile->key.index * WIDTH, &pixels);
    cairo_surface_mark_dirty(surface);
    cairo_surface_set_device_scale(surface, unit, unit);
    if (tile->surface)
        cairo_surface_destroy(tile->surface);
    tile->surface = surface;
    tile->look = look_of(picture, row);
    tile->stale = false;
    tile->waits = picture->waits;
    tile->painted = ++work->tiles->painted;
}

/* --- what is seen of a row ---------------------------------------------------- */

/* Where a tile's edge comes to lie on the canvas, in pixels of the buffer. */
static int
edge(const struct work *work, double scale, int64_t index)
{
    const double x = (double)index * WIDTH * (scale / work->zoom);

    return (int)(floor(x + 0.5) - (double)work->origin);
}

static void
add_piece(struct work *work, const struct tile *tile, double scale, int64_t index)
{
    struct tiles *tiles = work->tiles;
    const struct strip_piece piece = {tile ? tile->surface : NULL,
                                      edge(work, scale, index),
                                      edge(work, scale, index + 1)};
    const uint64_t parts[] = {tile ? tile->painted : 0, (uint64_t)piece.x0,
                              (uint64_t)piece.x1};

    g_array_append_val(tiles->pieces, piece);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        work->mark = (work->mark ^ parts[i]) * 0x9e3779b97f4a7c15;
        work->mark ^= work->mark >> 29;
    }
}

/* The tiles of the scale before that lie where that one will; where they do not cover
 * all of it, nothing. */
static void
add_older(struct work *work, const struct view_row *row, int64_t index)
{
    GArray *pieces = work->tiles->pieces;
    const double before = work->tiles->before;
    const double ratio = before > 0 ? work->tiles->scale / before : 1;
    const int64_t first = (int64_t)floor((double)index * ratio);
    const int64_t last = (int64_t)ceil((double)(index + 1) * ratio);
    const guint count = pieces->len;
    bool all = ratio != 1 && last - first <= OLDER;

    for (int64_t i = first; all && i < last; i++) {
        const struct tile *tile = find(work, row, before, i);

        all = tile && tile->look == look_of(work->picture, row);
        add_piece(work, tile, before, i);
    }
    if (!all) {
        g_array_set_size(pieces, count);
        add_piece(work, NULL, work->tiles->scale, index);
    }
}

static void
add_tile(struct work *work, const struct view_row *row, int64_t index)
{
    struct tile *tile = find(work, row, work->tiles->scale, index);
    const bool fits
        = tile && !tile->stale && tile->look == look_of(work->picture, row);

    if (!fits && work->left > 0) {
        const int64_t begun = g_get_monotonic_time();

        tile = tile ? tile : add(work, row, index);
        paint(work, row, tile);
        work->left -= g_get_monotonic_time() - begun;
    } else if (!fits) {
        work->more = work->lacking = true;
    }
    if (tile && (tile->look & 0xffff) == (unsigned)row->height)
        add_piece(work, tile, work->tiles->scale, index);
    else
        add_older(work, row, index);
}

/* --- showing it --------------------------------------------------------------- */

/* Whether all are tiles as they were painted. */
static bool
is_plain(const GArray *pieces)
{
    for (guint i = 0; i < pieces->len; i++) {
        const struct strip_piece *piece = &g_array_index(pieces, struct strip_piece, i);

        if (!piece->tile || piece->x1 - piece->x0 != WIDTH)
            return false;
    }
    return true;
}

static void
show_tiles(const struct work *work, cairo_t *cr, const struct view_row *row, int y)
{
    const GArray *pieces = work->tiles->pieces;
    const double unit = work->picture->unit;

    for (guint i = 0; i < pieces->len; i++) {
        const struct strip_piece *piece = &g_array_index(pieces, struct strip_piece, i);
        const double x = piece->x0 / unit;

        lend_surface(cr, piece->tile, work->picture->unit, x, y);
        cairo_rectangle(cr, x, y, WIDTH / unit, row->height);
        cairo_fill(cr);
    }
}

static void
show_strip(const struct work *work, cairo_t *cr, const struct view_row *row, int y)
{
    const struct palette *palette = &work->picture->palette;
    const GArray *pieces = work->tiles->pieces;
    const int unit = work->picture->unit;
    const struct strip_size size = {work->width, row->height * unit, unit};

    strips_show(work->tiles->strips, cr, y, &size,
                rgb_mix(palette->bg0, palette->bg1, 0.75),
                (const struct strip_piece *)(void *)pieces->data, pieces->len);
}

static void
draw_row(struct work *work, const struct view_row *row, int y,
         const struct tiles_sheet *sheet)
{
    const double ratio = work->zoom / work->tiles->scale / WIDTH;
    const int64_t first = (int64_t)floor((double)work->origin * ratio);
    const int64_t last
        = (int64_t)floor((double)(work->origin + work->width - 1) * ratio);

    g_array_set_size(work->tiles->pieces, 0);
    work->mark = (uint64_t)work->origin;
    for (int64_t index = first; index <= last; index++)
        add_tile(work, row, index);

    cairo_t *cr = sheet->begin(sheet->user, y, row->height);

    cairo_set_operator(cr, CAIRO_OPERATOR_SOURCE);
    if (is_plain(work->tiles->pieces))
        show_tiles(work, cr, row, y);
    else
        show_strip(work, cr, row, y);
    cairo_set_operator(cr, CAIRO_OPERATOR_OVER);
    sheet->end(sheet->user, cr, work->mark);
}

/* --- a frame ------------------------------------------------------------------ */

int64_t
tiles_origin(const struct zoom *zoom, int unit)
{
    return (int64_t)floor(zoom->start / zoom->scale * unit + 0.5);
}

/* While the zoom moves, tiles of one scale are stretched to the others near it. The
 * next scale is begun when there are all of this one: where some of it are missing,
 * nothing could stand in for those of the next. */
static void
choose_scale(struct tiles *tiles, double zoom, int64_t now, bool *more)
{
    if (zoom != tiles->seen) {
        tiles->seen = zoom;
        tiles->moved = now;
    }
    if (zoom == tiles->scale)
        return;
    const double ratio
        = zoom > tiles->scale ? zoom / tiles->scale : tiles->scale / zoom;

    const bool near = ratio < STRETCH && now - tiles->moved < SETTLE;

    if (tiles->scale > 0 && (near || (tiles->lacking && ratio < STRETCH_MOST))) {
        *more = true;
        return;
    }
    if (tiles->scale > 0)
        tiles->before = tiles->scale;
    tiles->scale = zoom;
}

static int64_t
time_to_paint(const struct tiles *tiles, int64_t now)
{
    if (g_hash_table_size(tiles->all) == 0)
        return TILES_BUDGET_FIRST;
    return now - tiles->moved < SETTLE ? TILES_BUDGET_MOVING : TILES_BUDGET;
}

static void
limit(struct tiles *tiles, const struct view *view, size_t rows)
{
    const size_t screen = ((size_t)view->zoom.width / WIDTH + 2) * (rows + 1);
    const size_t most = MAX(screen * SCREENS, FEWEST);
    const size_t count = g_hash_table_size(tiles->all);

    if (count > most)
        forget_oldest(tiles, count - most);
}

bool
tiles_draw(struct tiles *tiles, struct picture *picture,
           const struct tiles_sheet *sheet, int64_t now)
{
    const struct view *view = picture->view;
    const struct zoom *zoom = &view->zoom;
    size_t count, shown = 0;
    const struct view_row *rows = rows_list(view->rows, &count);
    const int top = (int)floor(zoom->top + 0.5);
    struct work work = {
        .tiles = tiles,
        .picture = picture,
        .origin = tiles_origin(zoom, picture->unit),
        .width = zoom->width * picture->unit,
        .zoom = zoom->scale,
    };

    tiles->frame++;
    choose_scale(tiles, zoom->scale, now, &work.more);
    work.left = time_to_paint(tiles, now);
    for (size_t i = 0; i < count; i++) {
        const int y = rows[i].y - top;

        if (y + rows[i].height <= 0 || y >= zoom->height)
            continue;
        shown++;
        draw_row(&work, &rows[i], y, sheet);
    }
    limit(tiles, view, shown);
    tiles->lacking = work.lacking;
    return work.more;
}
