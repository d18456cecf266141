/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/banner.h"

#include "base/text.h"

enum { LINE_SIZE = 1024, GOOD_SECONDS = 6, FAULT_SECONDS = 20 };

struct _UiBanner {
    GtkWidget parent_instance;
    GtkWidget *revealer, *label;
    guint timer;
};

G_DEFINE_FINAL_TYPE(UiBanner, ui_banner, GTK_TYPE_WIDGET)

static void
hide(UiBanner *self)
{
    g_clear_handle_id(&self->timer, g_source_remove);
    gtk_revealer_set_reveal_child(GTK_REVEALER(self->revealer), FALSE);
}

static gboolean
on_timer(gpointer user)
{
    UiBanner *self = user;

    self->timer = 0;
    hide(self);
    return G_SOURCE_REMOVE;
}

static void
on_told(UiStudio *studio, const struct fault *fault, UiBanner *self)
{
    const bool good = fault->status == ST_OK;
    char line[LINE_SIZE];

    (void)studio;
    fault_line(fault, line, sizeof line);
    hide(self);
    gtk_label_set_text(GTK_LABEL(self->label), line);
    if (good)
        gtk_widget_remove_css_class(GTK_WIDGET(self), "fault");
    else
        gtk_widget_add_css_class(GTK_WIDGET(self), "fault");
    gtk_revealer_set_reveal_child(GTK_REVEALER(self->revealer), TRUE);
    self->timer = g_timeout_add_seconds(good ? GOOD_SECONDS : FAULT_SECONDS, on_timer, self);
}

static void
dispose(GObject *object)
{
    UiBanner *self = UI_BANNER(object);

    g_clear_handle_id(&self->timer, g_source_remove);
    g_clear_pointer(&self->revealer, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_banner_parent_class)->dispose(object);
}

static void
ui_banner_class_init(UiBannerClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
ui_banner_init(UiBanner *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *close = gtk_button_new_with_label(_("Close"));

    self->label = gtk_label_new(NULL);
    gtk_label_set_wrap(GTK_LABEL(self->label), TRUE);
    gtk_label_set_xalign(GTK_LABEL(self->label), 0.0f);
    gtk_label_set_selectable(GTK_LABEL(self->label), TRUE);
    gtk_widget_set_can_focus(self->label, FALSE);
    gtk_widget_set_hexpand(self->label, TRUE);
    gtk_widget_add_css_class(close, "text");
    g_signal_connect_swapped(close, "clicked", G_CALLBACK(hide), self);
    gtk_box_append(GTK_BOX(box), self->label);
    gtk_box_append(GTK_BOX(box), close);
    gtk_widget_add_css_class(box, "line");
    self->revealer = gtk_revealer_new();
    gtk_revealer_set_child(GTK_REVEALER(self->revealer), box);
    gtk_widget_set_parent(self->revealer, GTK_WIDGET(self));
    gtk_widget_add_css_class(GTK_WIDGET(self), "banner");
}

GtkWidget *
ui_banner_new(UiStudio *studio)
{
    UiBanner *self = g_object_new(UI_TYPE_BANNER, NULL);

    g_signal_connect_object(studio, "told", G_CALLBACK(on_told), self, 0);
    return GTK_WIDGET(self);
}
