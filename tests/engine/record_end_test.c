/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How takes end, whoever ends them: a device, a user, a program that goes. */
#include "tests/engine/desk_help.h"
#include "tests/test.h"

#include <stdatomic.h>

/* A lost device: no cycle comes any more. */
static void
takes_end_where_the_cycles_do(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 0);

    desk_arm(desk, &row, 1, 100, 0);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    desk_run(desk, 5000, 256);
    recorder_finish(desk->recorder);
    desk_settle(desk);
    tape_expect(&desk->tapes[1], 0, 4900, 100, &row);

    /* And another driver comes: nothing jumps. */
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 1000, 256);
    desk_roll(desk, 0);
    desk_run(desk, 1000, 256);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 1000, 256);
    desk_settle(desk);
    assert_int_equal(desk_takes(desk), 2);
    tape_expect(&desk->tapes[2], 0, 1000, 6100, &row);
    desk_close(desk);
}

/* The stop was told after the last cycle of the one, the new setup before the first
 * of the other. */
static void
what_was_stopped_while_no_cycle_came_begins_no_take(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    const struct record_track row = desk_mono(1, 0);

    desk_arm(desk, &row, 1, 100, 1000);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    desk_run(desk, 5000, 256);
    recorder_finish(desk->recorder);
    desk_settle(desk);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    assert_int_equal(recorder_record(desk->recorder, false, frames(0), frames(0)),
                     ST_OK);
    desk_arm(desk, &row, 1, 200, 1000);
    desk_run(desk, 1000, 256);
    desk_settle(desk);
    assert_int_equal(desk_takes(desk), 1);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    desk_run(desk, 1000, 256);
    recorder_finish(desk->recorder);
    desk_settle(desk);
    assert_int_equal(desk_takes(desk), 2);
    tape_expect(&desk->tapes[2], 0, 800, 6200, &row);
    desk_close(desk);
}

static void
freed_in_mid_take_it_closes_its_sinks(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 2);
    struct record_track row = desk_mono(1, 0);

    desk_arm(desk, &row, 1, 100, 0);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    while (!desk->tapes[1].has_begun) {
        desk_run(desk, 256, 256);
        desk_nap();
    }
    desk->hold = true;
    row = desk_mono(2, 1);
    desk_arm(desk, &row, 1, 0, 0);
    desk_run(desk, 256, 256);
    recorder_free(desk->recorder);
    assert_true(desk->tapes[1].sink.closed);
    desk_cycle(desk, 256);
    struct fault fault;
    assert_int_equal(recorder_new(&desk->recorder, desk->rig.engine, &fault),
                     ST_OK);
    desk_close(desk);
}

/* More wraps than the marks' ring holds, before the writer comes to it. */
static void
wraps_without_number_end_takes_and_misplace_none(void **state)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    struct desk *desk = desk_open((struct engine_config){0}, 1);
    struct record_track row = desk_mono(1, 0);

    desk->gate = &gate;
    desk_arm(desk, &row, 1, 0, 0);
    desk_record(desk, 0, 0);
    desk_roll(desk, 0);
    int64_t length = 0;
    while (recorder_length(desk->recorder, 1, &length) || length == 0) {
        desk_run(desk, 256, 256);
        desk_nap();
    }
    pthread_mutex_lock(&gate);
    desk_cycle(desk, 4096);
    /* Nothing but loops is recorded no longer, so that takes do not pile up. */
    assert_int_equal(engine_loop(desk->rig.engine, frames(desk->input),
                                 frames(desk->input + 1)), ST_OK);
    desk_record(desk, desk->input + 1, desk->input + 1000000);
    const int64_t end = desk->input;
    for (int i = 0; i < 10; i++)
        desk_cycle(desk, 4096);
    assert_int_equal(engine_loop(desk->rig.engine, frames(0), frames(0)), ST_OK);
    pthread_mutex_unlock(&gate);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_cycle(desk, 256);
    desk_settle(desk);
    desk_run(desk, 256, 256);
    desk_record(desk, 0, 0);
    desk_roll(desk, 123);
    const int64_t rolled = desk->input;
    desk_run(desk, 1000, 256);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 256, 256);
    desk_settle(desk);
    assert_int_equal(desk->tapes[1].ended.frames, end);
    const struct tape *last = &desk->tapes[desk->n_tapes - 1];
    tape_expect(last, 123, 1000, rolled, &row);
    desk_close(desk);
}

struct player {
    struct desk *desk;
    _Atomic bool quit;
};

static void *
play(void *user)
{
    struct player *player = user;

    while (!atomic_load(&player->quit)) {
        desk_cycle(player->desk, 256);
        desk_nap();
    }
    return NULL;
}

static void
an_impatient_user_and_a_driver_meet_in_rings_only(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 4);
    struct player player = {.desk = desk};
    struct record_track rows[4];
    pthread_t thread;
    float peak[2];

    for (int i = 0; i < 4; i++) {
        rows[i] = desk_mono(i + 1, i);
        rows[i].monitor = (enum monitor)(i % 3);
        rig_track(&desk->rig, TRACK_AUDIO, 1, 0);
    }
    rig_plan(&desk->rig);
    assert_int_equal(engine_loop(desk->rig.engine, frames(0), frames(5000)), ST_OK);
    assert_int_equal(pthread_create(&thread, NULL, play, &player), 0);
    for (int i = 0; i < 100; i++) {
        desk_arm(desk, rows + i % 2, 1 + (unsigned)i % 3, (uint32_t)i, 1000);
        if (i % 5 == 0)
            rig_plan(&desk->rig);
        if (i % 7 == 0)
            desk_roll(desk, i);
        if (i % 3 == 0)
            desk_record(desk, 100, 4000);
        if (i % 20 == 19)
            assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
        assert_int_equal(recorder_levels(desk->recorder, i % 2 + 1, peak), ST_OK);
        desk_poll(desk);
        engine_poll(desk->rig.engine);
        desk_nap();
    }
    atomic_store(&player.quit, true);
    pthread_join(thread, NULL);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 512, 256);
    desk_settle(desk);
    assert_true(desk_takes(desk) > 5);
    for (unsigned i = 1; i < desk->n_tapes; i++) {
        const struct tape *tape = &desk->tapes[i];
        const int64_t from = tape->ended.input - tape->ended.handle;

        for (size_t k = 0; k < tape->sink.frames && !tape->losses; k++)
            if (tape->sink.sound[0][k]
                != desk_ramp((int)tape->ended.track - 1, from + (int64_t)k))
                fail_msg("take %u: frame %zu is another", i, k);
    }
    desk_close(desk);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_end_where_the_cycles_do),
        cmocka_unit_test(what_was_stopped_while_no_cycle_came_begins_no_take),
        cmocka_unit_test(freed_in_mid_take_it_closes_its_sinks),
        cmocka_unit_test(wraps_without_number_end_takes_and_misplace_none),
        cmocka_unit_test(an_impatient_user_and_a_driver_meet_in_rings_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
