/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model_tempo.c: the tempo map of the model's rows.  Rows whose values cannot be
 * are left out: model_check() names them. */
#include "model/edit.h"
#include "model/model_internal.h"
#include "model/tables.h"
#include "model/walk.h"

#include <stdlib.h>
#include <string.h>

struct points {
    struct row_tempo *tempo;
    struct row_metre *metre;
    size_t n_tempo;
    size_t n_metre;
};

static int
by_id(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* All rows of a table as they will be, by id, so that the later of two at one tick
 * is the same on every machine.  `*rows` is the caller's. */
static enum status
collect(const struct model *model, const struct edit *edit, enum table table,
        void **rows, size_t *count)
{
    const size_t size = table_info(table)->size;
    struct walk walk = walk_all(edit, model, table);
    size_t n_rows, n_changes = 0;

    model_rows(model, table, &n_rows);
    if (edit)
        edit_changes(edit, &n_changes);
    char *all = malloc((n_rows + n_changes + 1) * size);
    const void *row;

    *rows = all;
    *count = 0;
    if (!all)
        return ST_NO_MEM;
    while ((row = walk_next(&walk)))
        memcpy(all + (*count)++ * size, row, size);
    qsort(all, *count, size, by_id);
    return ST_OK;
}

static size_t
sound_tempo(struct tempo_point *points, const struct row_tempo *rows, size_t count)
{
    size_t n = 0;

    for (size_t i = 0; i < count; i++)
        if (rows[i].at.n >= 0 && rows[i].bpm >= TEMPO_MIN
            && rows[i].bpm <= TEMPO_MAX)
            points[n++]
                = (struct tempo_point){rows[i].at, rows[i].bpm, rows[i].ramp != 0};
    return n;
}

static bool
is_metre(const struct row_metre *row)
{
    return row->at.n >= 0 && row->num >= 1 && row->num <= 64 && row->den >= 1
           && row->den <= 64 && (row->den & (row->den - 1)) == 0;
}

static size_t
sound_metre(struct metre_point *points, const struct row_metre *rows, size_t count)
{
    size_t n = 0;

    for (size_t i = 0; i < count; i++)
        if (is_metre(&rows[i]))
            points[n++] = (struct metre_point){rows[i].at, (int)rows[i].num,
                                               (int)rows[i].den};
    return n;
}

static uint32_t
song_rate(const struct model *model, const struct edit *edit)
{
    const struct row_song *song = edit ? edit_row(edit, model, TABLE_SONG, SONG_ID)
                                       : model_row(model, TABLE_SONG, SONG_ID);

    return song && song->rate > 0 && song->rate <= UINT32_MAX ? (uint32_t)song->rate
                                                              : 48000;
}

enum status
model_make_tempo(const struct model *model, const struct edit *edit,
                 struct tempo_map **out)
{
    enum status status = ST_NO_MEM;
    struct points rows = {0};
    struct tempo_point *tempo = NULL;
    struct metre_point *metre = NULL;

    *out = NULL;
    if (collect(model, edit, TABLE_TEMPO, (void **)&rows.tempo, &rows.n_tempo)
            != ST_OK
        || collect(model, edit, TABLE_METRE, (void **)&rows.metre, &rows.n_metre)
               != ST_OK)
        goto out;
    tempo = malloc((rows.n_tempo + 1) * sizeof *tempo);
    metre = malloc((rows.n_metre + 1) * sizeof *metre);
    if (!tempo || !metre)
        goto out;
    const size_t n_tempo = sound_tempo(tempo, rows.tempo, rows.n_tempo);
    const size_t n_metre = sound_metre(metre, rows.metre, rows.n_metre);

    status = tempo_map_new(out, song_rate(model, edit), tempo, n_tempo, metre,
                           n_metre);
out:
    free(metre);
    free(tempo);
    free(rows.metre);
    free(rows.tempo);
    return status;
}
