/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/console_eq.h"

#include "app/curves.h"
#include "base/text.h"
#include "ui/mixer/analyser.h"
#include "ui/mixer/console_axes.h"
#include "ui/mixer/do.h"
#include "ui/mixer/ride.h"
#include "ui/mixer/trim.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/curve.h"
#include "ui/widgets/dial.h"
#include "ui/widgets/toggle.h"
#include "ui/widgets/wrapping.h"
#include "ui/widgets/names.h"

#include <math.h>
#include <stdio.h>

/* the curve's points */
enum { HIGHPASS, FIRST_BAND, POINTS = FIRST_BAND + EQ_BANDS };
enum { DIAL_HZ, DIAL_DB, DIAL_Q, DIALS };

struct band {
    GtkWidget *on, *kind, *row, *dials[DIALS];
};

struct _UiConsoleEq {
    GtkWidget parent_instance;
    UiStudio *studio;
    int64_t track;
    struct row_strip strip; /* as it is, or as a hand holds it */
    GtkWidget *box, *curve, *power, *highpass, *highpass_hz;
    struct band bands[EQ_BANDS];
    GtkWidget *head, *row, *trim;
    int parts; /* of the row, that are made */
    struct analyser *analyser;
    bool held;
    bool showing; /* kinds are set by us */
};

G_DEFINE_FINAL_TYPE(UiConsoleEq, ui_console_eq, GTK_TYPE_WIDGET)

static const char *const KINDS[] = {"bell",     "low-shelf", "high-shelf",
                                    "low-pass", "high-pass", "notch"};
static const char *const KIND_TITLES[]
    = {N_("Bell"),     N_("Low shelf"), N_("High shelf"),
       N_("Low-pass"), N_("High-pass"), N_("Notch")};
static const int64_t COLORS[POINTS]
    = {0x9aa4b2, 0xe0625c, 0xe0b845, 0x4fbf8a, 0x4fa3dc};
static const char *const LABELS[POINTS] = {"H", "1", "2", "3", "4"};

static bool
has_gain(int64_t kind)
{
    return kind == EQ_BELL || kind == EQ_LOW_SHELF || kind == EQ_HIGH_SHELF;
}

/* --- the curve ---------------------------------------------------------------- */

static void
show_lines(UiConsoleEq *self)
{
    const double rate = session_rate(ui_studio_session(self->studio));
    const struct row_strip *strip = &self->strip;
    UiCurve *curve = UI_CURVE(self->curve);
    double y[CURVE_SAMPLES];
    struct colors colors;

    ui_colors_of(GTK_WIDGET(self), &colors);
    for (int b = 0; b < EQ_BANDS; b++) {
        const bool on = strip->eq_on && strip->eq[b].on;

        for (int i = 0; i < CURVE_SAMPLES; i++)
            y[i] = curves_band_db(&strip->eq[b], rate, ui_curve_sample(curve, i));
        const struct curve_line band = {
            .y = on ? y : NULL,
            .color = ui_colors_rgb(COLORS[FIRST_BAND + b]),
            .fill = 0.16,
        };
        ui_curve_set_line(curve, b, &band);
    }
    for (int i = 0; i < CURVE_SAMPLES; i++)
        y[i] = curves_eq_db(strip, rate, ui_curve_sample(curve, i));
    const struct curve_line all = {
        .y = y,
        .color = strip->eq_on || strip->highpass_on ? colors.fg : colors.faint,
        .width = 2,
    };
    ui_curve_set_line(curve, EQ_BANDS, &all);
}

static void
show_points(UiConsoleEq *self)
{
    const struct row_strip *strip = &self->strip;
    const struct curve_point highpass = {
        .shown = true,
        .on = strip->highpass_on,
        .x = strip->highpass_hz,
        .y = -3,
        .color = ui_colors_rgb(COLORS[HIGHPASS]),
        .label = LABELS[HIGHPASS],
        .level = true,
    };

    ui_curve_set_point(UI_CURVE(self->curve), HIGHPASS, &highpass);
    for (int b = 0; b < EQ_BANDS; b++) {
        const struct eq_band *band = &strip->eq[b];
        const struct curve_point point = {
            .shown = true,
            .on = strip->eq_on && band->on,
            .x = band->hz,
            .y = has_gain(band->kind) ? band->db : 0,
            .color = ui_colors_rgb(COLORS[FIRST_BAND + b]),
            .label = LABELS[FIRST_BAND + b],
            .level = !has_gain(band->kind),
        };
        ui_curve_set_point(UI_CURVE(self->curve), FIRST_BAND + b, &point);
    }
}

