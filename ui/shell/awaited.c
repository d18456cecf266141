/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/awaited.h"

#include "base/text.h"

enum {
    PATIENCE_MS = 250, /* before a line is worth it */
    PULSE_MS = 100,
};

struct _UiAwaited {
    GtkWidget parent_instance;
    UiStudio *studio;
    GtkWidget *line, *bar; /* NULL: nothing is told */
    guint timer;
};

G_DEFINE_FINAL_TYPE(UiAwaited, ui_awaited, GTK_TYPE_WIDGET)

static void
on_cancel(GtkWidget *button, UiAwaited *self)
{
    ui_studio_open_cancel(self->studio);
}

static GtkWidget *
make_cancel(UiAwaited *self, const char *title)
{
    GtkWidget *cancel = gtk_button_new_with_label(_("Cancel"));
    g_autofree char *name = g_strdup_printf(_("Cancel: %s"), title);

    gtk_widget_add_css_class(cancel, "text");
    gtk_accessible_update_property(GTK_ACCESSIBLE(cancel),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    g_signal_connect(cancel, "clicked", G_CALLBACK(on_cancel), self);
    return cancel;
}

static char *
title_of(UiStudio *studio)
{
    g_autofree char *name = g_path_get_basename(ui_studio_awaits(studio));

    if (g_str_has_suffix(name, ".rem"))
        name[strlen(name) - strlen(".rem")] = '\0';
    return g_strdup_printf(_("Opening %s…"), name);
}

static void
make_line(UiAwaited *self)
{
    g_autofree char *title = title_of(self->studio);
    GtkWidget *label = gtk_label_new(title);

    self->line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    self->bar = gtk_progress_bar_new();
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
    gtk_label_set_width_chars(GTK_LABEL(label), 24);
    gtk_widget_set_hexpand(self->bar, TRUE);
    gtk_widget_set_valign(self->bar, GTK_ALIGN_CENTER);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    gtk_box_append(GTK_BOX(self->line), label);
    gtk_box_append(GTK_BOX(self->line), self->bar);
    gtk_box_append(GTK_BOX(self->line), make_cancel(self, title));
    gtk_widget_add_css_class(self->line, "jobs");
    gtk_widget_set_parent(self->line, GTK_WIDGET(self));
}

static gboolean
on_pulse(gpointer user)
{
    gtk_progress_bar_pulse(GTK_PROGRESS_BAR(((UiAwaited *)user)->bar));
    return G_SOURCE_CONTINUE;
}

static gboolean
on_patience(gpointer user)
{
    UiAwaited *self = user;

    make_line(self);
    self->timer = g_timeout_add(PULSE_MS, on_pulse, self);
    return G_SOURCE_REMOVE;
}

static void
clear(UiAwaited *self)
{
    g_clear_handle_id(&self->timer, g_source_remove);
    g_clear_pointer(&self->line, gtk_widget_unparent);
}

/* Another one may be awaited than before. */
static void
on_awaits(UiStudio *studio, UiAwaited *self)
{
    clear(self);
    if (ui_studio_awaits(studio))
        self->timer = g_timeout_add(PATIENCE_MS, on_patience, self);
}

static void
dispose(GObject *object)
{
    UiAwaited *self = UI_AWAITED(object);

    clear(self);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_awaited_parent_class)->dispose(object);
}

static void
ui_awaited_class_init(UiAwaitedClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_awaited_init(UiAwaited *self)
{
}

GtkWidget *
ui_awaited_new(UiStudio *studio)
{
    UiAwaited *self = g_object_new(UI_TYPE_AWAITED, NULL);

    self->studio = g_object_ref(studio);
    g_signal_connect_object(studio, "awaits", G_CALLBACK(on_awaits), self, 0);
    on_awaits(studio, self);
    return GTK_WIDGET(self);
}
