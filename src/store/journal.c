/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journal.h"

#include "store/db.h"
#include "store/internal.h"
#include "store/untracked.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LOG_PATH = 4096 };

/* Whatever became of what did not: gestures wait for the disk. */
static enum status
wait_again(struct store *store, enum status status, struct fault *fault)
{
    const enum status again = db_exec(store->db, "PRAGMA synchronous=FULL",
                                      store->folder, status ? NULL : fault);

    return status ? status : again;
}

/* A transaction that leaves the project as it was, and does not wait for the disk:
 * SQLite appends it to the log, which the next one that does wait makes durable
 * with its own. */
static enum status
begin(struct store *store, struct fault *fault)
{
    enum status status
        = db_exec(store->db, "PRAGMA synchronous=NORMAL", store->folder, fault);

    if (status == ST_OK)
        status = transaction_begin(store, fault);
    return status ? wait_again(store, status, fault) : ST_OK;
}

static enum status
end(struct store *store, enum status status, struct fault *fault)
{
    const struct head head = store->head;

    if (status == ST_OK)
        status = transaction_commit(store, &head, fault);
    else
        transaction_cancel(store);
    return wait_again(store, status, fault);
}

/* The log has no locks, so that it may be opened, and closed, beside SQLite. */
enum status
store_sync(const struct store *store, struct fault *fault)
{
    char log[LOG_PATH];

    snprintf(log, sizeof log, "%s-wal", store->path);
    const int fd = open(log, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? ST_OK : fault_errno(fault, errno, store->folder);
    const int error = fdatasync(fd) ? errno : 0;

    close(fd);
    return error ? fault_errno(fault, error, store->folder) : ST_OK;
}

enum status
store_record_begin(struct store *store, struct journal_take *takes, size_t count,
                   struct fault *fault)
{
    enum status status = begin(store, fault);

    if (status != ST_OK)
        return status;
    for (size_t i = 0; i < count && status == ST_OK; i++)
        status = untracked_put(store->db, &UNTRACKED_RECORDING, &takes[i],
                               store->folder, fault);
    return end(store, status, fault);
}

struct listing {
    void (*recording)(void *user, const struct journal_take *take);
    void (*incident)(void *user, const struct incident *incident);
    void *user;
};

static enum status
list_recording(void *user, void *row)
{
    const struct listing *listing = user;

    listing->recording(listing->user, row);
    return ST_OK;
}

static enum status
list_incident(void *user, void *row)
{
    const struct listing *listing = user;

    listing->incident(listing->user, row);
    return ST_OK;
}

enum status
store_record_list(struct store *store,
                  void (*each)(void *user, const struct journal_take *take),
                  void *user, struct fault *fault)
{
    struct listing listing = {.recording = each, .user = user};

    return untracked_each(store->db, &UNTRACKED_RECORDING, list_recording, &listing,
                          NULL, store->folder, fault);
}

static int64_t
now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

enum status
store_incident_add(struct store *store, struct incident *incidents, size_t count,
                   struct fault *fault)
{
    enum status status = begin(store, fault);

    if (status != ST_OK)
        return status;
    for (size_t i = 0; i < count && status == ST_OK; i++) {
        if (incidents[i].time == 0)
            incidents[i].time = now_us();
        status = untracked_put(store->db, &UNTRACKED_INCIDENT, &incidents[i],
                               store->folder, fault);
    }
    return end(store, status, fault);
}

enum status
store_incident_list(struct store *store,
                    void (*each)(void *user, const struct incident *incident),
                    void *user, struct fault *fault)
{
    struct listing listing = {.incident = each, .user = user};

    return untracked_each(store->db, &UNTRACKED_INCIDENT, list_incident, &listing,
                          NULL, store->folder, fault);
}
