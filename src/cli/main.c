/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

int
main(void)
{
    puts("remanence " REMANENCE_VERSION);
    return 0;
}
