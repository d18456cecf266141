/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/recent.h"

#include "app/thumbnail.h"
#include "tests/app/app_help.h"
#include "tests/app/home_help.h"
#include "tests/test.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct recent
load(void)
{
    struct recent recent;
    struct fault fault;

    assert_int_equal(recent_load(&recent, &fault), ST_OK);
    return recent;
}

static void
a_song_that_was_opened_heads_the_list(void **state)
{
    struct app_song *song = *state;

    home_use(song);
    app_sound(song, "a.wav", 1, 96000, -1);
    app_import(song, "a.wav");
    home_put(song, "state/remanence/recent", "1\t2.5\t/old.rem\tOld\\ttimes\n");
    assert_int_equal(recent_note(song->session, &song->fault), ST_OK);
    assert_int_equal(recent_note(song->session, &song->fault), ST_OK);
    struct recent recent = load();
    assert_int_equal(recent.count, 2);
    assert_string_equal(recent.songs[0].title, "Song");
    assert_true(recent.songs[0].seconds == 2.0);
    assert_true(recent.songs[0].there);
    assert_string_equal(recent.songs[1].title, "Old\ttimes");
    assert_true(recent.songs[1].seconds == 2.5);
    assert_false(recent.songs[1].there);
    recent_clear(&recent);
}

static void
one_that_was_struck_out_is_gone(void **state)
{
    struct app_song *song = *state;

    home_use(song);
    home_put(song, "state/remanence/recent", "1\t2\t/a.rem\tA\n2\t3\t/b.rem\tB\n");
    assert_int_equal(recent_forget("/a.rem", &song->fault), ST_OK);
    struct recent recent = load();
    assert_int_equal(recent.count, 1);
    assert_string_equal(recent.songs[0].folder, "/b.rem");
    recent_clear(&recent);
}

static void
the_list_does_not_grow_for_ever(void **state)
{
    struct app_song *song = *state;
    char text[4000] = "", line[64];

    home_use(song);
    for (int i = 0; i < RECENT_MOST + 10; i++) {
        snprintf(line, sizeof line, "%d\t1\t/%d.rem\tx\n", i, i);
        strcat(text, line);
    }
    home_put(song, "state/remanence/recent", text);
    assert_int_equal(recent_note(song->session, &song->fault), ST_OK);
    struct recent recent = load();
    assert_int_equal(recent.count, RECENT_MOST);
    assert_string_equal(recent.songs[0].title, "Song");
    recent_clear(&recent);
}

static void
lines_that_make_no_sense_are_left_out(void **state)
{
    home_use(*state);
    home_put(*state, "state/remanence/recent",
             "\t\t\t\n1\t2\trelative.rem\tA\nhello\n1\t2\t/a.rem\tA\n\\");
    struct recent recent = load();
    assert_int_equal(recent.count, 1);
    recent_clear(&recent);
}

/* --- thumbnails --------------------------------------------------------------- */

static enum status
make(struct app_song *song)
{
    struct job_state now;
    struct job *job;

    assert_int_equal(thumbnail_begin(&job, song->path, &song->fault), ST_OK);
    while (!job_poll(job, &now))
        sched_yield();
    job_free(job);
    return now.status;
}

static void
a_thumbnail_shows_where_and_how_loud_tracks_sound(void **state)
{
    struct app_song *song = *state;
    struct thumbnail look;

    home_use(song);
    app_sound(song, "a.wav", 1, 48000, -1);
    app_import(song, "a.wav");
    app_edit(song, "move a:1 3s");
    app_edit(song, "track-color a '#123456'");
    app_edit(song, "track-add Empty");
    assert_int_equal(make(song), ST_OK);
    assert_int_equal(thumbnail_load(song->path, &look, &song->fault), ST_OK);
    assert_int_equal(look.step, session_here(song->session));
    assert_int_equal(look.rows, 2);
    assert_int_equal(look.colors[0], 0x123456);
    assert_int_equal(look.levels[0][THUMBNAIL_COLUMNS * 3 / 4 - 2], 0);
    assert_in_range(look.levels[0][THUMBNAIL_COLUMNS * 3 / 4 + 2], 170, 190); /* 0.5 */
    assert_in_range(look.levels[0][THUMBNAIL_COLUMNS - 1], 170, 190);
    for (int i = 0; i < THUMBNAIL_COLUMNS; i++)
        assert_int_equal(look.levels[1][i], 0);
}

static void
an_edit_makes_the_thumbnail_stale_and_a_look_renews_the_list(void **state)
{
    struct app_song *song = *state;

    home_use(song);
    assert_int_equal(recent_note(song->session, &song->fault), ST_OK);
    assert_true(thumbnail_is_stale(song->path));
    assert_int_equal(make(song), ST_OK);
    assert_false(thumbnail_is_stale(song->path));
    app_sound(song, "a.wav", 1, 48000, -1);
    app_import(song, "a.wav");
    app_edit(song, "song name Later");
    assert_true(thumbnail_is_stale(song->path));
    assert_int_equal(make(song), ST_OK);
    struct recent recent = load();
    assert_string_equal(recent.songs[0].title, "Later");
    assert_true(recent.songs[0].seconds == 1.0);
    recent_clear(&recent);
}

static void
a_thumbnail_can_be_made_where_the_cache_was_deleted(void **state)
{
    struct app_song *song = *state;
    struct thumbnail look;
    char path[600];

    home_use(song);
    snprintf(path, sizeof path, "%s/peaks", song->path);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(thumbnail_load(song->path, &look, &song->fault), ST_NOT_FOUND);
    assert_int_equal(make(song), ST_OK);
    assert_int_equal(thumbnail_load(song->path, &look, &song->fault), ST_OK);
    assert_int_equal(look.rows, 0);
}

static void
a_damaged_thumbnail_is_none(void **state)
{
    struct app_song *song = *state;
    struct thumbnail look;

    home_use(song);
    app_edit(song, "track-add A");
    assert_int_equal(make(song), ST_OK);
    home_put(song, "Song.rem/peaks/thumbnail", "rem-thm1 something else");
    assert_int_equal(thumbnail_load(song->path, &look, &song->fault), ST_DAMAGED);
    assert_int_equal(look.rows, 0);
}

int
main(void)
{
#define SONG(test) cmocka_unit_test_setup_teardown(test, app_setup, app_teardown)
    const struct CMUnitTest tests[] = {
        SONG(a_song_that_was_opened_heads_the_list),
        SONG(one_that_was_struck_out_is_gone),
        SONG(the_list_does_not_grow_for_ever),
        SONG(lines_that_make_no_sense_are_left_out),
        SONG(a_thumbnail_shows_where_and_how_loud_tracks_sound),
        SONG(an_edit_makes_the_thumbnail_stale_and_a_look_renews_the_list),
        SONG(a_thumbnail_can_be_made_where_the_cache_was_deleted),
        SONG(a_damaged_thumbnail_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
