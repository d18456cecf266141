/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/fade.h"
#include "model/rows.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>

_Static_assert((int)FADE_CURVE_LINEAR == FADE_LINEAR
                   && (int)FADE_CURVE_EQUAL_POWER == FADE_EQUAL_POWER
                   && (int)FADE_CURVE_SLOW == FADE_SLOW
                   && (int)FADE_CURVE_FAST == FADE_FAST
                   && (int)FADE_CURVE_S == FADE_S_CURVE,
               "the curves are numbered as the model does");

enum { CURVES = FADE_CURVE_S + 1, LENGTH = 5000 };

static double
formula(enum fade_curve curve, double x)
{
    const double all[CURVES] = {x, sin(x * M_PI_2), pow(x, 3), 1 - pow(1 - x, 3),
                                3 * x * x - 2 * pow(x, 3)};

    return all[curve];
}

static float *
ones(uint32_t n)
{
    float *x = malloc(n * sizeof *x);

    assert_non_null(x);
    for (uint32_t i = 0; i < n; i++)
        x[i] = 1;
    return x;
}

static void
each_curve_follows_its_formula(void **state)
{
    static const int32_t lengths[] = {1, 2, 64, LENGTH, 3000001};

    for (int c = 0; c < CURVES; c++)
        for (size_t k = 0; k < COUNT(lengths); k++) {
            const int32_t n = lengths[k];
            float *x = ones(n);

            fade_in(c, x, n, 0, n);
            for (int32_t i = 0; i < n; i++)
                assert_true(fabs(x[i] - formula(c, (i + 0.5) / n)) < 1e-6);
            free(x);
        }
}

static void
the_formula_at_a_point_is_the_same(void **state)
{
    for (int c = 0; c < CURVES; c++) {
        assert_true(fade_gain(c, 0) == 0);
        assert_true(fabsf(fade_gain(c, 1) - 1) < 1e-6);
        assert_true(fade_gain(c, -3) == 0);
        assert_true(fade_gain(c, 9) == fade_gain(c, 1));
        assert_true(fade_gain(c, NAN) == 0);
        for (double x = 0; x < 1; x += 0.001)
            assert_true(fabs(fade_gain(c, x) - formula(c, x)) < 1e-6);
    }
}

static void
a_fade_out_is_a_fade_in_backwards(void **state)
{
    for (int c = 0; c < CURVES; c++) {
        float *in = ones(LENGTH), *out = ones(LENGTH);

        fade_in(c, in, LENGTH, 0, LENGTH);
        fade_out(c, out, LENGTH, 0, LENGTH);
        for (int i = 0; i < LENGTH; i++)
            assert_true(in[i] == out[LENGTH - 1 - i]);
        free(in);
        free(out);
    }
}

static void
it_rises_all_the_way(void **state)
{
    for (int c = 0; c < CURVES; c++) {
        float *x = ones(LENGTH);

        fade_in(c, x, LENGTH, 0, LENGTH);
        for (int i = 1; i < LENGTH; i++)
            assert_true(x[i] >= x[i - 1] && x[i] <= 1);
        free(x);
    }
}

static void
every_cut_into_blocks_gives_the_same_bits(void **state)
{
    static const uint32_t blocks[] = {1, 3, 16, 61, 64, 333, 4095};

    for (int c = 0; c < CURVES; c++)
        for (size_t k = 0; k < COUNT(blocks); k++) {
            float *whole[2] = {ones(LENGTH), ones(LENGTH)};
            float *cut[2] = {ones(LENGTH), ones(LENGTH)};

            fade_in(c, whole[0], LENGTH, 0, LENGTH);
            fade_out(c, whole[1], LENGTH, 0, LENGTH);
            for (uint32_t at = 0, n; at < LENGTH; at += n) {
                n = LENGTH - at < blocks[k] ? LENGTH - at : blocks[k];
                fade_in(c, cut[0] + at, n, at, LENGTH);
                fade_out(c, cut[1] + at, n, at, LENGTH);
            }
            for (int i = 0; i < 2; i++) {
                assert_memory_equal(whole[i], cut[i], LENGTH * sizeof(float));
                free(whole[i]);
                free(cut[i]);
            }
        }
}

static void
an_equal_power_crossfade_keeps_the_power(void **state)
{
    float *in = ones(LENGTH), *out = ones(LENGTH);

    fade_in(FADE_CURVE_EQUAL_POWER, in, LENGTH, 0, LENGTH);
    fade_out(FADE_CURVE_EQUAL_POWER, out, LENGTH, 0, LENGTH);
    for (int i = 0; i < LENGTH; i++)
        assert_true(
            fabs(10 * log10((double)in[i] * in[i] + (double)out[i] * out[i]))
            < 1e-5);
    free(in);
    free(out);
}

static void
linear_and_s_crossfades_keep_the_sum(void **state)
{
    static const enum fade_curve curves[] = {FADE_CURVE_LINEAR, FADE_CURVE_S};

    for (size_t k = 0; k < COUNT(curves); k++) {
        float *in = ones(LENGTH), *out = ones(LENGTH);

        fade_in(curves[k], in, LENGTH, 0, LENGTH);
        fade_out(curves[k], out, LENGTH, 0, LENGTH);
        for (int i = 0; i < LENGTH; i++)
            assert_true(fabsf(in[i] + out[i] - 1) < 1e-6f);
        free(in);
        free(out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_curve_follows_its_formula),
        cmocka_unit_test(the_formula_at_a_point_is_the_same),
        cmocka_unit_test(a_fade_out_is_a_fade_in_backwards),
        cmocka_unit_test(it_rises_all_the_way),
        cmocka_unit_test(every_cut_into_blocks_gives_the_same_bits),
        cmocka_unit_test(an_equal_power_crossfade_keeps_the_power),
        cmocka_unit_test(linear_and_s_crossfades_keep_the_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
