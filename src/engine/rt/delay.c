/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rt/delay.h"

#include <string.h>

RT static void
put(float *line, uint32_t size, uint32_t at, const float *from, uint32_t n)
{
    const uint32_t start = at & (size - 1);
    const uint32_t run = n < size - start ? n : size - start;

    memcpy(line + start, from, run * sizeof *line);
    memcpy(line, from + run, (n - run) * sizeof *line);
}

RT static void
get(const float *line, uint32_t size, uint32_t at, float *to, uint32_t n)
{
    const uint32_t start = at & (size - 1);
    const uint32_t run = n < size - start ? n : size - start;

    memcpy(to, line + start, run * sizeof *line);
    memcpy(to + run, line, (n - run) * sizeof *line);
}

RT bool
delay_run(struct delay *delay, uint32_t frames, float *const io[2], uint32_t n,
          bool silent)
{
    const bool sounds = !silent || delay->quiet < frames;

    for (int side = 0; side < 2; side++) {
        put(delay->line[side], delay->size, delay->at, io[side], n);
        get(delay->line[side], delay->size, delay->at - frames, io[side], n);
    }
    delay->at += n;
    if (!silent)
        delay->quiet = 0;
    else if (delay->quiet < delay->size)
        delay->quiet += n;
    return sounds;
}

RT void
delay_reset(struct delay *delay)
{
    delay->at = 0;
    delay->quiet = delay->size;
    for (int side = 0; side < 2; side++)
        memset(delay->line[side], 0, delay->size * sizeof *delay->line[side]);
}
