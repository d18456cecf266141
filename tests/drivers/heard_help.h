/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heard_help.h: what became of a ramp (ramp.h) that was recorded.
 *
 * A machine that is busy loses sound, which we tell: that is silent.  It never shifts any: a
 * frame that is neither silent nor in its place is our mistake. */
#ifndef TESTS_DRIVERS_HEARD_HELP_H
#define TESTS_DRIVERS_HEARD_HELP_H

#include <stdint.h>

struct heard {
    int64_t frames, in_place, silent, astray;
    int64_t longest; /* stretch that is astray, between two in place */
    int64_t where;   /* the first frame that is astray; -1: none */
    int64_t off;     /* by how many frames it is; RAMP_PERIOD or more: it is no ramp's */
};

/* `x`: `count` frames, the first of which should be the ramp's `first`. */
struct heard heard_as(const float *x, int64_t count, int64_t first);

/* Nothing is astray, and no more is silent than the `told` frames; else the test fails and
 * says where. */
void heard_in_place(const struct heard *heard, uint64_t told);

#endif
