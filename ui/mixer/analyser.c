/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/analyser.h"

#include "app/live.h"
#include "app/spectrum.h"
#include "base/text.h"
#include "ui/view/view.h"
#include "ui/widgets/names.h"
#include "ui/widgets/tip.h"

enum { LOOK_US = 40000, LITTLE_US = 250000 }; /* from picture to picture */
#define SHADE_LOW_DB (-84.0) /* at the foot of the curve's room … */
#define SHADE_HIGH_DB 0.0    /* … and at its top */

/* In the view, above the bits of side.h. */
enum { BIT_BEFORE = 1 << 18, BIT_OFF = 1 << 19, BITS = BIT_BEFORE | BIT_OFF };
enum { AFTER, BEFORE, OFF };
static const unsigned BITS_OF[] = {0, BIT_BEFORE, BIT_OFF};

struct analyser {
    UiStudio *studio;
    UiCurve *curve;
    struct spectrum *spectrum; /* NULL: nobody looks */
    int64_t heard;             /* the track that it is of */
    bool before;               /* its console */
    int64_t looked;            /* when; microseconds */
};

static unsigned
chosen(struct analyser *self)
{
    const struct view *view = ui_studio_view(self->studio);
    const unsigned bits = view ? view->mixer & BITS : 0;

    return bits & BIT_OFF ? OFF : bits & BIT_BEFORE ? BEFORE : AFTER;
}

static void
stop(struct analyser *self)
{
    if (!self->spectrum)
        return;
    (void)!live_listen(ui_studio_player(self->studio), 0, false);
    g_clear_pointer(&self->spectrum, spectrum_free);
    ui_curve_set_shade(self->curve, NULL, NULL);
}

/* Anew for each track, and each place: what another sounded like has nothing to do
 * with it. */
static bool
listen(struct analyser *self, int64_t track, bool before)
{
    const double rate = session_rate(ui_studio_session(self->studio));
    double hz[CURVE_SAMPLES];

    if (self->spectrum && self->heard == track && self->before == before)
        return live_listen(ui_studio_player(self->studio), track, before) == ST_OK;
    g_clear_pointer(&self->spectrum, spectrum_free);
    for (int i = 0; i < CURVE_SAMPLES; i++)
        hz[i] = ui_curve_sample(self->curve, i);
    if (spectrum_new(&self->spectrum, rate, hz, CURVE_SAMPLES))
        return false;
    self->heard = track;
    self->before = before;
    self->looked = g_get_monotonic_time();
    return live_listen(ui_studio_player(self->studio), track, before) == ST_OK;
}

static bool
moves_little(struct analyser *self)
{
    gboolean moves = TRUE;

    g_object_get(gtk_widget_get_settings(GTK_WIDGET(self->curve)),
                 "gtk-enable-animations", &moves, NULL);
    return !moves;
}

static double
place_of(double db)
{
    return CLAMP((db - SHADE_LOW_DB) / (SHADE_HIGH_DB - SHADE_LOW_DB), 0, 1);
}

static void
show_spectrum(struct analyser *self, bool peaks)
{
    double area[CURVE_SAMPLES], line[CURVE_SAMPLES];

    for (int i = 0; i < CURVE_SAMPLES; i++) {
        area[i] = place_of(spectrum_db(self->spectrum, i));
        line[i] = place_of(spectrum_peak_db(self->spectrum, i));
    }
    ui_curve_set_shade(self->curve, area, peaks ? line : NULL);
}

/* Where as little as can be moves: four pictures a second, and no peaks that
 * fall. */
void
analyser_tick(struct analyser *self, int64_t track)
{
    const int64_t now = g_get_monotonic_time();
    const unsigned choice = chosen(self);
    float frames[SPECTRUM_FRAMES];
    size_t count;

    if (!track || !ui_studio_session(self->studio) || choice == OFF) {
        stop(self);
        return;
    }
    const bool little = moves_little(self);
    if (self->spectrum && now - self->looked < (little ? LITTLE_US : LOOK_US))
        return;
    if (!listen(self, track, choice == BEFORE))
        return;
    while ((count = live_listened(ui_studio_player(self->studio), frames,
                                  SPECTRUM_FRAMES)))
        spectrum_feed(self->spectrum, frames, count);
    spectrum_turn(self->spectrum, (double)(now - self->looked) * 1e-6);
    self->looked = now;
    show_spectrum(self, !little);
}

static void
on_chosen(GtkDropDown *choice, GParamSpec *property, struct analyser *self)
{
    const guint at = gtk_drop_down_get_selected(choice);
    struct view *view = ui_studio_view(self->studio);

    if (!view || at >= G_N_ELEMENTS(BITS_OF))
        return;
    view->mixer = (view->mixer & ~(unsigned)BITS) | BITS_OF[at];
    ui_studio_view_changed(self->studio, UI_VIEW_PANELS);
}

GtkWidget *
analyser_choice(struct analyser *self)
{
    const char *titles[] = {_("After the console"), _("Before the console"),
                            _("No analyser"), NULL};
    GtkWidget *choice = gtk_drop_down_new_from_strings(titles);

    gtk_drop_down_set_selected(GTK_DROP_DOWN(choice), chosen(self));
    ui_name_choice(GTK_DROP_DOWN(choice), _("Analyser"));
    ui_tip_set(choice,
               _("Where the spectrum is taken that is drawn behind the curve"));
    g_signal_connect(choice, "notify::selected", G_CALLBACK(on_chosen), self);
    return choice;
}

struct analyser *
analyser_new(UiStudio *studio, UiCurve *curve)
{
    struct analyser *self = g_new0(struct analyser, 1);

    self->studio = studio;
    self->curve = curve;
    return self;
}

void
analyser_free(struct analyser *self)
{
    if (!self)
        return;
    stop(self);
    g_free(self);
}
