/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/changelog.h"

#include "store/changeset.h"
#include "store/internal.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

/* Put what the edit puts, heard by SQLite's session and by ours; then take it back:
 * neither has seen a transaction end. */
static void
record_both(struct store *store, const struct edit *edit, void **theirs,
            int *their_length, void **ours, int *our_length)
{
    struct changelog *log;
    struct fault fault = {0};
    sqlite3_session *session;
    size_t count, length;
    const void *bytes;
    const struct change *changes = edit_changes(edit, &count);

    assert_int_equal(changelog_new(&log), ST_OK);
    assert_fine(transaction_begin(store, &fault), &fault);
    assert_int_equal(record_new(&session, store->db), ST_OK);
    rows_record(store->rows, log);
    for (size_t i = 0; i < count; i++)
        if (changes[i].row)
            assert_fine(
                rows_put(store->rows, changes[i].table, changes[i].row, &fault),
                &fault);
        else
            assert_fine(
                rows_delete(store->rows, changes[i].table, changes[i].id, &fault),
                &fault);
    rows_record(store->rows, NULL);
    assert_int_equal(sqlite3session_changeset(session, their_length, theirs),
                     SQLITE_OK);
    record_free(session);
    transaction_cancel(store);
    assert_int_equal(changelog_end(log, &bytes, &length), ST_OK);
    *ours = malloc(length + 1);
    memcpy(*ours, bytes ? bytes : "", length);
    *our_length = (int)length;
    changelog_free(log);
}

/* One and the inverse of the other come to nothing. */
static void
assert_same(void *a, int a_length, void *b, int b_length)
{
    void *inverse, *nothing;
    int length;

    assert_int_equal(a_length, b_length);
    assert_int_equal(sqlite3changeset_invert(b_length, b, &length, &inverse),
                     SQLITE_OK);
    assert_int_equal(
        sqlite3changeset_concat(a_length, a, length, inverse, &length, &nothing),
        SQLITE_OK);
    assert_int_equal(length, 0);
    sqlite3_free(inverse);
    sqlite3_free(nothing);
}

static void
assert_recorded_alike(struct store *store, const struct edit *edit)
{
    void *theirs, *ours;
    int their_length, our_length;

    record_both(store, edit, &theirs, &their_length, &ours, &our_length);
    assert_same(ours, our_length, theirs, their_length);
    assert_int_equal(changeset_read(ours, (size_t)our_length, NULL, NULL), ST_OK);
    sqlite3_free(theirs);
    free(ours);
}

/* Any value of a column's kind, of which none, nothing and minus zero are some. */
static void
shake(const struct column *column, union row *row, uint64_t *random)
{
    static const double REALS[] = {0, -0.0, 1, -1.5, 1e300, 5e-324};
    static const int64_t INTS[] = {0, 1, -1, INT64_MAX, INT64_MIN, 1 << 20};
    static const char *const TEXTS[] = {"", "x", "«é»", "it's \"so\"; --"};
    char *at = (char *)row + column->offset;
    const uint64_t any = next_random(random);

    if (column->kind == COLUMN_REAL)
        memcpy(at, &REALS[any % COUNT(REALS)], sizeof(double));
    else if (column->kind == COLUMN_TEXT)
        assert_int_equal(row_set_text((char **)at, TEXTS[any % COUNT(TEXTS)]), ST_OK);
    else if (column->kind == COLUMN_INT)
        memcpy(at, &INTS[any % COUNT(INTS)], sizeof(int64_t));
    else if (!column->needed && any % 2)
        memset(at, 0, sizeof(int64_t));
}

static void
shake_row(struct edit *edit, enum table table, const union row *from, int64_t id,
          uint64_t *random)
{
    const struct table_info *info = table_info(table);
    union row row;

    assert_int_equal(row_copy(table, &row, from), ST_OK);
    row.id = id;
    for (size_t i = 1; i < info->n_columns; i++)
        if (next_random(random) % 3 == 0)
            shake(&info->columns[i], &row, random);
    assert_int_equal(edit_put(edit, table, &row), ST_OK);
    row_free(table, &row);
}

