/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/built_in.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RATE = 48000, LENGTH = 4096 };

static void
fill(float *left, float *right)
{
    for (int i = 0; i < LENGTH; i++) {
        left[i] = 0.5f * sinf((float)i * 0.05f);
        right[i] = 0.5f * sinf((float)i * 0.07f);
    }
}

/* Process in pieces of `step` frames. */
static void
run(const struct device_type *type, void *device, float *left, float *right,
    int step)
{
    for (int at = 0; at < LENGTH; at += step) {
        const int left_over = LENGTH - at;
        float *const io[2] = {left + at, right + at};

        type->process(device, io, left_over < step ? left_over : step);
    }
}

static void
every_device_sounds_the_same_however_it_is_cut_and_after_a_reset(void **state)
{
    static float a[2][LENGTH], b[2][LENGTH];
    const struct device_table *table = plugins_built_in();

    assert_true(table->count >= 2);
    for (size_t i = 0; i < table->count; i++) {
        const struct device_type *type = &table->types[i];
        void *device;

        assert_int_equal(type->create(&device, type, RATE, 1024), ST_OK);
        fill(a[0], a[1]);
        run(type, device, a[0], a[1], 1024);
        type->reset(device);
        fill(b[0], b[1]);
        run(type, device, b[0], b[1], 37);
        assert_memory_equal(a, b, sizeof a);
        type->destroy(device);
    }
}

static void
every_control_has_a_symbol_of_its_own_and_sound_bounds(void **state)
{
    const struct device_table *table = plugins_built_in();

    for (size_t i = 0; i < table->count; i++)
        for (unsigned k = 0; k < table->types[i].n_controls; k++) {
            const struct control *control = &table->types[i].controls[k];

            assert_true(control->min < control->max);
            assert_true(control->initial >= control->min);
            assert_true(control->initial <= control->max);
            for (unsigned n = 0; n < k; n++)
                assert_string_not_equal(control->symbol,
                                        table->types[i].controls[n].symbol);
        }
}

static void
a_device_is_found_by_its_name_and_others_are_not(void **state)
{
    assert_non_null(device_find(plugins_built_in(), "reverb"));
    assert_non_null(device_find(plugins_built_in(), "limiter"));
    assert_null(device_find(plugins_built_in(), "Reverb"));
    assert_null(device_find(NULL, "reverb"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_device_sounds_the_same_however_it_is_cut_and_after_a_reset),
        cmocka_unit_test(every_control_has_a_symbol_of_its_own_and_sound_bounds),
        cmocka_unit_test(a_device_is_found_by_its_name_and_others_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
