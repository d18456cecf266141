/* SPDX-License-Identifier: GPL-3.0-or-later */
/* labels.h: names as pictures, written once and painted often.
 *
 * Main thread. */
#ifndef UI_TIMELINE_LABELS_H
#define UI_TIMELINE_LABELS_H

#include "ui/timeline/paint.h"

struct labels;

/* Labels in the font of that Pango description, `unit` pixels to one of the
 * screen's. */
struct labels *labels_new(const char *font, int unit);
void labels_free(struct labels *labels);

int labels_unit(const struct labels *labels);
const char *labels_font(const struct labels *labels);

/* The label's size in pixels of the buffer. */
void labels_size(struct labels *labels, const char *text, int *width, int *height);

/* Paint it with its left upper corner at x, y; what lies right of `end` is left
 * out, and what comes near to it fades away. */
void labels_paint(struct labels *labels, struct pixels *to, const char *text, int x,
                  int y, int end, rgb_t color, unsigned alpha);

#endif
