/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/trim.h"

#include "base/text.h"
#include "ui/mixer/console_axes.h"
#include "ui/mixer/do.h"
#include "ui/mixer/ride.h"
#include "ui/widgets/dial.h"
#include "ui/widgets/inplace.h"
#include "ui/widgets/knob.h"
#include "ui/widgets/tip.h"
#include "ui/widgets/toggle.h"

struct _UiTrim {
    GtkWidget parent_instance;
    UiStudio *studio;
    int64_t track;
    GtkWidget *box, *polarity;
    GtkWidget *dial;  /* of a large one; else NULL, and … */
    GtkWidget *words; /* … the value beside a knob */
    UiRange *range;
};

G_DEFINE_FINAL_TYPE(UiTrim, ui_trim, GTK_TYPE_WIDGET)

static void
show_words(UiTrim *self)
{
    char text[32];

    if (!self->words)
        return;
    number_short(&TRIM_DB, ui_range_value(self->range), text, sizeof text);
    ui_inplace_show(UI_INPLACE(self->words), text);
}

static void
name_parts(UiTrim *self, const struct row_track *track)
{
    g_autofree char *trim = g_strdup_printf(_("Trim of %s"), track->name);
    g_autofree char *polarity
        = g_strdup_printf(_("Polarity of %s turned over"), track->name);

    if (self->words) {
        const GdkRGBA color = ui_colors_rgb(track->color);

        ui_range_set_title(self->range, trim);
        ui_range_set_color(self->range, &color);
        ui_inplace_set_title(UI_INPLACE(self->words), trim);
    }
    ui_toggle_set_title(self->polarity, polarity);
}

void
ui_trim_show(UiTrim *self, int64_t id)
{
    const struct row_strip *strip = do_strip(self->studio, id);
    const struct row_track *track = do_track(self->studio, id);

    g_return_if_fail(UI_IS_TRIM(self));
    if (!strip || !track)
        return;
    self->track = id;
    name_parts(self, track);
    ui_toggle_show(self->polarity, strip->polarity);
    if (self->dial)
        ui_dial_show(UI_DIAL(self->dial), strip->trim_db);
    else
        ui_range_show(self->range, strip->trim_db);
    show_words(self);
}

static void
on_ride(UiRange *range, double db, UiTrim *self)
{
    const struct row_strip *strip = do_strip(self->studio, self->track);

    if (!strip)
        return;
    struct row_strip held = *strip;

    held.trim_db = db;
    ride_console(self->studio, self->track, &held);
    show_words(self);
}

static void
on_end_ride(UiRange *range, double db, UiTrim *self)
{
    const struct row_strip *strip = do_strip(self->studio, self->track);

    if (!strip)
        return;
    ride_console_end(self->studio, self->track);
    if (strip->trim_db == db
        || !do_number(self->studio, "input-trim", self->track, db))
        ride_console_back(self->studio, self->track);
    ui_trim_show(self, self->track);
}

static void
on_entered(UiInplace *inplace, const char *text, UiTrim *self)
{
    double db;

    if (number_read(&TRIM_DB, text, &db))
        ui_range_enter(self->range, db);
    show_words(self);
}

static void
on_type(UiRange *range, UiTrim *self)
{
    ui_inplace_edit(UI_INPLACE(self->words));
}

static void
on_polarity(GtkWidget *toggle, UiTrim *self)
{
    do_switch(self->studio, "polarity", self->track, ui_toggle_is_on(toggle));
    ui_trim_show(self, self->track);
}

/* --- the widget --------------------------------------------------------------- */

static void
make_polarity(UiTrim *self)
{
    self->polarity = ui_toggle_new("Ø", "a");
    gtk_widget_set_valign(self->polarity, GTK_ALIGN_CENTER);
    g_signal_connect(self->polarity, "clicked", G_CALLBACK(on_polarity), self);
}

static void
make_row(UiTrim *self)
{
    GtkWidget *knob = ui_knob_new(&TRIM_DB, 1.9);

    self->box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);
    self->range = UI_RANGE(knob);
    self->words = ui_inplace_new(2);
    gtk_widget_add_css_class(self->words, "pan");
    gtk_widget_add_css_class(self->words, "num");
    gtk_widget_set_hexpand(self->words, TRUE);
    gtk_widget_set_valign(self->words, GTK_ALIGN_CENTER);
    gtk_widget_set_valign(knob, GTK_ALIGN_CENTER);
    gtk_box_append(GTK_BOX(self->box), knob);
    gtk_box_append(GTK_BOX(self->box), self->words);
    gtk_box_append(GTK_BOX(self->box), self->polarity);
    g_signal_connect(self->range, "type", G_CALLBACK(on_type), self);
    g_signal_connect(self->words, "entered", G_CALLBACK(on_entered), self);
}

static void
make_section(UiTrim *self)
{
    self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    self->dial = ui_dial_new(&TRIM_DB, _("Trim"), NULL);
    self->range = ui_dial_range(UI_DIAL(self->dial));
    gtk_box_append(GTK_BOX(self->box), self->polarity);
    gtk_box_append(GTK_BOX(self->box), self->dial);
    gtk_widget_add_css_class(self->box, "section");
}

static void
dispose(GObject *object)
{
    UiTrim *self = UI_TRIM(object);

    if (self->box && ui_range_is_riding(self->range))
        ride_console_back(self->studio, self->track);
    g_clear_pointer(&self->box, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_trim_parent_class)->dispose(object);
}

static void
ui_trim_class_init(UiTrimClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_trim_init(UiTrim *self)
{
    make_polarity(self);
}

GtkWidget *
ui_trim_new(UiStudio *studio, bool large)
{
    UiTrim *self = g_object_new(UI_TYPE_TRIM, NULL);

    self->studio = studio;
    if (large)
        make_section(self);
    else
        make_row(self);
    g_signal_connect(self->range, "ride", G_CALLBACK(on_ride), self);
    g_signal_connect(self->range, "end-ride", G_CALLBACK(on_end_ride), self);
    gtk_widget_set_parent(self->box, GTK_WIDGET(self));
    return GTK_WIDGET(self);
}
