/* SPDX-License-Identifier: GPL-3.0-or-later */
/* played_internal.h: what the files of played.h share. */
#ifndef APP_PLAYED_INTERNAL_H
#define APP_PLAYED_INTERNAL_H

#include "app/played.h"
#include "media/listen.h"

#include <pthread.h>
#include <stdatomic.h>

/* Seconds beside those that are promised: while the oldest are read, new ones
 * come. */
#define PLAYED_LISTENING "listening"
#define PLAYED_NOTES "notes"
enum { PLAYED_PATH = 4096 + 64, PLAYED_SPARE = 10, PLAYED_CHUNK = 16384 };

/* How loud a channel was within frames [at * PLAYED_CHUNK, (at + 1) *
 * PLAYED_CHUNK). */
struct played_peak {
    int64_t at;
    float peak;
};

struct played_taken {
    int64_t track, from, end;
};

struct played {
    char folder[PLAYED_PATH];
    struct listen *listen;
    int notes; /* -1: none */
    struct played_track tracks[RECORD_MAX_TRACKS];
    size_t n_tracks;
    struct played_placing placing;
    struct played_taken *taken;
    size_t n_taken;

    /* For the writer thread, and from it. */
    _Atomic uint64_t wanted[2];
    _Atomic uint32_t latency;
    _Atomic bool paused;
    _Atomic bool broken; /* `why` stands */
    struct fault why;
    bool told;

    /* So that silence need not be read; NULL: it must. */
    pthread_mutex_t lock; /* guards the peaks */
    struct played_peak *peaks[LISTEN_MAX_CHANNELS];
    int64_t n_peaks; /* of each channel, a ring */

    const atomic_bool *cancel; /* played_find() gives up; NULL: it does not */
};

/* Any thread: whether that is known, and the peak then, before the gain. */
bool played_peak(struct played *played, unsigned channel, int64_t input,
                 float *peak);

/* Main thread: rings that held nothing go, with their notes. */
void played_discard(const char *folder);

#endif
