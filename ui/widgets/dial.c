/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/dial.h"

#include "ui/widgets/inplace.h"
#include "ui/widgets/knob.h"

struct _UiDial {
    GtkWidget parent_instance;
    GtkWidget *name, *knob, *value;
};

G_DEFINE_FINAL_TYPE(UiDial, ui_dial, GTK_TYPE_WIDGET)

static void
show_value(UiDial *self)
{
    UiRange *range = UI_RANGE(self->knob);
    char text[48];

    number_text(ui_range_get_number(range), ui_range_value(range), text,
                sizeof text);
    if (text[0] == '-') { /* a true minus, to the eye */
        char *shown = g_strconcat("−", text + 1, NULL);

        ui_inplace_show(UI_INPLACE(self->value), shown);
        g_free(shown);
    } else
        ui_inplace_show(UI_INPLACE(self->value), text);
}

static void
on_ride(UiRange *range, double value, UiDial *self)
{
    show_value(self);
}

static void
on_type(UiRange *range, UiDial *self)
{
    ui_inplace_edit(UI_INPLACE(self->value));
}

static void
on_entered(UiInplace *inplace, const char *text, UiDial *self)
{
    UiRange *range = UI_RANGE(self->knob);
    double value;

    if (number_read(ui_range_get_number(range), text, &value))
        ui_range_enter(range, value);
    show_value(self);
}

UiRange *
ui_dial_range(UiDial *self)
{
    return UI_RANGE(self->knob);
}

void
ui_dial_show(UiDial *self, double value)
{
    g_return_if_fail(UI_IS_DIAL(self));
    ui_range_show(UI_RANGE(self->knob), value);
    show_value(self);
}

void
ui_dial_set_color(UiDial *self, const GdkRGBA *color)
{
    g_return_if_fail(UI_IS_DIAL(self));
    ui_range_set_color(UI_RANGE(self->knob), color);
}

static void
set_name(UiDial *self, const char *name, const char *of)
{
    g_return_if_fail(UI_IS_DIAL(self));
    char *title = of ? g_strdup_printf("%s, %s", of, name) : g_strdup(name);

    gtk_label_set_text(GTK_LABEL(self->name), name);
    ui_range_set_title(UI_RANGE(self->knob), title);
    ui_inplace_set_title(UI_INPLACE(self->value), title);
    g_free(title);
}

static void
dispose(GObject *object)
{
    UiDial *self = UI_DIAL(object);

    g_clear_pointer(&self->name, gtk_widget_unparent);
    g_clear_pointer(&self->knob, gtk_widget_unparent);
    g_clear_pointer(&self->value, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_dial_parent_class)->dispose(object);
}

static void
ui_dial_class_init(UiDialClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "dial");
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BOX_LAYOUT);
    gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class),
                                         GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ui_dial_init(UiDial *self)
{
    GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));

    gtk_orientable_set_orientation(GTK_ORIENTABLE(layout),
                                   GTK_ORIENTATION_VERTICAL);
    gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 3);
    self->name = gtk_label_new("");
    self->knob = ui_knob_new(&NUMBER_PANNING, 3.6);
    self->value = ui_inplace_new(1);
    gtk_widget_add_css_class(self->name, "caps");
    gtk_widget_add_css_class(self->value, "num");
    gtk_widget_set_parent(self->name, GTK_WIDGET(self));
    gtk_widget_set_parent(self->knob, GTK_WIDGET(self));
    gtk_widget_set_parent(self->value, GTK_WIDGET(self));
    g_signal_connect(self->knob, "ride", G_CALLBACK(on_ride), self);
    g_signal_connect(self->knob, "type", G_CALLBACK(on_type), self);
    g_signal_connect(self->value, "entered", G_CALLBACK(on_entered), self);
}

GtkWidget *
ui_dial_new(const struct number *number, const char *name, const char *of)
{
    UiDial *self = g_object_new(UI_TYPE_DIAL, NULL);

    ui_range_set_number(UI_RANGE(self->knob), number);
    set_name(self, name, of);
    show_value(self);
    return GTK_WIDGET(self);
}
