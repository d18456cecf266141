/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/command_palette.h"

#include "base/text.h"
#include "ui/widgets/names.h"

enum { WIDTH = 480, HEIGHT = 420 };

struct palette_window {
    GtkWindow *window;
    UiActions *actions;
    GtkWidget *entry, *list;
};

/* Whether all words of `wanted` are in the row's text, in any case. */
static gboolean
fits(GtkListBoxRow *row, gpointer user)
{
    struct palette_window *self = user;
    const char *text = g_object_get_data(G_OBJECT(row), "text");
    g_autofree char *wanted =
        g_utf8_casefold(gtk_editable_get_text(GTK_EDITABLE(self->entry)), -1);
    g_auto(GStrv) words = g_strsplit(wanted, " ", -1);

    for (char **word = words; *word; word++)
        if (!strstr(text, *word))
            return FALSE;
    return TRUE;
}

static GtkListBoxRow *
first_row(struct palette_window *self)
{
    GtkListBoxRow *row;

    for (int i = 0;
         (row = gtk_list_box_get_row_at_index(GTK_LIST_BOX(self->list), i)); i++)
        if (gtk_widget_get_child_visible(GTK_WIDGET(row)))
            return row;
    return NULL;
}

static void
on_text(struct palette_window *self)
{
    gtk_list_box_invalidate_filter(GTK_LIST_BOX(self->list));
    gtk_list_box_select_row(GTK_LIST_BOX(self->list), first_row(self));
}

static void
run_row(struct palette_window *self, GtkListBoxRow *row)
{
    if (!row)
        return;
    UiActions *actions = self->actions;
    const char *name = g_object_get_data(G_OBJECT(row), "action");

    gtk_window_destroy(self->window); /* frees self */
    ui_actions_run(actions, name, NULL);
}

static void
on_activated(GtkListBox *list, GtkListBoxRow *row, struct palette_window *self)
{
    run_row(self, row);
}

static void
on_entered(struct palette_window *self)
{
    run_row(self, gtk_list_box_get_selected_row(GTK_LIST_BOX(self->list)));
}

static void
add_row(struct palette_window *self, const struct ui_action *action)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *title = gtk_label_new(_(action->title));
    g_autofree char *keys = ui_actions_keys_label(self->actions, action);
    GtkWidget *key = gtk_label_new(keys), *row = gtk_list_box_row_new();
    g_autofree char *text
        = g_strdup_printf("%s %s", _(action->subject), _(action->title));

    gtk_label_set_xalign(GTK_LABEL(title), 0.0f);
    gtk_widget_set_hexpand(title, TRUE);
    gtk_widget_add_css_class(key, "dim");
    gtk_box_append(GTK_BOX(box), title);
    gtk_box_append(GTK_BOX(box), key);
    gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), box);
    gtk_accessible_update_property(
        GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, _(action->title), -1);
    g_object_set_data(G_OBJECT(row), "action", (gpointer)action->name);
    g_object_set_data_full(G_OBJECT(row), "text", g_utf8_casefold(text, -1),
                           g_free);
    gtk_list_box_append(GTK_LIST_BOX(self->list), row);
}

/* Those that need a parameter have no place here, nor have those that cannot run
 * now. */
static void
fill(struct palette_window *self, GActionGroup *group)
{
    const struct ui_action *action;

    for (size_t i = 0; (action = ui_actions_at(self->actions, i)); i++)
        if (!g_action_group_get_action_parameter_type(group, action->name)
            && g_action_group_get_action_enabled(group, action->name))
            add_row(self, action);
}

static gboolean
on_key(GtkEventControllerKey *controller, guint key, guint code,
       GdkModifierType state, struct palette_window *self)
{
    GtkListBoxRow *row = gtk_list_box_get_selected_row(GTK_LIST_BOX(self->list));

    if (key == GDK_KEY_Escape) {
        gtk_window_destroy(self->window);
        return TRUE;
    }
    if (key == GDK_KEY_Down && row)
        gtk_widget_grab_focus(GTK_WIDGET(row));
    return FALSE;
}

static GtkWidget *
build(struct palette_window *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *scrolled = gtk_scrolled_window_new();

    self->entry = gtk_search_entry_new();
    self->list = gtk_list_box_new();
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->entry),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   _("Find an action"), -1);
    ui_name(self->list, _("Find an action"));
    gtk_list_box_set_placeholder(GTK_LIST_BOX(self->list),
                                 gtk_label_new(_("No action is called that")));
    gtk_list_box_set_filter_func(GTK_LIST_BOX(self->list), fits, self, NULL);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), self->list);
    gtk_widget_set_focusable(scrolled, FALSE);
    gtk_widget_set_vexpand(scrolled, TRUE);
    gtk_box_append(GTK_BOX(box), self->entry);
    gtk_box_append(GTK_BOX(box), scrolled);
    gtk_widget_add_css_class(box, "palette");
    /* Not «search-changed», which comes later: Return may be faster. */
    g_signal_connect_swapped(self->entry, "changed", G_CALLBACK(on_text), self);
    g_signal_connect_swapped(self->entry, "activate", G_CALLBACK(on_entered), self);
    g_signal_connect(self->list, "row-activated", G_CALLBACK(on_activated), self);
    return box;
}

void
ui_command_palette_show(GtkWindow *parent, UiActions *actions)
{
    struct palette_window *self = g_new0(struct palette_window, 1);
    GtkEventController *keys = gtk_event_controller_key_new();

    self->window = GTK_WINDOW(gtk_window_new());
    self->actions = actions;
    g_object_set_data_full(G_OBJECT(self->window), "palette", self, g_free);
    gtk_window_set_child(self->window, build(self));
    fill(self, G_ACTION_GROUP(parent));
    on_text(self);
    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(GTK_WIDGET(self->window), keys);
    gtk_search_entry_set_key_capture_widget(GTK_SEARCH_ENTRY(self->entry),
                                            GTK_WIDGET(self->window));
    gtk_window_set_title(self->window, _("Find an action"));
    gtk_window_set_transient_for(self->window, parent);
    gtk_window_set_modal(self->window, TRUE);
    gtk_window_set_default_size(self->window, WIDTH, HEIGHT);
    gtk_window_present(self->window);
}
