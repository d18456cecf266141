/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mixer_order.c: strips are dragged by their names to another place: to the side of
 * the strip on whose half the hand is, and into the folder that one lies in.  What
 * a folder holds stands behind it: its right half is the first place therein. */
#include "ui/mixer/mixer_private.h"

#include "ui/timeline/tools.h"
#include "ui/view/order.h"
#include "ui/view/view.h"
#include "ui/widgets/inplace.h"

#include <stdlib.h>

struct mixer_drag {
    UiMixer *mixer;
    GtkEventController *keys; /* of the window, while something is dragged */
    guint scrolling;          /* tick callback, likewise */
    int64_t *ids;             /* tracks that go, while it lasts; or NULL */
    size_t count;
    double x0, y0, x; /* where it was pressed, and where the hand is, in the row */
    UiStrip *marked;
    struct order_place place;
};

/* --- where -------------------------------------------------------------------- */

/* The next one in its folder that stays. */
static int64_t
next_that_stays(const struct mixer_drag *drag, const struct model *model,
                int64_t track, int64_t folder)
{
    size_t count, i = 0;
    int64_t *ids = order_of(model, folder, &count), next = 0;

    while (i < count && track && ids[i++] != track)
        continue;
    for (; i < count && !next; i++)
        if (!order_holds(model, drag->ids, drag->count, ids[i]))
            next = ids[i];
    free(ids);
    return next;
}

static bool
place_beside(struct mixer_drag *drag, int64_t track, bool behind)
{
    const struct model *model = ui_studio_model(drag->mixer->studio);
    const struct row_track *row = model_row(model, TABLE_TRACK, track);
    int64_t folder = order_folder(model, track);

    if (!row || order_holds(model, drag->ids, drag->count, track))
        return false;
    if (behind && row->kind == TRACK_FOLDER) {
        folder = track;
        track = 0;
    }
    drag->place = (struct order_place){
        .folder_id = folder,
        .before_id = behind ? next_that_stays(drag, model, track, folder) : track,
    };
    return true;
}

static void
mark(struct mixer_drag *drag, UiStrip *strip, int side)
{
    if (drag->marked && drag->marked != strip)
        ui_strip_mark(drag->marked, 0);
    if (strip)
        ui_strip_mark(strip, side);
    g_set_weak_pointer(&drag->marked, strip);
}

static void
look(struct mixer_drag *drag)
{
    UiMixer *self = drag->mixer;
    const int width = gtk_widget_get_width(self->row);

    if (self->strips->len == 0 || width == 0)
        return;
    const double at = drag->x * self->strips->len / width;
    const guint i = (guint)CLAMP(at, 0, self->strips->len - 1);
    UiStrip *strip = mixer_strip_at(self, i);
    const bool behind = at - i >= 0.5;
    const bool can = place_beside(drag, ui_strip_track(strip), behind);

    mark(drag, can ? strip : NULL, behind ? 1 : -1);
}

/* --- from the press to letting go --------------------------------------------- */

static void
release(struct mixer_drag *drag)
{
    GtkWidget *root = GTK_WIDGET(gtk_widget_get_root(GTK_WIDGET(drag->mixer)));

    if (drag->scrolling)
        gtk_widget_remove_tick_callback(drag->mixer->row, drag->scrolling);
    if (drag->keys && root)
        gtk_widget_remove_controller(root, drag->keys);
    drag->scrolling = 0;
    drag->keys = NULL;
    mark(drag, NULL, 0);
    g_clear_pointer(&drag->ids, free);
    gtk_widget_set_cursor(drag->mixer->row, NULL);
}

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       struct mixer_drag *drag)
{
    if (key != GDK_KEY_Escape)
        return GDK_EVENT_PROPAGATE;
    release(drag);
    return GDK_EVENT_STOP;
}

static gboolean
scroll_at_edge(GtkWidget *row, GdkFrameClock *clock, gpointer user)
{
    enum { EDGE = 40, STEP = 12 };
    struct mixer_drag *drag = user;
    GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment(
        GTK_SCROLLED_WINDOW(drag->mixer->scroller));
    const double was = gtk_adjustment_get_value(adjustment);
    const double x = drag->x - was, room = gtk_adjustment_get_page_size(adjustment);

    gtk_adjustment_set_value(adjustment, was
                                             + (x < EDGE          ? -STEP
                                                : x > room - EDGE ? STEP
                                                                  : 0));
    if (gtk_adjustment_get_value(adjustment) == was)
        return G_SOURCE_CONTINUE;
    drag->x += gtk_adjustment_get_value(adjustment) - was;
    look(drag);
    return G_SOURCE_CONTINUE;
}

