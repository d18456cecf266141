/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/test.h"

#include "drivers/driver.h"
#include "drivers/stepped.h"

#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

struct client {
    _Atomic uint64_t frames, cycles;
    _Atomic bool inside, crossed;
    _Atomic unsigned stall; /* cycles that are to last too long */
    _Atomic bool rests;
    _Atomic float loudest_in;
};

/* Counts, and puts the count of frames on every output. */
static void
cycle(void *user, const float *const *in, unsigned n_in, float *const *out,
      unsigned n_out, uint32_t frames)
{
    struct client *client = user;

    if (atomic_exchange(&client->inside, true))
        client->crossed = true;
    for (unsigned c = 0; c < n_in; c++)
        for (uint32_t i = 0; i < frames; i++)
            if (in[c][i] > client->loudest_in)
                client->loudest_in = in[c][i];
    for (unsigned c = 0; c < n_out; c++)
        for (uint32_t i = 0; i < frames; i++)
            out[c][i] = (float)(client->frames + i) + c * 0.5f;
    atomic_fetch_add(&client->frames, frames);
    atomic_fetch_add(&client->cycles, 1);
    if (client->stall) {
        struct timespec begin, now;

        client->stall--;
        clock_gettime(CLOCK_MONOTONIC, &begin);
        do
            clock_gettime(CLOCK_MONOTONIC, &now);
        while ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000
               < 5);
    }
    client->inside = false;
}

static struct driver_config
config_for(struct client *client)
{
    return (struct driver_config){
        .rate = 48000,
        .block = 64,
        .inputs = 2,
        .outputs = 2,
        .cycle = cycle,
        .user = client,
    };
}

static void
steps_are_what_was_asked_for(void **state)
{
    struct client client = {0};
    struct driver_config config = config_for(&client);
    struct driver *driver;
    struct driver_state told;

    config.block = 1000;
    assert_int_equal(driver_open(&driver, driver_named("stepped"), &config, NULL), ST_OK);
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    stepped_input(driver, 1)[4] = 0.25f;
    stepped_step(driver, 1000);
    assert_true(client.loudest_in == 0.25f);
    stepped_step(driver, 3);
    assert_int_equal(client.frames, 1003);
    assert_true(stepped_output(driver, 0)[2] == 1002);
    assert_true(stepped_output(driver, 1)[2] == 1002.5f);
    driver_state(driver, &told);
    assert_int_equal(told.cycles, 2);
    assert_int_equal(told.health, DRIVER_RUNNING);
    assert_int_equal(told.block, 1000);
    driver_close(driver);
}

static void
the_clock_calls_cycles_until_it_is_stopped(void **state)
{
    struct client client = {0};
    const struct driver_config config = config_for(&client);
    struct driver *driver;
    struct driver_state told;

    assert_int_equal(driver_open(&driver, driver_named("built-in"), &config, NULL), ST_OK);
    driver_state(driver, &told);
    assert_int_equal(told.health, DRIVER_STOPPED);
    assert_int_equal(told.cycles, 0);
    for (unsigned round = 1; round <= 2; round++) {
        assert_int_equal(driver_start(driver, NULL), ST_OK);
        assert_int_equal(driver_start(driver, NULL), ST_OK);
        while (client.cycles < round * 20)
            sched_yield();
        driver_state(driver, &told);
        assert_int_equal(told.health, DRIVER_RUNNING);
        driver_stop(driver);
        const uint64_t cycles = client.cycles;
        driver_state(driver, &told);
        assert_int_equal(told.cycles, cycles);
        assert_int_equal(told.health, DRIVER_STOPPED);
    }
    assert_int_equal(client.frames, client.cycles * 64);
    assert_false(client.crossed);
    assert_true(client.loudest_in == 0);
    assert_int_equal(told.playback_latency, 64);
    driver_close(driver);
}

static void
a_cycle_that_takes_too_long_is_an_xrun(void **state)
{
    struct client client = {.stall = 3};
    const struct driver_config config = config_for(&client);
    struct driver *driver;
    struct driver_state told;

    assert_int_equal(driver_open(&driver, driver_named("built-in"), &config, NULL), ST_OK);
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    while (client.cycles < 5)
        sched_yield();
    driver_close(NULL);
    driver_stop(driver);
    driver_state(driver, &told);
    assert_true(told.xruns >= 3);
    driver_close(driver);
}

