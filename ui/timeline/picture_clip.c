/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picture_clip.c: one clip: ground, sound, fades and name. */
#include "ui/timeline/picture.h"

#include "ui/timeline/paint_wave.h"
#include "ui/view/alloc.h"
#include "ui/view/hit.h"

#include <math.h>
#include <stdlib.h>

enum {
    PIECE = 1024,      /* columns at a time */
    STEREO_FROM = 44,  /* pixels of the screen, for both channels apart */
    LABEL_FROM = 26,   /* pixels of a clip, for a name */
    SOUND_FROM = 3,
    FADE_FROM = 4, /* shorter ones are no more than a click's width */
};
#define FAR_BEND 0.52
#define LINES_FROM 0.5 /* frames a column, and less: samples are joined by lines */

/* --- what there is to paint --------------------------------------------------- */

static bool
is_muted(const struct picture *picture, int64_t track)
{
    for (int depth = 0; track && depth < 64; depth++) {
        const struct row_strip *strip
            = model_row(picture->model, TABLE_STRIP, track);
        const struct row_track *row = model_row(picture->model, TABLE_TRACK, track);

        if (strip && strip->mute)
            return true;
        track = row ? row->folder_id : 0;
    }
    return false;
}

struct picture_clip
picture_clip_of(const struct picture *picture, const struct row_clip *clip)
{
    const struct row_lane *lane
        = model_row(picture->model, TABLE_LANE, clip->lane_id);
    const struct row_track *track
        = lane ? model_row(picture->model, TABLE_TRACK, lane->track_id) : NULL;
    struct clip_span span = {0};

    (void)clips_span(picture->model, clip->id, &span);
    return (struct picture_clip){
        .clip = clip,
        .start = span.start,
        .end = span.end,
        .offset = clip->offset,
        .gain_db = clip->gain_db,
        .in = {span.start, clip->fade_in, (enum fade_shape)clip->fade_in_shape},
        .out = {span.end - clip->fade_out, clip->fade_out,
                (enum fade_shape)clip->fade_out_shape},
        .hue = clip->color >= 0 ? (rgb_t)clip->color
               : track          ? (rgb_t)track->color
                                : 0x808080,
        .quiet = clip->muted || (track && is_muted(picture, track->id)),
    };
}

/* --- its sound ---------------------------------------------------------------- */

struct sound {
    struct picture *picture;
    const struct picture_clip *clip;
    const struct picture_place *place;
    const struct clip_colors *colors;
    struct pixels *to;
    int x, count; /* columns */
};

/* The frame of the source at a column's left edge. */
static double
source_frame(const struct sound *sound, double x)
{
    return picture_frame(sound->place, x) - (double)sound->clip->start
           + (double)sound->clip->offset;
}

static double
column_width(const struct sound *sound)
{
    return sound->place->scale / sound->place->unit;
}

static void
merge(struct wave_column *columns, const struct wave_column *others, int count)
{
    for (int i = 0; i < count; i++) {
        columns[i].min = fminf(columns[i].min, others[i].min);
        columns[i].max = fmaxf(columns[i].max, others[i].max);
        columns[i].rms = (columns[i].rms + others[i].rms) / 2;
    }
}

static void
paint_columns(const struct sound *sound, const struct wave_place *place,
              unsigned channel, bool both)
{
    struct waves *waves = sound->picture->waves;
    const int64_t source = sound->clip->clip->source_id;
    const double start = source_frame(sound, sound->x), width = column_width(sound);
    struct wave_column columns[PIECE], others[PIECE];
    const size_t count = (size_t)sound->count;

    if (wave_columns(waves, source, channel, start, width, count, columns)
        != WAVE_READY)
        return;
    if (both
        && wave_columns(waves, source, 1, start, width, count, others)
               == WAVE_READY)
        merge(columns, others, sound->count);
    paint_wave(sound->to, place, columns, sound->colors);
}

