/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keep.h: what outlives a plan, found by id and counted by the plans that name it.
 *
 * Main thread only; what a kept thing holds is the process thread's once a plan
 * that names it plays. */
#ifndef ENGINE_KEEP_H
#define ENGINE_KEEP_H

#include "base/base.h"

#include <stdbool.h>
#include <stdint.h>

enum keep_kind {
    KEEP_STRIP,    /* by its track */
    KEEP_OUTPUT,   /* an edge: by the track that it comes from */
    KEEP_SEND,     /* an edge: by the send */
    KEEP_DEVICE,   /* by the insert */
    KEEP_DELAY_OUTPUT, /* delay lines: by the edge, or by the tapped track */
    KEEP_DELAY_SEND,
    KEEP_DELAY_TAP,
    KEEP_CLIPS,    /* what a track plays, immutable: by the track */
};

/* The first member of each kept thing. */
struct kept {
    int64_t id;
    enum keep_kind kind;
    unsigned refs;
    struct kept *next;            /* in the table */
    struct keep *keep;            /* NULL: no longer found */
    void (*free)(struct kept *kept);
};

struct keep;

/* Fails with ST_NO_MEM, *out NULL. */
NODISCARD enum status keep_new(struct keep **out);

/* When all references are dropped; NULL is allowed. */
void keep_free(struct keep *keep);

/* The thing of that kind and id, or NULL; the count stays as it is. */
struct kept *keep_find(const struct keep *keep, enum keep_kind kind, int64_t id);

/* Put a new thing in; it has no reference yet, and the table does not free it.  The
 * one that was there before, if any, is found no more. */
void keep_add(struct keep *keep, struct kept *kept);

struct kept *keep_ref(struct kept *kept);

/* Frees the thing with the last reference.  NULL is allowed. */
void keep_drop(struct kept *kept);

#endif