static void
say_highpass(UiConsoleEq *self)
{
    const struct row_strip *strip = &self->strip;
    char hz[48];

    number_text(&HIGHPASS_HZ, strip->highpass_hz, hz, sizeof hz);
    g_autofree char *text = g_strdup_printf("%s, %s%s%s", _("High-pass"), hz,
                                            strip->highpass_on ? "" : ", ",
                                            strip->highpass_on ? "" : _("off"));

    ui_curve_set_says(UI_CURVE(self->curve), HIGHPASS, text);
}

static void
say_band(UiConsoleEq *self, int b)
{
    const struct eq_band *band = &self->strip.eq[b];
    GString *text = g_string_new(NULL);
    char hz[48], db[48], q[48];

    number_text(&BAND_HZ, band->hz, hz, sizeof hz);
    number_text(&BAND_DB, band->db, db, sizeof db);
    number_text(&BAND_Q, band->q, q, sizeof q);
    g_string_append_printf(text, _("Band %d"), b + 1);
    g_string_append_printf(text, ", %s, %s", _(KIND_TITLES[band->kind]), hz);
    if (has_gain(band->kind))
        g_string_append_printf(text, ", %s", db);
    g_string_append_printf(text, ", %s %s", _("Q"), q);
    if (!self->strip.eq_on || !band->on)
        g_string_append_printf(text, ", %s", _("off"));
    ui_curve_set_says(UI_CURVE(self->curve), FIRST_BAND + b, text->str);
    g_string_free(text, TRUE);
}

static void
say_points(UiConsoleEq *self)
{
    say_highpass(self);
    for (int b = 0; b < EQ_BANDS; b++)
        say_band(self, b);
}

static void
show_dials(UiConsoleEq *self)
{
    const struct row_strip *strip = &self->strip;

    ui_toggle_show(self->power, strip->eq_on);
    ui_toggle_show(self->highpass, strip->highpass_on);
    ui_dial_show(UI_DIAL(self->highpass_hz), strip->highpass_hz);
    for (int b = 0; b < EQ_BANDS; b++) {
        const struct eq_band *row = &strip->eq[b];
        struct band *band = &self->bands[b];

        ui_toggle_show(band->on, row->on);
        self->showing = true;
        gtk_drop_down_set_selected(GTK_DROP_DOWN(band->kind), (guint)row->kind);
        self->showing = false;
        ui_dial_show(UI_DIAL(band->dials[DIAL_HZ]), row->hz);
        ui_dial_show(UI_DIAL(band->dials[DIAL_DB]), row->db);
        ui_dial_show(UI_DIAL(band->dials[DIAL_Q]), row->q);
        gtk_widget_set_sensitive(band->dials[DIAL_DB], has_gain(row->kind));
    }
}

static void
show_all(UiConsoleEq *self)
{
    show_lines(self);
    show_points(self);
    say_points(self);
    show_dials(self);
}

/* What was held and is not committed sounds as in the song again. */
static void
let_go(UiConsoleEq *self)
{
    if (self->held)
        ride_console_back(self->studio, self->track);
    self->held = false;
}

void
ui_console_eq_show(UiConsoleEq *self, int64_t track)
{
    const struct row_strip *strip = do_strip(self->studio, track);

    g_return_if_fail(UI_IS_CONSOLE_EQ(self));
    ui_trim_show(UI_TRIM(self->trim), track);
    if (!strip || (self->held && track == self->track))
        return;
    let_go(self);
    self->track = track;
    self->strip = *strip;
    show_all(self);
}

void
ui_console_eq_tick(UiConsoleEq *self, bool seen)
{
    g_return_if_fail(UI_IS_CONSOLE_EQ(self));
    analyser_tick(self->analyser,
                  seen && do_strip(self->studio, self->track) ? self->track : 0);
}

/* --- what a hand does --------------------------------------------------------- */

/* Whether what is held is what the song has: a ride that Escape took back. */
static bool
is_back(UiConsoleEq *self)
{
    const struct row_strip *strip = do_strip(self->studio, self->track);

    if (!strip || strip->highpass_hz != self->strip.highpass_hz)
        return false;
    for (int b = 0; b < EQ_BANDS; b++) {
        const struct eq_band *was = &strip->eq[b], *now = &self->strip.eq[b];

        if (was->kind != now->kind || was->hz != now->hz || was->db != now->db
            || was->q != now->q)
            return false;
    }
    return true;
}

