/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/playlist.h"

#include "model/ops_clip.h"
#include "model/ops_comp.h"
#include "model/ops_track.h"
#include "model/tables.h"
#include "tests/alloc_help.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Clips of a lane, put as rows, so that layers and fades are what the test says. */
struct fixture {
    struct model_song song;
    struct playlist *list;
    int64_t track;
    int64_t lane;
    const struct playlist_segment *segments;
    size_t count;
};

static void
open_fixture(struct fixture *f)
{
    model_song_open(&f->song);
    assert_int_equal(playlist_new(&f->list), ST_OK);
    f->track = model_song_track(&f->song, "T", &f->lane);
    model_song_apply(&f->song);
}

static void
close_fixture(struct fixture *f)
{
    playlist_free(f->list);
    model_song_close(&f->song);
}

static struct row_clip
clip_of(struct fixture *f, int64_t id, int64_t from, int64_t to, int64_t layer)
{
    struct row_clip clip;

    row_init(TABLE_CLIP, &clip);
    clip.id = id;
    clip.lane_id = f->lane;
    clip.source_id = model_song_source(&f->song, 1000000);
    clip.at = from;
    clip.length = to - from;
    clip.offset = 1000;
    clip.layer = layer;
    return clip;
}

static void
put_clip(struct fixture *f, struct row_clip clip)
{
    assert_int_equal(edit_put(f->song.ops.edit, TABLE_CLIP, &clip), ST_OK);
}

static void
put(struct fixture *f, int64_t id, int64_t from, int64_t to, int64_t layer)
{
    put_clip(f, clip_of(f, id, from, to, layer));
}

static void
compile(struct fixture *f)
{
    model_song_apply(&f->song);
    assert_int_equal(playlist_compile(f->list, f->song.model, NULL, f->track,
                                      &f->segments, &f->count),
                     ST_OK);
}

static double
gain_at(const struct playlist_segment *segment, int64_t frame)
{
    double gain = frame >= segment->start && frame < segment->end;

    for (int i = 0; i < PLAYLIST_FADES; i++)
        gain *= playlist_fade_in_gain(&segment->in[i], frame)
                * playlist_fade_out_gain(&segment->out[i], frame);
    return gain;
}

static void
assert_segment(const struct playlist_segment *segment, int64_t clip, int64_t start,
               int64_t end)
{
    assert_int_equal(segment->clip_id, clip);
    assert_int_equal(segment->start, start);
    assert_int_equal(segment->end, end);
}

static void
assert_fade(const struct playlist_fade *fade, int64_t start, int64_t length,
            enum fade_shape shape)
{
    assert_int_equal(fade->length, length);
    if (length == 0)
        return;
    assert_int_equal(fade->start, start);
    assert_int_equal(fade->shape, shape);
}

/* --- one lane ----------------------------------------------------------------- */

static void
clips_apart_play_as_they_are(void **state)
{
    struct fixture f;

    open_fixture(&f);
    struct row_clip clip = clip_of(&f, 2, 5000, 6000, 0);
    clip.fade_in = 100;
    clip.fade_out = 300;
    clip.fade_out_shape = FADE_SLOW;
    clip.gain_db = -3;
    put_clip(&f, clip);
    put(&f, 1, 0, 5000, 0);
    compile(&f);
    assert_int_equal(f.count, 2);
    assert_segment(&f.segments[0], 1, 0, 5000);
    assert_segment(&f.segments[1], 2, 5000, 6000);
    assert_int_equal(f.segments[1].offset, 1000);
    assert_true(f.segments[1].gain_db == -3);
    assert_fade(&f.segments[1].in[PLAYLIST_OWN], 5000, 100, FADE_LINEAR);
    assert_fade(&f.segments[1].out[PLAYLIST_OWN], 5700, 300, FADE_SLOW);
    assert_fade(&f.segments[0].out[PLAYLIST_OVERLAP], 0, 0, 0);
    assert_fade(&f.segments[0].out[PLAYLIST_OWN], 0, 0, 0);
    close_fixture(&f);
}

