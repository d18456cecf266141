/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PipeWire as JACK: this program runs itself again, beside a PipeWire of its own.
 */
#include "tests/test.h"

#include "config.h"
#include "drivers/driver.h"

#if HAVE_JACK
#include "tests/drivers/ramp.h"
#include "tests/drivers/server_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { NOT_HERE = 77, LIMIT_MS = 15000, TRIES = 20 };

struct client {
    uint64_t sent, expected;
    _Atomic bool locked;
    _Atomic uint64_t cycles, good, bad;
    _Atomic uint32_t block;
};

static void
cycle(void *user, const float *const *in, unsigned n_in, float *const *out,
      unsigned n_out, uint32_t frames)
{
    struct client *client = user;

    for (uint32_t i = 0; i < frames && n_in > 0; i++) {
        const int64_t index = ramp_index(in[0][i]);

        if (!client->locked && in[0][i] != 0 && index >= 0) {
            client->expected = (uint64_t)index;
            client->locked = true;
        }
        if (!client->locked)
            continue;
        if (index == (int64_t)(client->expected % RAMP_PERIOD))
            client->good++;
        else
            client->bad++;
        client->expected++;
    }
    for (unsigned c = 0; c < n_out; c++)
        for (uint32_t i = 0; i < frames; i++)
            out[c][i] = ramp_at(client->sent + i);
    client->sent += frames;
    client->block = frames;
    client->cycles++;
}

static struct driver_state
state_of(struct driver *driver)
{
    struct driver_state state;

    driver_state(driver, &state);
    return state;
}

struct bench {
    struct client client;
    struct driver *driver;
    struct probe source, sink;
};

static void
set_up(struct bench *bench)
{
    const struct driver_config config = {
        .rate = 48000,
        .block = 256,
        .inputs = 1,
        .outputs = 2,
        .cycle = cycle,
        .user = &bench->client,
    };
    struct fault fault = {0};

    *bench = (struct bench){0};
    if (driver_open(&bench->driver, driver_named("jack"), &config, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    assert_true(probe_open(&bench->source, "source", false));
    assert_true(probe_open(&bench->sink, "sink", false));
    assert_int_equal(
        jack_connect(bench->source.client, "source:out", "remanence:in_1"), 0);
    assert_int_equal(jack_connect(bench->sink.client, "remanence:out_1", "sink:in"),
                     0);
    /* What nothing is connected to has no clock. */
    assert_int_equal(
        jack_connect(bench->sink.client, "remanence:out_1", "studio:playback_FL"),
        0);
    assert_int_equal(driver_start(bench->driver, NULL), ST_OK);
}

static void
tear_down(struct bench *bench)
{
    probe_close(&bench->source);
    probe_close(&bench->sink);
    driver_close(bench->driver);
}

/* A stretch in which nobody missed a cycle must be whole. */
static void
assert_whole(struct bench *bench, uint64_t frames)
{
    struct client *client = &bench->client;

    for (unsigned try = 0; try < TRIES; try++) {
        const struct driver_state before = state_of(bench->driver);
        const uint64_t missed = bench->source.missed + bench->sink.missed;

        client->locked = bench->sink.locked = false;
        for (int ms = 0; !(client->locked && bench->sink.locked) && ms < LIMIT_MS;
             ms++)
            moment();
        const uint64_t bad = client->bad + bench->sink.bad;
        const uint64_t in = client->good + frames, out = bench->sink.good + frames;
        for (int ms = 0;
             (client->good < in || bench->sink.good < out) && ms < LIMIT_MS; ms++)
            moment();
        const struct driver_state after = state_of(bench->driver);
        if (after.xruns + after.missed != before.xruns + before.missed
            || bench->source.missed + bench->sink.missed != missed)
            continue;
        assert_true(client->good >= in && bench->sink.good >= out);
        assert_int_equal(client->bad + bench->sink.bad, bad);
        return;
    }
    fail_msg("no stretch without an xrun");
}

static void
settle(const char *setting, unsigned value)
{
    char command[128];

    snprintf(command, sizeof command,
             "LD_PRELOAD= pw-metadata -n settings 0 %s %u >/dev/null 2>&1", setting,
             value);
    assert_int_equal(system(command), 0);
}

static void
sound_goes_through_and_the_quantum_may_change(void **state)
{
    static const unsigned QUANTA[] = {256, 1024, 128};
    struct bench bench;

    set_up(&bench);
    assert_int_equal(state_of(bench.driver).rate, 48000);
    assert_whole(&bench, 24000);
    for (size_t i = 0; i < COUNT(QUANTA); i++) {
        settle("clock.force-quantum", QUANTA[i]);
        for (int ms = 0; bench.client.block != QUANTA[i] && ms < LIMIT_MS; ms++)
            moment();
        assert_int_equal(bench.client.block, QUANTA[i]);
        assert_int_equal(state_of(bench.driver).block, QUANTA[i]);
        assert_int_equal(state_of(bench.driver).health, DRIVER_RUNNING);
        assert_whole(&bench, 12000);
    }
    tear_down(&bench);
}

/* Never at the wrong speed: the cycle is not called any more. */
static void
another_rate_is_a_lost_device(void **state)
{
    struct bench bench;

    set_up(&bench);
    assert_whole(&bench, 4000);
    settle("clock.force-rate", 44100);
    for (int ms = 0; state_of(bench.driver).health != DRIVER_LOST && ms < LIMIT_MS;
         ms++)
        moment();
    const struct driver_state told = state_of(bench.driver);
    assert_int_equal(told.health, DRIVER_LOST);
    assert_int_equal(told.rate, 44100);
    assert_non_null(strstr(told.why, "44100"));
    tear_down(&bench);
    settle("clock.force-rate", 48000);
}

static void
pipewire_is_the_choice_where_it_runs(void **state)
{
    char why[256];

    assert_string_equal(driver_choose(why, sizeof why)->name, "jack");
}

static int
inside(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pipewire_is_the_choice_where_it_runs),
        cmocka_unit_test(sound_goes_through_and_the_quantum_may_change),
        cmocka_unit_test(another_rate_is_a_lost_device),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

static char program[512];

static void
what_jack_promises_holds_for_pipewire(void **state)
{
    char command[640];

    /* libpipewire keeps what it has until the end. */
    setenv("REM_PIPEWIRE", "1", 1);
    snprintf(command, sizeof command,
             "ASAN_OPTIONS=detect_leaks=0 tests/drivers/with-pipewire '%s'",
             program);
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
        cmocka_unit_test(what_jack_promises_holds_for_pipewire),
#endif
    };

#if HAVE_JACK
    if (getenv("REM_PIPEWIRE"))
        return inside();
    snprintf(program, sizeof program, "%s", argv[0]);
#endif
    return cmocka_run_group_tests(tests, NULL, NULL);
}
