/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wave_work.c: the worker: one thread, one source at a time, in the order of
 * asking. */
#include "app/wave_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

/* Peaks of a song that cannot be written: made where they can, mapped, and
 * unlinked. */
static bool
build_elsewhere(struct wave_work *work, struct wave_source *source)
{
    const char *tmp = getenv("TMPDIR");
    char folder[256], path[sizeof folder + 8];
    struct fault fault;

    snprintf(folder, sizeof folder, "%.200s/remanence-XXXXXX",
             tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(folder))
        return false;
    snprintf(path, sizeof path, "%s/peaks", folder);
    const bool made = !peaks_build(source->path, path, NULL, &work->ending, &fault)
                      && !peaks_open(&source->peaks, path, NULL, &fault);

    unlink(path);
    rmdir(folder);
    return made;
}

/* The cache may have been deleted, folder and all. */
static void
make_folder(struct wave_source *source)
{
    char *slash = strrchr(source->peaks_path, '/');

    *slash = '\0';
    mkdir(source->peaks_path, 0777);
    *slash = '/';
}

static bool
build(struct wave_work *work, struct wave_source *source)
{
    struct fault fault;

    make_folder(source);
    const enum status status = peaks_build(source->path, source->peaks_path, NULL,
                                           &work->ending, &fault);

    if (status == ST_READ_ONLY || status == ST_NO_SPACE || status == ST_NOT_FOUND)
        return build_elsewhere(work, source);
    return !status && !peaks_open(&source->peaks, source->peaks_path, NULL, &fault);
}

/* The file's own size is asked for: a row may not know it yet, and peaks that fit
 * another sound than the one that lies there are worth nothing. */
static void
look(struct wave_work *work, struct wave_source *source)
{
    struct fault fault;
    struct stat st;

    source->found = false;
    if (stat(source->path, &st) != 0 || !S_ISREG(st.st_mode))
        return;
    source->key.bytes = st.st_size;
    source->found
        = !peaks_open(&source->peaks, source->peaks_path, &source->key, &fault)
          || build(work, source);
}

static struct wave_source *
next_source(struct wave_work *work)
{
    struct wave_source *source;

    pthread_mutex_lock(&work->lock);
    while (!work->asked && !atomic_load(&work->ending))
        pthread_cond_wait(&work->wake, &work->lock);
    source = work->asked;
    if (source) {
        work->asked = source->next;
        if (!work->asked)
            work->asked_end = &work->asked;
    }
    pthread_mutex_unlock(&work->lock);
    return source;
}

static void
give_back(struct wave_work *work, struct wave_source *source)
{
    const uint64_t one = 1;

    pthread_mutex_lock(&work->lock);
    source->next = work->done;
    work->done = source;
    pthread_mutex_unlock(&work->lock);
    (void)!write(work->fd, &one, sizeof one);
}

static void *
run(void *user)
{
    struct wave_work *work = user;
    struct wave_source *source;

    while ((source = next_source(work))) {
        if (!atomic_load(&work->ending))
            look(work, source);
        give_back(work, source);
    }
    return NULL;
}

enum status
wave_work_begin(struct wave_work *work, struct fault *fault)
{
    work->asked_end = &work->asked;
    work->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (work->fd < 0)
        return fault_errno(fault, errno, NULL);
    pthread_mutex_init(&work->lock, NULL);
    pthread_cond_init(&work->wake, NULL);

    const int error = pthread_create(&work->thread, NULL, run, work);

    if (error == 0)
        return ST_OK;
    pthread_cond_destroy(&work->wake);
    pthread_mutex_destroy(&work->lock);
    close(work->fd);
    return fault_errno(fault, error, NULL);
}

void
wave_work_end(struct wave_work *work)
{
    pthread_mutex_lock(&work->lock);
    atomic_store(&work->ending, true);
    pthread_cond_signal(&work->wake);
    pthread_mutex_unlock(&work->lock);
    pthread_join(work->thread, NULL);
    pthread_cond_destroy(&work->wake);
    pthread_mutex_destroy(&work->lock);
    close(work->fd);
}

void
wave_work_ask(struct wave_work *work, struct wave_source *source)
{
    source->next = NULL;
    pthread_mutex_lock(&work->lock);
    *work->asked_end = source;
    work->asked_end = &source->next;
    pthread_cond_signal(&work->wake);
    pthread_mutex_unlock(&work->lock);
}

struct wave_source *
wave_work_take(struct wave_work *work)
{
    struct wave_source *done;
    uint64_t ignored;

    (void)!read(work->fd, &ignored, sizeof ignored);
    pthread_mutex_lock(&work->lock);
    done = work->done;
    work->done = NULL;
    pthread_mutex_unlock(&work->lock);
    return done;
}
