/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/curve.h"

#include "ui/widgets/curve_private.h"
#include "ui/widgets/names.h"

#include <math.h>

#define REACH 14.0 /* how far from a point it is still meant */
#define FINE 0.2

enum { PICK, BEGIN_MOVE, MOVE, END_MOVE, CANCEL, TURN, RESET, SIGNALS };
static unsigned signals[SIGNALS];

G_DEFINE_FINAL_TYPE(UiCurve, ui_curve, GTK_TYPE_WIDGET)

double
ui_curve_sample(UiCurve *self, int sample)
{
    return number_value(self->x.number, sample / (CURVE_SAMPLES - 1.0));
}

static void
set_axis(UiCurve *self, struct curve_axis *axis, const struct number *number,
         const double *marks, size_t count)
{
    axis->number = number;
    axis->marks = marks;
    axis->count = count;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
ui_curve_set_x(UiCurve *self, const struct number *number, const double *marks,
               size_t count)
{
    g_return_if_fail(UI_IS_CURVE(self));
    set_axis(self, &self->x, number, marks, count);
}

void
ui_curve_set_y(UiCurve *self, const struct number *number, const double *marks,
               size_t count)
{
    g_return_if_fail(UI_IS_CURVE(self));
    set_axis(self, &self->y, number, marks, count);
}

void
ui_curve_set_line(UiCurve *self, int line, const struct curve_line *how)
{
    g_return_if_fail(UI_IS_CURVE(self) && line >= 0 && line < CURVE_LINES);

    self->lines[line] = *how;
    if (how->y)
        memcpy(self->samples[line], how->y, sizeof self->samples[line]);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* Nothing is drawn anew while nothing sounds. */
static bool
is_shade(UiCurve *self, const double *area, const double *line)
{
    if (!area || !self->have_shade)
        return !area && !self->have_shade;
    return memcmp(area, self->shade, sizeof self->shade) == 0
           && (line != NULL) == self->have_shade_line
           && (!line
               || memcmp(line, self->shade_line, sizeof self->shade_line) == 0);
}

void
ui_curve_set_shade(UiCurve *self, const double *area, const double *line)
{
    g_return_if_fail(UI_IS_CURVE(self));
    if (is_shade(self, area, line))
        return;
    self->have_shade = area != NULL;
    self->have_shade_line = area && line;
    if (area)
        memcpy(self->shade, area, sizeof self->shade);
    if (self->have_shade_line)
        memcpy(self->shade_line, line, sizeof self->shade_line);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
ui_curve_set_point(UiCurve *self, int point, const struct curve_point *how)
{
    g_return_if_fail(UI_IS_CURVE(self) && point >= 0 && point < CURVE_POINTS);
    self->points[point] = *how;
    if (point == self->picked)
        curve_say_places(self);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
ui_curve_pick(UiCurve *self, int point)
{
    g_return_if_fail(UI_IS_CURVE(self));
    self->picked = point;
    curve_say_again(self);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
ui_curve_set_spot(UiCurve *self, double x, double y)
{
    g_return_if_fail(UI_IS_CURVE(self));
    if (fabs(x - self->spot_x) < 0.05 && fabs(y - self->spot_y) < 0.05)
        return;
    if (isnan(x) && isnan(self->spot_x))
        return;
    self->spot_x = x;
    self->spot_y = y;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
ui_curve_set_small(UiCurve *self, bool small)
{
    g_return_if_fail(UI_IS_CURVE(self));
    self->small = small;
    gtk_widget_set_focusable(GTK_WIDGET(self), !small);
    gtk_widget_set_can_target(GTK_WIDGET(self), !small);
}

void
ui_curve_set_title(UiCurve *self, const char *title)
{
    g_return_if_fail(UI_IS_CURVE(self));
    ui_name(GTK_WIDGET(self), title);
}

/* --- the pointer -------------------------------------------------------------- */

static int
point_at(UiCurve *self, double x, double y)
{
    double nearest = REACH;
    int found = -1;

    for (int i = 0; i < CURVE_POINTS; i++) {
        const struct curve_point *point = &self->points[i];

        if (!point->shown)
            continue;
        const double away
            = hypot(curve_x(self, point->x) - x, curve_y(self, point->y) - y);

        if (away < nearest || (away < REACH && i == self->picked)) {
            nearest = away;
            found = i;
        }
    }
    return found;
}

static void
pick(UiCurve *self, int point)
{
    if (point == self->picked)
        return;
    self->picked = point;
    gtk_widget_queue_draw(GTK_WIDGET(self));
    curve_say_picked(self);
    g_signal_emit(self, signals[PICK], 0, point);
}

/* Whether anything moved. */
static bool
end(UiCurve *self, int how)
{
    const bool moved = self->moving;

    g_clear_handle_id(&self->resting, g_source_remove);
    self->dragging = self->moving = false;
    if (moved)
        g_signal_emit(self, signals[how], 0, self->picked);
    return moved;
}

static void
finish(UiCurve *self)
{
    (void)end(self, END_MOVE);
}

/* To a place, 0 … 1 on both axes. */
static void
move_to(UiCurve *self, double x, double y)
{
    const struct curve_point *point = &self->points[self->picked];

    if (!self->moving) {
        self->moving = true;
        g_signal_emit(self, signals[BEGIN_MOVE], 0, self->picked);
    }
    x = number_round(self->x.number, number_value(self->x.number, x));
    y = point->level
            ? point->y
            : number_round(self->y.number, number_value(self->y.number, y));
    g_signal_emit(self, signals[MOVE], 0, self->picked, x, y);
}

/* The second press of a double click; see range.c for why no GtkGestureClick
 * tells. */
static bool
is_second(UiCurve *self, GtkGesture *gesture, int point)
{
    const uint32_t time =
        gtk_event_controller_get_current_event_time(GTK_EVENT_CONTROLLER(gesture));
    int within;

    g_object_get(gtk_widget_get_settings(GTK_WIDGET(self)), "gtk-double-click-time",
                 &within, NULL);
    const bool second = self->pressed && time - self->pressed <= (uint32_t)within
                        && point == self->picked;

    self->pressed = second ? 0 : time;
    return second;
}

static void
on_drag_begin(GtkGestureDrag *drag, double x, double y, UiCurve *self)
{
    const int point = point_at(self, x, y);
    const bool second = is_second(self, GTK_GESTURE(drag), point);

    gtk_widget_grab_focus(GTK_WIDGET(self));
    if (point < 0)
        return;
    finish(self);
    gtk_gesture_set_state(GTK_GESTURE(drag), GTK_EVENT_SEQUENCE_CLAIMED);
    pick(self, point);
    if (second) {
        g_signal_emit(self, signals[RESET], 0, point);
        return;
    }
    self->dragging = true;
    self->last_x = self->last_y = 0;
    self->place_x = number_place(self->x.number, self->points[point].x);
    self->place_y = number_place(self->y.number, self->points[point].y);
}

static void
on_drag_update(GtkGestureDrag *drag, double x, double y, UiCurve *self)
{
    const GdkModifierType state =
        gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(drag));
    const double speed = state & GDK_SHIFT_MASK ? FINE : 1;
    const struct curve_room room = curve_room(self);

    if (!self->dragging || (x == self->last_x && y == self->last_y))
        return;
    if (!(state & GDK_CONTROL_MASK) || fabs(x) >= fabs(y))
        self->place_x += (x - self->last_x) * speed / MAX(1, room.width);
    if (!(state & GDK_CONTROL_MASK) || fabs(y) > fabs(x))
        self->place_y -= (y - self->last_y) * speed / MAX(1, room.height);
    self->place_x = CLAMP(self->place_x, 0, 1);
    self->place_y = CLAMP(self->place_y, 0, 1);
    self->last_x = x;
    self->last_y = y;
    move_to(self, self->place_x, self->place_y);
}

static void
on_drag_end(GtkGestureDrag *drag, double x, double y, UiCurve *self)
{
    if (hypot(x, y) > 3)
        self->pressed = 0; /* that was no click */
    if (self->dragging)
        finish(self);
}

static gboolean
on_scroll(GtkEventControllerScroll *scroll, double dx, double dy, UiCurve *self)
{
    const GdkModifierType state =
        gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(scroll));

    if (!(state & GDK_CONTROL_MASK) || self->picked < 0)
        return GDK_EVENT_PROPAGATE;
    g_signal_emit(self, signals[TURN], 0, self->picked, -dy);
    return GDK_EVENT_STOP;
}

/* --- keys --------------------------------------------------------------------- */

static gboolean
rested(gpointer self)
{
    UI_CURVE(self)->resting = 0;
    finish(self);
    return G_SOURCE_REMOVE;
}

static void
nudge(UiCurve *self, double x, double y, bool fine)
{
    const struct curve_point *point = &self->points[self->picked];
    const double size = fine ? 0.002 : 0.01;

    move_to(self, CLAMP(number_place(self->x.number, point->x) + x * size, 0, 1),
            CLAMP(number_place(self->y.number, point->y) + y * size, 0, 1));
    g_clear_handle_id(&self->resting, g_source_remove);
    self->resting = g_timeout_add(700, rested, self);
}

static bool
pick_next(UiCurve *self, int step)
{
    const bool from_outside = gtk_widget_has_focus(GTK_WIDGET(self));
    const int first = from_outside ? (step > 0 ? 0 : -1) : self->picked + step;

    for (int i = first; i >= 0 && i < CURVE_POINTS; i += step)
        if (self->points[i].shown) {
            finish(self);
            ui_curve_pick(self, -1);
            pick(self, i);
            return true;
        }
    return false;
}

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       UiCurve *self)
{
    const bool fine = state & GDK_SHIFT_MASK;

    if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
        return GDK_EVENT_PROPAGATE;
    if (key == GDK_KEY_Tab || key == GDK_KEY_ISO_Left_Tab)
        return pick_next(self, fine ? -1 : 1);
    if (key == GDK_KEY_Escape)
        return end(self, CANCEL);
    if (self->picked < 0)
        return GDK_EVENT_PROPAGATE;
    switch (key) {
    case GDK_KEY_Left:
        nudge(self, -1, 0, fine);
        break;
    case GDK_KEY_Right:
        nudge(self, 1, 0, fine);
        break;
    case GDK_KEY_Up:
        nudge(self, 0, 1, fine);
        break;
    case GDK_KEY_Down:
        nudge(self, 0, -1, fine);
        break;
    case GDK_KEY_Page_Up: case GDK_KEY_Page_Down:
        g_signal_emit(self, signals[TURN], 0, self->picked,
                      key == GDK_KEY_Page_Up ? 1. : -1.);
        break;
    case GDK_KEY_BackSpace: case GDK_KEY_Delete:
        g_signal_emit(self, signals[RESET], 0, self->picked);
        break;
    default:
        return GDK_EVENT_PROPAGATE;
    }
    return GDK_EVENT_STOP;
}

static void
on_leave(GtkEventControllerFocus *focus, UiCurve *self)
{
    if (!self->dragging)
        finish(self);
}

/* --- the widget --------------------------------------------------------------- */

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    UiCurve *self = UI_CURVE(widget);
    const int width = gtk_widget_get_width(widget),
              height = gtk_widget_get_height(widget);

    if (width < 4 || height < 4)
        return;
    if (!self->have_colors)
        ui_colors_of(widget, &self->colors);
    self->have_colors = true;
    cairo_t *cr = gtk_snapshot_append_cairo(
        snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height));

    curve_draw(self, cr);
    cairo_destroy(cr);
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
        int *natural, int *minimum_baseline, int *natural_baseline)
{
    *minimum = *natural = UI_CURVE(widget)->small ? 20 : 120;
    *minimum_baseline = *natural_baseline = -1;
}

static void
size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
    curve_say_places(UI_CURVE(widget));
}

