/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/tables.h"
#include "store/db.h"
#include "store/internal.h"
#include "store/schema.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 4096 };

/* The steps that were made, and what the project was at each of them. */
struct past {
    int64_t steps[MOST];
    uint64_t digests[MOST];
    size_t n;
};

static void
remember(struct past *past, struct store *store)
{
    past->steps[past->n] = store_here(store);
    past->digests[past->n++] = digest(store);
}

static void
undoing_all_and_redoing_all_is_exact_at_every_step(void **state)
{
    struct model *model;
    struct store *store = song_make(*state, 2, 20, &model);
    struct past *past = calloc(1, sizeof *past);

    remember(past, store);
    for (int i = 0; i < 50; i++) {
        commit(store, model, clip_moved(model, CLIP_1 + i % 20, 1000 + i, i % 3 ? NULL : "x"));
        remember(past, store);
    }
    for (size_t i = past->n - 1; i-- > 0;) {
        undo(store, model);
        assert_true(store_here(store) == past->steps[i]);
        assert_true(digest(store) == past->digests[i]);
    }
    for (size_t i = 1; i < past->n; i++) {
        redo(store, model);
        assert_true(digest(store) == past->digests[i]);
    }
    assert_true(same_as_stored(store, model));
    store_close(store);
    model_free(model);
    free(past);
}

static void
a_branch_loses_no_way_forward(void **state)
{
    struct model *model;
    struct store *store = song_make(*state, 1, 4, &model);
    struct past past = {0};

    commit(store, model, clip_moved(model, CLIP_1, 111, NULL));
    remember(&past, store);
    commit(store, model, clip_moved(model, CLIP_1, 222, NULL));
    remember(&past, store);
    undo(store, model);
    commit(store, model, clip_moved(model, CLIP_1, 333, NULL));
    remember(&past, store);
    /* From one branch into the other, in one go. */
    go(store, model, past.steps[1]);
    assert_true(digest(store) == past.digests[1]);
    assert_true(same_as_stored(store, model));
    /* Redo leads where one was last. */
    undo(store, model);
    redo(store, model);
    assert_true(store_here(store) == past.steps[1]);
    go(store, model, past.steps[2]);
    undo(store, model);
    redo(store, model);
    assert_true(store_here(store) == past.steps[2]);
    assert_true(digest(store) == past.digests[2]);
    store_close(store);
    model_free(model);
}

static void
a_reader_sees_the_past_and_changes_nothing(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 1, 4, &model), *past;
    struct past then = {0};
    struct edit *edit;
    struct fault fault = {0};

    remember(&then, store);
    for (int i = 0; i < 3; i++) {
        commit(store, model, clip_moved(model, CLIP_1, 111 * i + 1, NULL));
        remember(&then, store);
    }
    const uint64_t now = digest(store);

    for (size_t i = 0; i < then.n; i++) {
        assert_fine(store_open_at(&past, place->song, then.steps[i], &fault), &fault);
        assert_true(store_here(past) == then.steps[i]);
        assert_true(digest(past) == then.digests[i]);
        assert_int_equal(store_goto(past, then.steps[0], &edit, &fault), ST_READ_ONLY);
        store_close(past);
    }
    assert_int_equal(store_open_at(&past, place->song, 4711, &fault), ST_NOT_FOUND);
    assert_null(past);
    assert_true(digest(store) == now);
    store_close(store);
    model_free(model);
}

/* --- random sequences */

static void
put(struct edit *edit, enum table table, union row *row)
{
    assert_int_equal(edit_put(edit, table, row), ST_OK);
    row_free(table, row);
}

static int64_t
any_clip(const struct model *model, uint64_t *random)
{
    size_t n;
    const struct row_clip *clips = model_rows(model, TABLE_CLIP, &n);

    return n ? clips[next_random(random) % n].id : 0;
}

static void
add_clip(struct edit *edit, uint64_t *random)
{
    union row row;

    row_init(TABLE_CLIP, &row);
    row.id = 0;
    row.clip.lane_id = LANE_1 + (int64_t)(next_random(random) % 4);
    row.clip.gain_db = (double)(next_random(random) % 200) / 7 - 14;
    row.clip.length = 1 + (int64_t)(next_random(random) % 99999);
    row.clip.source_id = next_random(random) % 2 ? SOURCE_1 : 0;
    put(edit, TABLE_CLIP, &row);
}

static void
change_strip(struct edit *edit, const struct model *model, uint64_t *random)
{
    union row row;
    const int64_t id = TRACK_1 + (int64_t)(next_random(random) % 4);

    assert_int_equal(row_copy(TABLE_STRIP, &row, model_row(model, TABLE_STRIP, id)), ST_OK);
    row.strip.fader_db = -(double)(next_random(random) % 1000) / 13;
    row.strip.pan = next_random(random) % 2 ? -0.0 : 0.0;
    row.strip.mute = (int64_t)(next_random(random) % 2);
    put(edit, TABLE_STRIP, &row);
}

