/* SPDX-License-Identifier: GPL-3.0-or-later */
/* time.h: the two times of a song, which do not add.
 *
 * Sound is counted in frames at the project's rate, music in ticks.  Each object
 * has one canonical time, and a flag says which; the other is derived by the tempo
 * map (time/tempo.h), the only place that converts. */
#ifndef TIME_TIME_H
#define TIME_TIME_H

#include <stdint.h>

struct frames {
    int64_t n; /* at the project's rate, from the song's start */
};

struct ticks {
    int64_t n; /* TICKS_PER_QUARTER to the quarter note, from the song's start */
};

typedef struct frames frames_t;
typedef struct ticks ticks_t;

/* Divides by 2^8, 3, 5, 7 and by 480 and 960. */
#define TICKS_PER_QUARTER 26880

/* What an object's canonical time is counted in. */
enum time_unit { TIME_FRAMES, TIME_TICKS };

/* One canonical time: `n` counts what `unit` says. */
struct when {
    int64_t n;
    enum time_unit unit;
};

static inline frames_t
frames(int64_t n)
{
    return (frames_t){n};
}

static inline ticks_t
ticks(int64_t n)
{
    return (ticks_t){n};
}

static inline frames_t
frames_add(frames_t a, frames_t b)
{
    return (frames_t){a.n + b.n};
}

static inline frames_t
frames_sub(frames_t a, frames_t b)
{
    return (frames_t){a.n - b.n};
}

static inline ticks_t
ticks_add(ticks_t a, ticks_t b)
{
    return (ticks_t){a.n + b.n};
}

static inline ticks_t
ticks_sub(ticks_t a, ticks_t b)
{
    return (ticks_t){a.n - b.n};
}

#endif
