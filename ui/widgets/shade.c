/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/shade.h"

#define AREA_ALPHA 0.10
#define LINE_ALPHA 0.22

static void
trace(cairo_t *cr, const struct shade_room *room, const double *heights, int count)
{
    for (int i = 0; i < count; i++)
        cairo_line_to(cr, room->left + room->width * i / (count - 1),
                      room->top + room->height * (1 - heights[i]));
}

void
shade_draw(cairo_t *cr, const struct shade_room *room, const GdkRGBA *color,
           const double *area, const double *line, int count)
{
    const double bottom = room->top + room->height;

    cairo_new_path(cr);
    cairo_move_to(cr, room->left, bottom);
    trace(cr, room, area, count);
    cairo_line_to(cr, room->left + room->width, bottom);
    cairo_close_path(cr);
    cairo_set_source_rgba(cr, color->red, color->green, color->blue, AREA_ALPHA);
    cairo_fill(cr);
    if (!line)
        return;
    trace(cr, room, line, count);
    cairo_set_line_width(cr, 1);
    cairo_set_source_rgba(cr, color->red, color->green, color->blue, LINE_ALPHA);
    cairo_stroke(cr);
}
