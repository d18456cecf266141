/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which device, and what it really does. */
#include "base/text.h"
#include "ui/shell/application.h"
#include "ui/shell/device_choice.h"
#include "ui/shell/first_steps_private.h"
#include "ui/shell/form.h"

/* What it really does, or why it does nothing. */
char *
first_steps_told(struct first_steps *self)
{
    struct trial_state is;
    char line[1024];

    if (self->coming || self->opening)
        return g_strdup(_("It is being opened…"));
    if (!self->trial && self->fault.status == ST_BUSY
        && ui_studio_session(ui_window_studio(self->parent)))
        return g_strdup(
            _("The open song plays through this device; close the song to try it "
              "here."));
    if (!self->trial) {
        fault_line(&self->fault, line, sizeof line);
        return g_strdup(self->fault.status ? line : "");
    }
    trial_state(self->trial, &is);
    if (is.lost)
        return g_strdup_printf(_("The device is gone: %s"), is.why);
    if (is.silent)
        return g_strdup_printf(_("No sound hardware: the built-in clock keeps "
                                 "time, at %.4g kHz in blocks of %u "
                                 "frames. Everything works, and nothing is heard; "
                                 "come back when there is some."),
                               is.rate / 1000.0, is.block);
    return g_strdup_printf(
        _("It runs: %s, %.4g kHz, blocks of %u frames, %u in, %u out; in %.1f ms, "
          "out %.1f ms; "
          "%s"),
        is.driver_title, is.rate / 1000.0, is.block, is.inputs, is.outputs,
        first_steps_ms(is.capture, is.rate), first_steps_ms(is.playback, is.rate),
        is.realtime ? _("with realtime priority") : _("without realtime priority"));
}

bool
first_steps_is_silent(struct first_steps *self)
{
    struct trial_state is;

    if (!self->trial)
        return true;
    trial_state(self->trial, &is);
    return is.silent || is.lost;
}

static void
keep(struct first_steps *self, enum status status, const struct fault *fault)
{
    if (status)
        ui_studio_tell(ui_window_studio(self->parent), fault);
}

static void
count_inputs(struct first_steps *self)
{
    struct trial_state is = {.inputs = 1};

    if (self->trial)
        trial_state(self->trial, &is);
    gtk_spin_button_set_range(GTK_SPIN_BUTTON(self->trip_input), 1,
                              MAX(1, is.inputs));
}

static void
show_device(struct first_steps *self)
{
    first_steps_meters(self);
    count_inputs(self);
    first_steps_show_all(self);
}

void
first_steps_open(struct first_steps *self)
{
    const struct trial_config config = {
        .driver = ui_device_choice_driver(self->device),
        .device = ui_device_choice_device(self->device),
        .rate = (uint32_t)settings_number(self->settings, "rate"),
        .block = (uint32_t)settings_number(self->settings, "block"),
        .inputs = (unsigned)settings_number(self->settings, "inputs"),
        .before = g_steal_pointer(&self->trip),
    };

    g_clear_handle_id(&self->opening, g_source_remove);
    if (self->trial)
        self->coming = self->trial;
    self->trial = NULL;
    self->fault = (struct fault){0};
    if (!self->coming)
        (void)!trial_open(&self->coming, &config, &self->fault);
    else if (trial_change(self->coming, &config, &self->fault))
        g_clear_pointer(&self->coming, trial_close);
    show_device(self);
}

void
first_steps_look_at_device(struct first_steps *self)
{
    if (!self->coming)
        return;
    const enum status status = trial_opened(self->coming, false, &self->fault);
    if (trial_opening(self->coming))
        return;
    if (status)
        trial_close(self->coming);
    else
        self->trial = self->coming;
    self->coming = NULL;
    show_device(self);
}

static void
on_device(gpointer user)
{
    struct first_steps *self = user;
    const char *driver = ui_device_choice_driver(self->device);
    const char *name = ui_device_choice_device(self->device);
    struct fault fault;

    keep(self, settings_set(self->settings, "driver", driver ? driver : "", &fault),
         &fault);
    keep(self, settings_set(self->settings, "device", name ? name : "", &fault),
         &fault);
    keep(self,
         settings_set_number(self->settings, "block",
                             ui_block_choice_value(self->block), &fault),
         &fault);
    ui_application_save_settings(
        UI_APPLICATION(gtk_window_get_application(GTK_WINDOW(self->parent))));
    self->chosen = true;
    self->done[PAGE_INPUT] = self->done[PAGE_TONE] = self->done[PAGE_ROUND_TRIP]
        = false;
    first_steps_open(self);
}

/* Whoever lists them opens them, too.  Before the window is whole nobody can. */
static void
on_known(gpointer user)
{
    struct first_steps *self = user;

    self->known = true;
    if (!self->turn)
        return;
    if (self->opening)
        first_steps_open(self);
    else
        first_steps_show_all(self);
}

GtkWidget *
first_steps_device(struct first_steps *self)
{
    GtkWidget *form = ui_form_new();

    self->device = ui_device_choice_new();
    ui_device_choice_set(self->device, settings_text(self->settings, "driver"),
                         settings_text(self->settings, "device"));
    ui_form_say(form, _("Through what shall it sound?"));
    ui_form_add(form, _("Device"), self->device, NULL);
    self->about = ui_form_say(form, "");
    ui_device_choice_watch(self->device, on_device, on_known, self);
    return form;
}

void
first_steps_block(struct first_steps *self)
{
    self->block = ui_block_choice_new(settings_number(self->settings, "block"));
    ui_form_add(
        gtk_widget_get_parent(self->device), _("Block"), self->block,
        _("A shorter one answers sooner, a longer one is safer from drop-outs"));
    g_signal_connect_swapped(self->block, "notify::selected", G_CALLBACK(on_device),
                             self);
}
