/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/zoom.h"

#include <math.h>

static double
within(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

frames_t
zoom_at(const struct zoom *zoom, double x)
{
    const double at = floor(zoom_frame(zoom, x) + 0.5);

    return frames(at > 0 ? (int64_t)at : 0);
}

void
zoom_clamp(struct zoom *zoom)
{
    zoom->scale = within(zoom->scale, ZOOM_NEAREST, ZOOM_FARTHEST);

    const double last = zoom->end - zoom->width * zoom->scale / 2;

    zoom->start = within(zoom->start, 0, fmax(last, 0));
    zoom->top = within(zoom->top, 0, fmax(zoom->rows - zoom->height, 0));
}

void
zoom_hold(struct zoom *zoom, double frame, double x, double scale)
{
    zoom->scale = within(scale, ZOOM_NEAREST, ZOOM_FARTHEST);
    zoom->start = frame - x * zoom->scale;
    zoom_clamp(zoom);
}

void
zoom_by(struct zoom *zoom, double x, double factor)
{
    zoom_hold(zoom, zoom_frame(zoom, x), x, zoom->scale * factor);
}

void
zoom_range(struct zoom *zoom, frames_t from, frames_t to)
{
    const double length = (double)(to.n - from.n);

    if (length <= 0 || zoom->width <= 0)
        return;
    zoom->scale = within(length * 1.04 / zoom->width, ZOOM_NEAREST, ZOOM_FARTHEST);
    zoom->start
        = ((double)from.n + (double)to.n) / 2 - zoom->width * zoom->scale / 2;
    zoom_clamp(zoom);
}

void
zoom_all(struct zoom *zoom)
{
    const double all = zoom->song > 0 ? zoom->song : zoom->end;

    if (all <= 0 || zoom->width <= 0)
        return;
    zoom->scale = all * 1.04 / zoom->width;
    zoom->start = 0;
    zoom_clamp(zoom);
}

bool
zoom_scroll(struct zoom *zoom, double dx, double dy)
{
    const double start = zoom->start, top = zoom->top;

    zoom->start += dx * zoom->scale;
    zoom->top += dy;
    zoom_clamp(zoom);
    return zoom->start != start || zoom->top != top;
}

bool
zoom_show(struct zoom *zoom, frames_t at, double margin)
{
    const double before = zoom->start;
    const double room = fmin(margin, zoom->width / 2.0);
    const double x = zoom_x(zoom, at);

    if (x < room)
        zoom->start -= (room - x) * zoom->scale;
    else if (x > zoom->width - room)
        zoom->start += (x - zoom->width + room) * zoom->scale;
    zoom_clamp(zoom);
    return zoom->start != before;
}

bool
zoom_show_row(struct zoom *zoom, double y, double height)
{
    const double before = zoom->top;

    if (y + height > zoom->top + zoom->height)
        zoom->top = y + height - zoom->height;
    if (y < zoom->top)
        zoom->top = y;
    zoom_clamp(zoom);
    return zoom->top != before;
}

/* The playhead comes to stand a tenth of the way in, so that what was just heard is
 * still there. */
bool
zoom_follow(struct zoom *zoom, frames_t at)
{
    const double before = zoom->start;
    const double x = zoom_x(zoom, at);

    if (x >= 0 && x < zoom->width)
        return false;
    zoom->start = (double)at.n - zoom->width * zoom->scale / 10;
    zoom_clamp(zoom);
    return zoom->start != before;
}

/* A part of the way each time, so that nothing jumps; the last of it at once. */
bool
zoom_glide(struct zoom *zoom, frames_t at)
{
    const double before = zoom->start, near = 24, part = 0.25;
    const double x = zoom_x(zoom, at), ahead = x - zoom->width / 2.0;

    if (x >= 0 && ahead <= 0)
        return false;
    if (x < 0 || x >= zoom->width || ahead < near)
        zoom->start += ahead * zoom->scale;
    else
        zoom->start += fmax(ahead * part, near) * zoom->scale;
    zoom_clamp(zoom);
    return zoom->start != before;
}
