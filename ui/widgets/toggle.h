/* SPDX-License-Identifier: GPL-3.0-or-later */
/* toggle.h: the small switches of a track: R, M, S.  Main thread. */
#ifndef UI_WIDGETS_TOGGLE_H
#define UI_WIDGETS_TOGGLE_H

#include <gtk/gtk.h>
#include <stdbool.h>

/* A GtkToggleButton; `class` colours it while it is on: "r", "m", "s" or "a".  Its
 * owner hears its «clicked», which no ui_toggle_show() makes. */
GtkWidget *ui_toggle_new(const char *letter, const char *class);
void ui_toggle_show(GtkWidget *toggle, bool on);
bool ui_toggle_is_on(GtkWidget *toggle);

/* «Mute Drums», as tooltip and for a screen reader. */
void ui_toggle_set_title(GtkWidget *toggle, const char *title);
/* The same with a tooltip of its own. */
void ui_toggle_set_words(GtkWidget *toggle, const char *title, const char *tip);

/* It is so without being on: a track that others' solo silences. */
void ui_toggle_imply(GtkWidget *toggle, bool implied);
/* Of a solo: others' solo does not silence the track. */
void ui_toggle_safe(GtkWidget *toggle, bool safe);

/* What is held on the keyboard while it is clicked. */
GdkModifierType ui_toggle_modifiers(GtkWidget *toggle);

#endif
