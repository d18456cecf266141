/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base.h: the words that every floor uses. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stddef.h>

#define NODISCARD __attribute__((warn_unused_result))
#define PRINTF(text, first) __attribute__((format(printf, text, first)))

/* Runs in the process thread: never waits, allocates or asks the system.
 * The section is what `make check-rt` reads. */
#define RT __attribute__((section(".text.rt")))

/* A kernel over lanes, compiled for each kind of processor and chosen when the
 * program starts.  The clones leave the section, so `make check-rt` knows them by
 * their names; all of them are held to what RT promises. */
#if defined(__x86_64__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__) \
    && !defined(__SANITIZE_ADDRESS__)
#define RT_CLONES                                                                  \
    __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define RT_CLONES RT
#endif

/* A helper of such a kernel: it must vanish in it, as vectors may not cross a
 * call. */
#define INLINE static inline __attribute__((always_inline))

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What the world can do to us.  ST_OK is zero; everything else has a line of its
 * own in status_name() and is told to the user through a struct fault. */
enum status {
    ST_OK,
    ST_NO_MEM,      /* no memory */
    ST_RANGE,       /* a value that cannot be */
    ST_SYNTAX,      /* words that cannot be read: a time, a command, an option */
    ST_NOT_FOUND,   /* no such file, track, clip, edit */
    ST_EXISTS,      /* there is one already */
    ST_KIND,        /* a thing of another kind: no project, no sound file, a FIFO */
    ST_DAMAGED,     /* bytes that contradict themselves or their checksum */
    ST_NEWER,       /* written by a newer version */
    ST_READ_ONLY,   /* may not be written */
    ST_BUSY,        /* open elsewhere, held by another program */
    ST_NO_SPACE,    /* the disk is full */
    ST_IO,          /* the system failed to read or write */
    ST_UNSUPPORTED, /* sound, but not for us: a format, a rate, a device */
    ST_CANCELLED,   /* the user said so */
    ST_DIFFERS,     /* a comparison that did not hold */
    ST_CONFLICT,    /* an edit that no longer fits the project */
};

/* Any thread: the status as one word, in English, for logs and JSON. */
const char *status_name(enum status status);

#endif
