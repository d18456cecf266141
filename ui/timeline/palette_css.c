/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/palette_css.h"

#include "ui/widgets/colors.h"

#include <string.h>

static rgb_t
rgb_of(const GdkRGBA *color)
{
    return (rgb_t)(color->red * 255.0f + 0.5f) << 16
           | (rgb_t)(color->green * 255.0f + 0.5f) << 8
           | (rgb_t)(color->blue * 255.0f + 0.5f);
}

bool
ui_palette_read(GtkWidget *widget, struct palette *palette)
{
    const struct palette before = *palette;
    struct colors p;

    ui_colors_of(widget, &p);
    *palette = (struct palette){
        .bg0 = rgb_of(&p.bg0), .bg1 = rgb_of(&p.bg1), .bg2 = rgb_of(&p.bg2),
        .bg3 = rgb_of(&p.bg3), .bg4 = rgb_of(&p.bg4), .line = rgb_of(&p.line),
        .fg = rgb_of(&p.fg), .dim = rgb_of(&p.dim), .faint = rgb_of(&p.faint),
        .accent = rgb_of(&p.accent), .play = rgb_of(&p.play), .rec = rgb_of(&p.rec),
        .solo = rgb_of(&p.solo), .mute = rgb_of(&p.mute), .info = rgb_of(&p.info),
        .light = p.light, .contrast = rgb_of(&p.bg1) == 0,
    };
    return memcmp(&before, palette, sizeof before) != 0;
}

GdkRGBA
ui_rgba(rgb_t color, double alpha)
{
    return (GdkRGBA){(float)(color >> 16 & 0xff) / 255.0f,
                     (float)(color >> 8 & 0xff) / 255.0f,
                     (float)(color & 0xff) / 255.0f, (float)alpha};
}

void
ui_source(cairo_t *cr, rgb_t color, double alpha)
{
    const GdkRGBA c = ui_rgba(color, alpha);

    cairo_set_source_rgba(cr, c.red, c.green, c.blue, alpha);
}
