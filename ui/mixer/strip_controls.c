/* SPDX-License-Identifier: GPL-3.0-or-later */
/* strip_controls.c: a strip's pan and its switches. */
#include "ui/mixer/strip_private.h"

#include "base/text.h"
#include "ui/mixer/do.h"
#include "ui/mixer/ride.h"
#include "ui/view/view.h"
#include "ui/widgets/inplace.h"
#include "ui/widgets/knob.h"
#include "ui/widgets/toggle.h"

/* --- pan ---------------------------------------------------------------------- */

void
strip_show_pan(UiStrip *self)
{
    char text[32];

    number_short(&NUMBER_PANNING, ui_range_value(UI_RANGE(self->pan)), text,
                 sizeof text);
    ui_inplace_show(UI_INPLACE(self->pan_text), text);
}

static void
on_pan(UiRange *range, double pan, UiStrip *self)
{
    ride_live(self->studio, self->track, NULL, &pan);
    strip_show_pan(self);
}

static void
on_pan_end(UiRange *range, double pan, UiStrip *self)
{
    const struct row_strip *strip = do_strip(self->studio, self->track);

    ride_end(self->studio, self->track);
    if (strip && strip->pan != pan)
        do_number(self->studio, "pan", self->track, pan);
    strip = do_strip(self->studio, self->track);
    if (strip)
        ui_range_show(range, strip->pan);
    strip_show_pan(self);
}

static void
on_pan_entered(UiInplace *inplace, const char *text, UiStrip *self)
{
    double pan;

    if (number_read(&NUMBER_PANNING, text, &pan))
        ui_range_enter(UI_RANGE(self->pan), pan > 1 || pan < -1 ? pan / 100 : pan);
    strip_show_pan(self);
}

static void
on_pan_type(UiRange *range, UiStrip *self)
{
    ui_inplace_edit(UI_INPLACE(self->pan_text));
}

GtkWidget *
strip_make_pan(UiStrip *self)
{
    self->pan_row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);
    self->pan = ui_knob_new(&NUMBER_PANNING, 2.5);
    self->pan_text = ui_inplace_new(2);
    gtk_widget_add_css_class(self->pan_text, "pan");
    gtk_widget_add_css_class(self->pan_text, "num");
    gtk_widget_set_hexpand(self->pan_text, TRUE);
    gtk_widget_set_valign(self->pan_text, GTK_ALIGN_CENTER);
    gtk_box_append(GTK_BOX(self->pan_row), self->pan);
    gtk_box_append(GTK_BOX(self->pan_row), self->pan_text);
    g_signal_connect(self->pan, "ride", G_CALLBACK(on_pan), self);
    g_signal_connect(self->pan, "end-ride", G_CALLBACK(on_pan_end), self);
    g_signal_connect(self->pan, "type", G_CALLBACK(on_pan_type), self);
    g_signal_connect(self->pan_text, "entered", G_CALLBACK(on_pan_entered), self);
    return self->pan_row;
}

/* --- switches ----------------------------------------------------------------- */

static void
on_arm(GtkWidget *toggle, UiStrip *self)
{
    do_arm(self->studio, self->track, ui_toggle_is_on(toggle));
    strip_show_switches(self);
}

static void
on_mute(GtkWidget *toggle, UiStrip *self)
{
    do_switch(self->studio, "track-mute", self->track, ui_toggle_is_on(toggle));
    strip_show_switches(self);
}

static void
on_solo(GtkWidget *toggle, UiStrip *self)
{
    do_solo_click(self->studio, self->track, ui_toggle_modifiers(toggle));
    strip_show_switches(self);
}

GtkWidget *
strip_make_switches(UiStrip *self, int64_t kind)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 3);

    gtk_box_set_homogeneous(GTK_BOX(row), TRUE);
    gtk_widget_add_css_class(row, "msr");
    if (kind == TRACK_AUDIO) {
        self->arm = ui_toggle_new(_("R"), "r");
        g_signal_connect(self->arm, "clicked", G_CALLBACK(on_arm), self);
        gtk_box_append(GTK_BOX(row), self->arm);
    }
    self->mute = ui_toggle_new(_("M"), "m");
    g_signal_connect(self->mute, "clicked", G_CALLBACK(on_mute), self);
    gtk_box_append(GTK_BOX(row), self->mute);
    if (kind != TRACK_MASTER) {
        self->solo = ui_toggle_new(_("S"), "s");
        g_signal_connect(self->solo, "clicked", G_CALLBACK(on_solo), self);
        gtk_box_append(GTK_BOX(row), self->solo);
    }
    return row;
}

void
strip_show_switches(UiStrip *self)
{
    const struct model *model = ui_studio_model(self->studio);
    const struct row_strip *strip = do_strip(self->studio, self->track);
    const struct row_input *input =
        model ? model_row(model, TABLE_INPUT, self->track) : NULL;

    if (!strip)
        return;
    ui_toggle_show(self->mute, strip->mute);
    ui_toggle_imply(self->mute,
                    view_silent(ui_studio_view(self->studio), self->track));
    if (self->arm)
        ui_toggle_show(self->arm, input && input->armed);
    if (!self->solo)
        return;
    ui_toggle_show(self->solo, strip->solo);
    ui_toggle_safe(self->solo, strip->solo_safe);
}

static void
name_switch(GtkWidget *toggle, const char *format, const char *name)
{
    char *title = g_strdup_printf(format, name);

    if (toggle)
        ui_toggle_set_title(toggle, title);
    g_free(title);
}

void
strip_name_controls(UiStrip *self, const struct row_track *track)
{
    char *pan = g_strdup_printf(_("Pan of %s"), track->name);

    ui_range_set_title(UI_RANGE(self->pan), pan);
    ui_inplace_set_title(UI_INPLACE(self->pan_text), pan);
    g_free(pan);
    name_switch(self->arm, _("Arm %s"), track->name);
    name_switch(self->mute,
                view_silent(ui_studio_view(self->studio), self->track)
                    ? _("Mute %s; silent now, as others are soloed")
                    : _("Mute %s"),
                track->name);
    if (!self->solo)
        return;
    char *solo = g_strdup_printf(_("Solo %s"), track->name);
    ui_toggle_set_words(self->solo, solo,
                        _("Solo; Shift: alone; Ctrl: safe from others' solo"));
    g_free(solo);
}