/* Let the song have what is held of a point. */
static void
commit(UiConsoleEq *self, int point)
{
    const struct eq_band *band = &self->strip.eq[point - FIRST_BAND];
    char track[NAME_SIZE], number[8], hz[32], db[32], q[32];

    bool done;

    self->held = false;
    ride_console(self->studio, self->track, &self->strip);
    ride_console_end(self->studio, self->track);
    if (point == HIGHPASS) {
        done = do_number(self->studio, "highpass", self->track,
                         self->strip.highpass_hz);
    } else {
        snprintf(number, sizeof number, "%d", point - FIRST_BAND + 1);
        snprintf(hz, sizeof hz, "%.6g", band->hz);
        snprintf(db, sizeof db, "%.6g", band->db);
        snprintf(q, sizeof q, "%.6g", band->q);
        done = ui_studio_run(self->studio, "eq", do_name(self->track, track),
                             number, KINDS[band->kind], hz, db, q, NULL);
    }
    if (!done)
        ride_console_back(self->studio, self->track);
    ui_console_eq_show(self, self->track);
}

/* What is touched is meant to be heard. */
static void
hold(UiConsoleEq *self, int point)
{
    self->held = true;
    if (point == HIGHPASS)
        self->strip.highpass_on = 1;
    else
        self->strip.eq_on = self->strip.eq[point - FIRST_BAND].on = 1;
}

static void
on_move(UiCurve *curve, int point, double x, double y, UiConsoleEq *self)
{
    hold(self, point);
    if (point == HIGHPASS)
        self->strip.highpass_hz = CLAMP(x, HIGHPASS_HZ.low, HIGHPASS_HZ.high);
    else {
        struct eq_band *band = &self->strip.eq[point - FIRST_BAND];

        band->hz = x;
        if (has_gain(band->kind))
            band->db = y;
    }
    ride_console(self->studio, self->track, &self->strip);
    show_all(self);
}

static void
on_end_move(UiCurve *curve, int point, UiConsoleEq *self)
{
    if (self->held)
        commit(self, point);
}

static void
on_cancel(UiCurve *curve, int point, UiConsoleEq *self)
{
    let_go(self);
    ui_console_eq_show(self, self->track);
}

static void
on_turn(UiCurve *curve, int point, double steps, UiConsoleEq *self)
{
    if (point == HIGHPASS)
        return;
    struct eq_band *band = &self->strip.eq[point - FIRST_BAND];

    hold(self, point);
    band->q = number_round(&BAND_Q, CLAMP(band->q * pow(2, steps / 4), BAND_Q.low,
                                          BAND_Q.high));
    commit(self, point);
}

/* Back to 0 dB; a filter without a gain is switched instead. */
static void
on_reset(UiCurve *curve, int point, UiConsoleEq *self)
{
    char track[NAME_SIZE], number[8];

    self->held = false;
    if (point == HIGHPASS) {
        do_switch(self->studio, "highpass", self->track, !self->strip.highpass_on);
        return;
    }
    struct eq_band *band = &self->strip.eq[point - FIRST_BAND];
    if (has_gain(band->kind)) {
        band->db = 0;
        commit(self, point);
        return;
    }
    snprintf(number, sizeof number, "%d", point - FIRST_BAND + 1);
    ui_studio_run(self->studio, "eq", do_name(self->track, track), number,
                  band->on ? "off" : "on", NULL);
}

/* --- the knobs ---------------------------------------------------------------- */

static int
point_of(UiConsoleEq *self, UiRange *range, int *dial)
{
    for (int b = 0; b < EQ_BANDS; b++)
        for (*dial = 0; *dial < DIALS; (*dial)++)
            if (ui_dial_range(UI_DIAL(self->bands[b].dials[*dial])) == range)
                return FIRST_BAND + b;
    return HIGHPASS;
}

static void
on_ride(UiRange *range, double value, UiConsoleEq *self)
{
    int dial;
    const int point = point_of(self, range, &dial);
    struct eq_band *band = &self->strip.eq[MAX(0, point - FIRST_BAND)];

    hold(self, point);
    if (point == HIGHPASS)
        self->strip.highpass_hz = value;
    else if (dial == DIAL_HZ)
        band->hz = value;
    else if (dial == DIAL_DB)
        band->db = value;
    else
        band->q = value;
    ride_console(self->studio, self->track, &self->strip);
    ui_curve_pick(UI_CURVE(self->curve), point);
    show_all(self);
}

