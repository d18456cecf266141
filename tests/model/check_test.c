/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/check.h"

#include "model/edit.h"
#include "model/ops_comp.h"
#include "model/ops_input.h"
#include "model/ops_mix.h"
#include "model/ops_track.h"
#include "model/routing.h"
#include "model/tables.h"
#include "tests/alloc_help.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

#include <math.h>
#include <string.h>

/* A song with a row of every table in it. */
static void
open_full(struct model_song *song)
{
    const struct op_track bus = {.kind = TRACK_BUS, .name = "Bus", .color = -1};
    const struct ops *ops = &song->ops;
    struct row_take take;
    struct op_take_made made;
    struct row_marker marker;
    int64_t bus_id, lane, comp, insert;

    model_song_open(song);
    const int64_t track = model_song_track(song, "T", &lane);
    assert_int_equal(op_track_add(ops, &bus, &bus_id), ST_OK);
    row_init(TABLE_TAKE, &take);
    take.track_id = track;
    take.source_id = model_song_source(song, 1000);
    assert_int_equal(op_take_add(ops, &take, lane, &made), ST_OK);
    assert_int_equal(op_comp_add(ops, track, NULL, &comp), ST_OK);
    assert_int_equal(op_comp_set(ops, comp, frames(0), frames(50), lane), ST_OK);
    assert_int_equal(op_send_add(ops, track, bus_id, 0, SEND_PRE_FADER, NULL),
                     ST_OK);
    assert_int_equal(
        op_insert_add(ops, track, "reverb", INSERT_AFTER_CONSOLE, 0, &insert),
        ST_OK);
    assert_int_equal(op_insert_param(ops, insert, "size", 1), ST_OK);
    assert_int_equal(op_input_channels(ops, track, 0, -1, "Mic"), ST_OK);
    row_init(TABLE_MARKER, &marker);
    assert_int_equal(edit_put(ops->edit, TABLE_MARKER, &marker), ST_OK);
    model_song_apply(song);
}

/* Apply the edit, whatever it does, and look. */
static enum status
check_after(struct model_song *song)
{
    struct fault fault = {0};

    assert_int_equal(model_apply(song->model, song->ops.edit), ST_OK);
    const enum status status = model_check(song->model, &fault);

    assert_int_equal(fault.status, status);
    assert_int_equal(fault.what[0] != '\0', status != ST_OK);
    assert_int_equal(model_check_all(song->model, NULL, NULL) > 0, status != ST_OK);
    return status;
}

/* The first row of a table that is of that kind of track, or any. */
static union row
first_row(struct model_song *song, enum table table, int kind)
{
    size_t count;
    const char *rows = model_rows(song->model, table, &count);
    union row row;

    for (size_t i = 0; i < count; i++) {
        memcpy(&row, rows + i * table_info(table)->size, table_info(table)->size);
        if (kind < 0 || row.track.kind == kind)
            return row;
    }
    fail_msg("no such row");
    return row;
}

static void
a_number_beyond_its_bounds_is_found_in_any_column(void **state)
{
    for (enum table table = 0; table < TABLE_COUNT; table++) {
        const struct table_info *info = table_info(table);

        for (size_t i = 1; i < info->n_columns; i++) {
            const struct column *column = &info->columns[i];
            const double below = nextafter(column->low, -INFINITY),
                         nan = (double)NAN;
            struct model_song song;

            if ((column->kind != COLUMN_INT && column->kind != COLUMN_REAL)
                || table == TABLE_NOTE || table == TABLE_EVENT)
                continue;
            open_full(&song);
            union row row = first_row(&song, table, -1);
            char *at = (char *)&row + column->offset;

            if (column->kind == COLUMN_INT)
                memcpy(at, &(int64_t){(int64_t)column->low - 2}, 8);
            else
                memcpy(at, i % 2 ? &below : &nan, 8);
            assert_int_equal(edit_put(song.ops.edit, table, &row), ST_OK);
            assert_int_equal(check_after(&song), ST_DAMAGED);
            model_song_close(&song);
        }
    }
}

