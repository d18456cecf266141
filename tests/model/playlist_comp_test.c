/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a comp plays of its lanes, and how one gives way to the other. */
#include "model/playlist.h"

#include "model/ops_comp.h"
#include "model/ops_track.h"
#include "model/tables.h"
#include "tests/model/lane_song_help.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
a_seam_is_crossfaded_with_material_from_both_lanes(void **state)
{
    struct lane_song f;
    int64_t second;

    lane_song_open(&f);
    const int64_t comp = lane_song_add_comp(&f, &second, 100);
    lane_song_put_on(&f, f.lane, 1, 0, 10000);
    lane_song_put_on(&f, second, 2, 0, 10000);
    lane_song_swipe(&f, comp, 1000, 3000, f.lane);
    lane_song_swipe(&f, comp, 3000, 5000, second);
    lane_song_compile(&f);
    assert_int_equal(f.count, 2);
    assert_segment(&f.segments[0], 1, 1000, 3050);
    assert_segment(&f.segments[1], 2, 2950, 5000);
    assert_int_equal(f.segments[1].offset, 1000 + 2950);
    assert_fade(&f.segments[0].out[PLAYLIST_SEAM], 2950, 100, FADE_EQUAL_POWER);
    assert_fade(&f.segments[1].in[PLAYLIST_SEAM], 2950, 100, FADE_EQUAL_POWER);
    /* Edges that cut through sound fade within the range. */
    assert_fade(&f.segments[0].in[PLAYLIST_SEAM], 1000, 50, FADE_LINEAR);
    assert_fade(&f.segments[1].out[PLAYLIST_SEAM], 4950, 50, FADE_LINEAR);
    lane_song_close(&f);
}

static void
a_seam_goes_only_as_far_as_there_is_material(void **state)
{
    struct lane_song f;
    int64_t second;

    lane_song_open(&f);
    const int64_t comp = lane_song_add_comp(&f, &second, 100);
    lane_song_put_on(&f, f.lane, 1, 1000, 3010);
    lane_song_put_on(&f, second, 2, 3000, 5000);
    lane_song_swipe(&f, comp, 1000, 3000, f.lane);
    lane_song_swipe(&f, comp, 3000, 5000, second);
    lane_song_compile(&f);
    assert_int_equal(f.count, 2);
    assert_segment(&f.segments[0], 1, 1000, 3010);
    assert_segment(&f.segments[1], 2, 3000, 5000);
    assert_fade(&f.segments[0].out[PLAYLIST_SEAM], 3000, 10, FADE_EQUAL_POWER);
    assert_fade(&f.segments[0].in[PLAYLIST_SEAM], 0, 0,
                0); /* the clip begins here */
    assert_fade(&f.segments[1].out[PLAYLIST_SEAM], 0, 0, 0);
    lane_song_close(&f);
}

static void
a_comp_sounds_alone_and_gaps_in_it_are_silent(void **state)
{
    struct lane_song f;
    int64_t second;

    lane_song_open(&f);
    const int64_t comp = lane_song_add_comp(&f, &second, 0);
    lane_song_put_on(&f, f.lane, 1, 0, 10000);
    lane_song_swipe(&f, comp, 1000, 2000, f.lane);
    lane_song_swipe(&f, comp, 3000, 4000, f.lane);
    lane_song_swipe(&f, comp, 5000, 6000, second); /* nothing there */
    lane_song_compile(&f);
    assert_int_equal(f.count, 2);
    assert_segment(&f.segments[0], 1, 1000, 2000);
    assert_segment(&f.segments[1], 1, 3000, 4000);
    assert_fade(&f.segments[0].out[PLAYLIST_SEAM], 0, 0, 0);
    assert_int_equal(op_comp_deactivate(&f.song.ops, f.track), ST_OK);
    lane_song_compile(&f);
    assert_int_equal(f.count, 1);
    assert_segment(&f.segments[0], 1, 0, 10000);
    lane_song_close(&f);
}

/* Three takes of the whole song, and a comp of random ranges on them
 * without a gap. */
