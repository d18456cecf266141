/* SPDX-License-Identifier: GPL-3.0-or-later */
/* device_window.h: the controls of an insert, as knobs.  Main thread. */
#ifndef UI_MIXER_DEVICE_WINDOW_H
#define UI_MIXER_DEVICE_WINDOW_H

#include "ui/shell/actions.h"
#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_DEVICE_WINDOW ui_device_window_get_type()
G_DECLARE_FINAL_TYPE(UiDeviceWindow, ui_device_window, UI, DEVICE_WINDOW, GtkWindow)

/* Open the window of that insert, or bring it forward.  It closes with the
 * insert. */
void ui_device_window_show(UiStudio *studio, UiActions *actions, GtkWindow *parent,
                           int64_t insert);

#endif
