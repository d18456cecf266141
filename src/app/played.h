/* SPDX-License-Identifier: GPL-3.0-or-later */
/* played.h: what was played lately on armed tracks, recorded or not, and where in
 * the song it belongs.
 *
 * The folder «listening» of the song holds it while the song is open with a driver:
 * the rings of media/listen.h, and beside them, in «notes», which tracks were armed
 * and which of it are takes already.  What a killed program left there is set aside
 * as «played-DATE», and stays until somebody keeps it or throws it away.
 *
 * A stretch is what came in from one roll to the halt after it (with all locates
 * and loop passes on the way), or from one halt to the next roll.  What rolled lies
 * where it was played.  What was played while the transport stood begins, with its
 * first sound, where the playhead stood in the end.  Main thread, all of it, but
 * for the listener. */
#ifndef APP_PLAYED_H
#define APP_PLAYED_H

#include "base/fault.h"
#include "engine/record.h"
#include "time/time.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct played;

enum { PLAYED_DEVICE = 128 };

/* Listen, the last `seconds` of each channel.  What was there before is set
 * aside.  Fails, *out NULL: as listen_open(). */
NODISCARD enum status played_open(struct played **out, const char *song,
                                  uint32_t rate, uint32_t seconds,
                                  struct fault *fault);

/* What was set aside, or left in «listening», to be read and kept.  Fails, *out
 * NULL: ST_NOT_FOUND (there is nothing), ST_NO_MEM, ST_IO. */
NODISCARD enum status played_load(struct played **out, const char *folder,
                                  struct fault *fault);

/* When nobody listens or reads any more: all of it goes; or it stays on the disk.
 * NULL is allowed. */
void played_close(struct played *played);
void played_leave(struct played *played);

uint32_t played_rate(const struct played *played);

/* What the recorder is told to call; stands as long as `played`. */
struct record_listener played_listener(struct played *played);

struct played_track {
    int64_t track;
    int channel[2]; /* [1] is -1: mono */
    float gain;     /* below 0: polarity turned */
};

/* What a take is placed with. */
struct played_placing {
    uint32_t capture, playback, round_trip; /* the last is what counts */
    char device[PLAYED_DEVICE];
};

/* From now on these tracks are armed. */
void played_arm(struct played *played, const struct played_track *tracks,
                size_t count, const struct played_placing *placing);
const struct played_placing *played_placing(const struct played *played);

/* Frames `from` … `end` of the input clock are a take of that track (INT64_MAX: it
 * goes on; the same `from` tells its end later). */
void played_taken(struct played *played, int64_t track, int64_t from, int64_t end);

/* Let the program with this process id be asked by SIGUSR1 to keep what was
 * played. */
void played_answers(struct played *played);
/* Whom to ask, of the program that has the song open and listens; 0: nobody. */
int played_asked(const char *song);

/* While there is little room on the disk: nothing more that would take any. */
void played_pause(struct played *played, bool paused);
/* Bytes that listening on as it does will still take. */
int64_t played_growth(struct played *played);

/* How long all of the armed tracks has been heard. */
double played_seconds(struct played *played);

/* Why it does not listen any more to some channel; false: it does. */
bool played_broken(struct played *played, struct fault *fault);

/* A take to be: `start` on the timeline is frame from + handle of the input clock;
 * the last `tail` frames are behind the last sound. */
struct played_piece {
    int64_t track;
    int channel[2];
    float gain;
    int64_t from, end;
    frames_t start;
    int64_t handle, tail;
};

/* What of the newest stretch (or the oldest) with sound in it (20 ms at least,
 * louder than -70 dB) is no take yet: tracks without any sound there are left out.
 * *pieces is the caller's to free; *count 0: nothing was played.  Fails:
 * ST_NO_MEM. */
enum played_end { PLAYED_NEWEST, PLAYED_OLDEST };
NODISCARD enum status played_find(struct played *played, enum played_end end,
                                  struct played_piece **pieces, size_t *count);

/* Any thread: frames of one of its sides, with its gain.  Fails: ST_IO. */
NODISCARD enum status played_read(struct played *played,
                                  const struct played_piece *piece, unsigned side,
                                  int64_t from, float *x, size_t frames,
                                  struct fault *fault);

/* --- what killed programs left --- */

/* Set aside what stands in «listening», unread.  Whether that or anything before it
 * is there. */
void played_set_aside(const char *song);
bool played_is_left(const char *song);

/* Any thread, beside one that listens: read what was set aside and throw away what
 * has no sound that is no take.  Returns how many there are then.  *cancel: leave
 * the rest for another time; NULL: nobody does. */
unsigned played_sift(const char *song, const atomic_bool *cancel);

/* Any thread, beside one that listens: call back with the folder of each that was
 * read. */
void played_each_left(const char *song,
                      void (*each)(void *user, const char *folder), void *user);

/* Call back with the folder of each, oldest first, after setting aside and sifting.
 * The song must be open for writing here, and nobody may listen. */
void played_left(const char *song, void (*each)(void *user, const char *folder),
                 void *user);

#endif
