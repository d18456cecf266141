/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/strips.h"

#include "ui/timeline/paint_stretch.h"
#include "ui/widgets/lend.h"

#include <glib.h>
#include <string.h>

struct strips {
    grefcount refs;
    cairo_surface_t *last; /* which is overwritten by the next, or NULL */
};

struct strip {
    grefcount refs;
    struct strips *strips;
    struct strip_size size;
    rgb_t nothing;
    size_t count;
    struct strip_piece pieces[];
};

struct strips *
strips_new(void)
{
    struct strips *strips = g_new0(struct strips, 1);

    g_ref_count_init(&strips->refs);
    return strips;
}

void
strips_free(struct strips *strips)
{
    if (!strips || !g_ref_count_dec(&strips->refs))
        return;
    if (strips->last)
        cairo_surface_destroy(strips->last);
    g_free(strips);
}

struct pixels
strip_pixels(cairo_surface_t *surface)
{
    return (struct pixels){
        .at = (uint32_t *)(void *)cairo_image_surface_get_data(surface),
        .width = cairo_image_surface_get_width(surface),
        .height = cairo_image_surface_get_height(surface),
        .stride = cairo_image_surface_get_stride(surface) / 4,
    };
}

/* --- one ---------------------------------------------------------------------- */

static struct strip *
strip_new(struct strips *strips, const struct strip_size *size, rgb_t nothing,
          const struct strip_piece pieces[], size_t count)
{
    struct strip *strip = g_malloc(sizeof *strip + count * sizeof *pieces);

    g_ref_count_init(&strip->refs);
    g_ref_count_inc(&strips->refs);
    strip->strips = strips;
    strip->size = *size;
    strip->nothing = nothing;
    strip->count = count;
    memcpy(strip->pieces, pieces, count * sizeof *pieces);
    for (size_t i = 0; i < count; i++)
        if (pieces[i].tile)
            cairo_surface_reference(pieces[i].tile);
    return strip;
}

static void *
ref(void *user)
{
    g_ref_count_inc(&((struct strip *)user)->refs);
    return user;
}

static void
unref(void *user)
{
    struct strip *strip = user;

    if (!g_ref_count_dec(&strip->refs))
        return;
    for (size_t i = 0; i < strip->count; i++)
        if (strip->pieces[i].tile)
            cairo_surface_destroy(strip->pieces[i].tile);
    strips_free(strip->strips);
    g_free(strip);
}

/* --- its picture -------------------------------------------------------------- */

static cairo_surface_t *
room_for(struct strips *strips, const struct strip_size *size)
{
    cairo_surface_t *last = strips->last;

    if (last && cairo_image_surface_get_width(last) == size->width
        && cairo_image_surface_get_height(last) == size->height)
        return last;
    if (last)
        cairo_surface_destroy(last);
    return strips->last = cairo_image_surface_create(CAIRO_FORMAT_ARGB32,
                                                     size->width, size->height);
}

static cairo_surface_t *
put_together(void *user)
{
    const struct strip *strip = user;
    cairo_surface_t *surface = room_for(strip->strips, &strip->size);
    struct pixels to = strip_pixels(surface);

    for (size_t i = 0; i < strip->count; i++) {
        const struct strip_piece *piece = &strip->pieces[i];
        const int width = piece->x1 - piece->x0;

        if (piece->tile) {
            const struct pixels from = strip_pixels(piece->tile);

            paint_stretched(&to, piece->x0, width, &from);
        } else {
            paint_fill(&to, (struct area){piece->x0, 0, width, to.height},
                       strip->nothing);
        }
    }
    cairo_surface_mark_dirty(surface);
    return cairo_surface_reference(surface);
}

void
strips_show(struct strips *strips, cairo_t *cr, double y,
            const struct strip_size *size, rgb_t nothing,
            const struct strip_piece pieces[], size_t count)
{
    const struct lend_maker maker
        = {size->width, size->height, put_together, ref, unref};
    struct strip *strip = strip_new(strips, size, nothing, pieces, count);
    const double unit = size->unit;

    lend_made(cr, &maker, strip, size->unit, 0, y);
    unref(strip);
    cairo_rectangle(cr, 0, y, size->width / unit, size->height / unit);
    cairo_fill(cr);
}
