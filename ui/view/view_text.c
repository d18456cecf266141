/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view_text.c: the view as lines of text: numbers and words, whatever the
 * locale. */
#include "ui/view/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of the view by their names; where one lies out of its bounds, it is not
 * taken. */
struct entry {
    const char *key;
    size_t offset;
    enum { DOUBLE, INT, UNSIGNED, BOOL, FRAMES } type;
    double low, high;
};

#define ENTRY(key, member, type, low, high) \
    {key, offsetof(struct view, member), type, low, high}

static const struct entry ENTRIES[] = {
    ENTRY("start", zoom.start, DOUBLE, 0, 1e15),
    ENTRY("scale", zoom.scale, DOUBLE, ZOOM_NEAREST, ZOOM_FARTHEST),
    ENTRY("top", zoom.top, DOUBLE, 0, 1e7),
    ENTRY("snap", grid.snap, BOOL, 0, 1),
    ENTRY("snap-to", grid.to, UNSIGNED, 0, SNAP_ALL),
    ENTRY("tool", tool, UNSIGNED, 0, TOOLS - 1),
    ENTRY("follow", follow.on, BOOL, 0, 1),
    ENTRY("follow-smooth", follow.smooth, BOOL, 0, 1),
    ENTRY("panels", panels, UNSIGNED, 0, 0xffff),
    ENTRY("waves", waves_db, INT, 0, WAVES_MOST_DB),
    ENTRY("desk-width", desk_width, INT, 200, 32000),
    ENTRY("desk-height", desk_height, INT, 100, 32000),
    ENTRY("mixer", mixer, UNSIGNED, 0, 0xffffff),
    ENTRY("cursor", cursor, FRAMES, 0, 1e15),
    ENTRY("ruler-sections", rulers.height[RULER_SECTIONS], INT, 0, 200),
    ENTRY("ruler-markers", rulers.height[RULER_MARKERS], INT, 0, 200),
    ENTRY("ruler-tempo", rulers.height[RULER_TEMPO], INT, 0, 200),
    ENTRY("ruler-ranges", rulers.height[RULER_RANGES], INT, 0, 200),
    ENTRY("ruler-bars", rulers.height[RULER_BARS], INT, 0, 200),
    ENTRY("ruler-time", rulers.height[RULER_TIME], INT, 0, 200),
};

static double
get(const struct view *view, const struct entry *entry)
{
    const void *at = (const char *)view + entry->offset;

    switch (entry->type) {
    case DOUBLE:
        return *(const double *)at;
    case INT:
        return *(const int *)at;
    case UNSIGNED:
        return *(const unsigned *)at;
    case BOOL:
        return *(const bool *)at;
    default:
        return (double)((const frames_t *)at)->n;
    }
}

static void
set(struct view *view, const struct entry *entry, double value)
{
    void *at = (char *)view + entry->offset;

    if (!(value >= entry->low && value <= entry->high))
        return;
    switch (entry->type) {
    case DOUBLE:
        *(double *)at = value;
        return;
    case INT:
        *(int *)at = (int)value;
        return;
    case UNSIGNED:
        *(unsigned *)at = (unsigned)value;
        return;
    case BOOL:
        *(bool *)at = value != 0;
        return;
    default:
        *(frames_t *)at = frames((int64_t)value);
    }
}

/* Thousandths are exact enough for all of them, and a whole number has no point in
 * it that a locale would write as a comma. */
static void
write_entries(FILE *out, const struct view *view)
{
    for (size_t i = 0; i < COUNT(ENTRIES); i++)
        fprintf(out, "%s=%lld\n", ENTRIES[i].key,
                (long long)(get(view, &ENTRIES[i]) * 1000));
}

char *
view_write(const struct view *view)
{
    struct row_state state;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    if (!out)
        return NULL;
    write_entries(out, view);
    fprintf(out, "grid=%s\nrow-size=%d\n", grid_unit_name(view->grid.unit),
            (int)rows_size(view->rows));
    for (size_t i = 0; rows_state(view->rows, i, &state); i++)
        if (state.height || state.turned)
            fprintf(out, "row=%lld %d %d\n", (long long)state.track_id,
                    state.height, state.turned);
    fclose(out);
    return text;
}

static void
read_grid(struct view *view, const char *name)
{
    for (int unit = 0; unit < GRID_UNITS; unit++)
        if (strcmp(grid_unit_name(unit), name) == 0)
            view->grid.unit = unit;
}

static void
read_row(struct view *view, const struct model *model, const char *text)
{
    long long track;
    int height, turned;

    if (sscanf(text, "%lld %9d %9d", &track, &height, &turned) != 3
        || !model_row(model, TABLE_TRACK, track))
        return;
    rows_set_state(view->rows, &(struct row_state){track, height, turned != 0});
}

static void
read_line(struct view *view, const struct model *model, char *line)
{
    char *value = strchr(line, '=');

    if (!value)
        return;
    *value++ = '\0';
    if (strcmp(line, "grid") == 0)
        read_grid(view, value);
    else if (strcmp(line, "row") == 0)
        read_row(view, model, value);
    else if (strcmp(line, "row-size") == 0 && strlen(value) == 1 && value[0] >= '0'
             && value[0] < '0' + ROW_SIZES)
        rows_set_size(view->rows, value[0] - '0');
    for (size_t i = 0; i < COUNT(ENTRIES); i++)
        if (strcmp(line, ENTRIES[i].key) == 0)
            set(view, &ENTRIES[i], (double)strtoll(value, NULL, 10) / 1000);
}

void
view_read(struct view *view, const struct model *model, const char *text)
{
    char *copy = strdup(text), *rest = copy, *line;

    while (copy && (line = strsep(&rest, "\n")))
        read_line(view, model, line);
    free(copy);
    view_layout(view, model);
}
