/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meters, loudness, and what is beyond full scale. */
#include "tests/engine/strip_help.h"

static void
meters_show_the_peak_since_they_were_read(void **state)
{
    static struct rig rig;
    struct engine_levels levels;
    struct engine_loudness loudness;
    const struct stream_fake *source;
    float peak = 0;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    set_fader(&rig, track, -6);
    rig.options.meters = true;
    engine_loudness(rig.engine, &loudness);
    assert_true(loudness.integrated == -HUGE_VALF);
    assert_int_equal(engine_levels(rig.engine, track, &levels), ST_NOT_FOUND);
    rig_roll(&rig, 0);
    for (int turn = 0; turn < 5; turn++) {
        peak = 0;
        rig_render(&rig, left, right, 700 + turn, 64);
        for (int i = 0; i < 700 + turn; i++)
            peak = fmaxf(peak, fabsf(left[i]));
        assert_int_equal(engine_levels(rig.engine, track, &levels), ST_OK);
        assert_true(levels.peak[0] == peak);
    }
    /* Nothing happened since. */
    assert_int_equal(engine_levels(rig.engine, track, &levels), ST_OK);
    assert_true(levels.peak[0] == 0);
    for (int i = 0; i < 10; i++)
        rig_render(&rig, left, right, 4800, 480);
    double squares = 0;
    for (uint32_t i = 0; i < 4800; i++)
        squares += (double)right[i] * right[i];
    assert_int_equal(engine_levels(rig.engine, track, &levels), ST_OK);
    assert_true(fabs(levels.rms[1] - sqrt(squares / 4800)) < 0.01);
    assert_true(levels.gate_db == 0 && levels.comp_db == 0);
    engine_loudness(rig.engine, &loudness);
    assert_true(loudness.momentary > -20 && loudness.momentary < 3);
    assert_true(loudness.true_peak_db > -6.1 && loudness.true_peak_db < 3);

    /* After a locate it is measured anew. */
    assert_int_equal(engine_stop(rig.engine), ST_OK);
    assert_int_equal(engine_locate(rig.engine, frames(0)), ST_OK);
    rig_render(&rig, left, right, 4800, 480);
    engine_loudness(rig.engine, &loudness);
    assert_true(loudness.integrated == -HUGE_VALF);
    rig_close(&rig);
}

static void
samples_beyond_full_scale_are_counted(void **state)
{
    static struct rig rig;
    struct engine_state now;
    const struct stream_fake *source;
    uint64_t count = 0;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    set_fader(&rig, track, 6);
    play(&rig);
    for (uint32_t i = 0; i < LONG; i++)
        count += (fabsf(left[i]) > 1) + (fabsf(right[i]) > 1);
    engine_state(rig.engine, &now);
    assert_int_equal(now.clipped, count);
    assert_true(count > 1000);
    assert_true(now.worst > 0);
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meters_show_the_peak_since_they_were_read),
        cmocka_unit_test(samples_beyond_full_scale_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
