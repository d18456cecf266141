/* SPDX-License-Identifier: GPL-3.0-or-later */
/* headers_menu.h: what can be done with the tracks that are selected. */
#ifndef UI_TIMELINE_HEADERS_MENU_H
#define UI_TIMELINE_HEADERS_MENU_H

#include "ui/shell/actions.h"
#include "ui/studio.h"

/* Main thread.  As it stands now, with the inputs and folders that there are; the
 * caller's, to be unreffed. */
GMenuModel *ui_headers_menu(UiStudio *studio, UiActions *actions);

#endif
