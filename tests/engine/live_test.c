/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is under the hand (faders, consoles, sends, controls) sounds before it is in
 * the song, and goes on without a jump when it is let go. */
#include "tests/engine/strip_help.h"

#include "dsp/console.h"

#include <string.h>

static void
a_live_fader_glides_on_the_grid(void **state)
{
    static struct rig rig;
    static float steps[2][LONG];
    const struct stream_fake *source;

    /* The same move at the same place, in blocks of two sizes. */
    for (int turn = 0; turn < 2; turn++) {
        rig_open(&rig, OFFLINE);
        const int64_t track = sounding(&rig, 0, &source);
        rig_roll(&rig, 17);
        rig_render(&rig, left, right, 1000, 1000);
        struct engine_live live = {.track = track, .fader_db = -20, .pan = 0};
        assert_int_equal(engine_live(rig.engine, &live), ST_OK);
        rig_render(&rig, left + 1000, right + 1000, LONG - 1000, turn ? 37 : 4000);
        memcpy(steps[turn], left, sizeof left);
        live.track = 4711;
        assert_int_equal(engine_live(rig.engine, &live), ST_NOT_FOUND);
        rig_close(&rig);
    }
    assert_memory_equal(steps[0], steps[1], sizeof steps[0]);

    /* Nothing moves before the grid's next point; then the gain falls,
     * and arrives. */
    const uint32_t grid = 1024 - 17;
    float last = 1;
    uint32_t last_at = grid - 1;
    expect_sum(&source, (double[]){1}, 1, 0, grid, 17);
    for (uint32_t i = grid; i < grid + 400; i++) {
        const float x = stream_fake_sample(source, 0, 17 + i);

        if (fabsf(x) < 0.1f)
            continue;
        if (!(left[i] / x <= last + 1e-5f
              && left[i] / x >= last - 0.003f * (i - last_at)))
            fail_msg("frame %u: %g after %g", i, left[i] / x, last);
        last = left[i] / x;
        last_at = i;
    }
    expect_sum(&source, (double[]){gain_from_db(-20)}, 1, grid + 400, LONG,
               17 + grid + 400);
}

static void
a_fader_under_the_hand_holds_whatever_plans_come(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    const double live_gain = gain_from_db(-20);

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 1000);
    const struct engine_live live = {.track = track, .fader_db = -20};
    assert_int_equal(engine_live(rig.engine, &live), ST_OK);
    rig_render(&rig, left, right, 1000, 100);

    /* Another's edit, and one of this very fader, while it is held. */
    rig_track(&rig, TRACK_AUDIO, 1, 0);
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &live_gain, 1, 0, 1000, 2000);
    set_fader(&rig, track, -6);
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &live_gain, 1, 0, 1000, 3000);

    /* Let go: nothing jumps; the next plan takes over. */
    assert_int_equal(engine_release(rig.engine, HAND_FADER, track), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &live_gain, 1, 0, 1000, 4000);
    rig_plan(&rig);
    rig_render(&rig, left, right, LONG, 1000);
    expect_sum(&source, (double[]){gain_from_db(-6)}, 1, 1000, LONG, 6000);
    assert_int_equal(engine_release(rig.engine, HAND_FADER, 4711), ST_NOT_FOUND);
    rig_close(&rig);
}

static void
the_plan_after_a_release_takes_over_though_it_is_picked_up_before_it(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 1000);
    const struct engine_live live = {.track = track, .fader_db = -20};
    assert_int_equal(engine_live(rig.engine, &live), ST_OK);
    rig_render(&rig, left, right, 1000, 1000);
    /* The cycle takes plans first, then commands. */
    assert_int_equal(engine_release(rig.engine, HAND_FADER, track), ST_OK);
    set_fader(&rig, track, -6);
    rig_plan(&rig);
    rig_render(&rig, left, right, LONG, 1000);
    expect_sum(&source, (double[]){gain_from_db(-6)}, 1, 1000, LONG, 3000);
    rig_close(&rig);
}

static struct console_params
trimmed(double db)
{
    return (struct console_params){.trim_db = db};
}

static void
hold_trim(struct rig *rig, int64_t track, double db)
{
    const struct console_params params = trimmed(db);
    bool replan;

    assert_int_equal(engine_hold_console(rig->engine, track, &params, &replan),
                     ST_OK);
    if (replan)
        rig_plan(rig);
}

static void
a_console_under_the_hand_holds_whatever_plans_come(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    const double live_gain = gain_from_db(-20), then = gain_from_db(-6);

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 100);
    hold_trim(&rig, track, -20);
    rig_render(&rig, left, right, 2000, 100);
    struct row_strip strip = rig_strip(&rig, track);
    strip.trim_db = -6;
    rig_put(&rig, TABLE_STRIP, &strip);
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &live_gain, 1, 0, 1000, 3000);

    /* Let go: nothing jumps; the next plan takes over. */
    assert_int_equal(engine_release(rig.engine, HAND_CONSOLE, track), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &live_gain, 1, 0, 1000, 4000);
    rig_plan(&rig);
    rig_render(&rig, left, right, LONG, 1000);
    expect_sum(&source, &then, 1, 1000, LONG, 6000);
    rig_close(&rig);
}

