/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/changeset.h"

#include "store/db.h"
#include "store/internal.h"
#include "store/schema.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

/* The changeset of an edit with inserts, updates of every kind of column,
 * and deletes. */
static unsigned char *
sample(const struct place *place, size_t *length)
{
    struct model *model;
    struct store *store = song_make(place, 1, 3, &model);
    struct edit *edit = clip_moved(model, CLIP_1, 777, "another name");
    struct step_row row;
    union row lane;
    struct fault fault = {0};

    row_init(TABLE_LANE, &lane);
    lane.id = 77;
    lane.lane.track_id = TRACK_1;
    assert_int_equal(edit_put(edit, TABLE_LANE, &lane), ST_OK);
    assert_int_equal(edit_delete(edit, TABLE_CLIP, CLIP_1 + 1), ST_OK);
    commit(store, model, edit);
    assert_fine(step_read(store->db, store_here(store), &row, "test", &fault),
                &fault);
    *length = (size_t)row.step.bytes;
    unsigned char *bytes = malloc(*length);

    memcpy(bytes, row.changeset, *length);
    step_free(&row);
    store_close(store);
    model_free(model);
    return bytes;
}

static enum status
sum_up(void *user, const struct delta *delta)
{
    int64_t *seen = user;

    *seen += delta->id;
    return ST_OK;
}

static void
sqlites_own_are_read(void **state)
{
    size_t length;
    int64_t seen = 0;
    unsigned char *bytes = sample(*state, &length);

    assert_int_equal(changeset_read(bytes, length, sum_up, &seen), ST_OK);
    assert_int_equal(seen, CLIP_1 + CLIP_1 + 1 + 77);
    free(bytes);
}

static void
none_that_is_cut_short_is_believed(void **state)
{
    size_t length;
    unsigned char *bytes = sample(*state, &length);
    int whole = 0;

    /* It may end between two changes, and nowhere else. */
    for (size_t i = 1; i < length; i++) {
        unsigned char *part = malloc(i);

        memcpy(part, bytes, i);
        whole += changeset_read(part, i, NULL, NULL) == ST_OK;
        free(part);
    }
    assert_true(whole <= 5);
    free(bytes);
}

static int
leave_out(void *user, int conflict, sqlite3_changeset_iter *at)
{
    return SQLITE_CHANGESET_OMIT;
}

/* A wrong count of columns makes SQLite's own reader spin: what passes
 * here must not. */
static void
what_passes_can_be_inverted_and_applied(void **state)
{
    static const unsigned char VALUES[] = {0, 1, 0x33, 0x7f, 0x80, 0xff};
    size_t length;
    unsigned char *bytes = sample(*state, &length);
    sqlite3 *db;
    struct fault fault = {0};
    int passed = 0;

    assert_fine(db_open(&db, NULL, DB_MEMORY, &fault), &fault);
    assert_fine(schema_create(db, "test", &fault), &fault);
    for (size_t i = 0; i < length; i++)
        for (size_t v = 0; v < COUNT(VALUES); v++) {
            const unsigned char old = bytes[i];
            void *inverse = NULL;
            int inverse_length = 0;

            bytes[i] = VALUES[v];
            if (changeset_read(bytes, length, NULL, NULL) == ST_OK) {
                passed++;
                assert_int_equal(sqlite3changeset_invert((int)length, bytes,
                                                         &inverse_length, &inverse),
                                 SQLITE_OK);
                assert_int_equal(
                    changeset_read(inverse, (size_t)inverse_length, NULL, NULL),
                    ST_OK);
                sqlite3changeset_apply(db, inverse_length, inverse, NULL, leave_out,
                                       NULL);
                sqlite3_free(inverse);
            }
            bytes[i] = old;
        }
    assert_true(passed > 0);
    sqlite3_close(db);
    free(bytes);
}

static void
the_first_bytes_are_held_to_the_schema(void **state)
{
    size_t length;
    unsigned char *bytes = sample(*state, &length);

    assert_int_equal(bytes[0], 'T');
    for (int value = 0; value < 256; value++) {
        const unsigned char old = bytes[1];

        bytes[1] = (unsigned char)value;
        assert_int_equal(changeset_read(bytes, length, NULL, NULL),
                         value == old ? ST_OK : ST_DAMAGED);
        bytes[1] = old;
    }
    free(bytes);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)
    const struct CMUnitTest tests[] = {
        TEST(sqlites_own_are_read),
        TEST(none_that_is_cut_short_is_believed),
        TEST(what_passes_can_be_inverted_and_applied),
        TEST(the_first_bytes_are_held_to_the_schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
