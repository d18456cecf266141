/* SPDX-License-Identifier: GPL-3.0-or-later */
/* order.h: in which order tracks lie in folders and below one another, and how some
 * of them get another place in it.
 *
 * Main thread.  The master has no place.  Where memory ends: view/alloc.h. */
#ifndef VIEW_ORDER_H
#define VIEW_ORDER_H

#include "ui/view/drag.h"

/* A place among the tracks of a folder (0: of none): above `before_id`, or (0)
 * below all. */
struct order_place {
    int64_t folder_id, before_id;
};

/* The folder that a track is seen in, or 0. */
int64_t order_folder(const struct model *model, int64_t track_id);

/* What lies in a folder (0: in none), from top to bottom, without what lies in
 * folders therein; to be freed. */
int64_t *order_of(const struct model *model, int64_t folder_id, size_t *count);

/* The selected tracks from top to bottom; what lies in a selected folder goes where
 * that goes, and is not told.  To be freed. */
int64_t *order_selected(const struct view *view, const struct model *model,
                        size_t *count);

/* Whether a track is one of these, or lies in one of them. */
bool order_holds(const struct model *model, const int64_t *ids, size_t count,
                 int64_t track_id);

/* Add the lines that put tracks there, one below the other, with all that lies in
 * them; none where they lie so already.  The place is not one of theirs, nor in
 * one. */
void order_lines(const struct model *model, const int64_t *ids, size_t count,
                 struct order_place place, struct drag_result *result);

#endif
