/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/curve_private.h"
#include "ui/widgets/draw.h"
#include "ui/widgets/shade.h"

#include <math.h>

#define MARGIN 8.0

struct curve_room
curve_room(UiCurve *self)
{
    const double margin = self->small ? 0 : MARGIN;

    return (struct curve_room){
        .left = margin,
        .top = margin,
        .width = gtk_widget_get_width(GTK_WIDGET(self)) - 2 * margin,
        .height = gtk_widget_get_height(GTK_WIDGET(self)) - 2 * margin,
    };
}

double
curve_x(UiCurve *self, double x)
{
    const struct curve_room room = curve_room(self);

    return room.left + room.width * number_place(self->x.number, x);
}

double
curve_y(UiCurve *self, double y)
{
    const struct curve_room room = curve_room(self);

    return room.top + room.height * (1 - number_place(self->y.number, y));
}

static void
source(cairo_t *cr, const GdkRGBA *color, double alpha)
{
    cairo_set_source_rgba(cr, color->red, color->green, color->blue,
                          color->alpha * alpha);
}

static void
draw_label(UiCurve *self, cairo_t *cr, const char *text, double x, double y)
{
    PangoLayout *layout = gtk_widget_create_pango_layout(GTK_WIDGET(self), text);
    PangoAttrList *attributes = pango_attr_list_new();

    pango_attr_list_insert(attributes, pango_attr_scale_new(0.8));
    pango_layout_set_attributes(layout, attributes);
    cairo_move_to(cr, x, y);
    source(cr, &self->colors.dim, 0.9);
    pango_cairo_show_layout(cr, layout);
    pango_attr_list_unref(attributes);
    g_object_unref(layout);
}

/* A value on an axis, without its unit: «1k», «−12». */
static void
mark_text(const struct number *number, double value, char *out, size_t size)
{
    if (number->unit == NUMBER_HZ)
        g_snprintf(out, size, value >= 1000 ? "%gk" : "%g",
                   value >= 1000 ? value / 1000 : value);
    else
        g_snprintf(out, size,
                   value > 0   ? "+%g"
                   : value < 0 ? "−%g"
                               : "0",
                   fabs(value));
}

static void
draw_marks(UiCurve *self, cairo_t *cr)
{
    const struct curve_room room = curve_room(self);
    char text[24];

    cairo_set_line_width(cr, 1);
    for (size_t i = 0; i < self->x.count; i++) {
        const double x = round(curve_x(self, self->x.marks[i])) + 0.5;

        cairo_move_to(cr, x, room.top);
        cairo_line_to(cr, x, room.top + room.height);
        source(cr, &self->colors.fg, 0.06);
        cairo_stroke(cr);
        mark_text(self->x.number, self->x.marks[i], text, sizeof text);
        draw_label(self, cr, text, x + 3, room.top + room.height - 12);
    }
    for (size_t i = 0; i < self->y.count; i++) {
        const double y = round(curve_y(self, self->y.marks[i])) + 0.5;

        cairo_move_to(cr, room.left, y);
        cairo_line_to(cr, room.left + room.width, y);
        source(cr, &self->colors.fg, self->y.marks[i] == 0 ? 0.16 : 0.06);
        cairo_stroke(cr);
        mark_text(self->y.number, self->y.marks[i], text, sizeof text);
        draw_label(self, cr, text, room.left + 2, y + 1);
    }
}

static void
trace(UiCurve *self, cairo_t *cr, const double *samples)
{
    const struct curve_room room = curve_room(self);

    for (int i = 0; i < CURVE_SAMPLES; i++)
        cairo_line_to(cr, room.left + room.width * i / (CURVE_SAMPLES - 1),
                      curve_y(self, samples[i]));
}

static void
draw_shade(UiCurve *self, cairo_t *cr)
{
    const struct curve_room room = curve_room(self);
    const struct shade_room behind = {room.left, room.top, room.width, room.height};

    if (self->have_shade)
        shade_draw(cr, &behind, &self->colors.fg, self->shade,
                   self->have_shade_line ? self->shade_line : NULL, CURVE_SAMPLES);
}

static void
draw_line(UiCurve *self, cairo_t *cr, int i)
{
    const struct curve_line *line = &self->lines[i];
    const struct curve_room room = curve_room(self);

    if (!line->y)
        return;
    if (line->fill > 0) {
        const double base = curve_y(self, line->base);

        cairo_move_to(cr, room.left, base);
        trace(self, cr, self->samples[i]);
        cairo_line_to(cr, room.left + room.width, base);
        cairo_close_path(cr);
        source(cr, &line->color, line->fill);
        cairo_fill(cr);
    }
    if (line->width <= 0)
        return;
    cairo_new_path(cr);
    trace(self, cr, self->samples[i]);
    cairo_set_line_width(cr, line->width);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    source(cr, &line->color, 1);
    cairo_stroke(cr);
}

/* On the colours of points, which are the same, and light, in every palette. */
static const GdkRGBA INK = {0.09f, 0.05f, 0.02f, 1};

static void
draw_point(UiCurve *self, cairo_t *cr, int i)
{
    const struct curve_point *point = &self->points[i];
    const bool picked = i == self->picked;
    const double x = curve_x(self, point->x), y = curve_y(self, point->y);
    const double radius = picked ? 8.5 : 7;

    if (!point->shown)
        return;
    if (picked) {
        cairo_arc(cr, x, y, radius + 5, 0, 2 * G_PI);
        source(cr, &point->color, 0.22);
        cairo_fill(cr);
    }
    cairo_arc(cr, x, y, radius, 0, 2 * G_PI);
    source(cr, point->on ? &point->color : &self->colors.bg3, 1);
    cairo_fill_preserve(cr);
    cairo_set_line_width(cr, 1.5);
    source(cr, point->on ? &self->colors.bg0 : &point->color,
           point->on ? 0.6 : 0.7);
    cairo_stroke(cr);

    PangoLayout *layout
        = gtk_widget_create_pango_layout(GTK_WIDGET(self), point->label);
    PangoAttrList *attributes = pango_attr_list_new();
    int width, height;

    pango_attr_list_insert(attributes, pango_attr_scale_new(0.8));
    pango_attr_list_insert(attributes, pango_attr_weight_new(PANGO_WEIGHT_BOLD));
    pango_layout_set_attributes(layout, attributes);
    pango_layout_get_pixel_size(layout, &width, &height);
    cairo_move_to(cr, round(x - width / 2.0), round(y - height / 2.0));
    source(cr, point->on ? &INK : &self->colors.fg, 1);
    pango_cairo_show_layout(cr, layout);
    pango_attr_list_unref(attributes);
    g_object_unref(layout);
}

static void
draw_spot(UiCurve *self, cairo_t *cr)
{
    if (isnan(self->spot_x))
        return;
    cairo_arc(cr, curve_x(self, self->spot_x), curve_y(self, self->spot_y), 4, 0,
              2 * G_PI);
    source(cr, &self->colors.fg, 1);
    cairo_fill(cr);
}

void
curve_draw(UiCurve *self, cairo_t *cr)
{
    if (!self->small)
        draw_marks(self, cr);
    draw_shade(self, cr);
    for (int i = 0; i < CURVE_LINES; i++)
        draw_line(self, cr, i);
    for (int i = 0; i < CURVE_POINTS; i++)
        if (i != self->picked)
            draw_point(self, cr, i);
    if (self->picked >= 0)
        draw_point(self, cr, self->picked);
    draw_spot(self, cr);
}
