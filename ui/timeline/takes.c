/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/takes.h"

#include "app/tap.h"
#include "ui/timeline/labels_css.h"
#include "ui/timeline/paint_clip.h"
#include "ui/timeline/paint_wave.h"
#include "ui/timeline/palette_css.h"
#include "ui/timeline/picture.h"
#include "ui/timeline/tiles.h"
#include "ui/view/hit.h"
#include "ui/view/view.h"
#include "ui/widgets/lend.h"

#include <math.h>

enum { MOST = 128, LABEL_PIXELS = 10, STEREO_FROM = 44 };

struct _UiTakes {
    GtkWidget parent_instance;
    UiStudio *studio;
    struct palette palette;
    struct labels *labels;
    struct deck_running takes[MOST]; /* as of the last tick */
    size_t count;
    /* where the longest ends, in pixels of the screen: drawn so far */
    int64_t grown;
};

G_DEFINE_FINAL_TYPE(UiTakes, ui_takes, GTK_TYPE_WIDGET)

/* --- painting one ------------------------------------------------------------- */

struct growing {
    const struct deck_running *take;
    struct picture_place place;
    struct clip_frame frame;
    struct clip_colors colors;
    struct pixels *to;
    rgb_t clipped;
    float gain;
};

static void
paint_channel(const struct growing *g, struct area area, unsigned channel)
{
    const int x0 = area.x > 0 ? area.x : 0;
    const int x1
        = area.x + area.width < g->to->width ? area.x + area.width : g->to->width;
    const struct wave_place place = {
        .x = x0,
        .count = x1 - x0,
        .middle = (float)area.y + (float)area.height / 2,
        .half = (float)area.height / 2 - (float)g->place.unit,
        .gain = g->gain,
        .bend = 0.52f,
        .unit = (float)g->place.unit,
        .clipped = g->clipped,
    };

    if (place.count <= 0)
        return;
    struct wave_column *columns = g_new(struct wave_column, place.count);

    tap_columns(g->take->tap, channel,
                picture_frame(&g->place, x0) - (double)g->take->start.n
                    + g->take->handle,
                g->place.scale / g->place.unit, (size_t)place.count, columns);
    paint_wave(g->to, &place, columns, &g->colors);
    g_free(columns);
}

static void
paint_take(const struct growing *g, struct labels *labels)
{
    const struct area body = clip_body(&g->frame);
    int width, height;

    paint_clip(g->to, &g->frame, &g->colors);
    if (tap_channels(g->take->tap) > 1
        && body.height >= STEREO_FROM * g->frame.unit) {
        paint_channel(g, (struct area){body.x, body.y, body.width, body.height / 2},
                      0);
        paint_channel(g,
                      (struct area){body.x, body.y + body.height / 2, body.width,
                                    body.height - body.height / 2},
                      1);
    } else {
        paint_channel(g, body, 0);
    }
    labels_size(labels, g->take->name, &width, &height);
    if (g->frame.band)
        labels_paint(labels, g->to, g->take->name,
                     MAX(g->frame.x0, 0) + 6 * g->frame.unit,
                     g->frame.y + (g->frame.band - height + g->frame.unit) / 2,
                     g->frame.x1 - 4 * g->frame.unit, g->colors.text, 256);
}

/* Where sound was lost, as layer_gaps.c has it when the take is in the song. */
static void
paint_gaps(const struct growing *g)
{
    const struct area body = clip_body(&g->frame);
    const int unit = g->frame.unit;
    int done = body.x;

    for (size_t i = 0; i < g->take->n_gaps; i++) {
        const struct deck_gap *gap = &g->take->gaps[i];
        const int x0 = MAX(picture_x(&g->place, (double)gap->at.n), done);
        const int x1 = MAX(picture_x(&g->place, (double)(gap->at.n + gap->frames)),
                           x0 + unit);

        paint_blend(g->to, (struct area){x0, body.y, x1 - x0, body.height},
                    g->clipped, 120);
        paint_fill(g->to, (struct area){x0, body.y, x1 - x0, 3 * unit}, g->clipped);
        done = x1;
    }
}

/* --- drawing ------------------------------------------------------------------ */

static rgb_t
hue_of(UiTakes *self, const struct deck_running *take)
{
    const struct row_track *track
        = model_row(ui_studio_model(self->studio), TABLE_TRACK, take->track);

    return track ? rgb_mix((rgb_t)track->color, self->palette.rec, 0.75)
                 : self->palette.rec;
}

static struct growing
growing_of(UiTakes *self, const struct deck_running *take,
           const struct view_row *row)
{
    const struct view *view = ui_studio_view(self->studio);
    const struct zoom *zoom = &view->zoom;
    const int unit = gtk_widget_get_scale_factor(GTK_WIDGET(self));
    const struct picture_place place
        = {zoom->scale, tiles_origin(zoom, unit), unit};
    const int64_t frames = tap_frames(take->tap) - take->handle;

    return (struct growing){
        .take = take,
        .place = place,
        .frame = {
            .x0 = picture_x(&place, (double)take->start.n),
            .x1 = picture_x(&place, (double)(take->start.n + MAX(frames, 0))) + unit,
            .y = CLIP_TOP * unit,
            .height = (row->height - CLIP_TOP - CLIP_BOTTOM) * unit,
            .band = row->band * unit,
            .unit = unit,
        },
        .colors = palette_clip(&self->palette, hue_of(self, take), false),
        .clipped = self->palette.light ? 0xffffff : 0xffe0a0,
        .gain = wave_gain(0, view->waves_db),
    };
}

