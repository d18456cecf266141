/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/console_dynamics.h"

#include "app/curves.h"
#include "app/live.h"
#include "base/text.h"
#include "ui/mixer/console_axes.h"
#include "ui/mixer/do.h"
#include "ui/mixer/ride.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/curve.h"
#include "ui/widgets/dial.h"
#include "ui/widgets/meter.h"
#include "ui/widgets/toggle.h"

#include <math.h>
#include <stdio.h>

enum section { GATE, COMP, SECTIONS };
enum { POINT_GATE, POINT_THRESHOLD, POINT_RATIO };
#define GATE_COLOR 0x4fbf8a
#define COMP_COLOR 0xf2a33c

/* In the order of the commands' words. */
static const struct {
    enum section section;
    const struct number *number;
    const char *name;
    size_t offset;
} KNOBS[] = {
    {GATE, &GATE_THRESHOLD, N_("Threshold"),
     offsetof(struct row_strip, gate_threshold_db)},
    {GATE, &GATE_RANGE, N_("Range"), offsetof(struct row_strip, gate_range_db)},
    {GATE, &GATE_ATTACK, N_("Attack"), offsetof(struct row_strip, gate_attack_ms)},
    {GATE, &GATE_HOLD, N_("Hold"), offsetof(struct row_strip, gate_hold_ms)},
    {GATE, &GATE_RELEASE, N_("Release"),
     offsetof(struct row_strip, gate_release_ms)},
    {COMP, &COMP_THRESHOLD, N_("Threshold"),
     offsetof(struct row_strip, comp_threshold_db)},
    {COMP, &COMP_RATIO, N_("Ratio"), offsetof(struct row_strip, comp_ratio)},
    {COMP, &COMP_ATTACK, N_("Attack"), offsetof(struct row_strip, comp_attack_ms)},
    {COMP, &COMP_RELEASE, N_("Release"),
     offsetof(struct row_strip, comp_release_ms)},
    {COMP, &COMP_KNEE, N_("Knee"), offsetof(struct row_strip, comp_knee_db)},
    {COMP, &COMP_MAKEUP, N_("Make-up"), offsetof(struct row_strip, comp_makeup_db)},
};
enum { KNOB_COUNT = G_N_ELEMENTS(KNOBS) };
enum { KNOB_GATE_THRESHOLD = 0, KNOB_COMP_THRESHOLD = 5, KNOB_COMP_RATIO = 6 };
static const char *const COMMANDS[SECTIONS] = {"gate", "compressor"};

struct _UiConsoleDynamics {
    GtkWidget parent_instance;
    UiStudio *studio;
    int64_t track;
    struct row_strip strip; /* as it is, or as a hand holds it */
    GtkWidget *box, *curve, *dials[KNOB_COUNT];
    GtkWidget *power[SECTIONS], *reduction[SECTIONS], *row[SECTIONS];
    int made; /* of the dials */
    bool held;
};

G_DEFINE_FINAL_TYPE(UiConsoleDynamics, ui_console_dynamics, GTK_TYPE_WIDGET)

static double *
value_of(const struct row_strip *strip, int knob)
{
    return (double *)((char *)strip + KNOBS[knob].offset);
}

static int64_t *
switch_of(UiConsoleDynamics *self, enum section section)
{
    return section == GATE ? &self->strip.gate_on : &self->strip.comp_on;
}

static const char *
title_of(enum section section)
{
    return section == GATE ? _("Gate") : _("Compressor");
}

/* --- what is shown ------------------------------------------------------------ */

static void
show_lines(UiConsoleDynamics *self)
{
    UiCurve *curve = UI_CURVE(self->curve);
    double out[CURVE_SAMPLES], same[CURVE_SAMPLES];
    struct colors colors;

    ui_colors_of(GTK_WIDGET(self), &colors);
    for (int i = 0; i < CURVE_SAMPLES; i++) {
        same[i] = ui_curve_sample(curve, i);
        out[i] = curves_dynamics_db(&self->strip, same[i]);
    }
    const struct curve_line straight = {
        .y = same,
        .color = ui_colors_faded(&colors.fg, 0.2),
        .width = 1,
    };
    const struct curve_line bent = {
        .y = out,
        .color
        = self->strip.gate_on || self->strip.comp_on ? colors.fg : colors.faint,
        .width = 2,
        .fill = 0.06,
        .base = AXIS_LEVEL.low,
    };

    ui_curve_set_line(curve, 0, &straight);
    ui_curve_set_line(curve, 1, &bent);
}

