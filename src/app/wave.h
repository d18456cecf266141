/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wave.h: what the sounds of a song look like, for whoever draws them.
 *
 * Main thread, all of it.  The peaks of a source are opened at first sight, by a
 * worker, which also makes them where they are missing, damaged or another sound's;
 * wave_poll() tells when they are there. */
#ifndef APP_WAVE_H
#define APP_WAVE_H

#include "app/session.h"

#include <stddef.h>
#include <stdint.h>

struct waves;

/* What a stretch of sound goes through; full scale is ±1. */
struct wave_column {
    float min;
    float max;
    float rms;
};

/* At or beyond this a sample counts as clipped. */
#define WAVE_CLIPPED 0.9999f

enum wave_state {
    WAVE_READY,
    WAVE_WAITING, /* a worker looks for it, or makes its peaks */
    WAVE_OFFLINE, /* its file is missing, or is no sound */
};

/* The waves of a session, which must stay longer.  `ready`, called by wave_poll():
 * a source is no longer WAVE_WAITING.  Fails, *out NULL: ST_NO_MEM, ST_IO (no
 * thread). */
NODISCARD enum status waves_open(struct waves **out, struct session *session,
                                 void (*ready)(void *user, int64_t source),
                                 void *user, struct fault *fault);

/* Ends the worker, which gives up what it is at; NULL is allowed. */
void waves_close(struct waves *waves);

/* Follow the song no more.  After it they may be closed by any thread, and later
 * than the session. */
void waves_leave(struct waves *waves);

/* A descriptor that can be read when wave_poll() has something to tell. */
int waves_fd(const struct waves *waves);
void waves_poll(struct waves *waves);

/* How it stands with a source, and its channels (1 where nobody knows); the first
 * question sets the worker to it. */
enum wave_state wave_state(struct waves *waves, int64_t source);
unsigned wave_channels(struct waves *waves, int64_t source);

/* `count` columns of a channel, column i over frames start + i * width up to start
 * + (i + 1) * width; what lies before or behind the sound is 0.  What is finer than
 * the peaks is read from the file, and exact.  Nothing is written unless
 * WAVE_READY. */
enum wave_state wave_columns(struct waves *waves, int64_t source, unsigned channel,
                             double start, double width, size_t count,
                             struct wave_column columns[]);

/* The samples themselves, from `start` on, silence around the sound.  False: they
 * cannot be read, as of a compressed file; `x` is silence then. */
bool wave_samples(struct waves *waves, int64_t source, unsigned channel,
                  int64_t start, size_t count, float x[]);

#endif
