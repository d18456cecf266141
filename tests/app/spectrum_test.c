/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/spectrum.h"

#include "tests/test.h"

#include <math.h>

enum { RATE = 48000, PLACES = 256 };

static double hz[PLACES];
static float sound[2 * SPECTRUM_FRAMES];

static struct spectrum *
a_spectrum(void)
{
    struct spectrum *spectrum;

    for (int i = 0; i < PLACES; i++)
        hz[i] = 20 * pow(1000, i / (PLACES - 1.0));
    assert_int_equal(spectrum_new(&spectrum, RATE, hz, PLACES), ST_OK);
    return spectrum;
}

static void
play(struct spectrum *spectrum, double tone, double level)
{
    for (int i = 0; i < 2 * SPECTRUM_FRAMES; i++)
        sound[i] = (float)(level * sin(2 * M_PI * tone * i / RATE));
    for (int at = 0; at < 2 * SPECTRUM_FRAMES; at += 512)
        spectrum_feed(spectrum, sound + at, 512);
}

static int
highest(const struct spectrum *spectrum)
{
    int best = 0;

    for (int i = 1; i < PLACES; i++)
        if (spectrum_db(spectrum, i) > spectrum_db(spectrum, best))
            best = i;
    return best;
}

static void
a_sine_stands_where_its_frequency_is_as_high_as_it_is_loud(void **state)
{
    const double tones[] = {100, 1000, 10000};
    struct spectrum *spectrum;

    for (int t = 0; t < 3; t++) {
        spectrum = a_spectrum();
        play(spectrum, tones[t], 0.5);
        spectrum_turn(spectrum, 0.04);
        const int best = highest(spectrum);

        /* To a twelfth of an octave; low ones to half a bin. */
        assert_true(fabs(hz[best] - tones[t])
                    < fmax(tones[t] * 0.03, RATE / 8192.0));
        assert_true(fabs(spectrum_db(spectrum, best) + 6.02) < 1.5);
        spectrum_free(spectrum);
    }
}

static void
it_falls_slowly_and_its_peaks_more_slowly(void **state)
{
    struct spectrum *spectrum = a_spectrum();

    play(spectrum, 1000, 1);
    spectrum_turn(spectrum, 0.04);
    const int best = highest(spectrum);
    const double was = spectrum_db(spectrum, best);

    for (int i = 0; i < 25; i++)
        spectrum_turn(spectrum, 0.04);
    assert_true(fabs(spectrum_db(spectrum, best) - (was - 36)) < 0.01);
    assert_true(fabs(spectrum_peak_db(spectrum, best) - (was - 9)) < 0.01);
    for (int i = 0; i < 25 * 20; i++)
        spectrum_turn(spectrum, 0.04);
    assert_true(spectrum_db(spectrum, best) == SPECTRUM_SILENT_DB);
    spectrum_free(spectrum);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_sine_stands_where_its_frequency_is_as_high_as_it_is_loud),
        cmocka_unit_test(it_falls_slowly_and_its_peaks_more_slowly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
