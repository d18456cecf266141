/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_4.c: the console for any processor, four lanes at a time. */
#define LANE_WIDTH 4
#include "dsp/console_kernel.h"

RT void
console_run_4(const struct console_group *group, uint32_t at, uint32_t n)
{
    run_group(group, at, n);
}
