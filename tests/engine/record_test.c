/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes stand where they were played, every frame of each checked by its value. */
#include "tests/engine/desk_help.h"
#include "tests/test.h"

static const uint32_t BLOCKS[] = {16, 64, 255, 256, 1024, 4096};
static const uint32_t LATENCIES[] = {0, 1, 64, 777, 4096};

static void
a_punch_range_is_recorded_to_the_frame_whatever_block_and_latency(void **state)
{
    for (size_t b = 0; b < COUNT(BLOCKS); b++)
        for (size_t l = 0; l < COUNT(LATENCIES); l++) {
            struct desk *desk = desk_open((struct engine_config){0}, 2);
            const struct record_track row = desk_mono(1, 1);
            const uint32_t block = BLOCKS[b], latency = LATENCIES[l];

            rig_track(&desk->rig, TRACK_AUDIO, 1, 0);
            rig_plan(&desk->rig);
            desk_run(desk, 1001, block);
            desk_arm(desk, &row, 1, latency, 500);
            desk_run(desk, 3000, block);
            desk_record(desk, 10007, 15555);
            desk_roll(desk, 9001);
            const int64_t rolled = desk->input;
            desk_run(desk, 9000, block);
            assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
            desk_run(desk, 5000, block);
            desk_settle(desk);
            assert_int_equal(desk_takes(desk), 1);
            tape_expect(&desk->tapes[1], 10007, 15555 - 10007,
                        rolled + 10007 - 9001 + latency, &row);
            assert_int_equal(desk->tapes[1].ended.handle, 500);
            assert_int_equal(desk->tapes[1].ended.latency, latency);
            assert_true(desk->tapes[1].sink.synced > 0);
            desk_close(desk);
        }
}

/* What is heard comes later by as much as the plan delays it. */
static void
the_plans_latency_is_made_up_for(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 0);

    rig_track(&desk->rig, TRACK_AUDIO, 1, 0);
    rig_insert(&desk->rig, 1, INSERT_AFTER_CONSOLE, "late");
    rig_plan(&desk->rig);
    desk_arm(desk, &row, 1, 64, 0);
    desk_record(desk, 0, 0);
    desk_roll(desk, 500);
    desk_run(desk, 3000, 64);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 1000, 64);
    desk_settle(desk);
    tape_expect(&desk->tapes[1], 500, 3000, 64 + 100, &row);
    assert_int_equal(desk->tapes[1].ended.plan_latency, 100);
    desk_close(desk);
}

static void
a_punch_by_hand_is_where_the_block_begins(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 0);

    desk_arm(desk, &row, 1, 33, 48000);
    desk_roll(desk, 0);
    desk_run(desk, 2560, 256);
    desk_record(desk, 0, 0);
    desk_run(desk, 1024, 256);
    assert_int_equal(recorder_record(desk->recorder, false, frames(0), frames(0)),
                     ST_OK);
    desk_run(desk, 2560, 256);
    desk_record(desk, 0, 0);
    desk_run(desk, 256, 256);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 256, 256);
    desk_settle(desk);
    assert_int_equal(desk_takes(desk), 2);
    tape_expect(&desk->tapes[1], 2560, 1024, 2560 + 33, &row);
    /* All that has come in since it was armed. */
    assert_int_equal(desk->tapes[1].ended.handle, 2560 + 33);
    tape_expect(&desk->tapes[2], 2560 + 1024 + 2560, 256, 2560 + 1024 + 2560 + 33,
                &row);
    assert_int_equal(desk->tapes[1].ended.pass + 1, desk->tapes[2].ended.pass);
    desk_close(desk);
}

static void
each_pass_of_a_loop_is_a_take_to_its_last_frame(void **state)
{
    for (size_t b = 0; b < COUNT(BLOCKS); b++)
        for (size_t l = 0; l < COUNT(LATENCIES); l++) {
            struct desk *desk = desk_open((struct engine_config){0}, 1);
            const struct record_track row = desk_mono(1, 0);
            const uint32_t block = BLOCKS[b], latency = LATENCIES[l];

            desk_arm(desk, &row, 1, latency, 300);
            assert_int_equal(
                engine_loop(desk->rig.engine, frames(1000), frames(6003)), ST_OK);
            desk_record(desk, 0, 0);
            desk_roll(desk, 900);
            desk_run(desk, 5103 + 2 * 5003 + 700, block);
            assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
            desk_run(desk, 5000, block);
            desk_settle(desk);
            assert_int_equal(desk_takes(desk), 4);
            tape_expect(&desk->tapes[1], 900, 5103, latency, &row);
            tape_expect(&desk->tapes[2], 1000, 5003, 5103 + latency, &row);
            tape_expect(&desk->tapes[3], 1000, 5003, 5103 + 5003 + latency, &row);
            tape_expect(&desk->tapes[4], 1000, 700, 5103 + 2 * 5003 + latency,
                        &row);
            assert_int_equal(desk->tapes[3].ended.handle, 300);
            desk_close(desk);
        }
}

