/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/canvas.h"

#include "app/arm.h"
#include "ui/timeline/labels_css.h"
#include "ui/timeline/layer.h"
#include "ui/timeline/palette_css.h"
#include "ui/timeline/tiles.h"
#include "ui/timeline/touch.h"
#include "ui/view/view.h"
#include "ui/widgets/popovers.h"
#include "ui/widgets/settle.h"

#include <glib-unix.h>
#include <math.h>

/* A row as it was drawn last.  Where the next frame's is the same, so is the node:
 * and GTK draws only the rest again. */
struct sheet {
    GskRenderNode *node;
    uint64_t mark;
    int y, height, width;
    int seen; /* of its height: the canvas ends before the row does */
};

/* The band of a clip holds ten pixels of text. */
#define LABEL_PIXELS 10

struct _UiCanvas {
    GtkWidget parent_instance;
    UiStudio *studio;
    struct tiles *tiles;
    struct touch *touch;
    struct picture picture;
    GArray *gaps;          /* of the song's recordings */
    GStringChunk *names;   /* of their takes */
    GskRenderNode *ground; /* the rows, as long as nothing of them changes */
    GArray *sheets;        /* struct sheet, from above */
    struct zoom shown;     /* of the ground */
    guint waves_source;
    guint next;            /* tiles are missing: another frame is asked for */
};

G_DEFINE_FINAL_TYPE(UiCanvas, ui_canvas, GTK_TYPE_WIDGET)

static void
drop_tiles(UiCanvas *self)
{
    tiles_drop(self->tiles);
    g_array_set_size(self->sheets, 0);
}

static void
redraw_ground(UiCanvas *self)
{
    g_clear_pointer(&self->ground, gsk_render_node_unref);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* --- looks -------------------------------------------------------------------- */

/* Whether they are others than there were. */
static bool
make_labels(UiCanvas *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    struct labels *before = self->picture.labels;
    struct labels *labels
        = ui_labels_of(widget, LABEL_PIXELS, PANGO_WEIGHT_SEMIBOLD);

    if (before && g_str_equal(labels_font(before), labels_font(labels))
        && labels_unit(before) == labels_unit(labels)) {
        labels_free(labels);
        return false;
    }
    labels_free(before);
    self->picture.labels = labels;
    self->picture.unit = labels_unit(labels);
    return true;
}

/* Also when the window becomes the active one, which changes nothing here. */
static void
look_anew(UiCanvas *self)
{
    const bool colors = ui_palette_read(GTK_WIDGET(self), &self->picture.palette);
    const bool labels = make_labels(self);

    if (!colors && !labels)
        return;
    drop_tiles(self);
    redraw_ground(self);
}

static void
css_changed(GtkWidget *widget, GtkCssStyleChange *change)
{
    UiCanvas *self = UI_CANVAS(widget);

    GTK_WIDGET_CLASS(ui_canvas_parent_class)->css_changed(widget, change);
    look_anew(self);
}

/* --- drawing ------------------------------------------------------------------ */

static gboolean
next_frame(GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
    UI_CANVAS(widget)->next = 0;
    redraw_ground(UI_CANVAS(widget));
    return G_SOURCE_REMOVE;
}

static void
clear_sheet(gpointer data)
{
    gsk_render_node_unref(((struct sheet *)data)->node);
}

static GArray *
new_sheets(void)
{
    GArray *sheets = g_array_new(FALSE, TRUE, sizeof(struct sheet));

    g_array_set_clear_func(sheets, clear_sheet);
    return sheets;
}

/* Rows on their way to becoming nodes; or one node, `page`, where all of them move. */
struct drawing {
    GArray *before, *sheets;
    GskRenderNode *page;
    int width, height;
};

static cairo_t *
begin_row(void *user, int y, int height)
{
    struct drawing *drawing = user;
    const int top = MAX(y, 0), bottom = MIN(y + height, drawing->height);

    if (drawing->page)
        return gsk_cairo_node_get_draw_context(drawing->page);
    const struct sheet sheet = {
        .node = gsk_cairo_node_new(&GRAPHENE_RECT_INIT(
            0, (float)top, (float)drawing->width, (float)(bottom - top))),
        .y = y,
        .height = height,
        .width = drawing->width,
        .seen = bottom - top,
    };

    g_array_append_val(drawing->sheets, sheet);
    return gsk_cairo_node_get_draw_context(sheet.node);
}

static void
end_row(void *user, cairo_t *cr, uint64_t mark)
{
    struct drawing *drawing = user;

    cairo_destroy(cr);
    if (drawing->page)
        return;
    struct sheet *sheet
        = &g_array_index(drawing->sheets, struct sheet, drawing->sheets->len - 1);

    sheet->mark = mark;
    for (guint i = 0; i < drawing->before->len; i++) {
        struct sheet *before = &g_array_index(drawing->before, struct sheet, i);

        if (before->mark != mark || before->y != sheet->y
            || before->height != sheet->height || before->width != sheet->width
            || before->seen != sheet->seen)
            continue;
        gsk_render_node_unref(sheet->node);
        sheet->node = gsk_render_node_ref(before->node);
        return;
    }
}

/* What lies below the last row. */
static void
add_rest(UiCanvas *self, GPtrArray *nodes, int width, int height)
{
    const GdkRGBA color = ui_rgba(self->picture.palette.bg0, 1);
    const int top = MAX(rows_height(self->picture.view->rows)
                            - (int)self->picture.view->zoom.top,
                        0);

    if (top < height)
        g_ptr_array_add(nodes,
                        gsk_color_node_new(
                            &color, &GRAPHENE_RECT_INIT(0, (float)top, (float)width,
                                                        (float)(height - top))));
}

static bool
has_moved(const struct zoom *zoom, const struct zoom *before)
{
    return zoom->start != before->start || zoom->scale != before->scale
           || zoom->top != before->top || zoom->width != before->width
           || zoom->height != before->height;
}

static GskRenderNode *
draw_ground(UiCanvas *self, int width, int height)
{
    const struct zoom *zoom = &self->picture.view->zoom;
    g_autoptr(GPtrArray) nodes
        = g_ptr_array_new_with_free_func((GDestroyNotify)gsk_render_node_unref);
    struct drawing drawing = {self->sheets, new_sheets(), NULL, width, height};
    const struct tiles_sheet sheet = {begin_row, end_row, &drawing};

    if (has_moved(zoom, &self->shown)) {
        drawing.page
            = gsk_cairo_node_new(&GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));
        g_ptr_array_add(nodes, drawing.page);
    }
    self->shown = *zoom;
    if (tiles_draw(self->tiles, &self->picture, &sheet, g_get_monotonic_time())
        && self->next == 0)
        self->next = gtk_widget_add_tick_callback(GTK_WIDGET(self), next_frame,
                                                  NULL, NULL);
    g_array_unref(self->sheets);
    self->sheets = drawing.sheets;
    for (guint i = 0; i < self->sheets->len; i++)
        g_ptr_array_add(
            nodes,
            gsk_render_node_ref(g_array_index(self->sheets, struct sheet, i).node));
    add_rest(self, nodes, width, height);
    return gsk_container_node_new((GskRenderNode **)nodes->pdata, nodes->len);
}

