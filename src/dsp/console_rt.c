/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_rt.c: what of the console a cycle calls; the kernel itself is in
 * console_kernel.h, built for three kinds of processor. */
#include "dsp/console_layout.h"
#include "dsp/poly.h"

static const float DB_A_LOG2 = 6.0205999f; /* 20 log10 2 */

RT static bool
always(void)
{
    return true;
}

RT static bool
has_avx2(void)
{
#if defined(__x86_64__) && !defined(__clang__)
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

RT static bool
has_avx512(void)
{
#if defined(__x86_64__) && !defined(__clang__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
           && __builtin_cpu_supports("avx512dq")
           && __builtin_cpu_supports("avx512bw");
#else
    return false;
#endif
}

const struct console_kernel console_kernels[CONSOLE_KERNELS] = {
    {"4 lanes", always, console_run_4},
    {"8 lanes", has_avx2, console_run_8},
    {"16 lanes", has_avx512, console_run_16},
};

RT void
console_run(const struct console_group *group, uint32_t at, uint32_t n)
{
    if (has_avx512())
        console_run_16(group, at, n);
    else if (has_avx2())
        console_run_8(group, at, n);
    else
        console_run_4(group, at, n);
}

RT void
console_between(const struct console_coefs *from, const struct console_coefs *to,
                float share, struct console_coefs *out)
{
    for (int k = 0; k < COEFS; k++)
        out->c[k] = from->c[k] + (to->c[k] - from->c[k]) * share;
    for (int k = COEFS; k < COEF_SECTIONS; k++)
        out->c[k] = 0;
    out->c[COEF_SECTIONS]
        = (int)from->c[COEF_SECTIONS] | (int)to->c[COEF_SECTIONS];
}

RT bool
console_is_flat(const struct console_coefs *coefs)
{
    return coefs->c[COEF_SECTIONS] == 0 && coefs->c[COEF_TRIM] == 1;
}

RT void
console_reset(struct console_state *state)
{
    *state = (struct console_state){0};
    state->s[STATE_GATE_GAIN] = 1;
}

RT float
console_gate_db(const struct console_state *state)
{
    return DB_A_LOG2 * poly_log2(state->s[STATE_GATE_GAIN]);
}

RT float
console_comp_db(const struct console_state *state)
{
    return -DB_A_LOG2 * state->s[STATE_COMP_CUT];
}
