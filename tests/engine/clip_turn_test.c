/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits under the playhead, through an untouched strip: every sample is
 * worked out here. */
#include "tests/test.h"

#include "dsp/gain.h"
#include "model/tables.h"
#include "tests/engine/rig_help.h"

#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

enum { FADE = 256, LONG = 4000 };

static float left[LONG], right[LONG];

/* One clip on a stereo track; NONE: silence. */
struct heard {
    const struct stream_fake *source;
    int64_t at, end;
    float gain;
};
static const struct heard NONE = {NULL, 0, 0, 0};

static float
sample(const struct heard *heard, unsigned side, int64_t at)
{
    if (!heard->source || at < heard->at || at >= heard->end)
        return 0;
    return stream_fake_sample(heard->source, side, at - heard->at) * heard->gain;
}

/* `n` frames of the buffers, of which the first is frame `at` of the timeline and
 * comes `since` frames after `new` took over from `old`; to the bit. */
static void
expect(uint32_t first, uint32_t n, int64_t at, const struct heard *old,
       const struct heard *new, uint32_t since)
{
    for (uint32_t i = 0; i < n; i++, since++) {
        const float *const got[] = {left + first, right + first};

        for (unsigned side = 0; side < 2; side++) {
            const float y = sample(new, side, at + i),
                        x = sample(old, side, at + i);
            const float weight
                = since < FADE ? (FADE - (int)since) / (float)FADE : 0;
            const float want = y + (x - y) * weight;

            if (got[side][i] != want)
                fail_msg("frame %u (%u after the edit): %.9g, not %.9g", first + i,
                         since, got[side][i], want);
        }
    }
}

struct place {
    struct rig rig;
    int64_t track, clip;
    struct heard heard;
};

/* A clip from 0 to 100 000 on a stereo track, rolling, with all that these tests
 * play in memory: not offline, where what the newest plan does not want is let
 * go of at once. */
static void
begin(struct place *place)
{
    rig_open(&place->rig, (struct engine_config){0});
    place->track = rig_track(&place->rig, TRACK_AUDIO, 2, 0);
    place->heard = (struct heard){rig_source(&place->rig, 2), 0, 100000, 1};
    place->clip
        = rig_clip(&place->rig, place->track, place->heard.source, 0, 100000, 0);
    rig_plan(&place->rig);
    assert_int_equal(engine_locate(place->rig.engine, frames(0)), ST_OK);
    do {
        sched_yield();
        rig_render(&place->rig, left, right, 1, 1);
    } while (!engine_ready(place->rig.engine));
    assert_int_equal(engine_roll(place->rig.engine), ST_OK);
    rig_render(&place->rig, left, right, 1, 1);
}

static void
put_clip(struct place *place, int64_t at, int64_t length, double gain_db)
{
    struct row_clip clip = rig_clip_row(&place->rig, place->clip);

    clip.at = at;
    clip.length = length;
    clip.gain_db = gain_db;
    rig_put(&place->rig, TABLE_CLIP, &clip);
    place->heard = (struct heard){place->heard.source, at, at + length,
                                  gain_from_db(gain_db)};
}

static void
a_clip_moved_under_the_playhead_is_crossfaded(void **state)
{
    static struct place place;

    begin(&place);
    for (uint32_t i = 0; i < 30; i++) {
        const struct heard old = place.heard;

        put_clip(&place, i % 7 * 1000 - 3000, 100000, 0);
        rig_plan(&place.rig);
        rig_render(&place.rig, left, right, 415, 83);
        expect(0, 415, 1 + 415 * (int64_t)i, &old, &place.heard, 0);
    }
    rig_close(&place.rig);
}

static void
any_cut_of_the_crossfade_gives_the_same(void **state)
{
    static struct place place;

    for (uint32_t block = 1; block < 700; block += 1 + block / 3) {
        begin(&place);
        rig_render(&place.rig, left, right, 1000, 777);
        const struct heard old = place.heard;
        put_clip(&place, 333, 100000, -7);
        rig_plan(&place.rig);
        rig_render(&place.rig, left, right, 700, block);
        expect(0, 700, 1001, &old, &place.heard, 0);
        rig_close(&place.rig);
    }
}

static void
a_clip_deleted_trimmed_or_put_there_does_not_click(void **state)
{
    static struct place place;

    begin(&place);
    rig_render(&place.rig, left, right, 999, 999);
    struct heard old = place.heard;
    struct row_clip clip = rig_clip_row(&place.rig, place.clip);
    rig_delete(&place.rig, TABLE_CLIP, place.clip);
    rig_plan(&place.rig);
    rig_render(&place.rig, left, right, 1000, 100);
    expect(0, 1000, 1000, &old, &NONE, 0);

    rig_put(&place.rig, TABLE_CLIP, &clip);
    rig_plan(&place.rig);
    rig_render(&place.rig, left, right, 1000, 100);
    expect(0, 1000, 2000, &NONE, &old, 0);

    /* Its end comes nearer than the crossfade is long; then it lies behind. */
    put_clip(&place, 0, 3100, 0);
    rig_plan(&place.rig);
    rig_render(&place.rig, left, right, 50, 100);
    expect(0, 50, 3000, &old, &place.heard, 0);
    rig_render(&place.rig, left, right, 500, 100);
    expect(0, 500, 3050, &old, &place.heard, 50);
    rig_close(&place.rig);
}

