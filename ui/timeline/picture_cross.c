/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picture_cross.c: where clips of a lane overlap.
 *
 * One picture goes over into the other as one sound does, so that both can be read
 * in the midst of it, and both curves lie on top. */
#include "ui/timeline/picture.h"

#include "ui/view/alloc.h"

#include <stdlib.h>
#include <string.h>

/* pixels of the screen: shorter ones are no more than an edge */
enum { CROSS_FROM = 4 };

/* --- which there are ---------------------------------------------------------- */

/* The segment before `to` that fades out while that one fades in. */
static const struct playlist_segment *
partner(const struct playlist_segment *segments, size_t to)
{
    const struct playlist_fade *in = &segments[to].in[PLAYLIST_OVERLAP];

    for (size_t i = to; i-- > 0;) {
        const struct playlist_fade *out = &segments[i].out[PLAYLIST_OVERLAP];

        if (out->start == in->start && out->length == in->length
            && segments[i].clip_id != segments[to].clip_id)
            return &segments[i];
    }
    return NULL;
}

struct picture_cross *
picture_crosses(const struct picture *picture, int64_t lane, size_t *count)
{
    const struct playlist_segment *segments;
    struct picture_cross *crosses = NULL;
    size_t all, room = 0;

    *count = 0;
    if (playlist_compile_lane(picture->playlist, picture->model, NULL, lane,
                              &segments, &all))
        return NULL;
    for (size_t i = 1; i < all; i++) {
        const struct playlist_segment *from
            = segments[i].in[PLAYLIST_OVERLAP].length > 0 ? partner(segments, i)
                                                          : NULL;

        if (!from)
            continue;
        crosses = view_grow(crosses, &room, *count + 1, sizeof *crosses);
        crosses[(*count)++] = (struct picture_cross){
            from->clip_id, segments[i].clip_id, segments[i].in[PLAYLIST_OVERLAP]};
    }
    return crosses;
}

/* --- what they look like ------------------------------------------------------ */

/* A part of a row, from column `x` of its buffer on. */
struct part {
    struct picture *picture;
    const struct picture_cross *cross;
    struct picture_place place;
    const struct view_row *row;
    struct area body; /* within the part */
};

/* One of both clips alone, in a buffer of the part's size over what is there. */
static struct pixels
clip_alone(const struct part *part, int64_t id, const struct pixels *over)
{
    struct pixels alone = {.width = over->width, .height = over->height,
                           .stride = over->width};
    const struct row_clip *row = model_row(part->picture->model, TABLE_CLIP, id);
    struct picture_clip clip = picture_clip_of(part->picture, row);

    alone.at = view_alloc((size_t)(alone.width * alone.height), sizeof *alone.at);
    for (int y = 0; y < alone.height; y++)
        memcpy(alone.at + y * alone.stride, over->at + y * over->stride,
               (size_t)alone.width * sizeof *alone.at);
    clip.in.length = clip.out.length = 0;
    picture_clip(part->picture, &clip, &part->place, part->row, &alone);
    return alone;
}

/* How far the crossfade has gone in the midst of a column, 0 … 256. */
static unsigned
gone(const struct part *part, int x)
{
    const struct playlist_fade *fade = &part->cross->fade;
    const double done = (picture_frame(&part->place, x + 0.5) - (double)fade->start)
                        / (double)fade->length;

    return done <= 0 ? 0 : done >= 1 ? 256 : (unsigned)(done * 256);
}

static void
dissolve(const struct part *part, const struct pixels *from,
         const struct pixels *over, struct pixels *to)
{
    const struct area *body = &part->body;

    for (int x = 0; x < to->width; x++) {
        const unsigned alpha = gone(part, x);

        for (int y = body->y; y < body->y + body->height; y++)
            to->at[y * to->stride + x]
                = pixel_blend(from->at[y * from->stride + x],
                              over->at[y * over->stride + x] & 0xffffff, alpha);
    }
}

static void
paint_gain_of(const struct part *part, bool in, struct pixels *to)
{
    const struct row_clip *row = model_row(
        part->picture->model, TABLE_CLIP, in ? part->cross->to : part->cross->from);
    const struct picture_clip clip = picture_clip_of(part->picture, row);
    const struct clip_colors colors
        = palette_clip(&part->picture->palette, clip.hue, clip.quiet);
    const float unit = (float)part->place.unit,
                height = (float)part->body.height - unit;
    float *y = view_alloc((size_t)to->width + 1, sizeof *y);

    for (int x = 0; x <= to->width; x++)
        y[x] = (float)part->body.y + unit / 2
               + (1 - picture_fade_gain(&part->cross->fade, in,
                                        picture_frame(&part->place, x)))
                     * height;
    paint_curve(to, 0, to->width, y, 1.4f * unit, colors.curve, 230);
    free(y);
}

static void
paint_part(const struct part *part, struct pixels *to)
{
    struct pixels from = clip_alone(part, part->cross->from, to);
    struct pixels over = clip_alone(part, part->cross->to, to);

    dissolve(part, &from, &over, to);
    paint_gain_of(part, false, to);
    paint_gain_of(part, true, to);
    free(from.at);
    free(over.at);
}

void
picture_cross(struct picture *picture, const struct picture_cross *cross,
              const struct picture_place *place, const struct view_row *row,
              struct pixels *to)
{
    const int64_t end = cross->fade.start + cross->fade.length;
    const int x0 = picture_x(place, (double)cross->fade.start);
    const int x1 = picture_x(place, (double)end) - place->unit;
    const int left = x0 > 0 ? x0 : 0, right = x1 < to->width ? x1 : to->width;
    struct pixels there = {to->at + left, right - left, to->height, to->stride};

    if (left >= right || x1 - x0 < CROSS_FROM * place->unit)
        return;
    const struct picture_clip whole = {.start = cross->fade.start, .end = end};
    struct part part = {picture, cross, *place, row, {0}};
    struct clip_frame frame;

    part.place.x += left;
    frame = picture_frame_of(&whole, &part.place, row);
    part.body = clip_body(&frame);
    paint_part(&part, &there);
}
