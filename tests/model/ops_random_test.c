/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thousands of random gestures: whatever they do, the project makes sense
 * afterwards, and taking them back leads to where it was. */
#include "model/check.h"
#include "model/ops_clip.h"
#include "model/ops_comp.h"
#include "model/ops_mix.h"
#include "model/ops_ripple.h"
#include "model/ops_time.h"
#include "model/ops_track.h"
#include "model/playlist.h"
#include "model/tables.h"
#include "tests/alloc_help.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct player {
    struct model_song song;
    uint64_t seed;
};

static int64_t
pick(struct player *player, int64_t below)
{
    return (int64_t)(model_song_random(&player->seed) % (uint64_t)below);
}

/* An id of a table; now and then one that is not there. */
static int64_t
any(struct player *player, enum table table)
{
    const struct table_info *info = table_info(table);
    size_t count;
    const char *rows = model_rows(player->song.model, table, &count);

    if (count == 0 || pick(player, 50) == 0)
        return 1 + pick(player, 3);
    return ((const union row *)(rows
                                + (size_t)pick(player, (int64_t)count)
                                      * info->size))
        ->id;
}

static frames_t
place(struct player *player)
{
    return frames(pick(player, 400000) - 100);
}

/* A place; often one around a clip. */
static struct when
when(struct player *player)
{
    const struct row_clip *clip
        = model_row(player->song.model, TABLE_CLIP, any(player, TABLE_CLIP));

    if (clip && pick(player, 2))
        return (struct when){
            clip->at + pick(player, clip->length + clip->length / 4 + 2),
            (enum time_unit)clip->unit};
    if (pick(player, 3) == 0)
        return (struct when){pick(player, 400000), TIME_TICKS};
    return (struct when){place(player).n, TIME_FRAMES};
}

static struct when
distance(struct player *player)
{
    struct when by = when(player);

    by.n = by.n / 4 - 40000;
    return by;
}

enum { OPS = 56 };

static enum status
track_op(struct player *player, int which)
{
    const struct ops *ops = &player->song.ops;
    const int64_t track = any(player, TABLE_TRACK);
    const struct op_track what = {
        .kind = (enum track_kind)pick(player, 5),
        .color = -1,
        .folder_id = pick(player, 3) ? 0 : any(player, TABLE_TRACK),
        .before_id = pick(player, 2) ? 0 : any(player, TABLE_TRACK),
    };
    size_t count;

    switch (which) {
    case 0:
        model_rows(player->song.model, TABLE_TRACK, &count);
        return count < 12 ? op_track_add(ops, &what, NULL) : ST_OK;
    case 1:
        return op_track_move(ops, track, what.before_id);
    case 2:
        return op_track_fold(ops, track, what.folder_id);
    case 3:
        return op_track_output(ops, track,
                               pick(player, 3) ? any(player, TABLE_TRACK) : 0);
    case 4:
        return pick(player, 8) ? ST_OK : op_track_delete(ops, track);
    case 5:
        model_rows(player->song.model, TABLE_CLIP, &count);
        return count < 100 && pick(player, 4) == 0
                   ? op_track_duplicate(ops, track, NULL)
                   : ST_OK;
    case 6:
        return op_track_rename(ops, track, pick(player, 9) ? "Näme" : "\xff");
    default:
        return op_track_color(ops, track, pick(player, 0x1100000));
    }
}

static enum status
mix_op(struct player *player, int which)
{
    const struct ops *ops = &player->song.ops;
    const int64_t track = any(player, TABLE_TRACK);
    const struct table_info *strip = table_info(TABLE_STRIP);
    int64_t insert = any(player, TABLE_INSERT);

    switch (which) {
    case 0:
        return op_strip_set(
            ops, track,
            strip->columns[pick(player, (int64_t)strip->n_columns)].name,
            (double)(pick(player, 300) - 100) / (pick(player, 2) ? 1 : 16));
    case 1:
        return op_send_add(ops, track, any(player, TABLE_TRACK), -6,
                           (enum send_tap)pick(player, 2), NULL);
    case 2:
        return op_send_set(ops, any(player, TABLE_SEND),
                           pick(player, 2) ? "pan" : "tap", 1);
    case 3:
        return op_send_remove(ops, any(player, TABLE_SEND));
    case 4:
        return op_insert_add(ops, track, "reverb",
                             (enum insert_place)pick(player, 2),
                             pick(player, 2) ? 0 : insert, NULL);
    case 5:
        return op_insert_move(ops, insert, (enum insert_place)pick(player, 2),
                              pick(player, 2) ? 0 : any(player, TABLE_INSERT));
    case 6:
        return op_insert_remove(ops, insert);
    case 7:
        return op_insert_param(ops, insert, pick(player, 2) ? "size" : "decay",
                               (double)pick(player, 100));
    default:
        return op_solo_clear(ops);
    }
}

