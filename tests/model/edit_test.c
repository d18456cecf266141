/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/edit.h"

#include "model/tables.h"
#include "tests/alloc_help.h"
#include "tests/test.h"

#include <string.h>

static struct edit *
new_edit(void)
{
    struct edit *edit;

    assert_int_equal(edit_new(&edit, "Name track"), ST_OK);
    return edit;
}

static enum status
put_track(struct edit *edit, int64_t *id, const char *name)
{
    struct row_track track;

    row_init(TABLE_TRACK, &track);
    track.id = *id;
    assert_int_equal(row_set_text(&track.name, name), ST_OK);
    const enum status status = edit_put(edit, TABLE_TRACK, &track);

    *id = track.id;
    row_free(TABLE_TRACK, &track);
    return status;
}

static const char *
name_of(const struct edit *edit, const struct model *model, int64_t id)
{
    const struct row_track *track = edit_row(edit, model, TABLE_TRACK, id);

    return track ? track->name : "(gone)";
}

static void
a_new_row_gets_an_id(void **state)
{
    struct edit *edit = new_edit();
    int64_t a = 0, b = 0;

    assert_int_equal(put_track(edit, &a, "A"), ST_OK);
    assert_int_equal(put_track(edit, &b, "B"), ST_OK);
    assert_true(a > 0 && b > 0 && a != b);
    assert_string_equal(edit_label(edit), "Name track");
    edit_free(edit);
}

static void
an_edit_hides_the_model(void **state)
{
    struct edit *edit = new_edit();
    struct model *model;
    int64_t a = 1, b = 2;

    assert_int_equal(model_new(&model), ST_OK);
    assert_int_equal(put_track(edit, &a, "old"), ST_OK);
    assert_int_equal(put_track(edit, &b, "other"), ST_OK);
    assert_int_equal(model_apply(model, edit), ST_OK);
    edit_free(edit);
    edit = new_edit();
    assert_string_equal(name_of(edit, model, a), "old");
    assert_int_equal(put_track(edit, &a, "new"), ST_OK);
    assert_string_equal(name_of(edit, model, a), "new");
    assert_int_equal(edit_delete(edit, TABLE_TRACK, a), ST_OK);
    assert_string_equal(name_of(edit, model, a), "(gone)");
    assert_int_equal(put_track(edit, &a, "again"), ST_OK);
    assert_string_equal(name_of(edit, model, a), "again");
    assert_string_equal(name_of(edit, model, b), "other");
    edit_free(edit);
    model_free(model);
}

static void
changes_come_one_a_row_in_the_order_of_the_first_touch(void **state)
{
    struct edit *edit = new_edit();
    int64_t a = 30, b = 20, c = 10;
    size_t count;

    assert_int_equal(put_track(edit, &a, "a"), ST_OK);
    assert_int_equal(put_track(edit, &b, "b"), ST_OK);
    assert_int_equal(edit_delete(edit, TABLE_LANE, c), ST_OK);
    assert_int_equal(put_track(edit, &a, "a2"), ST_OK);
    assert_int_equal(edit_delete(edit, TABLE_TRACK, b), ST_OK);
    const struct change *changes = edit_changes(edit, &count);
    assert_int_equal(count, 3);
    assert_true(changes[0].id == 30 && changes[1].id == 20 && changes[2].id == 10);
    assert_string_equal(((const struct row_track *)changes[0].row)->name, "a2");
    assert_null(changes[1].row);
    assert_int_equal(changes[2].table, TABLE_LANE);
    edit_free(edit);
}

static void
a_row_may_be_put_from_where_the_edit_keeps_it(void **state)
{
    struct edit *edit = new_edit();
    int64_t id = 4;
    size_t count;

    assert_int_equal(put_track(edit, &id, "the same"), ST_OK);
    void *own = (void *)edit_changes(edit, &count)[0].row;
    assert_int_equal(edit_put(edit, TABLE_TRACK, own), ST_OK);
    assert_string_equal(name_of(edit, NULL, id), "the same");
    edit_free(edit);
}

static void
rows_stay_where_they_are_when_more_are_put(void **state)
{
    struct edit *edit = new_edit();
    int64_t first = 1;

    assert_int_equal(put_track(edit, &first, "first"), ST_OK);
    const struct row_track *row = edit_row(edit, NULL, TABLE_TRACK, first);
    for (int64_t id = 2; id < 5000; id++)
        assert_int_equal(put_track(edit, &(int64_t){id}, "more"), ST_OK);
    assert_ptr_equal(edit_row(edit, NULL, TABLE_TRACK, first), row);
    assert_string_equal(row->name, "first");
    edit_free(edit);
}

/* Tries it with ever more memory until there is enough. */
static void
without_memory_an_edit_stays_as_it_is(void **state)
{
    bool failed = true;
    int times = 0;

    for (int after = 0; failed; after++) {
        struct edit *edit = new_edit();
        struct row_track track;
        size_t count;

        for (int64_t id = 1; id <= 8; id++)
            assert_int_equal(put_track(edit, &(int64_t){id}, "old"), ST_OK);
        row_init(TABLE_TRACK, &track);
        assert_int_equal(row_set_text(&track.name, "name"), ST_OK);
        assert_int_equal(row_set_text(&track.notes, "notes"), ST_OK);
        alloc_fail_after(after);
        const enum status status = edit_put(edit, TABLE_TRACK, &track);

        failed = alloc_fail_stop();
        assert_int_equal(status, failed ? ST_NO_MEM : ST_OK);
        edit_changes(edit, &count);
        assert_int_equal(count, failed ? 8 : 9);
        assert_int_equal(track.id == 0, failed);
        times += failed;

        track.id = 3;
        alloc_fail_after(0);
        assert_int_equal(edit_put(edit, TABLE_TRACK, &track), ST_NO_MEM);
        alloc_fail_stop();
        assert_string_equal(name_of(edit, NULL, 3), "old");
        row_free(TABLE_TRACK, &track);
        edit_free(edit);
    }
    assert_in_range(times, 4, 20);
}

static void
without_memory_there_is_no_edit(void **state)
{
    bool failed = true;

    for (int after = 0; failed; after++) {
        struct edit *edit;

        alloc_fail_after(after);
        const enum status status = edit_new(&edit, "Label");

        failed = alloc_fail_stop();
        assert_int_equal(status, failed ? ST_NO_MEM : ST_OK);
        assert_int_equal(edit == NULL, failed);
        edit_free(edit);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_row_gets_an_id),
        cmocka_unit_test(an_edit_hides_the_model),
        cmocka_unit_test(changes_come_one_a_row_in_the_order_of_the_first_touch),
        cmocka_unit_test(a_row_may_be_put_from_where_the_edit_keeps_it),
        cmocka_unit_test(rows_stay_where_they_are_when_more_are_put),
        cmocka_unit_test(without_memory_an_edit_stays_as_it_is),
        cmocka_unit_test(without_memory_there_is_no_edit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
