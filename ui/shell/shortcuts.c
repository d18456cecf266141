/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/shortcuts.h"

#include "base/text.h"

#include "ui/widgets/letters.h"
#include "ui/widgets/names.h"
#include "ui/widgets/only.h"
#include "ui/widgets/pieces.h"

#include <string.h>

/* Rows: a piece of work; and more than there is room for. */
enum { WIDTH = 620, HEIGHT = 640, ROWS = 4, IN_SIGHT = 24 };

struct shortcuts {
    GtkWindow *window;
    UiActions *actions;
    GtkWidget *list, *told;
    GtkWidget *waiting; /* the button that waits for a key */
    GPtrArray *rows;    /* the actions, in their order */
    guint made;         /* of them */
};

/* Out of sight at once; its rows go some at a time. */
static bool
drop_rows(gpointer user)
{
    struct shortcuts *self = user;

    for (int i = 0; i < ROWS && self->made > 0; i++)
        gtk_list_box_remove(
            GTK_LIST_BOX(self->list),
            GTK_WIDGET(gtk_list_box_get_row_at_index(GTK_LIST_BOX(self->list),
                                                     (int)--self->made)));
    return self->made > 0;
}

static gboolean
close_it(struct shortcuts *self)
{
    if (gtk_widget_get_visible(GTK_WIDGET(self->window)))
        ui_pieces_close(self->window, drop_rows, self);
    return TRUE;
}

static const char *
action_of(GtkWidget *button)
{
    return g_object_get_data(G_OBJECT(button), "action");
}

static void
show_key(struct shortcuts *self, GtkWidget *button)
{
    const struct ui_action *action
        = ui_actions_find(self->actions, action_of(button));
    g_autofree char *keys = ui_actions_keys_label(self->actions, action);
    g_autofree char *name = g_strdup_printf(_("Key of «%s»: %s"), _(action->title),
                                            *keys ? keys : _("none"));

    gtk_button_set_label(GTK_BUTTON(button), *keys ? keys : "–");
    gtk_accessible_update_property(GTK_ACCESSIBLE(button),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_all(struct shortcuts *self)
{
    GtkListBoxRow *row;

    for (int i = 0;
         (row = gtk_list_box_get_row_at_index(GTK_LIST_BOX(self->list), i)); i++)
        show_key(self, g_object_get_data(G_OBJECT(row), "button"));
}

static void
stop_waiting(struct shortcuts *self)
{
    if (!self->waiting)
        return;
    show_key(self, self->waiting);
    self->waiting = NULL;
    gtk_label_set_text(GTK_LABEL(self->told), "");
}

static void
on_button(GtkWidget *button, struct shortcuts *self)
{
    stop_waiting(self);
    self->waiting = button;
    gtk_button_set_label(GTK_BUTTON(button), _("Press a key"));
    gtk_label_set_text(GTK_LABEL(self->told),
                       _("Escape leaves it as it is, Backspace takes it away"));
}

static void
give(struct shortcuts *self, const char *keys)
{
    const char *name = action_of(self->waiting);
    const struct ui_action *loser = ui_actions_set_keys(self->actions, name, keys);

    stop_waiting(self);
    show_all(self);
    if (loser) {
        g_autofree char *line =
            g_strdup_printf(_("«%s» has lost that key"), _(loser->title));
        gtk_label_set_text(GTK_LABEL(self->told), line);
    }
}

static gboolean
on_key(GtkEventControllerKey *controller, guint key, guint code,
       GdkModifierType state, struct shortcuts *self)
{
    const GdkModifierType modifiers
        = state & gtk_accelerator_get_default_mod_mask();

    if (!self->waiting) {
        if (key == GDK_KEY_Escape)
            close_it(self);
        return key == GDK_KEY_Escape;
    }
    if (key == GDK_KEY_Escape) {
        stop_waiting(self);
    } else if (key == GDK_KEY_BackSpace && modifiers == 0) {
        give(self, "");
    } else if (gtk_accelerator_valid(key, modifiers)) {
        g_autofree char *keys
            = gtk_accelerator_name(gdk_keyval_to_lower(key), modifiers);
        give(self, keys);
    }
    return TRUE;
}

static void
on_reset(GtkWidget *button, struct shortcuts *self)
{
    const struct ui_action *action;

    stop_waiting(self);
    for (size_t i = 0; (action = ui_actions_at(self->actions, i)); i++)
        ui_actions_set_keys(self->actions, action->name, NULL);
    show_all(self);
}

static void
add_row(struct shortcuts *self, const struct ui_action *action)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *title = gtk_label_new(_(action->title)), *key = gtk_button_new();
    GtkWidget *row = gtk_list_box_row_new();

    gtk_label_set_xalign(GTK_LABEL(title), 0.0f);
    gtk_label_set_ellipsize(GTK_LABEL(title), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand(title, TRUE);
    gtk_widget_add_css_class(key, "text");
    g_object_set_data(G_OBJECT(key), "action", (gpointer)action->name);
    g_object_set_data(G_OBJECT(row), "button", key);
    g_object_set_data(G_OBJECT(row), "subject", (gpointer)_(action->subject));
    g_signal_connect(key, "clicked", G_CALLBACK(on_button), self);
    gtk_box_append(GTK_BOX(box), title);
    gtk_box_append(GTK_BOX(box), key);
    gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), box);
    gtk_list_box_row_set_activatable(GTK_LIST_BOX_ROW(row), FALSE);
    ui_name(row, _(action->title));
    gtk_list_box_append(GTK_LIST_BOX(self->list), row);
    show_key(self, key);
}

