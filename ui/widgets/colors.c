/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/colors.h"

#define FIELD(member) {#member, offsetof(struct colors, member)}

static const struct {
    const char *name;
    size_t offset;
} FIELDS[] = {
    FIELD(bg0),  FIELD(bg1),  FIELD(bg2),  FIELD(bg3),   FIELD(bg4),    FIELD(line),
    FIELD(edge), FIELD(fg),   FIELD(dim),  FIELD(faint), FIELD(accent), FIELD(play),
    FIELD(rec),  FIELD(solo), FIELD(mute), FIELD(info),
};

static double
luminance(const GdkRGBA *color)
{
    return 0.299 * color->red + 0.587 * color->green + 0.114 * color->blue;
}

void
ui_colors_of(GtkWidget *widget, struct colors *out)
{
    GtkStyleContext *style = gtk_widget_get_style_context(widget);

    for (size_t i = 0; i < G_N_ELEMENTS(FIELDS); i++) {
        GdkRGBA *color = (GdkRGBA *)((char *)out + FIELDS[i].offset);

        if (!gtk_style_context_lookup_color(style, FIELDS[i].name, color))
            *color = (GdkRGBA){0.5, 0.5, 0.5, 1};
    }
    out->light = luminance(&out->fg) < luminance(&out->bg2);
}

GdkRGBA
ui_colors_mix(const GdkRGBA *a, const GdkRGBA *b, double part)
{
    return (GdkRGBA){
        a->red + (b->red - a->red) * part,
        a->green + (b->green - a->green) * part,
        a->blue + (b->blue - a->blue) * part,
        a->alpha + (b->alpha - a->alpha) * part,
    };
}

GdkRGBA
ui_colors_faded(const GdkRGBA *color, double alpha)
{
    GdkRGBA faded = *color;

    faded.alpha *= alpha;
    return faded;
}

GdkRGBA
ui_colors_rgb(int64_t color)
{
    return (GdkRGBA){(color >> 16 & 255) / 255.0, (color >> 8 & 255) / 255.0,
                     (color & 255) / 255.0, 1};
}

bool
ui_colors_is_bright(const GdkRGBA *color)
{
    return luminance(color) > 0.42;
}
