/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/header_private.h"

#include "base/text.h"
#include "ui/mixer/do.h"
#include "ui/view/view.h"
#include "ui/widgets/names.h"
#include "ui/widgets/tip.h"
#include "ui/widgets/toggle.h"

/* --- what they do ------------------------------------------------------------- */

static void
on_arm(GtkWidget *toggle, UiHeader *self)
{
    do_arm(self->studio, self->row.track_id, ui_toggle_is_on(toggle));
    ui_header_show_switches(self);
}

static void
on_mute(GtkWidget *toggle, UiHeader *self)
{
    do_switch(self->studio, "track-mute", self->row.track_id,
              ui_toggle_is_on(toggle));
    ui_header_show_switches(self);
}

static void
on_solo(GtkWidget *toggle, UiHeader *self)
{
    do_solo_click(self->studio, self->row.track_id, ui_toggle_modifiers(toggle));
    ui_header_show_switches(self);
}

static const struct {
    const char *word, *letter, *title; /* by enum input_monitor */
} MONITORS[] = {
    {"off", N_("–"), N_("Monitor of %s: never")},
    {"input", N_("I"), N_("Monitor of %s: always")},
    {"auto", N_("A"), N_("Monitor of %s: as on tape")},
};

static int64_t
monitor_of(UiHeader *self)
{
    const struct row_input *input
        = ui_header_row(self, TABLE_INPUT, self->row.track_id);

    return input ? CLAMP(input->monitor, 0, 2) : INPUT_MONITOR_AUTO;
}

/* A click goes on to the next of the three. */
static void
on_monitor(GtkWidget *button, UiHeader *self)
{
    static const int NEXT[]
        = {INPUT_MONITOR_AUTO, INPUT_MONITOR_OFF, INPUT_MONITOR_INPUT};

    do_text(self->studio, "monitor", self->row.track_id,
            MONITORS[NEXT[monitor_of(self)]].word);
    ui_header_show_switches(self);
}

static void
on_play(GtkWidget *toggle, UiHeader *self)
{
    if (ui_toggle_is_on(toggle))
        do_text(self->studio, "lane-play", self->row.id, NULL);
    ui_header_show_switches(self);
}

static void
show_monitor(UiHeader *self, const char *name)
{
    const int64_t monitor = monitor_of(self);
    g_autofree char *title = g_strdup_printf(_(MONITORS[monitor].title), name);

    ui_name_button(GTK_BUTTON(self->monitor), _(MONITORS[monitor].letter), title);
    ui_tip_set(self->monitor, title);
}

static bool
comp_sounds(UiHeader *self)
{
    const struct view *view = ui_studio_view(self->studio);
    const struct view_row *row = rows_track(view->rows, self->row.track_id);

    return row && row->comp_id;
}

void
ui_header_show_switches(UiHeader *self)
{
    const struct row_track *track
        = ui_header_row(self, TABLE_TRACK, self->row.track_id);
    const struct row_strip *strip
        = ui_header_row(self, TABLE_STRIP, self->row.track_id);
    const struct row_input *input
        = ui_header_row(self, TABLE_INPUT, self->row.track_id);
    const struct row_lane *lane
        = ui_header_row(self, TABLE_LANE, ui_header_lane(self));

    if (self->play && lane)
        ui_toggle_show(self->play, lane->plays && !comp_sounds(self));
    if (!track || !strip || self->play)
        return;
    ui_toggle_show(self->mute, strip->mute);
    ui_toggle_imply(self->mute,
                    view_silent(ui_studio_view(self->studio), self->row.track_id));
    ui_toggle_show(self->solo, strip->solo);
    ui_toggle_safe(self->solo, strip->solo_safe);
    if (self->arm)
        ui_toggle_show(self->arm, input && input->armed);
    if (self->monitor)
        show_monitor(self, track->name);
}

/* --- what they are ------------------------------------------------------------ */

static GtkWidget *
add_toggle(UiHeader *self, const char *letter, const char *class, GCallback clicked)
{
    GtkWidget *toggle = ui_toggle_new(letter, class);

    gtk_widget_set_valign(toggle, GTK_ALIGN_CENTER);
    g_signal_connect(toggle, "clicked", clicked, self);
    gtk_box_append(GTK_BOX(self->top), toggle);
    return toggle;
}

static GtkWidget *
add_monitor(UiHeader *self)
{
    GtkWidget *button = gtk_button_new_with_label("");

    gtk_widget_add_css_class(button, "toggle");
    gtk_widget_set_focus_on_click(button, FALSE);
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    g_signal_connect(button, "clicked", G_CALLBACK(on_monitor), self);
    gtk_box_append(GTK_BOX(self->top), button);
    return button;
}

void
ui_header_add_switches(UiHeader *self)
{
    if (ui_header_lane(self)) {
        self->play = add_toggle(self, _("P"), "a", G_CALLBACK(on_play));
        return;
    }
    if (self->row.track_kind == TRACK_AUDIO) {
        self->arm = add_toggle(self, _("R"), "r", G_CALLBACK(on_arm));
        self->monitor = add_monitor(self);
    }
    self->mute = add_toggle(self, _("M"), "m", G_CALLBACK(on_mute));
    self->solo = add_toggle(self, _("S"), "s", G_CALLBACK(on_solo));
}
