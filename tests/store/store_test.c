/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include "model/tables.h"
#include "tests/alloc_help.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
what_is_created_loads_again(void **state)
{
    struct model *model;
    struct store *store = song_make(*state, 4, 100, &model);

    assert_true(same_as_stored(store, model));
    store_close(store);
    store = song_open(((struct place *)*state)->song, STORE_WRITE);
    assert_true(same_as_stored(store, model));
    store_close(store);
    model_free(model);
}

static void
an_edit_is_there_after_reopening(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 4, 100, &model);

    commit(store, model, clip_moved(model, CLIP_1 + 7, 123456, "moved"));
    store_close(store);
    store = song_open(place->song, STORE_WRITE);
    assert_true(same_as_stored(store, model));
    store_close(store);
    model_free(model);
}

static void
undo_and_redo_are_exact_also_after_reopening(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 4, 100, &model);
    const uint64_t before = digest(store);

    commit(store, model, clip_moved(model, CLIP_1 + 7, 123456, "moved"));
    const uint64_t after = digest(store);

    assert_int_not_equal(before, after);
    store_close(store);
    store = song_open(place->song, STORE_WRITE);
    undo(store, model);
    assert_true(digest(store) == before);
    assert_true(same_as_stored(store, model));
    store_close(store);
    store = song_open(place->song, STORE_WRITE);
    redo(store, model);
    assert_true(digest(store) == after);
    assert_true(same_as_stored(store, model));
    store_close(store);
    model_free(model);
}

static void
an_edit_that_changes_nothing_makes_no_step(void **state)
{
    struct model *model;
    struct store *store = song_make(*state, 4, 10, &model);
    const int64_t here = store_here(store);
    const struct row_clip *clip = model_row(model, TABLE_CLIP, CLIP_1);

    commit(store, model, clip_moved(model, CLIP_1, clip->at, NULL));
    assert_true(store_here(store) == here);
    store_close(store);
    model_free(model);
}

static void
at_the_root_there_is_nothing_to_undo(void **state)
{
    struct store *store = song_make(*state, 1, 1, NULL);
    struct edit *edit;
    struct fault fault = {0};

    assert_int_equal(store_undo(store, &edit, &fault), ST_NOT_FOUND);
    assert_null(edit);
    assert_int_equal(store_redo(store, &edit, &fault), ST_NOT_FOUND);
    assert_int_equal(store_goto(store, 42, &edit, &fault), ST_NOT_FOUND);
    store_close(store);
}

static void
a_row_that_points_nowhere_is_refused_by_name(void **state)
{
    struct model *model;
    struct store *store = song_make(*state, 2, 10, &model);
    struct edit *edit;
    struct fault fault = {0};

    assert_int_equal(edit_new(&edit, "Delete lane"), ST_OK);
    assert_int_equal(edit_delete(edit, TABLE_LANE, LANE_1), ST_OK);
    assert_int_equal(store_commit(store, edit, &fault), ST_CONFLICT);
    assert_non_null(strstr(fault.what, "clip 10000 needs a lane"));
    assert_true(same_as_stored(store, model));
    edit_free(edit);
    /* And the store goes on. */
    commit(store, model, clip_moved(model, CLIP_1, 5, NULL));
    assert_true(same_as_stored(store, model));
    store_close(store);
    model_free(model);
}

/* --- memory that runs out */

static enum status
open_and_load(const struct place *place, enum store_mode mode)
{
    struct store *store;
    struct model *model = NULL;
    struct fault fault = {0};
    enum status status = store_open(&store, place->song, mode, &fault);

    if (status == ST_OK)
        status = model_new(&model);
    if (status == ST_OK)
        status = store_load(store, model, &fault);
    model_free(model);
    store_close(store);
    return status;
}

static void
opening_without_memory_fails_and_nothing_more(void **state)
{
    const struct place *place = *state;
    int failed = 0;

    store_close(song_make(place, 2, 5, NULL));
    for (int mode = STORE_WRITE; mode <= STORE_READ_ONLY; mode++)
        for (int n = 0;; n++) {
            alloc_fail_after(n);
            const enum status status = open_and_load(place, (enum store_mode)mode);

            if (!alloc_fail_stop()) {
                assert_int_equal(status, ST_OK);
                break;
            }
            failed += status == ST_NO_MEM;
            assert_true(status == ST_NO_MEM || status == ST_OK);
        }
    assert_true(failed > 20);
}

static void
an_edit_without_memory_leaves_the_project_as_it_was(void **state)
{
    struct model *model;
    struct store *store = song_make(*state, 2, 5, &model);
    struct fault fault = {0};
    struct edit *back;
    bool failed = true;

    for (int n = 0; failed; n++) {
        struct edit *edit = clip_moved(model, CLIP_1, 10 + n, "moved");

        alloc_fail_after(n);
        enum status status = store_commit(store, edit, &fault);

        failed = alloc_fail_stop();
        assert_true(status == ST_OK || (failed && status == ST_NO_MEM));
        if (status == ST_OK)
            assert_int_equal(model_apply(model, edit), ST_OK);
        edit_free(edit);
        assert_true(same_as_stored(store, model));
        if (status != ST_OK)
            continue;
        alloc_fail_after(n);
        status = store_undo(store, &back, &fault);
        failed |= alloc_fail_stop();
        assert_true(status == ST_OK || (failed && status == ST_NO_MEM));
        if (status == ST_OK) {
            assert_int_equal(model_apply(model, back), ST_OK);
            edit_free(back);
        }
        assert_true(same_as_stored(store, model));
    }
    store_close(store);
    model_free(model);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)
    const struct CMUnitTest tests[] = {
        TEST(what_is_created_loads_again),
        TEST(an_edit_is_there_after_reopening),
        TEST(undo_and_redo_are_exact_also_after_reopening),
        TEST(an_edit_that_changes_nothing_makes_no_step),
        TEST(at_the_root_there_is_nothing_to_undo),
        TEST(a_row_that_points_nowhere_is_refused_by_name),
        TEST(opening_without_memory_fails_and_nothing_more),
        TEST(an_edit_without_memory_leaves_the_project_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
