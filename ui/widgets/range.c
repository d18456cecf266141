/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/range.h"

#include "base/text.h"
#include "ui/widgets/tip.h"

#include <math.h>

#define FINE 0.1
#define NEAR 5.0 /* two presses within it are a double click */
#define REST_MS 700 /* after which keys and wheel are done */

typedef struct {
    const struct number *number;
    char *title;
    GdkRGBA color;
    struct colors colors;
    bool have_colors;
    uint32_t pressed; /* when, and where; 0: not yet, or twice */
    double pressed_x, pressed_y;
    bool showing; /* the value comes from the owner, not from a hand */
    bool riding;
    bool dragging;
    double before;  /* of this ride */
    double place;   /* exact, since the value is tidy */
    double offset;  /* of the drag, up to the last motion */
    unsigned resting;
} UiRangePrivate;

enum { BEGIN_RIDE, RIDE, END_RIDE, TYPE, SIGNALS };
static unsigned signals[SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE(UiRange, ui_range, GTK_TYPE_RANGE)

static UiRangePrivate *
priv_of(UiRange *self)
{
    return ui_range_get_instance_private(self);
}

double
ui_range_value(UiRange *self)
{
    return gtk_range_get_value(GTK_RANGE(self));
}

double
ui_range_place(UiRange *self)
{
    return number_place(priv_of(self)->number, ui_range_value(self));
}

const struct number *
ui_range_get_number(UiRange *self)
{
    return priv_of(self)->number;
}

bool
ui_range_is_riding(UiRange *self)
{
    return priv_of(self)->riding;
}

const GdkRGBA *
ui_range_get_color(UiRange *self)
{
    return &priv_of(self)->color;
}

/* GTK 4.8 tells a screen reader no text for a value: the name has to. */
static void
speak(UiRange *self)
{
    UiRangePrivate *priv = priv_of(self);
    char value[48], *name;

    number_text(priv->number, ui_range_value(self), value, sizeof value);
    name = priv->title ? g_strdup_printf("%s, %s", priv->title, value)
                       : g_strdup(value);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                   GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, value, -1);
    g_free(name);
}

