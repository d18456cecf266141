/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/layer.h"

#include "ui/timeline/palette_css.h"

#include <math.h>

double
layer_x(const struct layer *layer, int64_t frame)
{
    const struct picture_place place
        = {layer->picture->view->zoom.scale, layer->origin, layer->picture->unit};

    return (double)picture_x(&place, (double)frame) / layer->picture->unit;
}

double
layer_y(const struct layer *layer, const struct view_row *row)
{
    return row->y - floor(layer->picture->view->zoom.top + 0.5);
}

/* --- text ------------------------------------------------------------------------------ */

static PangoLayout *
write_text(const struct layer *layer, const char *text)
{
    PangoLayout *layout = pango_layout_new(layer->pango);
    PangoFontDescription *font
        = pango_font_description_from_string(labels_font(layer->picture->labels));

    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_text(layout, text, -1);
    return layout;
}

int
layer_label(const struct layer *layer, const char *text, double x, double y, int room,
            rgb_t color)
{
    PangoLayout *layout = write_text(layer, text);
    int width, height;

    pango_layout_get_pixel_size(layout, &width, &height);
    cairo_save(layer->cr);
    cairo_rectangle(layer->cr, x, y, MIN(width, room), height);
    cairo_clip(layer->cr);
    cairo_move_to(layer->cr, x, y);
    ui_source(layer->cr, color, 1);
    pango_cairo_show_layout(layer->cr, layout);
    cairo_restore(layer->cr);
    g_object_unref(layout);
    return width;
}

static void
round_rectangle(cairo_t *cr, double x, double y, double width, double height, double radius)
{
    cairo_new_sub_path(cr);
    cairo_arc(cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
    cairo_arc(cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
    cairo_arc(cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
    cairo_arc(cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
    cairo_close_path(cr);
}

void
layer_plate(const struct layer *layer, const char *text, double x, double y)
{
    const struct palette *palette = &layer->picture->palette;
    PangoLayout *layout = write_text(layer, text);
    int width, height;

    pango_layout_get_pixel_size(layout, &width, &height);
    x = fmin(fmax(x, 4), layer->width - width - 20);
    y = fmin(fmax(y - height - 14, 4), layer->height - height - 12);
    round_rectangle(layer->cr, floor(x), floor(y), width + 14, height + 8, 5);
    ui_source(layer->cr, palette->light ? palette->bg4 : palette->bg0, 0.94);
    cairo_fill_preserve(layer->cr);
    cairo_set_line_width(layer->cr, 1);
    ui_source(layer->cr, palette->fg, 0.22);
    cairo_stroke(layer->cr);
    cairo_move_to(layer->cr, floor(x) + 7, floor(y) + 4);
    ui_source(layer->cr, palette->fg, 1);
    pango_cairo_show_layout(layer->cr, layout);
    g_object_unref(layout);
}
