/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bounce_bench [SONG [plain|console [THREADS [BLOCK [OUT.wav]]]]]: a song of stems, as
 * tests/bench/make-song makes it, bounced to a 24-bit master: how many times faster than
 * real time, the best of three.  Without SONG: 64 stems of 180 s, made first; plain,
 * console, and the plain mix by others (tests/bench/peers).
 *   plain    fader and pan
 *   console  and: high-pass, four bands of EQ and a compressor on each strip, a send from
 *            each to a reverb bus, a limiter on the master */
#include "model/edit.h"
#include "model/model.h"
#include "model/tables.h"
#include "render/bounce.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if __has_include("plugins/built_in.h")
#include "plugins/built_in.h"
#define DEVICES plugins_built_in()
#else
#define DEVICES NULL
#endif

struct song {
    struct edit *edit;
    bool console;
    int64_t master, reverb;
    unsigned tracks;
};

static void
must(enum status status)
{
    if (status) {
        fprintf(stderr, "bounce_bench: %s\n", status_name(status));
        exit(1);
    }
}

static int64_t
put(struct song *song, enum table table, void *row)
{
    must(edit_put(song->edit, table, row));
    return *(const int64_t *)row; /* each begins with its id */
}

static void
put_console(struct row_strip *strip)
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

static int64_t
put_track(struct song *song, const char *name, enum track_kind kind, int channels,
          double gain, double pan)
{
    struct row_track track;
    struct row_strip strip;

    row_init(TABLE_TRACK, &track);
    must(row_set_text(&track.name, name));
    track.kind = kind;
    track.channels = channels;
    track.sort = ++song->tracks;
    track.output_id = kind == TRACK_MASTER ? 0 : song->master;
    put(song, TABLE_TRACK, &track);
    row_init(TABLE_STRIP, &strip);
    strip.id = track.id;
    strip.fader_db = 20 * log10(gain);
    strip.pan = pan;
    if (song->console && kind == TRACK_AUDIO)
        put_console(&strip);
    put(song, TABLE_STRIP, &strip);
    row_free(TABLE_TRACK, &track);
    return track.id;
}

static void
put_clip(struct song *song, int64_t track, const char *path, int channels, long length)
{
    struct row_lane lane;
    struct row_source source;
    struct row_clip clip;

    row_init(TABLE_LANE, &lane);
    lane.track_id = track;
    lane.plays = 1;
    put(song, TABLE_LANE, &lane);
    row_init(TABLE_SOURCE, &source);
    must(row_set_text(&source.path, path));
    source.rate = 48000;
    source.channels = channels;
    source.length = length;
    put(song, TABLE_SOURCE, &source);
    row_init(TABLE_CLIP, &clip);
    clip.lane_id = lane.id;
    clip.source_id = source.id;
    clip.length = length;
    put(song, TABLE_CLIP, &clip);
    row_free(TABLE_SOURCE, &source);
}

static void
put_insert(struct song *song, int64_t track, const char *device)
{
    struct row_insert insert;

    row_init(TABLE_INSERT, &insert);
    insert.track_id = track;
    insert.on = 1;
    insert.place = INSERT_AFTER_CONSOLE;
    must(row_set_text(&insert.device, device));
    put(song, TABLE_INSERT, &insert);
    row_free(TABLE_INSERT, &insert);
}

static void
put_send(struct song *song, int64_t track)
{
    struct row_send send;

    row_init(TABLE_SEND, &send);
    send.track_id = track;
    send.target_id = song->reverb;
    send.on = 1;
    send.level_db = -18;
    put(song, TABLE_SEND, &send);
}

