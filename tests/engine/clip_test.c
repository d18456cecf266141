/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clips through an untouched strip to the master: every sample is worked out
 * here. */
#include "tests/test.h"

#include "dsp/gain.h"
#include "dsp/pan.h"
#include "model/playlist.h"
#include "tests/engine/rig_help.h"

#include <math.h>
#include <string.h>

enum { LONG = 40000 };

static float left[LONG], right[LONG];
static double want[2][LONG];

static const struct engine_config OFFLINE = {.offline = true};

/* Add a stretch of a source to what is wanted of the first LONG frames. */
static void
want_clip(const struct stream_fake *fake, const struct row_clip *clip,
          double gain_left, double gain_right)
{
    for (int64_t i = 0; i < clip->length; i++) {
        const int64_t at = clip->at + i;

        if (at < 0 || at >= LONG)
            continue;
        want[0][at] += stream_fake_sample(fake, 0, clip->offset + i) * gain_left;
        want[1][at]
            += stream_fake_sample(fake, fake->channels - 1, clip->offset + i)
               * gain_right;
    }
}

/* What is wanted came to be, within `error` (0: to the bit). */
static void
expect(double error)
{
    for (uint32_t i = 0; i < LONG; i++)
        if (!(fabs(left[i] - want[0][i]) <= error)
            || !(fabs(right[i] - want[1][i]) <= error))
            fail_msg("frame %u: %.9g %.9g, not %.9g %.9g", i, left[i], right[i],
                     want[0][i], want[1][i]);
}

static void
begin(struct rig *rig)
{
    memset(want, 0, sizeof want);
    rig_open(rig, OFFLINE);
}

static void
play(struct rig *rig, uint32_t block)
{
    rig_roll(rig, 0);
    rig_render(rig, left, right, LONG, block);
}

static void
a_clip_sounds_from_its_first_frame_to_its_last(void **state)
{
    static struct rig rig;

    begin(&rig);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 0);
    const struct stream_fake *source = rig_source(&rig, 2);
    const struct row_clip clip
        = rig_clip_row(&rig, rig_clip(&rig, track, source, 1003, 17777, 501));
    play(&rig, 500);
    want_clip(source, &clip, 1, 1);
    expect(0);
    rig_close(&rig);
}

static void
a_clip_begins_before_its_source_and_ends_after_it_in_silence(void **state)
{
    static struct rig rig;

    begin(&rig);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 0);
    const struct stream_fake *source = rig_source(&rig, 2);
    rig_clip(&rig, track, source, 100, 1000, -300);
    rig_clip(&rig, track, source, 5000, 1000, RIG_LONG - 400);
    play(&rig, 64);
    const struct row_clip early = {.at = 400, .length = 700};
    const struct row_clip late
        = {.at = 5000, .length = 400, .offset = RIG_LONG - 400};
    want_clip(source, &early, 1, 1);
    want_clip(source, &late, 1, 1);
    expect(0);
    rig_close(&rig);
}

static void
a_clip_cut_into_many_is_heard_as_one(void **state)
{
    static struct rig rig;
    static const int64_t cuts[]
        = {700, 701, 764, 768, 1000, 5000, 5063, 9999, 30000};
    int64_t at = 700;

    begin(&rig);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 0);
    const struct stream_fake *source = rig_source(&rig, 2);
    for (size_t i = 1; i < COUNT(cuts); i++) {
        rig_clip(&rig, track, source, at, cuts[i] - at, 20 + at - 700);
        at = cuts[i];
    }
    play(&rig, 333);
    const struct row_clip whole = {.at = 700, .length = 30000 - 700, .offset = 20};
    want_clip(source, &whole, 1, 1);
    expect(0);
    rig_close(&rig);
}

