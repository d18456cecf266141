/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/built_in_rt.h"

#include "dsp/limiter.h"
#include "dsp/reverb.h"

RT void
built_in_reverb_set(void *device, unsigned control, float value)
{
    reverb_set(device, control, value);
}

RT void
built_in_reverb_reset(void *device)
{
    reverb_reset(device);
}

RT void
built_in_reverb_process(void *device, float *const io[2], uint32_t frames)
{
    const float *const in[2] = {io[0], io[1]};

    reverb_process(device, in, io, frames);
}

RT void
built_in_limiter_set(void *device, unsigned control, float value)
{
    limiter_set(device, control, value);
}

RT void
built_in_limiter_reset(void *device)
{
    limiter_reset(device);
}

RT void
built_in_limiter_process(void *device, float *const io[2], uint32_t frames)
{
    const float *const in[2] = {io[0], io[1]};

    limiter_process(device, in, io, frames);
}
