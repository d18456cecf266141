/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/only.h"

#include "ui/widgets/pieces.h"

static const char *const NAME = "only-name";

static void
forget(GtkWidget *window, GObject *owner)
{
    const char *name = g_object_get_data(G_OBJECT(window), NAME);

    if (g_object_get_data(owner, name) == window)
        g_object_set_data(owner, name, NULL);
}

bool
ui_only_again(GtkWindow *owner, const char *name)
{
    GtkWindow *window = g_object_get_data(G_OBJECT(owner), name);

    if (window)
        ui_pieces_present(window);
    return window != NULL;
}

void
ui_only_is(GtkWindow *owner, const char *name, GtkWindow *window)
{
    g_object_set_data(G_OBJECT(window), NAME, (gpointer)name);
    g_object_set_data(G_OBJECT(owner), name, window);
    g_signal_connect_object(window, "hide", G_CALLBACK(forget), owner, 0);
    g_signal_connect_object(window, "destroy", G_CALLBACK(forget), owner, 0);
}
