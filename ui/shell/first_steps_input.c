/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes in: a meter for each input. */
#include "base/text.h"
#include "ui/shell/first_steps_private.h"
#include "ui/shell/form.h"
#include "ui/widgets/meter.h"

void
first_steps_meters(struct first_steps *self)
{
    struct trial_state is = {0};

    if (self->trial)
        trial_state(self->trial, &is);
    for (unsigned i = 0; i < self->inputs; i++)
        gtk_box_remove(GTK_BOX(self->meters),
                       gtk_widget_get_parent(self->meter[i]));
    self->inputs = MIN(is.inputs, METERS_MAX);
    for (unsigned i = 0; i < self->inputs; i++) {
        GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
        g_autofree char *name = g_strdup_printf(_("Input %u"), i + 1);
        GtkWidget *label = gtk_label_new(name);

        self->meter[i] = ui_meter_new(GTK_ORIENTATION_HORIZONTAL, 1);
        ui_meter_set_title(UI_METER(self->meter[i]), name);
        gtk_widget_set_hexpand(self->meter[i], TRUE);
        gtk_widget_set_size_request(self->meter[i], -1, 12);
        gtk_widget_set_valign(self->meter[i], GTK_ALIGN_CENTER);
        gtk_widget_add_css_class(label, "dim");
        gtk_box_append(GTK_BOX(row), label);
        gtk_box_append(GTK_BOX(row), self->meter[i]);
        gtk_box_append(GTK_BOX(self->meters), row);
    }
}

GtkWidget *
first_steps_input(struct first_steps *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    GtkWidget *say = ui_form_new();

    ui_form_say(say, _("Play, sing or clap: the input that hears it moves. Turn "
                       "the device's own "
                       "knob until the loudest stays below the red."));
    self->heard = ui_form_say(say, "");
    self->meters = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    gtk_box_append(GTK_BOX(box), say);
    gtk_box_append(GTK_BOX(box), self->meters);
    return box;
}

void
first_steps_look(struct first_steps *self)
{
    float peaks[METERS_MAX];

    trial_peaks(self->trial, peaks, self->inputs);
    for (unsigned i = 0; i < self->inputs; i++) {
        ui_meter_feed(UI_METER(self->meter[i]), &peaks[i], &peaks[i],
                      g_get_monotonic_time());
        if (peaks[i] > 0.003f && self->page == PAGE_INPUT
            && !self->done[PAGE_INPUT]) {
            self->done[PAGE_INPUT] = true;
            first_steps_show_all(self);
        }
    }
}
