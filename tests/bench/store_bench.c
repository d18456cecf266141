/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store_bench: what editing and opening a song of 64 tracks and 10 000 clips costs. */
#include "model/tables.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TRACKS = 64, CLIPS = 10000, EDITS = 500 };

static double
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void
say(const char *what, double *ms, int n, double goal)
{
    qsort(ms, (size_t)n, sizeof *ms, by_value);
    printf("%-36s median %8.3f ms  worst %8.3f ms  goal %6.1f ms\n", what, ms[n / 2],
           ms[n - 1], goal);
}

static void
single_edits(struct store *store, struct model *model)
{
    double commits[EDITS], undos[EDITS], redos[EDITS];
    uint64_t random = 3;

    for (int i = 0; i < EDITS; i++) {
        struct edit *edit =
            clip_moved(model, CLIP_1 + (int64_t)(next_random(&random) % CLIPS),
                       (int64_t)(next_random(&random) % 10000000), NULL);
        const double start = now_ms();

        commit(store, model, edit);
        commits[i] = now_ms() - start;
    }
    for (int i = 0; i < EDITS; i++) {
        const double start = now_ms();

        undo(store, model);
        undos[i] = now_ms() - start;
    }
    for (int i = 0; i < EDITS; i++) {
        const double start = now_ms();

        redo(store, model);
        redos[i] = now_ms() - start;
    }
    say("one clip moved, committed, applied", commits, EDITS, 1);
    say("undone", undos, EDITS, 1);
    say("redone", redos, EDITS, 1);
}

static struct edit *
all_moved(const struct model *model)
{
    struct edit *edit;
    size_t n;
    const struct row_clip *clips = model_rows(model, TABLE_CLIP, &n);

    assert_int_equal(edit_new(&edit, "Move all"), ST_OK);
    for (size_t i = 0; i < n; i++) {
        union row row = {.clip = clips[i]}; /* the text is the model's */

        row.clip.at += 480;
        assert_int_equal(edit_put(edit, TABLE_CLIP, &row), ST_OK);
    }
    return edit;
}

static void
mass_edits(struct store *store, struct model *model)
{
    enum { TIMES = 7 };
    double commits[TIMES], undos[TIMES], redos[TIMES];

    for (int i = 0; i < TIMES; i++) {
        struct edit *edit = all_moved(model);
        double start = now_ms();

        commit(store, model, edit);
        commits[i] = now_ms() - start;
        start = now_ms();
        undo(store, model);
        undos[i] = now_ms() - start;
        start = now_ms();
        redo(store, model);
        redos[i] = now_ms() - start;
    }
    say("10 000 clips moved", commits, TIMES, 60);
    say("undone", undos, TIMES, 60);
    say("redone", redos, TIMES, 60);
}

static void
opening(const struct place *place)
{
    enum { TIMES = 9 };
    double opens[TIMES], reads[TIMES];

    for (int i = 0; i < TIMES; i++) {
        double start = now_ms();
        struct store *store = song_open(place->song, STORE_WRITE);
        struct model *model = loaded(store);

        opens[i] = now_ms() - start;
        model_free(model);
        store_close(store);
        start = now_ms();
        store = song_open(place->song, STORE_READ_ONLY);
        model = loaded(store);
        reads[i] = now_ms() - start;
        model_free(model);
        store_close(store);
    }
    say("opened, checked and loaded", opens, TIMES, 50);
    say("the same, read-only", reads, TIMES, 50);
}

static void
figures(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, TRACKS, CLIPS, &model);

    store_close(store);
    opening(place);
    store = song_open(place->song, STORE_WRITE);
    single_edits(store, model);
    mass_edits(store, model);
    assert_true(same_as_stored(store, model));
    store_close(store);
    puts("with the history of that (500 steps, and 7 of 10 000 clips):");
    opening(place);
    model_free(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(figures, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
