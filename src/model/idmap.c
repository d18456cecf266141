/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/idmap.h"

#include <assert.h>
#include <stdlib.h>

enum { FIRST_SIZE = 16 };

/* Fibonacci hashing spreads ids that count up; random ones it leaves random. */
static size_t
home(const struct idmap *map, int64_t id)
{
    const uint64_t mixed = (uint64_t)id * UINT64_C(0x9e3779b97f4a7c15);

    return (mixed >> 32) & (map->size - 1);
}

/* The slot that holds the id, or the free one where it belongs. */
static struct idmap_slot *
slot_of(const struct idmap *map, int64_t id)
{
    size_t at = home(map, id);

    while (map->slots[at].id != 0 && map->slots[at].id != id)
        at = (at + 1) & (map->size - 1);
    return &map->slots[at];
}

uint32_t *
idmap_find(const struct idmap *map, int64_t id)
{
    if (map->count == 0 || id == 0)
        return NULL;
    struct idmap_slot *slot = slot_of(map, id);

    return slot->id ? &slot->value : NULL;
}

/* At most two of three slots are taken. */
static bool
has_room(const struct idmap *map, size_t count)
{
    return count <= map->size / 3 * 2;
}

enum status
idmap_reserve(struct idmap *map, size_t more)
{
    struct idmap grown = {.size = map->size ? map->size : FIRST_SIZE};

    if (has_room(map, map->count + more))
        return ST_OK;
    while (!has_room(&grown, map->count + more))
        grown.size *= 2;
    grown.slots = calloc(grown.size, sizeof *grown.slots);
    if (!grown.slots)
        return ST_NO_MEM;
    for (size_t i = 0; i < map->size; i++)
        if (map->slots[i].id)
            *slot_of(&grown, map->slots[i].id) = map->slots[i];
    grown.count = map->count;
    free(map->slots);
    *map = grown;
    return ST_OK;
}

void
idmap_set(struct idmap *map, int64_t id, uint32_t value)
{
    assert(id != 0 && map->size != 0);
    struct idmap_slot *slot = slot_of(map, id);

    if (!slot->id) {
        assert(map->count + 1 < map->size);
        map->count++;
    }
    *slot = (struct idmap_slot){id, value};
}

enum status
idmap_put(struct idmap *map, int64_t id, uint32_t value)
{
    if (!has_room(map, map->count + 1) && idmap_reserve(map, 1) != ST_OK)
        return ST_NO_MEM;
    idmap_set(map, id, value);
    return ST_OK;
}

void
idmap_remove(struct idmap *map, int64_t id)
{
    if (!idmap_find(map, id))
        return;
    const size_t mask = map->size - 1;
    size_t hole = slot_of(map, id) - map->slots;

    map->slots[hole].id = 0;
    map->count--;
    for (size_t at = (hole + 1) & mask; map->slots[at].id; at = (at + 1) & mask) {
        const size_t from = home(map, map->slots[at].id);

        /* May the hole take it?  Only if its home does not lie behind the hole. */
        if (((at - from) & mask) < ((at - hole) & mask))
            continue;
        map->slots[hole] = map->slots[at];
        map->slots[at].id = 0;
        hole = at;
    }
}

void
idmap_free(struct idmap *map)
{
    free(map->slots);
    *map = (struct idmap){0};
}
