/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/rt.h"
#include "dsp/mix.h"
#include "engine/engine_internal.h"
#include "engine/varispeed_internal.h"

#include <string.h>

/* Of speed, a frame: from half to double in a twentieth of a second at 48 kHz. */
#define GLIDE (ONE_FRAME * 3 / 4800)

RT static int64_t
nearer(int64_t speed, int64_t target)
{
    if (speed < target)
        return speed + GLIDE < target ? speed + GLIDE : target;
    return speed - GLIDE > target ? speed - GLIDE : target;
}

/* Where the reading stands after so many frames. */
RT static int64_t
end_of(const struct varispeed *varispeed, int64_t target, uint32_t frames)
{
    int64_t at = varispeed->at, speed = varispeed->speed;

    for (uint32_t i = 0; i < frames; i++) {
        speed = nearer(speed, target);
        at += speed;
    }
    return at / ONE_FRAME;
}

/* Take from the engine until `want` frames wait. */
RT static void
fill(struct varispeed *varispeed, uint32_t want)
{
    while (varispeed->count < want) {
        const uint32_t missing = want - varispeed->count;
        const uint32_t most = varispeed->engine->config.max_frames;
        const uint32_t n = missing < most ? missing : most;
        float *const out[2] = {varispeed->wait[0] + varispeed->count,
                               varispeed->wait[1] + varispeed->count};

        engine_cycle(varispeed->engine, NULL, 0, out, 2, n);
        varispeed->count += n;
    }
}

/* The kernel's weights for a place `part` behind a frame, `reach` frames on either
 * side, at a width that keeps out what is above Nyquist afterwards. */
RT static void
weigh(const struct varispeed *varispeed, double part, double width, int reach,
      float weights[2 * REACH])
{
    const double step = STEPS / width;
    const float scale = (float)(1.0 / width);

    for (int i = 0; i < 2 * reach; i++) {
        const double off = i - reach + 1 - part;
        const double place = (off < 0.0 ? -off : off) * step;
        const int k = (int)place;
        if (k >= ZEROS * STEPS) {
            weights[i] = 0.0f;
            continue;
        }
        const float rest = (float)(place - k);
        const float a = varispeed->kernel[k], b = varispeed->kernel[k + 1];
        weights[i] = scale * (a + rest * (b - a));
    }
}

RT static float
sum(const float *x, const float *weights, int count)
{
    float total = 0.0f;

    for (int i = 0; i < count; i++)
        total += x[i] * weights[i];
    return total;
}

RT static void
resample(struct varispeed *varispeed, int64_t target, float *const out[2],
         uint32_t frames)
{
    float weights[2 * REACH];

    for (uint32_t i = 0; i < frames; i++) {
        const int64_t at = varispeed->at / ONE_FRAME;
        const double part = (double)(varispeed->at % ONE_FRAME) / ONE_FRAME;
        const bool fast = varispeed->speed > ONE_FRAME;
        const double width = fast ? (double)varispeed->speed / ONE_FRAME : 1.0;
        const int reach = fast ? REACH : ZEROS;

        weigh(varispeed, part, width, reach, weights);
        const float left
            = sum(varispeed->wait[0] + at - reach + 1, weights, 2 * reach);
        const float right
            = sum(varispeed->wait[1] + at - reach + 1, weights, 2 * reach);
        out[0][i] = out[1] ? left : 0.5f * (left + right);
        if (out[1])
            out[1][i] = right;
        varispeed->speed = nearer(varispeed->speed, target);
        varispeed->at += varispeed->speed;
    }
}

/* What lies further back than the kernel reaches is not needed any more. */
RT static void
forget(struct varispeed *varispeed)
{
    const uint32_t gone = (uint32_t)(varispeed->at / ONE_FRAME) - REACH;

    for (int side = 0; side < 2; side++)
        memmove(varispeed->wait[side], varispeed->wait[side] + gone,
                (varispeed->count - gone) * sizeof(float));
    varispeed->count -= gone;
    varispeed->at -= gone * ONE_FRAME;
}

RT static void
begin(struct varispeed *varispeed)
{
    for (int side = 0; side < 2; side++)
        mix_clear(varispeed->wait[side], REACH);
    atomic_store_explicit(&varispeed->aside, false, memory_order_relaxed);
    varispeed->count = REACH;
    varispeed->at = REACH * ONE_FRAME;
}

/* The tape stands, at its own speed: nothing is heard of stepping aside. */
RT static bool
may_step_aside(const struct varispeed *varispeed, int64_t target)
{
    return target == ONE_FRAME && varispeed->speed == ONE_FRAME
           && !varispeed->engine->cycle.rolling;
}

RT void
varispeed_cycle(void *user, const float *const *in, unsigned n_in,
                float *const *out, unsigned n_out, uint32_t frames)
{
    struct varispeed *varispeed = user;
    const int64_t target = (int64_t)(
        atomic_load_explicit(&varispeed->target, memory_order_relaxed) * ONE_FRAME);
    bool aside = atomic_load_explicit(&varispeed->aside, memory_order_relaxed);

    if (aside && target != ONE_FRAME && n_out > 0) {
        begin(varispeed);
        aside = false;
    } else if (!aside && may_step_aside(varispeed, target)) {
        aside = true;
        atomic_store_explicit(&varispeed->aside, true, memory_order_relaxed);
    }
    if (aside) {
        engine_cycle(varispeed->engine, in, n_in, out, n_out, frames);
        return;
    }

    float *const main[2] = {out[0], n_out > 1 ? out[1] : NULL};
    fill(varispeed, (uint32_t)end_of(varispeed, target, frames) + REACH + 1);
    for (unsigned i = 2; i < n_out; i++)
        mix_clear(out[i], frames);
    resample(varispeed, target, main, frames);
    forget(varispeed);
}

RT void
varispeed_gap(void *user, uint32_t frames)
{
    struct varispeed *varispeed = user;
    const bool aside
        = atomic_load_explicit(&varispeed->aside, memory_order_relaxed);

    engine_gap(varispeed->engine,
               aside ? frames : (uint32_t)(frames * varispeed->speed / ONE_FRAME));
}

RT void
varispeed_chase(void *user, int64_t frame, bool rolling)
{
    struct varispeed *varispeed = user;

    engine_chase(varispeed->engine, frames(frame), rolling);
}

RT bool
varispeed_rests(void *user)
{
    const struct varispeed *varispeed = user;

    return atomic_load_explicit(&varispeed->aside, memory_order_relaxed)
           && engine_rests(varispeed->engine);
}

RT bool
varispeed_bbt(void *user, int64_t frame, struct engine_bbt *out)
{
    const struct varispeed *varispeed = user;

    return engine_bbt(varispeed->engine, frames(frame), out);
}