/* What is released and committed is what was held, to the bit and from the
 * first frame. */
static void
a_console_that_is_let_go_sounds_on_as_the_edit_has_it(void **state)
{
    static struct rig rig;
    static float held[LONG];
    const struct stream_fake *source;

    for (int release = 0; release < 2; release++) {
        rig_open(&rig, OFFLINE);
        const int64_t track = sounding(&rig, 0, &source);
        rig_roll(&rig, 0);
        hold_trim(&rig, track, -3);
        rig_render(&rig, left, right, 4096, 256);
        if (release) {
            struct row_strip strip = rig_strip(&rig, track);

            assert_int_equal(engine_release(rig.engine, HAND_CONSOLE, track),
                             ST_OK);
            strip.trim_db = -3;
            rig_put(&rig, TABLE_STRIP, &strip);
            rig_plan(&rig);
        }
        rig_render(&rig, left, right, LONG, 256);
        if (release)
            assert_memory_equal(left, held, sizeof held);
        memcpy(held, left, sizeof held);
        rig_close(&rig);
    }
}

/* Of a hand that jumps: from one frame to the next the gain changes by little. */
static void
a_console_under_the_hand_glides(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    double last = 1;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 100);
    hold_trim(&rig, track, -20);
    rig_render(&rig, left, right, LONG, 100);
    for (uint32_t i = 0; i < LONG; i++) {
        const double x = stream_fake_sample(source, 0, 1000 + i);

        if (fabs(x) < 0.05)
            continue;
        if (last - left[i] / x > 0.05 || left[i] / x - last > 0.001)
            fail_msg("frame %u: %g after %g", i, left[i] / x, last);
        last = left[i] / x;
    }
    assert_true(fabs(last - gain_from_db(-20)) < 1e-4);
    rig_close(&rig);
}

static void
a_send_under_the_hand_sounds_before_it_is_in_the_song(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    const double before = 1 + gain_from_db(-6), held = 1 + gain_from_db(-20);

    rig_open(&rig, OFFLINE);
    const int64_t bus = rig_track(&rig, TRACK_BUS, 2, 0);
    const int64_t track = sounding(&rig, 0, &source);
    const int64_t send = rig_send(&rig, track, bus, SEND_POST_FADER, -6);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &before, 1, 0, 1000, 0);
    assert_int_equal(engine_hold_send(rig.engine, send, -20, 0), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &held, 1, 0, 1000, 2000);
    assert_int_equal(engine_release(rig.engine, HAND_SEND, send), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &held, 1, 0, 1000, 3000);
    rig_plan(&rig);
    rig_render(&rig, left, right, LONG, 100);
    expect_sum(&source, &before, 1, 1000, LONG, 5000);
    assert_int_equal(engine_hold_send(rig.engine, 4711, 0, 0), ST_NOT_FOUND);
    rig_close(&rig);
}

static void
a_control_under_the_hand_sounds_before_it_is_in_the_song(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    const double half = 0.5, whole = 1;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    const int64_t insert = rig_insert(&rig, track, INSERT_AFTER_CONSOLE, "late");
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 100);
    assert_int_equal(engine_hold_control(rig.engine, insert, 0, 0.5), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &half, 1, 0, 1000, 2000 - 100);
    assert_int_equal(engine_release(rig.engine, HAND_INSERT, insert), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &half, 1, 0, 1000, 3000 - 100);
    rig_plan(&rig);
    rig_render(&rig, left, right, LONG, 100);
    expect_sum(&source, &whole, 1, 1000, LONG, 5000 - 100);
    assert_int_equal(engine_hold_control(rig.engine, insert, 1, 0), ST_RANGE);
    assert_int_equal(engine_hold_control(rig.engine, 4711, 0, 0), ST_NOT_FOUND);
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_live_fader_glides_on_the_grid),
        cmocka_unit_test(a_fader_under_the_hand_holds_whatever_plans_come),
        cmocka_unit_test(
            the_plan_after_a_release_takes_over_though_it_is_picked_up_before_it),
        cmocka_unit_test(a_console_under_the_hand_holds_whatever_plans_come),
        cmocka_unit_test(a_console_that_is_let_go_sounds_on_as_the_edit_has_it),
        cmocka_unit_test(a_console_under_the_hand_glides),
        cmocka_unit_test(a_send_under_the_hand_sounds_before_it_is_in_the_song),
        cmocka_unit_test(a_control_under_the_hand_sounds_before_it_is_in_the_song),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
