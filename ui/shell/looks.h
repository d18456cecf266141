/* SPDX-License-Identifier: GPL-3.0-or-later */
/* looks.h: dark, light or high contrast; how large words are; whether things glide.
 * Main thread. */
#ifndef UI_SHELL_LOOKS_H
#define UI_SHELL_LOOKS_H

#include "app/settings.h"

#include <gtk/gtk.h>

#define UI_TYPE_LOOKS ui_looks_get_type()
G_DECLARE_FINAL_TYPE(UiLooks, ui_looks, UI, LOOKS, GObject)

/* GTK reads a theme as soon as it has a display, and another when ui_looks_apply()
 * tells it to be dark.  The first one is not needed: before gtk_init(), and after
 * it. */
void ui_looks_wait(void);
void ui_looks_begin(void);

/* For the default display. */
UiLooks *ui_looks_new(void);

/* As «theme», «motion» and «font-percent» of the settings say; «system» is what the
 * desktop asks for, now and later; the settings must live as long as it. */
void ui_looks_apply(UiLooks *self, const struct settings *settings);

#endif