static void
a_loop_with_a_punch_within_records_the_punch_each_time(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 0);

    desk_arm(desk, &row, 1, 100, 0);
    assert_int_equal(engine_loop(desk->rig.engine, frames(0), frames(1000)), ST_OK);
    desk_record(desk, 301, 602);
    desk_roll(desk, 0);
    desk_run(desk, 5000, 4096);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 1000, 4096);
    desk_settle(desk);
    assert_int_equal(desk_takes(desk), 5);
    for (int i = 0; i < 5; i++)
        tape_expect(&desk->tapes[i + 1], 301, 301, i * 1000 + 301 + 100, &row);
    desk_close(desk);
}

static void
a_locate_while_recording_ends_a_take_and_begins_one(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 0);

    desk_arm(desk, &row, 1, 10, 0);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    desk_run(desk, 1000, 100);
    assert_int_equal(engine_locate(desk->rig.engine, frames(77777)), ST_OK);
    desk_run(desk, 500, 100);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 500, 100);
    desk_settle(desk);
    assert_int_equal(desk_takes(desk), 2);
    tape_expect(&desk->tapes[1], 0, 1000, 10, &row);
    tape_expect(&desk->tapes[2], 77777, 500, 1010, &row);
    desk_close(desk);
}

static void
frames_that_the_driver_lost_are_silence_and_shift_nothing(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 0);
    struct engine_state now;

    desk_arm(desk, &row, 1, 50, 0);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    desk_run(desk, 1000, 100);
    engine_gap(desk->rig.engine, 333);
    desk->input += 333;
    desk_run(desk, 1000, 100);
    engine_state(desk->rig.engine, &now);
    assert_int_equal(now.position.n, 2333);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 500, 100);
    desk_settle(desk);

    struct tape *tape = &desk->tapes[1];
    assert_int_equal(tape->gaps, 1);
    assert_int_equal(tape->gap.frames, 333);
    assert_int_equal(tape->gap.start.n, 1000 - 50);
    assert_int_equal(tape->gap.input, 1000);
    assert_int_equal(desk->loose_gaps, 1);
    assert_int_equal(tape->sink.frames, 2333);
    for (int64_t i = 950; i < 950 + 333; i++) {
        assert_true(tape->sink.sound[0][i] == 0);
        tape->sink.sound[0][i] = desk_ramp(0, 50 + i);
    }
    tape_expect(tape, 0, 2333, 50, &row);
    desk_close(desk);
}

/* As a server's does, in the middle of a take and of its punch range. */
static void
a_block_that_changes_a_hundred_times_shifts_nothing(void **state)
{
    static const uint32_t CHANGED[] = {64, 2048, 1, 256, 4096, 17, 1024};

    for (size_t l = 0; l < COUNT(LATENCIES); l++) {
        struct desk *desk = desk_open((struct engine_config){0}, 1);
        const struct record_track row = desk_mono(1, 0);
        const uint32_t latency = LATENCIES[l];

        rig_track(&desk->rig, TRACK_AUDIO, 1, 0);
        rig_plan(&desk->rig);
        desk_arm(desk, &row, 1, latency, 100);
        desk_record(desk, 3001, 150007);
        desk_roll(desk, 1000);
        const int64_t rolled = desk->input;
        for (unsigned i = 0; i < 100; i++)
            for (unsigned cycle = 0; cycle < 2; cycle++)
                desk_cycle(desk, CHANGED[i % COUNT(CHANGED)]);
        assert_true(desk->input - rolled > 150007 - 1000 + latency);
        assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
        desk_run(desk, 5000, 64);
        desk_settle(desk);
        assert_int_equal(desk_takes(desk), 1);
        tape_expect(&desk->tapes[1], 3001, 150007 - 3001, rolled + 2001 + latency, &row);
        assert_int_equal(desk->tapes[1].gaps, 0);
        desk_close(desk);
    }
}

static void
a_loop_wraps_within_a_gap(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 0);

    desk_arm(desk, &row, 1, 0, 0);
    assert_int_equal(engine_loop(desk->rig.engine, frames(0), frames(1000)), ST_OK);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    desk_run(desk, 900, 100);
    engine_gap(desk->rig.engine, 300);
    desk->input += 300;
    desk_run(desk, 300, 100);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 100, 100);
    desk_settle(desk);
    assert_int_equal(desk_takes(desk), 2);
    assert_int_equal(desk->tapes[1].ended.frames, 1000);
    assert_int_equal(desk->tapes[2].ended.frames, 500);
    for (int i = 0; i < 500; i++)
        assert_true(desk->tapes[2].sink.sound[0][i]
                    == (i < 200 ? 0 : desk_ramp(0, 1000 + i)));
    desk_close(desk);
}

