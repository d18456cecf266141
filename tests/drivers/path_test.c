/* SPDX-License-Identifier: GPL-3.0-or-later */
/* path_test.c: a path through a server that gets longer while a take runs. */
#include "tests/test.h"

#include "config.h"

#if HAVE_JACK
#include "app/deck.h"
#include "drivers/jack_private.h"
#include "model/ops_input.h"
#include "model/ops_track.h"
#include "model/tables.h"
#include "store/journal.h"
#include "tests/drivers/server_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHORT = 1000, LONG = 3000, WAIT_MS = 20000 };

/* Somebody's box, whose output says how old its sound is. */
struct box {
    jack_client_t *client;
    jack_port_t *out;
    _Atomic uint32_t latency;
};

static void
tell_latency(jack_latency_callback_mode_t mode, void *user)
{
    struct box *box = user;
    const uint32_t frames = atomic_load(&box->latency);
    jack_latency_range_t range = {frames, frames};

    if (mode == JackCaptureLatency)
        jack_port_set_latency_range(box->out, mode, &range);
}

static int
stand_by(jack_nframes_t frames, void *user)
{
    struct box *box = user;
    float *out = jack_port_get_buffer(box->out, frames);

    memset(out, 0, frames * sizeof *out);
    return 0;
}

static void
open_box(struct box *box)
{
    *box = (struct box){.latency = SHORT};
    box->client = jack_join("box", NULL, NULL, NULL);
    assert_non_null(box->client);
    box->out = jack_port_register(box->client, "out", JACK_DEFAULT_AUDIO_TYPE,
                                  JackPortIsOutput, 0);
    assert_int_equal(jack_set_process_callback(box->client, stand_by, box), 0);
    assert_int_equal(jack_set_latency_callback(box->client, tell_latency, box), 0);
    assert_int_equal(jack_activate(box->client), 0);
}

static void
plug(const struct box *box)
{
    const char **inputs = jack_get_ports(box->client, "in_1$", JACK_DEFAULT_AUDIO_TYPE,
                                         JackPortIsInput);

    assert_non_null(inputs);
    assert_int_equal(jack_connect(box->client, jack_port_name(box->out), inputs[0]), 0);
    jack_free(inputs);
}

static int64_t
add_track(struct session *session)
{
    const struct op_track new
        = {.kind = TRACK_AUDIO, .name = "Voice", .color = -1, .channels = 1};
    struct fault fault;
    struct edit *edit;
    int64_t id;

    assert_int_equal(edit_new(&edit, "Track"), ST_OK);
    const struct ops ops = {edit, session_model(session), &fault};
    assert_int_equal(op_track_add(&ops, &new, &id), ST_OK);
    assert_int_equal(op_input_channels(&ops, id, 0, -1, ""), ST_OK);
    assert_int_equal(op_input_set(&ops, id, "armed", 1), ST_OK);
    assert_int_equal(session_commit(session, edit, &fault), ST_OK);
    edit_free(edit);
    return id;
}

/* Until takes are placed with so many frames more than `base`. */
static bool
wait_for_latency(struct deck *deck, struct deck_state *state, uint32_t wanted)
{
    for (int ms = 0; ms < WAIT_MS; ms++) {
        deck_poll(deck, state);
        if (state->round_trip >= wanted)
            return true;
        moment();
    }
    return false;
}

static bool
wait_for_take(struct deck *deck, struct deck_state *state, bool running)
{
    for (int ms = 0; ms < WAIT_MS; ms++) {
        deck_poll(deck, state);
        if (running ? state->takes > 0 && state->recording : state->settled)
            return true;
        moment();
    }
    return false;
}

static void
look(void *user, const struct incident *incident)
{
    if (incident->kind == INCIDENT_DEVICE_CHANGED && strstr(incident->text, "latency"))
        ++*(unsigned *)user;
}

static void
a_take_keeps_the_latency_that_it_began_with_and_the_next_has_the_new_one(void **state)
{
    const struct player_config config
        = {.driver = "jack", .inputs = 1, .threads = 1};
    const struct deck_config quiet = {.round_trip = -1, .handle = 0.1};
    const struct deck_order order = {.from = frames(0)};
    char folder[] = "/tmp/remanence-path-XXXXXX", song[64], command[96];
    struct session *session;
    struct player *player;
    struct deck *deck;
    struct deck_state now;
    struct server server;
    struct fault fault;
    struct box box;
    unsigned changes = 0;

    if (!server_start(&server, 48000, 128, false)) {
        assert_true(server.missing);
        skip();
    }
    assert_non_null(mkdtemp(folder));
    setenv("XDG_STATE_HOME", folder, 1);
    setenv("XDG_CONFIG_HOME", folder, 1);
    snprintf(song, sizeof song, "%s/a.rem", folder);
    assert_int_equal(session_create(&session, song, 48000, &fault), ST_OK);
    const int64_t track = add_track(session);
    if (player_open(&player, session, &config, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    assert_int_equal(deck_open(&deck, session, player, &quiet, &fault), ST_OK);
    open_box(&box);
    plug(&box);
    assert_true(wait_for_latency(deck, &now, SHORT));
    const uint32_t before = now.round_trip;
    assert_int_equal(deck_roll(deck, &order, &fault), ST_OK);
    assert_true(wait_for_take(deck, &now, true));

    atomic_store(&box.latency, LONG);
    assert_int_equal(jack_recompute_total_latencies(box.client), 0);
    assert_true(wait_for_latency(deck, &now, LONG));
    deck_stop(deck);
    assert_true(wait_for_take(deck, &now, false));
    assert_int_equal(deck_roll(deck, &order, &fault), ST_OK);
    assert_true(wait_for_take(deck, &now, true));
    deck_stop(deck);
    assert_true(wait_for_take(deck, &now, false));

    const struct model *model = session_model(session);
    int64_t round_trips[2] = {0};
    for (const struct row_take *take = model_first(model, TABLE_TAKE, track); take;
         take = model_next(model, TABLE_TAKE, take))
        round_trips[take->number - 1] = take->round_trip;
    assert_int_equal(round_trips[0], before);
    assert_int_equal(round_trips[1], before + LONG - SHORT);
    assert_int_equal(store_incident_list(session_store(session), look, &changes, &fault),
                     ST_OK);
    assert_true(changes >= 1);
    jack_leave(box.client, NULL);
    deck_close(deck);
    player_close(player);
    session_close(session);
    server_stop(&server);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_JACK
        cmocka_unit_test(
            a_take_keeps_the_latency_that_it_began_with_and_the_next_has_the_new_one),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
