/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RealtimeKit gives a priority to threads of programs that are not allowed to take
 * one, if they promise to leave the processor now and then: RLIMIT_RTTIME must be
 * set, and the system ends who breaks it.  Before that it warns with SIGXCPU: then
 * our thread becomes an ordinary one, and what is being recorded goes on. */
#include "base/realtime.h"

#include "config.h"

#if HAVE_DBUS

#include <dbus/dbus.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>

static const char KIT[] = "org.freedesktop.RealtimeKit1";
static const char PATH[] = "/org/freedesktop/RealtimeKit1";
enum { PATIENCE_MS = 1000, MOST_THREADS = 32, WARN_US = 150000 };

/* The threads that the warning is for: a signal's handler has nothing else to go
 * by. */
static _Atomic pid_t given[MOST_THREADS];

static void
on_warning(int number)
{
    const struct sched_param ordinary = {0};

    (void)number;
    for (int i = 0; i < MOST_THREADS; i++) {
        const pid_t tid = atomic_exchange(&given[i], 0);
        if (tid != 0)
            (void)sched_setscheduler(tid, SCHED_OTHER, &ordinary);
    }
}

static void
remember(pid_t tid)
{
    for (int i = 0; i < MOST_THREADS; i++) {
        pid_t none = 0;
        if (atomic_compare_exchange_strong(&given[i], &none, tid))
            return;
    }
}

static DBusMessage *
ask(DBusConnection *bus, DBusMessage *question)
{
    DBusMessage *answer = dbus_connection_send_with_reply_and_block(
        bus, question, PATIENCE_MS, NULL);

    dbus_message_unref(question);
    return answer;
}

/* A number that the kit tells of itself; `otherwise`: it does not. */
static int64_t
property(DBusConnection *bus, const char *name, int64_t otherwise)
{
    const char *interface = KIT;
    DBusMessage *question = dbus_message_new_method_call(
        KIT, PATH, "org.freedesktop.DBus.Properties", "Get");
    DBusMessageIter outer, value;
    int64_t number = otherwise;

    if (!question)
        return otherwise;
    dbus_message_append_args(question, DBUS_TYPE_STRING, &interface,
                             DBUS_TYPE_STRING, &name, DBUS_TYPE_INVALID);
    DBusMessage *answer = ask(bus, question);
    if (!answer)
        return otherwise;
    if (dbus_message_iter_init(answer, &outer)
        && dbus_message_iter_get_arg_type(&outer) == DBUS_TYPE_VARIANT) {
        DBusBasicValue basic;
        dbus_message_iter_recurse(&outer, &value);
        if (dbus_message_iter_get_arg_type(&value) == DBUS_TYPE_INT32) {
            dbus_message_iter_get_basic(&value, &basic);
            number = basic.i32;
        } else if (dbus_message_iter_get_arg_type(&value) == DBUS_TYPE_INT64) {
            dbus_message_iter_get_basic(&value, &basic);
            number = basic.i64;
        }
    }
    dbus_message_unref(answer);
    return number;
}

/* No realtime thread may run for longer without a wait. */
static bool
promise(int64_t most_us)
{
    const struct sigaction warning
        = {.sa_handler = on_warning, .sa_flags = SA_RESTART};
    struct rlimit limit;

    if (getrlimit(RLIMIT_RTTIME, &limit) || sigaction(SIGXCPU, &warning, NULL))
        return false;
    if (limit.rlim_max > (rlim_t)most_us)
        limit.rlim_max = (rlim_t)most_us;
    limit.rlim_cur = limit.rlim_max < WARN_US ? limit.rlim_max : WARN_US;
    return setrlimit(RLIMIT_RTTIME, &limit) == 0;
}

static bool
request(DBusConnection *bus, pid_t tid, int priority)
{
    const int64_t most = property(bus, "MaxRealtimePriority", 20);
    const dbus_uint64_t thread = (dbus_uint64_t)tid;
    const dbus_uint32_t level
        = priority < most ? (dbus_uint32_t)priority : (dbus_uint32_t)most;
    DBusMessage *question, *answer;

    if (most < 1 || !promise(property(bus, "RTTimeUSecMax", 200000)))
        return false;
    question = dbus_message_new_method_call(KIT, PATH, KIT, "MakeThreadRealtime");
    if (!question)
        return false;
    dbus_message_append_args(question, DBUS_TYPE_UINT64, &thread, DBUS_TYPE_UINT32,
                             &level, DBUS_TYPE_INVALID);
    answer = ask(bus, question);
    if (!answer)
        return false;
    dbus_message_unref(answer);
    remember(tid);
    return true;
}

bool
realtime_kit(pid_t tid, int priority)
{
    DBusConnection *bus;
    bool got;

    dbus_threads_init_default();
    bus = dbus_bus_get_private(DBUS_BUS_SYSTEM, NULL);
    if (!bus)
        return false;
    dbus_connection_set_exit_on_disconnect(bus, FALSE);
    got = request(bus, tid, priority);
    dbus_connection_close(bus);
    dbus_connection_unref(bus);
    return got;
}

#else

bool
realtime_kit(pid_t tid, int priority)
{
    (void)tid, (void)priority;
    return false;
}

#endif