static void
put(UiRange *self, double value)
{
    UiRangePrivate *priv = priv_of(self);

    if (value == ui_range_value(self))
        return;
    priv->showing = true;
    gtk_range_set_value(GTK_RANGE(self), value);
    priv->showing = false;
    speak(self);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
ui_range_show(UiRange *self, double value)
{
    g_return_if_fail(UI_IS_RANGE(self));

    if (!priv_of(self)->riding)
        put(self, value);
}

/* --- rides -------------------------------------------------------------------- */

static void
begin(UiRange *self)
{
    UiRangePrivate *priv = priv_of(self);

    if (priv->riding)
        return;
    priv->riding = true;
    priv->before = ui_range_value(self);
    g_signal_emit(self, signals[BEGIN_RIDE], 0);
}

static void
ride(UiRange *self, double value)
{
    if (value == ui_range_value(self))
        return;
    put(self, value);
    g_signal_emit(self, signals[RIDE], 0, ui_range_value(self));
}

static void
end(UiRange *self)
{
    UiRangePrivate *priv = priv_of(self);

    g_clear_handle_id(&priv->resting, g_source_remove);
    priv->dragging = false;
    if (!priv->riding)
        return;
    priv->riding = false;
    g_signal_emit(self, signals[END_RIDE], 0, ui_range_value(self));
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
ui_range_enter(UiRange *self, double value)
{
    g_return_if_fail(UI_IS_RANGE(self));

    begin(self);
    ride(self, number_round(priv_of(self)->number, value));
    end(self);
}

static gboolean
rested(gpointer self)
{
    priv_of(self)->resting = 0;
    end(self);
    return G_SOURCE_REMOVE;
}

/* A key or a notch of the wheel: several of them are one ride. */
static void
nudge(UiRange *self, double value)
{
    UiRangePrivate *priv = priv_of(self);

    begin(self);
    ride(self, value);
    g_clear_handle_id(&priv->resting, g_source_remove);
    priv->resting = g_timeout_add(REST_MS, rested, self);
}

/* From outside, as a screen reader sets a value. */
static void
on_value_changed(GtkRange *range)
{
    UiRange *self = UI_RANGE(range);

    if (priv_of(self)->showing)
        return;
    begin(self);
    speak(self);
    g_signal_emit(self, signals[RIDE], 0, ui_range_value(self));
    end(self);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* --- the pointer -------------------------------------------------------------- */

static GdkModifierType
modifiers(GtkGesture *gesture)
{
    return gtk_event_controller_get_current_event_state(
        GTK_EVENT_CONTROLLER(gesture));
}

/* Whether it is the second press of a double click; the drag's gesture has both. */
static bool
is_second(UiRange *self, GtkGesture *gesture, double x, double y)
{
    UiRangePrivate *priv = priv_of(self);
    const uint32_t time =
        gtk_event_controller_get_current_event_time(GTK_EVENT_CONTROLLER(gesture));
    int within;

    g_object_get(gtk_widget_get_settings(GTK_WIDGET(self)), "gtk-double-click-time",
                 &within, NULL);
    const bool second = priv->pressed && time - priv->pressed <= (uint32_t)within
                        && hypot(x - priv->pressed_x, y - priv->pressed_y) <= NEAR;

    priv->pressed = second ? 0 : time;
    priv->pressed_x = x;
    priv->pressed_y = y;
    return second;
}

static void
on_drag_begin(GtkGestureDrag *drag, double x, double y, UiRange *self)
{
    UiRangePrivate *priv = priv_of(self);
    const bool second = is_second(self, GTK_GESTURE(drag), x, y);

    gtk_widget_grab_focus(GTK_WIDGET(self));
    gtk_gesture_set_state(GTK_GESTURE(drag), GTK_EVENT_SEQUENCE_CLAIMED);
    end(self); /* what keys have begun */
    if (second || (modifiers(GTK_GESTURE(drag)) & GDK_CONTROL_MASK)) {
        ui_range_enter(self, priv->number->start);
        return;
    }
    priv->dragging = true;
    priv->offset = 0;
    priv->place = ui_range_place(self);
}

static void
on_drag_update(GtkGestureDrag *drag, double x, double y, UiRange *self)
{
    UiRangePrivate *priv = priv_of(self);
    const bool level = gtk_orientable_get_orientation(GTK_ORIENTABLE(self))
                       == GTK_ORIENTATION_HORIZONTAL;
    const double offset = level ? x : -y;
    const bool fine = modifiers(GTK_GESTURE(drag)) & GDK_SHIFT_MASK;

    if (!priv->dragging || offset == priv->offset)
        return;
    begin(self);
    priv->place += (offset - priv->offset) * (fine ? FINE : 1)
                   / MAX(1, UI_RANGE_GET_CLASS(self)->travel(self));
    priv->place = CLAMP(priv->place, 0, 1);
    priv->offset = offset;
    ride(self, number_round(priv->number, number_value(priv->number, priv->place)));
}

static void
on_drag_end(GtkGestureDrag *drag, double x, double y, UiRange *self)
{
    if (hypot(x, y) > NEAR)
        priv_of(self)->pressed = 0; /* that was no click */
    if (priv_of(self)->dragging)
        end(self);
}

static gboolean
on_scroll(GtkEventControllerScroll *scroll, double dx, double dy, UiRange *self)
{
    const GdkModifierType state =
        gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(scroll));

    if (!(state & GDK_CONTROL_MASK) || !gtk_widget_has_focus(GTK_WIDGET(self)))
        return GDK_EVENT_PROPAGATE;
    nudge(self, number_step(priv_of(self)->number, ui_range_value(self), -dy,
                            state & GDK_SHIFT_MASK));
    return GDK_EVENT_STOP;
}

/* --- keys --------------------------------------------------------------------- */

static double
steps_of(guint key)
{
    switch (key) {
    case GDK_KEY_Up: case GDK_KEY_KP_Up: case GDK_KEY_Right: case GDK_KEY_KP_Right:
    case GDK_KEY_plus: case GDK_KEY_KP_Add:
        return 1;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_KP_Subtract:
        return -1;
    case GDK_KEY_Page_Up: case GDK_KEY_KP_Page_Up:
        return 6;
    case GDK_KEY_Page_Down: case GDK_KEY_KP_Page_Down:
        return -6;
    default:
        return 0;
    }
}

static bool
take_back(UiRange *self)
{
    UiRangePrivate *priv = priv_of(self);

    if (!priv->riding)
        return false;
    ride(self, priv->before);
    end(self);
    return true;
}

static bool
wants_entry(guint key)
{
    return key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_F2
           || key == GDK_KEY_minus || (key >= GDK_KEY_0 && key <= GDK_KEY_9);
}

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       UiRange *self)
{
    const struct number *number = priv_of(self)->number;
    const double steps = steps_of(key);

    if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
        return GDK_EVENT_PROPAGATE;
    if (steps != 0)
        nudge(self, number_step(number, ui_range_value(self), steps,
                                state & GDK_SHIFT_MASK));
    else if (key == GDK_KEY_Home)
        nudge(self, number->low);
    else if (key == GDK_KEY_End)
        nudge(self, number->high);
    else if (key == GDK_KEY_BackSpace || key == GDK_KEY_Delete)
        nudge(self, number->start);
    else if (key == GDK_KEY_Escape)
        return take_back(self);
    else if (wants_entry(key))
        g_signal_emit(self, signals[TYPE], 0);
    else
        return GDK_EVENT_PROPAGATE;
    return GDK_EVENT_STOP;
}

static void
on_leave(GtkEventControllerFocus *focus, UiRange *self)
{
    if (!priv_of(self)->dragging)
        end(self);
}

/* --- the widget --------------------------------------------------------------- */

void
ui_range_set_number(UiRange *self, const struct number *number)
{
    UiRangePrivate *priv = priv_of(self);

    g_return_if_fail(UI_IS_RANGE(self));
    priv->number = number;
    priv->showing = true;
    gtk_range_set_range(GTK_RANGE(self), number->low, number->high);
    gtk_range_set_increments(GTK_RANGE(self), (number->high - number->low) / 100,
                             (number->high - number->low) / 10);
    gtk_range_set_value(GTK_RANGE(self), number->start);
    priv->showing = false;
    speak(self);
}

void
ui_range_set_title(UiRange *self, const char *title)
{
    UiRangePrivate *priv = priv_of(self);

    g_return_if_fail(UI_IS_RANGE(self));
    if (g_strcmp0(priv->title, title) == 0)
        return;
    g_free(priv->title);
    priv->title = g_strdup(title);
    ui_tip_set(GTK_WIDGET(self), title);
    speak(self);
}

void
ui_range_set_color(UiRange *self, const GdkRGBA *color)
{
    g_return_if_fail(UI_IS_RANGE(self));
    priv_of(self)->color = *color;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    UiRange *self = UI_RANGE(widget);
    UiRangePrivate *priv = priv_of(self);
    const double width = gtk_widget_get_width(widget);
    const double height = gtk_widget_get_height(widget);

    if (width <= 0 || height <= 0)
        return;
    if (!priv->have_colors)
        ui_colors_of(widget, &priv->colors);
    priv->have_colors = true;
    cairo_t *cr = gtk_snapshot_append_cairo(
        snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height));

    UI_RANGE_GET_CLASS(self)->draw(self, cr, &priv->colors);
    cairo_destroy(cr);
}

