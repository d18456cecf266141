/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GTK's own dialog wants an icon theme, and a title bar like no other window's
 * here. */
#include "ui/shell/about.h"

#include "base/text.h"
#include "config.h"
#include "ui/shell/form.h"
#include "ui/widgets/only.h"

enum { ICON = 96, LETTERS = 44 };

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       GtkWindow *window)
{
    if (key != GDK_KEY_Escape)
        return GDK_EVENT_PROPAGATE;
    gtk_window_close(window);
    return GDK_EVENT_STOP;
}

static void
line(GtkWidget *box, const char *text, const char *class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_justify(GTK_LABEL(label), GTK_JUSTIFY_CENTER);
    gtk_label_set_max_width_chars(GTK_LABEL(label), LETTERS);
    if (class)
        gtk_widget_add_css_class(label, class);
    gtk_box_append(GTK_BOX(box), label);
}

static GtkWidget *
picture(void)
{
    GtkWidget *icon = gtk_image_new_from_resource("/org/remanence/ui/icon.png");

    gtk_image_set_pixel_size(GTK_IMAGE(icon), ICON);
    gtk_accessible_update_property(
        GTK_ACCESSIBLE(icon), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remanence"), -1);
    return icon;
}

static GtkWidget *
foot(GtkWindow *window)
{
    GtkWidget *close = gtk_button_new_with_label(_("Close"));

    gtk_widget_add_css_class(close, "suggested");
    gtk_widget_set_halign(close, GTK_ALIGN_CENTER);
    g_signal_connect_swapped(close, "clicked", G_CALLBACK(gtk_window_close),
                             window);
    gtk_window_set_default_widget(window, close);
    return close;
}

void
ui_about_show(GtkWindow *parent)
{
    if (ui_only_again(parent, "about"))
        return;
    GtkWindow *window = GTK_WINDOW(gtk_window_new());
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12),
              *close = foot(window);
    GtkEventController *keys = gtk_event_controller_key_new();
    g_autofree char *name
        = g_strdup_printf("%s %s", _("Remanence"), REMANENCE_VERSION);

    gtk_box_append(GTK_BOX(box), picture());
    line(box, name, "project");
    line(box,
         _("A multitrack studio. Nothing that was played, and nothing that was "
           "done, is "
           "ever lost."),
         NULL);
    line(box,
         _("By the Remanence authors. Free software, without any warranty, under "
           "the GNU "
           "General Public License, version 3 or later."),
         "hint");
    gtk_box_append(GTK_BOX(box), close);
    ui_form_dress(window, box, _("About Remanence"));
    gtk_window_set_resizable(window, FALSE);
    gtk_window_set_transient_for(window, parent);
    gtk_window_set_destroy_with_parent(window, TRUE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), window);
    gtk_widget_add_controller(GTK_WIDGET(window), keys);
    ui_form_begin_at(window, close);
    ui_only_is(parent, "about", window);
    gtk_window_present(window);
}
