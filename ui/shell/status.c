/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/status.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

enum { FIELDS = 5, TEXT = 160, EVERY_US = 250000, RESTING_US = 1000000, MANY_MINUTES = 6000 };

struct _UiStatus {
    GtkWidget parent_instance;
    UiStudio *studio;
    GtkWidget *box, *hint;
    GtkWidget *field[FIELDS];
    gint64 next;
};

enum field { FIELD_DRIVER, FIELD_DELAY, FIELD_LOAD, FIELD_DISK, FIELD_XRUNS };

G_DEFINE_FINAL_TYPE(UiStatus, ui_status, GTK_TYPE_WIDGET)

static void
set(UiStatus *self, enum field field, const char *text)
{
    GtkLabel *label = GTK_LABEL(self->field[field]);

    if (strcmp(gtk_label_get_text(label), text) != 0)
        gtk_label_set_text(label, text);
}

static void
show_xruns(UiStatus *self, const struct deck_state *state)
{
    const guint64 late = state->player.late + state->lost_frames;
    char text[TEXT];

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
        g_snprintf(text + strlen(text), sizeof text - strlen(text), _(", disk late"));
    set(self, FIELD_XRUNS, text);
}

static void
show_disk(UiStatus *self, const struct deck_state *state)
{
    char text[TEXT] = "";

    if (state->disk_minutes >= MANY_MINUTES)
        g_snprintf(text, sizeof text, _("Disk %.0f h"), floor(state->disk_minutes / 60.0));
    else if (state->disk_minutes > 0.0)
        g_snprintf(text, sizeof text, _("Disk %.0f h %02.0f min"),
                   floor(state->disk_minutes / 60.0), fmod(state->disk_minutes, 60.0));
    set(self, FIELD_DISK, text);
}

static void
show(UiStatus *self)
{
    const struct deck_state *state = ui_studio_state(self->studio);
    const struct player_state *player = &state->player;
    struct player_latency latency = {.device = ""};
    char text[TEXT];

    if (!ui_studio_player(self->studio)) {
        set(self, FIELD_DRIVER, ui_studio_session(self->studio) ? _("No sound device") : "");
        for (enum field field = FIELD_DELAY; field <= FIELD_XRUNS; field++)
            set(self, field, "");
        return;
    }
    player_latency(ui_studio_player(self->studio), &latency);
    g_snprintf(text, sizeof text, _("%s · %.1f kHz"), latency.device, player->rate / 1000.0);
    set(self, FIELD_DRIVER, text);
    g_snprintf(text, sizeof text, _("%u frames · %.1f ms"), player->block,
               player->rate ? player->latency * 1000.0 / player->rate : 0.0);
    set(self, FIELD_DELAY, text);
    g_snprintf(text, sizeof text, _("DSP %.0f %%"), player->load * 100.0f);
    set(self, FIELD_LOAD, text);
    show_disk(self, state);
    show_xruns(self, state);
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
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void
ui_status_init(UiStatus *self)
{
    self->box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 18);
    self->hint = gtk_label_new(NULL);
    gtk_label_set_xalign(GTK_LABEL(self->hint), 0.0f);
    gtk_label_set_ellipsize(GTK_LABEL(self->hint), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand(self->hint, TRUE);
    gtk_box_append(GTK_BOX(self->box), self->hint);
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
    g_signal_connect_object(studio, "sound", G_CALLBACK(show), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(studio, "song", G_CALLBACK(show), self, G_CONNECT_SWAPPED);
    return GTK_WIDGET(self);
}