static void
an_overlap_is_crossfaded_whichever_lies_on_top(void **state)
{
    for (int64_t layer = -1; layer <= 1; layer++) {
        struct fixture f;

        open_fixture(&f);
        struct row_clip clip = clip_of(&f, 1, 0, 1000, 0);
        clip.fade_out = 50; /* the crossfade takes its place */
        clip.fade_in = 20;
        put_clip(&f, clip);
        put(&f, 2, 800, 2000, layer);
        compile(&f);
        assert_int_equal(f.count, 2);
        assert_segment(&f.segments[0], 1, 0, 1000);
        assert_segment(&f.segments[1], 2, 800, 2000);
        assert_fade(&f.segments[0].out[PLAYLIST_OVERLAP], 800, 200,
                    FADE_EQUAL_POWER);
        assert_fade(&f.segments[1].in[PLAYLIST_OVERLAP], 800, 200,
                    FADE_EQUAL_POWER);
        assert_fade(&f.segments[0].out[PLAYLIST_OWN], 0, 0, 0);
        assert_fade(&f.segments[0].in[PLAYLIST_OWN], 0, 20, FADE_LINEAR);
        close_fixture(&f);
    }
}

static void
parts_of_one_recording_that_overlap_are_not_heard(void **state)
{
    struct fixture f;

    open_fixture(&f);
    struct row_clip a = clip_of(&f, 1, 0, 1000, 0);
    struct row_clip b = a;
    b.id = 2;
    b.at = 600;
    b.length = 1400;
    b.offset = a.offset + 600;
    put_clip(&f, a);
    put_clip(&f, b);
    compile(&f);
    assert_int_equal(f.count, 2);
    assert_fade(&f.segments[0].out[PLAYLIST_OVERLAP], 600, 400, FADE_LINEAR);
    for (int64_t n = 0; n < 2000; n++)
        assert_true(
            fabs(gain_at(&f.segments[0], n) + gain_at(&f.segments[1], n) - 1)
            < 1e-12);
    close_fixture(&f);
}

static void
a_clip_covered_from_end_to_end_is_silent(void **state)
{
    struct fixture f;

    open_fixture(&f);
    put(&f, 1, 500, 800, 0);
    put(&f, 2, 500, 900, 5);
    put(&f, 3, 100, 400, 4);
    put(&f, 4, 100, 400, 4); /* with the same layer and start, the greater id */
    compile(&f);
    assert_int_equal(f.count, 2);
    assert_segment(&f.segments[0], 4, 100, 400);
    assert_segment(&f.segments[1], 2, 500, 900);
    close_fixture(&f);
}

static void
a_clip_in_the_midst_of_another_takes_its_place(void **state)
{
    struct fixture f;

    open_fixture(&f);
    put(&f, 1, 0, 10000, 0);
    struct row_clip top = clip_of(&f, 2, 4000, 6000, 1);
    top.fade_out = 700;
    put_clip(&f, top);
    compile(&f);
    assert_int_equal(f.count, 3);
    assert_segment(&f.segments[0], 1, 0, 4240); /* 5 ms */
    assert_segment(&f.segments[1], 2, 4000, 6000);
    assert_segment(&f.segments[2], 1, 5300, 10000); /* its own fade */
    assert_int_equal(f.segments[2].offset, 1000 + 5300);
    assert_fade(&f.segments[1].in[PLAYLIST_OVERLAP], 4000, 240, FADE_EQUAL_POWER);
    assert_fade(&f.segments[1].out[PLAYLIST_OVERLAP], 5300, 700, FADE_EQUAL_POWER);
    assert_fade(&f.segments[1].out[PLAYLIST_OWN], 0, 0, 0);
    close_fixture(&f);
}

static void
muted_clips_are_as_if_they_were_not_there(void **state)
{
    struct fixture f;

    open_fixture(&f);
    struct row_clip top = clip_of(&f, 2, 100, 600, 9);
    top.muted = 1;
    put_clip(&f, top);
    put(&f, 1, 0, 500, 0);
    compile(&f);
    assert_int_equal(f.count, 1);
    assert_segment(&f.segments[0], 1, 0, 500);
    assert_fade(&f.segments[0].out[PLAYLIST_OVERLAP], 0, 0, 0);
    close_fixture(&f);
}

