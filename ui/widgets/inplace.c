/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/inplace.h"

#include "ui/widgets/names.h"

struct _UiInplace {
    GtkWidget parent_instance;
    GtkWidget *label, *text;
    bool editing;
    char *title;
    int clicks;
};

enum { ENTERED, PRESSED, SIGNALS };
static unsigned signals[SIGNALS];

G_DEFINE_FINAL_TYPE(UiInplace, ui_inplace, GTK_TYPE_WIDGET)

static const char *
shown_text(UiInplace *self)
{
    return gtk_label_get_text(GTK_LABEL(self->label));
}

bool
ui_inplace_is_editing(UiInplace *self)
{
    return self->editing;
}

static void
speak(UiInplace *self)
{
    char *name = self->title
                     ? g_strdup_printf("%s, %s", self->title, shown_text(self))
                     : g_strdup(shown_text(self));

    ui_name(GTK_WIDGET(self), name);
    g_free(name);
}

void
ui_inplace_show(UiInplace *self, const char *text)
{
    g_return_if_fail(UI_IS_INPLACE(self));

    if (g_strcmp0(text, shown_text(self)) == 0)
        return;
    gtk_label_set_text(GTK_LABEL(self->label), text);
    speak(self);
}

void
ui_inplace_set_title(UiInplace *self, const char *title)
{
    g_return_if_fail(UI_IS_INPLACE(self));
    g_free(self->title);
    self->title = g_strdup(title);
    speak(self);
}

void
ui_inplace_set_width(UiInplace *self, int letters)
{
    g_return_if_fail(UI_IS_INPLACE(self));
    gtk_editable_set_max_width_chars(GTK_EDITABLE(self->text), letters);
}

/* --- the entry ---------------------------------------------------------------- */

static void
shut(UiInplace *self, bool take)
{
    if (!self->editing)
        return;
    self->editing = false;
    const bool focused =
        gtk_widget_get_state_flags(self->text) & GTK_STATE_FLAG_FOCUS_WITHIN;
    char *words = g_strdup(gtk_editable_get_text(GTK_EDITABLE(self->text)));

    gtk_widget_set_child_visible(self->label, TRUE);
    if (focused)
        gtk_widget_grab_focus(GTK_WIDGET(self));
    gtk_widget_set_visible(self->text, FALSE);
    if (take && g_strcmp0(words, shown_text(self)) != 0)
        g_signal_emit(self, signals[ENTERED], 0, words);
    g_free(words);
}

static void
on_activate(GtkEntry *text, UiInplace *self)
{
    shut(self, true);
}

static gboolean
on_entry_key(GtkEventControllerKey *keys, guint key, guint code,
             GdkModifierType state, UiInplace *self)
{
    if (key != GDK_KEY_Escape)
        return GDK_EVENT_PROPAGATE;
    shut(self, false);
    return GDK_EVENT_STOP;
}

static void
on_entry_leave(GtkEventControllerFocus *focus, UiInplace *self)
{
    shut(self, true);
}

void
ui_inplace_edit(UiInplace *self)
{
    g_return_if_fail(UI_IS_INPLACE(self));

    if (self->editing)
        return;
    self->editing = true;
    gtk_editable_set_text(GTK_EDITABLE(self->text), shown_text(self));
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->text),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   self->title ? self->title : "", -1);
    gtk_widget_set_child_visible(self->label, FALSE); /* it keeps its place */
    gtk_widget_set_visible(self->text, TRUE);
    gtk_widget_grab_focus(self->text);
}

/* It is there from the start: a screen reader is not told of one that comes later.
 * And it is an entry: of a bare GtkText it is told nothing. */
static GtkWidget *
make_text(UiInplace *self)
{
    GtkWidget *text = gtk_entry_new();
    GtkEventController *keys = gtk_event_controller_key_new();
    GtkEventController *focus = gtk_event_controller_focus_new();

    gtk_entry_set_has_frame(GTK_ENTRY(text), FALSE);
    gtk_editable_set_width_chars(GTK_EDITABLE(text), 1);
    gtk_editable_set_max_width_chars(GTK_EDITABLE(text), 1); /* it grows no strip */
    gtk_editable_set_alignment(GTK_EDITABLE(text), 0.5);
    gtk_widget_set_visible(text, FALSE);
    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_entry_key), self);
    g_signal_connect(focus, "leave", G_CALLBACK(on_entry_leave), self);
    g_signal_connect(text, "activate", G_CALLBACK(on_activate), self);
    gtk_widget_add_controller(text, keys);
    gtk_widget_add_controller(text, focus);
    return text;
}

/* --- the widget --------------------------------------------------------------- */

static void
on_pressed(GtkGestureClick *click, int presses, double x, double y, UiInplace *self)
{
    if (self->editing)
        return;
    if (presses == 1)
        g_signal_emit(self, signals[PRESSED], 0);
    if (presses == self->clicks) {
        gtk_gesture_set_state(GTK_GESTURE(click), GTK_EVENT_SEQUENCE_CLAIMED);
        ui_inplace_edit(self);
    }
}

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       UiInplace *self)
{
    if (self->editing
        || (key != GDK_KEY_F2 && key != GDK_KEY_Return && key != GDK_KEY_KP_Enter))
        return GDK_EVENT_PROPAGATE;
    ui_inplace_edit(self);
    return GDK_EVENT_STOP;
}

static void
activate_edit(GtkWidget *widget, const char *action, GVariant *parameter)
{
    ui_inplace_edit(UI_INPLACE(widget));
}

static void
dispose(GObject *object)
{
    UiInplace *self = UI_INPLACE(object);

    g_clear_pointer(&self->text, gtk_widget_unparent);
    g_clear_pointer(&self->label, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_inplace_parent_class)->dispose(object);
}

static void
finalize(GObject *object)
{
    g_free(UI_INPLACE(object)->title);
    G_OBJECT_CLASS(ui_inplace_parent_class)->finalize(object);
}

static void
ui_inplace_class_init(UiInplaceClass *class)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = dispose;
    G_OBJECT_CLASS(class)->finalize = finalize;
    gtk_widget_class_set_css_name(widget, "inplace");
    gtk_widget_class_set_layout_manager_type(widget, GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_accessible_role(widget, GTK_ACCESSIBLE_ROLE_BUTTON);
    gtk_widget_class_install_action(widget, "inplace.edit", NULL, activate_edit);
    signals[ENTERED]
        = g_signal_new("entered", UI_TYPE_INPLACE, G_SIGNAL_RUN_FIRST, 0, NULL,
                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[PRESSED] = g_signal_new("pressed", UI_TYPE_INPLACE, G_SIGNAL_RUN_FIRST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ui_inplace_init(UiInplace *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    GtkGesture *click = gtk_gesture_click_new();
    GtkEventController *keys = gtk_event_controller_key_new();

    self->clicks = 2;
    self->label = gtk_label_new("");
    gtk_label_set_ellipsize(GTK_LABEL(self->label), PANGO_ELLIPSIZE_END);
    gtk_widget_set_parent(self->label, widget);
    self->text = make_text(self);
    gtk_widget_set_parent(self->text, widget);
    gtk_widget_set_focusable(widget, TRUE);
    g_signal_connect(click, "pressed", G_CALLBACK(on_pressed), self);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(click));
    gtk_widget_add_controller(widget, keys);
}

GtkWidget *
ui_inplace_new(int clicks)
{
    UiInplace *self = g_object_new(UI_TYPE_INPLACE, NULL);

    self->clicks = clicks;
    return GTK_WIDGET(self);
}
