/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/order.h"

#include "ui/view/alloc.h"
#include "ui/view/drag_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 16 }; /* folders in folders */

struct ids {
    int64_t *at;
    size_t count, room;
};

static void
add(struct ids *ids, int64_t id)
{
    ids->at = view_grow(ids->at, &ids->room, ids->count + 1, sizeof *ids->at);
    ids->at[ids->count++] = id;
}

static bool
has(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

int64_t
order_folder(const struct model *model, int64_t track_id)
{
    const struct row_track *track = model_row(model, TABLE_TRACK, track_id);
    const struct row_track *folder
        = track ? model_row(model, TABLE_TRACK, track->folder_id) : NULL;

    return folder && folder->kind == TRACK_FOLDER ? folder->id : 0;
}

static bool
lies_above(const struct row_track *a, const struct row_track *b)
{
    return a->sort != b->sort ? a->sort < b->sort : a->id < b->id;
}

static int
in_order(const void *a, const void *b)
{
    const struct row_track *const *x = a, *const *y = b;

    return *x == *y ? 0 : lies_above(*x, *y) ? -1 : 1;
}

int64_t *
order_of(const struct model *model, int64_t folder_id, size_t *count)
{
    size_t all;
    const struct row_track *track = model_rows(model, TABLE_TRACK, &all);
    const struct row_track **found = view_alloc(all + 1, sizeof *found);
    struct ids ids = {0};

    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (track[i].kind != TRACK_MASTER
            && order_folder(model, track[i].id) == folder_id)
            found[(*count)++] = &track[i];
    qsort(found, *count, sizeof *found, in_order);
    for (size_t i = 0; i < *count; i++)
        add(&ids, found[i]->id);
    free(found);
    return ids.at;
}

/* --- the selected ones -------------------------------------------------------- */

static void
add_selected(const struct selection *selection, const struct model *model,
             int64_t folder_id, int depth, struct ids *out)
{
    size_t count;
    int64_t *ids = order_of(model, folder_id, &count);

    for (size_t i = 0; i < count; i++) {
        const struct row_track *track = model_row(model, TABLE_TRACK, ids[i]);

        if (selection_has(selection, SELECT_TRACK, ids[i]))
            add(out, ids[i]);
        else if (track->kind == TRACK_FOLDER && depth < DEEPEST)
            add_selected(selection, model, ids[i], depth + 1, out);
    }
    free(ids);
}

int64_t *
order_selected(const struct view *view, const struct model *model, size_t *count)
{
    struct ids ids = {0};

    add_selected(view->selection, model, 0, 0, &ids);
    *count = ids.count;
    return ids.at;
}

bool
order_holds(const struct model *model, const int64_t *ids, size_t count,
            int64_t track_id)
{
    for (int depth = 0; track_id && depth <= DEEPEST; depth++) {
        if (has(ids, count, track_id))
            return true;
        track_id = order_folder(model, track_id);
    }
    return false;
}

/* --- another place ------------------------------------------------------------ */

/* What lies in the folder, with `ids` above the place. */
static struct ids
with(const int64_t *siblings, size_t n_siblings, const int64_t *ids, size_t count,
     int64_t before_id)
{
    struct ids then = {0};

    for (size_t i = 0; i <= n_siblings; i++) {
        const int64_t id = i < n_siblings ? siblings[i] : 0;

        if (id == before_id)
            for (size_t k = 0; k < count; k++)
                add(&then, ids[k]);
        if (id && !has(ids, count, id))
            add(&then, id);
    }
    return then;
}

static bool
lie_there(const struct model *model, const int64_t *ids, size_t count,
          struct order_place place)
{
    size_t n_siblings;
    int64_t *siblings = order_of(model, place.folder_id, &n_siblings);
    struct ids then = with(siblings, n_siblings, ids, count, place.before_id);
    const bool same
        = then.count == n_siblings
          && memcmp(then.at, siblings, n_siblings * sizeof *siblings) == 0;

    free(then.at);
    free(siblings);
    return same;
}

/* The first below the place that does not move: those who look at tracks without
 * folders find what a folder holds below it. */
static int64_t
next_of(const struct model *model, const int64_t *ids, size_t count,
        struct order_place place)
{
    int64_t id = place.before_id, folder = place.folder_id;

    for (int depth = 0; !id && folder && depth <= DEEPEST; depth++) {
        const int64_t up = order_folder(model, folder);
        size_t n_siblings, i = 0;
        int64_t *siblings = order_of(model, up, &n_siblings);

        while (i < n_siblings && siblings[i] != folder)
            i++;
        for (i++; i < n_siblings && !id; i++)
            if (!has(ids, count, siblings[i]))
                id = siblings[i];
        free(siblings);
        folder = up;
    }
    return id;
}

/* Whether it lies below all of the folder: where it does not (folders and what they
 * hold need not lie together), the place is at the end of all. */
static bool
lies_below(const struct model *model, int64_t id, int64_t folder_id)
{
    const struct row_track *below = model_row(model, TABLE_TRACK, id);
    size_t count;
    int64_t *inside = order_of(model, folder_id, &count);
    bool yes = true;

    for (size_t i = 0; i < count && yes; i++)
        yes = below && lies_above(model_row(model, TABLE_TRACK, inside[i]), below);
    free(inside);
    return yes;
}

static void
put_above(const struct model *model, int64_t id, int64_t above, int depth,
          struct drag_result *result)
{
    size_t count;

    if (above)
        drag_line(result, "track-above '#%" PRId64 "' '#%" PRId64 "'", id, above);
    else
        drag_line(result, "track-above '#%" PRId64 "' none", id);
    if (depth >= DEEPEST)
        return;
    int64_t *inside = order_of(model, id, &count);

    for (size_t i = 0; i < count; i++)
        put_above(model, inside[i], above, depth + 1, result);
    free(inside);
}

static void
fold(int64_t id, int64_t folder_id, struct drag_result *result)
{
    if (folder_id)
        drag_line(result, "track-folder '#%" PRId64 "' '#%" PRId64 "'", id,
                  folder_id);
    else
        drag_line(result, "track-folder '#%" PRId64 "' none", id);
}

void
order_lines(const struct model *model, const int64_t *ids, size_t count,
            struct order_place place, struct drag_result *result)
{
    if (count == 0 || lie_there(model, ids, count, place))
        return;
    int64_t above = next_of(model, ids, count, place);

    if (above && !place.before_id && !lies_below(model, above, place.folder_id))
        above = 0;
    for (size_t i = 0; i < count; i++) {
        put_above(model, ids[i], above, 0, result);
        if (order_folder(model, ids[i]) != place.folder_id)
            fold(ids[i], place.folder_id, result);
    }
    result->label = count > 1 ? N_("Move tracks") : N_("Move track");
}
