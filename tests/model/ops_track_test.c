/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_track.h"

#include "model/ops_comp.h"
#include "model/ops_mix.h"
#include "model/routing.h"
#include "model/tables.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

#include <string.h>

static int64_t
add(struct model_song *song, enum track_kind kind, const char *name)
{
    const struct op_track what = {.kind = kind, .name = name, .color = -1};
    int64_t id;

    assert_int_equal(op_track_add(&song->ops, &what, &id), ST_OK);
    return id;
}

static const struct row_track *
track(struct model_song *song, int64_t id)
{
    return edit_row(song->ops.edit, song->model, TABLE_TRACK, id);
}

static size_t
count_rows(const struct model *model, enum table table)
{
    size_t count;

    model_rows(model, table, &count);
    return count;
}

static void
a_new_song_has_a_master_a_tempo_and_a_metre(void **state)
{
    struct model_song song;

    model_song_open(&song);
    const struct row_song *row = model_row(song.model, TABLE_SONG, SONG_ID);
    assert_string_equal(row->name, "Song");
    assert_int_equal(row->rate, 48000);
    const struct row_track *master
        = model_row(song.model, TABLE_TRACK, routing_master(NULL, song.model));
    assert_int_equal(master->channels, 2);
    assert_non_null(model_row(song.model, TABLE_STRIP, master->id));
    assert_int_equal(count_rows(song.model, TABLE_TEMPO), 1);
    assert_int_equal(count_rows(song.model, TABLE_METRE), 1);
    assert_int_equal(op_song_new(&song.ops, "Again", 48000), ST_EXISTS);
    model_song_close(&song);
}

static void
a_song_has_a_rate_that_can_be(void **state)
{
    struct fault fault;
    struct ops ops = {.fault = &fault};
    struct model *model;

    assert_int_equal(model_new(&model), ST_OK);
    assert_int_equal(edit_new(&ops.edit, "New"), ST_OK);
    ops.model = model;
    assert_int_equal(op_song_new(&ops, "S", 0), ST_RANGE);
    assert_int_equal(op_song_new(&ops, "S", 1 << 30), ST_RANGE);
    assert_string_equal(fault.where, "rate");
    assert_int_equal(op_song_new(&ops, "S\xff", 48000), ST_RANGE);
    edit_free(ops.edit);
    model_free(model);
}

static void
tracks_come_in_order_above_the_master_with_strip_and_lane(void **state)
{
    struct model_song song;

    model_song_open(&song);
    const int64_t a = add(&song, TRACK_AUDIO, NULL),
                  b = add(&song, TRACK_BUS, "Reverb"),
                  c = add(&song, TRACK_AUDIO, "");
    const int64_t master = routing_master(song.ops.edit, song.model);

    assert_string_equal(track(&song, a)->name, "Audio 1");
    assert_string_equal(track(&song, c)->name, "Audio 2");
    assert_int_equal(track(&song, a)->channels, 1);
    assert_int_equal(track(&song, b)->channels, 2);
    assert_true(track(&song, a)->sort < track(&song, b)->sort);
    assert_true(track(&song, b)->sort < track(&song, c)->sort);
    assert_true(track(&song, c)->sort < track(&song, master)->sort);
    assert_true(op_track_lane(&song.ops, a) != 0);
    assert_int_equal(op_track_lane(&song.ops, b), 0);
    assert_int_equal(op_track_named(&song.ops, "Reverb"), b);
    assert_int_equal(op_track_named(&song.ops, "reverb"), 0);
    model_song_apply(&song);
    assert_int_equal(count_rows(song.model, TABLE_STRIP), 4);
    const struct op_track second = {.kind = TRACK_MASTER};
    assert_int_equal(op_track_add(&song.ops, &second, NULL), ST_EXISTS);
    model_song_close(&song);
}

