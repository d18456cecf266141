/* SPDX-License-Identifier: GPL-3.0-or-later */
/* number.h: a value that a hand turns: how far along its travel it stands, how it
 * steps, and how it is written and read.
 *
 * Any thread; no GTK.  A place is 0 … 1, the whole travel of a fader or a knob. */
#ifndef UI_WIDGETS_NUMBER_H
#define UI_WIDGETS_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum number_unit {
    NUMBER_PLAIN,
    NUMBER_DB,
    NUMBER_HZ,
    NUMBER_MS,
    NUMBER_S,
    NUMBER_RATIO,   /* 3.0:1 */
    NUMBER_PERCENT, /* the value itself is in per cent */
    NUMBER_PAN,     /* -1 left … 1 right */
};

enum number_scale {
    NUMBER_LINEAR,
    NUMBER_LOG,   /* low > 0 */
    NUMBER_FADER, /* dB, fine around 0, with silence at the foot */
};

struct number {
    enum number_unit unit;
    enum number_scale scale;
    double low, high;
    double start; /* where a double click puts it */
};

/* The faders of tracks and sends. */
extern const struct number NUMBER_VOLUME;
extern const struct number NUMBER_PANNING;

/* Between place and value; what lies outside is taken as the nearest. */
double number_place(const struct number *number, double value);
double number_value(const struct number *number, double place);

/* The value `steps` key presses further: of 1 dB, half a per cent of the travel, a
 * semitone…; `fine`: a tenth of that.  The way out of silence is the first step. */
double number_step(const struct number *number, double value, double steps,
                   bool fine);

/* The value as it is written, so that a drag leaves tidy numbers behind. */
double number_round(const struct number *number, double value);

/* «-6.2 dB», «1.25 kHz», «R24»: as it is said; `out` has room for `size` bytes. */
void number_text(const struct number *number, double value, char *out, size_t size);

/* The same without the unit of a level, with a true minus: «−6.2», «−∞». */
void number_short(const struct number *number, double value, char *out,
                  size_t size);

/* What a person typed: a number with or without its unit, a k for thousands,
 * «-inf», «c», «l30».  False, *out untouched: it is none. */
bool number_read(const struct number *number, const char *text, double *out);

/* The travel of a fader's dB, 0 … 1 from silence to +12. */
double number_fader_place(double db);

#endif
