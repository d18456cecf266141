/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/checkpoint.h"

#include "store/db.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* As many pages as make it worth while: 4 MiB, as SQLite itself has it. */
enum { LONG = 1000 };

struct checkpoint {
    sqlite3 *db; /* the main thread's */
    char *path;
    int pages; /* of the log after the last commit */
    bool running;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool wanted, ends; /* under the mutex */
};

/* PASSIVE: as far as can be copied without making a writer or a reader wait.  When
 * all of it is, the next commit begins the log anew.  What fails here is lost by
 * nobody: the log stays, grows, and is tried again. */
static void
copy_log(struct checkpoint *checkpoint)
{
    sqlite3 *db;

    if (db_open(&db, checkpoint->path, DB_WRITE, NULL) != ST_OK)
        return;
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    db_close(db);
}

static void *
carry_logs(void *user)
{
    struct checkpoint *checkpoint = user;

    pthread_mutex_lock(&checkpoint->mutex);
    for (;;) {
        while (!checkpoint->wanted && !checkpoint->ends)
            pthread_cond_wait(&checkpoint->changed, &checkpoint->mutex);
        if (checkpoint->ends)
            break;
        pthread_mutex_unlock(&checkpoint->mutex);
        copy_log(checkpoint);
        pthread_mutex_lock(&checkpoint->mutex);
        checkpoint->wanted = false;
    }
    pthread_mutex_unlock(&checkpoint->mutex);
    return NULL;
}

static int
count_pages(void *user, sqlite3 *db, const char *name, int pages)
{
    struct checkpoint *checkpoint = user;

    (void)db;
    (void)name;
    checkpoint->pages = pages;
    return SQLITE_OK;
}

enum status
checkpoint_new(struct checkpoint **out, sqlite3 *db, const char *path)
{
    struct checkpoint *checkpoint = calloc(1, sizeof *checkpoint);

    *out = NULL;
    if (!checkpoint)
        return ST_NO_MEM;
    checkpoint->path = strdup(path);
    if (!checkpoint->path) {
        free(checkpoint);
        return ST_NO_MEM;
    }
    checkpoint->db = db;
    pthread_mutex_init(&checkpoint->mutex, NULL);
    pthread_cond_init(&checkpoint->changed, NULL);
    sqlite3_wal_hook(db, count_pages, checkpoint);
    *out = checkpoint;
    return ST_OK;
}

/* Signals are the main thread's. */
static bool
begin(struct checkpoint *checkpoint)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    checkpoint->running =
        pthread_create(&checkpoint->thread, NULL, carry_logs, checkpoint) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return checkpoint->running;
}

void
checkpoint_committed(struct checkpoint *checkpoint)
{
    if (!checkpoint || checkpoint->pages < LONG)
        return;
    if (!checkpoint->running && !begin(checkpoint))
        return;
    pthread_mutex_lock(&checkpoint->mutex);
    checkpoint->wanted = true;
    pthread_cond_signal(&checkpoint->changed);
    pthread_mutex_unlock(&checkpoint->mutex);
}

void
checkpoint_free(struct checkpoint *checkpoint)
{
    if (!checkpoint)
        return;
    if (checkpoint->running) {
        pthread_mutex_lock(&checkpoint->mutex);
        checkpoint->ends = true;
        pthread_cond_signal(&checkpoint->changed);
        pthread_mutex_unlock(&checkpoint->mutex);
        pthread_join(checkpoint->thread, NULL);
    }
    sqlite3_wal_hook(checkpoint->db, NULL, NULL);
    pthread_cond_destroy(&checkpoint->changed);
    pthread_mutex_destroy(&checkpoint->mutex);
    free(checkpoint->path);
    free(checkpoint);
}
