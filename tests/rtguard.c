/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rtguard.c: a trap for what a realtime thread must not do.
 *
 * Loaded before a program (LD_PRELOAD), it stands in front of the calls that
 * allocate, lock, wait, sleep, read, write or print.  A thread is realtime between
 * rt_enter() and rt_leave() (base/rt.h), which call what stands here when it is
 * loaded.  At the first such call from a realtime thread the program ends with a
 * trace of its stack.
 *
 * RTGUARD=count only counts; at the end the figures go to stderr, or to the file
 * that RTGUARD_OUT names.  pthread_mutex_trylock, sem_post and futex wakes stay
 * allowed: they do not wait. */
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum kind {
    ALLOCATES,
    FREES,
    LOCKS,
    WAITS,
    SLEEPS,
    READS,
    WRITES,
    OPENS,
    SYNCS,
    MAPS,
    PRINTS,
    KINDS,
};

static const char *const NAMES[KINDS] = {
    "allocates", "frees", "locks", "waits", "sleeps", "reads",
    "writes",    "opens", "syncs", "maps",  "prints",
};

/* The memory of the thread that asks must be there without asking for memory. */
#define AT_HAND __thread __attribute__((tls_model("initial-exec")))

static AT_HAND int depth;
static AT_HAND bool inside;
static unsigned long counts[KINDS], cycles;
static bool only_count;

void rtguard_enter(void);
void rtguard_leave(void);

void
rtguard_enter(void)
{
    depth++;
    __atomic_add_fetch(&cycles, 1, __ATOMIC_RELAXED);
}

void
rtguard_leave(void)
{
    depth--;
}

static void
fall(enum kind kind, const char *name)
{
    void *stack[32];
    char line[128];
    int n;

    n = snprintf(line, sizeof line, "rtguard: a realtime thread %s: %s()\n",
                 NAMES[kind], name);
    (void)!write(STDERR_FILENO, line, n);
    backtrace_symbols_fd(stack, backtrace(stack, 32), STDERR_FILENO);
    abort();
}

static void
hit(enum kind kind, const char *name)
{
    if (!depth || inside)
        return;
    inside = true;
    __atomic_add_fetch(&counts[kind], 1, __ATOMIC_RELAXED);
    if (!only_count)
        fall(kind, name);
    inside = false;
}

/* --- memory: glibc's own are called by their other names ---------------------- */

void *__libc_malloc(size_t size);
void __libc_free(void *memory);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *
malloc(size_t size)
{
    hit(ALLOCATES, "malloc");
    return __libc_malloc(size);
}

void
free(void *memory)
{
    if (memory)
        hit(FREES, "free");
    __libc_free(memory);
}

void *
calloc(size_t count, size_t size)
{
    hit(ALLOCATES, "calloc");
    return __libc_calloc(count, size);
}

void *
realloc(void *memory, size_t size)
{
    hit(ALLOCATES, "realloc");
    return __libc_realloc(memory, size);
}

int
posix_memalign(void **out, size_t alignment, size_t size)
{
    enum { NO_MEMORY = 12 };

    hit(ALLOCATES, "posix_memalign");
    *out = __libc_memalign(alignment, size);
    return *out ? 0 : NO_MEMORY;
}

void *
aligned_alloc(size_t alignment, size_t size)
{
    hit(ALLOCATES, "aligned_alloc");
    return __libc_memalign(alignment, size);
}

/* --- all others: the next of that name ---------------------------------------- */

#define STAND_IN(kind, type, name, params, args) \
    type name params \
    { \
        static type(*next) params; \
\
        if (!next) \
            *(void **)&next = dlsym(RTLD_NEXT, #name); \
        hit(kind, #name); \
        return next args; \
    }

STAND_IN(LOCKS, int, pthread_mutex_lock, (pthread_mutex_t * mutex), (mutex))
STAND_IN(LOCKS, int, pthread_rwlock_rdlock, (pthread_rwlock_t * lock), (lock))
STAND_IN(LOCKS, int, pthread_rwlock_wrlock, (pthread_rwlock_t * lock), (lock))
STAND_IN(WAITS, int, pthread_cond_wait,
         (pthread_cond_t * cond, pthread_mutex_t *mutex), (cond, mutex))
STAND_IN(WAITS, int, sem_wait, (sem_t * semaphore), (semaphore))
STAND_IN(WAITS, int, pthread_join, (pthread_t thread, void **value),
         (thread, value))
STAND_IN(WAITS, int, poll, (struct pollfd * fds, nfds_t n, int timeout),
         (fds, n, timeout))
STAND_IN(SLEEPS, int, usleep, (useconds_t time), (time))
STAND_IN(SLEEPS, int, nanosleep,
         (const struct timespec *time, struct timespec *left), (time, left))
STAND_IN(SLEEPS, int, clock_nanosleep,
         (clockid_t clock, int flags, const struct timespec *time,
          struct timespec *left),
         (clock, flags, time, left))
STAND_IN(READS, ssize_t, read, (int file, void *to, size_t size), (file, to, size))
STAND_IN(READS, ssize_t, pread, (int file, void *to, size_t size, off_t at),
         (file, to, size, at))
STAND_IN(WRITES, ssize_t, write, (int file, const void *from, size_t size),
         (file, from, size))
STAND_IN(WRITES, ssize_t, pwrite,
         (int file, const void *from, size_t size, off_t at),
         (file, from, size, at))
STAND_IN(OPENS, FILE *, fopen, (const char *path, const char *mode), (path, mode))
STAND_IN(SYNCS, int, fsync, (int file), (file))
STAND_IN(SYNCS, int, fdatasync, (int file), (file))
STAND_IN(MAPS, void *, mmap,
         (void *at, size_t size, int protection, int flags, int file, off_t offset),
         (at, size, protection, flags, file, offset))
STAND_IN(MAPS, int, munmap, (void *at, size_t size), (at, size))
STAND_IN(PRINTS, int, puts, (const char *text), (text))
STAND_IN(PRINTS, int, vfprintf, (FILE * file, const char *format, va_list list),
         (file, format, list))

int
open(const char *path, int flags, ...)
{
    static int (*next)(const char *, int, ...);
    va_list list;

    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "open");
    hit(OPENS, "open");
    va_start(list, flags);
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
    va_end(list);
    return next(path, flags, mode);
}

/* --- begin and end ------------------------------------------------------------ */

__attribute__((constructor)) static void
begin(void)
{
    const char *how = getenv("RTGUARD");
    void *stack[4];

    only_count = how && strcmp(how, "count") == 0;
    /* backtrace() allocates when it is called first. */
    backtrace(stack, 4);
}

__attribute__((destructor)) static void
end(void)
{
    const char *path = getenv("RTGUARD_OUT");
    const int file = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0644) : -1;
    bool any = false;

    inside = true;
    if (file < 0 && !only_count)
        return;
    dprintf(file < 0 ? STDERR_FILENO : file, "rtguard: %lu cycles;", cycles);
    for (int i = 0; i < KINDS; i++)
        if (counts[i] && (any = true))
            dprintf(file < 0 ? STDERR_FILENO : file, " %s %lu", NAMES[i],
                    counts[i]);
    dprintf(file < 0 ? STDERR_FILENO : file, "%s\n", any ? "" : " no violation");
    if (file >= 0)
        close(file);
}
