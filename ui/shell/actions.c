/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/actions.h"

#include "base/text.h"
#include "ui/shell/keys.h"
#include "ui/widgets/names.h"
#include "ui/widgets/tip.h"

#include <string.h>

struct entry {
    const struct ui_action *action;
    gpointer user;
    GSimpleAction *simple;
    char *keys; /* of the user's; NULL: the table's */
};

struct served {
    GtkWindow *window;
    GtkEventController *bubble, *capture;
};

struct _UiActions {
    GObject parent_instance;
    GtkApplicationWindow *window; /* owns us */
    GPtrArray *entries;
    GArray *served;
    GKeyFile *kept; /* the keys that the user changed */
    GHashTable *taken; /* the tables' keys, as GTK writes them: whose they are */
    guint refresh;
};

enum { KEYS, SIGNALS };
static unsigned signals[SIGNALS];

G_DEFINE_FINAL_TYPE(UiActions, ui_actions, G_TYPE_OBJECT)

static struct entry *
find(UiActions *self, const char *name)
{
    for (guint i = 0; i < self->entries->len; i++) {
        struct entry *entry = g_ptr_array_index(self->entries, i);
        if (strcmp(entry->action->name, name) == 0)
            return entry;
    }
    return NULL;
}

const struct ui_action *
ui_actions_find(UiActions *self, const char *name)
{
    const struct entry *entry = find(self, name);
    return entry ? entry->action : NULL;
}

const struct ui_action *
ui_actions_at(UiActions *self, size_t index)
{
    if (index >= self->entries->len)
        return NULL;
    return ((struct entry *)g_ptr_array_index(self->entries, index))->action;
}

/* --- running ------------------------------------------------------------------ */

static void
on_activate(GSimpleAction *simple, GVariant *parameter, gpointer user)
{
    struct entry *entry = user;
    const char *state = entry->action->state;

    if (state && strcmp(state, "b") == 0) {
        g_autoptr(GVariant) now = g_action_get_state(G_ACTION(simple));
        g_simple_action_set_state(
            simple, g_variant_new_boolean(!g_variant_get_boolean(now)));
    } else if (state && parameter) {
        g_simple_action_set_state(simple, parameter);
    }
    entry->action->run(entry->user, parameter);
}

static void
on_change_state(GSimpleAction *simple, GVariant *value, gpointer user)
{
    struct entry *entry = user;

    g_simple_action_set_state(simple, value);
    entry->action->run(entry->user, entry->action->parameter ? value : NULL);
}

static GSimpleAction *
make_action(const struct ui_action *action)
{
    const char *type = action->parameter ? action->parameter
                       : action->state && strcmp(action->state, "b") != 0
                           ? action->state
                           : NULL;
    g_autoptr(GVariantType) parameter = type ? g_variant_type_new(type) : NULL;

    if (!action->state)
        return g_simple_action_new(action->name, parameter);
    const char *first = action->first ? action->first
                        : strcmp(action->state, "b") == 0 ? "false" : "''";
    return g_simple_action_new_stateful(
        action->name, parameter,
        g_variant_parse(G_VARIANT_TYPE(action->state), first, NULL, NULL, NULL));
}

void
ui_actions_run(UiActions *self, const char *name, GVariant *parameter)
{
    const struct entry *entry = find(self, name);

    g_return_if_fail(entry);
    g_action_activate(G_ACTION(entry->simple), parameter);
}

void
ui_actions_set_switch(UiActions *self, const char *name, bool on)
{
    const struct entry *entry = find(self, name);

    g_return_if_fail(entry);
    if (ui_actions_switch(self, name) != on)
        g_simple_action_set_state(entry->simple, g_variant_new_boolean(on));
}

bool
ui_actions_switch(UiActions *self, const char *name)
{
    const struct entry *entry = find(self, name);

    g_return_val_if_fail(entry, false);
    g_autoptr(GVariant) state = g_action_get_state(G_ACTION(entry->simple));
    return g_variant_get_boolean(state);
}

void
ui_actions_set_choice(UiActions *self, const char *name, const char *choice)
{
    const struct entry *entry = find(self, name);

    g_return_if_fail(entry);
    g_simple_action_set_state(entry->simple, g_variant_new_string(choice));
}

void
ui_actions_enable(UiActions *self, const char *name, bool can)
{
    const struct entry *entry = find(self, name);

    g_return_if_fail(entry);
    g_simple_action_set_enabled(entry->simple, can);
}

/* --- keys --------------------------------------------------------------------- */

