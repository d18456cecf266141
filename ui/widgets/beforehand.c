/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/beforehand.h"

enum { SLICE_US = 1500 };

struct beforehand {
    GtkWindow *window;  /* NULL: it has gone */
    GPtrArray *widgets; /* those within come before what they are in */
    guint next;
};

/* A page that is not shown may be the one that will be: what is hidden by itself is
 * left out. */
static void
add(GPtrArray *to, GtkWidget *widget)
{
    GtkWidget *child = gtk_widget_get_first_child(widget);

    if (!gtk_widget_get_visible(widget) || GTK_IS_NATIVE(widget))
        return;
    for (; child; child = gtk_widget_get_next_sibling(child))
        add(to, child);
    g_ptr_array_add(to, g_object_ref(widget));
}

/* GTK keeps what comes of it until something changes. */
static void
measure(GtkWidget *widget)
{
    int least, natural;

    gtk_widget_measure(widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural,
                       NULL, NULL);
    gtk_widget_measure(widget, GTK_ORIENTATION_VERTICAL, -1, &least, &natural, NULL,
                       NULL);
}

/* The window gets no surface here: from then on GTK would measure it as a whole. */
static gboolean
measure_some(gpointer user)
{
    struct beforehand *self = user;
    const gint64 until = g_get_monotonic_time() + SLICE_US;

    if (!self->window || gtk_widget_get_mapped(GTK_WIDGET(self->window)))
        return G_SOURCE_REMOVE;
    while (self->next < self->widgets->len && g_get_monotonic_time() < until)
        measure(g_ptr_array_index(self->widgets, self->next++));
    return self->next < self->widgets->len;
}

static void
end(gpointer user)
{
    struct beforehand *self = user;

    g_clear_weak_pointer(&self->window);
    g_ptr_array_unref(self->widgets);
    g_free(self);
}

void
ui_beforehand(GtkWindow *window)
{
    struct beforehand *self = g_new0(struct beforehand, 1);

    g_set_weak_pointer(&self->window, window);
    self->widgets = g_ptr_array_new_with_free_func(g_object_unref);
    add(self->widgets, gtk_window_get_child(window));
    g_idle_add_full(G_PRIORITY_DEFAULT_IDLE, measure_some, self, end);
}
