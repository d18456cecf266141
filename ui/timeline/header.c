/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/header_private.h"

#include "app/live.h"
#include "base/text.h"
#include "ui/mixer/do.h"
#include "ui/mixer/ride.h"
#include "ui/view/view.h"
#include "ui/view/walk_clips.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/fader.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/inplace.h"
#include "ui/widgets/knob.h"
#include "ui/widgets/meter.h"
#include "ui/widgets/names.h"
#include "ui/widgets/toggle.h"

#include <stdlib.h>

enum {
    BAR = 4,        /* of colour, at its left edge */
    TWO_LINES = 42, /* how high a row is for fader and pan below the name */
};

G_DEFINE_FINAL_TYPE(UiHeader, ui_header, GTK_TYPE_WIDGET)

bool
ui_header_on_color(const struct view_row *row, double x)
{
    const double left = row->depth * ROW_INDENT;

    return row->kind == VIEW_ROW_TRACK && x >= left - 1 && x < left + BAR + 3;
}

int64_t
ui_header_track(UiHeader *self)
{
    return self->row.track_id;
}

int64_t
ui_header_lane(UiHeader *self)
{
    return self->row.kind == VIEW_ROW_LANE ? self->row.id : 0;
}

void
ui_header_rename(UiHeader *self)
{
    ui_inplace_edit(UI_INPLACE(self->name));
}

const void *
ui_header_row(UiHeader *self, enum table table, int64_t id)
{
    const struct model *model = ui_studio_model(self->studio);

    return model ? model_row(model, table, id) : NULL;
}

/* --- fader and pan ------------------------------------------------------------ */

static void
on_fader(UiRange *range, double db, UiHeader *self)
{
    ride_live(self->studio, self->row.track_id, &db, NULL);
}

static void
on_fader_end(UiRange *range, double db, UiHeader *self)
{
    const struct row_strip *strip = do_strip(self->studio, self->row.track_id);

    ride_end(self->studio, self->row.track_id);
    if (strip && strip->fader_db != db)
        do_number(self->studio, "fader", self->row.track_id, db);
    strip = do_strip(self->studio, self->row.track_id);
    if (strip)
        ui_range_show(range, strip->fader_db);
}

static void
on_pan(UiRange *range, double pan, UiHeader *self)
{
    ride_live(self->studio, self->row.track_id, NULL, &pan);
}

static void
on_pan_end(UiRange *range, double pan, UiHeader *self)
{
    const struct row_strip *strip = do_strip(self->studio, self->row.track_id);

    ride_end(self->studio, self->row.track_id);
    if (strip && strip->pan != pan)
        do_number(self->studio, "pan", self->row.track_id, pan);
    strip = do_strip(self->studio, self->row.track_id);
    if (strip)
        ui_range_show(range, strip->pan);
}

void
ui_header_feed(UiHeader *self, int64_t now)
{
    struct live_levels levels;

    if (!self->meter)
        return;
    if (live_levels(ui_studio_player(self->studio), self->row.track_id, &levels))
        ui_meter_silence(UI_METER(self->meter));
    else
        ui_meter_feed(UI_METER(self->meter), levels.peak, levels.rms, now);
}

/* --- names and folds ---------------------------------------------------------- */

static void
on_named(UiInplace *inplace, const char *text, UiHeader *self)
{
    if (!text[0])
        return;
    if (ui_header_lane(self))
        do_text(self->studio, "lane-rename", self->row.id, text);
    else
        do_text(self->studio, "track-rename", self->row.id, text);
}

static void
on_fold(GtkWidget *button, UiHeader *self)
{
    struct view *view = ui_studio_view(self->studio);

    rows_set_open(view->rows, self->row.track_id, !self->row.open);
    view_layout(view, ui_studio_model(self->studio));
    ui_studio_view_changed(self->studio, UI_VIEW_ROWS | UI_VIEW_ZOOM);
}

/* --- what it is made of ------------------------------------------------------- */

static const char *
icon_of(int64_t kind)
{
    return kind == TRACK_MIDI     ? "midi"
           : kind == TRACK_BUS    ? "bus"
           : kind == TRACK_FOLDER ? "folder"
                                  : "audio";
}

