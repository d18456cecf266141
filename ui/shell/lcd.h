/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lcd.h: the big clock: where the playhead is, in bars and in time, the tempo and
 * the metre.  A click on the place or the tempo lets another be typed.  Main
 * thread. */
#ifndef UI_SHELL_LCD_H
#define UI_SHELL_LCD_H

#include "ui/shell/actions.h"
#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_LCD ui_lcd_get_type()
G_DECLARE_FINAL_TYPE(UiLcd, ui_lcd, UI, LCD, GtkWidget)

/* What the big figures tell. */
enum ui_lcd_face {
    UI_LCD_BARS,
    UI_LCD_TIME,
    UI_LCD_TIMECODE,
    UI_LCD_SAMPLES,
    UI_LCD_FACES
};

GtkWidget *ui_lcd_new(UiStudio *studio, UiActions *actions);
void ui_lcd_set_face(UiLcd *self, enum ui_lcd_face face);
enum ui_lcd_face ui_lcd_face(UiLcd *self);

/* Let a place be typed. */
void ui_lcd_type_place(UiLcd *self);

#endif
