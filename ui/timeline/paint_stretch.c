/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/paint_stretch.h"

#include <assert.h>
#include <string.h>

enum {
    COLUMNS = 512, /* at a time */
    LANES = 8,
};

/* Where eight columns come from: the first four out of eight from `a` on, the others out
 * of those from `b` on. */
struct eight {
    uint32_t from[LANES]; /* 0 … 7: of a's; 8 … 15: of b's */
    int a, b;
};

/* What is the same for all lines. */
struct plan {
    struct eight eights[COLUMNS / LANES];
    int n_eights;
    int columns[COLUMNS]; /* of all; those behind the eights are taken one by one */
    int count;
};

/* --- eight at a time ---------------------------------------------------------- */

#if defined(__x86_64__) && !defined(__clang__)

typedef uint32_t lanes __attribute__((vector_size(LANES * 4), aligned(4), may_alias));

static bool
can_shuffle(void)
{
    return __builtin_cpu_supports("avx2");
}

__attribute__((target("avx2"))) static void
shuffle(const struct plan *plan, uint32_t *to, const uint32_t *from)
{
    for (int i = 0; i < plan->n_eights; i++) {
        const struct eight *eight = &plan->eights[i];
        const lanes a = *(const lanes *)(from + eight->a);
        const lanes b = *(const lanes *)(from + eight->b);

        *(lanes *)(to + i * LANES)
            = __builtin_shuffle(a, b, *(const lanes *)eight->from);
    }
}

#else

/* One by one is faster than to do as if. */
static bool
can_shuffle(void)
{
    return false;
}

static void
shuffle(const struct plan *plan, uint32_t *to, const uint32_t *from)
{
    (void)plan, (void)to, (void)from;
}

#endif

/* --- what comes from where ---------------------------------------------------- */

static int
base(int column, int width)
{
    return column < width - LANES ? column : width - LANES;
}

/* Whether two times eight columns are enough for it. */
static bool
plan_eight(struct eight *eight, const int columns[LANES], int width)
{
    eight->a = base(columns[0], width);
    eight->b = base(columns[LANES / 2], width);
    for (int i = 0; i < LANES; i++) {
        const bool second = i >= LANES / 2;
        const int from = columns[i] - (second ? eight->b : eight->a);

        if (from >= LANES)
            return false;
        eight->from[i] = (uint32_t)(from + (second ? LANES : 0));
    }
    return true;
}

static void
make_plan(struct plan *plan, int first, int count, int width, int from_width)
{
    const double step = (double)from_width / width;

    for (int i = 0; i < count; i++)
        plan->columns[i] = (int)((first + i + 0.5) * step);
    plan->count = count;
    plan->n_eights = 0;
    while (can_shuffle() && from_width >= LANES && (plan->n_eights + 1) * LANES <= count
           && plan_eight(&plan->eights[plan->n_eights],
                         &plan->columns[plan->n_eights * LANES], from_width))
        plan->n_eights++;
}

static void
stretch_line(const struct plan *plan, uint32_t *to, const uint32_t *from)
{
    shuffle(plan, to, from);
    for (int i = plan->n_eights * LANES; i < plan->count; i++)
        to[i] = from[plan->columns[i]];
}

/* --- lines -------------------------------------------------------------------- */

static const uint32_t *
line_of(const struct pixels *pixels, int y)
{
    return pixels->at + (intptr_t)y * pixels->stride;
}

static void
copy_lines(struct pixels *to, int x, int from_x, int count,
           const struct pixels *from)
{
    for (int y = 0; y < to->height; y++)
        memcpy(to->at + (intptr_t)y * to->stride + x, line_of(from, y) + from_x,
               (size_t)count * sizeof *to->at);
}

void
paint_stretched(struct pixels *to, int x, int width, const struct pixels *from)
{
    const int first = x > 0 ? x : 0;
    const int end = x + width < to->width ? x + width : to->width;
    struct plan plan;

    assert(from->height == to->height);
    if (width == from->width && end > first) {
        copy_lines(to, first, first - x, end - first, from);
        return;
    }
    for (int at = first; at < end; at += COLUMNS) {
        make_plan(&plan, at - x, end - at < COLUMNS ? end - at : COLUMNS, width,
                  from->width);
        for (int y = 0; y < to->height; y++)
            stretch_line(&plan, to->at + (intptr_t)y * to->stride + at,
                         line_of(from, y));
    }
}
