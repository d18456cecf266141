/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_view_actions.c: tools, grid, zoom and heights, by name. */
#include "ui/timeline/tools.h"

#include "base/text.h"
#include "ui/view/view.h"

#include <inttypes.h>
#include <string.h>

#define SUBJECT N_("View")

struct seen {
    UiStudio *studio;
    UiActions *actions;
};

static const char *const TOOL_NAMES[TOOLS] = {"pointer", "range", "split"};

static struct view *
view_of(gpointer user)
{
    return ui_studio_view(((struct seen *)user)->studio);
}

static void
tell(gpointer user, guint changes)
{
    ui_studio_view_changed(((struct seen *)user)->studio, changes);
}

static bool
has_song(gpointer user)
{
    return ui_studio_session(((struct seen *)user)->studio) != NULL;
}

/* --- tools and grid ----------------------------------------------------------- */

static void
run_tool(gpointer user, GVariant *parameter)
{
    for (int tool = 0; tool < TOOLS; tool++)
        if (strcmp(g_variant_get_string(parameter, NULL), TOOL_NAMES[tool]) == 0)
            view_of(user)->tool = tool;
    tell(user, UI_VIEW_TOOL);
}

static void
set_tool(gpointer user, enum tool tool)
{
    view_of(user)->tool = tool;
    tell(user, UI_VIEW_TOOL);
}

static void
run_pointer(gpointer user, GVariant *parameter)
{
    set_tool(user, TOOL_POINTER);
}

static void
run_range(gpointer user, GVariant *parameter)
{
    set_tool(user, TOOL_RANGE);
}

static void
run_split_tool(gpointer user, GVariant *parameter)
{
    set_tool(user, TOOL_SPLIT);
}

static void
run_snap(gpointer user, GVariant *parameter)
{
    view_of(user)->grid.snap
        = ui_actions_switch(((struct seen *)user)->actions, "snap");
    tell(user, UI_VIEW_TOOL);
}

static void
run_follow(gpointer user, GVariant *parameter)
{
    struct follow *follow = &view_of(user)->follow;

    if (follow->on != ui_actions_switch(((struct seen *)user)->actions, "follow"))
        follow_turn(follow);
    tell(user, UI_VIEW_TOOL);
}

static void
run_follow_smooth(gpointer user, GVariant *parameter)
{
    struct follow *follow = &view_of(user)->follow;

    follow->smooth
        = ui_actions_switch(((struct seen *)user)->actions, "follow-smooth");
    follow->on = follow->on || follow->smooth;
    follow->left = false;
    tell(user, UI_VIEW_TOOL);
}

static void
run_grid(gpointer user, GVariant *parameter)
{
    for (int unit = 0; unit < GRID_UNITS; unit++)
        if (strcmp(g_variant_get_string(parameter, NULL), grid_unit_name(unit))
            == 0)
            view_of(user)->grid.unit = unit;
    tell(user, UI_VIEW_TOOL);
}

/* --- zoom --------------------------------------------------------------------- */

/* The playhead stays where it is, as long as it is seen; else the middle. */
static void
zoom_here(gpointer user, double factor)
{
    struct zoom *zoom = &view_of(user)->zoom;
    const double x = zoom_x(zoom, view_of(user)->playhead);

    zoom_by(zoom, x >= 0 && x < zoom->width ? x : zoom->width / 2.0, factor);
    tell(user, UI_VIEW_ZOOM);
}

static void
run_zoom_in(gpointer user, GVariant *parameter)
{
    zoom_here(user, 1 / 1.5);
}

static void
run_zoom_out(gpointer user, GVariant *parameter)
{
    zoom_here(user, 1.5);
}

static void
run_zoom_all(gpointer user, GVariant *parameter)
{
    zoom_all(&view_of(user)->zoom);
    tell(user, UI_VIEW_ZOOM);
}

/* The selected range, else from the first selected clip to the last; false:
 * neither. */
static bool
selected_stretch(gpointer user, frames_t *from, frames_t *to)
{
    const struct view *view = view_of(user);
    const struct model *model = ui_studio_model(((struct seen *)user)->studio);
    size_t count;
    const int64_t *ids = selection_ids(view->selection, SELECT_CLIP, &count);
    struct clip_span span;

    if (selection_range(view->selection, from, to))
        return true;
    *from = frames(INT64_MAX);
    *to = frames(0);
    for (size_t i = 0; i < count; i++) {
        if (!clips_span(model, ids[i], &span))
            continue;
        from->n = MIN(from->n, span.start);
        to->n = MAX(to->n, span.end);
    }
    if (from->n >= to->n)
        ui_studio_say(((struct seen *)user)->studio, _("Nothing is selected"));
    return from->n < to->n;
}

static void
run_zoom_selection(gpointer user, GVariant *parameter)
{
    frames_t from, to;

    if (has_song(user) && selected_stretch(user, &from, &to))
        zoom_range(&view_of(user)->zoom, from, to);
    tell(user, UI_VIEW_ZOOM);
}

static void
run_loop_selection(gpointer user, GVariant *parameter)
{
    struct drag_result result = {0};
    frames_t from, to;

    if (!has_song(user) || !selected_stretch(user, &from, &to))
        return;
    ui_tools_line(&result, "loop %" PRId64 "f %" PRId64 "f", from.n, to.n);
    ui_tools_finish(((struct seen *)user)->studio, &result);
}

