/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_time.h"

#include "model/tables.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

enum { BAR = 4 * TICKS_PER_QUARTER };

static size_t
count_rows(const struct model *model, enum table table)
{
    size_t count;

    model_rows(model, table, &count);
    return count;
}

static void
there_is_one_tempo_a_tick(void **state)
{
    struct model_song song;

    model_song_open(&song);
    assert_int_equal(op_tempo_set(&song.ops, ticks(0), 100, false), ST_OK);
    assert_int_equal(op_tempo_set(&song.ops, ticks(BAR), 140, true), ST_OK);
    assert_int_equal(op_tempo_set(&song.ops, ticks(BAR), 150, true), ST_OK);
    assert_int_equal(op_tempo_set(&song.ops, ticks(3 * BAR), 50, false), ST_OK);
    model_song_apply(&song);
    assert_int_equal(count_rows(song.model, TABLE_TEMPO), 3);
    assert_true(tempo_bpm(model_tempo(song.model), ticks(0)) == 100);
    assert_true(tempo_bpm(model_tempo(song.model), ticks(2 * BAR)) == 100);
    assert_int_equal(op_tempo_delete(&song.ops, ticks(BAR)), ST_OK);
    model_song_apply(&song);
    assert_true(tempo_bpm(model_tempo(song.model), ticks(2 * BAR)) == 100);
    assert_int_equal(count_rows(song.model, TABLE_TEMPO), 2);
    assert_int_equal(op_tempo_delete(&song.ops, ticks(BAR)), ST_NOT_FOUND);
    assert_int_equal(op_tempo_delete(&song.ops, ticks(0)), ST_RANGE);
    assert_int_equal(op_tempo_set(&song.ops, ticks(0), 1001, false), ST_RANGE);
    assert_int_equal(op_tempo_set(&song.ops, ticks(-1), 100, false), ST_RANGE);
    model_song_close(&song);
}

static void
a_metre_is_set_from_its_bar_on(void **state)
{
    struct model_song song;

    model_song_open(&song);
    assert_int_equal(op_metre_set(&song.ops, ticks(2 * BAR + 7), 7, 8), ST_OK);
    model_song_apply(&song);
    assert_int_equal(tempo_metre(model_tempo(song.model), ticks(2 * BAR)).num, 7);
    assert_int_equal(tempo_metre(model_tempo(song.model), ticks(2 * BAR - 1)).num,
                     4);
    assert_int_equal(op_metre_set(&song.ops, ticks(2 * BAR), 5, 4), ST_OK);
    model_song_apply(&song);
    assert_int_equal(count_rows(song.model, TABLE_METRE), 2);
    assert_int_equal(op_metre_delete(&song.ops, ticks(2 * BAR + 100)), ST_OK);
    model_song_apply(&song);
    assert_int_equal(tempo_metre(model_tempo(song.model), ticks(2 * BAR)).num, 4);
    assert_int_equal(op_metre_delete(&song.ops, ticks(5)), ST_RANGE);
    assert_int_equal(op_metre_delete(&song.ops, ticks(9 * BAR)), ST_NOT_FOUND);
    assert_int_equal(op_metre_set(&song.ops, ticks(0), 4, 3), ST_RANGE);
    assert_int_equal(op_metre_set(&song.ops, ticks(0), 0, 4), ST_RANGE);
    assert_int_equal(op_metre_set(&song.ops, ticks(0), 4, 128), ST_RANGE);
    model_song_close(&song);
}

static void
a_change_of_tempo_moves_and_keeps_its_value(void **state)
{
    struct model_song song;

    model_song_open(&song);
    assert_int_equal(op_tempo_set(&song.ops, ticks(0), 100, false), ST_OK);
    assert_int_equal(op_tempo_set(&song.ops, ticks(BAR), 140, true), ST_OK);
    assert_int_equal(op_tempo_set(&song.ops, ticks(4 * BAR), 60, false), ST_OK);
    model_song_apply(&song);
    assert_int_equal(op_tempo_move(&song.ops, ticks(BAR), ticks(2 * BAR)), ST_OK);
    model_song_apply(&song);
    assert_int_equal(count_rows(song.model, TABLE_TEMPO), 3);
    assert_true(tempo_bpm(model_tempo(song.model), ticks(BAR)) == 100);
    assert_true(tempo_bpm(model_tempo(song.model), ticks(2 * BAR)) == 140);
    assert_true(tempo_bpm(model_tempo(song.model), ticks(3 * BAR)) < 120); /* the ramp too */
    assert_int_equal(op_tempo_move(&song.ops, ticks(BAR), ticks(5)), ST_NOT_FOUND);
    assert_int_equal(op_tempo_move(&song.ops, ticks(0), ticks(BAR)), ST_RANGE);
    assert_int_equal(op_tempo_move(&song.ops, ticks(2 * BAR), ticks(4 * BAR)), ST_EXISTS);
    assert_int_equal(op_tempo_move(&song.ops, ticks(2 * BAR), ticks(-1)), ST_RANGE);
    assert_int_equal(op_tempo_move(&song.ops, ticks(2 * BAR), ticks(2 * BAR)), ST_OK);
    model_song_close(&song);
}

