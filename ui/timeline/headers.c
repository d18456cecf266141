/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/headers.h"

#include "base/text.h"
#include "ui/timeline/header.h"
#include "ui/timeline/headers_menu.h"
#include "ui/timeline/tools.h"
#include "ui/view/view.h"
#include "ui/widgets/forward.h"
#include "ui/widgets/past.h"
#include "ui/widgets/popovers.h"
#include "ui/widgets/still.h"
#include "ui/widgets/swatches.h"

#include <math.h>

#define SUBJECT N_("Tracks")

enum { WIDTH_EMS = 21, NEXT_ROW = 6, SPARE = 4 };
enum { SLICE_US = 1500 }; /* and what was begun by then: a head is about 1 ms */

struct _UiHeaders {
    GtkWidget parent_instance;
    UiStudio *studio;
    UiActions *actions;
    GHashTable *heads;  /* by the id of track or lane */
    GPtrArray *spare;   /* frames with heads that were scrolled away */
    struct past *past;  /* those of a song that is closed */
    GtkWidget *glass;   /* over them */
    GtkWidget *popover; /* NULL until it is wanted */
    bool marked;        /* where tracks would lie is drawn */
    guint following;    /* the focus, as soon as it stands */
    guint building;     /* heads that are still to be made, before they are seen */
};

G_DEFINE_FINAL_TYPE(UiHeaders, ui_headers, GTK_TYPE_WIDGET)

static const struct view_row *
row_at(UiHeaders *self, double y)
{
    const struct view *view = ui_studio_view(self->studio);

    return rows_at(view->rows, y + view->zoom.top);
}

/* --- which are there ---------------------------------------------------------- */

static bool
in_sight(const struct view *view, const struct view_row *row)
{
    return row->y + row->height > view->zoom.top
           && row->y < view->zoom.top + view->zoom.height;
}

/* Each head stands in a frame. */
static GtkWidget *
frame_of(gpointer head)
{
    return gtk_widget_get_parent(head);
}

static void
drop_head(gpointer head)
{
    gtk_widget_unparent(frame_of(head));
}

/* One that is written in stays, whatever is scrolled; some others are kept for the
 * rows that come into sight. */
static gboolean
leaves_sight(gpointer key, gpointer head, gpointer user)
{
    UiHeaders *self = user;
    const struct view *view = ui_studio_view(self->studio);
    const int64_t lane = ui_header_lane(head);
    const struct view_row *row
        = lane ? rows_lane(view->rows, lane)
               : rows_track(view->rows, ui_header_track(head));

    if (row && (in_sight(view, row) || gtk_widget_get_focus_child(head)))
        return FALSE;
    if (self->spare->len < SPARE && !ui_header_is_held(head))
        g_ptr_array_add(self->spare, g_object_ref(frame_of(head)));
    return TRUE;
}

/* A frame for the row, the caller's; its head is still another's.  NULL: none
 * fits. */
static GtkWidget *
take_spare(UiHeaders *self, const struct view_row *row)
{
    for (guint i = 0; i < self->spare->len; i++) {
        GtkWidget *frame = g_ptr_array_index(self->spare, i);

        if (ui_header_fits(UI_HEADER(gtk_widget_get_first_child(frame)), row))
            return g_ptr_array_steal_index_fast(self->spare, i);
    }
    return NULL;
}

static GtkWidget *
make_frame(UiHeaders *self, const struct view_row *row)
{
    GtkWidget *head = ui_header_new(self->studio, row);
    GtkWidget *frame = ui_still_new(head);

    ui_header_set_glass(UI_HEADER(head), UI_GLASS(self->glass));
    ui_forward(frame);
    return g_object_ref_sink(frame);
}

static void
show_row(UiHeaders *self, const struct view_row *row, bool anew)
{
    GtkWidget *head = g_hash_table_lookup(self->heads, &row->id);

    if (head) {
        if (anew)
            ui_header_show(UI_HEADER(head), row);
        return;
    }
    GtkWidget *frame = take_spare(self, row);

    if (!frame)
        frame = make_frame(self, row);
    head = gtk_widget_get_first_child(frame);
    gtk_widget_insert_before(frame, GTK_WIDGET(self), self->glass);
    g_object_unref(frame);
    ui_header_show(UI_HEADER(head), row);
    g_hash_table_insert(self->heads, g_memdup2(&row->id, sizeof row->id), head);
}

static gboolean build_more(gpointer user);

