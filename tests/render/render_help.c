/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/test.h"

#include "media/soundfile.h"
#include "model/edit.h"
#include "model/tables.h"
#include "tests/render/render_help.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- sound on the disk ----------------------------------------------------------------- */

static void
put32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = value >> (8 * i);
}

static void
put16(unsigned char *at, unsigned value)
{
    at[0] = value;
    at[1] = value >> 8;
}

/* A decaying tone and some noise, 24 bits. */
static int32_t
sample(unsigned track, unsigned channel, int64_t i)
{
    const uint32_t noise
        = (uint32_t)(i * 2654435761u + track * 40503u + channel * 977u) * 2246822519u;
    const double t = (double)(i % 24000) / TUNE_RATE;
    const double tone = exp(-6 * t) * sin(2 * M_PI * (110 * track + 3 * channel) * t);

    return (int32_t)(8388607 * (0.3 * tone + 0.01 * ((noise >> 8) / 8388608.0 - 1)));
}

static void
write_wav(const char *path, unsigned track, unsigned channels, int64_t frames)
{
    const uint32_t bytes = (uint32_t)frames * channels * 3;
    unsigned char head[44] = "RIFF....WAVEfmt ", body[6];
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    put32(head + 4, 36 + bytes);
    put32(head + 16, 16);
    put16(head + 20, 1);
    put16(head + 22, channels);
    put32(head + 24, TUNE_RATE);
    put32(head + 28, TUNE_RATE * channels * 3);
    put16(head + 32, channels * 3);
    put16(head + 34, 24);
    memcpy(head + 36, "data", 4);
    put32(head + 40, bytes);
    fwrite(head, 1, sizeof head, file);
    for (int64_t i = 0; i < frames; i++) {
        for (unsigned c = 0; c < channels; c++) {
            const uint32_t v = (uint32_t)sample(track, c, i);
            put16(body + 3 * c, v);
            body[3 * c + 2] = v >> 16;
        }
        fwrite(body, 3, channels, file);
    }
    assert_int_equal(fclose(file), 0);
}

/* --- the song -------------------------------------------------------------------------- */

static void
put(struct edit *edit, enum table table, void *row)
{
    assert_int_equal(edit_put(edit, table, row), ST_OK);
}

static void
put_track(struct edit *edit, int64_t id, enum track_kind kind, int channels)
{
    struct row_track track;
    struct row_strip strip;

    row_init(TABLE_TRACK, &track);
    track.id = id;
    track.kind = kind;
    track.channels = channels;
    track.sort = (double)id;
    track.output_id = kind == TRACK_MASTER ? 0 : TUNE_MASTER;
    assert_int_equal(row_set_text(&track.name, kind == TRACK_MASTER ? "Master" : "Track"),
                     ST_OK);
    put(edit, TABLE_TRACK, &track);
    row_free(TABLE_TRACK, &track);
    row_init(TABLE_STRIP, &strip);
    strip.id = id;
    if (kind == TRACK_AUDIO) {
        strip.fader_db = -3.0 - (double)id;
        strip.pan = channels == 2 ? 0 : (double)id / 4 - 0.6;
    }
    put(edit, TABLE_STRIP, &strip);
}

static void
put_sound(struct edit *edit, int64_t track, int channels, int64_t length)
{
    struct row_lane lane;
    struct row_source source;
    struct row_clip clip;
    char path[64];

    row_init(TABLE_LANE, &lane);
    lane.id = track + 100;
    lane.track_id = track;
    lane.plays = 1;
    put(edit, TABLE_LANE, &lane);
    row_init(TABLE_SOURCE, &source);
    source.id = TUNE_SOURCE + track;
    snprintf(path, sizeof path, "audio/%d.wav", (int)track);
    assert_int_equal(row_set_text(&source.path, path), ST_OK);
    source.rate = TUNE_RATE;
    source.channels = channels;
    source.length = length;
    put(edit, TABLE_SOURCE, &source);
    row_free(TABLE_SOURCE, &source);
    row_init(TABLE_CLIP, &clip);
    clip.id = TUNE_CLIP + track;
    clip.lane_id = track + 100;
    clip.source_id = TUNE_SOURCE + track;
    clip.at = track == 1 ? 0 : 321 * track;
    clip.length = length - clip.at - 100 * (track - 1);
    clip.offset = 50 * (track - 1);
    put(edit, TABLE_CLIP, &clip);
}

static void
put_insert(struct edit *edit, int64_t id, int64_t track, const char *device)
{
    struct row_insert insert;

    row_init(TABLE_INSERT, &insert);
    insert.id = id;
    insert.track_id = track;
    insert.on = 1;
    insert.place = INSERT_AFTER_CONSOLE;
    assert_int_equal(row_set_text(&insert.device, device), ST_OK);
    put(edit, TABLE_INSERT, &insert);
    row_free(TABLE_INSERT, &insert);
}

static void
put_mix(struct edit *edit)
{
    put_track(edit, TUNE_BUS, TRACK_BUS, 2);
    put_insert(edit, 600, TUNE_BUS, "decay");
    put_insert(edit, 601, TUNE_MASTER, "late");
    put_insert(edit, 602, 2, "late7");
    for (int64_t track = 1; track <= TUNE_TRACKS; track++) {
        struct row_send send;
        struct row_strip strip = *(const struct row_strip *)edit_row(edit, NULL, TABLE_STRIP,
                                                                     track);

        strip.highpass_on = track % 2;
        strip.highpass_hz = 80;
        strip.eq_on = 1;
        strip.eq[1] = (struct eq_band){1, EQ_BELL, 500.0 * (double)track, 4, 1.2};
        strip.comp_on = track > 2;
        strip.comp_threshold_db = -30;
        put(edit, TABLE_STRIP, &strip);
        row_init(TABLE_SEND, &send);
        send.id = 700 + track;
        send.track_id = track;
        send.target_id = TUNE_BUS;
        send.on = 1;
        send.level_db = -20;
        put(edit, TABLE_SEND, &send);
    }
}

