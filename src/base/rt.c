/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/rt.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

/* The trap of the tests, if it is loaded. */
__attribute__((weak)) void rtguard_enter(void);
__attribute__((weak)) void rtguard_leave(void);

RT void
rt_flush_denormals(void)
{
#if defined(__x86_64__)
    enum { FLUSH_TO_ZERO = 0x8000, DENORMALS_ARE_ZERO = 0x0040 };

    _mm_setcsr(_mm_getcsr() | FLUSH_TO_ZERO | DENORMALS_ARE_ZERO);
#elif defined(__aarch64__)
    unsigned long fpcr;

    __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
    __asm__ volatile("msr fpcr, %0" : : "r"(fpcr | 1ul << 24));
#endif
}

RT void
rt_enter(void)
{
    if (rtguard_enter)
        rtguard_enter();
}

RT void
rt_leave(void)
{
    if (rtguard_leave)
        rtguard_leave();
}
