/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/place.h"

#include "tests/app/app_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t
frame(struct app_song *song, const char *text)
{
    frames_t at = {0};

    if (place_frames(app_model(song), text, &at, &song->fault))
        fail_msg("%s: %s", text, song->fault.what);
    return at.n;
}

static void
a_track_is_found_by_name_exactly_then_in_any_case(void **state)
{
    struct app_song *song = *state;
    int64_t id;
    char text[32];

    app_edit(song, "track-add Bass");
    app_edit(song, "track-add bass");
    app_edit(song, "track-add 'Lead Vox'");
    assert_int_not_equal(app_track(song, "Bass"), app_track(song, "bass"));
    assert_int_equal(app_track(song, "lead vox"), app_track(song, "Lead Vox"));
    assert_int_equal(place_track(app_model(song), "BASS", &id, &song->fault),
                     ST_RANGE);
    assert_int_equal(place_track(app_model(song), "none", &id, &song->fault),
                     ST_NOT_FOUND);
    assert_int_equal(place_track(app_model(song), "", &id, &song->fault),
                     ST_NOT_FOUND);
    snprintf(text, sizeof text, "#%lld", (long long)app_track(song, "Bass"));
    assert_int_equal(app_track(song, text), app_track(song, "Bass"));
}

static void
master_is_the_master_whatever_it_is_called(void **state)
{
    struct app_song *song = *state;
    const int64_t master = app_track(song, "master");

    app_edit(song, "track-rename master 'Two Mix'");
    assert_int_equal(app_track(song, "master"), master);
    assert_int_equal(app_track(song, "MASTER"), master);
    assert_int_equal(app_track(song, "two mix"), master);
}

static void
an_id_that_is_none_is_refused(void **state)
{
    static const struct {
        const char *text;
        enum status status;
    } cases[] = {
        {"#", ST_SYNTAX},      {"#x", ST_SYNTAX},
        {"#1x", ST_SYNTAX},    {"#-1", ST_SYNTAX},
        {"#0", ST_SYNTAX},     {"#99999999999999999999", ST_SYNTAX},
        {"#12", ST_NOT_FOUND},
    };
    struct app_song *song = *state;
    int64_t id = 77;

    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(
            place_track(app_model(song), cases[i].text, &id, &song->fault),
            cases[i].status);
        assert_int_equal(
            place_clip(app_model(song), cases[i].text, &id, &song->fault),
            cases[i].status);
        assert_true(song->fault.remedy[0]);
    }
    assert_int_equal(id, 77);
}

static void
a_clip_is_found_by_number_and_by_time(void **state)
{
    struct app_song *song = *state;
    int64_t id;

    app_sound(song, "a.wav", 1, 48000, -1);
    app_import(song, "a.wav");
    app_edit(song, "split a:1 0.5s");
    assert_int_not_equal(app_clip(song, "a:1")->id, app_clip(song, "a:2")->id);
    assert_int_equal(app_clip(song, "a@0s")->id, app_clip(song, "a:1")->id);
    assert_int_equal(app_clip(song, "a@23999f")->id, app_clip(song, "a:1")->id);
    assert_int_equal(app_clip(song, "a@24000f")->id, app_clip(song, "a:2")->id);
    assert_int_equal(app_clip(song, "a@0:00.6")->id, app_clip(song, "a:2")->id);
    assert_int_equal(app_clip(song, "a/1:2")->id, app_clip(song, "a:2")->id);
    assert_int_equal(place_clip(app_model(song), "a@48000f", &id, &song->fault),
                     ST_NOT_FOUND);
    assert_int_equal(place_clip(app_model(song), "a:0", &id, &song->fault),
                     ST_NOT_FOUND);
    assert_int_equal(place_clip(app_model(song), "a:3", &id, &song->fault),
                     ST_NOT_FOUND);
    assert_string_equal(song->fault.where, "a:3");
    assert_int_equal(place_clip(app_model(song), "a", &id, &song->fault),
                     ST_SYNTAX);
}

static void
marks_in_names_do_not_hide_clips(void **state)
{
    struct app_song *song = *state;

    app_sound(song, "a.wav", 1, 48000, -1);
    app_import(song, "a.wav");
    const int64_t id = app_clip(song, "a:1")->id;
    app_edit(song, "track-rename a 'x/y:2@3s'");
    app_edit(song, "marker 0.5s 'Verse: 1 @ home'");
    assert_int_equal(app_clip(song, "x/y:2@3s:1")->id, id);
    assert_int_equal(app_clip(song, "x/y:2@3s@0.1s")->id, id);
    assert_int_equal(app_clip(song, "x/y:2@3s@@Verse: 1 @ home")->id, id);
    assert_int_equal(app_clip(song, "x/y:2@3s/1:1")->id, id);
}

static void
a_marker_is_a_time(void **state)
{
    struct app_song *song = *state;
    frames_t at;

    app_edit(song, "marker 3|1|0 Chorus");
    app_edit(song, "section 2s 3s Bridge");
    assert_int_equal(frame(song, "@Chorus"), 2 * 4 * 24000);
    assert_int_equal(frame(song, "@bridge"), 96000);
    app_edit(song, "tempo 0s 60");
    assert_int_equal(frame(song, "@Chorus"), 2 * 4 * 48000);
    assert_int_equal(place_frames(app_model(song), "@none", &at, &song->fault),
                     ST_NOT_FOUND);
}

static void
a_span_of_bars_depends_on_where_it_begins(void **state)
{
    struct app_song *song = *state;
    int64_t span;

    app_edit(song, "tempo 3|1|0 60");
    assert_int_equal(
        place_span(app_model(song), "1|0|0", frames(0), &span, &song->fault),
        ST_OK);
    assert_int_equal(span, 4 * 24000);
    assert_int_equal(place_span(app_model(song), "1|0|0", frames(2 * 4 * 24000),
                                &span, &song->fault),
                     ST_OK);
    assert_int_equal(span, 4 * 48000);
    assert_int_equal(
        place_span(app_model(song), "-1s", frames(0), &span, &song->fault), ST_OK);
    assert_int_equal(span, -48000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_track_is_found_by_name_exactly_then_in_any_case, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(master_is_the_master_whatever_it_is_called,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(an_id_that_is_none_is_refused, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(a_clip_is_found_by_number_and_by_time,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(marks_in_names_do_not_hide_clips, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(a_marker_is_a_time, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(a_span_of_bars_depends_on_where_it_begins,
                                        app_setup, app_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