/* --- heights and lanes -------------------------------------------------------- */

static void
lay_out(gpointer user)
{
    view_layout(view_of(user), ui_studio_model(((struct seen *)user)->studio));
    tell(user, UI_VIEW_ROWS | UI_VIEW_ZOOM);
}

static void
set_size(gpointer user, int by)
{
    struct rows *rows = view_of(user)->rows;
    const int size = CLAMP((int)rows_size(rows) + by, ROW_SMALL, ROW_LARGE);

    rows_set_size(rows, (enum row_size)size);
    lay_out(user);
}

static void
run_taller(gpointer user, GVariant *parameter)
{
    set_size(user, 1);
}

static void
run_shorter(gpointer user, GVariant *parameter)
{
    set_size(user, -1);
}

static void
set_waves(gpointer user, int by)
{
    struct view *view = view_of(user);

    view->waves_db = CLAMP(view->waves_db + by, 0, WAVES_MOST_DB);
    tell(user, UI_VIEW_ZOOM);
    g_autofree char *said
        = g_strdup_printf(_("Waveforms are drawn %d dB taller"), view->waves_db);
    ui_studio_say(((struct seen *)user)->studio, said);
}

static void
run_waves_taller(gpointer user, GVariant *parameter)
{
    set_waves(user, WAVES_STEP_DB);
}

static void
run_waves_lower(gpointer user, GVariant *parameter)
{
    set_waves(user, -WAVES_STEP_DB);
}

/* The lanes of the selected tracks, or what the selected folders hold. */
static void
run_lanes(gpointer user, GVariant *parameter)
{
    struct view *view = view_of(user);
    size_t count;
    const int64_t *ids = selection_ids(view->selection, SELECT_TRACK, &count);

    for (size_t i = 0; i < count; i++) {
        const struct view_row *row = rows_track(view->rows, ids[i]);

        if (row && row->opens)
            rows_set_open(view->rows, ids[i], !row->open);
    }
    lay_out(user);
}

static const struct ui_action TABLE[] = {
    {"tool", N_("Choose a tool"), SUBJECT, NULL, run_tool, "s", "s", "'pointer'"},
    {"tool-pointer", N_("Pointer"), SUBJECT, "1", run_pointer},
    {"tool-range", N_("Range tool"), SUBJECT, "2", run_range},
    {"tool-split", N_("Split tool"), SUBJECT, "3", run_split_tool},
    {"snap", N_("Snap"), SUBJECT, "n", run_snap, "b", NULL, "true"},
    {"grid", N_("Choose the grid"), SUBJECT, NULL, run_grid, "s", "s",
     "'adaptive'"},
    {"follow", N_("Follow the playhead"), SUBJECT, "f", run_follow, "b", NULL,
     "true"},
    {"follow-smooth", N_("Follow it smoothly, not page by page"), SUBJECT,
     "<Shift>f", run_follow_smooth, "b", NULL, "false"},
    {"zoom-in", N_("Zoom in"), SUBJECT, "plus equal KP_Add", run_zoom_in},
    {"zoom-out", N_("Zoom out"), SUBJECT, "minus KP_Subtract", run_zoom_out},
    {"zoom-all", N_("Show the whole song"), SUBJECT, "<Shift>z", run_zoom_all},
    {"zoom-selection", N_("Zoom to the selection"), SUBJECT, "z",
     run_zoom_selection},
    {"loop-selection", N_("Loop the selection"), SUBJECT, "<Shift>l",
     run_loop_selection},
    {"rows-taller", N_("Taller tracks"), SUBJECT, "<Control>plus <Control>equal",
     run_taller},
    {"rows-shorter", N_("Lower tracks"), SUBJECT, "<Control>minus", run_shorter},
    {"waves-taller", N_("Taller waveforms"), SUBJECT, "<Shift><Alt>Up",
     run_waves_taller},
    {"waves-lower", N_("Lower waveforms"), SUBJECT, "<Shift><Alt>Down",
     run_waves_lower},
    {"lanes", N_("Show or hide take lanes"), SUBJECT, "e", run_lanes},
};

/* The view may have been read with the song, or changed by another part. */
static void
on_view(UiStudio *studio, guint changes, struct seen *seen)
{
    const struct view *view = ui_studio_view(studio);

    if (!(changes & UI_VIEW_TOOL))
        return;
    ui_actions_set_choice(seen->actions, "tool", TOOL_NAMES[view->tool]);
    ui_actions_set_choice(seen->actions, "grid", grid_unit_name(view->grid.unit));
    ui_actions_set_switch(seen->actions, "snap", view->grid.snap);
    ui_actions_set_switch(seen->actions, "follow", view->follow.on);
    ui_actions_set_switch(seen->actions, "follow-smooth", view->follow.smooth);
}

static void
on_song(UiStudio *studio, struct seen *seen)
{
    on_view(studio, UI_VIEW_TOOL, seen);
}

void
ui_tool_view_actions(UiStudio *studio, UiActions *actions)
{
    struct seen *seen = g_new0(struct seen, 1);

    seen->studio = studio;
    seen->actions = actions;
    g_object_set_data_full(G_OBJECT(actions), "timeline-view", seen, g_free);
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), seen);
    g_signal_connect(studio, "view", G_CALLBACK(on_view), seen);
    g_signal_connect(studio, "song", G_CALLBACK(on_song), seen);
}
