/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/actions_transport.h"

#include "app/place.h"
#include "base/text.h"
#include "ui/view/view.h"

#include <math.h>

enum { TAPS = 4, TAP_LIMIT_US = 2000000 };
#define GO_MARGIN 40 /* pixels */
#define PRE_ROLL_SECONDS 2.0

struct transport {
    UiActions *actions; /* they and the studio stay longer */
    UiStudio *studio;
    gint64 taps[TAPS];
    unsigned tapped;
};

static const struct row_song *
song_of(struct transport *transport)
{
    const struct model *model = ui_studio_model(transport->studio);

    return model ? model_row(model, TABLE_SONG, SONG_ID) : NULL;
}

/* --- rolling ------------------------------------------------------------------ */

static void
run_play(gpointer user, GVariant *parameter)
{
    struct transport *transport = user;

    if (ui_studio_rolling(transport->studio))
        ui_studio_stop(transport->studio);
    else
        ui_studio_play(transport->studio);
}

static void
run_stop(gpointer user, GVariant *parameter)
{
    ui_studio_stop(((struct transport *)user)->studio);
}

static void
run_record(gpointer user, GVariant *parameter)
{
    ui_studio_record(((struct transport *)user)->studio);
}

static void
run_retake(gpointer user, GVariant *parameter)
{
    ui_studio_retake(((struct transport *)user)->studio);
}

static void
run_keep(gpointer user, GVariant *parameter)
{
    ui_studio_keep(((struct transport *)user)->studio);
}

/* --- places ------------------------------------------------------------------- */

/* What was gone to is seen.  While it rolls, following does that; and who follows
 * nothing wants to stay where they look. */
static void
go(UiStudio *studio, frames_t to)
{
    struct view *view = ui_studio_view(studio);

    ui_studio_locate(studio, to);
    if (view->follow.on && !ui_studio_rolling(studio)
        && zoom_show(&view->zoom, to, GO_MARGIN))
        ui_studio_view_changed(studio, UI_VIEW_ZOOM);
}

static void
run_to_start(gpointer user, GVariant *parameter)
{
    go(((struct transport *)user)->studio, frames(0));
}

static void
run_to_end(gpointer user, GVariant *parameter)
{
    UiStudio *studio = ((struct transport *)user)->studio;
    const struct model *model = ui_studio_model(studio);

    if (model)
        go(studio, frames(clips_end(ui_studio_view(studio)->clips, model)));
}

static void
step_bars(struct transport *transport, int bars)
{
    const struct model *model = ui_studio_model(transport->studio);

    if (!model)
        return;
    const struct tempo_map *map = model_tempo(model);
    const ticks_t now = tempo_ticks(map, ui_studio_position(transport->studio));
    struct bbt place = tempo_bbt(map, now);
    const bool on_bar = place.beat == 1 && place.tick == 0;
    ticks_t to;

    place = (struct bbt){
        MAX(place.bar + (bars < 0 && !on_bar ? bars + 1 : bars), 1), 1, 0};
    if (!tempo_from_bbt(map, place, &to))
        go(transport->studio, tempo_frames(map, to));
}

static void
run_rewind(gpointer user, GVariant *parameter)
{
    step_bars(user, -1);
}

static void
run_forward(gpointer user, GVariant *parameter)
{
    step_bars(user, 1);
}

static frames_t
marker_at(const struct model *model, const struct row_marker *marker)
{
    return when_frames(model_tempo(model), (struct when){marker->unit, marker->at});
}

/* The nearest marker on that side of the playhead, or the song's start. */
static void
step_markers(struct transport *transport, int side)
{
    const struct model *model = ui_studio_model(transport->studio);
    size_t count = 0;
    const struct row_marker *markers =
        model ? model_rows(model, TABLE_MARKER, &count) : NULL;
    const int64_t now = ui_studio_position(transport->studio).n;
    int64_t best = side < 0 ? 0 : INT64_MAX;

    for (size_t i = 0; i < count; i++) {
        const int64_t at = marker_at(model, &markers[i]).n;
        if (side < 0 ? at < now && at > best : at > now && at < best)
            best = at;
    }
    if (best != INT64_MAX)
        go(transport->studio, frames(best));
}

static void
run_marker_before(gpointer user, GVariant *parameter)
{
    step_markers(user, -1);
}

static void
run_marker_after(gpointer user, GVariant *parameter)
{
    step_markers(user, 1);
}

/* «17|3», «1:23.5»: as place.h reads it. */
static void
run_locate(gpointer user, GVariant *parameter)
{
    struct transport *transport = user;
    struct fault fault;
    frames_t to;

    if (!ui_studio_session(transport->studio))
        return;
    if (place_frames(ui_studio_model(transport->studio),
                     g_variant_get_string(parameter, NULL), &to, &fault))
        ui_studio_tell(transport->studio, &fault);
    else
        go(transport->studio, to);
}

