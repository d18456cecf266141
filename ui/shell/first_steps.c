/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The device is open in a trial of its own while the window is there, but while the round trip
 * is measured, which opens it by itself. */
#include "ui/shell/first_steps.h"

#include "app/round_trip.h"
#include "app/trial.h"
#include "base/text.h"
#include "ui/shell/application.h"
#include "ui/shell/device_choice.h"
#include "ui/shell/form.h"
#include "ui/widgets/meter.h"
#include "ui/widgets/tip.h"

enum { WIDTH = 560, HEIGHT = 420, TURN_MS = 40, METERS_MAX = 8 };
enum page { PAGE_DEVICE, PAGE_INPUT, PAGE_TONE, PAGE_ROUND_TRIP, PAGE_END, PAGES };

static const char *const NAMES[PAGES] = {"device", "input", "tone", "round-trip", "end"};
static const char *const TITLES[PAGES] = {N_("Sound device"), N_("What comes in"),
                                          N_("A tone"), N_("The round trip"),
                                          N_("All set")};
static const char *const TONES[] = {N_("Left and right"), N_("Left"), N_("Right"), NULL};
static const unsigned TONE_OUTPUTS[] = {3, 1, 2};

struct first_steps {
    GtkWindow *window;
    UiWindow *parent;
    struct settings *settings;
    struct trial *trial;      /* NULL: it could not be opened, or is being measured */
    struct round_trip *trip;  /* under way */
    struct fault fault;       /* why there is no trial */
    enum page page;
    bool done[PAGES];
    bool chosen;              /* another device, for the song that is open */
    guint turn, opening;
    unsigned inputs;          /* that have a meter */

    GtkWidget *title, *pages, *back, *next, *close;
    GtkWidget *device, *about, *block, *now; /* now: on every page */
    GtkWidget *meters, *meter[METERS_MAX], *heard;
    GtkWidget *outputs, *tone, *tone_hint;
    GtkWidget *trip_output, *trip_input, *measure, *progress, *result;
};

static void show(struct first_steps *self);

/* --- the device ---------------------------------------------------------------------- */

static double
ms(uint32_t frames, uint32_t rate)
{
    return rate ? 1000.0 * frames / rate : 0.0;
}

/* What it really does, or why it does nothing. */
static char *
told(struct first_steps *self)
{
    struct trial_state is;
    char line[1024];

    if (!self->trial && self->fault.status == ST_BUSY
        && ui_studio_session(ui_window_studio(self->parent)))
        return g_strdup(_("The open song plays through this device; close the song to try it "
                          "here."));
    if (!self->trial) {
        fault_line(&self->fault, line, sizeof line);
        return g_strdup(self->fault.status ? line : "");
    }
    trial_state(self->trial, &is);
    if (is.lost)
        return g_strdup_printf(_("The device is gone: %s"), is.why);
    if (is.silent)
        return g_strdup_printf(
            _("No sound hardware: the built-in clock keeps time, at %.4g kHz in blocks of %u "
              "frames. Everything works, and nothing is heard; come back when there is some."),
            is.rate / 1000.0, is.block);
    return g_strdup_printf(
        _("It runs: %s, %.4g kHz, blocks of %u frames, %u in, %u out; in %.1f ms, out %.1f ms; "
          "%s"),
        is.driver_title, is.rate / 1000.0, is.block, is.inputs, is.outputs,
        ms(is.capture, is.rate), ms(is.playback, is.rate),
        is.realtime ? _("with realtime priority") : _("without realtime priority"));
}

