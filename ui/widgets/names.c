/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/names.h"

static G_DEFINE_QUARK(ui-name, ui_name)

/* GTK does not look whether a name is the one before, and sends each to the bus. */
void
ui_name(GtkWidget *widget, const char *name)
{
    const char *before = g_object_get_qdata(G_OBJECT(widget), ui_name_quark());

    if (before && g_str_equal(before, name))
        return;
    g_object_set_qdata_full(G_OBJECT(widget), ui_name_quark(), g_strdup(name),
                            g_free);
    gtk_accessible_update_property(GTK_ACCESSIBLE(widget),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
ui_name_button(GtkButton *button, const char *label, const char *name)
{
    if (g_strcmp0(gtk_button_get_label(button), label) != 0) {
        gtk_button_set_label(button, label); /* which makes it the name, too */
        g_object_set_qdata(G_OBJECT(button), ui_name_quark(), NULL);
    }
    ui_name(GTK_WIDGET(button), name);
}

GtkWidget *
ui_paned_new(GtkOrientation orientation, const char *name)
{
    GtkWidget *paned
        = g_object_new(GTK_TYPE_PANED, "orientation", orientation,
                       "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

    ui_name(paned, name);
    return paned;
}

void
ui_name_row(GtkListItem *item, const char *name)
{
    GtkWidget *row = gtk_widget_get_parent(gtk_list_item_get_child(item));

    if (row)
        ui_name(row, name);
}

static const char *
string_of(gpointer item)
{
    return GTK_IS_STRING_OBJECT(item) ? gtk_string_object_get_string(item) : "";
}

/* A name that was given stands as data, since GTK does not tell it. */
static void
say_chosen(GtkDropDown *choice)
{
    const char *name = g_object_get_data(G_OBJECT(choice), "name");
    g_autofree char *whole = g_strdup_printf(
        "%s, %s", name, string_of(gtk_drop_down_get_selected_item(choice)));
    GtkWidget *button = gtk_widget_get_first_child(GTK_WIDGET(choice));

    ui_name(GTK_WIDGET(choice), name);
    if (button)
        ui_name(button, whole);
}

static void
on_setup(GtkListItemFactory *factory, GtkListItem *item, gpointer user)
{
    GtkWidget *label = gtk_label_new(NULL);

    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_list_item_set_child(item, label);
}

static void
on_bind(GtkListItemFactory *factory, GtkListItem *item, gpointer user)
{
    const char *text = string_of(gtk_list_item_get_item(item));

    gtk_label_set_text(GTK_LABEL(gtk_list_item_get_child(item)), text);
    ui_name_row(item, text);
}

void
ui_name_choice(GtkDropDown *choice, const char *name)
{
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new();

    g_return_if_fail(GTK_IS_DROP_DOWN(choice));
    g_object_set_data_full(G_OBJECT(choice), "name", g_strdup(name), g_free);
    g_signal_connect(factory, "setup", G_CALLBACK(on_setup), NULL);
    g_signal_connect(factory, "bind", G_CALLBACK(on_bind), NULL);
    gtk_drop_down_set_list_factory(choice, factory);
    g_object_unref(factory);
    g_signal_connect(choice, "notify::selected-item", G_CALLBACK(say_chosen), NULL);
    say_chosen(choice);
}
