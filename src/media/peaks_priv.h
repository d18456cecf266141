/* SPDX-License-Identifier: GPL-3.0-or-later */
/* peaks_priv.h: the peak file as bytes; the head of peaks.c explains it. */
#ifndef MEDIA_PEAKS_PRIV_H
#define MEDIA_PEAKS_PRIV_H

#include "media/peaks.h"

#include <stdint.h>
#include <string.h>

enum {
    PEAKS_VERSION = 1,
    PEAKS_ENDIAN = 0x01020304,
    PEAKS_LEVELS = 24,
    PEAKS_TOP = 4, /* a level of so many buckets is the last */
};

struct peaks_level {
    uint64_t offset;
    uint64_t buckets;
    uint64_t checksum;
};

struct peaks_head {
    char magic[8];
    uint32_t version;
    uint32_t endian;
    uint32_t channels;
    uint32_t rate;
    int64_t frames;
    int64_t source_bytes;
    char source_hash[40];
    uint32_t bucket; /* PEAKS_FRAMES */
    uint32_t step;   /* PEAKS_STEP */
    uint32_t levels;
    uint32_t spare;
    struct peaks_level level[PEAKS_LEVELS];
    uint64_t checksum; /* XXH3-64 of everything before it */
};

_Static_assert(sizeof(struct peaks_head) == 96 + 24 * PEAKS_LEVELS + 8,
               "the header has no holes");

/* One bucket of one channel, in binary16. */
struct peaks_record {
    uint16_t min;
    uint16_t max;
    uint16_t rms;
};

/* Any thread: binary16 that is not below, not above, nearest to `value`; saturates
 * at 65504. */
uint16_t half_up(float value);
uint16_t half_down(float value);
uint16_t half_near(float value);

static inline float
half_float(uint16_t half)
{
    const uint32_t bits = (uint32_t)(half & 0x7fff) << 13;
    float value;

    memcpy(&value, &bits, sizeof value);
    value *= 0x1p112f; /* the exponents' biases differ by 112 */
    return half & 0x8000 ? -value : value;
}

/* Any thread: how many frames a bucket of a level has, and how many buckets are in
 * it. */
static inline int64_t
peaks_width(unsigned level)
{
    return (int64_t)PEAKS_FRAMES << 2 * level;
}

static inline uint64_t
peaks_buckets(int64_t frames, unsigned level)
{
    const uint64_t width = (uint64_t)peaks_width(level);

    return ((uint64_t)frames + width - 1) / width;
}

#endif
