/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_ripple_song.c: taking time out of the song itself, and putting it in.
 *
 * Frames are mapped as the sound is, ticks as the music is: both by one function of
 * place (struct cut).  Tempo and metre points move with the music; at the edges
 * they are mended, so that the tempo on either side stays what it was. */
#include "model/ops_internal.h"
#include "model/tables.h"
#include "model/walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What lies from `from` on moves by `by`; below 0: what lies in the `-by` units
 * from `from` on goes. */
struct cut {
    int64_t from;
    int64_t by;
};

static bool
goes(struct cut cut, int64_t at)
{
    return cut.by < 0 && at >= cut.from && at < cut.from - cut.by;
}

static int64_t
moved(struct cut cut, int64_t at)
{
    if (goes(cut, at))
        return cut.from;
    return at >= cut.from ? at + cut.by : at;
}

/* The end of a range stays where the gap begins. */
static int64_t
moved_end(struct cut cut, int64_t at)
{
    return at == cut.from ? at : moved(cut, at);
}

/* --- markers, loop and punch -------------------------------------------------- */

static enum status
ripple_marker(const struct ops *ops, int64_t id, struct cut sound, struct cut music)
{
    struct row_marker row;
    const enum status status = ops_get(ops, TABLE_MARKER, id, &row);

    if (status != ST_OK)
        return status;
    const struct cut cut = row.unit == TIME_TICKS ? music : sound;
    const int64_t end = moved_end(cut, row.at + row.length);

    if (row.kind == MARKER_POINT) {
        if (goes(cut, row.at))
            return ops_delete(ops, TABLE_MARKER, id);
        row.at = moved(cut, row.at);
        return ops_put(ops, TABLE_MARKER, &row);
    }
    row.at = moved(cut, row.at);
    row.length = end - row.at;
    return row.length > 0 ? ops_put(ops, TABLE_MARKER, &row)
                          : ops_delete(ops, TABLE_MARKER, id);
}

static enum status
ripple_markers(const struct ops *ops, struct cut sound, struct cut music)
{
    struct ids ids = {0};
    enum status status = ids_collect_all(ops, TABLE_MARKER, &ids);

    for (size_t i = 0; status == ST_OK && i < ids.count; i++)
        status = ripple_marker(ops, ids.all[i], sound, music);
    ids_free(&ids);
    return status;
}

static enum status
ripple_song(const struct ops *ops, struct cut sound)
{
    const struct row_song *there = ops_row(ops, TABLE_SONG, SONG_ID);

    if (!there)
        return ST_OK;
    struct row_song song = *there;

    song.loop_start = frames(moved(sound, song.loop_start.n));
    song.loop_end = frames(moved_end(sound, song.loop_end.n));
    song.punch_start = frames(moved(sound, song.punch_start.n));
    song.punch_end = frames(moved_end(sound, song.punch_end.n));
    if (song.loop_end.n <= song.loop_start.n) {
        song.loop = 0;
        song.loop_end = song.loop_start;
    }
    if (song.punch_end.n < song.punch_start.n)
        song.punch_end = song.punch_start;
    return ops_put(ops, TABLE_SONG, &song);
}

/* --- tempo -------------------------------------------------------------------- */

/* The rows of the tempo, in order; of two at one tick the one that counts is the
 * last. */
struct tempos {
    struct row_tempo *rows;
    size_t count;
};

