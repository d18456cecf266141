/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine_bench: what a cycle costs: 64 tracks (every third stereo) of 24-bit sound, plain
 * and with everything on in the console, in blocks of 64 as played (share of the block's
 * time, on one thread, meters on), and in blocks of 4096 as rendered; and what it takes
 * to make a plan of 10 000 clips. */
#include "engine/engine.h"
#include "engine/plan.h"
#include "engine/stream.h"
#include "model/edit.h"
#include "model/model.h"
#include "model/tables.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RATE = 48000, TRACKS = 64, SECONDS = 60, CLIPS = 10000, TAPE = 1 << 20 };

static unsigned char tape[TAPE * 6 + 64];

static double
now(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void
must(enum status status)
{
    if (status) {
        fprintf(stderr, "engine_bench: %s\n", status_name(status));
        exit(1);
    }
}

static int64_t
read_tape(void *user, int64_t start, int64_t frames, void *bytes)
{
    const size_t frame = (size_t)user;

    for (int64_t done = 0; done < frames;) {
        const int64_t at = (start + done) % TAPE;
        const int64_t n = frames - done < TAPE - at ? frames - done : TAPE - at;

        memcpy((char *)bytes + done * frame, tape + at * frame, n * frame);
        done += n;
    }
    return frames;
}

static void
put_strip(struct edit *edit, int64_t track, bool console)
{
    struct row_strip strip;

    row_init(TABLE_STRIP, &strip);
    strip.id = track;
    strip.fader_db = -18;
    strip.pan = (int)(track % 21) / 10.0 - 1;
    if (console) {
        strip.highpass_on = strip.eq_on = strip.gate_on = strip.comp_on = 1;
        for (int i = 0; i < EQ_BANDS; i++) {
            strip.eq[i].on = 1;
            strip.eq[i].db = 3;
        }
    }
    must(edit_put(edit, TABLE_STRIP, &strip));
}

static struct model *
make_song(bool console, int clips)
{
    struct model *model;
    struct edit *edit;

    must(model_new(&model));
    must(edit_new(&edit, "song"));
    for (int t = 1; t <= TRACKS; t++) {
        struct row_track track;
        struct row_lane lane;
        const int64_t length = (int64_t)SECONDS * RATE * TRACKS / clips;

        row_init(TABLE_TRACK, &track);
        track.id = t;
        track.channels = t % 3 ? 1 : 2;
        must(edit_put(edit, TABLE_TRACK, &track));
        put_strip(edit, t, console);
        row_init(TABLE_LANE, &lane);
        lane.id = 1000 + t;
        lane.track_id = t;
        lane.plays = 1;
        must(edit_put(edit, TABLE_LANE, &lane));
        for (int i = 0; i < clips / TRACKS; i++) {
            struct row_clip clip;

            row_init(TABLE_CLIP, &clip);
            clip.lane_id = lane.id;
            clip.source_id = 2000 + t;
            clip.at = clip.offset = i * length;
            clip.length = length + (clips > TRACKS ? 100 : 0);
            must(edit_put(edit, TABLE_CLIP, &clip));
        }
    }
    must(model_apply(model, edit));
    edit_free(edit);
    return model;
}

static struct engine *
make_engine(struct engine_config config)
{
    struct engine *engine;

    config.rate = RATE;
    must(engine_new(&engine, &config, NULL));
    for (int t = 1; t <= TRACKS; t++) {
        const unsigned channels = t % 3 ? 1 : 2;
        const struct stream_source source = {
            .id = 2000 + t,
            .channels = channels,
            .length = (int64_t)(SECONDS + 1) * RATE,
            .format = SAMPLE_S24LE,
            .read = read_tape,
            .user = (void *)(size_t)(channels * 3),
        };

        must(streams_add(engine_streams(engine), &source));
    }
    return engine;
}

static void
begin(struct engine *engine, const struct model *model, bool meters)
{
    const struct plan_options options = {.meters = meters};
    struct plan *plan;

    must(plan_build(&plan, engine, model, &options, NULL));
    engine_play_plan(engine, plan);
    must(engine_locate(engine, frames(0)));
}

static void
play(bool console, uint32_t block)
{
    struct model *model = make_song(console, TRACKS);
    struct engine *engine = make_engine(
        (struct engine_config){.max_frames = block, .threads = 1});
    static float left[8192], right[8192];
    float *const out[2] = {left, right};
    struct engine_state state;
    double spent = 0;

    begin(engine, model, true);
    while (!engine_ready(engine)) {
        engine_cycle(engine, NULL, 0, out, 2, block);
        sched_yield();
    }
    must(engine_roll(engine));
    for (int64_t at = 0; at < 10 * RATE; at += block) {
        /* Not faster than the disk side is, which has a second ahead to begin with. */
        while (at % (RATE / 2) < block && !engine_ready(engine) && at > 0)
            sched_yield();

        const double start = now(CLOCK_THREAD_CPUTIME_ID);
        engine_cycle(engine, NULL, 0, out, 2, block);
        spent += now(CLOCK_THREAD_CPUTIME_ID) - start;
    }
    engine_state(engine, &state);
    printf("played   %-8s blocks of %4u: %5.2f %% of the time   late: %llu\n",
           console ? "console" : "plain", block, spent * 10,
           (unsigned long long)state.late);
    engine_free(engine);
    model_free(model);
}

static void
render(bool console, uint32_t block, unsigned threads)
{
    struct model *model = make_song(console, TRACKS);
    struct engine *engine = make_engine((struct engine_config){
        .max_frames = block, .threads = threads, .offline = true});
    static float left[8192], right[8192];
    float *const out[2] = {left, right};

    begin(engine, model, false);
    must(engine_roll(engine));
    const double start = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    for (int64_t at = 0; at < (int64_t)SECONDS * RATE; at += block)
        engine_cycle(engine, NULL, 0, out, 2, block);
    const double took = now(CLOCK_MONOTONIC) - start;
    printf("rendered %-8s blocks of %4u, %u threads: %5.0f x real time  (%.0f ns of CPU "
           "for 64 frames of a track)\n",
           console ? "console" : "plain", block, threads, SECONDS / took,
           (now(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1e9 / TRACKS * 64 / RATE / SECONDS);
    engine_free(engine);
    model_free(model);
}

static void
build(void)
{
    struct model *model = make_song(true, CLIPS);
    struct engine *engine = make_engine(
        (struct engine_config){.max_frames = 64, .threads = 1});
    double best = 1;

    for (int i = 0; i < 20; i++) {
        const double start = now(CLOCK_MONOTONIC);

        begin(engine, model, true);
        const double took = now(CLOCK_MONOTONIC) - start;
        best = took < best ? took : best;
    }
    printf("a plan of %d tracks and %d clips: %.2f ms\n", TRACKS, CLIPS, best * 1e3);
    engine_free(engine);
    model_free(model);
}

int
main(void)
{
    for (size_t i = 0; i < sizeof tape; i++)
        tape[i] = (unsigned char)rand();
    play(false, 64);
    play(true, 64);
    for (unsigned threads = 1; threads <= 2; threads++) {
        render(false, 4096, threads);
        render(true, 4096, threads);
    }
    render(false, 1024, 1);
    build();
    return 0;
}