static void
set_point(UiConsoleDynamics *self, int i, bool on, double x, double y,
          int64_t color, const char *label)
{
    const struct curve_point point = {
        .shown = true,
        .on = on,
        .x = x,
        .y = y,
        .color = ui_colors_rgb(color),
        .label = label,
        .level = i != POINT_RATIO,
    };

    ui_curve_set_point(UI_CURVE(self->curve), i, &point);
}

static void
show_points(UiConsoleDynamics *self)
{
    const struct row_strip *strip = &self->strip;
    const double threshold = strip->comp_threshold_db;

    set_point(self, POINT_GATE, strip->gate_on, strip->gate_threshold_db,
              curves_dynamics_db(strip, strip->gate_threshold_db), GATE_COLOR, "G");
    set_point(self, POINT_THRESHOLD, strip->comp_on, threshold,
              curves_dynamics_db(strip, threshold), COMP_COLOR, "T");
    set_point(self, POINT_RATIO, strip->comp_on, -1, curves_dynamics_db(strip, -1),
              COMP_COLOR, "R");
}

static void
say_point(UiConsoleDynamics *self, int point, enum section section, int knob)
{
    const char *of = title_of(section);
    const bool on = *switch_of(self, section);
    char value[48];

    number_text(KNOBS[knob].number, *value_of(&self->strip, knob), value,
                sizeof value);
    g_autofree char *text
        = g_strdup_printf("%s, %s, %s%s%s", of, _(KNOBS[knob].name), value,
                          on ? "" : ", ", on ? "" : _("off"));

    ui_curve_set_says(UI_CURVE(self->curve), point, text);
}

static void
show_all(UiConsoleDynamics *self)
{
    show_lines(self);
    show_points(self);
    say_point(self, POINT_GATE, GATE, KNOB_GATE_THRESHOLD);
    say_point(self, POINT_THRESHOLD, COMP, KNOB_COMP_THRESHOLD);
    say_point(self, POINT_RATIO, COMP, KNOB_COMP_RATIO);
    for (int i = 0; i < KNOB_COUNT; i++)
        ui_dial_show(UI_DIAL(self->dials[i]), *value_of(&self->strip, i));
    for (int s = 0; s < SECTIONS; s++)
        ui_toggle_show(self->power[s], *switch_of(self, s));
}

/* What was held and is not committed sounds as in the song again. */
static void
let_go(UiConsoleDynamics *self)
{
    if (self->held)
        ride_console_back(self->studio, self->track);
    self->held = false;
}

void
ui_console_dynamics_show(UiConsoleDynamics *self, int64_t track)
{
    const struct row_strip *strip = do_strip(self->studio, track);

    g_return_if_fail(UI_IS_CONSOLE_DYNAMICS(self));
    if (!strip || (self->held && track == self->track))
        return;
    let_go(self);
    self->track = track;
    self->strip = *strip;
    show_all(self);
}

/* The level that goes in, as the reduction tells it: the curve, read backwards. */
static double
level_in(const struct row_strip *strip, double reduction)
{
    double low = AXIS_LEVEL.low, high = AXIS_LEVEL.high;
    struct row_strip comp = *strip;

    comp.gate_on = 0;
    comp.comp_makeup_db = 0;
    for (int i = 0; i < 20; i++) {
        const double middle = (low + high) / 2;

        if (curves_dynamics_db(&comp, middle) - middle > reduction)
            low = middle;
        else
            high = middle;
    }
    return high;
}

void
ui_console_dynamics_tick(UiConsoleDynamics *self)
{
    struct live_levels levels;

    g_return_if_fail(UI_IS_CONSOLE_DYNAMICS(self));
    (void)live_levels(ui_studio_player(self->studio), self->track, &levels);
    ui_meter_feed_reduction(UI_METER(self->reduction[GATE]), levels.gate_db);
    ui_meter_feed_reduction(UI_METER(self->reduction[COMP]), levels.comp_db);
    if (self->strip.comp_on && levels.comp_db < -0.2) {
        const double in = level_in(&self->strip, levels.comp_db);

        ui_curve_set_spot(UI_CURVE(self->curve), in,
                          curves_dynamics_db(&self->strip, in));
    } else
        ui_curve_set_spot(UI_CURVE(self->curve), NAN, NAN);
}