static void
a_mono_track_is_panned_by_its_law(void **state)
{
    static struct rig rig;

    begin(&rig);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 1, 0);
    const struct stream_fake *source = rig_source(&rig, 1);
    const struct row_clip clip
        = rig_clip_row(&rig, rig_clip(&rig, track, source, 0, 20000, 0));
    struct row_strip strip = rig_strip(&rig, track);
    strip.pan = 0.3;
    strip.pan_law = PAN_4_5DB;
    strip.fader_db = -7;
    rig_put(&rig, TABLE_STRIP, &strip);
    play(&rig, 777);

    const struct pan_gains pan = pan_mono(PAN_LAW_4_5DB, 0.3);
    const double gain = gain_from_db(-7);
    want_clip(source, &clip, gain * pan.left, gain * pan.right);
    expect(1e-7);
    rig_close(&rig);
}

static void
a_source_fits_itself_to_the_width_of_its_track(void **state)
{
    static struct rig rig;

    begin(&rig);
    const int64_t wide = rig_track(&rig, TRACK_AUDIO, 2, 0);
    const int64_t narrow = rig_track(&rig, TRACK_AUDIO, 1, 0);
    const struct stream_fake *mono = rig_source(&rig, 1);
    const struct stream_fake *stereo = rig_source(&rig, 2);
    const struct row_clip a
        = rig_clip_row(&rig, rig_clip(&rig, wide, mono, 0, 10000, 0));
    struct row_strip strip = rig_strip(&rig, narrow);
    strip.pan = -1;
    rig_put(&rig, TABLE_STRIP, &strip);
    rig_clip(&rig, narrow, stereo, 15000, 10000, 0);
    play(&rig, 1024);

    want_clip(mono, &a, 1, 1);
    for (int64_t i = 0; i < 10000; i++)
        want[0][15000 + i] = 0.5 * stream_fake_sample(stereo, 0, i)
                             + 0.5 * stream_fake_sample(stereo, 1, i);
    expect(1e-7);
    rig_close(&rig);
}

static void
gain_and_fades_shape_a_clip(void **state)
{
    static struct rig rig;

    for (int shape = FADE_LINEAR; shape <= FADE_S_CURVE; shape++) {
        begin(&rig);
        const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 0);
        const struct stream_fake *source = rig_source(&rig, 2);
        struct row_clip clip
            = rig_clip_row(&rig, rig_clip(&rig, track, source, 1000, 20000, 99));
        clip.gain_db = -4.5;
        clip.fade_in = 3001;
        clip.fade_out = 7000;
        clip.fade_in_shape = shape;
        clip.fade_out_shape = FADE_S_CURVE - shape;
        rig_put(&rig, TABLE_CLIP, &clip);
        play(&rig, 61);

        const struct playlist_fade in = {1000, 3001, shape};
        const struct playlist_fade out = {14000, 7000, FADE_S_CURVE - shape};
        want_clip(source, &clip, 1, 1);
        for (int64_t i = 0; i < LONG; i++)
            for (int side = 0; side < 2; side++)
                want[side][i] *= gain_from_db(-4.5) * playlist_fade_in_gain(&in, i)
                                 * playlist_fade_out_gain(&out, i);
        expect(2e-6);
        rig_close(&rig);
    }
}

/* By the playlist's own words: all that overlaps is the sum of its segments. */
static void
overlapping_clips_crossfade(void **state)
{
    static struct rig rig;
    struct playlist *list;
    const struct playlist_segment *segments;
    size_t count;

    begin(&rig);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 0);
    const struct stream_fake *a = rig_source(&rig, 2), *b = rig_source(&rig, 1);
    rig_clip(&rig, track, a, 500, 10000, 0);
    rig_clip(&rig, track, b, 7000, 12000, 300);
    rig_clip(&rig, track, a, 18000, 9000, 40);
    play(&rig, 129);

    assert_int_equal(playlist_new(&list), ST_OK);
    assert_int_equal(
        playlist_compile(list, rig.model, NULL, track, &segments, &count), ST_OK);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) {
        const struct playlist_segment *segment = &segments[i];
        const struct stream_fake *source = segment->source_id == a->id ? a : b;

        for (int64_t at = segment->start; at < segment->end; at++) {
            double gain = 1;

            for (int k = 0; k < PLAYLIST_FADES; k++)
                gain *= playlist_fade_in_gain(&segment->in[k], at)
                        * playlist_fade_out_gain(&segment->out[k], at);
            for (int side = 0; side < 2; side++)
                want[side][at]
                    += gain
                       * stream_fake_sample(source, source->channels == 2 ? side : 0,
                                            segment->offset + at - segment->start);
        }
    }
    expect(3e-6);
    playlist_free(list);
    rig_close(&rig);
}

