/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/meter.h"

#include "ui/widgets/draw.h"
#include "ui/widgets/level.h"
#include "ui/widgets/names.h"

#include <math.h>

enum { CHANNELS = 2, LAMP = 3, LAMP_GAP = 1, CHANNEL_GAP = 2 };
#define REDUCTION_DB 24.0

/* In whole pixels of the widget: what is drawn, so that what is not seen is not
 * drawn. */
struct bar {
    int peak, rms, hold;
    bool clipped;
};

struct _UiMeter {
    GtkWidget parent_instance;
    GtkOrientation orientation;
    unsigned channels;
    bool reduction;
    struct level level[CHANNELS];
    struct bar bar[CHANNELS];
    /* a channel's ladder, upright, for `length` and `width` */
    cairo_surface_t *lit, *dark;
    int length, width;
    struct colors colors;
    GtkWidget *glass; /* that it is painted on, or NULL */
};

G_DEFINE_FINAL_TYPE(UiMeter, ui_meter, GTK_TYPE_WIDGET)

static bool
is_level(const UiMeter *self)
{
    return self->orientation == GTK_ORIENTATION_HORIZONTAL;
}

/* Along its bars, and across one of them. */
static int
bar_length(UiMeter *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    const int all = is_level(self) ? gtk_widget_get_width(widget)
                                   : gtk_widget_get_height(widget);

    return self->reduction ? all : all - LAMP - LAMP_GAP;
}

static int
bar_width(UiMeter *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    const int all = is_level(self) ? gtk_widget_get_height(widget)
                                   : gtk_widget_get_width(widget);

    return (all - CHANNEL_GAP * ((int)self->channels - 1)) / (int)self->channels;
}

static struct bar
bar_of(UiMeter *self, unsigned channel)
{
    const struct level *level = &self->level[channel];
    const int length = MAX(0, bar_length(self));

    if (self->reduction)
        return (struct bar){
            .peak = (int)lround(length * MIN(1, -level->peak_db / REDUCTION_DB))};
    return (struct bar){
        .peak = (int)lround(length * level_place(level->peak_db)),
        .rms = (int)lround(length * level_place(level->rms_db)),
        .hold = (int)lround(length * level_place(level->hold_db)),
        .clipped = level->clipped,
    };
}

static void
redraw(UiMeter *self)
{
    if (self->glass)
        ui_glass_redraw(UI_GLASS(self->glass), GTK_WIDGET(self));
    else
        gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
refresh(UiMeter *self)
{
    bool changed = false;

    for (unsigned i = 0; i < self->channels; i++) {
        const struct bar bar = bar_of(self, i);

        changed = changed || bar.peak != self->bar[i].peak
                  || bar.rms != self->bar[i].rms || bar.hold != self->bar[i].hold
                  || bar.clipped != self->bar[i].clipped;
        self->bar[i] = bar;
    }
    if (changed)
        redraw(self);
}

void
ui_meter_feed(UiMeter *self, const float *peak, const float *rms, int64_t now)
{
    g_return_if_fail(UI_IS_METER(self));

    for (unsigned i = 0; i < self->channels; i++)
        level_feed(&self->level[i], peak[i], rms[i], now);
    refresh(self);
}

void
ui_meter_feed_reduction(UiMeter *self, double db)
{
    g_return_if_fail(UI_IS_METER(self));
    self->level[0].peak_db = db < 0 ? db : 0;
    refresh(self);
}

void
ui_meter_silence(UiMeter *self)
{
    g_return_if_fail(UI_IS_METER(self));

    for (unsigned i = 0; i < self->channels; i++) {
        self->level[i].peak_db = self->reduction ? 0 : LEVEL_SILENT_DB;
        self->level[i].rms_db = LEVEL_SILENT_DB;
    }
    refresh(self);
}

double
ui_meter_most_db(UiMeter *self)
{
    g_return_val_if_fail(UI_IS_METER(self), LEVEL_SILENT_DB);
    return self->channels == 2 ? MAX(self->level[0].most_db, self->level[1].most_db)
                               : self->level[0].most_db;
}

bool
ui_meter_clipped(UiMeter *self)
{
    g_return_val_if_fail(UI_IS_METER(self), false);
    return self->level[0].clipped
           || (self->channels == 2 && self->level[1].clipped);
}

void
ui_meter_forget(UiMeter *self)
{
    g_return_if_fail(UI_IS_METER(self));

    for (unsigned i = 0; i < self->channels; i++)
        level_forget(&self->level[i]);
    refresh(self);
}

void
ui_meter_set_title(UiMeter *self, const char *title)
{
    g_return_if_fail(UI_IS_METER(self));
    ui_name(GTK_WIDGET(self), title);
}

/* --- drawing ------------------------------------------------------------------ */

static cairo_surface_t *
make_ladder(UiMeter *self, bool lit)
{
    const int scale = gtk_widget_get_scale_factor(GTK_WIDGET(self));
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, self->width * scale, self->length * scale);

    cairo_surface_set_device_scale(surface, scale, scale);
    cairo_t *cr = cairo_create(surface);

    draw_ladder(cr, &self->colors, self->width, self->length, lit);
    cairo_destroy(cr);
    return surface;
}

