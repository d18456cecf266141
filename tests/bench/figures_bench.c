/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figures_bench WHAT SONG.rem …: parts of the table that tests/bench/run prints.
 *     dress SONG.rem FOLDER plain|console   the faders and pans of FOLDER/song.tsv;
 *             console: high-pass, EQ and compressor on each strip, a reverb, a limiter
 *     cut SONG.rem COUNT     the clips cut into COUNT
 *     open SONG.rem          ms: open, and a plan that could play
 *     play SONG.rem SECONDS  % of the time: blocks of 64, on one thread, meters on
 *     edit SONG.rem COUNT    ms of each: a clip moved by command, committed
 *     move SONG.rem COUNT    ms of each: all clips moved, committed
 *     undo SONG.rem COUNT    ms of each: that undone (redone in between) */
#include "app/session.h"
#include "drivers/driver.h"
#include "drivers/stepped.h"
#include "engine/engine.h"
#include "engine/plan.h"
#include "model/ops_clip.h"
#include "model/tables.h"
#include "plugins/built_in.h"
#include "render/sources.h"

#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCK = 64 };

static struct fault fault;

static void
must(enum status status)
{
    char line[800];

    if (!status)
        return;
    fault_line(&fault, line, sizeof line);
    fprintf(stderr, "figures_bench: %s: %s\n", status_name(status), line);
    exit(1);
}

