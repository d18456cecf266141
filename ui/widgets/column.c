/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/column.h"

#include <stdbool.h>

struct _UiColumn {
    GtkBox parent_instance;
    const GtkWidget *first; /* compared with the children, and no more */
};

G_DEFINE_FINAL_TYPE(UiColumn, ui_column, GTK_TYPE_BOX)

static void
draw(UiColumn *self, GtkSnapshot *snapshot, bool first)
{
    GtkWidget *widget = GTK_WIDGET(self);

    for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
         child = gtk_widget_get_next_sibling(child))
        if ((child == self->first) == first)
            gtk_widget_snapshot_child(widget, child, snapshot);
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    draw(UI_COLUMN(widget), snapshot, true);
    draw(UI_COLUMN(widget), snapshot, false);
}

static void
ui_column_class_init(UiColumnClass *class)
{
    GTK_WIDGET_CLASS(class)->snapshot = snapshot;
}

static void
ui_column_init(UiColumn *self)
{
    gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
ui_column_new(void)
{
    return g_object_new(UI_TYPE_COLUMN, NULL);
}

void
ui_column_draw_first(UiColumn *self, GtkWidget *child)
{
    g_return_if_fail(UI_IS_COLUMN(self));
    self->first = child;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}
