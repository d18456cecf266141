/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each kernel against the plain loop, which no vector ever saw: to the last bit. */
#include "dsp/mix.h"
#include "tests/dsp/console_help.h"
#include "tests/test.h"

#include <math.h>
#include <string.h>

enum { MOST = 4200, GUARD = 8 };

static float in[MOST + GUARD], a[2][MOST + GUARD], b[2][MOST + GUARD];

static const uint32_t lengths[]
    = {0, 1, 2, 7, 15, 16, 17, 31, 63, 64, 65, 100, 1001, 4096};

static void
fill(void)
{
    help_noise(in, MOST + GUARD, 2, 1);
    for (int i = 0; i < 2; i++) {
        help_noise(a[i], MOST + GUARD, 2, 5 + i);
        memcpy(b[i], a[i], sizeof a[i]);
    }
}

static float
plain_ramp(struct mix_ramp ramp, uint32_t i)
{
    const volatile float way = ramp.step * (float)(ramp.index + (int32_t)i);

    return ramp.start + way;
}

/* What each does to one frame, in steps that cannot be joined. */
static void
plain(int what, uint32_t i, uint32_t skew)
{
    const struct mix_ramp up = {0.1f, 1e-4f, 77}, down = {0.9f, -2e-4f, 77};
    const float x = in[i + skew];
    volatile float scaled;

    switch (what) {
    case 0:
        b[0][i] = 0;
        break;
    case 1:
        b[0][i] = x * 0.3f;
        break;
    case 2:
        scaled = x * 0.3f;
        b[0][i] += scaled;
        break;
    case 3:
        scaled = x * 0.3f;
        b[0][i] += scaled;
        scaled = x * 0.7f;
        b[1][i] += scaled;
        break;
    case 4:
        b[0][i] *= 0.3f;
        break;
    case 5:
        b[0][i] = x * plain_ramp(up, i);
        break;
    case 6:
        scaled = x * plain_ramp(up, i);
        b[0][i] += scaled;
        break;
    case 7:
        scaled = x * plain_ramp(up, i);
        b[0][i] += scaled;
        scaled = x * plain_ramp(down, i);
        b[1][i] += scaled;
        break;
    case 8:
        b[0][i] *= plain_ramp(up, i);
        break;
    }
}

static void
kernel(int what, uint32_t at, uint32_t n, uint32_t skew)
{
    const struct mix_ramp up = {0.1f, 1e-4f, 77 + at},
                          down = {0.9f, -2e-4f, 77 + at};
    float *left = a[0] + at, *right = a[1] + at;
    const float *x = in + at + skew;

    switch (what) {
    case 0:
        mix_clear(left, n);
        break;
    case 1:
        mix_copy(left, x, 0.3f, n);
        break;
    case 2:
        mix_add(left, x, 0.3f, n);
        break;
    case 3:
        mix_pan(left, right, x, 0.3f, 0.7f, n);
        break;
    case 4:
        mix_scale(left, 0.3f, n);
        break;
    case 5:
        mix_copy_ramp(left, x, up, n);
        break;
    case 6:
        mix_add_ramp(left, x, up, n);
        break;
    case 7:
        mix_pan_ramp(left, right, x, up, down, n);
        break;
    case 8:
        mix_scale_ramp(left, up, n);
        break;
    }
}

enum { KERNELS = 9 };

static void
each_does_what_the_plain_loop_does_and_not_a_frame_more(void **state)
{
    for (int what = 0; what < KERNELS; what++)
        for (size_t k = 0; k < COUNT(lengths); k++)
            for (uint32_t skew = 0; skew < 3; skew++) {
                fill();
                for (uint32_t i = 0; i < lengths[k]; i++)
                    plain(what, i, skew);
                kernel(what, 0, lengths[k], skew);
                assert_memory_equal(a, b, sizeof a);
            }
}

static void
every_cut_into_blocks_gives_the_same_bits(void **state)
{
    static const uint32_t blocks[] = {1, 3, 16, 33, 64, 257, 4095};

    for (int what = 0; what < KERNELS; what++)
        for (size_t k = 0; k < COUNT(blocks); k++) {
            fill();
            for (uint32_t i = 0; i < 4096; i++)
                plain(what, i, 0);
            for (uint32_t at = 0, n; at < 4096; at += n) {
                n = 4096 - at < blocks[k] ? 4096 - at : blocks[k];
                kernel(what, at, n, 0);
            }
            assert_memory_equal(a, b, sizeof a);
        }
}

static void
a_measure_finds_the_peak_and_the_sum_of_squares(void **state)
{
    for (size_t k = 0; k < COUNT(lengths); k++) {
        const uint32_t n = lengths[k];
        double square = 0;

        fill();
        if (n > 0)
            in[n * 2 / 3] = -3;
        in[n] = 100; /* beyond */
        for (uint32_t i = 0; i < n; i++)
            square += (double)in[i] * in[i];
        const struct mix_level level = mix_measure(in, n);
        assert_true(level.peak == (n > 0 ? 3 : 0));
        assert_true(fabs(level.square - square) <= 1e-5 * square);
    }
}

static void
a_measure_shows_no_number_in_the_sum_alone(void **state)
{
    fill();
    in[40] = NAN;
    in[3] = 2.5f;
    const struct mix_level level = mix_measure(in, 100);

    assert_true(level.peak == 2.5f);
    assert_true(isnan(level.square));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_does_what_the_plain_loop_does_and_not_a_frame_more),
        cmocka_unit_test(every_cut_into_blocks_gives_the_same_bits),
        cmocka_unit_test(a_measure_finds_the_peak_and_the_sum_of_squares),
        cmocka_unit_test(a_measure_shows_no_number_in_the_sum_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
