/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/view.h"

#include "model/edit.h"
#include "model/soloed.h"
#include "model/tables.h"
#include "ui/view/alloc.h"
#include "ui/view/drag.h"

#include <stdlib.h>
#include <string.h>

/* Where a new song starts: some 16 bars in sight. */
static const double USUAL_SCALE = 1200;

static void
usual(struct view *view)
{
    view->zoom.start = view->zoom.top = view->zoom.rows = 0;
    view->zoom.end = view->zoom.song = 0;
    view->zoom.scale = USUAL_SCALE;
    view->grid = (struct grid){GRID_ADAPTIVE, true, SNAP_ALL};
    view->rulers = (struct rulers){.scale = view->rulers.scale};
    rulers_show(&view->rulers, RULER_SECTIONS, true);
    rulers_show(&view->rulers, RULER_RANGES, true);
    rulers_show(&view->rulers, RULER_BARS, true);
    view->tool = TOOL_POINTER;
    view->follow = (struct follow){.on = true};
    view->panels = PANEL_MIXER | PANEL_OVERVIEW;
    view->desk_width = 1200;
    view->desk_height = 560;
    view->waves_db = 0;
    view->mixer = 0;
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
    free(view->silent);
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
static void
find_end(struct view *view, const struct model *model)
{
    const int64_t clips = clips_end(view->clips, model);
    const int64_t markers = markers_end(model);
    const double least = tempo_map_rate(model_tempo(model)) * 60.0;

    view->zoom.song = (double)(clips > markers ? clips : markers);
    view->zoom.end = view->zoom.song > least ? view->zoom.song : least;
}

void
view_layout(struct view *view, const struct model *model)
{
    rows_build(view->rows, model);
    view->zoom.rows = rows_height(view->rows);
    zoom_clamp(&view->zoom);
}

/* The ruler on which a row stands that is seen nowhere else; RULERS: none.  The
 * song's first tempo and metre stand in the clock. */
static enum ruler
ruler_of(enum table table, const void *row)
{
    if (table == TABLE_MARKER
        && ((const struct row_marker *)row)->kind == MARKER_POINT)
        return RULER_MARKERS;
    if (table == TABLE_TEMPO && ((const struct row_tempo *)row)->at.n > 0)
        return RULER_TEMPO;
    if (table == TABLE_METRE && ((const struct row_metre *)row)->at.n > 0)
        return RULER_TEMPO;
    return RULERS;
}

static void
show_rulers_of(struct view *view, const struct model *model, enum table table)
{
    size_t count = 0;
    const char *row = model ? model_rows(model, table, &count) : NULL;

    for (size_t i = 0; i < count; i++, row += table_info(table)->size)
        if (ruler_of(table, row) != RULERS)
            rulers_show(&view->rulers, ruler_of(table, row), true);
}

/* What an edit has made anew is seen. */
static bool
show_rulers_new(struct view *view, const struct edit *edit)
{
    const int before = rulers_height(&view->rulers);
    size_t count;
    const struct change *changes = edit_changes(edit, &count);

    for (size_t i = 0; i < count; i++) {
        const enum ruler ruler
            = changes[i].row ? ruler_of(changes[i].table, changes[i].row) : RULERS;

        if (ruler != RULERS)
            rulers_show(&view->rulers, ruler, true);
    }
    return rulers_height(&view->rulers) != before;
}

void
view_set_letters(struct view *view, const struct model *model, double scale)
{
    rows_set_scale(view->rows, scale);
    view->rulers.scale = rows_scale(view->rows);
    view_layout(view, model);
}

bool
view_silent(const struct view *view, int64_t track)
{
    for (size_t i = 0; i < view->n_silent; i++)
        if (view->silent[i] == track)
            return true;
    return false;
}

/* Without memory none is shown as silent.  Whether they are others than before. */
static bool
see_solo(struct view *view, const struct model *model)
{
    int64_t *silent = NULL;
    size_t count = 0;

    if (model && soloed_silent(model, &silent, &count))
        count = 0;
    const bool same
        = count == view->n_silent
          && (count == 0
              || memcmp(silent, view->silent, count * sizeof *silent) == 0);

    free(view->silent);
    view->silent = silent;
    view->n_silent = count;
    return !same;
}

static bool
is_about_solo(const struct edit *edit)
{
    size_t count;
    const struct change *changes = edit_changes(edit, &count);

    for (size_t i = 0; i < count; i++)
        if (changes[i].table == TABLE_TRACK || changes[i].table == TABLE_STRIP
            || changes[i].table == TABLE_SEND)
            return true;
    return false;
}

void
view_set_song(struct view *view, const struct model *model, struct clips *clips)
{
    drag_cancel(view, NULL);
    rows_forget(view->rows);
    clips_free(view->clips);
    view->clips = clips ? clips : clips_new();
    selection_prune(view->selection, NULL);
    selection_clear_range(view->selection);
    usual(view);
    view_layout(view, model);
    (void)see_solo(view, model);
    show_rulers_of(view, model, TABLE_MARKER);
    show_rulers_of(view, model, TABLE_TEMPO);
    show_rulers_of(view, model, TABLE_METRE);
    if (model)
        find_end(view, model);
}

unsigned
view_apply(struct view *view, const struct model *model, const struct edit *edit)
{
    const struct zoom before = view->zoom;
    unsigned changed = 0;

    clips_apply(view->clips, edit);
    if (is_about_solo(edit) && see_solo(view, model))
        changed |= VIEW_SOLO;
    if (show_rulers_new(view, edit))
        changed |= VIEW_TOOL;
    if (rows_stale(edit)) {
        view_layout(view, model);
        changed |= VIEW_ROWS;
    }
    find_end(view, model);
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
