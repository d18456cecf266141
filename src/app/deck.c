/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/deck.h"

#include "app/arm.h"
#include "app/deck_internal.h"
#include "app/round_trips.h"
#include "base/id.h"
#include "base/text.h"
#include "engine/engine.h"
#include "engine/plan.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>

enum {
    LOW_MINUTES = 10,
    DISK_RESERVE = 2 << 20, /* bytes that stay free, for the database */
    CLOSE_MS = 12000,
};
#define HANDLE_SECONDS 2.0
#define TRY_SECONDS 0.5
#define LOOK_SECONDS 1.0
#define READY_SECONDS 5.0

double
deck_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void
deck_tell(struct deck *deck, const struct fault *fault)
{
    if (deck->config.notice)
        deck->config.notice(deck->config.user, fault);
}

/* --- the flight recorder --------------------------------------------------------------- */

void
deck_flush_notes(struct deck *deck)
{
    struct fault ignored; /* what cannot be written down has been told all the same */

    if (deck->n_incidents > 0)
        (void)!store_incident_add(session_store(deck->session), deck->incidents,
                                  deck->n_incidents, &ignored);
    deck->n_incidents = 0;
}

void
deck_note(struct deck *deck, enum incident_kind kind, frames_t at, int64_t input,
          int64_t track, int64_t value, const char *text)
{
    if (deck->n_incidents == DECK_INCIDENTS)
        deck_flush_notes(deck);
    const size_t i = deck->n_incidents++;

    snprintf(deck->incident_text[i], DECK_NAME, "%s", text);
    deck->incidents[i] = (struct incident){.kind = kind,
                                           .at = at,
                                           .input = input,
                                           .track = track,
                                           .value = value,
                                           .text = deck->incident_text[i]};
}

static void
note_device(struct deck *deck, enum incident_kind kind, int64_t value, const char *text)
{
    struct engine_state engine;
    struct recorder_state recorder;

    engine_state(player_engine(deck->player), &engine);
    recorder_state(deck->recorder, &recorder);
    deck_note(deck, kind, engine.position, recorder.input, 0, value, text);
}

/* --- what is armed --------------------------------------------------------------------- */

static struct record_track
as_recorded(const struct row_input *input)
{
    return (struct record_track){
        .track = input->id,
        .input = {(int)input->first, (int)input->second},
        .gain = (float)pow(10.0, input->gain_db / 20.0),
        .invert = input->polarity,
        .armed = input->armed,
        .overdub = input->overdub,
        .monitor = input->monitor == INPUT_MONITOR_INPUT ? MONITOR_INPUT
                   : input->monitor == INPUT_MONITOR_OFF ? MONITOR_OFF
                                                         : MONITOR_AUTO,
    };
}

static const char *
track_name(const struct deck *deck, int64_t id)
{
    const struct row_track *track
        = model_row(session_model(deck->session), TABLE_TRACK, id);

    return track ? track->name : "?";
}

static bool
is_there(const struct deck *deck, const struct row_input *input)
{
    const int64_t inputs = deck->latency.inputs;

    return input->first >= 0 && input->first < inputs && input->second < inputs;
}

static int64_t
kept_round_trip(const struct player_latency *of)
{
    struct round_trip_key key = {.rate = of->rate, .block = of->block};

    snprintf(key.driver, sizeof key.driver, "%s", of->driver ? of->driver : "");
    snprintf(key.device, sizeof key.device, "%s", of->hardware);
    return round_trips_find(&key);
}

static uint32_t
round_trip(const struct deck *deck)
{
    return deck->measured >= 0 ? (uint32_t)deck->measured
                               : deck->latency.capture + deck->latency.playback;
}

/* Arm the engine as the song says.  Tracks whose channels the device has not are left out
 * here; whoever wants to record is told. */