static void
clips_kept_in_ticks_play_where_the_tempo_puts_them(void **state)
{
    struct fixture f;

    open_fixture(&f);
    struct row_clip clip = clip_of(&f, 1, 2 * TICKS_PER_QUARTER, 0, 0);
    clip.unit = TIME_TICKS;
    clip.length = 777;
    put_clip(&f, clip);
    compile(&f);
    assert_segment(&f.segments[0], 1, 48000, 48777);
    close_fixture(&f);
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
check_frame(const struct fixture *f, const struct row_clip *clips, size_t count,
            int64_t at)
{
    const struct row_clip *top = topmost(clips, count, at);
    double power = 0;
    bool top_sounds = false;
    int sounding = 0;

    for (size_t i = 0; i < f->count; i++) {
        const struct playlist_segment *segment = &f->segments[i];
        const double gain = gain_at(segment, at);

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
        struct fixture f;

        open_fixture(&f);
        for (size_t i = 0; i < count; i++) {
            const int64_t from = (int64_t)model_song_below(&seed, SPAN - 60);

            clips[i] = clip_of(&f, (int64_t)i + 1, from,
                               from + 1 + (int64_t)model_song_below(&seed, 60), 0);
            clips[i].layer = (int64_t)model_song_below(&seed, 4);
            clips[i].muted = model_song_below(&seed, 8) == 0;
            put_clip(&f, clips[i]);
        }
        compile(&f);
        for (int64_t at = -1; at <= SPAN; at++)
            check_frame(&f, clips, count, at);
        for (size_t i = 0; i < f.count; i++) {
            const struct row_clip *clip = &clips[f.segments[i].clip_id - 1];

            assert_false(is_covered(clips, count, clip));
            assert_int_equal(f.segments[i].offset - clip->offset,
                             f.segments[i].start - clip->at);
        }
        close_fixture(&f);
    }
}

/* --- comps -------------------------------------------------------------------- */

/* A second lane, and a comp that is active. */
static int64_t
add_comp(struct fixture *f, int64_t *second, int64_t crossfade)
{
    int64_t comp;

    assert_int_equal(op_lane_add(&f->song.ops, f->track, NULL, second), ST_OK);
    assert_int_equal(op_comp_add(&f->song.ops, f->track, NULL, &comp), ST_OK);
    assert_int_equal(op_comp_crossfade(&f->song.ops, comp, crossfade), ST_OK);
    assert_int_equal(op_comp_activate(&f->song.ops, comp), ST_OK);
    return comp;
}

static void
swipe(struct fixture *f, int64_t comp, int64_t from, int64_t to, int64_t lane)
{
    assert_int_equal(
        op_comp_set(&f->song.ops, comp, frames(from), frames(to), lane), ST_OK);
}

static void
put_on(struct fixture *f, int64_t lane, int64_t id, int64_t from, int64_t to)
{
    struct row_clip clip = clip_of(f, id, from, to, 0);

    clip.lane_id = lane;
    put_clip(f, clip);
}

static void
a_seam_is_crossfaded_with_material_from_both_lanes(void **state)
{
    struct fixture f;
    int64_t second;

    open_fixture(&f);
    const int64_t comp = add_comp(&f, &second, 100);
    put_on(&f, f.lane, 1, 0, 10000);
    put_on(&f, second, 2, 0, 10000);
    swipe(&f, comp, 1000, 3000, f.lane);
    swipe(&f, comp, 3000, 5000, second);
    compile(&f);
    assert_int_equal(f.count, 2);
    assert_segment(&f.segments[0], 1, 1000, 3050);
    assert_segment(&f.segments[1], 2, 2950, 5000);
    assert_int_equal(f.segments[1].offset, 1000 + 2950);
    assert_fade(&f.segments[0].out[PLAYLIST_SEAM], 2950, 100, FADE_EQUAL_POWER);
    assert_fade(&f.segments[1].in[PLAYLIST_SEAM], 2950, 100, FADE_EQUAL_POWER);
    /* Edges that cut through sound fade within the range. */
    assert_fade(&f.segments[0].in[PLAYLIST_SEAM], 1000, 50, FADE_LINEAR);
    assert_fade(&f.segments[1].out[PLAYLIST_SEAM], 4950, 50, FADE_LINEAR);
    close_fixture(&f);
}

static void
a_seam_goes_only_as_far_as_there_is_material(void **state)
{
    struct fixture f;
    int64_t second;

    open_fixture(&f);
    const int64_t comp = add_comp(&f, &second, 100);
    put_on(&f, f.lane, 1, 1000, 3010);
    put_on(&f, second, 2, 3000, 5000);
    swipe(&f, comp, 1000, 3000, f.lane);
    swipe(&f, comp, 3000, 5000, second);
    compile(&f);
    assert_int_equal(f.count, 2);
    assert_segment(&f.segments[0], 1, 1000, 3010);
    assert_segment(&f.segments[1], 2, 3000, 5000);
    assert_fade(&f.segments[0].out[PLAYLIST_SEAM], 3000, 10, FADE_EQUAL_POWER);
    assert_fade(&f.segments[0].in[PLAYLIST_SEAM], 0, 0,
                0); /* the clip begins here */
    assert_fade(&f.segments[1].out[PLAYLIST_SEAM], 0, 0, 0);
    close_fixture(&f);
}

static void
a_comp_sounds_alone_and_gaps_in_it_are_silent(void **state)
{
    struct fixture f;
    int64_t second;

    open_fixture(&f);
    const int64_t comp = add_comp(&f, &second, 0);
    put_on(&f, f.lane, 1, 0, 10000);
    swipe(&f, comp, 1000, 2000, f.lane);
    swipe(&f, comp, 3000, 4000, f.lane);
    swipe(&f, comp, 5000, 6000, second); /* nothing there */
    compile(&f);
    assert_int_equal(f.count, 2);
    assert_segment(&f.segments[0], 1, 1000, 2000);
    assert_segment(&f.segments[1], 1, 3000, 4000);
    assert_fade(&f.segments[0].out[PLAYLIST_SEAM], 0, 0, 0);
    assert_int_equal(op_comp_deactivate(&f.song.ops, f.track), ST_OK);
    compile(&f);
    assert_int_equal(f.count, 1);
    assert_segment(&f.segments[0], 1, 0, 10000);
    close_fixture(&f);
}

/* Three takes of the whole song, and a comp of random ranges on them
 * without a gap. */
static int64_t
random_comp(struct fixture *f, uint64_t *seed, int64_t lanes[3])
{
    int64_t at = 0;

    lanes[0] = f->lane;
    const int64_t comp
        = add_comp(f, &lanes[1], (int64_t)model_song_below(seed, 120));
    assert_int_equal(op_lane_add(&f->song.ops, f->track, NULL, &lanes[2]), ST_OK);
    for (int i = 0; i < 3; i++)
        put_on(f, lanes[i], i + 1, 0, 1000);
    while (at < 1000) {
        const int64_t to = at + 1 + (int64_t)model_song_below(seed, 150);

        swipe(f, comp, at, to < 1000 ? to : 1000, lanes[model_song_below(seed, 3)]);
        at = to;
    }
    return comp;
}

static void
the_power_stays_through_all_seams(void **state)
{
    uint64_t seed = 23;

    for (int round = 0; round < 200; round++) {
        struct fixture f;
        int64_t lanes[3];

        open_fixture(&f);
        random_comp(&f, &seed, lanes);
        compile(&f);
        for (int64_t at = 0; at < 1000; at++) {
            double power = 0;
            int sounding = 0;

            for (size_t i = 0; i < f.count; i++) {
                const double gain = gain_at(&f.segments[i], at);

                sounding += gain > 0;
                power += gain * gain;
            }
            assert_true(sounding == 1 || sounding == 2);
            assert_true(fabs(power - 1) < 1e-9);
        }
        close_fixture(&f);
    }
}

/* The gain with which a track sounds each frame of each source. */
static void
sound_of(struct fixture *f, double sound[4][1000])
{
    compile(f);
    memset(sound, 0, 4 * sizeof *sound);
    for (size_t i = 0; i < f->count; i++) {
        const struct playlist_segment *segment = &f->segments[i];
        const struct row_clip *clip
            = model_row(f->song.model, TABLE_CLIP, segment->clip_id);
        const struct row_source *source
            = model_row(f->song.model, TABLE_SOURCE, clip->source_id);

        for (int64_t at = segment->start; at < segment->end; at++) {
            assert_int_equal(segment->offset + at - segment->start, 1000 + at);
            sound[source->bytes][at] += gain_at(segment, at);
        }
    }
}

static void
a_flattened_comp_sounds_the_same(void **state)
{
    static double before[4][1000], after[4][1000];
    uint64_t seed = 31;

    for (int round = 0; round < 100; round++) {
        struct fixture f;
        int64_t lanes[3], lane;

        open_fixture(&f);
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
        close_fixture(&f);
    }
}

/* --- the rest ----------------------------------------------------------------- */

static void
an_edit_under_way_can_be_looked_at(void **state)
{
    struct fixture f;

    open_fixture(&f);
    put(&f, 1, 0, 500, 0);
    compile(&f);
    assert_int_equal(f.count, 1);
    put(&f, 2, 1000, 1500, 0);
    assert_int_equal(edit_delete(f.song.ops.edit, TABLE_CLIP, 1), ST_OK);
    assert_int_equal(playlist_compile(f.list, f.song.model, f.song.ops.edit,
                                      f.track, &f.segments, &f.count),
                     ST_OK);
    assert_int_equal(f.count, 1);
    assert_segment(&f.segments[0], 2, 1000, 1500);
    close_fixture(&f);
}

static void
a_lane_that_does_not_play_can_be_looked_at(void **state)
{
    struct fixture f;

    open_fixture(&f);
    put(&f, 1, 0, 1000, 0);
    put(&f, 2, 800, 2000, 0);
    struct row_lane lane
        = *(const struct row_lane *)model_row(f.song.model, TABLE_LANE, f.lane);

    lane.plays = 0;
    assert_int_equal(edit_put(f.song.ops.edit, TABLE_LANE, &lane), ST_OK);
    compile(&f);
    assert_int_equal(f.count, 0);
    assert_int_equal(playlist_compile_lane(f.list, f.song.model, NULL, f.lane,
                                           &f.segments, &f.count),
                     ST_OK);
    assert_int_equal(f.count, 2);
    assert_fade(&f.segments[1].in[PLAYLIST_OVERLAP], 800, 200, FADE_EQUAL_POWER);
    close_fixture(&f);
}

static void
a_track_that_is_not_there_plays_nothing(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(
        playlist_compile(f.list, f.song.model, NULL, 12345, &f.segments, &f.count),
        ST_OK);
    assert_int_equal(f.count, 0);
    close_fixture(&f);
}

static void
without_memory_it_fails_cleanly(void **state)
{
    bool failed = true;
    int times = 0;

    for (int after = 0; failed; after++) {
        struct fixture f;
        int64_t second;
        enum status status;

        open_fixture(&f);
        const int64_t comp = add_comp(&f, &second, 100);
        for (int64_t i = 1; i < 40; i++) {
            put_on(&f, i % 2 ? f.lane : second, i, i * 100, i * 100 + 300);
            swipe(&f, comp, i * 100, i * 100 + 100, i % 2 ? f.lane : second);
        }
        model_song_apply(&f.song);
        alloc_fail_after(after);
        status = playlist_compile(f.list, f.song.model, NULL, f.track, &f.segments,
                                  &f.count);
        failed = alloc_fail_stop();
        assert_int_equal(status, failed ? ST_NO_MEM : ST_OK);
        times += failed;
        compile(&f);
        assert_true(f.count >= 39);
        close_fixture(&f);
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
        cmocka_unit_test(a_seam_is_crossfaded_with_material_from_both_lanes),
        cmocka_unit_test(a_seam_goes_only_as_far_as_there_is_material),
        cmocka_unit_test(a_comp_sounds_alone_and_gaps_in_it_are_silent),
        cmocka_unit_test(the_power_stays_through_all_seams),
        cmocka_unit_test(a_flattened_comp_sounds_the_same),
        cmocka_unit_test(an_edit_under_way_can_be_looked_at),
        cmocka_unit_test(a_lane_that_does_not_play_can_be_looked_at),
        cmocka_unit_test(a_track_that_is_not_there_plays_nothing),
        cmocka_unit_test(without_memory_it_fails_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
