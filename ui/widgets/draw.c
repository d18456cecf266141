/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/draw.h"

#include <math.h>

/* A knob turns through 270 degrees, its gap at the foot. */
#define TURN_FROM (0.75 * G_PI)
#define TURN (1.5 * G_PI)

#define RUNG 3.0 /* of a ladder, and its gap */
#define RUNG_GAP 1.0

static const GdkRGBA BLACK = {0, 0, 0, 1}, WHITE = {1, 1, 1, 1};

void
draw_rounded(cairo_t *cr, double x, double y, double width, double height,
             double radius)
{
    const double r = MIN(radius, MIN(width, height) / 2);

    cairo_new_sub_path(cr);
    cairo_arc(cr, x + width - r, y + r, r, -G_PI_2, 0);
    cairo_arc(cr, x + width - r, y + height - r, r, 0, G_PI_2);
    cairo_arc(cr, x + r, y + height - r, r, G_PI_2, G_PI);
    cairo_arc(cr, x + r, y + r, r, G_PI, 1.5 * G_PI);
    cairo_close_path(cr);
}

static void
source(cairo_t *cr, const GdkRGBA *color, double alpha)
{
    cairo_set_source_rgba(cr, color->red, color->green, color->blue,
                          color->alpha * alpha);
}

static void
add_stop(cairo_pattern_t *pattern, double at, const GdkRGBA *color)
{
    cairo_pattern_add_color_stop_rgba(pattern, at, color->red, color->green,
                                      color->blue, color->alpha);
}

/* From top to bottom: what is raised is lit from above. */
static void
shade(cairo_t *cr, double top, double bottom, const GdkRGBA *above,
      const GdkRGBA *below)
{
    cairo_pattern_t *pattern = cairo_pattern_create_linear(0, top, 0, bottom);

    add_stop(pattern, 0, above);
    add_stop(pattern, 1, below);
    cairo_set_source(cr, pattern);
    cairo_pattern_destroy(pattern);
}

static void
raised(const struct colors *colors, double lift, GdkRGBA *above, GdkRGBA *below)
{
    *above = colors->light ? ui_colors_mix(&colors->bg4, &BLACK, 0.02 - lift * 0.2)
                            : ui_colors_mix(&colors->bg4, &WHITE, 0.17 + lift);
    *below = colors->light ? ui_colors_mix(&colors->bg2, &BLACK, 0.1)
                            : ui_colors_mix(&colors->bg4, &WHITE, 0.02 + lift);
}

static void
draw_ring(cairo_t *cr, const struct colors *colors, const struct knob_look *look,
          double middle, double radius)
{
    const double from = TURN_FROM + TURN * MIN(look->origin, look->place);
    const double to = TURN_FROM + TURN * MAX(look->origin, look->place);

    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cr, MAX(2, look->size * 0.09));
    cairo_arc(cr, middle, middle, radius, TURN_FROM, TURN_FROM + TURN);
    if (colors->light)
        source(cr, &colors->line, 0.8);
    else
        source(cr, &colors->bg0, 1);
    cairo_stroke(cr);
    if (to - from < 0.02)
        return;
    cairo_arc(cr, middle, middle, radius, from, to);
    source(cr, &look->color, look->dull ? 0.3 : 1);
    cairo_stroke(cr);
}

void
draw_knob(cairo_t *cr, const struct colors *colors, const struct knob_look *look)
{
    const double middle = look->size / 2;
    const double ring = middle - MAX(1.5, look->size * 0.07);
    const double body = ring - MAX(2.5, look->size * 0.12);
    const double angle = TURN_FROM + TURN * look->place;
    GdkRGBA above, below;

    cairo_save(cr);
    draw_ring(cr, colors, look, middle, ring);
    raised(colors, 0, &above, &below);
    cairo_arc(cr, middle, middle + 0.8, body + 0.4, 0, 2 * G_PI);
    source(cr, &BLACK, colors->light ? 0.25 : 0.5);
    cairo_fill(cr);
    cairo_arc(cr, middle, middle, body, 0, 2 * G_PI);
    shade(cr, middle - body, middle + body, &above, &below);
    cairo_fill(cr);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cr, MAX(1.5, look->size * 0.075));
    cairo_move_to(cr, middle + cos(angle) * body * 0.38,
                  middle + sin(angle) * body * 0.38);
    cairo_line_to(cr, middle + cos(angle) * body * 0.86,
                  middle + sin(angle) * body * 0.86);
    source(cr, &colors->fg, look->dull ? 0.4 : 1);
    cairo_stroke(cr);
    cairo_restore(cr);
}