static int
by_tick(const void *a, const void *b)
{
    const struct row_tempo *x = a;
    const struct row_tempo *y = b;

    if (x->at.n != y->at.n)
        return x->at.n < y->at.n ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static enum status
load_tempos(const struct ops *ops, struct tempos *out)
{
    struct ids ids = {0};
    enum status status = ids_collect_all(ops, TABLE_TEMPO, &ids);

    *out = (struct tempos){0};
    if (status == ST_OK && !(out->rows = calloc(ids.count + 1, sizeof *out->rows)))
        status = ops_no_memory(ops);
    for (size_t i = 0; status == ST_OK && i < ids.count; i++)
        status = ops_get(ops, TABLE_TEMPO, ids.all[i], &out->rows[out->count++]);
    if (status == ST_OK && out->count > 1)
        qsort(out->rows, out->count, sizeof *out->rows, by_tick);
    ids_free(&ids);
    return status;
}

/* The row that holds at a tick, or NULL. */
static const struct row_tempo *
tempo_holding(const struct tempos *tempos, int64_t at)
{
    const struct row_tempo *found = NULL;

    for (size_t i = 0; i < tempos->count && tempos->rows[i].at.n <= at; i++)
        found = &tempos->rows[i];
    return found;
}

static enum status
put_tempo(const struct ops *ops, int64_t id, int64_t at, double bpm, bool ramp)
{
    struct row_tempo row;

    row_init(TABLE_TEMPO, &row);
    row.id = id;
    row.at = ticks(at);
    row.bpm = bpm;
    row.ramp = ramp;
    return ops_put(ops, TABLE_TEMPO, &row);
}

/* Let a ramp into the cut end just before it, at the tempo that it had come to. */
static enum status
end_ramp(const struct ops *ops, const struct tempos *tempos, int64_t from)
{
    const int64_t last = from - 1;
    const struct row_tempo *row = tempo_holding(tempos, last);

    if (last < 0 || !row || !row->ramp || row == &tempos->rows[tempos->count - 1])
        return ST_OK;
    return put_tempo(ops, row->at.n == last ? row->id : 0, last,
                     tempo_bpm(model_tempo(ops->model), ticks(last)), false);
}

/* Put at the cut the tempo that holds behind it. */
static enum status
begin_behind(const struct ops *ops, const struct tempos *tempos, struct cut cut)
{
    const int64_t behind = cut.from - cut.by;
    const struct row_tempo *row = tempo_holding(tempos, behind);

    if (!row || row->at.n == behind || (row->at.n < cut.from && !row->ramp))
        return ST_OK; /* it moves here by itself, or holds on both sides */
    return put_tempo(ops, 0, cut.from,
                     tempo_bpm(model_tempo(ops->model), ticks(behind)), row->ramp);
}

static enum status
move_tempos(const struct ops *ops, const struct tempos *tempos, struct cut cut)
{
    enum status status = ST_OK;

    for (size_t i = 0; status == ST_OK && i < tempos->count; i++) {
        const struct row_tempo *row = &tempos->rows[i];

        if (goes(cut, row->at.n))
            status = ops_delete(ops, TABLE_TEMPO, row->id);
        else if (moved(cut, row->at.n) != row->at.n)
            status = put_tempo(ops, row->id, moved(cut, row->at.n), row->bpm,
                               row->ramp);
    }
    return status;
}

static enum status
cut_tempo(const struct ops *ops, struct cut music)
{
    struct tempos tempos;
    enum status status = load_tempos(ops, &tempos);

    if (status == ST_OK)
        status = move_tempos(ops, &tempos, music);
    if (status == ST_OK)
        status = end_ramp(ops, &tempos, music.from);
    if (status == ST_OK)
        status = begin_behind(ops, &tempos, music);
    free(tempos.rows);
    return status;
}

/* The tempo stands still in the gap; a ramp goes on behind it. */
static enum status
insert_tempo(const struct ops *ops, struct cut music)
{
    const double bpm = tempo_bpm(model_tempo(ops->model), ticks(music.from));
    struct tempos tempos;
    enum status status = load_tempos(ops, &tempos);
    const struct row_tempo *row = NULL;

    /* A point at the gap's start stays there: only later ones move. */
    if (status == ST_OK)
        status = move_tempos(ops, &tempos, (struct cut){music.from + 1, music.by});
    if (status == ST_OK && (row = tempo_holding(&tempos, music.from))
        && row->ramp) {
        status = put_tempo(ops, row->at.n == music.from ? row->id : 0, music.from,
                           bpm, false);
        if (status == ST_OK)
            status = put_tempo(ops, 0, music.from + music.by, bpm, true);
    }
    free(tempos.rows);
    return status;
}

/* --- metre -------------------------------------------------------------------- */

static enum status
put_metre(const struct ops *ops, int64_t id, int64_t at, int64_t num, int64_t den)
{
    struct row_metre row;

    row_init(TABLE_METRE, &row);
    row.id = id;
    row.at = ticks(at);
    row.num = num;
    row.den = den;
    return ops_put(ops, TABLE_METRE, &row);
}

static enum status
move_metres(const struct ops *ops, struct cut cut, bool *lands)
{
    struct ids ids = {0};
    enum status status = ids_collect_all(ops, TABLE_METRE, &ids);

    *lands = false;
    for (size_t i = 0; status == ST_OK && i < ids.count; i++) {
        const struct row_metre row
            = *(const struct row_metre *)ops_row(ops, TABLE_METRE, ids.all[i]);

        if (goes(cut, row.at.n)) {
            status = ops_delete(ops, TABLE_METRE, row.id);
        } else if (moved(cut, row.at.n) != row.at.n) {
            *lands = *lands || moved(cut, row.at.n) == cut.from;
            status = put_metre(ops, row.id, moved(cut, row.at.n), row.num, row.den);
        }
    }
    ids_free(&ids);
    return status;
}

static enum status
cut_metre(const struct ops *ops, struct cut music)
{
    const struct tempo_map *map = model_tempo(ops->model);
    const struct metre_point before = tempo_metre(map, ticks(music.from - 1));
    const struct metre_point behind
        = tempo_metre(map, ticks(music.from - music.by));
    bool lands;
    const enum status status = move_metres(ops, music, &lands);

    if (status != ST_OK || lands)
        return status;
    if (music.from > 0 && before.num == behind.num && before.den == behind.den)
        return ST_OK;
    return put_metre(ops, 0, music.from, behind.num, behind.den);
}

static enum status
insert_metre(const struct ops *ops, struct cut music)
{
    bool lands;

    return move_metres(ops, (struct cut){music.from + 1, music.by}, &lands);
}

/* --- both --------------------------------------------------------------------- */

enum status
ops_song_cut(const struct ops *ops, frames_t from, frames_t to)
{
    const struct tempo_map *map = model_tempo(ops->model);
    const int64_t first = tempo_ticks(map, from).n;
    const struct cut sound = {from.n, from.n - to.n};
    const struct cut music = {first, first - tempo_ticks(map, to).n};
    enum status status = ripple_markers(ops, sound, music);

    if (status != ST_OK || (status = ripple_song(ops, sound)) != ST_OK
        || music.by == 0 || (status = cut_tempo(ops, music)) != ST_OK)
        return status;
    return cut_metre(ops, music);
}

enum status
ops_song_insert(const struct ops *ops, frames_t at, int64_t length)
{
    const struct tempo_map *map = model_tempo(ops->model);
    const ticks_t first = tempo_ticks(map, at);
    const double music = (double)length * tempo_bpm(map, first) * TICKS_PER_QUARTER
                         / (60.0 * tempo_map_rate(map));
    const struct cut sound = {at.n, length};
    const struct cut ticks_cut = {first.n, (int64_t)floor(music + 0.5)};
    enum status status = ripple_markers(ops, sound, ticks_cut);

    if (status != ST_OK || (status = ripple_song(ops, sound)) != ST_OK
        || ticks_cut.by == 0 || (status = insert_tempo(ops, ticks_cut)) != ST_OK)
        return status;
    return insert_metre(ops, ticks_cut);
}
