/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/spectrum.h"

#include "base/text.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/draw.h"

#include <math.h>

enum { COLOR_SIZE = 8, LETTERS = 9 };

struct spectrum {
    GtkWidget *plane, *entry;
    double x, y; /* where it was pressed */
    void (*chosen)(GtkWidget *spectrum, const char *color);
};

GdkRGBA
ui_spectrum_at(double x, double y)
{
    GdkRGBA color = {.alpha = 1};

    x = CLAMP(x, 0, 1);
    y = CLAMP(y, 0, 1);
    gtk_hsv_to_rgb((float)fmod(x, 1), (float)(0.35 + 0.35 * y),
                   (float)(0.95 - 0.5 * y), &color.red, &color.green, &color.blue);
    return color;
}

static void
text_of(const GdkRGBA *color, char text[COLOR_SIZE])
{
    g_snprintf(text, COLOR_SIZE, "#%02x%02x%02x",
               (unsigned)lround(CLAMP(color->red, 0, 1) * 255),
               (unsigned)lround(CLAMP(color->green, 0, 1) * 255),
               (unsigned)lround(CLAMP(color->blue, 0, 1) * 255));
}

static void
draw(GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
    draw_rounded(cr, 0, 0, width, height, 4);
    cairo_clip(cr);
    for (int x = 0; x < width; x++) {
        cairo_pattern_t *down = cairo_pattern_create_linear(0, 0, 0, height);

        for (int i = 0; i <= 4; i++) {
            const GdkRGBA color = ui_spectrum_at((double)x / width, i / 4.0);
            cairo_pattern_add_color_stop_rgb(down, i / 4.0, color.red, color.green,
                                             color.blue);
        }
        cairo_set_source(cr, down);
        cairo_rectangle(cr, x, 0, 1, height);
        cairo_fill(cr);
        cairo_pattern_destroy(down);
    }
}

static void
show(struct spectrum *self, double x, double y)
{
    const GdkRGBA color = ui_spectrum_at(x / gtk_widget_get_width(self->plane),
                                         y / gtk_widget_get_height(self->plane));
    char text[COLOR_SIZE];

    text_of(&color, text);
    gtk_editable_set_text(GTK_EDITABLE(self->entry), text);
}

static void
on_activate(GtkWidget *entry, struct spectrum *self)
{
    GdkRGBA color;
    char text[COLOR_SIZE];

    if (!gdk_rgba_parse(&color, gtk_editable_get_text(GTK_EDITABLE(entry)))) {
        gtk_widget_add_css_class(entry, "error");
        return;
    }
    text_of(&color, text);
    self->chosen(gtk_widget_get_parent(entry), text);
}

static void
on_begin(GtkGestureDrag *gesture, double x, double y, struct spectrum *self)
{
    gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    self->x = x;
    self->y = y;
    show(self, x, y);
}

static void
on_update(GtkGestureDrag *gesture, double dx, double dy, struct spectrum *self)
{
    show(self, self->x + dx, self->y + dy);
}

static void
on_end(GtkGestureDrag *gesture, double dx, double dy, struct spectrum *self)
{
    on_activate(self->entry, self);
}

static GtkWidget *
make_plane(struct spectrum *self, int width, int height)
{
    GtkWidget *plane = gtk_drawing_area_new();
    GtkGesture *drag = gtk_gesture_drag_new();

    gtk_drawing_area_set_content_width(GTK_DRAWING_AREA(plane), width);
    gtk_drawing_area_set_content_height(GTK_DRAWING_AREA(plane), height);
    gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(plane), draw, NULL, NULL);
    gtk_widget_set_cursor_from_name(plane, "crosshair");
    g_signal_connect(drag, "drag-begin", G_CALLBACK(on_begin), self);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_update), self);
    g_signal_connect(drag, "drag-end", G_CALLBACK(on_end), self);
    gtk_widget_add_controller(plane, GTK_EVENT_CONTROLLER(drag));
    return plane;
}

GtkWidget *
ui_spectrum_new(int width, int height, int64_t now,
                void (*chosen)(GtkWidget *spectrum, const char *color))
{
    struct spectrum *self = g_new0(struct spectrum, 1);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    const GdkRGBA color = ui_colors_rgb(now);
    char text[COLOR_SIZE];

    self->chosen = chosen;
    self->plane = make_plane(self, width, height);
    self->entry = gtk_entry_new();
    text_of(&color, text);
    gtk_editable_set_text(GTK_EDITABLE(self->entry), text);
    gtk_editable_set_width_chars(GTK_EDITABLE(self->entry), LETTERS);
    gtk_editable_set_max_width_chars(GTK_EDITABLE(self->entry), LETTERS);
    gtk_accessible_update_property(
        GTK_ACCESSIBLE(self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
        _("Another colour, as #rrggbb"), -1);
    g_signal_connect(self->entry, "activate", G_CALLBACK(on_activate), self);
    gtk_box_append(GTK_BOX(box), self->plane);
    gtk_box_append(GTK_BOX(box), self->entry);
    g_object_set_data_full(G_OBJECT(box), "spectrum", self, g_free);
    return box;
}
