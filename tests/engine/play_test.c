/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clips through faders to the master: what comes out is what was worked out here. */
#include "tests/test.h"

#include "dsp/fade.h"
#include "dsp/pan.h"
#include "tests/engine/rig_help.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONG = 40000 };

static float left[LONG], right[LONG], want[2][LONG];

static const struct engine_config OFFLINE = {.offline = true};

static void
expect_want(uint32_t frames_)
{
    for (uint32_t i = 0; i < frames_; i++)
        if (left[i] != want[0][i] || right[i] != want[1][i])
            fail_msg("frame %u: %.9g %.9g, not %.9g %.9g", i, left[i], right[i],
                     want[0][i], want[1][i]);
}

/* Add a stretch of a source to what is wanted. */
static void
want_clip(const struct stream_fake *fake, int64_t at, int64_t length, int64_t offset,
          int64_t from, float gain)
{
    for (int64_t i = 0; i < length; i++) {
        if (at + i < from || at + i >= from + LONG)
            continue;
        want[0][at + i - from] += stream_fake_sample(fake, 0, offset + i) * gain;
        want[1][at + i - from]
            += stream_fake_sample(fake, fake->channels - 1, offset + i) * gain;
    }
}

static void
a_clip_sounds_from_its_first_frame_to_its_last(void **state)
{
    static struct rig rig;

    rig_open(&rig, OFFLINE);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 0);
    const struct stream_fake *source = rig_source(&rig, 2);
    rig_clip(&rig, track, source, 1003, 17777, 501);
    rig_roll(&rig, 0);
    memset(want, 0, sizeof want);
    want_clip(source, 1003, 17777, 501, 0, 1);
    rig_render(&rig, left, right, LONG, 512);
    expect_want(LONG);
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clip_sounds_from_its_first_frame_to_its_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
