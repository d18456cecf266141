/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/preferences.h"

#include "base/text.h"
#include "ui/shell/application.h"
#include "ui/shell/device_choice.h"
#include "ui/shell/form.h"
#include "ui/widgets/pieces.h"

#include <string.h>

enum { WIDTH = 600, HEIGHT = 400 };

static const char *const THEMES[] = {"system", "dark", "light", "contrast"};
static const char *const THEME_NAMES[] = {N_("As the desktop has it"), N_("Dark"),
                                          N_("Light"), N_("High contrast"), NULL};
static const char *const MOTIONS[] = {"system", "full", "reduced"};
static const char *const MOTION_NAMES[] = {
    N_("As the desktop has it"), N_("All of it"), N_("As little as can be"), NULL};

struct preferences {
    GtkWindow *window;
    UiWindow *parent;
    struct settings *settings;
    GtkWidget *sound, *recording, *looks; /* the forms of the pages */
    GtkWidget *device, *about, *block, *inputs, *threads, *now;
};

static UiApplication *
application_of(UiWindow *window)
{
    return UI_APPLICATION(gtk_window_get_application(GTK_WINDOW(window)));
}

/* --- what is set -------------------------------------------------------------- */

static void
keep(struct preferences *self, enum status status, const struct fault *fault)
{
    if (status)
        ui_studio_tell(ui_window_studio(self->parent), fault);
    else
        ui_application_save_settings(application_of(self->parent));
}

static void
set_text(struct preferences *self, const char *key, const char *value)
{
    struct fault fault;

    keep(self, settings_set(self->settings, key, value, &fault), &fault);
}

static void
set_number(struct preferences *self, const char *key, double value)
{
    struct fault fault;

    keep(self, settings_set_number(self->settings, key, value, &fault), &fault);
}

static void
on_number(GtkSpinButton *spin, struct preferences *self)
{
    set_number(self, g_object_get_data(G_OBJECT(spin), "key"),
               gtk_spin_button_get_value(spin));
}

/* A number that says by itself which setting it is. */
static GtkWidget *
number(struct preferences *self, const char *key, double low, double high,
       double step)
{
    GtkWidget *spin = gtk_spin_button_new_with_range(low, high, step);

    g_object_set_data(G_OBJECT(spin), "key", (gpointer)key);
    gtk_spin_button_set_value(GTK_SPIN_BUTTON(spin),
                              settings_number(self->settings, key));
    g_signal_connect(spin, "value-changed", G_CALLBACK(on_number), self);
    return spin;
}

static void
on_choice(GtkWidget *choice, GParamSpec *spec, struct preferences *self)
{
    const char *const *values = g_object_get_data(G_OBJECT(choice), "values");

    set_text(self, g_object_get_data(G_OBJECT(choice), "key"),
             values[gtk_drop_down_get_selected(GTK_DROP_DOWN(choice))]);
}

static GtkWidget *
choice(struct preferences *self, const char *key, const char *const *values,
       const char *const *names)
{
    GtkWidget *made = ui_choice_new(names);

    for (guint i = 0; names[i]; i++)
        if (strcmp(settings_text(self->settings, key), values[i]) == 0)
            gtk_drop_down_set_selected(GTK_DROP_DOWN(made), i);
    g_object_set_data(G_OBJECT(made), "key", (gpointer)key);
    g_object_set_data(G_OBJECT(made), "values", (gpointer)values);
    g_signal_connect(made, "notify::selected", G_CALLBACK(on_choice), self);
    return made;
}

/* --- sound -------------------------------------------------------------------- */

/* What the device that plays really does. */
static void
show_sound(struct preferences *self)
{
    UiStudio *studio = ui_window_studio(self->parent);
    g_autofree char *about = ui_device_choice_about(self->device);
    g_autofree char *now = NULL;
    struct player_latency is;
    struct player_state state;

    gtk_label_set_text(GTK_LABEL(self->about), about);
    gtk_widget_set_visible(self->about, *about != '\0');
    if (ui_studio_player(studio)) {
        player_latency(ui_studio_player(studio), &is);
        state = ui_studio_state(studio)->player;
        now = g_strdup_printf(_("Now: %s, %.4g kHz, blocks of %u frames, %u "
                                "inputs; in %.1f ms, out %.1f ms; %s"),
                              is.device, is.rate / 1000.0, is.block, is.inputs,
                              is.rate ? 1000.0 * is.capture / is.rate : 0.0,
                              is.rate ? 1000.0 * is.playback / is.rate : 0.0,
                              state.realtime ? _("with realtime priority")
                                             : _("without realtime priority"));
    }
    gtk_label_set_text(GTK_LABEL(self->now),
                       now ? now : _("It is opened with the next song."));
}