static void
a_new_track_and_a_wider_one_come_in_softly(void **state)
{
    static struct place place;

    begin(&place);
    rig_render(&place.rig, left, right, 999, 999);
    const int64_t track = rig_track(&place.rig, TRACK_AUDIO, 2, 0);
    const struct heard old = place.heard;
    rig_clip(&place.rig, track, old.source, 0, 100000, 0);
    rig_plan(&place.rig);
    rig_render(&place.rig, left, right, 500, 100);
    for (uint32_t i = 0; i < 500; i++) {
        const float x = stream_fake_sample(old.source, 0, 1000 + i);
        const float weight = i < FADE ? (FADE - (int)i) / (float)FADE : 0;

        assert_true(left[i] == x + (x + (0 - x) * weight));
    }
    rig_close(&place.rig);
}

static void
a_clip_cut_in_two_at_the_playhead_changes_no_bit(void **state)
{
    static struct place place;

    begin(&place);
    rig_render(&place.rig, left, right, 999, 999);
    const struct heard old = place.heard;
    put_clip(&place, 0, 1100, 0);
    rig_clip(&place.rig, place.track, old.source, 1100, 90000, 1100);
    rig_plan(&place.rig);
    rig_render(&place.rig, left, right, 1000, 64);
    expect(0, 1000, 1000, &old, &old, 0);
    rig_close(&place.rig);
}

static void
a_plan_that_comes_meanwhile_waits_and_the_last_one_counts(void **state)
{
    static struct place place;
    struct heard all[4];

    begin(&place);
    all[0] = place.heard;
    for (uint32_t i = 1; i < 4; i++) {
        put_clip(&place, i * 500, 100000, 0);
        all[i] = place.heard;
        rig_plan(&place.rig);
        rig_render(&place.rig, left + 100 * i, right + 100 * i, 100, 50);
    }
    rig_render(&place.rig, left + 400, right + 400, 1000, 50);
    /* The first one 100 frames before it is over finds the next two waiting:
     * at the block's edge after 256 frames the third follows, the second was
     * never heard. */
    expect(100, 300, 1, &all[0], &all[1], 0);
    expect(400, 1000, 301, &all[1], &all[3], 0);
    rig_close(&place.rig);
}

static void
a_locate_or_a_stop_ends_the_crossfade(void **state)
{
    static struct place place;

    for (int way = 0; way < 2; way++) {
        begin(&place);
        rig_render(&place.rig, left, right, 999, 999);
        put_clip(&place, 77, 100000, 0);
        rig_plan(&place.rig);
        rig_render(&place.rig, left, right, 100, 100);
        put_clip(&place, 99, 100000, -3);
        rig_plan(&place.rig); /* waits */
        if (way == 0) {
            assert_int_equal(engine_locate(place.rig.engine, frames(1100)), ST_OK);
        } else {
            assert_int_equal(engine_stop(place.rig.engine), ST_OK);
            assert_int_equal(engine_roll(place.rig.engine), ST_OK);
        }
        rig_render(&place.rig, left, right, 1000, 100);
        expect(0, 1000, 1100, &place.heard, &place.heard, 0);
        rig_close(&place.rig);
    }
}

static void
a_crossfade_goes_on_through_the_loops_edge(void **state)
{
    static struct place place;

    begin(&place);
    assert_int_equal(engine_loop(place.rig.engine, frames(300), frames(1100)),
                     ST_OK);
    rig_render(&place.rig, left, right, 999, 999);
    const struct heard old = place.heard;
    put_clip(&place, 200, 100000, -6);
    rig_plan(&place.rig);
    rig_render(&place.rig, left, right, 800, 47);
    expect(0, 100, 1000, &old, &place.heard, 0);
    expect(100, 700, 300, &old, &place.heard, 100);
    rig_close(&place.rig);
}

static void
a_plan_for_a_stopped_transport_is_there_at_once(void **state)
{
    static struct place place;

    begin(&place);
    rig_render(&place.rig, left, right, 999, 999);
    assert_int_equal(engine_stop(place.rig.engine), ST_OK);
    rig_render(&place.rig, left, right, 10, 10);
    put_clip(&place, 500, 100000, 0);
    rig_plan(&place.rig);
    rig_render(&place.rig, left, right, 10, 10);
    put_clip(&place, 600, 100000, 0);
    rig_plan(&place.rig);
    assert_int_equal(engine_roll(place.rig.engine), ST_OK);
    rig_render(&place.rig, left, right, 500, 100);
    expect(0, 500, 1000, &place.heard, &place.heard, 0);
    rig_close(&place.rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clip_moved_under_the_playhead_is_crossfaded),
        cmocka_unit_test(any_cut_of_the_crossfade_gives_the_same),
        cmocka_unit_test(a_clip_deleted_trimmed_or_put_there_does_not_click),
        cmocka_unit_test(a_new_track_and_a_wider_one_come_in_softly),
        cmocka_unit_test(a_clip_cut_in_two_at_the_playhead_changes_no_bit),
        cmocka_unit_test(a_plan_that_comes_meanwhile_waits_and_the_last_one_counts),
        cmocka_unit_test(a_locate_or_a_stop_ends_the_crossfade),
        cmocka_unit_test(a_crossfade_goes_on_through_the_loops_edge),
        cmocka_unit_test(a_plan_for_a_stopped_transport_is_there_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
