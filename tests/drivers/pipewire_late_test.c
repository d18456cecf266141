/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is late under PipeWire: what was missed is told, though the server does not.  This
 * program runs itself again, beside a PipeWire of its own. */
#include "tests/test.h"

#include "base/rt.h"
#include "config.h"
#include "drivers/driver.h"

#if HAVE_JACK
#include "tests/drivers/server_help.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

enum { NOT_HERE = 77, LIMIT_MS = 15000, STALL_MS = 300 };

struct client {
    _Atomic uint64_t frames, gaps, lost;
    _Atomic bool stall; /* the next cycle is late */
};

static void
cycle(void *user, const float *const *in, unsigned n_in, float *const *out, unsigned n_out,
      uint32_t frames)
{
    const struct timespec late = {.tv_nsec = STALL_MS * 1000000L};
    struct client *client = user;

    for (unsigned c = 0; c < n_out; c++)
        for (uint32_t i = 0; i < frames; i++)
            out[c][i] = 0;
    atomic_fetch_add(&client->frames, frames);
    if (atomic_exchange(&client->stall, false)) {
        rt_leave(); /* what the trap forbids us is meant */
        nanosleep(&late, NULL);
        rt_enter();
    }
}

static void
gap(void *user, uint32_t frames)
{
    struct client *client = user;

    atomic_fetch_add(&client->gaps, 1);
    atomic_fetch_add(&client->lost, frames);
}

static struct driver_state
state_of(struct driver *driver)
{
    struct driver_state state;

    driver_state(driver, &state);
    return state;
}

static void
await(_Atomic uint64_t *count, uint64_t at_least)
{
    for (int ms = 0; atomic_load(count) < at_least && ms < LIMIT_MS; ms++)
        moment();
    assert_true(atomic_load(count) >= at_least);
}

/* As soon as the ports have been heard of: what nothing is connected to has no clock. */
static void
connect_out(void)
{
    jack_client_t *client = jack_client_open("patchbay", JackNoStartServer, NULL);
    int error = -1;

    assert_non_null(client);
    assert_int_equal(jack_activate(client), 0);
    for (int ms = 0; error != 0 && error != EEXIST && ms < LIMIT_MS; ms++) {
        error = jack_connect(client, "remanence:out_1", "studio:playback_FL");
        moment();
    }
    assert_true(error == 0 || error == EEXIST);
    jack_client_close(client);
}

static void
each_gap_is_an_xrun_where_the_server_tells_of_none(void **state)
{
    struct client client = {0};
    const struct driver_config config = {.rate = 48000,
                                         .block = 256,
                                         .inputs = 1,
                                         .outputs = 2,
                                         .cycle = cycle,
                                         .gap = gap,
                                         .user = &client};
    struct driver *driver;
    struct fault fault = {0};

    if (driver_open(&driver, driver_named("jack"), &config, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    connect_out();
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    for (uint64_t i = 0; i < 3; i++) {
        await(&client.frames, client.frames + 4800);
        const uint64_t lost = client.lost;

        client.stall = true;
        for (int ms = 0; client.lost - lost < 48 * STALL_MS / 2 && ms < LIMIT_MS; ms++)
            moment();
        assert_true(client.lost - lost >= 48 * STALL_MS / 2);
    }
    driver_stop(driver);
    const struct driver_state told = state_of(driver);
    assert_true(client.gaps >= 3);
    assert_true(told.xruns >= client.gaps);
    assert_int_equal(told.missed, client.lost);
    driver_close(driver);
}

static int
inside(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_gap_is_an_xrun_where_the_server_tells_of_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

static char program[512];

static void
who_is_late_under_pipewire_is_told(void **state)
{
    char command[640];

    /* libpipewire keeps what it has until the end. */
    setenv("REM_PIPEWIRE", "1", 1);
    snprintf(command, sizeof command,
             "ASAN_OPTIONS=detect_leaks=0 tests/drivers/with-pipewire '%s'", program);
    fflush(stdout);
    const int code = system(command);
    if (WIFEXITED(code) && WEXITSTATUS(code) == NOT_HERE)
        skip();
    assert_int_equal(code, 0);
}
#endif

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
#if HAVE_JACK
        cmocka_unit_test(who_is_late_under_pipewire_is_told),
#endif
    };

#if HAVE_JACK
    if (getenv("REM_PIPEWIRE"))
        return inside();
    snprintf(program, sizeof program, "%s", argv[0]);
#endif
    return cmocka_run_group_tests(tests, NULL, NULL);
}
