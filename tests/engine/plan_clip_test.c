/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans share the clips of tracks that have not changed: each is as if it was built whole. */
#include "engine/rt/graph.h"
#include "engine/rt/stream_table.h"

#include "model/edit.h"
#include "model/tables.h"
#include "tests/engine/rig_help.h"
#include "tests/test.h"

#include <string.h>

enum { TRACKS = 6, LANES = 12, CLIPS = 60, SOURCES = 4, LATER = 3, RENDERED = 2048 };

static const struct engine_config OFFLINE = {.offline = true};

/* `rig` lives on from plan to plan; `anew` is opened for each.  Of SOURCES + LATER sources,
 * `there` are. */
struct pair {
    struct rig rig, anew;
    struct stream_fake later[LATER];
    unsigned there;
    uint64_t seed;
};

static int64_t
below(struct pair *pair, int64_t n)
{
    pair->seed = pair->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(pair->seed >> 33) % n;
}

static void
add_later(struct rig *rig, struct stream_fake *fake)
{
    const struct stream_source source = stream_fake_source(fake);

    assert_int_equal(streams_add(engine_streams(rig->engine), &source), ST_OK);
}

/* --- random edits ---------------------------------------------------------------------- */

static void
put_lane(struct pair *pair, struct edit *edit)
{
    struct row_lane lane;

    row_init(TABLE_LANE, &lane);
    lane.id = 100 + below(pair, LANES);
    lane.track_id = 1 + below(pair, TRACKS);
    lane.plays = below(pair, 4) > 0;
    assert_int_equal(edit_put(edit, TABLE_LANE, &lane), ST_OK);
}

static void
put_clip(struct pair *pair, struct edit *edit)
{
    struct row_clip clip;

    row_init(TABLE_CLIP, &clip);
    clip.id = 1000 + below(pair, CLIPS);
    clip.lane_id = 100 + below(pair, LANES);
    clip.source_id = 5001 + below(pair, SOURCES + LATER);
    clip.unit = below(pair, 3) ? TIME_FRAMES : TIME_TICKS;
    clip.at = below(pair, 40000);
    clip.length = 200 + below(pair, 9000);
    clip.offset = below(pair, 1000);
    clip.fade_in = below(pair, 2) * 50;
    clip.fade_out = below(pair, 2) * 80;
    clip.gain_db = (double)below(pair, 12) - 6;
    assert_int_equal(edit_put(edit, TABLE_CLIP, &clip), ST_OK);
}

static void
put_comp(struct pair *pair, struct edit *edit)
{
    struct row_comp comp;
    struct row_comp_range range;

    row_init(TABLE_COMP, &comp);
    comp.id = 200 + below(pair, TRACKS);
    comp.track_id = 1 + below(pair, TRACKS);
    comp.active = below(pair, 2);
    assert_int_equal(edit_put(edit, TABLE_COMP, &comp), ST_OK);
    row_init(TABLE_COMP_RANGE, &range);
    range.id = 300 + below(pair, LANES);
    range.comp_id = 200 + below(pair, TRACKS);
    range.lane_id = 100 + below(pair, LANES);
    range.start = frames(below(pair, 20000));
    range.length = 1000 + below(pair, 20000);
    assert_int_equal(edit_put(edit, TABLE_COMP_RANGE, &range), ST_OK);
}

static void
put_tempo(struct pair *pair, struct edit *edit)
{
    struct row_tempo tempo = {.id = 400, .bpm = 60 + (double)below(pair, 120)};

    assert_int_equal(edit_put(edit, TABLE_TEMPO, &tempo), ST_OK);
}

static void
take_away(struct pair *pair, struct edit *edit)
{
    static const struct {
        enum table table;
        int64_t first, count;
    } what[] = {
        {TABLE_CLIP, 1000, CLIPS}, {TABLE_LANE, 100, LANES},
        {TABLE_COMP, 200, TRACKS}, {TABLE_COMP_RANGE, 300, LANES},
    };
    const size_t n = (size_t)below(pair, COUNT(what));

    assert_int_equal(edit_delete(edit, what[n].table,
                                 what[n].first + below(pair, what[n].count)),
                     ST_OK);
}