static void
build_name(UiHeader *self)
{
    self->fold = ui_icon_button("folder", _("Show or hide what lies below"));
    gtk_widget_add_css_class(self->fold, "fold");
    gtk_widget_set_valign(self->fold, GTK_ALIGN_CENTER);
    g_signal_connect(self->fold, "clicked", G_CALLBACK(on_fold), self);
    self->icon = ui_icon_new(ui_header_lane(self) ? "lane"
                                                  : icon_of(self->row.track_kind));
    gtk_widget_add_css_class(self->icon, "kind");
    self->name = ui_inplace_new(2);
    ui_inplace_set_width(UI_INPLACE(self->name), 14);
    gtk_widget_set_hexpand(self->name, TRUE);
    gtk_widget_set_halign(self->name, GTK_ALIGN_START);
    gtk_widget_set_valign(self->name, GTK_ALIGN_CENTER);
    g_signal_connect(self->name, "entered", G_CALLBACK(on_named), self);
    gtk_box_append(GTK_BOX(self->top), self->fold);
    gtk_box_append(GTK_BOX(self->top), self->icon);
    gtk_box_append(GTK_BOX(self->top), self->name);
}

static void
build_bottom(UiHeader *self)
{
    self->bottom = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    self->fader = ui_fader_new(GTK_ORIENTATION_HORIZONTAL);
    self->pan = ui_knob_new(&NUMBER_PANNING, 1.5);
    gtk_widget_set_hexpand(self->fader, TRUE);
    gtk_widget_set_valign(self->fader, GTK_ALIGN_CENTER);
    gtk_widget_set_valign(self->pan, GTK_ALIGN_CENTER);
    g_signal_connect(self->fader, "ride", G_CALLBACK(on_fader), self);
    g_signal_connect(self->fader, "end-ride", G_CALLBACK(on_fader_end), self);
    g_signal_connect(self->pan, "ride", G_CALLBACK(on_pan), self);
    g_signal_connect(self->pan, "end-ride", G_CALLBACK(on_pan_end), self);
    gtk_box_append(GTK_BOX(self->bottom), self->fader);
    gtk_box_append(GTK_BOX(self->bottom), self->pan);
    gtk_box_append(GTK_BOX(self->lines), self->bottom);
}

/* Expansion of an inner part must not reach the grid that the headers stand in. */
static void
build(UiHeader *self)
{
    self->box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    self->lines = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    self->top = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 3);
    gtk_widget_set_hexpand(self->lines, TRUE);
    gtk_widget_set_valign(self->lines, GTK_ALIGN_CENTER);
    gtk_box_append(GTK_BOX(self->lines), self->top);
    gtk_box_append(GTK_BOX(self->box), self->lines);
    gtk_widget_set_parent(self->box, GTK_WIDGET(self));
    gtk_widget_set_hexpand(GTK_WIDGET(self), FALSE);
    build_name(self);
    ui_header_add_switches(self);
    if (ui_header_lane(self)) {
        gtk_widget_add_css_class(GTK_WIDGET(self), "lane");
        return;
    }
    build_bottom(self);
    self->meter = ui_meter_new(GTK_ORIENTATION_VERTICAL, 2);
    gtk_box_append(GTK_BOX(self->box), self->meter);
}

void
ui_header_set_glass(UiHeader *self, UiGlass *glass)
{
    if (self->meter)
        ui_meter_set_glass(UI_METER(self->meter), glass);
}

/* --- showing ------------------------------------------------------------------ */

static void
title_toggle(GtkWidget *toggle, const char *format, const char *name)
{
    g_autofree char *title = g_strdup_printf(format, name);

    if (toggle)
        ui_toggle_set_title(toggle, title);
}

static void
show_words(UiHeader *self, const char *name)
{
    g_autofree char *volume = g_strdup_printf(_("Volume of %s"), name);
    g_autofree char *pan = g_strdup_printf(_("Pan of %s"), name);
    g_autofree char *level = g_strdup_printf(_("Level of %s"), name);
    g_autofree char *solo = g_strdup_printf(_("Solo %s"), name);

    title_toggle(self->arm, _("Arm %s"), name);
    title_toggle(self->mute,
                 view_silent(ui_studio_view(self->studio), self->row.track_id)
                     ? _("Mute %s; silent now, as others are soloed")
                     : _("Mute %s"),
                 name);
    if (self->solo)
        ui_toggle_set_words(self->solo, solo,
                            _("Solo; Shift: alone; Ctrl: safe from others' solo"));
    title_toggle(self->play, _("Play %s"), name);
    if (self->play)
        return;
    ui_range_set_title(UI_RANGE(self->fader), volume);
    ui_range_set_title(UI_RANGE(self->pan), pan);
    ui_meter_set_title(UI_METER(self->meter), level);
}

