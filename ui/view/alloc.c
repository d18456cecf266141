/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void *
there(void *memory)
{
    if (memory)
        return memory;
    fputs("remanence: no memory\n", stderr);
    abort();
}

void *
view_alloc(size_t count, size_t size)
{
    return there(calloc(count ? count : 1, size));
}

void *
view_grow(void *old, size_t *room, size_t need, size_t size)
{
    size_t grown = *room ? *room : 16;

    if (need <= *room)
        return old;
    while (grown < need && grown <= SIZE_MAX / 2)
        grown *= 2;
    *room = grown;
    return there(reallocarray(old, grown, size));
}