static enum status
arm(struct deck *deck, struct fault *fault)
{
    const struct model *model = session_model(deck->session);
    const double seconds
        = deck->config.handle < 0 ? HANDLE_SECONDS : deck->config.handle;
    struct record_track tracks[RECORD_MAX_TRACKS];
    struct record_setup setup = {.tracks = tracks};
    size_t count;
    const struct row_input *inputs = model_rows(model, TABLE_INPUT, &count);

    player_latency(deck->player, &deck->latency);
    deck->armed = 0;
    deck->bytes_per_second = 0;
    for (size_t i = 0; i < count && setup.n_tracks < RECORD_MAX_TRACKS; i++) {
        if (!is_there(deck, &inputs[i]))
            continue;
        tracks[setup.n_tracks++] = as_recorded(&inputs[i]);
        if (!inputs[i].armed)
            continue;
        player_label(deck->player, (unsigned)inputs[i].first,
                     track_name(deck, inputs[i].id));
        deck->armed++;
        deck->bytes_per_second
            += (int64_t)session_rate(deck->session) * (inputs[i].second < 0 ? 4 : 8);
    }
    deck->measured = deck->config.round_trip >= 0 ? deck->config.round_trip
                                                  : kept_round_trip(&deck->latency);
    setup.latency = round_trip(deck);
    setup.handle
        = (uint32_t)(fmin(seconds, RECORD_HANDLE_SECONDS) * session_rate(deck->session));
    deck_listen_arm(deck, &setup);
    return recorder_arm(deck->recorder, &setup, fault);
}

/* Whether what is to be recorded can be. */
static enum status
check_armed(struct deck *deck, struct fault *fault)
{
    size_t count;
    const struct row_input *inputs
        = model_rows(session_model(deck->session), TABLE_INPUT, &count);

    for (size_t i = 0; i < count; i++)
        if (inputs[i].armed
            && arm_possible(deck->player, track_name(deck, inputs[i].id), &inputs[i],
                            fault))
            return ST_NOT_FOUND;
    if (deck->armed > 0)
        return ST_OK;
    fault_set(fault, ST_NOT_FOUND, session_folder(deck->session), _("no track is armed"));
    fault_remedy(fault, _("arm one that has an input"));
    return ST_NOT_FOUND;
}

static void
on_change(void *user, const struct edit *edit)
{
    struct deck *deck = user;
    struct fault fault;
    size_t count;
    const struct change *changes = edit_changes(edit, &count);

    for (size_t i = 0; i < count; i++)
        if (changes[i].table == TABLE_INPUT) {
            (void)deck_open_inputs(deck);
            if (arm(deck, &fault) || deck_check_inputs(deck, &fault))
                deck_tell(deck, &fault);
            return;
        }
}

/* --- open and close -------------------------------------------------------------------- */

enum status
deck_open(struct deck **out, struct session *session, struct player *player,
          const struct deck_config *config, struct fault *fault)
{
    struct deck *deck;

    *out = NULL;
    if (session_read_only(session))
        return fault_set(fault, ST_READ_ONLY, session_folder(session),
                         _("the project is open read-only"));
    deck = calloc(1, sizeof *deck);
    if (!deck)
        return fault_errno(fault, ENOMEM, NULL);
    deck->session = session;
    deck->player = player;
    deck->config = *config;
    deck->run = (uint64_t)id_new();
    deck->disk_free = INT64_MAX;
    enum status status = recorder_new(&deck->recorder, player_engine(player), fault);
    if (!status) {
        deck_listen_open(deck);
        status = arm(deck, fault);
    }
    if (status) {
        deck_close(deck);
        return status;
    }
    deck_listen_begin(deck);
    deck->watch = (struct session_watch){.changed = on_change, .user = deck};
    session_watch(session, &deck->watch);
    deck->watching = true;
    *out = deck;
    return ST_OK;
}

static void
end_takes(struct deck *deck)
{
    const struct timespec wait = {.tv_nsec = 5000000};
    struct recorder_state state;

    deck_stop(deck);
    player_halt(deck->player);
    recorder_finish(deck->recorder);
    for (int ms = 0; ms < CLOSE_MS; ms += 5) {
        deck_take_events(deck);
        recorder_state(deck->recorder, &state);
        if (state.takes == 0 && !deck->takes && state.seen >= state.input)
            break;
        nanosleep(&wait, NULL);
    }
    deck_flush_notes(deck);
}

void
deck_close(struct deck *deck)
{
    if (!deck)
        return;
    if (deck->recorder)
        end_takes(deck);
    if (deck->watching)
        session_unwatch(deck->session, &deck->watch);
    player_halt(deck->player);
    deck_listen_close(deck);
    recorder_free(deck->recorder);
    while (deck->takes) {
        struct deck_take *take = deck->takes;

        deck->takes = take->next;
        deck_take_free(take);
    }
    free(deck);
}

