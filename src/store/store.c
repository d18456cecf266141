/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include "base/text.h"
#include "store/checkpoint.h"
#include "store/db.h"
#include "store/internal.h"
#include "store/journal.h"
#include "store/lock.h"
#include "store/changelog.h"
#include "store/schema.h"
#include "store/untracked.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

void
store_close(struct store *store)
{
    if (!store)
        return;
    if (store->mode == STORE_WRITE)
        store_stop_writes(store->stop);
    checkpoint_free(store->checkpoint);
    rows_finalize(store->rows);
    changelog_free(store->changelog);
    /* The last connection carries the log into the database and takes it away. */
    db_close(store->db);
    lock_free(store->lock);
    free(store->author);
    free(store->path);
    free(store->folder);
    free(store);
}

const char *
store_folder(const struct store *store)
{
    return store->folder;
}

enum store_mode
store_mode(const struct store *store)
{
    return store->mode;
}

const struct fault *
store_damage(const struct store *store)
{
    return store->damage.status == ST_OK ? NULL : &store->damage;
}

size_t
store_lost(const struct store *store)
{
    return store->lost;
}

int64_t
store_here(const struct store *store)
{
    return store->head.step;
}

struct loading {
    struct model *model;
    enum table table;
};

static enum status
adopt(void *user, union row *row, int64_t sum, bool *kept)
{
    struct loading *loading = user;
    const enum status status = model_adopt(loading->model, loading->table, row);

    (void)sum;
    *kept = status == ST_OK;
    return status;
}

enum status
store_load(struct store *store, struct model *model, struct fault *fault)
{
    struct loading loading = {.model = model};
    enum status status = ST_OK;

    for (size_t i = 0; i < TABLE_COUNT && status == ST_OK; i++) {
        loading.table = (enum table)i;
        status = rows_each(store->rows, loading.table, adopt, &loading, fault);
    }
    return status;
}

static enum status
put_changes(struct store *store, const struct edit *edit, struct fault *fault)
{
    size_t count;
    const struct change *changes = edit_changes(edit, &count);
    enum status status = ST_OK;

    for (size_t i = 0; i < count && status == ST_OK; i++) {
        const struct change *change = &changes[i];

        status = change->row
                     ? rows_put(store->rows, change->table, change->row, fault)
                     : rows_delete(store->rows, change->table, change->id, fault);
    }
    return status;
}

/* Write what was recorded as a step, and commit; if that is nothing, there is no
 * step, and nothing to commit unless `other` rows were written. */
static enum status
commit_step(struct store *store, const char *label, bool other, struct fault *fault)
{
    struct head head = store->head;
    const void *changeset;
    size_t length;
    enum status status = changelog_end(store->changelog, &changeset, &length);

    if (status != ST_OK)
        fault_errno(fault, ENOMEM, store->folder);
    else if (length > INT_MAX)
        status = db_fault(store->db, SQLITE_TOOBIG, store->folder, fault);
    else if (length > 0)
        status = step_add(store->db, &head, label, store->author, changeset,
                          (int)length, store->folder, fault);
    head.rows = rows_total(store->rows);
    if (status == ST_OK && (length > 0 || other))
        return transaction_commit(store, &head, fault);
    transaction_cancel(store);
    return status;
}

enum status
store_commit(struct store *store, const struct edit *edit, struct fault *fault)
{
    return store_commit_recorded(store, edit, NULL, 0, fault);
}

enum status
store_commit_recorded(struct store *store, const struct edit *edit,
                      const int64_t *takes, size_t count, struct fault *fault)
{
    enum status status = ST_OK;

    if (!store->changelog && changelog_new(&store->changelog) != ST_OK)
        return fault_errno(fault, ENOMEM, store->folder);
    status = transaction_begin(store, fault);
    if (status != ST_OK)
        return status;
    changelog_begin(store->changelog);
    rows_record(store->rows, store->changelog);
    status = put_changes(store, edit, fault);
    rows_record(store->rows, NULL);
    for (size_t i = 0; i < count && status == ST_OK; i++)
        status = untracked_delete(store->db, &UNTRACKED_RECORDING, takes[i],
                                  store->folder, fault);
    if (status == ST_OK)
        return commit_step(store, edit_label(edit), count > 0, fault);
    transaction_cancel(store);
    return status;
}

struct listing {
    struct store *store;
    void (*each)(void *user, const struct step *step);
    void *user;
};

static enum status
list_step(void *user, const struct step_row *row)
{
    struct listing *listing = user;
    struct store *store = listing->store;
    struct step step = row->step;
    int64_t child = 0;

    if (step.parent
        && redo_get(store->db, step.parent, &child, store->folder, NULL) != ST_OK)
        child = 0;
    step.redo = child == step.id;
    step.here = step.id == store->head.step;
    listing->each(listing->user, &step);
    return ST_OK;
}

enum status
store_history(struct store *store,
              void (*each)(void *user, const struct step *step), void *user,
              struct fault *fault)
{
    struct listing listing = {store, each, user};

    return steps_each(store->db, list_step, &listing, store->folder, fault);
}

struct digesting {
    struct rows *rows;
    enum table table;
    XXH3_state_t *state;
};

/* The row's sum, made anew from its values. */
static enum status
digest_row(void *user, union row *row, int64_t stored, bool *kept)
{
    struct digesting *digesting = user;
    unsigned char bytes[8];
    int64_t sum;

    (void)stored;
    (void)kept;
    if (rows_sum(digesting->rows, digesting->table, row, &sum) != ST_OK)
        return ST_NO_MEM;
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)sum >> (8 * i));
    XXH3_64bits_update(digesting->state, bytes, sizeof bytes);
    return ST_OK;
}

enum status
store_digest(struct store *store, uint64_t *out, struct fault *fault)
{
    struct digesting digesting = {.rows = store->rows, .state = XXH3_createState()};
    enum status status = ST_OK;

    if (!digesting.state)
        return fault_errno(fault, ENOMEM, store->folder);
    XXH3_64bits_reset(digesting.state);
    for (size_t i = 0; i < TABLE_COUNT && status == ST_OK; i++) {
        digesting.table = (enum table)i;
        status = rows_each(store->rows, digesting.table, digest_row, &digesting,
                           fault);
    }
    if (status == ST_OK)
        *out = XXH3_64bits_digest(digesting.state);
    XXH3_freeState(digesting.state);
    return status;
}
