/* SPDX-License-Identifier: GPL-3.0-or-later */
/* audition_test.c: with a driver that runs no cycles by itself, so that the
 * test runs them. */
#include "app/audition.h"

#include "engine/engine.h"
#include "tests/app/app_help.h"
#include "tests/test.h"

#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Files that are heard whole are shorter than what is there when they begin: no
 * worker is late then. */
enum { BLOCK = 256, PATH = 400, LONGEST = 96000, DEADLINE_S = 30 };

struct hearing {
    struct player *player;
    struct audition *audition;
    struct audition_state state;
    float left[LONGEST], right[LONGEST];
    size_t count; /* frames that have sounded */
    double from;
};

static struct hearing hearing;

static void
begin(struct app_song *song)
{
    const struct player_config config
        = {.driver = "stepped", .block = BLOCK, .threads = 1};

    memset(&hearing, 0, sizeof hearing);
    if (player_open(&hearing.player, song->session, &config, &song->fault))
        fail_msg("%s: %s", song->fault.where, song->fault.what);
    assert_int_equal(audition_open(&hearing.audition, hearing.player, &song->fault),
                     ST_OK);
}

static void
end(void)
{
    audition_close(hearing.audition);
    player_close(hearing.player);
}

static const char *
path_of(struct app_song *song, const char *name)
{
    static char path[PATH];

    snprintf(path, sizeof path, "%s/%s", song->folder, name);
    return path;
}

/* A block; what sounds before the first sample that is not silent is left out. */
static void
cycle(void)
{
    struct player_state state;
    float left[BLOCK], right[BLOCK];
    size_t skip = 0;

    engine_cycle(player_engine(hearing.player), NULL, 0,
                 (float *const[]){left, right}, 2, BLOCK);
    player_poll(hearing.player, &state);
    audition_poll(hearing.audition, &hearing.state);
    while (hearing.count == 0 && skip < BLOCK && left[skip] == 0.0f)
        skip++;
    for (; skip < BLOCK && hearing.count < LONGEST; skip++, hearing.count++) {
        hearing.left[hearing.count] = left[skip];
        hearing.right[hearing.count] = right[skip];
    }
}

/* No faster than it plays, else the worker would be late. */
static void
listen(bool (*until)(void))
{
    const struct timespec block = {.tv_nsec = BLOCK * INT64_C(1000000000) / 48000};
    const time_t begun = time(NULL);

    do {
        cycle();
        nanosleep(&block, NULL);
        if (time(NULL) - begun > DEADLINE_S)
            fail_msg("not within %d s", DEADLINE_S);
    } while (!until());
}

static bool
is_silent(void)
{
    return !hearing.state.sounding;
}

static bool
is_heard(void)
{
    return hearing.count > 0;
}

static bool
has_failed(void)
{
    return hearing.state.fault.status != ST_OK;
}

static void
play(struct app_song *song, const char *name)
{
    hearing.count = 0;
    if (audition_play(hearing.audition, path_of(song, name), hearing.from,
                      &song->fault))
        fail_msg("%s: %s", song->fault.where, song->fault.what);
}

static void
a_file_is_heard_as_it_is_and_ends(void **state)
{
    struct app_song *song = *state;

    app_sound(song, "a.wav", 2, 11000, -1);
    begin(song);
    play(song, "a.wav");
    listen(is_heard);
    assert_string_equal(hearing.state.path, path_of(song, "a.wav"));
    assert_true(fabs(hearing.state.length - 11000 / 48000.0) < 1e-9);
    assert_true(hearing.state.seconds > 0);
    listen(is_silent);
    assert_null(hearing.state.path);
    assert_int_equal(hearing.state.fault.status, ST_OK);
    for (int i = 64; i < 11000 - 384; i++) {
        assert_true(fabs(hearing.left[i] - (i % 100 + 1) / 200.0) < 1e-4);
        assert_true(fabs(hearing.right[i] - ((i % 100 + 1) / 200.0 + 0.02)) < 1e-4);
    }
    end();
}