/* A subject's name stands above the first of its actions. */
static void
head(GtkListBoxRow *row, GtkListBoxRow *before, gpointer user)
{
    const char *subject = g_object_get_data(G_OBJECT(row), "subject");
    const char *last
        = before ? g_object_get_data(G_OBJECT(before), "subject") : NULL;

    if (last && strcmp(subject, last) == 0) {
        gtk_list_box_row_set_header(row, NULL);
        return;
    }
    GtkWidget *label = gtk_label_new(subject);
    gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
    gtk_widget_add_css_class(label, "heading");
    gtk_list_box_row_set_header(row, label);
}

static GtkWidget *
build(struct shortcuts *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *foot = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *scrolled = gtk_scrolled_window_new();
    GtkWidget *reset = gtk_button_new_with_label(_("All as they were"));

    self->list = gtk_list_box_new();
    self->told = gtk_label_new(NULL);
    gtk_label_set_xalign(GTK_LABEL(self->told), 0.0f);
    gtk_widget_set_hexpand(self->told, TRUE);
    gtk_widget_add_css_class(reset, "text");
    ui_name(self->list, _("Keys"));
    gtk_list_box_set_selection_mode(GTK_LIST_BOX(self->list), GTK_SELECTION_NONE);
    gtk_list_box_set_header_func(GTK_LIST_BOX(self->list), head, NULL, NULL);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), self->list);
    gtk_widget_set_focusable(scrolled, FALSE);
    gtk_widget_set_vexpand(scrolled, TRUE);
    gtk_box_append(GTK_BOX(foot), self->told);
    gtk_box_append(GTK_BOX(foot), reset);
    gtk_box_append(GTK_BOX(box), scrolled);
    gtk_box_append(GTK_BOX(box), foot);
    gtk_widget_add_css_class(box, "palette");
    g_signal_connect(reset, "clicked", G_CALLBACK(on_reset), self);
    return box;
}

static bool
is_first_of_subject(struct shortcuts *self, size_t index)
{
    const char *subject = ui_actions_at(self->actions, index)->subject;

    for (size_t i = 0; i < index; i++)
        if (strcmp(ui_actions_at(self->actions, i)->subject, subject) == 0)
            return false;
    return true;
}

/* One that wants a parameter cannot have a key. */
static void
find_subject(struct shortcuts *self, GActionGroup *group, const char *subject)
{
    const struct ui_action *action;

    for (size_t i = 0; (action = ui_actions_at(self->actions, i)); i++)
        if (strcmp(action->subject, subject) == 0
            && !g_action_group_get_action_parameter_type(group, action->name))
            g_ptr_array_add(self->rows, (gpointer)action);
}

static void
find_rows(struct shortcuts *self, GActionGroup *group)
{
    const struct ui_action *action;

    self->rows = g_ptr_array_new();
    for (size_t i = 0; (action = ui_actions_at(self->actions, i)); i++)
        if (is_first_of_subject(self, i))
            find_subject(self, group, action->subject);
}

static bool
make_rows(gpointer user)
{
    struct shortcuts *self = user;

    for (int i = 0; i < ROWS && self->made < self->rows->len; i++)
        add_row(self, self->rows->pdata[self->made++]);
    return self->made < self->rows->len;
}

static bool
make_first_rows(gpointer user)
{
    struct shortcuts *self = user;

    return make_rows(self) && self->made < IN_SIGHT;
}

static const ui_piece PIECES[]
    = {make_first_rows, ui_pieces_show, make_rows, NULL};

static void
free_shortcuts(gpointer data)
{
    struct shortcuts *self = data;

    g_ptr_array_unref(self->rows);
    g_free(self);
}

void
ui_shortcuts_show(GtkWindow *parent, UiActions *actions)
{
    if (ui_only_again(parent, "shortcuts"))
        return;
    struct shortcuts *self = g_new0(struct shortcuts, 1);
    GtkEventController *keys = gtk_event_controller_key_new();

    self->window = GTK_WINDOW(gtk_window_new());
    self->actions = actions;
    g_object_set_data_full(G_OBJECT(self->window), "shortcuts", self,
                           free_shortcuts);
    gtk_window_set_child(self->window, build(self));
    find_rows(self, G_ACTION_GROUP(parent));
    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(GTK_WIDGET(self->window), keys);
    gtk_window_set_title(self->window, _("Keys"));
    gtk_window_set_transient_for(self->window, parent);
    ui_letters_size(self->window, parent, WIDTH, HEIGHT);
    g_signal_connect_swapped(self->window, "close-request", G_CALLBACK(close_it),
                             self);
    ui_only_is(parent, "shortcuts", self->window);
    ui_pieces_make(self->window, PIECES, self);
}
