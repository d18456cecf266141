/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inserts: their order, their delay, and how they are switched. */
#include "tests/engine/strip_help.h"

#include <stdio.h>
#include <string.h>

static void
inserts_work_in_their_order_and_make_a_strip_stereo(void **state)
{
    static struct rig rig;

    rig_open(&rig, OFFLINE);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 1, 0);
    const struct stream_fake *source = rig_source(&rig, 1);
    rig_clip(&rig, track, source, 0, RIG_LONG, 0);
    /* The right side gets half of the left added: twice before, once
     * after the gain. */
    rig_insert(&rig, track, INSERT_BEFORE_CONSOLE, "widen");
    const int64_t gain = rig_insert(&rig, track, INSERT_BEFORE_CONSOLE, "late7");
    rig_insert(&rig, track, INSERT_AFTER_CONSOLE, "widen");
    struct row_param param = {.insert_id = gain, .symbol = "gain", .value = 3};
    rig_put(&rig, TABLE_PARAM, &param);
    struct row_strip strip = rig_strip(&rig, track);
    strip.pan_law = PAN_0DB;
    rig_put(&rig, TABLE_STRIP, &strip);
    play(&rig);
    for (uint32_t i = 7; i < LONG; i++) {
        const double x = 3 * stream_fake_sample(source, 0, i - 7);

        if (fabs(left[i] - x) > 1e-6 || fabs(right[i] - 2 * x) > 1e-6)
            fail_msg("frame %u", i);
    }
    rig_close(&rig);
}

static void
a_missing_device_is_passed_over_and_counted(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    struct plan *plan;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_insert(&rig, track, INSERT_AFTER_CONSOLE, "http://example.org/gone");
    assert_int_equal(plan_build(&plan, rig.engine, rig.model, NULL, NULL), ST_OK);
    assert_int_equal(plan_missing(plan), 1);
    plan_free(plan);
    play(&rig);
    expect_sum(&source, (double[]){1}, 1, 0, LONG, 0);
    rig_close(&rig);
}

static void
after_a_device_comes_or_goes_all_is_aligned_again(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;

    rig_open(&rig, OFFLINE);
    const int64_t a = sounding(&rig, 0, &source);
    const int64_t b = rig_track(&rig, TRACK_AUDIO, 2, 0);
    rig_clip(&rig, b, source, 0, RIG_LONG, 0);
    const int64_t inserts[2] = {rig_insert(&rig, a, INSERT_AFTER_CONSOLE, "late7"),
                                rig_insert(&rig, b, INSERT_AFTER_CONSOLE, "late")};
    rig_roll(&rig, 0);
    for (int turn = 0; turn < 12; turn++) {
        const bool on[2] = {turn % 2, turn / 2 % 3 > 0};
        const int late = on[1] ? 100 : on[0] ? 7 : 0;

        for (int i = 0; i < 2; i++) {
            struct row_insert row = *(const struct row_insert *)model_row(
                rig.model, TABLE_INSERT, inserts[i]);
            row.on = on[i];
            row.device = (char[8]){0};
            strcpy(row.device, i ? "late" : "late7");
            rig_put(&rig, TABLE_INSERT, &row);
        }
        rig_plan(&rig);
        rig_render(&rig, left, right, 1000, 64);
        expect_sum(&source, (double[]){2}, 1, 700, 1000, 1000 * turn + 700 - late);
    }
    rig_close(&rig);
}

static void
switch_insert(struct rig *rig, int64_t id, bool on, const char *device)
{
    struct row_insert row
        = *(const struct row_insert *)model_row(rig->model, TABLE_INSERT, id);
    char name[16];

    snprintf(name, sizeof name, "%s", device);
    row.on = on;
    row.device = name;
    rig_put(rig, TABLE_INSERT, &row);
    rig_plan(rig);
}

/* «widen» adds half of the left to the right: how much of it is heard goes in one
 * direction, in small steps, from none to all or back. */
