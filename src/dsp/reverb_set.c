/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reverb_set.c: in the cycle, once a block: what the controls mean. */
#include "dsp/maths.h"
#include "dsp/reverb_rt.h"

#include <string.h>

/* The shortest and the longest line, in ms at a size of 100 %. */
#define SHORTEST_MS 25.0
#define LONGEST_MS 101.0
#define WANDER_MS 0.5 /* at a depth of 100 % */

/* So that noise comes out as loud as it went in, at the initial settings. */
#define LATE_GAIN 0.203f
#define EARLY_GAIN 0.6f

/* Early reflections: J. A. Moorer, «About this reverberation business», CMJ 3,
 * 1979: the Boston Symphony Hall, seconds and gains; the right ear is given a like
 * room. */
static const float early_ms[2][REVERB_EARLY_TAPS] = {
    {4.3f, 21.5f, 22.5f, 26.8f, 27.0f, 29.8f, 45.8f, 48.5f, 57.2f, 58.7f, 59.5f,
     61.2f, 70.7f, 70.8f, 72.6f, 74.1f, 75.3f, 79.7f},
    {5.1f, 19.9f, 23.6f, 25.7f, 28.3f, 31.4f, 43.9f, 50.2f, 55.6f, 57.9f, 60.8f,
     63.1f, 68.9f, 71.7f, 73.5f, 75.0f, 77.4f, 78.6f},
};

RT void
reverb_set(struct reverb *r, enum reverb_control which, float value)
{
    const struct control *c = &reverb_controls[which];

    if (value != value)
        return;
    r->set[which] = value < c->min ? c->min : value > c->max ? c->max : value;
    r->moving = true;
    r->retap |= which == REVERB_PREDELAY || which == REVERB_SIZE;
}

/* Every control a share of its way on; the last bit of it at once. */
RT static void
glide(struct reverb *r)
{
    r->moving = false;
    for (unsigned i = 0; i < REVERB_CONTROLS; i++) {
        const float left = r->set[i] - r->now[i];
        const float range = reverb_controls[i].max - reverb_controls[i].min;
        const float close = range * 1e-5f;
        if (left > close || left < -close) {
            r->now[i] += left * r->glide;
            r->moving = true;
        } else {
            r->now[i] = r->set[i];
        }
    }
}

/* dB to gain; silence at the control's end. */
RT static float
gain_of(const struct reverb *r, enum reverb_control which)
{
    if (r->now[which] <= reverb_controls[which].min)
        return 0;
    return (float)maths_gain((double)r->now[which]);
}

RT static void
steer_gains(struct reverb *r)
{
    const float wet = gain_of(r, REVERB_WET);

    r->to.early = EARLY_GAIN * wet * gain_of(r, REVERB_EARLY);
    r->to.late = LATE_GAIN * wet * gain_of(r, REVERB_LATE);
    r->to.side = r->now[REVERB_WIDTH] / 100;
    r->to.dry = gain_of(r, REVERB_DRY);
    r->to.diffusion = r->now[REVERB_DIFFUSION] / 100;
}

RT static double
angle(const struct reverb *r, float hz)
{
    const double most = 0.45 * r->rate;

    return MATHS_PI * ((double)hz < most ? (double)hz : most) / r->rate;
}

/* Butterworth, 12 dB an octave. */
RT static void
steer_cuts(struct reverb *r)
{
    const float k = 1.41421356f;
    const float low = (float)maths_tan(angle(r, r->now[REVERB_LOW_CUT]));
    const float high = (float)maths_tan(angle(r, r->now[REVERB_HIGH_CUT]));
    const v4 g = {low, low, high, high};
    struct reverb_svf4 *f = &r->cuts;

    f->a1 = 1 / (1 + g * (g + k));
    f->a2 = g * f->a1;
    f->a3 = g * f->a2;
    f->m0 = (v4){1, 1, 0, 0};
    f->m1 = (v4){-k, -k, 0, 0};
    f->m2 = (v4){-1, -1, 1, 1};
}

/* 2^x in lanes, x held within -100 … 100, right to 2e-7. */
INLINE v8
exp2_of(v8 x)
{
    for (unsigned i = 0; i < 8; i++)
        x[i] = x[i] < -100 ? -100 : x[i] > 100 ? 100 : x[i];

    const v8 whole = x + 0x1.8p23f - 0x1.8p23f, t = (x - whole) * 0.693147181f;
    v8 sum = 1 + t * (1.f / 7);

    sum = 1 + sum * t * (1.f / 6);
    sum = 1 + sum * t * (1.f / 5);
    sum = 1 + sum * t * (1.f / 4);
    sum = 1 + sum * t * (1.f / 3);
    sum = 1 + sum * t * (1.f / 2);
    sum = 1 + sum * t;
    return sum * (v8)((__builtin_convertvector(whole, v8i) + 127) << 23);
}

INLINE void
shape_svf(struct reverb_svf8 *f, v8 g, float k)
{
    f->a1 = 1 / (1 + g * (g + k));
    f->a2 = g * f->a1;
    f->a3 = g * f->a2;
}

/* Jot's rule: a line of d frames lets through 10^(-3 d / (rate RT60)).  In the
 * middle by a factor, below and above the crossovers by shelves of Q sqrt(1/2) for
 * what is more or less there; `x` octaves of gain a frame. */
