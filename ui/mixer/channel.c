/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/channel.h"

#include "app/live.h"
#include "base/text.h"
#include "ui/mixer/do.h"
#include "ui/mixer/ride.h"
#include "ui/widgets/fader.h"
#include "ui/widgets/inplace.h"
#include "ui/widgets/level.h"
#include "ui/widgets/meter.h"
#include "ui/widgets/names.h"
#include "ui/widgets/still.h"
#include "ui/widgets/tip.h"

struct _UiChannel {
    GtkWidget parent_instance;
    UiStudio *studio;
    int64_t track;
    GtkWidget *row, *fader, *meter;
    GtkWidget *figures, *volume, *peak;
    double peak_db; /* as it is written */
    bool clipped;
};

G_DEFINE_FINAL_TYPE(UiChannel, ui_channel, GTK_TYPE_WIDGET)

static void
show_volume(UiChannel *self)
{
    char text[32];

    number_short(&NUMBER_VOLUME, ui_range_value(UI_RANGE(self->fader)), text,
                 sizeof text);
    ui_inplace_show(UI_INPLACE(self->volume), text);
}

static void
name_peak(UiChannel *self, const char *figure)
{
    const struct row_track *track = do_track(self->studio, self->track);
    char *title;

    if (!track)
        return;
    title = g_strdup_printf(self->clipped ? _("Highest peak of %s: %s dB, clipped")
                                          : _("Highest peak of %s: %s dB"),
                            track->name, figure);
    ui_name_button(GTK_BUTTON(self->peak), figure, title);
    g_free(title);
}

static void
show_peak(UiChannel *self)
{
    const double db = ui_meter_most_db(UI_METER(self->meter));
    char text[32];

    self->peak_db = db;
    self->clipped = ui_meter_clipped(UI_METER(self->meter));
    number_short(&NUMBER_VOLUME, db <= LEVEL_SILENT_DB ? LEVEL_OFF_DB : db, text,
                 sizeof text);
    if (self->clipped)
        gtk_widget_add_css_class(self->peak, "clip");
    else
        gtk_widget_remove_css_class(self->peak, "clip");
    name_peak(self, text);
}

void
ui_channel_tick(UiChannel *self, int64_t now)
{
    struct live_levels levels;

    (void)live_levels(ui_studio_player(self->studio), self->track, &levels);
    ui_meter_feed(UI_METER(self->meter), levels.peak, levels.rms, now);
    if (ui_meter_most_db(UI_METER(self->meter)) != self->peak_db
        || ui_meter_clipped(UI_METER(self->meter)) != self->clipped)
        show_peak(self);
}

void
ui_channel_set_glass(UiChannel *self, UiGlass *glass)
{
    ui_meter_set_glass(UI_METER(self->meter), glass);
}

void
ui_channel_forget_peaks(UiChannel *self)
{
    ui_meter_forget(UI_METER(self->meter));
    show_peak(self);
}

static void
on_ride(UiRange *range, double db, UiChannel *self)
{
    ride_live(self->studio, self->track, &db, NULL);
    show_volume(self);
}

static void
on_end_ride(UiRange *range, double db, UiChannel *self)
{
    const struct row_strip *strip = do_strip(self->studio, self->track);

    ride_end(self->studio, self->track);
    if (strip && strip->fader_db != db)
        do_number(self->studio, "fader", self->track, db);
    ui_channel_refresh(self);
}

static void
on_entered(UiInplace *inplace, const char *text, UiChannel *self)
{
    double db;

    if (number_read(&NUMBER_VOLUME, text, &db))
        ui_range_enter(UI_RANGE(self->fader), db);
    show_volume(self);
}

static void
on_type(UiRange *range, UiChannel *self)
{
    ui_inplace_edit(UI_INPLACE(self->volume));
}