/* It keeps its time over many blocks: by its own clock never early. */
static void
the_clock_is_never_early(void **state)
{
    struct client client = {0};
    const struct driver_config config = config_for(&client);
    struct driver *driver;
    struct timespec begin, end;

    assert_int_equal(driver_open(&driver, driver_named("built-in"), &config, NULL), ST_OK);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    while (client.cycles < 151)
        sched_yield();
    clock_gettime(CLOCK_MONOTONIC, &end);
    driver_close(driver);
    const double took = end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) * 1e-9;
    assert_true(took >= 150 * 64 / 48000.0);
}

static bool
rests(void *user)
{
    return ((struct client *)user)->rests;
}

static double
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Five cycles that are 0.25 s apart cannot come within one. */
static void
while_all_rests_the_clock_stands(void **state)
{
    struct client client = {.rests = true};
    struct driver_config config = config_for(&client);
    struct driver *driver;

    config.rests = rests;
    assert_int_equal(driver_open(&driver, driver_named("built-in"), &config, NULL), ST_OK);
    const double began = now();
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    while (client.cycles < 6)
        sched_yield();
    assert_true(now() - began >= 1);
    client.rests = false;
    while (client.cycles < 20)
        sched_yield();
    driver_close(driver);
}

/* Without the calls this took 25 s. */
static void
a_clock_that_stands_goes_on_when_it_is_called(void **state)
{
    struct client client = {.rests = true};
    struct driver_config config = config_for(&client);
    struct driver *driver;

    config.rests = rests;
    assert_int_equal(driver_open(&driver, driver_named("built-in"), &config, NULL), ST_OK);
    driver_wake(driver);
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    const double began = now();
    for (unsigned i = 1; i <= 100; i++) {
        while (client.cycles < i)
            sched_yield();
        driver_wake(driver);
    }
    assert_true(now() - began < 12);
    driver_close(driver);
}

static void
what_cannot_be_is_refused(void **state)
{
    struct client client = {0};
    struct driver_config config = config_for(&client);
    struct driver *driver = (struct driver *)1;
    struct fault fault = {0};
    size_t count;
    const struct driver_kind *const *kinds = driver_kinds(&count);

    for (size_t i = 0; i < count; i++) {
        config = config_for(&client);
        config.block = 0;
        assert_int_equal(driver_open(&driver, kinds[i], &config, &fault), ST_RANGE);
        assert_null(driver);
        config.block = DRIVER_MAX_BLOCK + 1;
        assert_int_equal(driver_open(&driver, kinds[i], &config, &fault), ST_RANGE);
        config.block = 64;
        config.rate = 0;
        assert_int_equal(driver_open(&driver, kinds[i], &config, &fault), ST_RANGE);
        config.rate = 48000;
        config.outputs = DRIVER_MAX_CHANNELS + 1;
        assert_int_equal(driver_open(&driver, kinds[i], &config, &fault), ST_RANGE);
        config.outputs = 2;
        config.device = "a dream";
        assert_int_equal(driver_open(&driver, kinds[i], &config, &fault), ST_NOT_FOUND);
        assert_string_equal(fault.where, "a dream");
    }
    assert_null(driver_named("no such"));
}

static void
list(void *user, const struct driver_device *device)
{
    unsigned *count = user;

    assert_true(strlen(device->name) > 0 && strlen(device->title) > 0);
    assert_true(device->outputs > 0);
    ++*count;
}

static void
a_driver_is_chosen_and_named(void **state)
{
    char why[256] = "";
    const struct driver_kind *kind = driver_choose(why, sizeof why);
    unsigned count = 0;

    /* Nothing but the clock needs no hardware; never the one that steps. */
    assert_non_null(kind);
    assert_true(kind->automatic);
    assert_true(strlen(why) > 0);
    kind->devices(list, &count);
    assert_true(count > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_what_was_asked_for),
        cmocka_unit_test(the_clock_calls_cycles_until_it_is_stopped),
        cmocka_unit_test(a_cycle_that_takes_too_long_is_an_xrun),
        cmocka_unit_test(the_clock_is_never_early),
        cmocka_unit_test(while_all_rests_the_clock_stands),
        cmocka_unit_test(a_clock_that_stands_goes_on_when_it_is_called),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(a_driver_is_chosen_and_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
