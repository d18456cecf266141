/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/round_trip_rt.h"

#include <string.h>

RT static bool
is_running(const struct burst *burst)
{
    return atomic_load_explicit(&burst->wanted, memory_order_acquire)
           != atomic_load_explicit(&burst->done, memory_order_relaxed);
}

RT static uint32_t
least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

RT void
burst_cycle(void *user, const float *const *in, unsigned n_in, float *const *out,
            unsigned n_out, uint32_t frames)
{
    struct burst *burst = user;

    for (unsigned c = 0; c < n_out; c++)
        memset(out[c], 0, frames * sizeof *out[c]);
    if (!is_running(burst))
        return;
    const uint32_t n = least(frames, burst->room - burst->at);

    if (burst->at < burst->length && burst->output < n_out)
        memcpy(out[burst->output], burst->probe + burst->at,
               least(n, burst->length - burst->at) * sizeof(float));
    if (burst->input < n_in)
        memcpy(burst->heard + burst->at, in[burst->input], n * sizeof(float));
    burst->at += n;
    if (burst->at < burst->room)
        return;
    burst->at = 0;
    atomic_fetch_add_explicit(&burst->done, 1, memory_order_release);
}

RT void
burst_gap(void *user, uint32_t frames)
{
    struct burst *burst = user;

    (void)frames;
    if (is_running(burst))
        atomic_store_explicit(&burst->spoiled, true, memory_order_relaxed);
}
