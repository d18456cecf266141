/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk_clips.h: from clip to clip by the keyboard, and what is said of them.
 *
 * Main thread. */
#ifndef VIEW_WALK_CLIPS_H
#define VIEW_WALK_CLIPS_H

#include "ui/view/view.h"

enum walk_way { WALK_LEFT, WALK_RIGHT, WALK_UP, WALK_DOWN, WALK_FIRST, WALK_LAST };

/* The clip next to another one (0: to the edit cursor) in a direction: on the same
 * row, or the nearest on the next row that has one.  0: there is none. */
int64_t walk_clip(const struct view *view, const struct model *model, int64_t from,
                  enum walk_way way);

/* What is spoken of a clip: «Lead Vocal, take 3, bar 17 to 25, muted»; and of a
 * track: «Lead Vocal, audio track, 12 clips».  Returns text to be freed (NULL: no
 * memory); "" without such a row. */
char *walk_clip_text(const struct model *model, int64_t clip_id);
char *walk_track_text(const struct view *view, const struct model *model,
                      int64_t track_id);

#endif
