/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/salvage.h"

enum status
salvage(sqlite3 *to, sqlite3 *from, const char *where, const char *author,
        struct repair *report, struct fault *fault)
{
    return fault_set(fault, ST_DAMAGED, where, "to do");
}