static enum status
clip_op(struct player *player, int which)
{
    const struct ops *ops = &player->song.ops;
    int64_t clips[4], lanes[4], copies[4];
    const struct op_clip what = {
        .lane_id = any(player, TABLE_LANE),
        .source_id = any(player, TABLE_SOURCE),
        .at = when(player),
        .offset = pick(player, 9000) - 100,
        .length = pick(player, 3) ? pick(player, 20000) : 0,
    };
    const size_t n = (size_t)pick(player, 5);
    size_t count;

    for (int i = 0; i < 4; i++) {
        clips[i] = any(player, TABLE_CLIP);
        lanes[i] = pick(player, 2) ? 0 : any(player, TABLE_LANE);
    }
    model_rows(player->song.model, TABLE_CLIP, &count);
    switch (which) {
    case 0:
    case 1:
        return count < 150 ? op_clip_add(ops, &what, NULL) : ST_OK;
    case 2:
        return op_clip_split(ops, clips[0], when(player), NULL);
    case 3:
        return op_clip_trim_start(ops, clips[0], when(player));
    case 4:
        return op_clip_trim_end(ops, clips[0], when(player));
    case 5:
        return op_clips_move(ops, clips, pick(player, 2) ? lanes : NULL, n,
                             distance(player));
    case 6:
        return count < 150
                   ? op_clips_copy(ops, clips, lanes, n, distance(player), copies)
                   : ST_OK;
    case 7:
        return count < 40 ? ST_OK : op_clips_delete(ops, clips, n);
    case 8:
        return op_clip_slip(ops, clips[0], pick(player, 20000) - 10000);
    case 9:
        return op_clip_fade_in(ops, clips[0], pick(player, 9000),
                               (enum fade_shape)pick(player, 6));
    case 10:
        return op_clip_fade_out(ops, clips[0], pick(player, 9000),
                                (enum fade_shape)pick(player, 6));
    case 11:
        return op_clip_gain(ops, clips[0], (double)pick(player, 100) - 50);
    case 12:
        return op_clip_mute(ops, clips[0], pick(player, 3) == 0);
    case 13:
        return op_clip_lock(ops, clips[0], pick(player, 6) == 0);
    case 14:
        return op_clip_raise(ops, clips[0]);
    default:
        return op_clip_anchor(ops, clips[0], (enum time_unit)pick(player, 2));
    }
}

static enum status
take_op(struct player *player)
{
    struct row_take take;

    row_init(TABLE_TAKE, &take);
    take.track_id = any(player, TABLE_TRACK);
    take.source_id = any(player, TABLE_SOURCE);
    take.start = frames(pick(player, 90000) - 3000);
    return op_take_add(&player->song.ops, &take,
                       pick(player, 2) ? any(player, TABLE_LANE) : 0, NULL);
}

static enum status
comp_op(struct player *player, int which)
{
    const struct ops *ops = &player->song.ops;
    const int64_t comp = any(player, TABLE_COMP);
    const frames_t from = place(player);
    const frames_t to = frames(from.n + pick(player, 60000) - 500);
    size_t clips, lanes;

    model_rows(player->song.model, TABLE_CLIP, &clips);
    model_rows(player->song.model, TABLE_LANE, &lanes);
    switch (which) {
    case 0:
        return lanes < 30 ? op_lane_add(ops, any(player, TABLE_TRACK), NULL, NULL)
                          : ST_OK;
    case 1:
        return pick(player, 3) ? ST_OK
                               : op_lane_delete(ops, any(player, TABLE_LANE));
    case 2:
        return op_lane_play(ops, any(player, TABLE_LANE));
    case 3:
        return lanes < 30 && clips < 150 ? take_op(player) : ST_OK;
    case 4:
        return op_comp_add(ops, any(player, TABLE_TRACK), NULL, NULL);
    case 5:
    case 6:
    case 7:
        return op_comp_set(ops, comp, from, to, any(player, TABLE_LANE));
    case 8:
        return op_comp_clear(ops, comp, from, to);
    case 9:
        return op_comp_activate(ops, comp);
    case 10:
        return op_comp_deactivate(ops, any(player, TABLE_TRACK));
    case 11:
        return lanes < 30 && clips < 150 ? op_comp_flatten(ops, comp, NULL) : ST_OK;
    default:
        return pick(player, 4) ? op_comp_crossfade(ops, comp, pick(player, 2000))
                               : op_comp_delete(ops, comp);
    }
}