static void
start(struct mixer_drag *drag, int64_t track)
{
    UiStudio *studio = drag->mixer->studio;
    const struct view *view = ui_studio_view(studio);
    GtkWidget *root = GTK_WIDGET(gtk_widget_get_root(GTK_WIDGET(drag->mixer)));

    if (selection_has(view->selection, SELECT_TRACK, track)) {
        drag->ids = order_selected(view, ui_studio_model(studio), &drag->count);
    } else {
        drag->ids = g_memdup2(&track, sizeof track);
        drag->count = 1;
    }
    drag->keys = gtk_event_controller_key_new();
    gtk_event_controller_set_propagation_phase(drag->keys, GTK_PHASE_CAPTURE);
    g_signal_connect(drag->keys, "key-pressed", G_CALLBACK(on_key), drag);
    gtk_widget_add_controller(root, drag->keys);
    drag->scrolling = gtk_widget_add_tick_callback(drag->mixer->row, scroll_at_edge,
                                                   drag, NULL);
    gtk_widget_set_cursor_from_name(drag->mixer->row, "grabbing");
}

/* The strip whose name is there. */
static UiStrip *
strip_by_name(UiMixer *self, double x, double y)
{
    GtkWidget *picked = gtk_widget_pick(self->row, x, y, GTK_PICK_DEFAULT);
    GtkWidget *plate
        = picked ? gtk_widget_get_ancestor(picked, UI_TYPE_INPLACE) : NULL;

    return plate && gtk_widget_has_css_class(plate, "plate")
                   && !GTK_IS_EDITABLE(picked)
               ? UI_STRIP(gtk_widget_get_ancestor(plate, UI_TYPE_STRIP))
               : NULL;
}

static void
on_begin(GtkGestureDrag *gesture, double x, double y, struct mixer_drag *drag)
{
    if (!ui_studio_model(drag->mixer->studio)
        || !strip_by_name(drag->mixer, x, y)) {
        gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_DENIED);
        return;
    }
    drag->x0 = x;
    drag->y0 = y;
}

static void
on_update(GtkGestureDrag *gesture, double dx, double dy, struct mixer_drag *drag)
{
    UiMixer *self = drag->mixer;

    if (!drag->ids) {
        UiStrip *strip = strip_by_name(self, drag->x0, drag->y0);

        if (!strip
            || !gtk_drag_check_threshold(self->row, (int)drag->x0, (int)drag->y0,
                                         (int)(drag->x0 + dx), (int)(drag->y0 + dy))
            || !gtk_gesture_set_state(GTK_GESTURE(gesture),
                                      GTK_EVENT_SEQUENCE_CLAIMED))
            return;
        start(drag, ui_strip_track(strip));
    }
    drag->x = drag->x0 + dx;
    look(drag);
}

static void
on_end(GtkGestureDrag *gesture, double dx, double dy, struct mixer_drag *drag)
{
    UiStudio *studio = drag->mixer->studio;
    const struct model *model = ui_studio_model(studio);
    struct drag_result result = {0};

    if (drag->ids && drag->marked && model)
        order_lines(model, drag->ids, drag->count, drag->place, &result);
    release(drag);
    ui_tools_finish(studio, &result);
}

static void
on_cancel(GtkGesture *gesture, GdkEventSequence *sequence, struct mixer_drag *drag)
{
    release(drag);
}

static void
free_drag(gpointer user)
{
    struct mixer_drag *drag = user;

    g_clear_weak_pointer(&drag->marked);
    free(drag->ids);
    g_free(drag);
}

void
mixer_add_order(UiMixer *self)
{
    struct mixer_drag *drag = g_new0(struct mixer_drag, 1);
    GtkGesture *gesture = gtk_gesture_drag_new();

    drag->mixer = self;
    g_object_set_data_full(G_OBJECT(self->row), "order", drag, free_drag);
    g_signal_connect(gesture, "drag-begin", G_CALLBACK(on_begin), drag);
    g_signal_connect(gesture, "drag-update", G_CALLBACK(on_update), drag);
    g_signal_connect(gesture, "drag-end", G_CALLBACK(on_end), drag);
    g_signal_connect(gesture, "cancel", G_CALLBACK(on_cancel), drag);
    gtk_widget_add_controller(self->row, GTK_EVENT_CONTROLLER(gesture));
}
