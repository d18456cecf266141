/* SPDX-License-Identifier: GPL-3.0-or-later */
/* analyser.h: the spectrum of what sounds in a strip, drawn behind a curve.
 *
 * Main thread.  Whether it is taken before the console or behind it, or not at all,
 * is chosen, and kept with what is shown of the mixer (view.h). */
#ifndef UI_MIXER_ANALYSER_H
#define UI_MIXER_ANALYSER_H

#include "ui/studio.h"
#include "ui/widgets/curve.h"

struct analyser;

/* The curve, whose x is in Hz, is the caller's and stays longer. */
struct analyser *analyser_new(UiStudio *studio, UiCurve *curve);
void analyser_free(struct analyser *self); /* NULL is allowed */

/* The choice, as a widget that stays no longer than the analyser. */
GtkWidget *analyser_choice(struct analyser *self);

/* Look at what sounds of a track, once a tick; 0: nobody looks any more. */
void analyser_tick(struct analyser *self, int64_t track);

#endif
