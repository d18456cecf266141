/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/changelog.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct part {
    unsigned char *bytes;
    size_t used, room;
};

/* The changes of a table stand together, as SQLite has them. */
struct changelog {
    struct part tables[TABLE_COUNT];
    struct part whole;
    bool failed;
};

enum { UNCHANGED = 0 }; /* in the place of a column's type */

enum status
changelog_new(struct changelog **out)
{
    *out = calloc(1, sizeof **out);
    return *out ? ST_OK : ST_NO_MEM;
}

void
changelog_free(struct changelog *changelog)
{
    if (!changelog)
        return;
    for (size_t i = 0; i < TABLE_COUNT; i++)
        free(changelog->tables[i].bytes);
    free(changelog->whole.bytes);
    free(changelog);
}

void
changelog_begin(struct changelog *changelog)
{
    for (size_t i = 0; i < TABLE_COUNT; i++)
        changelog->tables[i].used = 0;
    changelog->failed = false;
}

/* --- bytes -------------------------------------------------------------------- */

static unsigned char *
room_for(struct changelog *changelog, struct part *part, size_t count)
{
    if (changelog->failed)
        return NULL;
    if (count > part->room - part->used) {
        const size_t room = 2 * (part->used + count) + 256;
        unsigned char *larger = realloc(part->bytes, room);

        if (!larger) {
            changelog->failed = true;
            return NULL;
        }
        part->bytes = larger;
        part->room = room;
    }
    part->used += count;
    return part->bytes + part->used - count;
}

static void
add(struct changelog *changelog, struct part *part, const void *bytes, size_t count)
{
    unsigned char *to = room_for(changelog, part, count);

    if (to && count > 0)
        memcpy(to, bytes, count);
}

static void
add_byte(struct changelog *changelog, struct part *part, int byte)
{
    unsigned char *to = room_for(changelog, part, 1);

    if (to)
        *to = (unsigned char)byte;
}

static void
add_int(struct changelog *changelog, struct part *part, int type, uint64_t value)
{
    unsigned char *to = room_for(changelog, part, 9);

    if (!to)
        return;
    to[0] = (unsigned char)type;
    for (int i = 0; i < 8; i++)
        to[1 + i] = (unsigned char)(value >> (56 - 8 * i));
}

/* SQLite stores no minus zero. */
static void
add_real(struct changelog *changelog, struct part *part, double value)
{
    uint64_t bits;

    value += 0.0;
    memcpy(&bits, &value, sizeof bits);
    add_int(changelog, part, SQLITE_FLOAT, bits);
}

/* SQLite's varint: seven bits a byte, the highest first. */
static void
add_varint(struct changelog *changelog, struct part *part, uint64_t value)
{
    unsigned char bytes[5]; /* more than SQLite's longest text needs */
    int at = sizeof bytes;

    bytes[--at] = value & 0x7f;
    while ((value >>= 7) > 0 && at > 0)
        bytes[--at] = (value & 0x7f) | 0x80;
    add(changelog, part, bytes + at, sizeof bytes - (size_t)at);
}

static void
add_text(struct changelog *changelog, struct part *part, const char *text,
         size_t length)
{
    add_byte(changelog, part, SQLITE_TEXT);
    add_varint(changelog, part, length);
    add(changelog, part, text, length);
}

/* --- columns ------------------------------------------------------------------ */

static void
add_new(struct changelog *changelog, struct part *part, const struct column *column,
        const void *row)
{
    if (column->kind == COLUMN_REAL) {
        add_real(changelog, part, column_real(column, row));
    } else if (column->kind == COLUMN_TEXT) {
        const char *text = column_text(column, row);

        add_text(changelog, part, text, strlen(text));
    } else if (column->kind == COLUMN_REF && column_int(column, row) == 0) {
        add_byte(changelog, part, SQLITE_NULL);
    } else {
        add_int(changelog, part, SQLITE_INTEGER, (uint64_t)column_int(column, row));
    }
}

static void
add_old(struct changelog *changelog, struct part *part, sqlite3_stmt *from, int i)
{
    switch (sqlite3_column_type(from, i)) {
    case SQLITE_FLOAT:
        add_real(changelog, part, sqlite3_column_double(from, i));
        break;
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_column_text(from, i);

        if (text)
            add_text(changelog, part, text, (size_t)sqlite3_column_bytes(from, i));
        else
            changelog->failed = true;
        break;
    }
    case SQLITE_NULL:
        add_byte(changelog, part, SQLITE_NULL);
        break;
    default:
        add_int(changelog, part, SQLITE_INTEGER,
                (uint64_t)sqlite3_column_int64(from, i));
    }
}

/* The head of a table, before its first change, and of the change. */
static struct part *
begin_change(struct changelog *changelog, enum table table, int kind)
{
    const struct table_info *info = table_info(table);
    struct part *part = &changelog->tables[table];

    if (part->used == 0) {
        add_byte(changelog, part, 'T');
        add_varint(changelog, part, info->n_columns + 1);
        for (size_t i = 0; i <= info->n_columns; i++)
            add_byte(changelog, part, i == 0); /* the primary key */
        add(changelog, part, info->name, strlen(info->name) + 1);
    }
    add_byte(changelog, part, kind);
    add_byte(changelog, part, 0); /* no trigger's */
    return part;
}

void
changelog_insert(struct changelog *changelog, enum table table, const void *row,
                int64_t sum)
{
    const struct table_info *info = table_info(table);
    struct part *part = begin_change(changelog, table, SQLITE_INSERT);

    for (size_t i = 0; i < info->n_columns; i++)
        add_new(changelog, part, &info->columns[i], row);
    add_int(changelog, part, SQLITE_INTEGER, (uint64_t)sum);
}

void
changelog_delete(struct changelog *changelog, enum table table, sqlite3_stmt *from)
{
    const struct table_info *info = table_info(table);
    struct part *part = begin_change(changelog, table, SQLITE_DELETE);

    for (size_t i = 0; i <= info->n_columns; i++)
        add_old(changelog, part, from, (int)i);
}

void
changelog_update(struct changelog *changelog, enum table table, uint64_t columns,
                sqlite3_stmt *from, const void *row, int64_t sum)
{
    const struct table_info *info = table_info(table);
    const size_t n = info->n_columns;
    struct part *part = begin_change(changelog, table, SQLITE_UPDATE);

    add_old(changelog, part, from, 0);
    for (size_t i = 1; i < n; i++)
        if (columns & UINT64_C(1) << i)
            add_old(changelog, part, from, (int)i);
        else
            add_byte(changelog, part, UNCHANGED);
    add_old(changelog, part, from, (int)n);
    add_byte(changelog, part, UNCHANGED);
    for (size_t i = 1; i < n; i++)
        if (columns & UINT64_C(1) << i)
            add_new(changelog, part, &info->columns[i], row);
        else
            add_byte(changelog, part, UNCHANGED);
    add_int(changelog, part, SQLITE_INTEGER, (uint64_t)sum);
}

enum status
changelog_end(struct changelog *changelog, const void **bytes, size_t *length)
{
    changelog->whole.used = 0;
    for (size_t i = 0; i < TABLE_COUNT; i++)
        add(changelog, &changelog->whole, changelog->tables[i].bytes,
            changelog->tables[i].used);
    *bytes = changelog->whole.bytes;
    *length = changelog->whole.used;
    return changelog->failed ? ST_NO_MEM : ST_OK;
}
