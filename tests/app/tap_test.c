/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tap.h"

#include "tests/test.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

static float
signal_at(int64_t frame)
{
    return (float)(frame % 1000) / 1000 - 0.25f;
}

static void
feed(struct tap *tap, int64_t from, size_t frames)
{
    float left[4096], right[4096];
    const float *const planar[] = {left, right};

    for (size_t i = 0; i < frames; i++) {
        left[i] = signal_at(from + (int64_t)i);
        right[i] = -left[i];
    }
    tap_feed(tap, planar, frames);
}

static void
what_is_seen_does_not_depend_on_how_it_was_fed(void **state)
{
    static const size_t PIECES[] = {1, 37, 256, 4096};

    for (size_t p = 0; p < 4; p++) {
        struct wave_column columns[10];
        struct tap *tap;
        int64_t fed = 0;

        assert_int_equal(tap_new(&tap, 2), ST_OK);
        for (; fed < 1 << 19; fed += (int64_t)PIECES[p])
            feed(tap, fed, PIECES[p]);
        assert_int_equal(tap_channels(tap), 2);
        assert_int_equal(tap_frames(tap), fed / TAP_FRAMES * TAP_FRAMES);
        tap_columns(tap, 0, 0, 5120, 10, columns);
        for (int i = 0; i < 10; i++) {
            assert_float_equal(columns[i].min, -0.25, 1e-6);
            assert_float_equal(columns[i].max, 0.749, 1e-6);
            assert_float_equal(columns[i].rms, 0.38, 0.02);
        }
        tap_columns(tap, 1, 0, 5120, 1, columns);
        assert_float_equal(columns[0].min, -0.749, 1e-6);
        tap_free(tap);
    }
}

static void
nothing_is_seen_around_what_was_fed(void **state)
{
    struct wave_column columns[3];
    struct tap *tap;

    assert_int_equal(tap_new(&tap, 2), ST_OK);
    feed(tap, 0, 4000);
    assert_int_equal(tap_frames(tap), 15 * TAP_FRAMES);
    tap_columns(tap, 0, -512, 512, 3, columns);
    assert_float_equal(columns[0].max, 0, 0);
    assert_true(columns[1].max > 0.2f);
    tap_columns(tap, 0, 4096, 512, 3, columns);
    assert_float_equal(columns[0].max, 0, 0);
    tap_free(tap);
}

static void
a_sample_that_is_no_number_is_not_seen(void **state)
{
    float x[TAP_FRAMES] = {[7] = NAN};
    const float *const planar[] = {x};
    struct wave_column column;
    struct tap *tap;

    assert_int_equal(tap_new(&tap, 1), ST_OK);
    tap_feed(tap, planar, TAP_FRAMES);
    tap_columns(tap, 0, 0, TAP_FRAMES, 1, &column);
    assert_false(isnan(column.min) || isnan(column.max) || isnan(column.rms));
    tap_free(tap);
}

enum { LONG = 1 << 22 };

static void *
feed_all(void *tap)
{
    for (int64_t fed = 0; fed < LONG; fed += 4096)
        feed(tap, fed, 4096);
    return NULL;
}

static void
all_that_is_seen_while_it_grows_is_whole(void **state)
{
    struct tap *tap;
    pthread_t thread;
    int64_t seen;

    assert_int_equal(tap_new(&tap, 2), ST_OK);
    assert_int_equal(pthread_create(&thread, NULL, feed_all, tap), 0);
    do {
        struct wave_column column;

        seen = tap_frames(tap);
        if (seen < 4 * TAP_FRAMES)
            continue;
        tap_columns(tap, 0, (double)seen - 4 * TAP_FRAMES, 4 * TAP_FRAMES, 1,
                    &column);
        assert_float_equal(column.min, -0.25, 1e-6);
        assert_float_equal(column.max, 0.749, 1e-6);
    } while (seen < LONG);
    assert_int_equal(pthread_join(thread, NULL), 0);
    tap_free(tap);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_seen_does_not_depend_on_how_it_was_fed),
        cmocka_unit_test(nothing_is_seen_around_what_was_fed),
        cmocka_unit_test(a_sample_that_is_no_number_is_not_seen),
        cmocka_unit_test(all_that_is_seen_while_it_grows_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
