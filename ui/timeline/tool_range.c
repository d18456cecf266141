/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_range.c: what is done with the selected range of time: on the selected
 * tracks and all that lies in selected folders, or, where no track is selected, on
 * the whole song. */
#include "ui/timeline/tools.h"

#include "base/text.h"
#include "ui/view/view.h"

#include <inttypes.h>

#define SUBJECT N_("Range")

static bool
is_meant(const struct model *model, const struct selection *selection,
         int64_t track)
{
    for (int depth = 0; track && depth < 64; depth++) {
        const struct row_track *row = model_row(model, TABLE_TRACK, track);

        if (selection_has(selection, SELECT_TRACK, track))
            return true;
        track = row ? row->folder_id : 0;
    }
    return false;
}

/* A line for each track that is meant, or one for `all`. */
static void
on_tracks(UiStudio *studio, struct drag_result *result, const char *command,
          const char *all, frames_t from, frames_t to)
{
    const struct selection *selection = ui_studio_view(studio)->selection;
    const struct model *model = ui_studio_model(studio);
    size_t count, selected;
    const struct row_track *tracks = model_rows(model, TABLE_TRACK, &count);

    (void)selection_ids(selection, SELECT_TRACK, &selected);
    if (selected == 0)
        ui_tools_line(result, "%s %s %" PRId64 "f %" PRId64 "f", command, all,
                      from.n, to.n);
    for (size_t i = 0; selected > 0 && i < count; i++)
        if (is_meant(model, selection, tracks[i].id))
            ui_tools_line(result, "%s '#%" PRId64 "' %" PRId64 "f %" PRId64 "f",
                          command, tracks[i].id, from.n, to.n);
}

/* What closes leaves nothing between the edges: the range is gone with it. */
static void
finish_closed(UiStudio *studio, struct drag_result *result)
{
    if (!ui_tools_finish(studio, result))
        return;
    selection_clear_range(ui_studio_view(studio)->selection);
    ui_studio_view_changed(studio, UI_VIEW_SELECTION);
}

bool
ui_tool_range_delete(UiStudio *studio, bool closes)
{
    struct drag_result result = {0};
    frames_t from, to;

    if (!ui_studio_model(studio)
        || !selection_range(ui_studio_view(studio)->selection, &from, &to))
        return false;
    on_tracks(studio, &result, closes ? "ripple-cut" : "clear",
              closes ? "song" : "tracks", from, to);
    if (closes)
        finish_closed(studio, &result);
    else
        (void)ui_tools_finish(studio, &result);
    return true;
}

static bool
range_of(UiStudio *studio, frames_t *from, frames_t *to)
{
    if (!ui_studio_model(studio))
        return false;
    if (selection_range(ui_studio_view(studio)->selection, from, to))
        return true;
    ui_studio_say(studio,
                  _("No range of time is selected: the range tool selects one"));
    return false;
}

static void
run_delete_time(gpointer user, GVariant *parameter)
{
    struct drag_result result = {0};
    frames_t from, to;

    if (!range_of(user, &from, &to))
        return;
    ui_tools_line(&result, "ripple-cut song %" PRId64 "f %" PRId64 "f", from.n,
                  to.n);
    finish_closed(user, &result);
}

static void
run_insert_time(gpointer user, GVariant *parameter)
{
    struct drag_result result = {0};
    frames_t from, to;

    if (!range_of(user, &from, &to))
        return;
    ui_tools_line(&result, "ripple-insert song %" PRId64 "f %" PRId64 "f", from.n,
                  to.n - from.n);
    ui_tools_finish(user, &result);
}

static void
run_punch(gpointer user, GVariant *parameter)
{
    struct drag_result result = {0};
    frames_t from, to;

    if (!range_of(user, &from, &to))
        return;
    ui_tools_line(&result, "punch %" PRId64 "f %" PRId64 "f", from.n, to.n);
    ui_tools_finish(user, &result);
}

static void
run_section(gpointer user, GVariant *parameter)
{
    struct drag_result result = {0};
    frames_t from, to;
    size_t count = 0;

    if (!range_of(user, &from, &to))
        return;
    model_rows(ui_studio_model(user), TABLE_MARKER, &count);
    g_autofree char *name = g_strdup_printf(_("Section %zu"), count + 1);
    g_autofree char *quoted = g_shell_quote(name);

    ui_tools_line(&result, "section %" PRId64 "f %" PRId64 "f %s", from.n, to.n,
                  quoted);
    ui_tools_finish(user, &result);
}

static const struct ui_action TABLE[] = {
    {"delete-time", N_("Delete the range from the whole song"), SUBJECT,
     "<Control><Shift>Delete", run_delete_time},
    {"insert-time", N_("Insert silence as long as the range"), SUBJECT,
     "<Control><Shift>i", run_insert_time},
    {"punch-range", N_("Punch in and out at the range"), SUBJECT, "<Shift>p",
     run_punch},
    {"section-add", N_("Make a section of the range"), SUBJECT, NULL, run_section},
};

void
ui_tool_range_actions(UiStudio *studio, UiActions *actions)
{
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), studio);
}
