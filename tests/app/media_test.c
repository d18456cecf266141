/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/media.h"

#include "app/place.h"
#include "tests/app/app_help.h"
#include "tests/test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 4 };

/* Import files of the test's folder as the spec says. */
static enum status
import(struct app_song *song, struct media_spec spec, const char *const *names,
       size_t count)
{
    char paths[MOST][600];
    const char *list[MOST];

    for (size_t i = 0; i < count; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", song->folder, names[i]);
        list[i] = paths[i];
    }
    spec.paths = list;
    spec.count = count;
    return media_import(song->session, &spec, &song->fault);
}

static const struct row_clip *
clip(struct app_song *song, const char *text)
{
    const struct model *model = session_model(song->session);
    int64_t id;

    if (place_clip(model, text, &id, &song->fault))
        fail_msg("%s: %s", text, song->fault.what);
    return model_row(model, TABLE_CLIP, id);
}

static size_t
count_rows(const struct app_song *song, enum table table)
{
    size_t count;

    model_rows(session_model(song->session), table, &count);
    return count;
}

static void
each_file_comes_to_a_track_of_its_own_channels(void **state)
{
    static const char *const NAMES[] = {"mono.wav", "stereo.wav"};
    struct app_song *song = *state;
    int64_t id;

    app_sound(song, NAMES[0], 1, 4800, -1);
    app_sound(song, NAMES[1], 2, 9600, -1);
    assert_int_equal(import(song, (struct media_spec){0}, NAMES, 2), ST_OK);
    for (int i = 0; i < 2; i++) {
        const struct model *model = session_model(song->session);

        assert_int_equal(
            place_track(model, i ? "stereo" : "mono", &id, &song->fault), ST_OK);
        const struct row_track *track = model_row(model, TABLE_TRACK, id);
        assert_int_equal(track->channels, i + 1);
    }
    assert_int_equal(clip(song, "mono:1")->length, 4800);
    assert_int_equal(clip(song, "stereo:1")->length, 9600);
    assert_int_equal(session_undo(song->session, NULL, &song->fault), ST_OK);
    assert_int_equal(count_rows(song, TABLE_SOURCE), 0);
    assert_int_equal(count_rows(song, TABLE_TRACK), 1);
}

static void
a_file_of_six_channels_becomes_six_mono_tracks(void **state)
{
    static const char *const NAMES[] = {"wide.wav"};
    struct app_song *song = *state;
    char text[32];

    app_sound(song, NAMES[0], 6, 4800, -1);
    assert_int_equal(import(song, (struct media_spec){0}, NAMES, 1), ST_OK);
    assert_int_equal(count_rows(song, TABLE_SOURCE), 6);
    for (int c = 1; c <= 6; c++) {
        snprintf(text, sizeof text, "wide %d:1", c);
        const struct row_clip *row = clip(song, text);
        const struct row_source *source =
            model_row(session_model(song->session), TABLE_SOURCE, row->source_id);
        assert_int_equal(source->channels, 1);
        assert_int_equal(row->length, 4800);
    }
}

static void
takes_lie_in_lanes_of_their_own_and_the_last_one_plays(void **state)
{
    static const char *const NAMES[] = {"t1.wav", "t2.wav", "t3.wav"};
    const struct media_spec spec = {.track = "Lead", .lane = ""};
    struct app_song *song = *state;
    const struct row_lane **lanes;
    size_t count;
    int64_t track;

    for (int i = 0; i < 3; i++)
        app_sound(song, NAMES[i], 1, 4800, -1);
    assert_int_equal(import(song, spec, NAMES, 3), ST_OK);
    const struct model *model = session_model(song->session);
    assert_int_equal(place_track(model, "Lead", &track, &song->fault), ST_OK);
    assert_int_equal(place_lanes(model, track, &lanes, &count), ST_OK);
    assert_int_equal(count, 3);
    assert_int_equal(clip(song, "Lead/1:1")->lane_id, lanes[0]->id);
    assert_int_equal(clip(song, "Lead/2:1")->lane_id, lanes[1]->id);
    assert_int_equal(place_playing_lane(model, track), lanes[2]->id);
    free(lanes);
}