static bool
is_silent(struct first_steps *self)
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
make_meters(struct first_steps *self)
{
    struct trial_state is = {0};

    if (self->trial)
        trial_state(self->trial, &is);
    for (unsigned i = 0; i < self->inputs; i++)
        gtk_box_remove(GTK_BOX(self->meters), gtk_widget_get_parent(self->meter[i]));
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

static void
count_inputs(struct first_steps *self)
{
    struct trial_state is = {.inputs = 1};

    if (self->trial)
        trial_state(self->trial, &is);
    gtk_spin_button_set_range(GTK_SPIN_BUTTON(self->trip_input), 1, MAX(1, is.inputs));
}

static void
open_trial(struct first_steps *self)
{
    const struct trial_config config = {
        .driver = ui_device_choice_driver(self->device),
        .device = ui_device_choice_device(self->device),
        .rate = (uint32_t)settings_number(self->settings, "rate"),
        .block = (uint32_t)settings_number(self->settings, "block"),
        .inputs = (unsigned)settings_number(self->settings, "inputs"),
    };

    trial_close(self->trial);
    self->trial = NULL;
    self->fault = (struct fault){0};
    if (trial_open(&self->trial, &config, &self->fault) == ST_OK)
        self->fault = (struct fault){0};
    make_meters(self);
    count_inputs(self);
    show(self);
}

static gboolean
open_soon(gpointer user)
{
    struct first_steps *self = user;

    self->opening = 0;
    open_trial(self);
    return G_SOURCE_REMOVE;
}

static void
on_device(GtkWidget *device, GParamSpec *spec, struct first_steps *self)
{
    const char *driver = ui_device_choice_driver(self->device);
    const char *name = ui_device_choice_device(self->device);
    struct fault fault;

    keep(self, settings_set(self->settings, "driver", driver ? driver : "", &fault), &fault);
    keep(self, settings_set(self->settings, "device", name ? name : "", &fault), &fault);
    keep(self,
         settings_set_number(self->settings, "block", ui_block_choice_value(self->block),
                             &fault),
         &fault);
    ui_application_save_settings(
        UI_APPLICATION(gtk_window_get_application(GTK_WINDOW(self->parent))));
    self->chosen = true;
    self->done[PAGE_INPUT] = self->done[PAGE_TONE] = self->done[PAGE_ROUND_TRIP] = false;
    open_trial(self);
}

static GtkWidget *
make_device(struct first_steps *self)
{
    GtkWidget *form = ui_form_new();

    self->device = ui_device_choice_new();
    ui_device_choice_set(self->device, settings_text(self->settings, "driver"),
                         settings_text(self->settings, "device"));
    self->block = ui_block_choice_new(settings_number(self->settings, "block"));
    ui_form_say(form, _("Through what shall it sound?"));
    ui_form_add(form, _("Device"), self->device, NULL);
    self->about = ui_form_say(form, "");
    ui_form_add(form, _("Block"), self->block,
                _("A shorter one answers sooner, a longer one is safer from drop-outs"));
    g_signal_connect(self->device, "notify::selected", G_CALLBACK(on_device), self);
    g_signal_connect(self->block, "notify::selected", G_CALLBACK(on_device), self);
    return form;
}

/* --- what comes in ------------------------------------------------------------------- */

static GtkWidget *
make_input(struct first_steps *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    GtkWidget *say = ui_form_new();

    ui_form_say(say, _("Play, sing or clap: the input that hears it moves. Turn the device's own "
                       "knob until the loudest stays below the red."));
    self->heard = ui_form_say(say, "");
    self->meters = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    gtk_box_append(GTK_BOX(box), say);
    gtk_box_append(GTK_BOX(box), self->meters);
    return box;
}

static void
look(struct first_steps *self)
{
    float peaks[METERS_MAX];

    trial_peaks(self->trial, peaks, self->inputs);
    for (unsigned i = 0; i < self->inputs; i++) {
        ui_meter_feed(UI_METER(self->meter[i]), &peaks[i], &peaks[i], g_get_monotonic_time());
        if (peaks[i] > 0.003f && self->page == PAGE_INPUT && !self->done[PAGE_INPUT]) {
            self->done[PAGE_INPUT] = true;
            show(self);
        }
    }
}

/* --- a tone -------------------------------------------------------------------------- */

static void
on_tone(GtkWidget *tone, struct first_steps *self)
{
    const guint at = gtk_drop_down_get_selected(GTK_DROP_DOWN(self->outputs));
    const bool on = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->tone));

    if (self->trial)
        trial_tone(self->trial, on ? TONE_OUTPUTS[at] : 0);
    gtk_button_set_label(GTK_BUTTON(self->tone), on ? _("Stop the tone") : _("Play the tone"));
    self->done[PAGE_TONE] |= on;
    show(self);
}

static void
on_outputs(GtkWidget *outputs, GParamSpec *spec, struct first_steps *self)
{
    on_tone(self->tone, self);
}

