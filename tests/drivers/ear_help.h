/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ear_help.h: what stands in a port of a server that waits for nobody, judged without any
 * tolerance.
 *
 * Such a server has one buffer for each port.  Who is late reads what was written for another
 * cycle, or what is being written, whoever is to blame.  So both sides are in one program,
 * and who writes says of which frame its block is: a block is judged where one and the same
 * stood there whole from before it was read until after. */
#ifndef TESTS_DRIVERS_EAR_HELP_H
#define TESTS_DRIVERS_EAR_HELP_H

#include <stdatomic.h>
#include <stdint.h>

/* Of which frame of the ramp (ramp.h) is the block that stands in a port; all zero: nothing
 * is known of it. */
struct slate {
    _Atomic uint64_t begun, done; /* a frame + 1 */
};

/* Whoever writes: before, and after. */
void slate_begin(struct slate *slate, uint64_t frame);
void slate_end(struct slate *slate, uint64_t frame);

/* What is heard of a slate's port, in frames, once it is: a connection holds from some cycle
 * on.  A single one of `wrong` is a failure. */
struct ear {
    const struct slate *slate;
    uint64_t before;
    _Atomic uint64_t right; /* the block of that frame, to the last sample */
    _Atomic uint64_t wrong; /* not what the slate says */
    _Atomic uint64_t aside; /* of another cycle, as the slate says; or being written; or
                               not heard yet */
};

/* Whoever reads: before; and after, when `frame` is the one that it should be. */
void ear_begin(struct ear *ear);
void ear_end(struct ear *ear, const float *in, uint32_t frames, uint64_t frame);

#endif
