/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who listens to all that is armed, whether or not it is recorded. */
#include "tests/engine/desk_help.h"
#include "tests/test.h"

struct ear {
    int64_t at[DESK_INPUTS], wrong;
    unsigned marks;
    struct record_mark last[64];
};

static enum status
hear(void *user, unsigned channel, int64_t input, const float *x, size_t n)
{
    struct ear *ear = user;

    if (channel == 2)
        return ST_NO_SPACE;
    ear->wrong += ear->at[channel] != input;
    for (size_t i = 0; i < n; i++)
        ear->wrong += x[i] != desk_ramp((int)channel, input + (int64_t)i);
    ear->at[channel] = input + (int64_t)n;
    return ST_OK;
}

static void
hear_mark(void *user, const struct record_mark *mark)
{
    struct ear *ear = user;

    ear->last[ear->marks++ % 64] = *mark;
}

static void
a_listener_hears_all_that_is_armed_and_each_mark(void **state)
{
    struct desk *desk = desk_open((struct engine_config){0}, 3);
    const struct record_track rows[3]
        = {desk_mono(1, 0), desk_mono(2, 1), desk_mono(3, 2)};
    static struct ear ear;
    const struct record_listener listener = {hear, hear_mark, &ear};

    desk_arm(desk, rows, 3, 0, 0);
    recorder_listen(desk->recorder, &listener);
    desk_run(desk, 5000, 250);
    desk_roll(desk, 1234);
    desk_run(desk, 5000, 250);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    desk_run(desk, 5000, 250);
    assert_int_equal(engine_locate(desk->rig.engine, frames(777)), ST_OK);
    desk_run(desk, 5000, 250);
    desk_settle(desk);
    recorder_listen(desk->recorder, NULL);
    desk_run(desk, 5000, 250);
    desk_close(desk);
    assert_int_equal(ear.wrong, 0);
    assert_int_equal(ear.at[0], 20000);
    assert_int_equal(ear.at[1], 20000);
    assert_int_equal(ear.at[2], 0);
    assert_int_equal(ear.marks, 4);
    assert_int_equal(ear.last[3].kind, MARK_HALT);
    assert_int_equal(ear.last[3].at, 777);
    assert_int_equal(ear.last[0].kind, MARK_HALT);
    assert_int_equal(ear.last[1].kind, MARK_ROLL);
    assert_int_equal(ear.last[1].input, 5000);
    assert_int_equal(ear.last[1].at, 1234);
    assert_int_equal(ear.last[2].kind, MARK_HALT);
    assert_int_equal(ear.last[2].input, 10000);
    assert_int_equal(ear.last[2].at, 6234);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_listener_hears_all_that_is_armed_and_each_mark),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
