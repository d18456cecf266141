/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom we lead hears where the bars and beats are: a real server, and a client that reads
 * its transport as a drum machine does. */
#include "tests/test.h"

#include "config.h"

#if HAVE_JACK
#include "tests/drivers/server_help.h"
#include "tests/drivers/studio_help.h"
#include "time/tempo.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { RATE = 48000, LIMIT_MS = 60000 };

static const struct player_config LEADER
    = {.driver = "jack", .inputs = 1, .threads = 1, .transport = PLAYER_LEAD};

struct bench {
    struct server server;
    struct studio studio;
    jack_client_t *drums;
};

/* Tempo and metre change, and from bar 4 to bar 6 the tempo goes in a line. */
static void
open_song(struct bench *bench)
{
    static const char *const LINES[] = {"tempo 0s 90", "metre 3|1|0 7/8", "metre 5|1|0 3/4",
                                        "tempo 4|1|0 120 ramp", "tempo 6|1|0 60"};

    *bench = (struct bench){0};
    if (!server_start(&bench->server, RATE, 256, true)) {
        assert_true(bench->server.missing);
        skip();
    }
    studio_new(&bench->studio);
    studio_track(&bench->studio, "Voice", 1);
    for (size_t i = 0; i < COUNT(LINES); i++)
        app_edit(bench->studio.song, LINES[i]);
    bench->drums = jack_client_open("drums", JackNoStartServer, NULL);
    assert_non_null(bench->drums);
    assert_int_equal(jack_activate(bench->drums), 0);
}

static void
close_song(struct bench *bench)
{
    if (bench->studio.deck)
        studio_close(&bench->studio);
    jack_client_close(bench->drums);
    studio_free(&bench->studio);
    server_stop(&bench->server);
}

static bool
has_bbt(const jack_position_t *at)
{
    return (at->valid & JackPositionBBT) != 0;
}

/* It is what our own ruler says of that frame. */
static void
assert_place(const struct bench *bench, const jack_position_t *at)
{
    const struct tempo_map *map = model_tempo(session_model(bench->studio.song->session));
    const ticks_t tick = tempo_ticks(map, frames(at->frame));
    const struct bbt place = tempo_bbt(map, tick);
    const struct metre_point metre = tempo_metre(map, tick);

    if (at->bar != place.bar || at->beat != place.beat || at->tick != place.tick)
        fail_msg("frame %u is told as %d|%d|%d, and is %lld|%d|%d", at->frame, at->bar,
                 at->beat, at->tick, (long long)place.bar, place.beat, place.tick);
    assert_true(at->beats_per_bar == (float)metre.num && at->beat_type == (float)metre.den);
    assert_true(at->ticks_per_beat == 4.0 * TICKS_PER_QUARTER / metre.den);
    assert_true(at->beats_per_minute == tempo_bpm(map, tick) * metre.den / 4);
    assert_true(at->bar_start_tick + (at->beat - 1) * at->ticks_per_beat + at->tick
                == (double)tick.n);
}

static jack_transport_state_t
poll_until(struct bench *bench, jack_position_t *at, int64_t from)
{
    jack_transport_state_t state = JackTransportStopped;

    for (int ms = 0; ms < LIMIT_MS; ms++) {
        deck_poll(bench->studio.deck, &bench->studio.state);
        state = jack_transport_query(bench->drums, at);
        if ((int64_t)at->frame >= from && has_bbt(at))
            return state;
        moment();
    }
    fail_msg("at frame %u without bars and beats", at->frame);
    return state;
}

static void
whom_we_lead_is_told_the_bar_and_beat_while_it_rolls(void **state)
{
    static const int64_t FROM[] = {0, 200000, 400000};
    struct bench bench;
    jack_position_t at;

    open_song(&bench);
    studio_open(&bench.studio, &LEADER, 0);
    for (size_t i = 0; i < COUNT(FROM); i++) {
        const struct deck_order order = {.from = frames(FROM[i])};

        studio_roll(&bench.studio, &order);
        for (int look = 1; look <= 40; look++) {
            assert_int_equal(poll_until(&bench, &at, FROM[i] + look * 2000),
                             JackTransportRolling);
            assert_place(&bench, &at);
        }
        deck_stop(bench.studio.deck);
        studio_settle(&bench.studio);
    }
    close_song(&bench);
}

static void
a_locate_and_a_new_tempo_are_told_too(void **state)
{
    struct bench bench;
    jack_position_t at;

    open_song(&bench);
    studio_open(&bench.studio, &LEADER, 0);
    assert_int_equal(poll_until(&bench, &at, 0), JackTransportStopped);
    assert_place(&bench, &at);
    assert_int_equal(player_locate(bench.studio.player, frames(123456)), ST_OK);
    poll_until(&bench, &at, 123456);
    assert_int_equal(at.frame, 123456);
    assert_place(&bench, &at);
    app_edit(bench.studio.song, "tempo 0s 77");
    const struct deck_order order = {.from = frames(123456)};
    studio_roll(&bench.studio, &order);
    poll_until(&bench, &at, 130000);
    assert_place(&bench, &at);
    deck_stop(bench.studio.deck);
    studio_settle(&bench.studio);
    close_song(&bench);
}

static void
who_only_follows_leaves_bars_and_beats_to_others(void **state)
{
    const struct player_config follower
        = {.driver = "jack", .inputs = 1, .threads = 1, .transport = PLAYER_FOLLOW};
    struct bench bench;
    jack_position_t at;

    open_song(&bench);
    studio_open(&bench.studio, &follower, 0);
    jack_transport_start(bench.drums);
    for (int ms = 0; ms < LIMIT_MS; ms++) {
        deck_poll(bench.studio.deck, &bench.studio.state);
        (void)jack_transport_query(bench.drums, &at);
        if (at.frame > 20000)
            break;
        moment();
    }
    assert_true(at.frame > 20000);
    assert_false(has_bbt(&at));
    jack_transport_stop(bench.drums);
    close_song(&bench);
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_JACK
        cmocka_unit_test(whom_we_lead_is_told_the_bar_and_beat_while_it_rolls),
        cmocka_unit_test(a_locate_and_a_new_tempo_are_told_too),
        cmocka_unit_test(who_only_follows_leaves_bars_and_beats_to_others),
#endif
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