static void
show_track(UiHeader *self, const struct row_track *track,
           const struct row_strip *strip)
{
    self->color = ui_colors_rgb(track->color);
    gtk_widget_set_visible(self->bottom, self->row.height >= TWO_LINES);
    ui_range_set_color(UI_RANGE(self->fader), &self->color);
    ui_range_set_color(UI_RANGE(self->pan), &self->color);
    if (!ui_range_is_riding(UI_RANGE(self->fader)))
        ui_range_show(UI_RANGE(self->fader), strip->fader_db);
    if (!ui_range_is_riding(UI_RANGE(self->pan)))
        ui_range_show(UI_RANGE(self->pan), strip->pan);
}

static void
show_selected(UiHeader *self)
{
    const struct view *view = ui_studio_view(self->studio);

    if (!ui_header_lane(self)
        && selection_has(view->selection, SELECT_TRACK, self->row.track_id))
        gtk_widget_add_css_class(GTK_WIDGET(self), "selected");
    else
        gtk_widget_remove_css_class(GTK_WIDGET(self), "selected");
}

static void
show_name(UiHeader *self, const char *name)
{
    char *spoken
        = walk_track_text(ui_studio_view(self->studio),
                          ui_studio_model(self->studio), self->row.track_id);

    if (!ui_inplace_is_editing(UI_INPLACE(self->name)))
        ui_inplace_show(UI_INPLACE(self->name), name);
    ui_inplace_set_title(UI_INPLACE(self->name), ui_header_lane(self)
                                                     ? _("Name of the lane")
                                                     : _("Name of the track"));
    ui_name(GTK_WIDGET(self), ui_header_lane(self) || !spoken ? name : spoken);
    free(spoken);
}

static void
show_fold(UiHeader *self)
{
    const bool folder = self->row.track_kind == TRACK_FOLDER;

    gtk_widget_set_visible(self->fold, self->row.opens);
    gtk_widget_set_visible(self->icon, !self->row.opens || !folder);
    if (GTK_IS_IMAGE(gtk_button_get_child(GTK_BUTTON(self->fold))))
        ui_icon_set(GTK_IMAGE(gtk_button_get_child(GTK_BUTTON(self->fold))),
                    !folder          ? "takes"
                    : self->row.open ? "folder-open"
                                     : "folder");
    gtk_accessible_update_state(GTK_ACCESSIBLE(self->fold),
                                GTK_ACCESSIBLE_STATE_EXPANDED, self->row.open, -1);
    gtk_widget_set_margin_start(self->top, BAR + 6 + self->row.depth * ROW_INDENT);
    if (self->bottom)
        gtk_widget_set_margin_start(self->bottom,
                                    BAR + 8 + self->row.depth * ROW_INDENT);
}

/* A row that is not there has another stamp with each edit. */
static uint64_t
stamp_of(UiHeader *self, enum table table)
{
    return ui_header_row(self, table, self->row.track_id)
               ? model_stamp(ui_studio_model(self->studio), table,
                             self->row.track_id)
               : 0;
}

/* Strip and input have their track's id, and do not hang on it. */
static struct header_shown
shown_of(UiHeader *self)
{
    const struct header_shown now = {
        .height = self->row.height,
        .depth = self->row.depth,
        .opens = self->row.opens,
        .open = self->row.open,
        .silent = view_silent(ui_studio_view(self->studio), self->row.track_id),
        .track = stamp_of(self, TABLE_TRACK),
        .strip = stamp_of(self, TABLE_STRIP),
        .input = stamp_of(self, TABLE_INPUT),
    };

    return now;
}

