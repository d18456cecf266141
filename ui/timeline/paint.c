/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/paint.h"

#include <math.h>
#include <wchar.h>

static struct area
within(const struct pixels *to, struct area area)
{
    const int x0 = area.x > 0 ? area.x : 0, y0 = area.y > 0 ? area.y : 0;
    int x1 = area.x + area.width, y1 = area.y + area.height;

    x1 = x1 < to->width ? x1 : to->width;
    y1 = y1 < to->height ? y1 : to->height;
    return (struct area){x0, y0, x1 - x0, y1 - y0};
}

static uint32_t *
line_at(struct pixels *to, int x, int y)
{
    return to->at + (intptr_t)y * to->stride + x;
}

/* The C library has this in the widest words of each processor. */
static void
fill_line(uint32_t *line, int width, uint32_t pixel)
{
    _Static_assert(sizeof(wchar_t) == sizeof *line, "a wide character is a pixel");
    wmemset((wchar_t *)(void *)line, (wchar_t)pixel, (size_t)width);
}

void
paint_fill(struct pixels *to, struct area area, rgb_t color)
{
    area = within(to, area);
    if (area.width <= 0)
        return;
    for (int y = 0; y < area.height; y++)
        fill_line(line_at(to, area.x, area.y + y), area.width, 0xff000000 | color);
}

void
paint_blend(struct pixels *to, struct area area, rgb_t color, unsigned alpha)
{
    area = within(to, area);
    for (int y = 0; y < area.height; y++) {
        uint32_t *line = line_at(to, area.x, area.y + y);

        for (int x = 0; x < area.width; x++)
            line[x] = pixel_blend(line[x], color, alpha);
    }
}

void
paint_shade(struct pixels *to, struct area area, rgb_t top, rgb_t bottom)
{
    for (int y = 0; y < area.height; y++)
        paint_fill(to, (struct area){area.x, area.y + y, area.width, 1},
                   rgb_mix(top, bottom,
                           area.height > 1 ? (double)y / (area.height - 1) : 0));
}

static void
blend_at(struct pixels *to, int x, int y, rgb_t color, float alpha)
{
    if (y < 0 || y >= to->height || alpha <= 0)
        return;
    uint32_t *pixel = line_at(to, x, y);

    *pixel = pixel_blend(*pixel, color, (unsigned)(alpha < 256 ? alpha : 256));
}

void
paint_column(struct pixels *to, int x, float y0, float y1, rgb_t color,
             unsigned alpha)
{
    if (x < 0 || x >= to->width || y1 <= 0 || y0 >= (float)to->height || y1 <= y0)
        return;
    y0 = fmaxf(y0, 0);
    y1 = fminf(y1, (float)to->height);
    const int first = (int)y0, last = (int)y1;

    if (first == last) {
        blend_at(to, x, first, color, (y1 - y0) * (float)alpha);
        return;
    }
    blend_at(to, x, first, color, ((float)first + 1 - y0) * (float)alpha);
    uint32_t *pixel = line_at(to, x, first + 1);

    if (alpha >= 256)
        for (int y = first + 1; y < last; y++, pixel += to->stride)
            *pixel = 0xff000000 | color;
    else
        for (int y = first + 1; y < last; y++, pixel += to->stride)
            *pixel = pixel_blend(*pixel, color, alpha);
    blend_at(to, x, last, color, (y1 - (float)last) * (float)alpha);
}

void
paint_hatch(struct pixels *to, struct area area, int64_t x_of_song, int period,
            rgb_t color, unsigned alpha)
{
    const int64_t phase = (x_of_song % period + period) % period;

    area = within(to, area);
    for (int y = area.y; y < area.y + area.height; y++) {
        uint32_t *line = line_at(to, area.x, y);

        for (int x = 0; x < area.width; x++)
            if ((phase + area.x + x + y) % period < period / 2)
                line[x] = pixel_blend(line[x], color, alpha);
    }
}

void
paint_dot(struct pixels *to, float x, float y, float radius, rgb_t color,
          unsigned alpha)
{
    const int x0 = (int)floorf(x - radius), x1 = (int)ceilf(x + radius);
    const int y0 = (int)floorf(y - radius), y1 = (int)ceilf(y + radius);

    for (int py = y0; py <= y1; py++)
        for (int px = x0; px <= x1; px++) {
            const float away = hypotf((float)px + 0.5f - x, (float)py + 0.5f - y);
            const float cover = fminf(fmaxf(radius + 0.5f - away, 0), 1);

            if (px >= 0 && px < to->width)
                blend_at(to, px, py, color, cover * (float)alpha);
        }
}
