/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/open.h"

#include "base/text.h"
#include "cli/output.h"

#include <stdio.h>

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

/* What a killed program recorded is put in its place, unless it cannot be now. */
static void
place_left(const char *folder)
{
    struct session *session;
    struct fault ignored;

    if (!open_to_write(&session, folder, &ignored))
        session_close(session);
}

static void
tell_unplaced(struct session *session)
{
    const size_t takes = session_unplaced(session);
    struct fault told;

    if (takes == 0)
        return;
    fault_set(&told, ST_OK, session_folder(session),
              ngettext("%zu take is not in the song yet",
                       "%zu takes are not in the song yet", takes),
              takes);
    fault_remedy(&told, _("they come when whoever records has ended"));
    warn(&told);
}

enum status
open_to_read(struct session **out, const char *folder, struct fault *fault)
{
    enum status status = session_open(out, folder, STORE_READ_ONLY, fault);

    if (!status && !store_damage(session_store(*out))
        && session_unplaced(*out) > 0) {
        session_close(*out);
        place_left(folder);
        status = session_open(out, folder, STORE_READ_ONLY, fault);
    }
    if (status)
        return status;
    const struct fault *damage = store_damage(session_store(*out));
    if (damage) {
        struct fault told = *damage;

        fault_remedy(&told, _("see: remanence check"));
        warn(&told);
    }
    tell_unplaced(*out);
    return ST_OK;
}
