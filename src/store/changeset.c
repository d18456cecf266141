/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/changeset.h"

#include "model/tables.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

enum { MOST_COLUMNS = 63 }; /* with the sum: they are told as bits */

/* What one record says of its columns. */
struct record {
    uint64_t given; /* a bit a column */
    int64_t id;
    int64_t sum;
    struct value values[MOST_COLUMNS];
};

struct reader {
    const unsigned char *at, *end;
    enum table table;
    const struct table_info *info; /* NULL before the first table */
    struct record old, new;        /* of the change that is read */
};

static bool
take_byte(struct reader *reader, unsigned *out)
{
    if (reader->at == reader->end)
        return false;
    *out = *reader->at++;
    return true;
}

/* SQLite's varint, of which no length or count here needs more than five bytes. */
static bool
take_varint(struct reader *reader, uint64_t *out)
{
    unsigned byte;

    *out = 0;
    for (int i = 0; i < 5; i++) {
        if (!take_byte(reader, &byte))
            return false;
        *out = *out << 7 | (byte & 0x7f);
        if (!(byte & 0x80))
            return true;
    }
    return false;
}

static bool
take_int(struct reader *reader, int64_t *out)
{
    uint64_t value = 0;

    if (reader->end - reader->at < 8)
        return false;
    for (int i = 0; i < 8; i++)
        value = value << 8 | *reader->at++;
    *out = (int64_t)value;
    return true;
}

static bool
take_text(struct reader *reader, struct value *value)
{
    uint64_t length;

    if (!take_varint(reader, &length)
        || length > (uint64_t)(reader->end - reader->at)
        || memchr(reader->at, '\0', length))
        return false;
    value->text = (const char *)reader->at;
    value->length = length;
    reader->at += length;
    return true;
}

/* 'T', the count of columns, a byte for each that tells whether it is of the
 * primary key (with us: the first and no other), the name. */
static bool
take_table(struct reader *reader)
{
    uint64_t columns;
    const unsigned char *keys;

    if (!take_varint(reader, &columns)
        || columns >= (uint64_t)(reader->end - reader->at))
        return false;
    keys = reader->at;
    reader->at += columns;
    const char *name = (const char *)reader->at;
    const unsigned char *nul
        = memchr(name, '\0', (size_t)(reader->end - reader->at));

    if (!nul)
        return false;
    reader->at = nul + 1;
    reader->table = table_named(name);
    if (reader->table == TABLE_COUNT)
        return false;
    reader->info = table_info(reader->table);
    if (columns != reader->info->n_columns + 1)
        return false;
    for (uint64_t i = 0; i < columns; i++)
        if (keys[i] != (i == 0))
            return false;
    return true;
}

/* The types that a column may have, as bits; the last column is the checksum. */
static unsigned
types_of(const struct table_info *info, size_t column)
{
    if (column == info->n_columns)
        return 1u << SQLITE_INTEGER;
    switch (info->columns[column].kind) {
    case COLUMN_REAL:
        return 1u << SQLITE_FLOAT;
    case COLUMN_TEXT:
        return 1u << SQLITE_TEXT;
    case COLUMN_REF:
        return 1u << SQLITE_INTEGER
               | (info->columns[column].needed ? 0 : 1u << SQLITE_NULL);
    default:
        return 1u << SQLITE_INTEGER;
    }
}

static bool
take_record(struct reader *reader, struct record *record)
{
    const struct table_info *info = reader->info;

    record->given = 0;
    for (size_t i = 0; i <= info->n_columns; i++) {
        struct value *value = &record->values[i];
        unsigned type;

        if (!take_byte(reader, &type))
            return false;
        value->type = (int)type;
        if (type == 0)
            continue;
        if (type > SQLITE_NULL || !(types_of(info, i) & 1u << type))
            return false;
        if (type == SQLITE_TEXT
                ? !take_text(reader, value)
                : type != SQLITE_NULL && !take_int(reader, &value->integer))
            return false;
        if (type == SQLITE_FLOAT)
            memcpy(&value->real, &value->integer, sizeof value->real);
        record->given |= UINT64_C(1) << i;
    }
    record->id = record->given & 1 ? record->values[0].integer : 0;
    record->sum = record->given >> info->n_columns & 1
                      ? record->values[info->n_columns].integer
                      : 0;
    return true;
}

static bool
take_change(struct reader *reader, unsigned op, struct delta *delta)
{
    const uint64_t all = (UINT64_C(2) << reader->info->n_columns) - 1;
    struct record *const old = &reader->old, *const new = &reader->new;
    unsigned indirect;

    old->given = new->given = 0;
    old->id = old->sum = new->id = new->sum = 0;

    if (!take_byte(reader, &indirect) || indirect > 1)
        return false;
    if (op != SQLITE_INSERT && !take_record(reader, old))
        return false;
    if (op != SQLITE_DELETE && !take_record(reader, new))
        return false;
    if (op == SQLITE_UPDATE ? !(old->given & 1) || old->given != (new->given | 1)
                                  || (new->given & 1) || !new->given
                            : (old->given | new->given) != all)
        return false;
    *delta = (struct delta){
        .table = reader->table,
        .id = op == SQLITE_INSERT ? new->id : old->id,
        .was = op != SQLITE_INSERT,
        .is = op != SQLITE_DELETE,
        .old = old->values,
        .new = new->values,
        .old_sum = old->sum,
        .new_sum = new->sum,
    };
    return delta->id > 0;
}

enum status
changeset_read(const void *bytes, size_t length,
               enum status (*each)(void *user, const struct delta *delta),
               void *user)
{
    struct reader reader
        = {.at = bytes, .end = (const unsigned char *)bytes + length};
    unsigned op;

    if (length == 0)
        return ST_OK;
    while (take_byte(&reader, &op)) {
        struct delta delta;

        if (op == 'T') {
            if (!take_table(&reader))
                return ST_DAMAGED;
            continue;
        }
        if (!reader.info
            || (op != SQLITE_INSERT && op != SQLITE_UPDATE && op != SQLITE_DELETE)
            || !take_change(&reader, op, &delta))
            return ST_DAMAGED;
        const enum status status = each ? each(user, &delta) : ST_OK;

        if (status != ST_OK)
            return status;
    }
    return ST_OK;
}
