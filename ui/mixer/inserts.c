/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/rack.h"

#include "app/inserts.h"
#include "base/text.h"
#include "ui/mixer/do.h"
#include "ui/mixer/menu.h"
#include "ui/widgets/names.h"
#include "ui/widgets/tip.h"
#include "ui/widgets/toggle.h"

enum { INSERTS_MAX = 64 };

struct _UiInserts {
    GtkWidget parent_instance;
    UiStudio *studio;
    int64_t track;
    GtkWidget *slots[RACK_ROWS];
    int64_t ids[RACK_ROWS]; /* 0: empty; -1: more than there is room for */
    int rows;
};

G_DEFINE_FINAL_TYPE(UiInserts, ui_inserts, GTK_TYPE_WIDGET)

static int
row_of(UiInserts *self, GtkWidget *slot)
{
    for (int i = 0; i < self->rows; i++)
        if (self->slots[i] == slot)
            return i;
    return -1;
}

static void
act(GtkWidget *slot, const char *action, GVariant *target)
{
    gtk_widget_activate_action_variant(slot, action, target);
}

static void
toggle(UiInserts *self, int row)
{
    const struct row_insert *insert =
        model_row(ui_studio_model(self->studio), TABLE_INSERT, self->ids[row]);

    if (insert)
        act(self->slots[row], "mixer.insert-on",
            g_variant_new("(xb)", insert->id, !insert->on));
}

static GMenu *
menu_for(UiInserts *self, int row)
{
    if (self->ids[row] > 0)
        return menu_insert(self->studio, self->ids[row]);
    if (self->ids[row] < 0)
        return menu_more(self->studio, self->track, (size_t)self->rows - 1);
    return menu_devices(self->studio, self->track);
}

static void
on_clicked(GtkWidget *slot, UiInserts *self)
{
    const int row = row_of(self, slot);

    if (row < 0 || !ui_studio_model(self->studio))
        return;
    if (self->ids[row] <= 0)
        menu_pop(slot, menu_for(self, row), NULL);
    else if (ui_toggle_modifiers(slot) & GDK_CONTROL_MASK)
        toggle(self, row);
    else
        act(slot, "mixer.insert-open", g_variant_new("x", self->ids[row]));
}

static void
on_right(GtkGestureClick *click, int presses, double x, double y, UiInserts *self)
{
    GtkWidget *slot = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(click));
    const int row = row_of(self, slot);

    gtk_gesture_set_state(GTK_GESTURE(click), GTK_EVENT_SEQUENCE_CLAIMED);
    if (row >= 0 && ui_studio_model(self->studio))
        menu_pop(slot, menu_for(self, row), NULL);
}

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       UiInserts *self)
{
    GtkWidget *slot = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(keys));
    const int row = row_of(self, slot);
    const int64_t id = row < 0 ? 0 : self->ids[row];

    if (key == GDK_KEY_Menu && row >= 0)
        menu_pop(slot, menu_for(self, row), NULL);
    else if (id <= 0)
        return GDK_EVENT_PROPAGATE;
    else if (key == GDK_KEY_Delete || key == GDK_KEY_BackSpace)
        act(slot, "mixer.insert-remove", g_variant_new("x", id));
    else if (key == GDK_KEY_b && !(state & GDK_CONTROL_MASK))
        toggle(self, row);
    else if ((state & GDK_ALT_MASK) && (key == GDK_KEY_Up || key == GDK_KEY_Down))
        act(slot, "mixer.insert-shift",
            g_variant_new("(xi)", id, key == GDK_KEY_Up ? -1 : 1));
    else
        return GDK_EVENT_PROPAGATE;
    return GDK_EVENT_STOP;
}

/* --- by dragging: within a track ---------------------------------------------- */

static GdkContentProvider *
on_prepare(GtkDragSource *source, double x, double y, UiInserts *self)
{
    const int row =
        row_of(self, gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(source)));

    return row >= 0 && self->ids[row] > 0
               ? gdk_content_provider_new_typed(G_TYPE_INT64, self->ids[row])
               : NULL;
}

static gboolean
on_drop(GtkDropTarget *target, const GValue *value, double x, double y,
        UiInserts *self)
{
    GtkWidget *slot = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(target));
    const int row = row_of(self, slot);
    const int64_t id = g_value_get_int64(value);
    const struct row_insert *insert =
        model_row(ui_studio_model(self->studio), TABLE_INSERT, id);

    if (row < 0 || !insert || insert->track_id != self->track
        || self->ids[row] == id)
        return FALSE;
    act(slot, "mixer.insert-above",
        g_variant_new("(xx)", id, MAX(self->ids[row], (int64_t)0)));
    return TRUE;
}

/* --- rows --------------------------------------------------------------------- */