void
draw_groove(cairo_t *cr, const struct colors *colors, double x, double top,
            double bottom)
{
    draw_rounded(cr, x - 2, top, 4, bottom - top, 2);
    source(cr, colors->light ? &colors->line : &colors->line, 1);
    cairo_fill(cr);
    draw_rounded(cr, x - 1, top + 1, 3, bottom - top, 1.5);
    cairo_set_line_width(cr, 1);
    source(cr, &WHITE, colors->light ? 0.5 : 0.03);
    cairo_stroke(cr);
}

/* The cap's ribs, above and below its line. */
static void
draw_ribs(cairo_t *cr, const struct cap_look *look, double left, double top)
{
    const double inset = look->width * 0.2;

    cairo_set_line_width(cr, 1);
    for (int i = 0; i < 3; i++) {
        const double off = 4.5 + 2 * i;

        if (off > look->height / 2 - 3)
            break;
        for (int side = -1; side <= 1; side += 2) {
            const double y = floor(top + look->height / 2 + side * off) + 0.5;

            cairo_move_to(cr, left + inset, y);
            cairo_line_to(cr, left + look->width - inset, y);
        }
    }
    source(cr, &BLACK, 0.22);
    cairo_stroke(cr);
}

static void
draw_shadow(cairo_t *cr, const struct colors *colors, const struct cap_look *look,
            double left, double top)
{
    for (int i = 3; i >= 1; i--) {
        draw_rounded(cr, left - i * 0.5, top + 1, look->width + i, look->height + i,
                     4);
        source(cr, &BLACK, colors->light ? 0.06 : 0.14);
        cairo_fill(cr);
    }
}

void
draw_cap(cairo_t *cr, const struct colors *colors, const struct cap_look *look)
{
    const double left = round(look->x - look->width / 2);
    const double top = round(look->at - look->height / 2);
    const double line = round(look->at);
    const GdkRGBA bright =
        ui_colors_mix(&look->color, colors->light ? &BLACK : &WHITE, 0.3);
    GdkRGBA above, below;

    cairo_save(cr);
    raised(colors, look->held ? 0.1 : 0.03, &above, &below);
    draw_shadow(cr, colors, look, left, top);
    draw_rounded(cr, left, top, look->width, look->height, 3.5);
    shade(cr, top, top + look->height, &above, &below);
    cairo_fill(cr);
    draw_rounded(cr, left + 0.5, top + 0.5, look->width - 1, look->height - 1, 3);
    cairo_set_line_width(cr, 1);
    source(cr, colors->light ? &BLACK : &WHITE, colors->light ? 0.2 : 0.1);
    cairo_stroke(cr);
    draw_ribs(cr, look, left, top);
    cairo_rectangle(cr, left + 1, line - 2, look->width - 2, 4);
    source(cr, &BLACK, 0.3);
    cairo_fill(cr);
    cairo_rectangle(cr, left + 1, line - 1, look->width - 2, 2);
    source(cr, &bright, 1);
    cairo_fill(cr);
    cairo_restore(cr);
}

GdkRGBA
draw_level_color(const struct colors *colors, double place)
{
    const GdkRGBA deep = ui_colors_mix(&colors->play, &colors->bg0, 0.3);

    if (place < 0.55)
        return ui_colors_mix(&deep, &colors->play, place / 0.55);
    if (place < 0.78)
        return ui_colors_mix(&colors->play, &colors->solo, (place - 0.55) / 0.23);
    if (place < 0.9)
        return ui_colors_mix(&colors->solo, &colors->accent, (place - 0.78) / 0.12);
    return colors->rec;
}

void
draw_ladder(cairo_t *cr, const struct colors *colors, double width, double height,
            bool lit)
{
    const double step = RUNG;

    cairo_save(cr);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    cairo_rectangle(cr, 0, 0, width, height);
    source(cr, colors->light ? &colors->line : &colors->bg0, 1);
    cairo_fill(cr);
    for (double y = height; y > 0; y -= step) {
        const double top = MAX(0, y - step + RUNG_GAP);
        const GdkRGBA color = draw_level_color(colors, 1 - (y - step / 2) / height);

        cairo_rectangle(cr, 0, top, width, y - top);
        source(cr, &color, lit ? 1 : colors->light ? 0.16 : 0.11);
        cairo_fill(cr);
    }
    cairo_restore(cr);
}
