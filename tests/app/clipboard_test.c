/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/clipboard.h"

#include "tests/app/app_help.h"
#include "tests/test.h"

#include <stdlib.h>

static int
setup(void **state)
{
    app_setup_two_clips(state);
    app_edit(*state, "gain a:1 -3");
    return 0;
}

static struct clipboard *
take(struct app_song *song, const char *first, const char *second)
{
    const int64_t ids[]
        = {app_clip(song, first)->id, second ? app_clip(song, second)->id : 4711};
    struct clipboard *clipboard;

    assert_int_equal(clipboard_take(&clipboard, app_model(song), ids, 2), ST_OK);
    return clipboard;
}

static void
what_was_cut_comes_back_as_it_was(void **state)
{
    struct app_song *song = *state;
    struct clipboard *clipboard = take(song, "a:1", NULL);

    app_edit(song, "delete a:1");
    assert_int_equal(
        clipboard_paste(clipboard, song->session, frames(96000), 0, &song->fault),
        ST_OK);
    assert_int_equal(app_clip(song, "a:1")->at, 96000);
    assert_int_equal(app_clip(song, "a:1")->length, 48000);
    assert_true(app_clip(song, "a:1")->gain_db == -3);
    clipboard_free(clipboard);
}

static void
clips_of_several_tracks_keep_their_places_to_each_other(void **state)
{
    struct app_song *song = *state;
    struct clipboard *clipboard = take(song, "b:1", "a:1");

    assert_int_equal(clipboard_paste(clipboard, song->session, frames(480000),
                                     app_track(song, "b"), &song->fault),
                     ST_OK);
    assert_int_equal(app_clip(song, "a:2")->at, 480000);
    assert_int_equal(app_clip(song, "b:2")->at, 480000 + 48000);
    clipboard_free(clipboard);
}

static void
clips_of_one_lane_go_to_the_track_that_is_named(void **state)
{
    struct app_song *song = *state;
    struct clipboard *clipboard = take(song, "a:1", NULL);
    char label[LABEL_SIZE];
    size_t count;

    assert_int_equal(clipboard_paste(clipboard, song->session, frames(480000),
                                     app_track(song, "b"), &song->fault),
                     ST_OK);
    assert_int_equal(app_clip(song, "b:2")->source_id,
                     app_clip(song, "a:1")->source_id);
    assert_int_equal(session_undo(song->session, label, &song->fault), ST_OK);
    model_rows(app_model(song), TABLE_CLIP, &count);
    assert_int_equal(count, 2);
    clipboard_free(clipboard);
}

static void
a_clip_whose_track_is_gone_needs_another_one(void **state)
{
    struct app_song *song = *state;
    struct clipboard *clipboard = take(song, "a:1", NULL);

    app_edit(song, "track-add Synth midi");
    app_edit(song, "track-delete a");
    assert_int_equal(
        clipboard_paste(clipboard, song->session, frames(0), 0, &song->fault),
        ST_NOT_FOUND);
    assert_int_equal(clipboard_paste(clipboard, song->session, frames(0),
                                     app_track(song, "Synth"), &song->fault),
                     ST_KIND);
    assert_int_equal(clipboard_paste(clipboard, song->session, frames(0),
                                     app_track(song, "b"), &song->fault),
                     ST_OK);
    assert_int_equal(app_clip(song, "b:1")->at, 0);
    clipboard_free(clipboard);
}

static void
nothing_is_no_clipboard(void **state)
{
    struct app_song *song = *state;
    const int64_t none = 4711;
    struct clipboard *clipboard;

    assert_int_equal(clipboard_take(&clipboard, app_model(song), &none, 1),
                     ST_NOT_FOUND);
    assert_null(clipboard);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_cut_comes_back_as_it_was, setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(
            clips_of_several_tracks_keep_their_places_to_each_other, setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(
            clips_of_one_lane_go_to_the_track_that_is_named, setup, app_teardown),
        cmocka_unit_test_setup_teardown(
            a_clip_whose_track_is_gone_needs_another_one, setup, app_teardown),
        cmocka_unit_test_setup_teardown(nothing_is_no_clipboard, setup,
                                        app_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