static void
css_changed(GtkWidget *widget, GtkCssStyleChange *change)
{
    GTK_WIDGET_CLASS(ui_range_parent_class)->css_changed(widget, change);
    priv_of(UI_RANGE(widget))->have_colors = false;
}

static void
unmap(GtkWidget *widget)
{
    end(UI_RANGE(widget));
    GTK_WIDGET_CLASS(ui_range_parent_class)->unmap(widget);
}

/* A GtkRange has no adjustment before. */
static void
constructed(GObject *object)
{
    G_OBJECT_CLASS(ui_range_parent_class)->constructed(object);
    ui_range_set_number(UI_RANGE(object), priv_of(UI_RANGE(object))->number);
}

static void
finalize(GObject *object)
{
    UiRangePrivate *priv = priv_of(UI_RANGE(object));

    g_clear_handle_id(&priv->resting, g_source_remove);
    g_free(priv->title);
    G_OBJECT_CLASS(ui_range_parent_class)->finalize(object);
}

static void
ui_range_class_init(UiRangeClass *class)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->constructed = constructed;
    G_OBJECT_CLASS(class)->finalize = finalize;
    widget->snapshot = snapshot;
    widget->css_changed = css_changed;
    widget->unmap = unmap;
    GTK_RANGE_CLASS(class)->value_changed = on_value_changed;
    gtk_widget_class_set_accessible_role(widget, GTK_ACCESSIBLE_ROLE_SLIDER);
    signals[BEGIN_RIDE]
        = g_signal_new("begin-ride", UI_TYPE_RANGE, G_SIGNAL_RUN_FIRST, 0, NULL,
                       NULL, NULL, G_TYPE_NONE, 0);
    signals[RIDE] = g_signal_new("ride", UI_TYPE_RANGE, G_SIGNAL_RUN_FIRST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
    signals[END_RIDE]
        = g_signal_new("end-ride", UI_TYPE_RANGE, G_SIGNAL_RUN_FIRST, 0, NULL, NULL,
                       NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
    signals[TYPE] = g_signal_new("type", UI_TYPE_RANGE, G_SIGNAL_RUN_FIRST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

/* A GtkRange's gestures page and jump, its wheel turns by accident, and its trough
 * is not ours to show. */
static void
quieten(GtkWidget *widget)
{
    GListModel *controllers = gtk_widget_observe_controllers(widget);

    for (guint i = 0; i < g_list_model_get_n_items(controllers); i++) {
        GtkEventController *controller = g_list_model_get_item(controllers, i);

        gtk_event_controller_set_propagation_phase(controller, GTK_PHASE_NONE);
        g_object_unref(controller);
    }
    g_object_unref(controllers);
    gtk_widget_set_visible(gtk_widget_get_first_child(widget), FALSE);
}

static void
add_pointer(UiRange *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    GtkGesture *drag = gtk_gesture_drag_new();
    GtkEventController *scroll
        = gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_VERTICAL
                                          | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);

    g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
    g_signal_connect(drag, "drag-end", G_CALLBACK(on_drag_end), self);
    g_signal_connect(scroll, "scroll", G_CALLBACK(on_scroll), self);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drag));
    gtk_widget_add_controller(widget, scroll);
}

static void
ui_range_init(UiRange *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    GtkEventController *keys = gtk_event_controller_key_new();
    GtkEventController *focus = gtk_event_controller_focus_new();

    priv_of(self)->number = &NUMBER_VOLUME;
    priv_of(self)->color = (GdkRGBA){0.55, 0.6, 0.66, 1};
    quieten(widget);
    gtk_widget_set_focusable(widget, TRUE);
    gtk_range_set_slider_size_fixed(GTK_RANGE(self), TRUE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    g_signal_connect(focus, "leave", G_CALLBACK(on_leave), self);
    gtk_widget_add_controller(widget, keys);
    gtk_widget_add_controller(widget, focus);
    add_pointer(self);
}