static void
a_track_can_be_put_between_two_others_for_ever(void **state)
{
    struct model_song song;

    model_song_open(&song);
    const int64_t a = add(&song, TRACK_AUDIO, "A"),
                  b = add(&song, TRACK_AUDIO, "B"),
                  c = add(&song, TRACK_AUDIO, "C");

    for (int i = 0; i < 500; i++) {
        const int64_t moves = i % 2 ? a : b, stays = i % 2 ? b : a;

        assert_int_equal(op_track_move(&song.ops, moves, stays), ST_OK);
        assert_true(track(&song, moves)->sort < track(&song, stays)->sort);
        assert_true(track(&song, stays)->sort < track(&song, c)->sort);
    }
    assert_int_equal(op_track_move(&song.ops, a, 0), ST_OK);
    assert_true(track(&song, a)->sort > track(&song, c)->sort);
    assert_int_equal(op_track_move(&song.ops, a, 99), ST_NOT_FOUND);
    model_song_apply(&song);
    model_song_close(&song);
}

static void
a_track_feeds_its_output_else_its_folder_else_the_master(void **state)
{
    struct model_song song;

    model_song_open(&song);
    const int64_t a = add(&song, TRACK_AUDIO, "A"),
                  bus = add(&song, TRACK_BUS, "Bus"),
                  folder = add(&song, TRACK_FOLDER, "Folder");
    const int64_t master = routing_master(song.ops.edit, song.model);
    const struct ops *ops = &song.ops;

    assert_int_equal(routing_output(ops->edit, ops->model, track(&song, a)),
                     master);
    assert_int_equal(op_track_fold(ops, a, folder), ST_OK);
    assert_int_equal(routing_output(ops->edit, ops->model, track(&song, a)),
                     folder);
    assert_int_equal(op_track_output(ops, a, bus), ST_OK);
    assert_int_equal(routing_output(ops->edit, ops->model, track(&song, a)), bus);
    assert_int_equal(op_track_output(ops, a, 0), ST_OK);
    assert_int_equal(routing_output(ops->edit, ops->model, track(&song, a)),
                     folder);
    assert_int_equal(routing_output(ops->edit, ops->model, track(&song, master)),
                     0);
    model_song_apply(&song);
    assert_int_equal(op_track_output(ops, bus, a), ST_KIND);
    assert_int_equal(op_track_fold(ops, bus, a), ST_KIND);
    assert_int_equal(op_track_output(ops, master, bus), ST_KIND);
    model_song_close(&song);
}

static void
feedback_is_refused_by_every_way(void **state)
{
    struct model_song song;

    model_song_open(&song);
    const struct ops *ops = &song.ops;
    const int64_t a = add(&song, TRACK_BUS, "A"), b = add(&song, TRACK_BUS, "B"),
                  c = add(&song, TRACK_BUS, "C"), f = add(&song, TRACK_FOLDER, "F"),
                  g = add(&song, TRACK_FOLDER, "G");

    assert_int_equal(op_track_output(ops, a, b), ST_OK);
    assert_int_equal(op_send_add(ops, b, c, -6, SEND_POST_FADER, NULL), ST_OK);
    assert_int_equal(op_track_fold(ops, c, f), ST_OK);
    assert_int_equal(op_track_fold(ops, f, g), ST_OK);
    model_song_apply(&song);

    assert_int_equal(op_track_output(ops, a, a), ST_CONFLICT);
    model_song_drop(&song);
    assert_int_equal(op_track_output(ops, c, a), ST_CONFLICT);
    model_song_drop(&song);
    assert_int_equal(op_track_output(ops, g, a), ST_CONFLICT);
    assert_string_equal(song.fault.where, "G");
    model_song_drop(&song);
    assert_int_equal(op_send_add(ops, g, a, 0, SEND_PRE_FADER, NULL), ST_CONFLICT);
    model_song_drop(&song);
    assert_int_equal(op_send_add(ops, b, b, 0, SEND_PRE_FADER, NULL), ST_CONFLICT);
    model_song_drop(&song);
    assert_int_equal(op_track_fold(ops, g, f), ST_CONFLICT);
    model_song_drop(&song);
    assert_int_equal(op_track_fold(ops, f, f), ST_CONFLICT);
    model_song_drop(&song);
    assert_int_equal(op_send_add(ops, c, f, 0, SEND_PRE_FADER, NULL), ST_KIND);
    model_song_drop(&song);
    assert_int_equal(op_send_add(ops, a, c, 0, SEND_PRE_FADER, NULL), ST_OK);
    model_song_apply(&song);
    model_song_close(&song);
}

