/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/device_window.h"

#include "app/inserts.h"
#include "base/text.h"
#include "model/edit.h"
#include "ui/mixer/do.h"
#include "ui/mixer/ride.h"
#include "ui/widgets/dial.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/toggle.h"

#include <stdio.h>
#include <string.h>

enum { CONTROLS_MAX = 32, COLUMNS = 6 };

struct knob {
    struct insert_control control;
    struct number number;
    GtkWidget *dial;
};

struct _UiDeviceWindow {
    GtkWindow parent_instance;
    UiStudio *studio;
    int64_t insert;
    struct knob knobs[CONTROLS_MAX];
    size_t count;
    GtkWidget *power, *grid;
};

G_DEFINE_FINAL_TYPE(UiDeviceWindow, ui_device_window, GTK_TYPE_WINDOW)

static const struct row_insert *
row_of(UiDeviceWindow *self)
{
    const struct model *model = ui_studio_model(self->studio);

    return model ? model_row(model, TABLE_INSERT, self->insert) : NULL;
}

static enum number_unit
unit_of(const char *unit)
{
    static const struct {
        const char *name;
        enum number_unit unit;
    } UNITS[] = {{"dB", NUMBER_DB}, {"Hz", NUMBER_HZ},     {"ms", NUMBER_MS},
                 {"s", NUMBER_S},   {"%", NUMBER_PERCENT}, {":1", NUMBER_RATIO}};

    for (size_t i = 0; i < G_N_ELEMENTS(UNITS); i++)
        if (strcmp(UNITS[i].name, unit) == 0)
            return UNITS[i].unit;
    return NUMBER_PLAIN;
}

static void
refresh(UiDeviceWindow *self)
{
    const struct row_insert *row = row_of(self);

    if (!row)
        return;
    const struct row_track *track = do_track(self->studio, row->track_id);
    char *title = g_strdup_printf(_("%s – %s"), inserts_name(row->device),
                                  track ? track->name : "");

    gtk_window_set_title(GTK_WINDOW(self), title);
    g_free(title);
    ui_toggle_show(self->power, row->on);
    gtk_widget_set_opacity(self->grid, row->on ? 1 : 0.5);
    for (size_t i = 0; i < self->count; i++) {
        const GdkRGBA color = ui_colors_rgb(track ? track->color : 0x808890);

        ui_dial_set_color(UI_DIAL(self->knobs[i].dial), &color);
        ui_dial_show(UI_DIAL(self->knobs[i].dial),
                     inserts_value(ui_studio_model(self->studio), self->insert,
                                   &self->knobs[i].control));
    }
}

static void
on_ride(UiRange *range, double value, UiDeviceWindow *self)
{
    for (size_t i = 0; i < self->count; i++)
        if (ui_dial_range(UI_DIAL(self->knobs[i].dial)) == range)
            ride_control(self->studio, self->insert, (unsigned)i, value);
}

static void
on_end_ride(UiRange *range, double value, UiDeviceWindow *self)
{
    const struct row_insert *row = row_of(self);
    char track[NAME_SIZE], insert[NAME_SIZE], text[40];

    on_ride(range, value, self);
    ride_control_end(self->studio, self->insert);
    for (size_t i = 0; row && i < self->count; i++) {
        const struct knob *knob = &self->knobs[i];

        if (ui_dial_range(UI_DIAL(knob->dial)) != range
            || value == inserts_value(ui_studio_model(self->studio), self->insert,
                                      &knob->control))
            continue;
        snprintf(text, sizeof text, "%.6g", value);
        ui_studio_run(self->studio, "insert-set", do_name(row->track_id, track),
                      do_name(row->id, insert), knob->control.symbol, text, NULL);
        refresh(self);
        return;
    }
}

static void
on_power(GtkWidget *power, UiDeviceWindow *self)
{
    const struct row_insert *row = row_of(self);
    char track[NAME_SIZE], insert[NAME_SIZE];

    if (row)
        ui_studio_run(self->studio, "insert-on", do_name(row->track_id, track),
                      do_name(row->id, insert),
                      ui_toggle_is_on(power) ? "on" : "off", NULL);
    refresh(self);
}

/* Its edits are the only ones that it shows. */
static void
on_changed(UiStudio *studio, const struct edit *edit, UiDeviceWindow *self)
{
    if (row_of(self))
        refresh(self);
    else
        gtk_window_destroy(GTK_WINDOW(self));
}

static void
on_song(UiStudio *studio, UiDeviceWindow *self)
{
    gtk_window_destroy(GTK_WINDOW(self));
}