/* Two tracks change places: what a UNIQUE order could not undo. */
static void
swap_tracks(struct edit *edit, const struct model *model, uint64_t *random)
{
    union row a, b;
    const int64_t first = TRACK_1 + (int64_t)(next_random(random) % 3);

    assert_int_equal(row_copy(TABLE_TRACK, &a, model_row(model, TABLE_TRACK, first)), ST_OK);
    assert_int_equal(row_copy(TABLE_TRACK, &b, model_row(model, TABLE_TRACK, first + 1)),
                     ST_OK);
    const double sort = a.track.sort;

    a.track.sort = b.track.sort;
    b.track.sort = sort;
    put(edit, TABLE_TRACK, &a);
    put(edit, TABLE_TRACK, &b);
}

static struct edit *
random_edit(const struct model *model, uint64_t *random)
{
    struct edit *edit;
    const int64_t clip = any_clip(model, random);

    switch (next_random(random) % 5) {
    case 0:
        if (clip)
            return clip_moved(model, clip, (int64_t)(next_random(random) % 99999),
                              next_random(random) % 2 ? "it's \"so\"; --" : NULL);
        break;
    case 1:
        assert_int_equal(edit_new(&edit, "Delete"), ST_OK);
        if (clip)
            assert_int_equal(edit_delete(edit, TABLE_CLIP, clip), ST_OK);
        return edit;
    case 2:
        assert_int_equal(edit_new(&edit, "Strip"), ST_OK);
        change_strip(edit, model, random);
        return edit;
    case 3:
        assert_int_equal(edit_new(&edit, "Swap"), ST_OK);
        swap_tracks(edit, model, random);
        return edit;
    default:
        break;
    }
    assert_int_equal(edit_new(&edit, "Add"), ST_OK);
    for (uint64_t n = next_random(random) % 4; n < 4; n++)
        add_clip(edit, random);
    return edit;
}

/* One thing that a user does. */
static void
do_one(struct store *store, struct model *model, struct past *past, uint64_t *random)
{
    struct edit *edit;
    struct fault fault = {0};
    const uint64_t what = next_random(random) % 10;
    enum status status = ST_NOT_FOUND;

    if (what < 3)
        status = store_undo(store, &edit, &fault);
    else if (what < 5)
        status = store_redo(store, &edit, &fault);
    else if (what < 6)
        status = store_goto(store, past->steps[next_random(random) % past->n], &edit, &fault);
    if (status == ST_OK) {
        assert_int_equal(model_apply(model, edit), ST_OK);
        edit_free(edit);
    } else if (what >= 6) {
        const int64_t here = store_here(store);

        commit(store, model, random_edit(model, random));
        if (store_here(store) != here && past->n < MOST)
            remember(past, store);
    } else {
        assert_int_equal(status, ST_NOT_FOUND);
    }
}

static void
assert_as_remembered(struct store *store, const struct past *past)
{
    for (size_t i = 0; i < past->n; i++)
        if (past->steps[i] == store_here(store))
            assert_true(past->digests[i] == digest(store));
}

static void
a_thousand_things_done_leave_memory_and_store_alike(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 4, 30, &model);
    struct past *past = calloc(1, sizeof *past);
    uint64_t random = 2026;
    const int batches = getenv("TORTURE") ? 400 : 60;

    remember(past, store);
    for (int batch = 0; batch < batches; batch++) {
        for (int i = 0; i < 20; i++)
            do_one(store, model, past, &random);
        assert_true(same_as_stored(store, model));
        assert_as_remembered(store, past);
        if (batch % 10 == 9) {
            store_close(store);
            store = song_open(place->song, STORE_WRITE);
        }
    }
    assert_true(past->n > 300);
    store_close(store);
    model_free(model);
    free(past);
}

/* --- the traps of changesets */

/* A row changed behind the history's back, checksums and all. */
static void
slip_in(struct store *store, int64_t clip, int64_t at)
{
    union row row;
    bool found;
    struct fault fault = {0};

    assert_fine(transaction_begin(store, &fault), &fault);
    assert_fine(rows_get(store->rows, TABLE_CLIP, clip, &row, &found, &fault), &fault);
    row.clip.at = at;
    assert_fine(rows_put(store->rows, TABLE_CLIP, &row, &fault), &fault);
    row_free(TABLE_CLIP, &row);
    struct head head = store->head;

    head.rows = rows_total(store->rows);
    assert_fine(transaction_commit(store, &head, &fault), &fault);
}

