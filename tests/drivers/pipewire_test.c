/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PipeWire as JACK: this program runs itself again, beside a PipeWire of its own, whose clock
 * waits for whoever is late: so what is astray was put there by us. */
#include "tests/test.h"

#include "config.h"
#include "drivers/driver.h"

#if HAVE_JACK
#include "tests/drivers/heard_help.h"
#include "tests/drivers/loop_help.h"
#include "tests/drivers/ramp.h"
#include "tests/drivers/server_help.h"
#include "tests/drivers/studio_help.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_HERE = 77, LIMIT_MS = 60000, JUDGED = 24000, RATE = 48000, MOST_CHANGES = 40 };

struct client {
    uint64_t sent, expected;
    uint64_t counted; /* frames run, and told as gone by */
    jack_time_t began;
    _Atomic bool locked;
    _Atomic uint64_t cycles, good, bad, gaps;
    _Atomic uint64_t shifted; /* cycles that are not counted as time goes */
    _Atomic uint64_t uneven;  /* cycles that are not as long as their block */
    _Atomic uint32_t block;
};

typedef ssize_t writer(int fd, const void *data, size_t size);

static writer *library_write;
static _Atomic bool lingers;

__attribute__((constructor)) static void
find_write(void)
{
    library_write = (writer *)dlsym(RTLD_NEXT, "write");
}

/* In place of libc's.  In the cycle in which the block changes libjack wakes a thread of its
 * own, and leaves us out where that thread has not run at once.  To linger here lets it run. */
ssize_t
write(int fd, const void *data, size_t size)
{
    const ssize_t done = library_write(fd, data, size);

    for (int ms = 0; lingers && size == sizeof(uint64_t) && gettid() != getpid() && ms < 20;
         ms++)
        moment();
    return done;
}

static void
gap(void *user, uint32_t frames)
{
    struct client *client = user;

    client->gaps += frames;
    client->counted += frames;
}

/* A frame lasts 20.8 µs. */
static void
keep_time(struct client *client)
{
    if (client->cycles == 0)
        client->began = server_said_usecs();
    const int64_t usecs = (int64_t)(server_said_usecs() - client->began);
    const int64_t off = usecs - (int64_t)(client->counted * 1000000 / RATE);

    client->shifted += off < -10 || off > 10;
    client->uneven += server_said_uneven();
}

