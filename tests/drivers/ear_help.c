/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/drivers/ear_help.h"

#include "tests/drivers/ramp.h"

#include <stdbool.h>

void
slate_begin(struct slate *slate, uint64_t frame)
{
    atomic_exchange(&slate->begun, frame + 1);
}

void
slate_end(struct slate *slate, uint64_t frame)
{
    atomic_store(&slate->done, frame + 1);
}

/* 0: none stands there whole. */
static uint64_t
whole(const struct slate *slate)
{
    const uint64_t done = atomic_load(&slate->done);

    return atomic_load(&slate->begun) == done ? done : 0;
}

static bool
is_ramp(const float *in, uint32_t frames, uint64_t frame)
{
    for (uint32_t i = 0; i < frames; i++)
        if (in[i] != ramp_at(frame + i))
            return false;
    return true;
}

void
ear_begin(struct ear *ear)
{
    ear->before = whole(ear->slate);
}

void
ear_end(struct ear *ear, const float *in, uint32_t frames, uint64_t frame)
{
    const bool is = ear->before > 0 && is_ramp(in, frames, ear->before - 1);

    if (ear->before == 0 || whole(ear->slate) != ear->before)
        ear->aside += frames;
    else if (!is && ear->right == 0)
        ear->aside += frames;
    else if (!is)
        ear->wrong += frames;
    else if (ear->before == frame + 1)
        ear->right += frames;
    else
        ear->aside += frames;
}
