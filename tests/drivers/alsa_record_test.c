/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sound goes out through ALSA, through a loop of known length, and in again: ALSA's plug-in
 * for JACK, on a server of the test's own, in a configuration of the test's own. */
#include "tests/test.h"

#include "config.h"

#if HAVE_ALSA && HAVE_JACK
#include "app/round_trip.h"
#include "tests/drivers/ramp.h"
#include "tests/drivers/server_help.h"
#include "tests/drivers/studio_help.h"

#include <alsa/asoundlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DELAY = 777, RING = 1 << 14, LENGTH = 96000, LIMIT_MS = 60000, TRIES = 10,
       PERIOD = 256 };

static const char CONFIGURATION[] = "pcm.studio {\n"
                                    "  type jack\n"
                                    "  playback_ports { 0 loop:in }\n"
                                    "  capture_ports { 0 loop:out }\n"
                                    "}\n";
struct loop {
    jack_client_t *client;
    jack_port_t *in, *out;
    float ring[RING];
    uint32_t at, due;
    _Atomic unsigned troubles; /* the server's: cycles too late, left out, or come twice */
};

static int
loop_process(jack_nframes_t frames, void *user)
{
    struct loop *loop = user;
    const float *in = jack_port_get_buffer(loop->in, frames);
    float *out = jack_port_get_buffer(loop->out, frames);

    const uint32_t now = jack_last_frame_time(loop->client);

    loop->troubles += now != loop->due;
    loop->due = now + frames;
    for (jack_nframes_t i = 0; i < frames; i++, loop->at++) {
        loop->ring[loop->at % RING] = in[i];
        out[i] = loop->ring[(loop->at - DELAY) % RING];
    }
    return 0;
}

static int
on_xrun(void *user)
{
    ((struct loop *)user)->troubles++;
    return 0;
}

struct room {
    char folder[64];
    struct server server;
    struct loop loop;
    struct studio studio;
    int64_t track;
};

static void
loop_open(struct loop *loop)
{
    *loop = (struct loop){.client = jack_client_open("loop", JackNoStartServer, NULL)};
    assert_non_null(loop->client);
    loop->in = jack_port_register(loop->client, "in", JACK_DEFAULT_AUDIO_TYPE,
                                  JackPortIsInput, 0);
    loop->out = jack_port_register(loop->client, "out", JACK_DEFAULT_AUDIO_TYPE,
                                   JackPortIsOutput, 0);
    assert_int_equal(jack_set_process_callback(loop->client, loop_process, loop), 0);
    assert_int_equal(jack_set_xrun_callback(loop->client, on_xrun, loop), 0);
    assert_int_equal(jack_activate(loop->client), 0);
}

