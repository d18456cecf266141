/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trap itself (tests/rtguard.c), where it is loaded: a cycle that allocates,
 * locks or waits must not go through. */
#include "tests/test.h"

#include "base/rt.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void *volatile kept;

static void
allocate(void)
{
    kept = malloc(100);
}

static void
let_go(void)
{
    free(kept);
}

static void
lock(void)
{
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&mutex);
}

static void
nap(void)
{
    usleep(1);
}

static void
look(void)
{
    char byte;

    (void)!read(-1, &byte, 1);
}

static void
compute(void)
{
}

/* The signal that ends a process that does it in a cycle; 0: none. */
static int
end_of(void (*deed)(void))
{
    int status;
    const pid_t child = fork();

    if (child == 0) {
        const int nowhere = open("/dev/null", O_WRONLY);

        dup2(nowhere, STDERR_FILENO);
        rt_enter();
        deed();
        rt_leave();
        _exit(0);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void
a_cycle_that_waits_does_not_go_through(void **state)
{
    if (!dlsym(RTLD_DEFAULT, "rtguard_enter"))
        skip();
    kept = malloc(1);
    assert_int_equal(end_of(allocate), SIGABRT);
    assert_int_equal(end_of(let_go), SIGABRT);
    assert_int_equal(end_of(lock), SIGABRT);
    assert_int_equal(end_of(nap), SIGABRT);
    assert_int_equal(end_of(look), SIGABRT);
    assert_int_equal(end_of(compute), 0);
    free(kept);
}

static void
outside_a_cycle_all_is_allowed(void **state)
{
    rt_enter();
    rt_leave();
    allocate();
    let_go();
    lock();
    nap();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cycle_that_waits_does_not_go_through),
        cmocka_unit_test(outside_a_cycle_all_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
