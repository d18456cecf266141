/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/headers.h"

#include "base/text.h"
#include "ui/timeline/tools.h"
#include "ui/view/view.h"
#include "ui/widgets/forward.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/popovers.h"

/* As high as the rulers are, so that heads and rows stand side by side. */
static void
fit_corner(UiStudio *studio, guint changes, GtkWidget *corner)
{
    gtk_widget_set_size_request(corner, -1,
                                rulers_height(&ui_studio_view(studio)->rulers));
}

static void
fit_corner_to_song(UiStudio *studio, GtkWidget *corner)
{
    fit_corner(studio, 0, corner);
}

static void
offer_tracks(UiActions *actions, GtkWidget *button)
{
    static const char *const ADD[]
        = {"track-add-audio", "track-add-stereo", "track-add-midi", "track-add-bus",
           "track-add-folder"};
    g_autoptr(GMenuModel) menu
        = ui_tool_menu_of(actions, ADD, G_N_ELEMENTS(ADD), NULL);

    ui_menu_later(GTK_MENU_BUTTON(button), menu);
}

GtkWidget *
ui_headers_corner_new(UiStudio *studio, UiActions *actions)
{
    GtkWidget *corner = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    GtkWidget *button = gtk_menu_button_new();
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

    gtk_box_append(GTK_BOX(row), ui_icon_new("plus"));
    gtk_box_append(GTK_BOX(row), gtk_label_new(_("Add track")));
    gtk_menu_button_set_child(GTK_MENU_BUTTON(button), row);
    g_signal_connect_object(actions, "keys", G_CALLBACK(offer_tracks), button, 0);
    gtk_widget_add_css_class(button, "add-track");
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    gtk_accessible_update_property(
        GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add track"), -1);
    gtk_box_append(GTK_BOX(corner), button);
    gtk_widget_add_css_class(corner, "corner");
    gtk_widget_set_overflow(corner, GTK_OVERFLOW_HIDDEN);
    g_signal_connect_object(studio, "view", G_CALLBACK(fit_corner), corner, 0);
    g_signal_connect_object(studio, "song", G_CALLBACK(fit_corner_to_song), corner,
                            0);
    fit_corner(studio, 0, corner);
    ui_forward(corner);
    return corner;
}
