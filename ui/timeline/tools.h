/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tools.h: pointer, wheel and keys on the timeline, joined to the gestures of
 * ui/view.
 *
 * Main thread.  What one does on a part of the timeline ends in commands; each
 * function adds its controllers to a widget, for as long as that lives. */
#ifndef UI_TIMELINE_TOOLS_H
#define UI_TIMELINE_TOOLS_H

#include "ui/shell/actions.h"
#include "ui/studio.h"
#include "ui/timeline/timeline.h"
#include "ui/view/drag.h"

/* All of them, on all parts, with headers, and the actions of the timeline;
 * once. */
void ui_tools_add(UiTimeline *timeline, UiStudio *studio, UiActions *actions);

/* --- a file a tool ------------------------------------------------------------ */

/* Press, move, let go: on the canvas, or on the rulers.  Escape takes a gesture
 * back; at the canvas's edge it scrolls. */
void ui_tool_drag(GtkWidget *widget, UiStudio *studio, bool rulers);

/* Wheel: up and down; with Shift along the song, with Ctrl the zoom at the pointer;
 * so does a pinch. */
void ui_tool_scroll(GtkWidget *widget, UiStudio *studio);

/* A menu for what is under the right button. */
void ui_tool_menu(GtkWidget *widget, UiStudio *studio, UiActions *actions);

/* Arrows walk from clip to clip, and what is met is spoken. */
void ui_tool_walk(GtkWidget *canvas, UiStudio *studio);

/* On the heads: heights, and tracks dragged to another place; the mark of that is
 * drawn over them. */
void ui_tool_heads(GtkWidget *headers, UiStudio *studio);
void ui_tool_heads_mark(GtkWidget *headers, UiStudio *studio,
                        GtkSnapshot *snapshot);

/* Files let go of over the canvas: `win.import-files` with (as paths, x track, 0: a
 * new one, x frame) is run, where there is such an action. */
void ui_tool_drop(GtkWidget *canvas, UiStudio *studio, UiActions *actions);

/* On the rulers: a double click writes what stands there, or puts something; and a
 * menu. */
void ui_tool_ruler(GtkWidget *ruler, UiStudio *studio, UiActions *actions);

/* Delete what lies in the selected range; false: none is selected. */
bool ui_tool_range_delete(UiStudio *studio, bool closes);

/* The actions: tools and grid, zoom, clips, the selected range, tracks. */
void ui_tool_view_actions(UiStudio *studio, UiActions *actions);
void ui_tool_clip_actions(UiStudio *studio, UiActions *actions);
void ui_tool_range_actions(UiStudio *studio, UiActions *actions);
void ui_tool_track_actions(UiStudio *studio, UiActions *actions);

/* Buttons for tools, magnet and grid, once the actions are there. */
GtkWidget *ui_tool_bar_new(UiStudio *studio, UiActions *actions);

/* --- what they have in common ------------------------------------------------- */

/* Run what a gesture has meant as one step; it is freed.  Clips that copying has
 * made are selected then.  False: nothing has changed. */
bool ui_tools_finish(UiStudio *studio, struct drag_result *result);

/* What the pointer is over: drag_hint(), or NULL. */
void ui_tools_hint(UiStudio *studio, const char *hint);

/* Add a line to a result, as drags write them. */
void ui_tools_line(struct drag_result *result, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/* A menu of actions by their names (NULL: a new section begins) and, where
 * `color_action` is not NULL, of colours for that; the caller's. */
GMenuModel *ui_tool_menu_of(UiActions *actions, const char *const *names,
                            size_t count, const char *color_action);

/* Bring the clip into sight, make it the focus, and the only one selected, or one
 * more. */
void ui_tools_show_clip(UiStudio *studio, int64_t clip, bool more);

#endif
