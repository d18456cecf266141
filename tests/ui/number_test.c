/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/number.h"

#include "tests/test.h"

#include <math.h>
#include <stdbool.h>

static const struct number HZ = {NUMBER_HZ, NUMBER_LOG, 20, 20000, 1000};
static const struct number MS = {NUMBER_MS, NUMBER_LOG, 0.01, 4000, 10};
static const struct number GAIN = {NUMBER_DB, NUMBER_LINEAR, -24, 24, 0};

static void
is_text(const struct number *number, double value, const char *text)
{
    char out[48];

    number_text(number, value, out, sizeof out);
    assert_string_equal(out, text);
}

static void
is_short(const struct number *number, double value, const char *text)
{
    char out[48];

    number_short(number, value, out, sizeof out);
    assert_string_equal(out, text);
}

static double
reads(const struct number *number, const char *text)
{
    double value = NAN;

    assert_true(number_read(number, text, &value));
    return value;
}

static void
every_place_leads_to_a_value_that_leads_back(void **state)
{
    const struct number *const numbers[] = {&HZ, &MS, &GAIN, &NUMBER_PANNING};

    for (size_t n = 0; n < 4; n++)
        for (int i = 0; i <= 100; i++) {
            const double place = i / 100.0;

            assert_float_equal(
                number_place(numbers[n], number_value(numbers[n], place)), place,
                1e-9);
        }
    for (int i = 1; i <= 100; i++)
        assert_float_equal(
            number_place(&NUMBER_VOLUME, number_value(&NUMBER_VOLUME, i / 100.0)),
            i / 100.0, 1e-9);
}

static void
a_faders_travel_never_turns_back(void **state)
{
    double last = -1;

    for (double db = -144; db <= 12; db += 0.1) {
        const double place = number_fader_place(db);

        assert_true(place > last);
        last = place;
    }
    assert_float_equal(number_fader_place(12), 1, 0);
    assert_float_equal(number_fader_place(-INFINITY), 0, 0);
    assert_float_equal(number_fader_place(NAN), 0, 0);
}

static void
a_fader_is_finest_around_0_dB_and_silent_at_its_foot(void **state)
{
    const double fine = number_fader_place(0) - number_fader_place(-6);
    const double coarse = number_fader_place(-40) - number_fader_place(-46);

    assert_true(fine > 3 * coarse);
    assert_float_equal(number_value(&NUMBER_VOLUME, 0), -144, 0);
    assert_float_equal(number_value(&NUMBER_VOLUME, 1), 12, 1e-9);
}

static void
an_arrow_key_is_a_decibel_and_a_fine_one_a_tenth(void **state)
{
    assert_float_equal(number_step(&NUMBER_VOLUME, -6.2, 1, false), -5.2, 1e-9);
    assert_float_equal(number_step(&NUMBER_VOLUME, -6.2, -1, true), -6.3, 1e-9);
    assert_float_equal(number_step(&NUMBER_VOLUME, 11.8, 1, false), 12, 1e-9);
}

static void
the_first_step_leads_out_of_silence_and_the_last_one_into_it(void **state)
{
    assert_float_equal(number_step(&NUMBER_VOLUME, -144, 1, true), -60, 0);
    assert_float_equal(number_step(&NUMBER_VOLUME, -79.5, -1, false), -144, 0);
}

static void
twelve_steps_of_a_frequency_are_an_octave(void **state)
{
    assert_float_equal(number_step(&HZ, 440, 12, false), 880, 1e-6);
    assert_float_equal(number_step(&HZ, 19900, 12, false), 20000, 0);
}

static void
values_are_written_as_people_write_them(void **state)
{
    is_text(&NUMBER_VOLUME, -6.2, "-6.2 dB");
    is_text(&NUMBER_VOLUME, -0.01, "0.0 dB");
    is_text(&NUMBER_VOLUME, -144, "-inf dB");
    is_text(&HZ, 80, "80.0 Hz");
    is_text(&HZ, 440, "440 Hz");
    is_text(&HZ, 1250, "1.25 kHz");
    is_text(&HZ, 12500, "12.5 kHz");
    is_text(&MS, 0.5, "0.50 ms");
    is_text(&MS, 120, "120 ms");
    is_text(&MS, 2500, "2.50 s");
    is_text(&NUMBER_PANNING, 0, "C");
    is_text(&NUMBER_PANNING, -0.6, "L60");
    is_text(&NUMBER_PANNING, 0.24, "R24");
    is_short(&NUMBER_VOLUME, -6.2, "−6.2");
    is_short(&NUMBER_VOLUME, -144, "−∞");
    is_short(&NUMBER_VOLUME, 3, "3.0");
}

static void
what_is_typed_is_read_with_and_without_its_unit(void **state)
{
    assert_float_equal(reads(&NUMBER_VOLUME, " -6.2 dB"), -6.2, 0);
    assert_float_equal(reads(&NUMBER_VOLUME, "−6,2"), -6.2, 0);
    assert_float_equal(reads(&NUMBER_VOLUME, "-inf"), -144, 0);
    assert_float_equal(reads(&NUMBER_VOLUME, "−∞"), -144, 0);
    assert_float_equal(reads(&NUMBER_VOLUME, "99"), 12, 0);
    assert_float_equal(reads(&HZ, "1.25k"), 1250, 1e-9);
    assert_float_equal(reads(&HZ, "440 Hz"), 440, 0);
    assert_float_equal(reads(&MS, "1.5 s"), 1500, 1e-9);
    assert_float_equal(reads(&NUMBER_PANNING, "l60"), -0.6, 1e-9);
    assert_float_equal(reads(&NUMBER_PANNING, "R 24"), 0.24, 1e-9);
    assert_float_equal(reads(&NUMBER_PANNING, "c"), 0, 0);
}

static void
what_is_no_number_is_refused(void **state)
{
    double value = 5;

    assert_false(number_read(&NUMBER_VOLUME, "", &value));
    assert_false(number_read(&NUMBER_VOLUME, "loud", &value));
    assert_false(number_read(&NUMBER_VOLUME, "nan", &value));
    assert_false(number_read(&NUMBER_VOLUME, "3 apples", &value));
    assert_float_equal(value, 5, 0);
}

static void
whatever_is_written_is_read_back(void **state)
{
    const struct number *const numbers[] = {&HZ, &MS, &GAIN, &NUMBER_VOLUME,
                                            &NUMBER_PANNING};

    for (size_t n = 0; n < 5; n++)
        for (int i = 0; i <= 50; i++) {
            const double value = number_value(numbers[n], i / 50.0);
            char text[48], again[48];

            number_text(numbers[n], value, text, sizeof text);
            number_text(numbers[n], reads(numbers[n], text), again, sizeof again);
            assert_string_equal(again, text);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_place_leads_to_a_value_that_leads_back),
        cmocka_unit_test(a_faders_travel_never_turns_back),
        cmocka_unit_test(a_fader_is_finest_around_0_dB_and_silent_at_its_foot),
        cmocka_unit_test(an_arrow_key_is_a_decibel_and_a_fine_one_a_tenth),
        cmocka_unit_test(
            the_first_step_leads_out_of_silence_and_the_last_one_into_it),
        cmocka_unit_test(twelve_steps_of_a_frequency_are_an_octave),
        cmocka_unit_test(values_are_written_as_people_write_them),
        cmocka_unit_test(what_is_typed_is_read_with_and_without_its_unit),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(whatever_is_written_is_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
