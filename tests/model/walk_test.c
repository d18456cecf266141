/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/walk.h"

#include "model/tables.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

enum { IDS = 60, LANES = 4 };

static void
put(struct edit *edit, int64_t id, int64_t lane)
{
    struct row_clip clip;

    row_init(TABLE_CLIP, &clip);
    clip.id = id;
    clip.lane_id = lane;
    assert_int_equal(edit_put(edit, TABLE_CLIP, &clip), ST_OK);
}

/* Each clip is met once, on its lane, and no other. */
static void
compare(const struct edit *edit, const struct model *model,
        const int64_t lane_of[IDS + 1])
{
    int met[IDS + 1] = {0};
    const struct row_clip *clip;

    for (int64_t lane = 1; lane <= LANES; lane++) {
        struct walk walk = walk_owned(edit, model, TABLE_CLIP, lane);

        while ((clip = walk_next(&walk))) {
            assert_int_equal(lane_of[clip->id], lane);
            assert_int_equal(clip->lane_id, lane);
            met[clip->id]++;
        }
    }
    struct walk walk = walk_all(edit, model, TABLE_CLIP);

    while ((clip = walk_next(&walk)))
        met[clip->id] += 10;
    for (int64_t id = 1; id <= IDS; id++)
        assert_int_equal(met[id], lane_of[id] ? 11 : 0);
}

static void
a_walk_meets_each_row_once_as_the_edit_leaves_it(void **state)
{
    int64_t lane_of[IDS + 1] = {0};
    struct model *model;
    uint64_t seed = 12;

    assert_int_equal(model_new(&model), ST_OK);
    for (int round = 0; round < 300; round++) {
        struct edit *edit;

        assert_int_equal(edit_new(&edit, "x"), ST_OK);
        for (int i = 0; i < 40; i++) {
            const int64_t id = 1 + (int64_t)model_song_below(&seed, IDS);

            lane_of[id] = (int64_t)model_song_below(&seed, LANES + 1);
            if (lane_of[id])
                put(edit, id, lane_of[id]);
            else
                assert_int_equal(edit_delete(edit, TABLE_CLIP, id), ST_OK);
        }
        compare(edit, model, lane_of);
        assert_int_equal(model_apply(model, edit), ST_OK);
        edit_free(edit);
        compare(NULL, model, lane_of);
    }
    model_free(model);
}

static void
the_row_last_met_may_go_or_move(void **state)
{
    struct model *model;
    struct edit *edit;
    const struct row_clip *clip;
    int met = 0;

    assert_int_equal(model_new(&model), ST_OK);
    assert_int_equal(edit_new(&edit, "x"), ST_OK);
    for (int64_t id = 1; id <= 20; id++)
        put(edit, id, 1);
    assert_int_equal(model_apply(model, edit), ST_OK);
    edit_free(edit);
    assert_int_equal(edit_new(&edit, "y"), ST_OK);
    for (int64_t id = 21; id <= 40; id++)
        put(edit, id, 1);
    struct walk walk = walk_owned(edit, model, TABLE_CLIP, 1);

    while ((clip = walk_next(&walk))) {
        const int64_t id = clip->id;

        met++;
        if (id % 2)
            assert_int_equal(edit_delete(edit, TABLE_CLIP, id), ST_OK);
        else
            put(edit, id, 2);
        put(edit, 100 + id, 1); /* a new one is not met */
    }
    assert_int_equal(met, 40);
    edit_free(edit);
    model_free(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_meets_each_row_once_as_the_edit_leaves_it),
        cmocka_unit_test(the_row_last_met_may_go_or_move),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