/* Some rows of any tables put, changed, deleted, and left as they are. */
static struct edit *
shaken(const struct model *model, uint64_t *random)
{
    struct edit *edit;

    assert_int_equal(edit_new(&edit, "Any"), ST_OK);
    for (int n = 0; n < 12; n++) {
        const enum table table = (enum table)(next_random(random) % TABLE_COUNT);
        const size_t size = table_info(table)->size;
        size_t count;
        const char *rows = model_rows(model, table, &count);

        if (count == 0)
            continue;
        const union row *row
            = (const void *)(rows + next_random(random) % count * size);

        switch (next_random(random) % 4) {
        case 0:
            assert_int_equal(edit_delete(edit, table, row->id), ST_OK);
            break;
        case 1:
            shake_row(edit, table, row, 1000000 + n, random);
            break;
        default:
            shake_row(edit, table, row, row->id, random);
        }
    }
    return edit;
}

static void
what_is_recorded_is_what_sqlites_session_records(void **state)
{
    struct model *model;
    struct store *store = song_make(*state, 4, 30, &model);
    uint64_t random = 11;

    for (int i = 0; i < 300; i++) {
        struct edit *edit = shaken(model, &random);

        assert_recorded_alike(store, edit);
        edit_free(edit);
    }
    store_close(store);
    model_free(model);
}

/* True: it is committed, which a row that another needs does not let be deleted. */
static bool
try_commit(struct store *store, struct model *model, struct edit *edit)
{
    struct fault fault = {0};
    const enum status status = store_commit(store, edit, &fault);

    if (status == ST_OK)
        assert_int_equal(model_apply(model, edit), ST_OK);
    else
        assert_int_equal(status, ST_CONFLICT);
    edit_free(edit);
    return status == ST_OK;
}

static void
any_change_of_any_table_is_undone_and_redone(void **state)
{
    struct model *model;
    struct store *store = song_make(*state, 4, 30, &model);
    uint64_t random = 12;
    int committed = 0;

    for (int i = 0; i < 400; i++) {
        const uint64_t before = digest(store);
        const int64_t here = store_here(store);

        if (!try_commit(store, model, shaken(model, &random))
            || store_here(store) == here) {
            assert_true(digest(store) == before);
            continue;
        }
        const uint64_t after = digest(store);

        committed++;
        undo(store, model);
        assert_true(digest(store) == before);
        assert_true(same_as_stored(store, model));
        redo(store, model);
        assert_true(digest(store) == after);
        assert_true(same_as_stored(store, model));
    }
    assert_true(committed > 50);
    store_close(store);
    model_free(model);
}

static void
nothing_changed_is_nothing_recorded(void **state)
{
    struct model *model;
    struct store *store = song_make(*state, 1, 2, &model);
    struct edit *edit;
    union row row;
    void *theirs, *ours;
    int their_length, our_length;

    assert_int_equal(edit_new(&edit, "Nothing"), ST_OK);
    assert_int_equal(row_copy(TABLE_CLIP, &row, model_row(model, TABLE_CLIP, CLIP_1)),
                     ST_OK);
    assert_int_equal(edit_put(edit, TABLE_CLIP, &row), ST_OK);
    row_free(TABLE_CLIP, &row);
    assert_int_equal(edit_delete(edit, TABLE_CLIP, 4711), ST_OK);
    record_both(store, edit, &theirs, &their_length, &ours, &our_length);
    assert_int_equal(their_length, 0);
    assert_int_equal(our_length, 0);
    sqlite3_free(theirs);
    free(ours);
    edit_free(edit);
    store_close(store);
    model_free(model);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)
    const struct CMUnitTest tests[] = {
        TEST(what_is_recorded_is_what_sqlites_session_records),
        TEST(any_change_of_any_table_is_undone_and_redone),
        TEST(nothing_changed_is_nothing_recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
