/* SPDX-License-Identifier: GPL-3.0-or-later */
/* actions.h: everything that can be done, by its name: what menus, keys, the
 * palette, the desktop's bus and tests use alike.
 *
 * Main thread.  A part of the window has a table of its actions and adds it; each
 * becomes a GAction of the window («win.play»).  Keys are the user's to change, and
 * kept; the signal «keys» (no values) is given when they are bound, and each time
 * they have changed. */
#ifndef UI_SHELL_ACTIONS_H
#define UI_SHELL_ACTIONS_H

#include <gtk/gtk.h>
#include <stdbool.h>
#include <stddef.h>

struct ui_action {
    const char *name;    /* «play» */
    const char *title;   /* marked for translation: «Play or stop» */
    const char *subject; /* likewise; actions of one stand together: «Transport» */
    /* as gtk_accelerator_parse() reads them, parted by blanks; NULL */
    const char *keys;
    /* `user` as it was added.  A switch (`state` is «b») has its new state
     * already. */
    void (*run)(gpointer user, GVariant *parameter);
    /* NULL; «b»: a switch; «s»: one of several, with a parameter */
    const char *state;
    /* type of the parameter; NULL: none, and so for a switch */
    const char *parameter;
    const char *first;     /* of a state: what it begins with, in GVariant's text */
};

#define UI_TYPE_ACTIONS ui_actions_get_type()
G_DECLARE_FINAL_TYPE(UiActions, ui_actions, UI, ACTIONS, GObject)

/* For this window, which the keys work in. */
UiActions *ui_actions_new(GtkApplicationWindow *window);

/* Add a table, which stands as long as the program. */
void ui_actions_add(UiActions *self, const struct ui_action *table, size_t count,
                    gpointer user);

/* Another window (a mixer of its own, say) gets the same keys; its «win» actions
 * too. */
void ui_actions_serve(UiActions *self, GtkWindow *window);

/* Run one; its state; whether it can be run just now. */
void ui_actions_run(UiActions *self, const char *name, GVariant *parameter);
void ui_actions_set_switch(UiActions *self, const char *name, bool on);
bool ui_actions_switch(UiActions *self, const char *name);
void ui_actions_set_choice(UiActions *self, const char *name, const char *choice);
void ui_actions_enable(UiActions *self, const char *name, bool can);

/* All of them in the order in which they were added; NULL behind the last. */
const struct ui_action *ui_actions_at(UiActions *self, size_t index);
const struct ui_action *ui_actions_find(UiActions *self, const char *name);

/* The keys of one as they are now, for people to read («Ctrl+Z»): the caller's to
 * free.  Set, parted by blanks: NULL is back to the table's; whoever had the key
 * loses it, and is returned. */
char *ui_actions_keys_label(UiActions *self, const struct ui_action *action);
const struct ui_action *ui_actions_set_keys(UiActions *self, const char *name,
                                            const char *keys);

/* «Play or stop (Space)», the caller's to free. */
char *ui_actions_tip(UiActions *self, const struct ui_action *action);

/* The same as the tooltip of a widget, and as its accessible name without the key;
 * and the action that it runs, if it is a GtkActionable. */
void ui_actions_dress(UiActions *self, GtkWidget *widget, const char *name);

/* «Play or stop», with its key, for a menu, as it is now: the caller's to let go
 * of. */
GMenuItem *ui_actions_menu_item(UiActions *self, const char *name);

#endif
