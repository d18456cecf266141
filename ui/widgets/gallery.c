/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/gallery.h"

#include "ui/widgets/curve.h"
#include "ui/widgets/dial.h"
#include "ui/widgets/fader.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/inplace.h"
#include "ui/widgets/knob.h"
#include "ui/widgets/meter.h"
#include "ui/widgets/toggle.h"

#include "base/text.h"

static const int64_t COLORS[]
    = {0xe0625c, 0xe0a94a, 0x9cc653, 0x4fbf8a, 0x4fa3dc, 0xa08bf0};

static GtkWidget *
page(GtkWidget *box, const char *title, GtkWidget *content)
{
    GtkWidget *label = gtk_label_new(title);

    gtk_widget_add_css_class(label, "caps");
    gtk_widget_set_halign(label, GTK_ALIGN_START);
    gtk_box_append(GTK_BOX(box), label);
    gtk_box_append(GTK_BOX(box), content);
    return content;
}

static GtkWidget *
row(void)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);

    gtk_widget_set_margin_bottom(box, 16);
    return box;
}

static GtkWidget *
icons(void)
{
    GtkWidget *flow = gtk_flow_box_new();

    gtk_flow_box_set_max_children_per_line(GTK_FLOW_BOX(flow), 24);
    gtk_flow_box_set_min_children_per_line(GTK_FLOW_BOX(flow), 24);
    gtk_flow_box_set_selection_mode(GTK_FLOW_BOX(flow), GTK_SELECTION_NONE);
    for (const struct icon_path *icon = ICON_PATHS; icon->name; icon++)
        gtk_flow_box_append(GTK_FLOW_BOX(flow),
                            ui_icon_button(icon->name, icon->name));
    gtk_widget_set_margin_bottom(flow, 16);
    return flow;
}

static GtkWidget *
faders(void)
{
    static const double LEVELS[] = {12, 0, -2.1, -6.2, -24, -144};
    GtkWidget *box = row();

    for (size_t i = 0; i < G_N_ELEMENTS(LEVELS); i++) {
        GtkWidget *fader = ui_fader_new(GTK_ORIENTATION_VERTICAL);
        const GdkRGBA color = ui_colors_rgb(COLORS[i]);

        gtk_widget_set_size_request(fader, -1, 140 + 20 * (int)i);
        ui_range_set_title(UI_RANGE(fader), _("Volume"));
        ui_range_set_color(UI_RANGE(fader), &color);
        ui_range_show(UI_RANGE(fader), LEVELS[i]);
        gtk_box_append(GTK_BOX(box), fader);
    }
    for (size_t i = 0; i < 3; i++) {
        GtkWidget *fader = ui_fader_new(GTK_ORIENTATION_HORIZONTAL);
        const GdkRGBA color = ui_colors_rgb(COLORS[i]);

        gtk_widget_set_size_request(fader, 90, -1);
        ui_range_set_title(UI_RANGE(fader), _("Volume"));
        ui_range_set_color(UI_RANGE(fader), &color);
        ui_range_show(UI_RANGE(fader), LEVELS[i * 2]);
        gtk_box_append(GTK_BOX(box), fader);
    }
    return box;
}

static GtkWidget *
knobs(void)
{
    static const struct number HZ = {NUMBER_HZ, NUMBER_LOG, 20, 20000, 1000};
    GtkWidget *box = row();

    for (int i = 0; i < 12; i++) {
        GtkWidget *knob
            = ui_knob_new(i < 6 ? &NUMBER_PANNING : &HZ, i < 6 ? 2.4 : 4);
        const GdkRGBA color = ui_colors_rgb(COLORS[i % 6]);

        ui_range_set_title(UI_RANGE(knob), i < 6 ? _("Pan") : _("Frequency"));
        ui_range_set_color(UI_RANGE(knob), &color);
        ui_range_show(UI_RANGE(knob), i < 6 ? -1 + 0.4 * i : 30 << (i - 5));
        gtk_widget_set_sensitive(knob, i != 11);
        gtk_box_append(GTK_BOX(box), knob);
    }
    return box;
}

