/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/where.h"

#include "ui/shell/slices.h"
#include "ui/shell/window.h"
#include "ui/view/hit.h"
#include "ui/view/view.h"

static const char INTERFACE[] = "<node>"
                                "<interface name='org.remanence.Window'>"
                                "<method name='Where'>"
                                "<arg type='a{sv}' direction='out'/>"
                                "</method>"
                                "</interface>"
                                "</node>";

static void
add(GVariantBuilder *out, const char *key, GVariant *value)
{
    g_variant_builder_add(out, "{sv}", key, value);
}

static void
add_state(GVariantBuilder *out, UiStudio *studio)
{
    const struct deck_state *state = ui_studio_state(studio);
    struct player_latency device = {.device = ""};

    if (ui_studio_player(studio))
        player_latency(ui_studio_player(studio), &device);
    add(out, "sound", g_variant_new_string(device.device));
    add(out, "position", g_variant_new_int64(ui_studio_position(studio).n));
    add(out, "rolling", g_variant_new_boolean(state->player.rolling));
    add(out, "recording", g_variant_new_boolean(state->recording));
    add(out, "waiting", g_variant_new_boolean(state->waiting));
    add(out, "ready", g_variant_new_boolean(state->ready));
    add(out, "armed", g_variant_new_uint32(state->armed));
}

/* --- what lies where ---------------------------------------------------------- */

struct box {
    int x, y, width, height;
};

static struct box
box_of(GtkWidget *widget, UiWindow *window)
{
    graphene_rect_t rect;

    if (!gtk_widget_compute_bounds(widget, GTK_WIDGET(window), &rect))
        return (struct box){0};
    return (struct box){(int)rect.origin.x, (int)rect.origin.y,
                        (int)rect.size.width, (int)rect.size.height};
}

static GVariant *
box_variant(struct box box)
{
    return g_variant_new("(iiii)", box.x, box.y, box.width, box.height);
}

static void
add_rulers(GVariantBuilder *out, const struct view *view, struct box all)
{
    static const char *const NAMES[RULERS] = {"sections", "markers", "tempo",
                                              "ranges",   "bars",    "time"};
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE("a(siiii)"));
    for (enum ruler ruler = 0; ruler < RULERS; ruler++)
        if (rulers_of(&view->rulers, ruler) > 0)
            g_variant_builder_add(&list, "(siiii)", NAMES[ruler], all.x,
                                  all.y + rulers_y(&view->rulers, ruler), all.width,
                                  rulers_of(&view->rulers, ruler));
    add(out, "rulers", g_variant_builder_end(&list));
}

static const char *
row_name(const struct model *model, const struct view_row *row)
{
    const struct row_track *track = model_row(model, TABLE_TRACK, row->track_id);
    const struct row_lane *lane = model_row(model, TABLE_LANE, row->id);

    return row->kind == VIEW_ROW_LANE ? lane ? lane->name : ""
           : track                    ? track->name
                                      : "";
}

static void
add_rows(GVariantBuilder *out, const struct view *view, const struct model *model,
         struct box canvas)
{
    size_t count;
    const struct view_row *rows = rows_list(view->rows, &count);
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE("a(sxxiiii)"));
    for (size_t i = 0; i < count; i++)
        g_variant_builder_add(
            &list, "(sxxiiii)", row_name(model, &rows[i]), rows[i].track_id,
            rows[i].kind == VIEW_ROW_LANE ? rows[i].id : (int64_t)0, canvas.x,
            canvas.y + rows[i].y - (int)view->zoom.top, canvas.width,
            rows[i].height);
    add(out, "rows", g_variant_builder_end(&list));
}

static void
add_row_clips(GVariantBuilder *list, const struct view *view,
              const struct model *model, const struct view_row *row,
              struct box canvas)
{
    const double from = zoom_frame(&view->zoom, 0);
    const double to = zoom_frame(&view->zoom, view->zoom.width);
    size_t count;
    const struct clip_span *spans =
        clips_within(view->clips, model, row->lane_id, from, to, &count);

