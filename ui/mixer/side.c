/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/side.h"

#include "base/text.h"
#include "ui/mixer/strip.h"
#include "ui/view/view.h"
#include "ui/widgets/tip.h"

struct _UiMixerSide {
    GtkWidget parent_instance;
    UiStudio *studio; /* stays longer */
    GtkWidget *scroller, *box;
    bool showing; /* the view, and not a choice */
    unsigned first, shed;
};

static unsigned chosen_signal;

G_DEFINE_FINAL_TYPE(UiMixerSide, ui_mixer_side, GTK_TYPE_WIDGET)

static const struct {
    const char *title;
    unsigned bit;
} CHOICES[] = {
    {N_("Input"), STRIP_INPUT},     {N_("Inserts"), STRIP_INSERTS},
    {N_("Console"), STRIP_CONSOLE}, {N_("Sends"), STRIP_SENDS},
    {N_("Output"), STRIP_OUTPUT},   {N_("Pan"), STRIP_PAN},
    {NULL, 0},                      {N_("Tracks"), SIDE_TRACKS},
    {N_("Buses"), SIDE_BUSES},
};

static const unsigned USUAL = STRIP_INSERTS | STRIP_CONSOLE | STRIP_SENDS
                              | STRIP_PAN | SIDE_TRACKS | SIDE_BUSES;

unsigned
ui_mixer_side_shown(UiMixerSide *self)
{
    return USUAL ^ ui_studio_view(self->studio)->mixer;
}

unsigned
ui_mixer_side_first(UiMixerSide *self)
{
    return self->first;
}

static unsigned
bit_of(GtkWidget *button)
{
    return GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(button), "bit"));
}

static void
on_toggled(GtkToggleButton *button, UiMixerSide *self)
{
    const unsigned bit = bit_of(GTK_WIDGET(button));

    if (self->showing)
        return;
    if (bit & self->shed) {
        self->showing = true;
        gtk_toggle_button_set_active(button, TRUE);
        self->showing = false;
    } else {
        ui_studio_view(self->studio)->mixer ^= bit;
    }
    self->first = bit;
    ui_studio_view_changed(self->studio, UI_VIEW_PANELS);
    g_signal_emit(self, chosen_signal, 0);
}

static void
show(UiMixerSide *self)
{
    const unsigned shown = ui_mixer_side_shown(self);

    self->showing = true;
    for (GtkWidget *child = gtk_widget_get_first_child(self->box); child;
         child = gtk_widget_get_next_sibling(child))
        if (GTK_IS_TOGGLE_BUTTON(child))
            gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(child),
                                         shown & bit_of(child));
    self->showing = false;
}

void
ui_mixer_side_set_shed(UiMixerSide *self, unsigned sections)
{
    if (sections == self->shed)
        return;
    self->shed = sections;
    for (GtkWidget *child = gtk_widget_get_first_child(self->box); child;
         child = gtk_widget_get_next_sibling(child)) {
        const bool shed = GTK_IS_TOGGLE_BUTTON(child) && (bit_of(child) & sections);

        if (!GTK_IS_TOGGLE_BUTTON(child))
            continue;
        if (shed)
            ui_tip_set(child, _("No room for it now: click to see it"));
        gtk_widget_set_has_tooltip(child, shed);
        if (shed)
            gtk_widget_add_css_class(child, "shed");
        else
            gtk_widget_remove_css_class(child, "shed");
    }
}

static void
on_view(UiStudio *studio, guint changes, UiMixerSide *self)
{
    if (changes & UI_VIEW_PANELS)
        show(self);
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
add_choice(UiMixerSide *self, const char *title, unsigned bit)
{
    GtkWidget *button = gtk_toggle_button_new_with_label(title);

    gtk_label_set_xalign(GTK_LABEL(gtk_button_get_child(GTK_BUTTON(button))), 0);
    gtk_widget_set_focus_on_click(button, FALSE);
    gtk_accessible_update_property(GTK_ACCESSIBLE(button),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    g_object_set_data(G_OBJECT(button), "bit", GUINT_TO_POINTER(bit));
    g_signal_connect(button, "toggled", G_CALLBACK(on_toggled), self);
    gtk_box_append(GTK_BOX(self->box), button);
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
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
    chosen_signal = g_signal_new("chosen", UI_TYPE_MIXER_SIDE, G_SIGNAL_RUN_FIRST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ui_mixer_side_init(UiMixerSide *self)
{
    self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 3);
    self->scroller = gtk_scrolled_window_new();
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller), self->box);
    gtk_widget_set_focusable(self->scroller, FALSE);
    gtk_widget_set_parent(self->scroller, GTK_WIDGET(self));
    add_head(self, _("Mixer"));
    for (size_t i = 0; i < G_N_ELEMENTS(CHOICES); i++)
        if (CHOICES[i].title)
            add_choice(self, _(CHOICES[i].title), CHOICES[i].bit);
        else
            add_head(self, _("Show"));
}

GtkWidget *
ui_mixer_side_new(UiStudio *studio)
{
    UiMixerSide *self = g_object_new(UI_TYPE_MIXER_SIDE, NULL);

    self->studio = studio;
    g_signal_connect_object(studio, "view", G_CALLBACK(on_view), self, 0);
    g_signal_connect_object(studio, "song", G_CALLBACK(show), self,
                            G_CONNECT_SWAPPED);
    show(self);
    return GTK_WIDGET(self);
}