static void
a_file_is_heard_from_its_middle_on(void **state)
{
    struct app_song *song = *state;

    app_sound(song, "a.wav", 2, 48000, -1);
    begin(song);
    hearing.from = 0.9;
    play(song, "a.wav");
    listen(is_heard);
    assert_true(hearing.state.seconds > 0.9 && hearing.state.seconds < 1.0);
    assert_true(fabs(hearing.state.length - 1.0) < 1e-9);
    listen(is_silent);
    assert_in_range(hearing.count, 4800, 4800 + 3 * BLOCK);
    for (int i = 64; i < 4800 - 384; i++)
        assert_true(fabs(hearing.left[i] - (i % 100 + 1) / 200.0) < 1e-4);
    end();
}

static void
another_rate_is_brought_to_the_songs_and_mono_to_both_sides(void **state)
{
    enum { RATE = 44100, LENGTH = RATE / 5 };
    struct app_song *song = *state;
    SF_INFO info = {.samplerate = RATE, .channels = 1,
                    .format = SF_FORMAT_FLAC | SF_FORMAT_PCM_24};
    static float x[LENGTH];
    int ups = 0;

    for (int i = 0; i < LENGTH; i++)
        x[i] = (float)(0.5 * sin(2 * M_PI * 1000 * i / RATE));
    SNDFILE *file = sf_open(path_of(song, "b.flac"), SFM_WRITE, &info);
    assert_non_null(file);
    assert_int_equal(sf_writef_float(file, x, LENGTH), LENGTH);
    sf_close(file);

    begin(song);
    play(song, "b.flac");
    listen(is_heard);
    listen(is_silent);
    for (int i = 960; i < 8640; i++) {
        ups += hearing.left[i - 1] < 0 && hearing.left[i] >= 0;
        assert_true(hearing.left[i] == hearing.right[i]);
    }
    assert_in_range(ups, 159, 161); /* 0.16 s of it */
    end();
}

static void
it_stops_when_told_and_goes_over_to_another(void **state)
{
    struct app_song *song = *state;

    app_sound(song, "a.wav", 1, 480000, -1);
    app_sound(song, "b.wav", 1, 480000, -1);
    begin(song);
    play(song, "a.wav");
    listen(is_heard);
    play(song, "b.wav");
    audition_poll(hearing.audition, &hearing.state);
    assert_string_equal(hearing.state.path, path_of(song, "b.wav"));
    listen(is_heard);
    audition_stop(hearing.audition);
    for (int i = 0; i < 4; i++) /* what is fading has gone */
        cycle();
    hearing.count = 0;
    cycle();
    assert_false(hearing.state.sounding);
    assert_int_equal(hearing.count, 0);
    end();
}

static void
its_level_is_its_own(void **state)
{
    struct app_song *song = *state;

    app_sound(song, "a.wav", 1, 11000, -1);
    begin(song);
    audition_set_level(hearing.audition, -20.0);
    play(song, "a.wav");
    listen(is_heard);
    listen(is_silent);
    for (int i = 64; i < 11000 - 384; i++)
        assert_true(fabs(hearing.left[i] - (i % 100 + 1) / 2000.0) < 1e-5);
    end();
}

static void
what_is_no_sound_is_told_once(void **state)
{
    struct app_song *song = *state;

    begin(song);
    play(song, "missing.wav");
    listen(has_failed);
    assert_int_equal(hearing.state.fault.status, ST_NOT_FOUND);
    cycle();
    cycle();
    assert_int_equal(hearing.state.fault.status, ST_OK);
    assert_false(hearing.state.sounding);
    end();
}

/* While it sounds, and while its worker decodes. */
static void
it_can_be_closed_at_any_time(void **state)
{
    struct app_song *song = *state;

    app_sound(song, "a.wav", 2, 480000, -1);
    for (int cycles = 0; cycles < 3; cycles++) {
        begin(song);
        play(song, "a.wav");
        for (int i = 0; i < cycles; i++)
            cycle();
        play(song, "a.wav");
        end();
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_heard_as_it_is_and_ends,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(a_file_is_heard_from_its_middle_on,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(
            another_rate_is_brought_to_the_songs_and_mono_to_both_sides, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(it_stops_when_told_and_goes_over_to_another,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(its_level_is_its_own, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(what_is_no_sound_is_told_once, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(it_can_be_closed_at_any_time, app_setup,
                                        app_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
