/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/trial.h"

#include "app/round_trip.h"
#include "app/trial_rt.h"
#include "tests/test.h"

#include <math.h>
#include <string.h>

enum { RATE = 48000, BLOCK = 256, LONG = 3 * RATE / 10 / BLOCK * BLOCK };

/* As trial_open() sets it up for 48 kHz. */
static struct trial_cycle
at_rest(void)
{
    const float level = powf(10, -18 / 20.0f);

    return (struct trial_cycle){
        .turn_re = cosf(2 * (float)M_PI * 440 / RATE),
        .turn_im = sinf(2 * (float)M_PI * 440 / RATE),
        .re = 1,
        .level = level,
        .step = level / (0.03f * RATE),
    };
}

static void
run(struct trial_cycle *cycle, const float *in, float *left, float *right,
    unsigned blocks)
{
    for (unsigned i = 0; i < blocks; i++) {
        float *const out[2] = {left + i * BLOCK, right + i * BLOCK};

        trial_run(cycle, &in, in ? 1 : 0, out, 2, BLOCK);
    }
}

static void
the_tone_is_a_sine_of_440_hz_at_minus_18_db_on_the_output_that_is_chosen(
    void **state)
{
    static float left[LONG], right[LONG];
    struct trial_cycle cycle = at_rest();
    unsigned risings = 0, first = 0, last = 0;
    double peak = 0;

    atomic_store(&cycle.tone, 2);
    run(&cycle, NULL, left, right, LONG / BLOCK);
    for (unsigned i = RATE / 10; i < LONG; i++) {
        peak = fmax(peak, fabsf(right[i]));
        if (right[i - 1] < 0 && right[i] >= 0) {
            first = risings++ ? first : i;
            last = i;
        }
        assert_true(left[i] == 0);
    }
    assert_true(fabs(20 * log10(peak) + 18) < 0.01);
    assert_true(fabs((risings - 1.0) * RATE / (last - first) - 440) < 1);
}

static void
the_tone_comes_and_goes_without_a_click(void **state)
{
    static float left[LONG], right[LONG];
    const double most = 2 * M_PI * 440 / RATE * pow(10, -18 / 20.0) + 1e-4;
    struct trial_cycle cycle = at_rest();
    float last = 0;

    for (int on = 1; on >= 0; on--) {
        atomic_store(&cycle.tone, on ? 3 : 0);
        run(&cycle, NULL, left, right, LONG / BLOCK);
        for (unsigned i = 0; i < LONG; i++) {
            assert_true(fabsf(left[i] - last) < most + cycle.step);
            last = left[i];
        }
    }
    assert_true(left[LONG - 1] == 0 && right[LONG - 1] == 0);
}

static void
a_peak_stays_until_it_is_taken(void **state)
{
    static float in[BLOCK], left[BLOCK], right[BLOCK];
    struct trial_cycle cycle = at_rest();

    in[17] = -0.5f;
    run(&cycle, in, left, right, 1);
    memset(in, 0, sizeof in);
    run(&cycle, in, left, right, 1);
    assert_true(atomic_load(&cycle.peaks[0]) == 0.5f);
}

static void
the_built_in_clock_says_that_it_is_silent(void **state)
{
    const struct trial_config config
        = {.driver = "built-in", .block = 128, .inputs = 3};
    struct trial_state now;
    struct trial *trial;
    struct fault fault;
    float peaks[4] = {1, 1, 1, 1};

    assert_int_equal(trial_open(&trial, &config, &fault), ST_OK);
    assert_int_equal(trial_opened(trial, true, &fault), ST_OK);
    trial_state(trial, &now);
    assert_true(now.silent && !now.lost);
    assert_int_equal(now.rate, RATE);
    assert_int_equal(now.block, 128);
    assert_int_equal(now.inputs, 3);
    assert_int_equal(now.outputs, 2);
    trial_tone(trial, 3);
    trial_peaks(trial, peaks, 4);
    for (int i = 0; i < 4; i++)
        assert_true(peaks[i] == 0);
    trial_close(trial);
}

static void
a_driver_that_there_is_not_is_told(void **state)
{
    const struct trial_config config = {.driver = "gramophone"};
    struct trial *trial;
    struct fault fault;

    (void)state;
    assert_int_equal(trial_open(&trial, &config, &fault), ST_OK);
    assert_int_equal(trial_opened(trial, true, &fault), ST_NOT_FOUND);
    assert_string_equal(fault.where, "gramophone");
    trial_close(trial);
}

static void
a_device_is_tried_when_the_round_trip_before_has_let_go_of_it(void **state)
{
    const struct round_trip_config measure = {.driver = "built-in"};
    struct trial_config config = {.driver = "built-in", .block = 128};
    struct trial_state now;
    struct trial *trial;
    struct fault fault;

    (void)state;
    assert_int_equal(round_trip_begin(&config.before, &measure, &fault), ST_OK);
    assert_int_equal(trial_open(&trial, &config, &fault), ST_OK);
    assert_int_equal(trial_opened(trial, true, &fault), ST_OK);
    trial_state(trial, &now);
    assert_int_equal(now.block, 128);
    assert_int_equal(round_trip_begin(&config.before, &measure, &fault), ST_OK);
    config.block = 256;
    assert_int_equal(trial_change(trial, &config, &fault), ST_OK);
    trial_close(trial); /* which ends both */
}

static void
the_device_that_was_chosen_last_is_tried(void **state)
{
    struct trial_config config = {.driver = "built-in", .block = 64};
    struct trial_state now;
    struct trial *trial;
    struct fault fault;

    (void)state;
    assert_int_equal(trial_open(&trial, &config, &fault), ST_OK);
    for (config.block = 128; config.block <= 1024; config.block *= 2)
        assert_int_equal(trial_change(trial, &config, &fault), ST_OK);
    while (trial_opened(trial, false, &fault) == ST_BUSY)
        assert_true(trial_opening(trial));
    trial_state(trial, &now);
    assert_int_equal(now.block, 1024);
    trial_close(trial);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_tone_is_a_sine_of_440_hz_at_minus_18_db_on_the_output_that_is_chosen),
        cmocka_unit_test(the_tone_comes_and_goes_without_a_click),
        cmocka_unit_test(a_peak_stays_until_it_is_taken),
        cmocka_unit_test(the_built_in_clock_says_that_it_is_silent),
        cmocka_unit_test(a_driver_that_there_is_not_is_told),
        cmocka_unit_test(
            a_device_is_tried_when_the_round_trip_before_has_let_go_of_it),
        cmocka_unit_test(the_device_that_was_chosen_last_is_tried),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