static double
now_ms(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct session *
open_song(const char *folder)
{
    struct session *session;

    must(session_open(&session, folder, STORE_WRITE, &fault));
    return session;
}

static void
put(struct edit *edit, enum table table, void *row)
{
    must(edit_put(edit, table, row));
}

static void
commit(struct session *session, struct edit *edit)
{
    must(session_commit(session, edit, &fault));
    edit_free(edit);
}

/* --- songs ----------------------------------------------------------------------------- */

static void
set_console(struct row_strip *strip)
{
    static const struct eq_band bands[EQ_BANDS] = {
        {1, EQ_LOW_SHELF, 110, 1.5, 0.7},
        {1, EQ_BELL, 420, -2.5, 1.2},
        {1, EQ_BELL, 3100, 2, 1},
        {1, EQ_HIGH_SHELF, 9000, 1.5, 0.7},
    };

    strip->highpass_on = 1;
    strip->highpass_hz = 60;
    strip->eq_on = 1;
    memcpy(strip->eq, bands, sizeof bands);
    strip->comp_on = 1;
    strip->comp_threshold_db = -24;
    strip->comp_ratio = 3;
    strip->comp_knee_db = 6;
    strip->comp_attack_ms = 10;
    strip->comp_release_ms = 120;
    strip->comp_makeup_db = 3;
}

static const struct row_track *
track_named(const struct model *model, const char *name, size_t length)
{
    size_t count;
    const struct row_track *tracks = model_rows(model, TABLE_TRACK, &count);

    for (size_t i = 0; i < count; i++)
        if (strlen(tracks[i].name) == length && !memcmp(tracks[i].name, name, length))
            return &tracks[i];
    fprintf(stderr, "figures_bench: no track for %s\n", name);
    exit(1);
}

static void
put_insert(struct edit *edit, int64_t track, const char *device)
{
    struct row_insert insert;

    row_init(TABLE_INSERT, &insert);
    insert.track_id = track;
    insert.on = 1;
    insert.place = INSERT_AFTER_CONSOLE;
    must(row_set_text(&insert.device, device));
    put(edit, TABLE_INSERT, &insert);
    row_free(TABLE_INSERT, &insert);
}

static int64_t
put_reverb(struct edit *edit, int64_t master)
{
    struct row_track track;
    struct row_strip strip;

    row_init(TABLE_TRACK, &track);
    row_init(TABLE_STRIP, &strip);
    must(row_set_text(&track.name, "Reverb"));
    track.kind = TRACK_BUS;
    track.channels = 2;
    track.output_id = master;
    put(edit, TABLE_TRACK, &track);
    strip.id = track.id;
    put(edit, TABLE_STRIP, &strip);
    put_insert(edit, track.id, "reverb");
    put_insert(edit, master, "limiter");
    row_free(TABLE_TRACK, &track);
    return strip.id;
}

static void
put_send(struct edit *edit, int64_t track, int64_t target)
{
    struct row_send send;

    row_init(TABLE_SEND, &send);
    send.track_id = track;
    send.target_id = target;
    send.on = 1;
    send.level_db = -18;
    put(edit, TABLE_SEND, &send);
}

static void
dress(const char *folder, const char *stems, bool console)
{
    struct session *session = open_song(folder);
    const struct model *model = session_model(session);
    struct edit *edit;
    char path[4096], name[256];
    float gain, pan;
    int channels;

    must(edit_new(&edit, "Mix"));
    const int64_t reverb
        = console ? put_reverb(edit, track_named(model, "Master", 6)->id) : 0;
    snprintf(path, sizeof path, "%s/song.tsv", stems);
    FILE *list = fopen(path, "r");
    while (list && fscanf(list, "%255s %d %f %f %*d", name, &channels, &gain, &pan) == 4) {
        const int64_t track = track_named(model, name, strcspn(name, "."))->id;
        struct row_strip strip
            = *(const struct row_strip *)model_row(model, TABLE_STRIP, track);

        strip.fader_db = 20 * log10(gain);
        strip.pan = channels == 2 ? 0 : 2 * pan - 1;
        if (console) {
            set_console(&strip);
            put_send(edit, track, reverb);
        }
        put(edit, TABLE_STRIP, &strip);
    }
    commit(session, edit);
    session_close(session);
}

/* Each clip becomes as many of one length, side by side. */
static void
cut(const char *folder, size_t most)
{
    struct session *session = open_song(folder);
    size_t count;
    const struct row_clip *clips
        = model_rows(session_model(session), TABLE_CLIP, &count);
    struct edit *edit;

    must(edit_new(&edit, "Cut"));
    for (size_t i = 0; i < count; i++) {
        const size_t parts = most * (i + 1) / count - most * i / count;

        must(edit_delete(edit, TABLE_CLIP, clips[i].id));
        for (size_t k = 0; k < parts; k++) {
            struct row_clip clip = clips[i];
            const int64_t from = clip.length * (int64_t)k / (int64_t)parts;

            clip.id = 0;
            clip.at += from;
            clip.offset += from;
            clip.length = clip.length * (int64_t)(k + 1) / (int64_t)parts - from;
            clip.fade_in = clip.fade_out = 0;
            put(edit, TABLE_CLIP, &clip);
        }
    }
    commit(session, edit);
    session_close(session);
}

/* --- what is measured ------------------------------------------------------------------ */

struct play {
    struct session *session;
    struct engine *engine;
};

static void
open_play(struct play *play, const char *folder)
{
    const struct plan_options options = {.meters = true};
    struct plan *plan;

    play->session = open_song(folder);
    const struct engine_config config = {
        .rate = session_rate(play->session),
        .max_frames = BLOCK,
        .threads = 1,
        .devices = plugins_built_in(),
    };
    const struct model *model = session_model(play->session);
    must(engine_new(&play->engine, &config, &fault));
    if (sources_feed(engine_streams(play->engine), model, folder, NULL, NULL) > 0)
        fprintf(stderr, "figures_bench: sounds are missing\n");
    must(plan_build(&plan, play->engine, model, &options, &fault));
    engine_play_plan(play->engine, plan);
}

static void
close_play(struct play *play)
{
    engine_free(play->engine);
    session_close(play->session);
}

static void
opened(const char *folder)
{
    const double start = now_ms(CLOCK_MONOTONIC);
    struct play play;

    open_play(&play, folder);
    printf("%.3f\n", now_ms(CLOCK_MONOTONIC) - start);
    close_play(&play);
}

static void
wait_ready(struct play *play)
{
    while (!engine_ready(play->engine))
        sched_yield();
}

static void
played(const char *folder, unsigned seconds)
{
    struct play play;
    struct driver *driver;
    struct engine_state state;
    double spent = 0;

    open_play(&play, folder);
    const uint32_t rate = engine_rate(play.engine);
    const struct driver_config config = {.rate = rate,
                                         .block = BLOCK,
                                         .outputs = 2,
                                         .cycle = driver_cycle_engine,
                                         .user = play.engine};
    must(driver_open(&driver, driver_named("stepped"), &config, &fault));
    must(driver_start(driver, &fault));
    must(engine_locate(play.engine, frames(0)));
    stepped_step(driver, BLOCK);
    wait_ready(&play);
    must(engine_roll(play.engine));
    for (int64_t at = 0; at < (int64_t)seconds * rate; at += BLOCK) {
        /* No faster than the disk: it has a second ahead. */
        if (at % (rate / 2) < BLOCK && at > 0)
            wait_ready(&play);

        const double start = now_ms(CLOCK_THREAD_CPUTIME_ID);
        stepped_step(driver, BLOCK);
        spent += now_ms(CLOCK_THREAD_CPUTIME_ID) - start;
    }
    engine_state(play.engine, &state);
    if (state.late > 0)
        fprintf(stderr, "figures_bench: %llu frames were late\n",
                (unsigned long long)state.late);
    printf("%.3f\n", spent / seconds / 10);
    driver_close(driver);
    close_play(&play);
}

static void
edited(const char *folder, unsigned times)
{
    struct session *session = open_song(folder);
    const struct model *model = session_model(session);

    for (unsigned i = 0; i < times; i++) {
        size_t count;
        const struct row_clip *clips = model_rows(model, TABLE_CLIP, &count);
        const struct row_clip *clip = &clips[i * 7919u % count];
        const struct when by = {480, TIME_FRAMES};
        struct edit *edit;

        const double start = now_ms(CLOCK_MONOTONIC);
        must(edit_new(&edit, "Move clip"));
        const struct ops ops = {edit, model, &fault};
        must(op_clips_move(&ops, &clip->id, NULL, 1, by));
        commit(session, edit);
        printf("%.4f\n", now_ms(CLOCK_MONOTONIC) - start);
    }
    session_close(session);
}

static void
move_all(struct session *session)
{
    const struct model *model = session_model(session);
    size_t count;
    const struct row_clip *clips = model_rows(model, TABLE_CLIP, &count);
    int64_t *ids = malloc(count * sizeof *ids);
    struct edit *edit;

    for (size_t i = 0; ids && i < count; i++)
        ids[i] = clips[i].id;
    must(ids ? edit_new(&edit, "Move clips") : ST_NO_MEM);
    const struct ops ops = {edit, model, &fault};
    must(op_clips_move(&ops, ids, NULL, count, (struct when){480, TIME_FRAMES}));
    commit(session, edit);
    free(ids);
}

static void
moved(const char *folder, unsigned times, bool undo)
{
    struct session *session = open_song(folder);

    for (unsigned i = 0; i < times; i++) {
        double start = now_ms(CLOCK_MONOTONIC);

        if (i == 0 || !undo)
            move_all(session);
        else
            must(session_redo(session, NULL, &fault));
        if (undo) {
            start = now_ms(CLOCK_MONOTONIC);
            must(session_undo(session, NULL, &fault));
        }
        printf("%.3f\n", now_ms(CLOCK_MONOTONIC) - start);
    }
    session_close(session);
}

int
main(int argc, char **argv)
{
    const char *what = argc > 2 ? argv[1] : "";
    const unsigned count = argc > 3 ? (unsigned)atoi(argv[3]) : 1;

    if (!strcmp(what, "dress") && argc == 5)
        dress(argv[2], argv[3], !strcmp(argv[4], "console"));
    else if (!strcmp(what, "cut"))
        cut(argv[2], count);
    else if (!strcmp(what, "open"))
        opened(argv[2]);
    else if (!strcmp(what, "play"))
        played(argv[2], count);
    else if (!strcmp(what, "edit"))
        edited(argv[2], count);
    else if (!strcmp(what, "move") || !strcmp(what, "undo"))
        moved(argv[2], count, what[0] == 'u');
    else
        return argc > 1 ? 2 : 0; /* the head of this file tells */
    return 0;
}
