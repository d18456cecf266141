/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_axes.h: what the console's values are measured by: those of struct
 * row_strip.  Any thread. */
#ifndef UI_MIXER_CONSOLE_AXES_H
#define UI_MIXER_CONSOLE_AXES_H

#include "ui/widgets/number.h"

/* What is drawn. */
extern const struct number AXIS_HZ, AXIS_GAIN, AXIS_LEVEL;

/* What is set; as wide as the model allows. */
extern const struct number TRIM_DB, BAND_HZ, BAND_DB, BAND_Q, HIGHPASS_HZ,
    GATE_THRESHOLD, GATE_RANGE, GATE_ATTACK, GATE_HOLD, GATE_RELEASE,
    COMP_THRESHOLD, COMP_RATIO, COMP_KNEE, COMP_ATTACK, COMP_RELEASE, COMP_MAKEUP;

#endif
