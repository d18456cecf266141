/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/app/deck_help.h"

#include "engine/engine.h"
#include "media/soundfile.h"
#include "model/check.h"
#include "tests/test.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
notice(void *user, const struct fault *fault)
{
    struct ramp_song *ramp = user;

    ramp->notices++;
    snprintf(ramp->notice, sizeof ramp->notice, "%.100s: %.120s", fault->where,
             fault->what);
}

void
ramp_open(struct ramp_song *ramp, struct app_song *song, uint32_t block,
          int64_t round_trip)
{
    const struct player_config config = {
        .driver = "stepped", .block = block, .inputs = RAMP_CHANNELS, .threads = 1};
    const struct deck_config deck
        = {.notice = notice, .user = ramp, .round_trip = round_trip, .handle = 0.1};

    *ramp = (struct ramp_song){.song = song, .block = block, .rolled_at = -1};
    if (player_open(&ramp->player, song->session, &config, &song->fault)
        || deck_open(&ramp->deck, song->session, ramp->player, &deck, &song->fault))
        fail_msg("%s: %s", song->fault.where, song->fault.what);
}

void
ramp_close(struct ramp_song *ramp)
{
    deck_close(ramp->deck);
    player_close(ramp->player);
}

void
ramp_cycle(struct ramp_song *ramp)
{
    static float in[RAMP_CHANNELS][8192], out[2][8192];
    const float *const ins[] = {in[0], in[1], in[2], in[3]};
    float *outs[] = {out[0], out[1]};
    const bool rolling = ramp->rolling;

    for (int c = 0; c < RAMP_CHANNELS; c++)
        for (uint32_t i = 0; i < ramp->block; i++)
            in[c][i] = ramp->silent
                           ? 0
                           : (float)(ramp->input + i + 1 + c * RAMP_CHANNEL);
    engine_cycle(player_engine(ramp->player), ins, RAMP_CHANNELS, outs, 2,
                 ramp->block);
    deck_poll(ramp->deck, &ramp->state);
    struct engine_state engine;
    engine_state(player_engine(ramp->player), &engine);
    ramp->rolling = engine.rolling;
    if (ramp->rolling && !rolling) {
        ramp->rolled_at = ramp->input;
        ramp->rolled_from = engine.position.n - ramp->block;
    }
    ramp->input += ramp->block;
}

void
ramp_until_rolling(struct ramp_song *ramp)
{
    for (int i = 0; i < 200000 && !ramp->rolling; i++) {
        ramp_cycle(ramp);
        sched_yield();
    }
    assert_true(ramp->rolling);
}

void
ramp_frames(struct ramp_song *ramp, int64_t count)
{
    for (int64_t done = 0; done < count; done += ramp->block)
        ramp_cycle(ramp);
}

void
ramp_settle(struct ramp_song *ramp)
{
    for (int i = 0; i < 2000000; i++) {
        deck_poll(ramp->deck, &ramp->state);
        if (ramp->state.settled)
            return;
        /* The last frames of a take are still under way. */
        if (i < 64)
            ramp_cycle(ramp);
        sched_yield();
    }
    fail_msg("the takes do not end");
}

float *
ramp_clip(const struct session *session, const struct row_clip *clip,
          unsigned channel)
{
    const struct row_source *source
        = model_row(session_model(session), TABLE_SOURCE, clip->source_id);
    struct soundfile *file;
    struct fault fault;
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "%s/%s", session_folder(session), source->path);
    if (soundfile_open(&file, path, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    const struct soundfile_info *info = soundfile_info(file);
    float *frames = calloc((size_t)clip->length * info->channels, sizeof *frames);
    float *one = calloc((size_t)clip->length, sizeof *one);

    assert_true(info->raw && channel < info->channels);
    assert_int_equal(info->channels, source->channels);
    assert_int_equal(info->frames, source->length);
    assert_int_equal(soundfile_read_raw(file, clip->offset, clip->length, frames),
                     clip->length);
    for (int64_t i = 0; i < clip->length; i++)
        one[i] = frames[(size_t)i * info->channels + channel];
    soundfile_close(file);
    free(frames);
    return one;
}

const struct row_clip *
ramp_take(const struct session *session, int64_t track, int64_t number)
{
    const struct model *model = session_model(session);
    size_t count;
    const struct row_clip *clips = model_rows(model, TABLE_CLIP, &count);

    for (size_t i = 0; i < count; i++) {
        const struct row_take *take
            = model_row(model, TABLE_TAKE, clips[i].take_id);

        if (take && take->track_id == track && take->number == number)
            return &clips[i];
    }
    return NULL;
}

int64_t
ramp_track(struct app_song *song, const char *name, const char *input)
{
    char text[128];

    snprintf(text, sizeof text, "track-add %s", name);
    app_edit(song, text);
    snprintf(text, sizeof text, "input %s %s", name, input);
    app_edit(song, text);
    snprintf(text, sizeof text, "monitor %s off", name);
    app_edit(song, text);
    snprintf(text, sizeof text, "arm %s", name);
    app_edit(song, text);
    return app_track(song, name);
}

void
ramp_roll(struct ramp_song *ramp, const struct deck_order *order)
{
    struct fault fault;

    if (deck_roll(ramp->deck, order, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    ramp_until_rolling(ramp);
}

void
ramp_assert_in_place(const struct ramp_song *ramp, const struct row_clip *clip,
                     unsigned channel, int wired, int64_t latency, int64_t wrapped)
{
    float *x = ramp_clip(ramp->song->session, clip, channel);

    for (int64_t i = 0; i < clip->length; i++) {
        const int64_t input = ramp->rolled_at + (clip->at + i - ramp->rolled_from)
                              + wrapped + latency;

        if (x[i] != (float)(input + 1 + wired * RAMP_CHANNEL))
            fail_msg("frame %lld of the clip holds %.0f, not %lld", (long long)i,
                     x[i], (long long)input + 1);
    }
    free(x);
}

void
ramp_play(struct ramp_song *ramp, int64_t at)
{
    assert_int_equal(player_locate(ramp->player, frames(at)), ST_OK);
    assert_int_equal(player_roll(ramp->player), ST_OK);
    ramp_until_rolling(ramp);
}

void
ramp_halt(struct ramp_song *ramp)
{
    assert_int_equal(player_stop(ramp->player), ST_OK);
    ramp_cycle(ramp);
    assert_false(ramp->rolling);
}

void
ramp_let_hear(struct ramp_song *ramp)
{
    const double all = (double)ramp->input / 48000;

    for (int i = 0; i < 2000000 && ramp->state.heard < all; i++) {
        deck_poll(ramp->deck, &ramp->state);
        sched_yield();
    }
    assert_true(ramp->state.heard >= all);
}

void
ramp_keep(struct ramp_song *ramp)
{
    struct fault fault;

    ramp_let_hear(ramp);
    if (deck_keep(ramp->deck, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    ramp_settle(ramp);
    assert_int_equal(model_check(session_model(ramp->song->session), &fault),
                     ST_OK);
}
