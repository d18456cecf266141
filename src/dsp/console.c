/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console.c: from what the user sees to what the kernel computes with. */
#include "dsp/console_layout.h"
#include "dsp/gain.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const double DB_A_LOG2 = 6.020599913279624; /* 20 log10 2 */
static const double HYSTERESIS_DB = 3;
static const double SHORTEST_HOLD_MS = 5;
static const double SLOWEST_MS = 5000;
static const double SLOWEST_COMP_ATTACK_MS = 250; /* else float lacks the bits */

/* NaN is the least. */
static double
held(double value, double least, double most)
{
    return fmin(fmax(value, least), most);
}

/* What of its way to go in one frame, so that 1 - 1/e of it is done after `ms`. */
static double
rate_of(double ms, double most, double rate)
{
    const double frames = held(ms, 0, most) / 1e3 * rate;

    return frames > 0 ? -expm1(-1 / frames) : 1;
}

struct console_svf
console_svf_of(enum console_eq kind, double hz, double db, double q, double rate)
{
    const double g = tan(M_PI * held(hz, 5, 0.49 * rate) / rate);
    const double a = pow(10, held(db, -48, 48) / 40);
    const double k = 1 / held(q, 0.05, 50);

    switch (kind) {
    case CONSOLE_LOW_SHELF:
        return (struct console_svf){g / sqrt(a), k, 1, k * (a - 1), a * a - 1};
    case CONSOLE_HIGH_SHELF:
        return (struct console_svf){g * sqrt(a), k, a * a, k * (1 - a) * a,
                                    1 - a * a};
    case CONSOLE_LOW_PASS:
        return (struct console_svf){g, k, 0, 0, 1};
    case CONSOLE_HIGH_PASS:
        return (struct console_svf){g, k, 1, -k, -1};
    case CONSOLE_NOTCH:
        return (struct console_svf){g, k, 1, -k, 0};
    case CONSOLE_BELL:
    default:
        return (struct console_svf){g, k / a, 1, k / a * (a * a - 1), 0};
    }
}

static void
prepare_filter(struct console_svf svf, float *c)
{
    const double g = svf.g, k = svf.k;
    const double a1 = 1 / (1 + g * (g + k)), a2 = g * a1, a3 = g * a2;

    c[FILTER_STAY] = 2 * a1 - 1;
    c[FILTER_CROSS] = 2 * a2;
    c[FILTER_RISE] = 2 * a3;
    c[FILTER_BAND] = svf.m1 * a1 + svf.m2 * a2;
    c[FILTER_HIGH] = svf.m1 * a2 - svf.m2 * (g * k + 1) * a1;
    c[FILTER_DIRECT] = svf.m0 + svf.m2;
}

static void
prepare_filters(const struct console_params *params, double rate, const bool *on,
                float *c)
{
    static const float off[FILTER_COEFS] = {[FILTER_STAY] = 1, [FILTER_DIRECT] = 1};
    static const float highpass_off[FILTER_COEFS]
        = {[FILTER_STAY] = 1, [FILTER_HIGH] = 1};

    if (on[0])
        prepare_filter(console_svf_of(CONSOLE_HIGH_PASS, params->highpass_hz, 0,
                                      M_SQRT1_2, rate),
                       c);
    else
        memcpy(c, highpass_off, sizeof highpass_off);
    for (int i = 0; i < CONSOLE_BANDS; i++) {
        const struct console_band *band = &params->eq[i];

        c += FILTER_COEFS;
        if (on[1 + i])
            prepare_filter(
                console_svf_of(band->kind, band->hz, band->db, band->q, rate), c);
        else
            memcpy(c, off, sizeof off);
    }
}

static void
prepare_gate(const struct console_params *params, double rate, float *c)
{
    const double threshold = held(params->gate_threshold_db, -120, 24);
    const double range = held(params->gate_range_db, GAIN_OFF_DB, 0);
    const double hold = held(params->gate_hold_ms, SHORTEST_HOLD_MS, SLOWEST_MS);

    c[COEF_GATE_OPEN] = gain_from_db(threshold);
    c[COEF_GATE_CLOSE] = gain_from_db(threshold - HYSTERESIS_DB);
    c[COEF_GATE_HOLD] = fmax(1, rint(hold / 1e3 * rate));
    c[COEF_GATE_RANGE] = params->gate_on ? gain_from_db(range) : 1;
    c[COEF_GATE_ATTACK] = rate_of(params->gate_attack_ms, SLOWEST_MS, rate);
    c[COEF_GATE_RELEASE] = rate_of(params->gate_release_ms, SLOWEST_MS, rate);
}

static void
prepare_comp(const struct console_params *params, double rate, float *c)
{
    const double threshold = held(params->comp_threshold_db, -120, 24) / DB_A_LOG2;
    const double knee = held(params->comp_knee_db, 0, 48) / DB_A_LOG2;
    const double ratio = held(params->comp_ratio, 1, CONSOLE_LIMITER_RATIO);

    c[COEF_COMP_KNEE_START] = threshold - knee / 2;
    c[COEF_COMP_KNEE] = knee;
    c[COEF_COMP_CURVE] = knee > 0 ? 1 / (2 * knee) : 0;
    if (params->comp_on)
        c[COEF_COMP_SLOPE] = ratio < CONSOLE_LIMITER_RATIO ? 1 - 1 / ratio : 1;
    c[COEF_COMP_ATTACK]
        = rate_of(params->comp_attack_ms, SLOWEST_COMP_ATTACK_MS, rate);
    c[COEF_COMP_RELEASE] = rate_of(params->comp_release_ms, SLOWEST_MS, rate);
    if (params->comp_on)
        c[COEF_COMP_MAKEUP] = held(params->comp_makeup_db, -48, 48) / DB_A_LOG2;
}

void
console_prepare(const struct console_params *params, double rate,
                struct console_coefs *out)
{
    const double trim = gain_from_db(fmin(params->trim_db, 48));
    float *c = out->c;
    bool on[SECTIONS] = {
        [0] = params->highpass_on,
        [SECTION_GATE] = params->gate_on,
        [SECTION_COMP] = params->comp_on,
    };
    int sections = 0;

    assert(rate > 0);
    memset(out, 0, sizeof *out);
    c[COEF_TRIM] = params->polarity ? -trim : trim;
    for (int i = 0; i < CONSOLE_BANDS; i++)
        on[1 + i] = params->eq_on && params->eq[i].on;
    prepare_filters(params, rate, on, c + COEF_FILTER);
    prepare_gate(params, rate, c);
    prepare_comp(params, rate, c);
    for (int j = 0; j < SECTIONS; j++) {
        c[COEF_ON + j] = on[j];
        sections |= on[j] << j;
    }
    c[COEF_SECTIONS] = sections;
    /* No negative zeros: a glide from one to itself would turn it over. */
    for (int k = 0; k < COEFS; k++)
        c[k] += 0.0f;
}
