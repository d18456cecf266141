/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_drag.c: the first button, on the canvas and on the rulers. */
#include "ui/timeline/tools.h"

#include "ui/view/view.h"

struct tool_drag {
    UiStudio *studio;
    GtkWidget *widget;
    bool rulers;
    guint scrolling;    /* tick callback, while something is dragged */
    double x, y;        /* where it was pressed */
    struct drag_point last;
    const char *cursor; /* as set */
};

static unsigned
mods_of(GtkEventController *controller)
{
    const GdkModifierType state
        = gtk_event_controller_get_current_event_state(controller);

    return (state & GDK_SHIFT_MASK ? DRAG_SHIFT : 0)
           | (state & GDK_CONTROL_MASK ? DRAG_CTRL : 0)
           | (state & GDK_ALT_MASK ? DRAG_ALT : 0);
}

static struct hit
hit_at(const struct tool_drag *tool, double x, double y)
{
    const struct view *view = ui_studio_view(tool->studio);
    const struct model *model = ui_studio_model(tool->studio);

    return tool->rulers ? hit_rulers(view, model, x, y)
                        : hit_canvas(view, model, x, y);
}

static void
set_cursor(struct tool_drag *tool, const char *name)
{
    if (tool->cursor == name)
        return;
    tool->cursor = name;
    gtk_widget_set_cursor_from_name(tool->widget, name);
}

/* --- scrolling at the edge ---------------------------------------------------- */

static gboolean
scroll_at_edge(GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
    struct tool_drag *tool = user;
    struct view *view = ui_studio_view(tool->studio);
    double dx, dy;

    if (!view->drag) {
        tool->scrolling = 0;
        return G_SOURCE_REMOVE;
    }
    drag_scroll(view, &dx, &dy);
    if (!zoom_scroll(&view->zoom, dx, dy))
        return G_SOURCE_CONTINUE;
    ui_studio_view_changed(
        tool->studio,
        UI_VIEW_ZOOM
            | drag_update(view, ui_studio_model(tool->studio), tool->last));
    return G_SOURCE_CONTINUE;
}

/* --- press, move, let go ------------------------------------------------------ */

static void
on_begin(GtkGestureDrag *gesture, double x, double y, struct tool_drag *tool)
{
    const struct model *model = ui_studio_model(tool->studio);

    if (!model)
        return;
    const struct hit hit = hit_at(tool, x, y);

    gtk_widget_grab_focus(tool->widget);
    tool->x = x;
    tool->y = y;
    tool->last
        = (struct drag_point){x, y, mods_of(GTK_EVENT_CONTROLLER(gesture))};
    ui_studio_view_changed(tool->studio, drag_begin(ui_studio_view(tool->studio),
                                                    model, &hit, tool->last));
    if (tool->scrolling == 0)
        tool->scrolling = gtk_widget_add_tick_callback(tool->widget, scroll_at_edge,
                                                       tool, NULL);
}

static void
update(struct tool_drag *tool)
{
    const struct model *model = ui_studio_model(tool->studio);
    const unsigned changed
        = model ? drag_update(ui_studio_view(tool->studio), model, tool->last) : 0;

    if (changed)
        ui_studio_view_changed(tool->studio, changed);
}

static void
on_update(GtkGestureDrag *gesture, double dx, double dy, struct tool_drag *tool)
{
    tool->last = (struct drag_point){tool->x + dx, tool->y + dy,
                                     mods_of(GTK_EVENT_CONTROLLER(gesture))};
    update(tool);
}

static void
on_end(GtkGestureDrag *gesture, double dx, double dy, struct tool_drag *tool)
{
    struct view *view = ui_studio_view(tool->studio);
    const struct model *model = ui_studio_model(tool->studio);

    if (!view->drag || !model)
        return;
    on_update(gesture, dx, dy, tool);
    struct drag_result result = drag_end(view, model);

    ui_tools_finish(tool->studio, &result);
}

static bool
take_back(struct tool_drag *tool)
{
    struct view *view = ui_studio_view(tool->studio);

    if (!view->drag)
        return false;
    ui_studio_view_changed(tool->studio,
                           drag_cancel(view, ui_studio_model(tool->studio))
                               | UI_VIEW_DRAG);
    return true;
}

/* Another gesture has the pointer now, or the window lost it. */
static void
on_cancel(GtkGesture *gesture, GdkEventSequence *sequence, struct tool_drag *tool)
{
    take_back(tool);
}

/* --- keys --------------------------------------------------------------------- */

static gboolean
on_key(GtkEventControllerKey *controller, guint key, guint code,
       GdkModifierType state, struct tool_drag *tool)
{
    struct view *view = ui_studio_view(tool->studio);

    if (key != GDK_KEY_Escape)
        return FALSE;
    if (take_back(tool))
        return TRUE;
    selection_clear(view->selection, SELECT_CLIP);
    selection_clear_range(view->selection);
    ui_studio_view_changed(tool->studio, UI_VIEW_SELECTION);
    return TRUE;
}

/* Shift and Ctrl count when they are pressed, not when the pointer moves next. */
static gboolean
on_modifiers(GtkEventControllerKey *controller, GdkModifierType state,
             struct tool_drag *tool)
{
    if (!ui_studio_view(tool->studio)->drag)
        return FALSE;
    tool->last.mods = (state & GDK_SHIFT_MASK ? DRAG_SHIFT : 0)
                      | (state & GDK_CONTROL_MASK ? DRAG_CTRL : 0)
                      | (state & GDK_ALT_MASK ? DRAG_ALT : 0);
    update(tool);
    return FALSE;
}

static void
on_motion(GtkEventControllerMotion *controller, double x, double y,
          struct tool_drag *tool)
{
    const struct view *view = ui_studio_view(tool->studio);

    if (view->drag || !ui_studio_model(tool->studio))
        return;
    const struct hit hit = hit_at(tool, x, y);

    set_cursor(tool, hit_cursor(view, &hit));
    ui_tools_hint(tool->studio, drag_hint(view, &hit, y));
}

static void
on_leave(GtkEventControllerMotion *controller, struct tool_drag *tool)
{
    ui_tools_hint(tool->studio, NULL);
}

static void
add_keys(GtkWidget *widget, struct tool_drag *tool)
{
    GtkEventController *keys = gtk_event_controller_key_new();

    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), tool);
    g_signal_connect(keys, "modifiers", G_CALLBACK(on_modifiers), tool);
    gtk_widget_add_controller(widget, keys);
}

void
ui_tool_drag(GtkWidget *widget, UiStudio *studio, bool rulers)
{
    struct tool_drag *tool = g_new0(struct tool_drag, 1);
    GtkGesture *drag = gtk_gesture_drag_new();
    GtkEventController *motion = gtk_event_controller_motion_new();

    tool->studio = studio;
    tool->widget = widget;
    tool->rulers = rulers;
    g_object_set_data_full(G_OBJECT(widget), "tool-drag", tool, g_free);
    gtk_widget_set_focusable(widget, TRUE);
    g_signal_connect(drag, "drag-begin", G_CALLBACK(on_begin), tool);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_update), tool);
    g_signal_connect(drag, "drag-end", G_CALLBACK(on_end), tool);
    g_signal_connect(drag, "cancel", G_CALLBACK(on_cancel), tool);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drag));
    g_signal_connect(motion, "motion", G_CALLBACK(on_motion), tool);
    g_signal_connect(motion, "leave", G_CALLBACK(on_leave), tool);
    gtk_widget_add_controller(widget, motion);
    add_keys(widget, tool);
}