static void
run_marker_add(gpointer user, GVariant *parameter)
{
    struct transport *transport = user;
    const struct model *model = ui_studio_model(transport->studio);
    char at[32];
    size_t count = 0;

    if (!model)
        return;
    model_rows(model, TABLE_MARKER, &count);
    g_autofree char *name = g_strdup_printf(_("Marker %zu"), count + 1);
    g_snprintf(at, sizeof at, "%" G_GINT64_FORMAT "f",
               (gint64)ui_studio_position(transport->studio).n);
    ui_studio_run(transport->studio, "marker", at, name, NULL);
}

/* --- loop, punch, click ------------------------------------------------------- */

/* Where none was set: what is selected, else the whole song. */
static bool
loop_something(struct transport *transport)
{
    const struct view *view = ui_studio_view(transport->studio);
    const struct selection *selection = view->selection;
    const int64_t end = clips_end(view->clips, ui_studio_model(transport->studio));
    g_autofree char *to = g_strdup_printf("%lldf", (long long)end);
    frames_t from, until;
    size_t clips;

    selection_ids(selection, SELECT_CLIP, &clips);
    if (clips == 0 && !selection_range(selection, &from, &until))
        return end > 0 && ui_studio_run(transport->studio, "loop", "0f", to, NULL);
    ui_actions_run(transport->actions, "loop-selection", NULL);
    return song_of(transport)->loop;
}

static void
run_loop(gpointer user, GVariant *parameter)
{
    struct transport *transport = user;
    const bool on = ui_actions_switch(transport->actions, "loop");

    const struct row_song *song = song_of(transport);
    if (song && on && song->loop_end.n <= song->loop_start.n) {
        ui_actions_set_switch(transport->actions, "loop",
                              loop_something(transport));
        return;
    }
    if (song && !!song->loop != on
        && !ui_studio_run(transport->studio, "loop", on ? "on" : "off", NULL))
        ui_actions_set_switch(transport->actions, "loop", !on);
}

static void
run_punch(gpointer user, GVariant *parameter)
{
    struct transport *transport = user;
    struct ui_recording *recording = ui_studio_recording(transport->studio);
    const struct row_song *song = song_of(transport);

    recording->punch = ui_actions_switch(transport->actions, "punch");
    if (recording->punch && song && song->punch_end.n <= song->punch_start.n) {
        ui_studio_say(
            transport->studio,
            _("There is no punch range yet: select a range, then set it"));
        recording->punch = false;
        ui_actions_set_switch(transport->actions, "punch", false);
    }
    ui_studio_recording_changed(transport->studio);
}

static void
run_click(gpointer user, GVariant *parameter)
{
    struct transport *transport = user;

    ui_studio_recording(transport->studio)->click =
        ui_actions_switch(transport->actions, "click");
    ui_studio_recording_changed(transport->studio);
}

static void
run_count_in(gpointer user, GVariant *parameter)
{
    struct transport *transport = user;

    ui_studio_recording(transport->studio)->count_in =
        ui_actions_switch(transport->actions, "count-in") ? 1 : 0;
}

static void
run_pre_roll(gpointer user, GVariant *parameter)
{
    struct transport *transport = user;

    ui_studio_recording(transport->studio)->pre_roll =
        ui_actions_switch(transport->actions, "pre-roll") ? PRE_ROLL_SECONDS : 0.0;
}

/* --- tempo -------------------------------------------------------------------- */

/* The tempo that holds where the playhead is: what the clock shows. */
static void
set_tempo(struct transport *transport, double bpm)
{
    const struct model *model = ui_studio_model(transport->studio);
    char text[32], at[TIMECODE_SIZE];
    ticks_t from = {0};
    size_t count;

    if (!model)
        return;
    const struct tempo_map *map = model_tempo(model);
    const struct row_tempo *tempo = model_rows(model, TABLE_TEMPO, &count);
    const ticks_t here = tempo_ticks(map, ui_studio_position(transport->studio));

    for (size_t i = 0; i < count; i++)
        if (tempo[i].at.n <= here.n && tempo[i].at.n > from.n)
            from = tempo[i].at;
    timecode_bars(map, from, at);
    g_ascii_formatd(text, sizeof text, "%.2f", bpm);
    ui_studio_run(transport->studio, "tempo", at, text, NULL);
}

/* «7/8», the metre that holds there. */
static void
run_metre(gpointer user, GVariant *parameter)
{
    UiStudio *studio = ((struct transport *)user)->studio;
    const struct model *model = ui_studio_model(studio);
    char at[TIMECODE_SIZE];

    if (!model)
        return;
    const struct tempo_map *map = model_tempo(model);

    timecode_bars(
        map, tempo_metre(map, tempo_ticks(map, ui_studio_position(studio))).at, at);
    ui_studio_run(studio, "metre", at, g_variant_get_string(parameter, NULL), NULL);
}