static void
change(struct pair *pair)
{
    struct edit *edit;

    assert_int_equal(edit_new(&edit, ""), ST_OK);
    for (int64_t n = 1 + below(pair, 4); n > 0; n--)
        switch (below(pair, 12)) {
        case 0:
        case 1:
            put_lane(pair, edit);
            break;
        case 2:
            put_comp(pair, edit);
            break;
        case 3:
            take_away(pair, edit);
            break;
        case 4:
            if (below(pair, 4) == 0)
                put_tempo(pair, edit);
            break;
        default:
            put_clip(pair, edit);
        }
    assert_int_equal(model_apply(pair->rig.model, edit), ST_OK);
    edit_free(edit);
    if (below(pair, 40) == 0 && pair->there < LATER)
        add_later(&pair->rig, &pair->later[pair->there++]);
    else if (below(pair, 60) == 0 && pair->there > 0)
        streams_drop(engine_streams(pair->rig.engine), pair->later[--pair->there].id);
}

/* --- the same -------------------------------------------------------------------------- */

static void
expect_clips(const struct clips *a, const struct clips *b)
{
    assert_int_equal(a->count, b->count);
    for (uint32_t i = 0; i < a->count; i++) {
        const struct stream_segment *x = &a->segments[i], *y = &b->segments[i];

        assert_int_equal(x->stream->source.id, y->stream->source.id);
        assert_int_equal(x->start, y->start);
        assert_int_equal(x->end, y->end);
        assert_int_equal(x->offset, y->offset);
        assert_int_equal(a->reach[i], b->reach[i]);
        assert_true(a->shapes[i].gain == b->shapes[i].gain);
        assert_int_equal(a->shapes[i].first_fade, b->shapes[i].first_fade);
        assert_int_equal(a->shapes[i].n_fades, b->shapes[i].n_fades);
        for (uint32_t f = 0; f < a->shapes[i].n_fades; f++) {
            const struct clip_fade *v = &a->fades[a->shapes[i].first_fade + f];
            const struct clip_fade *w = &b->fades[b->shapes[i].first_fade + f];

            assert_true(v->start == w->start && v->length == w->length
                        && v->curve == w->curve && v->out == w->out);
        }
    }
}

static void
expect_plans(const struct plan *a, const struct plan *b)
{
    assert_int_equal(a->n_strips, b->n_strips);
    assert_int_equal(a->n_tracks, b->n_tracks);
    assert_int_equal(a->offline, b->offline);
    assert_int_equal(a->end, b->end);
    for (uint32_t i = 0; i < a->n_strips; i++)
        expect_clips(&a->strips[i].clips, &b->strips[i].clips);
    for (uint32_t i = 0; i < a->n_tracks; i++)
        assert_int_equal(a->tracks[i].count, b->tracks[i].count);
}

static struct plan *
plan_of(struct rig *rig)
{
    struct plan *plan;

    assert_int_equal(plan_build(&plan, rig->engine, rig->model, NULL, NULL), ST_OK);
    return plan;
}

/* From the beginning, as a song that has just been opened. */
static void
render(struct rig *rig, float *left, float *right)
{
    assert_int_equal(engine_stop(rig->engine), ST_OK);
    rig_render(rig, left, right, RENDERED, RENDERED);
    rig_roll(rig, 1000);
    rig_render(rig, left, right, RENDERED, 512);
}