/* Those that are still lacking are made until then. */
static void
show_until(UiHeaders *self, bool anew, gint64 until)
{
    const struct view *view = ui_studio_view(self->studio);
    size_t count;
    const struct view_row *row = rows_list(view->rows, &count);

    g_hash_table_foreach_remove(self->heads, leaves_sight, self);
    for (size_t i = 0; i < count; i++)
        if (!in_sight(view, &row[i]))
            continue;
        else if (g_get_monotonic_time() < until
                 || g_hash_table_contains(self->heads, &row[i].id))
            show_row(self, &row[i], anew);
        else if (!self->building)
            self->building = g_idle_add(build_more, self);
    gtk_widget_queue_allocate(GTK_WIDGET(self));
}

static gboolean
build_more(gpointer user)
{
    UiHeaders *self = user;

    self->building = 0;
    show_until(self, false, g_get_monotonic_time() + SLICE_US);
    return G_SOURCE_REMOVE;
}

/* Of a song that is not seen yet they are made in slices: its page waits for
 * that. */
static void
show(UiHeaders *self, bool anew)
{
    const bool seen = gtk_widget_get_mapped(GTK_WIDGET(self));

    show_until(self, anew, seen ? G_MAXINT64 : 0);
}

static void
show_mark(UiHeaders *self)
{
    const struct drag_look *look = drag_look(ui_studio_view(self->studio));
    const bool marked = look && look->shape == DRAG_TRACKS;

    if (marked || self->marked)
        gtk_widget_queue_draw(GTK_WIDGET(self));
    self->marked = marked;
}

static void
on_view(UiStudio *studio, guint changes, UiHeaders *self)
{
    if (changes & UI_VIEW_DRAG)
        show_mark(self);
    if (changes & (UI_VIEW_ROWS | UI_VIEW_SELECTION | UI_VIEW_SOLO))
        show(self, true);
    else if (changes & UI_VIEW_ZOOM)
        show(self, false);
}

/* Where there are other rows, the view says so. */
static void
on_changed(UiStudio *studio, const struct edit *edit, UiHeaders *self)
{
    GHashTableIter iter;
    gpointer head;

    g_hash_table_iter_init(&iter, self->heads);
    while (g_hash_table_iter_next(&iter, NULL, &head))
        ui_header_refresh(UI_HEADER(head));
}

/* While the next page is there already. */
static void
leave(UiHeaders *self)
{
    GHashTableIter iter;
    gpointer id, head;

    g_hash_table_iter_init(&iter, self->heads);
    while (g_hash_table_iter_next(&iter, &id, &head)) {
        g_hash_table_iter_steal(&iter);
        g_free(id);
        past_add(self->past, frame_of(head));
    }
    g_ptr_array_set_size(self->spare, 0);
}

static void
on_song(UiStudio *studio, UiHeaders *self)
{
    leave(self);
    g_clear_handle_id(&self->building, g_source_remove);
    if (!ui_studio_session(studio))
        return;
    past_clear(self->past);
    show(self, true);
}

static void
on_tick(UiStudio *studio, UiHeaders *self)
{
    const int64_t now = g_get_monotonic_time();
    GHashTableIter iter;
    gpointer head;

    if (!ui_studio_turn(studio, 1, 2))
        return;
    g_hash_table_iter_init(&iter, self->heads);
    while (g_hash_table_iter_next(&iter, NULL, &head))
        ui_header_feed(UI_HEADER(head), now);
}

/* --- selecting ---------------------------------------------------------------- */

/* From the focus's track to this one. */
static void
select_between(const struct view *view, const struct view_row *row)
{
    const struct view_row *focus
        = rows_track(view->rows, selection_focus(view->selection, SELECT_TRACK));
    size_t count;
    const struct view_row *list = rows_list(view->rows, &count);

    for (const struct view_row *one = list; focus && one < list + count; one++)
        if ((one >= focus) != (one > row) && one->kind == VIEW_ROW_TRACK)
            selection_add(view->selection, SELECT_TRACK, one->track_id);
    selection_add(view->selection, SELECT_TRACK, row->track_id);
}

/* Of several that are selected, one is chosen when it is let go of: they may be
 * dragged. */
static void
select_row(UiHeaders *self, const struct view_row *row, GdkModifierType state)
{
    const struct view *view = ui_studio_view(self->studio);
    struct selection *selection = view->selection;

    if (state & GDK_CONTROL_MASK)
        selection_toggle(selection, SELECT_TRACK, row->track_id);
    else if (state & GDK_SHIFT_MASK)
        select_between(view, row);
    else if (row->kind == VIEW_ROW_TRACK
             && selection_has(selection, SELECT_TRACK, row->track_id))
        selection_set_focus(selection, SELECT_TRACK, row->track_id);
    else
        selection_only(selection, SELECT_TRACK, row->track_id);
    ui_studio_view_changed(self->studio, UI_VIEW_SELECTION);
}

