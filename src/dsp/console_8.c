/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_8.c: the console for processors with AVX2, eight lanes at a time. */
#if defined(__x86_64__) && !defined(__clang__)
#pragma GCC target("avx2")
#endif

#define LANE_WIDTH 8
#include "dsp/console_kernel.h"

RT void
console_run_8(const struct console_group *group, uint32_t at, uint32_t n)
{
    run_group(group, at, n);
}
