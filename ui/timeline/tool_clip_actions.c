/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_clip_actions.c: what is done with the selected clips, by name. */
#include "ui/timeline/tools.h"

#include "app/clipboard.h"
#include "base/text.h"
#include "ui/view/view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SUBJECT N_("Clips")

struct clips_held {
    UiStudio *studio;
    struct clipboard *clipboard; /* NULL: nothing was copied */
};

static UiStudio *
studio_of(gpointer user)
{
    return ((struct clips_held *)user)->studio;
}

static struct view *
view_of(gpointer user)
{
    return ui_studio_view(studio_of(user));
}

static const struct model *
model_of(gpointer user)
{
    return ui_studio_model(studio_of(user));
}

static const int64_t *
selected(gpointer user, size_t *count)
{
    return selection_ids(view_of(user)->selection, SELECT_CLIP, count);
}

/* Why nothing happens, where that is so. */
static bool
none_selected(gpointer user, size_t count)
{
    if (count == 0 && model_of(user))
        ui_studio_say(studio_of(user), _("No clip is selected"));
    return count == 0;
}

static void
finish(gpointer user, struct drag_result *result)
{
    ui_tools_finish(studio_of(user), result);
}

/* The same line for each selected clip, with `rest` behind it. */
static void
each(gpointer user, const char *command, const char *rest)
{
    struct drag_result result = {0};
    size_t count;
    const int64_t *ids = selected(user, &count);

    if (none_selected(user, count))
        return;
    for (size_t i = 0; i < count; i++)
        ui_tools_line(&result, "%s '#%" PRId64 "' %s", command, ids[i], rest);
    finish(user, &result);
}

/* All selected ones in one line, after `before`. */
static void
together(gpointer user, const char *before)
{
    struct drag_result result = {0};
    size_t count;
    const int64_t *ids = selected(user, &count);

    if (none_selected(user, count))
        return;
    GString *line = g_string_new(before);

    for (size_t i = 0; i < count; i++) {
        g_string_append_printf(line, " '#%" PRId64 "'", ids[i]);
        if (i % 1000 == 999 || i + 1 == count) {
            ui_tools_line(&result, "%s", line->str);
            g_string_assign(line, before);
        }
    }
    g_string_free(line, TRUE);
    finish(user, &result);
}

/* --- cutting ------------------------------------------------------------------ */

static void
split_row(gpointer user, const struct view_row *row, int64_t at,
          struct drag_result *result)
{
    size_t count;
    const struct clip_span *span
        = clips_within(view_of(user)->clips, model_of(user), row->lane_id,
                       (double)at - 1, (double)at + 1, &count);

    for (size_t i = 0; i < count; i++)
        if (span[i].start < at && at < span[i].end)
            ui_tools_line(result, "split '#%" PRId64 "' %" PRId64 "f", span[i].id,
                          at);
}

/* At the playhead: the selected clips below it; where none is selected, those of
 * the selected tracks. */
static void
run_split(gpointer user, GVariant *parameter)
{
    const struct view *view = view_of(user);
    const int64_t at = ui_studio_position(studio_of(user)).n;
    struct drag_result result = {0};
    struct clip_span span;
    size_t count, rows;
    const int64_t *ids = selected(user, &count);
    const struct view_row *row = rows_list(view->rows, &rows);

    for (size_t i = 0; i < count; i++)
        if (clips_span(model_of(user), ids[i], &span) && span.start < at
            && at < span.end)
            ui_tools_line(&result, "split '#%" PRId64 "' %" PRId64 "f", ids[i], at);
    for (size_t i = 0; count == 0 && i < rows; i++)
        if (row[i].kind == VIEW_ROW_TRACK && !row[i].comp_id
            && selection_has(view->selection, SELECT_TRACK, row[i].id))
            split_row(user, &row[i], at, &result);
    if (result.count == 0 && model_of(user))
        ui_studio_say(studio_of(user),
                      _("No selected clip lies under the playhead"));
    finish(user, &result);
}

static void
run_delete(gpointer user, GVariant *parameter)
{
    if (!ui_tool_range_delete(studio_of(user), false))
        together(user, "delete");
}

static void
run_ripple_delete(gpointer user, GVariant *parameter)
{
    if (!ui_tool_range_delete(studio_of(user), true))
        each(user, "ripple-delete", "track");
}

/* --- moving ------------------------------------------------------------------- */

/* From where the first selected clip begins to where the last one ends. */
static bool
stretch(gpointer user, int64_t *start, int64_t *end)
{
    struct clip_span span;
    size_t count;
    const int64_t *ids = selected(user, &count);

    *start = INT64_MAX;
    *end = 0;
    if (none_selected(user, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!clips_span(model_of(user), ids[i], &span))
            continue;
        *start = MIN(*start, span.start);
        *end = MAX(*end, span.end);
    }
    return *start < *end;
}