/* Four taps make a tempo; a pause begins anew. */
static void
run_tap(gpointer user, GVariant *parameter)
{
    struct transport *transport = user;
    const gint64 now = g_get_monotonic_time();
    gint64 *taps = transport->taps;

    if (transport->tapped > 0
        && now - taps[(transport->tapped - 1) % TAPS] > TAP_LIMIT_US)
        transport->tapped = 0;
    taps[transport->tapped++ % TAPS] = now;
    if (transport->tapped < TAPS)
        return;
    const double first = (double)taps[transport->tapped % TAPS];
    const double bpm = 60e6 * (TAPS - 1) / ((double)now - first);
    set_tempo(transport, CLAMP(round(bpm * 10.0) / 10.0, TEMPO_MIN, TEMPO_MAX));
}

static void
run_tempo(gpointer user, GVariant *parameter)
{
    set_tempo(user, g_variant_get_double(parameter));
}

static void
run_speed(gpointer user, GVariant *parameter)
{
    struct transport *transport = user;

    ui_studio_set_speed(transport->studio, g_variant_get_double(parameter));
}

static void
run_own_speed(gpointer user, GVariant *parameter)
{
    ui_studio_set_speed(((struct transport *)user)->studio, 1.0);
}

/* --- following the studio ----------------------------------------------------- */

static void
follow_song(struct transport *transport)
{
    const struct row_song *song = song_of(transport);

    if (song)
        ui_actions_set_switch(transport->actions, "loop", song->loop);
}

static void
on_changed(UiStudio *studio, const struct edit *edit, struct transport *transport)
{
    follow_song(transport);
}

static void
on_song(UiStudio *studio, struct transport *transport)
{
    follow_song(transport);
}

#define SUBJECT N_("Transport")
static const struct ui_action TABLE[] = {
    {"play", N_("Play or stop"), SUBJECT, "space", run_play},
    {"stop", N_("Stop"), SUBJECT, "KP_0", run_stop},
    {"record", N_("Record; punch in and out while it plays"), SUBJECT,
     "r KP_Multiply", run_record},
    {"retake", N_("Take it again"), SUBJECT, "<Shift>r", run_retake},
    {"keep", N_("Keep what I just played"), SUBJECT, "<Control>r", run_keep},
    {"to-start", N_("Go to the start"), SUBJECT, "Home KP_Decimal", run_to_start},
    {"to-end", N_("Go to the end"), SUBJECT, "End", run_to_end},
    {"rewind", N_("A bar back"), SUBJECT, "comma", run_rewind},
    {"forward", N_("A bar forward"), SUBJECT, "period", run_forward},
    {"marker-before", N_("Go to the marker before"), SUBJECT, "<Alt>comma",
     run_marker_before},
    {"marker-after", N_("Go to the next marker"), SUBJECT, "<Alt>period",
     run_marker_after},
    {"marker-add", N_("Put a marker here"), SUBJECT, "apostrophe", run_marker_add},
    {"locate", N_("Go to a place"), SUBJECT, NULL, run_locate, NULL, "s"},
    {"loop", N_("Loop"), SUBJECT, "l", run_loop, "b"},
    {"punch", N_("Record within the punch range only"), SUBJECT, "p", run_punch,
     "b"},
    {"click", N_("Metronome"), SUBJECT, "k", run_click, "b"},
    {"count-in", N_("Count in a bar before recording"), SUBJECT, "<Shift>k",
     run_count_in, "b"},
    {"pre-roll", N_("Roll two seconds before recording"), SUBJECT, "<Alt>k",
     run_pre_roll, "b"},
    {"tap", N_("Tap the tempo"), SUBJECT, "t", run_tap},
    {"speed", N_("Set the tape's speed"), SUBJECT, NULL, run_speed, NULL, "d"},
    {"speed-own", N_("Back to the tape's own speed"), SUBJECT, "<Alt>v",
     run_own_speed},
    {"tempo", N_("Set the tempo"), SUBJECT, NULL, run_tempo, NULL, "d"},
    {"metre", N_("Set the metre"), SUBJECT, NULL, run_metre, NULL, "s"},
};

void
ui_actions_add_transport(UiActions *actions, UiStudio *studio)
{
    struct transport *transport = g_new0(struct transport, 1);

    transport->actions = actions;
    transport->studio = studio;
    g_object_set_data_full(G_OBJECT(actions), "transport", transport, g_free);
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), transport);
    g_signal_connect(studio, "changed", G_CALLBACK(on_changed), transport);
    g_signal_connect(studio, "song", G_CALLBACK(on_song), transport);
}
