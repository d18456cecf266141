/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/wave.h"

#include "tests/app/app_help.h"
#include "tests/test.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct seen {
    unsigned count;
    int64_t last;
};

static void
count_ready(void *user, int64_t source)
{
    struct seen *seen = user;

    seen->count++;
    seen->last = source;
}

static struct waves *
open_waves(struct app_song *song, struct seen *seen)
{
    struct waves *waves;

    assert_int_equal(
        waves_open(&waves, song->session, count_ready, seen, &song->fault), ST_OK);
    return waves;
}

/* A generous deadline; the descriptor says when. */
static void
wait_for(struct waves *waves, const struct seen *seen, unsigned count)
{
    struct pollfd poll_fd = {.fd = waves_fd(waves), .events = POLLIN};

    while (seen->count < count) {
        assert_int_equal(poll(&poll_fd, 1, 20000), 1);
        waves_poll(waves);
    }
}

static const struct row_source *
only_source(const struct app_song *song)
{
    size_t count;
    const struct row_source *rows
        = model_rows(session_model(song->session), TABLE_SOURCE, &count);

    assert_int_equal(count, 1);
    return rows;
}

static int64_t
import(struct app_song *song, unsigned channels)
{
    app_sound(song, "a.wav", channels, 48000, -1);
    app_import(song, "a.wav");
    return only_source(song)->id;
}

static void
columns_are_those_of_the_sound(void **state)
{
    struct app_song *song = *state;
    const int64_t source = import(song, 2);
    struct seen seen = {0};
    struct waves *waves = open_waves(song, &seen);
    struct wave_column columns[4];

    assert_int_equal(wave_columns(waves, source, 0, 0, 1000, 4, columns),
                     WAVE_WAITING);
    wait_for(waves, &seen, 1);
    assert_int_equal(seen.last, source);
    assert_int_equal(wave_channels(waves, source), 2);
    assert_int_equal(wave_columns(waves, source, 1, 0, 1000, 4, columns),
                     WAVE_READY);
    for (int i = 0; i < 4; i++) {
        assert_float_equal(columns[i].max, 0.52, 0.002);
        assert_float_equal(columns[i].min, 0.025, 0.002);
        assert_true(columns[i].rms > columns[i].min
                    && columns[i].rms < columns[i].max);
    }
    /* A frame a column: the samples themselves. */
    assert_int_equal(wave_columns(waves, source, 0, 200, 1, 4, columns),
                     WAVE_READY);
    for (int i = 0; i < 4; i++)
        assert_float_equal(columns[i].max, (i + 1) / 200.0, 1e-3);
    waves_close(waves);
}

static void
samples_are_silent_around_the_sound(void **state)
{
    struct app_song *song = *state;
    const int64_t source = import(song, 1);
    struct seen seen = {0};
    struct waves *waves = open_waves(song, &seen);
    float x[6];

    assert_false(wave_samples(waves, source, 0, 0, 6, x)); /* nobody has looked yet */
    wait_for(waves, &seen, 1);
    assert_true(wave_samples(waves, source, 0, -2, 6, x));
    for (int i = 0; i < 6; i++)
        assert_float_equal(x[i], i < 2 ? 0 : (i - 1) / 200.0, 1e-3);
    assert_true(wave_samples(waves, source, 0, 47998, 6, x));
    for (int i = 0; i < 6; i++)
        assert_float_equal(x[i], i < 2 ? (99 + i) / 200.0 : 0, 1e-3);
    assert_true(wave_samples(waves, source, 0, -10, 6, x));
    assert_true(wave_samples(waves, source, 0, 1 << 20, 6, x));
    assert_float_equal(x[5], 0, 0);
    waves_close(waves);
}

static void
remove_peaks(const struct app_song *song)
{
    char command[400];

    snprintf(command, sizeof command, "rm -r '%s/peaks'", song->path);
    assert_int_equal(system(command), 0);
}

