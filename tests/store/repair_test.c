/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/tables.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE = 4096 };

/* Spoil the page on which a text lies. */
static void
spoil(const struct place *place, const char *text)
{
    size_t size;
    unsigned char *bytes = file_read(place->db, &size);
    const unsigned char *at = memmem(bytes, size, text, strlen(text));

    assert_non_null(at);
    memset(bytes + (size_t)(at - bytes) / PAGE * PAGE, 0xaa, PAGE);
    file_write(place->db, bytes, size);
    free(bytes);
}

/* Change the text itself, at every place where it lies. */
static void
falsify(const struct place *place, const char *text)
{
    size_t size;
    unsigned char *bytes = file_read(place->db, &size), *at = bytes;
    int times = 0;

    while ((at = memmem(at, size - (size_t)(at - bytes), text, strlen(text)))) {
        *at++ ^= 1;
        times++;
    }
    assert_true(times > 0);
    file_write(place->db, bytes, size);
    free(bytes);
}

static struct repair
repaired(const struct place *place, const struct repair_files *files)
{
    struct repair report;
    struct fault fault = {0};
    struct store *store;

    assert_int_equal(store_open(&store, place->song, STORE_WRITE, &fault),
                     ST_DAMAGED);
    assert_non_null(strstr(fault.remedy, "--repair"));
    assert_fine(store_repair(place->song, files, &report, &fault), &fault);
    assert_true(strncmp(report.kept, "project.db.damaged", 18) == 0);
    return report;
}

static void
a_sound_project_is_left_alone(void **state)
{
    const struct place *place = *state;
    struct repair report;
    struct fault fault = {0};
    size_t before, after;

    store_close(song_make(place, 1, 3, NULL));
    unsigned char *a = file_read(place->db, &before);

    assert_fine(store_repair(place->song, NULL, &report, &fault), &fault);
    unsigned char *b = file_read(place->db, &after);

    assert_int_equal(before, after);
    assert_memory_equal(a, b, before);
    assert_int_equal(report.kept[0], '\0');
    free(a);
    free(b);
}

static void
a_project_in_use_is_not_repaired(void **state)
{
    const struct place *place = *state;
    struct store *store = song_make(place, 1, 3, NULL);
    struct repair report;
    struct fault fault = {0};

    assert_int_equal(store_repair(place->song, NULL, &report, &fault), ST_BUSY);
    store_close(store);
}

static void
lost_rows_come_back_from_the_history_which_stays(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 2, 300, &model);
    const uint64_t root = digest(store);

    for (int i = 0; i < 5; i++)
        commit(store, model, clip_moved(model, CLIP_1 + 50 * i, 99 + i, NULL));
    const uint64_t last = digest(store);

    store_close(store);
    size_t size;
    unsigned char *bytes = file_read(place->db, &size);
    /* A clip's page: where the name lies first is the table, later the history. */
    spoil(place, "clip 150");
    const struct repair report = repaired(place, NULL);

    assert_true(report.rows_from_history > 0);
    assert_int_equal(report.rows_lost, 0);
    assert_int_equal(report.steps_lost, 0);
    assert_int_equal(report.steps_read, 6);
    store = song_open(place->song, STORE_WRITE);
    assert_true(same_as_stored(store, model));
    assert_true(digest(store) == last);
    for (int i = 0; i < 5; i++)
        undo(store, model);
    assert_true(digest(store) == root);
    store_close(store);
    free(bytes);
    model_free(model);
}

static void
a_reader_is_told_what_is_wrong(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 2, 30, &model);

    assert_null(store_damage(store));
    store_close(store);
    falsify(place, "clip 7");
    store = song_open(place->song, STORE_READ_ONLY);
    assert_non_null(store_damage(store));
    assert_non_null(strstr(store_damage(store)->what, "clip 10007 does not match"));
    assert_true(store_lost(store) > 0);
    store_close(store);
    model_free(model);
}

static void
a_lost_step_costs_the_history_but_no_row(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 2, 30, &model);

    commit(store, model, clip_moved(model, CLIP_1, 99, "first name"));
    commit(store, model, clip_moved(model, CLIP_1, 99, "second name"));
    commit(store, model, clip_moved(model, CLIP_1, 99, "third name"));
    store_close(store);
    falsify(place, "first name");
    const struct repair report = repaired(place, NULL);

    assert_int_equal(report.rows_lost, 0);
    assert_int_equal(report.steps_lost, 2);
    store = song_open(place->song, STORE_WRITE);
    assert_true(same_as_stored(store, model));
    commit(store, model, clip_moved(model, CLIP_1, 100, NULL));
    undo(store, model);
    assert_true(same_as_stored(store, model));
    store_close(store);
    model_free(model);
}

