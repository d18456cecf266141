/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/side.h"

#include "base/text.h"
#include "ui/shell/history.h"

enum { WIDTH = 300 };

struct side {
    UiActions *actions;
    GtkWidget *history;
};

static void
run_history(gpointer user, GVariant *parameter)
{
    struct side *self = user;

    gtk_widget_set_visible(self->history, ui_actions_switch(self->actions, "history"));
}

static const struct ui_action TABLE[] = {
    {"history", N_("History"), N_("Window"), "<Control>h", run_history, "b", NULL, "false"},
};

static GtkWidget *
make_panel(UiStudio *studio)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *head = gtk_label_new(_("History"));

    gtk_label_set_xalign(GTK_LABEL(head), 0.0f);
    gtk_widget_add_css_class(head, "heading");
    gtk_widget_add_css_class(box, "side");
    gtk_widget_set_size_request(box, WIDTH, -1);
    gtk_box_append(GTK_BOX(box), head);
    gtk_box_append(GTK_BOX(box), ui_history_new(studio));
    return box;
}

GtkWidget *
ui_side_new(UiStudio *studio, UiActions *actions, GtkWidget *main)
{
    GtkWidget *paned = gtk_paned_new(GTK_ORIENTATION_HORIZONTAL);
    struct side *self = g_new0(struct side, 1);

    self->actions = actions;
    self->history = make_panel(studio);
    gtk_widget_set_visible(self->history, FALSE);
    gtk_paned_set_start_child(GTK_PANED(paned), main);
    gtk_paned_set_end_child(GTK_PANED(paned), self->history);
    gtk_paned_set_resize_end_child(GTK_PANED(paned), FALSE);
    gtk_paned_set_shrink_end_child(GTK_PANED(paned), FALSE);
    gtk_paned_set_shrink_start_child(GTK_PANED(paned), TRUE);
    g_object_set_data_full(G_OBJECT(paned), "side", self, g_free);
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), self);
    return paned;
}
