/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recording through servers of the test's own, which stall, end, come back and change. */
#include "tests/test.h"

#include "config.h"

#if HAVE_JACK
#include "app/arm.h"
#include "tests/drivers/ramp.h"
#include "tests/drivers/server_help.h"
#include "tests/drivers/studio_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LIMIT_MS = 20000, BLOCK = 256 };

static const struct player_config ONE_INPUT
    = {.driver = "jack", .inputs = 1, .threads = 1};

/* Each sample of the take is the clock's, none is shifted against the first, and silent are
 * those alone that were told as missed; returns how many frames there are. */
static int64_t
assert_one_piece(const struct studio *studio, int64_t track, int64_t number)
{
    int64_t at, frames;
    float *x = studio_take(studio, track, number, &at, &frames);
    const int64_t first = frames > 0 ? ramp_index(x[0]) : 0;

    uint64_t silent = 0;

    assert_true(first >= 0);
    for (int64_t i = 0; i < frames; i++) {
        if (ramp_index(x[i]) == (first + i) % RAMP_PERIOD)
            continue;
        if (x[i] != 0)
            fail_msg("frame %lld is %lld, not %lld", (long long)i,
                     (long long)ramp_index(x[i]), (long long)(first + i));
        silent++;
    }
    free(x);
    if (silent > studio->state.xrun_frames)
        fail_msg("%llu frames are silent, and %llu were told as missed",
                 (unsigned long long)silent,
                 (unsigned long long)studio->state.xrun_frames);
    return frames;
}

struct events {
    const char *word;
    unsigned count;
    struct incident_told last;
};

static void
count_event(void *user, const struct incident_told *told)
{
    struct events *events = user;

    if (strcmp(told->word, events->word) != 0)
        return;
    events->count++;
    events->last = *told;
}

static struct events
events_of(const struct studio *studio, const char *word)
{
    struct events events = {.word = word};
    struct fault fault;

    assert_int_equal(incidents_tell(studio->song->session, count_event, &events, &fault),
                     ST_OK);
    return events;
}

static double
seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* --- servers that end -------------------------------------------------------------------- */

static void
a_take_outlives_its_server_which_is_joined_again(void **state)
{
    const struct deck_order order = {.from = frames(48000)};
    struct server server;
    struct studio studio;
    struct probe probe;
    struct fault fault;

    server_need(&server, 48000, BLOCK, true);
    studio_new(&studio);
    const int64_t track = studio_track(&studio, "Voice", 1);
    studio_open(&studio, &ONE_INPUT, 0);
    for (int64_t take = 1; take <= 3; take++) {
        studio_wire(&probe);
        studio_roll(&studio, &order);
        studio_frames(&studio, 24000);
        if (take % 2)
            server_kill(&server);
        else
            server_stop(&server);
        probe_close(&probe); /* libjack joins no server while a client of a dead one is left */
        studio_await_lost(&studio, true);
        studio_settle(&studio);
        assert_false(studio.state.player.rolling);
        assert_true(studio.notices > 0);
        assert_non_null(strstr(studio.notice, "JACK server has ended"));
        assert_true(assert_one_piece(&studio, track, take) >= 24000 - 4800);
        assert_int_equal(deck_roll(studio.deck, &order, &fault), ST_IO);

        assert_true(server_start(&server, 48000, BLOCK, true));
        const double back = seconds_now();
        studio_await_lost(&studio, false);
        assert_true(seconds_now() - back < 2.0);
        assert_int_equal(events_of(&studio, "device-lost").count, take);
        assert_int_equal(events_of(&studio, "device-back").count, take);
    }
    studio_close(&studio);
    studio_free(&studio);
    server_stop(&server);
}

