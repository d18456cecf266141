/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/toggle.h"

#include "ui/widgets/names.h"
#include "ui/widgets/tip.h"

GtkWidget *
ui_toggle_new(const char *letter, const char *class)
{
    GtkWidget *toggle = gtk_toggle_button_new_with_label(letter);

    gtk_widget_add_css_class(toggle, "msr");
    gtk_widget_add_css_class(toggle, class);
    gtk_widget_set_focus_on_click(toggle, FALSE);
    return toggle;
}

void
ui_toggle_show(GtkWidget *toggle, bool on)
{
    if (ui_toggle_is_on(toggle) != on)
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(toggle), on);
}

bool
ui_toggle_is_on(GtkWidget *toggle)
{
    return gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(toggle));
}

static void
set_class(GtkWidget *toggle, const char *class, bool on)
{
    if (on)
        gtk_widget_add_css_class(toggle, class);
    else
        gtk_widget_remove_css_class(toggle, class);
}

void
ui_toggle_imply(GtkWidget *toggle, bool implied)
{
    set_class(toggle, "implied", implied);
}

void
ui_toggle_safe(GtkWidget *toggle, bool safe)
{
    set_class(toggle, "safe", safe);
}

void
ui_toggle_set_title(GtkWidget *toggle, const char *title)
{
    ui_toggle_set_words(toggle, title, title);
}

void
ui_toggle_set_words(GtkWidget *toggle, const char *title, const char *tip)
{
    ui_tip_set(toggle, tip);
    ui_name(toggle, title);
}

GdkModifierType
ui_toggle_modifiers(GtkWidget *toggle)
{
    GdkSeat *seat = gdk_display_get_default_seat(gtk_widget_get_display(toggle));
    GdkDevice *keyboard = seat ? gdk_seat_get_keyboard(seat) : NULL;

    return keyboard ? gdk_device_get_modifier_state(keyboard) : 0;
}
