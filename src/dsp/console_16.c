/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_16.c: the console for processors with AVX-512, all lanes at once. */
#if defined(__x86_64__) && !defined(__clang__)
#pragma GCC target("avx512f,avx512vl,avx512dq,avx512bw")
#endif

#define LANE_WIDTH 16
#include "dsp/console_kernel.h"

RT void
console_run_16(const struct console_group *group, uint32_t at, uint32_t n)
{
    run_group(group, at, n);
}
