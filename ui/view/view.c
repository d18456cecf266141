/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/view.h"

#include "model/edit.h"
#include "ui/view/alloc.h"
#include "ui/view/drag.h"

#include <stdlib.h>

/* Where a new song starts: some 16 bars in sight. */
static const double USUAL_SCALE = 1200;

static void
usual(struct view *view)
{
    view->zoom.start = view->zoom.top = view->zoom.end = view->zoom.rows = 0;
    view->zoom.scale = USUAL_SCALE;
    view->grid = (struct grid){GRID_ADAPTIVE, true, SNAP_ALL};
    view->rulers = (struct rulers){
        .height = {[RULER_SECTIONS] = 18, [RULER_RANGES] = 14, [RULER_BARS] = 24},
        .scale = view->rulers.scale,
    };
    view->tool = TOOL_POINTER;
    view->follow = true;
    view->panels = PANEL_MIXER | PANEL_OVERVIEW;
    view->cursor = view->playhead = frames(0);
}

struct view *
view_new(void)
{
    struct view *view = view_alloc(1, sizeof *view);

    view->rows = rows_new();
    view->clips = clips_new();
    view->selection = selection_new();
    usual(view);
    return view;
}

void
view_free(struct view *view)
{
    if (!view)
        return;
    drag_cancel(view, NULL);
    rows_free(view->rows);
    clips_free(view->clips);
    selection_free(view->selection);
    free(view);
}

static int64_t
markers_end(const struct model *model)
{
    const struct tempo_map *map = model_tempo(model);
    size_t count;
    const struct row_marker *marker = model_rows(model, TABLE_MARKER, &count);
    int64_t end = 0;

    for (size_t i = 0; i < count; i++) {
        const struct when last
            = {marker[i].at + marker[i].length, (enum time_unit)marker[i].unit};
        const int64_t at = when_frames(map, last).n;

        if (at > end)
            end = at;
    }
    return end;
}

/* An empty song is some minutes long, so that there is somewhere to scroll to. */
static double
song_end(const struct view *view, const struct model *model)
{
    const int64_t clips = clips_end(view->clips, model);
    const int64_t markers = markers_end(model);
    const double end = (double)(clips > markers ? clips : markers);
    const double least = tempo_map_rate(model_tempo(model)) * 60.0;

    return end > least ? end : least;
}

void
view_layout(struct view *view, const struct model *model)
{
    rows_build(view->rows, model);
    view->zoom.rows = rows_height(view->rows);
    zoom_clamp(&view->zoom);
}

void
view_set_letters(struct view *view, const struct model *model, double scale)
{
    rows_set_scale(view->rows, scale);
    view->rulers.scale = rows_scale(view->rows);
    view_layout(view, model);
}

void
view_set_song(struct view *view, const struct model *model)
{
    drag_cancel(view, NULL);
    rows_forget(view->rows);
    clips_clear(view->clips);
    selection_prune(view->selection, NULL);
    selection_clear_range(view->selection);
    usual(view);
    view_layout(view, model);
    if (model)
        view->zoom.end = song_end(view, model);
}

unsigned
view_apply(struct view *view, const struct model *model, const struct edit *edit)
{
    const struct zoom before = view->zoom;
    unsigned changed = 0;

    clips_apply(view->clips, edit);
    if (rows_stale(edit)) {
        view_layout(view, model);
        changed |= VIEW_ROWS;
    }
    view->zoom.end = song_end(view, model);
    zoom_clamp(&view->zoom);
    if (selection_prune(view->selection, model))
        changed |= VIEW_SELECTION;
    if (view->zoom.start != before.start || view->zoom.top != before.top
        || view->zoom.end != before.end || view->zoom.rows != before.rows)
        changed |= VIEW_ZOOM;
    return changed;
}

void
view_resize(struct view *view, int width, int height)
{
    view->zoom.width = width;
    view->zoom.height = height;
    zoom_clamp(&view->zoom);
}
