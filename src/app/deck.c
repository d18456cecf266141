/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/deck.h"

#include "app/deck_internal.h"
#include "base/id.h"
#include "base/text.h"
#include "engine/engine.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

enum { CLOSE_MS = 12000 };

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

/* --- open and close ----------------------------------------------------------- */

static void
on_change(void *user, const struct edit *edit)
{
    struct deck *deck = user;
    bool inputs = false;
    struct fault fault;
    size_t count;
    const struct change *changes = edit_changes(edit, &count);

    for (size_t i = 0; i < count; i++)
        inputs |= changes[i].table == TABLE_INPUT;
    if (!inputs)
        return;
    deck_open_inputs(deck);
    if (deck_arm(deck, &fault) || deck_check_inputs(deck, &fault))
        deck_tell(deck, &fault);
    deck_tell_inputless(deck, changes, count);
}

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
    enum status status
        = recorder_new(&deck->recorder, player_engine(player), fault);
    if (!status) {
        deck_listen_open(deck);
        status = deck_arm(deck, fault);
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

/* --- all the time ------------------------------------------------------------- */

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

/* That it rolls is told before the takes of all that is armed are written down,
 * which takes a while on a busy machine: until then memory bears what comes in. */
static bool
begins_to_roll(struct deck *deck, bool rolling)
{
    const bool begins = rolling && !deck->rolling;

    deck->rolling = rolling;
    return begins;
}

void
deck_poll(struct deck *deck, struct deck_state *out)
{
    struct recorder_state recorder;

    *out = (struct deck_state){0};
    player_poll(deck->player, &out->player);
    if (deck->to_roll)
        deck_try_to_roll(deck);
    if (!begins_to_roll(deck, out->player.rolling))
        deck_take_events(deck);
    recorder_state(deck->recorder, &recorder);
    deck_listen_poll(deck, out);
    out->settled
        = !unsettled(deck, out->player.rolling, &recorder) && !out->keeping;
    deck_watch_transport(deck, out->player.rolling, out->settled);
    deck_watch_device(deck, &out->player);
    deck_end_reopening(deck, false);
    deck_open_inputs(deck); /* what was armed while it rolled */
    out->player.lost |= deck->lost; /* also while it is tried again */
    deck_watch_latency(deck, recorder.takes);
    deck_watch_disk(deck, recorder.recording);
    deck_flush_notes(deck);
    for (const struct deck_take *take = deck->takes; take; take = take->next)
        out->takes++;
    if (recorder.takes > out->takes)
        out->takes = recorder.takes;
    out->recording = recorder.recording;
    deck->ahead = deck->ahead && !recorder.recording;
    out->ready = deck->ahead && !deck->lost;
    out->waiting = deck->to_roll || deck->to_retake;
    out->armed = deck->armed;
    out->xrun_frames = recorder.gaps;
    out->lost_frames = recorder.lost;
    out->disk_minutes = deck_minutes_left(deck);
    out->fill = recorder.fill;
    out->round_trip = deck_round_trip(deck);
    out->measured = deck->measured >= 0;
}

enum status
deck_levels(struct deck *deck, int64_t track, float peak[2])
{
    return recorder_levels(deck->recorder, track, peak);
}
