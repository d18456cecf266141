/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/built_in.h"

#include "base/text.h"
#include "dsp/limiter.h"
#include "dsp/reverb.h"
#include "plugins/built_in_rt.h"

static enum status
create_reverb(void **out, const struct device_type *type, uint32_t rate,
              uint32_t max_frames)
{
    struct reverb *reverb;
    const enum status status = reverb_new(&reverb, rate);

    (void)type, (void)max_frames;
    *out = reverb;
    return status;
}

static void
destroy_reverb(void *device)
{
    reverb_free(device);
}

static uint32_t
reverb_latency(const void *device)
{
    (void)device;
    return 0;
}

static enum status
create_limiter(void **out, const struct device_type *type, uint32_t rate,
               uint32_t max_frames)
{
    struct limiter *limiter;
    const enum status status = limiter_new(&limiter, rate);

    (void)type, (void)max_frames;
    *out = limiter;
    return status;
}

static void
destroy_limiter(void *device)
{
    limiter_free(device);
}

static uint32_t
latency_of_limiter(const void *device)
{
    return limiter_latency(device);
}

static const struct device_type TYPES[] = {
    {
        .uri = "reverb",
        .name = N_("Reverb"),
        .controls = reverb_controls,
        .n_controls = REVERB_CONTROLS,
        .create = create_reverb,
        .destroy = destroy_reverb,
        .latency = reverb_latency,
        .set = built_in_reverb_set,
        .reset = built_in_reverb_reset,
        .process = built_in_reverb_process,
    },
    {
        .uri = "limiter",
        .name = N_("Limiter"),
        .controls = limiter_controls,
        .n_controls = LIMITER_CONTROLS,
        .create = create_limiter,
        .destroy = destroy_limiter,
        .latency = latency_of_limiter,
        .set = built_in_limiter_set,
        .reset = built_in_limiter_reset,
        .process = built_in_limiter_process,
    },
};

const struct device_table *
plugins_built_in(void)
{
    static const struct device_table TABLE = {TYPES, COUNT(TYPES)};

    return &TABLE;
}
