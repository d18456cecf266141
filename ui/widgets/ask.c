/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ask.h"

#include "ui/widgets/popovers.h"

struct ask {
    GtkWidget *popover, *entry;
    char *text; /* as it was */
    void (*entered)(gpointer user, const char *text);
    gpointer user;
};

static void
free_ask(gpointer user)
{
    struct ask *ask = user;

    g_free(ask->text);
    g_free(ask);
}

static gboolean
let_go(gpointer popover)
{
    if (gtk_widget_get_parent(popover))
        gtk_widget_unparent(popover);
    g_object_unref(popover);
    return G_SOURCE_REMOVE;
}

static void
on_closed(GtkPopover *popover)
{
    g_idle_add(let_go, g_object_ref(popover));
}

/* Closed first: what is done may open something else. */
static void
on_activate(GtkEntry *entry, struct ask *ask)
{
    g_autofree char *text
        = g_strstrip(g_strdup(gtk_editable_get_text(GTK_EDITABLE(entry))));
    void (*const entered)(gpointer user, const char *text) = ask->entered;
    gpointer user = ask->user;
    const gboolean other = text[0] && g_strcmp0(text, ask->text) != 0;

    gtk_popover_popdown(GTK_POPOVER(ask->popover));
    if (other)
        entered(user, text);
}

/* The page that it stands on is left, which remembers who had the focus: the field
 * would get it, unseen, when somebody comes back. */
static void
on_parent_gone(GtkWidget *over, GtkWidget *popover)
{
    if (gtk_widget_get_parent(popover) != over)
        return;
    gtk_popover_popdown(GTK_POPOVER(popover)); /* which gives the pointer back */
    gtk_widget_unparent(popover);
}

void
ui_ask(GtkWidget *over, double x, double y, const char *title, const char *text,
       void (*entered)(gpointer user, const char *text), gpointer user)
{
    struct ask *ask = g_new0(struct ask, 1);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *label = gtk_label_new(title);

    ask->popover = gtk_popover_new();
    ask->entry = gtk_entry_new();
    ask->text = g_strdup(text);
    ask->entered = entered;
    ask->user = user;
    g_object_set_data_full(G_OBJECT(ask->popover), "ask", ask, free_ask);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_editable_set_text(GTK_EDITABLE(ask->entry), text);
    gtk_accessible_update_property(GTK_ACCESSIBLE(ask->entry),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    g_signal_connect(ask->entry, "activate", G_CALLBACK(on_activate), ask);
    g_signal_connect(ask->popover, "closed", G_CALLBACK(on_closed), NULL);
    g_signal_connect_object(over, "destroy", G_CALLBACK(on_parent_gone),
                            ask->popover, 0);
    g_signal_connect_object(over, "unmap", G_CALLBACK(on_parent_gone), ask->popover,
                            0);
    gtk_box_append(GTK_BOX(box), label);
    gtk_box_append(GTK_BOX(box), ask->entry);
    gtk_popover_set_child(GTK_POPOVER(ask->popover), box);
    gtk_widget_set_parent(ask->popover, over);
    gtk_popover_set_has_arrow(GTK_POPOVER(ask->popover), FALSE);
    gtk_popover_set_position(GTK_POPOVER(ask->popover), GTK_POS_BOTTOM);
    gtk_widget_set_halign(ask->popover, GTK_ALIGN_START);
    gtk_popover_set_pointing_to(GTK_POPOVER(ask->popover),
                                &(GdkRectangle){(int)x, (int)y, 1, 1});
    ui_popover_pop_up(ask->popover);
    gtk_widget_grab_focus(ask->entry);
}
