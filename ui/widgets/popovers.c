/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/popovers.h"

void
ui_popovers_present(GtkWidget *widget)
{
    GtkWidget *child = gtk_widget_get_first_child(widget);

    for (; child; child = gtk_widget_get_next_sibling(child))
        if (GTK_IS_POPOVER(child))
            gtk_popover_present(GTK_POPOVER(child));
}

static const char *const BEFORE = "focus-before";

static void
on_closed(GtkWidget *popover)
{
    GtkRoot *root = gtk_widget_get_root(popover);
    GtkWidget *focus = root ? gtk_root_get_focus(root) : NULL;
    g_autoptr(GtkWidget) before = g_object_steal_data(G_OBJECT(popover), BEFORE);

    g_signal_handlers_disconnect_by_func(popover, on_closed, NULL);
    if (!root
        || (focus && focus != popover && !gtk_widget_is_ancestor(focus, popover)))
        return;
    if (!before || gtk_widget_get_root(before) != root
        || !gtk_widget_grab_focus(before))
        gtk_widget_child_focus(GTK_WIDGET(root), GTK_DIR_TAB_FORWARD);
}

void
ui_popover_pop_up(GtkWidget *popover)
{
    GtkRoot *root = gtk_widget_get_root(popover);
    GtkWidget *focus = root ? gtk_root_get_focus(root) : NULL;

    if (focus && !gtk_widget_is_ancestor(focus, popover))
        g_object_set_data_full(G_OBJECT(popover), BEFORE, g_object_ref(focus),
                               g_object_unref);
    g_signal_handlers_disconnect_by_func(popover, on_closed, NULL);
    g_signal_connect(popover, "closed", G_CALLBACK(on_closed), NULL);
    gtk_popover_popup(GTK_POPOVER(popover));
}

static GtkWidget *
new_over(GtkWidget *over)
{
    GtkWidget *popover = gtk_popover_menu_new_from_model(NULL);

    gtk_popover_set_has_arrow(GTK_POPOVER(popover), FALSE);
    gtk_widget_set_halign(popover, GTK_ALIGN_START);
    gtk_widget_set_parent(popover, over);
    return popover;
}

void
ui_menu_pop_up(GtkWidget **popover, GtkWidget *over, GMenuModel *menu, double x,
               double y)
{
    if (!*popover)
        *popover = new_over(over);
    gtk_popover_menu_set_menu_model(GTK_POPOVER_MENU(*popover), menu);
    gtk_popover_set_pointing_to(GTK_POPOVER(*popover),
                                &(GdkRectangle){(int)x, (int)y, 1, 1});
    ui_popover_pop_up(*popover);
}

static void
make_menu(GtkMenuButton *button, gpointer menu)
{
    if (gtk_menu_button_get_popover(button))
        return;
    GtkWidget *popover = gtk_popover_menu_new_from_model(G_MENU_MODEL(menu));

    gtk_popover_set_has_arrow(GTK_POPOVER(popover), FALSE);
    gtk_menu_button_set_popover(button, popover);
}

void
ui_menu_later(GtkMenuButton *button, GMenuModel *menu)
{
    gtk_menu_button_set_popover(button, NULL);
    gtk_menu_button_set_create_popup_func(button, make_menu, g_object_ref(menu),
                                            g_object_unref);
}
