/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/rack.h"

#include "app/inserts.h"
#include "base/text.h"
#include "ui/mixer/do.h"
#include "ui/mixer/menu.h"
#include "ui/mixer/ride.h"
#include "ui/mixer/slot.h"
#include "ui/widgets/names.h"
#include "ui/widgets/tip.h"

#include <stdio.h>

struct _UiSends {
    GtkWidget parent_instance;
    UiStudio *studio;
    int64_t track;
    GtkWidget *slots[RACK_ROWS], *empty[RACK_ROWS]; /* of each row one is seen */
    int64_t ids[RACK_ROWS];
    int rows;
};

G_DEFINE_FINAL_TYPE(UiSends, ui_sends, GTK_TYPE_WIDGET)

static int
row_of(UiSends *self, GtkWidget *slot)
{
    for (int i = 0; i < self->rows; i++)
        if (self->slots[i] == slot || self->empty[i] == slot)
            return i;
    return -1;
}

static const struct row_send *
send_at(UiSends *self, int row)
{
    const struct model *model = ui_studio_model(self->studio);

    return model && row >= 0 ? model_row(model, TABLE_SEND, self->ids[row]) : NULL;
}

static void
on_ride(UiRange *range, double db, UiSends *self)
{
    const struct row_send *send = send_at(self, row_of(self, GTK_WIDGET(range)));

    if (send)
        ride_send(self->studio, send->id, db);
}

static void
on_end_ride(UiRange *range, double db, UiSends *self)
{
    const struct row_send *send = send_at(self, row_of(self, GTK_WIDGET(range)));
    char track[NAME_SIZE], bus[NAME_SIZE], level[32];

    if (!send)
        return;
    ride_send(self->studio, send->id, db);
    ride_send_end(self->studio, send->id);
    if (send->level_db == db)
        return;
    snprintf(level, sizeof level, db <= LEVEL_OFF_DB ? "-inf" : "%.6g", db);
    ui_studio_run(self->studio, "send", do_name(send->track_id, track),
                  do_name(send->target_id, bus), level, NULL);
    ui_sends_refresh(self, self->rows);
}

static void
on_empty(GtkWidget *empty, UiSends *self)
{
    if (ui_studio_model(self->studio))
        menu_pop(empty, menu_buses(self->studio, self->track), NULL);
}

static void
pop(UiSends *self, GtkWidget *slot)
{
    const int row = row_of(self, slot);

    if (row >= 0 && ui_studio_model(self->studio))
        menu_pop(slot,
                 self->ids[row] ? menu_send(self->studio, self->ids[row])
                                : menu_buses(self->studio, self->track),
                 NULL);
}

static void
on_right(GtkGestureClick *click, int presses, double x, double y, UiSends *self)
{
    gtk_gesture_set_state(GTK_GESTURE(click), GTK_EVENT_SEQUENCE_CLAIMED);
    pop(self, gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(click)));
}

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       UiSends *self)
{
    if (key != GDK_KEY_Menu)
        return GDK_EVENT_PROPAGATE;
    pop(self, gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(keys)));
    return GDK_EVENT_STOP;
}

static void
add_menu(UiSends *self, GtkWidget *slot)
{
    GtkGesture *right = gtk_gesture_click_new();
    GtkEventController *keys = gtk_event_controller_key_new();

    gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(right), GDK_BUTTON_SECONDARY);
    g_signal_connect(right, "pressed", G_CALLBACK(on_right), self);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(slot, GTK_EVENT_CONTROLLER(right));
    gtk_widget_add_controller(slot, keys);
    gtk_widget_set_parent(slot, GTK_WIDGET(self));
}

static void
add_row(UiSends *self)
{
    const int row = self->rows++;
    GtkWidget *slot = ui_send_slot_new(), *empty = gtk_button_new_with_label("+");

    self->slots[row] = slot;
    self->empty[row] = empty;
    gtk_widget_add_css_class(slot, "slot");
    gtk_widget_add_css_class(empty, "slot");
    gtk_widget_add_css_class(empty, "empty");
    gtk_widget_set_focus_on_click(empty, FALSE);
    g_signal_connect(slot, "ride", G_CALLBACK(on_ride), self);
    g_signal_connect(slot, "end-ride", G_CALLBACK(on_end_ride), self);
    g_signal_connect(empty, "clicked", G_CALLBACK(on_empty), self);
    add_menu(self, slot);
    add_menu(self, empty);
}

static void
drop_row(UiSends *self)
{
    self->rows--;
    gtk_widget_unparent(self->slots[self->rows]);
    gtk_widget_unparent(self->empty[self->rows]);
}

static void
show_send(UiSends *self, int row, const struct row_send *send)
{
    const struct row_track *bus = do_track(self->studio, send->target_id);

    self->ids[row] = send->id;
    ui_send_slot_show(UI_SEND_SLOT(self->slots[row]), bus ? bus->name : "?",
                      send->on, send->tap == SEND_PRE_FADER);
    ui_range_show(UI_RANGE(self->slots[row]), send->level_db);
}

void
ui_sends_refresh(UiSends *self, int rows)
{
    const struct row_send *sends[RACK_ROWS];
    const struct row_track *track = do_track(self->studio, self->track);

    if (!track)
        return;
    const size_t count = inserts_sends_of(ui_studio_model(self->studio),
                                          self->track, sends, RACK_ROWS);
    char *title = g_strdup_printf(_("Send %s to a bus"), track->name);

    rows = MIN(rows, RACK_ROWS);
    while (self->rows < rows)
        add_row(self);
    while (self->rows > rows)
        drop_row(self);
    for (int i = 0; i < rows; i++) {
        const bool there = (size_t)i < count;

        self->ids[i] = 0;
        if (there)
            show_send(self, i, sends[i]);
        gtk_widget_set_visible(self->slots[i], there);
        gtk_widget_set_visible(self->empty[i], !there);
        ui_tip_set(self->empty[i], title);
        ui_name(self->empty[i], title);
    }
    g_free(title);
}

static void
dispose(GObject *object)
{
    UiSends *self = UI_SENDS(object);

    while (self->rows > 0)
        drop_row(self);
    G_OBJECT_CLASS(ui_sends_parent_class)->dispose(object);
}

static void
ui_sends_class_init(UiSendsClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "sends");
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BOX_LAYOUT);
}

static void
ui_sends_init(UiSends *self)
{
    GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));

    gtk_orientable_set_orientation(GTK_ORIENTABLE(layout),
                                   GTK_ORIENTATION_VERTICAL);
    gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 2);
}

GtkWidget *
ui_sends_new(UiStudio *studio, int64_t track)
{
    UiSends *self = g_object_new(UI_TYPE_SENDS, NULL);

    self->studio = studio;
    self->track = track;
    return GTK_WIDGET(self);
}
