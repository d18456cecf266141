/* SPDX-License-Identifier: GPL-3.0-or-later */
/* player_test.c: with a driver that runs no cycles by itself, so that the
 * test runs them. */
#include "app/player.h"

#include "engine/engine.h"
#include "tests/app/app_help.h"
#include "tests/test.h"

#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 256 };

struct sound {
    float left[BLOCK], right[BLOCK];
};

static struct player *
open_player(struct app_song *song)
{
    const struct player_config config
        = {.driver = "stepped", .block = BLOCK, .threads = 1};
    struct player *player;

    if (player_open(&player, song->session, &config, &song->fault))
        fail_msg("%s: %s", song->fault.where, song->fault.what);
    return player;
}

static void
cycle(struct player *player, struct sound *sound)
{
    struct player_state state;
    float *out[2] = {sound->left, sound->right};

    engine_cycle(player_engine(player), NULL, 0, out, 2, BLOCK);
    player_poll(player, &state);
}

/* Go there, wait until the disk is ahead, and roll. */
static void
roll_at(struct player *player, int64_t frame, struct sound *sound)
{
    assert_int_equal(player_stop(player), ST_OK);
    cycle(player, sound);
    assert_int_equal(player_locate(player, frames(frame)), ST_OK);
    do {
        cycle(player, sound);
        sched_yield();
    } while (!player_ready(player));
    assert_int_equal(player_roll(player), ST_OK);
}

static double
peak(const float *x)
{
    double most = 0.0;

    for (int i = 0; i < BLOCK; i++)
        most = fmax(most, fabs(x[i]));
    return most;
}

/* The peak of the second block from there, when all that glides has settled. */
static double
peak_at(struct player *player, int64_t frame)
{
    struct sound sound;

    roll_at(player, frame, &sound);
    for (int i = 0; i < 8; i++)
        cycle(player, &sound);
    return peak(sound.left);
}

static void
a_song_sounds_where_its_clips_lie(void **state)
{
    struct app_song *song = *state;

    app_sound(song, "a.wav", 1, 96000, -1);
    app_import(song, "a.wav");
    app_edit(song, "move a:1 1s");
    struct player *player = open_player(song);
    assert_true(peak_at(player, 0) == 0.0);
    assert_true(peak_at(player, 60000) > 0.1);
    assert_true(peak_at(player, 47000) > 0.1);
    assert_true(peak_at(player, 150000) == 0.0);
    player_close(player);
}