static void
clips_without_media_are_silent_and_counted(void **state)
{
    static struct rig rig;
    struct plan *plan;

    begin(&rig);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 0);
    const struct stream_fake *here = rig_source(&rig, 2);
    const struct stream_fake gone = {.id = 77, .channels = 2};
    const struct row_clip clip
        = rig_clip_row(&rig, rig_clip(&rig, track, here, 4000, 100, 0));
    rig_clip(&rig, track, &gone, 100, 1000, 0);
    rig_clip(&rig, track, &gone, 30000, 1000, 0);
    assert_int_equal(plan_build(&plan, rig.engine, rig.model, NULL, NULL), ST_OK);
    assert_int_equal(plan_offline(plan), 2);
    assert_int_equal(plan_end(plan).n, 31000);
    plan_free(plan);
    play(&rig, 1000);
    want_clip(here, &clip, 1, 1);
    expect(0);
    rig_close(&rig);
}

/* A source of floats, among them what no sound is: frames 100, 300 and 500. */
static int64_t
read_odd(void *user, int64_t start, int64_t frames_, void *bytes)
{
    float *to = bytes;

    for (int64_t i = 0; i < frames_; i++) {
        const int64_t at = start + i;

        to[i] = at == 100 ? NAN : at == 300 ? INFINITY : at == 500 ? 3e38f : 0.25f;
    }
    return frames_;
}

static void
what_is_no_sound_does_not_poison_what_is(void **state)
{
    static struct rig rig;
    const struct stream_source odd = {
        .id = 88, .channels = 1, .length = 100000, .format = SAMPLE_F32LE,
        .read = read_odd};
    const struct stream_fake name = {.id = 88};

    begin(&rig);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 0);
    assert_int_equal(streams_add(engine_streams(rig.engine), &odd), ST_OK);
    rig_clip(&rig, track, &name, 0, 50000, 0);
    struct row_strip strip = rig_strip(&rig, track);
    strip.comp_on = strip.eq_on = 1;
    strip.eq[1].on = 1;
    rig_put(&rig, TABLE_STRIP, &strip);
    rig_insert(&rig, track, INSERT_AFTER_CONSOLE, "late");
    rig.options.meters = true;
    play(&rig, 200);
    for (int i = 0; i < LONG; i++)
        assert_true(isfinite(left[i]) && isfinite(right[i]));
    for (int i = 20000; i < LONG; i++)
        assert_true(left[i] > 0.1f && left[i] < 0.3f);
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clip_sounds_from_its_first_frame_to_its_last),
        cmocka_unit_test(
            a_clip_begins_before_its_source_and_ends_after_it_in_silence),
        cmocka_unit_test(a_clip_cut_into_many_is_heard_as_one),
        cmocka_unit_test(a_mono_track_is_panned_by_its_law),
        cmocka_unit_test(a_source_fits_itself_to_the_width_of_its_track),
        cmocka_unit_test(gain_and_fades_shape_a_clip),
        cmocka_unit_test(overlapping_clips_crossfade),
        cmocka_unit_test(clips_without_media_are_silent_and_counted),
        cmocka_unit_test(what_is_no_sound_does_not_poison_what_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