static void
cycle(void *user, const float *const *in, unsigned n_in, float *const *out,
      unsigned n_out, uint32_t frames)
{
    struct client *client = user;

    keep_time(client);
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
    client->counted += frames;
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
        .gap = gap,
        .user = &bench->client,
    };
    struct fault fault = {0};

    *bench = (struct bench){0};
    if (driver_open(&bench->driver, driver_named("jack"), &config, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    assert_true(probe_open(&bench->source, "source", false));
    assert_true(probe_open(&bench->sink, "sink", false));
    ports_join(bench->source.client, "source:out", "remanence:in_1", LIMIT_MS);
    ports_join(bench->sink.client, "remanence:out_1", "sink:in", LIMIT_MS);
    /* What nothing is connected to has no clock. */
    ports_join(bench->sink.client, "remanence:out_1", "studio:playback_FL", LIMIT_MS);
    assert_int_equal(driver_start(bench->driver, NULL), ST_OK);
}

static void
tear_down(struct bench *bench)
{
    probe_close(&bench->source);
    probe_close(&bench->sink);
    driver_close(bench->driver);
}

static void
await(const _Atomic uint64_t *count, uint64_t at_least)
{
    for (int ms = 0; *count < at_least && ms < LIMIT_MS; ms++)
        moment();
    assert_true(*count >= at_least);
}

/* All have come to it; what the last cycle of the old one lacks was told. */
static void
await_blocks(struct bench *bench, uint32_t block)
{
    const _Atomic uint32_t *const all[]
        = {&bench->client.block, &bench->source.block, &bench->sink.block};

    for (size_t i = 0; i < COUNT(all); i++) {
        for (int ms = 0; *all[i] != block && ms < LIMIT_MS; ms++)
            moment();
        assert_int_equal(*all[i], block);
    }
    await(&bench->client.cycles, bench->client.cycles + 2);
}

/* Both ways, and nothing else between; when all have come to the same block. */
static void
assert_whole(struct bench *bench)
{
    struct client *client = &bench->client;
    struct probe *sink = &bench->sink;
    const uint64_t gaps = client->gaps, missed = bench->source.missed + sink->missed;

    client->locked = sink->locked = false;
    for (int ms = 0; !(client->locked && sink->locked) && ms < LIMIT_MS; ms++)
        moment();
    const uint64_t bad = client->bad, sink_bad = sink->bad;
    await(&client->good, client->good + JUDGED);
    await(&sink->good, sink->good + JUDGED);
    assert_int_equal(client->bad, bad);
    assert_int_equal(sink->bad, sink_bad);
    assert_int_equal(client->gaps, gaps);
    assert_int_equal(bench->source.missed + sink->missed, missed);
    assert_int_equal(client->shifted, 0);
    assert_int_equal(state_of(bench->driver).missed, gaps);
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
    static const unsigned QUANTA[] = {256, 64, 1024, 128, 512};
    struct bench bench;

    set_up(&bench);
    assert_int_equal(state_of(bench.driver).rate, 48000);
    assert_whole(&bench);
    for (size_t i = 0; i < COUNT(QUANTA); i++) {
        settle("clock.force-quantum", QUANTA[i]);
        await_blocks(&bench, QUANTA[i]);
        assert_int_equal(state_of(bench.driver).block, QUANTA[i]);
        assert_int_equal(state_of(bench.driver).health, DRIVER_RUNNING);
        assert_whole(&bench);
    }
    tear_down(&bench);
}

static void
who_is_called_in_the_cycle_that_changes_the_quantum_runs_as_long_as_it_lasts(void **state)
{
    static const unsigned QUANTA[] = {64, 1024};
    struct bench bench;

    set_up(&bench);
    for (unsigned i = 0; i < MOST_CHANGES && bench.client.uneven < 4; i++) {
        lingers = true;
        settle("clock.force-quantum", QUANTA[i % COUNT(QUANTA)]);
        await_blocks(&bench, QUANTA[i % COUNT(QUANTA)]);
        lingers = false;
        assert_whole(&bench);
    }
    assert_true(bench.client.uneven >= 4);
    tear_down(&bench);
}

/* Never at the wrong speed: the cycle is not called any more. */
static void
another_rate_is_a_lost_device(void **state)
{
    struct bench bench;

    set_up(&bench);
    assert_whole(&bench);
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

/* --- recording ------------------------------------------------------------------------- */

static const struct player_config ONE_INPUT
    = {.driver = "jack", .inputs = 1, .threads = 1};

enum { SERVER_QUANTUM = 256, LENGTH = 48000 };

/* Our first input hears that port alone, and our output has a clock. */
static void
wire(const struct studio *studio, jack_client_t *client, const char *from)
{
    ports_join(client, "remanence:out_1", "studio:playback_FL", LIMIT_MS);
    ports_join(client, from, "remanence:in_1", LIMIT_MS);
    (void)jack_disconnect(client, "studio:capture_FL", "remanence:in_1");
    for (int ms = 0; !player_wired(studio->player, 0) && ms < LIMIT_MS; ms++)
        moment();
}

static void
await_block(struct studio *studio, uint32_t block)
{
    settle("clock.force-quantum", block);
    for (int ms = 0; studio->state.player.block != block && ms < LIMIT_MS; ms++) {
        deck_poll(studio->deck, &studio->state);
        moment();
    }
    assert_int_equal(studio->state.player.block, block);
}

/* What the disk was too late for is silent, and told. */
static uint64_t
told_as_late(const struct studio *studio)
{
    return studio->state.player.late + studio->state.lost_frames;
}

static void
a_take_lies_where_it_was_heard(void **state)
{
    const struct deck_order order = {.from = frames(12000), .length = 24000};
    struct studio studio;
    static struct loop loop;
    int64_t at, count;

    settle("clock.force-quantum", SERVER_QUANTUM);
    studio_new(&studio);
    studio_ramp(&studio, LENGTH);
    const int64_t track = studio_track(&studio, "Copy", 1);
    loop_open(&loop);
    studio_open(&studio, &ONE_INPUT, LOOP_DELAY + SERVER_QUANTUM);
    /* What closes a loop is cut by a quantum: our output's way to it. */
    wire(&studio, loop.client, "loop:out");
    ports_join(loop.client, "remanence:out_1", "loop:in", LIMIT_MS);
    await_block(&studio, SERVER_QUANTUM);
    studio_roll(&studio, &order);
    studio_settle(&studio);
    float *x = studio_take(&studio, track, 1, &at, &count);
    assert_int_equal(at, order.from.n);
    assert_int_equal(count, order.length);
    const struct heard heard = heard_as(x, count, at);
    free(x);
    assert_int_equal(studio.state.xrun_frames, 0);
    heard_in_place(&heard, told_as_late(&studio));
    studio_close(&studio);
    loop_close(&loop);
    studio_free(&studio);
}

/* Frame by frame: each is the one that was sent at its time.  What is not is silent, or what
 * stood there before, where nobody sent; else it was told as lost. */
static void
assert_explained(const float *x, int64_t count, const struct probe *probe, uint64_t told)
{
    int64_t pivot = 0, unsent = 0;
    uint64_t lost = 0;

    while (pivot < count && (x[pivot] == 0 || ramp_index(x[pivot]) < 0))
        pivot++;
    const int64_t first = ramp_index(x[pivot < count ? pivot : 0]) - pivot;
    assert_true(first >= 0 && first + count <= SENT_MOST);
    for (int64_t i = 0; i < count; i++) {
        if (ramp_index(x[i]) == first + i)
            continue;
        unsent += !probe->sent_at[first + i];
        lost += probe->sent_at[first + i];
        if (probe->sent_at[first + i] && x[i] != 0)
            fail_msg("frame %ld of %ld is astray by %ld", (long)i, (long)count,
                     (long)(ramp_index(x[i]) - first - i));
    }
    assert_true(lost <= told);
    assert_true(unsent < count / 4);
}

/* PipeWire leaves a client out of a cycle at each change, and of more until that client's
 * other thread, which is not realtime, has heard of it.  What comes after that lies where
 * it was by the time. */
static void
take_through_changes(bool quick)
{
    static const uint32_t QUANTA[] = {1024, 512, 128, 2048, 1024};
    const struct deck_order order = {.from = frames(0)};
    static struct probe probe;
    struct studio studio;
    int64_t at, count;

    settle("clock.force-quantum", SERVER_QUANTUM);
    studio_new(&studio);
    const int64_t track = studio_track(&studio, "Voice", 1);
    studio_open(&studio, &ONE_INPUT, 0);
    assert_true(probe_open(&probe, "probe", false));
    probe.sent_at = calloc(SENT_MOST, sizeof *probe.sent_at);
    assert_non_null(probe.sent_at);
    probe.time = true;
    wire(&studio, probe.client, "probe:out");
    await_block(&studio, SERVER_QUANTUM);
    studio_roll(&studio, &order);
    studio_frames(&studio, 12000);
    for (size_t i = 0; i < COUNT(QUANTA); i++) {
        lingers = quick;
        await_block(&studio, QUANTA[i]);
        for (int ms = 0; probe.block != QUANTA[i] && ms < LIMIT_MS; ms++)
            moment();
        assert_int_equal(probe.block, QUANTA[i]);
        lingers = false;
        deck_poll(studio.deck, &studio.state);
        studio_frames(&studio, 12000);
        assert_true(studio.state.player.rolling && !studio.state.player.lost);
    }
    deck_stop(studio.deck);
    studio_settle(&studio);
    float *x = studio_take(&studio, track, 1, &at, &count);
    assert_int_equal(at, 0);
    assert_true(count >= 12000 * (1 + (int64_t)COUNT(QUANTA)));
    assert_explained(x, count, &probe, studio.state.xrun_frames + told_as_late(&studio));
    free(x);
    studio_close(&studio);
    probe_close(&probe);
    free(probe.sent_at);
    studio_free(&studio);
}

static void
a_take_goes_on_when_the_quantum_changes(void **state)
{
    take_through_changes(false);
}

static void
a_take_goes_on_where_we_are_called_in_the_cycle_that_changes_it(void **state)
{
    take_through_changes(true);
}

static int
inside(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pipewire_is_the_choice_where_it_runs),
        cmocka_unit_test(sound_goes_through_and_the_quantum_may_change),
        cmocka_unit_test(who_is_called_in_the_cycle_that_changes_the_quantum_runs_as_long_as_it_lasts),
        cmocka_unit_test(a_take_lies_where_it_was_heard),
        cmocka_unit_test(a_take_goes_on_when_the_quantum_changes),
        cmocka_unit_test(a_take_goes_on_where_we_are_called_in_the_cycle_that_changes_it),
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
    setenv("REM_PATIENT", "1", 1);
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
