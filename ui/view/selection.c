/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/selection.h"

#include "model/model.h"
#include "ui/view/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Ids in order, so that they are found by halving. */
struct ids {
    int64_t *ids;
    size_t count, room;
    int64_t focus;
};

struct selection {
    struct ids of[SELECT_KINDS];
    bool ranged;
    frames_t from, to;
};

static const enum table TABLE_OF[SELECT_KINDS] = {TABLE_CLIP, TABLE_TRACK};

struct selection *
selection_new(void)
{
    return view_alloc(1, sizeof(struct selection));
}

void
selection_free(struct selection *selection)
{
    if (!selection)
        return;
    for (int kind = 0; kind < SELECT_KINDS; kind++)
        free(selection->of[kind].ids);
    free(selection);
}

/* Where the id is, or would be. */
static size_t
place(const struct ids *set, int64_t id)
{
    size_t low = 0, high = set->count;

    while (low < high) {
        const size_t middle = (low + high) / 2;

        if (set->ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool
holds(const struct ids *set, int64_t id)
{
    const size_t at = place(set, id);

    return at < set->count && set->ids[at] == id;
}

static void
insert(struct ids *set, int64_t id)
{
    const size_t at = place(set, id);

    if (at < set->count && set->ids[at] == id)
        return;
    set->ids = view_grow(set->ids, &set->room, set->count + 1, sizeof *set->ids);
    memmove(set->ids + at + 1, set->ids + at, (set->count - at) * sizeof *set->ids);
    set->ids[at] = id;
    set->count++;
}

static void
take_out(struct ids *set, int64_t id)
{
    const size_t at = place(set, id);

    if (at == set->count || set->ids[at] != id)
        return;
    memmove(set->ids + at, set->ids + at + 1,
            (--set->count - at) * sizeof *set->ids);
}

const int64_t *
selection_ids(const struct selection *selection, enum select_kind kind,
              size_t *count)
{
    *count = selection->of[kind].count;
    return selection->of[kind].ids;
}

bool
selection_has(const struct selection *selection, enum select_kind kind, int64_t id)
{
    return holds(&selection->of[kind], id);
}

void
selection_only(struct selection *selection, enum select_kind kind, int64_t id)
{
    selection->of[kind].count = 0;
    selection_add(selection, kind, id);
}

void
selection_add(struct selection *selection, enum select_kind kind, int64_t id)
{
    insert(&selection->of[kind], id);
    selection->of[kind].focus = id;
}

void
selection_remove(struct selection *selection, enum select_kind kind, int64_t id)
{
    take_out(&selection->of[kind], id);
    selection->of[kind].focus = 0;
}

void
selection_toggle(struct selection *selection, enum select_kind kind, int64_t id)
{
    if (holds(&selection->of[kind], id))
        selection_remove(selection, kind, id);
    else
        selection_add(selection, kind, id);
}

static int
by_number(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

void
selection_set(struct selection *selection, enum select_kind kind,
              const int64_t *ids, size_t count)
{
    struct ids *set = &selection->of[kind];
    size_t kept = 0;

    set->ids = view_grow(set->ids, &set->room, count, sizeof *set->ids);
    if (count > 0)
        memmove(set->ids, ids, count * sizeof *ids);
    if (count > 1)
        qsort(set->ids, count, sizeof *set->ids, by_number);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || set->ids[kept - 1] != set->ids[i])
            set->ids[kept++] = set->ids[i];
    set->count = kept;
    if (!holds(set, set->focus))
        set->focus = 0;
}

void
selection_clear(struct selection *selection, enum select_kind kind)
{
    selection->of[kind].count = 0;
    selection->of[kind].focus = 0;
}

int64_t
selection_focus(const struct selection *selection, enum select_kind kind)
{
    return selection->of[kind].focus;
}

void
selection_set_focus(struct selection *selection, enum select_kind kind, int64_t id)
{
    selection->of[kind].focus = id;
}

bool
selection_range(const struct selection *selection, frames_t *from, frames_t *to)
{
    *from = selection->from;
    *to = selection->to;
    return selection->ranged;
}

void
selection_set_range(struct selection *selection, frames_t from, frames_t to)
{
    selection->ranged = from.n < to.n;
    selection->from = from;
    selection->to = to;
}

void
selection_clear_range(struct selection *selection)
{
    selection->ranged = false;
}

bool
selection_prune(struct selection *selection, const struct model *model)
{
    bool gone = false;

    for (int kind = 0; kind < SELECT_KINDS; kind++) {
        struct ids *set = &selection->of[kind];
        size_t kept = 0;

        for (size_t i = 0; i < set->count; i++)
            if (model && model_row(model, TABLE_OF[kind], set->ids[i]))
                set->ids[kept++] = set->ids[i];
        gone = gone || kept < set->count;
        set->count = kept;
        if (set->focus
            && !(model && model_row(model, TABLE_OF[kind], set->focus))) {
            set->focus = 0;
            gone = true;
        }
    }
    return gone;
}
