/* SPDX-License-Identifier: GPL-3.0-or-later */
/* colors.h: the theme's colours, for painters that draw pixels.  Main thread. */
#ifndef UI_WIDGETS_COLORS_H
#define UI_WIDGETS_COLORS_H

#include <gtk/gtk.h>

/* As ui/style/colors-*.css defines them. */
struct colors {
    GdkRGBA bg0, bg1, bg2, bg3, bg4, line, edge, fg, dim, faint;
    GdkRGBA accent, play, rec, solo, mute, info;
    bool light; /* dark words on light ground */
};

/* The colours in force at this widget; take them anew after each css change. */
void ui_colors_of(GtkWidget *widget, struct colors *out);

/* Between two colours: 0 is a, 1 is b. */
GdkRGBA ui_colors_mix(const GdkRGBA *a, const GdkRGBA *b, double part);
GdkRGBA ui_colors_faded(const GdkRGBA *color, double alpha);

/* A track's colour, 0xRRGGBB; and whether dark words are read better on it. */
GdkRGBA ui_colors_rgb(int64_t color);
bool ui_colors_is_bright(const GdkRGBA *color);

#endif