static GtkWidget *
meters(void)
{
    GtkWidget *box = row();

    for (int i = 0; i < 8; i++) {
        GtkWidget *meter = ui_meter_new(GTK_ORIENTATION_VERTICAL, 1 + i % 2);
        const float peak[] = {0.01f * (1 << i), 0.009f * (1 << i)};
        const float rms[] = {0.4f * peak[0], 0.4f * peak[1]};

        ui_meter_feed(UI_METER(meter), peak, rms, 1);
        ui_meter_feed(UI_METER(meter), (float[]){0, 0}, rms, 200000);
        gtk_widget_set_size_request(meter, i % 2 ? 14 : 8, 120);
        gtk_box_append(GTK_BOX(box), meter);
    }
    for (int i = 0; i < 3; i++) {
        GtkWidget *meter = i < 2 ? ui_meter_new(GTK_ORIENTATION_HORIZONTAL, 2)
                                 : ui_meter_new_reduction(GTK_ORIENTATION_VERTICAL);
        const float peak[] = {0.2f * (i + 1), 0.3f * (i + 1)};

        if (i < 2)
            ui_meter_feed(UI_METER(meter), peak, peak, 1);
        else
            ui_meter_feed_reduction(UI_METER(meter), -7);
        gtk_widget_set_size_request(meter, i < 2 ? 140 : 5, i < 2 ? 10 : 120);
        gtk_widget_set_valign(meter, GTK_ALIGN_CENTER);
        gtk_box_append(GTK_BOX(box), meter);
    }
    return box;
}

static GtkWidget *
switches(void)
{
    static const char *const CLASSES[] = {"r", "m", "s", "a"};
    static const char *const LETTERS[] = {"R", "M", "S", "A"};
    GtkWidget *box = row(), *words = ui_inplace_new(1);

    for (int i = 0; i < 8; i++) {
        GtkWidget *toggle = ui_toggle_new(LETTERS[i % 4], CLASSES[i % 4]);

        ui_toggle_set_title(toggle, LETTERS[i % 4]);
        ui_toggle_show(toggle, i > 3);
        gtk_box_append(GTK_BOX(box), toggle);
    }
    ui_inplace_set_title(UI_INPLACE(words), _("Name"));
    ui_inplace_show(UI_INPLACE(words), _("Words written in place"));
    gtk_box_append(GTK_BOX(box), words);
    return box;
}

static GtkWidget *
curves(void)
{
    static const struct number HZ = {NUMBER_HZ, NUMBER_LOG, 20, 20000, 1000};
    static const struct number DB = {NUMBER_DB, NUMBER_LINEAR, -18, 18, 0};
    static const double MARKS[] = {100, 1000, 10000}, LEVELS[] = {-12, 0, 12};
    GtkWidget *box = row(), *curve = ui_curve_new(),
              *dial = ui_dial_new(&HZ, _("Frequency"), NULL);
    double y[CURVE_SAMPLES];
    const struct curve_line line = {y, ui_colors_rgb(COLORS[4]), 2, 0.2, 0};
    const struct curve_point point
        = {true, true, 1000, 9, ui_colors_rgb(COLORS[4]), "1", false};

    for (int i = 0; i < CURVE_SAMPLES; i++)
        y[i] = 9 - ABS(i - 145) / 12.0;
    ui_curve_set_x(UI_CURVE(curve), &HZ, MARKS, G_N_ELEMENTS(MARKS));
    ui_curve_set_y(UI_CURVE(curve), &DB, LEVELS, G_N_ELEMENTS(LEVELS));
    ui_curve_set_line(UI_CURVE(curve), 0, &line);
    ui_curve_set_point(UI_CURVE(curve), 0, &point);
    ui_curve_set_title(UI_CURVE(curve), _("EQ curve"));
    gtk_widget_set_size_request(curve, 360, 130);
    gtk_box_append(GTK_BOX(box), curve);
    gtk_box_append(GTK_BOX(box), dial);
    return box;
}

GtkWidget *
ui_gallery_new(GtkApplication *application)
{
    GtkWidget *window = gtk_application_window_new(application);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);

    gtk_widget_add_css_class(box, "gallery");
    gtk_widget_set_margin_start(box, 20);
    gtk_widget_set_margin_end(box, 20);
    gtk_widget_set_margin_top(box, 16);
    page(box, _("Symbols"), icons());
    page(box, _("Faders"), faders());
    page(box, _("Knobs"), knobs());
    page(box, _("Meters"), meters());
    page(box, _("Switches and words"), switches());
    page(box, _("Curves and dials"), curves());
    gtk_window_set_title(GTK_WINDOW(window), _("Gallery"));
    gtk_window_set_default_size(GTK_WINDOW(window), 1100, 1000);
    gtk_window_set_child(GTK_WINDOW(window), box);
    return window;
}
