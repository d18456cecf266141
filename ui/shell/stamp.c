/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/stamp.h"

#include "app/thumbnail.h"
#include "ui/widgets/colors.h"

#include <math.h>

enum { WIDTH = 240, HEIGHT = 84 };

struct _UiStamp {
    GtkWidget parent_instance;
    char *folder;
    struct thumbnail look;
};

G_DEFINE_FINAL_TYPE(UiStamp, ui_stamp, GTK_TYPE_WIDGET)

void
ui_stamp_reload(UiStamp *self)
{
    struct fault ignored; /* a song without one has an empty stamp */

    if (thumbnail_load(self->folder, &self->look, &ignored))
        self->look.rows = 0;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* A line along its middle: an empty track is there, too, and an empty song is no
 * hole. */
static void
draw_line(cairo_t *cr, const GdkRGBA *color, double y, double wide)
{
    gdk_cairo_set_source_rgba(cr, color);
    cairo_rectangle(cr, 0, floor(y), wide, 1);
    cairo_fill(cr);
}

static void
draw_nothing(cairo_t *cr, GtkWidget *widget, double high, double wide)
{
    struct colors colors;

    ui_colors_of(widget, &colors);
    const GdkRGBA faint = ui_colors_faded(&colors.faint, 0.4);

    for (int i = 1; i < 4; i++)
        draw_line(cr, &faint, high * i / 4.0, wide);
}

static void
draw_row(cairo_t *cr, const struct thumbnail *look, unsigned row, double top,
         double high, double wide)
{
    const uint32_t color = look->colors[row];
    const double step = wide / THUMBNAIL_COLUMNS;
    const GdkRGBA hue = ui_colors_rgb(color), faint = ui_colors_faded(&hue, 0.45);

    draw_line(cr, &faint, top + high / 2.0, wide);
    for (int i = 0; i < THUMBNAIL_COLUMNS; i++) {
        const double level = look->levels[row][i] / 255.0;
        const double tall = fmax(level * high, 1.0);

        if (level > 0.0)
            cairo_rectangle(cr, i * step, top + (high - tall) / 2.0, step + 0.3,
                            tall);
    }
    gdk_cairo_set_source_rgba(cr, &hue);
    cairo_fill(cr);
}

/* A line apart, and no row higher than a quarter, or a song of one track would be a
 * wall. */
static void
snapshot(GtkWidget *widget, GtkSnapshot *to)
{
    const struct thumbnail *look = &UI_STAMP(widget)->look;
    const double wide = gtk_widget_get_width(widget),
                 high = gtk_widget_get_height(widget);
    const double row = look->rows ? fmin(high / look->rows, high / 4.0) : 0.0;
    const double top = (high - row * look->rows) / 2.0;

    cairo_t *cr = gtk_snapshot_append_cairo(
        to, &GRAPHENE_RECT_INIT(0, 0, (float)wide, (float)high));
    if (look->rows == 0)
        draw_nothing(cr, widget, high, wide);
    for (unsigned i = 0; i < look->rows; i++)
        draw_row(cr, look, i, top + i * row, fmax(row - 1.0, 1.0), wide);
    cairo_destroy(cr);
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *least,
        int *natural, int *least_baseline, int *natural_baseline)
{
    *least = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
    *least_baseline = *natural_baseline = -1;
}

static void
finalize(GObject *object)
{
    g_free(UI_STAMP(object)->folder);
    G_OBJECT_CLASS(ui_stamp_parent_class)->finalize(object);
}

static void
ui_stamp_class_init(UiStampClass *class)
{
    G_OBJECT_CLASS(class)->finalize = finalize;
    GTK_WIDGET_CLASS(class)->snapshot = snapshot;
    GTK_WIDGET_CLASS(class)->measure = measure;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "stamp");
    gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class),
                                         GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ui_stamp_init(UiStamp *self)
{
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ui_stamp_new(const char *folder)
{
    UiStamp *self = g_object_new(UI_TYPE_STAMP, NULL);

    self->folder = g_strdup(folder);
    ui_stamp_reload(self);
    return GTK_WIDGET(self);
}
