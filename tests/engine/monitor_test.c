/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is heard of an input, and when; and that nobody hears of it who has none. */
#include "engine/record.h"

#include "tests/engine/rig_help.h"
#include "tests/test.h"

#include <math.h>
#include <string.h>

enum { LONG = 30000, TURN = 5 * QUANTUM };

static float left[LONG], right[LONG], other_left[LONG], other_right[LONG];
static float inputs[2][LONG];

static const struct engine_config OFFLINE = {.offline = true};
static const uint32_t BLOCKS[] = {64, 100, 1024, 4096};

struct booth {
    struct rig rig;
    struct recorder *recorder;
    const struct stream_fake *source;
    uint32_t done; /* frames of the arrays */
};

/* A track of that many channels, with a clip of two from 0 to its end. */
static void
open_booth(struct booth *booth, unsigned channels)
{
    struct fault fault;

    memset(booth, 0, sizeof *booth);
    rig_open(&booth->rig, OFFLINE);
    const int64_t track = rig_track(&booth->rig, TRACK_AUDIO, channels, 0);
    booth->source = rig_source(&booth->rig, 2);
    rig_clip(&booth->rig, track, booth->source, 0, RIG_LONG, 0);
    assert_int_equal(recorder_new(&booth->recorder, booth->rig.engine, &fault),
                     ST_OK);
    rig_plan(&booth->rig);
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < LONG; i++)
            inputs[c][i] = (float)(i * 2 + c + 1) / 131072.0f;
}

static void
close_booth(struct booth *booth)
{
    recorder_free(booth->recorder);
    rig_close(&booth->rig);
}

static void
arm(struct booth *booth, struct record_track row)
{
    const struct record_setup setup = {&row, 1, 0, 0};
    struct fault fault;

    row.track = 1;
    if (row.gain == 0)
        row.gain = 1;
    assert_int_equal(recorder_arm(booth->recorder, &setup, &fault), ST_OK);
}

/* Nothing is written: takes have no sinks here. */
static void
drain(struct booth *booth)
{
    const struct fault no = {.status = ST_CANCELLED};
    struct record_event event;

    while (booth->recorder && recorder_poll(booth->recorder, &event))
        if (event.kind == RECORD_BEGUN)
            recorder_refuse(booth->recorder, event.take, &no);
}

static void
run(struct booth *booth, uint32_t frames_, uint32_t block)
{
    while (frames_ > 0) {
        const uint32_t n = frames_ < block ? frames_ : block, at = booth->done;
        const float *const in[2] = {inputs[0] + at, inputs[1] + at};
        float *const out[2] = {left + at, right + at};

        engine_cycle(booth->rig.engine, in, 2, out, 2, n);
        booth->done += n;
        frames_ -= n;
        drain(booth);
    }
}

static void
expect_input(uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++)
        if (left[i] != inputs[0][i] || right[i] != inputs[1][i])
            fail_msg("frame %u is not the input's", i);
}

static void
expect_clip(const struct booth *booth, uint32_t from, uint32_t end, int64_t at)
{
    for (uint32_t i = from; i < end; i++, at++)
        if (left[i] != stream_fake_sample(booth->source, 0, at)
            || right[i] != stream_fake_sample(booth->source, 1, at))
            fail_msg("frame %u is not the clip's", i);
}

static void
expect_silence(uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++)
        if (left[i] != 0 || right[i] != 0)
            fail_msg("frame %u sounds", i);
}

static void
roll(struct booth *booth, int64_t from)
{
    assert_int_equal(engine_locate(booth->rig.engine, frames(from)), ST_OK);
    assert_int_equal(engine_roll(booth->rig.engine), ST_OK);
}

static void
an_input_is_heard_standing_and_rolling_instead_of_the_clips(void **state)
{
    static struct booth booth;

    open_booth(&booth, 2);
    arm(&booth, (struct record_track){.input = {0, 1}, .monitor = MONITOR_INPUT});
    run(&booth, 2000, 256);
    expect_input(TURN, 2000);
    assert_int_equal(engine_roll(booth.rig.engine), ST_OK);
    run(&booth, 2000, 256);
    expect_input(2000 + TURN, 4000);
    assert_int_equal(engine_stop(booth.rig.engine), ST_OK);
    run(&booth, 2000, 256);
    expect_input(4000, 6000);
    close_booth(&booth);
}

