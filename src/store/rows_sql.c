/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/rows_sql.h"

#include <stdio.h>
#include <stdlib.h>

/* A stream in memory: the text is whole, or NULL, when it is closed. */
struct text {
    char *bytes;
    size_t size;
    FILE *to;
};

static bool
begin(struct text *text)
{
    text->bytes = NULL;
    text->to = open_memstream(&text->bytes, &text->size);
    return text->to != NULL;
}

static char *
end(struct text *text)
{
    if (fclose(text->to) == 0)
        return text->bytes;
    free(text->bytes);
    return NULL;
}

static char *
select_from(enum table table, const char *rest)
{
    const struct table_info *info = table_info(table);
    struct text text;

    if (!begin(&text))
        return NULL;
    fputs("SELECT ", text.to);
    for (size_t i = 0; i < info->n_columns; i++)
        fprintf(text.to, "\"%s\",", info->columns[i].name);
    fprintf(text.to, "\"sum\" FROM \"%s\" %s", info->name, rest);
    return end(&text);
}

char *
rows_sql_one(enum table table)
{
    return select_from(table, "WHERE \"id\"=?");
}

char *
rows_sql_all(enum table table)
{
    return select_from(table, "ORDER BY \"id\"");
}

char *
rows_sql_insert(enum table table)
{
    const struct table_info *info = table_info(table);
    struct text text;

    if (!begin(&text))
        return NULL;
    fprintf(text.to, "INSERT INTO \"%s\"(", info->name);
    for (size_t i = 0; i < info->n_columns; i++)
        fprintf(text.to, "\"%s\",", info->columns[i].name);
    fputs("\"sum\")VALUES(", text.to);
    for (size_t i = 0; i < info->n_columns; i++)
        fputs("?,", text.to);
    fputs("?)", text.to);
    return end(&text);
}

char *
rows_sql_delete(enum table table)
{
    struct text text;

    if (!begin(&text))
        return NULL;
    fprintf(text.to, "DELETE FROM \"%s\" WHERE \"id\"=?", table_info(table)->name);
    return end(&text);
}

char *
rows_sql_update(enum table table, uint64_t columns)
{
    const struct table_info *info = table_info(table);
    struct text text;

    if (!begin(&text))
        return NULL;
    fprintf(text.to, "UPDATE \"%s\" SET ", info->name);
    for (size_t i = 0; i < info->n_columns; i++)
        if (columns & UINT64_C(1) << i)
            fprintf(text.to, "\"%s\"=?,", info->columns[i].name);
    fputs("\"sum\"=? WHERE \"id\"=?", text.to);
    return end(&text);
}