static GtkWidget *
new_slot(UiInserts *self)
{
    GtkWidget *slot = gtk_button_new_with_label("");
    GtkGesture *right = gtk_gesture_click_new();
    GtkEventController *keys = gtk_event_controller_key_new();
    GtkDragSource *source = gtk_drag_source_new();
    GtkDropTarget *target = gtk_drop_target_new(G_TYPE_INT64, GDK_ACTION_COPY);
    GtkLabel *label = GTK_LABEL(gtk_button_get_child(GTK_BUTTON(slot)));

    gtk_label_set_ellipsize(label, PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class(slot, "slot");
    gtk_widget_set_focus_on_click(slot, FALSE);
    gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(right), GDK_BUTTON_SECONDARY);
    g_signal_connect(slot, "clicked", G_CALLBACK(on_clicked), self);
    g_signal_connect(right, "pressed", G_CALLBACK(on_right), self);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    g_signal_connect(source, "prepare", G_CALLBACK(on_prepare), self);
    g_signal_connect(target, "drop", G_CALLBACK(on_drop), self);
    gtk_widget_add_controller(slot, GTK_EVENT_CONTROLLER(right));
    gtk_widget_add_controller(slot, keys);
    gtk_widget_add_controller(slot, GTK_EVENT_CONTROLLER(source));
    gtk_widget_add_controller(slot, GTK_EVENT_CONTROLLER(target));
    gtk_widget_set_parent(slot, GTK_WIDGET(self));
    return slot;
}

static void
show(UiInserts *self, int row, int64_t id, const char *class, const char *text,
     const char *title)
{
    GtkWidget *slot = self->slots[row];
    const char *const classes[] = {"slot", "text-button", class, NULL};

    self->ids[row] = id;
    gtk_widget_set_css_classes(slot, (const char **)classes);
    gtk_label_set_text(GTK_LABEL(gtk_button_get_child(GTK_BUTTON(slot))), text);
    gtk_label_set_xalign(GTK_LABEL(gtk_button_get_child(GTK_BUTTON(slot))),
                         id > 0 ? 0 : 0.5);
    ui_tip_set(slot, title);
    ui_name(slot, title);
}

static void
show_insert(UiInserts *self, int row, const struct row_insert *insert,
            const char *track)
{
    const char *name = inserts_name(insert->device);
    const bool here = inserts_is_here(insert->device);
    const bool before = insert->place == INSERT_BEFORE_CONSOLE;
    char *title = g_strdup_printf(!here ? _("%s on %s, which is not installed")
                                  : insert->on ? _("%s on %s")
                                               : _("%s on %s, bypassed"),
                                  name, track);

    show(self, row, insert->id,
         !here         ? "missing"
         : !insert->on ? "off"
         : before      ? "before"
                       : "on",
         name, title);
    g_free(title);
}

static void
show_rest(UiInserts *self, int row, size_t count, const char *track)
{
    char text[32], *title;

    if (count > (size_t)self->rows) {
        g_snprintf(text, sizeof text, _("%d more"), (int)count - self->rows + 1);
        show(self, row, -1, "empty", text, text);
        return;
    }
    title = g_strdup_printf(_("Insert a device into %s"), track);
    show(self, row, 0, "empty", "+", title);
    g_free(title);
}

void
ui_inserts_refresh(UiInserts *self, int rows)
{
    const struct row_insert *inserts[INSERTS_MAX];
    const struct row_track *track = do_track(self->studio, self->track);

    if (!track)
        return;
    const size_t count = inserts_of(ui_studio_model(self->studio), self->track,
                                    inserts, INSERTS_MAX);

    rows = MIN(rows, RACK_ROWS);
    for (; self->rows < rows; self->rows++)
        self->slots[self->rows] = new_slot(self);
    while (self->rows > rows)
        gtk_widget_unparent(self->slots[--self->rows]);
    for (int i = 0; i < rows; i++)
        if ((size_t)i < count && !(i == rows - 1 && count > (size_t)rows))
            show_insert(self, i, inserts[i], track->name);
        else
            show_rest(self, i, count, track->name);
}

static void
dispose(GObject *object)
{
    UiInserts *self = UI_INSERTS(object);

    while (self->rows > 0)
        gtk_widget_unparent(self->slots[--self->rows]);
    G_OBJECT_CLASS(ui_inserts_parent_class)->dispose(object);
}

static void
ui_inserts_class_init(UiInsertsClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "inserts");
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BOX_LAYOUT);
}

static void
ui_inserts_init(UiInserts *self)
{
    GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));

    gtk_orientable_set_orientation(GTK_ORIENTABLE(layout),
                                   GTK_ORIENTATION_VERTICAL);
    gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 2);
}

GtkWidget *
ui_inserts_new(UiStudio *studio, int64_t track)
{
    UiInserts *self = g_object_new(UI_TYPE_INSERTS, NULL);

    self->studio = studio;
    self->track = track;
    return GTK_WIDGET(self);
}
