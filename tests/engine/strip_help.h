/* SPDX-License-Identifier: GPL-3.0-or-later */
/* strip_help.h: what a test of strips plays, and what of it must be heard. */
#ifndef TESTS_ENGINE_STRIP_HELP_H
#define TESTS_ENGINE_STRIP_HELP_H

#include "tests/engine/rig_help.h"
#include "tests/test.h"

#include "dsp/gain.h"

#include <math.h>

enum { LONG = 20000 };

/* What the master gave. */
static float left[LONG], right[LONG];

static const struct engine_config OFFLINE = {.offline = true};

/* A stereo track with a clip from 0 on, and its source. */
static inline int64_t
sounding(struct rig *rig, int64_t output, const struct stream_fake **source)
{
    const int64_t track = rig_track(rig, TRACK_AUDIO, 2, output);

    *source = rig_source(rig, 2);
    rig_clip(rig, track, *source, 0, RIG_LONG, 0);
    return track;
}

static inline void
set_fader(struct rig *rig, int64_t track, double db)
{
    struct row_strip strip = rig_strip(rig, track);

    strip.fader_db = db;
    rig_put(rig, TABLE_STRIP, &strip);
}

/* Left and right are the sources' sums, each with its gain, from frame `at` on. */
static inline void
expect_sum(const struct stream_fake *const *sources, const double *gains,
           unsigned n, uint32_t first, uint32_t end, int64_t at)
{
    for (uint32_t i = first; i < end; i++) {
        double l = 0, r = 0;

        for (unsigned k = 0; k < n; k++) {
            l += gains[k] * stream_fake_sample(sources[k], 0, at + i - first);
            r += gains[k] * stream_fake_sample(sources[k], 1, at + i - first);
        }
        if (fabs(left[i] - l) > 1e-6 || fabs(right[i] - r) > 1e-6)
            fail_msg("frame %u: %.9g %.9g, not %.9g %.9g", i, left[i], right[i], l,
                     r);
    }
}

/* From the start on, in blocks of 300. */
static inline void
play(struct rig *rig)
{
    rig_roll(rig, 0);
    rig_render(rig, left, right, LONG, 300);
}

#endif