/* Rather than to record and play too high or too low: it waits for the right rate. */
static void
a_server_that_comes_back_at_another_rate_is_not_joined(void **state)
{
    const struct deck_order order = {.from = frames(0)};
    struct server server;
    struct studio studio;
    struct probe probe;
    struct fault fault;

    server_need(&server, 48000, BLOCK, true);
    studio_new(&studio);
    const int64_t track = studio_track(&studio, "Voice", 1);
    studio_open(&studio, &ONE_INPUT, 0);
    studio_wire(&probe);
    studio_roll(&studio, &order);
    studio_frames(&studio, 9600);
    server_stop(&server);
    probe_close(&probe);
    studio_await_lost(&studio, true);
    studio_settle(&studio);
    assert_true(server_start(&server, 44100, BLOCK, true));
    const unsigned before = studio.notices;
    studio_poll(&studio, 1500);
    assert_true(studio.state.player.lost);
    assert_int_equal(studio.notices, before + 1); /* told, and once */
    assert_non_null(strstr(studio.notice, "44100"));
    assert_int_equal(deck_roll(studio.deck, &order, &fault), ST_IO);
    server_stop(&server);
    assert_true(server_start(&server, 48000, BLOCK, true));
    studio_await_lost(&studio, false);
    assert_true(assert_one_piece(&studio, track, 1) >= 4800);
    studio_close(&studio);
    studio_free(&studio);
    server_stop(&server);
}

/* --- servers that change, or are late ---------------------------------------------------- */

/* A server that waits for its clients leaves none out, also about a change. */
static void
a_hundred_changes_of_the_block_shift_nothing(void **state)
{
    static const unsigned BLOCKS[] = {64, 2048, 256, 1024};
    const struct deck_order order = {.from = frames(0)};
    struct server server;
    struct studio studio;
    struct probe probe;

    server_need(&server, 48000, BLOCK, true);
    studio_new(&studio);
    const int64_t track = studio_track(&studio, "Voice", 1);
    studio_open(&studio, &ONE_INPUT, 0);
    studio_wire(&probe);
    probe.by_clock = false; /* what is delivered is counted: the clock is set anew */
    studio_roll(&studio, &order);
    studio_frames(&studio, 4096);
    for (unsigned i = 0; i < 100; i++) {
        assert_int_equal(jack_set_buffer_size(probe.client, BLOCKS[i % COUNT(BLOCKS)]), 0);
        studio_frames(&studio, 2);
        assert_true(studio.state.player.rolling && !studio.state.player.lost);
    }
    deck_stop(studio.deck);
    studio_settle(&studio);
    assert_one_piece(&studio, track, 1);
    assert_int_equal(studio.state.xrun_frames, 0);
    assert_int_equal(studio.notices, 0);
    assert_true(events_of(&studio, "device-changed").count > 0);
    studio_close(&studio);
    probe_close(&probe);
    studio_free(&studio);
    server_stop(&server);
}

static int64_t
most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* How many samples are not shifted against the one at `pivot`. */
static int64_t
in_place(const float *x, int64_t count, int64_t pivot)
{
    const int64_t first = ramp_index(x[pivot]) - pivot + RAMP_PERIOD;
    int64_t found = 0;

    for (int64_t i = 0; i < count; i++)
        found += x[i] != 0.0f && ramp_index(x[i]) == (first + i) % RAMP_PERIOD;
    return found;
}

