/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/tools.h"

#include "base/text.h"
#include "ui/timeline/headers.h"
#include "ui/view/view.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 1100 }; /* of a line: view/drag_move.c keeps to 1000 */

void
ui_tools_line(struct drag_result *result, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    char *line = g_strdup_vprintf(format, args);
    va_end(args);
    result->lines
        = realloc(result->lines, (result->count + 1) * sizeof *result->lines);
    if (!result->lines)
        g_error("%s", "no memory"); /* as GLib does */
    result->lines[result->count++] = line;
}

/* --- what copying has made ---------------------------------------------------- */

static void
note_new(UiStudio *studio, const struct edit *edit, GArray *made)
{
    size_t count;
    const struct change *changes = edit_changes(edit, &count);
    const struct selection *selection = ui_studio_view(studio)->selection;

    for (size_t i = 0; i < count; i++)
        if (changes[i].table == TABLE_CLIP && changes[i].row
            && !selection_has(selection, SELECT_CLIP, changes[i].id))
            g_array_append_val(made, changes[i].id);
}

static void
select_new(UiStudio *studio, const GArray *made)
{
    if (made->len == 0)
        return;
    const int64_t *ids = (const int64_t *)(const void *)made->data;

    selection_set(ui_studio_view(studio)->selection, SELECT_CLIP, ids, made->len);
    selection_set_focus(ui_studio_view(studio)->selection, SELECT_CLIP, ids[0]);
    ui_studio_view_changed(studio, UI_VIEW_SELECTION);
}

/* --- running ------------------------------------------------------------------ */

/* Words point into the lines, which are changed. */
static bool
split_lines(UiStudio *studio, struct drag_result *result,
            struct command_line *lines)
{
    struct fault fault;

    for (size_t i = 0; i < result->count; i++) {
        const char **words = g_new(const char *, MOST_WORDS);

        lines[i] = (struct command_line){words, 0};
        if (command_words(result->lines[i], words, MOST_WORDS, &lines[i].count,
                          &fault)) {
            ui_studio_tell(studio, &fault);
            return false;
        }
    }
    return true;
}

static bool
run_lines(UiStudio *studio, struct drag_result *result)
{
    g_autofree struct command_line *lines
        = g_new0(struct command_line, result->count);
    const bool copies = g_str_has_prefix(result->lines[0], "copy");
    g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(int64_t));
    const gulong watch
        = copies ? g_signal_connect(studio, "changed", G_CALLBACK(note_new), made)
                 : 0;
    const bool done
        = split_lines(studio, result, lines)
          && ui_studio_run_all(studio, result->label ? _(result->label) : NULL,
                               lines, result->count);

    if (watch)
        g_signal_handler_disconnect(studio, watch);
    select_new(studio, made);
    for (size_t i = 0; i < result->count; i++)
        g_free((void *)lines[i].words);
    return done;
}

bool
ui_tools_finish(UiStudio *studio, struct drag_result *result)
{
    const bool done = result->count > 0 && run_lines(studio, result);

    if (result->locate)
        ui_studio_locate(studio, ui_studio_view(studio)->cursor);
    if (result->view)
        ui_studio_view_changed(studio, result->view);
    drag_result_free(result);
    return done;
}

void
ui_tools_hint(UiStudio *studio, const char *hint)
{
    struct view *view = ui_studio_view(studio);

    if (view->hint == hint)
        return;
    view->hint = hint;
    ui_studio_view_changed(studio, UI_VIEW_HINT);
}

void
ui_tools_show_clip(UiStudio *studio, int64_t clip, bool more)
{
    struct view *view = ui_studio_view(studio);
    const struct model *model = ui_studio_model(studio);
    const struct row_clip *row = model_row(model, TABLE_CLIP, clip);
    const struct view_row *at
        = row ? rows_of_lane(view->rows, model, row->lane_id) : NULL;
    struct clip_span span;

    if (!row || !clips_span(model, clip, &span))
        return;
    selection_clear_range(view->selection);
    if (more)
        selection_add(view->selection, SELECT_CLIP, clip);
    else
        selection_only(view->selection, SELECT_CLIP, clip);
    if (at) {
        selection_only(view->selection, SELECT_TRACK, at->track_id);
        zoom_show_row(&view->zoom, at->y, at->height);
    }
    zoom_show(&view->zoom, frames(span.end), 40);
    zoom_show(&view->zoom, frames(span.start), 40);
    ui_studio_view_changed(studio, UI_VIEW_SELECTION | UI_VIEW_ZOOM);
}

void
ui_tools_add(UiTimeline *timeline, UiStudio *studio, UiActions *actions)
{
    GtkWidget *canvas = GTK_WIDGET(ui_timeline_canvas(timeline));
    GtkWidget *ruler = GTK_WIDGET(ui_timeline_ruler(timeline));

    ui_tool_view_actions(studio, actions);
    ui_tool_clip_actions(studio, actions);
    ui_tool_range_actions(studio, actions);
    ui_tool_track_actions(studio, actions);
    ui_tool_drag(canvas, studio, false);
    ui_tool_drag(ruler, studio, true);
    ui_tool_scroll(canvas, studio);
    ui_tool_scroll(ruler, studio);
    ui_tool_ruler(ruler, studio, actions);
    ui_tool_menu(canvas, studio, actions);
    ui_tool_walk(canvas, studio);
    ui_tool_drop(canvas, studio, actions);
    ui_timeline_set_headers(timeline, ui_headers_new(studio, actions));
    ui_timeline_set_corner(timeline, ui_headers_corner_new(studio, actions));
}
