/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/browse.h"

#include "tests/app/app_help.h"
#include "tests/test.h"

#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>

enum { RATE = 48000, PATH = 400 };

/* Silence in its first half, half of full scale in its second. */
static const char *
write_halves(struct app_song *song, int format, int seconds)
{
    static char path[PATH];
    SF_INFO info = {.samplerate = RATE, .channels = 2, .format = format};
    float *x = calloc((size_t)RATE * 2, sizeof *x);

    snprintf(path, sizeof path, "%s/halves", song->folder);
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    assert_true(x && file);
    for (int second = 0; second < seconds; second++) {
        for (int i = 0; i < RATE; i++) /* on the right alone */
            x[2 * i + 1] = second < seconds / 2 ? 0 : i % 2 ? 0.5f : -0.5f;
        assert_int_equal(sf_writef_float(file, x, RATE), RATE);
    }
    sf_close(file);
    free(x);
    return path;
}

static bool
never(void *user)
{
    (void)user;
    return false;
}

static bool
at_the_third(void *user)
{
    int *asked = user;

    return ++*asked == 3;
}

static void
expect_halves(const char *path)
{
    float levels[BROWSE_PARTS];

    assert_true(browse_look(path, levels, never, NULL));
    for (int i = 0; i < BROWSE_PARTS; i++)
        if (i != BROWSE_PARTS / 2 - 1)
            assert_float_equal(levels[i], i < BROWSE_PARTS / 2 ? 0 : 0.5, 0.01);
}

static void
a_file_looks_as_loud_as_each_of_its_parts_is(void **state)
{
    expect_halves(write_halves(*state, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8));
    expect_halves(write_halves(*state, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 8));
}

static void
a_long_file_is_looked_at_here_and_there(void **state)
{
    expect_halves(write_halves(*state, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 240));
}

static void
what_is_cancelled_or_no_sound_looks_like_nothing(void **state)
{
    const char *path = write_halves(*state, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 2);
    float levels[BROWSE_PARTS];
    int asked = 0;

    assert_false(browse_look(path, levels, at_the_third, &asked));
    assert_int_equal(asked, 3);
    assert_false(browse_look("/nowhere/at/all.wav", levels, never, NULL));
    assert_false(browse_look("/dev/null", levels, never, NULL));
}

static int64_t
stamp_of_first(const struct app_song *song)
{
    struct browse_entry *entries;
    struct fault fault;
    int64_t stamp = 0;
    size_t count;

    assert_int_equal(browse_folder(song->folder, &entries, &count, &fault), ST_OK);
    for (size_t i = 0; i < count && !stamp; i++)
        if (!entries[i].folder)
            stamp = entries[i].stamp;
    browse_clear(entries, count);
    return stamp;
}

static void
a_file_that_was_written_again_has_another_stamp(void **state)
{
    struct app_song *song = *state;
    char path[PATH];

    snprintf(path, sizeof path, "%s/halves.wav", song->folder);
    assert_int_equal(rename(write_halves(song, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 2), path),
                     0);
    const int64_t first = stamp_of_first(song);

    assert_true(first != 0 && stamp_of_first(song) == first);
    assert_int_equal(rename(write_halves(song, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 4), path),
                     0);
    assert_true(stamp_of_first(song) != first);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_file_looks_as_loud_as_each_of_its_parts_is, app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(a_long_file_is_looked_at_here_and_there,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(
            what_is_cancelled_or_no_sound_looks_like_nothing, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(a_file_that_was_written_again_has_another_stamp,
                                        app_setup, app_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
