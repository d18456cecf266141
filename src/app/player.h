/* SPDX-License-Identifier: GPL-3.0-or-later */
/* player.h: an open song that sounds: its engine, its driver, and the plan that
 * follows every edit.
 *
 * Main thread, all of it. */
#ifndef APP_PLAYER_H
#define APP_PLAYER_H

#include "app/session.h"
#include "base/fault.h"
#include "time/time.h"

#include <stdbool.h>
#include <stdint.h>

struct player;

/* Who moves the transport of the sound server, which all its programs share. */
enum player_transport {
    PLAYER_OWN,    /* nobody here looks at it */
    /* we roll when it rolls, from there; our own locate and roll do nothing */
    PLAYER_FOLLOW,
    /* it goes where we go, and we roll with it; bars and beats are ours */
    PLAYER_LEAD,
};

/* The words for it; ends with NULL. */
extern const char *const PLAYER_TRANSPORTS[];

struct player_config {
    const char *driver; /* NULL: the best one that is usable here */
    const char *device; /* of the driver; NULL: its first */
    uint32_t block;     /* frames a cycle; 0: 256 */
    unsigned inputs;    /* channels that are wanted from the device */
    unsigned outputs;   /* likewise; 2 at least.  The first two are the master's */
    enum player_transport transport;
    frames_t from;      /* where it stands at first */
    unsigned threads;   /* 0: as many as there are processors, 4 at most */
    /* A sound file that is not what it was: its clips are silent, or end early. */
    void (*offline)(void *user, const struct row_source *source,
                    const struct fault *fault);
    void *user;
};

/* Open the driver and play the song through it, stopped at the start.  The session
 * must stay open longer.  Fails, *out NULL: no such driver (ST_NOT_FOUND), what
 * driver_open() and plan_build() say, and ST_UNSUPPORTED: the driver runs at
 * another rate than the song, and it would sound too high or too low; or the driver
 * has no transport to follow or lead. */
NODISCARD enum status player_open(struct player **out, struct session *session,
                                  const struct player_config *config,
                                  struct fault *fault);

/* The same, but the song is compiled, and its driver opened and started, beside the
 * main thread: it is `opening`, and takes commands, which are done when there is
 * one; the first command, and the first edit, may have to wait until the song is
 * compiled.  player_opened() tells what came of it.  Fails, *out NULL: ST_NO_MEM,
 * and what keeps the system from a thread. */
NODISCARD enum status player_begin(struct player **out, struct session *session,
                                   const struct player_config *config,
                                   struct fault *fault);

/* Waits for a driver that is being opened.  NULL is allowed. */
void player_close(struct player *player);

/* Follow the song no more.  After it the player may be closed by any thread. */
void player_leave(struct player *player);

/* Which driver it is, and why; a line for people. */
const char *player_why(const struct player *player);

enum player_transport player_transport(const struct player *player);

/* Whether anything can come in on a channel: false, where nothing is connected to
 * it. */
bool player_wired(const struct player *player, unsigned channel);

/* What stands behind an input, in the system's words («system:capture_1»); "":
 * nothing is known. */
void player_input_name(const struct player *player, unsigned channel, char *name,
                       size_t size);

/* What an input is used for, for those who see it in a patchbay. */
void player_label(struct player *player, unsigned channel, const char *text);

/* The transport; see engine/engine.h. */
NODISCARD enum status player_locate(struct player *player, frames_t to);
NODISCARD enum status player_roll(struct player *player);
NODISCARD enum status player_stop(struct player *player);
NODISCARD enum status player_loop(struct player *player, frames_t from,
                                  frames_t to);

/* Whether rolling now would begin without a gap. */
bool player_ready(struct player *player);

/* The metronome at this level (dB), while it plays and records; `output` is the
 * first of the two outputs that it goes to, from 0.  ST_NOT_FOUND: the device has
 * it not; ST_BUSY. */
NODISCARD enum status player_click(struct player *player, double db,
                                   unsigned output, struct fault *fault);

/* Varispeed: as from a tape that runs faster or slower, pitch and all; 1: as it is.
 * See engine/varispeed.h for the bounds.  Whether it is on: back at 1, until the
 * transport stands; nothing can be recorded then. */
void player_set_speed(struct player *player, double speed);
double player_speed(const struct player *player);
bool player_varies(const struct player *player);

/* Let no cycle run any more: whoever listens to the engine may be freed now.  Waits
 * for a driver that is being opened. */
void player_halt(struct player *player);

/* Close the driver, and open the same one again, connected as it was: after its
 * device was lost, has come back, or has got another rate.  Fails as player_open();
 * the player is then without a driver, `lost`, and this may be tried again. */
NODISCARD enum status player_reopen(struct player *player, struct fault *fault);

/* The same, beside the main thread, as player_begin(); also while one is being
 * opened. */
NODISCARD enum status player_reopen_begin(struct player *player,
                                          struct fault *fault);

/* Likewise another driver and device, with the block and the channels of `config`;
 * what else is in it stays as it was. */
NODISCARD enum status player_change(struct player *player,
                                    const struct player_config *config,
                                    struct fault *fault);

/* Whether a driver is being opened: until then there is none. */
bool player_opening(const struct player *player);

/* What came of it, which is waited for if need be: as player_open() fails; ST_BUSY,
 * and no fault: it is still being opened. */
NODISCARD enum status player_opened(struct player *player, bool wait,
                                    struct fault *fault);

/* As many channels are wanted from the device, from the next player_reopen() on. */
void player_want_inputs(struct player *player, unsigned inputs);

/* What a take is placed with. */
struct player_latency {
    uint32_t capture, playback; /* frames, as the driver tells */
    unsigned inputs;            /* channels that there are */
    uint32_t rate, block;
    const char *device; /* for people: driver, and device where it was named */
    const char *driver, *hardware; /* as driver_hardware() in drivers/driver.h */
};
void player_latency(const struct player *player, struct player_latency *out);

/* Compile the song anew, though nothing has changed in it.  One that cannot be
 * played leaves what was playing before. */
void player_replan(struct player *player);

/* The engine, for whoever stands beside it; levels and live values: app/live.h. */
struct engine *player_engine(struct player *player);
struct live *player_live(struct player *player);

struct player_state {
    frames_t position; /* of what is heard: the plan's latency taken off */
    frames_t end;      /* of the last clip */
    bool rolling;
    bool opening;      /* a driver is being opened, there is none yet; or: */
    bool lost;         /* the driver's device is gone … */
    char lost_why[128]; /* … and why, a line for people */
    bool realtime;     /* the process thread has a realtime priority */
    uint32_t rate, block;
    uint32_t latency;  /* frames: of the plan and of the driver's playback */
    uint64_t xruns;    /* since the player was opened */
    uint64_t late;     /* frames that were silent because the disk was late */
    float load;        /* share of the cycle's time */
    float peak[2];     /* of the master since the last call, linear */
    float integrated;  /* LUFS since the last locate */
    unsigned offline;  /* clips without their sound */
};

/* Some ten times a second: take the engine's notices, and tell the state. */
void player_poll(struct player *player, struct player_state *out);

#endif
