/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session.h"

#include "tests/app/app_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t
count_tracks(const struct app_song *song)
{
    size_t count;

    model_rows(session_model(song->session), TABLE_TRACK, &count);
    return count;
}

static void
a_new_song_is_named_after_its_folder_and_has_a_master(void **state)
{
    struct app_song *song = *state;
    const struct row_song *row
        = model_row(session_model(song->session), TABLE_SONG, SONG_ID);

    assert_string_equal(row->name, "Song");
    assert_int_equal(session_rate(song->session), 48000);
    assert_int_equal(count_tracks(song), 1);
    assert_false(session_read_only(song->session));
}

static void
a_rate_that_cannot_be_makes_nothing(void **state)
{
    struct app_song *song = *state;
    struct session *other;
    char path[600];

    snprintf(path, sizeof path, "%s/Other.rem", song->folder);
    assert_int_equal(session_create(&other, path, RATE_MIN - 1, &song->fault),
                     ST_RANGE);
    assert_int_equal(session_create(&other, path, RATE_MAX + 1, &song->fault),
                     ST_RANGE);
    assert_null(other);
    assert_int_equal(session_open(&other, path, STORE_READ_ONLY, &song->fault),
                     ST_NOT_FOUND);
    assert_int_equal(session_create(&other, song->path, 48000, &song->fault),
                     ST_EXISTS);
}

/* Who watches: how often it was told, and what it saw then. */
struct watcher {
    struct session_watch watch;
    struct app_song *song;
    int told;
    size_t tracks;
};

static void
on_change(void *user, const struct edit *edit)
{
    struct watcher *watcher = user;
    size_t count;

    edit_changes(edit, &count);
    assert_true(count > 0);
    watcher->told++;
    watcher->tracks = count_tracks(watcher->song);
}

static void
leave(void *user, const struct edit *edit)
{
    struct watcher *watcher = user;

    watcher->told++;
    session_unwatch(watcher->song->session, &watcher->watch);
}

/* The model is changed before anyone is told, for edits, undo, redo and
 * going anywhere. */
static void
who_watches_is_told_of_every_change_once_it_is_made(void **state)
{
    struct app_song *song = *state;
    struct watcher watcher = {{NULL, on_change, &watcher, NULL}, song, 0, 0};
    const int64_t start = store_here(session_store(song->session));

    session_watch(song->session, &watcher.watch);
    app_edit(song, "track-add A");
    assert_int_equal(watcher.tracks, 2);
    assert_int_equal(session_undo(song->session, NULL, &song->fault), ST_OK);
    assert_int_equal(watcher.tracks, 1);
    assert_int_equal(session_redo(song->session, NULL, &song->fault), ST_OK);
    assert_int_equal(watcher.tracks, 2);
    assert_int_equal(session_goto(song->session, start, &song->fault), ST_OK);
    assert_int_equal(watcher.tracks, 1);
    assert_int_equal(watcher.told, 4);
    assert_int_equal(app_line(song, "track-delete none"), ST_NOT_FOUND);
    assert_int_equal(watcher.told, 4);
    session_unwatch(song->session, &watcher.watch);
    app_edit(song, "track-add B");
    assert_int_equal(watcher.told, 4);
}

static void
look_before(void *user)
{
    struct watcher *watcher = user;

    watcher->told++;
    watcher->tracks = count_tracks(watcher->song);
}

static void
ignore(void *user, const struct edit *edit)
{
    (void)user, (void)edit;
}

static void
who_watches_can_look_before_a_change_is_made(void **state)
{
    struct app_song *song = *state;
    struct watcher watcher = {{look_before, ignore, &watcher, NULL}, song, 0, 0};

    session_watch(song->session, &watcher.watch);
    app_edit(song, "track-add A");
    assert_int_equal(watcher.tracks, 1);
    assert_int_equal(session_undo(song->session, NULL, &song->fault), ST_OK);
    assert_int_equal(watcher.tracks, 2);
    assert_int_equal(watcher.told, 2);
    session_unwatch(song->session, &watcher.watch);
}

static void
who_watches_may_leave_while_it_is_told(void **state)
{
    struct app_song *song = *state;
    struct watcher first = {{NULL, on_change, &first, NULL}, song, 0, 0};
    struct watcher leaving = {{NULL, leave, &leaving, NULL}, song, 0, 0};
    struct watcher last = {{NULL, on_change, &last, NULL}, song, 0, 0};

    session_watch(song->session, &first.watch);
    session_watch(song->session, &leaving.watch);
    session_watch(song->session, &last.watch);
    app_edit(song, "track-add A");
    app_edit(song, "track-add B");
    assert_int_equal(first.told, 2);
    assert_int_equal(leaving.told, 1);
    assert_int_equal(last.told, 2);
    session_unwatch(song->session, &first.watch);
    session_unwatch(song->session, &last.watch);
}