/* What follows each gap is where it would have been without it. */
static void
thirty_xruns_are_silent_marked_and_shift_nothing(void **state)
{
    const struct deck_order order = {.from = frames(0)};
    struct server server;
    struct studio studio;
    struct probe probe;
    int64_t at, count, whole = 0;

    server_need(&server, 48000, BLOCK, false);
    studio_new(&studio);
    const int64_t track = studio_track(&studio, "Voice", 1);
    studio_open(&studio, &ONE_INPUT, 0);
    studio_wire(&probe);
    studio_roll(&studio, &order);
    studio_frames(&studio, 4800);
    for (int i = 0; i < 30; i++) {
        const uint64_t lost = studio.state.xrun_frames;

        probe.stall_ms = 30;
        for (int ms = 0; studio.state.xrun_frames == lost && ms < LIMIT_MS; ms++) {
            deck_poll(studio.deck, &studio.state);
            moment();
        }
        assert_true(studio.state.xrun_frames > lost);
        studio_frames(&studio, 4800);
    }
    deck_stop(studio.deck);
    studio_settle(&studio);
    float *x = studio_take(&studio, track, 1, &at, &count);
    for (int64_t i = 1; i < 16; i++)
        whole = most(whole, in_place(x, count, count * i / 16));
    free(x);
    /* A cycle that came too late brings what was meant for another, a block or two. */
    assert_true(whole >= count - (int64_t)studio.state.xrun_frames - 30 * 4 * BLOCK);
    assert_true(events_of(&studio, "xrun").count >= 30);
    studio_close(&studio);
    studio_free(&studio);
    server_stop(&server);
}

/* --- freewheel --------------------------------------------------------------------------- */

static void
a_freewheeling_server_gets_every_frame(void **state)
{
    enum { LENGTH = 48000 * 60 };
    const struct player_config none = {.driver = "jack", .threads = 1};
    struct server server;
    struct studio studio;
    struct probe probe;

    server_need(&server, 48000, BLOCK, true);
    studio_new(&studio);
    studio_ramp(&studio, LENGTH);
    studio_open(&studio, &none, 0);
    assert_true(probe_open(&probe, "probe", false));
    assert_int_equal(jack_connect(probe.client, "remanence:out_1", "probe:in"), 0);
    for (int ms = 0; !player_ready(studio.player) && ms < LIMIT_MS; ms++)
        moment();
    assert_int_equal(jack_set_freewheel(probe.client, 1), 0);
    assert_int_equal(player_roll(studio.player), ST_OK);
    for (int ms = 0; studio.state.player.position.n < LENGTH && ms < 3 * LIMIT_MS; ms++) {
        deck_poll(studio.deck, &studio.state);
        moment();
    }
    assert_int_equal(jack_set_freewheel(probe.client, 0), 0);
    assert_true(studio.state.player.position.n >= LENGTH);
    assert_int_equal(studio.state.player.late, 0);
    /* The ramp's middle is silence, which it looks for its beginning in. */
    assert_true(probe.good >= LENGTH - 1);
    studio_close(&studio);
    probe_close(&probe);
    studio_free(&studio);
    server_stop(&server);
}

static void
a_freewheeling_server_is_recorded_to_every_frame(void **state)
{
    enum { LENGTH = 48000 * 60 };
    const struct deck_order order = {.from = frames(0), .length = LENGTH};
    struct server server;
    struct studio studio;
    struct probe probe;

    server_need(&server, 48000, BLOCK, true);
    studio_new(&studio);
    const int64_t track = studio_track(&studio, "Voice", 1);
    studio_open(&studio, &ONE_INPUT, 0);
    studio_wire(&probe);
    probe.by_clock = false;
    studio_poll(&studio, 100);
    assert_int_equal(jack_set_freewheel(probe.client, 1), 0);
    studio_roll(&studio, &order);
    studio_settle(&studio);
    assert_int_equal(jack_set_freewheel(probe.client, 0), 0);
    assert_int_equal(studio.state.lost_frames, 0);
    assert_int_equal(assert_one_piece(&studio, track, 1), LENGTH);
    studio_close(&studio);
    probe_close(&probe);
    studio_free(&studio);
    server_stop(&server);
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_JACK
        cmocka_unit_test(a_take_outlives_its_server_which_is_joined_again),
        cmocka_unit_test(a_server_that_comes_back_at_another_rate_is_not_joined),
        cmocka_unit_test(a_hundred_changes_of_the_block_shift_nothing),
        cmocka_unit_test(thirty_xruns_are_silent_marked_and_shift_nothing),
        cmocka_unit_test(a_freewheeling_server_gets_every_frame),
        cmocka_unit_test(a_freewheeling_server_is_recorded_to_every_frame),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
