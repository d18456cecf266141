/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/mixer_private.h"

#include "app/inserts.h"
#include "base/text.h"
#include "model/edit.h"
#include "model/routing.h"
#include "ui/mixer/console_window.h"
#include "ui/mixer/device_window.h"
#include "ui/mixer/do.h"
#include "ui/mixer/menu.h"
#include "ui/mixer/side.h"
#include "ui/view/view.h"
#include "ui/widgets/forward.h"
#include "ui/widgets/pieces.h"
#include "ui/widgets/settle.h"
#include "ui/widgets/still.h"

G_DEFINE_FINAL_TYPE(UiMixer, ui_mixer, GTK_TYPE_WIDGET)

/* --- selection ---------------------------------------------------------------- */

static void
show_selection(UiMixer *self)
{
    const struct view *view = ui_studio_view(self->studio);

    if (!view)
        return;
    for (guint i = 0; i < self->strips->len; i++)
        ui_strip_select(mixer_strip_at(self, i),
                        selection_has(view->selection, SELECT_TRACK,
                                      ui_strip_track(mixer_strip_at(self, i))));
    if (self->master)
        ui_strip_select(UI_STRIP(self->master),
                        selection_has(view->selection, SELECT_TRACK,
                                      ui_strip_track(UI_STRIP(self->master))));
}

/* --- what they show ----------------------------------------------------------- */

/* As many rows as the fullest strip needs, and one to add to; whether that has
 * changed. */
static bool
reshape(UiMixer *self)
{
    enum { MAX = 16 };
    const struct model *model = ui_studio_model(self->studio);
    const struct row_insert *inserts[MAX];
    const struct row_send *sends[MAX];
    size_t count = 0, most_inserts = 0, most_sends = 0;
    const struct row_track *tracks
        = model ? model_rows(model, TABLE_TRACK, &count) : NULL;

    for (size_t i = 0; i < count; i++) {
        most_inserts
            = MAX(most_inserts, inserts_of(model, tracks[i].id, inserts, MAX));
        most_sends
            = MAX(most_sends, inserts_sends_of(model, tracks[i].id, sends, MAX));
    }
    const struct strip_shape shape = {
        .sections = ui_mixer_side_shown(UI_MIXER_SIDE(self->side)) & 0xffff,
        .first = ui_mixer_side_first(UI_MIXER_SIDE(self->side)),
        .inserts = CLAMP((int)most_inserts + 1, 2, 5),
        .sends = CLAMP((int)most_sends + 1, 2, 5),
    };
    const bool changed = shape.sections != self->shape.sections
                         || shape.first != self->shape.first
                         || shape.inserts != self->shape.inserts
                         || shape.sends != self->shape.sends;

    self->shape = shape;
    return changed;
}

static void
refresh_all(UiMixer *self)
{
    for (guint i = 0; i < self->strips->len; i++)
        ui_strip_refresh(mixer_strip_at(self, i), &self->shape);
    if (self->master)
        ui_strip_refresh(UI_STRIP(self->master), &self->shape);
}

static void
refresh_one(UiMixer *self, int64_t track)
{
    UiStrip *strip = mixer_strip_of(self, track);

    if (strip)
        ui_strip_refresh(strip, &self->shape);
}

/* The track whose strip shows the row; 0: any might; -1: none does. */
static int64_t
concerns(const struct model *model, const struct change *change)
{
    const union row *row = change->row;

    switch (change->table) {
    case TABLE_TRACK:
        return 0; /* its name is on others' sends and outputs */
    case TABLE_STRIP: case TABLE_INPUT:
        return change->id;
    case TABLE_SEND:
        return row ? row->send.track_id : 0;
    case TABLE_INSERT:
        return row ? row->insert.track_id : 0;
    default:
        return -1;
    }
}

static void
on_changed(UiStudio *studio, const struct edit *edit, UiMixer *self)
{
    size_t count;
    const struct change *changes = edit_changes(edit, &count);
    bool all = false, tracks = false;

    for (size_t i = 0; i < count; i++) {
        all = all || concerns(ui_studio_model(studio), &changes[i]) == 0;
        tracks = tracks || changes[i].table == TABLE_TRACK;
    }
    if (tracks && mixer_bring_up(self))
        show_selection(self);
    if (reshape(self) || all) {
        refresh_all(self);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const int64_t track = concerns(ui_studio_model(studio), &changes[i]);

        if (track > 0)
            refresh_one(self, track);
    }
}