static void
files_in_a_row_follow_each_other(void **state)
{
    static const char *const NAMES[] = {"a.wav", "b.wav"};
    const struct media_spec spec = {.track = "Row",
                                    .in_a_row = true,
                                    .has_at = true,
                                    .at = {1000, TIME_FRAMES}};
    struct app_song *song = *state;

    app_sound(song, NAMES[0], 1, 4800, 7);
    app_sound(song, NAMES[1], 1, 9600, 7);
    assert_int_equal(import(song, spec, NAMES, 2), ST_OK);
    assert_int_equal(clip(song, "Row:1")->at, 1000);
    assert_int_equal(clip(song, "Row:2")->at, 5800);
}

static void
a_file_says_itself_where_it_begins_unless_it_is_told(void **state)
{
    static const char *const NAMES[] = {"a.wav", "b.wav"};
    struct app_song *song = *state;

    app_sound(song, NAMES[0], 1, 4800, 123456);
    app_sound(song, NAMES[1], 1, 4800, -1);
    assert_int_equal(import(song, (struct media_spec){0}, NAMES, 2), ST_OK);
    assert_int_equal(clip(song, "a:1")->at, 123456);
    assert_int_equal(clip(song, "b:1")->at, 0);
    const struct media_spec spec = {
        .track = "There", .has_at = true, .at = {4321, TIME_FRAMES}};
    assert_int_equal(import(song, spec, NAMES, 1), ST_OK);
    assert_int_equal(clip(song, "There:1")->at, 4321);
}

static size_t
count_files(const struct app_song *song, const char *name)
{
    char path[600];
    size_t count = 0;

    snprintf(path, sizeof path, "%s/%s", song->path, name);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        count
            += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return count;
}

static void
count_done(void *user, const char *path, const struct import_result *result)
{
    ((int *)user)[result->status == ST_OK]++;
}

static void
what_is_cancelled_leaves_no_file_no_row_and_tells_of_none(void **state)
{
    static const char *const NAMES[] = {"a.wav", "b.wav"};
    const atomic_bool yes = true;
    int done[2] = {0};
    const struct media_spec spec
        = {.cancel = &yes, .done = count_done, .user = done};
    struct app_song *song = *state;

    app_sound(song, NAMES[0], 1, 4800, -1);
    app_sound(song, NAMES[1], 6, 4800, -1);
    assert_int_equal(import(song, spec, NAMES, 2), ST_CANCELLED);
    assert_int_equal(done[0] + done[1], 0);
    assert_int_equal(count_files(song, "audio"), 0);
    assert_int_equal(count_files(song, "peaks"), 0);
    assert_int_equal(count_rows(song, TABLE_SOURCE), 0);
}

static void
one_bad_file_does_not_keep_the_others_out(void **state)
{
    static const char *const NAMES[] = {"none.wav", "b.wav"};
    int done[2] = {0};
    const struct media_spec spec = {.done = count_done, .user = done};
    struct app_song *song = *state;

    app_sound(song, NAMES[1], 1, 4800, -1);
    assert_int_equal(import(song, spec, NAMES, 2), ST_NOT_FOUND);
    assert_int_equal(done[false], 1);
    assert_int_equal(done[true], 1);
    assert_int_equal(clip(song, "b:1")->length, 4800);
}

static void
a_bus_takes_no_sound_and_no_file_is_left(void **state)
{
    static const char *const NAMES[] = {"a.wav"};
    const struct media_spec spec = {.track = "Verb"};
    struct app_song *song = *state;

    app_sound(song, NAMES[0], 1, 4800, -1);
    app_edit(song, "track-add Verb bus");
    assert_int_equal(import(song, spec, NAMES, 1), ST_KIND);
    assert_int_equal(count_files(song, "audio"), 0);
    assert_int_equal(count_files(song, "peaks"), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            each_file_comes_to_a_track_of_its_own_channels, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(
            a_file_of_six_channels_becomes_six_mono_tracks, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(
            takes_lie_in_lanes_of_their_own_and_the_last_one_plays, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(files_in_a_row_follow_each_other, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(
            a_file_says_itself_where_it_begins_unless_it_is_told, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(
            what_is_cancelled_leaves_no_file_no_row_and_tells_of_none, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(one_bad_file_does_not_keep_the_others_out,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(a_bus_takes_no_sound_and_no_file_is_left,
                                        app_setup, app_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
