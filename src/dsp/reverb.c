/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reverb.c: main thread: the table of controls, and the memory. */
#include "dsp/reverb_rt.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct control reverb_controls[REVERB_CONTROLS] = {
    [REVERB_PREDELAY] = {"predelay", N_("Pre-delay"), "ms", 0, 250, 20,
                         CONTROL_LINEAR},
    [REVERB_SIZE] = {"size", N_("Size"), "%", 25, 200, 100, CONTROL_LOG},
    [REVERB_DECAY] = {"decay", N_("Decay"), "s", 0.1f, 20, 1.8f, CONTROL_LOG},
    [REVERB_LOW] = {"low", N_("Low decay"), "x", 0.2f, 2.5f, 1.1f, CONTROL_LOG},
    [REVERB_HIGH] = {"high", N_("High decay"), "x", 0.1f, 1.5f, 0.5f, CONTROL_LOG},
    [REVERB_LOW_FREQ] = {"low_freq", N_("Low crossover"), "Hz", 50, 1000, 250,
                         CONTROL_LOG},
    [REVERB_HIGH_FREQ] = {"high_freq", N_("High crossover"), "Hz", 1500, 16000,
                          5000, CONTROL_LOG},
    [REVERB_DIFFUSION] = {"diffusion", N_("Diffusion"), "%", 0, 100, 85,
                          CONTROL_LINEAR},
    [REVERB_MOD_DEPTH] = {"mod_depth", N_("Modulation"), "%", 0, 100, 30,
                          CONTROL_LINEAR},
    [REVERB_MOD_RATE] = {"mod_rate", N_("Modulation rate"), "Hz", 0.05f, 4, 0.6f,
                         CONTROL_LOG},
    [REVERB_EARLY] = {"early", N_("Early level"), "dB", -60, 6, -9, CONTROL_LINEAR},
    [REVERB_LATE] = {"late", N_("Late level"), "dB", -60, 6, 0, CONTROL_LINEAR},
    [REVERB_WIDTH] = {"width", N_("Width"), "%", 0, 100, 100, CONTROL_LINEAR},
    [REVERB_LOW_CUT] = {"low_cut", N_("Low cut"), "Hz", 10, 1000, 80, CONTROL_LOG},
    [REVERB_HIGH_CUT] = {"high_cut", N_("High cut"), "Hz", 1000, 20000, 14000,
                         CONTROL_LOG},
    [REVERB_WET] = {"wet", N_("Wet"), "dB", -60, 12, 0, CONTROL_LINEAR},
    [REVERB_DRY] = {"dry", N_("Dry"), "dB", -60, 12, -60, CONTROL_LINEAR},
};

enum {
    PREDELAY_MS = 250,
    EARLY_MS = 170, /* the last reflection at the greatest size */
    LINE_MS = 215,  /* the longest line likewise, and its wandering */
};

/* Allpasses, in ms: those of the input diffusers of J. Dattorro, «Effect design,
 * part 1», JAES 45, 1997 (samples at 29 761 Hz), and a like set for the right. */
static const double diffuser_ms[2][REVERB_DIFFUSERS] = {
    {142 / 29.761, 107 / 29.761, 379 / 29.761, 277 / 29.761},
    {151 / 29.761, 113 / 29.761, 359 / 29.761, 293 / 29.761},
};

static uint32_t
frames_of(double ms, uint32_t rate)
{
    return (uint32_t)lrint(ms * rate / 1000);
}

/* Place a ring of `frames` at `memory`, or only plan it (NULL); the floats it
 * takes. */
static size_t
place(struct reverb_ring *ring, float *memory, size_t at, uint32_t frames)
{
    uint32_t size = REVERB_BLOCK;

    while (size < frames + REVERB_GUARD + REVERB_STEP)
        size *= 2;
    *ring = (struct reverb_ring){memory ? memory + at : NULL, size - 1};
    return size + REVERB_GUARD;
}

static size_t
place_all(struct reverb *r, float *memory)
{
    size_t at = 0;

    for (unsigned c = 0; c < 2; c++)
        at += place(&r->history[c], memory, at,
                    frames_of(PREDELAY_MS + EARLY_MS, r->rate));
    for (unsigned c = 0; c < 2; c++)
        for (unsigned i = 0; i < REVERB_DIFFUSERS; i++) {
            r->diffuser_frames[c][i] = frames_of(diffuser_ms[c][i], r->rate);
            at += place(&r->diffuser[c][i], memory, at, r->diffuser_frames[c][i]);
        }
    for (unsigned i = 0; i < REVERB_LINES; i++)
        at += place(&r->line[i], memory, at, r->longest);
    return at;
}

static bool
find_primes(struct reverb *r)
{
    r->prime = malloc(r->longest);
    if (!r->prime)
        return false;
    memset(r->prime, 1, r->longest);
    for (uint32_t i = 2; i * i < r->longest; i++)
        for (uint32_t k = i * i; r->prime[i] && k < r->longest; k += i)
            r->prime[k] = 0;
    return true;
}

enum status
reverb_new(struct reverb **out, uint32_t rate)
{
    struct reverb *r;

    *out = NULL;
    if (rate < 8000 || rate > 384000)
        return ST_RANGE;
    if (posix_memalign((void **)&r, 64, sizeof *r))
        return ST_NO_MEM;
    memset(r, 0, sizeof *r);
    r->rate = rate;
    r->longest = frames_of(LINE_MS, rate);
    r->glide = (float)(1 - exp(-REVERB_BLOCK / (0.1 * rate)));
    r->floats = place_all(r, NULL);
    if (posix_memalign((void **)&r->memory, 64, r->floats * sizeof *r->memory)
        || !find_primes(r)) {
        reverb_free(r);
        return ST_NO_MEM;
    }
    memset(r->memory, 0, r->floats * sizeof *r->memory);
    place_all(r, r->memory);
    for (unsigned i = 0; i < REVERB_CONTROLS; i++)
        r->set[i] = reverb_controls[i].initial;
    reverb_reset(r);
    *out = r;
    return ST_OK;
}

void
reverb_free(struct reverb *r)
{
    if (!r)
        return;
    free(r->memory);
    free(r->prime);
    free(r);
}