static void
name_parts(UiChannel *self, const char *name)
{
    char *volume = g_strdup_printf(_("Volume of %s"), name);
    char *level = g_strdup_printf(_("Level of %s"), name);

    ui_range_set_title(UI_RANGE(self->fader), volume);
    ui_inplace_set_title(UI_INPLACE(self->volume), volume);
    ui_meter_set_title(UI_METER(self->meter), level);
    g_free(volume);
    g_free(level);
    name_peak(self, gtk_button_get_label(GTK_BUTTON(self->peak)));
}

void
ui_channel_refresh(UiChannel *self)
{
    const struct row_track *track = do_track(self->studio, self->track);
    const struct row_strip *strip = do_strip(self->studio, self->track);

    if (!track || !strip)
        return;
    const GdkRGBA color = ui_colors_rgb(track->color);

    ui_range_set_color(UI_RANGE(self->fader), &color);
    ui_range_show(UI_RANGE(self->fader), strip->fader_db);
    show_volume(self);
    name_parts(self, track->name);
}

static void
dispose(GObject *object)
{
    UiChannel *self = UI_CHANNEL(object);

    g_clear_pointer(&self->row, gtk_widget_unparent);
    g_clear_pointer(&self->figures, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_channel_parent_class)->dispose(object);
}

static void
ui_channel_class_init(UiChannelClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BOX_LAYOUT);
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "channel");
}

static void
build_figures(UiChannel *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 3);

    self->volume = ui_inplace_new(1);
    self->peak = gtk_button_new_with_label("−∞");
    gtk_box_set_homogeneous(GTK_BOX(box), TRUE);
    gtk_widget_add_css_class(self->volume, "db");
    gtk_widget_add_css_class(self->volume, "num");
    gtk_widget_add_css_class(self->peak, "db");
    gtk_widget_add_css_class(self->peak, "num");
    gtk_widget_set_focus_on_click(self->peak, FALSE);
    ui_tip_set(self->volume, _("Volume in dB; click to type"));
    ui_tip_set(self->peak, _("Highest peak in dB; click to reset"));
    gtk_box_append(GTK_BOX(box), self->volume);
    gtk_box_append(GTK_BOX(box), self->peak);
    self->figures = ui_still_new(box);
    gtk_widget_set_parent(self->figures, GTK_WIDGET(self));
}

static void
ui_channel_init(UiChannel *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    GtkLayoutManager *layout = gtk_widget_get_layout_manager(widget);

    gtk_orientable_set_orientation(GTK_ORIENTABLE(layout),
                                   GTK_ORIENTATION_VERTICAL);
    gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 4);
    self->row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    self->fader = ui_fader_new(GTK_ORIENTATION_VERTICAL);
    self->meter = ui_meter_new(GTK_ORIENTATION_VERTICAL, 2);
    gtk_widget_add_css_class(self->meter, "channel-meter");
    gtk_widget_set_halign(self->row, GTK_ALIGN_CENTER);
    gtk_widget_set_vexpand(self->row, TRUE);
    gtk_box_append(GTK_BOX(self->row), ui_still_new(self->fader));
    gtk_box_append(GTK_BOX(self->row), self->meter);
    gtk_widget_set_parent(self->row, widget);
    build_figures(self);
    g_signal_connect(self->fader, "ride", G_CALLBACK(on_ride), self);
    g_signal_connect(self->fader, "end-ride", G_CALLBACK(on_end_ride), self);
    g_signal_connect(self->fader, "type", G_CALLBACK(on_type), self);
    g_signal_connect(self->volume, "entered", G_CALLBACK(on_entered), self);
    g_signal_connect_swapped(self->peak, "clicked",
                             G_CALLBACK(ui_channel_forget_peaks), self);
}

GtkWidget *
ui_channel_new(UiStudio *studio, int64_t track)
{
    UiChannel *self = g_object_new(UI_TYPE_CHANNEL, NULL);

    self->studio = studio;
    self->track = track;
    show_peak(self);
    ui_channel_refresh(self);
    return GTK_WIDGET(self);
}
