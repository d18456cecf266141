/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/palette_css.h"

#include <string.h>

static rgb_t
part(float value, int shift)
{
    return (rgb_t)(value * 255.0f + 0.5f) << shift;
}

static void
look_up(GtkStyleContext *context, const char *name, rgb_t *color)
{
    GdkRGBA found;

    if (gtk_style_context_lookup_color(context, name, &found))
        *color = part(found.red, 16) | part(found.green, 8) | part(found.blue, 0);
}

bool
ui_palette_read(GtkWidget *widget, struct palette *palette)
{
    GtkStyleContext *context = gtk_widget_get_style_context(widget);
    const struct palette before = *palette;
    struct palette now = palette_dark();
    const struct {
        const char *name;
        rgb_t *color;
    } colors[] = {
        {"bg0", &now.bg0}, {"bg1", &now.bg1}, {"bg2", &now.bg2}, {"bg3", &now.bg3},
        {"bg4", &now.bg4}, {"line", &now.line}, {"fg", &now.fg}, {"dim", &now.dim},
        {"faint", &now.faint}, {"accent", &now.accent}, {"play", &now.play},
        {"rec", &now.rec}, {"solo", &now.solo}, {"mute", &now.mute}, {"info", &now.info},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(colors); i++)
        look_up(context, colors[i].name, colors[i].color);
    now.light = rgb_luma(now.bg2) > 0.5;
    now.contrast = rgb_luma(now.bg1) < 0.01;
    *palette = now;
    return memcmp(&before, &now, sizeof now) != 0;
}

GdkRGBA
ui_rgba(rgb_t color, double alpha)
{
    return (GdkRGBA){(float)(color >> 16 & 0xff) / 255.0f, (float)(color >> 8 & 0xff) / 255.0f,
                     (float)(color & 0xff) / 255.0f, (float)alpha};
}

void
ui_source(cairo_t *cr, rgb_t color, double alpha)
{
    const GdkRGBA c = ui_rgba(color, alpha);

    cairo_set_source_rgba(cr, c.red, c.green, c.blue, alpha);
}
