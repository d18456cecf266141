/* SPDX-License-Identifier: GPL-3.0-or-later */
/* idmap.h: a number for each id, found by hashing (open addressing, linear probing,
 * deletion by moving back: Knuth, TAOCP 3, 6.4, algorithm R). */
#ifndef MODEL_IDMAP_H
#define MODEL_IDMAP_H

#include "base/base.h"

#include <stdbool.h>
#include <stdint.h>

struct idmap_slot {
    int64_t id; /* 0: free */
    uint32_t value;
};

/* Zeroed memory is an empty map. */
struct idmap {
    struct idmap_slot *slots;
    size_t size; /* a power of two, or 0 */
    size_t count;
};

/* One thread: the value of an id (never 0), or NULL; it stands until the map
 * changes. */
uint32_t *idmap_find(const struct idmap *map, int64_t id);

/* One thread: make room, so that `more` ids can be added without failing.  Fails
 * with ST_NO_MEM, nothing changed. */
NODISCARD enum status idmap_reserve(struct idmap *map, size_t more);

/* One thread: set an id's value, for which room was made. */
void idmap_set(struct idmap *map, int64_t id, uint32_t value);

/* One thread: as idmap_set, making the room.  Fails with ST_NO_MEM, nothing
 * changed. */
NODISCARD enum status idmap_put(struct idmap *map, int64_t id, uint32_t value);

/* One thread: forget an id; one that is not there is no mistake. */
void idmap_remove(struct idmap *map, int64_t id);

void idmap_free(struct idmap *map);

#endif
