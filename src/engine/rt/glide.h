/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glide.h: a gain that goes to its target on the timeline's grid.
 *
 * Any one thread at a time.  Within a quantum the gain goes in a straight line, at
 * every grid point it takes the next step: what it is at a frame depends on where
 * the grid stands, never on blocks.  A zeroed glide is settled at silence. */
#ifndef ENGINE_RT_GLIDE_H
#define ENGINE_RT_GLIDE_H

#include "dsp/mix.h"
#include "engine/engine.h"

struct glide {
    float from, to; /* at the running quantum's ends */
    float target;
    uint32_t left;  /* quanta after the running one until the target is reached */
};

/* Stand at `value` at once. */
RT static inline void
glide_snap(struct glide *glide, float value)
{
    *glide = (struct glide){value, value, value, 0};
}

/* From the next grid point on, go to `target` within `quanta`. */
RT static inline void
glide_aim(struct glide *glide, float target, uint32_t quanta)
{
    if (target == glide->target)
        return;
    glide->target = target;
    glide->left = quanta;
}

/* At a grid point: the next quantum's line. */
RT static inline void
glide_step(struct glide *glide)
{
    glide->from = glide->to;
    if (glide->left == 0)
        return;
    if (--glide->left == 0)
        glide->to = glide->target;
    else
        glide->to += (glide->target - glide->to) / (float)(glide->left + 1);
}

RT static inline bool
glide_moves(const struct glide *glide)
{
    return glide->left != 0 || glide->from != glide->to;
}

/* Of `most` frames, those before the next grid point. */
RT static inline uint32_t
glide_run(uint32_t phase, uint32_t most)
{
    return most < QUANTUM - phase ? most : QUANTUM - phase;
}

/* The running quantum's line from its frame `phase` on, for dsp/mix.h. */
RT static inline struct mix_ramp
glide_ramp(const struct glide *glide, uint32_t phase)
{
    return (struct mix_ramp){
        .start = glide->from,
        .step = (glide->to - glide->from) * (1.0f / QUANTUM),
        .index = phase + 1,
    };
}

#endif