INLINE void
steer_half(struct reverb *r, unsigned half, float middle, float low, float high,
           float low_tan, float high_tan)
{
    const float k = 1.41421356f;
    v8 frames;

    for (unsigned i = 0; i < 8; i++)
        frames[i] = (float)r->length[8 * half + i];

    const v8 gain = exp2_of(frames * middle);
    const v8 a = exp2_of(frames * (low / 2)), b = exp2_of(frames * (high / 2));
    struct reverb_svf8 *f = &r->low[half];
    shape_svf(f, low_tan * exp2_of(frames * (-low / 4)), k);
    f->m0 = gain;
    f->m1 = gain * (k * (a - 1));
    f->m2 = gain * (a * a - 1);
    f = &r->high[half];
    shape_svf(f, high_tan * exp2_of(frames * (high / 4)), k);
    f->m0 = b * b;
    f->m1 = k * (1 - b) * b;
    f->m2 = 1 - b * b;
}

RT_CLONES static void
steer_decay(struct reverb *r, float middle, float low, float high, float low_tan,
            float high_tan)
{
    steer_half(r, 0, middle, low, high, low_tan, high_tan);
    steer_half(r, 1, middle, low, high, low_tan, high_tan);
}

/* 60 dB are log2(1000) octaves. */
RT static void
decay(struct reverb *r)
{
    const float a_frame = -9.96578428f / (r->now[REVERB_DECAY] * (float)r->rate);
    const float low = a_frame / r->now[REVERB_LOW] - a_frame;
    const float high = a_frame / r->now[REVERB_HIGH] - a_frame;

    steer_decay(r, a_frame, low, high,
                (float)maths_tan(angle(r, r->now[REVERB_LOW_FREQ])),
                (float)maths_tan(angle(r, r->now[REVERB_HIGH_FREQ])));
}

/* Lengths: evenly spaced by ratios, each the next prime, so that no two lines have
 * a common period (S. J. Schlecht and E. A. P. Habets, «Feedback delay networks:
 * echo density and mixing time», TASLP 25, 2017). */
RT static void
steer_lengths(struct reverb *r)
{
    const double ratio = maths_exp2(maths_log2(LONGEST_MS / SHORTEST_MS)
                                    / (REVERB_LINES - 1));
    double ms = SHORTEST_MS * (double)r->set[REVERB_SIZE] / 100;
    int32_t last = 2 * REVERB_STEP;

    for (unsigned i = 0; i < REVERB_LINES; i++, ms *= ratio) {
        const int32_t want = (int32_t)(ms * r->rate / 1000);
        int32_t length = want > last ? want : last + 1;
        while (!r->prime[length])
            length++;
        /* every second one wanders: those of the second half */
        r->length_set[i / 2 + i % 2 * (REVERB_LINES / 2)] = last = length;
    }
}

/* One frame a step: a glide of a sixteenth of the pitch while it lasts. */
RT static void
steer_wandering(struct reverb *r)
{
    const float hz = r->now[REVERB_MOD_RATE];
    const double turn = 4294967296.0 * REVERB_STEP / r->rate;

    r->depth = (float)(WANDER_MS / 1000 * r->rate) * r->now[REVERB_MOD_DEPTH] / 100;
    for (unsigned i = 0; i < REVERB_LINES; i++) /* 5 i: neighbours differ */
        r->turn[i]
            = (uint32_t)((double)hz * turn * (0.7 + 0.04 * (double)(5 * i % 16)));
}

/* Frames back from now; a block's delay is in it already. */
RT static void
steer_taps(struct reverb *r, struct reverb_taps *taps)
{
    const double a_ms = r->rate / 1000.0, size = (double)r->set[REVERB_SIZE] / 100;
    const double before = (double)r->set[REVERB_PREDELAY] * a_ms - REVERB_BLOCK;

    taps->late = before > 0 ? (uint32_t)before : 0;
    for (unsigned c = 0; c < 2; c++)
        for (unsigned i = 0; i < REVERB_EARLY_TAPS; i++)
            taps->early[c][i]
                = taps->late + (uint32_t)((double)early_ms[c][i] * size * a_ms);
}

RT static void
steer_all(struct reverb *r)
{
    steer_gains(r);
    steer_cuts(r);
    steer_wandering(r);
    steer_lengths(r);
}

RT void
reverb_steer(struct reverb *r)
{
    bool changed = r->moving;

    r->from = r->to;
    if (r->moving) {
        glide(r);
        steer_all(r);
    }
    if (r->retap && !r->fade) {
        r->retap = false;
        steer_taps(r, &r->next_taps);
        r->fade = REVERB_FADE;
    }
    for (unsigned i = 0; i < REVERB_LINES; i++)
        changed |= r->length[i] != r->length_set[i];
    if (changed)
        decay(r);
}

RT void
reverb_reset(struct reverb *r)
{
    memcpy(r->now, r->set, sizeof r->now);
    r->moving = r->retap = false;
    r->fade = 0;
    steer_taps(r, &r->taps);
    steer_all(r);
    r->from = r->to;
    memcpy(r->length, r->length_set, sizeof r->length);
    decay(r);
    for (unsigned h = 0; h < 2; h++)
        r->low_1[h] = r->low_2[h] = r->high_1[h] = r->high_2[h] = (v8){};
    r->cuts_1 = r->cuts_2 = r->cuts_last = (v4){};
    memset(r->in, 0, sizeof r->in);
    memset(r->wet, 0, sizeof r->wet);
    memset(r->wander, 0, sizeof r->wander);
    for (unsigned i = 0; i < REVERB_LINES; i++)
        r->phase[i] = i * 2654435769u; /* the golden section of a turn apart */
    r->depth_now = 0;
    r->frame = 0;
    r->fill = 0;
}
