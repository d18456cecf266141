/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/playlist.h"

#include "model/ops_clip.h"
#include "model/ops_comp.h"
#include "model/ops_track.h"
#include "model/tables.h"
#include "tests/alloc_help.h"
#include "tests/model/lane_song_help.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- one lane ----------------------------------------------------------------- */

static void
clips_apart_play_as_they_are(void **state)
{
    struct lane_song f;

    lane_song_open(&f);
    struct row_clip clip = lane_song_clip(&f, 2, 5000, 6000, 0);
    clip.fade_in = 100;
    clip.fade_out = 300;
    clip.fade_out_shape = FADE_SLOW;
    clip.gain_db = -3;
    lane_song_put_clip(&f, clip);
    lane_song_put(&f, 1, 0, 5000, 0);
    lane_song_compile(&f);
    assert_int_equal(f.count, 2);
    assert_segment(&f.segments[0], 1, 0, 5000);
    assert_segment(&f.segments[1], 2, 5000, 6000);
    assert_int_equal(f.segments[1].offset, 1000);
    assert_true(f.segments[1].gain_db == -3);
    assert_fade(&f.segments[1].in[PLAYLIST_OWN], 5000, 100, FADE_LINEAR);
    assert_fade(&f.segments[1].out[PLAYLIST_OWN], 5700, 300, FADE_SLOW);
    assert_fade(&f.segments[0].out[PLAYLIST_OVERLAP], 0, 0, 0);
    assert_fade(&f.segments[0].out[PLAYLIST_OWN], 0, 0, 0);
    lane_song_close(&f);
}

static void
an_overlap_is_crossfaded_whichever_lies_on_top(void **state)
{
    for (int64_t layer = -1; layer <= 1; layer++) {
        struct lane_song f;

        lane_song_open(&f);
        struct row_clip clip = lane_song_clip(&f, 1, 0, 1000, 0);
        clip.fade_out = 50; /* the crossfade takes its place */
        clip.fade_in = 20;
        lane_song_put_clip(&f, clip);
        lane_song_put(&f, 2, 800, 2000, layer);
        lane_song_compile(&f);
        assert_int_equal(f.count, 2);
        assert_segment(&f.segments[0], 1, 0, 1000);
        assert_segment(&f.segments[1], 2, 800, 2000);
        assert_fade(&f.segments[0].out[PLAYLIST_OVERLAP], 800, 200,
                    FADE_EQUAL_POWER);
        assert_fade(&f.segments[1].in[PLAYLIST_OVERLAP], 800, 200,
                    FADE_EQUAL_POWER);
        assert_fade(&f.segments[0].out[PLAYLIST_OWN], 0, 0, 0);
        assert_fade(&f.segments[0].in[PLAYLIST_OWN], 0, 20, FADE_LINEAR);
        lane_song_close(&f);
    }
}

static void
parts_of_one_recording_that_overlap_are_not_heard(void **state)
{
    struct lane_song f;

    lane_song_open(&f);
    struct row_clip a = lane_song_clip(&f, 1, 0, 1000, 0);
    struct row_clip b = a;
    b.id = 2;
    b.at = 600;
    b.length = 1400;
    b.offset = a.offset + 600;
    lane_song_put_clip(&f, a);
    lane_song_put_clip(&f, b);
    lane_song_compile(&f);
    assert_int_equal(f.count, 2);
    assert_fade(&f.segments[0].out[PLAYLIST_OVERLAP], 600, 400, FADE_LINEAR);
    for (int64_t n = 0; n < 2000; n++)
        assert_true(
            fabs(segment_gain(&f.segments[0], n)
                 + segment_gain(&f.segments[1], n) - 1)
            < 1e-12);
    lane_song_close(&f);
}

static void
a_clip_covered_from_end_to_end_is_silent(void **state)
{
    struct lane_song f;

    lane_song_open(&f);
    lane_song_put(&f, 1, 500, 800, 0);
    lane_song_put(&f, 2, 500, 900, 5);
    lane_song_put(&f, 3, 100, 400, 4);
    /* with the same layer and start, the greater id */
    lane_song_put(&f, 4, 100, 400, 4);
    lane_song_compile(&f);
    assert_int_equal(f.count, 2);
    assert_segment(&f.segments[0], 4, 100, 400);
    assert_segment(&f.segments[1], 2, 500, 900);
    lane_song_close(&f);
}