/* --- the transport --------------------------------------------------------------------- */

static enum status
busy(enum status status, struct fault *fault)
{
    return status ? fault_set(fault, status, NULL, _("the engine takes no commands"))
                  : ST_OK;
}

/* A tape that runs at another speed has nothing in its place. */
static enum status
check_speed(const struct deck *deck, struct fault *fault)
{
    if (!player_varies(deck->player))
        return ST_OK;
    return fault_with(fault, ST_BUSY, NULL, _("varispeed is on: nothing can be recorded"),
                      _("set the speed to 1, stop, and record again"));
}

static enum status
check_order(const struct deck_order *order, struct fault *fault)
{
    if (order->punch_end.n < order->punch_start.n)
        return fault_set(fault, ST_RANGE, NULL, _("punch-out lies before punch-in"));
    if (order->loop_end.n < order->loop_start.n)
        return fault_set(fault, ST_RANGE, NULL, _("the loop ends before it begins"));
    if (order->from.n < 0 || order->punch_start.n < 0 || order->loop_start.n < 0)
        return fault_set(fault, ST_RANGE, NULL, _("that lies before the song"));
    return ST_OK;
}

/* What others keep time with neither jumps nor counts. */
static enum status
check_transport(const struct deck *deck, const struct deck_order *order,
                struct fault *fault)
{
    if (player_transport(deck->player) == PLAYER_OWN
        || (order->count_in == 0 && order->loop_end.n <= order->loop_start.n))
        return ST_OK;
    return fault_with(fault, ST_UNSUPPORTED, NULL,
                      _("a loop and a count-in are for a transport of one's own"),
                      _("leave out --transport"));
}

static bool
has_punch(const struct deck_order *order)
{
    return order->punch_end.n > order->punch_start.n;
}

static bool
has_loop(const struct deck_order *order)
{
    return order->loop_end.n > order->loop_start.n;
}

/* From where on recording is wanted. */
static int64_t
begins_at(const struct deck_order *order)
{
    return has_punch(order)  ? order->punch_start.n
           : has_loop(order) ? order->loop_start.n
                             : order->from.n;
}

/* Where it rolls from. */
static int64_t
rolls_from(const struct deck_order *order)
{
    const int64_t first = has_loop(order) ? order->loop_start.n : begins_at(order);

    return first > order->pre_roll ? first - order->pre_roll : 0;
}

static int64_t
stops_at(const struct deck_order *order)
{
    int64_t stop = INT64_MAX;

    if (has_loop(order))
        return stop;
    if (order->length > 0)
        stop = begins_at(order) + order->length;
    if (has_punch(order) && order->post_roll >= 0
        && stop > order->punch_end.n + order->post_roll)
        stop = order->punch_end.n + order->post_roll;
    return stop;
}

static enum status
prepare(struct deck *deck, const struct deck_order *order)
{
    struct engine *engine = player_engine(deck->player);
    const int64_t end = has_punch(order) ? order->punch_end.n : INT64_MAX;
    const bool follows = player_transport(deck->player) == PLAYER_FOLLOW;
    enum status status = follows ? ST_OK : player_stop(deck->player);

    if (!status)
        status = engine_loop(engine, order->loop_start, order->loop_end);
    if (!status)
        status = player_locate(deck->player, frames(rolls_from(order)));
    if (!status)
        status = engine_stop_at(engine, frames(stops_at(order)));
    if (!status)
        status = recorder_record(deck->recorder, true, frames(begins_at(order)),
                                 frames(end));
    return status;
}

static void
look_at_disk(struct deck *deck)
{
    struct statvfs disk;

    if (statvfs(session_folder(deck->session), &disk) == 0)
        deck->disk_free = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
    deck->next_look = deck_clock() + LOOK_SECONDS;
}