static void
drop_ladders(UiMeter *self)
{
    g_clear_pointer(&self->lit, cairo_surface_destroy);
    g_clear_pointer(&self->dark, cairo_surface_destroy);
}

static void
need_ladders(UiMeter *self)
{
    const int length = bar_length(self), width = bar_width(self);

    if (self->lit && length == self->length && width == self->width)
        return;
    drop_ladders(self);
    ui_colors_of(GTK_WIDGET(self), &self->colors);
    self->length = length;
    self->width = width;
    self->lit = make_ladder(self, true);
    self->dark = make_ladder(self, false);
}

/* The lowest `to` pixels from `from` on of the lit ladder. */
static void
light(UiMeter *self, cairo_t *cr, int from, int to, double alpha)
{
    if (to <= from)
        return;
    cairo_save(cr);
    cairo_rectangle(cr, 0, self->length - to, self->width, to - from);
    cairo_clip(cr);
    cairo_set_source_surface(cr, self->lit, 0, 0);
    cairo_paint_with_alpha(cr, alpha);
    cairo_restore(cr);
}

static void
draw_lamp(UiMeter *self, cairo_t *cr, bool clipped)
{
    const GdkRGBA off = ui_colors_mix(&self->colors.bg0, &self->colors.rec,
                                       self->colors.light ? 0.1 : 0.16);

    gdk_cairo_set_source_rgba(cr, clipped ? &self->colors.rec : &off);
    cairo_rectangle(cr, 0, -LAMP - LAMP_GAP, self->width, LAMP);
    cairo_fill(cr);
}

/* One channel, upright, its ladder's top at 0. */
static void
draw_bar(UiMeter *self, cairo_t *cr, const struct bar *bar)
{
    cairo_set_source_surface(cr, self->dark, 0, 0);
    cairo_rectangle(cr, 0, 0, self->width, self->length);
    cairo_fill(cr);
    light(self, cr, 0, bar->rms, 1);
    light(self, cr, MIN(bar->rms, bar->peak), bar->peak, 0.78);
    if (bar->hold > 1) {
        const GdkRGBA level =
            draw_level_color(&self->colors, (double)bar->hold / self->length);
        const GdkRGBA mark = ui_colors_mix(&level, &self->colors.fg, 0.35);

        gdk_cairo_set_source_rgba(cr, &mark);
        cairo_rectangle(cr, 0, self->length - bar->hold, self->width, 1);
        cairo_fill(cr);
    }
    draw_lamp(self, cr, bar->clipped);
}

/* A level meter is an upright one, laid down. */
static void
draw_bars(UiMeter *self, cairo_t *cr)
{
    if (is_level(self)) {
        cairo_translate(cr, self->length + LAMP + LAMP_GAP, 0);
        cairo_rotate(cr, G_PI_2);
    }
    cairo_translate(cr, 0, LAMP + LAMP_GAP);
    for (unsigned i = 0; i < self->channels; i++) {
        draw_bar(self, cr, &self->bar[i]);
        cairo_translate(cr, self->width + CHANNEL_GAP, 0);
    }
}