static void
on_known(gpointer user)
{
    show_sound(user);
}

static void
apply_sound(struct preferences *self)
{
    UiStudio *studio = ui_window_studio(self->parent);

    if (ui_studio_session(studio))
        ui_window_sound(self->parent);
    show_sound(self);
}

static void
on_device(gpointer user)
{
    struct preferences *self = user;
    const char *driver = ui_device_choice_driver(self->device);
    const char *name = ui_device_choice_device(self->device);

    set_text(self, "driver", driver ? driver : "");
    set_text(self, "device", name ? name : "");
    apply_sound(self);
}

static void
on_block(GtkWidget *block, GParamSpec *spec, struct preferences *self)
{
    set_number(self, "block", ui_block_choice_value(block));
    apply_sound(self);
}

static void
on_sound_number(GtkSpinButton *spin, struct preferences *self)
{
    apply_sound(self);
}

static GtkWidget *
sound_number(struct preferences *self, const char *key, double low, double high)
{
    GtkWidget *made = number(self, key, low, high, 1);

    g_signal_connect(made, "value-changed", G_CALLBACK(on_sound_number), self);
    return made;
}

static bool
make_device(gpointer user)
{
    struct preferences *self = user;

    self->device = ui_device_choice_new();
    ui_device_choice_set(self->device, settings_text(self->settings, "driver"),
                         settings_text(self->settings, "device"));
    ui_form_add(self->sound, _("Device"), self->device, NULL);
    self->about = ui_form_say(self->sound, "");
    return false;
}

static bool
make_block(gpointer user)
{
    struct preferences *self = user;

    self->block = ui_block_choice_new(settings_number(self->settings, "block"));
    ui_form_add(
        self->sound, _("Block"), self->block,
        _("A shorter one answers sooner, a longer one is safer from drop-outs"));
    g_signal_connect(self->block, "notify::selected", G_CALLBACK(on_block), self);
    return false;
}

static bool
make_inputs(gpointer user)
{
    struct preferences *self = user;

    self->inputs = sound_number(self, "inputs", 0, 128);
    ui_form_add(self->sound, _("Inputs"), self->inputs,
                _("How many channels are taken from the device, if it has them"));
    return false;
}

static bool
make_threads(gpointer user)
{
    struct preferences *self = user;

    self->threads = sound_number(self, "threads", 0, 16);
    ui_form_add(self->sound, _("Threads"), self->threads,
                _("That play; 0: as many as there are processors, 4 at most"));
    self->now = ui_form_say(self->sound, "");
    ui_device_choice_watch(self->device, on_device, on_known, self);
    show_sound(self);
    return false;
}

/* --- the others --------------------------------------------------------------- */

static void
on_recording(GtkSpinButton *spin, struct preferences *self)
{
    UiStudio *studio = ui_window_studio(self->parent);

    ui_studio_recording(studio)->click_db
        = settings_number(self->settings, "click-db");
    ui_studio_recording_changed(studio);
}

static bool
make_metronome(gpointer user)
{
    struct preferences *self = user;
    GtkWidget *click = number(self, "click-db", -60, 6, 1);

    ui_form_add(self->recording, _("Metronome, dB"), click, NULL);
    ui_form_add(self->recording, _("Metronome’s output"),
                sound_number(self, "click-output", 1, 127),
                _("Of the device: it and the next; 1: where the song is heard"));
    g_signal_connect(click, "value-changed", G_CALLBACK(on_recording), self);
    return false;
}

static bool
make_listening(gpointer user)
{
    struct preferences *self = user;

    ui_form_add(
        self->recording, _("Listening, minutes"),
        number(self, "listening-minutes", 0, 60, 1),
        _("What armed tracks hear is kept for so long, though nobody records; "
          "0: not at all"));
    return false;
}

