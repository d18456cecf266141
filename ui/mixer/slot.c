/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/slot.h"

#include "base/text.h"
#include "ui/widgets/draw.h"

#include <math.h>

struct _UiSendSlot {
    UiRange parent_instance;
    char *bus;
    bool on, pre;
};

G_DEFINE_FINAL_TYPE(UiSendSlot, ui_send_slot, UI_TYPE_RANGE)

static double
travel(UiRange *range)
{
    return MAX(40, gtk_widget_get_width(GTK_WIDGET(range)));
}

static PangoLayout *
words(UiSendSlot *self, const char *text, double scale)
{
    PangoLayout *layout = gtk_widget_create_pango_layout(GTK_WIDGET(self), text);
    PangoAttrList *attributes = pango_attr_list_new();

    pango_attr_list_insert(attributes, pango_attr_scale_new(scale));
    pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    return layout;
}

/* Returns its width. */
static int
draw_words(cairo_t *cr, PangoLayout *layout, double right, double left,
           double height, const GdkRGBA *color)
{
    int width, high;

    pango_layout_get_pixel_size(layout, &width, &high);
    cairo_move_to(cr, right > 0 ? right - width : left,
                  round((height - 2 - high) / 2));
    gdk_cairo_set_source_rgba(cr, color);
    pango_cairo_show_layout(cr, layout);
    g_object_unref(layout);
    return width;
}

static void
draw_level(UiSendSlot *self, cairo_t *cr, const struct colors *colors, double width,
           double height)
{
    const double place = ui_range_place(UI_RANGE(self));
    const GdkRGBA quiet = ui_colors_faded(&colors->fg, 0.08);
    const GdkRGBA bar
        = self->on ? self->pre ? colors->solo : colors->info : colors->faint;

    cairo_rectangle(cr, 3, height - 2, width - 6, 2);
    gdk_cairo_set_source_rgba(cr, &quiet);
    cairo_fill(cr);
    cairo_rectangle(cr, 3, height - 2, (width - 6) * place, 2);
    gdk_cairo_set_source_rgba(cr, &bar);
    cairo_fill(cr);
}

static void
draw(UiRange *range, cairo_t *cr, const struct colors *colors)
{
    UiSendSlot *self = UI_SEND_SLOT(range);
    const double width = gtk_widget_get_width(GTK_WIDGET(self));
    const double height = gtk_widget_get_height(GTK_WIDGET(self));
    const double db = ui_range_value(range);
    char text[32];

    if (db <= -143)
        g_strlcpy(text, "−∞", sizeof text);
    else
        g_snprintf(text, sizeof text, "%s%.0f", db < -0.5 ? "−" : "", fabs(db));
    const int used = draw_words(cr, words(self, text, 0.94), width - 5, 0, height,
                                self->on ? &colors->dim : &colors->faint);
    PangoLayout *bus = words(self, self->bus ? self->bus : "", 1);

    pango_layout_set_width(bus, (int)MAX(10, width - used - 16) * PANGO_SCALE);
    draw_words(cr, bus, 0, 6, height, self->on ? &colors->fg : &colors->faint);
    draw_level(self, cr, colors, width, height);
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
        int *natural, int *minimum_baseline, int *natural_baseline)
{
    int high = 0;

    if (orientation == GTK_ORIENTATION_VERTICAL) {
        PangoLayout *layout = words(UI_SEND_SLOT(widget), "Xg", 1);

        pango_layout_get_pixel_size(layout, NULL, &high);
        g_object_unref(layout);
    }
    *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? high + 4 : 40;
    *minimum_baseline = *natural_baseline = -1;
}

static void
finalize(GObject *object)
{
    g_free(UI_SEND_SLOT(object)->bus);
    G_OBJECT_CLASS(ui_send_slot_parent_class)->finalize(object);
}

static void
ui_send_slot_class_init(UiSendSlotClass *class)
{
    G_OBJECT_CLASS(class)->finalize = finalize;
    GTK_WIDGET_CLASS(class)->measure = measure;
    UI_RANGE_CLASS(class)->travel = travel;
    UI_RANGE_CLASS(class)->draw = draw;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "sendslot");
}

static void
ui_send_slot_init(UiSendSlot *self)
{
    self->on = true;
}

void
ui_send_slot_show(UiSendSlot *self, const char *bus, bool on, bool pre)
{
    char *title = g_strdup_printf(
        pre ? _("Send to %s, before the fader") : _("Send to %s"), bus);

    g_free(self->bus);
    self->bus = g_strdup(bus);
    self->on = on;
    self->pre = pre;
    ui_range_set_title(UI_RANGE(self), title);
    g_free(title);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

GtkWidget *
ui_send_slot_new(void)
{
    return g_object_new(UI_TYPE_SEND_SLOT, "orientation",
                        GTK_ORIENTATION_HORIZONTAL, NULL);
}
