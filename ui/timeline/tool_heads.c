/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_heads.c: the first button on the heads of tracks: their lower edges are
 * heights, and beside what a head holds it is dragged to another place. */
#include "ui/timeline/tools.h"

#include "base/text.h"
#include "ui/timeline/header.h"
#include "ui/view/view.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/range.h"

#include <math.h>

enum { EDGE = 4 };

struct tool_heads {
    UiStudio *studio;
    GtkWidget *widget;
    GtkEventController *keys; /* of the window, while something is dragged */
    guint scrolling;          /* tick callback, likewise */
    double x, y;              /* where it was pressed */
    struct drag_point last;
    const char *cursor; /* as set */
};

static void
set_cursor(struct tool_heads *tool, const char *name)
{
    if (tool->cursor == name)
        return;
    tool->cursor = name;
    gtk_widget_set_cursor_from_name(tool->widget, name);
}

/* The track's row whose lower edge is at y. */
static const struct view_row *
edge_at(const struct tool_heads *tool, double y)
{
    const struct view *view = ui_studio_view(tool->studio);
    const struct view_row *row = rows_at(view->rows, y - EDGE + view->zoom.top);

    return row && row->kind == VIEW_ROW_TRACK
                   && fabs(row->y + row->height - view->zoom.top - y) <= EDGE
               ? row
               : NULL;
}

/* Whether what is under the pointer is dragged or pressed by itself. */
static bool
on_control(const struct tool_heads *tool, double x, double y)
{
    GtkWidget *widget = gtk_widget_pick(tool->widget, x, y, GTK_PICK_DEFAULT);

    while (widget && widget != tool->widget && !GTK_IS_BUTTON(widget)
           && !UI_IS_RANGE(widget))
        widget = gtk_widget_get_parent(widget);
    return widget && widget != tool->widget;
}

static void
on_motion(GtkEventControllerMotion *controller, double x, double y,
          struct tool_heads *tool)
{
    const struct view *view = ui_studio_view(tool->studio);
    const struct view_row *edge, *row;

    if (view->drag || !ui_studio_model(tool->studio))
        return;
    edge = edge_at(tool, y);
    row = rows_at(view->rows, y + view->zoom.top);
    const bool held
        = !edge && (!row || row->kind != VIEW_ROW_TRACK || on_control(tool, x, y));
    const bool color = !edge && !held && ui_header_on_color(row, x);
    const struct hit hit
        = {.part = edge ? HIT_ROW_EDGE : HIT_HEAD, .ruler = RULERS};

    set_cursor(tool, edge ? "ns-resize" : color ? "pointer" : NULL);
    ui_tools_hint(tool->studio, held    ? NULL
                                : color ? _("Click: another colour")
                                        : drag_hint(view, &hit, y));
}

static void
on_leave(GtkEventControllerMotion *controller, struct tool_heads *tool)
{
    ui_tools_hint(tool->studio, NULL);
}

/* --- from the press to letting go --------------------------------------------- */

static void
go_on(struct tool_heads *tool)
{
    const struct model *model = ui_studio_model(tool->studio);
    const unsigned changed
        = model ? drag_update(ui_studio_view(tool->studio), model, tool->last) : 0;

    if (changed)
        ui_studio_view_changed(tool->studio, changed);
}

static gboolean
scroll_at_edge(GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
    struct tool_heads *tool = user;
    struct view *view = ui_studio_view(tool->studio);
    const double was = view->zoom.top;
    double dx, dy;

    drag_scroll(view, &dx, &dy);
    if (dy == 0)
        return G_SOURCE_CONTINUE;
    zoom_scroll(&view->zoom, 0, dy);
    if (view->zoom.top != was) {
        ui_studio_view_changed(tool->studio, UI_VIEW_ZOOM);
        go_on(tool);
    }
    return G_SOURCE_CONTINUE;
}