static void
compare(struct pair *pair, bool sound)
{
    static float a[2][RENDERED], b[2][RENDERED];

    pair->anew = pair->rig;
    pair->anew.engine = NULL;
    rig_reopen(&pair->anew, OFFLINE);
    for (unsigned i = 0; i < pair->there; i++)
        add_later(&pair->anew, &pair->later[i]);
    struct plan *kept = plan_of(&pair->rig), *whole = plan_of(&pair->anew);

    expect_plans(kept, whole);
    plan_free(whole);
    engine_play_plan(pair->rig.engine, kept);
    if (sound) {
        render(&pair->rig, a[0], a[1]);
        render(&pair->anew, b[0], b[1]);
        assert_memory_equal(a, b, sizeof a);
    }
    engine_free(pair->anew.engine);
    engine_poll(pair->rig.engine);
}

static void
begin(struct pair *pair, uint64_t seed)
{
    pair->seed = seed;
    pair->there = 0;
    rig_open(&pair->rig, OFFLINE);
    for (int i = 0; i < TRACKS; i++)
        rig_track(&pair->rig, TRACK_AUDIO, 2, 0);
    for (int i = 0; i < SOURCES; i++)
        rig_source(&pair->rig, 2);
    for (int i = 0; i < LATER; i++)
        pair->later[i] = (struct stream_fake){
            .id = 5001 + SOURCES + i, .channels = 2, .length = RIG_LONG};
}

static void
plans_are_as_if_built_whole_through_random_edits(void **state)
{
    static struct pair pair;

    for (uint64_t seed = 1; seed <= 6; seed++) {
        begin(&pair, seed * 7919);
        for (int round = 0; round < 120; round++) {
            change(&pair);
            compare(&pair, round % 10 == 9);
        }
        rig_close(&pair.rig);
    }
}

static void
what_has_not_changed_is_not_compiled_again(void **state)
{
    static struct rig rig;

    rig_open(&rig, OFFLINE);
    const int64_t one = rig_track(&rig, TRACK_AUDIO, 2, 0);
    const int64_t two = rig_track(&rig, TRACK_AUDIO, 2, 0);
    const struct stream_fake *source = rig_source(&rig, 2);
    const int64_t id = rig_clip(&rig, one, source, 0, 1000, 0);
    rig_clip(&rig, two, source, 0, 1000, 0);
    struct plan *before = plan_of(&rig);
    struct row_clip clip = rig_clip_row(&rig, id);

    clip.at = 77;
    rig_put(&rig, TABLE_CLIP, &clip);
    struct plan *after = plan_of(&rig);
    assert_int_equal(before->tracks[0].segments[0].start, 0);
    assert_int_equal(after->tracks[0].segments[0].start, 77);
    assert_ptr_equal(before->tracks[1].segments, after->tracks[1].segments);
    plan_free(before); /* what is shared stands */
    assert_int_equal(after->tracks[1].segments[0].end, 1000);
    plan_free(after);
    rig_close(&rig);
}

static void
a_source_that_comes_is_compiled_into_what_lacked_it_alone(void **state)
{
    static struct rig rig;
    struct stream_fake late = {.id = 5001 + SOURCES, .channels = 2, .length = RIG_LONG};

    rig_open(&rig, OFFLINE);
    const int64_t one = rig_track(&rig, TRACK_AUDIO, 2, 0);
    const int64_t two = rig_track(&rig, TRACK_AUDIO, 2, 0);
    rig_clip(&rig, one, rig_source(&rig, 2), 0, 1000, 0);
    rig_clip(&rig, two, &late, 0, 1000, 0);
    struct plan *before = plan_of(&rig);

    add_later(&rig, &late);
    struct plan *after = plan_of(&rig);
    assert_int_equal(before->n_tracks, 1);
    assert_int_equal(before->offline, 1);
    assert_int_equal(after->n_tracks, 2);
    assert_int_equal(after->offline, 0);
    assert_ptr_equal(before->tracks[0].segments, after->tracks[0].segments);
    plan_free(before);
    plan_free(after);
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_are_as_if_built_whole_through_random_edits),
        cmocka_unit_test(what_has_not_changed_is_not_compiled_again),
        cmocka_unit_test(a_source_that_comes_is_compiled_into_what_lacked_it_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