static void
a_clip_in_the_midst_of_another_takes_its_place(void **state)
{
    struct lane_song f;

    lane_song_open(&f);
    lane_song_put(&f, 1, 0, 10000, 0);
    struct row_clip top = lane_song_clip(&f, 2, 4000, 6000, 1);
    top.fade_out = 700;
    lane_song_put_clip(&f, top);
    lane_song_compile(&f);
    assert_int_equal(f.count, 3);
    assert_segment(&f.segments[0], 1, 0, 4240); /* 5 ms */
    assert_segment(&f.segments[1], 2, 4000, 6000);
    assert_segment(&f.segments[2], 1, 5300, 10000); /* its own fade */
    assert_int_equal(f.segments[2].offset, 1000 + 5300);
    assert_fade(&f.segments[1].in[PLAYLIST_OVERLAP], 4000, 240, FADE_EQUAL_POWER);
    assert_fade(&f.segments[1].out[PLAYLIST_OVERLAP], 5300, 700, FADE_EQUAL_POWER);
    assert_fade(&f.segments[1].out[PLAYLIST_OWN], 0, 0, 0);
    lane_song_close(&f);
}

static void
muted_clips_are_as_if_they_were_not_there(void **state)
{
    struct lane_song f;

    lane_song_open(&f);
    struct row_clip top = lane_song_clip(&f, 2, 100, 600, 9);
    top.muted = 1;
    lane_song_put_clip(&f, top);
    lane_song_put(&f, 1, 0, 500, 0);
    lane_song_compile(&f);
    assert_int_equal(f.count, 1);
    assert_segment(&f.segments[0], 1, 0, 500);
    assert_fade(&f.segments[0].out[PLAYLIST_OVERLAP], 0, 0, 0);
    lane_song_close(&f);
}

static void
clips_kept_in_ticks_play_where_the_tempo_puts_them(void **state)
{
    struct lane_song f;

    lane_song_open(&f);
    struct row_clip clip = lane_song_clip(&f, 1, 2 * TICKS_PER_QUARTER, 0, 0);
    clip.unit = TIME_TICKS;
    clip.length = 777;
    lane_song_put_clip(&f, clip);
    lane_song_compile(&f);
    assert_segment(&f.segments[0], 1, 48000, 48777);
    lane_song_close(&f);
}

/* --- random lanes, against what the header promises --------------------------- */

enum { SPAN = 300 };

/* Which clip lies on top at a frame, or NULL. */
static const struct row_clip *
topmost(const struct row_clip *clips, size_t count, int64_t at)
{
    const struct row_clip *top = NULL;

    for (size_t i = 0; i < count; i++) {
        const struct row_clip *clip = &clips[i];

        if (clip->muted || at < clip->at || at >= clip->at + clip->length)
            continue;
        if (!top || clip->layer > top->layer
            || (clip->layer == top->layer
                && (clip->at > top->at
                    || (clip->at == top->at && clip->id > top->id))))
            top = clip;
    }
    return top;
}

static bool
is_covered(const struct row_clip *clips, size_t count, const struct row_clip *clip)
{
    for (size_t i = 0; i < count; i++)
        if (!clips[i].muted && clips[i].layer > clip->layer
            && clips[i].at <= clip->at
            && clips[i].at + clips[i].length >= clip->at + clip->length)
            return true;
    return false;
}

static void
check_frame(const struct lane_song *f, const struct row_clip *clips, size_t count,
            int64_t at)
{
    const struct row_clip *top = topmost(clips, count, at);
    double power = 0;
    bool top_sounds = false;
    int sounding = 0;

    for (size_t i = 0; i < f->count; i++) {
        const struct playlist_segment *segment = &f->segments[i];
        const double gain = segment_gain(segment, at);

        if (at < segment->start || at >= segment->end)
            continue;
        sounding++;
        power += gain * gain;
        top_sounds = top_sounds || segment->clip_id == top->id;
    }
    assert_true(sounding <= 2);
    assert_int_equal(top_sounds, top != NULL);
    assert_true(fabs(power - (top != NULL)) < 1e-9);
}

static void
whatever_lies_on_a_lane_the_top_sounds_and_the_power_stays(void **state)
{
    uint64_t seed = 17;

    for (int round = 0; round < 400; round++) {
        struct row_clip clips[12];
        const size_t count = 1 + model_song_below(&seed, 12);
        struct lane_song f;

        lane_song_open(&f);
        for (size_t i = 0; i < count; i++) {
            const int64_t from = (int64_t)model_song_below(&seed, SPAN - 60);

            clips[i]
                = lane_song_clip(&f, (int64_t)i + 1, from,
                                 from + 1 + (int64_t)model_song_below(&seed, 60), 0);
            clips[i].layer = (int64_t)model_song_below(&seed, 4);
            clips[i].muted = model_song_below(&seed, 8) == 0;
            lane_song_put_clip(&f, clips[i]);
        }
        lane_song_compile(&f);
        for (int64_t at = -1; at <= SPAN; at++)
            check_frame(&f, clips, count, at);
        for (size_t i = 0; i < f.count; i++) {
            const struct row_clip *clip = &clips[f.segments[i].clip_id - 1];

            assert_false(is_covered(clips, count, clip));
            assert_int_equal(f.segments[i].offset - clip->offset,
                             f.segments[i].start - clip->at);
        }
        lane_song_close(&f);
    }
}