static void
a_reference_that_leads_nowhere_is_found_in_any_column(void **state)
{
    for (enum table table = 0; table < TABLE_COUNT; table++) {
        const struct table_info *info = table_info(table);

        for (size_t i = 1; i < info->n_columns; i++) {
            const struct column *column = &info->columns[i];
            struct model_song song;

            if (column->kind != COLUMN_REF || table == TABLE_NOTE
                || table == TABLE_EVENT)
                continue;
            open_full(&song);
            union row row = first_row(&song, table, -1);

            memcpy((char *)&row + column->offset, &(int64_t){12345}, 8);
            assert_int_equal(edit_put(song.ops.edit, table, &row), ST_OK);
            assert_int_equal(check_after(&song), ST_DAMAGED);
            model_song_close(&song);
        }
    }
}

static void
a_row_without_what_it_hangs_on_is_found(void **state)
{
    static const enum table NEEDED[]
        = {TABLE_SONG, TABLE_STRIP, TABLE_INSERT, TABLE_SOURCE,
           TABLE_LANE, TABLE_TAKE,  TABLE_COMP};

    for (size_t i = 0; i < COUNT(NEEDED); i++) {
        struct model_song song;

        open_full(&song);
        const union row row = first_row(&song, NEEDED[i], -1);
        assert_int_equal(edit_delete(song.ops.edit, NEEDED[i], row.id), ST_OK);
        assert_int_equal(check_after(&song), ST_DAMAGED);
        model_song_close(&song);
    }
}

typedef void spoil(struct model_song *song);

static void
put_row(struct model_song *song, enum table table, union row row)
{
    assert_int_equal(edit_put(song->ops.edit, table, &row), ST_OK);
}

static void
second_master(struct model_song *song)
{
    union row row = first_row(song, TABLE_TRACK, TRACK_BUS);

    row.track.kind = TRACK_MASTER;
    put_row(song, TABLE_TRACK, row);
}

static void
second_song(struct model_song *song)
{
    union row row = first_row(song, TABLE_SONG, -1);

    row.id = 7;
    put_row(song, TABLE_SONG, row);
}

static void
bus_into_itself(struct model_song *song)
{
    union row row = first_row(song, TABLE_SEND, -1);

    row.send.track_id = row.send.target_id;
    put_row(song, TABLE_SEND, row);
}

static void
output_to_audio(struct model_song *song)
{
    union row row = first_row(song, TABLE_TRACK, TRACK_BUS);

    row.track.output_id = first_row(song, TABLE_TRACK, TRACK_AUDIO).id;
    put_row(song, TABLE_TRACK, row);
}

static void
folder_in_itself(struct model_song *song)
{
    union row row = first_row(song, TABLE_TRACK, TRACK_BUS);

    row.track.kind = TRACK_FOLDER;
    row.track.folder_id = row.id;
    row.track.output_id = first_row(song, TABLE_TRACK, TRACK_MASTER).id;
    put_row(song, TABLE_TRACK, row);
}

static void
two_active_comps(struct model_song *song)
{
    union row row = first_row(song, TABLE_COMP, -1);

    row.comp.active = 1;
    put_row(song, TABLE_COMP, row);
    row.id = 0;
    put_row(song, TABLE_COMP, row);
}

static void
ranges_overlap(struct model_song *song)
{
    union row row = first_row(song, TABLE_COMP_RANGE, -1);

    row.id = 0;
    row.comp_range.start = frames(49);
    put_row(song, TABLE_COMP_RANGE, row);
}

static void
path_climbs(struct model_song *song)
{
    union row row = first_row(song, TABLE_SOURCE, -1);

    row.source.path = "audio/../../etc/passwd";
    put_row(song, TABLE_SOURCE, row);
}

static void
path_is_empty(struct model_song *song)
{
    union row row = first_row(song, TABLE_SOURCE, -1);

    row.source.path = "";
    put_row(song, TABLE_SOURCE, row);
}

static void
text_is_not_utf8(struct model_song *song)
{
    union row row = first_row(song, TABLE_TRACK, TRACK_AUDIO);

    row.track.name = "Caf\xe9";
    put_row(song, TABLE_TRACK, row);
}

static void
clip_past_its_source(struct model_song *song)
{
    union row row = first_row(song, TABLE_CLIP, -1);

    row.clip.offset = 1;
    put_row(song, TABLE_CLIP, row);
}