/* A track with everything on it, and a bus that it sends to. */
static int64_t
full_track(struct model_song *song, int64_t *bus)
{
    const struct ops *ops = &song->ops;
    struct row_take take;
    struct op_take_made made;
    int64_t lane, insert, comp;
    const int64_t id = model_song_track(song, "Lead", &lane);

    *bus = add(song, TRACK_BUS, "Bus");
    row_init(TABLE_TAKE, &take);
    take.track_id = id;
    take.source_id = model_song_source(song, 5000);
    model_song_clip(song, lane, take.source_id, 0);
    assert_int_equal(op_take_add(ops, &take, 0, &made), ST_OK);
    assert_int_equal(op_comp_add(ops, id, NULL, &comp), ST_OK);
    assert_int_equal(op_comp_set(ops, comp, frames(0), frames(100), made.lane_id),
                     ST_OK);
    assert_int_equal(op_send_add(ops, id, *bus, -12, SEND_POST_FADER, NULL), ST_OK);
    assert_int_equal(
        op_insert_add(ops, id, "reverb", INSERT_AFTER_CONSOLE, 0, &insert), ST_OK);
    assert_int_equal(op_insert_param(ops, insert, "size", 3), ST_OK);
    model_song_apply(song);
    return id;
}

static void
a_deleted_track_takes_all_that_hangs_on_it_and_leaves_its_sources(void **state)
{
    static const enum table GONE[]
        = {TABLE_SEND, TABLE_INSERT, TABLE_PARAM, TABLE_LANE,
           TABLE_TAKE, TABLE_CLIP,   TABLE_COMP,  TABLE_COMP_RANGE};
    struct model_song song;
    int64_t bus;

    model_song_open(&song);
    const int64_t id = full_track(&song, &bus);

    assert_int_equal(op_track_delete(&song.ops, id), ST_OK);
    model_song_apply(&song);
    for (size_t i = 0; i < COUNT(GONE); i++)
        assert_int_equal(count_rows(song.model, GONE[i]), 0);
    assert_int_equal(count_rows(song.model, TABLE_SOURCE), 1);
    assert_int_equal(count_rows(song.model, TABLE_STRIP), 2);
    assert_int_equal(op_track_delete(&song.ops, routing_master(NULL, song.model)),
                     ST_KIND);
    model_song_close(&song);
}

static void
what_fed_a_deleted_bus_feeds_the_master(void **state)
{
    struct model_song song;
    int64_t bus;

    model_song_open(&song);
    const int64_t id = full_track(&song, &bus);

    assert_int_equal(op_track_output(&song.ops, id, bus), ST_OK);
    model_song_apply(&song);
    assert_int_equal(op_track_delete(&song.ops, bus), ST_OK);
    model_song_apply(&song);
    assert_int_equal(track(&song, id)->output_id, 0);
    assert_int_equal(count_rows(song.model, TABLE_SEND), 0);
    model_song_close(&song);
}

static void
what_lay_in_a_deleted_folder_lies_where_that_lay(void **state)
{
    struct model_song song;

    model_song_open(&song);
    const int64_t out = add(&song, TRACK_FOLDER, "Out"),
                  in = add(&song, TRACK_FOLDER, "In"),
                  a = add(&song, TRACK_AUDIO, "A");

    assert_int_equal(op_track_fold(&song.ops, in, out), ST_OK);
    assert_int_equal(op_track_fold(&song.ops, a, in), ST_OK);
    model_song_apply(&song);
    assert_int_equal(op_track_delete(&song.ops, in), ST_OK);
    model_song_apply(&song);
    assert_int_equal(track(&song, a)->folder_id, out);
    model_song_close(&song);
}

