/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_mix.h"

#include "model/ops_track.h"
#include "model/tables.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

#include <math.h>
#include <string.h>

struct fixture {
    struct model_song song;
    const struct ops *ops;
    int64_t track, bus;
};

static void
open_fixture(struct fixture *f)
{
    const struct op_track bus = {.kind = TRACK_BUS, .color = -1};

    model_song_open(&f->song);
    f->ops = &f->song.ops;
    f->track = model_song_track(&f->song, "T", NULL);
    assert_int_equal(op_track_add(f->ops, &bus, &f->bus), ST_OK);
    model_song_apply(&f->song);
}

static const void *
row(struct fixture *f, enum table table, int64_t id)
{
    return edit_row(f->ops->edit, f->ops->model, table, id);
}

static void
every_column_of_a_strip_is_set_by_its_name(void **state)
{
    const struct table_info *info = table_info(TABLE_STRIP);
    struct fixture f;

    open_fixture(&f);
    for (size_t i = 1; i < info->n_columns; i++) {
        const struct column *column = &info->columns[i];
        const bool level = strcmp(column->name, "fader_db") == 0;

        assert_int_equal(op_strip_set(f.ops, f.track, column->name, column->high),
                         ST_OK);
        const void *strip = row(&f, TABLE_STRIP, f.track);
        assert_true((column->kind == COLUMN_REAL
                         ? column_real(column, strip)
                         : (double)column_int(column, strip))
                    == column->high);
        assert_int_equal(
            op_strip_set(f.ops, f.track, column->name, column->high + 1), ST_RANGE);
        assert_int_equal(
            op_strip_set(f.ops, f.track, column->name, column->low - 1),
            level ? ST_OK : ST_RANGE);
        assert_int_equal(op_strip_set(f.ops, f.track, column->name, (double)NAN),
                         ST_RANGE);
    }
    assert_int_equal(op_strip_set(f.ops, f.track, "mute", 0.5), ST_RANGE);
    assert_int_equal(op_strip_set(f.ops, f.track, "id", 5), ST_KIND);
    assert_int_equal(op_strip_set(f.ops, f.track, "eq5_hz", 5), ST_NOT_FOUND);
    assert_int_equal(op_strip_set(f.ops, 4, "pan", 0), ST_NOT_FOUND);
    model_song_close(&f.song);
}

static void
a_fader_all_the_way_down_is_silence(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_strip_set(f.ops, f.track, "fader_db", -INFINITY), ST_OK);
    assert_true(((const struct row_strip *)row(&f, TABLE_STRIP, f.track))->fader_db
                == LEVEL_OFF_DB);
    model_song_close(&f.song);
}

static void
solo_is_cleared_everywhere(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_strip_set(f.ops, f.track, "solo", 1), ST_OK);
    assert_int_equal(op_strip_set(f.ops, f.bus, "solo", 1), ST_OK);
    model_song_apply(&f.song);
    assert_int_equal(op_solo_clear(f.ops), ST_OK);
    assert_false(((const struct row_strip *)row(&f, TABLE_STRIP, f.track))->solo);
    assert_false(((const struct row_strip *)row(&f, TABLE_STRIP, f.bus))->solo);
    model_song_close(&f.song);
}

static void
sends_come_change_and_go(void **state)
{
    struct fixture f;
    int64_t send;

    open_fixture(&f);
    assert_int_equal(op_send_to(f.ops, f.track, f.bus), 0);
    assert_int_equal(op_send_add(f.ops, f.track, f.bus, -6, SEND_PRE_FADER, &send),
                     ST_OK);
    assert_int_equal(op_send_to(f.ops, f.track, f.bus), send);
    assert_int_equal(op_send_set(f.ops, send, "level_db", -500), ST_OK);
    assert_int_equal(op_send_set(f.ops, send, "pan", -1), ST_OK);
    assert_int_equal(op_send_set(f.ops, send, "on", 0), ST_OK);
    const struct row_send *found = row(&f, TABLE_SEND, send);
    assert_true(found->level_db == LEVEL_OFF_DB && found->pan == -1);
    assert_int_equal(found->tap, SEND_PRE_FADER);
    assert_false(found->on);
    assert_int_equal(op_send_set(f.ops, send, "pan", 2), ST_RANGE);
    assert_int_equal(op_send_set(f.ops, send, "target_id", 2), ST_NOT_FOUND);
    assert_int_equal(op_send_add(f.ops, f.track, f.bus, 13, SEND_PRE_FADER, NULL),
                     ST_RANGE);
    assert_int_equal(op_send_add(f.ops, f.bus, f.track, 0, SEND_PRE_FADER, NULL),
                     ST_KIND);
    assert_int_equal(op_send_remove(f.ops, send), ST_OK);
    assert_int_equal(op_send_remove(f.ops, send), ST_NOT_FOUND);
    model_song_close(&f.song);
}