static enum status
time_op(struct player *player, int which)
{
    const struct ops *ops = &player->song.ops;
    const ticks_t at = ticks(pick(player, 400000) - 10);
    const frames_t from = place(player);
    const enum op_ripple what = (enum op_ripple)pick(player, 3);
    const int64_t track = any(player, TABLE_TRACK);
    const int64_t clip = any(player, TABLE_CLIP);
    const int64_t marker = any(player, TABLE_MARKER);
    const struct row_tempo *row;

    switch (which) {
    case 0:
        return op_tempo_set(ops, at, (double)pick(player, 200), pick(player, 2));
    case 1:
        row = model_row(player->song.model, TABLE_TEMPO, any(player, TABLE_TEMPO));
        return pick(player, 2) ? op_tempo_delete(ops, row ? row->at : at)
                               : op_tempo_move(ops, row ? row->at : at, at);
    case 2:
        if (pick(player, 4) == 0)
            return pick(player, 2)
                       ? op_metre_delete(ops, at)
                       : op_metre_move(ops, at, ticks(pick(player, 4000000)));
        return op_metre_set(ops, at, 1 + pick(player, 12), 1 << pick(player, 7));
    case 3:
        return op_marker_add(ops, "M", when(player), NULL);
    case 4:
        return op_section_add(ops, "S", when(player), pick(player, 50000), NULL);
    case 5:
        return pick(player, 2) ? op_marker_move(ops, marker, when(player))
                               : op_marker_delete(ops, marker);
    case 6:
        return op_loop_set(ops, from, place(player), true);
    case 7:
        return op_punch_set(ops, from, place(player));
    default:
        break;
    }
    switch (pick(player, 6)) {
    case 5:
        return op_clear_range(ops, what == RIPPLE_TRACK ? track : 0, from,
                              frames(from.n + pick(player, 30000) - 100));
    case 0:
        return op_ripple_cut(ops, what, track, from,
                             frames(from.n + pick(player, 30000) - 100));
    case 1:
        return op_ripple_insert(ops, what, track, from, pick(player, 30000));
    case 2:
        return op_ripple_delete(ops, what, clip);
    case 3:
        return op_ripple_trim_start(ops, what, clip, when(player));
    default:
        return op_ripple_trim_end(ops, what, clip, when(player));
    }
}

static enum status
random_op(struct player *player)
{
    const int which = (int)pick(player, OPS);

    if (which < 8)
        return track_op(player, which);
    if (which < 18)
        return mix_op(player, which - 8);
    if (which < 34)
        return clip_op(player, which - 18);
    if (which < 47)
        return comp_op(player, which - 34);
    return time_op(player, which - 47);
}

/* A MIDI track with a clip of two quarters and a note on each sixteenth. */
static void
add_midi(struct model_song *song)
{
    const struct op_track what = {.kind = TRACK_MIDI, .color = -1};
    struct row_clip clip;
    struct row_note note;
    struct row_event event;
    int64_t track;

    assert_int_equal(op_track_add(&song->ops, &what, &track), ST_OK);
    row_init(TABLE_CLIP, &clip);
    clip.kind = CLIP_MIDI;
    clip.lane_id = op_track_lane(&song->ops, track);
    clip.at = TICKS_PER_QUARTER;
    clip.unit = TIME_TICKS;
    clip.length = 2 * TICKS_PER_QUARTER;
    assert_int_equal(edit_put(song->ops.edit, TABLE_CLIP, &clip), ST_OK);
    for (int i = 0; i < 8; i++) {
        row_init(TABLE_NOTE, &note);
        note.clip_id = clip.id;
        note.at = ticks(i * TICKS_PER_QUARTER / 4);
        assert_int_equal(edit_put(song->ops.edit, TABLE_NOTE, &note), ST_OK);
        row_init(TABLE_EVENT, &event);
        event.clip_id = clip.id;
        event.at = note.at;
        assert_int_equal(edit_put(song->ops.edit, TABLE_EVENT, &event), ST_OK);
    }
}

static void
begin(struct player *player, uint64_t seed)
{
    int64_t lane;

    player->seed = seed;
    model_song_open(&player->song);
    add_midi(&player->song);
    for (int i = 0; i < 3; i++) {
        model_song_track(&player->song, "T", &lane);
        model_song_clip(&player->song, lane,
                        model_song_source(&player->song, 8000 + 9000 * i), 1000);
    }
    model_song_apply(&player->song);
}