enum status
deck_roll(struct deck *deck, const struct deck_order *order, struct fault *fault)
{
    enum status status = check_order(order, fault);

    if (!status)
        status = check_speed(deck, fault);
    if (!status)
        status = check_transport(deck, order, fault);
    if (!status && deck->lost)
        status = fault_set(fault, ST_IO, deck->latency.device,
                           _("the sound device is gone"));
    (void)deck_open_inputs(deck);
    if (!status)
        status = arm(deck, fault); /* the driver may tell another latency by now */
    if (!status)
        status = check_armed(deck, fault);
    if (status)
        return status;
    look_at_disk(deck);
    if (deck->disk_free <= DISK_RESERVE) {
        fault_set(fault, ST_NO_SPACE, session_folder(deck->session),
                  _("no room on the disk to record"));
        fault_remedy(fault, _("make room, then record again"));
        return ST_NO_SPACE;
    }
    status = busy(prepare(deck, order), fault);
    if (status) {
        (void)!recorder_record(deck->recorder, false, frames(0), frames(0));
        return status;
    }
    deck->order = *order;
    deck->ordered = deck->to_roll = true;
    deck->rolled = deck->told_low = deck->told_full = false;
    deck->rolling_since = deck_clock();
    return ST_OK;
}

/* The disk is ready, or has been waited for long enough. */
static void
try_to_roll(struct deck *deck)
{
    struct engine *engine = player_engine(deck->player);
    const struct deck_order *order = &deck->order;
    struct fault fault;
    enum status status;

    if (!player_ready(deck->player)
        && deck_clock() < deck->rolling_since + READY_SECONDS)
        return;
    deck->to_roll = false;
    if (order->count_in > 0) {
        const struct engine_count_in count_in = plan_count_in(
            session_model(deck->session), frames(rolls_from(order)), order->count_in);

        status = engine_roll_counted(engine, &count_in);
    } else {
        status = player_roll(deck->player);
    }
    if (busy(status, &fault))
        deck_tell(deck, &fault);
}

enum status
deck_punch(struct deck *deck, bool in, struct fault *fault)
{
    enum status status = in ? check_speed(deck, fault) : ST_OK;

    if (!status && in)
        status = deck_check_inputs(deck, fault);
    if (!status && in)
        status = check_armed(deck, fault);
    if (!status)
        status = busy(recorder_record(deck->recorder, in, frames(0), frames(0)), fault);
    return status;
}

void
deck_stop(struct deck *deck)
{
    deck->to_roll = false;
    (void)!player_stop(deck->player);
    (void)!recorder_record(deck->recorder, false, frames(0), frames(0));
}

enum status
deck_retake(struct deck *deck, struct fault *fault)
{
    if (!deck->ordered)
        return fault_set(fault, ST_NOT_FOUND, NULL, _("nothing was recorded yet"));
    deck_stop(deck);
    deck->to_retake = true;
    return ST_OK;
}

/* --- what happens ---------------------------------------------------------------------- */

static void
watch_device(struct deck *deck, const struct player_state *player)
{
    struct fault fault;

    if (player->lost && !deck->lost) {
        deck->lost = true;
        deck->next_try = deck_clock();
        recorder_finish(deck->recorder);
        deck_stop(deck);
        note_device(deck, INCIDENT_DEVICE_LOST, 0, player->lost_why);
        fault_set(&fault, ST_IO, deck->latency.device, "%s",
                  player->lost_why[0] ? player->lost_why : _("the sound device is gone"));
        fault_remedy(&fault, _("what was recorded is kept"));
        deck_tell(deck, &fault);
    }
    if (!deck->lost || deck->takes || deck_clock() < deck->next_try)
        return;
    deck->next_try = deck_clock() + TRY_SECONDS;
    if (player_reopen(deck->player, &fault)) {
        if (fault.status == ST_UNSUPPORTED && !deck->told_rate)
            deck_tell(deck, &fault);
        deck->told_rate |= fault.status == ST_UNSUPPORTED;
        return;
    }
    deck->lost = deck->told_rate = false;
    note_device(deck, INCIDENT_DEVICE_BACK, player->rate, "");
    if (arm(deck, &fault))
        deck_tell(deck, &fault);
    fault_set(&fault, ST_OK, deck->latency.device, _("the sound device is back"));
    deck_tell(deck, &fault);
}

/* What was armed while it rolled. */
static void
watch_inputs(struct deck *deck)
{
    struct fault fault;

    if (deck_wants_inputs(deck) && deck_open_inputs(deck) && arm(deck, &fault))
        deck_tell(deck, &fault);
}

/* A path through the server got longer or shorter.  Takes that run keep what they began
 * with, and the next have the new one. */
