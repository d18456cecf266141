/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/side.h"

#include "base/text.h"
#include "ui/mixer/strip.h"

struct _UiMixerSide {
    GtkWidget parent_instance;
    GtkWidget *scroller, *box;
    unsigned shown;
};

static unsigned changed_signal;

G_DEFINE_FINAL_TYPE(UiMixerSide, ui_mixer_side, GTK_TYPE_WIDGET)

static const struct {
    const char *title;
    unsigned bit;
    bool first; /* begins shown */
} CHOICES[] = {
    {N_("Inserts"), STRIP_INSERTS, true}, {N_("Console"), STRIP_CONSOLE, true},
    {N_("Sends"), STRIP_SENDS, true},     {N_("Output"), STRIP_OUTPUT, false},
    {N_("Pan"), STRIP_PAN, true},         {NULL, 0, false},
    {N_("Tracks"), SIDE_TRACKS, true},    {N_("Buses"), SIDE_BUSES, true},
};

unsigned
ui_mixer_side_shown(UiMixerSide *self)
{
    return self->shown;
}

static void
on_toggled(GtkToggleButton *button, UiMixerSide *self)
{
    const unsigned bit = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(button), "bit"));

    if (gtk_toggle_button_get_active(button))
        self->shown |= bit;
    else
        self->shown &= ~bit;
    g_signal_emit(self, changed_signal, 0);
}

static void
add_head(UiMixerSide *self, const char *title)
{
    GtkWidget *label = gtk_label_new(title);

    gtk_widget_add_css_class(label, "caps");
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_box_append(GTK_BOX(self->box), label);
}

static void
add_choice(UiMixerSide *self, const char *title, unsigned bit, bool first)
{
    GtkWidget *button = gtk_toggle_button_new_with_label(title);

    gtk_label_set_xalign(GTK_LABEL(gtk_button_get_child(GTK_BUTTON(button))), 0);
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(button), first);
    gtk_widget_set_focus_on_click(button, FALSE);
    gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   title, -1);
    g_object_set_data(G_OBJECT(button), "bit", GUINT_TO_POINTER(bit));
    g_signal_connect(button, "toggled", G_CALLBACK(on_toggled), self);
    gtk_box_append(GTK_BOX(self->box), button);
    if (first)
        self->shown |= bit;
}

static void
dispose(GObject *object)
{
    g_clear_pointer(&UI_MIXER_SIDE(object)->scroller, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_mixer_side_parent_class)->dispose(object);
}

static void
ui_mixer_side_class_init(UiMixerSideClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "mixside");
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
    changed_signal = g_signal_new("changed", UI_TYPE_MIXER_SIDE, G_SIGNAL_RUN_FIRST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
ui_mixer_side_init(UiMixerSide *self)
{
    self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 3);
    self->scroller = gtk_scrolled_window_new();
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller), GTK_POLICY_NEVER,
                                   GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller), self->box);
    gtk_widget_set_focusable(self->scroller, FALSE);
    gtk_widget_set_parent(self->scroller, GTK_WIDGET(self));
    add_head(self, _("Mixer"));
    for (size_t i = 0; i < G_N_ELEMENTS(CHOICES); i++)
        if (CHOICES[i].title)
            add_choice(self, _(CHOICES[i].title), CHOICES[i].bit, CHOICES[i].first);
        else
            add_head(self, _("Show"));
}

GtkWidget *
ui_mixer_side_new(void)
{
    return g_object_new(UI_TYPE_MIXER_SIDE, NULL);
}