/* Everything that must hold of what a track plays, whatever the project. */
static void
check_playlists(const struct model *model, struct playlist *list)
{
    size_t tracks;
    const struct row_track *track = model_rows(model, TABLE_TRACK, &tracks);

    for (size_t t = 0; t < tracks; t++) {
        const struct playlist_segment *segments;
        size_t count;

        assert_int_equal(
            playlist_compile(list, model, NULL, track[t].id, &segments, &count),
            ST_OK);
        for (size_t i = 0; i < count; i++) {
            const struct row_clip *clip
                = model_row(model, TABLE_CLIP, segments[i].clip_id);

            assert_true(segments[i].start < segments[i].end);
            assert_true(i == 0 || segments[i - 1].start <= segments[i].start);
            assert_true(segments[i].offset >= clip->offset);
            assert_true(segments[i].offset + segments[i].end - segments[i].start
                        <= clip->offset + clip->length);
            assert_false(clip->muted);
        }
    }
}

static size_t
count_clips(const struct model *model)
{
    size_t count;

    model_rows(model, TABLE_CLIP, &count);
    return count;
}

static void
the_project_makes_sense_after_every_gesture_and_undo_leads_back(void **state)
{
    struct player player;
    struct playlist *list;
    int done = 0, refused = 0;
    size_t clips = 0;

    assert_int_equal(playlist_new(&list), ST_OK);
    for (uint64_t seed = 1; seed <= 20; seed++) {
        begin(&player, seed * 7919);
        for (int round = 0; round < 1000; round++) {
            struct model_song *song = &player.song;
            struct model *before = model_song_copy(song->model);
            struct edit *inverse;
            enum status status = ST_OK;

            song->fault = (struct fault){0};
            for (int64_t n = 1 + pick(&player, 3); n > 0 && status == ST_OK; n--)
                status = random_op(&player);
            if (status != ST_OK) {
                assert_int_equal(song->fault.status, status);
                assert_true(song->fault.what[0]);
                assert_int_not_equal(status, ST_NO_MEM);
                model_song_drop(song);
                refused++;
            } else {
                inverse = model_song_inverse(song->model, song->ops.edit);
                struct edit *again = song->ops.edit;
                assert_int_equal(model_apply(song->model, again), ST_OK);
                if (model_check(song->model, &song->fault) != ST_OK) {
                    char line[800];

                    fault_line(&song->fault, line, sizeof line);
                    fail_msg("seed %d round %d: %s", (int)seed, round, line);
                }
                struct model *after = model_song_copy(song->model);
                assert_int_equal(model_apply(song->model, inverse), ST_OK);
                assert_true(model_equal(song->model, before));
                edit_free(inverse);
                assert_int_equal(model_apply(song->model, again), ST_OK);
                assert_true(model_equal(song->model, after));
                model_free(after);
                model_song_drop(song);
                check_playlists(song->model, list);
                clips += count_clips(song->model);
                done++;
            }
            model_free(before);
        }
        model_song_close(&player.song);
    }
    playlist_free(list);
    /* Neither are all refused nor all obeyed, and the songs do not run empty. */
    assert_true(clips > 15 * (size_t)done);
    assert_true(done > 5000);
    assert_true(refused > 3000);
}

static void
without_memory_gestures_fail_cleanly(void **state)
{
    struct player player;
    int failures = 0;

    begin(&player, 4711);
    for (int round = 0; round < 600; round++) {
        struct model_song *song = &player.song;
        struct model *before = model_song_copy(song->model);
        const uint64_t seed = player.seed;
        enum status status;

        song->fault = (struct fault){0};
        alloc_fail_after((int)(model_song_random(&player.seed) % 30));
        player.seed = seed + 1;
        status = random_op(&player);
        if (alloc_fail_stop() && status == ST_NO_MEM) {
            assert_true(song->fault.what[0]);
            failures++;
        }
        assert_true(model_equal(song->model, before));
        model_free(before);
        model_song_drop(song);
        player.seed = seed + 1;
        if (random_op(&player) == ST_OK)
            model_song_apply(song);
        else
            model_song_drop(song);
    }
    assert_true(failures > 30);
    model_song_close(&player.song);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_project_makes_sense_after_every_gesture_and_undo_leads_back),
        cmocka_unit_test(without_memory_gestures_fail_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
