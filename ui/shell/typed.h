/* SPDX-License-Identifier: GPL-3.0-or-later */
/* typed.h: what a person types into the clock, as app/place.h reads it.
 *
 * Any thread; no widget. */
#ifndef UI_SHELL_TYPED_H
#define UI_SHELL_TYPED_H

#include "ui/shell/lcd.h"

enum {
    TYPED_CODE_FRAMES = 25,                 /* to the second of timecode */
    /* the clock shows 960 to the quarter note */
    TYPED_TICKS = TICKS_PER_QUARTER / 960,
};

/* As that face of the clock writes it, with its parts set apart by a point, a comma
 * or a blank as well, and later ones left out.  What is of another kind («12.5s»,
 * «17|3» while it tells samples) is left as it is.  The caller's. */
char *typed_place(enum ui_lcd_face face, const char *text, uint32_t rate);

/* A number, its point perhaps a comma; 0: none. */
double typed_number(const char *text);

#endif