    for (size_t i = 0; i < count; i++) {
        const struct row_clip *clip = model_row(model, TABLE_CLIP, spans[i].id);
        const struct clip_box box = clip_box(&view->zoom, row, &spans[i]);
        const double x0 = MAX(box.x0, 0), x1 = MIN(box.x1, canvas.width);
        if (clip && x1 > x0)
            g_variant_builder_add(
                list, "(sxxxxbiiii)", clip->name, clip->id, clip->lane_id,
                spans[i].start, spans[i].end,
                selection_has(view->selection, SELECT_CLIP, clip->id),
                canvas.x + (int)x0, canvas.y + box.y, (int)(x1 - x0), box.height);
    }
}

static void
add_clips(GVariantBuilder *out, const struct view *view, const struct model *model,
          struct box canvas)
{
    size_t count;
    const struct view_row *rows = rows_list(view->rows, &count);
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE("a(sxxxxbiiii)"));
    for (size_t i = 0; i < count; i++)
        if (rows[i].lane_id != 0)
            add_row_clips(&list, view, model, &rows[i], canvas);
    add(out, "clips", g_variant_builder_end(&list));
}

static void
add_selection(GVariantBuilder *out, const struct view *view)
{
    GVariantBuilder tracks, range;
    frames_t from, to;
    size_t count;
    const int64_t *ids = selection_ids(view->selection, SELECT_TRACK, &count);

    g_variant_builder_init(&tracks, G_VARIANT_TYPE("ax"));
    for (size_t i = 0; i < count; i++)
        g_variant_builder_add(&tracks, "x", ids[i]);
    g_variant_builder_init(&range, G_VARIANT_TYPE("ax"));
    if (selection_range(view->selection, &from, &to)) {
        g_variant_builder_add(&range, "x", from.n);
        g_variant_builder_add(&range, "x", to.n);
    }
    add(out, "tracks", g_variant_builder_end(&tracks));
    add(out, "range", g_variant_builder_end(&range));
}

static void
add_drop(GVariantBuilder *out, const struct drop *drop)
{
    GVariantBuilder place;

    g_variant_builder_init(&place, G_VARIANT_TYPE("ax"));
    if (drop->over) {
        g_variant_builder_add(&place, "x", drop->track_id);
        g_variant_builder_add(&place, "x", drop->at.n);
    }
    add(out, "drop", g_variant_builder_end(&place));
}

static void
add_view(GVariantBuilder *out, UiWindow *window)
{
    UiStudio *studio = ui_window_studio(window);
    const struct model *model = ui_studio_model(studio);
    const struct view *view = ui_studio_view(studio);
    UiTimeline *timeline = ui_window_timeline(window);
    const struct box canvas
        = box_of(GTK_WIDGET(ui_timeline_canvas(timeline)), window);

    add(out, "tool", g_variant_new_uint32(view->tool));
    add(out, "start", g_variant_new_double(view->zoom.start));
    add(out, "scale", g_variant_new_double(view->zoom.scale));
    add(out, "canvas", box_variant(canvas));
    add_selection(out, view);
    add_drop(out, &view->drop);
    add_rulers(out, view, box_of(GTK_WIDGET(ui_timeline_ruler(timeline)), window));
    add_rows(out, view, model, canvas);
    add_clips(out, view, model, canvas);
}

/* GTK tells each widget above what is pressed, up to its window. */
static bool
is_held(void)
{
    g_autoptr(GList) windows = gtk_window_list_toplevels();
    bool held = false;

    for (GList *at = windows; at; at = at->next)
        held |= (gtk_widget_get_state_flags(at->data) & GTK_STATE_FLAG_ACTIVE) != 0;
    return held;
}

static GVariant *
tell(GtkApplication *application)
{
    UiWindow *window = ui_window_of(application);
    UiStudio *studio = window ? ui_window_studio(window) : NULL;
    struct session *session = studio ? ui_studio_session(studio) : NULL;
    GVariantBuilder out;

    g_variant_builder_init(&out, G_VARIANT_TYPE_VARDICT);
    if (is_held())
        add(&out, "held", g_variant_new_boolean(true));
    if (studio && ui_studio_awaits(studio))
        add(&out, "awaits", g_variant_new_string(ui_studio_awaits(studio)));
    if (session && ui_window_shows_song(window)) {
        add(&out, "song", g_variant_new_string(session_folder(session)));
        add(&out, "read-only", g_variant_new_boolean(session_read_only(session)));
        add_state(&out, studio);
        add_view(&out, window);
    }
    return g_variant_builder_end(&out);
}

