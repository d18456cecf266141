/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#if HAVE_JACK

#include "tests/drivers/studio_help.h"

#include "app/place.h"
#include "media/soundout.h"
#include "tests/app/deck_help.h"
#include "tests/drivers/ramp.h"
#include "tests/drivers/server_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>

enum { LIMIT_MS = 60000 };

static void
notice(void *user, const struct fault *fault)
{
    struct studio *studio = user;

    studio->notices++;
    snprintf(studio->notice, sizeof studio->notice, "%.100s: %.120s", fault->where,
             fault->what);
}

void
studio_new(struct studio *studio)
{
    *studio = (struct studio){0};
    assert_int_equal(app_setup((void **)&studio->song), 0);
}

void
studio_open(struct studio *studio, const struct player_config *config, int64_t round_trip)
{
    const struct deck_config deck = {
        .notice = notice, .user = studio, .round_trip = round_trip, .handle = 0.1};
    struct app_song *song = studio->song;

    if (player_open(&studio->player, song->session, config, &song->fault)
        || deck_open(&studio->deck, song->session, studio->player, &deck, &song->fault))
        fail_msg("%s: %s", song->fault.where, song->fault.what);
}

void
studio_close(struct studio *studio)
{
    deck_close(studio->deck);
    player_close(studio->player);
    studio->deck = NULL;
    studio->player = NULL;
}

void
studio_free(struct studio *studio)
{
    app_teardown((void **)&studio->song);
}

int64_t
studio_track(struct studio *studio, const char *name, int input)
{
    char line[128];
    int64_t id;

    snprintf(line, sizeof line, "track-add %s", name);
    app_edit(studio->song, line);
    snprintf(line, sizeof line, "input %s %d", name, input);
    app_edit(studio->song, line);
    snprintf(line, sizeof line, "monitor %s off", name);
    app_edit(studio->song, line);
    snprintf(line, sizeof line, "arm %s", name);
    app_edit(studio->song, line);
    assert_int_equal(
        place_track(session_model(studio->song->session), name, &id, NULL), ST_OK);
    return id;
}

void
studio_ramp(struct studio *studio, int64_t frames)
{
    enum { CHUNK = 4800 };
    const struct soundout_spec spec = {
        .format = SOUNDOUT_WAV, .bits = SOUNDOUT_FLOAT, .rate = 48000, .channels = 2};
    struct soundout *out;
    struct fault fault;
    float x[CHUNK];
    const float *const planar[] = {x, x};
    char path[600];

    snprintf(path, sizeof path, "%s/ramp.wav", studio->song->folder);
    assert_int_equal(soundout_open(&out, path, &spec, &fault), ST_OK);
    for (int64_t at = 0; at < frames; at += CHUNK) {
        const int64_t n = frames - at < CHUNK ? frames - at : CHUNK;

        for (int64_t i = 0; i < n; i++)
            x[i] = ramp_at((uint64_t)(at + i));
        assert_int_equal(soundout_write(out, planar, (size_t)n, NULL, &fault), ST_OK);
    }
    assert_int_equal(soundout_close(out, NULL, &fault), ST_OK);
    app_import(studio->song, "ramp.wav");
}

void
studio_roll(struct studio *studio, const struct deck_order *order)
{
    struct fault fault;

    if (deck_roll(studio->deck, order, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    for (int ms = 0; !studio->state.player.rolling && ms < LIMIT_MS; ms++) {
        deck_poll(studio->deck, &studio->state);
        moment();
    }
    assert_true(studio->state.player.rolling);
}

void
studio_frames(struct studio *studio, int64_t frames)
{
    const int64_t until = studio->state.player.position.n + frames;

    for (int ms = 0; studio->state.player.position.n < until && ms < LIMIT_MS; ms++) {
        deck_poll(studio->deck, &studio->state);
        moment();
    }
    assert_true(studio->state.player.position.n >= until);
}

void
studio_poll(struct studio *studio, int ms)
{
    for (; ms > 0; ms--) {
        deck_poll(studio->deck, &studio->state);
        moment();
    }
}

void
studio_await_lost(struct studio *studio, bool lost)
{
    for (int ms = 0; studio->state.player.lost != lost && ms < LIMIT_MS; ms++)
        studio_poll(studio, 1);
    assert_int_equal(studio->state.player.lost, lost);
}

void
studio_wire(struct probe *probe)
{
    assert_true(probe_open(probe, "probe", true));
    (void)jack_disconnect(probe->client, "system:capture_1", "remanence:in_1");
    assert_int_equal(jack_connect(probe->client, "probe:out", "remanence:in_1"), 0);
}

void
studio_settle(struct studio *studio)
{
    for (int ms = 0; ms < LIMIT_MS; ms++) {
        deck_poll(studio->deck, &studio->state);
        if (studio->state.settled)
            return;
        moment();
    }
    fail_msg("the takes do not end");
}

float *
studio_take(const struct studio *studio, int64_t track, int64_t number, int64_t *at,
            int64_t *frames)
{
    const struct row_clip *clip = ramp_take(studio->song->session, track, number);

    assert_non_null(clip);
    *at = clip->at;
    *frames = clip->length;
    return ramp_clip(studio->song->session, clip, 0);
}

#endif
