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