static const char *
keys_of(const struct entry *entry)
{
    return entry->keys           ? entry->keys
           : entry->action->keys ? entry->action->keys
                                 : "";
}

char *
ui_actions_keys_label(UiActions *self, const struct ui_action *action)
{
    return ui_keys_label(keys_of(find(self, action->name)));
}

static void
refresh_served(UiActions *self, struct served *served)
{
    if (served->bubble)
        gtk_widget_remove_controller(GTK_WIDGET(served->window), served->bubble);
    if (served->capture)
        gtk_widget_remove_controller(GTK_WIDGET(served->window), served->capture);
    served->bubble = ui_keys_controller(GTK_PHASE_BUBBLE);
    served->capture = ui_keys_controller(GTK_PHASE_CAPTURE);
    for (guint i = 0; i < self->entries->len; i++) {
        const struct entry *entry = g_ptr_array_index(self->entries, i);
        ui_keys_bind(served->bubble, served->capture, entry->action->name,
                     keys_of(entry));
    }
    gtk_widget_add_controller(GTK_WIDGET(served->window), served->bubble);
    gtk_widget_add_controller(GTK_WIDGET(served->window), served->capture);
}

static gboolean
refresh(gpointer user)
{
    UiActions *self = user;

    self->refresh = 0;
    for (guint i = 0; i < self->served->len; i++)
        refresh_served(self, &g_array_index(self->served, struct served, i));
    g_signal_emit(self, signals[KEYS], 0);
    return G_SOURCE_REMOVE;
}

/* Tables come one after the other; the keys are bound once, behind them. */
static void
want_refresh(UiActions *self)
{
    if (self->refresh == 0)
        self->refresh = g_idle_add_full(G_PRIORITY_HIGH_IDLE, refresh, self, NULL);
}

/* The action, but for `apart`, that has this key now. */
static struct entry *
holder(UiActions *self, const char *key, const struct entry *apart)
{
    for (guint i = 0; i < self->entries->len; i++) {
        struct entry *entry = g_ptr_array_index(self->entries, i);
        if (entry != apart && ui_keys_has(keys_of(entry), key))
            return entry;
    }
    return NULL;
}

static void
keep(UiActions *self, struct entry *entry, const char *keys)
{
    g_free(entry->keys);
    entry->keys = g_strdup(keys);
    ui_keys_keep(self->kept, entry->action->name, keys);
}

const struct ui_action *
ui_actions_set_keys(UiActions *self, const char *name, const char *keys)
{
    struct entry *entry = find(self, name), *loser = NULL;

    g_return_val_if_fail(entry, NULL);
    const char *now = keys ? keys : entry->action->keys ? entry->action->keys : "";
    g_auto(GStrv) each = g_strsplit(now, " ", -1);
    for (char **key = each; *key; key++)
        if (**key && (loser = holder(self, *key, entry))) {
            g_autofree char *rest = ui_keys_without(keys_of(loser), *key);
            keep(self, loser, rest);
        }
    keep(self, entry, keys);
    ui_keys_write(self->kept);
    want_refresh(self);
    return loser ? loser->action : NULL;
}

/* Two actions of the tables with one key: one of them would never run by it. */
static void
check_keys(UiActions *self, const struct ui_action *action)
{
    g_auto(GStrv) each = g_strsplit(action->keys ? action->keys : "", " ", -1);
    GdkModifierType modifiers;
    guint code;

    for (char **key = each; *key; key++) {
        if (!gtk_accelerator_parse(*key, &code, &modifiers))
            continue;
        char *name = gtk_accelerator_name(code, modifiers);
        const struct ui_action *other = g_hash_table_lookup(self->taken, name);
        if (other && other != action)
            g_critical("%s has the key %s, and so has %s", action->name, *key,
                       other->name);
        g_hash_table_insert(self->taken, name, (gpointer)action);
    }
}

/* --- adding ------------------------------------------------------------------- */

void
ui_actions_add(UiActions *self, const struct ui_action *table, size_t count,
               gpointer user)
{
    for (size_t i = 0; i < count; i++) {
        struct entry *entry = g_new0(struct entry, 1);

        if (find(self, table[i].name))
            g_critical("two actions have the name %s", table[i].name);
        check_keys(self, &table[i]);
        entry->action = &table[i];
        entry->user = user;
        entry->simple = make_action(&table[i]);
        entry->keys
            = g_key_file_get_string(self->kept, "keys", table[i].name, NULL);
        g_signal_connect(entry->simple, "activate", G_CALLBACK(on_activate), entry);
        if (table[i].state)
            g_signal_connect(entry->simple, "change-state",
                             G_CALLBACK(on_change_state), entry);
        g_action_map_add_action(G_ACTION_MAP(self->window),
                                G_ACTION(entry->simple));
        g_ptr_array_add(self->entries, entry);
    }
    want_refresh(self);
}

