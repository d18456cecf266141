/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/open.h"

#include "base/text.h"
#include "cli/output.h"

#include <stdio.h>

enum status
open_to_read(struct session **out, const char *folder, struct fault *fault)
{
    const enum status status = session_open(out, folder, STORE_READ_ONLY, fault);

    if (status)
        return status;
    const struct fault *damage = store_damage(session_store(*out));
    if (damage) {
        struct fault told = *damage;

        fault_remedy(&told, _("see: remanence check"));
        warn(&told);
    }
    return ST_OK;
}

enum status
open_to_write(struct session **out, const char *folder, struct fault *fault)
{
    const enum status status = session_open(out, folder, STORE_WRITE, fault);

    if (status)
        return status;
    const struct session_recovered *recovered = session_recovered(*out);

    if (recovered->takes == 1)
        fprintf(stderr, _("recovered %s, %.1f s\n"), recovered->name,
                recovered->seconds);
    else if (recovered->takes > 1)
        fprintf(stderr, _("recovered %zu takes, %.1f s\n"), recovered->takes,
                recovered->seconds);
    if (recovered->fault.status)
        warn(&recovered->fault);
    return ST_OK;
}
