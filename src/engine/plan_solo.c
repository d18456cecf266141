/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solo: what is heard when some tracks are soloed.
 *
 * A soloed track is heard through its output and its sends, all the way to the
 * master; so the buses and folders on that way stay open, but not what else feeds
 * them.  A soloed bus or folder is heard with all that goes into it: tracks that
 * feed it by their output are as if soloed, tracks that feed it by a send give that
 * send alone.  A solo-safe track (a reverb's return) is never cut. */
#include "engine/plan_internal.h"

static bool
is_master(const struct unit *unit)
{
    return unit->output == NO_STRIP;
}

/* From the soloed towards the sources: the order backwards. */
static void
go_up(struct build *build)
{
    for (uint32_t i = build->n_units; i-- > 0;) {
        const struct unit *to = &build->units[build->order[i]];

        if (is_master(to) || !(to->up || to->feeds))
            continue;
        for (uint32_t k = 0; k < build->n_links; k++) {
            struct link *link = &build->links[k];

            if (link->to != build->order[i] || !link->active)
                continue;
            link->open = true;
            build->units[link->from].feeds = true;
            build->units[link->from].up |= to->up && !link->send;
        }
    }
}

/* From there on towards the master. */
static void
go_down(struct build *build, bool *lit)
{
    for (uint32_t i = 0; i < build->n_units; i++) {
        const uint32_t at = build->order[i];
        const struct unit *unit = &build->units[at];

        lit[at] |= unit->up || unit->strip.solo_safe;
        for (uint32_t k = 0; lit[at] && k < build->n_links; k++) {
            struct link *link = &build->links[k];

            if (link->from != at)
                continue;
            link->open = true;
            lit[link->to] |= link->active;
        }
    }
}

enum status
build_solo(struct build *build)
{
    for (uint32_t i = 0; i < build->n_units; i++) {
        struct unit *unit = &build->units[i];

        unit->up = unit->strip.solo && !is_master(unit);
        build->any_solo |= unit->up;
    }
    for (uint32_t i = 0; i < build->n_links; i++)
        build->links[i].open = !build->any_solo;
    if (!build->any_solo)
        return ST_OK;

    bool *lit = plan_memory(build->plan, build->n_units, sizeof *lit);
    if (!lit)
        return ST_NO_MEM;
    go_up(build);
    go_down(build, lit);
    return ST_OK;
}
