/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/ruler.h"

#include "base/text.h"
#include "ui/timeline/labels_css.h"
#include "ui/timeline/palette_css.h"
#include "ui/timeline/ruler_paint.h"
#include "ui/timeline/tiles.h"
#include "ui/widgets/lend.h"
#include "ui/widgets/names.h"
#include "ui/widgets/popovers.h"

#define NAME_PIXELS 10
#define NUMBER_PIXELS 11.5

struct _UiRuler {
    GtkWidget parent_instance;
    UiStudio *studio;
    struct palette palette;
    struct labels *labels, *strong;
    int height; /* as it was measured last */
    struct zoom painted; /* as of what is shown */
};

G_DEFINE_FINAL_TYPE(UiRuler, ui_ruler, GTK_TYPE_WIDGET)

static void
look_anew(UiRuler *self)
{
    GtkWidget *widget = GTK_WIDGET(self);

    (void)ui_palette_read(widget, &self->palette);
    labels_free(self->labels);
    labels_free(self->strong);
    self->labels = ui_labels_of(widget, NAME_PIXELS, PANGO_WEIGHT_MEDIUM);
    self->strong = ui_labels_of(widget, NUMBER_PIXELS, PANGO_WEIGHT_SEMIBOLD);
    gtk_widget_queue_draw(widget);
}

static void
css_changed(GtkWidget *widget, GtkCssStyleChange *change)
{
    GTK_WIDGET_CLASS(ui_ruler_parent_class)->css_changed(widget, change);
    look_anew(UI_RULER(widget));
}

static cairo_surface_t *
paint(UiRuler *self, int width, int height)
{
    const int unit = gtk_widget_get_scale_factor(GTK_WIDGET(self));
    const struct view *view = ui_studio_view(self->studio);
    const struct ruler_look look = {
        .view = view,
        .model = ui_studio_model(self->studio),
        .palette = &self->palette,
        .labels = self->labels,
        .strong = self->strong,
        .origin = tiles_origin(&view->zoom, unit),
        .unit = unit,
        .punches = ui_studio_recording(self->studio)->punch,
    };
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_ARGB32, width * unit, height * unit);
    struct pixels pixels = {
        .at = (uint32_t *)(void *)cairo_image_surface_get_data(surface),
        .width = width * unit,
        .height = height * unit,
        .stride = cairo_image_surface_get_stride(surface) / 4,
    };

    cairo_surface_flush(surface);
    ruler_paint(&look, &pixels);
    cairo_surface_mark_dirty(surface);
    return surface;
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    UiRuler *self = UI_RULER(widget);
    const int width = gtk_widget_get_width(widget),
              height = gtk_widget_get_height(widget);

    if (!ui_studio_model(self->studio) || width < 1 || height < 1)
        return;
    cairo_surface_t *surface = paint(self, width, height);

    self->painted = ui_studio_view(self->studio)->zoom;
    cairo_t *cr = gtk_snapshot_append_cairo(
        snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height));

    lend_surface(cr, surface, gtk_widget_get_scale_factor(widget), 0, 0);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
        int *natural, int *minimum_baseline, int *natural_baseline)
{
    UiRuler *self = UI_RULER(widget);

    *minimum = *natural = 0;
    if (orientation == GTK_ORIENTATION_VERTICAL)
        *minimum = *natural = self->height
            = rulers_height(&ui_studio_view(self->studio)->rulers);
}

static void
size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
    ui_popovers_present(widget);
}

/* Rows that are scrolled are none of its business. */
static bool
is_elsewhere(UiRuler *self)
{
    const struct zoom *zoom = &ui_studio_view(self->studio)->zoom;

    return zoom->start != self->painted.start || zoom->scale != self->painted.scale
           || zoom->end != self->painted.end;
}

static void
on_view(UiStudio *studio, guint changes, UiRuler *self)
{
    if (rulers_height(&ui_studio_view(studio)->rulers) != self->height)
        gtk_widget_queue_resize(GTK_WIDGET(self));
    else if (changes & (UI_VIEW_TOOL | UI_VIEW_ROWS)
             || (changes & UI_VIEW_ZOOM && is_elsewhere(self)))
        gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* Markers, tempo, loop and punch: each edit of them is seen here. */
static void
on_changed(UiStudio *studio, const struct edit *edit, UiRuler *self)
{
    size_t count;
    const struct change *changes = edit_changes(edit, &count);

    for (size_t i = 0; i < count; i++)
        if (changes[i].table <= TABLE_MARKER) {
            gtk_widget_queue_draw(GTK_WIDGET(self));
            return;
        }
}

static void
on_song(UiStudio *studio, UiRuler *self)
{
    gtk_widget_queue_resize(GTK_WIDGET(self));
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
dispose(GObject *object)
{
    g_clear_object(&UI_RULER(object)->studio);
    G_OBJECT_CLASS(ui_ruler_parent_class)->dispose(object);
}

static void
finalize(GObject *object)
{
    labels_free(UI_RULER(object)->labels);
    labels_free(UI_RULER(object)->strong);
    G_OBJECT_CLASS(ui_ruler_parent_class)->finalize(object);
}

static void
ui_ruler_class_init(UiRulerClass *class)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = dispose;
    G_OBJECT_CLASS(class)->finalize = finalize;
    widget->snapshot = snapshot;
    widget->measure = measure;
    widget->size_allocate = size_allocate;
    widget->css_changed = css_changed;
    gtk_widget_class_set_css_name(widget, "ruler");
    gtk_widget_class_set_accessible_role(widget, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ui_ruler_init(UiRuler *self)
{
    look_anew(self);
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
    g_signal_connect(self, "notify::scale-factor", G_CALLBACK(look_anew), NULL);
}

GtkWidget *
ui_ruler_new(UiStudio *studio)
{
    UiRuler *self = g_object_new(UI_TYPE_RULER, NULL);

    self->studio = g_object_ref(studio);
    ui_name(GTK_WIDGET(self), _("Rulers"));
    g_signal_connect_object(studio, "song", G_CALLBACK(on_song), self, 0);
    g_signal_connect_object(studio, "changed", G_CALLBACK(on_changed), self, 0);
    g_signal_connect_object(studio, "view", G_CALLBACK(on_view), self, 0);
    return GTK_WIDGET(self);
}