static void
thirty_two_stereo_tracks_record_what_comes_in_at_their_gains(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 64);
    struct record_track rows[32];

    for (int i = 0; i < 32; i++)
        rows[i] = (struct record_track){
            .track = 100 + i,
            .input = {2 * i, 63 - 2 * i},
            .gain = i % 3 == 0 ? 0.5f : 1,
            .invert = i % 2,
            .armed = i != 7,
        };
    desk_arm(desk, rows, 32, 128, 1000);
    desk_run(desk, 2000, 64);
    desk_record(desk, 5000, 20000);
    desk_roll(desk, 4000);
    const int64_t rolled = desk->input;
    desk_run(desk, 20000, 64);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_settle(desk);
    assert_int_equal(desk_takes(desk), 31);
    for (unsigned i = 1; i <= 31; i++) {
        const int row = (int)(desk->tapes[i].ended.track - 100);

        assert_int_not_equal(row, 7);
        tape_expect(&desk->tapes[i], 5000, 15000, rolled + 1000 + 128, &rows[row]);
        assert_int_equal(desk->tapes[i].ended.pass, 1);
        assert_int_equal(desk->tapes[i].ended.clipped, 0);
    }
    desk_close(desk);
}

static void
what_is_armed_changes_within_a_pass(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 3);
    struct record_track rows[3]
        = {desk_mono(1, 0), desk_mono(2, 1), desk_mono(3, 2)};

    desk_arm(desk, rows, 2, 20, 0);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    desk_run(desk, 1000, 100);
    desk_arm(desk, rows + 1, 2, 20, 0);
    desk_run(desk, 1000, 100);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 100, 100);
    desk_settle(desk);
    assert_int_equal(desk_takes(desk), 3);
    tape_expect(&desk->tapes[1], 0, 1000, 20, &rows[0]);
    tape_expect(&desk->tapes[2], 0, 2000, 20, &rows[1]);
    tape_expect(&desk->tapes[3], 1000, 1000, 1020, &rows[2]);
    desk_close(desk);
}

static void
an_input_that_the_driver_has_not_is_silence(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 5);

    desk_arm(desk, &row, 1, 0, 0);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    desk_run(desk, 100, 64);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 100, 64);
    desk_settle(desk);
    assert_int_equal(desk->tapes[1].sink.frames, 100);
    for (int i = 0; i < 100; i++)
        assert_true(desk->tapes[1].sink.sound[0][i] == 0);
    desk_close(desk);
}

static void
what_cannot_be_armed_is_refused_and_nothing_changes(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    struct record_track rows[2] = {desk_mono(1, 0), desk_mono(1, 0)};
    struct fault fault;
    float peak[2];

    desk_arm(desk, rows, 1, 0, 0);
    assert_int_equal(
        recorder_arm(desk->recorder, &(struct record_setup){rows, 2, 0, 0}, &fault),
        ST_EXISTS);
    rows[1] = desk_mono(2, RECORD_MAX_INPUTS);
    assert_int_equal(
        recorder_arm(desk->recorder, &(struct record_setup){rows, 2, 0, 0}, &fault),
        ST_RANGE);
    rows[1] = desk_mono(2, -1);
    assert_int_equal(
        recorder_arm(desk->recorder, &(struct record_setup){rows, 2, 0, 0}, &fault),
        ST_RANGE);
    rows[1] = desk_mono(2, 0);
    rows[1].gain = 0.0f / 0.0f;
    assert_int_equal(
        recorder_arm(desk->recorder, &(struct record_setup){rows, 2, 0, 0}, &fault),
        ST_RANGE);
    desk_run(desk, 64, 64);
    assert_int_equal(recorder_levels(desk->recorder, 1, peak), ST_OK);
    assert_int_equal(recorder_levels(desk->recorder, 2, peak), ST_NOT_FOUND);

    struct recorder *other;
    assert_int_equal(recorder_new(&other, desk->rig.engine, &fault), ST_EXISTS);
    assert_null(other);
    desk_close(desk);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_punch_range_is_recorded_to_the_frame_whatever_block_and_latency),
        cmocka_unit_test(the_plans_latency_is_made_up_for),
        cmocka_unit_test(a_punch_by_hand_is_where_the_block_begins),
        cmocka_unit_test(each_pass_of_a_loop_is_a_take_to_its_last_frame),
        cmocka_unit_test(a_loop_with_a_punch_within_records_the_punch_each_time),
        cmocka_unit_test(a_locate_while_recording_ends_a_take_and_begins_one),
        cmocka_unit_test(frames_that_the_driver_lost_are_silence_and_shift_nothing),
        cmocka_unit_test(a_block_that_changes_a_hundred_times_shifts_nothing),
        cmocka_unit_test(a_loop_wraps_within_a_gap),
        cmocka_unit_test(
            thirty_two_stereo_tracks_record_what_comes_in_at_their_gains),
        cmocka_unit_test(what_is_armed_changes_within_a_pass),
        cmocka_unit_test(an_input_that_the_driver_has_not_is_silence),
        cmocka_unit_test(what_cannot_be_armed_is_refused_and_nothing_changes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