static void
on_served_gone(gpointer user, GObject *window)
{
    UiActions *self = user;

    for (guint i = 0; i < self->served->len; i++)
        if ((GObject *)g_array_index(self->served, struct served, i).window
            == window) {
            g_array_remove_index(self->served, i);
            return;
        }
}

void
ui_actions_serve(UiActions *self, GtkWindow *window)
{
    const struct served served = {.window = window};

    if (window != GTK_WINDOW(self->window))
        gtk_widget_insert_action_group(GTK_WIDGET(window), "win",
                                       G_ACTION_GROUP(self->window));
    g_object_weak_ref(G_OBJECT(window), on_served_gone, self);
    g_array_append_val(self->served, served);
    want_refresh(self);
}

static const char DRESSED[] = "dressed";

char *
ui_actions_tip(UiActions *self, const struct ui_action *action)
{
    g_autofree char *keys = ui_actions_keys_label(self, action);

    return *keys ? g_strdup_printf("%s  (%s)", _(action->title), keys)
                 : g_strdup(_(action->title));
}

/* What it is told to run by, as the keys are now. */
static void
show_tip(UiActions *self, GtkWidget *widget)
{
    g_autofree char *tip
        = ui_actions_tip(self, g_object_get_data(G_OBJECT(widget), DRESSED));

    ui_tip_set(widget, tip);
}

void
ui_actions_dress(UiActions *self, GtkWidget *widget, const char *name)
{
    const struct ui_action *action = ui_actions_find(self, name);
    g_autofree char *full = g_strdup_printf("win.%s", name);

    g_return_if_fail(action);
    if (!g_object_get_data(G_OBJECT(widget), DRESSED))
        g_signal_connect_object(self, "keys", G_CALLBACK(show_tip), widget, 0);
    g_object_set_data(G_OBJECT(widget), DRESSED, (gpointer)action);
    show_tip(self, widget);
    ui_name(widget, _(action->title));
    if (GTK_IS_ACTIONABLE(widget)
        && !gtk_actionable_get_action_name(GTK_ACTIONABLE(widget)))
        gtk_actionable_set_action_name(GTK_ACTIONABLE(widget), full);
}

GMenuItem *
ui_actions_menu_item(UiActions *self, const char *name)
{
    const struct entry *entry = find(self, name);
    g_autofree char *full = g_strdup_printf("win.%s", name);

    g_return_val_if_fail(entry, NULL);
    GMenuItem *item = g_menu_item_new(_(entry->action->title), full);
    g_auto(GStrv) keys = g_strsplit(keys_of(entry), " ", 2);
    if (keys[0] && *keys[0])
        g_menu_item_set_attribute(item, "accel", "s", keys[0]);
    return item;
}

/* --- the object --------------------------------------------------------------- */

static void
free_entry(gpointer data)
{
    struct entry *entry = data;

    g_signal_handlers_disconnect_by_data(entry->simple, entry);
    g_object_unref(entry->simple);
    g_free(entry->keys);
    g_free(entry);
}

static void
finalize(GObject *object)
{
    UiActions *self = UI_ACTIONS(object);

    g_clear_handle_id(&self->refresh, g_source_remove);
    for (guint i = 0; i < self->served->len; i++)
        g_object_weak_unref(
            G_OBJECT(g_array_index(self->served, struct served, i).window),
            on_served_gone, self);
    g_array_unref(self->served);
    g_ptr_array_unref(self->entries);
    g_key_file_unref(self->kept);
    g_hash_table_unref(self->taken);
    G_OBJECT_CLASS(ui_actions_parent_class)->finalize(object);
}

static void
ui_actions_class_init(UiActionsClass *class)
{
    G_OBJECT_CLASS(class)->finalize = finalize;
    signals[KEYS] = g_signal_new("keys", UI_TYPE_ACTIONS, G_SIGNAL_RUN_FIRST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ui_actions_init(UiActions *self)
{
    self->entries = g_ptr_array_new_with_free_func(free_entry);
    self->served = g_array_new(FALSE, FALSE, sizeof(struct served));
    self->kept = ui_keys_read();
    self->taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

UiActions *
ui_actions_new(GtkApplicationWindow *window)
{
    UiActions *self = g_object_new(UI_TYPE_ACTIONS, NULL);

    self->window = window;
    ui_actions_serve(self, GTK_WINDOW(window));
    return self;
}