/* Right behind. */
static void
run_duplicate(gpointer user, GVariant *parameter)
{
    g_autofree char *before = NULL;
    int64_t start, end;

    if (!stretch(user, &start, &end))
        return;
    before = g_strdup_printf("copy-by %" PRId64 "f", end - start);
    together(user, before);
}

/* By a line of the grid, or 10 ms where nothing snaps. */
static void
nudge(gpointer user, int direction)
{
    const struct view *view = view_of(user);
    g_autofree char *before = NULL;
    int64_t start, end;

    if (!stretch(user, &start, &end))
        return;
    const struct tempo_map *map = model_tempo(model_of(user));
    const int64_t fine = direction * (int64_t)tempo_map_rate(map) / 100;
    const int64_t by
        = view->grid.snap
              ? grid_step(&view->grid, &view->zoom, map, frames(start), direction).n
                    - start
              : MAX(fine, -start);

    before = g_strdup_printf("move-by %" PRId64 "f", by);
    if (by)
        together(user, before);
}

static void
run_nudge_left(gpointer user, GVariant *parameter)
{
    nudge(user, -1);
}

static void
run_nudge_right(gpointer user, GVariant *parameter)
{
    nudge(user, 1);
}

/* --- copy and paste ----------------------------------------------------------- */

static bool
take(gpointer user)
{
    struct clips_held *held = user;
    struct clipboard *clipboard;
    size_t count;
    const int64_t *ids = selected(user, &count);

    if (!model_of(user) || none_selected(user, count)
        || clipboard_take(&clipboard, model_of(user), ids, count))
        return false; /* what was copied stays */
    clipboard_free(held->clipboard);
    held->clipboard = clipboard;
    return true;
}

static void
run_copy(gpointer user, GVariant *parameter)
{
    take(user);
}

static void
run_cut(gpointer user, GVariant *parameter)
{
    if (take(user))
        together(user, "delete");
}

static void
note_pasted(UiStudio *studio, const struct edit *edit, GArray *made)
{
    size_t count;
    const struct change *changes = edit_changes(edit, &count);

    for (size_t i = 0; i < count; i++)
        if (changes[i].table == TABLE_CLIP)
            g_array_append_val(made, changes[i].id);
}

/* At the playhead; what was pasted is selected. */
static void
run_paste(gpointer user, GVariant *parameter)
{
    struct clips_held *held = user;
    struct selection *selection = view_of(user)->selection;
    g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(int64_t));
    struct fault fault;

    if (!held->clipboard && model_of(user))
        ui_studio_say(held->studio, _("Nothing was copied yet"));
    if (!held->clipboard || !model_of(user))
        return;
    const gulong watch
        = g_signal_connect(held->studio, "changed", G_CALLBACK(note_pasted), made);

    if (clipboard_paste(held->clipboard, ui_studio_session(held->studio),
                        ui_studio_position(held->studio),
                        selection_focus(selection, SELECT_TRACK), &fault))
        ui_studio_tell(held->studio, &fault);
    g_signal_handler_disconnect(held->studio, watch);
    if (made->len == 0)
        return;
    selection_set(selection, SELECT_CLIP, (const int64_t *)(const void *)made->data,
                  made->len);
    ui_studio_view_changed(held->studio, UI_VIEW_SELECTION);
}

/* Ids of one song mean nothing in another. */
static void
forget(UiStudio *studio, struct clips_held *held)
{
    clipboard_free(held->clipboard);
    held->clipboard = NULL;
}

static void
free_held(gpointer user)
{
    forget(NULL, user);
    g_free(user);
}

/* --- how they sound ----------------------------------------------------------- */

/* Off where all are on, else on. */
static void
toggle(gpointer user, const char *command, bool (*is_on)(const struct row_clip *))
{
    size_t count, on = 0;
    const int64_t *ids = selected(user, &count);

    for (size_t i = 0; i < count; i++) {
        const struct row_clip *clip = model_row(model_of(user), TABLE_CLIP, ids[i]);

        on += clip && is_on(clip);
    }
    each(user, command, on == count ? "off" : "on");
}

static bool
is_muted(const struct row_clip *clip)
{
    return clip->muted;
}

static bool
is_locked(const struct row_clip *clip)
{
    return clip->locked;
}

static void
run_mute(gpointer user, GVariant *parameter)
{
    toggle(user, "mute", is_muted);
}

static void
run_lock(gpointer user, GVariant *parameter)
{
    toggle(user, "lock", is_locked);
}

