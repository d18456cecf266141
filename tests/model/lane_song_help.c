/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/model/lane_song_help.h"

#include "model/ops_comp.h"
#include "model/ops_track.h"
#include "model/tables.h"
#include "tests/test.h"

void
lane_song_open(struct lane_song *f)
{
    model_song_open(&f->song);
    assert_int_equal(playlist_new(&f->list), ST_OK);
    f->track = model_song_track(&f->song, "T", &f->lane);
    model_song_apply(&f->song);
}

void
lane_song_close(struct lane_song *f)
{
    playlist_free(f->list);
    model_song_close(&f->song);
}

struct row_clip
lane_song_clip(struct lane_song *f, int64_t id, int64_t from, int64_t to,
               int64_t layer)
{
    struct row_clip clip;

    row_init(TABLE_CLIP, &clip);
    clip.id = id;
    clip.lane_id = f->lane;
    clip.source_id = model_song_source(&f->song, 1000000);
    clip.at = from;
    clip.length = to - from;
    clip.offset = 1000;
    clip.layer = layer;
    return clip;
}

void
lane_song_put_clip(struct lane_song *f, struct row_clip clip)
{
    assert_int_equal(edit_put(f->song.ops.edit, TABLE_CLIP, &clip), ST_OK);
}

void
lane_song_put(struct lane_song *f, int64_t id, int64_t from, int64_t to,
              int64_t layer)
{
    lane_song_put_clip(f, lane_song_clip(f, id, from, to, layer));
}

void
lane_song_compile(struct lane_song *f)
{
    model_song_apply(&f->song);
    assert_int_equal(playlist_compile(f->list, f->song.model, NULL, f->track,
                                      &f->segments, &f->count),
                     ST_OK);
}

int64_t
lane_song_add_comp(struct lane_song *f, int64_t *second, int64_t crossfade)
{
    int64_t comp;

    assert_int_equal(op_lane_add(&f->song.ops, f->track, NULL, second), ST_OK);
    assert_int_equal(op_comp_add(&f->song.ops, f->track, NULL, &comp), ST_OK);
    assert_int_equal(op_comp_crossfade(&f->song.ops, comp, crossfade), ST_OK);
    assert_int_equal(op_comp_activate(&f->song.ops, comp), ST_OK);
    return comp;
}

void
lane_song_swipe(struct lane_song *f, int64_t comp, int64_t from, int64_t to,
                int64_t lane)
{
    assert_int_equal(
        op_comp_set(&f->song.ops, comp, frames(from), frames(to), lane), ST_OK);
}

void
lane_song_put_on(struct lane_song *f, int64_t lane, int64_t id, int64_t from,
                 int64_t to)
{
    struct row_clip clip = lane_song_clip(f, id, from, to, 0);

    clip.lane_id = lane;
    lane_song_put_clip(f, clip);
}

double
segment_gain(const struct playlist_segment *segment, int64_t frame)
{
    double gain = frame >= segment->start && frame < segment->end;

    for (int i = 0; i < PLAYLIST_FADES; i++)
        gain *= playlist_fade_in_gain(&segment->in[i], frame)
                * playlist_fade_out_gain(&segment->out[i], frame);
    return gain;
}

void
assert_segment(const struct playlist_segment *segment, int64_t clip, int64_t start,
               int64_t end)
{
    assert_int_equal(segment->clip_id, clip);
    assert_int_equal(segment->start, start);
    assert_int_equal(segment->end, end);
}

void
assert_fade(const struct playlist_fade *fade, int64_t start, int64_t length,
            enum fade_shape shape)
{
    assert_int_equal(fade->length, length);
    if (length == 0)
        return;
    assert_int_equal(fade->start, start);
    assert_int_equal(fade->shape, shape);
}
