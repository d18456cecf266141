/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_track_actions.c: what is done with tracks, by name. */
#include "ui/timeline/tools.h"

#include "base/text.h"
#include "ui/inputs.h"
#include "ui/mixer/do.h"
#include "ui/view/order.h"
#include "ui/view/view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SUBJECT N_("Tracks")

static struct view *
view_of(gpointer user)
{
    return ui_studio_view(user);
}

/* The same line for each selected track, with `rest` behind it. */
static void
each(gpointer user, const char *command, const char *rest)
{
    struct drag_result result = {0};
    size_t count;
    const int64_t *ids
        = selection_ids(view_of(user)->selection, SELECT_TRACK, &count);

    if (count == 0 && ui_studio_model(user))
        ui_studio_say(user, _("No track is selected"));
    for (size_t i = 0; i < count; i++)
        ui_tools_line(&result, "%s '#%" PRId64 "' %s", command, ids[i], rest);
    ui_tools_finish(user, &result);
}

/* --- adding ------------------------------------------------------------------- */

/* «Audio 3»: the first that no track has. */
static char *
free_name(const struct model *model, const char *kind)
{
    size_t count;
    const struct row_track *track = model_rows(model, TABLE_TRACK, &count);

    for (int number = 1;; number++) {
        char *name = g_strdup_printf("%s %d", kind, number);
        size_t i = 0;

        while (i < count && strcmp(track[i].name, name) != 0)
            i++;
        if (i == count)
            return name;
        g_free(name);
    }
}

struct adding {
    struct view *view;
    int64_t track;
};

static void
note_added(UiStudio *studio, const struct edit *edit, struct adding *adding)
{
    size_t count;
    const struct change *changes = edit_changes(edit, &count);

    for (size_t i = 0; i < count; i++)
        if (changes[i].table == TABLE_TRACK && changes[i].row)
            adding->track = changes[i].id;
}

/* An audio track comes with an input, and so it can be recorded at once. */
static bool
run_add(UiStudio *studio, const char *name, const char *word, const char *channels)
{
    if (!g_str_equal(word, "audio"))
        return ui_studio_run(studio, "track-add", name, word, channels, NULL);
    g_autofree char *input = ui_inputs_free(studio, *channels - '0');

    return ui_studio_run(studio, "track-add", name, word, channels, input, NULL);
}

/* The new one is selected and seen. */
static void
add(UiStudio *studio, const char *word, const char *kind, const char *channels)
{
    const struct model *model = ui_studio_model(studio);
    struct adding adding = {.view = ui_studio_view(studio)};
    g_autofree char *name = model ? free_name(model, kind) : NULL;

    if (!model)
        return;
    const gulong watch
        = g_signal_connect(studio, "changed", G_CALLBACK(note_added), &adding);
    const bool done = run_add(studio, name, word, channels);

    g_signal_handler_disconnect(studio, watch);
    const struct view_row *row = rows_track(adding.view->rows, adding.track);
    if (!done || !row)
        return;
    selection_only(adding.view->selection, SELECT_TRACK, adding.track);
    zoom_show_row(&adding.view->zoom, row->y, row->height);
    ui_studio_view_changed(studio, UI_VIEW_SELECTION | UI_VIEW_ZOOM);
}

static void
run_add_audio(gpointer user, GVariant *parameter)
{
    add(user, "audio", _("Audio"), "1");
}

static void
run_add_stereo(gpointer user, GVariant *parameter)
{
    add(user, "audio", _("Audio"), "2");
}

static void
run_add_midi(gpointer user, GVariant *parameter)
{
    add(user, "midi", _("MIDI"), NULL);
}

static void
run_add_bus(gpointer user, GVariant *parameter)
{
    add(user, "bus", _("Bus"), NULL);
}

static void
run_add_folder(gpointer user, GVariant *parameter)
{
    add(user, "folder", _("Folder"), NULL);
}

/* --- the selected ones -------------------------------------------------------- */

/* A folder's id, or «none». */
static void
run_folder(gpointer user, GVariant *parameter)
{
    const char *folder = g_variant_get_string(parameter, NULL);
    g_autofree char *word = g_str_equal(folder, "none")
                                ? g_strdup(folder)
                                : g_strdup_printf("'#%s'", folder);

    each(user, "track-folder", word);
}

static void
run_delete(gpointer user, GVariant *parameter)
{
    each(user, "track-delete", "");
}

static void
run_duplicate(gpointer user, GVariant *parameter)
{
    each(user, "track-duplicate", "");
}

static bool
is_muted(const struct model *model, int64_t track)
{
    const struct row_strip *strip = model_row(model, TABLE_STRIP, track);

    return strip && strip->mute;
}

static bool
is_solo(const struct model *model, int64_t track)
{
    const struct row_strip *strip = model_row(model, TABLE_STRIP, track);

    return strip && strip->solo;
}

