/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fx_bench: what a sample, or a stereo frame, costs in each kernel, in nanoseconds: the
 * best of several runs over music-like noise in blocks of 64 frames. */
#include "base/rt.h"
#include "dsp/convert.h"
#include "dsp/dither.h"
#include "dsp/limiter.h"
#include "dsp/loudness.h"
#include "dsp/meter.h"
#include "dsp/reverb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCK = 64, FRAMES = 1 << 15, RUNS = 24 };

static float left[FRAMES], right[FRAMES], out_left[FRAMES], out_right[FRAMES];
static unsigned char raw[FRAMES * 8];

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

typedef void work_fn(void *what);

static void
tell(const char *name, work_fn *work, void *what)
{
    double best = 1e30;

    for (unsigned i = 0; i < RUNS; i++) {
        const double start = now();
        work(what);
        const double took = now() - start;
        best = took < best ? took : best;
    }
    printf("%-28s %8.2f ns a frame\n", name, best / FRAMES);
}

struct layout {
    enum sample_format format;
    unsigned channels, count;
};

static void
read_raw(void *what)
{
    const struct layout *l = what;
    float *const out[] = {out_left, out_right};

    convert_read(out, 0, l->count, raw, l->format, l->channels, FRAMES);
}

static void
write_raw(void *what)
{
    const struct layout *l = what;
    const float *const in[] = {left, right};

    convert_write(raw, l->format, in, l->channels, FRAMES);
}

static void
conversions(void)
{
    static const char *const names[] = {"s16", "s24", "s32", "f32", "s24 big-endian"};
    static const enum sample_format formats[] = {SAMPLE_S16LE, SAMPLE_S24LE, SAMPLE_S32LE,
                                                 SAMPLE_F32LE, SAMPLE_S24BE};
    char name[64];

    for (unsigned i = 0; i < COUNT(formats); i++) {
        struct layout mono = {formats[i], 1, 1}, stereo = {formats[i], 2, 2},
                      half = {formats[i], 2, 1};
        snprintf(name, sizeof name, "write %s mono", names[i]);
        tell(name, write_raw, &mono);
        snprintf(name, sizeof name, "write %s stereo", names[i]);
        tell(name, write_raw, &stereo);
        snprintf(name, sizeof name, "read %s mono", names[i]);
        tell(name, read_raw, &mono);
        snprintf(name, sizeof name, "read %s stereo", names[i]);
        tell(name, read_raw, &stereo);
        snprintf(name, sizeof name, "read %s left of stereo", names[i]);
        tell(name, read_raw, &half);
    }
}

static void
run_dither(void *what)
{
    for (size_t at = 0; at < FRAMES; at += BLOCK) {
        float *const io[] = {out_left + at, out_right + at};
        dither_process(what, io, BLOCK);
    }
}

static void
run_meters(void *what)
{
    for (size_t at = 0; at < FRAMES; at += BLOCK) {
        meter_add(what, left + at, BLOCK);
        meter_add(what, right + at, BLOCK);
    }
}

static void
run_loudness(void *what)
{
    for (size_t at = 0; at < FRAMES; at += BLOCK)
        loudness_process(what, (const float *[]){left + at, right + at}, BLOCK);
}

static void
dithers(void)
{
    static const char *const names[] = {"rounding, stereo", "TPDF, stereo",
                                        "noise shaping, stereo"};

    for (unsigned kind = DITHER_NONE; kind <= DITHER_SHAPED; kind++) {
        struct dither *dither;
        if (dither_new(&dither, kind, 16, 2, 48000, 1))
            abort();
        tell(names[kind], run_dither, dither);
        dither_free(dither);
    }
}

static void
meters(void)
{
    static const unsigned rates[] = {48000, 96000, 192000};
    struct meter meter = {0};
    char name[64];

    tell("peak and RMS, stereo", run_meters, &meter);
    for (unsigned i = 0; i < COUNT(rates); i++) {
        struct loudness *loudness;
        if (loudness_new(&loudness, rates[i], 2))
            abort();
        snprintf(name, sizeof name, "loudness, stereo, %u", rates[i]);
        tell(name, run_loudness, loudness);
        loudness_free(loudness);
    }
}

static void
run_limiter(void *what)
{
    for (size_t at = 0; at < FRAMES; at += BLOCK)
        limiter_process(what, (const float *[]){left + at, right + at},
                        (float *[]){out_left + at, out_right + at}, BLOCK);
}

static void
limiters(void)
{
    static const unsigned rates[] = {48000, 192000};
    struct limiter *limiter;
    char name[64];

    for (unsigned i = 0; i < COUNT(rates); i++) {
        if (limiter_new(&limiter, rates[i]))
            abort();
        limiter_set(limiter, LIMITER_CEILING, -12);
        snprintf(name, sizeof name, "limiter, stereo, %u", rates[i]);
        tell(name, run_limiter, limiter);
        limiter_free(limiter);
    }
}

static void
run_reverb(void *what)
{
    for (size_t at = 0; at < FRAMES; at += BLOCK)
        reverb_process(what, (const float *[]){left + at, right + at},
                       (float *[]){out_left + at, out_right + at}, BLOCK);
}

static void
reverbs(void)
{
    static const unsigned rates[] = {48000, 192000};
    struct reverb *reverb;
    char name[64];

    for (unsigned i = 0; i < COUNT(rates); i++) {
        if (reverb_new(&reverb, rates[i]))
            abort();
        snprintf(name, sizeof name, "reverb, stereo, %u", rates[i]);
        tell(name, run_reverb, reverb);
        reverb_free(reverb);
    }
}

int
main(void)
{
    unsigned seed = 1;

    rt_flush_denormals();
    for (unsigned i = 0; i < FRAMES; i++) {
        seed = seed * 1664525u + 1013904223u;
        left[i] = (float)(int)seed * 0x1p-33f;
        seed = seed * 1664525u + 1013904223u;
        right[i] = (float)(int)seed * 0x1p-33f;
    }
    conversions();
    dithers();
    meters();
    limiters();
    reverbs();
    return 0;
}
