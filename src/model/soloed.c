/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/soloed.h"

#include "model/idmap.h"
#include "model/routing.h"

#include <stdlib.h>

struct unit {
    int64_t id;
    bool up;    /* heard with all that goes into it */
    bool feeds; /* heard by what it gives to one of those */
    bool lit;   /* on the way from there to the master */
};

struct link {
    uint32_t from, to;
    bool send;
};

struct net {
    struct unit *units;
    struct link *links;
    size_t n_units, n_links;
    struct idmap places;
};

static void
net_free(struct net *net)
{
    free(net->units);
    free(net->links);
    idmap_free(&net->places);
}

static void
add_link(struct net *net, uint32_t from, int64_t to, bool send)
{
    const uint32_t *place = idmap_find(&net->places, to);

    if (place)
        net->links[net->n_links++] = (struct link){from, *place, send};
}

/* The master is none of the units: what goes to it is heard anyway. */
static enum status
net_of(struct net *net, const struct model *model)
{
    const int64_t master = routing_master(NULL, model);
    size_t tracks, sends;
    const struct row_track *track = model_rows(model, TABLE_TRACK, &tracks);
    const struct row_send *send = model_rows(model, TABLE_SEND, &sends);

    net->units = calloc(tracks + 1, sizeof *net->units);
    net->links = calloc(tracks + sends + 1, sizeof *net->links);
    if (!net->units || !net->links || idmap_reserve(&net->places, tracks))
        return ST_NO_MEM;
    for (size_t i = 0; i < tracks; i++) {
        const struct row_strip *strip = model_row(model, TABLE_STRIP, track[i].id);

        if (track[i].id == master)
            continue;
        idmap_set(&net->places, track[i].id, (uint32_t)net->n_units);
        net->units[net->n_units++]
            = (struct unit){.id = track[i].id,
                            .up = strip && strip->solo,
                            .lit = strip && strip->solo_safe};
    }
    for (size_t i = 0; i < tracks; i++) {
        const uint32_t *place = idmap_find(&net->places, track[i].id);

        if (place)
            add_link(net, *place, routing_output(NULL, model, &track[i]), false);
    }
    for (size_t i = 0; i < sends; i++) {
        const uint32_t *place = idmap_find(&net->places, send[i].track_id);

        if (place && send[i].on)
            add_link(net, *place, send[i].target_id, true);
    }
    return ST_OK;
}

/* One link further; whether anything was new. */
static bool
go_up(struct net *net, const struct link *link)
{
    struct unit *from = &net->units[link->from];
    const struct unit *to = &net->units[link->to], was = *from;

    from->feeds |= to->up || to->feeds;
    from->up |= to->up && !link->send;
    return from->up != was.up || from->feeds != was.feeds;
}

static bool
go_down(struct net *net, const struct link *link)
{
    const bool was = net->units[link->to].lit;

    net->units[link->to].lit |= net->units[link->from].lit;
    return net->units[link->to].lit != was;
}

/* Until nothing is new: as often as the longest way is long. */
static void
spread(struct net *net, bool (*go)(struct net *net, const struct link *link))
{
    bool again = true;

    while (again) {
        again = false;
        for (size_t i = 0; i < net->n_links; i++)
            again = go(net, &net->links[i]) || again;
    }
}

static int
by_id(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static enum status
silent_of(struct net *net, int64_t **ids, size_t *count)
{
    spread(net, go_up);
    for (size_t i = 0; i < net->n_units; i++)
        net->units[i].lit |= net->units[i].up;
    spread(net, go_down);
    if (!(*ids = calloc(net->n_units + 1, sizeof **ids)))
        return ST_NO_MEM;
    for (size_t i = 0; i < net->n_units; i++)
        if (!net->units[i].lit && !net->units[i].feeds)
            (*ids)[(*count)++] = net->units[i].id;
    qsort(*ids, *count, sizeof **ids, by_id);
    return ST_OK;
}

static bool
any_solo(const struct model *model)
{
    size_t count;
    const struct row_strip *strip = model_rows(model, TABLE_STRIP, &count);
    const int64_t master = routing_master(NULL, model);

    for (size_t i = 0; i < count; i++)
        if (strip[i].solo && strip[i].id != master)
            return true;
    return false;
}

enum status
soloed_silent(const struct model *model, int64_t **ids, size_t *count)
{
    struct net net = {0};
    enum status status;

    *ids = NULL;
    *count = 0;
    if (!any_solo(model))
        return ST_OK;
    status = net_of(&net, model);
    if (!status)
        status = silent_of(&net, ids, count);
    net_free(&net);
    return status;
}
