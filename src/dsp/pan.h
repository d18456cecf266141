/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pan.h: where a signal stands between left and right, as two gains.
 *
 * `pan` goes from -1 (left) to 1 (right), and beyond that counts as that; NaN is
 * the centre.  With l = (1 - pan) / 2 and r = (1 + pan) / 2, the two sides keep
 *
 *   PAN_LAW_3DB    sin(l pi/2), sin(r pi/2)   constant power, -3.01 dB centre
 *   PAN_LAW_4_5DB  the geometric mean of the laws beside it, -4.52 dB
 *   PAN_LAW_6DB    l, r                       constant sum, -6.02 dB
 *   PAN_LAW_0DB    min(1, 2l), min(1, 2r)     the near side untouched
 *
 * At both ends the far side is exactly 0 and the near side exactly 1, and a pan to
 * the left is the mirror image of one to the right, to the last bit. */
#ifndef DSP_PAN_H
#define DSP_PAN_H

/* The numbers are those of enum pan_law in model/rows.h. */
enum pan_gain_law { PAN_LAW_3DB, PAN_LAW_4_5DB, PAN_LAW_6DB, PAN_LAW_0DB };

struct pan_gains {
    double left;
    double right;
};

/* Any thread but in a cycle: what both sides get of a mono signal. */
struct pan_gains pan_mono(enum pan_gain_law law, double pan);

/* Any thread but in a cycle: what each side of a stereo signal keeps of itself
 * (balance): the law's gain over its gain at the centre, and 1 at most. */
struct pan_gains pan_balance(enum pan_gain_law law, double pan);

#endif
