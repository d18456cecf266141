/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/command_palette.h"

#include "base/text.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/names.h"
#include "ui/widgets/only.h"
#include "ui/widgets/pieces.h"

#include <string.h>

/* Rows: a piece of work; and more than there is room for. */
enum { WIDTH = 480, HEIGHT = 420, ROWS = 5, IN_SIGHT = 18 };

struct palette_window {
    GtkWindow *window;
    UiActions *actions;
    GtkWidget *entry, *list;
    GPtrArray *rows; /* the actions, in their order */
    guint made;      /* of them */
};

/* Out of sight at once; its rows go some at a time. */
static bool
drop_rows(gpointer user)
{
    struct palette_window *self = user;

    for (int i = 0; i < ROWS && self->made > 0; i++)
        gtk_list_box_remove(
            GTK_LIST_BOX(self->list),
            GTK_WIDGET(gtk_list_box_get_row_at_index(GTK_LIST_BOX(self->list),
                                                     (int)--self->made)));
    return self->made > 0;
}

static gboolean
close_it(struct palette_window *self)
{
    if (gtk_widget_get_visible(GTK_WIDGET(self->window)))
        ui_pieces_close(self->window, drop_rows, self);
    return TRUE;
}

/* A row: an action, and what stands behind its words in the entry, if it takes a
 * value: «tempo 120» is «tempo» with «120». */
struct offer {
    const char *action;
    const char *type; /* of the value, "s" or "d"; NULL: none */
    char *text;       /* what its words are looked for in */
    GtkWidget *aside; /* its key, or the value */
};

static void
free_offer(gpointer offer)
{
    g_free(((struct offer *)offer)->text);
    g_free(offer);
}

static struct offer *
offer_of(gpointer row)
{
    return g_object_get_data(G_OBJECT(row), "offer");
}

/* Past the words of the entry that are in the text, in any case; NULL: none is, and
 * something was written. */
static const char *
behind_words(const char *written, const char *text)
{
    const char *at = written + strspn(written, " "), *begin = at;

    while (*at) {
        const size_t length = strcspn(at, " ");
        g_autofree char *word = g_utf8_casefold(at, (gssize)length);

        if (!strstr(text, word))
            break;
        at += length + strspn(at + length, " ");
    }
    return at == begin && *at ? NULL : at;
}

/* What was written as the action's value: the caller's to let go of.  NULL: there
 * is none yet, or it is no number. */
static GVariant *
value_of(const struct offer *offer, const char *words)
{
    char *end;

    if (words[0] == '\0')
        return NULL;
    if (strcmp(offer->type, "s") == 0)
        return g_variant_ref_sink(g_variant_new_string(words));
    const double number = g_strtod(words, &end);
    return *end ? NULL : g_variant_ref_sink(g_variant_new_double(number));
}

static const char *
written(const struct palette_window *self)
{
    return gtk_editable_get_text(GTK_EDITABLE(self->entry));
}

static gboolean
fits(GtkListBoxRow *row, gpointer user)
{
    const struct offer *offer = offer_of(row);
    const char *rest = behind_words(written(user), offer->text);

    if (!rest || !offer->type)
        return rest && *rest == '\0';
    g_autoptr(GVariant) value = value_of(offer, rest);

    gtk_label_set_text(GTK_LABEL(offer->aside), value ? rest : _("and a value"));
    return value || *rest == '\0';
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

/* It lacks its value: that is asked for where the words are written. */
static void
ask_value(struct palette_window *self, const struct offer *offer)
{
    g_autofree char *words = g_strconcat(offer->action, " ", NULL);

    gtk_editable_set_text(GTK_EDITABLE(self->entry), words);
    gtk_widget_grab_focus(self->entry);
    gtk_editable_set_position(GTK_EDITABLE(self->entry), -1);
}

static void
run_row(struct palette_window *self, GtkListBoxRow *row)
{
    if (!row)
        return;
    UiActions *actions = self->actions;
    const struct offer *offer = offer_of(row);
    const char *name = offer->action;
    g_autoptr(GVariant) value
        = offer->type ? value_of(offer, behind_words(written(self), offer->text))
                      : NULL;

    if (offer->type && !value) {
        ask_value(self, offer);
        return;
    }
    close_it(self);
    ui_actions_run(actions, name, value);
}

static void
on_activated(GtkListBox *list, GtkListBoxRow *row, struct palette_window *self)
{
    run_row(self, row);
}

static bool make_rows(gpointer user);

/* Return may be faster than the last rows are made. */
static void
on_entered(struct palette_window *self)
{
    if (self->made < self->rows->len) {
        while (make_rows(self))
            ;
        on_text(self);
    }
    run_row(self, gtk_list_box_get_selected_row(GTK_LIST_BOX(self->list)));
}

static void
add_row(struct palette_window *self, const struct ui_action *action,
        const char *type)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *title = gtk_label_new(_(action->title));
    g_autofree char *keys = ui_actions_keys_label(self->actions, action);
    GtkWidget *key = gtk_label_new(keys), *row = gtk_list_box_row_new();
    g_autofree char *text = g_strdup_printf("%s %s %s", _(action->subject),
                                            _(action->title),
                                            type ? action->name : "");
    struct offer *offer = g_new0(struct offer, 1);

    *offer = (struct offer){action->name, type, g_utf8_casefold(text, -1), key};
    gtk_label_set_xalign(GTK_LABEL(title), 0.0f);
    gtk_label_set_ellipsize(GTK_LABEL(title), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand(title, TRUE);
    gtk_widget_add_css_class(key, "dim");
    gtk_box_append(GTK_BOX(box), title);
    gtk_box_append(GTK_BOX(box), key);
    gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), box);
    gtk_accessible_update_property(
        GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, _(action->title), -1);
    g_object_set_data_full(G_OBJECT(row), "offer", offer, free_offer);
    gtk_list_box_append(GTK_LIST_BOX(self->list), row);
}

