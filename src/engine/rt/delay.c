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

/* Let `frames` take over.  One that still does when the next comes is there at
 * once. */
RT static void
aim(struct delay *delay, uint32_t frames)
{
    delay->was = delay->begun ? delay->now : frames;
    delay->now = frames;
    delay->wait = delay->at < frames ? frames - delay->at : 0;
    delay->turned = delay->begun ? 0 : DELAY_TURN;
    delay->begun = true;
}

RT static void
crossfade(const struct delay *delay, float *new, const float *old, uint32_t n)
{
    const uint32_t wait = delay->wait < n ? delay->wait : n;

    memcpy(new, old, wait * sizeof *new);
    for (uint32_t i = wait; i < n && delay->turned + (i - wait) < DELAY_TURN; i++) {
        const uint32_t left = DELAY_TURN - delay->turned - (i - wait);

        new[i] += (old[i] - new[i]) * ((float)(int)left * (1.0f / DELAY_TURN));
    }
}

RT static void
go_on(struct delay *delay, uint32_t n)
{
    const uint32_t wait = delay->wait < n ? delay->wait : n;
    const uint32_t left = DELAY_TURN - delay->turned;

    delay->wait -= wait;
    delay->turned += n - wait < left ? n - wait : left;
}

RT bool
delay_run(struct delay *delay, uint32_t frames, float *const io[2], uint32_t n,
          bool silent)
{
    if (!delay->begun || frames != delay->now)
        aim(delay, frames);

    const bool turns = delay->turned < DELAY_TURN;
    const uint32_t longest = turns && delay->was > frames ? delay->was : frames;
    const bool sounds = !silent || delay->quiet < longest;

    for (int side = 0; side < 2; side++) {
        float old[DELAY_CHUNK];

        put(delay->line[side], delay->size, delay->at, io[side], n);
        get(delay->line[side], delay->size, delay->at - frames, io[side], n);
        if (turns) {
            get(delay->line[side], delay->size, delay->at - delay->was, old, n);
            crossfade(delay, io[side], old, n);
        }
    }
    go_on(delay, n);
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
    delay->begun = false;
    delay->at = 0;
    delay->quiet = delay->size;
    for (int side = 0; side < 2; side++)
        memset(delay->line[side], 0, delay->size * sizeof *delay->line[side]);
}

RT void
delay_reset_direct(struct delay *delay)
{
    delay_reset(delay);
    delay->begun = true;
    delay->now = delay->was = 0;
    delay->wait = 0;
    delay->turned = DELAY_TURN;
}
