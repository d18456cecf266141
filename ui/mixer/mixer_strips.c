/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mixer_strips.c: which strips there are, in which order, and that those in sight
 * are made. */
#include "ui/mixer/mixer_private.h"

#include "app/place.h"
#include "model/routing.h"
#include "ui/mixer/side.h"
#include "ui/widgets/settle.h"
#include "ui/widgets/still.h"

#include <stdlib.h>

enum { SLICE_US = 1500 }; /* and what was begun by then: a strip is 2 to 4 ms */

UiStrip *
mixer_strip_at(UiMixer *self, guint i)
{
    return g_ptr_array_index(self->strips, i);
}

UiStrip *
mixer_strip_of(UiMixer *self, int64_t track)
{
    if (self->master && ui_strip_track(UI_STRIP(self->master)) == track)
        return UI_STRIP(self->master);
    for (guint i = 0; i < self->strips->len; i++)
        if (ui_strip_track(mixer_strip_at(self, i)) == track)
            return mixer_strip_at(self, i);
    return NULL;
}

/* --- what is in sight --------------------------------------------------------- */

/* The first and, exclusive, the last strip that is seen. */
void
mixer_seen(UiMixer *self, guint *first, guint *last)
{
    GtkAdjustment *adjustment =
        gtk_scrolled_window_get_hadjustment(GTK_SCROLLED_WINDOW(self->scroller));
    const double upper = gtk_adjustment_get_upper(adjustment);
    const double width = self->strips->len ? upper / self->strips->len : 0;

    *first = *last = 0;
    if (width < 1)
        return;
    const double from = gtk_adjustment_get_value(adjustment) / width;
    const double to = from + gtk_adjustment_get_page_size(adjustment) / width;

    *first = (guint)MAX(0, from);
    *last = MIN(self->strips->len, (guint)to + 1);
}

void
mixer_reveal(UiMixer *self)
{
    GtkAdjustment *adjustment =
        gtk_scrolled_window_get_hadjustment(GTK_SCROLLED_WINDOW(self->scroller));
    const int64_t track = self->wanted;

    self->wanted = 0;
    for (guint i = 0; track && i < self->strips->len; i++)
        if (ui_strip_track(mixer_strip_at(self, i)) == track) {
            const double width
                = gtk_adjustment_get_upper(adjustment) / self->strips->len;

            gtk_adjustment_clamp_page(adjustment, i * width, (i + 1) * width);
        }
}

/* Those in sight that are there only as places, for as long as one slice is;
 * whether any are left.  The master comes first: it is as high as the others will
 * be. */
static bool
build_some(UiMixer *self)
{
    const gint64 end = g_get_monotonic_time() + SLICE_US;
    guint first, last;

    mixer_seen(self, &first, &last);
    if (self->master)
        ui_strip_need(UI_STRIP(self->master), &self->shape,
                      UI_GLASS(self->end_glass));
    for (guint i = first; i < last; i++) {
        if (ui_strip_is_built(mixer_strip_at(self, i)))
            continue;
        if (g_get_monotonic_time() >= end)
            return true;
        ui_strip_need(mixer_strip_at(self, i), &self->shape, UI_GLASS(self->glass));
    }
    return false;
}

static gboolean
build_more(gpointer user)
{
    UiMixer *self = user;

    if (gtk_widget_get_mapped(GTK_WIDGET(self)) && build_some(self))
        return G_SOURCE_CONTINUE;
    self->building = 0;
    if (self->cramped)
        mixer_make_room(self);
    return G_SOURCE_REMOVE;
}

/* What does not fit into a slice comes when nothing else is to be done: a song is
 * seen, and can be played, before its last strip is. */
void
mixer_build_seen(GtkWidget *widget)
{
    UiMixer *self = UI_MIXER(widget);

    if (gtk_widget_get_mapped(widget))
        mixer_reveal(self);
    if (gtk_widget_get_mapped(widget) && !self->building
        && (build_some(self) || self->cramped))
        self->building = g_idle_add(build_more, self);
}

/* Not while sizes are worked out. */
void
mixer_need_seen(UiMixer *self)
{
    ui_settle_ask(GTK_WIDGET(self));
}

/* --- which strips there are --------------------------------------------------- */

/* Tracks that have a strip here, folders before what they hold. */
static void
add_tracks(UiMixer *self, const struct row_track **tracks, size_t count,
           int64_t folder, GArray *out)
{
    const unsigned shown = ui_mixer_side_shown(UI_MIXER_SIDE(self->side));

    for (size_t i = 0; i < count; i++) {
        const int64_t kind = tracks[i]->kind;
        const bool bus = kind == TRACK_BUS || kind == TRACK_FOLDER;

        if (tracks[i]->folder_id != folder || kind == TRACK_MASTER)
            continue;
        if (shown & (bus ? SIDE_BUSES : SIDE_TRACKS))
            g_array_append_val(out, tracks[i]->id);
        if (kind == TRACK_FOLDER)
            add_tracks(self, tracks, count, tracks[i]->id, out);
    }
}

static GArray *
wanted(UiMixer *self)
{
    const struct model *model = ui_studio_model(self->studio);
    GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    const struct row_track **tracks;
    size_t count;

    if (!model || place_tracks(model, &tracks, &count))
        return ids;
    add_tracks(self, tracks, count, 0, ids);
    free(tracks);
    return ids;
}