static void
peaks_that_are_missing_are_made(void **state)
{
    struct app_song *song = *state;
    const int64_t source = import(song, 1);
    struct seen seen = {0};
    char path[400];
    struct stat st;

    remove_peaks(song);
    struct waves *waves = open_waves(song, &seen);

    assert_int_equal(wave_state(waves, source), WAVE_WAITING);
    wait_for(waves, &seen, 1);
    assert_int_equal(wave_state(waves, source), WAVE_READY);
    snprintf(path, sizeof path, "%s/peaks", song->path);
    assert_int_equal(stat(path, &st), 0);
    waves_close(waves);
}

static void
peaks_of_a_song_that_cannot_be_written_are_made_elsewhere(void **state)
{
    struct app_song *song = *state;
    const int64_t source = import(song, 1);
    struct seen seen = {0};
    char path[400];

    remove_peaks(song);
    /* Who may write everything is stopped by what is no folder. */
    snprintf(path, sizeof path, "%s/peaks", song->path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
    struct waves *waves = open_waves(song, &seen);

    assert_int_equal(wave_state(waves, source), WAVE_WAITING);
    wait_for(waves, &seen, 1);
    assert_int_equal(wave_state(waves, source), WAVE_READY);
    waves_close(waves);
}

static void
a_missing_file_is_offline(void **state)
{
    struct app_song *song = *state;
    const int64_t source = import(song, 1);
    struct seen seen = {0};
    struct wave_column column;
    char path[700];

    snprintf(path, sizeof path, "%s/%s", song->path, only_source(song)->path);
    assert_int_equal(unlink(path), 0);
    struct waves *waves = open_waves(song, &seen);

    assert_int_equal(wave_state(waves, source), WAVE_WAITING);
    wait_for(waves, &seen, 1);
    assert_int_equal(wave_columns(waves, source, 0, 0, 10, 1, &column),
                     WAVE_OFFLINE);
    assert_int_equal(wave_state(waves, 12345), WAVE_OFFLINE);
    waves_close(waves);
}

static void
a_source_that_goes_is_forgotten_wherever_it_is(void **state)
{
    struct app_song *song = *state;
    const int64_t source = import(song, 1);
    struct seen seen = {0};
    char label[LABEL_SIZE];

    for (int looked = 0; looked < 2; looked++) {
        struct waves *waves = open_waves(song, &seen);

        seen.count = 0;
        assert_int_equal(wave_state(waves, source), WAVE_WAITING);
        if (looked)
            wait_for(waves, &seen, 1);
        assert_int_equal(session_undo(song->session, label, &song->fault), ST_OK);
        assert_int_equal(wave_state(waves, source), WAVE_OFFLINE);
        assert_int_equal(session_redo(song->session, label, &song->fault), ST_OK);
        assert_int_equal(wave_state(waves, source), WAVE_WAITING);
        waves_close(waves);
    }
}

static void
waves_that_follow_no_more_may_outlive_their_song(void **state)
{
    struct app_song *song = *state;
    struct seen seen = {0};
    struct fault fault;

    app_sound(song, "a.wav", 1, 48000, -1);
    app_import(song, "a.wav");
    struct waves *waves = open_waves(song, &seen);
    size_t count;
    const struct row_source *source
        = model_rows(session_model(song->session), TABLE_SOURCE, &count);

    assert_int_equal(wave_state(waves, source->id), WAVE_WAITING);
    waves_leave(waves);
    session_close(song->session);
    waves_close(waves);
    assert_int_equal(session_open(&song->session, song->path, STORE_WRITE, &fault),
                     ST_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(columns_are_those_of_the_sound, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(samples_are_silent_around_the_sound,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(peaks_that_are_missing_are_made, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(
            peaks_of_a_song_that_cannot_be_written_are_made_elsewhere, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(a_missing_file_is_offline, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(
            a_source_that_goes_is_forgotten_wherever_it_is, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(
            waves_that_follow_no_more_may_outlive_their_song, app_setup,
            app_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
