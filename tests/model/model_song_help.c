/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/model/model_song_help.h"

#include "model/check.h"
#include "model/ops_clip.h"
#include "model/ops_track.h"
#include "model/tables.h"
#include "tests/test.h"

#include <string.h>

static void
fail_with(const struct fault *fault)
{
    char line[800];

    fault_line(fault, line, sizeof line);
    fail_msg("%s", line);
}

void
model_song_open(struct model_song *song)
{
    *song = (struct model_song){0};
    assert_int_equal(model_new(&song->model), ST_OK);
    song->ops.model = song->model;
    song->ops.fault = &song->fault;
    assert_int_equal(edit_new(&song->ops.edit, "Test"), ST_OK);
    assert_int_equal(op_song_new(&song->ops, "Song", 48000), ST_OK);
    model_song_apply(song);
}

void
model_song_close(struct model_song *song)
{
    edit_free(song->ops.edit);
    model_free(song->model);
}

void
model_song_drop(struct model_song *song)
{
    edit_free(song->ops.edit);
    assert_int_equal(edit_new(&song->ops.edit, "Test"), ST_OK);
}

void
model_song_apply(struct model_song *song)
{
    assert_int_equal(model_apply(song->model, song->ops.edit), ST_OK);
    if (model_check(song->model, &song->fault) != ST_OK)
        fail_with(&song->fault);
    model_song_drop(song);
}

struct edit *
model_song_inverse(const struct model *model, const struct edit *edit)
{
    size_t count;
    const struct change *changes = edit_changes(edit, &count);
    struct edit *inverse;

    assert_int_equal(edit_new(&inverse, "Undo"), ST_OK);
    for (size_t i = 0; i < count; i++) {
        const void *old = model_row(model, changes[i].table, changes[i].id);
        union row row;

        if (!old) {
            assert_int_equal(edit_delete(inverse, changes[i].table, changes[i].id),
                             ST_OK);
            continue;
        }
        memcpy(&row, old, table_info(changes[i].table)->size);
        assert_int_equal(edit_put(inverse, changes[i].table, &row), ST_OK);
    }
    return inverse;
}

struct model *
model_song_copy(const struct model *model)
{
    struct model *copy;

    assert_int_equal(model_new(&copy), ST_OK);
    for (enum table table = 0; table < TABLE_COUNT; table++) {
        size_t count;
        const char *rows = model_rows(model, table, &count);

        for (size_t i = 0; i < count; i++) {
            union row row;

            assert_int_equal(
                row_copy(table, &row, rows + i * table_info(table)->size), ST_OK);
            assert_int_equal(model_adopt(copy, table, &row), ST_OK);
        }
    }
    return copy;
}

int64_t
model_song_source(struct model_song *song, int64_t length)
{
    struct row_source source;

    row_init(TABLE_SOURCE, &source);
    source.path = "audio/a.wav";
    source.origin = "a.wav";
    source.length = length;
    assert_int_equal(edit_put(song->ops.edit, TABLE_SOURCE, &source), ST_OK);
    return source.id;
}

int64_t
model_song_track(struct model_song *song, const char *name, int64_t *lane)
{
    const struct op_track what = {.kind = TRACK_AUDIO, .name = name, .color = -1};
    int64_t id;

    assert_int_equal(op_track_add(&song->ops, &what, &id), ST_OK);
    if (lane)
        *lane = op_track_lane(&song->ops, id);
    return id;
}

int64_t
model_song_clip(struct model_song *song, int64_t lane, int64_t source, int64_t at)
{
    const struct op_clip what
        = {.lane_id = lane, .source_id = source, .at = {at, TIME_FRAMES}};
    int64_t id;

    if (op_clip_add(&song->ops, &what, &id) != ST_OK)
        fail_with(&song->fault);
    return id;
}

uint64_t
model_song_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

uint64_t
model_song_below(uint64_t *seed, uint64_t bound)
{
    return model_song_random(seed) % bound;
}