static void
run_raise(gpointer user, GVariant *parameter)
{
    each(user, "raise", "");
}

static void
louder(gpointer user, double by)
{
    struct drag_result result = {0};
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    size_t count;
    const int64_t *ids = selected(user, &count);

    for (size_t i = 0; i < count; i++) {
        const struct row_clip *clip = model_row(model_of(user), TABLE_CLIP, ids[i]);

        if (!clip || clip->kind != CLIP_AUDIO)
            continue;
        g_ascii_formatd(text, sizeof text, "%.2f",
                        CLAMP(clip->gain_db + by, -60, 24));
        ui_tools_line(&result, "gain '#%" PRId64 "' %s", ids[i], text);
    }
    finish(user, &result);
}

static void
run_louder(gpointer user, GVariant *parameter)
{
    louder(user, 1);
}

static void
run_softer(gpointer user, GVariant *parameter)
{
    louder(user, -1);
}

/* --- names and colours -------------------------------------------------------- */

static void
run_rename(gpointer user, GVariant *parameter)
{
    g_autofree char *name = g_shell_quote(g_variant_get_string(parameter, NULL));

    each(user, "rename", name);
}

static void
run_color(gpointer user, GVariant *parameter)
{
    g_autofree char *color = g_shell_quote(g_variant_get_string(parameter, NULL));

    each(user, "color", color);
}

/* --- selecting ---------------------------------------------------------------- */

static void
run_select_all(gpointer user, GVariant *parameter)
{
    struct view *view = view_of(user);
    const struct model *model = model_of(user);
    size_t rows, count;
    const struct view_row *row = rows_list(view->rows, &rows);

    for (size_t i = 0; model && i < rows; i++) {
        const struct clip_span *span = clips_of(
            view->clips, model, row[i].comp_id ? 0 : row[i].lane_id, &count);

        for (size_t k = 0; k < count; k++)
            selection_add(view->selection, SELECT_CLIP, span[k].id);
    }
    ui_studio_view_changed(studio_of(user), UI_VIEW_SELECTION);
}

static void
run_select_none(gpointer user, GVariant *parameter)
{
    selection_clear(view_of(user)->selection, SELECT_CLIP);
    selection_clear_range(view_of(user)->selection);
    ui_studio_view_changed(studio_of(user), UI_VIEW_SELECTION);
}

static const struct ui_action TABLE[] = {
    {"split", N_("Split at the playhead"), SUBJECT, "s", run_split},
    {"delete", N_("Delete clips, or the selected range"), SUBJECT,
     "Delete BackSpace", run_delete},
    {"ripple-delete", N_("Delete them and close the gap"), SUBJECT,
     "<Control>Delete", run_ripple_delete},
    {"duplicate", N_("Duplicate clips"), SUBJECT, "<Control>d", run_duplicate},
    {"clip-copy", N_("Copy clips"), SUBJECT, "<Control>c", run_copy},
    {"clip-cut", N_("Cut clips"), SUBJECT, "<Control>x", run_cut},
    {"clip-paste", N_("Paste clips at the playhead"), SUBJECT, "<Control>v",
     run_paste},
    {"nudge-left", N_("Nudge clips to the left"), SUBJECT, "<Alt>Left",
     run_nudge_left},
    {"nudge-right", N_("Nudge clips to the right"), SUBJECT, "<Alt>Right",
     run_nudge_right},
    {"clip-mute", N_("Mute clips"), SUBJECT, "m", run_mute},
    {"clip-lock", N_("Lock clips"), SUBJECT, "<Shift>o", run_lock},
    {"clip-raise", N_("Lay clips on top"), SUBJECT, NULL, run_raise},
    {"clip-louder", N_("Clips louder by 1 dB"), SUBJECT, "<Alt>Up", run_louder},
    {"clip-softer", N_("Clips softer by 1 dB"), SUBJECT, "<Alt>Down", run_softer},
    {"clip-rename", N_("Rename clips"), SUBJECT, NULL, run_rename, NULL, "s"},
    {"clip-color", N_("Colour clips"), SUBJECT, NULL, run_color, NULL, "s"},
    {"select-all", N_("Select all clips"), SUBJECT, "<Control>a", run_select_all},
    {"select-none", N_("Select nothing"), SUBJECT, "<Control><Shift>a",
     run_select_none},
};

void
ui_tool_clip_actions(UiStudio *studio, UiActions *actions)
{
    struct clips_held *held = g_new0(struct clips_held, 1);

    held->studio = studio;
    g_object_set_data_full(G_OBJECT(actions), "timeline-clips", held, free_held);
    g_signal_connect(studio, "song", G_CALLBACK(forget), held);
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), held);
}
