/* SPDX-License-Identifier: GPL-3.0-or-later */
/* db_fuzz: bytes as project.db.  Whatever they are, the project opens or is
 * refused, is read, undone, redone and repaired, without a crash, a leak or a hang.
 *
 * The first byte says where the rest goes: 0 … 99 is a whole database; else the
 * rest are patches, five bytes each (place, value), to a sound one, as the fuzzer
 * would need days to find out what a database looks like. */
#include "model/tables.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct place {
    char folder[128], song[160], db[192], sound[192];
    unsigned char *sample;
    size_t size;
};

static void
put(struct edit *edit, enum table table, union row *row)
{
    if (edit_put(edit, table, row) != ST_OK)
        abort();
    row_free(table, row);
}

static struct edit *
small_song(void)
{
    struct edit *edit;
    union row row;

    if (edit_new(&edit, "New") != ST_OK)
        abort();
    row_init(TABLE_SONG, &row);
    row.id = SONG_ID;
    put(edit, TABLE_SONG, &row);
    row_init(TABLE_TRACK, &row);
    row.id = 5;
    put(edit, TABLE_TRACK, &row);
    row_init(TABLE_STRIP, &row);
    row.id = 5;
    put(edit, TABLE_STRIP, &row);
    row_init(TABLE_LANE, &row);
    row.id = 6;
    row.lane.track_id = 5;
    put(edit, TABLE_LANE, &row);
    for (int i = 0; i < 40; i++) {
        row_init(TABLE_CLIP, &row);
        row.id = 100 + i;
        row.clip.lane_id = 6;
        put(edit, TABLE_CLIP, &row);
    }
    return edit;
}

static void
read_sample(struct place *place)
{
    FILE *file = fopen(place->db, "rb");
    struct stat info;

    if (!file || fstat(fileno(file), &info) != 0)
        abort();
    place->size = (size_t)info.st_size;
    place->sample = malloc(place->size);
    if (!place->sample || fread(place->sample, 1, place->size, file) != place->size)
        abort();
    fclose(file);
}

static struct place *
make_place(void)
{
    struct place *place = calloc(1, sizeof *place);
    struct edit *edit = small_song(), *move;
    struct store *store;
    union row row;

    strcpy(place->folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/db_fuzz-XXXXXX"
                                                        : "/tmp/db_fuzz-XXXXXX");
    if (!mkdtemp(place->folder))
        abort();
    snprintf(place->song, sizeof place->song, "%s/Song.rem", place->folder);
    snprintf(place->db, sizeof place->db, "%s/project.db", place->song);
    if (store_create(&store, place->song, edit, NULL) != ST_OK)
        abort();
    edit_free(edit);
    for (int i = 0; i < 4; i++) {
        if (edit_new(&move, "Move") != ST_OK)
            abort();
        row_init(TABLE_CLIP, &row);
        row.id = 100 + i;
        row.clip.lane_id = 6;
        row.clip.at = 777;
        put(move, TABLE_CLIP, &row);
        if (store_commit(store, move, NULL) != ST_OK)
            abort();
        edit_free(move);
    }
    store_close(store);
    read_sample(place);
    return place;
}

static void
write_database(const struct place *place, const uint8_t *bytes, size_t size)
{
    char name[220];
    FILE *file;

    snprintf(name, sizeof name, "%s-wal", place->db);
    unlink(name);
    snprintf(name, sizeof name, "%s-shm", place->db);
    unlink(name);
    file = fopen(place->db, "wb");
    if (!file)
        abort();
    if (size > 0 && bytes[0] < 100) {
        fwrite(bytes + 1, 1, size - 1, file);
    } else {
        unsigned char *copy = malloc(place->size);

        memcpy(copy, place->sample, place->size);
        for (size_t i = 1; i + 5 <= size; i += 5) {
            uint32_t at;

            memcpy(&at, bytes + i, 4);
            copy[at % place->size] = bytes[i + 4];
        }
        fwrite(copy, 1, place->size, file);
        free(copy);
    }
    fclose(file);
}

static void
ignore(void *user, const struct step *step)
{
    *(size_t *)user += strlen(step->label);
}

static void
use(struct store *store)
{
    struct model *model;
    struct edit *edit;
    size_t length = 0;
    uint64_t sum;

    if (model_new(&model) != ST_OK)
        abort();
    if (store_load(store, model, NULL) == ST_OK && store_mode(store) == STORE_WRITE)
        for (int i = 0; i < 3 && store_undo(store, &edit, NULL) == ST_OK; i++) {
            if (model_apply(model, edit) != ST_OK)
                abort();
            edit_free(edit);
        }
    if (store_redo(store, &edit, NULL) == ST_OK)
        edit_free(edit);
    if (store_history(store, ignore, &length, NULL) != ST_OK
        || store_digest(store, &sum, NULL) != ST_OK)
        length = 0;
    model_free(model);
    store_close(store);
}

static void
remove_kept(const struct place *place, const char *name)
{
    char path[600];

    snprintf(path, sizeof path, "%s/%s", place->song, name);
    if (name[0])
        unlink(path);
    snprintf(path, sizeof path, "%s.v0", place->db);
    unlink(path);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct place *place;
    struct store *store;
    struct repair report;

    if (!place)
        place = make_place();
    write_database(place, bytes, size);
    if (store_open(&store, place->song, STORE_READ_ONLY, NULL) == ST_OK)
        use(store);
    if (store_open(&store, place->song, STORE_WRITE, NULL) == ST_OK)
        use(store);
    if (store_repair(place->song, NULL, &report, NULL) == ST_OK) {
        remove_kept(place, report.kept);
        if (store_open(&store, place->song, STORE_WRITE, NULL) != ST_OK)
            abort(); /* what was repaired opens */
        use(store);
    }
    remove_kept(place, "");
    return 0;
}