/* Whether the samples could be read. */
static bool
paint_lines(const struct sound *sound, const struct wave_place *around,
            unsigned channel)
{
    const struct picture_clip *clip = sound->clip;
    struct wave_place place = *around;
    const double start = source_frame(sound, sound->x), width = column_width(sound);
    const int64_t first = (int64_t)floor(start) - 1;
    const int count = (int)(sound->count * width) + 4;
    float *samples = view_alloc((size_t)count, sizeof *samples);
    const bool there
        = wave_samples(sound->picture->waves, sound->clip->clip->source_id, channel,
                       first, (size_t)count, samples);

    place.first_dot = (int)fmax((double)(clip->offset - first), 0);
    place.end_dot = (int)fmin(
        (double)(clip->offset + clip->end - clip->start - first), count);
    if (there)
        paint_samples(sound->to, &place, samples, count,
                      ((double)first - start) / width, 1 / width, sound->colors);
    free(samples);
    return there;
}

/* From afar what is quiet is lifted; near by a wave has its own shape. */
static float
bend_of(double width)
{
    const double near = fmin(fmax((width - 1) / 15, 0), 1);

    return (float)(1 - (1 - FAR_BEND) * near);
}

static void
paint_channel(const struct sound *sound, struct area area, unsigned channel,
              bool both)
{
    const float unit = (float)sound->place->unit;
    const struct view *view = sound->picture->view;
    const struct wave_place place = {
        .bend = bend_of(column_width(sound)),
        .x = sound->x,
        .count = sound->count,
        .middle = (float)area.y + (float)area.height / 2,
        .half = (float)area.height / 2 - unit,
        .gain = wave_gain(sound->clip->gain_db, view->waves_db),
        .unit = unit,
        .clipped = sound->picture->palette.rec,
    };

    if (column_width(sound) >= LINES_FROM || !paint_lines(sound, &place, channel))
        paint_columns(sound, &place, channel, both);
}

static void
paint_ready(const struct sound *sound, struct area body)
{
    const int unit = sound->place->unit;
    const unsigned channels
        = wave_channels(sound->picture->waves, sound->clip->clip->source_id);

    if (channels > 1 && body.height >= STEREO_FROM * unit) {
        const struct area upper = {body.x, body.y, body.width, body.height / 2};
        const struct area lower = {body.x, body.y + upper.height, body.width,
                                   body.height - upper.height};

        paint_channel(sound, upper, 0, false);
        paint_channel(sound, lower, 1, false);
    } else {
        paint_channel(sound, body, 0, channels > 1);
    }
}

static void
paint_sound(struct picture *picture, const struct picture_clip *clip,
            const struct picture_place *place, const struct clip_frame *frame,
            const struct clip_colors *colors, struct pixels *to)
{
    const struct area body = clip_body(frame);
    const int x1
        = body.x + body.width < to->width ? body.x + body.width : to->width;
    struct sound sound
        = {picture, clip, place, colors, to, body.x > 0 ? body.x : 0, 0};

    if (!picture->waves || !clip->clip->source_id)
        return;
    const enum wave_state state = wave_state(picture->waves, clip->clip->source_id);

    if (state == WAVE_WAITING)
        picture->waits = true;
    if (state == WAVE_OFFLINE)
        paint_clip_offline(to, frame, place->x, colors);
    if (state != WAVE_READY)
        return;
    for (; sound.x < x1; sound.x += PIECE) {
        sound.count = x1 - sound.x < PIECE ? x1 - sound.x : PIECE;
        paint_ready(&sound, body);
    }
}

/* --- fades -------------------------------------------------------------------- */

/* Between two frames a straight line: far in, a frame is many columns. */
float
picture_fade_gain(const struct playlist_fade *fade, bool in, double frame)
{
    double (*const gain)(const struct playlist_fade *, int64_t)
        = in ? playlist_fade_in_gain : playlist_fade_out_gain;
    const double whole = floor(frame);
    const double a = gain(fade, (int64_t)whole), b = gain(fade, (int64_t)whole + 1);

    return (float)(a + (b - a) * (frame - whole));
}