static void
css_changed(GtkWidget *widget, GtkCssStyleChange *change)
{
    GTK_WIDGET_CLASS(ui_curve_parent_class)->css_changed(widget, change);
    UI_CURVE(widget)->have_colors = false;
}

static void
dispose(GObject *object)
{
    curve_say_end(UI_CURVE(object));
    G_OBJECT_CLASS(ui_curve_parent_class)->dispose(object);
}

static void
finalize(GObject *object)
{
    g_clear_handle_id(&UI_CURVE(object)->resting, g_source_remove);
    G_OBJECT_CLASS(ui_curve_parent_class)->finalize(object);
}

static unsigned
a_signal(const char *name, unsigned doubles)
{
    return g_signal_new(name, UI_TYPE_CURVE, G_SIGNAL_RUN_FIRST, 0, NULL, NULL,
                        NULL, G_TYPE_NONE, 1 + doubles, G_TYPE_INT, G_TYPE_DOUBLE,
                        G_TYPE_DOUBLE);
}

static void
ui_curve_class_init(UiCurveClass *class)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = dispose;
    G_OBJECT_CLASS(class)->finalize = finalize;
    widget->size_allocate = size_allocate;
    widget->snapshot = snapshot;
    widget->measure = measure;
    widget->css_changed = css_changed;
    gtk_widget_class_set_css_name(widget, "curve");
    gtk_widget_class_set_accessible_role(widget, GTK_ACCESSIBLE_ROLE_IMG);
    signals[PICK] = a_signal("pick", 0);
    signals[BEGIN_MOVE] = a_signal("begin-move", 0);
    signals[MOVE] = a_signal("move", 2);
    signals[END_MOVE] = a_signal("end-move", 0);
    signals[CANCEL] = a_signal("cancel", 0);
    signals[TURN] = a_signal("turn", 1);
    signals[RESET] = a_signal("reset", 0);
}

static void
ui_curve_init(UiCurve *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    GtkGesture *drag = gtk_gesture_drag_new();
    GtkEventController *keys = gtk_event_controller_key_new();
    GtkEventController *focus = gtk_event_controller_focus_new();
    GtkEventController *scroll
        = gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_VERTICAL
                                          | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);

    self->x.number = self->y.number = &NUMBER_PANNING;
    self->picked = -1;
    self->spot_x = self->spot_y = NAN;
    gtk_widget_set_focusable(widget, TRUE);
    gtk_widget_set_overflow(widget, GTK_OVERFLOW_HIDDEN);
    g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
    g_signal_connect(drag, "drag-end", G_CALLBACK(on_drag_end), self);
    g_signal_connect(scroll, "scroll", G_CALLBACK(on_scroll), self);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    g_signal_connect(focus, "leave", G_CALLBACK(on_leave), self);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drag));
    gtk_widget_add_controller(widget, scroll);
    gtk_widget_add_controller(widget, keys);
    gtk_widget_add_controller(widget, focus);
}

GtkWidget *
ui_curve_new(void)
{
    return g_object_new(UI_TYPE_CURVE, NULL);
}
