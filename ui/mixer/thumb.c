/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/thumb.h"

#include "app/curves.h"
#include "app/live.h"
#include "base/text.h"
#include "ui/mixer/console_axes.h"
#include "ui/mixer/do.h"
#include "ui/widgets/curve.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/meter.h"
#include "ui/widgets/names.h"
#include "ui/widgets/tip.h"

struct _UiThumb {
    GtkWidget parent_instance;
    UiStudio *studio;
    int64_t track;
    GtkWidget *button, *curve, *reduction;
    bool dynamics;
};

G_DEFINE_FINAL_TYPE(UiThumb, ui_thumb, GTK_TYPE_WIDGET)

static void
name_it(UiThumb *self, const struct row_strip *strip)
{
    const struct row_track *track = do_track(self->studio, self->track);
    GString *title = g_string_new(NULL);

    g_string_printf(title, _("Console of %s"), track ? track->name : "");
    if (strip->highpass_on)
        g_string_append_printf(title, ", %s", _("high-pass"));
    if (strip->eq_on)
        g_string_append_printf(title, ", %s", _("EQ"));
    if (strip->gate_on)
        g_string_append_printf(title, ", %s", _("gate"));
    if (strip->comp_on)
        g_string_append_printf(title, ", %s", _("compressor"));
    ui_tip_set(self->button, title->str);
    ui_name(self->button, title->str);
    g_string_free(title, TRUE);
}

void
ui_thumb_refresh(UiThumb *self)
{
    const struct row_strip *strip = do_strip(self->studio, self->track);
    double y[CURVE_SAMPLES];
    struct colors colors;

    if (!strip)
        return;
    const bool eq = strip->eq_on || strip->highpass_on;
    const double rate = session_rate(ui_studio_session(self->studio));

    ui_colors_of(GTK_WIDGET(self), &colors);
    for (int i = 0; i < CURVE_SAMPLES; i++)
        y[i] = curves_eq_db(strip, rate, ui_curve_sample(UI_CURVE(self->curve), i));
    const struct curve_line line = {
        .y = y,
        .color = eq ? colors.info : colors.faint,
        .width = eq ? 1.5 : 1,
        .fill = eq ? 0.18 : 0,
    };
    ui_curve_set_line(UI_CURVE(self->curve), 0, &line);
    self->dynamics = strip->comp_on || strip->gate_on;
    if (!self->dynamics)
        ui_meter_feed_reduction(UI_METER(self->reduction), 0);
    gtk_widget_set_opacity(self->reduction, self->dynamics ? 1 : 0.35);
    name_it(self, strip);
}

void
ui_thumb_set_glass(UiThumb *self, UiGlass *glass)
{
    ui_meter_set_glass(UI_METER(self->reduction), glass);
}

void
ui_thumb_tick(UiThumb *self)
{
    struct live_levels levels;

    if (!self->dynamics)
        return;
    (void)live_levels(ui_studio_player(self->studio), self->track, &levels);
    ui_meter_feed_reduction(UI_METER(self->reduction),
                            levels.comp_db + levels.gate_db);
}

static void
on_clicked(GtkWidget *button, UiThumb *self)
{
    gtk_widget_activate_action_variant(button, "mixer.console",
                                       g_variant_new("x", self->track));
}

static void
dispose(GObject *object)
{
    g_clear_pointer(&UI_THUMB(object)->button, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_thumb_parent_class)->dispose(object);
}

static void
ui_thumb_class_init(UiThumbClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "thumb");
}

static void
ui_thumb_init(UiThumb *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 3);

    self->button = gtk_button_new();
    self->curve = ui_curve_new();
    self->reduction = ui_meter_new_reduction(GTK_ORIENTATION_VERTICAL);
    ui_curve_set_small(UI_CURVE(self->curve), true);
    ui_curve_set_x(UI_CURVE(self->curve), &AXIS_HZ, NULL, 0);
    ui_curve_set_y(UI_CURVE(self->curve), &AXIS_GAIN, NULL, 0);
    gtk_widget_set_hexpand(self->curve, TRUE);
    gtk_box_append(GTK_BOX(box), self->curve);
    gtk_box_append(GTK_BOX(box), self->reduction);
    gtk_button_set_child(GTK_BUTTON(self->button), box);
    gtk_widget_set_focus_on_click(self->button, FALSE);
    gtk_widget_add_css_class(self->button, "thumb");
    g_signal_connect(self->button, "clicked", G_CALLBACK(on_clicked), self);
    gtk_widget_set_parent(self->button, GTK_WIDGET(self));
}

GtkWidget *
ui_thumb_new(UiStudio *studio, int64_t track)
{
    UiThumb *self = g_object_new(UI_TYPE_THUMB, NULL);

    self->studio = studio;
    self->track = track;
    return GTK_WIDGET(self);
}
