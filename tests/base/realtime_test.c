/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RealtimeKit is a stand-in of the test's own, on a bus of the test's own. */
#include "tests/test.h"

#include "base/realtime.h"
#include "config.h"

#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

struct seen {
    char name[16];
    int policy;
    pid_t tid;
};

static void *
look(void *user)
{
    struct seen *seen = user;

    pthread_getname_np(pthread_self(), seen->name, sizeof seen->name);
    seen->policy = sched_getscheduler(0) & ~SCHED_RESET_ON_FORK;
    seen->tid = gettid();
    return NULL;
}

static void
a_thread_has_its_name_and_the_priority_it_tells(void **state)
{
    for (int priority = 0; priority <= 10; priority += 10) {
        struct seen seen = {.policy = -1};
        const struct realtime_thread what = {"look", priority, look, &seen};
        enum realtime_how how;
        pthread_t thread;

        assert_int_equal(realtime_start(&thread, &what, &how), 0);
        pthread_join(thread, NULL);
        assert_string_equal(seen.name, "look");
        assert_true((seen.policy == SCHED_OTHER) == (how == REALTIME_NONE));
        if (priority == 0)
            assert_int_equal(how, REALTIME_NONE);
    }
}

static void
the_remedy_is_a_line(void **state)
{
    assert_true(strlen(realtime_remedy()) > 20);
    assert_null(strchr(realtime_remedy(), '\n'));
}

static void
memory_is_locked_where_the_limit_allows_all(void **state)
{
    struct rlimit limit;

    getrlimit(RLIMIT_MEMLOCK, &limit);
    if (geteuid() != 0 && limit.rlim_cur != RLIM_INFINITY)
        assert_false(realtime_lock_memory());
    else
        (void)realtime_lock_memory(); /* a container may still forbid it */
}

#if HAVE_DBUS
#include <dbus/dbus.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>

static const char KIT[] = "org.freedesktop.RealtimeKit1";

/* A bus, whose address goes to the environment; 0: no dbus-daemon here. */
static pid_t
start_bus(void)
{
    int ends[2];
    char address[256] = "";

    assert_int_equal(pipe(ends), 0);
    const pid_t pid = fork();
    if (pid == 0) {
        char option[32];

        prctl(PR_SET_PDEATHSIG, SIGKILL);
        (void)!freopen("/dev/null", "w", stderr);
        snprintf(option, sizeof option, "--print-address=%d", ends[1]);
        execlp("dbus-daemon", "dbus-daemon", "--session", "--nofork", option, NULL);
        _exit(127);
    }
    close(ends[1]);
    const ssize_t size = read(ends[0], address, sizeof address - 1);
    close(ends[0]);
    if (size <= 0) {
        waitpid(pid, NULL, 0);
        return 0;
    }
    address[strcspn(address, "\n")] = '\0';
    setenv("DBUS_SYSTEM_BUS_ADDRESS", address, 1);
    return pid;
}

/* The stand-in: answers two properties and one method. */
struct kit {
    DBusConnection *bus;
    pthread_t thread;
    _Atomic bool quit;
    _Atomic uint64_t tid;
    _Atomic uint32_t priority;
    bool refuses;
};

static DBusMessage *
answer_property(DBusMessage *question)
{
    const char *interface, *name;
    DBusMessage *answer = dbus_message_new_method_return(question);
    DBusMessageIter outer, inner;

    dbus_message_get_args(question, NULL, DBUS_TYPE_STRING, &interface,
                          DBUS_TYPE_STRING, &name, DBUS_TYPE_INVALID);
    dbus_message_iter_init_append(answer, &outer);
    if (strcmp(name, "MaxRealtimePriority") == 0) {
        const dbus_int32_t most = 20;
        dbus_message_iter_open_container(&outer, DBUS_TYPE_VARIANT, "i", &inner);
        dbus_message_iter_append_basic(&inner, DBUS_TYPE_INT32, &most);
    } else {
        const dbus_int64_t most = 190000;
        dbus_message_iter_open_container(&outer, DBUS_TYPE_VARIANT, "x", &inner);
        dbus_message_iter_append_basic(&inner, DBUS_TYPE_INT64, &most);
    }
    dbus_message_iter_close_container(&outer, &inner);
    return answer;
}

