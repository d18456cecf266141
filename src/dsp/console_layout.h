/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_layout.h: what stands where in the console's coefs and states, and the
 * kernels that run them.  For src/dsp/console*.c and their tests. */
#ifndef DSP_CONSOLE_LAYOUT_H
#define DSP_CONSOLE_LAYOUT_H

#include "dsp/console.h"

/* The high-pass is the first filter, the bands follow. */
enum { FILTERS = 1 + CONSOLE_BANDS };

/* A section's number; a filter's is its index. */
enum { SECTION_GATE = FILTERS, SECTION_COMP, SECTIONS };

/* A trapezoidal filter with g = tan(pi hz / rate), damping k, and the mixing coefs
 * m0, m1, m2 of its kind.  With a1 = 1 / (1 + g (g + k)), a2 = g a1, a3 = g a2, the
 * memories s1, s2 and h = x - s2, Simper's algorithm is
 *
 *   y  = direct x + band s1 + high h
 *   s2 = s2 + (cross s1 + rise h)
 *   s1 = stay s1 + cross h            (s1 on the right as it was before)
 *
 * written so that small steps keep their bits at low frequencies, and so that the
 * gain at 0 Hz is exactly `direct`; that of the high-pass is 0 and left out.  Of a
 * filter that is off the memories stay 0, so its input goes through: direct 1, or
 * of the high-pass high 1, and the rest 0 but stay 1. */
enum {
    FILTER_STAY,   /* 2 a1 - 1 */
    FILTER_CROSS,  /* 2 a2 */
    FILTER_RISE,   /* 2 a3 */
    FILTER_BAND,   /* m1 a1 + m2 a2 */
    FILTER_HIGH,   /* m1 a2 + m2 a3 - m2 */
    FILTER_DIRECT, /* m0 + m2 */
    FILTER_COEFS,
};

/* Levels of the compressor are log2 of amplitudes: 6.02 dB each. */
enum {
    COEF_TRIM,
    COEF_FILTER,
    COEF_GATE_OPEN = COEF_FILTER + FILTERS * FILTER_COEFS, /* amplitudes */
    COEF_GATE_CLOSE,
    COEF_GATE_HOLD,  /* frames */
    COEF_GATE_RANGE, /* a factor; 1 if off */
    COEF_GATE_ATTACK,
    COEF_GATE_RELEASE,
    COEF_COMP_KNEE_START,
    COEF_COMP_KNEE,  /* its width */
    COEF_COMP_CURVE, /* 1 / (2 width), 0 of a hard knee */
    COEF_COMP_SLOPE, /* 1 - 1 / ratio; 0 if off, as is the make-up */
    COEF_COMP_ATTACK,
    COEF_COMP_RELEASE,
    COEF_COMP_MAKEUP,
    COEF_ON, /* of each section: 0 or 1; between, while it glides */
    COEFS = COEF_ON + SECTIONS,
    COEF_SECTIONS = 63, /* the sections that are on, as bits of a whole number */
};

enum {
    STATE_FILTER, /* s1, s2 of each */
    STATE_GATE_HOLD = STATE_FILTER + 2 * FILTERS, /* frames left; 0: it closes */
    STATE_GATE_GAIN,
    STATE_GATE_LOW,  /* the bits of it that did not fit: slow releases need them */
    STATE_COMP_PEAK, /* the reduction, released but not attacked */
    STATE_COMP_LOW,  /* likewise */
    STATE_COMP_CUT,  /* the reduction */
    STATES,
};

/* At this ratio and above the compressor is a limiter. */
#define CONSOLE_LIMITER_RATIO 100.0

/* A band as a circuit: g, its damping, and what its outputs are mixed with. */
struct console_svf {
    double g;
    double k;
    double m0;
    double m1;
    double m2;
};
struct console_svf console_svf_of(enum console_eq kind, double hz, double db,
                                  double q, double rate);

/* A build of the kernel.  console_run takes the last that this processor knows. */
struct console_kernel {
    const char *name;
    bool (*runs_here)(void);
    void (*run)(const struct console_group *group, uint32_t at, uint32_t n);
};

enum { CONSOLE_KERNELS = 3 };
extern const struct console_kernel console_kernels[CONSOLE_KERNELS];

RT void console_run_16(const struct console_group *group, uint32_t at, uint32_t n);
RT void console_run_8(const struct console_group *group, uint32_t at, uint32_t n);
RT void console_run_4(const struct console_group *group, uint32_t at, uint32_t n);

#endif
