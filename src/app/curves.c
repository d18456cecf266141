/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/curves.h"

#include "dsp/console.h"
#include "engine/plan.h"

double
curves_eq_db(const struct row_strip *strip, double rate, double hz)
{
    const struct console_params params = plan_console(strip);

    return console_response_db(&params, rate, hz);
}

double
curves_band_db(const struct eq_band *band, double rate, double hz)
{
    const struct console_band console = {
        .on = true,
        .kind = (enum console_eq)band->kind,
        .hz = band->hz,
        .db = band->db,
        .q = band->q,
    };

    return console_band_db(&console, rate, hz);
}

double
curves_dynamics_db(const struct row_strip *strip, double in_db)
{
    const struct console_params params = plan_console(strip);

    return console_transfer_db(&params, in_db);
}