static void
release(struct tool_heads *tool)
{
    GtkWidget *root = GTK_WIDGET(gtk_widget_get_root(tool->widget));

    if (tool->scrolling)
        gtk_widget_remove_tick_callback(tool->widget, tool->scrolling);
    if (tool->keys && root)
        gtk_widget_remove_controller(root, tool->keys);
    tool->scrolling = 0;
    tool->keys = NULL;
    set_cursor(tool, NULL);
}

static bool
take_back(struct tool_heads *tool)
{
    struct view *view = ui_studio_view(tool->studio);

    release(tool);
    if (!view->drag)
        return false;
    ui_studio_view_changed(tool->studio,
                           drag_cancel(view, ui_studio_model(tool->studio))
                               | UI_VIEW_DRAG);
    return true;
}

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       struct tool_heads *tool)
{
    return key == GDK_KEY_Escape && take_back(tool);
}

/* Escape, wherever the focus is: the heads have none. */
static void
hold(struct tool_heads *tool)
{
    GtkWidget *root = GTK_WIDGET(gtk_widget_get_root(tool->widget));

    release(tool);
    tool->keys = gtk_event_controller_key_new();
    gtk_event_controller_set_propagation_phase(tool->keys, GTK_PHASE_CAPTURE);
    g_signal_connect(tool->keys, "key-pressed", G_CALLBACK(on_key), tool);
    gtk_widget_add_controller(root, tool->keys);
    tool->scrolling
        = gtk_widget_add_tick_callback(tool->widget, scroll_at_edge, tool, NULL);
}

/* What depth means follows the hand, from right to left too. */
static struct drag_point
point_at(const struct tool_heads *tool, GtkGesture *gesture, double x, double y)
{
    const bool rtl = gtk_widget_get_direction(tool->widget) == GTK_TEXT_DIR_RTL;
    const GdkModifierType held = gtk_event_controller_get_current_event_state(
        GTK_EVENT_CONTROLLER(gesture));

    return (struct drag_point){rtl ? -x : x, y,
                               (held & GDK_SHIFT_MASK ? DRAG_SHIFT : 0)
                                   | (held & GDK_CONTROL_MASK ? DRAG_CTRL : 0)};
}

static void
begin(struct tool_heads *tool, GtkGesture *gesture, enum hit_part part,
      int64_t track, double x, double y)
{
    const struct hit hit = {.part = part, .track_id = track, .ruler = RULERS};

    tool->x = x;
    tool->y = y;
    tool->last = point_at(tool, gesture, x, y);
    hold(tool);
    ui_studio_view_changed(tool->studio, drag_begin(ui_studio_view(tool->studio),
                                                    ui_studio_model(tool->studio),
                                                    &hit, tool->last));
}

static void
on_begin_edge(GtkGestureDrag *gesture, double x, double y, struct tool_heads *tool)
{
    const struct view_row *row = edge_at(tool, y);

    if (!row || !ui_studio_model(tool->studio)) {
        gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_DENIED);
        return;
    }
    gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    begin(tool, GTK_GESTURE(gesture), HIT_ROW_EDGE, row->track_id, x, y);
}

/* Controls in a head have claimed what is theirs. */
static void
on_begin_head(GtkGestureDrag *gesture, double x, double y, struct tool_heads *tool)
{
    const struct view *view = ui_studio_view(tool->studio);
    const struct view_row *row = rows_at(view->rows, y + view->zoom.top);

    if (!row || row->kind != VIEW_ROW_TRACK || ui_header_on_color(row, x)
        || !ui_studio_model(tool->studio)) {
        gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_DENIED);
        return;
    }
    begin(tool, GTK_GESTURE(gesture), HIT_HEAD, row->track_id, x, y);
}

static void
on_update(GtkGestureDrag *gesture, double dx, double dy, struct tool_heads *tool)
{
    const struct view *view = ui_studio_view(tool->studio);

    if (!view->drag)
        return;
    tool->last = point_at(tool, GTK_GESTURE(gesture), tool->x + dx, tool->y + dy);
    go_on(tool);
    if (!drag_look(view))
        return;
    gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    if (drag_look(view)->shape == DRAG_TRACKS)
        set_cursor(tool, "grabbing");
}

