/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stream_help.h: sources made of numbers: each sample tells whose it is. */
#ifndef TESTS_ENGINE_STREAM_HELP_H
#define TESTS_ENGINE_STREAM_HELP_H

#include "engine/stream.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct stream_fake {
    int64_t id;
    unsigned channels;
    int64_t length;
    int64_t broken_from, broken_to; /* frames that cannot be read */
    _Atomic unsigned reads, closed;
    _Atomic unsigned inside; /* calls of read at this moment */
    _Atomic unsigned crossed; /* … that found another one */
    pthread_mutex_t *gate;   /* NULL, or passed through by each read */
    double tone;             /* a sine of so many cycles a frame; 0: numbers */
    int64_t *log;            /* NULL, or the id of each read, in order */
    _Atomic unsigned *log_count;
};

/* What the source holds there, as float. */
float stream_fake_sample(const struct stream_fake *fake, unsigned channel,
                         int64_t frame);

/* Its way into the streams: 24 bits, little-endian. */
struct stream_source stream_fake_source(struct stream_fake *fake);

#endif