static void
watch_latency(struct deck *deck, unsigned takes)
{
    struct player_latency now;
    struct fault fault;
    char text[DECK_NAME];

    player_latency(deck->player, &now);
    if (deck->lost
        || (now.capture == deck->latency.capture
            && now.playback == deck->latency.playback))
        return;
    snprintf(text, sizeof text, _("latency %u, was %u"), now.capture + now.playback,
             deck->latency.capture + deck->latency.playback);
    if (takes > 0)
        note_device(deck, INCIDENT_DEVICE_CHANGED, now.block, text);
    if (arm(deck, &fault))
        deck_tell(deck, &fault);
}

static double
minutes_left(const struct deck *deck)
{
    const int64_t room = deck->disk_free - DISK_RESERVE - deck->listen_growth;

    return deck->bytes_per_second > 0 && room > 0
               ? (double)room / (double)deck->bytes_per_second / 60.0
               : 0.0;
}

static void
watch_disk(struct deck *deck, bool recording)
{
    struct fault fault;

    if (deck_clock() >= deck->next_look)
        look_at_disk(deck);
    if (!recording || deck->armed == 0)
        return;
    const double minutes = minutes_left(deck);

    if (deck->disk_free <= DISK_RESERVE && !deck->told_full) {
        deck->told_full = true;
        deck_stop(deck);
        fault_set(&fault, ST_NO_SPACE, session_folder(deck->session),
                  _("the disk is full: recording ends"));
        fault_remedy(&fault, _("what was recorded is kept; make room"));
        deck_tell(deck, &fault);
    } else if (minutes < LOW_MINUTES && !deck->told_low) {
        deck->told_low = true;
        note_device(deck, INCIDENT_DISK_LOW, (int64_t)(minutes * 60), "");
        fault_set(&fault, ST_NO_SPACE, session_folder(deck->session),
                  _("the disk has room for %.1f minutes"), minutes);
        deck_tell(deck, &fault);
    }
}

/* The transport has stopped by itself, at the end of what was ordered. */
static void
watch_transport(struct deck *deck, bool rolling, bool settled)
{
    struct fault fault;

    if (rolling)
        deck->rolled = true;
    else if (deck->rolled && !deck->to_roll) {
        deck->rolled = false;
        (void)!recorder_record(deck->recorder, false, frames(0), frames(0));
    }
    if (!deck->to_retake || !settled)
        return;
    deck->to_retake = false;
    if (deck_roll(deck, &deck->order, &fault))
        deck_tell(deck, &fault);
}

/* Whether takes may still come of what has been played. */
static bool
unsettled(struct deck *deck, bool rolling, const struct recorder_state *recorder)
{
    const bool busy = rolling || (recorder->recording && !deck->lost);

    if (deck->busy && !busy)
        deck->settle_at = recorder->input;
    deck->busy = busy || deck->to_roll;
    return deck->busy || recorder->seen < deck->settle_at || recorder->takes > 0
           || deck->takes;
}

void
deck_poll(struct deck *deck, struct deck_state *out)
{
    struct recorder_state recorder;

    *out = (struct deck_state){0};
    player_poll(deck->player, &out->player);
    if (deck->to_roll)
        try_to_roll(deck);
    deck_take_events(deck);
    recorder_state(deck->recorder, &recorder);
    deck_listen_poll(deck, out);
    out->settled = !unsettled(deck, out->player.rolling, &recorder) && !out->keeping;
    watch_transport(deck, out->player.rolling, out->settled);
    watch_device(deck, &out->player);
    watch_inputs(deck);
    watch_latency(deck, recorder.takes);
    watch_disk(deck, recorder.recording);
    deck_flush_notes(deck);
    for (const struct deck_take *take = deck->takes; take; take = take->next)
        out->takes++;
    if (recorder.takes > out->takes)
        out->takes = recorder.takes;
    out->recording = recorder.recording;
    out->waiting = deck->to_roll || deck->to_retake;
    out->armed = deck->armed;
    out->xrun_frames = recorder.gaps;
    out->lost_frames = recorder.lost;
    out->disk_minutes = minutes_left(deck);
    out->fill = recorder.fill;
    out->round_trip = round_trip(deck);
    out->measured = deck->measured >= 0;
}

enum status
deck_levels(struct deck *deck, int64_t track, float peak[2])
{
    return recorder_levels(deck->recorder, track, peak);
}
