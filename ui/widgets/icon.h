/* SPDX-License-Identifier: GPL-3.0-or-later */
/* icon.h: the program's own symbols, as paths: no icon theme, no image loader,
 * crisp at any size, and in the colour that CSS says.  Main thread. */
#ifndef UI_WIDGETS_ICON_H
#define UI_WIDGETS_ICON_H

#include <gtk/gtk.h>

#define UI_TYPE_ICON ui_icon_get_type()
G_DECLARE_FINAL_TYPE(UiIcon, ui_icon, UI, ICON, GObject)

/* A GtkImage with the symbol of that name (icon_paths.c); it says nothing to a
 * screen reader, since what it stands on has a name. */
GtkWidget *ui_icon_new(const char *name);

void ui_icon_set(GtkImage *image, const char *name);

/* A flat button that shows the symbol; `title` is its name and tooltip. */
GtkWidget *ui_icon_button(const char *name, const char *title);

/* The table: names and paths on a ground of 16 by 16, by name; the end has no name.
 * A path's parts are parted by «;» and begin with F (filled) or S and the stroke's
 * width.  Its words are M L H V C Z as in SVG, absolute; O x y r is a circle, R x y
 * w h r a rectangle with round corners. */
struct icon_path {
    const char *name;
    const char *path;
};
extern const struct icon_path ICON_PATHS[];

#endif