/* --- what a hand does --------------------------------------------------------- */

static void
hold(UiConsoleDynamics *self, enum section section)
{
    self->held = true;
    *switch_of(self, section) = 1;
}

static void
commit(UiConsoleDynamics *self, enum section section)
{
    const char *words[2 + KNOB_COUNT] = {COMMANDS[section]};
    char track[NAME_SIZE], values[KNOB_COUNT][32];
    size_t count = 0;

    words[count++] = COMMANDS[section];
    words[count++] = do_name(self->track, track);
    for (int i = 0; i < KNOB_COUNT; i++)
        if (KNOBS[i].section == section) {
            snprintf(values[i], sizeof values[i], "%.6g",
                     *value_of(&self->strip, i));
            words[count++] = values[i];
        }
    const struct command_line line = {words, count};

    self->held = false;
    ride_console(self->studio, self->track, &self->strip);
    ride_console_end(self->studio, self->track);
    if (!ui_studio_run_all(self->studio, NULL, &line, 1))
        ride_console_back(self->studio, self->track);
    ui_console_dynamics_show(self, self->track);
}

static int
knob_of(UiConsoleDynamics *self, UiRange *range)
{
    int i = 0;

    while (i < KNOB_COUNT - 1 && ui_dial_range(UI_DIAL(self->dials[i])) != range)
        i++;
    return i;
}

static void
on_ride(UiRange *range, double value, UiConsoleDynamics *self)
{
    const int knob = knob_of(self, range);

    hold(self, KNOBS[knob].section);
    *value_of(&self->strip, knob) = value;
    ride_console(self->studio, self->track, &self->strip);
    show_all(self);
}

static void
on_end_ride(UiRange *range, double value, UiConsoleDynamics *self)
{
    const struct row_strip *strip = do_strip(self->studio, self->track);
    const int knob = knob_of(self, range);

    if (self->held && strip && *value_of(strip, knob) == value) {
        let_go(self); /* Escape took it back */
        ui_console_dynamics_show(self, self->track);
    } else if (self->held)
        commit(self, KNOBS[knob].section);
}

/* The slope beyond the threshold that leads through y at -1 dB. */
static double
ratio_through(const struct row_strip *strip, double y)
{
    const double over = -1 - strip->comp_threshold_db;
    const double out = y - strip->comp_makeup_db - strip->comp_threshold_db;

    return over <= 0 || out <= over / 100 ? 100 : CLAMP(over / out, 1, 100);
}

static void
on_move(UiCurve *curve, int point, double x, double y, UiConsoleDynamics *self)
{
    hold(self, point == POINT_GATE ? GATE : COMP);
    if (point == POINT_GATE)
        self->strip.gate_threshold_db = x;
    else if (point == POINT_THRESHOLD)
        self->strip.comp_threshold_db
            = CLAMP(x, COMP_THRESHOLD.low, COMP_THRESHOLD.high);
    else
        self->strip.comp_ratio
            = number_round(&COMP_RATIO, ratio_through(&self->strip, y));
    ride_console(self->studio, self->track, &self->strip);
    show_all(self);
}

static void
on_end_move(UiCurve *curve, int point, UiConsoleDynamics *self)
{
    if (self->held)
        commit(self, point == POINT_GATE ? GATE : COMP);
}

static void
on_cancel(UiCurve *curve, int point, UiConsoleDynamics *self)
{
    let_go(self);
    ui_console_dynamics_show(self, self->track);
}

static void
on_power(GtkWidget *toggle, UiConsoleDynamics *self)
{
    const enum section section = toggle == self->power[GATE] ? GATE : COMP;

    do_switch(self->studio, COMMANDS[section], self->track,
              ui_toggle_is_on(toggle));
    ui_console_dynamics_show(self, self->track);
}

/* --- the widget --------------------------------------------------------------- */

