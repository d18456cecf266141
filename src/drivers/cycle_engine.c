/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/driver.h"
#include "engine/engine.h"

RT void
driver_cycle_engine(void *user, const float *const *in, unsigned n_in,
                    float *const *out, unsigned n_out, uint32_t frames)
{
    struct engine *engine = user;

    engine_cycle(engine, in, n_in, out, n_out, frames);
}

RT void
driver_gap_engine(void *user, uint32_t frames)
{
    engine_gap(user, frames);
}