static void
fades_too_long(struct model_song *song)
{
    union row row = first_row(song, TABLE_CLIP, -1);

    row.clip.fade_in = row.clip.length;
    row.clip.fade_out = 1;
    put_row(song, TABLE_CLIP, row);
}

static void
clip_of_another_kind(struct model_song *song)
{
    union row row = first_row(song, TABLE_CLIP, -1);

    row.clip.kind = CLIP_MIDI;
    put_row(song, TABLE_CLIP, row);
}

static void
lane_on_a_bus(struct model_song *song)
{
    union row row = first_row(song, TABLE_LANE, -1);

    row.lane.track_id = first_row(song, TABLE_TRACK, TRACK_BUS).id;
    put_row(song, TABLE_LANE, row);
}

static void
no_note_value(struct model_song *song)
{
    union row row = first_row(song, TABLE_METRE, -1);

    row.metre.den = 6;
    put_row(song, TABLE_METRE, row);
}

static void
loop_backwards(struct model_song *song)
{
    union row row = first_row(song, TABLE_SONG, -1);

    row.song.loop_start = frames(10);
    row.song.loop_end = frames(9);
    put_row(song, TABLE_SONG, row);
}

static void
what_contradicts_itself_is_found(void **state)
{
    static spoil *const SPOILS[] = {
        second_master,        second_song,          bus_into_itself,
        output_to_audio,      folder_in_itself,     two_active_comps,
        ranges_overlap,       path_climbs,          path_is_empty,
        text_is_not_utf8,     clip_past_its_source, fades_too_long,
        clip_of_another_kind, lane_on_a_bus,        no_note_value,
        loop_backwards,
    };

    for (size_t i = 0; i < COUNT(SPOILS); i++) {
        struct model_song song;

        open_full(&song);
        SPOILS[i](&song);
        if (check_after(&song) != ST_DAMAGED)
            fail_msg("spoil %zu was not found", i);
        model_song_close(&song);
    }
}

static void
count(void *user, const struct fault *fault)
{
    assert_int_equal(fault->status, ST_DAMAGED);
    assert_true(fault->where[0] && fault->what[0] && fault->remedy[0]);
    ++*(int *)user;
}

static void
all_that_is_wrong_is_told(void **state)
{
    struct model_song song;
    int found = 0;

    open_full(&song);
    no_note_value(&song);
    path_climbs(&song);
    fades_too_long(&song);
    assert_int_equal(model_apply(song.model, song.ops.edit), ST_OK);
    assert_int_equal(model_check_all(song.model, count, &found), 3);
    assert_int_equal(found, 3);
    model_song_close(&song);
}

static void
without_memory_the_check_says_so(void **state)
{
    struct model_song song;
    struct fault fault = {0};

    open_full(&song);
    alloc_fail_after(0);
    const enum status status = model_check(song.model, &fault);
    alloc_fail_stop();
    assert_int_equal(status, ST_NO_MEM);
    model_song_close(&song);
}

static void
text_is_utf8_or_it_is_not(void **state)
{
    static const char *const GOOD[]
        = {"", "a", "ä", "€", "\xf0\x9f\x8e\xb8", "\xef\xbf\xbf"};
    static const char *const BAD[] = {"\x80",
                                      "\xc3",
                                      "\xc0\xaf",
                                      "\xe0\x80\xaf",
                                      "\xed\xa0\x80",
                                      "\xf0\x80\x80\x80",
                                      "\xf4\x90\x80\x80",
                                      "\xf8\x88\x80\x80\x80",
                                      "\xff",
                                      "\xe2\x82"};

    for (size_t i = 0; i < COUNT(GOOD); i++)
        assert_true(model_text_is_sound(GOOD[i]));
    for (size_t i = 0; i < COUNT(BAD); i++)
        assert_false(model_text_is_sound(BAD[i]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_beyond_its_bounds_is_found_in_any_column),
        cmocka_unit_test(a_reference_that_leads_nowhere_is_found_in_any_column),
        cmocka_unit_test(a_row_without_what_it_hangs_on_is_found),
        cmocka_unit_test(what_contradicts_itself_is_found),
        cmocka_unit_test(all_that_is_wrong_is_told),
        cmocka_unit_test(without_memory_the_check_says_so),
        cmocka_unit_test(text_is_utf8_or_it_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
