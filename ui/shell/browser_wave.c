/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/browser_wave.h"

#include "app/browse.h"
#include "base/text.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/tip.h"

#include <math.h>

enum { HEIGHT = 56 };

struct look {
    float levels[BROWSE_PARTS];
    double seconds;
};

struct _UiBrowserWave {
    GtkWidget parent_instance;
    UiStudio *studio;
    UiBrowserFile *file;   /* or NULL */
    GCancellable *looking; /* at it */
    struct look *look;     /* NULL: not known yet, or it cannot be read */
    int heard;             /* units of the widget, as it is drawn; -1: silent */
};

G_DEFINE_FINAL_TYPE(UiBrowserWave, ui_browser_wave, GTK_TYPE_WIDGET)

/* --- what it looks like ------------------------------------------------------- */

static bool
is_cancelled(void *user)
{
    return g_cancellable_is_cancelled(user);
}

static void
look_at(GTask *task, gpointer source, gpointer data, GCancellable *cancel)
{
    struct look *look = g_new0(struct look, 1);

    look->seconds = browse_seconds(data);
    if (look->seconds > 0 && browse_look(data, look->levels, is_cancelled, cancel))
        g_task_return_pointer(task, look, g_free);
    else {
        g_free(look);
        g_task_return_pointer(task, NULL, NULL);
    }
}

static void
on_looked(GObject *object, GAsyncResult *result, gpointer user)
{
    UiBrowserWave *self = UI_BROWSER_WAVE(object);
    struct look *look = g_task_propagate_pointer(G_TASK(result), NULL);

    if (!look)
        return;
    g_free(self->look);
    self->look = look;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
let_go(UiBrowserWave *self)
{
    if (self->looking)
        g_cancellable_cancel(self->looking);
    g_clear_object(&self->looking);
    g_clear_object(&self->file);
    g_clear_pointer(&self->look, g_free);
}

void
ui_browser_wave_show(UiBrowserWave *self, UiBrowserFile *file)
{
    const bool seen = file && !ui_browser_file_is_folder(file);

    g_return_if_fail(UI_IS_BROWSER_WAVE(self));
    if (file && file == self->file)
        return;
    let_go(self);
    self->heard = -1;
    gtk_widget_set_visible(GTK_WIDGET(self), seen);
    gtk_widget_queue_draw(GTK_WIDGET(self));
    if (!seen)
        return;
    self->file = g_object_ref(file);
    self->looking = g_cancellable_new();
    g_autoptr(GTask) task = g_task_new(self, self->looking, on_looked, NULL);

    g_task_set_task_data(task, g_strdup(ui_browser_file_path(file)), g_free);
    g_task_run_in_thread(task, look_at);
}

/* --- how far it is heard ------------------------------------------------------ */

/* Seconds; below 0: it is not. */
static double
heard(UiBrowserWave *self)
{
    const struct audition_state *state = ui_studio_auditioned(self->studio);

    return self->file && state->sounding
                   && g_str_equal(state->path, ui_browser_file_path(self->file))
               ? state->seconds
               : -1;
}

void
ui_browser_wave_tick(UiBrowserWave *self)
{
    const double seconds = heard(self);
    const int at = seconds >= 0 && self->look
                       ? (int)(seconds / self->look->seconds
                               * gtk_widget_get_width(GTK_WIDGET(self)))
                       : -1;

    if (at == self->heard)
        return;
    self->heard = at;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
hear_from(UiBrowserWave *self, double part)
{
    if (self->file && self->look)
        ui_studio_audition(self->studio, ui_browser_file_path(self->file),
                           CLAMP(part, 0, 0.999) * self->look->seconds);
    ui_browser_wave_tick(self);
}

void
ui_browser_wave_step(UiBrowserWave *self, int tenths)
{
    if (self->look)
        hear_from(self, fmax(0, heard(self)) / self->look->seconds + tenths / 10.0);
}

static void
on_pressed(GtkGestureClick *click, int presses, double x, double y,
           UiBrowserWave *self)
{
    hear_from(self, x / MAX(1, gtk_widget_get_width(GTK_WIDGET(self))));
}

/* --- the widget --------------------------------------------------------------- */

static void
draw_parts(UiBrowserWave *self, cairo_t *cr, double width, double height,
           double from, double to, const GdkRGBA *color)
{
    const double step = width / BROWSE_PARTS;

    cairo_save(cr);
    cairo_rectangle(cr, from, 0, to - from, height);
    cairo_clip(cr);
    for (int i = 0; i < BROWSE_PARTS; i++) {
        const double tall = fmax(1, sqrt(self->look->levels[i]) * (height - 8));

        cairo_rectangle(cr, i * step, (height - tall) / 2, step + 0.3, tall);
    }
    gdk_cairo_set_source_rgba(cr, color);
    cairo_fill(cr);
    cairo_restore(cr);
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *to)
{
    UiBrowserWave *self = UI_BROWSER_WAVE(widget);
    const double width = gtk_widget_get_width(widget),
                 height = gtk_widget_get_height(widget);
    const double at = MAX(0, self->heard);
    struct colors colors;

    if (!self->look)
        return;
    ui_colors_of(widget, &colors);
    cairo_t *cr = gtk_snapshot_append_cairo(
        to, &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));

    draw_parts(self, cr, width, height, 0, at, &colors.accent);
    draw_parts(self, cr, width, height, at, width, &colors.dim);
    if (self->heard >= 0) {
        cairo_rectangle(cr, at, 0, 1, height);
        gdk_cairo_set_source_rgba(cr, &colors.fg);
        cairo_fill(cr);
    }
    cairo_destroy(cr);
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *least,
        int *natural, int *least_baseline, int *natural_baseline)
{
    *least = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 80 : HEIGHT;
    *least_baseline = *natural_baseline = -1;
}

static void
dispose(GObject *object)
{
    let_go(UI_BROWSER_WAVE(object));
    g_clear_object(&UI_BROWSER_WAVE(object)->studio);
    G_OBJECT_CLASS(ui_browser_wave_parent_class)->dispose(object);
}

static void
ui_browser_wave_class_init(UiBrowserWaveClass *class)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = dispose;
    widget->snapshot = snapshot;
    widget->measure = measure;
    gtk_widget_class_set_css_name(widget, "filewave");
    gtk_widget_class_set_accessible_role(widget, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ui_browser_wave_init(UiBrowserWave *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    GtkGesture *click = gtk_gesture_click_new();

    self->heard = -1;
    gtk_widget_set_visible(widget, FALSE);
    gtk_widget_set_direction(widget, GTK_TEXT_DIR_LTR);
    gtk_widget_set_overflow(widget, GTK_OVERFLOW_HIDDEN);
    ui_tip_set(widget, _("Click to hear it from here; Shift and an arrow key: a "
                         "tenth on or back"));
    gtk_accessible_update_property(GTK_ACCESSIBLE(self),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   _("What the file looks like"), -1);
    g_signal_connect(click, "pressed", G_CALLBACK(on_pressed), self);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(click));
}

GtkWidget *
ui_browser_wave_new(UiStudio *studio)
{
    UiBrowserWave *self = g_object_new(UI_TYPE_BROWSER_WAVE, NULL);

    self->studio = g_object_ref(studio);
    return GTK_WIDGET(self);
}
