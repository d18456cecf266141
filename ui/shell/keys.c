/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/keys.h"

#include <string.h>

static char *
file_path(void)
{
    return g_build_filename(g_get_user_config_dir(), "remanence", "keys.ini", NULL);
}

GKeyFile *
ui_keys_read(void)
{
    GKeyFile *kept = g_key_file_new();
    g_autofree char *path = file_path();

    g_key_file_load_from_file(kept, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
    return kept;
}

void
ui_keys_write(GKeyFile *kept)
{
    g_autofree char *path = file_path();
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GError) error = NULL;

    g_mkdir_with_parents(folder, 0700);
    if (!g_key_file_save_to_file(kept, path, &error))
        g_message("%s", error->message);
}

void
ui_keys_keep(GKeyFile *kept, const char *action, const char *keys)
{
    if (keys)
        g_key_file_set_string(kept, "keys", action, keys);
    else
        g_key_file_remove_key(kept, "keys", action, NULL);
}

static bool
same_key(const char *a, const char *b)
{
    guint key_a, key_b;
    GdkModifierType mods_a, mods_b;

    return gtk_accelerator_parse(a, &key_a, &mods_a)
           && gtk_accelerator_parse(b, &key_b, &mods_b) && key_a == key_b
           && mods_a == mods_b;
}

bool
ui_keys_has(const char *keys, const char *key)
{
    g_auto(GStrv) each = g_strsplit(keys, " ", -1);

    for (char **one = each; *one; one++)
        if (same_key(*one, key))
            return true;
    return false;
}

char *
ui_keys_without(const char *keys, const char *key)
{
    g_auto(GStrv) each = g_strsplit(keys, " ", -1);
    GString *rest = g_string_new(NULL);

    for (char **one = each; *one; one++)
        if (**one && !same_key(*one, key))
            g_string_append_printf(rest, "%s%s", rest->len ? " " : "", *one);
    return g_string_free(rest, FALSE);
}

char *
ui_keys_label(const char *keys)
{
    g_auto(GStrv) each = g_strsplit(keys, " ", 2);
    guint key;
    GdkModifierType modifiers;

    if (!each[0] || !gtk_accelerator_parse(each[0], &key, &modifiers))
        return g_strdup("");
    return gtk_accelerator_get_label(key, modifiers);
}

GtkEventController *
ui_keys_controller(GtkPropagationPhase phase)
{
    GtkEventController *controller = gtk_shortcut_controller_new();

    gtk_event_controller_set_propagation_phase(controller, phase);
    return controller;
}

static const char OWN_SPACE[] = "own-space";

void
ui_keys_own_space(GtkWidget *widget)
{
    g_object_set_data(G_OBJECT(widget), OWN_SPACE, widget);
}

static bool
owns_space(GtkWidget *focus)
{
    while (focus && !g_object_get_data(G_OBJECT(focus), OWN_SPACE))
        focus = gtk_widget_get_parent(focus);
    return focus != NULL;
}

/* Whether somebody writes, or chooses from a menu, and so means the letter
 * itself. */
static bool
is_writing(GtkWidget *window)
{
    GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(window));

    if (!focus)
        return false;
    return GTK_IS_TEXT(focus) || GTK_IS_TEXT_VIEW(focus)
           || gtk_widget_get_native(focus) != GTK_NATIVE(window)
           || owns_space(focus);
}

static gboolean
run_captured(GtkWidget *widget, GVariant *arguments, gpointer user)
{
    (void)arguments;
    if (is_writing(widget))
        return FALSE;
    gtk_widget_activate_action(widget, user, NULL);
    return TRUE;
}

static void
bind(GtkEventController *bubble, GtkEventController *capture, const char *action,
     const char *key)
{
    g_autofree char *name = g_strdup_printf("win.%s", action);
    GtkShortcutTrigger *trigger = gtk_shortcut_trigger_parse_string(key);

    if (!trigger)
        return;
    const bool is_space = strcmp(key, "space") == 0;
    GtkShortcutAction *run =
        is_space ? gtk_callback_action_new(run_captured, g_strdup(name), g_free)
                 : gtk_named_action_new(name);
    gtk_shortcut_controller_add_shortcut(
        GTK_SHORTCUT_CONTROLLER(is_space ? capture : bubble),
        gtk_shortcut_new(trigger, run));
}

void
ui_keys_bind(GtkEventController *bubble, GtkEventController *capture,
             const char *action, const char *keys)
{
    g_auto(GStrv) each = g_strsplit(keys, " ", -1);

    for (char **key = each; *key; key++)
        if (**key)
            bind(bubble, capture, action, *key);
}
