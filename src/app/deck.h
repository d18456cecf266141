/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck.h: an open song that records: its armed tracks, its passes, and the takes
 * that come of them.
 *
 * Main thread, all of it.  A take is written down in the journal before its first
 * frame is on the disk, and put into the song when its pass is over; in a loop each
 * pass is one.  Whatever ends a recording (stop, punch-out, a lost device, a full
 * disk), the takes are kept, closed and placed. */
#ifndef APP_DECK_H
#define APP_DECK_H

#include "app/player.h"
#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct deck;
struct tap;

struct deck_config {
    /* What the user should know, though it stops nobody: a device that went or
     * came, a track whose file failed, a disk that gets full. */
    void (*notice)(void *user, const struct fault *fault);
    /* A take is in the song. */
    void (*taken)(void *user, const char *name, frames_t start, int64_t frames);
    void *user;
    int64_t round_trip; /* frames that takes are placed with; -1: those that were
                           measured (app/round_trips.h), else what the driver
                           tells */
    double handle;      /* seconds before its start that a take keeps; < 0: two */
    double listen;      /* seconds that can be kept afterwards; 0: 600; < 0: none */
    const char *keeps;  /* what to do, where a killed program had heard something: a
                           remedy in the user's language; NULL: «remanence keep» */
};

/* Let the song's armed tracks record through the player, from now on as the song's
 * inputs say; and listen to them, for deck_keep().  Session and player must stay
 * longer.  Fails, *out NULL: ST_READ_ONLY, and what recorder_new() says. */
NODISCARD enum status deck_open(struct deck **out, struct session *session,
                                struct player *player,
                                const struct deck_config *config,
                                struct fault *fault);

/* Ends what is running, puts it into the song, halts the player's cycles, and frees
 * the deck; what was only heard is forgotten.  NULL is allowed. */
void deck_close(struct deck *deck);

struct deck_order {
    frames_t from;       /* where recording begins, unless there is a punch range */
    frames_t punch_start; /* punch_end > punch_start: within that range alone */
    frames_t punch_end;
    frames_t loop_start; /* loop_end > loop_start: around and around */
    frames_t loop_end;
    int64_t length;    /* > 0: stop by itself after so many frames */
    /* frames that roll before recording begins, where there are any */
    int64_t pre_roll;
    /* and behind the punch-out; then it stops. < 0: it rolls on */
    int64_t post_roll;
    unsigned count_in; /* bars */
};

/* Locate, and roll and record as soon as the disk is ready.  Fails, nothing begun:
 * ST_RANGE (a range that ends before it begins), ST_NOT_FOUND (no track is armed,
 * or an armed one has no input that is there: it says which), ST_NO_SPACE, ST_IO
 * (no device), ST_BUSY (varispeed is on, too). */
NODISCARD enum status deck_roll(struct deck *deck, const struct deck_order *order,
                                struct fault *fault);

/* Punch by hand while it rolls.  Fails as deck_roll(); ST_BUSY: also where an input
 * was armed meanwhile that the device must be opened anew for, which is done when
 * it stands. */
NODISCARD enum status deck_punch(struct deck *deck, bool in, struct fault *fault);

/* Stop; the takes end some milliseconds later: deck_state.settled tells. */
void deck_stop(struct deck *deck);

/* Stop, leave the last takes on their lanes, and roll again as it was ordered last.
 * ST_NOT_FOUND: nothing was. */
NODISCARD enum status deck_retake(struct deck *deck, struct fault *fault);

/* Keep what was just played on armed tracks, though nobody recorded it: the newest
 * stretch with sound in it becomes takes, which are told as all are (app/played.h
 * says where they come to lie).  Once more: the one before.  What was recorded is
 * kept already.  Where nothing is left of it, all that killed programs had heard is
 * kept.  Fails, nothing begun: ST_NOT_FOUND (nothing was played), ST_BUSY (the last
 * one is at work), and as keep_begin(). */
NODISCARD enum status deck_keep(struct deck *deck, struct fault *fault);

struct deck_state {
    struct player_state player;
    bool recording;      /* within a pass */
    bool waiting;        /* for the disk, or for takes to end */
    bool ready;          /* record is ordered, and its place is yet to come */
    unsigned takes;      /* that are not in the song yet */
    bool settled;        /* it stands, and all that was played is in the song */
    unsigned armed;
    uint64_t xrun_frames; /* that the driver lost */
    uint64_t lost_frames; /* that the disk was too slow for */
    bool keeping;        /* takes of deck_keep() are under way; not settled */
    double heard;        /* seconds that could be kept by now */
    double disk_minutes; /* that the armed tracks, or one, can be recorded for */
    float fill;          /* of the memory between device and disk, 0 … 1 */
    uint32_t round_trip; /* frames that takes are placed with … */
    bool measured;       /* … or else as the driver tells */
};

/* Some twenty times a second: begin, end and place takes, and tell the state. */
void deck_poll(struct deck *deck, struct deck_state *out);

/* Silence where the driver lost sound. */
struct deck_gap {
    frames_t at; /* on the timeline */
    int64_t frames;
};

/* A take that is not in the song yet.  What is pointed to stands until the next
 * deck_poll(). */
struct deck_running {
    int64_t track;
    const char *name;
    frames_t start;        /* on the timeline */
    uint32_t handle;       /* frames of the tap that come before it */
    /* what it looks like so far (app/tap.h); NULL: nothing yet */
    const struct tap *tap;
    /* in it so far: the first of them, if there are many */
    const struct deck_gap *gaps;
    size_t n_gaps;
};

/* Those that run or wait to be placed, oldest first; returns how many there are,
 * `max` are told. */
size_t deck_running(const struct deck *deck, struct deck_running *out, size_t max);

/* The peak of a track's input since the last call, linear.  ST_NOT_FOUND. */
NODISCARD enum status deck_levels(struct deck *deck, int64_t track, float peak[2]);

#endif
