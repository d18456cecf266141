/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/playhead.h"

#include "ui/timeline/palette_css.h"

#include <math.h>

enum { GLOW = 36, HANDLE = 6 };

struct _UiPlayhead {
    GtkWidget parent_instance;
    struct palette palette;
    double x;
    int top;
    bool rolling, recording;
};

G_DEFINE_FINAL_TYPE(UiPlayhead, ui_playhead, GTK_TYPE_WIDGET)

void
ui_playhead_set(UiPlayhead *self, double x, int top, bool rolling, bool recording)
{
    const double unit = gtk_widget_get_scale_factor(GTK_WIDGET(self));

    g_return_if_fail(UI_IS_PLAYHEAD(self));
    x = floor(x * unit + 0.5) / unit;
    if (x == self->x && top == self->top && rolling == self->rolling
        && recording == self->recording)
        return;
    const bool seen = x > -GLOW || self->x > -GLOW;

    self->x = x;
    self->top = top;
    self->rolling = rolling;
    self->recording = recording;
    if (seen)
        gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
draw_glow(UiPlayhead *self, GtkSnapshot *snapshot, int height, rgb_t color)
{
    const double left = self->x - GLOW;
    const GskColorStop stops[]
        = {{0, ui_rgba(color, 0)}, {1, ui_rgba(color, 0.13)}};

    gtk_snapshot_append_linear_gradient(
        snapshot, &GRAPHENE_RECT_INIT(left, self->top, GLOW, height - self->top),
        &GRAPHENE_POINT_INIT(left, 0), &GRAPHENE_POINT_INIT(self->x, 0), stops,
        G_N_ELEMENTS(stops));
}

static void
draw_handle(UiPlayhead *self, GtkSnapshot *snapshot, rgb_t color)
{
    const double x = self->x + 0.5, y = self->top - 2 * HANDLE;
    cairo_t *cr = gtk_snapshot_append_cairo(
        snapshot,
        &GRAPHENE_RECT_INIT(x - HANDLE - 1, y - 1, 2 * HANDLE + 2, 2 * HANDLE + 2));

    cairo_move_to(cr, x - HANDLE + 1.5, y);
    cairo_line_to(cr, x + HANDLE - 1.5, y);
    cairo_curve_to(cr, x + HANDLE, y, x + HANDLE, y + 1, x + HANDLE, y + 2);
    cairo_line_to(cr, x + HANDLE, y + 4);
    cairo_line_to(cr, x + 0.7, y + 2 * HANDLE - 1);
    cairo_line_to(cr, x - 0.7, y + 2 * HANDLE - 1);
    cairo_line_to(cr, x - HANDLE, y + 4);
    cairo_line_to(cr, x - HANDLE, y + 2);
    cairo_curve_to(cr, x - HANDLE, y + 1, x - HANDLE, y, x - HANDLE + 1.5, y);
    cairo_close_path(cr);
    ui_source(cr, color, 1);
    cairo_fill(cr);
    cairo_destroy(cr);
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    UiPlayhead *self = UI_PLAYHEAD(widget);
    const int width = gtk_widget_get_width(widget),
              height = gtk_widget_get_height(widget);
    const rgb_t color = self->recording ? self->palette.rec
                        : self->palette.light
                            ? rgb_mix(self->palette.fg, 0x000000, 0.3)
                            : 0xfff3dc;

    if (self->x < -HANDLE || self->x > width + GLOW)
        return;
    if (self->rolling)
        draw_glow(self, snapshot, height,
                  self->recording ? self->palette.rec : self->palette.accent);
    gtk_snapshot_append_color(
        snapshot, &(GdkRGBA){0, 0, 0, self->palette.light ? 0.12f : 0.35f},
        &GRAPHENE_RECT_INIT(self->x + 1, self->top, 1, height - self->top));
    const GdkRGBA line = ui_rgba(color, 1);

    gtk_snapshot_append_color(
        snapshot, &line,
        &GRAPHENE_RECT_INIT(self->x, self->top - 4, 1, height - self->top + 4));
    draw_handle(self, snapshot, color);
}

static void
css_changed(GtkWidget *widget, GtkCssStyleChange *change)
{
    GTK_WIDGET_CLASS(ui_playhead_parent_class)->css_changed(widget, change);
    if (ui_palette_read(widget, &UI_PLAYHEAD(widget)->palette))
        gtk_widget_queue_draw(widget);
}

static void
ui_playhead_class_init(UiPlayheadClass *class)
{
    GTK_WIDGET_CLASS(class)->snapshot = snapshot;
    GTK_WIDGET_CLASS(class)->css_changed = css_changed;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "playhead");
}

static void
ui_playhead_init(UiPlayhead *self)
{
    self->palette = palette_dark();
    gtk_widget_set_can_target(GTK_WIDGET(self), FALSE);
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ui_playhead_new(void)
{
    return g_object_new(UI_TYPE_PLAYHEAD, NULL);
}