static GtkWidget *
make_tone(struct first_steps *self)
{
    GtkWidget *form = ui_form_new();

    self->outputs = ui_choice_new(TONES);
    self->tone = gtk_toggle_button_new_with_label(_("Play the tone"));
    gtk_widget_set_halign(self->tone, GTK_ALIGN_START);
    gtk_widget_add_css_class(self->tone, "text");
    ui_form_say(form, _("Turn the speakers down before, and up again while it sounds."));
    ui_form_add(form, _("Outputs"), self->outputs, NULL);
    ui_form_add(form, "", self->tone, _("440 Hz, at −18 dB below full scale"));
    self->tone_hint = ui_form_say(form, "");
    g_signal_connect(self->tone, "toggled", G_CALLBACK(on_tone), self);
    g_signal_connect(self->outputs, "notify::selected", G_CALLBACK(on_outputs), self);
    return form;
}

/* --- the round trip ------------------------------------------------------------------ */

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

    if (round_trip_result(self->trip, &is, &fault) || round_trip_keep(&is, &fault)) {
        say_fault(self, &fault);
        return;
    }
    g_autofree char *text = g_strdup_printf(
        _("Out and in again takes %lld frames, %.1f ms, with a confidence of %.0f %%; the "
          "driver tells %lld. It is kept for this device at %.4g kHz in blocks of %u: what "
          "you record with it is put where it was played."),
        (long long)is.frames, ms((uint32_t)is.frames, is.key.rate), is.confidence * 100,
        (long long)is.told, is.key.rate / 1000.0, is.key.block);

    self->done[PAGE_ROUND_TRIP] = true;
    say_result(self, text, false);
}

static void
end_trip(struct first_steps *self)
{
    round_trip_end(self->trip);
    self->trip = NULL;
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
        open_trial(self);
        return;
    }
    trial_state(self->trial, &is);
    const struct round_trip_config config = {
        .driver = is.driver,
        .device = ui_device_choice_device(self->device),
        .rate = is.rate,
        .block = is.block,
        .output = gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(self->trip_output)) - 1,
        .input = gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(self->trip_input)) - 1,
    };

    trial_close(self->trial);
    self->trial = NULL;
    if (round_trip_begin(&self->trip, &config, &fault)) {
        say_fault(self, &fault);
        open_trial(self);
        return;
    }
    say_result(self, _("Measuring…"), false);
    gtk_button_set_label(GTK_BUTTON(self->measure), _("Cancel"));
    gtk_widget_set_visible(self->progress, TRUE);
    show(self);
}

static void
go_on_measuring(struct first_steps *self)
{
    double progress;
    const bool over = round_trip_poll(self->trip, &progress);

    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->progress), progress);
    if (!over)
        return;
    take_result(self);
    end_trip(self);
    open_trial(self);
}

