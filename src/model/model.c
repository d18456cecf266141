/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"

#include "base/id.h"
#include "model/edit.h"
#include "model/idmap.h"
#include "model/model_internal.h"
#include "model/tables.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

/* The neighbours of a row among those that hang on the same owner. */
struct link {
    uint32_t next;
    uint32_t previous;
};

/* The rows of a table side by side; the last one fills the gap of one that goes. */
struct shelf {
    char *rows;
    struct link *links;
    uint64_t *stamps;
    size_t count;
    size_t capacity;
    struct idmap places; /* of an id, in `rows` */
    struct idmap heads;  /* of an owner's id: its first row's place */
};

struct model {
    struct shelf shelves[TABLE_COUNT];
    struct tempo_map *tempo;
    bool tempo_stale; /* rows that make it have been loaded since */
    uint64_t revision;
    uint64_t stamp;       /* the last one that was given */
    uint64_t stamp_least; /* of every row */
};

static void *
row_at(const struct shelf *shelf, enum table table, size_t at)
{
    return shelf->rows + at * table_info(table)->size;
}

static int64_t
owner_of(enum table table, const void *row)
{
    const struct column *owner = table_info(table)->owner;

    return owner ? column_int(owner, row) : 0;
}

/* --- the list of an owner's rows ---------------------------------------------- */

static void
unlink_row(struct shelf *shelf, enum table table, size_t at)
{
    const int64_t owner = owner_of(table, row_at(shelf, table, at));
    const struct link link = shelf->links[at];

    if (owner == 0)
        return;
    if (link.next != NONE)
        shelf->links[link.next].previous = link.previous;
    if (link.previous != NONE)
        shelf->links[link.previous].next = link.next;
    else if (link.next != NONE)
        idmap_set(&shelf->heads, owner, link.next);
    else
        idmap_remove(&shelf->heads, owner);
}

/* The owner has room in `heads` (prepare_row). */
static void
link_row(struct shelf *shelf, enum table table, size_t at)
{
    const int64_t owner = owner_of(table, row_at(shelf, table, at));

    if (owner == 0)
        return;
    const uint32_t *head = idmap_find(&shelf->heads, owner);
    const uint32_t next = head ? *head : NONE;

    shelf->links[at] = (struct link){next, NONE};
    if (next != NONE)
        shelf->links[next].previous = (uint32_t)at;
    idmap_set(&shelf->heads, owner, (uint32_t)at);
}

/* Tell the neighbours of the row at `at`, which has come from elsewhere. */
static void
relink_moved(struct shelf *shelf, enum table table, size_t at)
{
    const int64_t owner = owner_of(table, row_at(shelf, table, at));
    const struct link link = shelf->links[at];

    if (owner == 0)
        return;
    if (link.next != NONE)
        shelf->links[link.next].previous = (uint32_t)at;
    if (link.previous != NONE)
        shelf->links[link.previous].next = (uint32_t)at;
    else
        idmap_set(&shelf->heads, owner, (uint32_t)at);
}

/* --- rows come and go: none of these fails once room is made ------------------ */

static enum status
reserve(struct shelf *shelf, enum table table, size_t more)
{
    size_t capacity = shelf->capacity ? shelf->capacity : 8;

    if (shelf->count + more >= NONE || idmap_reserve(&shelf->places, more) != ST_OK)
        return ST_NO_MEM;
    if (shelf->count + more <= shelf->capacity)
        return ST_OK;
    while (capacity < shelf->count + more)
        capacity *= 2;
    char *rows = realloc(shelf->rows, capacity * table_info(table)->size);
    if (!rows)
        return ST_NO_MEM;
    shelf->rows = rows;
    struct link *links = realloc(shelf->links, capacity * sizeof *links);
    if (!links)
        return ST_NO_MEM;
    shelf->links = links;
    uint64_t *stamps = realloc(shelf->stamps, capacity * sizeof *stamps);
    if (!stamps)
        return ST_NO_MEM;
    shelf->stamps = stamps;
    shelf->capacity = capacity;
    return ST_OK;
}

/* A list without rows for an owner that has none yet: it stands for its room. */
static enum status
prepare_row(struct shelf *shelf, enum table table, const void *row)
{
    const int64_t owner = owner_of(table, row);

    if (owner == 0 || idmap_find(&shelf->heads, owner))
        return ST_OK;
    return idmap_put(&shelf->heads, owner, NONE);
}

static void
add_row(struct shelf *shelf, enum table table, const void *row)
{
    const size_t at = shelf->count++;

    assert(at < shelf->capacity);
    memcpy(row_at(shelf, table, at), row, table_info(table)->size);
    shelf->stamps[at] = 0;
    idmap_set(&shelf->places, ((const union row *)row)->id, (uint32_t)at);
    link_row(shelf, table, at);
}