static void
add_knob(UiDeviceWindow *self, const struct insert_control *control)
{
    struct knob *knob = &self->knobs[self->count];

    knob->control = *control;
    knob->number = (struct number){
        .unit = unit_of(control->unit),
        .scale = control->by_ratio ? NUMBER_LOG : NUMBER_LINEAR,
        .low = control->low,
        .high = control->high,
        .start = control->start,
    };
    knob->dial = ui_dial_new(&knob->number, control->name, NULL);
    g_signal_connect(ui_dial_range(UI_DIAL(knob->dial)), "ride",
                     G_CALLBACK(on_ride), self);
    g_signal_connect(ui_dial_range(UI_DIAL(knob->dial)), "end-ride",
                     G_CALLBACK(on_end_ride), self);
    gtk_grid_attach(GTK_GRID(self->grid), knob->dial, (int)(self->count % COLUMNS),
                    (int)(self->count / COLUMNS), 1, 1);
    self->count++;
}

static GtkWidget *
make_head(UiDeviceWindow *self, const char *name)
{
    GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *label = gtk_label_new(name);

    self->power = gtk_toggle_button_new();
    gtk_button_set_child(GTK_BUTTON(self->power), ui_icon_new("power"));
    gtk_widget_add_css_class(self->power, "tool");
    ui_toggle_set_title(self->power, _("On; off: bypassed"));
    g_signal_connect(self->power, "clicked", G_CALLBACK(on_power), self);
    gtk_widget_add_css_class(label, "heading");
    gtk_box_append(GTK_BOX(head), self->power);
    gtk_box_append(GTK_BOX(head), label);
    return head;
}

static void
build(UiDeviceWindow *self, const struct row_insert *row)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 14);
    struct insert_control control;

    self->grid = gtk_grid_new();
    gtk_grid_set_column_spacing(GTK_GRID(self->grid), 14);
    gtk_grid_set_row_spacing(GTK_GRID(self->grid), 14);
    gtk_widget_add_css_class(box, "panel");
    gtk_box_append(GTK_BOX(box), make_head(self, inserts_name(row->device)));
    gtk_box_append(GTK_BOX(box), self->grid);
    for (size_t i = 0;
         i < CONTROLS_MAX && inserts_control(row->device, i, &control); i++)
        add_knob(self, &control);
    if (self->count == 0)
        gtk_grid_attach(
            GTK_GRID(self->grid),
            gtk_label_new(_("This device is not installed here; its settings "
                            "are kept.")),
            0, 0, 1, 1);
    gtk_window_set_child(GTK_WINDOW(self), box);
}

static UiDeviceWindow *
find(int64_t insert)
{
    GListModel *windows = gtk_window_get_toplevels();

    for (guint i = 0; i < g_list_model_get_n_items(windows); i++) {
        g_autoptr(GtkWindow) window = g_list_model_get_item(windows, i);

        if (UI_IS_DEVICE_WINDOW(window)
            && UI_DEVICE_WINDOW(window)->insert == insert)
            return UI_DEVICE_WINDOW(window);
    }
    return NULL;
}

static gboolean
close_it(GtkWidget *widget, GVariant *arguments, gpointer user)
{
    gtk_window_close(GTK_WINDOW(widget));
    return TRUE;
}

static void
ui_device_window_class_init(UiDeviceWindowClass *class)
{
    gtk_widget_class_add_binding(GTK_WIDGET_CLASS(class), GDK_KEY_Escape, 0,
                                 close_it, NULL);
}

static void
ui_device_window_init(UiDeviceWindow *self)
{
    gtk_window_set_resizable(GTK_WINDOW(self), FALSE);
    gtk_widget_add_css_class(GTK_WIDGET(self), "device");
}

void
ui_device_window_show(UiStudio *studio, UiActions *actions, GtkWindow *parent,
                      int64_t insert)
{
    const struct row_insert *row =
        model_row(ui_studio_model(studio), TABLE_INSERT, insert);
    UiDeviceWindow *self = find(insert);

    if (!row)
        return;
    if (!self) {
        self = g_object_new(UI_TYPE_DEVICE_WINDOW, "transient-for", parent, NULL);
        self->studio = studio;
        self->insert = insert;
        build(self, row);
        refresh(self);
        if (actions)
            ui_actions_serve(actions, GTK_WINDOW(self));
        g_signal_connect_object(studio, "changed", G_CALLBACK(on_changed), self, 0);
        g_signal_connect_object(studio, "song", G_CALLBACK(on_song), self, 0);
    }
    gtk_window_present(GTK_WINDOW(self));
}
