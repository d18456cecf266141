/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/overview.h"

#include "base/text.h"
#include "ui/timeline/palette_css.h"
#include "ui/timeline/overview_paint.h"
#include "ui/widgets/lend.h"
#include "ui/widgets/tip.h"

#include <math.h>
#include <string.h>

enum { HEIGHT = 28, NARROWEST = 8 };

/* What of the song the canvas shows, in pixels. */
struct window {
    double x, width;
};

struct _UiOverview {
    GtkWidget parent_instance;
    UiStudio *studio;
    struct palette colors;
    cairo_surface_t *picture; /* NULL: to be painted anew */
    GArray *lines;      /* of the picture */
    bool stale;         /* some of them may have changed */
    double painted_end; /* the frame at its right edge */
    struct window seen; /* as it was drawn */
    double grip; /* where in the frame the pointer took hold of it, in pixels */
    double before; /* where the view began when it was pressed */
    GtkGesture *drag;
    GtkEventController *keys; /* of the window, while it is dragged; or NULL */
};

G_DEFINE_FINAL_TYPE(UiOverview, ui_overview, GTK_TYPE_WIDGET)

/* --- where things are --------------------------------------------------------- */

/* The strip reaches a little behind the last clip. */
static double
frames_shown(UiOverview *self)
{
    return fmax(ui_studio_view(self->studio)->zoom.end * 1.02, 1);
}

static struct window
window_of(UiOverview *self)
{
    const struct zoom *zoom = &ui_studio_view(self->studio)->zoom;
    const double pixel
        = frames_shown(self) / gtk_widget_get_width(GTK_WIDGET(self));
    const double width = zoom->width * zoom->scale / pixel;

    return (struct window){zoom->start / pixel, fmax(width, NARROWEST)};
}

/* --- drawing ------------------------------------------------------------------ */

static void
paint_anew(UiOverview *self)
{
    g_array_set_size(self->lines, 0);
    self->stale = true;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* The same picture to go on with; what is shown may still be read from the one
 * before. */
static cairo_surface_t *
copy(cairo_surface_t *before, int width, int height)
{
    cairo_surface_t *surface
        = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    const int stride = cairo_image_surface_get_stride(surface);

    cairo_surface_flush(surface);
    if (before && cairo_image_surface_get_stride(before) == stride
        && cairo_image_surface_get_height(before) == height)
        memcpy(cairo_image_surface_get_data(surface),
               cairo_image_surface_get_data(before),
               (size_t)stride * (size_t)height);
    return surface;
}

static void
paint(UiOverview *self, int width, int height, double end)
{
    const int unit = gtk_widget_get_scale_factor(GTK_WIDGET(self));
    cairo_surface_t *surface = copy(self->picture, width * unit, height * unit);
    struct pixels pixels = {
        .at = (uint32_t *)(void *)cairo_image_surface_get_data(surface),
        .width = width * unit,
        .height = height * unit,
        .stride = cairo_image_surface_get_stride(surface) / 4,
    };

    if (!self->picture || end != self->painted_end)
        g_array_set_size(self->lines, 0);
    overview_paint(&pixels, ui_studio_view(self->studio),
                   ui_studio_model(self->studio), &self->colors, end, unit,
                   self->lines);
    cairo_surface_mark_dirty(surface);
    g_clear_pointer(&self->picture, cairo_surface_destroy);
    self->picture = surface;
    self->painted_end = end;
    self->stale = false;
}

static void
draw_window(UiOverview *self, cairo_t *cr, int width, int height)
{
    const struct window window = self->seen = window_of(self);
    const double x0 = floor(window.x),
                 x1 = floor(fmin(window.x + window.width, width));

    ui_source(cr, self->colors.bg0, 0.55);
    cairo_rectangle(cr, 0, 0, x0, height);
    cairo_rectangle(cr, x1, 0, width - x1, height);
    cairo_fill(cr);
    ui_source(cr, self->colors.fg, 0.06);
    cairo_rectangle(cr, x0, 0, x1 - x0, height);
    cairo_fill(cr);
    cairo_set_line_width(cr, 1);
    ui_source(cr, self->colors.fg, 0.75);
    cairo_rectangle(cr, x0 + 0.5, 0.5, fmax(x1 - x0 - 1, 1), height - 1);
    cairo_stroke(cr);
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    UiOverview *self = UI_OVERVIEW(widget);
    const int width = gtk_widget_get_width(widget),
              height = gtk_widget_get_height(widget);

    if (!ui_studio_model(self->studio) || width < 1 || height < 1)
        return;
    const double end = frames_shown(self);

    if (!self->picture || self->stale || end != self->painted_end)
        paint(self, width, height, end);
    cairo_t *cr = gtk_snapshot_append_cairo(
        snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height));

    lend_surface(cr, self->picture, gtk_widget_get_scale_factor(widget), 0, 0);
    cairo_paint(cr);
    draw_window(self, cr, width, height);
    cairo_destroy(cr);
}

/* --- the pointer -------------------------------------------------------------- */

static void
go(UiOverview *self, double x)
{
    struct zoom *zoom = &ui_studio_view(self->studio)->zoom;
    const double pixel
        = frames_shown(self) / gtk_widget_get_width(GTK_WIDGET(self));

    zoom->start = (x - self->grip) * pixel;
    zoom_clamp(zoom);
    ui_studio_view_changed(self->studio, UI_VIEW_ZOOM);
}