static struct model *
load(const char *folder, bool console)
{
    struct song song = {.console = console};
    struct row_song row;
    struct model *model;
    char path[4096], name[256];
    float gain, pan;
    int channels;
    long length;

    must(model_new(&model));
    must(edit_new(&song.edit, "song"));
    row_init(TABLE_SONG, &row);
    row.id = SONG_ID;
    row.rate = 48000;
    put(&song, TABLE_SONG, &row);
    song.master = put_track(&song, "Master", TRACK_MASTER, 2, 1, 0);
    if (console) {
        song.reverb = put_track(&song, "Reverb", TRACK_BUS, 2, 1, 0);
        put_insert(&song, song.reverb, "reverb");
        put_insert(&song, song.master, "limiter");
    }
    snprintf(path, sizeof path, "%s/song.tsv", folder);
    FILE *list = fopen(path, "r");
    if (!list) {
        perror(path);
        exit(1);
    }
    while (fscanf(list, "%255s %d %f %f %ld", name, &channels, &gain, &pan, &length) == 5) {
        snprintf(path, sizeof path, "%s/%s", folder, name);
        char *full = realpath(path, NULL);
        const int64_t track = put_track(&song, name, TRACK_AUDIO, channels, gain,
                                        channels == 2 ? 0 : 2 * pan - 1);
        put_clip(&song, track, full ? full : path, channels, length);
        if (console)
            put_send(&song, track);
        free(full);
    }
    fclose(list);
    must(model_apply(model, song.edit));
    edit_free(song.edit);
    return model;
}

static void
offline(void *user, const struct row_source *source, const struct fault *fault)
{
    char line[800];

    fault_line(fault, line, sizeof line);
    fprintf(stderr, "bounce_bench: %s\n", line);
}

static void
bounce(const char *song, bool console, unsigned threads, uint32_t block, const char *out)
{
    struct model *model = load(song, console);
    const struct bounce_file file = {.path = out, .loudness = true};
    const struct bounce_spec spec = {
        .model = model,
        .devices = DEVICES,
        .project = {.folder = song},
        .files = &file,
        .count = 1,
        .bits = SOUNDOUT_24,
        .dither = DITHER_TPDF,
        .replace = true,
        .threads = threads,
        .block = block,
        .offline = offline,
    };
    struct bounce_result result, best = {.seconds = HUGE_VAL};
    struct bounce_figures figures;
    struct fault fault = {0};
    char line[800];

    for (int i = 0; i < 3; i++) {
        if (bounce_run(&spec, &result, &figures, &fault)) {
            fault_line(&fault, line, sizeof line);
            fprintf(stderr, "bounce_bench: %s\n", line);
            exit(1);
        }
        if (result.seconds < best.seconds)
            best = result;
    }
    printf("%-10s %7.3f s %7.0f x real time   %.1f LUFS, true peak %.2f dB%s\n",
           console ? "console" : "plain", best.seconds, best.times,
           figures.integrated, 20 * log10(figures.true_peak),
           result.missing ? "; without its devices" : "");
    model_free(model);
}

int
main(int argc, char **argv)
{
    const char *tmp = getenv("TMPDIR");
    const unsigned threads = argc > 3 ? (unsigned)atoi(argv[3]) : 0;
    const uint32_t block = argc > 4 ? (uint32_t)atoi(argv[4]) : 0;
    char song[256], out[300], command[600];

    snprintf(song, sizeof song, "%s/remanence-song-64x180", tmp ? tmp : "/tmp");
    snprintf(command, sizeof command,
             "[ -e %s/song.tsv ] || tests/bench/make-song %s 64 180", song, song);
    if (argc > 1)
        snprintf(song, sizeof song, "%s", argv[1]);
    else if (system(command) != 0)
        return 1;
    snprintf(out, sizeof out, "%s/remanence-bounce-%d.wav", tmp ? tmp : "/tmp",
             (int)getpid());
    if (argc < 3 || strcmp(argv[2], "plain") == 0)
        bounce(song, false, threads, block, argc > 5 ? argv[5] : out);
    if (argc < 3 || strcmp(argv[2], "console") == 0)
        bounce(song, true, threads, block, argc > 5 ? argv[5] : out);
    if (argc < 6)
        unlink(out);
    fflush(stdout);
    snprintf(command, sizeof command, "tests/bench/peers %s", song);
    return argc < 2 ? system(command) != 0 : 0;
}
