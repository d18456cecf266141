/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tone, to turn the speakers up by. */
#include "base/text.h"
#include "ui/shell/first_steps_private.h"
#include "ui/shell/form.h"

static const char *const TONES[]
    = {N_("Left and right"), N_("Left"), N_("Right"), NULL};
static const unsigned TONE_OUTPUTS[] = {3, 1, 2};

static void
on_tone(GtkWidget *tone, struct first_steps *self)
{
    const guint at = gtk_drop_down_get_selected(GTK_DROP_DOWN(self->outputs));
    const bool on = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->tone));

    if (self->trial)
        trial_tone(self->trial, on ? TONE_OUTPUTS[at] : 0);
    gtk_button_set_label(GTK_BUTTON(self->tone),
                         on ? _("Stop the tone") : _("Play the tone"));
    self->done[PAGE_TONE] |= on;
    first_steps_show_all(self);
}

static void
on_outputs(GtkWidget *outputs, GParamSpec *spec, struct first_steps *self)
{
    on_tone(self->tone, self);
}

GtkWidget *
first_steps_tone(struct first_steps *self)
{
    GtkWidget *form = ui_form_new();

    self->outputs = ui_choice_new(TONES);
    self->tone = gtk_toggle_button_new_with_label(_("Play the tone"));
    gtk_widget_set_halign(self->tone, GTK_ALIGN_START);
    gtk_widget_add_css_class(self->tone, "text");
    ui_form_say(form,
                _("Turn the speakers down before, and up again while it sounds."));
    ui_form_add(form, _("Outputs"), self->outputs, NULL);
    ui_form_add(form, "", self->tone, _("440 Hz, at −18 dB below full scale"));
    self->tone_hint = ui_form_say(form, "");
    g_signal_connect(self->tone, "toggled", G_CALLBACK(on_tone), self);
    g_signal_connect(self->outputs, "notify::selected", G_CALLBACK(on_outputs),
                     self);
    return form;
}
