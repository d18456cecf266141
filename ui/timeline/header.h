/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header.h: the head of one row, left of the canvas: of a track or of a take lane.
 *
 * Main thread.  Signals: none; what is changed in it is a command. */
#ifndef UI_TIMELINE_HEADER_H
#define UI_TIMELINE_HEADER_H

#include "ui/studio.h"
#include "ui/view/rows.h"
#include "ui/widgets/glass.h"

#include <gtk/gtk.h>

#define UI_TYPE_HEADER ui_header_get_type()
G_DECLARE_FINAL_TYPE(UiHeader, ui_header, UI, HEADER, GtkWidget)

/* For the row as it is now; the row itself need not stand on. */
GtkWidget *ui_header_new(UiStudio *studio, const struct view_row *row);

/* Whether it is made as that row's head is; and whether somebody has it in hand, or
 * writes in it. */
bool ui_header_fits(UiHeader *self, const struct view_row *row);
bool ui_header_is_held(UiHeader *self);

/* Show it anew: its track or lane has changed, or its height, or whether it is
 * selected; or the row is another one that it fits. */
void ui_header_show(UiHeader *self, const struct view_row *row);

/* The same, where anything on its track has changed but the row itself. */
void ui_header_refresh(UiHeader *self);

/* Once: its meter is painted there. */
void ui_header_set_glass(UiHeader *self, UiGlass *glass);

/* The levels of now. */
void ui_header_feed(UiHeader *self, int64_t now);

/* Write the name where it stands. */
void ui_header_rename(UiHeader *self);

/* Whose it is: the track's, and the lane's, which is 0 for a track's. */
/* Whether x lies on the colour in the head of such a row: as easily hit as an
 * edge. */
bool ui_header_on_color(const struct view_row *row, double x);

int64_t ui_header_track(UiHeader *self);
int64_t ui_header_lane(UiHeader *self);

#endif