static int64_t
random_comp(struct lane_song *f, uint64_t *seed, int64_t lanes[3])
{
    int64_t at = 0;

    lanes[0] = f->lane;
    const int64_t comp
        = lane_song_add_comp(f, &lanes[1], (int64_t)model_song_below(seed, 120));
    assert_int_equal(op_lane_add(&f->song.ops, f->track, NULL, &lanes[2]), ST_OK);
    for (int i = 0; i < 3; i++)
        lane_song_put_on(f, lanes[i], i + 1, 0, 1000);
    while (at < 1000) {
        const int64_t to = at + 1 + (int64_t)model_song_below(seed, 150);

        lane_song_swipe(f, comp, at, to < 1000 ? to : 1000,
                        lanes[model_song_below(seed, 3)]);
        at = to;
    }
    return comp;
}

static void
the_power_stays_through_all_seams(void **state)
{
    uint64_t seed = 23;

    for (int round = 0; round < 200; round++) {
        struct lane_song f;
        int64_t lanes[3];

        lane_song_open(&f);
        random_comp(&f, &seed, lanes);
        lane_song_compile(&f);
        for (int64_t at = 0; at < 1000; at++) {
            double power = 0;
            int sounding = 0;

            for (size_t i = 0; i < f.count; i++) {
                const double gain = segment_gain(&f.segments[i], at);

                sounding += gain > 0;
                power += gain * gain;
            }
            assert_true(sounding == 1 || sounding == 2);
            assert_true(fabs(power - 1) < 1e-9);
        }
        lane_song_close(&f);
    }
}

/* The gain with which a track sounds each frame of each source. */
static void
sound_of(struct lane_song *f, double sound[4][1000])
{
    lane_song_compile(f);
    memset(sound, 0, 4 * sizeof *sound);
    for (size_t i = 0; i < f->count; i++) {
        const struct playlist_segment *segment = &f->segments[i];
        const struct row_clip *clip
            = model_row(f->song.model, TABLE_CLIP, segment->clip_id);
        const struct row_source *source
            = model_row(f->song.model, TABLE_SOURCE, clip->source_id);

        for (int64_t at = segment->start; at < segment->end; at++) {
            assert_int_equal(segment->offset + at - segment->start, 1000 + at);
            sound[source->bytes][at] += segment_gain(segment, at);
        }
    }
}

static void
a_flattened_comp_sounds_the_same(void **state)
{
    static double before[4][1000], after[4][1000];
    uint64_t seed = 31;

    for (int round = 0; round < 100; round++) {
        struct lane_song f;
        int64_t lanes[3], lane;

        lane_song_open(&f);
        const int64_t comp = random_comp(&f, &seed, lanes);
        if (round % 2)
            assert_int_equal(
                op_comp_clear(&f.song.ops, comp, frames(300), frames(420)), ST_OK);
        model_song_apply(&f.song);
        for (int64_t i = 1; i <= 3; i++) { /* tell the sources apart */
            const struct row_clip *clip = model_row(f.song.model, TABLE_CLIP, i);

            assert_int_equal(op_set_number(&f.song.ops, TABLE_SOURCE,
                                           clip->source_id, "bytes", (double)i),
                             ST_OK);
        }
        sound_of(&f, before);
        assert_int_equal(op_comp_flatten(&f.song.ops, comp, &lane), ST_OK);
        sound_of(&f, after);
        for (int i = 0; i < 4; i++)
            for (int at = 0; at < 1000; at++)
                assert_true(fabs(before[i][at] - after[i][at]) < 1e-9);
        assert_int_equal(
            ((const struct row_comp *)model_row(f.song.model, TABLE_COMP, comp))
                ->active,
            0);
        lane_song_close(&f);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seam_is_crossfaded_with_material_from_both_lanes),
        cmocka_unit_test(a_seam_goes_only_as_far_as_there_is_material),
        cmocka_unit_test(a_comp_sounds_alone_and_gaps_in_it_are_silent),
        cmocka_unit_test(the_power_stays_through_all_seams),
        cmocka_unit_test(a_flattened_comp_sounds_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
