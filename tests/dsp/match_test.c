/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/match.h"

#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LENGTH = 4096, LAGS = 3001, HEARD = LENGTH + LAGS - 1 };

static float probe[LENGTH], heard[HEARD], scores[LAGS];

/* What is heard of the probe after `delay` frames; noise of another
 * kind beside it. */
static void
hear(size_t delay, float gain, float noise)
{
    uint32_t seed = 99;

    match_probe(probe, LENGTH, 0.25f);
    memset(heard, 0, sizeof heard);
    for (size_t i = 0; i < LENGTH && delay + i < HEARD; i++)
        heard[delay + i] = gain * probe[i];
    for (size_t i = 0; i < HEARD; i++) {
        seed = seed * 1664525u + 1013904223u;
        heard[i] += noise * ((float)(seed >> 8) / 8388608.0f - 1.0f);
    }
}

static struct match
find(size_t portion)
{
    struct match_search search = {.probe = probe,
                                  .heard = heard,
                                  .length = LENGTH,
                                  .lags = LAGS,
                                  .scores = scores};

    while (!match_advance(&search, portion))
        continue;
    return match_result(&search);
}

static void
a_probe_is_found_at_its_frame_in_any_portions(void **state)
{
    static const size_t DELAYS[] = {0, 1, 17, 1000, 2999, 3000};

    for (size_t i = 0; i < sizeof DELAYS / sizeof *DELAYS; i++) {
        hear(DELAYS[i], 0.5f, 0);
        for (size_t portion = 1; portion <= LAGS; portion *= 10) {
            const struct match match = find(portion);

            assert_int_equal(match.lag, DELAYS[i]);
            assert_true(match.share > 0.99);
            assert_true(fabs(match.gain - 0.5) < 1e-3);
        }
    }
}

static void
a_turned_polarity_is_told_by_the_sign(void **state)
{
    hear(123, -1.0f, 0);
    const struct match match = find(LAGS);
    assert_int_equal(match.lag, 123);
    assert_true(match.gain < -0.99 && match.share > 0.99);
}

/* As a converter's filter does: the probe comes between two frames. */
static void
half_a_frame_takes_nothing_of_the_share(void **state)
{
    float way[HEARD] = {0};

    hear(200, 1.0f, 0);
    for (int i = 40; i < HEARD - 40; i++)
        for (int k = -30; k < 30; k++) {
            const double t = M_PI * (k + 0.5);

            way[i] += heard[i - k] * (float)(sin(t) / t);
        }
    memcpy(heard, way, sizeof heard);
    const struct match match = find(LAGS);
    assert_true(match.lag == 199 || match.lag == 200);
    assert_true(match.share > 0.95);
}

static void
noise_beside_it_lowers_the_share_and_moves_nothing(void **state)
{
    hear(777, 0.1f, 0.025f); /* as loud as the probe */
    const struct match match = find(LAGS);
    assert_int_equal(match.lag, 777);
    assert_true(match.share > 0.4 && match.share < 0.6);
}

static void
silence_noise_and_what_is_no_number_are_no_match(void **state)
{
    hear(0, 0, 0.5f);
    assert_true(find(LAGS).share < 0.05);
    hear(0, 0, 0);
    assert_true(find(LAGS).share == 0);
    hear(10, 1, 0);
    heard[500] = NAN;
    assert_true(find(LAGS).share == 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_probe_is_found_at_its_frame_in_any_portions),
        cmocka_unit_test(a_turned_polarity_is_told_by_the_sign),
        cmocka_unit_test(half_a_frame_takes_nothing_of_the_share),
        cmocka_unit_test(noise_beside_it_lowers_the_share_and_moves_nothing),
        cmocka_unit_test(silence_noise_and_what_is_no_number_are_no_match),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