static void
paint_fade(const struct picture_clip *clip, bool in,
           const struct picture_place *place, const struct clip_frame *frame,
           const struct clip_colors *colors, struct pixels *to)
{
    const struct playlist_fade *fade = in ? &clip->in : &clip->out;
    const int end = frame->x1 - place->unit;
    int x0 = picture_x(place, (double)fade->start);
    int x1 = picture_x(place, (double)(fade->start + fade->length));

    x0 = x0 > frame->x0 ? x0 : frame->x0;
    x0 = x0 > 0 ? x0 : 0;
    x1 = x1 < end ? x1 : end;
    x1 = x1 < to->width ? x1 : to->width;
    if (fade->length <= 0 || x1 <= x0
        || (double)fade->length / place->scale < FADE_FROM)
        return;
    float *gains = view_alloc((size_t)(x1 - x0) + 1, sizeof *gains);

    for (int i = 0; i <= x1 - x0; i++)
        gains[i] = picture_fade_gain(fade, in, picture_frame(place, x0 + i));
    paint_clip_fade(to, frame, x0, x1 - x0, gains, colors);
    free(gains);
}

/* --- the whole ---------------------------------------------------------------- */

struct clip_frame
picture_frame_of(const struct picture_clip *clip, const struct picture_place *place,
                 const struct view_row *row)
{
    return (struct clip_frame){
        .x0 = picture_x(place, (double)clip->start),
        .x1 = picture_x(place, (double)clip->end),
        .y = CLIP_TOP * place->unit,
        .height = (row->height - CLIP_TOP - CLIP_BOTTOM) * place->unit,
        .band = row->band * place->unit,
        .unit = place->unit,
    };
}

static void
paint_name(struct picture *picture, const struct picture_clip *clip,
           const struct clip_frame *frame, const struct clip_colors *colors,
           struct pixels *to)
{
    const int unit = frame->unit;
    int end = frame->x1 - 4 * unit, width, height;
    const rgb_t color = frame->band ? colors->text : colors->curve;

    if (frame->x1 - frame->x0 < LABEL_FROM * unit || !clip->clip->name[0])
        return;
    if (clip->clip->locked)
        end -= paint_clip_lock(to, frame, colors);
    labels_size(picture->labels, clip->clip->name, &width, &height);
    labels_paint(picture->labels, to, clip->clip->name, frame->x0 + 6 * unit,
                 frame->y
                     + (frame->band ? (frame->band - height + unit) / 2 : unit),
                 end, color, 256);
}

static void
paint_gain(const struct picture_clip *clip, const struct clip_frame *frame,
           const struct clip_colors *colors, struct pixels *to)
{
    const struct area body = clip_body(frame);
    const struct clip_box box
        = {.y = frame->y, .height = frame->height, .band = frame->band};

    if (clip->gain_db == 0 || body.width < SOUND_FROM * frame->unit)
        return;
    paint_blend(to,
                (struct area){body.x, (int)clip_gain_y(&box, clip->gain_db),
                              body.width, frame->unit},
                colors->curve, 120);
}

void
picture_clip(struct picture *picture, const struct picture_clip *clip,
             const struct picture_place *place, const struct view_row *row,
             struct pixels *to)
{
    const struct clip_frame frame = picture_frame_of(clip, place, row);
    const struct clip_colors colors
        = palette_clip(&picture->palette, clip->hue, clip->quiet);

    paint_clip(to, &frame, &colors);
    if (frame.x1 - frame.x0 < SOUND_FROM * place->unit)
        return;
    if (clip->clip->kind == CLIP_MIDI)
        picture_notes(picture, clip, place, clip_body(&frame), &colors, to);
    else
        paint_sound(picture, clip, place, &frame, &colors, to);
    paint_fade(clip, true, place, &frame, &colors, to);
    paint_fade(clip, false, place, &frame, &colors, to);
    paint_gain(clip, &frame, &colors, to);
    paint_name(picture, clip, &frame, &colors, to);
}
