/* SPDX-License-Identifier: GPL-3.0-or-later */
/* golden_help.h: pictures as they should be, in tests/ui/golden/. */
#ifndef TESTS_UI_GOLDEN_HELP_H
#define TESTS_UI_GOLDEN_HELP_H

#include "ui/timeline/paint.h"

/* Room to paint in, all of one colour. */
struct pixels golden_pixels(int width, int height, rgb_t color);
void golden_free(struct pixels *pixels);

/* Fails where more than a trace differs from tests/ui/golden/NAME.png; what was
 * painted is then in tests/out/NAME.png.  UPDATE_GOLDEN=1 writes the golden
 * picture instead. */
void golden_check(const char *name, const struct pixels *pixels);

#endif
