/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rt.h: what a thread must be before it may run a cycle. */
#ifndef BASE_RT_H
#define BASE_RT_H

#include "base/base.h"

/* Any thread, once, before its first cycle: numbers too small to hear become zero,
 * in results and in operands (FTZ and DAZ), for this thread and until it ends. */
RT void rt_flush_denormals(void);

/* The process thread and its helpers: between these two calls the thread must keep
 * what RT promises.  They do nothing, but that the trap of the tests
 * (tests/rtguard.c) takes their place and ends the program at the first breach. */
RT void rt_enter(void);
RT void rt_leave(void);

#endif
