/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/edit.h"

#include "base/id.h"
#include "model/edit_internal.h"
#include "model/idmap.h"
#include "model/tables.h"

#include <assert.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 1 << 14 };

/* Rows lie in chunks, so that they stay where they are when more are put. */
struct chunk {
    struct chunk *next;
    size_t used;
    alignas(max_align_t) char bytes[CHUNK_BYTES];
};

/* Where a change's row lies, and its neighbours among the rows that the edit puts
 * with the same owner. */
struct holder {
    void *room;    /* NULL while it had no row */
    int64_t owner; /* 0: in no list */
    uint32_t next;
    uint32_t previous;
};

struct edit {
    char *label;
    struct change *changes;
    struct holder *holders; /* one a change */
    size_t count;
    size_t capacity;
    struct idmap places[TABLE_COUNT]; /* of an id, in `changes` */
    struct idmap heads[TABLE_COUNT];  /* of an owner's id: its first row's place */
    struct chunk *chunks;
};

enum status
edit_new(struct edit **out, const char *label)
{
    struct edit *edit = calloc(1, sizeof *edit);

    *out = NULL;
    if (!edit || !(edit->label = strdup(label))) {
        free(edit);
        return ST_NO_MEM;
    }
    *out = edit;
    return ST_OK;
}

void
edit_free(struct edit *edit)
{
    if (!edit)
        return;
    for (size_t i = 0; i < edit->count; i++)
        if (edit->changes[i].row)
            row_free(edit->changes[i].table, edit->holders[i].room);
    for (struct chunk *chunk = edit->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        idmap_free(&edit->places[i]);
        idmap_free(&edit->heads[i]);
    }
    free(edit->changes);
    free(edit->holders);
    free(edit->label);
    free(edit);
}

const char *
edit_label(const struct edit *edit)
{
    return edit->label;
}

/* Room for a row, which is lost where the edit then fails to take it. */
static void *
make_room(struct edit *edit, size_t size)
{
    struct chunk *chunk = edit->chunks;

    assert(size <= CHUNK_BYTES);
    if (!chunk || chunk->used + size > CHUNK_BYTES) {
        if (!(chunk = malloc(sizeof *chunk)))
            return NULL;
        chunk->next = edit->chunks;
        chunk->used = 0;
        edit->chunks = chunk;
    }
    chunk->used += size;
    return chunk->bytes + chunk->used - size;
}

static enum status
grow(struct edit *edit)
{
    const size_t capacity = edit->capacity ? edit->capacity * 2 : 8;

    if (edit->count < edit->capacity)
        return ST_OK;
    struct change *changes = realloc(edit->changes, capacity * sizeof *changes);
    if (!changes)
        return ST_NO_MEM;
    edit->changes = changes;
    struct holder *holders = realloc(edit->holders, capacity * sizeof *holders);
    if (!holders)
        return ST_NO_MEM;
    edit->holders = holders;
    edit->capacity = capacity;
    return ST_OK;
}

/* The place of a row in the edit.  A new one is not the edit's before settle(), so
 * that the caller may still fail. */
static enum status
touch(struct edit *edit, enum table table, int64_t id, size_t *at)
{
    const uint32_t *place = idmap_find(&edit->places[table], id);

    if (place) {
        *at = *place;
        return ST_OK;
    }
    if (grow(edit) != ST_OK || idmap_reserve(&edit->places[table], 1) != ST_OK)
        return ST_NO_MEM;
    *at = edit->count;
    edit->changes[*at] = (struct change){.table = table, .id = id};
    edit->holders[*at] = (struct holder){.next = EDIT_NONE, .previous = EDIT_NONE};
    return ST_OK;
}

/* Let the place that touch() gave be one of the edit's. */
static void
settle(struct edit *edit, size_t at)
{
    if (at < edit->count)
        return;
    idmap_set(&edit->places[edit->changes[at].table], edit->changes[at].id,
              (uint32_t)at);
    edit->count++;
}

/* Let the change stand in the list of `owner` (0: in none), in place of where it
 * stood.  The owner has room in `heads`. */
static void
give_to(struct edit *edit, size_t at, int64_t owner)
{
    struct holder *holders = edit->holders, *own = &holders[at];
    struct idmap *heads = &edit->heads[edit->changes[at].table];

    if (own->owner == owner)
        return;
    if (own->owner) {
        if (own->next != EDIT_NONE)
            holders[own->next].previous = own->previous;
        if (own->previous != EDIT_NONE)
            holders[own->previous].next = own->next;
        else if (own->next != EDIT_NONE)
            idmap_set(heads, own->owner, own->next);
        else
            idmap_remove(heads, own->owner);
    }
    own->owner = owner;
    own->next = own->previous = EDIT_NONE;
    if (!owner)
        return;
    const uint32_t *head = idmap_find(heads, owner);

    if (head) {
        own->next = *head;
        holders[*head].previous = (uint32_t)at;
    }
    idmap_set(heads, owner, (uint32_t)at);
}

enum status
edit_put(struct edit *edit, enum table table, void *row)
{
    const struct table_info *info = table_info(table);
    const int64_t id = ((union row *)row)->id ? ((union row *)row)->id : id_new();
    const int64_t owner = info->owner ? column_int(info->owner, row) : 0;
    union row copy;
    size_t at;

    if (touch(edit, table, id, &at) != ST_OK
        || (owner && idmap_reserve(&edit->heads[table], 1) != ST_OK))
        return ST_NO_MEM;
    void *room = edit->holders[at].room;
    if (!room)
        room = make_room(edit, info->size);
    if (!room || row_copy(table, &copy, row) != ST_OK)
        return ST_NO_MEM;
    if (edit->changes[at].row)
        row_free(table, room);
    ((union row *)row)->id = copy.id = id;
    memcpy(room, &copy, info->size);
    edit->holders[at].room = room;
    edit->changes[at].row = room;
    settle(edit, at);
    give_to(edit, at, owner);
    return ST_OK;
}

enum status
edit_delete(struct edit *edit, enum table table, int64_t id)
{
    size_t at;

    if (touch(edit, table, id, &at) != ST_OK)
        return ST_NO_MEM;
    if (edit->changes[at].row)
        row_free(table, edit->holders[at].room);
    edit->changes[at].row = NULL;
    settle(edit, at);
    give_to(edit, at, 0);
    return ST_OK;
}

uint32_t
edit_first_owned(const struct edit *edit, enum table table, int64_t owner)
{
    const uint32_t *head = idmap_find(&edit->heads[table], owner);

    return head ? *head : EDIT_NONE;
}

uint32_t
edit_next_owned(const struct edit *edit, uint32_t place)
{
    return edit->holders[place].next;
}

const void *
edit_row(const struct edit *edit, const struct model *model, enum table table,
         int64_t id)
{
    const uint32_t *place = idmap_find(&edit->places[table], id);

    return place ? edit->changes[*place].row : model_row(model, table, id);
}

const struct change *
edit_changes(const struct edit *edit, size_t *count)
{
    *count = edit->count;
    return edit->changes;
}
