/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_curve.c: what the console does, as curves to draw. */
#include "dsp/console_layout.h"

#include <complex.h>
#include <math.h>

/* The circuit's response is that of its analogue model, at the frequency that the
 * bilinear transform bends `hz` to. */
static double
circuit_db(struct console_svf svf, double rate, double hz)
{
    const double complex s = I * tan(M_PI * fmin(hz, 0.4999 * rate) / rate) / svf.g;
    const double complex low = s * s + svf.k * s + 1;
    const double gain = cabs(svf.m0 + (svf.m1 * s + svf.m2) / low);

    return 20 * log10(fmax(gain, 1e-9));
}

double
console_band_db(const struct console_band *band, double rate, double hz)
{
    return circuit_db(console_svf_of(band->kind, band->hz, band->db, band->q, rate),
                      rate, hz);
}

double
console_response_db(const struct console_params *params, double rate, double hz)
{
    double db = 0;

    if (params->highpass_on) {
        const struct console_band highpass
            = {true, CONSOLE_HIGH_PASS, params->highpass_hz, 0, M_SQRT1_2};

        db += console_band_db(&highpass, rate, hz);
    }
    for (int i = 0; i < CONSOLE_BANDS; i++)
        if (params->eq_on && params->eq[i].on)
            db += console_band_db(&params->eq[i], rate, hz);
    return db;
}

static double
comp_db(const struct console_params *params, double in_db)
{
    const double knee = fmax(params->comp_knee_db, 0);
    const double over = in_db - params->comp_threshold_db + knee / 2;
    const double ratio = fmax(params->comp_ratio, 1);
    const double slope = ratio < CONSOLE_LIMITER_RATIO ? 1 - 1 / ratio : 1;

    if (over <= 0)
        return in_db + params->comp_makeup_db;
    const double bent
        = knee > 0 && over < knee ? over * over / (2 * knee) : over - knee / 2;

    return in_db - slope * bent + params->comp_makeup_db;
}

double
console_transfer_db(const struct console_params *params, double in_db)
{
    double db = in_db;

    if (params->gate_on && db < params->gate_threshold_db)
        db += fmin(params->gate_range_db, 0);
    return params->comp_on ? comp_db(params, db) : db;
}
