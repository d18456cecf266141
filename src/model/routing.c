/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/routing.h"

#include "model/idmap.h"
#include "model/walk.h"

#include <stdlib.h>

static const void *
row_of(const struct edit *edit, const struct model *model, enum table table,
       int64_t id)
{
    return edit ? edit_row(edit, model, table, id) : model_row(model, table, id);
}

int64_t
routing_master(const struct edit *edit, const struct model *model)
{
    struct walk walk = walk_all(edit, model, TABLE_TRACK);
    const struct row_track *track;
    int64_t master = 0;

    while ((track = walk_next(&walk)))
        if (track->kind == TRACK_MASTER && (!master || track->id < master))
            master = track->id;
    return master;
}

/* As routing_output(), the master being known. */
static int64_t
output_of(const struct row_track *track, int64_t master)
{
    if (track->id == master)
        return 0;
    return track->output_id   ? track->output_id
           : track->folder_id ? track->folder_id
                              : master;
}

int64_t
routing_output(const struct edit *edit, const struct model *model,
               const struct row_track *track)
{
    return output_of(track, routing_master(edit, model));
}

/* Tracks that sound comes to, each once; those from `next` on are still to be
 * asked. */
struct reached {
    int64_t *ids;
    size_t count, next, capacity;
    struct idmap seen;
};

static enum status
reach(struct reached *reached, int64_t id)
{
    if (id == 0 || idmap_find(&reached->seen, id))
        return ST_OK;
    if (reached->count == reached->capacity) {
        const size_t more = reached->capacity ? 2 * reached->capacity : 16;
        int64_t *ids = realloc(reached->ids, more * sizeof *ids);

        if (!ids)
            return ST_NO_MEM;
        reached->ids = ids;
        reached->capacity = more;
    }
    reached->ids[reached->count++] = id;
    return idmap_put(&reached->seen, id, 0);
}

/* Reach what one track feeds. */
static enum status
step(struct reached *reached, const struct edit *edit, const struct model *model,
     int64_t id, int64_t master)
{
    const struct row_track *track = row_of(edit, model, TABLE_TRACK, id);
    struct walk walk = walk_owned(edit, model, TABLE_SEND, id);
    const struct row_send *send;

    if (!track)
        return ST_OK;
    if (reach(reached, output_of(track, master)) != ST_OK)
        return ST_NO_MEM;
    while ((send = walk_next(&walk)))
        if (reach(reached, send->target_id) != ST_OK)
            return ST_NO_MEM;
    return ST_OK;
}

enum status
routing_reaches(const struct edit *edit, const struct model *model, int64_t from,
                int64_t to, bool *answer)
{
    const int64_t master = routing_master(edit, model);
    struct reached reached = {0};
    enum status status = step(&reached, edit, model, from, master);

    while (status == ST_OK && reached.next < reached.count)
        status = step(&reached, edit, model, reached.ids[reached.next++], master);
    *answer = status == ST_OK && idmap_find(&reached.seen, to) != NULL;
    free(reached.ids);
    idmap_free(&reached.seen);
    return status;
}
