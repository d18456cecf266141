/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/tables.h"
#include "tests/test.h"

#include <string.h>

static void
columns_cover_each_row_in_the_order_of_its_members(void **state)
{
    for (enum table table = 0; table < TABLE_COUNT; table++) {
        const struct table_info *info = table_info(table);

        assert_string_equal(info->columns[0].name, "id");
        assert_int_equal(info->n_columns * 8, info->size);
        for (size_t i = 0; i < info->n_columns; i++)
            assert_int_equal(info->columns[i].offset, i * 8);
        assert_int_equal(table_named(info->name), table);
    }
    assert_int_equal(table_named("no such"), TABLE_COUNT);
}

static void
a_new_row_lies_within_its_bounds(void **state)
{
    for (enum table table = 0; table < TABLE_COUNT; table++) {
        const struct table_info *info = table_info(table);
        union row row;

        memset(&row, 0xff, sizeof row);
        row_init(table, &row);
        assert_int_equal(row.id, 0);
        for (size_t i = 1; i < info->n_columns; i++) {
            const struct column *column = &info->columns[i];
            double value = 0;

            if (column->kind == COLUMN_TEXT)
                assert_string_equal(column_text(column, &row), "");
            else if (column->kind == COLUMN_REF)
                assert_int_equal(column_int(column, &row), 0);
            else if (column->kind == COLUMN_INT)
                value = (double)column_int(column, &row);
            else
                value = column_real(column, &row);
            assert_true(value >= column->low && value <= column->high);
        }
        row_free(table, &row);
    }
}

static void
an_owner_is_a_reference_of_its_table(void **state)
{
    for (enum table table = 0; table < TABLE_COUNT; table++) {
        const struct table_info *info = table_info(table);

        if (!info->owner)
            continue;
        assert_int_equal(info->owner->kind, COLUMN_REF);
        assert_ptr_equal(column_named(table, info->owner->name), info->owner);
        assert_true(info->owner->needed || table == TABLE_TRACK);
    }
    assert_string_equal(table_info(TABLE_CLIP)->owner->name, "lane_id");
    assert_string_equal(table_info(TABLE_TRACK)->owner->name, "folder_id");
}

static void
a_new_strip_is_flat_and_its_bands_are_where_a_mixer_expects_them(void **state)
{
    struct row_strip strip;

    row_init(TABLE_STRIP, &strip);
    assert_int_equal(strip.eq[0].kind, EQ_LOW_SHELF);
    assert_true(strip.eq[0].hz == 100 && strip.eq[1].hz == 400);
    assert_true(strip.eq[2].hz == 2500 && strip.eq[3].hz == 8000);
    assert_int_equal(strip.eq[3].kind, EQ_HIGH_SHELF);
    for (int i = 0; i < EQ_BANDS; i++)
        assert_true(strip.eq[i].db == 0);
    assert_true(strip.fader_db == 0 && strip.highpass_hz == 80);
    assert_false(strip.eq_on || strip.comp_on || strip.gate_on
                 || strip.highpass_on);
    assert_ptr_equal(column_named(TABLE_STRIP, "eq3_hz")->offset,
                     offsetof(struct row_strip, eq[2].hz));
}

static void
a_copy_owns_its_text(void **state)
{
    struct row_track row, copy;

    row_init(TABLE_TRACK, &row);
    assert_int_equal(row_set_text(&row.name, "Bass"), ST_OK);
    assert_int_equal(row_copy(TABLE_TRACK, &copy, &row), ST_OK);
    assert_true(row_equal(TABLE_TRACK, &row, &copy));
    assert_int_equal(row_set_text(&row.name, "Drums"), ST_OK);
    assert_string_equal(copy.name, "Bass");
    assert_false(row_equal(TABLE_TRACK, &row, &copy));
    row_free(TABLE_TRACK, &row);
    row_free(TABLE_TRACK, &copy);
}

static void
numbers_are_equal_by_their_bits(void **state)
{
    struct row_send a, b;

    row_init(TABLE_SEND, &a);
    b = a;
    b.pan = -0.0;
    assert_false(row_equal(TABLE_SEND, &a, &b));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_cover_each_row_in_the_order_of_its_members),
        cmocka_unit_test(a_new_row_lies_within_its_bounds),
        cmocka_unit_test(an_owner_is_a_reference_of_its_table),
        cmocka_unit_test(
            a_new_strip_is_flat_and_its_bands_are_where_a_mixer_expects_them),
        cmocka_unit_test(a_copy_owns_its_text),
        cmocka_unit_test(numbers_are_equal_by_their_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
