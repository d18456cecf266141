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
