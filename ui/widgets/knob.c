/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/knob.h"

#include "ui/widgets/draw.h"
#include "ui/widgets/letters.h"

#include <math.h>

#define TRAVEL 160.0 /* units of pointer for the whole turn */

struct _UiKnob {
    UiRange parent_instance;
    double ems;
};

G_DEFINE_FINAL_TYPE(UiKnob, ui_knob, UI_TYPE_RANGE)

static double
travel(UiRange *range)
{
    return TRAVEL;
}

/* Where its coloured arc begins: in the middle of what has two sides. */
static double
origin(const struct number *number)
{
    const bool sided
        = number->low < 0 && number->high > 0 && number->scale == NUMBER_LINEAR;

    return sided ? number_place(number, 0) : 0;
}

static void
draw(UiRange *range, cairo_t *cr, const struct colors *colors)
{
    GtkWidget *widget = GTK_WIDGET(range);
    const double width = gtk_widget_get_width(widget);
    const double height = gtk_widget_get_height(widget);
    const struct knob_look look = {
        .size = MIN(width, height),
        .origin = origin(ui_range_get_number(range)),
        .place = ui_range_place(range),
        .color = *ui_range_get_color(range),
        .dull = !gtk_widget_is_sensitive(widget),
    };

    cairo_translate(cr, round((width - look.size) / 2),
                    round((height - look.size) / 2));
    draw_knob(cr, colors, &look);
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
        int *natural, int *minimum_baseline, int *natural_baseline)
{
    *minimum = *natural = (int)ceil(ui_letters_em(widget) * UI_KNOB(widget)->ems);
    *minimum_baseline = *natural_baseline = -1;
}

static void
ui_knob_class_init(UiKnobClass *class)
{
    GTK_WIDGET_CLASS(class)->measure = measure;
    UI_RANGE_CLASS(class)->travel = travel;
    UI_RANGE_CLASS(class)->draw = draw;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "knob");
}

static void
ui_knob_init(UiKnob *self)
{
    self->ems = 2.4;
    gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
    gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
}

GtkWidget *
ui_knob_new(const struct number *number, double size)
{
    UiKnob *self
        = g_object_new(UI_TYPE_KNOB, "orientation", GTK_ORIENTATION_VERTICAL, NULL);

    self->ems = size;
    ui_range_set_number(UI_RANGE(self), number);
    return GTK_WIDGET(self);
}
