/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/past.h"

struct past {
    GPtrArray *widgets;
    guint dropping;
};

struct past *
past_new(void)
{
    struct past *past = g_new0(struct past, 1);

    past->widgets = g_ptr_array_new();
    return past;
}

static void
drop_last(struct past *past)
{
    const guint last = past->widgets->len - 1;

    gtk_widget_unparent(g_ptr_array_steal_index(past->widgets, last));
}

static gboolean
drop_one(gpointer user)
{
    struct past *past = user;

    drop_last(past);
    if (past->widgets->len > 0)
        return G_SOURCE_CONTINUE;
    past->dropping = 0;
    return G_SOURCE_REMOVE;
}

void
past_add(struct past *past, GtkWidget *widget)
{
    g_ptr_array_add(past->widgets, widget);
    if (past->dropping == 0)
        past->dropping = g_idle_add_full(G_PRIORITY_LOW, drop_one, past, NULL);
}

void
past_clear(struct past *past)
{
    g_clear_handle_id(&past->dropping, g_source_remove);
    while (past->widgets->len > 0)
        drop_last(past);
}

void
past_free(struct past *past)
{
    past_clear(past);
    g_ptr_array_unref(past->widgets);
    g_free(past);
}