static void
a_change_of_metre_moves_to_the_nearest_bar_as_counted_without_it(void **state)
{
    struct model_song song;

    model_song_open(&song);
    assert_int_equal(op_metre_set(&song.ops, ticks(2 * BAR), 3, 4), ST_OK);
    assert_int_equal(op_metre_set(&song.ops, ticks(0), 4, 4), ST_OK);
    model_song_apply(&song);
    assert_int_equal(op_metre_move(&song.ops, ticks(2 * BAR), ticks(4 * BAR + 100)), ST_OK);
    model_song_apply(&song);
    assert_int_equal(count_rows(song.model, TABLE_METRE), 2);
    assert_int_equal(tempo_metre(model_tempo(song.model), ticks(4 * BAR - 1)).num, 4);
    assert_int_equal(tempo_metre(model_tempo(song.model), ticks(4 * BAR)).num, 3);
    assert_int_equal(op_metre_move(&song.ops, ticks(0), ticks(BAR)), ST_RANGE);
    assert_int_equal(op_metre_move(&song.ops, ticks(BAR), ticks(0)), ST_NOT_FOUND);
    assert_int_equal(op_metre_move(&song.ops, ticks(4 * BAR), ticks(100)), ST_EXISTS);
    model_song_close(&song);
}

static void
markers_and_sections_come_move_and_go(void **state)
{
    struct model_song song;
    int64_t verse, hit;

    model_song_open(&song);
    assert_int_equal(op_section_add(&song.ops, "Verse",
                                    (struct when){BAR, TIME_TICKS}, 2 * BAR,
                                    &verse),
                     ST_OK);
    assert_int_equal(
        op_marker_add(&song.ops, "Hit", (struct when){5, TIME_FRAMES}, &hit),
        ST_OK);
    assert_int_equal(
        op_marker_move(&song.ops, verse, (struct when){48000, TIME_FRAMES}), ST_OK);
    const struct row_marker *row
        = edit_row(song.ops.edit, song.model, TABLE_MARKER, verse);
    assert_true(row->at == 48000 && row->unit == TIME_FRAMES
                && row->length == 192000);
    assert_int_equal(op_section_length(&song.ops, verse, 96000), ST_OK);
    assert_int_equal(row->length, 96000);
    assert_int_equal(op_marker_rename(&song.ops, verse, "Strophe"), ST_OK);
    assert_string_equal(row->name, "Strophe");
    assert_int_equal(op_section_length(&song.ops, hit, 9), ST_KIND);
    assert_int_equal(op_section_length(&song.ops, verse, 0), ST_RANGE);
    assert_int_equal(
        op_marker_add(&song.ops, "x", (struct when){-5, TIME_FRAMES}, NULL),
        ST_RANGE);
    assert_int_equal(op_marker_delete(&song.ops, hit), ST_OK);
    assert_int_equal(op_marker_delete(&song.ops, hit), ST_NOT_FOUND);
    model_song_apply(&song);
    model_song_close(&song);
}

static void
ranges_end_after_they_start(void **state)
{
    struct model_song song;

    model_song_open(&song);
    assert_int_equal(op_loop_set(&song.ops, frames(100), frames(200), true), ST_OK);
    assert_int_equal(op_punch_set(&song.ops, frames(300), frames(400)), ST_OK);
    const struct row_song *row
        = edit_row(song.ops.edit, song.model, TABLE_SONG, SONG_ID);
    assert_true(row->loop && row->loop_start.n == 100 && row->loop_end.n == 200);
    assert_true(row->punch_start.n == 300 && row->punch_end.n == 400);
    assert_int_equal(op_loop_set(&song.ops, frames(100), frames(100), true),
                     ST_RANGE);
    assert_int_equal(op_punch_set(&song.ops, frames(-1), frames(100)), ST_RANGE);
    model_song_apply(&song);
    model_song_close(&song);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_is_one_tempo_a_tick),
        cmocka_unit_test(a_metre_is_set_from_its_bar_on),
        cmocka_unit_test(a_change_of_tempo_moves_and_keeps_its_value),
        cmocka_unit_test(a_change_of_metre_moves_to_the_nearest_bar_as_counted_without_it),
        cmocka_unit_test(markers_and_sections_come_move_and_go),
        cmocka_unit_test(ranges_end_after_they_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
