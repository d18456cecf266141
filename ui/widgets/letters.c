/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/letters.h"

#define USUAL_EM 12.0
#define LEAST_EM 6.0

double
ui_letters_em(GtkWidget *widget)
{
    const PangoFontDescription *font =
        pango_context_get_font_description(gtk_widget_get_pango_context(widget));
    const double size = (double)pango_font_description_get_size(font) / PANGO_SCALE;

    return MAX(LEAST_EM, pango_font_description_get_size_is_absolute(font)
                             ? size
                             : size * 96 / 72);
}

double
ui_letters_scale(GtkWidget *widget)
{
    return ui_letters_em(widget) / USUAL_EM;
}

void
ui_letters_size(GtkWindow *dialog, GtkWindow *parent, int width, int height)
{
    const double scale = MAX(1, ui_letters_scale(GTK_WIDGET(dialog)));
    const int wide = parent ? gtk_widget_get_width(GTK_WIDGET(parent)) : 0;
    const int high = parent ? gtk_widget_get_height(GTK_WIDGET(parent)) : 0;

    width = (int)(width * scale);
    height = (int)(height * scale);
    gtk_window_set_default_size(dialog, wide > 0 ? MIN(width, wide) : width,
                                high > 0 ? MIN(height, high) : height);
}
