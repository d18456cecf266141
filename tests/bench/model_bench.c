/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model_bench: a song of 64 tracks and 10 000 clips in memory, and one of a million. */
#include "model/edit.h"
#include "model/model.h"
#include "model/ops_clip.h"
#include "model/ops_ripple.h"
#include "model/ops_track.h"
#include "model/playlist.h"
#include "model/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TRACKS = 64, CLIPS = 10000, MANY = 1000000 };

struct bench {
    struct model *model;
    struct ops ops;
    int64_t tracks[TRACKS], lanes[TRACKS];
    int64_t clips[CLIPS];
};

static double
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
say(const char *what, double since, double goal)
{
    printf("%-40s %8.2f ms  goal %6.1f ms\n", what, now_ms() - since, goal);
}

/* It is a benchmark: whatever fails ends it. */
static void
need(enum status status)
{
    if (status == ST_OK)
        return;
    fprintf(stderr, "model_bench: %s\n", status_name(status));
    exit(1);
}

static void
open_edit(struct bench *bench)
{
    need(edit_new(&bench->ops.edit, "Bench"));
}

static void
close_edit(struct bench *bench, bool apply)
{
    if (apply)
        need(model_apply(bench->model, bench->ops.edit));
    edit_free(bench->ops.edit);
}

static void
make_song(struct bench *bench)
{
    const struct op_track track = {.kind = TRACK_AUDIO, .color = -1};
    struct row_source source;

    need(model_new(&bench->model));
    bench->ops.model = bench->model;
    open_edit(bench);
    need(op_song_new(&bench->ops, "Bench", 48000));
    row_init(TABLE_SOURCE, &source);
    source.path = "audio/a.wav";
    source.length = 1 << 30;
    need(edit_put(bench->ops.edit, TABLE_SOURCE, &source));
    for (int i = 0; i < TRACKS; i++) {
        need(op_track_add(&bench->ops, &track, &bench->tracks[i]));
        bench->lanes[i] = op_track_lane(&bench->ops, bench->tracks[i]);
    }
    for (int i = 0; i < CLIPS; i++) {
        const struct op_clip clip = {.lane_id = bench->lanes[i % TRACKS],
                                     .source_id = source.id,
                                     .name = "A clip",
                                     .at = {i / TRACKS * 9000, TIME_FRAMES},
                                     .length = 10000};
        need(op_clip_add(&bench->ops, &clip, &bench->clips[i]));
    }
    close_edit(bench, true);
}

static double
put_and_apply(struct bench *bench)
{
    const double start = now_ms();

    open_edit(bench);
    for (int i = 0; i < CLIPS; i++) {
        struct row_clip clip = *(const struct row_clip *)model_row(
            bench->model, TABLE_CLIP, bench->clips[i]);

        clip.at++;
        need(edit_put(bench->ops.edit, TABLE_CLIP, &clip));
    }
    close_edit(bench, true);
    return now_ms() - start;
}

static int
by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void
put_often(struct bench *bench)
{
    double ms[9];

    for (size_t i = 0; i < COUNT(ms); i++)
        ms[i] = put_and_apply(bench);
    qsort(ms, COUNT(ms), sizeof *ms, by_value);
    printf("%-40s %8.2f ms  goal %6.1f ms  (best %.2f, worst %.2f)\n",
           "10 000 clips put and applied, median", ms[COUNT(ms) / 2], 5.0, ms[0],
           ms[COUNT(ms) - 1]);
}

static void
gestures(struct bench *bench)
{
    double start = now_ms();

    open_edit(bench);
    need(op_clips_move(&bench->ops, bench->clips, NULL, CLIPS,
                       (struct when){480, TIME_FRAMES}));
    say("10 000 clips moved (op alone)", start, 5);
    close_edit(bench, true);
    start = now_ms();
    open_edit(bench);
    need(op_ripple_cut(&bench->ops, RIPPLE_SONG, 0, frames(9500), frames(20000)));
    say("the song rippled (op alone)", start, 5);
    close_edit(bench, false);
}

static void
compile(struct bench *bench)
{
    struct playlist *list;
    const struct playlist_segment *segments;
    size_t count;

    need(playlist_new(&list));
    const double start = now_ms();
    for (int i = 0; i < TRACKS; i++)
        need(playlist_compile(list, bench->model, NULL, bench->tracks[i], &segments,
                              &count));
    say("playlists of 64 tracks, all overlapping", start, 3);
    playlist_free(list);
}

static void
load_many(void)
{
    struct model *model;
    double start = now_ms();

    need(model_new(&model));
    for (int64_t i = 1; i <= MANY; i++) {
        struct row_clip clip;

        row_init(TABLE_CLIP, &clip);
        clip.id = i * 0x9e3779b9;
        clip.lane_id = 1 + i % TRACKS;
        need(row_set_text(&clip.name, "A clip"));
        need(model_adopt(model, TABLE_CLIP, &clip));
    }
    say("1 000 000 clips loaded", start, 1000);
    start = now_ms();
    model_free(model);
    say("and freed", start, 1000);
}

int
main(void)
{
    static struct bench bench;

    make_song(&bench);
    put_often(&bench);
    gestures(&bench);
    compile(&bench);
    model_free(bench.model);
    load_many();
    return 0;
}
