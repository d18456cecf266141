/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tracks in an order in which each comes after all that feed it. */
#include "engine/plan_internal.h"

#include "base/text.h"
#include "model/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- units -------------------------------------------------------------------- */

static int
by_id(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static int
unit_by_id(const void *a, const void *b)
{
    return by_id(&((const struct unit *)a)->id, &((const struct unit *)b)->id);
}

static int
link_by_id(const void *a, const void *b)
{
    return by_id(&((const struct link *)a)->id, &((const struct link *)b)->id);
}

static uint32_t
find(const struct build *build, int64_t id)
{
    const struct unit key = {.id = id};
    const struct unit *unit
        = bsearch(&key, build->units, build->n_units, sizeof key, unit_by_id);

    return unit && id ? (uint32_t)(unit - build->units) : NO_STRIP;
}

/* Of several masters, the one with the smallest id; a song without one gets one. */
static enum status
make_units(struct build *build)
{
    size_t count;
    const struct row_track *tracks = model_rows(build->model, TABLE_TRACK, &count);
    bool master = false;

    build->units = calloc(count + 1, sizeof *build->units);
    build->order = calloc(count + 1, sizeof *build->order);
    if (!build->units || !build->order)
        return ST_NO_MEM;
    for (size_t i = 0; i < count; i++) {
        const struct row_strip *strip
            = model_row(build->model, TABLE_STRIP, tracks[i].id);
        struct unit *unit = &build->units[build->n_units++];

        unit->track = &tracks[i];
        unit->id = tracks[i].id;
        row_init(TABLE_STRIP, &unit->strip);
        if (strip)
            unit->strip = *strip;
        master |= tracks[i].kind == TRACK_MASTER;
    }
    if (!master)
        row_init(TABLE_STRIP, &build->units[build->n_units++].strip);
    qsort(build->units, build->n_units, sizeof *build->units, unit_by_id);
    return ST_OK;
}

static uint32_t
find_master(const struct build *build)
{
    for (uint32_t i = 0; i < build->n_units; i++)
        if (!build->units[i].track || build->units[i].track->kind == TRACK_MASTER)
            return i;
    return NO_STRIP;
}

/* --- links -------------------------------------------------------------------- */

/* Where a track's output goes: its bus, or its folder, or the master. */
static uint32_t
output_of(const struct build *build, uint32_t from, uint32_t master)
{
    const struct row_track *track = build->units[from].track;
    uint32_t to;

    if (from == master)
        return NO_STRIP;
    to = find(build, track->output_id);
    if (to == NO_STRIP)
        to = find(build, track->folder_id);
    return to == NO_STRIP ? master : to;
}

static enum status
make_links(struct build *build)
{
    const uint32_t master = find_master(build);
    size_t count;
    const struct row_send *sends = model_rows(build->model, TABLE_SEND, &count);

    build->links = calloc(build->n_units + count, sizeof *build->links);
    if (!build->links)
        return ST_NO_MEM;
    for (uint32_t i = 0; i < build->n_units; i++) {
        struct unit *unit = &build->units[i];

        unit->output = output_of(build, i, master);
        if (unit->output != NO_STRIP)
            build->links[build->n_links++] = (struct link){
                .id = unit->id, .from = i, .to = unit->output, .active = true};
    }
    for (size_t i = 0; i < count; i++) {
        const uint32_t from = find(build, sends[i].track_id);
        const uint32_t to = find(build, sends[i].target_id);

        if (from != NO_STRIP && to != NO_STRIP)
            build->links[build->n_links++] = (struct link){
                .id = sends[i].id, .from = from, .to = to, .send = &sends[i],
                .active = sends[i].on};
    }
    qsort(build->links, build->n_links, sizeof *build->links, link_by_id);
    return ST_OK;
}

/* --- order -------------------------------------------------------------------- */

static const char *
name(const struct unit *unit)
{
    if (!unit->track)
        return _("master");
    return unit->track->name[0] ? unit->track->name : "?";
}

/* A track that feeds this one and hangs on a loop, as this one does. */
static uint32_t
before(const struct build *build, uint32_t at)
{
    for (uint32_t i = 0; i < build->n_links; i++) {
        const struct link *link = &build->links[i];

        if (link->to == at && link->active && build->units[link->from].needs > 0)
            return link->from;
    }
    return NO_STRIP;
}

/* What is not done yet hangs on a loop: go against the links until a track comes
 * again, and tell the way.  `next` leads back with them; NO_STRIP: a track not seen
 * yet. */
static enum status
tell_loop(const struct build *build)
{
    uint32_t *next = malloc(build->n_units * sizeof *next);
    uint32_t at = 0;
    char way[200] = "";
    size_t used = 0;
    bool seen = false;

    if (!next)
        return ST_NO_MEM;
    memset(next, 0xff, build->n_units * sizeof *next);
    while (build->units[at].needs == 0)
        at++;
    next[at] = at;
    while (!seen) {
        const uint32_t from = before(build, at);

        seen = next[from] != NO_STRIP;
        next[from] = at;
        at = from;
    }
    for (uint32_t unit = at, turns = 0; turns < 2 && used < sizeof way;) {
        const int more = snprintf(way + used, sizeof way - used, "%s%s",
                                  used ? " → " : "", name(&build->units[unit]));

        used += more > 0 ? more : 0;
        turns += unit == at;
        unit = next[unit];
    }
    free(next);
    (void)fault_set(build->fault, ST_CONFLICT, name(&build->units[at]),
                    _("its sound comes back to it: %s"), way);
    fault_remedy(build->fault,
                 _("route one of them elsewhere, or turn a send off"));
    return ST_CONFLICT;
}

static int
order_by_depth(const void *a, const void *b, void *units)
{
    const struct unit *x = (struct unit *)units + *(const uint32_t *)a;
    const struct unit *y = (struct unit *)units + *(const uint32_t *)b;

    if (x->depth != y->depth)
        return x->depth < y->depth ? -1 : 1;
    return by_id(&x->id, &y->id);
}

/* Kahn's algorithm; `order` is its queue. */
static enum status
sort(struct build *build)
{
    uint32_t done = 0, ready = 0;

    for (uint32_t i = 0; i < build->n_links; i++)
        build->units[build->links[i].to].needs += build->links[i].active;
    for (uint32_t i = 0; i < build->n_units; i++)
        if (build->units[i].needs == 0)
            build->order[ready++] = i;
    for (; done < ready; done++) {
        const uint32_t from = build->order[done];

        for (uint32_t i = build->first[from]; i < build->first[from + 1]; i++) {
            const struct link *link = &build->links[build->leaving[i]];
            struct unit *to = &build->units[link->to];

            if (!link->active)
                continue;
            if (to->depth <= build->units[from].depth)
                to->depth = build->units[from].depth + 1;
            if (--to->needs == 0)
                build->order[ready++] = link->to;
        }
    }
    return done < build->n_units ? tell_loop(build) : ST_OK;
}

/* The links by the unit that they leave. */
static enum status
index_links(struct build *build)
{
    build->first = calloc(build->n_units + 2, sizeof *build->first);
    build->leaving = calloc(build->n_links + 1, sizeof *build->leaving);
    if (!build->first || !build->leaving)
        return ST_NO_MEM;
    for (uint32_t i = 0; i < build->n_links; i++)
        build->first[build->links[i].from + 2]++;
    for (uint32_t i = 2; i < build->n_units + 2; i++)
        build->first[i] += build->first[i - 1];
    for (uint32_t i = 0; i < build->n_links; i++)
        build->leaving[build->first[build->links[i].from + 1]++] = i;
    return ST_OK;
}

/* A send that is off stays as a silent link, so that it can come in softly, if the
 * order allows it. */
static void
drop_backward(struct build *build)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < build->n_links; i++) {
        const struct link *link = &build->links[i];

        if (build->units[link->from].depth < build->units[link->to].depth)
            build->links[kept++] = *link;
    }
    build->n_links = kept;
}

enum status
build_order(struct build *build)
{
    enum status status = make_units(build);

    if (!status)
        status = make_links(build);
    if (!status)
        status = index_links(build);
    if (!status)
        status = sort(build);
    if (status)
        return status;
    drop_backward(build);
    qsort_r(build->order, build->n_units, sizeof *build->order, order_by_depth,
            build->units);
    for (uint32_t i = 0; i < build->n_units; i++)
        build->units[build->order[i]].number = i;
    return ST_OK;
}

void
build_free(struct build *build)
{
    free(build->units);
    free(build->order);
    free(build->links);
    free(build->first);
    free(build->leaving);
}