static bool
is_armed(const struct model *model, int64_t track)
{
    const struct row_input *input = model_row(model, TABLE_INPUT, track);

    return input && input->armed;
}

/* Off where all are on, else on. */
static void
toggle(gpointer user, const char *command,
       bool (*is_on)(const struct model *, int64_t))
{
    size_t count, on = 0;
    const int64_t *ids
        = selection_ids(view_of(user)->selection, SELECT_TRACK, &count);

    for (size_t i = 0; i < count; i++)
        on += is_on(ui_studio_model(user), ids[i]);
    each(user, command, on == count ? "off" : "on");
}

static void
run_mute(gpointer user, GVariant *parameter)
{
    toggle(user, "track-mute", is_muted);
}

static void
run_solo(gpointer user, GVariant *parameter)
{
    toggle(user, "track-solo", is_solo);
}

static void
run_arm(gpointer user, GVariant *parameter)
{
    size_t count;
    const int64_t *ids
        = selection_ids(view_of(user)->selection, SELECT_TRACK, &count);

    if (count == 1)
        do_arm(user, ids[0], !is_armed(ui_studio_model(user), ids[0]));
    else
        toggle(user, "arm", is_armed);
}

static void
run_solo_clear(gpointer user, GVariant *parameter)
{
    ui_studio_run(user, "solo-clear", NULL);
}

static void
run_color(gpointer user, GVariant *parameter)
{
    g_autofree char *color = g_shell_quote(g_variant_get_string(parameter, NULL));

    each(user, "track-color", color);
}

static void
run_input(gpointer user, GVariant *parameter)
{
    each(user, "input", g_variant_get_string(parameter, NULL));
}

static void
run_monitor(gpointer user, GVariant *parameter)
{
    each(user, "monitor", g_variant_get_string(parameter, NULL));
}

/* --- the order ---------------------------------------------------------------- */

/* Where a track lies among those of its folder. */
struct among {
    int64_t *ids; /* to be freed */
    size_t count, at;
};

static struct among
among_of(const struct model *model, int64_t track)
{
    struct among among = {0};

    among.ids = order_of(model, order_folder(model, track), &among.count);
    while (among.at < among.count && among.ids[among.at] != track)
        among.at++;
    return among;
}

/* The nearest beside it, upwards or downwards, that does not move along; 0:
 * none. */
static int64_t
beside(const struct among *among, int direction, const int64_t *moving,
       size_t count, size_t skip)
{
    for (size_t i = among->at + (size_t)direction; i < among->count;
         i += (size_t)direction) {
        bool moves = false;

        for (size_t k = 0; k < count && !moves; k++)
            moves = moving[k] == among->ids[i];
        if (!moves && skip-- == 0)
            return among->ids[i];
    }
    return 0;
}

/* Tell a place for the selected tracks, which the first or last of them goes by;
 * false: there is none. */
typedef bool find_place(const struct model *model, const int64_t *ids, size_t count,
                        struct order_place *place);

static void
reorder(UiStudio *studio, find_place *find, const char *why_not)
{
    const struct model *model = ui_studio_model(studio);
    struct view *view = view_of(studio);
    struct drag_result result = {0};
    struct order_place place;
    size_t count = 0;
    g_autofree int64_t *ids = model ? order_selected(view, model, &count) : NULL;

    if (!model)
        return;
    if (count == 0)
        ui_studio_say(studio, _("No track is selected"));
    else if (!find(model, ids, count, &place))
        ui_studio_say(studio, why_not);
    else
        order_lines(model, ids, count, place, &result);
    if (!ui_tools_finish(studio, &result))
        return;
    const struct view_row *row
        = rows_track(view->rows, selection_focus(view->selection, SELECT_TRACK));

    if (row && zoom_show_row(&view->zoom, row->y, row->height))
        ui_studio_view_changed(studio, UI_VIEW_ZOOM);
}

static bool
place_above(const struct model *model, const int64_t *ids, size_t count,
            struct order_place *place)
{
    const struct among among = among_of(model, ids[0]);

    *place = (struct order_place){order_folder(model, ids[0]),
                                  beside(&among, -1, ids, count, 0)};
    free(among.ids);
    return place->before_id != 0;
}

static bool
place_below(const struct model *model, const int64_t *ids, size_t count,
            struct order_place *place)
{
    const struct among among = among_of(model, ids[count - 1]);
    const int64_t next = beside(&among, 1, ids, count, 0);

    *place = (struct order_place){order_folder(model, ids[count - 1]),
                                  beside(&among, 1, ids, count, 1)};
    free(among.ids);
    return next != 0;
}

/* The nearest folder above it, among those beside it. */
static bool
place_in(const struct model *model, const int64_t *ids, size_t count,
         struct order_place *place)
{
    const struct among among = among_of(model, ids[0]);
    int64_t folder = 0;