/* "s" and "d" can be written by people; what else there is are numbers of rows, and
 * lists. */
static const char *
type_of(GActionGroup *group, const char *name)
{
    const GVariantType *type
        = g_action_group_get_action_parameter_type(group, name);

    if (!type)
        return NULL;
    if (g_variant_type_equal(type, G_VARIANT_TYPE_DOUBLE))
        return "d";
    return g_variant_type_equal(type, G_VARIANT_TYPE_STRING)
                   && strcmp(name, "track-folder") != 0
               ? "s"
               : "";
}

/* Those that cannot run now have no place here.  Those with a value come behind
 * those without: of «rename tracks» the second word is none. */
static void
find_rows(struct palette_window *self, GActionGroup *group)
{
    const struct ui_action *action;

    self->rows = g_ptr_array_new();
    for (int values = 0; values < 2; values++)
        for (size_t i = 0; (action = ui_actions_at(self->actions, i)); i++) {
            const char *type = type_of(group, action->name);

            if (values ? type && *type : !type)
                if (g_action_group_get_action_enabled(group, action->name))
                    g_ptr_array_add(self->rows, (gpointer)action);
        }
}

static bool
make_rows(gpointer user)
{
    struct palette_window *self = user;
    GActionGroup *group = G_ACTION_GROUP(gtk_window_get_transient_for(self->window));

    for (int i = 0; i < ROWS && self->made < self->rows->len; i++) {
        const struct ui_action *action = self->rows->pdata[self->made++];

        add_row(self, action, type_of(group, action->name));
    }
    return self->made < self->rows->len;
}

static bool
choose_first(gpointer user)
{
    on_text(user);
    return false;
}

/* What was written meanwhile may be called only as one of the last is. */
static bool
choose_if_none(gpointer user)
{
    struct palette_window *self = user;

    if (!gtk_list_box_get_selected_row(GTK_LIST_BOX(self->list)))
        on_text(self);
    return false;
}

static bool
make_first_rows(gpointer user)
{
    struct palette_window *self = user;

    return make_rows(self) && self->made < IN_SIGHT;
}

static const ui_piece PIECES[]
    = {make_first_rows, choose_first, ui_pieces_show, make_rows, choose_if_none, NULL};

static void
free_palette(gpointer data)
{
    struct palette_window *self = data;

    g_ptr_array_unref(self->rows);
    g_free(self);
}

static gboolean
on_key(GtkEventControllerKey *controller, guint key, guint code,
       GdkModifierType state, struct palette_window *self)
{
    GtkListBoxRow *row = gtk_list_box_get_selected_row(GTK_LIST_BOX(self->list));

    if (key == GDK_KEY_Escape) {
        return close_it(self);
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
    if (ui_only_again(parent, "palette"))
        return;
    struct palette_window *self = g_new0(struct palette_window, 1);
    GtkEventController *keys = gtk_event_controller_key_new();

    self->window = GTK_WINDOW(gtk_window_new());
    self->actions = actions;
    g_object_set_data_full(G_OBJECT(self->window), "palette", self, free_palette);
    gtk_window_set_child(self->window, build(self));
    find_rows(self, G_ACTION_GROUP(parent));
    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(GTK_WIDGET(self->window), keys);
    gtk_search_entry_set_key_capture_widget(GTK_SEARCH_ENTRY(self->entry),
                                            GTK_WIDGET(self->window));
    gtk_window_set_title(self->window, _("Find an action"));
    gtk_window_set_transient_for(self->window, parent);
    gtk_window_set_modal(self->window, TRUE);
    ui_letters_size(self->window, parent, WIDTH, HEIGHT);
    g_signal_connect_swapped(self->window, "close-request", G_CALLBACK(close_it),
                             self);
    ui_only_is(parent, "palette", self->window);
    ui_pieces_make(self->window, PIECES, self);
}