static void
what_hangs_on_a_lost_row_goes_with_it(void **state)
{
    const struct place *place = *state;
    struct store *store = song_make(place, 2, 30, NULL);
    struct model *model;

    store_close(store);
    /* The track in its table and in the root's changeset. */
    falsify(place, "Track 2");
    const struct repair report = repaired(place, NULL);

    assert_true(report.rows_lost > 15);
    store = song_open(place->song, STORE_WRITE);
    model = loaded(store);
    assert_null(model_row(model, TABLE_TRACK, TRACK_1 + 1));
    assert_null(model_row(model, TABLE_LANE, LANE_1 + 1));
    assert_null(model_row(model, TABLE_CLIP, CLIP_1 + 1));
    assert_non_null(model_row(model, TABLE_CLIP, CLIP_1));
    assert_int_equal(
        raw_int(place->db, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    model_free(model);
    store_close(store);
}

/* --- the sound files' own word */

static void
look(void *user, bool (*known)(void *to, const char *path),
     void (*add)(void *to, const struct orphan *orphan), void *to)
{
    static const struct orphan FOUND[] = {
        {"audio/take-0.wav", "Track 1", "known", 0, 100, 1, 500},
        {"audio/solo.wav", "Track 1", "Solo", 48000, 96000, 2, 800000},
        {"audio/voice.wav", "Voice", "Voice 1", 24000, 12000, 1, 50000},
        {"audio/empty.wav", "Voice", "Nothing", 0, 0, 1, 44},
    };

    for (size_t i = 0; i < COUNT(FOUND); i++)
        if (!known(to, FOUND[i].path))
            add(to, &FOUND[i]);
}

static const struct row_clip *
clip_named(const struct model *model, const char *name)
{
    size_t n;
    const struct row_clip *clips = model_rows(model, TABLE_CLIP, &n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(clips[i].name, name) == 0)
            return &clips[i];
    return NULL;
}

static void
a_sound_file_that_no_row_knows_is_placed_and_can_be_undone(void **state)
{
    const struct place *place = *state;
    const struct repair_files files = {.look = look};
    struct store *store = song_make(place, 1, 3, NULL);
    struct model *model;
    struct edit *edit;
    struct fault fault = {0};

    store_close(store);
    falsify(place, "clip 1");
    const struct repair report = repaired(place, &files);

    assert_int_equal(report.takes_from_files, 2);
    store = song_open(place->song, STORE_WRITE);
    model = loaded(store);
    const struct row_clip *solo = clip_named(model, "Solo");
    const struct row_clip *voice = clip_named(model, "Voice 1");

    assert_non_null(solo);
    assert_int_equal(solo->at, 48000);
    assert_int_equal(solo->length, 96000);
    const struct row_lane *lane = model_row(model, TABLE_LANE, solo->lane_id);

    assert_int_equal(lane->track_id, TRACK_1);
    assert_int_equal(lane->plays, 0);
    assert_non_null(voice);
    lane = model_row(model, TABLE_LANE, voice->lane_id);
    assert_int_equal(lane->plays, 1);
    assert_null(clip_named(model, "known"));
    model_free(model);
    assert_fine(store_undo(store, &edit, &fault), &fault);
    edit_free(edit);
    model = loaded(store);
    assert_null(clip_named(model, "Solo"));
    model_free(model);
    store_close(store);
}

static void
without_a_database_the_timeline_is_rebuilt_from_the_files(void **state)
{
    const struct place *place = *state;
    const struct repair_files files = {.look = look};
    struct repair report;
    struct fault fault = {0};
    struct store *store;
    struct model *model;

    store_close(song_make(place, 1, 3, NULL));
    assert_int_equal(unlink(place->db), 0);
    assert_int_equal(store_open(&store, place->song, STORE_WRITE, &fault), ST_KIND);
    assert_fine(store_repair(place->song, &files, &report, &fault), &fault);
    assert_int_equal(report.takes_from_files, 3);
    store = song_open(place->song, STORE_WRITE);
    model = loaded(store);
    assert_non_null(clip_named(model, "Voice 1"));
    assert_non_null(model_row(model, TABLE_SONG, SONG_ID));
    model_free(model);
    store_close(store);
}

static void
nothing_but_rubbish_is_repaired_too(void **state)
{
    const struct place *place = *state;
    uint64_t random = 5, rubbish[4096];

    store_close(song_make(place, 1, 3, NULL));
    for (size_t i = 0; i < COUNT(rubbish); i++)
        rubbish[i] = next_random(&random);
    for (size_t size = 0; size <= sizeof rubbish; size += sizeof rubbish / 4 + 17) {
        file_write(place->db, rubbish, size);
        const struct repair report = repaired(place, NULL);

        assert_int_equal(report.rows_read, 0);
        store_close(song_open(place->song, STORE_WRITE));
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)
    const struct CMUnitTest tests[] = {
        TEST(a_sound_project_is_left_alone),
        TEST(a_project_in_use_is_not_repaired),
        TEST(lost_rows_come_back_from_the_history_which_stays),
        TEST(a_reader_is_told_what_is_wrong),
        TEST(a_lost_step_costs_the_history_but_no_row),
        TEST(what_hangs_on_a_lost_row_goes_with_it),
        TEST(a_sound_file_that_no_row_knows_is_placed_and_can_be_undone),
        TEST(without_a_database_the_timeline_is_rebuilt_from_the_files),
        TEST(nothing_but_rubbish_is_repaired_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