static void
go_back(UiOverview *self)
{
    ui_studio_view(self->studio)->zoom.start = self->before;
    ui_studio_view_changed(self->studio, UI_VIEW_ZOOM);
}

/* The keyboard is somewhere else meanwhile: there, Escape would be about that. */
static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       UiOverview *self)
{
    if (key != GDK_KEY_Escape)
        return GDK_EVENT_PROPAGATE;
    go_back(self);
    gtk_gesture_set_state(self->drag, GTK_EVENT_SEQUENCE_DENIED);
    return GDK_EVENT_STOP;
}

static void
listen(UiOverview *self)
{
    GtkEventController *keys = gtk_event_controller_key_new();

    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(GTK_WIDGET(gtk_widget_get_root(GTK_WIDGET(self))),
                              keys);
    g_set_weak_pointer(&self->keys, keys);
}

static void
on_end(GtkGesture *gesture, GdkEventSequence *sequence, UiOverview *self)
{
    if (self->keys)
        gtk_widget_remove_controller(gtk_event_controller_get_widget(self->keys),
                                     self->keys);
    g_clear_weak_pointer(&self->keys);
}

static void
on_press(GtkGestureDrag *gesture, double x, double y, UiOverview *self)
{
    const struct window window = window_of(self);
    const bool inside = x >= window.x && x < window.x + window.width;

    self->before = ui_studio_view(self->studio)->zoom.start;
    listen(self);
    self->grip = inside ? x - window.x : window.width / 2;
    if (!inside)
        go(self, x);
}

static void
on_drag(GtkGestureDrag *gesture, double dx, double dy, UiOverview *self)
{
    double x, y;

    if (gtk_gesture_drag_get_start_point(gesture, &x, &y))
        go(self, x + dx);
}

/* --- the studio --------------------------------------------------------------- */

static void
on_song(UiStudio *studio, UiOverview *self)
{
    paint_anew(self);
}

static void
on_changed(UiStudio *studio, const struct edit *edit, UiOverview *self)
{
    self->stale = true;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* Not so when rows are scrolled. */
static bool
is_elsewhere(UiOverview *self)
{
    const struct window window = window_of(self);

    return window.x != self->seen.x || window.width != self->seen.width
           || frames_shown(self) != self->painted_end;
}

static void
on_view(UiStudio *studio, guint changes, UiOverview *self)
{
    if (changes & UI_VIEW_ROWS)
        paint_anew(self);
    else if (changes & UI_VIEW_ZOOM && is_elsewhere(self))
        gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* --- the widget --------------------------------------------------------------- */

static void
look_anew(UiOverview *self)
{
    if (ui_palette_read(GTK_WIDGET(self), &self->colors))
        paint_anew(self);
}

static void
css_changed(GtkWidget *widget, GtkCssStyleChange *change)
{
    GTK_WIDGET_CLASS(ui_overview_parent_class)->css_changed(widget, change);
    look_anew(UI_OVERVIEW(widget));
}

static void
size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
    g_clear_pointer(&UI_OVERVIEW(widget)->picture, cairo_surface_destroy);
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
        int *natural, int *minimum_baseline, int *natural_baseline)
{
    *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 0;
}

static void
dispose(GObject *object)
{
    UiOverview *self = UI_OVERVIEW(object);

    on_end(NULL, NULL, self);
    g_clear_pointer(&self->picture, cairo_surface_destroy);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_overview_parent_class)->dispose(object);
}

static void
finalize(GObject *object)
{
    g_array_unref(UI_OVERVIEW(object)->lines);
    G_OBJECT_CLASS(ui_overview_parent_class)->finalize(object);
}

static void
ui_overview_class_init(UiOverviewClass *class)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = dispose;
    G_OBJECT_CLASS(class)->finalize = finalize;
    widget->snapshot = snapshot;
    widget->measure = measure;
    widget->size_allocate = size_allocate;
    widget->css_changed = css_changed;
    gtk_widget_class_set_css_name(widget, "overview");
}

static void
ui_overview_init(UiOverview *self)
{
    GtkGesture *drag = self->drag = gtk_gesture_drag_new();

    self->lines = g_array_new(FALSE, FALSE, sizeof(struct overview_line));
    self->colors = palette_dark();
    g_signal_connect(drag, "drag-begin", G_CALLBACK(on_press), self);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag), self);
    g_signal_connect(drag, "end", G_CALLBACK(on_end), self);
    gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(drag));
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
    ui_tip_set(GTK_WIDGET(self), _("The whole song: drag the frame to scroll"));
    gtk_accessible_update_property(
        GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Overview"), -1);
    g_signal_connect(self, "notify::scale-factor", G_CALLBACK(paint_anew), NULL);
}

GtkWidget *
ui_overview_new(UiStudio *studio)
{
    UiOverview *self = g_object_new(UI_TYPE_OVERVIEW, NULL);

    self->studio = g_object_ref(studio);
    g_signal_connect_object(studio, "song", G_CALLBACK(on_song), self, 0);
    g_signal_connect_object(studio, "changed", G_CALLBACK(on_changed), self, 0);
    g_signal_connect_object(studio, "view", G_CALLBACK(on_view), self, 0);
    return GTK_WIDGET(self);
}
