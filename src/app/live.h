/* SPDX-License-Identifier: GPL-3.0-or-later */
/* live.h: what moves while a song sounds: levels, loudness, and what is under the
 * hand.
 *
 * Main thread, all of it.  A player of NULL is no mistake: nothing sounds then, and
 * each fails with ST_NOT_FOUND. */
#ifndef APP_LIVE_H
#define APP_LIVE_H

#include "app/player.h"
#include "base/base.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of a strip after its fader, left and right, linear; gain reduction in dB, <=
 * 0. */
struct live_levels {
    float peak[2]; /* since the player_poll() before the last */
    float rms[2];  /* of a tenth of a second */
    float gate_db;
    float comp_db;
};

/* How loud a track (the master, a bus) is.  Whoever asks between two player_poll()s
 * is told the same, so that several meters of one track take nothing from each
 * other.  Fails, *out silent: ST_NOT_FOUND. */
enum status live_levels(struct player *player, int64_t track,
                        struct live_levels *out);

/* The master's loudness since the last locate: ITU-R BS.1770-4 and EBU Tech 3342;
 * -HUGE_VALF: none yet. */
struct live_loudness {
    float momentary, shortterm, integrated; /* LUFS */
    float range;                            /* LU */
    float true_peak_db;                     /* dBTP, the highest so far */
};
enum status live_loudness(struct player *player, struct live_loudness *out);

/* Listen to one track, 0: to none: the sound on the way to its fader, or before its
 * console (trim, EQ, dynamics), as one channel.  Whoever says it last is heard: so
 * say it with each look.  Then take the frames that have come, `max` at most;
 * without a player none. */
NODISCARD enum status live_listen(struct player *player, int64_t track,
                                  bool before);
size_t live_listened(struct player *player, float *out, size_t max);

/* The hand is on a strip: these values sound at once, whatever edits come
 * meanwhile, until live_release().  Nothing is written.  ST_NOT_FOUND; ST_BUSY: try
 * again with the next. */
struct live_values {
    double fader_db;
    double pan; /* -1 … 1 */
    bool mute;
};
NODISCARD enum status live_hold(struct player *player, int64_t track,
                                const struct live_values *values);

/* Likewise all that the strip's row says of trim, EQ, gate and compressor; a send's
 * level and pan; and a control of an insert, by its number (app/inserts.h). */
NODISCARD enum status live_hold_console(struct player *player, int64_t track,
                                        const struct row_strip *strip);
NODISCARD enum status live_hold_send(struct player *player, int64_t send,
                                     double level_db, double pan);
NODISCARD enum status live_hold_control(struct player *player, int64_t insert,
                                        unsigned control, double value);

/* The hand has let go.  The values sound on until the next edit: so release, then
 * commit what the drag came to; and where it came to nothing, hold what was before,
 * and release. */
NODISCARD enum status live_release(struct player *player, int64_t track);
NODISCARD enum status live_release_console(struct player *player, int64_t track);
NODISCARD enum status live_release_send(struct player *player, int64_t send);
NODISCARD enum status live_release_control(struct player *player, int64_t insert);

/* --- for the player, which owns it -------------------------------------------- */

struct engine;
struct live;

/* Fails: NULL, no memory. */
struct live *live_new(struct engine *engine);
void live_free(struct live *live);

/* From now on levels are read anew. */
void live_turn(struct live *live);

#endif