/* --- the rest ----------------------------------------------------------------- */

static void
an_edit_under_way_can_be_looked_at(void **state)
{
    struct lane_song f;

    lane_song_open(&f);
    lane_song_put(&f, 1, 0, 500, 0);
    lane_song_compile(&f);
    assert_int_equal(f.count, 1);
    lane_song_put(&f, 2, 1000, 1500, 0);
    assert_int_equal(edit_delete(f.song.ops.edit, TABLE_CLIP, 1), ST_OK);
    assert_int_equal(playlist_compile(f.list, f.song.model, f.song.ops.edit,
                                      f.track, &f.segments, &f.count),
                     ST_OK);
    assert_int_equal(f.count, 1);
    assert_segment(&f.segments[0], 2, 1000, 1500);
    lane_song_close(&f);
}

static void
a_lane_that_does_not_play_can_be_looked_at(void **state)
{
    struct lane_song f;

    lane_song_open(&f);
    lane_song_put(&f, 1, 0, 1000, 0);
    lane_song_put(&f, 2, 800, 2000, 0);
    struct row_lane lane
        = *(const struct row_lane *)model_row(f.song.model, TABLE_LANE, f.lane);

    lane.plays = 0;
    assert_int_equal(edit_put(f.song.ops.edit, TABLE_LANE, &lane), ST_OK);
    lane_song_compile(&f);
    assert_int_equal(f.count, 0);
    assert_int_equal(playlist_compile_lane(f.list, f.song.model, NULL, f.lane,
                                           &f.segments, &f.count),
                     ST_OK);
    assert_int_equal(f.count, 2);
    assert_fade(&f.segments[1].in[PLAYLIST_OVERLAP], 800, 200, FADE_EQUAL_POWER);
    lane_song_close(&f);
}

static void
a_track_that_is_not_there_plays_nothing(void **state)
{
    struct lane_song f;

    lane_song_open(&f);
    assert_int_equal(
        playlist_compile(f.list, f.song.model, NULL, 12345, &f.segments, &f.count),
        ST_OK);
    assert_int_equal(f.count, 0);
    lane_song_close(&f);
}

static void
without_memory_it_fails_cleanly(void **state)
{
    bool failed = true;
    int times = 0;

    for (int after = 0; failed; after++) {
        struct lane_song f;
        int64_t second;
        enum status status;

        lane_song_open(&f);
        const int64_t comp = lane_song_add_comp(&f, &second, 100);
        for (int64_t i = 1; i < 40; i++) {
            lane_song_put_on(&f, i % 2 ? f.lane : second, i, i * 100,
                             i * 100 + 300);
            lane_song_swipe(&f, comp, i * 100, i * 100 + 100,
                            i % 2 ? f.lane : second);
        }
        model_song_apply(&f.song);
        alloc_fail_after(after);
        status = playlist_compile(f.list, f.song.model, NULL, f.track, &f.segments,
                                  &f.count);
        failed = alloc_fail_stop();
        assert_int_equal(status, failed ? ST_NO_MEM : ST_OK);
        times += failed;
        lane_song_compile(&f);
        assert_true(f.count >= 39);
        lane_song_close(&f);
    }
    assert_in_range(times, 5, 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clips_apart_play_as_they_are),
        cmocka_unit_test(an_overlap_is_crossfaded_whichever_lies_on_top),
        cmocka_unit_test(parts_of_one_recording_that_overlap_are_not_heard),
        cmocka_unit_test(a_clip_covered_from_end_to_end_is_silent),
        cmocka_unit_test(a_clip_in_the_midst_of_another_takes_its_place),
        cmocka_unit_test(muted_clips_are_as_if_they_were_not_there),
        cmocka_unit_test(clips_kept_in_ticks_play_where_the_tempo_puts_them),
        cmocka_unit_test(
            whatever_lies_on_a_lane_the_top_sounds_and_the_power_stays),
        cmocka_unit_test(an_edit_under_way_can_be_looked_at),
        cmocka_unit_test(a_lane_that_does_not_play_can_be_looked_at),
        cmocka_unit_test(a_track_that_is_not_there_plays_nothing),
        cmocka_unit_test(without_memory_it_fails_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
