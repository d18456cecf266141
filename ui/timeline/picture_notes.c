/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picture_notes.c: the notes of a clip, as far apart as its highest and lowest. */
#include "ui/timeline/picture.h"

struct keys {
    int64_t low, high;
};

/* Not less than an octave, or a bass line of two notes would jump from top to
 * bottom. */
static struct keys
keys_of(const struct model *model, int64_t clip)
{
    struct keys keys = {127, 0};
    const struct row_note *note;

    for (note = model_first(model, TABLE_NOTE, clip); note;
         note = model_next(model, TABLE_NOTE, note)) {
        keys.low = note->key < keys.low ? note->key : keys.low;
        keys.high = note->key > keys.high ? note->key : keys.high;
    }
    while (keys.high - keys.low < 12) {
        keys.high++;
        keys.low--;
    }
    return keys;
}

static void
paint_note(const struct picture_place *place, struct area body, struct keys keys,
           const struct row_note *note, double start, double end, rgb_t color,
           struct pixels *to)
{
    const int unit = place->unit, room = body.height - 6 * unit;
    const int64_t range = keys.high - keys.low + 1;
    const int thick
        = room / range > 2 * unit ? (int)(room / range) - unit : 2 * unit;
    const int y = body.y + 3 * unit + (int)((keys.high - note->key) * room / range);
    int x0 = picture_x(place, start), x1 = picture_x(place, end) - unit;

    x0 = x0 > body.x ? x0 : body.x;
    x1 = x1 > x0 ? x1 : x0 + unit;
    x1 = x1 < body.x + body.width ? x1 : body.x + body.width;
    paint_blend(to,
                (struct area){x0, y, x1 - x0, thick < 5 * unit ? thick : 5 * unit},
                color, 140 + (unsigned)note->velocity * 110 / 127);
}

void
picture_notes(const struct picture *picture, const struct picture_clip *clip,
              const struct picture_place *place, struct area body,
              const struct clip_colors *colors, struct pixels *to)
{
    const struct tempo_map *map = model_tempo(picture->model);
    const struct when at = {clip->clip->at, (enum time_unit)clip->clip->unit};
    const ticks_t first = when_ticks(map, at);
    const struct keys keys = keys_of(picture->model, clip->clip->id);
    const double shift = (double)(clip->start - when_frames(map, at).n);
    const struct row_note *note;

    for (note = model_first(picture->model, TABLE_NOTE, clip->clip->id); note;
         note = model_next(picture->model, TABLE_NOTE, note)) {
        const frames_t start = tempo_frames(map, ticks_add(first, note->at));
        const frames_t end
            = tempo_frames(map, ticks(first.n + note->at.n + note->length));

        if (start.n + shift < (double)clip->end)
            paint_note(place, body, keys, note, (double)start.n + shift,
                       (double)end.n + shift, colors->core, to);
    }
}
