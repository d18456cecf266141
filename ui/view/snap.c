/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/snap.h"

#include "ui/view/alloc.h"

#include <stdlib.h>

static const double NEAR = 8; /* pixels */

struct snap {
    int64_t *places; /* in order */
    size_t count, room;
};

static void
add(struct snap *snap, int64_t at)
{
    snap->places = view_grow(snap->places, &snap->room, snap->count + 1,
                             sizeof *snap->places);
    snap->places[snap->count++] = at;
}

static int
by_number(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void
add_markers(struct snap *snap, const struct model *model)
{
    const struct tempo_map *map = model_tempo(model);
    size_t count;
    const struct row_marker *marker = model_rows(model, TABLE_MARKER, &count);

    for (size_t i = 0; i < count; i++) {
        const struct when at = {marker[i].at, (enum time_unit)marker[i].unit};
        const struct when end = {at.n + marker[i].length, at.unit};

        add(snap, when_frames(map, at).n);
        if (marker[i].kind == MARKER_SECTION)
            add(snap, when_frames(map, end).n);
    }
}

static void
add_clips(struct snap *snap, const struct view *view, const struct model *model,
          const int64_t *except, size_t n_except)
{
    size_t rows, count;
    const struct view_row *row = rows_list(view->rows, &rows);

    for (size_t i = 0; i < rows; i++) {
        const struct clip_span *span
            = clips_of(view->clips, model, row[i].lane_id, &count);

        for (size_t k = 0; k < count; k++) {
            if (n_except > 0
                && bsearch(&span[k].id, except, n_except, sizeof *except,
                           by_number))
                continue;
            add(snap, span[k].start);
            add(snap, span[k].end);
        }
    }
}

struct snap *
snap_new(const struct view *view, const struct model *model, const int64_t *except,
         size_t count)
{
    struct snap *snap = view_alloc(1, sizeof *snap);

    if (view->grid.to & SNAP_MARKERS)
        add_markers(snap, model);
    if (view->grid.to & SNAP_CLIPS)
        add_clips(snap, view, model, except, count);
    if (view->grid.to & SNAP_PLAYHEAD)
        add(snap, view->playhead.n);
    if (snap->count > 1)
        qsort(snap->places, snap->count, sizeof *snap->places, by_number);
    return snap;
}

void
snap_free(struct snap *snap)
{
    if (snap)
        free(snap->places);
    free(snap);
}

/* The nearest place, or -1. */
static int64_t
nearest(const struct snap *snap, int64_t at)
{
    size_t low = 0, high = snap->count;

    while (low < high) {
        const size_t middle = (low + high) / 2;

        if (snap->places[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == snap->count)
        return low > 0 ? snap->places[low - 1] : -1;
    if (low == 0 || snap->places[low] - at < at - snap->places[low - 1])
        return snap->places[low];
    return snap->places[low - 1];
}

/* What is near enough of the places, or -1. */
static int64_t
near_place(const struct snap *snap, const struct view *view, int64_t at)
{
    const int64_t place = nearest(snap, at);

    return place >= 0 && (double)llabs(place - at) <= NEAR * view->zoom.scale
               ? place
               : -1;
}

static int64_t
on_grid(const struct view *view, const struct model *model, int64_t at)
{
    return grid_nearest(&view->grid, &view->zoom, model_tempo(model),
                        frames(at > 0 ? at : 0))
        .n;
}

/* Of a place and a line of the grid that are both near, the nearer one counts. */
static int64_t
target(const struct snap *snap, const struct view *view, const struct model *model,
       int64_t at)
{
    const int64_t place = near_place(snap, view, at);

    if (!(view->grid.to & SNAP_GRID))
        return place;
    const int64_t line = on_grid(view, model, at);

    return place >= 0 && llabs(place - at) <= llabs(line - at) + 1 ? place
           : place >= 0 && (double)llabs(line - at) > NEAR * view->zoom.scale
               ? place
               : line;
}

frames_t
snap_at(const struct snap *snap, const struct view *view, const struct model *model,
        frames_t at, bool *stuck)
{
    const int64_t to = view->grid.snap ? target(snap, view, model, at.n) : -1;

    if (stuck)
        *stuck = to >= 0;
    return to >= 0 ? frames(to) : at;
}

int64_t
snap_stretch(const struct snap *snap, const struct view *view,
             const struct model *model, int64_t start, int64_t end, int64_t by,
             int64_t *to)
{
    *to = -1;
    if (!view->grid.snap)
        return by;
    const int64_t first = target(snap, view, model, start + by);
    const int64_t last = near_place(snap, view, end + by);
    const int64_t place = near_place(snap, view, start + by);

    if (last >= 0
        && (place < 0 || llabs(last - end - by) < llabs(place - start - by))) {
        *to = last;
        return last - end;
    }
    if (first < 0)
        return by;
    *to = first;
    return first - start;
}
