/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/varispeed.h"

#include "engine/varispeed_internal.h"

#include <math.h>
#include <stdlib.h>

#define CUTOFF                                                                     \
    0.92 /* of the lower Nyquist: what is above falls within the window's skirt */
#define BETA 9.0

/* The modified Bessel function of the first kind, of order 0. */
static double
bessel(double x)
{
    double sum = 1.0, term = 1.0;

    for (int k = 1; term > sum * 1e-15; k++) {
        term *= (x / 2.0 / k) * (x / 2.0 / k);
        sum += term;
    }
    return sum;
}

static double
kernel_at(double t)
{
    const double edge = t / ZEROS, x = M_PI * CUTOFF * t;

    if (edge >= 1.0)
        return 0.0;
    const double window = bessel(BETA * sqrt(1.0 - edge * edge)) / bessel(BETA);
    return CUTOFF * window * (t == 0.0 ? 1.0 : sin(x) / x);
}

enum status
varispeed_new(struct varispeed **out, struct engine *engine)
{
    struct varispeed *varispeed = calloc(1, sizeof *varispeed);

    *out = NULL;
    if (!varispeed)
        return ST_NO_MEM;
    varispeed->kernel = calloc(ZEROS * STEPS + 2, sizeof(float));
    varispeed->wait[0] = calloc(ROOM, sizeof(float));
    varispeed->wait[1] = calloc(ROOM, sizeof(float));
    if (!varispeed->kernel || !varispeed->wait[0] || !varispeed->wait[1]) {
        varispeed_free(varispeed);
        return ST_NO_MEM;
    }
    for (int i = 0; i < ZEROS * STEPS; i++)
        varispeed->kernel[i] = (float)kernel_at((double)i / STEPS);
    varispeed->engine = engine;
    atomic_init(&varispeed->aside, true);
    varispeed->speed = ONE_FRAME;
    atomic_init(&varispeed->target, 1.0);
    *out = varispeed;
    return ST_OK;
}

void
varispeed_free(struct varispeed *varispeed)
{
    if (!varispeed)
        return;
    free(varispeed->kernel);
    free(varispeed->wait[0]);
    free(varispeed->wait[1]);
    free(varispeed);
}

void
varispeed_set(struct varispeed *varispeed, double speed)
{
    const double within = !(speed > VARISPEED_MIN) ? VARISPEED_MIN
                          : speed > VARISPEED_MAX  ? VARISPEED_MAX
                                                   : speed;

    atomic_store_explicit(&varispeed->target, within, memory_order_relaxed);
}

double
varispeed_get(const struct varispeed *varispeed)
{
    return atomic_load_explicit(&varispeed->target, memory_order_relaxed);
}

bool
varispeed_is_aside(const struct varispeed *varispeed)
{
    return atomic_load_explicit(&varispeed->aside, memory_order_relaxed);
}

void
varispeed_wait(void *user, uint32_t frames_)
{
    const struct varispeed *varispeed = user;

    engine_wait(varispeed->engine,
                varispeed_is_aside(varispeed)
                    ? frames_
                    : (uint32_t)(frames_ * VARISPEED_MAX) + REACH);
}