static void
replace_row(struct shelf *shelf, enum table table, size_t at, const void *row)
{
    void *old = row_at(shelf, table, at);
    const bool moves = owner_of(table, old) != owner_of(table, row);

    if (moves)
        unlink_row(shelf, table, at);
    row_free(table, old);
    memcpy(old, row, table_info(table)->size);
    if (moves)
        link_row(shelf, table, at);
}

static void
remove_row(struct shelf *shelf, enum table table, size_t at)
{
    const size_t last = --shelf->count;

    unlink_row(shelf, table, at);
    idmap_remove(&shelf->places, ((union row *)row_at(shelf, table, at))->id);
    row_free(table, row_at(shelf, table, at));
    if (at == last)
        return;
    memcpy(row_at(shelf, table, at), row_at(shelf, table, last),
           table_info(table)->size);
    shelf->links[at] = shelf->links[last];
    shelf->stamps[at] = shelf->stamps[last];
    idmap_set(&shelf->places, ((union row *)row_at(shelf, table, at))->id,
              (uint32_t)at);
    relink_moved(shelf, table, at);
}

/* --- stamps ------------------------------------------------------------------- */

/* Give what the row hangs on the stamp of this change.  Where one has it already,
 * so have those above, as a row that changes owners gives it to both: so this ends
 * also where owners go round in a circle. */
static void
stamp_owners(struct model *model, enum table table, const void *row)
{
    const struct column *owner;

    while ((owner = table_info(table)->owner)) {
        struct shelf *shelf = &model->shelves[owner->table];
        const uint32_t *place = idmap_find(&shelf->places, column_int(owner, row));

        if (!place || shelf->stamps[*place] == model->stamp)
            return;
        shelf->stamps[*place] = model->stamp;
        row = row_at(shelf, owner->table, *place);
        table = owner->table;
    }
}

/* --- the tempo map ------------------------------------------------------------ */

static bool
makes_tempo(enum table table)
{
    return table == TABLE_TEMPO || table == TABLE_METRE || table == TABLE_SONG;
}

const struct tempo_map *
model_tempo(const struct model *model)
{
    struct model *own = (struct model *)model; /* made late, and the same for all */
    struct tempo_map *made;

    if (!model->tempo_stale || model_make_tempo(model, NULL, &made) != ST_OK)
        return model->tempo;
    tempo_map_free(own->tempo);
    own->tempo = made;
    own->tempo_stale = false;
    return made;
}

/* --- the model ---------------------------------------------------------------- */

enum status
model_new(struct model **out)
{
    struct model *model = calloc(1, sizeof *model);

    *out = NULL;
    if (!model || tempo_map_new(&model->tempo, 48000, NULL, 0, NULL, 0) != ST_OK) {
        free(model);
        return ST_NO_MEM;
    }
    model->stamp = model->stamp_least = (uint64_t)id_new();
    *out = model;
    return ST_OK;
}

void
model_free(struct model *model)
{
    if (!model)
        return;
    for (enum table table = 0; table < TABLE_COUNT; table++) {
        struct shelf *shelf = &model->shelves[table];

        for (size_t i = 0; i < shelf->count; i++)
            row_free(table, row_at(shelf, table, i));
        idmap_free(&shelf->places);
        idmap_free(&shelf->heads);
        free(shelf->rows);
        free(shelf->links);
        free(shelf->stamps);
    }
    tempo_map_free(model->tempo);
    free(model);
}

/* What an edit needs before it can no longer fail. */
struct staged {
    char *rows; /* copies of the rows that it puts, one after the other */
    size_t n_rows;
    struct tempo_map *tempo;
};

static void
drop_staged(struct staged *staged, const struct change *changes)
{
    char *row = staged->rows;

    for (size_t i = 0; staged->n_rows > 0; i++) {
        if (!changes[i].row)
            continue;
        row_free(changes[i].table, row);
        row += table_info(changes[i].table)->size;
        staged->n_rows--;
    }
    free(staged->rows);
    tempo_map_free(staged->tempo);
}

static enum status
make_room(struct model *model, const struct change *changes, size_t count)
{
    size_t more[TABLE_COUNT] = {0};

    for (size_t i = 0; i < count; i++) {
        struct shelf *shelf = &model->shelves[changes[i].table];

        if (!changes[i].row)
            continue;
        if (!idmap_find(&shelf->places, changes[i].id))
            more[changes[i].table]++;
        if (prepare_row(shelf, changes[i].table, changes[i].row) != ST_OK)
            return ST_NO_MEM;
    }
    for (enum table table = 0; table < TABLE_COUNT; table++)
        if (more[table]
            && reserve(&model->shelves[table], table, more[table]) != ST_OK)
            return ST_NO_MEM;
    return ST_OK;
}