static GtkWidget *
make_section(UiConsoleDynamics *self, enum section section)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    const char *title = title_of(section);

    self->power[section]
        = ui_toggle_new(title, section == GATE ? "band3" : "band2");
    ui_toggle_set_title(self->power[section], title);
    g_signal_connect(self->power[section], "clicked", G_CALLBACK(on_power), self);
    self->reduction[section] = ui_meter_new_reduction(GTK_ORIENTATION_HORIZONTAL);
    ui_meter_set_title(UI_METER(self->reduction[section]), _("Gain reduction"));
    gtk_widget_set_hexpand(self->reduction[section], TRUE);
    gtk_widget_set_valign(self->reduction[section], GTK_ALIGN_CENTER);
    self->row[section] = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);
    gtk_box_append(GTK_BOX(head), self->power[section]);
    gtk_box_append(GTK_BOX(head), self->reduction[section]);
    gtk_box_append(GTK_BOX(box), head);
    gtk_box_append(GTK_BOX(box), self->row[section]);
    gtk_widget_add_css_class(box, "section");
    return box;
}

static void
add_dial(UiConsoleDynamics *self, int i)
{
    const enum section section = KNOBS[i].section;
    const GdkRGBA color = ui_colors_rgb(section == GATE ? GATE_COLOR : COMP_COLOR);

    self->dials[i]
        = ui_dial_new(KNOBS[i].number, _(KNOBS[i].name), title_of(section));
    ui_dial_set_color(UI_DIAL(self->dials[i]), &color);
    g_signal_connect(ui_dial_range(UI_DIAL(self->dials[i])), "ride",
                     G_CALLBACK(on_ride), self);
    g_signal_connect(ui_dial_range(UI_DIAL(self->dials[i])), "end-ride",
                     G_CALLBACK(on_end_ride), self);
    gtk_box_append(GTK_BOX(self->row[section]), self->dials[i]);
}

bool
ui_console_dynamics_more(UiConsoleDynamics *self)
{
    enum { AT_A_TIME = 3 };

    g_return_val_if_fail(UI_IS_CONSOLE_DYNAMICS(self), false);
    for (int i = 0; i < AT_A_TIME && self->made < KNOB_COUNT; i++)
        add_dial(self, self->made++);
    return self->made < KNOB_COUNT;
}

static void
make_curve(UiConsoleDynamics *self)
{
    static const double MARKS[] = {-60, -48, -36, -24, -12};

    self->curve = ui_curve_new();
    ui_curve_set_x(UI_CURVE(self->curve), &AXIS_LEVEL, MARKS, G_N_ELEMENTS(MARKS));
    ui_curve_set_y(UI_CURVE(self->curve), &AXIS_LEVEL, MARKS, G_N_ELEMENTS(MARKS));
    ui_curve_set_title(UI_CURVE(self->curve), _("Dynamics curve"));
    gtk_widget_add_css_class(self->curve, "large");
    gtk_widget_set_vexpand(self->curve, TRUE);
    gtk_widget_set_size_request(self->curve, 240, 220);
    g_signal_connect(self->curve, "move", G_CALLBACK(on_move), self);
    g_signal_connect(self->curve, "end-move", G_CALLBACK(on_end_move), self);
    g_signal_connect(self->curve, "cancel", G_CALLBACK(on_cancel), self);
}

static void
dispose(GObject *object)
{
    let_go(UI_CONSOLE_DYNAMICS(object));
    g_clear_pointer(&UI_CONSOLE_DYNAMICS(object)->box, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_console_dynamics_parent_class)->dispose(object);
}

static void
ui_console_dynamics_class_init(UiConsoleDynamicsClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_console_dynamics_init(UiConsoleDynamics *self)
{
    GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);

    self->box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
    make_curve(self);
    gtk_widget_set_hexpand(self->curve, TRUE);
    gtk_box_append(GTK_BOX(self->box), self->curve);
    gtk_box_append(GTK_BOX(self->box), column);
    gtk_box_append(GTK_BOX(column), make_section(self, GATE));
    gtk_box_append(GTK_BOX(column), make_section(self, COMP));
    gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

GtkWidget *
ui_console_dynamics_new(UiStudio *studio)
{
    UiConsoleDynamics *self = g_object_new(UI_TYPE_CONSOLE_DYNAMICS, NULL);

    self->studio = studio;
    return GTK_WIDGET(self);
}