static void
draw_layers(UiCanvas *self, GtkSnapshot *snapshot, int width, int height)
{
    const struct layer layer = {
        .snapshot = snapshot,
        .pango = gtk_widget_get_pango_context(GTK_WIDGET(self)),
        .picture = &self->picture,
        .origin = tiles_origin(&self->picture.view->zoom, self->picture.unit),
        .width = width,
        .height = height,
        .gaps = (const struct gap *)(void *)self->gaps->data,
        .n_gaps = self->gaps->len,
    };

    layer_names(&layer);
    layer_ranges(&layer);
    layer_marks(&layer);
    layer_gaps(&layer);
    layer_selection(&layer);
    layer_drag(&layer);
    layer_drop(&layer);
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    UiCanvas *self = UI_CANVAS(widget);
    const int width = gtk_widget_get_width(widget),
              height = gtk_widget_get_height(widget);

    self->picture.view = ui_studio_view(self->studio);
    self->picture.model = ui_studio_model(self->studio);
    if (!self->picture.model || width < 1 || height < 1)
        return;
    if (!self->ground)
        self->ground = draw_ground(self, width, height);
    gtk_snapshot_append_node(snapshot, self->ground);
    draw_layers(self, snapshot, width, height);
}

/* --- the studio --------------------------------------------------------------- */

static void
on_ready(void *user, int64_t source)
{
    UiCanvas *self = user;

    (void)source;
    tiles_sound_ready(self->tiles);
    redraw_ground(self);
}

static gboolean
on_waves(gint fd, GIOCondition condition, gpointer user)
{
    UiCanvas *self = user;

    (void)fd, (void)condition;
    waves_poll(self->picture.waves);
    return G_SOURCE_CONTINUE;
}

/* Of many files, and of a worker that may be at one. */
static void
close_all(gpointer waves)
{
    waves_close(waves);
}

/* The session is another thread's when its song has gone. */
static void
on_leave(UiStudio *studio, UiCanvas *self)
{
    (void)studio;
    if (self->picture.waves)
        waves_leave(self->picture.waves);
}

static void
close_waves(UiCanvas *self)
{
    g_clear_handle_id(&self->waves_source, g_source_remove);
    on_leave(self->studio, self);
    ui_studio_put_away(self->studio, close_all, self->picture.waves, false);
    self->picture.waves = NULL;
}

static void
open_waves(UiCanvas *self, struct session *session)
{
    struct fault fault;

    if (waves_open(&self->picture.waves, session, on_ready, self, &fault)) {
        ui_studio_tell(self->studio, &fault);
        return;
    }
    self->waves_source
        = g_unix_fd_add(waves_fd(self->picture.waves), G_IO_IN, on_waves, self);
}

static void
add_gap(void *user, const struct incident_told *told)
{
    UiCanvas *self = user;

    if (!told->text[0]
        || (!g_str_equal(told->word, "xrun") && !g_str_equal(told->word, "lost")))
        return; /* beside all takes */
    const struct gap gap
        = {told->track_id, g_string_chunk_insert_const(self->names, told->text),
           told->at.n, told->value};

    g_array_append_val(self->gaps, gap);
}