static enum status
stage(const struct model *model, const struct edit *edit, struct staged *staged)
{
    size_t count, bytes = 1;
    const struct change *changes = edit_changes(edit, &count);
    bool tempo = model->tempo_stale;

    for (size_t i = 0; i < count; i++) {
        tempo = tempo || makes_tempo(changes[i].table);
        if (changes[i].row)
            bytes += table_info(changes[i].table)->size;
    }
    if (!(staged->rows = malloc(bytes)))
        return ST_NO_MEM;
    char *row = staged->rows;

    for (size_t i = 0; i < count; i++) {
        if (!changes[i].row)
            continue;
        if (row_copy(changes[i].table, row, changes[i].row) != ST_OK)
            return ST_NO_MEM;
        row += table_info(changes[i].table)->size;
        staged->n_rows++;
    }
    return tempo ? model_make_tempo(model, edit, &staged->tempo) : ST_OK;
}

/* Returns the row behind it among those that are staged. */
static const char *
apply_change(struct model *model, const struct change *change, const char *staged)
{
    const enum table table = change->table;
    struct shelf *shelf = &model->shelves[table];
    const uint32_t *place = idmap_find(&shelf->places, change->id);

    if (place)
        stamp_owners(model, table, row_at(shelf, table, *place));
    if (!change->row) {
        if (place)
            remove_row(shelf, table, *place);
        return staged;
    }
    if (place)
        replace_row(shelf, table, *place, staged);
    else
        add_row(shelf, table, staged);
    shelf->stamps[*idmap_find(&shelf->places, change->id)] = model->stamp;
    stamp_owners(model, table, staged);
    return staged + table_info(table)->size;
}

static void
apply_staged(struct model *model, const struct change *changes, size_t count,
             const struct staged *staged)
{
    const char *row = staged->rows;

    model->stamp++;
    for (size_t i = 0; i < count; i++)
        row = apply_change(model, &changes[i], row);
    if (!staged->tempo)
        return;
    tempo_map_free(model->tempo);
    model->tempo = staged->tempo;
    model->tempo_stale = false;
    model->stamp_least = model->stamp;
}

enum status
model_apply(struct model *model, const struct edit *edit)
{
    size_t count;
    const struct change *changes = edit_changes(edit, &count);
    struct staged staged = {0};

    if (make_room(model, changes, count) != ST_OK
        || stage(model, edit, &staged) != ST_OK) {
        drop_staged(&staged, changes);
        return ST_NO_MEM;
    }
    apply_staged(model, changes, count, &staged);
    free(staged.rows);
    model->revision++;
    return ST_OK;
}

enum status
model_adopt(struct model *model, enum table table, void *row)
{
    struct shelf *shelf = &model->shelves[table];
    const int64_t id = ((union row *)row)->id;

    if (id <= 0)
        return ST_RANGE;
    if (idmap_find(&shelf->places, id))
        return ST_EXISTS;
    if (reserve(shelf, table, 1) != ST_OK
        || prepare_row(shelf, table, row) != ST_OK)
        return ST_NO_MEM;
    add_row(shelf, table, row);
    model->stamp_least = ++model->stamp;
    model->tempo_stale = model->tempo_stale || makes_tempo(table);
    return ST_OK;
}

const void *
model_row(const struct model *model, enum table table, int64_t id)
{
    const struct shelf *shelf = &model->shelves[table];
    const uint32_t *place = idmap_find(&shelf->places, id);

    return place ? row_at(shelf, table, *place) : NULL;
}

const void *
model_rows(const struct model *model, enum table table, size_t *count)
{
    *count = model->shelves[table].count;
    return model->shelves[table].rows;
}

const void *
model_first(const struct model *model, enum table table, int64_t owner)
{
    const struct shelf *shelf = &model->shelves[table];
    const uint32_t *head = idmap_find(&shelf->heads, owner);

    return head && *head != NONE ? row_at(shelf, table, *head) : NULL;
}

const void *
model_next(const struct model *model, enum table table, const void *row)
{
    const struct shelf *shelf = &model->shelves[table];
    const size_t at
        = (size_t)((const char *)row - shelf->rows) / table_info(table)->size;
    const uint32_t next = shelf->links[at].next;

    return next != NONE ? row_at(shelf, table, next) : NULL;
}

uint64_t
model_revision(const struct model *model)
{
    return model->revision;
}

uint64_t
model_stamp(const struct model *model, enum table table, int64_t id)
{
    const struct shelf *shelf = &model->shelves[table];
    const uint32_t *place = idmap_find(&shelf->places, id);
    const uint64_t stamp = place ? shelf->stamps[*place] : model->stamp;

    return stamp > model->stamp_least ? stamp : model->stamp_least;
}

bool
model_equal(const struct model *a, const struct model *b)
{
    for (enum table table = 0; table < TABLE_COUNT; table++) {
        const struct shelf *shelf = &a->shelves[table];

        if (shelf->count != b->shelves[table].count)
            return false;
        for (size_t i = 0; i < shelf->count; i++) {
            const union row *row = row_at(shelf, table, i);
            const void *other = model_row(b, table, row->id);

            if (!other || !row_equal(table, row, other))
                return false;
        }
    }
    return true;
}
