/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_clip.h"

#include "base/text.h"
#include "model/ops_internal.h"
#include "model/tables.h"
#include "model/walk.h"

#include <string.h>

static int64_t
min(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t
max(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* --- where a clip lies -------------------------------------------------------- */

static const struct tempo_map *
tempo(const struct ops *ops)
{
    return model_tempo(ops->model);
}

static struct when
place_of(const struct row_clip *clip)
{
    return (struct when){clip->at, (enum time_unit)clip->unit};
}

/* The length of an audio clip is frames, of a MIDI clip ticks; so is the unit of
 * the times within it. */
static enum time_unit
inner_unit(const struct row_clip *clip)
{
    return clip->kind == CLIP_MIDI ? TIME_TICKS : TIME_FRAMES;
}

/* A place in one unit or the other. */
static int64_t
counted_in(const struct ops *ops, struct when at, enum time_unit unit)
{
    return unit == TIME_TICKS ? when_ticks(tempo(ops), at).n
                              : when_frames(tempo(ops), at).n;
}

struct span
ops_clip_span(const struct ops *ops, const struct row_clip *clip)
{
    const enum time_unit unit = inner_unit(clip);
    const int64_t start = counted_in(ops, place_of(clip), unit);
    const struct when end = {start + clip->length, unit};

    return (struct span){when_frames(tempo(ops), place_of(clip)),
                         when_frames(tempo(ops), end)};
}

enum status
ops_clip_free_to_move(const struct ops *ops, const struct row_clip *clip)
{
    if (!clip->locked)
        return ST_OK;
    fault_set(ops->fault, ST_READ_ONLY, clip->name, "%s", _("the clip is locked"));
    fault_remedy(ops->fault, "%s", _("unlock it first"));
    return ST_READ_ONLY;
}

static enum status
get_clip(const struct ops *ops, int64_t id, struct row_clip *clip)
{
    return ops_get(ops, TABLE_CLIP, id, clip);
}

/* Get a clip that the op may move or cut. */
static enum status
get_free_clip(const struct ops *ops, int64_t id, struct row_clip *clip)
{
    const enum status status = get_clip(ops, id, clip);

    return status == ST_OK ? ops_clip_free_to_move(ops, clip) : status;
}

static enum status
get_audio_clip(const struct ops *ops, int64_t id, struct row_clip *clip)
{
    const enum status status = get_clip(ops, id, clip);

    if (status != ST_OK || clip->kind == CLIP_AUDIO)
        return status;
    return fault_with(ops->fault, ST_KIND, clip->name, _("only sound has this"),
                      _("name a clip of sound"));
}

/* Let the fades be no longer than the clip: both give way alike. */
static void
fit_fades(struct row_clip *clip)
{
    const int64_t both = clip->fade_in + clip->fade_out;

    if (both <= clip->length)
        return;
    const double part = (double)clip->length / (double)both;

    clip->fade_in = min((int64_t)((double)clip->fade_in * part), clip->length);
    clip->fade_out = clip->length - clip->fade_in;
}

/* How many frames the clip's source has; as many as the clip needs, where it is not
 * there. */
static int64_t
source_length(const struct ops *ops, const struct row_clip *clip)
{
    const struct row_source *source = ops_row(ops, TABLE_SOURCE, clip->source_id);

    return source ? source->length : clip->offset + clip->length;
}

/* The layer above all clips of a lane but one. */
static int64_t
top_layer(const struct ops *ops, int64_t lane_id, int64_t but)
{
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_CLIP, lane_id);
    const struct row_clip *clip;
    int64_t layer = 0;

    while ((clip = walk_next(&walk)))
        if (clip->id != but)
            layer = max(layer, clip->layer + 1);
    return layer;
}

/* --- adding ------------------------------------------------------------------- */

static enum status
check_new_clip(const struct ops *ops, const struct op_clip *what,
               const struct row_source *source)
{
    struct row_lane lane;
    struct row_track track;
    enum status status = ops_get(ops, TABLE_LANE, what->lane_id, &lane);

    if (status != ST_OK
        || (status = ops_get_track(ops, lane.track_id, 1U << TRACK_AUDIO, &track))
               != ST_OK
        || (what->name && (status = ops_check_text(ops, what->name)) != ST_OK))
        return status;
    if ((status = ops_check_place(ops, source->origin, what->at)) != ST_OK)
        return status;
    if (what->offset < 0 || what->length < 0 || what->offset >= source->length
        || what->length > source->length - what->offset)
        return fault_set(ops->fault, ST_RANGE, source->origin,
                         _("the source has only %lld frames"),
                         (long long)source->length);
    return ST_OK;
}

enum status
op_clip_add(const struct ops *ops, const struct op_clip *what, int64_t *id)
{
    struct row_source source;
    struct row_clip clip;
    enum status status = ops_get(ops, TABLE_SOURCE, what->source_id, &source);

    if (status != ST_OK || (status = check_new_clip(ops, what, &source)) != ST_OK)
        return status;
    row_init(TABLE_CLIP, &clip);
    clip.lane_id = what->lane_id;
    clip.source_id = what->source_id;
    clip.take_id = what->take_id;
    clip.name = what->name ? (char *)what->name : source.origin;
    clip.at = what->at.n;
    clip.unit = what->at.unit;
    clip.offset = what->offset;
    clip.length = what->length ? what->length : source.length - what->offset;
    clip.layer = top_layer(ops, what->lane_id, 0);
    if ((status = ops_put(ops, TABLE_CLIP, &clip)) != ST_OK)
        return status;
    if (id)
        *id = clip.id;
    return ST_OK;
}

/* --- cutting ------------------------------------------------------------------ */

/* Give the notes and events from `from` ticks on to another clip, which begins
 * there. */
static enum status
hand_over(const struct ops *ops, enum table table, int64_t clip_id, int64_t from,
          int64_t to_clip)
{
    struct ids ids = {0};
    enum status status = ids_collect(ops, table, clip_id, &ids);

    for (size_t i = 0; status == ST_OK && i < ids.count; i++) {
        union row row;

        if ((status = ops_get(ops, table, ids.all[i], &row)) != ST_OK)
            break;
        ticks_t *at = table == TABLE_NOTE ? &row.note.at : &row.event.at;
        int64_t *owner
            = table == TABLE_NOTE ? &row.note.clip_id : &row.event.clip_id;

        if (at->n < from && to_clip != clip_id)
            continue;
        at->n -= from;
        *owner = to_clip;
        status = ops_put(ops, table, &row);
    }
    ids_free(&ids);
    return status;
}

/* The place nearest to `at` that the clip's unit can say, and how far into the clip
 * that is, in its inner unit. */
static struct when
snap(const struct ops *ops, const struct row_clip *clip, struct when at,
     int64_t *within)
{
    const enum time_unit inner = inner_unit(clip);
    const struct when place = {counted_in(ops, at, (enum time_unit)clip->unit),
                               (enum time_unit)clip->unit};

    *within
        = counted_in(ops, place, inner) - counted_in(ops, place_of(clip), inner);
    return place;
}

enum status
ops_clip_cut(const struct ops *ops, int64_t clip_id, struct when at, int64_t *right)
{
    struct row_clip left, rest;
    int64_t within;
    enum status status = get_clip(ops, clip_id, &left);

    *right = 0;
    if (status != ST_OK)
        return status;
    const struct when place = snap(ops, &left, at, &within);

    if (within <= 0 || within >= left.length)
        return ST_OK;
    rest = left;
    rest.id = 0;
    rest.at = place.n;
    rest.length -= within;
    rest.offset += left.kind == CLIP_AUDIO ? within : 0;
    rest.fade_in = 0;
    left.length = within;
    left.fade_out = 0;
    fit_fades(&left);
    fit_fades(&rest);
    if ((status = ops_put(ops, TABLE_CLIP, &rest)) != ST_OK
        || (status = ops_put(ops, TABLE_CLIP, &left)) != ST_OK)
        return status;
    *right = rest.id;
    if (left.kind == CLIP_AUDIO)
        return ST_OK;
    if ((status = hand_over(ops, TABLE_NOTE, clip_id, within, rest.id)) != ST_OK)
        return status;
    return hand_over(ops, TABLE_EVENT, clip_id, within, rest.id);
}

static enum status
outside(const struct ops *ops, const struct row_clip *clip)
{
    return fault_with(ops->fault, ST_RANGE, clip->name,
                      _("the place does not lie within the clip"),
                      _("choose one between its start and its end"));
}

enum status
op_clip_split(const struct ops *ops, int64_t clip_id, struct when at, int64_t *id)
{
    struct row_clip clip;
    int64_t right;
    enum status status = get_free_clip(ops, clip_id, &clip);

    if (status != ST_OK
        || (status = ops_clip_cut(ops, clip_id, at, &right)) != ST_OK)
        return status;
    if (right == 0)
        return outside(ops, &clip);
    if (id)
        *id = right;
    return ST_OK;
}

/* --- trimming ----------------------------------------------------------------- */

/* The earliest start that the source and the song allow. */
static struct when
earliest_start(const struct ops *ops, const struct row_clip *clip)
{
    const int64_t start = when_frames(tempo(ops), place_of(clip)).n;
    struct when at = {0, (enum time_unit)clip->unit};
    int64_t within;

    if (clip->kind == CLIP_MIDI || clip->offset >= start)
        return at;
    at = snap(ops, clip, (struct when){start - clip->offset, TIME_FRAMES}, &within);
    if (within < -clip->offset)
        at.n++; /* a tick was rounded to before the source's first frame */
    return at;
}

enum status
op_clip_trim_start(const struct ops *ops, int64_t clip_id, struct when to)
{
    struct row_clip clip;
    int64_t within;
    enum status status = get_free_clip(ops, clip_id, &clip);

    if (status != ST_OK)
        return status;
    struct when place = snap(ops, &clip, to, &within);
    const struct when first = earliest_start(ops, &clip);

    if (place.n < first.n)
        place = snap(ops, &clip, first, &within);
    if (within >= clip.length)
        return outside(ops, &clip);
    if (clip.kind == CLIP_AUDIO && clip.offset + within < 0)
        /* the start stands at a tick between two of the source's frames */
        return ST_OK;
    clip.at = place.n;
    clip.length -= within;
    clip.offset += clip.kind == CLIP_AUDIO ? within : 0;
    fit_fades(&clip);
    if ((status = ops_put(ops, TABLE_CLIP, &clip)) != ST_OK
        || clip.kind == CLIP_AUDIO)
        return status;
    if ((status = hand_over(ops, TABLE_NOTE, clip_id, within, clip_id)) != ST_OK)
        return status;
    return hand_over(ops, TABLE_EVENT, clip_id, within, clip_id);
}

enum status
op_clip_trim_end(const struct ops *ops, int64_t clip_id, struct when to)
{
    struct row_clip clip;
    enum status status = get_free_clip(ops, clip_id, &clip);

    if (status != ST_OK)
        return status;
    const enum time_unit inner = inner_unit(&clip);
    const int64_t within
        = counted_in(ops, to, inner) - counted_in(ops, place_of(&clip), inner);

    if (within <= 0)
        return outside(ops, &clip);
    clip.length = clip.kind == CLIP_MIDI
                      ? within
                      : min(within, source_length(ops, &clip) - clip.offset);
    fit_fades(&clip);
    return ops_put(ops, TABLE_CLIP, &clip);
}

enum status
op_clip_slip(const struct ops *ops, int64_t clip_id, int64_t by)
{
    struct row_clip clip;
    enum status status = get_audio_clip(ops, clip_id, &clip);

    if (status != ST_OK || (status = ops_clip_free_to_move(ops, &clip)) != ST_OK)
        return status;
    const int64_t last = max(source_length(ops, &clip) - clip.length, 0);

    if (by > last - clip.offset)
        clip.offset = last;
    else
        clip.offset = max(by < -clip.offset ? 0 : clip.offset + by, 0);
    return ops_put(ops, TABLE_CLIP, &clip);
}

/* --- how it sounds ------------------------------------------------------------ */

static enum status
check_fade(const struct ops *ops, const struct row_clip *clip, int64_t length,
           enum fade_shape shape)
{
    if (length < 0)
        return fault_with(ops->fault, ST_RANGE, clip->name,
                          _("a fade cannot be shorter than nothing"),
                          _("choose 0 or more"));
    return ops_check_number(ops, column_named(TABLE_CLIP, "fade_in_shape"), shape);
}

enum status
op_clip_fade_in(const struct ops *ops, int64_t clip_id, int64_t length,
                enum fade_shape shape)
{
    struct row_clip clip;
    enum status status = get_audio_clip(ops, clip_id, &clip);

    if (status != ST_OK
        || (status = check_fade(ops, &clip, length, shape)) != ST_OK)
        return status;
    clip.fade_in = min(length, clip.length);
    clip.fade_out = min(clip.fade_out, clip.length - clip.fade_in);
    clip.fade_in_shape = shape;
    return ops_put(ops, TABLE_CLIP, &clip);
}

enum status
op_clip_fade_out(const struct ops *ops, int64_t clip_id, int64_t length,
                 enum fade_shape shape)
{
    struct row_clip clip;
    enum status status = get_audio_clip(ops, clip_id, &clip);

    if (status != ST_OK
        || (status = check_fade(ops, &clip, length, shape)) != ST_OK)
        return status;
    clip.fade_out = min(length, clip.length);
    clip.fade_in = min(clip.fade_in, clip.length - clip.fade_out);
    clip.fade_out_shape = shape;
    return ops_put(ops, TABLE_CLIP, &clip);
}

enum status
op_clip_gain(const struct ops *ops, int64_t clip_id, double db)
{
    return op_set_number(ops, TABLE_CLIP, clip_id, "gain_db",
                         db < LEVEL_OFF_DB ? LEVEL_OFF_DB : db);
}

enum status
op_clip_mute(const struct ops *ops, int64_t clip_id, bool muted)
{
    return op_set_number(ops, TABLE_CLIP, clip_id, "muted", muted);
}

enum status
op_clip_lock(const struct ops *ops, int64_t clip_id, bool locked)
{
    return op_set_number(ops, TABLE_CLIP, clip_id, "locked", locked);
}

enum status
op_clip_raise(const struct ops *ops, int64_t clip_id)
{
    struct row_clip clip;
    const enum status status = get_clip(ops, clip_id, &clip);

    if (status != ST_OK)
        return status;
    clip.layer = top_layer(ops, clip.lane_id, clip_id);
    return ops_put(ops, TABLE_CLIP, &clip);
}

enum status
op_clip_anchor(const struct ops *ops, int64_t clip_id, enum time_unit unit)
{
    struct row_clip clip;
    const enum status status = get_clip(ops, clip_id, &clip);

    if (status != ST_OK || clip.unit == unit)
        return status;
    clip.at = counted_in(ops, place_of(&clip), unit);
    clip.unit = unit;
    return ops_put(ops, TABLE_CLIP, &clip);
}

struct when
ops_moved(const struct ops *ops, struct when at, struct when by)
{
    const struct when to = {counted_in(ops, at, by.unit) + by.n, by.unit};

    if (at.unit == by.unit)
        return to;
    return (struct when){counted_in(ops, to, at.unit), at.unit};
}
