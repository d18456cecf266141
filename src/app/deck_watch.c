/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck_watch.c: what happens to the device, the disk and the transport
 * meanwhile. */
#include "app/deck_internal.h"

#include "base/text.h"

#include <stdio.h>
#include <sys/statvfs.h>

enum {
    LOW_MINUTES = 10,
    DISK_RESERVE = 2 << 20, /* bytes that stay free, for the database */
};
#define TRY_SECONDS 0.5
#define LOOK_SECONDS 1.0

void
deck_look_at_disk(struct deck *deck)
{
    struct statvfs disk;

    if (statvfs(session_folder(deck->session), &disk) == 0)
        deck->disk_free = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
    deck->next_look = deck_clock() + LOOK_SECONDS;
}

bool
deck_disk_full(const struct deck *deck)
{
    return deck->disk_free <= DISK_RESERVE;
}

double
deck_minutes_left(const struct deck *deck)
{
    const int64_t room = deck->disk_free - DISK_RESERVE - deck->listen_growth;
    const int64_t rate = deck->bytes_per_second > 0
                             ? deck->bytes_per_second
                             /* one track's */
                             : (int64_t)session_rate(deck->session) * 4;

    if (deck->disk_free == INT64_MAX) /* nobody has looked yet */
        return 0.0;
    return room > 0 ? (double)room / (double)rate / 60.0 : 0.0;
}

void
deck_watch_device(struct deck *deck, const struct player_state *player)
{
    struct fault fault;

    if (player->lost && !deck->lost) {
        deck->lost = true;
        deck->next_try = deck_clock();
        recorder_finish(deck->recorder);
        deck_stop(deck);
        deck_note_device(deck, INCIDENT_DEVICE_LOST, 0, player->lost_why);
        fault_set(&fault, ST_IO, deck->latency.device, "%s",
                  player->lost_why[0] ? player->lost_why
                                      : _("the sound device is gone"));
        fault_remedy(&fault, _("what was recorded is kept"));
        deck_tell(deck, &fault);
    }
    if (!deck->lost || deck->takes || deck->reopening
        || deck_clock() < deck->next_try)
        return;
    if (player_reopen_begin(deck->player, &fault))
        deck->next_try = deck_clock() + TRY_SECONDS;
    else
        deck->reopening = true;
}

/* A try is over. */
void
deck_end_loss(struct deck *deck, enum status status, const struct fault *why)
{
    struct player_latency now;
    struct fault fault;

    if (status) {
        deck->next_try = deck_clock() + TRY_SECONDS;
        if (status == ST_UNSUPPORTED && !deck->told_rate)
            deck_tell(deck, why);
        deck->told_rate |= status == ST_UNSUPPORTED;
        return;
    }
    player_latency(deck->player, &now);
    deck->lost = deck->told_rate = false;
    deck_note_device(deck, INCIDENT_DEVICE_BACK, now.rate, "");
    if (deck_arm(deck, &fault))
        deck_tell(deck, &fault);
    fault_set(&fault, ST_OK, deck->latency.device, _("the sound device is back"));
    deck_tell(deck, &fault);
}

/* A path through the server got longer or shorter.  Takes that run keep what they
 * began with, and the next have the new one. */
void
deck_watch_latency(struct deck *deck, unsigned takes)
{
    struct player_latency now;
    struct fault fault;
    char text[DECK_NAME];

    player_latency(deck->player, &now);
    if (deck->lost || deck->reopening
        || (now.capture == deck->latency.capture
            && now.playback == deck->latency.playback))
        return;
    snprintf(text, sizeof text, _("latency %u, was %u"), now.capture + now.playback,
             deck->latency.capture + deck->latency.playback);
    if (takes > 0)
        deck_note_device(deck, INCIDENT_DEVICE_CHANGED, now.block, text);
    if (deck_arm(deck, &fault))
        deck_tell(deck, &fault);
}

void
deck_watch_disk(struct deck *deck, bool recording)
{
    struct fault fault;

    if (deck_clock() >= deck->next_look)
        deck_look_at_disk(deck);
    if (!recording || deck->armed == 0)
        return;
    const double minutes = deck_minutes_left(deck);

    if (deck_disk_full(deck) && !deck->told_full) {
        deck->told_full = true;
        deck_stop(deck);
        fault_set(&fault, ST_NO_SPACE, session_folder(deck->session),
                  _("the disk is full: recording ends"));
        fault_remedy(&fault, _("what was recorded is kept; make room"));
        deck_tell(deck, &fault);
    } else if (minutes < LOW_MINUTES && !deck->told_low) {
        deck->told_low = true;
        deck_note_device(deck, INCIDENT_DISK_LOW, (int64_t)(minutes * 60), "");
        fault_set(&fault, ST_NO_SPACE, session_folder(deck->session),
                  _("the disk has room for %.1f minutes"), minutes);
        deck_tell(deck, &fault);
    }
}

/* The transport has stopped by itself, at the end of what was ordered. */
void
deck_watch_transport(struct deck *deck, bool rolling, bool settled)
{
    struct fault fault;

    if (rolling)
        deck->rolled = true;
    else if (deck->rolled && !deck->to_roll) {
        deck->rolled = deck->ahead = false;
        (void)!recorder_record(deck->recorder, false, frames(0), frames(0));
    }
    if (!deck->to_retake || !settled)
        return;
    deck->to_retake = false;
    if (deck_roll(deck, &deck->order, &fault))
        deck_tell(deck, &fault);
}
