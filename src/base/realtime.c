/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/realtime.h"

#include "base/rt.h"
#include "base/text.h"

#include <errno.h>
#include <sched.h>
#include <semaphore.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

enum { STACK_TOUCHED = 128 * 1024, PAGE = 4096 };

/* On the starter's stack, until the thread has what it needs of it. */
struct start {
    const struct realtime_thread *what;
    pid_t tid;
    bool direct;
    sem_t asked, answered;
};

/* So that no cycle is the first to use a page of the stack. */
static __attribute__((noinline)) void
touch_stack(void)
{
    volatile char stack[STACK_TOUCHED];

    for (size_t i = 0; i < sizeof stack; i += PAGE)
        stack[i] = 0;
}

static void
await(sem_t *semaphore)
{
    while (sem_wait(semaphore) != 0 && errno == EINTR)
        continue;
}

/* Children of the thread are ordinary again. */
static bool
take_priority(int priority)
{
    const struct sched_param param = {.sched_priority = priority};

    return sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &param) == 0;
}

static void *
begin(void *user)
{
    struct start *start = user;
    const struct realtime_thread what = *start->what;

    pthread_setname_np(pthread_self(), what.name);
    rt_flush_denormals();
    touch_stack();
    start->tid = gettid();
    start->direct = what.priority > 0 && take_priority(what.priority);
    sem_post(&start->asked);
    await(&start->answered);
    sem_destroy(&start->answered);
    sem_post(&start->asked); /* `start` is not touched any more */
    return what.run(what.user);
}

int
realtime_start(pthread_t *thread, const struct realtime_thread *what,
               enum realtime_how *how)
{
    struct start start = {.what = what};
    enum realtime_how got = REALTIME_NONE;

    sem_init(&start.asked, 0, 0);
    sem_init(&start.answered, 0, 0);
    const int error = pthread_create(thread, NULL, begin, &start);
    if (error == 0) {
        await(&start.asked);
        if (start.direct)
            got = REALTIME_DIRECT;
        else if (what->priority > 0 && realtime_kit(start.tid, what->priority))
            got = REALTIME_KIT;
        sem_post(&start.answered);
        await(&start.asked);
    }
    sem_destroy(&start.asked);
    if (how)
        *how = got;
    return error;
}

const char *
realtime_remedy(void)
{
    return _(
        "allow it: the line «@audio - rtprio 95» in /etc/security/limits.conf, and "
        "yourself in the group audio; or install rtkit");
}

bool
realtime_lock_memory(void)
{
    struct rlimit limit;

    if (geteuid() != 0
        && (getrlimit(RLIMIT_MEMLOCK, &limit) || limit.rlim_cur != RLIM_INFINITY))
        return false;
    return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0;
}
