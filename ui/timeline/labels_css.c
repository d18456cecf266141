/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/labels_css.h"

#include "ui/widgets/letters.h"

#include <math.h>

struct labels *
ui_labels_of(GtkWidget *widget, double pixels, PangoWeight weight)
{
    PangoContext *context = gtk_widget_get_pango_context(widget);
    PangoFontDescription *font
        = pango_font_description_copy(pango_context_get_font_description(context));

    pango_font_description_set_absolute_size(
        font, round(pixels * ui_letters_scale(widget) * PANGO_SCALE));
    pango_font_description_set_weight(font, weight);
    char *name = pango_font_description_to_string(font);
    struct labels *labels = labels_new(name, gtk_widget_get_scale_factor(widget));

    pango_font_description_free(font);
    g_free(name);
    return labels;
}