static void
an_undo_that_does_not_fit_is_refused_whole(void **state)
{
    struct model *model;
    struct store *store = song_make(*state, 1, 4, &model);
    struct edit *edit = clip_moved(model, CLIP_1, 111, NULL);
    struct edit *more = clip_moved(model, CLIP_1 + 1, 111, NULL);
    size_t n;
    struct fault fault = {0};

    assert_int_equal(edit_put(edit, TABLE_CLIP, (void *)edit_changes(more, &n)->row), ST_OK);
    edit_free(more);
    commit(store, model, edit);
    slip_in(store, CLIP_1 + 1, 999);
    const uint64_t before = digest(store);
    const int64_t here = store_here(store);

    assert_int_equal(store_undo(store, &edit, &fault), ST_DAMAGED);
    assert_null(edit);
    assert_non_null(strstr(fault.what, "does not fit"));
    assert_true(digest(store) == before && store_here(store) == here);
    store_close(store);
    model_free(model);
}

/* A step of another schema would be skipped by SQLite without a word. */
static void
a_step_of_another_schema_is_not_undone(void **state)
{
    struct model *model;
    struct store *store = song_make(*state, 1, 4, &model);
    struct step_row row;
    struct edit *edit;
    struct fault fault = {0};

    commit(store, model, clip_moved(model, CLIP_1, 111, NULL));
    assert_fine(step_read(store->db, store_here(store), &row, "test", &fault), &fault);
    assert_fine(transaction_begin(store, &fault), &fault);
    row.schema = 0;
    row.step.parent = row.step.id;
    row.step.id = 4711;
    row.step.number++;
    assert_fine(step_put(store->db, &row, "test", &fault), &fault);
    struct head head = store->head;

    head.step = 4711;
    head.steps++;
    head.history = (int64_t)((uint64_t)head.history + (uint64_t)row.sum);
    assert_fine(transaction_commit(store, &head, &fault), &fault);
    step_free(&row);
    assert_int_equal(store_undo(store, &edit, &fault), ST_DAMAGED);
    assert_true(same_as_stored(store, model));
    store_close(store);
    model_free(model);
}

static void
count_unsound(void *user, const struct step *step)
{
    *(int *)user += !step->sound;
}

/* Opening does not read a large history: its steps are checked when they are used. */
static void
a_step_of_a_large_history_is_checked_before_it_is_undone(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 1, 4, &model);
    struct edit *edit;
    union row row;
    struct fault fault = {0};
    enum { LONG = 30 << 20 };
    char *text = malloc(LONG + 1);
    int unsound = 0;

    memset(text, 'x', LONG);
    text[LONG] = '\0';
    for (int i = 0; i < 3; i++) {
        assert_int_equal(edit_new(&edit, "Notes"), ST_OK);
        assert_int_equal(row_copy(TABLE_SONG, &row, model_row(model, TABLE_SONG, 1)), ST_OK);
        assert_int_equal(row_set_text(&row.song.notes, i == 1 ? "" : text), ST_OK);
        put(edit, TABLE_SONG, &row);
        commit(store, model, edit);
    }
    free(text);
    const int64_t large = store_here(store);

    commit(store, model, clip_moved(model, CLIP_1, 111, NULL));
    store_close(store);
    raw_sql(place->db, "UPDATE history SET label='Nodes' WHERE number=4");
    store = song_open(place->song, STORE_WRITE);
    assert_true(same_as_stored(store, model));
    undo(store, model);
    assert_true(store_here(store) == large);
    assert_int_equal(store_undo(store, &edit, &fault), ST_DAMAGED);
    assert_null(edit);
    assert_true(store_here(store) == large);
    assert_fine(store_history(store, count_unsound, &unsound, &fault), &fault);
    assert_int_equal(unsound, 1);
    store_close(store);
    model_free(model);
}

static void
what_undo_and_redo_would_do_is_known_by_name(void **state)
{
    char undo_label[STEP_LABEL_SIZE], redo_label[STEP_LABEL_SIZE];
    struct model *model;
    struct store *store = song_make(*state, 1, 4, &model);
    struct edit *edit = clip_moved(model, CLIP_1, 4321, NULL);
    char label[STEP_LABEL_SIZE];

    snprintf(label, sizeof label, "%s", edit_label(edit));
    store_next(store, undo_label, redo_label);
    assert_string_equal(redo_label, "");
    commit(store, model, edit);
    store_next(store, undo_label, redo_label);
    assert_string_equal(undo_label, label);
    assert_string_equal(redo_label, "");
    undo(store, model);
    store_next(store, undo_label, redo_label);
    assert_string_equal(redo_label, label);
    store_close(store);
    model_free(model);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)
    const struct CMUnitTest tests[] = {
        TEST(undoing_all_and_redoing_all_is_exact_at_every_step),
        TEST(a_branch_loses_no_way_forward),
        TEST(a_reader_sees_the_past_and_changes_nothing),
        TEST(a_thousand_things_done_leave_memory_and_store_alike),
        TEST(an_undo_that_does_not_fit_is_refused_whole),
        TEST(a_step_of_another_schema_is_not_undone),
        TEST(a_step_of_a_large_history_is_checked_before_it_is_undone),
        TEST(what_undo_and_redo_would_do_is_known_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
