/* SPDX-License-Identifier: GPL-3.0-or-later */
/* realtime.h: threads that go before all others, and memory that stays.
 *
 * A priority is taken directly where the system allows it (SCHED_FIFO), else it is
 * asked of RealtimeKit over D-Bus, else the thread runs as an ordinary one. */
#ifndef BASE_REALTIME_H
#define BASE_REALTIME_H

#include "base/base.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum realtime_how {
    REALTIME_NONE,
    REALTIME_DIRECT,
    REALTIME_KIT,
};

struct realtime_thread {
    const char *name; /* 15 bytes at most */
    int priority;     /* 1 … 99; 0: an ordinary thread is wanted */
    void *(*run)(void *user);
    void *user;
};

/* Any thread but one that is realtime: start a thread that runs `what`; it has its
 * priority, flushes denormals and has touched its stack before `run` is called.
 * `how` (NULL is allowed) tells where the priority came from.  Returns 0, or an
 * errno and no thread is there. */
int realtime_start(pthread_t *thread, const struct realtime_thread *what,
                   enum realtime_how *how);

/* Any thread: what to do where there is no realtime priority; a line for people. */
const char *realtime_remedy(void);

/* Main thread: keep what is in memory there, also what comes later, if the system
 * lets us lock as much as we like; else nothing happens, as a limit that is reached
 * later would make allocations fail.  Returns whether it is locked.  May be called
 * again. */
bool realtime_lock_memory(void);

/* Any thread: ask RealtimeKit for a priority for the thread `tid` of this program;
 * it may be given a lower one.  False: there is none, or it said no. */
bool realtime_kit(pid_t tid, int priority);

#endif
