/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/store/store_help.h"

#include "model/tables.h"
#include "tests/test.h"

#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int
place_make(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    const char *temporary = getenv("TMPDIR");

    if (!place)
        return -1;
    snprintf(place->root, sizeof place->root, "%.40s/remanence-XXXXXX",
             temporary ? temporary : "/tmp");
    if (!mkdtemp(place->root))
        return -1;
    snprintf(place->song, sizeof place->song, "%s/Song.rem", place->root);
    snprintf(place->db, sizeof place->db, "%s/project.db", place->song);
    *state = place;
    return 0;
}

static int
remove_one(const char *path, const struct stat *file, int kind, struct FTW *at)
{
    return remove(path);
}

int
place_remove(void **state)
{
    struct place *place = *state;
    const int failed = nftw(place->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);

    free(place);
    return failed;
}

static void
put(struct edit *edit, enum table table, union row *row)
{
    assert_int_equal(edit_put(edit, table, row), ST_OK);
    row_free(table, row);
}

static void
put_track(struct edit *edit, int i)
{
    union row row;
    char name[32];

    row_init(TABLE_TRACK, &row);
    row.track.id = TRACK_1 + i;
    row.track.sort = i;
    snprintf(name, sizeof name, "Track %d", i + 1);
    assert_int_equal(row_set_text(&row.track.name, name), ST_OK);
    put(edit, TABLE_TRACK, &row);
    row_init(TABLE_STRIP, &row);
    row.id = TRACK_1 + i;
    put(edit, TABLE_STRIP, &row);
    row_init(TABLE_LANE, &row);
    row.lane.id = LANE_1 + i;
    row.lane.track_id = TRACK_1 + i;
    row.lane.plays = 1;
    put(edit, TABLE_LANE, &row);
    row_init(TABLE_SOURCE, &row);
    row.source.id = SOURCE_1 + i;
    row.source.channels = 2;
    row.source.length = 1 << 24;
    snprintf(name, sizeof name, "audio/take-%d.wav", i);
    assert_int_equal(row_set_text(&row.source.path, name), ST_OK);
    put(edit, TABLE_SOURCE, &row);
}

static void
put_clip(struct edit *edit, int i, int tracks)
{
    union row row;
    char name[32];

    row_init(TABLE_CLIP, &row);
    row.clip.id = CLIP_1 + i;
    row.clip.lane_id = LANE_1 + i % tracks;
    row.clip.source_id = SOURCE_1 + i % tracks;
    row.clip.at = (int64_t)(i / tracks) * 24000;
    row.clip.offset = row.clip.at;
    row.clip.length = 24000;
    row.clip.fade_in = row.clip.fade_out = 64;
    snprintf(name, sizeof name, "clip %d", i);
    assert_int_equal(row_set_text(&row.clip.name, name), ST_OK);
    put(edit, TABLE_CLIP, &row);
}

struct edit *
song_edit(int tracks, int clips)
{
    struct edit *edit;
    union row row;

    assert_int_equal(edit_new(&edit, "New song"), ST_OK);
    row_init(TABLE_SONG, &row);
    row.id = SONG_ID;
    assert_int_equal(row_set_text(&row.song.name, "Song"), ST_OK);
    put(edit, TABLE_SONG, &row);
    for (int i = 0; i < tracks; i++)
        put_track(edit, i);
    for (int i = 0; i < clips; i++)
        put_clip(edit, i, tracks);
    return edit;
}

void
assert_fine(enum status status, const struct fault *fault)
{
    char line[800];

    if (status == ST_OK)
        return;
    fault_line(fault, line, sizeof line);
    fail_msg("%s: %s", status_name(status), line);
}

struct store *
song_make(const struct place *place, int tracks, int clips, struct model **model)
{
    struct store *store;
    struct fault fault = {0};
    struct edit *edit = song_edit(tracks, clips);

    assert_fine(store_create(&store, place->song, edit, &fault), &fault);
    if (model) {
        assert_int_equal(model_new(model), ST_OK);
        assert_int_equal(model_apply(*model, edit), ST_OK);
    }
    edit_free(edit);
    return store;
}

struct store *
song_open(const char *folder, enum store_mode mode)
{
    struct store *store;
    struct fault fault = {0};

    assert_fine(store_open(&store, folder, mode, &fault), &fault);
    return store;
}

struct edit *
clip_moved(const struct model *model, int64_t id, int64_t at, const char *name)
{
    struct edit *edit;
    union row row;

    assert_int_equal(edit_new(&edit, "Move clip"), ST_OK);
    assert_non_null(model_row(model, TABLE_CLIP, id));
    assert_int_equal(row_copy(TABLE_CLIP, &row, model_row(model, TABLE_CLIP, id)),
                     ST_OK);
    row.clip.at = at;
    if (name)
        assert_int_equal(row_set_text(&row.clip.name, name), ST_OK);
    put(edit, TABLE_CLIP, &row);
    return edit;
}

static void
apply(struct model *model, struct edit *edit)
{
    assert_int_equal(model_apply(model, edit), ST_OK);
    edit_free(edit);
}

void
commit(struct store *store, struct model *model, struct edit *edit)
{
    struct fault fault = {0};

    assert_fine(store_commit(store, edit, &fault), &fault);
    apply(model, edit);
}

void
undo(struct store *store, struct model *model)
{
    struct edit *edit;
    struct fault fault = {0};

    assert_fine(store_undo(store, &edit, &fault), &fault);
    apply(model, edit);
}

void
redo(struct store *store, struct model *model)
{
    struct edit *edit;
    struct fault fault = {0};

    assert_fine(store_redo(store, &edit, &fault), &fault);
    apply(model, edit);
}

void
go(struct store *store, struct model *model, int64_t step)
{
    struct edit *edit;
    struct fault fault = {0};

    assert_fine(store_goto(store, step, &edit, &fault), &fault);
    apply(model, edit);
}

struct model *
loaded(struct store *store)
{
    struct model *model;
    struct fault fault = {0};

    assert_int_equal(model_new(&model), ST_OK);
    assert_fine(store_load(store, model, &fault), &fault);
    return model;
}

bool
same_as_stored(struct store *store, const struct model *model)
{
    struct model *stored = loaded(store);
    const bool same = model_equal(stored, model);

    model_free(stored);
    return same;
}

uint64_t
digest(struct store *store)
{
    uint64_t out = 0;
    struct fault fault = {0};

    assert_fine(store_digest(store, &out, &fault), &fault);
    return out;
}

unsigned char *
file_read(const char *path, size_t *size)
{
    struct stat info;
    FILE *file = fopen(path, "rb");

    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &info), 0);
    *size = (size_t)info.st_size;
    unsigned char *bytes = malloc(*size + 1);

    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

void
file_write(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

bool
file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

void
raw_sql(const char *path, const char *sql)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL),
                     SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

int64_t
raw_int(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *from;

    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &from, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(from), SQLITE_ROW);
    const int64_t value = sqlite3_column_int64(from, 0);

    sqlite3_finalize(from);
    sqlite3_close(db);
    return value;
}

/* SplitMix64 (Steele, Lea, Flood 2014). */
uint64_t
next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}