static void
line_of(const struct fault *fault)
{
    char line[800];

    fault_line(fault, line, sizeof line);
    fail_msg("%s", line);
}

void
tune_open(struct tune *tune, enum tune_kind kind, int64_t length)
{
    struct row_song song;
    struct edit *edit;
    struct fault fault;
    char path[200];

    memset(tune, 0, sizeof *tune);
    tune->length = length;
    strcpy(tune->root, "/tmp/remanence-tune-XXXXXX");
    assert_non_null(mkdtemp(tune->root));
    snprintf(tune->folder, sizeof tune->folder, "%s/Tune.rem", tune->root);
    assert_int_equal(edit_new(&edit, "new"), ST_OK);
    row_init(TABLE_SONG, &song);
    song.id = SONG_ID;
    song.rate = TUNE_RATE;
    put(edit, TABLE_SONG, &song);
    put_track(edit, TUNE_MASTER, TRACK_MASTER, 2);
    for (int track = 1; track <= TUNE_TRACKS; track++) {
        put_track(edit, track, TRACK_AUDIO, track % 3 == 0 ? 2 : 1);
        put_sound(edit, track, track % 3 == 0 ? 2 : 1, length);
    }
    if (kind == TUNE_MIXED)
        put_mix(edit);
    if (store_create(&tune->store, tune->folder, edit, &fault))
        line_of(&fault);
    edit_free(edit);
    for (unsigned track = 1; track <= TUNE_TRACKS; track++) {
        snprintf(path, sizeof path, "%s/audio/%u.wav", tune->folder, track);
        write_wav(path, track, track % 3 == 0 ? 2 : 1, length);
    }
    assert_int_equal(model_new(&tune->model), ST_OK);
    if (store_load(tune->store, tune->model, &fault))
        line_of(&fault);
}

static void
remove_tree(const char *path)
{
    DIR *dir = opendir(path);
    char inside[600];

    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        if (unlink(inside) != 0)
            remove_tree(inside);
    }
    if (dir)
        closedir(dir);
    rmdir(path);
}

void
tune_close(struct tune *tune)
{
    model_free(tune->model);
    store_close(tune->store);
    remove_tree(tune->root);
}

const char *
tune_path(struct tune *tune, const char *name)
{
    static char paths[8][200];
    static unsigned next;
    char *path = paths[next++ % 8];

    snprintf(path, sizeof paths[0], "%s/%s", tune->root, name);
    return path;
}

void
tune_fader(struct tune *tune, int64_t track, double db)
{
    struct row_strip strip
        = *(const struct row_strip *)model_row(tune->model, TABLE_STRIP, track);
    struct edit *edit;
    struct fault fault;

    strip.fader_db = db;
    assert_int_equal(edit_new(&edit, "fader"), ST_OK);
    put(edit, TABLE_STRIP, &strip);
    if (store_commit(tune->store, edit, &fault))
        line_of(&fault);
    assert_int_equal(model_apply(tune->model, edit), ST_OK);
    edit_free(edit);
}

struct bounce_spec
tune_spec(struct tune *tune, struct bounce_file *file)
{
    uint64_t digest;
    struct fault fault;

    if (store_digest(tune->store, &digest, &fault))
        line_of(&fault);
    return (struct bounce_spec){
        .model = tune->model,
        .devices = &tune_devices,
        .project = {tune->folder, digest, store_here(tune->store)},
        .files = file,
        .count = 1,
        .bits = SOUNDOUT_24,
        .dither = DITHER_TPDF,
        .threads = 1,
    };
}

void
tune_bounce(const struct bounce_spec *spec, struct bounce_result *result,
            struct bounce_figures *figures)
{
    struct fault fault = {0};

    if (bounce_run(spec, result, figures, &fault))
        line_of(&fault);
}

unsigned
tune_files(const struct tune *tune)
{
    DIR *dir = opendir(tune->root);
    unsigned count = 0;

    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        count += entry->d_name[0] != '.' && strcmp(entry->d_name, "Tune.rem") != 0;
    /* Temporary files may have a dot in front. */
    rewinddir(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        count += entry->d_name[0] == '.' && strcmp(entry->d_name, ".") != 0
              && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return count;
}

float *
tune_samples(const char *path, int64_t *count)
{
    struct soundfile *file;
    struct fault fault;
    float *all = NULL, left[4096], right[4096];
    int64_t got = 1;

    if (soundfile_open(&file, path, &fault))
        line_of(&fault);
    assert_int_equal(soundfile_info(file)->channels, 2);
    for (*count = 0; got > 0; *count += got) {
        all = realloc(all, (size_t)(*count + 4096) * 2 * sizeof *all);
        assert_non_null(all);
        if (soundfile_read_float(file, (float *const[2]){left, right}, 4096, &got, &fault))
            line_of(&fault);
        for (int64_t i = 0; i < got; i++) {
            all[2 * (*count + i)] = left[i];
            all[2 * (*count + i) + 1] = right[i];
        }
    }
    soundfile_close(file);
    return all;
}

bool
same_hash(struct hash128 a, struct hash128 b)
{
    return a.high == b.high && a.low == b.low;
}
