/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/paint_clip.h"

#include <math.h>

enum { RADIUS = 4, SMALL = 3 };

struct area
clip_body(const struct clip_frame *frame)
{
    const int top = frame->y + frame->band;

    return (struct area){frame->x0, top, frame->x1 - frame->unit - frame->x0,
                         frame->y + frame->height - top};
}

/* How far a pixel `across` from the side and `down` from the top of a corner is
 * covered. */
static unsigned
corner_cover(int radius, int across, int down)
{
    const float away
        = hypotf((float)(radius - across) - 0.5f, (float)(radius - down) - 0.5f);
    const float cover = fminf(fmaxf((float)radius + 0.5f - away, 0), 1);

    return (unsigned)(cover * 256);
}

/* One line of the clip, `from_edge` lines from the upper or lower one. */
static void
paint_line(struct pixels *to, int x0, int x1, int y, int radius, int from_edge,
           rgb_t color)
{
    if (from_edge >= radius) {
        paint_fill(to, (struct area){x0, y, x1 - x0, 1}, color);
        return;
    }
    paint_fill(to, (struct area){x0 + radius, y, x1 - x0 - 2 * radius, 1}, color);
    for (int i = 0; i < radius; i++) {
        const unsigned cover = corner_cover(radius, i, from_edge);

        paint_blend(to, (struct area){x0 + i, y, 1, 1}, color, cover);
        paint_blend(to, (struct area){x1 - 1 - i, y, 1, 1}, color, cover);
    }
}

static rgb_t
line_color(const struct clip_frame *frame, const struct clip_colors *colors,
           int line)
{
    const int body = frame->height - frame->band;

    if (line < frame->unit)
        return frame->band ? colors->rim
                           : rgb_mix(colors->body_top, colors->rim, 0.5);
    if (line < frame->band)
        return rgb_mix(colors->band_top, colors->band_bottom,
                       (double)line / frame->band);
    if (line == frame->band && frame->band)
        return rgb_mix(colors->body_top, 0x000000, 0.22);
    return rgb_mix(colors->body_top, colors->body_bottom,
                   (double)(line - frame->band) / (body > 1 ? body - 1 : 1));
}

/* Far away clips are marks, no frames: without a gap they would be one, with it
 * nothing. */
static void
paint_small(struct pixels *to, const struct clip_frame *frame,
            const struct clip_colors *colors, int width)
{
    const struct area area
        = {frame->x0, frame->y, width > 0 ? width : 1, frame->height};

    paint_fill(to, area, rgb_mix(colors->body_top, colors->wave, 0.45));
    paint_fill(to, (struct area){area.x, area.y, area.width, frame->band},
               colors->band_top);
}

void
paint_clip(struct pixels *to, const struct clip_frame *frame,
           const struct clip_colors *colors)
{
    const int x1 = frame->x1 - frame->unit, width = x1 - frame->x0;
    int radius = RADIUS * frame->unit;

    if (width < SMALL * frame->unit) {
        paint_small(to, frame, colors, width);
        return;
    }
    if (radius > width / 2)
        radius = width / 2;
    if (radius > frame->height / 2)
        radius = frame->height / 2;
    for (int line = 0; line < frame->height; line++) {
        const int below = frame->height - 1 - line;

        paint_line(to, frame->x0, x1, frame->y + line, radius,
                   line < below ? line : below, line_color(frame, colors, line));
    }
}

void
paint_clip_offline(struct pixels *to, const struct clip_frame *frame,
                   int64_t x_of_song, const struct clip_colors *colors)
{
    struct area body = clip_body(frame);

    body.y += frame->unit;
    body.height -= 2 * frame->unit;
    paint_hatch(to, body, x_of_song, 12 * frame->unit, colors->wave, 70);
}

int
paint_clip_lock(struct pixels *to, const struct clip_frame *frame,
                const struct clip_colors *colors)
{
    static const char *const ROWS[] = {" ### ", " # # ", " # # ", "#####",
                                       "## ##", "#####", "#####"};
    const int unit = frame->unit, width = 13 * unit;
    const int x = frame->x1 - width + unit;
    const int y = frame->y + (frame->band - 7 * unit) / 2;

    if (frame->band < 9 * unit || frame->x1 - frame->x0 < 3 * width)
        return 0;
    for (int row = 0; row < 7; row++)
        for (int i = 0; i < 5; i++)
            if (ROWS[row][i] == '#')
                paint_blend(to,
                            (struct area){x + i * unit, y + row * unit, unit, unit},
                            colors->text, 220);
    return width;
}

void
paint_curve(struct pixels *to, int x, int count, const float y[], float thickness,
            rgb_t color, unsigned alpha)
{
    for (int i = 0; i < count; i++) {
        const float top = fminf(y[i], y[i + 1]), bottom = fmaxf(y[i], y[i + 1]);

        paint_column(to, x + i, top - thickness / 2, bottom + thickness / 2, color,
                     alpha);
    }
}

enum { PIECE = 256 };

static void
fade_piece(struct pixels *to, const struct area *body, float unit, int x, int count,
           const float gains[], const struct clip_colors *colors)
{
    float y[PIECE + 1];

    for (int i = 0; i <= count; i++)
        y[i] = (float)body->y + (1 - gains[i]) * ((float)body->height - unit)
               + unit / 2;
    for (int i = 0; i < count; i++)
        paint_column(to, x + i, (float)body->y, (y[i] + y[i + 1]) / 2,
                     colors->shade, 150);
    paint_curve(to, x, count, y, 1.4f * unit, colors->curve, 215);
}

void
paint_clip_fade(struct pixels *to, const struct clip_frame *frame, int x, int count,
                const float gains[], const struct clip_colors *colors)
{
    const struct area body = clip_body(frame);

    for (int at = 0; at < count; at += PIECE)
        fade_piece(to, &body, (float)frame->unit, x + at,
                   count - at < PIECE ? count - at : PIECE, gains + at, colors);
}
