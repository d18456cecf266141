/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_input.h"

#include "model/check.h"
#include "model/ops_track.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

static const struct row_input *
input_of(const struct model_song *song, int64_t track)
{
    return model_row(song->model, TABLE_INPUT, track);
}

static void
a_track_gets_its_input_when_it_is_first_set(void **state)
{
    struct model_song song;

    model_song_open(&song);
    const int64_t track = model_song_track(&song, "T", NULL);
    model_song_apply(&song);
    assert_null(input_of(&song, track));
    assert_int_equal(op_input_set(&song.ops, track, "gain_db", 6), ST_OK);
    assert_int_equal(op_input_channels(&song.ops, track, 2, 3, "In 3"), ST_OK);
    assert_int_equal(op_input_set(&song.ops, track, "armed", 1), ST_OK);
    model_song_apply(&song);
    const struct row_input *row = input_of(&song, track);
    assert_int_equal(row->first, 2);
    assert_int_equal(row->second, 3);
    assert_true(row->gain_db == 6);
    assert_int_equal(row->armed, 1);
    assert_int_equal(row->monitor, INPUT_MONITOR_AUTO);
    assert_string_equal(row->name, "In 3");
    assert_int_equal(model_check(song.model, NULL), ST_OK);
    model_song_close(&song);
}

static void
a_track_that_loses_its_input_is_armed_no_more(void **state)
{
    struct model_song song;

    model_song_open(&song);
    const int64_t track = model_song_track(&song, "T", NULL);
    assert_int_equal(op_input_channels(&song.ops, track, 0, -1, ""), ST_OK);
    assert_int_equal(op_input_set(&song.ops, track, "armed", 1), ST_OK);
    assert_int_equal(op_input_channels(&song.ops, track, -1, -1, ""), ST_OK);
    model_song_apply(&song);
    assert_int_equal(input_of(&song, track)->armed, 0);
    model_song_close(&song);
}

static void
what_cannot_be_an_input_is_refused(void **state)
{
    const struct op_track bus = {.kind = TRACK_BUS, .name = "Bus", .color = -1};
    struct model_song song;
    int64_t bus_id;

    model_song_open(&song);
    const int64_t track = model_song_track(&song, "T", NULL);
    assert_int_equal(op_track_add(&song.ops, &bus, &bus_id), ST_OK);
    assert_int_equal(op_input_channels(&song.ops, track, 1, 1, ""), ST_RANGE);
    assert_int_equal(op_input_channels(&song.ops, track, -1, 1, ""), ST_RANGE);
    assert_int_equal(op_input_channels(&song.ops, track, 5000, -1, ""), ST_RANGE);
    assert_int_equal(op_input_channels(&song.ops, bus_id, 0, -1, ""), ST_KIND);
    assert_int_equal(op_input_set(&song.ops, track, "first", 1), ST_KIND);
    assert_int_equal(op_input_set(&song.ops, track, "gain_db", 100), ST_RANGE);
    assert_int_equal(op_input_set(&song.ops, 99, "armed", 1), ST_NOT_FOUND);
    model_song_close(&song);
}

static void
an_input_goes_with_its_track_and_a_copy_of_it_is_not_armed(void **state)
{
    struct model_song song;
    int64_t copy;

    model_song_open(&song);
    const int64_t track = model_song_track(&song, "T", NULL);
    assert_int_equal(op_input_channels(&song.ops, track, 1, -1, ""), ST_OK);
    assert_int_equal(op_input_set(&song.ops, track, "armed", 1), ST_OK);
    assert_int_equal(op_track_duplicate(&song.ops, track, &copy), ST_OK);
    assert_int_equal(op_track_delete(&song.ops, track), ST_OK);
    model_song_apply(&song);
    assert_null(input_of(&song, track));
    assert_int_equal(input_of(&song, copy)->first, 1);
    assert_int_equal(input_of(&song, copy)->armed, 0);
    assert_int_equal(model_check(song.model, NULL), ST_OK);
    model_song_close(&song);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_track_gets_its_input_when_it_is_first_set),
        cmocka_unit_test(a_track_that_loses_its_input_is_armed_no_more),
        cmocka_unit_test(what_cannot_be_an_input_is_refused),
        cmocka_unit_test(
            an_input_goes_with_its_track_and_a_copy_of_it_is_not_armed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
