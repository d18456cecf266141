/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window, and the way from page to page. */
#include "ui/shell/first_steps_private.h"

#include "base/text.h"
#include "ui/shell/application.h"
#include "ui/shell/device_choice.h"
#include "ui/shell/form.h"
#include "ui/widgets/pieces.h"
#include "ui/widgets/tip.h"

enum { WIDTH = 560, HEIGHT = 420, TURN_MS = 40, PATIENCE_MS = 2000 };

static const char *const NAMES[PAGES]
    = {"device", "input", "tone", "round-trip", "end"};
static const char *const TITLES[PAGES] = {N_("Sound device"), N_("What comes in"),
                                          N_("A tone"), N_("The round trip"),
                                          N_("All set")};
static gboolean
open_soon(gpointer user)
{
    struct first_steps *self = user;

    self->opening = 0;
    first_steps_open(self);
    return G_SOURCE_REMOVE;
}

/* --- the end ------------------------------------------------------------------ */

static GtkWidget *
make_end(void)
{
    GtkWidget *form = ui_form_new();

    ui_form_say(
        form, _("Arm a track with R, and press record. These steps are in the menu "
                "whenever a cable has been changed: First steps…"));
    return form;
}

/* --- from step to step -------------------------------------------------------- */

static void
say(GtkWidget *label, const char *text)
{
    if (g_strcmp0(gtk_label_get_text(GTK_LABEL(label)), text) != 0)
        gtk_label_set_text(GTK_LABEL(label), text);
    gtk_widget_set_visible(label, *text != '\0');
}

void
first_steps_show_all(struct first_steps *self)
{
    g_autofree char *text = first_steps_told(self);
    g_autofree char *about = ui_device_choice_about(self->device);
    g_autofree char *title = g_strdup_printf(
        _("%s – step %d of %d"), _(TITLES[self->page]), self->page + 1, PAGES);
    const bool silent = first_steps_is_silent(self), deaf = silent && !self->coming;
    const bool pass = !self->done[self->page] && self->page != PAGE_DEVICE;

    say(self->title, title);
    say(self->now, text);
    say(self->about, about);
    say(self->heard, deaf ? _("Nothing comes in through this device.")
                     : self->done[PAGE_INPUT] ? _("It is heard.")
                                              : "");
    say(self->tone_hint, deaf ? _("Nothing is heard through this device.") : "");
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
    first_steps_show_all(self);
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
        first_steps_measure(self);
    first_steps_look_at_device(self);
    if (!self->trial)
        return G_SOURCE_CONTINUE;
    first_steps_look(self);
    trial_state(self->trial, &is);
    if (is.lost)
        first_steps_show_all(self);
    return G_SOURCE_CONTINUE;
}

/* --- the window --------------------------------------------------------------- */

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
end_trip(gpointer trip)
{
    round_trip_end(trip);
}

static void
close_trial(gpointer trial)
{
    trial_close(trial);
}

/* A window that goes has no studio any more. */
static void
put_away(UiStudio *studio, void (*close)(gpointer what), gpointer what)
{
    if (studio)
        ui_studio_put_away(studio, close, what, true);
    else
        close(what);
}

static void
free_first_steps(gpointer data)
{
    struct first_steps *self = data;
    UiStudio *studio = ui_window_studio(self->parent);

    g_clear_handle_id(&self->turn, g_source_remove);
    g_clear_handle_id(&self->opening, g_source_remove);
    put_away(studio, end_trip, self->trip);
    put_away(studio, close_trial, self->trial);
    put_away(studio, close_trial, self->coming);
    g_object_set_data(G_OBJECT(self->parent), "first-steps", NULL);
    /* A song that is open goes on through what was chosen. */
    if (self->chosen && ui_studio_session(studio))
        ui_window_sound_soon(self->parent);
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
    GtkWidget *foot = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8),
              *space = gtk_label_new(NULL);

    self->close = gtk_button_new_with_label(_("Not now"));
    g_signal_connect_swapped(self->close, "clicked", G_CALLBACK(gtk_window_close),
                             self->window);
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

static bool
add_page(struct first_steps *self, enum page page, GtkWidget *content)
{
    gtk_stack_add_named(GTK_STACK(self->pages), ui_form_scrolled(content),
                        NAMES[page]);
    return false;
}

static bool
make_device(gpointer user)
{
    return add_page(user, PAGE_DEVICE, first_steps_device(user));
}

static bool
make_block(gpointer user)
{
    first_steps_block(user);
    return false;
}

static bool
make_input(gpointer user)
{
    return add_page(user, PAGE_INPUT, first_steps_input(user));
}

static bool
make_tone(gpointer user)
{
    return add_page(user, PAGE_TONE, first_steps_tone(user));
}

static bool
make_round_trip(gpointer user)
{
    return add_page(user, PAGE_ROUND_TRIP, first_steps_round_trip(user));
}

/* Whole by now: from here on it is shown as it is. */
static bool
make_last(gpointer user)
{
    struct first_steps *self = user;

    add_page(self, PAGE_END, make_end());
    say(self->now, _("It is being opened…"));
    /* when devices are known, or whoever keeps us from it has had time enough */
    self->opening = g_timeout_add(self->known ? 0 : PATIENCE_MS, open_soon, self);
    self->turn = g_timeout_add(TURN_MS, on_turn, self);
    first_steps_show_all(self);
    return false;
}

static const ui_piece PIECES[]
    = {make_device, make_block,      make_input, make_tone,
       make_round_trip, make_last, NULL};

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
        shown = self->window;
        g_object_set_data(G_OBJECT(window), "first-steps", shown);
        ui_pieces_make(shown, PIECES, self);
    }
    ui_pieces_present(shown);
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