static void
inserts_keep_their_order(void **state)
{
    struct fixture f;
    int64_t a, b, c;

    open_fixture(&f);
    assert_int_equal(
        op_insert_add(f.ops, f.track, "limiter", INSERT_AFTER_CONSOLE, 0, &a),
        ST_OK);
    assert_int_equal(
        op_insert_add(f.ops, f.track, "reverb", INSERT_BEFORE_CONSOLE, a, &b),
        ST_OK);
    assert_int_equal(
        op_insert_add(f.ops, f.track, "reverb", INSERT_BEFORE_CONSOLE, 0, &c),
        ST_OK);
    const struct row_insert *ra = row(&f, TABLE_INSERT, a),
                            *rb = row(&f, TABLE_INSERT, b),
                            *rc = row(&f, TABLE_INSERT, c);
    assert_int_equal(rb->place, INSERT_AFTER_CONSOLE); /* where the other one is */
    assert_int_equal(rc->place, INSERT_BEFORE_CONSOLE);
    assert_true(rb->sort < ra->sort);
    assert_int_equal(op_insert_move(f.ops, a, INSERT_AFTER_CONSOLE, b), ST_OK);
    assert_true(ra->sort < rb->sort);
    assert_int_equal(op_insert_on(f.ops, a, false), ST_OK);
    assert_false(ra->on);
    assert_int_equal(
        op_insert_add(f.ops, f.track, "", INSERT_AFTER_CONSOLE, 0, NULL), ST_RANGE);
    assert_int_equal(
        op_insert_add(f.ops, f.bus, "reverb", INSERT_AFTER_CONSOLE, a, NULL),
        ST_CONFLICT);
    model_song_close(&f.song);
}

static void
a_parameter_has_one_row_and_goes_with_its_insert(void **state)
{
    struct fixture f;
    int64_t insert;
    size_t count;

    open_fixture(&f);
    assert_int_equal(
        op_insert_add(f.ops, f.track, "reverb", INSERT_AFTER_CONSOLE, 0, &insert),
        ST_OK);
    assert_int_equal(op_insert_param(f.ops, insert, "size", 1), ST_OK);
    assert_int_equal(op_insert_param(f.ops, insert, "size", 2), ST_OK);
    model_song_apply(&f.song);
    assert_int_equal(op_insert_param(f.ops, insert, "size", 4), ST_OK);
    assert_int_equal(op_insert_param(f.ops, insert, "", 4), ST_RANGE);
    assert_int_equal(op_insert_param(f.ops, insert, "size", INFINITY), ST_RANGE);
    model_song_apply(&f.song);
    const struct row_param *param = model_rows(f.song.model, TABLE_PARAM, &count);
    assert_int_equal(count, 1);
    assert_true(param->value == 4);
    assert_int_equal(op_insert_remove(f.ops, insert), ST_OK);
    model_song_apply(&f.song);
    model_rows(f.song.model, TABLE_PARAM, &count);
    assert_int_equal(count, 0);
    model_song_close(&f.song);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column_of_a_strip_is_set_by_its_name),
        cmocka_unit_test(a_fader_all_the_way_down_is_silence),
        cmocka_unit_test(solo_is_cleared_everywhere),
        cmocka_unit_test(sends_come_change_and_go),
        cmocka_unit_test(inserts_keep_their_order),
        cmocka_unit_test(a_parameter_has_one_row_and_goes_with_its_insert),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