static GtkWidget *
make_round_trip(struct first_steps *self)
{
    GtkWidget *form = ui_form_new();

    self->trip_output = gtk_spin_button_new_with_range(1, TRIAL_OUTPUTS, 1);
    self->trip_input = gtk_spin_button_new_with_range(1, 1, 1);
    self->measure = gtk_button_new_with_label(_("Measure"));
    self->progress = gtk_progress_bar_new();
    gtk_widget_set_halign(self->measure, GTK_ALIGN_START);
    gtk_widget_add_css_class(self->measure, "text");
    gtk_widget_set_visible(self->progress, FALSE);
    ui_form_say(form, _("What you play to what you hear comes in late. How late is measured by a "
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

/* --- the end ------------------------------------------------------------------------- */

static GtkWidget *
make_end(void)
{
    GtkWidget *form = ui_form_new();

    ui_form_say(form, _("Arm a track with R, and press record. These steps are in the menu "
                        "whenever a cable has been changed: First steps…"));
    return form;
}

/* --- from step to step --------------------------------------------------------------- */

static void
say(GtkWidget *label, const char *text)
{
    if (g_strcmp0(gtk_label_get_text(GTK_LABEL(label)), text) != 0)
        gtk_label_set_text(GTK_LABEL(label), text);
    gtk_widget_set_visible(label, *text != '\0');
}

static void
show(struct first_steps *self)
{
    g_autofree char *text = told(self);
    g_autofree char *about = ui_device_choice_about(self->device);
    g_autofree char *title = g_strdup_printf(_("%s – step %d of %d"), _(TITLES[self->page]),
                                             self->page + 1, PAGES);
    const bool silent = is_silent(self);
    const bool pass = !self->done[self->page] && self->page != PAGE_DEVICE;

    say(self->title, title);
    say(self->now, text);
    say(self->about, about);
    say(self->heard, silent                   ? _("Nothing comes in through this device.")
                     : self->done[PAGE_INPUT] ? _("It is heard.")
                                              : "");
    say(self->tone_hint, silent ? _("Nothing is heard through this device.") : "");
    gtk_widget_set_sensitive(self->tone, !silent);
    gtk_widget_set_sensitive(self->measure, self->trip || !silent);
    gtk_widget_set_sensitive(self->back, self->page > 0 && !self->trip);
    gtk_widget_set_sensitive(self->next, !self->trip);
    gtk_button_set_label(GTK_BUTTON(self->next), self->page == PAGE_END ? _("Done")
                                                 : pass                 ? _("Skip")
                                                                        : _("Next"));
    gtk_widget_set_visible(self->close, self->page != PAGE_END);
}

static void
go(struct first_steps *self, int by)
{
    self->page = (enum page)CLAMP((int)self->page + by, 0, PAGES - 1);
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->tone), FALSE);
    gtk_stack_set_visible_child_name(GTK_STACK(self->pages), NAMES[self->page]);
    show(self);
    gtk_widget_grab_focus(self->next);
}

static void
on_back(GtkWidget *back, struct first_steps *self)
{
    go(self, -1);
}

static void
on_next(GtkWidget *next, struct first_steps *self)
{
    if (self->page == PAGE_END)
        gtk_window_close(self->window);
    else
        go(self, 1);
}

static gboolean
on_turn(gpointer user)
{
    struct first_steps *self = user;
    struct trial_state is = {0};

    if (self->trip)
        go_on_measuring(self);
    if (!self->trial)
        return G_SOURCE_CONTINUE;
    look(self);
    trial_state(self->trial, &is);
    if (is.lost)
        show(self);
    return G_SOURCE_CONTINUE;
}

/* --- the window ---------------------------------------------------------------------- */

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       struct first_steps *self)
{
    GtkWidget *pressed = key == GDK_KEY_Left ? self->back : self->next;

    if (key == GDK_KEY_Escape) {
        gtk_window_close(self->window);
        return GDK_EVENT_STOP;
    }
    if (!(state & GDK_ALT_MASK) || (key != GDK_KEY_Left && key != GDK_KEY_Right))
        return GDK_EVENT_PROPAGATE;
    if (gtk_widget_is_sensitive(pressed))
        g_signal_emit_by_name(pressed, "clicked");
    return GDK_EVENT_STOP;
}

static void
free_first_steps(gpointer data)
{
    struct first_steps *self = data;

    g_source_remove(self->turn);
    g_clear_handle_id(&self->opening, g_source_remove);
    round_trip_end(self->trip);
    trial_close(self->trial);
    g_object_set_data(G_OBJECT(self->parent), "first-steps", NULL);
    /* A song that is open goes on through what was chosen. */
    if (self->chosen && ui_studio_session(ui_window_studio(self->parent)))
        ui_window_sound(self->parent);
    g_object_unref(self->parent);
    g_free(self);
}

static GtkWidget *
button(const char *title, const char *class, GCallback clicked, gpointer user)
{
    GtkWidget *made = gtk_button_new_with_label(title);

    gtk_widget_add_css_class(made, class);
    g_signal_connect(made, "clicked", clicked, user);
    return made;
}

static GtkWidget *
make_foot(struct first_steps *self)
{
    GtkWidget *foot = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8), *space = gtk_label_new(NULL);

    self->close = gtk_button_new_with_label(_("Not now"));
    g_signal_connect_swapped(self->close, "clicked", G_CALLBACK(gtk_window_close), self->window);
    gtk_widget_add_css_class(self->close, "text");
    self->back = button(_("Back"), "text", G_CALLBACK(on_back), self);
    self->next = button(_("Next"), "suggested", G_CALLBACK(on_next), self);
    ui_tip_set(self->back, _("Alt+Left"));
    ui_tip_set(self->next, _("Alt+Right; Escape ends the steps"));
    gtk_widget_add_css_class(foot, "foot");
    gtk_widget_set_hexpand(space, TRUE);
    gtk_box_append(GTK_BOX(foot), self->close);
    gtk_box_append(GTK_BOX(foot), space);
    gtk_box_append(GTK_BOX(foot), self->back);
    gtk_box_append(GTK_BOX(foot), self->next);
    return foot;
}