static bool
is_shown(const struct header_shown *a, const struct header_shown *b)
{
    return a->track == b->track && a->strip == b->strip && a->input == b->input
           && a->height == b->height && a->depth == b->depth
           && a->opens == b->opens && a->open == b->open && a->silent == b->silent;
}

bool
ui_header_fits(UiHeader *self, const struct view_row *row)
{
    return self->row.kind == row->kind && self->row.track_kind == row->track_kind;
}

bool
ui_header_is_held(UiHeader *self)
{
    return ui_inplace_is_editing(UI_INPLACE(self->name))
           || (self->fader && ui_range_is_riding(UI_RANGE(self->fader)))
           || (self->pan && ui_range_is_riding(UI_RANGE(self->pan)));
}

/* Two tracks may have the same stamps. */
static void
turn_to(UiHeader *self, const struct view_row *row)
{
    if (self->row.id != row->id) {
        self->shown = (struct header_shown){0};
        if (self->meter)
            ui_meter_forget(UI_METER(self->meter));
    }
    self->row = *row;
}

/* A head costs a picture: one that is as it was is left alone. */
void
ui_header_show(UiHeader *self, const struct view_row *row)
{
    turn_to(self, row);
    show_selected(self);
    const struct header_shown now = shown_of(self);

    if (is_shown(&self->shown, &now))
        return;
    self->shown = now;
    const struct row_track *track = ui_header_row(self, TABLE_TRACK, row->track_id);
    const struct row_strip *strip = ui_header_row(self, TABLE_STRIP, row->track_id);
    const struct row_lane *lane
        = ui_header_row(self, TABLE_LANE, ui_header_lane(self));

    if (!track || !strip || (ui_header_lane(self) && !lane))
        return;
    self->color = ui_colors_rgb(track->color);
    if (!lane)
        show_track(self, track, strip);
    show_name(self, lane ? lane->name : track->name);
    show_words(self, lane ? lane->name : track->name);
    ui_header_show_switches(self);
    show_fold(self);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
ui_header_refresh(UiHeader *self)
{
    const struct view_row row = self->row;

    ui_header_show(self, &row);
}

/* --- the widget --------------------------------------------------------------- */

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    UiHeader *self = UI_HEADER(widget);
    const int height = gtk_widget_get_height(widget);
    GdkRGBA color = self->color;

    color.alpha = ui_header_lane(self) ? 0.5f : 1.0f;
    gtk_snapshot_append_color(
        snapshot, &color,
        &GRAPHENE_RECT_INIT((float)(self->row.depth * ROW_INDENT), 0, BAR,
                            (float)height - 1));
    GTK_WIDGET_CLASS(ui_header_parent_class)->snapshot(widget, snapshot);
}

/* A row is as high as the view says: what does not fit is cut off. */
static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
        int *natural, int *minimum_baseline, int *natural_baseline)
{
    UiHeader *self = UI_HEADER(widget);

    gtk_widget_measure(self->box, orientation, -1, minimum, natural, NULL, NULL);
    *minimum_baseline = *natural_baseline = -1;
    if (orientation == GTK_ORIENTATION_VERTICAL)
        *minimum = *natural = 0;
}

static void
size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
    UiHeader *self = UI_HEADER(widget);
    int least;

    gtk_widget_measure(self->box, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL,
                       NULL);
    const int high = MAX(height - 1, least);

    gtk_widget_size_allocate(
        self->box, &(GtkAllocation){0, (height - 1 - high) / 2, width, high}, -1);
}

static void
dispose(GObject *object)
{
    UiHeader *self = UI_HEADER(object);

    g_clear_pointer(&self->box, gtk_widget_unparent);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_header_parent_class)->dispose(object);
}

static void
ui_header_class_init(UiHeaderClass *class)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = dispose;
    widget->snapshot = snapshot;
    widget->measure = measure;
    widget->size_allocate = size_allocate;
    gtk_widget_class_set_css_name(widget, "header");
    gtk_widget_class_set_accessible_role(widget, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ui_header_init(UiHeader *self)
{
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ui_header_new(UiStudio *studio, const struct view_row *row)
{
    UiHeader *self = g_object_new(UI_TYPE_HEADER, NULL);

    self->studio = g_object_ref(studio);
    self->row = *row;
    build(self);
    ui_header_show(self, row);
    return GTK_WIDGET(self);
}