static void
configure(struct room *room)
{
    char path[128];

    strcpy(room->folder, "/tmp/rem-alsa-XXXXXX");
    assert_non_null(mkdtemp(room->folder));
    snprintf(path, sizeof path, "%s/asound.conf", room->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(CONFIGURATION, file);
    assert_int_equal(fclose(file), 0);
    setenv("ALSA_CONFIG_PATH", path, 1);
    snd_config_update_free_global();
}

static void
enter(struct room *room)
{
    configure(room);
    if (!server_start(&room->server, 48000, PERIOD, true)) {
        if (room->server.missing)
            skip();
        fail_msg("jackd does not start");
    }
    loop_open(&room->loop);
    studio_new(&room->studio);
    setenv("XDG_STATE_HOME", room->studio.song->folder, 1);
    studio_ramp(&room->studio, LENGTH);
    room->track = studio_track(&room->studio, "Voice", 1);
}

static void
leave(struct room *room)
{
    char path[128];

    studio_free(&room->studio);
    jack_client_close(room->loop.client);
    server_stop(&room->server);
    snprintf(path, sizeof path, "%s/asound.conf", room->folder);
    unlink(path);
    rmdir(room->folder);
}

/* What is told is the way through ALSA, without the loop; its two directions are two
 * clients of the server, which on a busy machine start some periods apart. */
static int64_t
measure(unsigned block)
{
    const struct round_trip_config config
        = {.driver = "alsa", .device = "studio", .block = block};
    struct round_trip_result result;
    struct round_trip *trip;
    struct fault fault;
    double progress;

    if (round_trip_begin(&trip, &config, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    for (int ms = 0; !round_trip_poll(trip, &progress) && ms < LIMIT_MS; ms++)
        moment();
    if (round_trip_result(trip, &result, &fault) || round_trip_keep(&result, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    round_trip_end(trip);
    assert_true(result.confidence > 0.99);
    assert_int_equal((result.frames - result.told - DELAY) % PERIOD, 0);
    return result.frames;
}

/* What a recording is expected to leave: takes at a place, of one length but for the last
 * one of several, which was stopped. */
struct expected {
    struct deck_order order;
    int64_t at, length;
    size_t takes;
};

static size_t
count_takes(const struct room *room)
{
    size_t count;

    model_rows(session_model(room->studio.song->session), TABLE_TAKE, &count);
    return count;
}

static void
record(struct room *room, const struct expected *expected)
{
    struct studio *studio = &room->studio;
    const size_t before = count_takes(room);

    studio_roll(studio, &expected->order);
    for (int ms = 0; expected->takes > 1 && count_takes(room) < before + expected->takes
                     && ms < LIMIT_MS;
         ms++) {
        deck_poll(studio->deck, &studio->state);
        moment();
    }
    if (expected->takes > 1)
        deck_stop(studio->deck);
    studio_settle(studio);
}

/* Each frame of each take's clip is the one that was heard there; false: the plug-in lost
 * periods or started otherwise than when it was measured: silent, or whole periods off. */
static bool
lies_in_place(const struct room *room, const struct expected *expected)
{
    const int64_t count = (int64_t)count_takes(room);

    assert_true(count >= (int64_t)expected->takes);
    for (int64_t take = 1; take <= count; take++) {
        int64_t at, length;
        float *x = studio_take(&room->studio, room->track, take, &at, &length);

        assert_int_equal(at, expected->at);
        if (take <= (int64_t)expected->takes)
            assert_int_equal(length, expected->length);
        int64_t off = 0;
        for (int64_t i = 0; i < length && off == 0; i++)
            off = ramp_index(x[i]) - at - i;
        free(x);
        if (off % PERIOD != 0 && off < RAMP_PERIOD / 4)
            fail_msg("take %lld is %lld frames off", (long long)take, (long long)off);
        if (off != 0)
            return false;
    }
    return true;
}

static void
undo_takes(struct room *room)
{
    char label[LABEL_SIZE];

    while (count_takes(room) > 0)
        assert_int_equal(session_undo(room->studio.song->session, label, NULL), ST_OK);
}

/* A machine that is busy loses cycles, of which ALSA's plug-in does not tell all, and with
 * them the ramp: then it is tried again. */
static bool
records_in_place(struct room *room, const struct expected *expected)
{
    const struct deck_state *state = &room->studio.state;

    for (int i = 0; i < TRIES; i++) {
        const uint64_t lost = state->xrun_frames, xruns = state->player.xruns;
        const unsigned troubles = room->loop.troubles;

        record(room, expected);
        const bool whole = state->xrun_frames == lost && state->player.xruns == xruns
                           && room->loop.troubles == troubles;
        const bool in_place = whole && lies_in_place(room, expected);
        undo_takes(room);
        if (whole)
            return in_place;
    }
    fail_msg("the device loses cycles all the time");
    return false;
}

/* One opening: what was measured holds for all of it, or for none. */
static bool
what_is_recorded_lies_in_place(struct room *room, unsigned block)
{
    static const struct expected ALL[] = {
        {{.from = {1000}, .length = 20000}, 1000, 20000, 1},
        {{.punch_start = {12345}, .punch_end = {23456}, .pre_roll = 6000, .post_roll = 1000},
         12345,
         11111,
         1},
        {{.loop_start = {10000}, .loop_end = {25001}}, 10000, 15001, 3},
    };
    const struct player_config player = {.driver = "alsa",
                                         .device = "studio",
                                         .block = block,
                                         .inputs = 1,
                                         .threads = 1};
    const int64_t measured = measure(block);
    bool in_place = true;

    studio_open(&room->studio, &player, -1);
    for (size_t k = 0; k < COUNT(ALL) && in_place; k++) {
        in_place = records_in_place(room, &ALL[k]);
        assert_true(room->studio.state.measured);
        assert_int_equal(room->studio.state.round_trip, measured);
    }
    studio_close(&room->studio);
    return in_place;
}

static void
what_was_heard_through_alsa_is_recorded_where_it_was(void **state)
{
    static const unsigned BLOCKS[] = {256, 512, 1024};
    static struct room room;

    enter(&room);
    for (size_t i = 0; i < COUNT(BLOCKS); i++)
        for (int tries = 0; !what_is_recorded_lies_in_place(&room, BLOCKS[i]); tries++)
            assert_true(tries < TRIES);
    leave(&room);
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_ALSA && HAVE_JACK
        cmocka_unit_test(what_was_heard_through_alsa_is_recorded_where_it_was),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
