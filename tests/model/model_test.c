/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"

#include "model/edit.h"
#include "model/tables.h"
#include "tests/alloc_help.h"
#include "tests/test.h"

#include <string.h>

static struct row_clip
clip_on(int64_t id, int64_t lane, const char *name)
{
    struct row_clip clip;

    row_init(TABLE_CLIP, &clip);
    clip.id = id;
    clip.lane_id = lane;
    clip.at = id * 10;
    assert_int_equal(row_set_text(&clip.name, name), ST_OK);
    return clip;
}

static void
put_clip(struct edit *edit, int64_t id, int64_t lane, const char *name)
{
    struct row_clip clip = clip_on(id, lane, name);

    assert_int_equal(edit_put(edit, TABLE_CLIP, &clip), ST_OK);
    row_free(TABLE_CLIP, &clip);
}

static struct edit *
new_edit(void)
{
    struct edit *edit;

    assert_int_equal(edit_new(&edit, "Test"), ST_OK);
    return edit;
}

static void
apply(struct model *model, struct edit *edit)
{
    assert_int_equal(model_apply(model, edit), ST_OK);
    edit_free(edit);
}

static size_t
count_on(const struct model *model, int64_t lane)
{
    size_t count = 0;

    for (const struct row_clip *clip = model_first(model, TABLE_CLIP, lane); clip;
         clip = model_next(model, TABLE_CLIP, clip)) {
        assert_int_equal(clip->lane_id, lane);
        count++;
    }
    return count;
}

static void
rows_come_change_and_go(void **state)
{
    struct model *model;
    struct edit *edit = new_edit();
    size_t count;

    assert_int_equal(model_new(&model), ST_OK);
    put_clip(edit, 1, 7, "one");
    put_clip(edit, 2, 7, "two");
    apply(model, edit);
    assert_int_equal(model_revision(model), 1);
    assert_string_equal(
        ((const struct row_clip *)model_row(model, TABLE_CLIP, 2))->name, "two");
    edit = new_edit();
    put_clip(edit, 2, 8, "moved");
    assert_int_equal(edit_delete(edit, TABLE_CLIP, 1), ST_OK);
    assert_int_equal(edit_delete(edit, TABLE_CLIP, 99), ST_OK);
    apply(model, edit);
    assert_null(model_row(model, TABLE_CLIP, 1));
    const struct row_clip *rows = model_rows(model, TABLE_CLIP, &count);
    assert_int_equal(count, 1);
    assert_string_equal(rows[0].name, "moved");
    assert_int_equal(count_on(model, 7), 0);
    assert_int_equal(count_on(model, 8), 1);
    model_free(model);
}

/* A plain account of what should be there, beside the model. */
enum { IDS = 200, LANES = 9 };

static void
compare(const struct model *model, const int64_t lane_of[IDS + 1])
{
    size_t all, want = 0, listed = 0;

    model_rows(model, TABLE_CLIP, &all);
    for (int64_t id = 1; id <= IDS; id++) {
        const struct row_clip *clip = model_row(model, TABLE_CLIP, id);

        assert_int_equal(clip ? clip->lane_id : 0, lane_of[id]);
        if (clip) {
            assert_int_equal(clip->id, id);
            want++;
        }
    }
    for (int64_t lane = 1; lane <= LANES; lane++)
        listed += count_on(model, lane);
    assert_int_equal(all, want);
    assert_int_equal(listed, want);
}