static void
draw_reduction(UiMeter *self, cairo_t *cr)
{
    const int width = gtk_widget_get_width(GTK_WIDGET(self));
    const int height = gtk_widget_get_height(GTK_WIDGET(self));
    const int down = self->bar[0].peak;

    gdk_cairo_set_source_rgba(cr, self->colors.light ? &self->colors.line
                                                     : &self->colors.bg0);
    cairo_rectangle(cr, 0, 0, width, height);
    cairo_fill(cr);
    gdk_cairo_set_source_rgba(cr, &self->colors.accent);
    if (is_level(self))
        cairo_rectangle(cr, width - down, 0, down, height);
    else
        cairo_rectangle(cr, 0, 0, width, down);
    cairo_fill(cr);
}

static void
draw(GtkWidget *widget, cairo_t *cr)
{
    UiMeter *self = UI_METER(widget);

    if (bar_length(self) <= 0 || bar_width(self) <= 0)
        return;
    need_ladders(self);
    if (self->reduction)
        draw_reduction(self, cr);
    else
        draw_bars(self, cr);
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    if (UI_METER(widget)->glass)
        return;
    cairo_t *cr = gtk_snapshot_append_cairo(
        snapshot, &GRAPHENE_RECT_INIT(0, 0, gtk_widget_get_width(widget),
                                      gtk_widget_get_height(widget)));

    draw(widget, cr);
    cairo_destroy(cr);
}

void
ui_meter_set_glass(UiMeter *self, UiGlass *glass)
{
    g_return_if_fail(UI_IS_METER(self) && !self->glass);
    g_set_weak_pointer(&self->glass, GTK_WIDGET(glass));
    g_signal_connect(self, "notify::opacity", G_CALLBACK(redraw), NULL);
    ui_glass_add(glass, GTK_WIDGET(self), draw);
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
        int *natural, int *minimum_baseline, int *natural_baseline)
{
    UiMeter *self = UI_METER(widget);
    const int across = self->reduction ? 3 : (int)self->channels * 4 + CHANNEL_GAP;

    *minimum = orientation == self->orientation ? 16 : across;
    *natural = orientation != self->orientation ? across
               : self->reduction                ? *minimum
                                                : 100;
    *minimum_baseline = *natural_baseline = -1;
}

static void
size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
    refresh(UI_METER(widget));
}

static void
css_changed(GtkWidget *widget, GtkCssStyleChange *change)
{
    GTK_WIDGET_CLASS(ui_meter_parent_class)->css_changed(widget, change);
    drop_ladders(UI_METER(widget));
    redraw(UI_METER(widget));
}

static void
finalize(GObject *object)
{
    drop_ladders(UI_METER(object));
    g_clear_weak_pointer(&UI_METER(object)->glass);
    G_OBJECT_CLASS(ui_meter_parent_class)->finalize(object);
}

static void
ui_meter_class_init(UiMeterClass *class)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->finalize = finalize;
    widget->snapshot = snapshot;
    widget->measure = measure;
    widget->size_allocate = size_allocate;
    widget->css_changed = css_changed;
    gtk_widget_class_set_css_name(widget, "meter");
    gtk_widget_class_set_accessible_role(widget, GTK_ACCESSIBLE_ROLE_METER);
}

static void
ui_meter_init(UiMeter *self)
{
    self->channels = 2;
    self->orientation = GTK_ORIENTATION_VERTICAL;
    for (int i = 0; i < CHANNELS; i++)
        level_reset(&self->level[i]);
    g_signal_connect(self, "notify::scale-factor", G_CALLBACK(drop_ladders), NULL);
}

GtkWidget *
ui_meter_new(GtkOrientation orientation, unsigned channels)
{
    UiMeter *self = g_object_new(UI_TYPE_METER, NULL);

    g_return_val_if_fail(channels == 1 || channels == CHANNELS, GTK_WIDGET(self));
    self->orientation = orientation;
    self->channels = channels;
    return GTK_WIDGET(self);
}

GtkWidget *
ui_meter_new_reduction(GtkOrientation orientation)
{
    UiMeter *self = UI_METER(ui_meter_new(orientation, 1));

    self->reduction = true;
    self->level[0].peak_db = 0;
    return GTK_WIDGET(self);
}
