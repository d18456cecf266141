/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/status.h"

#include "base/text.h"
#include "ui/view/chosen.h"

#include <math.h>
#include <string.h>

enum {
    FIELDS = 5,
    TEXT = 160,
    EVERY_US = 250000,
    RESTING_US = 1000000,
    MANY_MINUTES = 6000
};

struct _UiStatus {
    GtkWidget parent_instance;
    UiStudio *studio;
    GtkWidget *box;
    GtkWidget *what, *where, *hint; /* what is selected; what the button would do */
    GtkWidget *field[FIELDS];
    gint64 next;
};

enum field { FIELD_DRIVER, FIELD_DELAY, FIELD_LOAD, FIELD_DISK, FIELD_XRUNS };

G_DEFINE_FINAL_TYPE(UiStatus, ui_status, GTK_TYPE_WIDGET)

static void
set_text(GtkWidget *label, const char *text)
{
    if (text && strcmp(gtk_label_get_text(GTK_LABEL(label)), text) != 0)
        gtk_label_set_text(GTK_LABEL(label), text);
}

static void
set(UiStatus *self, enum field field, const char *text)
{
    set_text(self->field[field], text);
}

/* --- the left half: under the hand -------------------------------------------- */

static void
show_chosen(UiStatus *self)
{
    struct chosen chosen
        = chosen_of(ui_studio_view(self->studio), ui_studio_model(self->studio));

    set_text(self->what, chosen.what);
    set_text(self->where, chosen.where);
    gtk_widget_set_visible(self->what, chosen.what && chosen.what[0]);
    gtk_widget_set_visible(self->where, chosen.where && chosen.where[0]);
    chosen_free(&chosen);
}

static void
on_view(UiStudio *studio, guint changes, UiStatus *self)
{
    const char *hint = ui_studio_view(studio)->hint;

    if (changes & UI_VIEW_SELECTION)
        show_chosen(self);
    if (changes & UI_VIEW_HINT)
        set_text(self->hint, hint ? hint : "");
}

static void
on_song(UiStudio *studio, UiStatus *self)
{
    show_chosen(self);
    set_text(self->hint, "");
}

/* --- the right half: the machine ---------------------------------------------- */

/* A clock in the place of a sound card: nobody hears what drops out. */
static bool
is_silent(const struct player_latency *latency)
{
    return g_strcmp0(latency->driver, "built-in") == 0;
}

static void
show_xruns(UiStatus *self, const struct deck_state *state, bool silent)
{
    const guint64 late = state->player.late + state->lost_frames;
    char text[TEXT];

    if (silent) {
        set(self, FIELD_XRUNS, "");
        return;
    }

    if (state->player.xruns == 0 && late == 0) {
        set(self, FIELD_XRUNS, _("No drop-outs"));
        gtk_widget_add_css_class(self->field[FIELD_XRUNS], "ok");
        gtk_widget_remove_css_class(self->field[FIELD_XRUNS], "bad");
        return;
    }
    gtk_widget_remove_css_class(self->field[FIELD_XRUNS], "ok");
    gtk_widget_add_css_class(self->field[FIELD_XRUNS], "bad");
    g_snprintf(text, sizeof text,
               ngettext("%u drop-out", "%u drop-outs", (guint)state->player.xruns),
               (guint)state->player.xruns);
    if (late > 0)
        g_snprintf(text + strlen(text), sizeof text - strlen(text),
                   _(", disk late"));
    set(self, FIELD_XRUNS, text);
}

static void
show_disk(UiStatus *self, const struct deck_state *state)
{
    char text[TEXT] = "";

    if (state->disk_minutes >= MANY_MINUTES)
        g_snprintf(text, sizeof text, _("Disk %.0f h"),
                   floor(state->disk_minutes / 60.0));
    else if (state->disk_minutes > 0.0)
        g_snprintf(text, sizeof text, _("Disk %.0f h %02.0f min"),
                   floor(state->disk_minutes / 60.0),
                   fmod(state->disk_minutes, 60.0));
    set(self, FIELD_DISK, text);
}

static void
show(UiStatus *self)
{
    const struct deck_state *state = ui_studio_state(self->studio);
    const struct player_state *player = &state->player;
    struct player_latency latency = {.device = ""};
    char text[TEXT];

    /* one that is opened anew has no rate yet */
    const bool there = ui_studio_player(self->studio) != NULL;
    const bool opening = there ? player->rate == 0 : ui_studio_opening(self->studio);

    if (opening || !there) {
        set(self, FIELD_DRIVER,
            opening                           ? _("Opening the device…")
            : ui_studio_session(self->studio) ? _("No sound device")
                                              : "");
        for (enum field field = FIELD_DELAY; field <= FIELD_XRUNS; field++)
            set(self, field, "");
        return;
    }
    player_latency(ui_studio_player(self->studio), &latency);
    const bool silent = is_silent(&latency);
    g_snprintf(text, sizeof text, _("%s · %.1f kHz"),
               silent ? _("No sound, clock only") : latency.device,
               player->rate / 1000.0);
    set(self, FIELD_DRIVER, text);
    g_snprintf(text, sizeof text, _("%u frames · %.1f ms"), player->block,
               player->latency * 1000.0 / player->rate);
    set(self, FIELD_DELAY, text);
    g_snprintf(text, sizeof text, _("DSP %.0f %%"), player->load * 100.0f);
    set(self, FIELD_LOAD, text);
    show_disk(self, state);
    show_xruns(self, state, silent);
}

static void
on_tick(UiStudio *studio, UiStatus *self)
{
    const gint64 now = g_get_monotonic_time();

    if (now < self->next)
        return;
    self->next = now + (ui_studio_rolling(studio) ? EVERY_US : RESTING_US);
    show(self);
}

static void
dispose(GObject *object)
{
    g_clear_pointer(&UI_STATUS(object)->box, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_status_parent_class)->dispose(object);
}

static void
ui_status_class_init(UiStatusClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class),
                                         GTK_ACCESSIBLE_ROLE_STATUS);
}

/* They give way to what stands at the right. */
static GtkWidget *
add_words(UiStatus *self, const char *class)
{
    GtkWidget *label = gtk_label_new(NULL);

    gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class(label, class);
    gtk_box_append(GTK_BOX(self->box), label);
    return label;
}

static void
ui_status_init(UiStatus *self)
{
    self->box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 18);
    self->what = add_words(self, "what");
    self->where = add_words(self, "num");
    self->hint = add_words(self, "hint");
    gtk_widget_set_hexpand(self->hint, TRUE);
    for (int i = 0; i < FIELDS; i++) {
        self->field[i] = gtk_label_new(NULL);
        gtk_widget_add_css_class(self->field[i], "num");
        gtk_box_append(GTK_BOX(self->box), self->field[i]);
    }
    gtk_widget_set_parent(self->box, GTK_WIDGET(self));
    gtk_widget_add_css_class(self->box, "status");
}

GtkWidget *
ui_status_new(UiStudio *studio)
{
    UiStatus *self = g_object_new(UI_TYPE_STATUS, NULL);

    self->studio = studio;
    g_signal_connect_object(studio, "tick", G_CALLBACK(on_tick), self, 0);
    g_signal_connect_object(studio, "sound", G_CALLBACK(show), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(studio, "song", G_CALLBACK(show), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(studio, "song", G_CALLBACK(on_song), self, 0);
    g_signal_connect_object(studio, "view", G_CALLBACK(on_view), self, 0);
    g_signal_connect_object(studio, "changed", G_CALLBACK(show_chosen), self,
                            G_CONNECT_SWAPPED);
    return GTK_WIDGET(self);
}