static void
close_console(UiMixer *self)
{
    GtkWidget *console = self->console;

    if (!console)
        return;
    g_object_remove_weak_pointer(G_OBJECT(console), (gpointer *)&self->console);
    self->console = NULL;
    gtk_window_destroy(GTK_WINDOW(console));
}

static void
on_song(UiStudio *studio, UiMixer *self)
{
    close_console(self);
    reshape(self);
    (void)mixer_bring_up(self);
    refresh_all(self);
    show_selection(self);
}

void
mixer_make_room(UiMixer *self)
{
    GtkWidget *paned = gtk_widget_get_parent(GTK_WIDGET(self));
    int natural;

    self->cramped = self->building
                    || (self->master && !ui_strip_is_built(UI_STRIP(self->master)));
    if (!GTK_IS_PANED(paned) || self->cramped)
        return;
    gtk_widget_measure(GTK_WIDGET(self), GTK_ORIENTATION_VERTICAL, -1, NULL,
                       &natural, NULL, NULL);
    const int height = gtk_widget_get_height(paned);
    const int least = MAX(height * 2 / 5, height - natural);

    if (gtk_paned_get_position(GTK_PANED(paned)) > least)
        gtk_paned_set_position(GTK_PANED(paned), least);
}

static void
on_tick(UiStudio *studio, UiMixer *self)
{
    const int64_t now = g_get_monotonic_time();
    guint first, last;

    if (!gtk_widget_get_mapped(GTK_WIDGET(self)) || !ui_studio_turn(studio, 0, 2))
        return;
    mixer_seen(self, &first, &last);
    if (first < last)
        ui_mixer_side_set_shed(UI_MIXER_SIDE(self->side),
                               ui_strip_shed(mixer_strip_at(self, first)));
    for (guint i = first; i < last; i++)
        ui_strip_tick(mixer_strip_at(self, i), now);
    if (self->master)
        ui_strip_tick(UI_STRIP(self->master), now);
}

void
ui_mixer_forget_peaks(UiMixer *self)
{
    g_return_if_fail(UI_IS_MIXER(self));

    for (guint i = 0; i < self->strips->len; i++)
        ui_strip_forget_peaks(mixer_strip_at(self, i));
    if (self->master)
        ui_strip_forget_peaks(UI_STRIP(self->master));
}

static void
on_view(UiStudio *studio, guint what, UiMixer *self)
{
    const struct view *view = ui_studio_view(studio);

    if (!view)
        return;
    if (what & UI_VIEW_PANELS) {
        if (mixer_bring_up(self))
            show_selection(self);
        if (reshape(self))
            refresh_all(self);
    }
    if (what & UI_VIEW_SOLO)
        refresh_all(self);
    if (!(what & UI_VIEW_SELECTION))
        return;
    show_selection(self);
    self->wanted = selection_focus(view->selection, SELECT_TRACK);
    mixer_need_seen(self);
}

/* --- what it opens ------------------------------------------------------------ */

static GtkWindow *
window_of(UiMixer *self)
{
    GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(self));

    return GTK_IS_WINDOW(root) ? GTK_WINDOW(root) : NULL;
}

static void
open_insert(gpointer user, int64_t insert)
{
    UiMixer *self = user;

    ui_device_window_show(self->studio, self->actions, window_of(self), insert);
}

static void
open_console(gpointer user, int64_t track)
{
    UiMixer *self = user;

    if (!self->console) {
        self->console
            = ui_console_window_new(self->studio, self->actions, window_of(self));
        g_object_add_weak_pointer(G_OBJECT(self->console),
                                  (gpointer *)&self->console);
    }
    ui_console_window_show(UI_CONSOLE_WINDOW(self->console), track);
    ui_pieces_present(GTK_WINDOW(self->console));
}

static void
rename_track(gpointer user, int64_t track)
{
    UiStrip *strip = mixer_strip_of(user, track);

    if (strip)
        ui_strip_rename(strip);
}

