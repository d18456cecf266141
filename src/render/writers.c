/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render/writers.h"

#include "base/text.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNKS = 3, MOST_THREADS = 4 };

struct writer {
    struct writers *writers;
    pthread_t thread;
    unsigned index;
    uint64_t done; /* chunks */
};

struct writers {
    struct outfile *const *files;
    unsigned count;
    struct chunk *chunks[CHUNKS];
    float *memory;

    pthread_mutex_t lock;
    pthread_cond_t given, written;
    uint64_t sent; /* chunks */
    bool quit;
    enum status status;
    struct fault fault;

    struct writer writer[MOST_THREADS];
    unsigned threads;
};

static enum status
write_chunk(struct writer *self, const struct chunk *chunk, struct fault *fault)
{
    struct writers *writers = self->writers;
    enum status status = ST_OK;

    for (unsigned i = self->index; i < writers->count && !status;
         i += writers->threads)
        status = outfile_feed(writers->files[i], &chunk->planes[2 * i],
                              chunk->frames, fault);
    return status;
}

static void *
work(void *user)
{
    struct writer *self = user;
    struct writers *writers = self->writers;

    pthread_setname_np(pthread_self(), "rem-writer");
    pthread_mutex_lock(&writers->lock);
    for (;;) {
        while (self->done == writers->sent && !writers->quit)
            pthread_cond_wait(&writers->given, &writers->lock);
        if (self->done == writers->sent)
            break;
        const struct chunk *chunk = writers->chunks[self->done % CHUNKS];
        struct fault fault = {0};
        enum status status = writers->status;

        pthread_mutex_unlock(&writers->lock);
        if (!status)
            status = write_chunk(self, chunk, &fault);
        pthread_mutex_lock(&writers->lock);
        if (status && !writers->status) {
            writers->status = status;
            writers->fault = fault;
        }
        self->done++;
        pthread_cond_signal(&writers->written);
    }
    pthread_mutex_unlock(&writers->lock);
    return NULL;
}

static enum status
make_chunks(struct writers *writers)
{
    const size_t planes = 2 * (size_t)writers->count;
    float *at = aligned_alloc(64, CHUNKS * planes * OUTFILE_MOST * sizeof *at);

    writers->memory = at;
    if (!at)
        return ST_NO_MEM;
    for (unsigned i = 0; i < CHUNKS; i++) {
        struct chunk *chunk = malloc(sizeof *chunk + planes * sizeof(float *));

        writers->chunks[i] = chunk;
        if (!chunk)
            return ST_NO_MEM;
        for (size_t p = 0; p < planes; p++, at += OUTFILE_MOST)
            chunk->planes[p] = at;
    }
    return ST_OK;
}

static void
stop(struct writers *writers)
{
    pthread_mutex_lock(&writers->lock);
    writers->quit = true;
    pthread_cond_broadcast(&writers->given);
    pthread_mutex_unlock(&writers->lock);
    for (unsigned i = 0; i < writers->threads; i++)
        if (writers->writer[i].writers)
            pthread_join(writers->writer[i].thread, NULL);
}

static void
destroy(struct writers *writers)
{
    for (unsigned i = 0; i < CHUNKS; i++)
        free(writers->chunks[i]);
    free(writers->memory);
    pthread_mutex_destroy(&writers->lock);
    pthread_cond_destroy(&writers->given);
    pthread_cond_destroy(&writers->written);
    free(writers);
}

enum status
writers_new(struct writers **out, struct outfile *const *files, unsigned count,
            unsigned threads, struct fault *fault)
{
    struct writers *writers = calloc(1, sizeof *writers);

    *out = NULL;
    if (!writers)
        return fault_set(fault, ST_NO_MEM, NULL, _("no memory"));
    writers->files = files;
    writers->count = count;
    writers->threads = threads < count ? threads : count;
    if (writers->threads > MOST_THREADS)
        writers->threads = MOST_THREADS;
    pthread_mutex_init(&writers->lock, NULL);
    pthread_cond_init(&writers->given, NULL);
    pthread_cond_init(&writers->written, NULL);
    if (make_chunks(writers)) {
        destroy(writers);
        return fault_set(fault, ST_NO_MEM, NULL,
                         _("no memory for %u files at a time"), count);
    }
    for (unsigned i = 0; i < writers->threads; i++) {
        struct writer *writer = &writers->writer[i];

        *writer = (struct writer){.writers = writers, .index = i};
        const int error = pthread_create(&writer->thread, NULL, work, writer);
        if (error) {
            writer->writers = NULL;
            stop(writers);
            destroy(writers);
            return fault_errno(fault, error, _("a writer's thread"));
        }
    }
    *out = writers;
    return ST_OK;
}

static bool
is_free(const struct writers *writers)
{
    for (unsigned i = 0; i < writers->threads; i++)
        if (writers->sent - writers->writer[i].done >= CHUNKS)
            return false;
    return true;
}

struct chunk *
writers_take(struct writers *writers)
{
    struct chunk *chunk;

    pthread_mutex_lock(&writers->lock);
    while (!is_free(writers) && !writers->status)
        pthread_cond_wait(&writers->written, &writers->lock);
    chunk = writers->status ? NULL : writers->chunks[writers->sent % CHUNKS];
    pthread_mutex_unlock(&writers->lock);
    if (chunk)
        chunk->frames = 0;
    return chunk;
}

void
writers_give(struct writers *writers, struct chunk *chunk)
{
    (void)chunk;
    pthread_mutex_lock(&writers->lock);
    writers->sent++;
    pthread_cond_broadcast(&writers->given);
    pthread_mutex_unlock(&writers->lock);
}

enum status
writers_finish(struct writers *writers, struct fault *fault)
{
    if (!writers)
        return ST_OK;
    stop(writers);
    const enum status status = writers->status;
    if (status && fault)
        *fault = writers->fault;
    destroy(writers);
    return status;
}