static void
add_page(struct first_steps *self, enum page page, GtkWidget *content)
{
    gtk_stack_add_named(GTK_STACK(self->pages), ui_form_scrolled(content), NAMES[page]);
}

static void
build(struct first_steps *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 14);
    GtkEventController *keys = gtk_event_controller_key_new();

    self->window = GTK_WINDOW(gtk_window_new());
    g_object_set_data_full(G_OBJECT(self->window), "self", self, free_first_steps);
    self->title = gtk_label_new("");
    gtk_label_set_xalign(GTK_LABEL(self->title), 0.0f);
    gtk_widget_add_css_class(self->title, "heading");
    self->pages = gtk_stack_new();
    gtk_widget_set_vexpand(self->pages, TRUE);
    add_page(self, PAGE_DEVICE, make_device(self));
    add_page(self, PAGE_INPUT, make_input(self));
    add_page(self, PAGE_TONE, make_tone(self));
    add_page(self, PAGE_ROUND_TRIP, make_round_trip(self));
    add_page(self, PAGE_END, make_end());
    gtk_box_append(GTK_BOX(box), self->title);
    self->now = gtk_label_new("");
    gtk_label_set_wrap(GTK_LABEL(self->now), TRUE);
    gtk_label_set_xalign(GTK_LABEL(self->now), 0.0f);
    gtk_label_set_max_width_chars(GTK_LABEL(self->now), 52);
    gtk_widget_add_css_class(self->now, "hint");
    gtk_box_append(GTK_BOX(box), self->pages);
    gtk_box_append(GTK_BOX(box), self->now);
    gtk_box_append(GTK_BOX(box), make_foot(self));
    ui_form_dress(self->window, box, _("First steps"));
    gtk_window_set_default_size(self->window, WIDTH, HEIGHT);
    gtk_window_set_default_widget(self->window, self->next);
    gtk_window_set_transient_for(self->window, GTK_WINDOW(self->parent));
    gtk_window_set_destroy_with_parent(self->window, TRUE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(GTK_WIDGET(self->window), keys);
    say(self->now, _("It is being opened…"));
    self->opening = g_idle_add(open_soon, self);
    self->turn = g_timeout_add(TURN_MS, on_turn, self);
}

static struct settings *
settings_of(UiWindow *window)
{
    return ui_application_settings(
        UI_APPLICATION(gtk_window_get_application(GTK_WINDOW(window))));
}

void
ui_first_steps_show(UiWindow *window)
{
    GtkWindow *shown = g_object_get_data(G_OBJECT(window), "first-steps");

    if (!shown) {
        struct first_steps *self = g_new0(struct first_steps, 1);

        self->parent = g_object_ref(window);
        self->settings = settings_of(window);
        build(self);
        show(self);
        shown = self->window;
        g_object_set_data(G_OBJECT(window), "first-steps", shown);
    }
    gtk_window_present(shown);
}

/* Once, however they end: also where a device ends the program. */
void
ui_first_steps_begin(UiWindow *window)
{
    struct settings *settings = settings_of(window);
    struct fault fault;

    if (!settings || !settings_on(settings, "first-run"))
        return;
    if (settings_set_on(settings, "first-run", false, &fault))
        return;
    ui_application_save_settings(
        UI_APPLICATION(gtk_window_get_application(GTK_WINDOW(window))));
    ui_first_steps_show(window);
}

static void
run_first_steps(gpointer user, GVariant *parameter)
{
    ui_first_steps_show(user);
}

static const struct ui_action TABLE[] = {
    {"first-steps", N_("First steps…"), N_("Window"), NULL, run_first_steps},
};

void
ui_actions_add_first_steps(UiActions *actions, UiWindow *window)
{
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), window);
}
