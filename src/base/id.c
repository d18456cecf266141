/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/id.h"

#include <stdlib.h>
#include <sys/random.h>

int64_t
id_new(void)
{
    int64_t id = 0;

    /* Eight bytes are never cut short (getrandom(2)); a kernel without
     * randomness is a machine on which nothing else works either. */
    while (id == 0) {
        if (getrandom(&id, sizeof id, 0) != sizeof id)
            abort();
        id &= INT64_MAX;
    }
    return id;
}
