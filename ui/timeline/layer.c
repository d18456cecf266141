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

void
layer_fill(const struct layer *layer, double x, double y, double width,
           double height, rgb_t color, double alpha)
{
    const double x0 = fmax(x, 0), y0 = fmax(y, 0);
    const double x1 = fmin(x + width, layer->width),
                 y1 = fmin(y + height, layer->height);
    const GdkRGBA rgba = ui_rgba(color, alpha);

    if (x1 > x0 && y1 > y0)
        gtk_snapshot_append_color(layer->snapshot, &rgba,
                                  &GRAPHENE_RECT_INIT((float)x0, (float)y0,
                                                      (float)(x1 - x0),
                                                      (float)(y1 - y0)));
}

cairo_t *
layer_draw(const struct layer *layer, double x, double y, double width,
           double height)
{
    const double x0 = fmax(floor(x), 0), y0 = fmax(floor(y), 0);
    const double x1 = fmin(ceil(x + width), layer->width);
    const double y1 = fmin(ceil(y + height), layer->height);

    if (x1 <= x0 || y1 <= y0)
        return NULL;
    return gtk_snapshot_append_cairo(
        layer->snapshot, &GRAPHENE_RECT_INIT((float)x0, (float)y0, (float)(x1 - x0),
                                             (float)(y1 - y0)));
}

/* --- text --------------------------------------------------------------------- */

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

void
layer_label(const struct layer *layer, cairo_t *cr, const char *text, double x,
            double y, rgb_t color)
{
    PangoLayout *layout = write_text(layer, text);

    cairo_move_to(cr, x, y);
    ui_source(cr, color, 1);
    pango_cairo_show_layout(cr, layout);
    g_object_unref(layout);
}

static void
round_rectangle(cairo_t *cr, double x, double y, double width, double height,
                double radius)
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
    x = floor(fmin(fmax(x, 4), layer->width - width - 20));
    y = floor(fmin(fmax(y - height - 14, 4), layer->height - height - 12));
    cairo_t *cr = layer_draw(layer, x - 1, y - 1, width + 16, height + 10);

    if (cr) {
        round_rectangle(cr, x, y, width + 14, height + 8, 5);
        ui_source(cr, palette->light ? palette->bg4 : palette->bg0, 0.94);
        cairo_fill_preserve(cr);
        cairo_set_line_width(cr, 1);
        ui_source(cr, palette->fg, 0.22);
        cairo_stroke(cr);
        cairo_move_to(cr, x + 7, y + 4);
        ui_source(cr, palette->fg, 1);
        pango_cairo_show_layout(cr, layout);
        cairo_destroy(cr);
    }
    g_object_unref(layout);
}
