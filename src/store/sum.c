/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sum.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

static void
add(struct sum *sum, const void *bytes, size_t count)
{
    if (sum->failed)
        return;
    if (count > sum->room - sum->used) {
        const size_t room = 2 * (sum->used + count) + 256;
        unsigned char *larger = realloc(sum->bytes, room);

        if (!larger) {
            sum->failed = true;
            return;
        }
        sum->bytes = larger;
        sum->room = room;
    }
    if (count > 0)
        memcpy(sum->bytes + sum->used, bytes, count);
    sum->used += count;
}

static void
add_tagged(struct sum *sum, char tag, uint64_t value)
{
    unsigned char bytes[9] = {(unsigned char)tag};

    for (int i = 0; i < 8; i++)
        bytes[1 + i] = (unsigned char)(value >> (8 * i));
    add(sum, bytes, sizeof bytes);
}

void
sum_begin(struct sum *sum, const char *table, int64_t schema)
{
    sum->used = 0;
    sum->failed = false;
    add(sum, table, strlen(table));
    add_tagged(sum, '\0', (uint64_t)schema);
}

void
sum_int(struct sum *sum, int64_t value)
{
    add_tagged(sum, 'i', (uint64_t)value);
}

void
sum_real(struct sum *sum, double value)
{
    uint64_t bits;

    value += 0.0; /* SQLite stores no minus zero */
    memcpy(&bits, &value, sizeof bits);
    add_tagged(sum, 'r', bits);
}

void
sum_text(struct sum *sum, const char *text, size_t length)
{
    add_tagged(sum, 't', length);
    add(sum, text, length);
}

void
sum_blob(struct sum *sum, const void *bytes, size_t length)
{
    add_tagged(sum, 'b', length);
    add(sum, bytes, length);
}

void
sum_null(struct sum *sum)
{
    add(sum, "n", 1);
}

void
sum_column(struct sum *sum, sqlite3_stmt *row, int column)
{
    switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
        sum_int(sum, sqlite3_column_int64(row, column));
        break;
    case SQLITE_FLOAT:
        sum_real(sum, sqlite3_column_double(row, column));
        break;
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_column_text(row, column);

        if (text)
            sum_text(sum, text, (size_t)sqlite3_column_bytes(row, column));
        else
            sum->failed = true;
        break;
    }
    case SQLITE_BLOB: {
        const void *blob = sqlite3_column_blob(row, column);

        sum_blob(sum, blob, (size_t)sqlite3_column_bytes(row, column));
        break;
    }
    default:
        sum_null(sum);
    }
}

enum status
sum_end(struct sum *sum, int64_t *out)
{
    if (sum->failed)
        return ST_NO_MEM;
    *out = (int64_t)XXH3_64bits(sum->bytes, sum->used);
    return ST_OK;
}

void
sum_free(struct sum *sum)
{
    free(sum->bytes);
    *sum = (struct sum){0};
}
