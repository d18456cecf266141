/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/tables.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FLIPS = 240, STEPS = 24 };

/* A project with a history, closed; its model, digest and database. */
struct sample {
    struct model *model;
    uint64_t digest, root;
    int64_t first, steps;
    unsigned char *bytes;
    size_t size;
};

static void
count(void *user, const struct step *step)
{
    assert_true(step->sound);
    ++*(int64_t *)user;
}

static int64_t
steps_of(struct store *store)
{
    int64_t steps = 0;
    struct fault fault = {0};

    assert_fine(store_history(store, count, &steps, &fault), &fault);
    return steps;
}

static struct sample
make_sample(const struct place *place)
{
    struct sample sample = {0};
    struct store *store = song_make(place, 4, 60, &sample.model);
    uint64_t random = 1;

    sample.root = digest(store);
    sample.first = store_here(store);
    for (int i = 0; i < STEPS; i++)
        commit(
            store, sample.model,
            clip_moved(sample.model, CLIP_1 + (int64_t)(next_random(&random) % 60),
                       (int64_t)(next_random(&random) % 1000000), "a longer name"));
    undo(store, sample.model);
    sample.digest = digest(store);
    sample.steps = steps_of(store);
    store_close(store);
    sample.bytes = file_read(place->db, &sample.size);
    return sample;
}

static void
free_sample(struct sample *sample)
{
    model_free(sample->model);
    free(sample->bytes);
}

static void
put_database(const struct place *place, const void *bytes, size_t size)
{
    char log[160];

    snprintf(log, sizeof log, "%s-wal", place->db);
    unlink(log);
    snprintf(log, sizeof log, "%s-shm", place->db);
    unlink(log);
    file_write(place->db, bytes, size);
}

/* All of it as it was: the rows, and every step back to the root and forth
 * again. */
static void
assert_all_is_right(struct store *store, const struct sample *sample)
{
    struct model *model = loaded(store);
    struct edit *edit;
    struct fault fault = {0};

    assert_true(model_equal(model, sample->model));
    assert_true(digest(store) == sample->digest);
    assert_int_equal(steps_of(store), sample->steps);
    if (store_mode(store) == STORE_WRITE) {
        const int64_t here = store_here(store);

        assert_fine(store_goto(store, sample->first, &edit, &fault), &fault);
        edit_free(edit);
        assert_true(digest(store) == sample->root);
        assert_fine(store_goto(store, here, &edit, &fault), &fault);
        edit_free(edit);
        assert_true(digest(store) == sample->digest);
        redo(store, model);
    }
    model_free(model);
}

/* Opened, with everything right, or refused by one line that says why. */
static bool
is_found(const struct place *place, const struct sample *sample)
{
    struct store *store;
    struct fault fault = {0};
    const enum status status = store_open(&store, place->song, STORE_WRITE, &fault);

    if (status == ST_OK) {
        assert_all_is_right(store, sample);
        store_close(store);
        return false;
    }
    assert_true(status == ST_DAMAGED || status == ST_KIND || status == ST_NEWER
                || status == ST_READ_ONLY);
    assert_true(fault.what[0] && fault.where[0] && fault.remedy[0]);
    return true;
}

/* What a reader gets is no row that never was; true: it is everything. */
static bool
reads_nothing_wrong(const struct place *place, const struct sample *sample)
{
    struct store *store;
    struct fault fault = {0};
    struct model *model;
    const struct row_clip *clips;
    size_t n;

    if (store_open(&store, place->song, STORE_READ_ONLY, &fault) != ST_OK) {
        assert_true(fault.status == ST_KIND || fault.status == ST_DAMAGED);
        return false;
    }
    model = loaded(store);
    const bool all = model_equal(model, sample->model);

    assert_true(all || store_lost(store) > 0);
    clips = model_rows(model, TABLE_CLIP, &n);
    for (size_t i = 0; i < n; i++)
        assert_true(clips[i].id >= CLIP_1 && clips[i].id < CLIP_1 + 60
                    && clips[i].length == 24000 && clips[i].fade_in == 64);
    model_free(model);
    store_close(store);
    return all;
}

static void
a_flipped_bit_is_found_or_does_no_harm(void **state)
{
    const struct place *place = *state;
    struct sample sample = make_sample(place);
    uint64_t random = 42;
    int found = 0, read = 0;

    const int flips = getenv("TORTURE") ? 10000 : FLIPS;

    for (int i = 0; i < flips; i++) {
        size_t at;

        /* Every third one in the header or the schema; and few where nothing
         * lies. */
        do
            at = next_random(&random) % (i % 3 ? sample.size : 12000);
        while (i % 10 && sample.bytes[at] == 0);
        const unsigned char bit = (unsigned char)(1u << next_random(&random) % 8);

        sample.bytes[at] ^= bit;
        put_database(place, sample.bytes, sample.size);
        read += reads_nothing_wrong(place, &sample);
        put_database(place, sample.bytes, sample.size);
        found += is_found(place, &sample);
        sample.bytes[at] ^= bit;
    }
    print_message("%d of %d flips found, %d projects read in full all the same\n",
                  found, flips, read);
    assert_true(found > flips / 4);
    assert_true(read > flips * 9 / 10);
    free_sample(&sample);
}

static void
a_truncated_database_is_found(void **state)
{
    const struct place *place = *state;
    struct sample sample = make_sample(place);
    uint64_t random = 7;

    for (size_t size = 0; size < sample.size;
         size += 4096 + next_random(&random) % 9000) {
        put_database(place, sample.bytes, size);
        reads_nothing_wrong(place, &sample);
        put_database(place, sample.bytes, size);
        assert_true(is_found(place, &sample));
    }
    free_sample(&sample);
}

static void
pages_put_in_another_place_are_found(void **state)
{
    const struct place *place = *state;
    struct sample sample = make_sample(place);
    uint64_t random = 9;
    const size_t pages = sample.size / 4096;

    for (int i = 0; i < 40; i++) {
        const size_t a = next_random(&random) % pages,
                     b = next_random(&random) % pages;
        unsigned char *bytes = malloc(sample.size);

        memcpy(bytes, sample.bytes, sample.size);
        memcpy(bytes + a * 4096, sample.bytes + b * 4096, 4096);
        put_database(place, bytes, sample.size);
        reads_nothing_wrong(place, &sample);
        put_database(place, bytes, sample.size);
        is_found(place, &sample);
        free(bytes);
    }
    free_sample(&sample);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)
    const struct CMUnitTest tests[] = {
        TEST(a_flipped_bit_is_found_or_does_no_harm),
        TEST(a_truncated_database_is_found),
        TEST(pages_put_in_another_place_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