static void
a_clip_outlives_the_take_of_a_deleted_track(void **state)
{
    struct model_song song;
    int64_t bus, lane;

    model_song_open(&song);
    const int64_t id = full_track(&song, &bus);
    const struct row_take *take = model_rows(song.model, TABLE_TAKE, &(size_t){0});

    model_song_track(&song, "Other", &lane);
    const int64_t clip = model_song_clip(&song, lane, take->source_id, 0);
    struct row_clip row = *(const struct row_clip *)edit_row(
        song.ops.edit, song.model, TABLE_CLIP, clip);
    row.take_id = take->id;
    assert_int_equal(edit_put(song.ops.edit, TABLE_CLIP, &row), ST_OK);
    model_song_apply(&song);
    assert_int_equal(op_track_delete(&song.ops, id), ST_OK);
    model_song_apply(&song);
    assert_int_equal(
        ((const struct row_clip *)model_row(song.model, TABLE_CLIP, clip))->take_id,
        0);
    model_song_close(&song);
}

static void
a_copied_track_is_whole_and_its_own(void **state)
{
    struct model_song song;
    int64_t bus, copy;

    model_song_open(&song);
    const int64_t id = full_track(&song, &bus);

    assert_int_equal(op_strip_set(&song.ops, id, "pan", 0.5), ST_OK);
    assert_int_equal(op_track_duplicate(&song.ops, id, &copy), ST_OK);
    model_song_apply(&song);
    assert_string_equal(track(&song, copy)->name, "Lead copy");
    assert_true(track(&song, copy)->sort > track(&song, id)->sort);
    assert_true(track(&song, copy)->sort < track(&song, bus)->sort);
    assert_true(
        ((const struct row_strip *)model_row(song.model, TABLE_STRIP, copy))->pan
        == 0.5);
    assert_int_equal(count_rows(song.model, TABLE_CLIP), 4);
    assert_int_equal(count_rows(song.model, TABLE_TAKE), 2);
    assert_int_equal(count_rows(song.model, TABLE_PARAM), 2);
    assert_int_equal(count_rows(song.model, TABLE_SEND), 2);
    /* The copy's clips are of the copy's takes: nothing is left when
     * the first goes. */
    assert_int_equal(op_track_delete(&song.ops, id), ST_OK);
    model_song_apply(&song);
    assert_int_equal(count_rows(song.model, TABLE_CLIP), 2);
    assert_int_equal(count_rows(song.model, TABLE_COMP_RANGE), 1);
    const struct row_clip *clips = model_rows(song.model, TABLE_CLIP, &(size_t){0});
    assert_int_equal((clips[0].take_id != 0) + (clips[1].take_id != 0), 1);
    model_song_close(&song);
}

static void
a_track_is_found_only_where_there_is_one(void **state)
{
    struct model_song song;

    model_song_open(&song);
    assert_int_equal(op_track_rename(&song.ops, 77, "x"), ST_NOT_FOUND);
    assert_string_equal(song.fault.where, "77");
    assert_string_equal(song.fault.what, "no such track");
    const int64_t id = add(&song, TRACK_AUDIO, "A");
    assert_int_equal(op_track_rename(&song.ops, id, "Gitarre (süß)"), ST_OK);
    assert_string_equal(track(&song, id)->name, "Gitarre (süß)");
    assert_int_equal(op_track_color(&song.ops, id, 0x1000000), ST_RANGE);
    model_song_close(&song);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_song_has_a_master_a_tempo_and_a_metre),
        cmocka_unit_test(a_song_has_a_rate_that_can_be),
        cmocka_unit_test(tracks_come_in_order_above_the_master_with_strip_and_lane),
        cmocka_unit_test(a_track_can_be_put_between_two_others_for_ever),
        cmocka_unit_test(a_track_feeds_its_output_else_its_folder_else_the_master),
        cmocka_unit_test(feedback_is_refused_by_every_way),
        cmocka_unit_test(
            a_deleted_track_takes_all_that_hangs_on_it_and_leaves_its_sources),
        cmocka_unit_test(what_fed_a_deleted_bus_feeds_the_master),
        cmocka_unit_test(what_lay_in_a_deleted_folder_lies_where_that_lay),
        cmocka_unit_test(a_clip_outlives_the_take_of_a_deleted_track),
        cmocka_unit_test(a_copied_track_is_whole_and_its_own),
        cmocka_unit_test(a_track_is_found_only_where_there_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
