/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/app/app_help.h"

#include "app/command.h"
#include "app/media.h"
#include "app/place.h"
#include "media/soundout.h"
#include "tests/test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
app_setup(void **state)
{
    struct app_song *song = calloc(1, sizeof *song);
    const char *base = getenv("TMPDIR");

    assert_non_null(song);
    snprintf(song->folder, sizeof song->folder, "%.200s/remanence-app-XXXXXX",
             base ? base : "/tmp");
    assert_non_null(mkdtemp(song->folder));
    snprintf(song->path, sizeof song->path, "%s/Song.rem", song->folder);
    assert_int_equal(
        session_create(&song->session, song->path, 48000, &song->fault), ST_OK);
    *state = song;
    return 0;
}

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info, (void)kind, (void)walk;
    return remove(path);
}

int
app_teardown(void **state)
{
    struct app_song *song = *state;

    session_close(song->session);
    nftw(song->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(song);
    return 0;
}

void
app_sound(const struct app_song *song, const char *name, unsigned channels,
          int64_t frames, int64_t start)
{
    const struct sound_origin origin = {.has = true, .time_reference = start};
    const struct soundout_spec spec = {.format = SOUNDOUT_WAV,
                                       .bits = SOUNDOUT_FLOAT,
                                       .rate = 48000,
                                       .channels = channels,
                                       .origin = start >= 0 ? &origin : NULL,
                                       .replace = true};
    struct soundout *out;
    struct fault fault;
    char path[600];
    float values[8][1000];
    const float *planar[8];

    snprintf(path, sizeof path, "%s/%s", song->folder, name);
    assert_int_equal(soundout_open(&out, path, &spec, &fault), ST_OK);
    for (unsigned c = 0; c < channels; c++) {
        planar[c] = values[c];
        for (int i = 0; i < 1000; i++)
            values[c][i] = (float)(i % 100 + 1) / 200.0f + (float)c / 50.0f;
    }
    for (int64_t at = 0; at < frames; at += 1000)
        assert_int_equal(soundout_write(out, planar,
                                        frames - at < 1000 ? frames - at : 1000,
                                        NULL, &fault),
                         ST_OK);
    assert_int_equal(soundout_close(out, NULL, &fault), ST_OK);
}

void
app_import(struct app_song *song, const char *name)
{
    char path[600];
    const char *const paths[] = {path};
    const struct media_spec spec = {.paths = paths, .count = 1};

    snprintf(path, sizeof path, "%s/%s", song->folder, name);
    if (media_import(song->session, &spec, &song->fault))
        fail_msg("%s: %s", name, song->fault.what);
}

enum status
app_line(struct app_song *song, const char *line)
{
    const char *words[32];
    char *text = strdup(line);
    size_t count;

    assert_non_null(text);
    enum status status = command_words(text, words, 32, &count, &song->fault);
    if (!status)
        status = command_run(song->session, words, count, &song->fault);
    free(text);
    return status;
}

void
app_edit(struct app_song *song, const char *line)
{
    if (app_line(song, line))
        fail_msg("%s: %s: %s", line, song->fault.where, song->fault.what);
}

int
app_setup_two_clips(void **state)
{
    struct app_song *song;

    app_setup(state);
    song = *state;
    app_sound(song, "a.wav", 1, 48000, -1);
    app_sound(song, "b.wav", 1, 48000, -1);
    app_import(song, "a.wav");
    app_import(song, "b.wav");
    app_edit(song, "move a:1 1s");
    app_edit(song, "move b:1 2s");
    return 0;
}

const struct model *
app_model(const struct app_song *song)
{
    return session_model(song->session);
}

int64_t
app_track(struct app_song *song, const char *text)
{
    int64_t id = 0;

    if (place_track(app_model(song), text, &id, &song->fault))
        fail_msg("%s: %s", text, song->fault.what);
    return id;
}

const struct row_clip *
app_clip(struct app_song *song, const char *text)
{
    int64_t id = 0;

    if (place_clip(app_model(song), text, &id, &song->fault))
        fail_msg("%s: %s", text, song->fault.what);
    return model_row(app_model(song), TABLE_CLIP, id);
}
