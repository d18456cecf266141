/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sinks that are late, fail or stand still: what is lost, and what never is. */
#include "tests/engine/desk_help.h"
#include "tests/test.h"

static void
a_sink_may_come_seconds_later(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 0);
    const int64_t length = 8 * RIG_RATE;

    desk->hold = true;
    desk_arm(desk, &row, 1, 64, 1000);
    desk_run(desk, 2000, 1024);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    desk_run(desk, length, 1024);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 1024, 1024);
    desk_wait_begun(desk, &desk->tapes[1]);
    assert_false(desk->tapes[1].has_ended);
    desk_give(desk, &desk->tapes[1]);
    desk_settle(desk);
    tape_expect(&desk->tapes[1], 0, length, 2064, &row);
    desk_close(desk);
}

static void
a_take_without_a_sink_fails_and_is_told(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 2);
    const struct record_track rows[2] = {desk_mono(1, 0), desk_mono(2, 1)};
    const struct record_sink none = {0};
    const struct fault full = {.status = ST_NO_SPACE, .what = "full"};

    desk->hold = true;
    desk_arm(desk, rows, 2, 0, 0);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    desk_run(desk, 1024, 1024);
    desk_wait_begun(desk, &desk->tapes[2]);
    recorder_refuse(desk->recorder, 1, &full);
    desk_wait_ended(desk, &desk->tapes[1]);
    assert_int_equal(desk->tapes[1].ended.kind, RECORD_FAILED);
    assert_int_equal(desk->tapes[1].ended.fault.status, ST_NO_SPACE);
    assert_int_equal(recorder_give(desk->recorder, 1, &none), ST_NOT_FOUND);

    /* The other waits until its beginning is overwritten. */
    desk_run(desk, 16 * RIG_RATE, 4096);
    desk_wait_ended(desk, &desk->tapes[2]);
    assert_int_equal(desk->tapes[2].ended.kind, RECORD_FAILED);
    assert_int_equal(desk->tapes[2].ended.fault.status, ST_BUSY);
    assert_int_equal(desk->tapes[2].ended.frames, 0);
    desk_close(desk);
}

static void
a_sink_that_fails_ends_its_take_alone(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 2);
    const struct record_track rows[2] = {desk_mono(1, 0), desk_mono(2, 1)};

    desk->fails_track = 1;
    desk->fails_at = 5000;
    desk_arm(desk, rows, 2, 0, 0);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    desk_run(desk, 20000, 64);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 64, 64);
    desk_settle(desk);
    assert_int_equal(desk->tapes[1].ended.kind, RECORD_FAILED);
    assert_int_equal(desk->tapes[1].ended.fault.status, ST_NO_SPACE);
    assert_string_equal(desk->tapes[1].ended.fault.what, "full");
    assert_int_equal(desk->tapes[1].ended.frames, desk->tapes[1].sink.frames);
    assert_true(desk->tapes[1].sink.closed);
    tape_expect(&desk->tapes[2], 0, 20000, 0, &rows[1]);
    desk_close(desk);
}

static void
a_disk_that_stands_for_8_seconds_loses_nothing(void **state)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    struct desk *desk = desk_open((struct engine_config){0}, 4);
    struct record_track rows[4];
    struct recorder_state now;

    desk->gate = &gate;
    for (int i = 0; i < 4; i++)
        rows[i] = desk_mono(i + 1, i);
    desk_arm(desk, rows, 4, 256, 4 * RIG_RATE);
    desk_run(desk, 5 * RIG_RATE, 4096);
    const int64_t before = desk->input;
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    pthread_mutex_lock(&gate);
    desk_run(desk, 8 * RIG_RATE, 4096);
    recorder_state(desk->recorder, &now);
    assert_true(now.recording);
    pthread_mutex_unlock(&gate);
    desk_wait_written(desk, 4, RIG_RATE);
    desk_run(desk, RIG_RATE, 4096);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 4096, 4096);
    desk_settle(desk);
    recorder_state(desk->recorder, &now);
    assert_int_equal(now.lost, 0);
    for (int i = 0; i < 4; i++)
        tape_expect(&desk->tapes[i + 1], 0, 9 * RIG_RATE, before + 256, &rows[i]);
    desk_close(desk);
}

static void
what_a_disk_is_too_late_for_is_silence_and_shifts_nothing(void **state)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 0);
    const int64_t all = 40 * RIG_RATE;

    desk->gate = &gate;
    desk_arm(desk, &row, 1, 0, 0);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    while (!desk->tapes[1].has_begun) {
        desk_run(desk, 1024, 1024);
        desk_nap();
    }
    desk_wait_written(desk, 1, 1);
    pthread_mutex_lock(&gate);
    desk_run(desk, all - desk->input, 4096);
    pthread_mutex_unlock(&gate);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 4096, 4096);
    desk_settle(desk);

    struct tape *tape = &desk->tapes[1];
    assert_int_equal(tape->sink.frames, all);
    assert_true(tape->losses > 0);
    int64_t silent = 0;
    for (int64_t i = 0; i < all; i++)
        if (tape->sink.sound[0][i] == 0) {
            silent++;
            tape->sink.sound[0][i] = desk_ramp(0, i);
        }
    assert_int_equal(silent, tape->lost_frames);
    assert_true(silent > 20 * RIG_RATE && silent < 30 * RIG_RATE);
    tape_expect(tape, 0, all, 0, &row);
    desk_close(desk);
}

static void
who_waits_for_a_disk_holds_up_no_write(void **state)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 0);

    desk->sync_gate = &gate;
    pthread_mutex_lock(&gate);
    desk_arm(desk, &row, 1, 0, 0);
    desk_record(desk, 0, 1000);
    desk_roll(desk, 0);
    desk_run(desk, 4000, 256);
    desk_wait_begun(desk, &desk->tapes[1]);
    desk->sync_gate = NULL;
    desk_record(desk, 0, 0);
    desk_run(desk, 4000, 256);
    desk_wait_written(desk, 2, 4000);
    assert_false(desk->tapes[1].has_ended);
    pthread_mutex_unlock(&gate);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 256, 256);
    desk_settle(desk);
    tape_expect(&desk->tapes[1], 0, 1000, 0, &row);
    tape_expect(&desk->tapes[2], 4000, 4000, 4000, &row);
    desk_close(desk);
}

static void
a_disk_that_does_not_keep_is_told(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 0);

    desk->sync_fails = true;
    desk_arm(desk, &row, 1, 0, 0);
    desk_record(desk, 0, 1000);
    desk_roll(desk, 0);
    desk_run(desk, 4000, 256);
    desk_settle(desk);
    assert_int_equal(desk->tapes[1].ended.kind, RECORD_FAILED);
    assert_int_equal(desk->tapes[1].ended.fault.status, ST_IO);
    assert_string_equal(desk->tapes[1].ended.fault.what, "worn out");
    assert_int_equal(desk->tapes[1].ended.frames, 1000);
    assert_true(desk->tapes[1].sink.closed);
    desk_close(desk);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sink_may_come_seconds_later),
        cmocka_unit_test(a_take_without_a_sink_fails_and_is_told),
        cmocka_unit_test(a_sink_that_fails_ends_its_take_alone),
        cmocka_unit_test(a_disk_that_stands_for_8_seconds_loses_nothing),
        cmocka_unit_test(what_a_disk_is_too_late_for_is_silence_and_shifts_nothing),
        cmocka_unit_test(who_waits_for_a_disk_holds_up_no_write),
        cmocka_unit_test(a_disk_that_does_not_keep_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