static uint64_t
random_from(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static void
lists_and_hashes_hold_through_thousands_of_random_edits(void **state)
{
    uint64_t seed = 42;
    int64_t lane_of[IDS + 1] = {0};
    struct model *model;

    assert_int_equal(model_new(&model), ST_OK);
    for (int round = 0; round < 3000; round++) {
        struct edit *edit = new_edit();

        for (uint64_t n = random_from(&seed) % 20; n > 0; n--) {
            const int64_t id = 1 + (int64_t)(random_from(&seed) % IDS);

            lane_of[id] = (int64_t)(random_from(&seed) % (LANES + 1));
            if (lane_of[id])
                put_clip(edit, id, lane_of[id], "x");
            else
                assert_int_equal(edit_delete(edit, TABLE_CLIP, id), ST_OK);
        }
        apply(model, edit);
        compare(model, lane_of);
    }
    model_free(model);
}

static void
a_hundred_thousand_clips_load(void **state)
{
    struct model *model;

    assert_int_equal(model_new(&model), ST_OK);
    for (int64_t id = 1; id <= 100000; id++) {
        struct row_clip clip = clip_on(id, 1 + id % 64, "c");

        assert_int_equal(model_adopt(model, TABLE_CLIP, &clip), ST_OK);
    }
    struct row_clip again = clip_on(5, 1, "again");

    assert_int_equal(model_adopt(model, TABLE_CLIP, &again), ST_EXISTS);
    again.id = 0;
    assert_int_equal(model_adopt(model, TABLE_CLIP, &again), ST_RANGE);
    row_free(TABLE_CLIP, &again);
    assert_int_equal(count_on(model, 3), 100000 / 64 + 1);
    model_free(model);
}

static void
put_lane(struct edit *edit, int64_t id, int64_t track)
{
    struct row_lane lane;

    row_init(TABLE_LANE, &lane);
    lane.id = id;
    lane.track_id = track;
    assert_int_equal(edit_put(edit, TABLE_LANE, &lane), ST_OK);
}

/* Put by `edit`: a track in a folder, its lane, and a clip. */
static void
put_family(struct edit *edit, int64_t track, int64_t folder)
{
    struct row_track row;

    row_init(TABLE_TRACK, &row);
    row.id = track;
    row.folder_id = folder;
    assert_int_equal(edit_put(edit, TABLE_TRACK, &row), ST_OK);
    put_lane(edit, track + 10, track);
    put_clip(edit, track + 20, track + 10, "x");
}

static void
a_stamp_is_another_when_what_hangs_on_a_row_has_changed(void **state)
{
    struct edit *edit = new_edit();
    uint64_t was[4], is[4];
    struct model *model, *other;

    assert_int_equal(model_new(&model), ST_OK);
    assert_int_equal(model_new(&other), ST_OK);
    put_family(edit, 1, 2); /* folders that go round in a circle */
    put_family(edit, 2, 1);
    put_family(edit, 3, 0);
    apply(model, edit);
    for (int i = 1; i <= 3; i++)
        was[i] = model_stamp(model, TABLE_TRACK, i);
    assert_int_not_equal(was[1], model_stamp(other, TABLE_TRACK, 1));

    /* A clip, and only then its lane, which goes to another track. */
    edit = new_edit();
    put_clip(edit, 23, 13, "louder");
    put_lane(edit, 13, 1);
    apply(model, edit);
    for (int i = 1; i <= 3; i++) {
        is[i] = model_stamp(model, TABLE_TRACK, i);
        assert_int_not_equal(is[i], was[i]);
    }
    edit = new_edit();
    assert_int_equal(edit_delete(edit, TABLE_CLIP, 22), ST_OK);
    apply(model, edit);
    assert_int_equal(model_stamp(model, TABLE_TRACK, 3), is[3]);
    assert_int_not_equal(model_stamp(model, TABLE_TRACK, 2), is[2]);

    /* Music stands elsewhere. */
    edit = new_edit();
    assert_int_equal(edit_put(edit, TABLE_TEMPO, &(struct row_tempo){.id = 9, .bpm = 90}),
                     ST_OK);
    apply(model, edit);
    assert_int_not_equal(model_stamp(model, TABLE_TRACK, 3), is[3]);
    model_free(model);
    model_free(other);
}

static void
put_tempo(struct edit *edit, int64_t id, int64_t at, double bpm)
{
    struct row_tempo row = {.id = id, .at = {at}, .bpm = bpm};

    assert_int_equal(edit_put(edit, TABLE_TEMPO, &row), ST_OK);
}

static void
the_tempo_map_follows_its_rows(void **state)
{
    struct model *model;
    struct edit *edit = new_edit();
    struct row_song song;

    assert_int_equal(model_new(&model), ST_OK);
    assert_int_equal(tempo_frames(model_tempo(model), ticks(TICKS_PER_QUARTER)).n,
                     24000);
    put_tempo(edit, 5, 0, 60);
    put_tempo(edit, 9, 0, 30);
    put_tempo(edit, 7, 0, 240);
    put_tempo(edit, 8, 1000, -3);
    apply(model, edit);
    assert_true(tempo_bpm(model_tempo(model), ticks(0)) == 30);
    edit = new_edit();
    assert_int_equal(edit_delete(edit, TABLE_TEMPO, 9), ST_OK);
    row_init(TABLE_SONG, &song);
    song.id = SONG_ID;
    song.rate = 96000;
    assert_int_equal(edit_put(edit, TABLE_SONG, &song), ST_OK);
    apply(model, edit);
    assert_int_equal(tempo_frames(model_tempo(model), ticks(TICKS_PER_QUARTER)).n,
                     24000);
    assert_true(tempo_bpm(model_tempo(model), ticks(0)) == 240);

    struct row_tempo late = {.id = 10, .at = {0}, .bpm = 120};
    assert_int_equal(model_adopt(model, TABLE_TEMPO, &late), ST_OK);
    assert_true(tempo_bpm(model_tempo(model), ticks(0)) == 120);
    model_free(model);
}

static void
models_are_equal_when_their_rows_are(void **state)
{
    struct model *a, *b;

    assert_int_equal(model_new(&a), ST_OK);
    assert_int_equal(model_new(&b), ST_OK);
    for (int64_t i = 1; i <= 10; i++) {
        struct row_clip x = clip_on(i, 1, "same");
        struct row_clip y = clip_on(11 - i, 1, "same");

        assert_int_equal(model_adopt(a, TABLE_CLIP, &x), ST_OK);
        assert_int_equal(model_adopt(b, TABLE_CLIP, &y), ST_OK);
    }
    assert_true(model_equal(a, b));
    struct edit *edit = new_edit();
    put_clip(edit, 3, 1, "other");
    apply(b, edit);
    assert_false(model_equal(a, b));
    model_free(a);
    model_free(b);
}

/* Touches all that apply has to make room for. */
static struct edit *
large_edit(void)
{
    struct edit *edit = new_edit();

    for (int64_t id = 1; id <= 40; id++)
        put_clip(edit, id, id, "a name of some length");
    put_tempo(edit, 1, 0, 90);
    return edit;
}

static void
without_memory_nothing_changes(void **state)
{
    bool failed = true;
    int times = 0;

    for (int after = 0; failed; after++) {
        struct model *model, *before;
        struct edit *edit = large_edit(), *first = new_edit(), *same = new_edit();

        put_clip(first, 3, 2, "first");
        put_clip(same, 3, 2, "first");
        assert_int_equal(model_new(&model), ST_OK);
        assert_int_equal(model_new(&before), ST_OK);
        apply(model, first);
        apply(before, same);

        alloc_fail_after(after);
        const enum status status = model_apply(model, edit);

        failed = alloc_fail_stop();
        assert_int_equal(status, failed ? ST_NO_MEM : ST_OK);
        assert_int_equal(model_equal(model, before), failed);
        assert_int_equal(model_revision(model), failed ? 1 : 2);
        assert_true(tempo_bpm(model_tempo(model), ticks(0)) == (failed ? 120 : 90));
        times += failed;
        assert_int_equal(model_apply(model, edit), ST_OK);
        for (int64_t lane = 1; lane <= 40; lane++)
            assert_int_equal(count_on(model, lane), 1);
        edit_free(edit);
        model_free(model);
        model_free(before);
    }
    assert_in_range(times, 40, 1000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_change_and_go),
        cmocka_unit_test(lists_and_hashes_hold_through_thousands_of_random_edits),
        cmocka_unit_test(a_hundred_thousand_clips_load),
        cmocka_unit_test(a_stamp_is_another_when_what_hangs_on_a_row_has_changed),
        cmocka_unit_test(the_tempo_map_follows_its_rows),
        cmocka_unit_test(models_are_equal_when_their_rows_are),
        cmocka_unit_test(without_memory_nothing_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
