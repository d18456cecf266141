/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck_internal.h: what the files of the deck share.  Main thread, but for a take's
 * sink. */
#ifndef APP_DECK_INTERNAL_H
#define APP_DECK_INTERNAL_H

#include "app/deck.h"
#include "app/keep.h"
#include "app/played.h"
#include "app/takes.h"
#include "app/tap.h"
#include "engine/record.h"
#include "media/recording.h"

enum {
    DECK_INCIDENTS = 64,
    DECK_GAPS = 256,
    DECK_NAME = 128,
    DECK_LISTEN_SECONDS = 600
};

/* A take that runs, or waits for the others of its pass. */
struct deck_take {
    struct deck_take *next;
    struct session *session;
    struct record_event begun;
    struct journal_take journal; /* its text is in the arrays below */
    char name[DECK_NAME], device[DECK_NAME];
    char path[512];
    bool overdub;
    bool begun_here;   /* the recorder has been given a sink, or a no */
    bool written_down; /* in the journal */
    bool row_durable;  /* the syncing thread's: so that a power cut leaves it */
    bool over;
    bool made;         /* when it is over: there is a file */
    int64_t frames;    /* likewise: in it */
    /* The writer's and the syncing thread's; NULL until there is sound for it. */
    struct recording *_Atomic file;
    struct tap *tap;        /* which feeds this; NULL: no memory for it */
    struct deck_gap gaps[DECK_GAPS]; /* for whoever looks on; the journal has all */
    size_t n_gaps;
};

struct deck {
    struct session *session;
    struct player *player;
    struct deck_config config;
    struct recorder *recorder;
    struct session_watch watch;
    bool watching;
    /* random: makes the recorder's passes unlike those of other days */
    uint64_t run;
    struct deck_take *takes; /* oldest first */

    /* What is armed. */
    unsigned armed;
    int64_t bytes_per_second;
    struct player_latency latency;
    /* channels that the device was opened for, had it them */
    unsigned asked_inputs;
    unsigned had_inputs;   /* and those before; 0: they have been gone back to */
    /* the driver is being opened anew, for them or as it was lost */
    bool reopening;
    int64_t measured; /* the round trip, frames; -1: it was not */

    struct deck_order order;
    bool ordered;
    bool to_roll; /* when the disk is ready */
    bool to_retake;
    bool ahead;        /* what was ordered has not begun */
    bool rolled;
    bool rolling; /* by the last poll */
    bool busy;         /* rolls, or is within a pass */
    int64_t settle_at; /* what came in before must have been looked at */
    double rolling_since;

    /* What is heard all the time. */
    struct played *played; /* NULL: nothing */
    struct keep *keep;     /* at work; or NULL */
    struct job *sifting;   /* of what was left; or NULL */
    struct played *left;   /* of it, what is being kept; or NULL */
    int64_t listen_growth; /* bytes that it will take of the disk */

    /* The world. */
    bool lost;
    double next_try, next_look; /* seconds, monotonic */
    int64_t disk_free;          /* bytes */
    bool told_low, told_full, told_rate;

    struct incident incidents[DECK_INCIDENTS];
    char incident_text[DECK_INCIDENTS][DECK_NAME];
    size_t n_incidents;
};

void deck_take_free(struct deck_take *take);

double deck_clock(void);
void deck_tell(struct deck *deck, const struct fault *fault);

/* deck_notes.c.  Write down what happened, or what did to the device just now; goes
 * to the disk with the next poll. */
void deck_note(struct deck *deck, enum incident_kind kind, frames_t at,
               int64_t input, int64_t track, int64_t value, const char *text);
void deck_note_device(struct deck *deck, enum incident_kind kind, int64_t value,
                      const char *text);
void deck_flush_notes(struct deck *deck);

/* deck_arm.c.  Arm the engine as the song says.  Tracks whose channels the device
 * has not are left out; deck_check_armed() says which.  Fails: as
 * recorder_arm(). */
NODISCARD enum status deck_arm(struct deck *deck, struct fault *fault);
/* ST_NOT_FOUND: what is to be recorded cannot be. */
NODISCARD enum status deck_check_armed(struct deck *deck, struct fault *fault);
/* Tell of a track that was just armed, and has no input. */
void deck_tell_inputless(struct deck *deck, const struct change *changes,
                         size_t count);
/* Frames that takes are placed with. */
uint32_t deck_round_trip(const struct deck *deck);

/* deck_roll.c.  The disk is ready, or has been waited for long enough. */
void deck_try_to_roll(struct deck *deck);

/* deck_watch.c.  What happens meanwhile; with each poll. */
void deck_watch_device(struct deck *deck, const struct player_state *player);
void deck_end_loss(struct deck *deck, enum status status, const struct fault *why);
void deck_watch_latency(struct deck *deck, unsigned takes);
void deck_watch_disk(struct deck *deck, bool recording);
void deck_watch_transport(struct deck *deck, bool rolling, bool settled);
void deck_look_at_disk(struct deck *deck);
bool deck_disk_full(const struct deck *deck);
double deck_minutes_left(const struct deck *deck);

/* Take the recorder's events: begin files, end takes, put passes that are over into
 * the song (deck_takes.c). */
void deck_take_events(struct deck *deck);

/* deck_inputs.c.  Whether channels are armed that are not open; begin to open them,
 * if nothing rolls; and where the driver is there again, or cannot be opened, arm
 * it anew. */
bool deck_wants_inputs(const struct deck *deck);
void deck_open_inputs(struct deck *deck);
void deck_end_reopening(struct deck *deck, bool wait);
/* ST_BUSY: they cannot be opened now. */
NODISCARD enum status deck_check_inputs(const struct deck *deck,
                                        struct fault *fault);

/* deck_left.c.  What killed programs left: read beside us, and told when it is;
 * kept, stretch by stretch, until none is left; and what is not kept yet stays on
 * the disk. */
void deck_left_look(struct deck *deck);
void deck_left_poll(struct deck *deck);
bool deck_left_is(const struct deck *deck);
NODISCARD enum status deck_left_keep(struct deck *deck, struct fault *fault);
void deck_left_go_on(struct deck *deck, bool kept);
void deck_left_close(struct deck *deck);

/* deck_listen.c.  Before the first arming, after it, and before the recorder
 * goes. */
void deck_listen_open(struct deck *deck);
void deck_listen_begin(struct deck *deck);
void deck_listen_close(struct deck *deck);
void deck_listen_arm(struct deck *deck, const struct record_setup *setup);
void deck_listen_poll(struct deck *deck, struct deck_state *out);
/* A take of the recorder: it needs no keeping; < 0: it goes on. */
void deck_listen_taken(struct deck *deck, const struct record_event *event,
                       int64_t frames);

#endif