static void
on_end(GtkGestureDrag *gesture, double dx, double dy, struct tool_heads *tool)
{
    struct view *view = ui_studio_view(tool->studio);

    release(tool);
    if (!view->drag)
        return;
    struct drag_result result = drag_end(view, ui_studio_model(tool->studio));

    ui_tools_finish(tool->studio, &result);
}

static void
on_cancel(GtkGesture *gesture, GdkEventSequence *sequence, struct tool_heads *tool)
{
    take_back(tool);
}

/* --- where they would lie ----------------------------------------------------- */

static void
fill(GtkSnapshot *snapshot, const GdkRGBA *color, double x, double y, double width,
     double height)
{
    gtk_snapshot_append_color(
        snapshot, color,
        &GRAPHENE_RECT_INIT((float)x, (float)y, (float)width, (float)height));
}

static void
shade_taken(const struct view *view, const struct drag_look *look,
            const GdkRGBA *ground, int width, GtkSnapshot *snapshot)
{
    const double top = floor(view->zoom.top + 0.5);

    for (size_t i = 0; i < look->count; i++) {
        const struct view_row *row = rows_track(view->rows, look->ids[i]);

        if (row)
            fill(snapshot, ground, 0, row->y - top, width, row->height - 1);
    }
}

void
ui_tool_heads_mark(GtkWidget *widget, UiStudio *studio, GtkSnapshot *snapshot)
{
    enum { THICK = 2, KNOB = 6 };
    const struct view *view = ui_studio_view(studio);
    const struct drag_look *look = drag_look(view);
    const int width = gtk_widget_get_width(widget);
    struct colors colors;

    if (!look || look->shape != DRAG_TRACKS)
        return;
    const bool rtl = gtk_widget_get_direction(widget) == GTK_TEXT_DIR_RTL;
    const double y0 = look->y0 - floor(view->zoom.top + 0.5),
                 height = look->y1 - look->y0;
    const double in = look->depth * ROW_INDENT, left = rtl ? 0 : in;

    ui_colors_of(widget, &colors);
    const GdkRGBA ground = ui_colors_faded(&colors.bg1, 0.6);
    const GdkRGBA inside = ui_colors_faded(&colors.accent, 0.2);

    shade_taken(view, look, &ground, width, snapshot);
    if (height > 0) {
        fill(snapshot, &inside, left, y0, width - in, height - 1);
        return;
    }
    fill(snapshot, &colors.accent, left, y0 - THICK / 2, width - in, THICK);
    fill(snapshot, &colors.accent, rtl ? width - in - KNOB : left, y0 - KNOB / 2,
         KNOB, KNOB);
}

/* --- joining it --------------------------------------------------------------- */

static void
add_drag(GtkWidget *widget, GtkPropagationPhase phase, GCallback began,
         struct tool_heads *tool)
{
    GtkGesture *drag = gtk_gesture_drag_new();

    gtk_event_controller_set_propagation_phase(GTK_EVENT_CONTROLLER(drag), phase);
    g_signal_connect(drag, "drag-begin", began, tool);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_update), tool);
    g_signal_connect(drag, "drag-end", G_CALLBACK(on_end), tool);
    g_signal_connect(drag, "cancel", G_CALLBACK(on_cancel), tool);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drag));
}

/* The edges lie over what the heads hold. */
void
ui_tool_heads(GtkWidget *widget, UiStudio *studio)
{
    struct tool_heads *tool = g_new0(struct tool_heads, 1);
    GtkEventController *motion = gtk_event_controller_motion_new();

    tool->studio = studio;
    tool->widget = widget;
    g_object_set_data_full(G_OBJECT(widget), "tool-heads", tool, g_free);
    add_drag(widget, GTK_PHASE_CAPTURE, G_CALLBACK(on_begin_edge), tool);
    add_drag(widget, GTK_PHASE_BUBBLE, G_CALLBACK(on_begin_head), tool);
    g_signal_connect(motion, "motion", G_CALLBACK(on_motion), tool);
    g_signal_connect(motion, "leave", G_CALLBACK(on_leave), tool);
    gtk_widget_add_controller(widget, motion);
}