static int
by_place(gconstpointer a, gconstpointer b)
{
    const struct gap *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

/* What the flight recorder knows of lost sound. */
static void
read_gaps(UiCanvas *self)
{
    struct session *session = ui_studio_session(self->studio);
    /* gaps that cannot be read are not shown, and stop nobody */
    struct fault ignored;

    g_array_set_size(self->gaps, 0);
    g_string_chunk_clear(self->names);
    if (session)
        (void)!incidents_tell(session, add_gap, self, &ignored);
    g_array_sort(self->gaps, by_place);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
on_taken(UiStudio *studio, const char *name, UiCanvas *self)
{
    read_gaps(self);
}

static void
on_song(UiStudio *studio, UiCanvas *self)
{
    struct session *session = ui_studio_session(studio);

    close_waves(self);
    drop_tiles(self);
    touch_song(self->touch, ui_studio_model(studio));
    if (session)
        open_waves(self, session);
    read_gaps(self);
    redraw_ground(self);
}

static void
stale_row(void *user, int64_t id)
{
    UiCanvas *self = user;

    if (id)
        tiles_stale_row(self->tiles, id);
    else
        tiles_stale(self->tiles);
}

static void
on_changed(UiStudio *studio, const struct edit *edit, UiCanvas *self)
{
    touch_edit(self->touch, ui_studio_model(studio), edit, stale_row, self);
    redraw_ground(self);
}

static void
on_view(UiStudio *studio, guint changes, UiCanvas *self)
{
    (void)studio;
    if (changes & (UI_VIEW_ZOOM | UI_VIEW_ROWS | UI_VIEW_TOOL | UI_VIEW_SELECTION))
        redraw_ground(self);
    else
        gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* --- the widget --------------------------------------------------------------- */

/* Not while sizes are being given out: others scroll along. */
static void
tell_resized(GtkWidget *widget)
{
    ui_studio_view_changed(UI_CANVAS(widget)->studio, UI_VIEW_ZOOM);
}

static void
size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
    UiCanvas *self = UI_CANVAS(widget);

    (void)baseline;
    g_clear_pointer(&self->ground, gsk_render_node_unref);
    ui_popovers_present(widget);
    view_resize(ui_studio_view(self->studio), width, height);
    ui_settle_ask(widget);
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
        int *natural, int *minimum_baseline, int *natural_baseline)
{
    *minimum = 64;
    *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 800 : 400;
}

static void
dispose(GObject *object)
{
    UiCanvas *self = UI_CANVAS(object);

    close_waves(self);
    g_clear_pointer(&self->ground, gsk_render_node_unref);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_canvas_parent_class)->dispose(object);
}

static void
finalize(GObject *object)
{
    UiCanvas *self = UI_CANVAS(object);

    tiles_free(self->tiles);
    touch_free(self->touch);
    labels_free(self->picture.labels);
    playlist_free(self->picture.playlist);
    g_array_unref(self->sheets);
    g_array_unref(self->gaps);
    g_string_chunk_free(self->names);
    G_OBJECT_CLASS(ui_canvas_parent_class)->finalize(object);
}

static void
ui_canvas_class_init(UiCanvasClass *class)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = dispose;
    G_OBJECT_CLASS(class)->finalize = finalize;
    widget->snapshot = snapshot;
    widget->size_allocate = size_allocate;
    widget->measure = measure;
    widget->css_changed = css_changed;
    gtk_widget_class_set_css_name(widget, "canvas");
    gtk_widget_class_set_accessible_role(widget, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ui_canvas_init(UiCanvas *self)
{
    self->tiles = tiles_new();
    self->touch = touch_new();
    self->sheets = new_sheets();
    self->gaps = g_array_new(FALSE, FALSE, sizeof(struct gap));
    self->names = g_string_chunk_new(1024);
    self->picture.palette = palette_dark();
    if (playlist_new(&self->picture.playlist))
        g_error("%s", "no memory"); /* as GLib does */
    (void)make_labels(self);
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
    ui_settle(GTK_WIDGET(self), tell_resized);
    g_signal_connect(self, "notify::scale-factor", G_CALLBACK(look_anew), NULL);
}

GtkWidget *
ui_canvas_new(UiStudio *studio)
{
    UiCanvas *self = g_object_new(UI_TYPE_CANVAS, NULL);

    self->studio = g_object_ref(studio);
    g_signal_connect_object(studio, "leave", G_CALLBACK(on_leave), self, 0);
    g_signal_connect_object(studio, "song", G_CALLBACK(on_song), self, 0);
    g_signal_connect_object(studio, "changed", G_CALLBACK(on_changed), self, 0);
    g_signal_connect_object(studio, "view", G_CALLBACK(on_view), self, 0);
    g_signal_connect_object(studio, "taken", G_CALLBACK(on_taken), self, 0);
    on_song(studio, self);
    return GTK_WIDGET(self);
}
