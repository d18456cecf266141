/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/keep.h"

#include <assert.h>
#include <stdlib.h>

enum { BUCKETS = 1024 };

struct keep {
    struct kept *buckets[BUCKETS];
};

enum status
keep_new(struct keep **out)
{
    *out = calloc(1, sizeof **out);
    return *out ? ST_OK : ST_NO_MEM;
}

void
keep_free(struct keep *keep)
{
    for (size_t i = 0; keep && i < BUCKETS; i++)
        assert(!keep->buckets[i]);
    free(keep);
}

static size_t
bucket(enum keep_kind kind, int64_t id)
{
    const uint64_t mixed = ((uint64_t)id + kind) * UINT64_C(0x9e3779b97f4a7c15);

    return mixed >> 32 & (BUCKETS - 1);
}

struct kept *
keep_find(const struct keep *keep, enum keep_kind kind, int64_t id)
{
    struct kept *kept = keep->buckets[bucket(kind, id)];

    while (kept && (kept->kind != kind || kept->id != id))
        kept = kept->next;
    return kept;
}

static void
forget(struct kept *kept)
{
    struct kept **at = &kept->keep->buckets[bucket(kept->kind, kept->id)];

    while (*at != kept)
        at = &(*at)->next;
    *at = kept->next;
    kept->keep = NULL;
}

void
keep_add(struct keep *keep, struct kept *kept)
{
    struct kept *before = keep_find(keep, kept->kind, kept->id);
    struct kept **head = &keep->buckets[bucket(kept->kind, kept->id)];

    if (before)
        forget(before);
    kept->keep = keep;
    kept->next = *head;
    *head = kept;
}

struct kept *
keep_ref(struct kept *kept)
{
    kept->refs++;
    return kept;
}

void
keep_drop(struct kept *kept)
{
    if (!kept || --kept->refs > 0)
        return;
    if (kept->keep)
        forget(kept);
    kept->free(kept);
}
