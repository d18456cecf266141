/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/loudness.h"

#include "app/live.h"
#include "base/text.h"
#include "ui/widgets/tip.h"

#include <math.h>
#include <stdlib.h>

/* Two low rows: the strip has little height to give; and it keeps its width
 * whatever stands there. */
enum { FIGURES = 5, TRUE_PEAK = 4, COLUMNS = 3, LETTERS = 5 };

struct _UiLoudness {
    GtkWidget parent_instance;
    UiStudio *studio;
    GtkWidget *grid, *figures[FIGURES];
    int tenths[FIGURES]; /* as they are written */
};

G_DEFINE_FINAL_TYPE(UiLoudness, ui_loudness, GTK_TYPE_WIDGET)

static const struct {
    const char *unit, *title;
} UNITS[FIGURES] = {
    {"I", N_("Integrated loudness, LUFS")},
    {"S", N_("Short-term loudness, LUFS")},
    {"M", N_("Momentary loudness, LUFS")},
    {"LRA", N_("Loudness range, LU")},
    {"dBTP", N_("Highest true peak")},
};

enum { NOTHING = -100000 };

static void
show(UiLoudness *self, int i, double value)
{
    const int tenths
        = isfinite(value) && value > -100 ? (int)lround(value * 10) : NOTHING;
    char text[32];

    if (tenths == self->tenths[i])
        return;
    self->tenths[i] = tenths;
    if (tenths == NOTHING)
        g_strlcpy(text, "–", sizeof text);
    else
        g_snprintf(text, sizeof text, "%s%d.%d", tenths < 0 ? "−" : "",
                   abs(tenths) / 10, abs(tenths) % 10);
    gtk_label_set_text(GTK_LABEL(self->figures[i]), text);
    if (i == TRUE_PEAK) {
        if (tenths > 0)
            gtk_widget_add_css_class(self->figures[i], "over");
        else
            gtk_widget_remove_css_class(self->figures[i], "over");
    }
}

void
ui_loudness_tick(UiLoudness *self)
{
    struct live_loudness loudness;

    g_return_if_fail(UI_IS_LOUDNESS(self));
    if (live_loudness(ui_studio_player(self->studio), &loudness))
        loudness = (struct live_loudness){-HUGE_VALF, -HUGE_VALF, -HUGE_VALF,
                                          -HUGE_VALF, -HUGE_VALF};
    show(self, 0, loudness.integrated);
    show(self, 1, loudness.shortterm);
    show(self, 2, loudness.momentary);
    show(self, 3, loudness.range);
    show(self, TRUE_PEAK, loudness.true_peak_db);
}

static void
dispose(GObject *object)
{
    g_clear_pointer(&UI_LOUDNESS(object)->grid, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_loudness_parent_class)->dispose(object);
}

static void
ui_loudness_class_init(UiLoudnessClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "loudness");
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_loudness_init(UiLoudness *self)
{
    self->grid = gtk_grid_new();
    gtk_grid_set_column_homogeneous(GTK_GRID(self->grid), TRUE);
    gtk_grid_set_column_spacing(GTK_GRID(self->grid), 4);
    for (int i = 0; i < FIGURES; i++) {
        GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
        GtkWidget *unit = gtk_label_new(UNITS[i].unit);

        self->figures[i] = gtk_label_new("–");
        self->tenths[i] = NOTHING;
        gtk_label_set_width_chars(GTK_LABEL(self->figures[i]), LETTERS);
        gtk_widget_add_css_class(self->figures[i], "figure");
        gtk_widget_add_css_class(self->figures[i], "num");
        gtk_widget_add_css_class(unit, "caps");
        ui_tip_set(box, _(UNITS[i].title));
        gtk_box_append(GTK_BOX(box), self->figures[i]);
        gtk_box_append(GTK_BOX(box), unit);
        gtk_grid_attach(GTK_GRID(self->grid), box, i % COLUMNS, i / COLUMNS, 1, 1);
    }
    gtk_widget_set_parent(self->grid, GTK_WIDGET(self));
}

GtkWidget *
ui_loudness_new(UiStudio *studio)
{
    UiLoudness *self = g_object_new(UI_TYPE_LOUDNESS, NULL);

    self->studio = studio;
    return GTK_WIDGET(self);
}