static bool
make_colours(gpointer user)
{
    struct preferences *self = user;

    ui_form_add(self->looks, _("Colours"), choice(self, "theme", THEMES, THEME_NAMES),
                NULL);
    return false;
}

static bool
make_motion(gpointer user)
{
    struct preferences *self = user;

    ui_form_add(self->looks, _("Motion"),
                choice(self, "motion", MOTIONS, MOTION_NAMES), NULL);
    return false;
}

static bool
make_letters(gpointer user)
{
    struct preferences *self = user;

    ui_form_add(self->looks, _("Size of words, %"),
                number(self, "font-percent", 50, 300, 10), NULL);
    return false;
}

static const ui_piece PIECES[]
    = {make_device,    make_block,   make_inputs, make_threads, make_metronome,
       make_listening, make_colours, make_motion, make_letters, NULL};

/* --- the window --------------------------------------------------------------- */

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       GtkWindow *window)
{
    if (key == GDK_KEY_Escape)
        gtk_window_close(window);
    return key == GDK_KEY_Escape;
}

static void
free_preferences(gpointer data)
{
    struct preferences *self = data;

    g_object_set_data(G_OBJECT(self->parent), "preferences", NULL);
    g_object_unref(self->parent);
    g_free(self);
}

static void
on_sound(GtkWindow *window)
{
    struct preferences *self = g_object_get_data(G_OBJECT(window), "self");

    if (self->now) /* it is made by now */
        show_sound(self);
}

static GtkWidget *
add_page(GtkWidget *pages, const char *name, const char *title)
{
    GtkWidget *form = ui_form_new();

    gtk_stack_add_titled(GTK_STACK(pages), ui_form_scrolled(form), name, title);
    return form;
}

static GtkWindow *
build(struct preferences *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 14);
    GtkWidget *pages = gtk_stack_new(), *side = gtk_stack_switcher_new();
    GtkEventController *keys = gtk_event_controller_key_new();
    UiStudio *studio = ui_window_studio(self->parent);

    self->window = GTK_WINDOW(gtk_window_new());
    g_object_set_data_full(G_OBJECT(self->window), "self", self, free_preferences);
    self->sound = add_page(pages, "sound", _("Sound"));
    self->recording = add_page(pages, "recording", _("Recording"));
    self->looks = add_page(pages, "looks", _("Looks"));
    /* No side bar: there, Tab would go through all pages before it came to a
     * control. */
    gtk_stack_switcher_set_stack(GTK_STACK_SWITCHER(side), GTK_STACK(pages));
    gtk_widget_set_halign(side, GTK_ALIGN_CENTER);
    gtk_widget_set_hexpand(pages, TRUE);
    gtk_box_append(GTK_BOX(box), side);
    gtk_box_append(GTK_BOX(box), pages);
    ui_form_dress(self->window, box, _("Preferences"));
    gtk_window_set_default_size(self->window, WIDTH, HEIGHT);
    gtk_window_set_transient_for(self->window, GTK_WINDOW(self->parent));
    gtk_window_set_destroy_with_parent(self->window, TRUE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self->window);
    gtk_widget_add_controller(GTK_WIDGET(self->window), keys);
    g_signal_connect_object(studio, "sound", G_CALLBACK(on_sound), self->window,
                            G_CONNECT_SWAPPED);
    return self->window;
}

static void
run_preferences(gpointer user, GVariant *parameter)
{
    GtkWindow *shown = g_object_get_data(G_OBJECT(user), "preferences");

    if (!shown) {
        struct preferences *self = g_new0(struct preferences, 1);

        self->parent = g_object_ref(user);
        self->settings = ui_application_settings(application_of(user));
        shown = build(self);
        g_object_set_data(G_OBJECT(user), "preferences", shown);
        ui_pieces_make(shown, PIECES, self);
    }
    ui_pieces_present(shown);
}

static const struct ui_action TABLE[] = {
    {"preferences", N_("Preferences…"), N_("Window"), "<Control>comma",
     run_preferences},
};

void
ui_actions_add_preferences(UiActions *actions, UiWindow *window)
{
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), window);
}