static void
on_end_ride(UiRange *range, double value, UiConsoleEq *self)
{
    int dial;

    if (self->held && is_back(self)) {
        let_go(self);
        ui_console_eq_show(self, self->track);
    } else if (self->held)
        commit(self, point_of(self, range, &dial));
}

static void
on_kind(GtkDropDown *kind, GParamSpec *property, UiConsoleEq *self)
{
    for (int b = 0; b < EQ_BANDS && !self->showing; b++)
        if (self->bands[b].kind == GTK_WIDGET(kind)) {
            hold(self, FIRST_BAND + b);
            self->strip.eq[b].kind = gtk_drop_down_get_selected(kind);
            commit(self, FIRST_BAND + b);
            return;
        }
}

static void
on_band(GtkWidget *toggle, UiConsoleEq *self)
{
    char track[NAME_SIZE], number[8];

    for (int b = 0; b < EQ_BANDS; b++)
        if (self->bands[b].on == toggle) {
            snprintf(number, sizeof number, "%d", b + 1);
            ui_studio_run(self->studio, "eq", do_name(self->track, track), number,
                          ui_toggle_is_on(toggle) ? "on" : "off", NULL);
        }
    ui_console_eq_show(self, self->track);
}

static void
on_power(GtkWidget *toggle, UiConsoleEq *self)
{
    do_switch(self->studio, "eq", self->track, ui_toggle_is_on(toggle));
    ui_console_eq_show(self, self->track);
}

static void
on_highpass(GtkWidget *toggle, UiConsoleEq *self)
{
    do_switch(self->studio, "highpass", self->track, ui_toggle_is_on(toggle));
    ui_console_eq_show(self, self->track);
}

static GtkWidget *
make_dial(UiConsoleEq *self, const struct number *number, const char *name,
          const char *of, int point)
{
    GtkWidget *dial = ui_dial_new(number, name, of);
    const GdkRGBA color = ui_colors_rgb(COLORS[point]);
    UiRange *range = ui_dial_range(UI_DIAL(dial));

    ui_dial_set_color(UI_DIAL(dial), &color);
    g_signal_connect(range, "ride", G_CALLBACK(on_ride), self);
    g_signal_connect(range, "end-ride", G_CALLBACK(on_end_ride), self);
    return dial;
}

static GtkWidget *
make_kinds(UiConsoleEq *self, const char *of)
{
    const char *titles[G_N_ELEMENTS(KIND_TITLES) + 1] = {NULL};

    for (size_t i = 0; i < G_N_ELEMENTS(KIND_TITLES); i++)
        titles[i] = _(KIND_TITLES[i]);
    GtkWidget *kind = gtk_drop_down_new_from_strings(titles);

    gtk_widget_set_hexpand(kind, TRUE);
    ui_name_choice(GTK_DROP_DOWN(kind), of);
    g_signal_connect(kind, "notify::selected", G_CALLBACK(on_kind), self);
    return kind;
}

static GtkWidget *
make_band(UiConsoleEq *self, int b, const char *of)
{
    static const char *const CLASSES[] = {"band1", "band2", "band3", "band4"};
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    struct band *band = &self->bands[b];

    band->on = ui_toggle_new(LABELS[FIRST_BAND + b], CLASSES[b]);
    ui_toggle_set_title(band->on, of);
    g_signal_connect(band->on, "clicked", G_CALLBACK(on_band), self);
    band->kind = make_kinds(self, of);
    band->row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);
    gtk_box_append(GTK_BOX(head), band->on);
    gtk_box_append(GTK_BOX(head), band->kind);
    gtk_box_append(GTK_BOX(box), head);
    gtk_box_append(GTK_BOX(box), band->row);
    gtk_widget_add_css_class(box, "section");
    return box;
}

static void
make_band_dials(UiConsoleEq *self, int b, const char *of)
{
    struct band *band = &self->bands[b];

    band->dials[DIAL_HZ] = make_dial(self, &BAND_HZ, _("Freq"), of, FIRST_BAND + b);
    band->dials[DIAL_DB] = make_dial(self, &BAND_DB, _("Gain"), of, FIRST_BAND + b);
    band->dials[DIAL_Q] = make_dial(self, &BAND_Q, _("Q"), of, FIRST_BAND + b);
    for (int i = 0; i < DIALS; i++)
        gtk_box_append(GTK_BOX(band->row), band->dials[i]);
}

