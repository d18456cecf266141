/* SPDX-License-Identifier: GPL-3.0-or-later */
/* strip.h: the steps that a node takes with a strip.  Process thread or a
 * helper. */
#ifndef ENGINE_RT_STRIP_H
#define ENGINE_RT_STRIP_H

#include "engine/rt/graph.h"

/* Some frames of a strip: from[0] NULL: silence, from[1] NULL: mono. */
struct span {
    const float *from[2];
    uint32_t phase;
    uint32_t n;
};

/* A sum that is cleared when the first sound comes. */
struct sum {
    float *to[2];
    bool begun;
};

RT static inline void
sum_begin(struct sum *sum, uint32_t n)
{
    if (!sum->begun) {
        mix_clear(sum->to[0], n);
        mix_clear(sum->to[1], n);
    }
    sum->begun = true;
}

/* Add a span by its two gains; they go on gliding where it is silent, too. */
RT void glides_mix(struct glide gain[2], const struct span *span,
                   float *const to[2]);

/* Add what an edge carries. */
RT void edge_pull(const struct piece *piece, const struct edge *edge,
                  struct sum *sum);

/* Sound into the strip's buffers: its clips, and all that feeds it. */
RT void strip_feed(const struct piece *piece, const struct strip *strip);

RT void strip_inserts(const struct piece *piece, const struct strip *strip,
                      uint32_t first, uint32_t end);

/* The consoles of some strips, a lane each, or two. */
RT void strips_console(const struct piece *piece, const uint32_t *strips,
                       uint32_t n);

/* Hand on what comes to the console (`before`), or what leaves for the fader, if
 * somebody listens there. */
RT void strip_listen(const struct piece *piece, const struct strip *strip,
                     bool before);

/* After the last step: the sound after the fader, for meters and taps. */
RT void strip_end(const struct piece *piece, const struct strip *strip);

RT void strip_tap(const struct piece *piece, const struct strip *strip);

#endif