/* For all that are selected. */
static void
choose_color(UiHeaders *self, const struct view_row *row)
{
    const struct row_track *track
        = model_row(ui_studio_model(self->studio), TABLE_TRACK, row->track_id);
    const int top = row->y - (int)lround(ui_studio_view(self->studio)->zoom.top);
    const GdkRectangle at = {row->depth * ROW_INDENT, top, 4, row->height};

    if (track)
        ui_swatches_pop_up(GTK_WIDGET(self), &at, track->color);
}

static void
on_pressed(GtkGestureClick *click, int count, double x, double y, UiHeaders *self)
{
    const struct view_row *row = row_at(self, y);

    if (!row)
        return;
    if (!ui_header_on_color(row, x)
        || !selection_has(ui_studio_view(self->studio)->selection, SELECT_TRACK,
                          row->track_id))
        select_row(self, row,
                   gtk_event_controller_get_current_event_state(
                       GTK_EVENT_CONTROLLER(click)));
    if (ui_header_on_color(row, x))
        choose_color(self, row);
}

/* --- menu and names ----------------------------------------------------------- */

static void
pop_up(UiHeaders *self, double x, double y)
{
    g_autoptr(GMenuModel) menu = ui_headers_menu(self->studio, self->actions);

    ui_menu_pop_up(&self->popover, GTK_WIDGET(self), menu, x, y);
}

static void
on_menu(GtkGestureClick *click, int count, double x, double y, UiHeaders *self)
{
    const struct view_row *row = row_at(self, y);
    struct view *view = ui_studio_view(self->studio);

    if (!ui_studio_model(self->studio))
        return;
    if (row && !selection_has(view->selection, SELECT_TRACK, row->track_id))
        select_row(self, row, 0);
    pop_up(self, x, y);
}

static void
run_rename(gpointer user, GVariant *parameter)
{
    UiHeaders *self = user;
    const int64_t track
        = selection_focus(ui_studio_view(self->studio)->selection, SELECT_TRACK);
    GtkWidget *head = g_hash_table_lookup(self->heads, &track);

    if (head)
        ui_header_rename(UI_HEADER(head));
}

static void
run_choose_color(gpointer user, GVariant *parameter)
{
    UiHeaders *self = user;
    struct view *view = ui_studio_view(self->studio);
    const struct view_row *row
        = rows_track(view->rows, selection_focus(view->selection, SELECT_TRACK));

    if (!row) {
        ui_studio_say(self->studio, _("No track is selected"));
        return;
    }
    if (zoom_show_row(&view->zoom, row->y, row->height))
        ui_studio_view_changed(self->studio, UI_VIEW_ZOOM);
    choose_color(self, row);
}

static const struct ui_action TABLE[] = {
    {"track-color-choose", N_("Choose a colour for tracks…"), SUBJECT, NULL,
     run_choose_color},
    {"track-rename", N_("Rename the track"), SUBJECT, "F2", run_rename},
};

/* --- the widget --------------------------------------------------------------- */

static void
size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
    UiHeaders *self = UI_HEADERS(widget);
    const struct view *view = ui_studio_view(self->studio);
    GHashTableIter iter;
    gpointer head;

    g_hash_table_iter_init(&iter, self->heads);
    while (g_hash_table_iter_next(&iter, NULL, &head)) {
        const int64_t lane = ui_header_lane(head);
        const struct view_row *row
            = lane ? rows_lane(view->rows, lane)
                   : rows_track(view->rows, ui_header_track(head));
        int least;

        gtk_widget_measure(frame_of(head), GTK_ORIENTATION_HORIZONTAL, -1, &least,
                           NULL, NULL, NULL);
        if (row)
            gtk_widget_size_allocate(
                frame_of(head),
                &(GtkAllocation){0, row->y - (int)lround(view->zoom.top),
                                 MAX(width, least), row->height},
                -1);
    }
    gtk_widget_size_allocate(self->glass, &(GtkAllocation){0, 0, width, height},
                             -1);
    ui_popovers_present(widget);
}

/* So wide that name and switches find room, in the font that there is. */
static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
        int *natural, int *minimum_baseline, int *natural_baseline)
{
    PangoLayout *layout = gtk_widget_create_pango_layout(widget, "M");
    PangoRectangle em;

    pango_layout_get_pixel_extents(layout, NULL, &em);
    g_object_unref(layout);
    *minimum = *natural
        = orientation == GTK_ORIENTATION_HORIZONTAL ? em.width * WIDTH_EMS : 0;
    *minimum_baseline = *natural_baseline = -1;
}

/* The row that the focus is in, and an edge of the next ones, which Tab goes on
 * to. */
