/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wave_internal.h: what the main thread and the worker of wave.h share. */
#ifndef APP_WAVE_INTERNAL_H
#define APP_WAVE_INTERNAL_H

#include "app/wave.h"
#include "media/peaks.h"

#include <pthread.h>
#include <stdatomic.h>

struct wave_source {
    int64_t id;
    enum wave_state state;
    struct peaks *peaks;
    struct soundfile *file; /* open while it is looked at closely */
    uint64_t used;          /* when that was */
    bool gone;              /* its row has changed while the worker was at it */
    char path[PATH_SIZE];

    /* The worker's, while it waits. */
    struct wave_source *next;
    struct peaks_key key;
    char peaks_path[PEAKS_PATH_SIZE];
    bool found;
};

/* Sources go to the worker and come back, each in a list. */
struct wave_work {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct wave_source *asked, **asked_end;
    struct wave_source *done;
    atomic_bool ending;
    int fd; /* counts what is done */
};

NODISCARD enum status wave_work_begin(struct wave_work *work, struct fault *fault);

/* No source is with the worker any more when it returns. */
void wave_work_end(struct wave_work *work);

void wave_work_ask(struct wave_work *work, struct wave_source *source);

/* The sources that are done with, newest first; NULL: none. */
struct wave_source *wave_work_take(struct wave_work *work);

#endif