void
ui_mixer_show_console(UiMixer *self)
{
    const struct view *view = ui_studio_view(self->studio);
    const struct model *model = ui_studio_model(self->studio);
    const int64_t track = view ? selection_focus(view->selection, SELECT_TRACK) : 0;

    g_return_if_fail(UI_IS_MIXER(self));
    if (model)
        open_console(self, track ? track : routing_master(NULL, model));
}

/* --- the widget --------------------------------------------------------------- */

static void
dispose(GObject *object)
{
    UiMixer *self = UI_MIXER(object);

    close_console(self);
    g_clear_handle_id(&self->building, g_source_remove);
    g_clear_handle_id(&self->dropping, g_source_remove);
    g_clear_pointer(&self->past, g_ptr_array_unref);
    g_clear_pointer(&self->box, gtk_widget_unparent);
    g_clear_pointer(&self->strips, g_ptr_array_unref);
    g_clear_object(&self->actions);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_mixer_parent_class)->dispose(object);
}

static void
ui_mixer_class_init(UiMixerClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "mixer");
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class),
                                         GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
under(GtkWidget *glass, GtkWidget *what)
{
    GtkWidget *overlay = gtk_overlay_new();

    gtk_overlay_set_child(GTK_OVERLAY(overlay), what);
    gtk_overlay_add_overlay(GTK_OVERLAY(overlay), glass);
    return overlay;
}

static void
ui_mixer_init(UiMixer *self)
{
    ui_settle(GTK_WIDGET(self), mixer_build_seen);
    /* hidden before its strips were made, it lacks some of them still */
    g_signal_connect(self, "map", G_CALLBACK(mixer_need_seen), NULL);
    self->strips = g_ptr_array_new();
    self->past = g_ptr_array_new();
    self->box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    self->scroller = gtk_scrolled_window_new();
    self->row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    self->end = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    self->glass = ui_glass_new(56);
    self->end_glass = ui_glass_new(2);
    gtk_box_set_homogeneous(GTK_BOX(self->row), TRUE);
    gtk_widget_set_halign(self->row, GTK_ALIGN_START);
    gtk_widget_set_hexpand(self->scroller, TRUE);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller),
                                   GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller),
                                  under(self->glass, self->row));
    gtk_widget_set_focusable(self->scroller, FALSE);
    gtk_box_append(GTK_BOX(self->box), self->scroller);
    gtk_box_append(GTK_BOX(self->box), under(self->end_glass, self->end));
    gtk_widget_set_parent(self->box, GTK_WIDGET(self));
    gtk_accessible_update_property(GTK_ACCESSIBLE(self),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, _("Mixer"), -1);
}

static void
follow(UiMixer *self)
{
    GtkAdjustment *adjustment =
        gtk_scrolled_window_get_hadjustment(GTK_SCROLLED_WINDOW(self->scroller));

    g_signal_connect_object(self->studio, "song", G_CALLBACK(on_song), self, 0);
    g_signal_connect_object(self->studio, "changed", G_CALLBACK(on_changed), self,
                            0);
    g_signal_connect_object(self->studio, "view", G_CALLBACK(on_view), self, 0);
    g_signal_connect_object(self->studio, "tick", G_CALLBACK(on_tick), self, 0);
    g_signal_connect_swapped(adjustment, "changed", G_CALLBACK(mixer_need_seen),
                             self);
    g_signal_connect_swapped(adjustment, "value-changed",
                             G_CALLBACK(mixer_need_seen), self);
}

GtkWidget *
ui_mixer_new(UiStudio *studio, UiActions *actions)
{
    UiMixer *self = g_object_new(UI_TYPE_MIXER, NULL);
    const struct menu_host host = {
        .open = open_insert,
        .rename = rename_track,
        .console = open_console,
        .user = self,
    };
    GActionGroup *group = menu_actions(studio, &host);

    self->studio = g_object_ref(studio);
    self->actions = actions ? g_object_ref(actions) : NULL;
    self->side = ui_mixer_side_new(studio);
    gtk_box_prepend(GTK_BOX(self->box), ui_still_new(self->side));
    g_signal_connect_swapped(self->side, "chosen", G_CALLBACK(mixer_make_room),
                             self);
    gtk_widget_insert_action_group(GTK_WIDGET(self), "mixer", group);
    g_object_unref(group);
    follow(self);
    mixer_add_order(self);
    ui_forward(GTK_WIDGET(self));
    on_song(studio, self);
    return GTK_WIDGET(self);
}
