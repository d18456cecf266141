/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck_listen.c: what is played on armed tracks is heard, recorded or not, and kept
 * when somebody asks. */
#include "app/deck_internal.h"

#include "base/text.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEAVE_MINUTES = 10,        /* of recording, and at least so many bytes: */
    LEAVE_ROOM = 64 << 20,     /* listening takes no room from takes */
};

/* --- open and close ----------------------------------------------------------- */

/* Whoever has set a handler for SIGUSR1 keeps when it comes. */
static bool
answers(void)
{
    struct sigaction is;

    return sigaction(SIGUSR1, NULL, &is) == 0 && is.sa_handler != SIG_DFL
           && is.sa_handler != SIG_IGN;
}

void
deck_listen_open(struct deck *deck)
{
    const double seconds = deck->config.listen;
    struct fault fault;

    if (seconds < 0)
        return;
    if (played_open(&deck->played, session_folder(deck->session),
                    session_rate(deck->session),
                    seconds > 0 ? (uint32_t)ceil(seconds) : DECK_LISTEN_SECONDS,
                    &fault))
        deck_tell(deck, &fault);
    else if (answers())
        played_answers(deck->played);
    deck_left_look(deck);
}

void
deck_listen_begin(struct deck *deck)
{
    if (!deck->played)
        return;
    const struct record_listener listener = played_listener(deck->played);

    recorder_listen(deck->recorder, &listener);
}

static bool
end_keep(struct deck *deck)
{
    struct keep *keep = deck->keep;
    struct fault fault;

    deck->keep = NULL;
    if (!keep_end(keep, deck->config.taken, deck->config.user, &fault))
        return true;
    fault_remedy(&fault, _("nothing is lost: keep it again"));
    deck_tell(deck, &fault);
    return false;
}

void
deck_listen_close(struct deck *deck)
{
    if (deck->keep)
        (void)end_keep(deck);
    if (deck->recorder)
        recorder_listen(deck->recorder, NULL);
    deck_left_close(deck);
    played_close(deck->played);
    deck->played = NULL;
}

/* --- what is armed ------------------------------------------------------------ */

void
deck_listen_arm(struct deck *deck, const struct record_setup *setup)
{
    struct played_track tracks[RECORD_MAX_TRACKS];
    struct played_placing placing = {.capture = deck->latency.capture,
                                     .playback = deck->latency.playback,
                                     .round_trip = setup->latency};
    size_t count = 0;

    if (!deck->played)
        return;
    snprintf(placing.device, sizeof placing.device, "%s",
             deck->latency.device ? deck->latency.device : "");
    for (unsigned i = 0; i < setup->n_tracks; i++) {
        const struct record_track *track = &setup->tracks[i];

        if (track->armed)
            tracks[count++] = (struct played_track){
                track->track,
                {track->input[0], track->input[1]},
                track->invert ? -track->gain : track->gain};
    }
    played_arm(deck->played, tracks, count, &placing);
}

void
deck_listen_taken(struct deck *deck, const struct record_event *event,
                  int64_t frames)
{
    if (deck->played)
        played_taken(deck->played, event->track, event->input,
                     frames < 0 ? INT64_MAX : event->input + frames);
}

/* --- all the time ------------------------------------------------------------- */

static void
watch_room(struct deck *deck)
{
    const int64_t growth = played_growth(deck->played);
    int64_t leave = deck->bytes_per_second * 60 * LEAVE_MINUTES;

    if (leave < LEAVE_ROOM)
        leave = LEAVE_ROOM;
    const bool paused = growth > 0 && deck->disk_free - growth < leave;

    played_pause(deck->played, paused);
    deck->listen_growth = paused ? 0 : growth;
}

void
deck_listen_poll(struct deck *deck, struct deck_state *out)
{
    struct fault fault;

    if (deck->keep && keep_done(deck->keep))
        deck_left_go_on(deck, end_keep(deck));
    out->keeping = deck->keep != NULL;
    deck_left_poll(deck);
    if (!deck->played)
        return;
    watch_room(deck);
    out->heard = played_seconds(deck->played);
    if (!played_broken(deck->played, &fault))
        return;
    /* Where all of it has gone, a file that it wants to write is the least. */
    (void)!session_there(deck->session, &fault);
    deck_tell(deck, &fault);
}

enum status
deck_keep(struct deck *deck, struct fault *fault)
{
    if (!deck->played)
        return fault_set(fault, ST_NOT_FOUND, session_folder(deck->session),
                         _("nobody listened"));
    if (deck->keep)
        return fault_set(fault, ST_BUSY, session_folder(deck->session),
                         _("is still being kept"));
    const enum status status = keep_begin(&deck->keep, deck->session, deck->played,
                                          PLAYED_NEWEST, fault);

    return status == ST_NOT_FOUND && deck_left_is(deck)
               ? deck_left_keep(deck, fault)
               : status;
}