static DBusMessage *
answer(struct kit *kit, DBusMessage *question)
{
    dbus_uint64_t tid;
    dbus_uint32_t priority;

    if (dbus_message_is_method_call(question, "org.freedesktop.DBus.Properties",
                                    "Get"))
        return answer_property(question);
    if (!dbus_message_is_method_call(question, KIT, "MakeThreadRealtime"))
        return NULL;
    if (kit->refuses)
        return dbus_message_new_error(question, DBUS_ERROR_ACCESS_DENIED, "no");
    dbus_message_get_args(question, NULL, DBUS_TYPE_UINT64, &tid, DBUS_TYPE_UINT32,
                          &priority, DBUS_TYPE_INVALID);
    kit->tid = tid;
    kit->priority = priority;
    return dbus_message_new_method_return(question);
}

static void *
serve(void *user)
{
    struct kit *kit = user;

    while (!kit->quit && dbus_connection_read_write(kit->bus, 20)) {
        DBusMessage *question;

        while ((question = dbus_connection_pop_message(kit->bus))) {
            DBusMessage *reply = answer(kit, question);
            if (reply) {
                dbus_connection_send(kit->bus, reply, NULL);
                dbus_connection_flush(kit->bus);
                dbus_message_unref(reply);
            }
            dbus_message_unref(question);
        }
    }
    return NULL;
}

static void
start_kit(struct kit *kit, bool refuses)
{
    *kit = (struct kit){.refuses = refuses};
    kit->bus = dbus_bus_get_private(DBUS_BUS_SYSTEM, NULL);
    assert_non_null(kit->bus);
    dbus_connection_set_exit_on_disconnect(kit->bus, FALSE);
    assert_int_equal(dbus_bus_request_name(kit->bus, KIT, 0, NULL),
                     DBUS_REQUEST_NAME_REPLY_PRIMARY_OWNER);
    pthread_create(&kit->thread, NULL, serve, kit);
}

static void
stop_kit(struct kit *kit)
{
    kit->quit = true;
    pthread_join(kit->thread, NULL);
    dbus_connection_close(kit->bus);
    dbus_connection_unref(kit->bus);
}

static void
the_kit_is_asked_for_the_thread_and_promised_to_be_left(void **state)
{
    struct rlimit limit;
    struct kit kit;

    dbus_threads_init_default();
    const pid_t daemon = start_bus();
    if (daemon == 0)
        skip();
    assert_false(realtime_kit(gettid(), 60)); /* a bus, but nobody on it */
    start_kit(&kit, true);
    assert_false(realtime_kit(gettid(), 60));
    stop_kit(&kit);
    start_kit(&kit, false);
    assert_true(realtime_kit(gettid(), 60));
    assert_int_equal(kit.tid, gettid());
    assert_int_equal(kit.priority, 20); /* no more than it gives */
    getrlimit(RLIMIT_RTTIME, &limit);
    assert_true(limit.rlim_max <= 190000 && limit.rlim_cur < limit.rlim_max);
    /* The warning makes it an ordinary thread, and ends nothing. */
    raise(SIGXCPU);
    assert_int_equal(sched_getscheduler(0), SCHED_OTHER);
    stop_kit(&kit);
    kill(daemon, SIGTERM);
    waitpid(daemon, NULL, 0);
    assert_false(realtime_kit(gettid(), 60)); /* no bus */
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
        /* First, as libdbus reads the bus's address once. */
#if HAVE_DBUS
        cmocka_unit_test(the_kit_is_asked_for_the_thread_and_promised_to_be_left),
#endif
        cmocka_unit_test(a_thread_has_its_name_and_the_priority_it_tells),
        cmocka_unit_test(the_remedy_is_a_line),
        cmocka_unit_test(memory_is_locked_where_the_limit_allows_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
