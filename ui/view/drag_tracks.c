/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drag_tracks.c: tracks are dragged by their heads, to another place and into
 * folders.
 *
 * A line tells where they would lie.  Below the last track of a folder it can mean
 * two places: they stay as deep as they were, until the hand goes to the side. */
#include "ui/view/alloc.h"
#include "ui/view/drag_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
tracks_start(struct drag *drag, struct view *view, const struct model *model)
{
    const int64_t hit = drag->hit.track_id;

    if (selection_has(view->selection, SELECT_TRACK, hit)) {
        drag->ids = order_selected(view, model, &drag->n_ids);
    } else {
        drag->ids = view_alloc(1, sizeof *drag->ids);
        drag->ids[0] = hit;
        drag->n_ids = 1;
    }
    const struct view_row *row = rows_track(view->rows, hit);

    drag->scratch = row ? row->depth : 0;
}

/* --- where -------------------------------------------------------------------- */

static bool
is_track(const struct drag *drag, const struct model *model,
         const struct view_row *row)
{
    return row->kind == VIEW_ROW_TRACK
           && !order_holds(model, drag->ids, drag->n_ids, row->track_id);
}

/* The folder whose middle the pointer is on, or NULL. */
static const struct view_row *
folder_at(const struct drag *drag, const struct view *view,
          const struct model *model, double y)
{
    const struct view_row *row = rows_at(view->rows, y);
    const double edge = row ? row->height / 4.0 : 0;

    return row && row->track_kind == TRACK_FOLDER && is_track(drag, model, row)
                   && y >= row->y + edge && y < row->y + row->height - edge
               ? row
               : NULL;
}

/* Above which row of the list the pointer's gap is: a track with its lanes is
 * whole. */
static size_t
gap_at(const struct rows *rows, double y)
{
    size_t count, from = 0;
    const struct view_row *row = rows_list(rows, &count);

    while (from < count) {
        size_t to = from + 1;

        while (to < count && row[to].kind == VIEW_ROW_LANE)
            to++;
        const double bottom = row[to - 1].y + row[to - 1].height;
        if (y < (row[from].y + bottom) / 2)
            return from;
        from = to;
    }
    return count;
}

static int64_t
folder_above(const struct model *model, const struct view_row *row, int depth)
{
    int64_t id = row->track_id;

    for (int i = row->depth; i >= depth && id; i--)
        id = order_folder(model, id);
    return id;
}

static int
clamp(int value, int least, int most)
{
    return value > most ? most : value < least ? least : value;
}

/* The line lies between two tracks that stay. */
static void
place_in_gap(struct drag *drag, const struct view *view, const struct model *model,
             size_t gap)
{
    size_t count, above, below;
    const struct view_row *row = rows_list(view->rows, &count);

    for (below = gap; below < count && !is_track(drag, model, &row[below]); below++)
        ;
    for (above = gap; above > 0 && !is_track(drag, model, &row[above - 1]); above--)
        ;
    const struct view_row *last = above > 0 ? &row[above - 1] : NULL;
    const struct view_row *next = below < count ? &row[below] : NULL;
    const bool opens = last && last->track_kind == TRACK_FOLDER && last->open;
    const int most = last ? last->depth + opens : 0;
    const int least = next ? next->depth : 0;
    const int depth
        = clamp((int)drag->scratch
                    + (int)lround((drag->last.x - drag->first.x) / ROW_INDENT),
                least < most ? least : most, most);

    drag->place = (struct order_place){
        .folder_id = last ? folder_above(model, last, depth) : 0,
        .before_id = next && next->depth == depth ? next->track_id : 0,
    };
    drag->look.depth = depth;
    drag->look.y0 = drag->look.y1
        = gap < count ? row[gap].y : rows_height(view->rows);
}

static void
place_in_folder(struct drag *drag, const struct view_row *folder)
{
    drag->place = (struct order_place){.folder_id = folder->track_id};
    drag->look.depth = folder->depth;
    drag->look.y0 = folder->y;
    drag->look.y1 = folder->y + folder->height;
}

/* --- while it goes on --------------------------------------------------------- */

/* As much of a name as finds room, in whole letters. */
static void
cut(char *out, size_t size, const char *name)
{
    size_t length = strlen(name);

    if (length >= size)
        for (length = size - 1; length > 0 && (name[length] & 0xc0) == 0x80;
             length--)
            ;
    memcpy(out, name, length);
    out[length] = '\0';
}

/* «Kick», «3 tracks», and into which folder. */
static void
say(struct drag *drag, const struct model *model)
{
    const struct row_track *track = model_row(model, TABLE_TRACK, drag->ids[0]);
    const struct row_track *folder
        = model_row(model, TABLE_TRACK, drag->place.folder_id);
    char what[36], where[36] = "";

    if (drag->n_ids == 1 && track)
        cut(what, sizeof what, track->name);
    else
        snprintf(what, sizeof what, ngettext("%u track", "%u tracks", drag->n_ids),
                 (unsigned)drag->n_ids);
    if (folder)
        cut(where, sizeof where, folder->name);
    snprintf(drag->look.text, sizeof drag->look.text, "%s%s%s", what,
             folder ? " › " : "", where);
}

static void
tracks_update(struct drag *drag, struct view *view, const struct model *model)
{
    const double y = fmin(fmax(drag_y(drag, view), 0), rows_height(view->rows) - 1);
    const struct view_row *folder = folder_at(drag, view, model, y);

    drag->look.ids = drag->ids;
    drag->look.count = drag->n_ids;
    if (folder)
        place_in_folder(drag, folder);
    else
        place_in_gap(drag, view, model, gap_at(view->rows, y));
    if (drag->n_ids > 0)
        say(drag, model);
}

static void
tracks_moved(struct drag *drag, struct view *view, const struct model *model,
             struct drag_result *result)
{
    order_lines(model, drag->ids, drag->n_ids, drag->place, result);
}

/* One of several that are selected. */
static void
tracks_click(struct drag *drag, struct view *view, const struct model *model,
             struct drag_result *result)
{
    if (drag->first.mods != 0)
        return;
    selection_only(view->selection, SELECT_TRACK, drag->hit.track_id);
    result->view |= VIEW_SELECTION;
}

const struct drag_kind DRAG_TRACK_ORDER = {
    .hint = N_("Drag: to another place, or into a folder"),
    .shape = DRAG_TRACKS,
    .start = tracks_start,
    .update = tracks_update,
    .finish = tracks_moved,
    .click = tracks_click,
    .down = true,
};
