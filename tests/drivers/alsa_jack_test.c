/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ALSA's plug-in for JACK: our ALSA driver plays to and captures from a real server, where
 * nobody is late (plug_help.h). */
#include "tests/test.h"

#include "config.h"

#if HAVE_ALSA && HAVE_JACK
#include "drivers/driver.h"
#include "tests/drivers/heard_help.h"
#include "tests/drivers/loop_help.h"
#include "tests/drivers/plug_help.h"
#include "tests/drivers/ramp.h"
#include "tests/drivers/studio_help.h"

#include <stdlib.h>

enum { BLOCK = 512, SERVER_BLOCK = 256, JUDGED = 48000, LIMIT_MS = 60000 };

/* What the driver calls: sends the ramp, and checks the one that it gets. */
struct client {
    uint64_t sent, expected;
    _Atomic bool locked;
    _Atomic uint64_t cycles, good, bad, gaps;
};

static void
gap(void *user, uint32_t frames)
{
    struct client *client = user;

    client->gaps += frames;
}

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
    client->cycles++;
}

static struct driver *
open_plug(struct client *client)
{
    const struct driver_config config = {
        .device = "probe",
        .rate = 48000,
        .block = BLOCK,
        .inputs = 1,
        .outputs = 1,
        .cycle = cycle,
        .gap = gap,
        .user = client,
    };
    struct driver *driver;
    struct fault fault = {0};

    if (driver_open(&driver, driver_named("alsa"), &config, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    assert_int_equal(driver_start(driver, &fault), ST_OK);
    return driver;
}

static void
await(const _Atomic uint64_t *count, uint64_t at_least)
{
    for (int ms = 0; *count < at_least && ms < LIMIT_MS; ms++)
        moment();
    assert_true(*count >= at_least);
}

static void
sound_goes_both_ways_exact_to_the_sample(void **state)
{
    struct client client = {0};
    struct driver_state told;
    struct probe probe;
    struct plug plug;

    plug_in(&plug, SERVER_BLOCK);
    assert_true(probe_open(&probe, "probe", false));
    struct driver *driver = open_plug(&client);
    await(&client.cycles, 10);
    plug_keep_pace(&plug);
    driver_state(driver, &told);
    const uint64_t xruns = told.xruns, missed = told.missed;
    client.locked = probe.locked = false;
    probe.good = probe.bad = client.good = client.bad = 0;
    await(&client.good, JUDGED);
    await(&probe.good, JUDGED);
    assert_int_equal(client.bad, 0);
    assert_int_equal(probe.bad, 0);
    driver_state(driver, &told);
    assert_int_equal(told.health, DRIVER_RUNNING);
    assert_int_equal(told.block, BLOCK);
    assert_int_equal(told.xruns, xruns);
    assert_int_equal(told.missed, missed);
    assert_int_equal(client.gaps, missed);
    plug_let_go(&plug);
    driver_close(driver);
    probe_close(&probe);
    plug_out(&plug);
}

/* --- recording ------------------------------------------------------------------------- */

enum { FROM = 12000, LENGTH = 24000, TAKES = 3 };

static struct player_config
player_of(const char *device)
{
    return (struct player_config){.driver = "alsa",
                                  .device = device,
                                  .block = BLOCK,
                                  .inputs = 1,
                                  .threads = 1};
}

/* The take to its last sample, as the ramp that begins with its first one: what the disk was
 * too late for is silent, and told.  Returns that first one. */
static int64_t
record_whole(struct studio *studio, int64_t track)
{
    const struct deck_order order = {.punch_start = {FROM},
                                     .punch_end = {FROM + LENGTH},
                                     .pre_roll = FROM / 2,
                                     .post_roll = 1000};
    const struct deck_state *now = &studio->state;
    const uint64_t lost = now->player.late + now->lost_frames;
    int64_t at, count, first = -1;
    char label[LABEL_SIZE];

    studio_roll(studio, &order);
    const uint64_t xruns = now->player.xruns, gone = now->xrun_frames;
    studio_settle(studio);
    assert_int_equal(now->player.xruns, xruns);
    assert_int_equal(now->xrun_frames, gone); /* as before it kept pace */
    float *x = studio_take(studio, track, 1, &at, &count);
    assert_int_equal(at, FROM);
    assert_int_equal(count, LENGTH);
    for (int64_t i = 0; first < 0 && i < count; i++)
        if (x[i] != 0)
            first = ramp_index(x[i]) - i;
    const struct heard heard = heard_as(x, count, first);
    free(x);
    heard_in_place(&heard, now->player.late + now->lost_frames - lost);
    /* Not to be heard with what comes next. */
    assert_int_equal(session_undo(studio->song->session, label, NULL), ST_OK);
    return first;
}

static void
a_take_is_what_came_in_to_the_last_sample(void **state)
{
    const struct player_config config = player_of("probe");
    struct studio studio;
    struct probe probe;
    struct plug plug;

    plug_in(&plug, SERVER_BLOCK);
    assert_true(probe_open(&probe, "probe", false));
    studio_new(&studio);
    const int64_t track = studio_track(&studio, "Voice", 1);
    studio_open(&studio, &config, 0);
    plug_keep_pace(&plug);
    for (int i = 0; i < TAKES; i++)
        (void)record_whole(&studio, track);
    plug_let_go(&plug);
    studio_close(&studio);
    studio_free(&studio);
    probe_close(&probe);
    plug_out(&plug);
}

/* The plug-in's two directions begin in cycles of their own: how long the way is, is another
 * thing each time, and the same as long as they run. */
static void
what_was_heard_is_recorded_where_it_was_each_time(void **state)
{
    const struct player_config config = player_of("loop");
    static struct loop loop;
    struct studio studio;
    struct plug plug;

    plug_in(&plug, SERVER_BLOCK);
    loop_open(&loop);
    studio_new(&studio);
    studio_ramp(&studio, 4 * LENGTH);
    const int64_t track = studio_track(&studio, "Copy", 1);
    studio_open(&studio, &config, LOOP_DELAY);
    plug_keep_pace(&plug);
    const int64_t first = record_whole(&studio, track);
    for (int i = 1; i < TAKES; i++)
        assert_int_equal(record_whole(&studio, track), first);
    plug_let_go(&plug);
    studio_close(&studio);
    studio_free(&studio);
    loop_close(&loop);
    plug_out(&plug);
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_ALSA && HAVE_JACK
        cmocka_unit_test(sound_goes_both_ways_exact_to_the_sample),
        cmocka_unit_test(a_take_is_what_came_in_to_the_last_sample),
        cmocka_unit_test(what_was_heard_is_recorded_where_it_was_each_time),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