static GtkWidget *
make_highpass(UiConsoleEq *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);

    self->highpass = ui_toggle_new(_("High-pass"), "a");
    self->highpass_hz
        = make_dial(self, &HIGHPASS_HZ, _("Freq"), _("High-pass"), HIGHPASS);
    ui_toggle_set_title(self->highpass, _("High-pass"));
    g_signal_connect(self->highpass, "clicked", G_CALLBACK(on_highpass), self);
    gtk_box_append(GTK_BOX(box), self->highpass);
    gtk_box_append(GTK_BOX(box), self->highpass_hz);
    gtk_widget_add_css_class(box, "section");
    return box;
}

/* --- the widget --------------------------------------------------------------- */

static void
make_curve(UiConsoleEq *self)
{
    static const double HZ[] = {50, 100, 200, 500, 1000, 2000, 5000, 10000};
    static const double DB[] = {-12, -6, 0, 6, 12};

    self->curve = ui_curve_new();
    ui_curve_set_x(UI_CURVE(self->curve), &AXIS_HZ, HZ, G_N_ELEMENTS(HZ));
    ui_curve_set_y(UI_CURVE(self->curve), &AXIS_GAIN, DB, G_N_ELEMENTS(DB));
    ui_curve_set_title(UI_CURVE(self->curve), _("EQ curve"));
    gtk_widget_add_css_class(self->curve, "large");
    gtk_widget_set_vexpand(self->curve, TRUE);
    gtk_widget_set_size_request(self->curve, 520, 220);
    g_signal_connect(self->curve, "move", G_CALLBACK(on_move), self);
    g_signal_connect(self->curve, "end-move", G_CALLBACK(on_end_move), self);
    g_signal_connect(self->curve, "cancel", G_CALLBACK(on_cancel), self);
    g_signal_connect(self->curve, "turn", G_CALLBACK(on_turn), self);
    g_signal_connect(self->curve, "reset", G_CALLBACK(on_reset), self);
}

static void
dispose(GObject *object)
{
    let_go(UI_CONSOLE_EQ(object));
    g_clear_pointer(&UI_CONSOLE_EQ(object)->analyser, analyser_free);
    g_clear_pointer(&UI_CONSOLE_EQ(object)->box, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_console_eq_parent_class)->dispose(object);
}

static void
ui_console_eq_class_init(UiConsoleEqClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_console_eq_init(UiConsoleEq *self)
{
    self->head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
    self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    self->power = ui_toggle_new(_("Equaliser"), "a");
    ui_toggle_set_title(self->power, _("Equaliser"));
    gtk_widget_set_valign(self->power, GTK_ALIGN_CENTER);
    g_signal_connect(self->power, "clicked", G_CALLBACK(on_power), self);
    make_curve(self);
    gtk_box_append(GTK_BOX(self->head), self->power);
    gtk_box_append(GTK_BOX(self->box), self->head);
    gtk_box_append(GTK_BOX(self->box), self->curve);
    gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

/* A band's head, and then its knobs. */
static void
add_band(UiConsoleEq *self, int half)
{
    const int b = half / 2;
    char *of = g_strdup_printf(_("Band %d"), b + 1);

    if (half % 2)
        make_band_dials(self, b, of);
    else
        ui_wrapping_append(UI_WRAPPING(self->row), make_band(self, b, of));
    g_free(of);
}

bool
ui_console_eq_more(UiConsoleEq *self)
{
    enum { TRIM, HEAD, BANDS, ALL = BANDS + 2 * EQ_BANDS };
    const int part = self->parts++;

    g_return_val_if_fail(UI_IS_CONSOLE_EQ(self), false);
    if (part == TRIM) {
        self->trim = ui_trim_new(self->studio, true);
        ui_wrapping_append(UI_WRAPPING(self->row), self->trim);
    } else if (part == HEAD) {
        ui_wrapping_append(UI_WRAPPING(self->row), make_highpass(self));
    } else {
        add_band(self, part - BANDS);
    }
    return self->parts < ALL;
}

GtkWidget *
ui_console_eq_new(UiStudio *studio)
{
    UiConsoleEq *self = g_object_new(UI_TYPE_CONSOLE_EQ, NULL);

    self->studio = studio;
    self->analyser = analyser_new(studio, UI_CURVE(self->curve));
    GtkWidget *choice = analyser_choice(self->analyser);
    gtk_widget_set_hexpand(choice, TRUE);
    gtk_widget_set_halign(choice, GTK_ALIGN_END);
    gtk_box_append(GTK_BOX(self->head), choice);
    self->row = ui_wrapping_new(10);
    gtk_box_append(GTK_BOX(self->box), self->row);
    return GTK_WIDGET(self);
}