static gboolean
follow_focus(gpointer user)
{
    UiHeaders *self = user;
    struct view *view = ui_studio_view(self->studio);
    GHashTableIter iter;
    gpointer head;

    self->following = 0;
    g_hash_table_iter_init(&iter, self->heads);
    while (view && g_hash_table_iter_next(&iter, NULL, &head)) {
        const int64_t lane = ui_header_lane(head);
        const struct view_row *row
            = lane ? rows_lane(view->rows, lane)
                   : rows_track(view->rows, ui_header_track(head));

        if (!row || !gtk_widget_get_focus_child(head))
            continue;
        if (zoom_show_row(&view->zoom, row->y - NEXT_ROW,
                          row->height + 2 * NEXT_ROW))
            ui_studio_view_changed(self->studio, UI_VIEW_ZOOM);
        break;
    }
    return G_SOURCE_REMOVE;
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    GTK_WIDGET_CLASS(ui_headers_parent_class)->snapshot(widget, snapshot);
    ui_tool_heads_mark(widget, UI_HEADERS(widget)->studio, snapshot);
}

/* By a key; what is clicked on stays below the pointer. */
static void
set_focus_child(GtkWidget *widget, GtkWidget *child)
{
    UiHeaders *self = UI_HEADERS(widget);
    GtkRoot *root = gtk_widget_get_root(widget);

    GTK_WIDGET_CLASS(ui_headers_parent_class)->set_focus_child(widget, child);
    if (child && !self->following && GTK_IS_WINDOW(root)
        && gtk_window_get_focus_visible(GTK_WINDOW(root)))
        self->following = g_idle_add(follow_focus, self);
}

/* Now all of them are needed. */
static void
map(GtkWidget *widget)
{
    UiHeaders *self = UI_HEADERS(widget);

    GTK_WIDGET_CLASS(ui_headers_parent_class)->map(widget);
    if (!self->building)
        return;
    g_clear_handle_id(&self->building, g_source_remove);
    show(self, false);
}

static void
dispose(GObject *object)
{
    UiHeaders *self = UI_HEADERS(object);

    g_clear_handle_id(&self->following, g_source_remove);
    g_clear_handle_id(&self->building, g_source_remove);
    g_hash_table_remove_all(self->heads);
    g_ptr_array_set_size(self->spare, 0);
    g_clear_pointer(&self->past, past_free);
    g_clear_pointer(&self->glass, gtk_widget_unparent);
    g_clear_pointer(&self->popover, gtk_widget_unparent);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_headers_parent_class)->dispose(object);
}

static void
finalize(GObject *object)
{
    g_hash_table_unref(UI_HEADERS(object)->heads);
    g_ptr_array_unref(UI_HEADERS(object)->spare);
    G_OBJECT_CLASS(ui_headers_parent_class)->finalize(object);
}

static void
ui_headers_class_init(UiHeadersClass *class)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = dispose;
    G_OBJECT_CLASS(class)->finalize = finalize;
    widget->size_allocate = size_allocate;
    widget->measure = measure;
    widget->snapshot = snapshot;
    widget->map = map;
    widget->set_focus_child = set_focus_child;
    gtk_widget_class_set_css_name(widget, "headers");
}

static void
add_click(UiHeaders *self, guint button, GCallback pressed)
{
    GtkGesture *click = gtk_gesture_click_new();

    gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(click), button);
    g_signal_connect(click, "pressed", pressed, self);
    gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(click));
}

static void
ui_headers_init(UiHeaders *self)
{
    self->heads
        = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, drop_head);
    self->spare = g_ptr_array_new_with_free_func(g_object_unref);
    self->past = past_new();
    self->glass = ui_glass_new(1);
    gtk_widget_set_parent(self->glass, GTK_WIDGET(self));
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
    gtk_widget_set_hexpand(GTK_WIDGET(self), FALSE);
    gtk_widget_set_vexpand(GTK_WIDGET(self), TRUE);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, _("Tracks"), -1);
}

GtkWidget *
ui_headers_new(UiStudio *studio, UiActions *actions)
{
    UiHeaders *self = g_object_new(UI_TYPE_HEADERS, NULL);

    self->studio = g_object_ref(studio);
    self->actions = actions;
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), self);
    add_click(self, GDK_BUTTON_PRIMARY, G_CALLBACK(on_pressed));
    add_click(self, GDK_BUTTON_SECONDARY, G_CALLBACK(on_menu));
    ui_tool_heads(GTK_WIDGET(self), studio);
    ui_tool_scroll(GTK_WIDGET(self), studio);
    g_signal_connect_object(studio, "song", G_CALLBACK(on_song), self, 0);
    g_signal_connect_object(studio, "changed", G_CALLBACK(on_changed), self, 0);
    g_signal_connect_object(studio, "view", G_CALLBACK(on_view), self, 0);
    g_signal_connect_object(studio, "tick", G_CALLBACK(on_tick), self, 0);
    return GTK_WIDGET(self);
}