    for (size_t i = 0; i < among.at; i++) {
        const struct row_track *track = model_row(model, TABLE_TRACK, among.ids[i]);

        if (track->kind == TRACK_FOLDER)
            folder = track->id;
    }
    free(among.ids);
    *place = (struct order_place){.folder_id = folder};
    return folder != 0;
}

/* Below the folder that it lies in. */
static bool
place_out(const struct model *model, const int64_t *ids, size_t count,
          struct order_place *place)
{
    const int64_t folder = order_folder(model, ids[0]);

    if (!folder)
        return false;
    const struct among among = among_of(model, folder);

    *place = (struct order_place){order_folder(model, folder),
                                  beside(&among, 1, ids, count, 0)};
    free(among.ids);
    return true;
}

static void
run_up(gpointer user, GVariant *parameter)
{
    reorder(user, place_above, _("It is the topmost already"));
}

static void
run_down(gpointer user, GVariant *parameter)
{
    reorder(user, place_below, _("It is the last one already"));
}

static void
run_in(gpointer user, GVariant *parameter)
{
    reorder(user, place_in, _("There is no folder above it"));
}

static void
run_out(gpointer user, GVariant *parameter)
{
    reorder(user, place_out, _("It lies in no folder"));
}

/* --- which one is selected ---------------------------------------------------- */

static void
walk(gpointer user, int direction)
{
    struct view *view = view_of(user);
    size_t count;
    const struct view_row *row = rows_list(view->rows, &count);
    const struct view_row *own
        = rows_track(view->rows, selection_focus(view->selection, SELECT_TRACK));
    size_t at = own ? rows_index(view->rows, own) : (size_t)-1;

    if (!own && direction < 0)
        return;
    do
        at += (size_t)direction;
    while (at < count && row[at].kind != VIEW_ROW_TRACK);
    if (at >= count)
        return;
    selection_only(view->selection, SELECT_TRACK, row[at].id);
    zoom_show_row(&view->zoom, row[at].y, row[at].height);
    ui_studio_view_changed(user, UI_VIEW_SELECTION | UI_VIEW_ZOOM);
}

static void
run_before(gpointer user, GVariant *parameter)
{
    walk(user, -1);
}

static void
run_after(gpointer user, GVariant *parameter)
{
    walk(user, 1);
}

static const struct ui_action TABLE[] = {
    {"track-add-audio", N_("Add an audio track"), SUBJECT, "<Control>t",
     run_add_audio},
    {"track-add-stereo", N_("Add a stereo audio track"), SUBJECT,
     "<Control><Shift>t", run_add_stereo},
    {"track-add-midi", N_("Add a MIDI track"), SUBJECT, NULL, run_add_midi},
    {"track-add-bus", N_("Add a bus"), SUBJECT, "<Control><Shift>b", run_add_bus},
    {"track-add-folder", N_("Add a folder"), SUBJECT, NULL, run_add_folder},
    {"track-delete", N_("Delete tracks"), SUBJECT, "<Shift>Delete", run_delete},
    {"track-duplicate", N_("Duplicate tracks"), SUBJECT, "<Control><Shift>d",
     run_duplicate},
    {"track-mute", N_("Mute tracks"), SUBJECT, "<Shift>m", run_mute},
    {"track-solo", N_("Solo tracks"), SUBJECT, "<Shift>s", run_solo},
    {"track-arm", N_("Arm tracks"), SUBJECT, "a", run_arm},
    {"solo-clear", N_("Clear solo"), SUBJECT, "<Alt>s", run_solo_clear},
    {"track-color", N_("Colour tracks"), SUBJECT, NULL, run_color, NULL, "s"},
    {"track-input", N_("Choose the input of tracks"), SUBJECT, NULL, run_input, "s",
     "s"},
    {"track-folder", N_("Put tracks into a folder"), SUBJECT, NULL, run_folder, "s",
     "s"},
    {"track-monitor", N_("Choose how inputs are heard"), SUBJECT, NULL, run_monitor,
     NULL, "s"},
    {"track-up", N_("Move tracks up"), SUBJECT, "<Control>Up", run_up},
    {"track-down", N_("Move tracks down"), SUBJECT, "<Control>Down", run_down},
    {"track-in", N_("Move tracks into the folder above"), SUBJECT, "<Control>Right",
     run_in},
    {"track-out", N_("Move tracks out of their folder"), SUBJECT, "<Control>Left",
     run_out},
    {"track-before", N_("Select the track above"), SUBJECT, "Page_Up", run_before},
    {"track-after", N_("Select the track below"), SUBJECT, "Page_Down", run_after},
};

void
ui_tool_track_actions(UiStudio *studio, UiActions *actions)
{
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), studio);
}