static bool
stands(UiMixer *self, const GArray *ids)
{
    if (ids->len != self->strips->len)
        return false;
    for (guint i = 0; i < ids->len; i++)
        if (g_array_index(ids, int64_t, i)
            != ui_strip_track(mixer_strip_at(self, i)))
            return false;
    return true;
}

/* In the row it stands in a frame. */
static GtkWidget *
frame_of(UiStrip *strip)
{
    return gtk_widget_get_parent(GTK_WIDGET(strip));
}

static void
drop_past(UiMixer *self, gint64 until)
{
    while (self->past->len > 0 && g_get_monotonic_time() < until)
        gtk_widget_unparent(
            g_ptr_array_steal_index(self->past, self->past->len - 1));
}

static gboolean
drop_more(gpointer user)
{
    UiMixer *self = user;

    drop_past(self, g_get_monotonic_time() + SLICE_US);
    if (self->past->len > 0)
        return G_SOURCE_CONTINUE;
    self->dropping = 0;
    return G_SOURCE_REMOVE;
}

/* There is no song: its strips go bit by bit, while the next page is there
 * already. */
static void
leave(UiMixer *self)
{
    for (guint i = 0; i < self->strips->len; i++)
        g_ptr_array_add(self->past, frame_of(mixer_strip_at(self, i)));
    g_ptr_array_set_size(self->strips, 0);
    if (self->master) {
        gtk_widget_set_can_target(self->master, FALSE);
        g_ptr_array_add(self->past, g_steal_pointer(&self->master));
    }
    gtk_widget_set_can_target(self->row, FALSE);
    if (!self->dropping)
        self->dropping = g_idle_add_full(G_PRIORITY_LOW, drop_more, self, NULL);
}

/* Strips that stay are kept, in another place. */
static void
arrange(UiMixer *self, const GArray *ids)
{
    GPtrArray *strips = g_ptr_array_new();
    GtkWidget *before = NULL;

    gtk_widget_set_can_target(self->row, TRUE);
    for (guint i = 0; i < ids->len; i++) {
        const int64_t id = g_array_index(ids, int64_t, i);
        UiStrip *strip = NULL;

        for (guint k = 0; k < self->strips->len && !strip; k++)
            if (mixer_strip_at(self, k)
                && ui_strip_track(mixer_strip_at(self, k)) == id) {
                strip = mixer_strip_at(self, k);
                g_ptr_array_index(self->strips, k) = NULL;
                gtk_box_reorder_child_after(GTK_BOX(self->row), frame_of(strip),
                                            before);
            }
        if (!strip) {
            strip = UI_STRIP(ui_strip_new(self->studio, id));
            gtk_box_insert_child_after(GTK_BOX(self->row),
                                       ui_still_new(GTK_WIDGET(strip)), before);
        }
        g_ptr_array_add(strips, strip);
        before = frame_of(strip);
    }
    for (guint i = 0; i < self->strips->len; i++)
        if (mixer_strip_at(self, i))
            gtk_box_remove(GTK_BOX(self->row), frame_of(mixer_strip_at(self, i)));
    g_ptr_array_unref(self->strips);
    self->strips = strips;
}

static void
arrange_master(UiMixer *self)
{
    const struct model *model = ui_studio_model(self->studio);
    const int64_t id = model ? routing_master(NULL, model) : 0;

    if (self->master && ui_strip_track(UI_STRIP(self->master)) == id)
        return;
    if (self->master)
        gtk_box_remove(GTK_BOX(self->end), self->master);
    self->master = id ? ui_strip_new(self->studio, id) : NULL;
    if (self->master)
        gtk_box_append(GTK_BOX(self->end), self->master);
}

bool
mixer_bring_up(UiMixer *self)
{
    GArray *ids = wanted(self);
    const bool others = ui_studio_model(self->studio) && !stands(self, ids);

    if (ui_studio_model(self->studio)) /* the next one's come in their place */
        drop_past(self, G_MAXINT64);
    if (!ui_studio_model(self->studio))
        leave(self);
    else if (others)
        arrange(self, ids);
    arrange_master(self);
    g_array_unref(ids);
    mixer_need_seen(self);
    return others;
}

void
ui_mixer_prepare(UiMixer *self)
{
    g_return_if_fail(UI_IS_MIXER(self));

    if (self->master)
        ui_strip_need(UI_STRIP(self->master), &self->shape,
                      UI_GLASS(self->end_glass));
}

bool
ui_mixer_drop(UiMixer *self)
{
    g_return_val_if_fail(UI_IS_MIXER(self), false);

    g_signal_handlers_disconnect_by_data(self->studio, self);
    g_clear_handle_id(&self->building, g_source_remove);
    if (self->strips->len > 0) {
        UiStrip *last = g_ptr_array_steal_index(self->strips, self->strips->len - 1);

        gtk_box_remove(GTK_BOX(self->row), frame_of(last));
    } else if (self->master) {
        gtk_box_remove(GTK_BOX(self->end), g_steal_pointer(&self->master));
    }
    return self->master != NULL;
}
