/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long it takes out of the device and in again. */
#include "base/text.h"
#include "ui/shell/device_choice.h"
#include "ui/shell/first_steps_private.h"
#include "ui/shell/form.h"

static void
say_result(struct first_steps *self, const char *text, bool bad)
{
    gtk_label_set_text(GTK_LABEL(self->result), text);
    if (bad)
        gtk_widget_add_css_class(self->result, "bad");
    else
        gtk_widget_remove_css_class(self->result, "bad");
}

static void
say_fault(struct first_steps *self, const struct fault *fault)
{
    char line[1024];

    fault_line(fault, line, sizeof line);
    say_result(self, line, true);
}

static void
take_result(struct first_steps *self)
{
    struct round_trip_result is;
    struct fault fault;

    if (round_trip_result(self->trip, &is, &fault)
        || round_trip_keep(&is, &fault)) {
        say_fault(self, &fault);
        return;
    }
    g_autofree char *text = g_strdup_printf(
        _("Out and in again takes %lld frames, %.1f ms, with a confidence of %.0f "
          "%%; the "
          "driver tells %lld. It is kept for this device at %.4g kHz in blocks of "
          "%u: what "
          "you record with it is put where it was played."),
        (long long)is.frames, first_steps_ms((uint32_t)is.frames, is.key.rate),
        is.confidence * 100, (long long)is.told, is.key.rate / 1000.0,
        is.key.block);

    self->done[PAGE_ROUND_TRIP] = true;
    say_result(self, text, false);
}

/* The device is tried again, when the round trip has let go of it. */
static void
end_trip(struct first_steps *self)
{
    first_steps_open(self);
    gtk_widget_set_visible(self->progress, FALSE);
    gtk_button_set_label(GTK_BUTTON(self->measure), _("Measure"));
}

static void
on_measure(GtkWidget *measure, struct first_steps *self)
{
    struct trial_state is;
    struct fault fault;

    if (self->trip) {
        end_trip(self);
        return;
    }
    trial_state(self->trial, &is);
    const struct round_trip_config config = {
        .driver = is.driver,
        .device = ui_device_choice_device(self->device),
        .rate = is.rate,
        .block = is.block,
        .output
        = gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(self->trip_output)) - 1,
        .input
        = gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(self->trip_input)) - 1,
        .before = self->trial,
    };

    self->trial = NULL;
    if (round_trip_begin(&self->trip, &config, &fault)) {
        say_fault(self, &fault);
        first_steps_open(self);
        return;
    }
    say_result(self, _("Measuring…"), false);
    gtk_button_set_label(GTK_BUTTON(self->measure), _("Cancel"));
    gtk_widget_set_visible(self->progress, TRUE);
    first_steps_show_all(self);
}

void
first_steps_measure(struct first_steps *self)
{
    double progress;
    const bool over = round_trip_poll(self->trip, &progress);

    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->progress), progress);
    if (!over)
        return;
    take_result(self);
    end_trip(self);
}

GtkWidget *
first_steps_round_trip(struct first_steps *self)
{
    GtkWidget *form = ui_form_new();

    self->trip_output = gtk_spin_button_new_with_range(1, TRIAL_OUTPUTS, 1);
    self->trip_input = gtk_spin_button_new_with_range(1, 1, 1);
    self->measure = gtk_button_new_with_label(_("Measure"));
    self->progress = gtk_progress_bar_new();
    gtk_widget_set_halign(self->measure, GTK_ALIGN_START);
    gtk_widget_add_css_class(self->measure, "text");
    gtk_widget_set_visible(self->progress, FALSE);
    ui_form_say(
        form,
        _("What you play to what you hear comes in late. How late is measured by a "
          "cable from an output to an input: short bursts of noise are sent, so "
          "turn the speakers down. Without a cable, pass this by; what the driver "
          "tells is used then."));
    ui_form_add(form, _("From output"), self->trip_output, NULL);
    ui_form_add(form, _("To input"), self->trip_input, NULL);
    ui_form_add(form, "", self->measure, NULL);
    ui_form_add(form, "", self->progress, NULL);
    self->result = ui_form_say(form, "");
    g_signal_connect(self->measure, "clicked", G_CALLBACK(on_measure), self);
    return form;
}