static void
expect_share(const struct stream_fake *source, bool rises, int64_t at)
{
    float last = rises ? 0 : 1;

    for (uint32_t i = 0; i < 1000; i++) {
        const float x = stream_fake_sample(source, 0, at + i);
        const float share
            = (right[i] - stream_fake_sample(source, 1, at + i)) / (x / 2);

        assert_true(left[i] == x);
        if (fabsf(x) < 0.1f)
            continue;
        if (!((rises ? share - last : last - share) >= -1e-4f
              && fabsf(share - last) < 0.15f))
            fail_msg("frame %u: %g after %g", i, share, last);
        last = share;
    }
    for (uint32_t i = 450; i < 1000; i++) {
        const float x = stream_fake_sample(source, 0, at + i);
        const float y = stream_fake_sample(source, 1, at + i);

        assert_true(right[i] == (rises ? y + x * 0.5f : y));
    }
}

static void
an_insert_that_is_switched_while_rolling_does_not_click(void **state)
{
    static struct rig rig;
    static float first[6][1000];
    const struct stream_fake *source;

    for (int turn = 0; turn < 2; turn++) {
        const uint32_t block = turn ? 37 : 1000;

        rig_open(&rig, OFFLINE);
        const int64_t track = sounding(&rig, 0, &source);
        rig_roll(&rig, 17);
        rig_render(&rig, left, right, 1000, 1000);
        const int64_t id = rig_insert(&rig, track, turn ? INSERT_AFTER_CONSOLE
                                                        : INSERT_BEFORE_CONSOLE,
                                      "widen");
        for (int i = 0; i < 6; i++) {
            switch_insert(&rig, id, i % 2 == 0, "widen");
            rig_render(&rig, left, right, 1000, block);
            expect_share(source, i % 2 == 0, 17 + 1000 * (i + 1));
            if (turn == 0)
                memcpy(first[i], right, sizeof first[i]);
            assert_memory_equal(first[i], right, sizeof first[i]);
        }
        rig_close(&rig);
    }
}

static void
an_insert_that_is_off_is_as_if_it_were_not_there(void **state)
{
    static struct rig rig;
    static float other[2][LONG];
    const struct stream_fake *source;

    rig_open(&rig, OFFLINE);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 1, 0);
    source = rig_source(&rig, 1);
    rig_clip(&rig, track, source, 0, RIG_LONG, 0);
    struct row_strip strip = rig_strip(&rig, track);
    strip.comp_on = strip.eq_on = strip.eq[1].on = 1;
    strip.eq[1].db = 6;
    strip.pan = 0.3;
    rig_put(&rig, TABLE_STRIP, &strip);
    play(&rig);
    memcpy(other[0], left, sizeof left);
    memcpy(other[1], right, sizeof right);
    const int64_t id = rig_insert(&rig, track, INSERT_BEFORE_CONSOLE, "decay");
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 1000);
    /* Its device is kept, but from a locate on nothing is left of it. */
    switch_insert(&rig, id, false, "decay");
    play(&rig);
    assert_memory_equal(other[0], left, sizeof left);
    assert_memory_equal(other[1], right, sizeof right);
    rig_close(&rig);
}

static void
tails_ring_on_after_a_stop_and_end_at_a_locate(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_insert(&rig, track, INSERT_AFTER_CONSOLE, "decay");
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1003, 1003);
    assert_int_equal(engine_stop(rig.engine), ST_OK);
    const float last = left[1002];
    rig_render(&rig, left, right, 100, 100);
    for (int i = 0; i < 100; i++)
        assert_float_equal(left[i], last * pow(0.99, i + 1), 1e-5);
    assert_int_equal(engine_locate(rig.engine, frames(0)), ST_OK);
    rig_render(&rig, left, right, 100, 100);
    for (int i = 0; i < 100; i++)
        assert_true(left[i] == 0);
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inserts_work_in_their_order_and_make_a_strip_stereo),
        cmocka_unit_test(a_missing_device_is_passed_over_and_counted),
        cmocka_unit_test(an_insert_that_is_switched_while_rolling_does_not_click),
        cmocka_unit_test(an_insert_that_is_off_is_as_if_it_were_not_there),
        cmocka_unit_test(tails_ring_on_after_a_stop_and_end_at_a_locate),
        cmocka_unit_test(after_a_device_comes_or_goes_all_is_aligned_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