/* Each edit is one that the next cycles play, with no stop. */
static void
edits_are_heard_while_it_rolls(void **state)
{
    struct app_song *song = *state;
    struct sound sound;

    app_sound(song, "a.wav", 1, 480000, -1);
    app_import(song, "a.wav");
    struct player *player = open_player(song);
    const double before = peak_at(player, 0);
    assert_true(before > 0.1);

    app_edit(song, "fader a -6.020599913");
    for (int i = 0; i < 64; i++)
        cycle(player, &sound);
    assert_true(fabs(peak(sound.left) / before - 0.5) < 0.001);
    app_edit(song, "pan a -1");
    for (int i = 0; i < 64; i++)
        cycle(player, &sound);
    assert_true(peak(sound.right) < 1e-4);
    app_edit(song, "track-delete a");
    for (int i = 0; i < 64; i++)
        cycle(player, &sound);
    assert_true(peak(sound.left) == 0.0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(session_undo(song->session, NULL, &song->fault), ST_OK);
    for (int i = 0; i < 64; i++)
        cycle(player, &sound);
    player_poll(player, &(struct player_state){0});
    assert_true(fabs(peak(sound.left) / before - 1.0) < 0.001);
    player_close(player);
}

static void
the_state_tells_where_it_is_and_where_it_ends(void **state)
{
    struct app_song *song = *state;
    struct player_state now;
    struct sound sound;

    app_sound(song, "a.wav", 1, 48000, -1);
    app_import(song, "a.wav");
    struct player *player = open_player(song);
    roll_at(player, 4800, &sound);
    for (int i = 0; i < 10; i++)
        cycle(player, &sound);
    player_poll(player, &now);
    assert_true(now.rolling);
    assert_int_equal(now.position.n, 4800 + 10 * BLOCK);
    assert_int_equal(now.end.n, 48000);
    assert_int_equal(now.rate, 48000);
    assert_int_equal(now.late, 0);
    app_edit(song, "copy a:1 2s");
    player_poll(player, &now);
    assert_int_equal(now.end.n, 3 * 48000);
    assert_int_equal(player_stop(player), ST_OK);
    cycle(player, &sound);
    cycle(player, &sound);
    player_poll(player, &now);
    assert_false(now.rolling);
    player_close(player);
}

static void
count_offline(void *user, const struct row_source *source,
              const struct fault *fault)
{
    assert_true(fault->what[0] && fault->remedy[0]);
    assert_non_null(strstr(source->path, "a.wav"));
    ++*(int *)user;
}

static void
sound_that_is_missing_is_told_and_silent(void **state)
{
    struct app_song *song = *state;
    int told = 0;
    const struct player_config config = {.driver = "stepped",
                                         .block = BLOCK,
                                         .offline = count_offline,
                                         .user = &told};
    struct player_state now;
    struct player *player;
    char path[600];

    app_sound(song, "a.wav", 1, 48000, -1);
    app_import(song, "a.wav");
    snprintf(path, sizeof path, "%s/audio/a.wav", song->path);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(player_open(&player, song->session, &config, &song->fault),
                     ST_OK);
    assert_int_equal(told, 1);
    player_poll(player, &now);
    assert_int_equal(now.offline, 1);
    assert_int_equal(now.end.n, 48000);
    assert_true(peak_at(player, 0) == 0.0);
    player_close(player);
}

static void
a_driver_that_is_not_there_is_refused(void **state)
{
    const struct player_config config = {.driver = "none"};
    struct app_song *song = *state;
    struct player *player;

    assert_int_equal(player_open(&player, song->session, &config, &song->fault),
                     ST_NOT_FOUND);
    assert_null(player);
    assert_true(song->fault.remedy[0]);
}

static void
await_device(struct player *player)
{
    struct player_state now;

    do {
        player_poll(player, &now);
        sched_yield();
    } while (now.opening);
}

/* The built-in clock runs by itself. */
static void
what_is_ordered_while_the_device_is_opened_is_done_then(void **state)
{
    const struct player_config config = {.driver = "built-in", .threads = 1};
    struct app_song *song = *state;
    struct player_state now = {0};
    struct player *player;

    assert_int_equal(player_begin(&player, song->session, &config, &song->fault), ST_OK);
    assert_int_equal(player_locate(player, frames(480000)), ST_OK);
    assert_int_equal(player_roll(player), ST_OK);
    await_device(player);
    assert_int_equal(player_opened(player, false, &song->fault), ST_OK);
    while (now.position.n < 481000) {
        player_poll(player, &now);
        assert_false(now.lost);
        sched_yield();
    }
    player_close(player);
}

static void
a_device_that_cannot_be_opened_is_told_when_it_is_asked(void **state)
{
    const struct player_config none = {.driver = "none"};
    const struct player_config config = {.driver = "built-in"};
    struct app_song *song = *state;
    struct player_state now;
    struct player *player;

    assert_int_equal(player_begin(&player, song->session, &none, &song->fault), ST_OK);
    await_device(player);
    assert_int_equal(player_opened(player, false, &song->fault), ST_NOT_FOUND);
    assert_string_equal(song->fault.where, "none");
    player_poll(player, &now);
    assert_true(now.lost);
    assert_int_equal(player_change(player, &config, &song->fault), ST_OK);
    assert_int_equal(player_opened(player, true, &song->fault), ST_OK);
    player_poll(player, &now);
    assert_false(now.lost);
    player_close(player);
}

/* As a user does who goes through a list of them with the arrow keys. */
static void
the_device_that_was_chosen_last_is_the_one_that_is_opened(void **state)
{
    const struct player_config first = {.driver = "built-in", .block = 256};
    struct app_song *song = *state;
    struct player_latency is;
    struct player *player;

    assert_int_equal(player_begin(&player, song->session, &first, &song->fault), ST_OK);
    for (uint32_t block = 64; block <= 1024; block *= 2) {
        const struct player_config next = {.driver = "built-in", .block = block};

        assert_int_equal(player_change(player, &next, &song->fault), ST_OK);
    }
    assert_int_equal(player_opened(player, true, &song->fault), ST_OK);
    player_latency(player, &is);
    assert_int_equal(is.block, 1024);
    player_close(player);
}

static void
a_player_is_closed_while_its_device_is_opened(void **state)
{
    const struct player_config config = {.driver = "built-in"};
    struct app_song *song = *state;
    struct player *player;

    assert_int_equal(player_begin(&player, song->session, &config, &song->fault), ST_OK);
    app_edit(song, "track-add x");
    player_close(player);
    assert_int_equal(player_begin(&player, song->session, &config, &song->fault), ST_OK);
    player_halt(player);
    assert_false(player_opening(player));
    player_close(player);
}

/* The song is compiled beside us. */
static void
an_edit_while_the_device_is_opened_is_heard(void **state)
{
    const struct player_config config = {
        .driver = "stepped", .block = BLOCK, .threads = 1, .from = frames(480000)};
    struct app_song *song = *state;
    struct player_state now;
    struct player *player;

    for (int i = 0; i < 20; i++) {
        assert_int_equal(
            player_begin(&player, song->session, &config, &song->fault), ST_OK);
        app_edit(song, "track-add x");
        struct engine_levels levels;

        assert_int_equal(engine_levels(player_engine(player), app_track(song, "x"),
                                       &levels),
                         ST_OK);
        assert_int_equal(player_opened(player, true, &song->fault), ST_OK);
        float x[2][BLOCK], *out[2] = {x[0], x[1]};

        engine_cycle(player_engine(player), NULL, 0, out, 2, BLOCK);
        player_poll(player, &now);
        assert_int_equal(now.position.n, 480000);
        player_close(player);
        app_edit(song, "track-delete x");
    }
}

/* A bar from the start on, into four outputs; the song itself is silent. */
static void
hear_clicks(struct player *player, double most[4])
{
    float x[4][BLOCK], *out[4] = {x[0], x[1], x[2], x[3]};
    struct player_state state;

    for (int i = 0; i < 96000 / BLOCK; i++) {
        engine_cycle(player_engine(player), NULL, 0, out, 4, BLOCK);
        player_poll(player, &state);
        for (int c = 0; c < 4; c++)
            most[c] = fmax(most[c], peak(x[c]));
    }
}

static void
the_metronome_has_an_output_of_its_own(void **state)
{
    const struct player_config config
        = {.driver = "stepped", .block = BLOCK, .threads = 1, .outputs = 4};
    struct app_song *song = *state;
    double most[4] = {0};
    struct player *player;
    struct sound sound;
    struct fault fault;

    assert_int_equal(player_open(&player, song->session, &config, &fault), ST_OK);
    assert_int_equal(player_click(player, -6, 2, &fault), ST_OK);
    roll_at(player, 0, &sound);
    hear_clicks(player, most);
    assert_true(most[0] == 0 && most[1] == 0);
    assert_true(most[2] > 0.1 && most[3] > 0.1);
    assert_int_equal(player_click(player, -6, 4, &fault), ST_NOT_FOUND);
    assert_non_null(strstr(fault.what, "output 5"));
    player_close(player);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_song_sounds_where_its_clips_lie,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(edits_are_heard_while_it_rolls, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(
            the_state_tells_where_it_is_and_where_it_ends, app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(sound_that_is_missing_is_told_and_silent,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(a_driver_that_is_not_there_is_refused,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(
            what_is_ordered_while_the_device_is_opened_is_done_then, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(
            a_device_that_cannot_be_opened_is_told_when_it_is_asked, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(
            the_device_that_was_chosen_last_is_the_one_that_is_opened, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(a_player_is_closed_while_its_device_is_opened,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(an_edit_while_the_device_is_opened_is_heard,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(the_metronome_has_an_output_of_its_own,
                                        app_setup, app_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
