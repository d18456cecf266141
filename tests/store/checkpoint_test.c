/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/tables.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <sched.h>
#include <sys/stat.h>

static int64_t
size_of(const char *path)
{
    struct stat file;

    assert_int_equal(stat(path, &file), 0);
    return file.st_size;
}

/* Many rows in one edit: a thousand pages of log after a few. */
static struct edit *
all_moved(const struct model *model, int64_t by)
{
    struct edit *edit;
    size_t n;
    const struct row_clip *clips = model_rows(model, TABLE_CLIP, &n);

    assert_int_equal(edit_new(&edit, "Move all"), ST_OK);
    for (size_t i = 0; i < n; i++) {
        union row row = {.clip = clips[i]}; /* the text is the model's */

        row.clip.at += by;
        assert_int_equal(edit_put(edit, TABLE_CLIP, &row), ST_OK);
    }
    return edit;
}

static void
a_long_log_is_carried_over_while_edits_go_on(void **state)
{
    enum { PATIENCE = 5000 };
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 2, 2000, &model);
    const int64_t before = size_of(place->db);
    int edits = 0;

    for (int i = 0; i < 12; i++)
        commit(store, model, all_moved(model, 480));
    /* Only a checkpoint makes the database grow. */
    while (size_of(place->db) == before && edits++ < PATIENCE) {
        commit(store, model, clip_moved(model, CLIP_1, edits, NULL));
        sched_yield();
    }
    assert_true(edits < PATIENCE);
    assert_true(same_as_stored(store, model));
    store_close(store);
    store = song_open(place->song, STORE_WRITE);
    assert_true(same_as_stored(store, model));
    store_close(store);
    model_free(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_long_log_is_carried_over_while_edits_go_on, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