/* --- the answer --------------------------------------------------------------- */

/* It is given after the next frame of each of our windows: what a hand did before the
 * question is in it then, and stands on the screen where it says.  A window that
 * nobody can see draws no frames. */
enum { PATIENCE_SECONDS = 5 };

struct question {
    GtkApplication *application;
    GDBusMethodInvocation *call;
    GPtrArray *awaited; /* windows that have not drawn since */
    guint timer;
};

struct awaited {
    struct question *question;
    GtkWidget *window;
    GdkFrameClock *clock;
    gulong painted, unmapped;
};

static void
free_awaited(gpointer data)
{
    struct awaited *awaited = data;

    g_clear_signal_handler(&awaited->painted, awaited->clock);
    g_clear_signal_handler(&awaited->unmapped, awaited->window);
    g_object_unref(awaited->clock);
    g_object_unref(awaited->window);
    g_free(awaited);
}

static void
answer(struct question *question)
{
    ui_slices_name("where");
    GVariant *told = tell(question->application);

    g_dbus_method_invocation_return_value(question->call,
                                          g_variant_new_tuple(&told, 1));
    g_clear_handle_id(&question->timer, g_source_remove);
    g_ptr_array_unref(question->awaited);
    g_free(question);
}

static void
on_drawn(struct awaited *awaited)
{
    struct question *question = awaited->question;

    g_ptr_array_remove_fast(question->awaited, awaited); /* frees it */
    if (question->awaited->len == 0)
        answer(question);
}

static gboolean
on_timer(gpointer user)
{
    struct question *question = user;

    question->timer = 0;
    answer(question);
    return G_SOURCE_REMOVE;
}

static void
wait_for(struct question *question, GtkWidget *window)
{
    GdkFrameClock *clock = gtk_widget_get_frame_clock(window);
    struct awaited *awaited;

    if (!clock || !gtk_widget_get_mapped(window))
        return;
    awaited = g_new0(struct awaited, 1);
    *awaited = (struct awaited){.question = question,
                                .window = g_object_ref(window),
                                .clock = g_object_ref(clock)};
    awaited->painted = g_signal_connect_swapped(clock, "after-paint",
                                                G_CALLBACK(on_drawn), awaited);
    awaited->unmapped = g_signal_connect_swapped(window, "unmap",
                                                 G_CALLBACK(on_drawn), awaited);
    g_ptr_array_add(question->awaited, awaited);
    gdk_frame_clock_request_phase(clock, GDK_FRAME_CLOCK_PHASE_PAINT);
}

static void
on_call(GDBusConnection *connection, const char *sender, const char *path,
        const char *interface, const char *method, GVariant *words,
        GDBusMethodInvocation *call, gpointer user)
{
    struct question *question = g_new0(struct question, 1);
    g_autoptr(GList) windows = gtk_window_list_toplevels();

    *question = (struct question){
        .application = user,
        .call = call,
        .awaited = g_ptr_array_new_with_free_func(free_awaited)};
    for (GList *at = windows; at; at = at->next)
        wait_for(question, at->data);
    if (question->awaited->len == 0)
        answer(question);
    else
        question->timer
            = g_timeout_add_seconds(PATIENCE_SECONDS, on_timer, question);
}

bool
ui_where_offer(GtkApplication *application, GDBusConnection *connection,
               const char *path, GError **error)
{
    static const GDBusInterfaceVTable TABLE = {.method_call = on_call};
    GDBusNodeInfo *node = g_dbus_node_info_new_for_xml(INTERFACE, error);

    if (!node)
        return false;
    const guint id = g_dbus_connection_register_object(
        connection, path, node->interfaces[0], &TABLE, application, NULL, error);
    g_dbus_node_info_unref(node);
    return id != 0;
}
