/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_scroll.c: wheel and pinch. */
#include "ui/timeline/tools.h"

#include "ui/view/view.h"

#include <math.h>

static const double ACROSS = 80, DOWN = 48; /* pixels a notch of the wheel */
static const double ZOOM = 1.25;            /* a notch */

struct tool_scroll {
    UiStudio *studio;
    double x; /* of the pointer */
    /* When a pinch began: the frame in the middle of the fingers, and the zoom. */
    double held, scale;
};

static void
tell(struct tool_scroll *tool)
{
    ui_studio_view_changed(tool->studio, UI_VIEW_ZOOM);
}

static gboolean
on_scroll(GtkEventControllerScroll *controller, double dx, double dy,
          struct tool_scroll *tool)
{
    const GdkModifierType state = gtk_event_controller_get_current_event_state(
        GTK_EVENT_CONTROLLER(controller));
    struct zoom *zoom = &ui_studio_view(tool->studio)->zoom;

    if (!ui_studio_session(tool->studio))
        return FALSE;
    if (state & GDK_CONTROL_MASK)
        zoom_by(zoom, tool->x, pow(ZOOM, dy));
    else if (state & GDK_SHIFT_MASK)
        zoom_scroll(zoom, (dx + dy) * ACROSS, 0);
    else
        zoom_scroll(zoom, dx * ACROSS, dy * DOWN);
    tell(tool);
    return TRUE;
}

static void
on_motion(GtkEventControllerMotion *controller, double x, double y,
          struct tool_scroll *tool)
{
    tool->x = x;
}

static double
middle(GtkGesture *gesture, const struct tool_scroll *tool)
{
    double x, y;

    return gtk_gesture_get_bounding_box_center(gesture, &x, &y) ? x : tool->x;
}

static void
on_pinch_begin(GtkGesture *gesture, GdkEventSequence *sequence,
               struct tool_scroll *tool)
{
    const struct zoom *zoom = &ui_studio_view(tool->studio)->zoom;

    tool->held = zoom_frame(zoom, middle(gesture, tool));
    tool->scale = zoom->scale;
}

static void
on_pinch(GtkGestureZoom *gesture, double scale, struct tool_scroll *tool)
{
    if (!ui_studio_session(tool->studio) || scale <= 0)
        return;
    zoom_hold(&ui_studio_view(tool->studio)->zoom, tool->held,
              middle(GTK_GESTURE(gesture), tool), tool->scale / scale);
    tell(tool);
}

void
ui_tool_scroll(GtkWidget *widget, UiStudio *studio)
{
    struct tool_scroll *tool = g_new0(struct tool_scroll, 1);
    GtkEventController *wheel
        = gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
    GtkEventController *motion = gtk_event_controller_motion_new();
    GtkGesture *pinch = gtk_gesture_zoom_new();

    tool->studio = studio;
    g_object_set_data_full(G_OBJECT(widget), "tool-scroll", tool, g_free);
    g_signal_connect(wheel, "scroll", G_CALLBACK(on_scroll), tool);
    gtk_widget_add_controller(widget, wheel);
    g_signal_connect(motion, "motion", G_CALLBACK(on_motion), tool);
    gtk_widget_add_controller(widget, motion);
    g_signal_connect(pinch, "begin", G_CALLBACK(on_pinch_begin), tool);
    g_signal_connect(pinch, "scale-changed", G_CALLBACK(on_pinch), tool);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(pinch));
}
