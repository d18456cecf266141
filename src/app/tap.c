/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tap.h"

#include "media/peakscan.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Buckets lie in pages that never move; the table has room for half a day at 48
 * kHz. */
enum { PAGE = 1024, PAGES = 8192 };

struct tap {
    unsigned channels;
    bool full;               /* the feeding thread's, down to here: */
    int64_t fed;             /* frames */
    struct peakscan *filling; /* the bucket that is not full yet, of each channel */
    /* PAGE buckets of each channel, channel by channel */
    struct peakscan *pages[PAGES];
    /* frames of full buckets: what lies before stands still */
    _Atomic int64_t seen;
};

enum status
tap_new(struct tap **out, unsigned channels)
{
    struct tap *tap = calloc(1, sizeof *tap);

    *out = NULL;
    if (tap)
        tap->filling = calloc(channels, sizeof *tap->filling);
    if (!tap || !tap->filling) {
        free(tap);
        return ST_NO_MEM;
    }
    tap->channels = channels;
    *out = tap;
    return ST_OK;
}

void
tap_free(struct tap *tap)
{
    if (!tap)
        return;
    for (size_t i = 0; i < PAGES && tap->pages[i]; i++)
        free(tap->pages[i]);
    free(tap->filling);
    free(tap);
}

/* --- feeding ------------------------------------------------------------------ */

static void
take_in(struct peakscan *bucket, const float *x, size_t frames, bool first)
{
    struct peakscan found;

    peakscan(x, frames, &found);
    if (!isfinite(found.energy))
        found = (struct peakscan){0, 0, 0};
    if (first) {
        *bucket = found;
        return;
    }
    bucket->min = fminf(bucket->min, found.min);
    bucket->max = fmaxf(bucket->max, found.max);
    bucket->energy += found.energy;
}

static bool
put_away(struct tap *tap)
{
    const int64_t bucket = tap->fed / TAP_FRAMES - 1;
    const int64_t page = bucket / PAGE, place = bucket % PAGE;

    if (page >= PAGES)
        return false;
    if (!tap->pages[page])
        tap->pages[page] = malloc(PAGE * tap->channels * sizeof(struct peakscan));
    if (!tap->pages[page])
        return false;
    for (unsigned c = 0; c < tap->channels; c++)
        tap->pages[page][c * PAGE + place] = tap->filling[c];
    atomic_store_explicit(&tap->seen, tap->fed, memory_order_release);
    return true;
}

void
tap_feed(struct tap *tap, const float *const planar[], size_t frames)
{
    for (size_t at = 0; at < frames && !tap->full;) {
        const size_t there = (size_t)(tap->fed % TAP_FRAMES);
        const size_t left = TAP_FRAMES - there;
        const size_t n = frames - at < left ? frames - at : left;

        for (unsigned c = 0; c < tap->channels; c++)
            take_in(&tap->filling[c], planar[c] + at, n, there == 0);
        tap->fed += (int64_t)n;
        at += n;
        if (n == left)
            tap->full = !put_away(tap);
    }
}

/* --- looking ------------------------------------------------------------------ */

unsigned
tap_channels(const struct tap *tap)
{
    return tap->channels;
}

int64_t
tap_frames(const struct tap *tap)
{
    return atomic_load_explicit(&tap->seen, memory_order_acquire);
}

static struct wave_column
column(const struct tap *tap, unsigned channel, int64_t first, int64_t end)
{
    struct wave_column column = {INFINITY, -INFINITY, 0};
    double energy = 0;

    for (int64_t i = first; i < end; i++) {
        const struct peakscan *bucket
            = &tap->pages[i / PAGE][channel * PAGE + i % PAGE];

        column.min = fminf(column.min, bucket->min);
        column.max = fmaxf(column.max, bucket->max);
        energy += bucket->energy;
    }
    column.rms = (float)sqrt(energy / (double)((end - first) * TAP_FRAMES));
    return column;
}

void
tap_columns(const struct tap *tap, unsigned channel, double start, double width,
            size_t count, struct wave_column columns[])
{
    const int64_t buckets = tap_frames(tap) / TAP_FRAMES;

    for (size_t i = 0; i < count; i++) {
        const double from = start + (double)i * width;
        int64_t first = (int64_t)floor(from / TAP_FRAMES);
        int64_t end = (int64_t)ceil((from + width) / TAP_FRAMES);

        first = first > 0 ? first : 0;
        end = end < buckets ? end : buckets;
        columns[i] = first < end ? column(tap, channel, first, end)
                                 : (struct wave_column){0, 0, 0};
    }
}