static void
an_opening_that_is_not_wanted_ends_and_leaves_all_as_it_was(void **state)
{
    static const enum store_mode MODES[] = {STORE_WRITE, STORE_READ_ONLY};
    struct app_song *song = *state;
    struct session *session;

    app_edit(song, "track-add A");
    session_close(song->session);
    for (size_t i = 0; i < COUNT(MODES); i++) {
        struct store_stop stop = {0};

        store_stop(&stop);
        assert_int_equal(session_open_until(&session, song->path, MODES[i], &stop,
                                            &song->fault),
                         ST_CANCELLED);
        assert_null(session);
    }
    struct store_stop wanted = {0};

    assert_int_equal(session_open_until(&song->session, song->path, STORE_WRITE,
                                        &wanted, &song->fault),
                     ST_OK);
    assert_int_equal(count_tracks(song), 2);
    assert_false(store_stop_leave(&wanted)); /* it may be written by now */
    app_edit(song, "track-add B"); /* and nothing stops that any more */
}

static void
what_is_only_read_may_be_left_and_what_is_written_not(void **state)
{
    struct app_song *song = *state;
    struct store_stop stop = {0}, reads = {0}, writes = {0};
    struct session *beside;

    assert_true(store_stop_leave(&stop) && store_stop_leave(&stop));
    store_stop_writes(&writes);
    assert_false(store_stop_leave(&writes));
    assert_int_equal(session_open_until(&beside, song->path, STORE_READ_ONLY,
                                        &reads, &song->fault),
                     ST_OK);
    assert_true(store_stop_leave(&reads));
    session_close(beside);
}

static void
undo_and_redo_tell_what_they_undid_and_redid(void **state)
{
    struct app_song *song = *state;
    char label[LABEL_SIZE];

    app_edit(song, "track-add A");
    app_edit(song, "tempo 0s 90");
    assert_int_equal(session_undo(song->session, label, &song->fault), ST_OK);
    assert_string_equal(label, "Set tempo");
    assert_int_equal(session_undo(song->session, label, &song->fault), ST_OK);
    assert_string_equal(label, "Add track: A");
    assert_int_equal(session_undo(song->session, label, &song->fault),
                     ST_NOT_FOUND);
    assert_int_equal(session_redo(song->session, label, &song->fault), ST_OK);
    assert_string_equal(label, "Add track: A");
    assert_int_equal(session_redo(song->session, label, &song->fault), ST_OK);
    assert_string_equal(label, "Set tempo");
    assert_int_equal(session_redo(song->session, label, &song->fault),
                     ST_NOT_FOUND);
}

static void
undo_is_there_after_opening_again_and_a_reader_may_not(void **state)
{
    struct app_song *song = *state;
    struct session *reader;

    app_edit(song, "track-add A");
    assert_int_equal(
        session_open(&reader, song->path, STORE_READ_ONLY, &song->fault), ST_OK);
    assert_true(session_read_only(reader));
    assert_int_equal(session_undo(reader, NULL, &song->fault), ST_READ_ONLY);
    assert_true(model_equal(session_model(reader), session_model(song->session)));
    session_close(reader);
    session_close(song->session);
    assert_int_equal(
        session_open(&song->session, song->path, STORE_WRITE, &song->fault), ST_OK);
    assert_int_equal(count_tracks(song), 2);
    assert_int_equal(session_undo(song->session, NULL, &song->fault), ST_OK);
    assert_int_equal(count_tracks(song), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_new_song_is_named_after_its_folder_and_has_a_master, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(a_rate_that_cannot_be_makes_nothing,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(
            who_watches_is_told_of_every_change_once_it_is_made, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(who_watches_can_look_before_a_change_is_made,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(who_watches_may_leave_while_it_is_told,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(
            an_opening_that_is_not_wanted_ends_and_leaves_all_as_it_was, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(
            what_is_only_read_may_be_left_and_what_is_written_not, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(
            undo_and_redo_tell_what_they_undid_and_redid, app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(
            undo_is_there_after_opening_again_and_a_reader_may_not, app_setup,
            app_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