/* What is seen of it, on a surface that begins at `left` pixels of the buffer. */
static cairo_surface_t *
paint(UiTakes *self, struct growing *g, int left, int width, int height)
{
    cairo_surface_t *surface
        = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    struct pixels pixels = {
        .at = (uint32_t *)(void *)cairo_image_surface_get_data(surface),
        .width = width,
        .height = height,
        .stride = cairo_image_surface_get_stride(surface) / 4,
    };

    cairo_surface_flush(surface);
    paint_fill(&pixels, (struct area){0, 0, width, height}, self->palette.bg1);
    g->place.x += left;
    g->frame.x0 -= left;
    g->frame.x1 -= left;
    g->to = &pixels;
    paint_take(g, self->labels);
    paint_gaps(g);
    cairo_surface_mark_dirty(surface);
    return surface;
}

static void
draw(UiTakes *self, GtkSnapshot *snapshot, const struct deck_running *take)
{
    const struct view *view = ui_studio_view(self->studio);
    const struct view_row *row = rows_track(view->rows, take->track);

    if (!row || !take->tap)
        return;
    struct growing g = growing_of(self, take, row);
    const int unit = g.place.unit;
    const double y = row->y - floor(view->zoom.top + 0.5);
    const int left = MAX(g.frame.x0, 0);
    const int right
        = MIN(g.frame.x1, gtk_widget_get_width(GTK_WIDGET(self)) * unit);

    if (right <= left || y + row->height < 0
        || y > gtk_widget_get_height(GTK_WIDGET(self)))
        return;
    cairo_surface_t *surface
        = paint(self, &g, left, right - left, row->height * unit);
    cairo_t *cr = gtk_snapshot_append_cairo(
        snapshot,
        &GRAPHENE_RECT_INIT((float)left / unit, (float)y + CLIP_TOP,
                            (float)(right - left) / unit,
                            row->height - CLIP_TOP - CLIP_BOTTOM));

    lend_surface(cr, surface, unit, (double)left / unit, y);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    UiTakes *self = UI_TAKES(widget);

    for (size_t i = 0; i < self->count; i++)
        draw(self, snapshot, &self->takes[i]);
}

/* --- the studio --------------------------------------------------------------- */

static int64_t
grown_to(UiTakes *self)
{
    const double scale = ui_studio_view(self->studio)->zoom.scale;
    int64_t most = 0;

    for (size_t i = 0; i < self->count; i++)
        if (self->takes[i].tap)
            most = MAX(most,
                       self->takes[i].start.n + tap_frames(self->takes[i].tap));
    return (int64_t)((double)most / scale);
}

static void
on_tick(UiStudio *studio, UiTakes *self)
{
    const struct deck *deck = ui_studio_deck(studio);
    const size_t before = self->count;

    self->count = deck ? deck_running(deck, self->takes, MOST) : 0;
    self->count = MIN(self->count, MOST);
    const int64_t grown = grown_to(self);

    if (self->count == before && grown == self->grown)
        return;
    self->grown = grown;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* The deck is gone, and its takes with it. */
static void
on_sound(UiStudio *studio, UiTakes *self)
{
    self->count = 0;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
on_view(UiStudio *studio, guint changes, UiTakes *self)
{
    if (self->count > 0)
        gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* --- the widget --------------------------------------------------------------- */

static void
look_anew(UiTakes *self)
{
    GtkWidget *widget = GTK_WIDGET(self);

    labels_free(self->labels);
    self->labels = ui_labels_of(widget, LABEL_PIXELS, PANGO_WEIGHT_SEMIBOLD);
    (void)ui_palette_read(widget, &self->palette);
    gtk_widget_queue_draw(widget);
}

static void
css_changed(GtkWidget *widget, GtkCssStyleChange *change)
{
    GTK_WIDGET_CLASS(ui_takes_parent_class)->css_changed(widget, change);
    look_anew(UI_TAKES(widget));
}

static void
dispose(GObject *object)
{
    g_clear_object(&UI_TAKES(object)->studio);
    G_OBJECT_CLASS(ui_takes_parent_class)->dispose(object);
}

static void
finalize(GObject *object)
{
    labels_free(UI_TAKES(object)->labels);
    G_OBJECT_CLASS(ui_takes_parent_class)->finalize(object);
}

static void
ui_takes_class_init(UiTakesClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    G_OBJECT_CLASS(class)->finalize = finalize;
    GTK_WIDGET_CLASS(class)->snapshot = snapshot;
    GTK_WIDGET_CLASS(class)->css_changed = css_changed;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "takes");
}

static void
ui_takes_init(UiTakes *self)
{
    look_anew(self);
    gtk_widget_set_can_target(GTK_WIDGET(self), FALSE);
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
    g_signal_connect(self, "notify::scale-factor", G_CALLBACK(look_anew), NULL);
}

GtkWidget *
ui_takes_new(UiStudio *studio)
{
    UiTakes *self = g_object_new(UI_TYPE_TAKES, NULL);

    self->studio = g_object_ref(studio);
    g_signal_connect_object(studio, "tick", G_CALLBACK(on_tick), self, 0);
    g_signal_connect_object(studio, "sound", G_CALLBACK(on_sound), self, 0);
    g_signal_connect_object(studio, "song", G_CALLBACK(on_sound), self, 0);
    g_signal_connect_object(studio, "view", G_CALLBACK(on_view), self, 0);
    return GTK_WIDGET(self);
}
