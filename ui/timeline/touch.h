/* SPDX-License-Identifier: GPL-3.0-or-later */
/* touch.h: which rows look different after an edit.
 *
 * Main thread.  The edit is in the model already, so where a clip was is remembered
 * here. */
#ifndef UI_TIMELINE_TOUCH_H
#define UI_TIMELINE_TOUCH_H

#include "model/edit.h"

struct touch;

struct touch *touch_new(void);
void touch_free(struct touch *touch);

/* Another song, or none (NULL). */
void touch_song(struct touch *touch, const struct model *model);

/* Call `row` for each track and lane that looks different, maybe more than once; or
 * with 0, once and last: all may. */
void touch_edit(struct touch *touch, const struct model *model,
                const struct edit *edit, void (*row)(void *user, int64_t id),
                void *user);

#endif