static void
auto_is_tape_input_but_while_it_plays(void **state)
{
    static struct booth booth;

    for (size_t b = 0; b < COUNT(BLOCKS); b++) {
        open_booth(&booth, 2);
        arm(&booth, (struct record_track){
                        .input = {0, 1}, .armed = true, .monitor = MONITOR_AUTO});
        assert_int_equal(
            recorder_record(booth.recorder, true, frames(6011), frames(9013)),
            ST_OK);
        run(&booth, 4096, BLOCKS[b]);
        expect_input(TURN, 4096);
        roll(&booth, 0);
        run(&booth, 12288, BLOCKS[b]);
        expect_clip(&booth, 4096 + TURN, 4096 + 6011, TURN);
        expect_input(4096 + 6011 + TURN, 4096 + 9013);
        expect_clip(&booth, 4096 + 9013 + TURN, 4096 + 12288, 9013 + TURN);
        assert_int_equal(engine_stop(booth.rig.engine), ST_OK);
        run(&booth, 4096, BLOCKS[b]);
        expect_input(16384 + TURN, 20480);

        /* How one goes over into the other does not depend on blocks. */
        if (b > 0) {
            assert_memory_equal(left + 4096, other_left + 4096,
                                12288 * sizeof *left);
            assert_memory_equal(right + 4096, other_right + 4096,
                                12288 * sizeof *right);
        }
        memcpy(other_left, left, sizeof left);
        memcpy(other_right, right, sizeof right);
        close_booth(&booth);
    }
}

static void
there_is_no_jump_where_they_change(void **state)
{
    static struct booth booth;
    float step = 0;

    open_booth(&booth, 2);
    for (int i = 0; i < LONG; i++)
        inputs[0][i] = inputs[1][i] = 0.5f;
    rig_delete(&booth.rig, TABLE_CLIP, 10000);
    rig_plan(&booth.rig);
    arm(&booth, (struct record_track){
                    .input = {0, 1}, .armed = true, .monitor = MONITOR_AUTO});
    assert_int_equal(
        recorder_record(booth.recorder, true, frames(3000), frames(6000)), ST_OK);
    run(&booth, 1024, 128);
    assert_int_equal(engine_roll(booth.rig.engine), ST_OK);
    run(&booth, 9000, 128);
    for (uint32_t i = 1; i < booth.done; i++)
        step = fmaxf(step, fabsf(left[i] - left[i - 1]));
    assert_true(step > 0 && step < 0.004f);
    close_booth(&booth);
}

static void
off_and_auto_without_arming_are_silent_and_change_no_bit(void **state)
{
    static struct booth booth;

    for (int kind = 0; kind < 4; kind++) {
        open_booth(&booth, 2);
        if (kind == 1)
            arm(&booth, (struct record_track){.input = {0, 1},
                                              .armed = true,
                                              .monitor = MONITOR_OFF});
        if (kind == 2)
            arm(&booth,
                (struct record_track){.input = {0, 1}, .monitor = MONITOR_AUTO});
        if (kind == 3)
            arm(&booth, (struct record_track){
                            .input = {0, 1}, .armed = true, .overdub = true});
        if (kind == 3)
            assert_int_equal(
                recorder_record(booth.recorder, true, frames(0), frames(0)), ST_OK);
        run(&booth, 1000, 250);
        expect_silence(0, 1000);
        roll(&booth, 333);
        run(&booth, 9000, 250);
        expect_clip(&booth, 1000, 10000, 333);
        close_booth(&booth);
    }
}

static void
what_is_recorded_over_is_not_heard(void **state)
{
    static struct booth booth;

    open_booth(&booth, 2);
    arm(&booth, (struct record_track){.input = {0, 1}, .armed = true});
    assert_int_equal(
        recorder_record(booth.recorder, true, frames(2000), frames(4000)), ST_OK);
    roll(&booth, 0);
    run(&booth, 8000, 256);
    expect_clip(&booth, 0, 2000, 0);
    expect_silence(2000 + TURN, 4000);
    expect_clip(&booth, 4000 + TURN, 8000, 4000 + TURN);
    close_booth(&booth);
}

static void
sound_on_sound_hears_both(void **state)
{
    static struct booth booth;

    open_booth(&booth, 2);
    arm(&booth, (struct record_track){
                    .input = {0, 1}, .monitor = MONITOR_INPUT, .overdub = true});
    roll(&booth, 0);
    run(&booth, 4096, 256);
    for (uint32_t i = TURN; i < 4096; i++)
        assert_true(left[i]
                    == stream_fake_sample(booth.source, 0, i) + inputs[0][i]);
    close_booth(&booth);
}

