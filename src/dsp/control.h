/* SPDX-License-Identifier: GPL-3.0-or-later */
/* control.h: a built-in device's controls, as a table that the rest of the house
 * reads. */
#ifndef DSP_CONTROL_H
#define DSP_CONTROL_H

enum control_scale {
    CONTROL_LINEAR,
    CONTROL_LOG, /* turned and drawn by ratios; min > 0 */
};

struct control {
    const char *symbol; /* for files and scripts: never changes, [a-z_] */
    const char *name;   /* for people: marked for translation, not translated */
    const char *unit;   /* "dB", "ms", "s", "Hz", "%", "" */
    float min, max, initial;
    enum control_scale scale;
};

#endif
