/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console.h: the channel strip's sound, up to 16 channels together, one a SIMD
 * lane.
 *
 * In this order: trim and polarity, high-pass, four bands of EQ, gate, compressor.
 * (Fader and pan are two gains: dsp/pan.h, dsp/mix.h.)
 *
 * Filters: trapezoidal state variable filters (A. Simper, «Solving the continuous
 * SVF equations using trapezoidal integration and equivalent currents», Cytomic
 * 2013).  Their responses are those of R. Bristow-Johnson's Audio EQ Cookbook at
 * the same hz, db and q, at all rates; shelves take q, not a slope.  The high-pass
 * has Q = sqrt(1/2): Butterworth, 12 dB an octave.
 *
 * Gate: opens when a sample's magnitude reaches the threshold, and closes when for
 * the time of hold (5 ms at least: a low note's own wave does not close it) none
 * has reached 3 dB below it.  Closed, it lets through `range`.  Attack and release
 * are the times in which the gain, as a factor, goes 1 - 1/e of its way.  It starts
 * open.
 *
 * Compressor: feed-forward, level and gain in the log domain, soft knee, and behind
 * the gain computer the smooth, decoupled peak detector of D. Giannoulis, M.
 * Massberg and J. D. Reiss, «Digital Dynamic Range Compressor Design: A Tutorial
 * and Analysis», JAES 60(6), 2012 (the arrangement of figure 7c).  Attack and
 * release are the detector's time constants: on a step up the gain in dB has gone
 * 1 - 1/e of its way after the attack; on a step down the attack's smoothing comes
 * on top of the release.
 *
 * A stereo strip is two lanes, 2i and 2i + 1, that are linked: gate and compressor
 * hear the louder of the two.
 *
 * A lane's sound depends on nothing but its own coefs, state and input (and its
 * partner's): not on its neighbours, its place in the group, the processor, or how
 * the signal is cut into calls.  A section that is off passes its lane through to
 * the last bit, and so does a flat strip; but a zero comes out without its sign,
 * and what lies below 2^-100 as zero.  After the sound's end, sound and state come
 * to rest. */
#ifndef DSP_CONSOLE_H
#define DSP_CONSOLE_H

#include "base/base.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    CONSOLE_LANES = 16,
    CONSOLE_BANDS = 4,
    CONSOLE_QUANTUM = 64, /* frames over which a change of coefs glides */
};

/* The numbers are those of enum eq_kind in model/rows.h. */
enum console_eq {
    CONSOLE_BELL,
    CONSOLE_LOW_SHELF,
    CONSOLE_HIGH_SHELF,
    CONSOLE_LOW_PASS,
    CONSOLE_HIGH_PASS,
    CONSOLE_NOTCH,
};

struct console_band {
    bool on;
    enum console_eq kind;
    double hz;
    double db; /* of bells and shelves */
    double q;
};

/* A strip as its user sees it: struct row_strip of model/rows.h up to the fader. */
struct console_params {
    double trim_db;
    bool polarity; /* turned over */
    bool highpass_on;
    double highpass_hz;
    bool eq_on;
    struct console_band eq[CONSOLE_BANDS];
    bool gate_on;
    double gate_threshold_db;
    double gate_range_db; /* how far it closes, below 0 */
    double gate_attack_ms;
    double gate_hold_ms;
    double gate_release_ms;
    bool comp_on;
    double comp_threshold_db;
    double comp_ratio;
    double comp_knee_db;
    double comp_attack_ms;
    double comp_release_ms;
    double comp_makeup_db;
};

/* What the kernel computes with.  Plain floats; what each is, only the console
 * knows.  It may be copied and compared as memory. */
struct console_coefs {
    _Alignas(64) float c[64];
};

/* One lane's memory: lives outside plans, and starts with console_reset.  It may be
 * copied as memory. */
struct console_state {
    _Alignas(64) float s[16];
};

/* One lane of a group. */
struct console_lane {
    float *x; /* its n frames, in place; NULL: the lane is empty */
    struct console_state *state;
    const struct console_coefs *from; /* where its quantum begins */
    const struct console_coefs *to; /* where it ends; the same pointer: no change */
};

struct console_group {
    struct console_lane lane[CONSOLE_LANES];
    uint32_t linked; /* bit 2i: lanes 2i and 2i + 1 are one stereo strip */
};

/* Any thread but in a cycle: the coefs for `params` at `rate` Hz.  Values beyond
 * what can be are taken as the nearest that can, NaN as the least: hz 5 … 0.49
 * rate, q 0.05 … 50, db of filters and make-up +-48, trim up to 48 dB, thresholds
 * -120 … 24 dB, range -144 … 0 dB, knee 0 … 48 dB, ratio 1 … (100 and above:
 * infinite), times 0 … 5 s, the compressor's attack 0 … 250 ms. */
void console_prepare(const struct console_params *params, double rate,
                     struct console_coefs *out);

/* Any thread, to draw it: what a band alone, and high-pass and EQ as they are
 * switched, do to a steady tone of `hz`; and the level in dB that comes out of gate
 * and compressor, make-up and all, where a steady one of `in_db` goes in.  The
 * values as console_prepare() takes them. */
double console_band_db(const struct console_band *band, double rate, double hz);
double console_response_db(const struct console_params *params, double rate,
                           double hz);
double console_transfer_db(const struct console_params *params, double in_db);

/* Any thread: coefs that are `share` of the way from the one to the other, 0 <
 * share < 1; what is on in either is on in them. */
RT void console_between(const struct console_coefs *from,
                        const struct console_coefs *to, float share,
                        struct console_coefs *out);

/* Any thread: whether these coefs pass sound through as it is, so that the lane
 * need not run at all.  Who leaves a lane out resets its state. */
RT bool console_is_flat(const struct console_coefs *coefs);

/* Any thread: silence, gate open, no reduction. */
RT void console_reset(struct console_state *state);

/* Process thread: run n frames of all lanes, in place.  `at` is where the first of
 * them stands in its quantum, on the absolute grid (position mod CONSOLE_QUANTUM);
 * all calls within one quantum are given the same from and to.  Where these differ,
 * coefs go straight from the one to the other until the quantum's end, and stay
 * `to` after it, should n reach beyond.  Linked lanes are both there.
 *
 * A frame that is not finite, or beyond +-2^40, is taken as silence, and a state
 * that is not finite as none.  Denormals: the caller has called
 * rt_flush_denormals(). */
RT void console_run(const struct console_group *group, uint32_t at, uint32_t n);

/* Any thread that may read the state: the gate's and the compressor's gain after
 * the last frame, in dB, 0 or less (the make-up is not counted). */
RT float console_gate_db(const struct console_state *state);
RT float console_comp_db(const struct console_state *state);

#endif