static void
gain_and_polarity_come_first_and_one_channel_goes_to_both_sides(void **state)
{
    static struct booth booth;

    open_booth(&booth, 2);
    arm(&booth, (struct record_track){.input = {1, -1},
                                      .gain = 0.25f,
                                      .invert = true,
                                      .monitor = MONITOR_INPUT});
    run(&booth, 2000, 256);
    for (uint32_t i = TURN; i < 2000; i++) {
        assert_true(left[i] == -0.25f * inputs[1][i]);
        assert_true(right[i] == -0.25f * inputs[1][i]);
    }
    close_booth(&booth);
}

static void
a_mono_track_hears_the_mean_of_a_stereo_input(void **state)
{
    static struct booth booth;

    open_booth(&booth, 1);
    struct row_strip strip = rig_strip(&booth.rig, 1);
    strip.pan_law = PAN_0DB;
    rig_put(&booth.rig, TABLE_STRIP, &strip);
    rig_plan(&booth.rig);
    arm(&booth, (struct record_track){.input = {0, 1}, .monitor = MONITOR_INPUT});
    run(&booth, 4000, 256);
    for (uint32_t i = 2000; i < 4000; i++)
        assert_true(left[i] == 0.5f * inputs[0][i] + 0.5f * inputs[1][i]);
    close_booth(&booth);
}

static void
an_armed_input_is_metered_whatever_is_heard(void **state)
{
    static const enum monitor modes[] = {MONITOR_OFF, MONITOR_INPUT, MONITOR_AUTO};
    static struct booth booth;
    float peak[2];

    for (size_t i = 0; i < COUNT(modes); i++) {
        open_booth(&booth, 2);
        arm(&booth, (struct record_track){.input = {0, 1}, .gain = 2, .armed = true,
                                          .monitor = modes[i]});
        run(&booth, 1000, 256);
        assert_int_equal(recorder_levels(booth.recorder, 1, peak), ST_OK);
        assert_true(peak[0] == 2 * inputs[0][999] && peak[1] == 2 * inputs[1][999]);
        assert_int_equal(recorder_levels(booth.recorder, 1, peak), ST_OK);
        assert_true(peak[0] == 0 && peak[1] == 0);
        close_booth(&booth);
    }
}

/* Disarmed, freed with its track, on another plan: nothing of it stays. */
static void
what_is_let_go_of_is_not_heard_any_more(void **state)
{
    static struct booth booth;

    open_booth(&booth, 2);
    arm(&booth, (struct record_track){.input = {0, 1}, .monitor = MONITOR_INPUT});
    run(&booth, 2000, 256);
    rig_plan(&booth.rig);
    run(&booth, 1000, 256);
    expect_input(TURN, 3000);
    const struct record_setup none = {NULL, 0, 0, 0};
    struct fault fault;
    assert_int_equal(recorder_arm(booth.recorder, &none, &fault), ST_OK);
    run(&booth, 1000, 256);
    expect_silence(3000 + TURN, 4000);
    arm(&booth, (struct record_track){.input = {0, 1}, .monitor = MONITOR_INPUT});
    run(&booth, 1000, 256);
    recorder_free(booth.recorder);
    booth.recorder = NULL;
    run(&booth, 1000, 256);
    expect_silence(5000 + TURN, 6000);
    close_booth(&booth);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            an_input_is_heard_standing_and_rolling_instead_of_the_clips),
        cmocka_unit_test(auto_is_tape_input_but_while_it_plays),
        cmocka_unit_test(there_is_no_jump_where_they_change),
        cmocka_unit_test(off_and_auto_without_arming_are_silent_and_change_no_bit),
        cmocka_unit_test(what_is_recorded_over_is_not_heard),
        cmocka_unit_test(sound_on_sound_hears_both),
        cmocka_unit_test(
            gain_and_polarity_come_first_and_one_channel_goes_to_both_sides),
        cmocka_unit_test(a_mono_track_hears_the_mean_of_a_stereo_input),
        cmocka_unit_test(an_armed_input_is_metered_whatever_is_heard),
        cmocka_unit_test(what_is_let_go_of_is_not_heard_any_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
