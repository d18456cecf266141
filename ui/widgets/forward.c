/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/forward.h"

static void
turn(GtkWidget *widget)
{
    gtk_widget_set_direction(widget, GTK_TEXT_DIR_LTR);
    for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
         child = gtk_widget_get_next_sibling(child))
        if (!GTK_IS_POPOVER(child)) /* a menu is words */
            turn(child);
}

void
ui_forward(GtkWidget *widget)
{
    g_return_if_fail(GTK_IS_WIDGET(widget));
    if (gtk_widget_get_default_direction() == GTK_TEXT_DIR_RTL)
        turn(widget);
}
