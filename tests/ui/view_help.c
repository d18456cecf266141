/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/view_help.h"

#include "model/ops_clip.h"
#include "model/ops_comp.h"
#include "model/ops_track.h"
#include "model/tables.h"
#include "tests/test.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
expect(const struct view_song *song, enum status status)
{
    if (status)
        fail_msg("%s: %s", song->fault.where, song->fault.what);
}

void
view_song_open(struct view_song *song)
{
    *song = (struct view_song){0};
    expect(song, model_new(&song->model));
    song->ops.model = song->model;
    song->ops.fault = &song->fault;
    expect(song, edit_new(&song->ops.edit, "Test"));
    song->view = view_new();
    expect(song, op_song_new(&song->ops, "Song", 48000));
    view_set_song(song->view, song->model, NULL);
    view_song_apply(song);
    song->view->grid.snap = false;
    song->view->zoom.scale = 100;
    view_resize(song->view, 1000, 400);
}

void
view_song_close(struct view_song *song)
{
    view_free(song->view);
    edit_free(song->ops.edit);
    model_free(song->model);
}

unsigned
view_song_apply(struct view_song *song)
{
    struct edit *edit = song->ops.edit;

    expect(song, model_apply(song->model, edit));
    const unsigned changed = view_apply(song->view, song->model, edit);

    edit_free(edit);
    expect(song, edit_new(&song->ops.edit, "Test"));
    return changed;
}

int64_t
view_song_track(struct view_song *song, const char *name, enum track_kind kind,
                int64_t *lane)
{
    const struct op_track track = {.kind = kind, .name = name, .color = -1};
    int64_t id;

    expect(song, op_track_add(&song->ops, &track, &id));
    view_song_apply(song);
    if (lane)
        *lane = op_track_lane(&song->ops, id);
    return id;
}

int64_t
view_song_lane(struct view_song *song, int64_t track, const char *name)
{
    int64_t id;

    expect(song, op_lane_add(&song->ops, track, name, &id));
    view_song_apply(song);
    return id;
}

int64_t
view_song_clip(struct view_song *song, int64_t lane, int64_t at, int64_t length)
{
    struct row_source source;
    int64_t id;

    row_init(TABLE_SOURCE, &source);
    source.path = "audio/x.wav";
    source.rate = 48000;
    source.channels = 1;
    source.length = length + 20000;
    expect(song, edit_put(song->ops.edit, TABLE_SOURCE, &source));
    const struct op_clip clip = {.lane_id = lane,
                                 .source_id = source.id,
                                 .name = "clip",
                                 .at = {at, TIME_FRAMES},
                                 .offset = 10000,
                                 .length = length};
    expect(song, op_clip_add(&song->ops, &clip, &id));
    view_song_apply(song);
    return id;
}

const struct row_clip *
view_song_row(const struct view_song *song, int64_t clip)
{
    return model_row(song->model, TABLE_CLIP, clip);
}

double
view_song_y(const struct view_song *song, int64_t lane)
{
    const struct view_row *row = rows_of_lane(song->view->rows, song->model, lane);

    assert_non_null(row);
    return row->y + row->height / 2.0 + 4 - song->view->zoom.top;
}

double
view_song_x(const struct view_song *song, int64_t frame)
{
    return zoom_x(&song->view->zoom, frames(frame));
}

static char *
end(struct view_song *song)
{
    struct drag_result result = drag_end(song->view, song->model);
    char *text = strdup("");

    for (size_t i = 0; i < result.count; i++) {
        char *longer = NULL;

        assert_true(
            asprintf(&longer, "%s%s%s", text, i ? "\n" : "", result.lines[i]) >= 0);
        free(text);
        text = longer;
    }
    drag_result_free(&result);
    assert_null(song->view->drag);
    return text;
}

char *
view_song_drag(struct view_song *song, double x0, double y0, double x1, double y1,
               unsigned mods)
{
    const struct hit hit = hit_canvas(song->view, song->model, x0, y0);

    drag_begin(song->view, song->model, &hit, (struct drag_point){x0, y0, mods});
    drag_update(song->view, song->model,
                (struct drag_point){(x0 + x1) / 2, (y0 + y1) / 2, mods});
    drag_update(song->view, song->model, (struct drag_point){x1, y1, mods});
    return end(song);
}

char *
view_song_drag_ruler(struct view_song *song, enum ruler ruler, double x0, double x1)
{
    const double y = rulers_y(&song->view->rulers, ruler) + 2;
    const struct hit hit = hit_rulers(song->view, song->model, x0, y);

    drag_begin(song->view, song->model, &hit, (struct drag_point){x0, y, 0});
    if (x1 != x0)
        drag_update(song->view, song->model, (struct drag_point){x1, y, 0});
    return end(song);
}

char *
view_song_line(const char *format, ...)
{
    char *line = NULL;
    va_list args;

    va_start(args, format);
    assert_true(vasprintf(&line, format, args) >= 0);
    va_end(args);
    return line;
}

void
says(char *got, char *want)
{
    assert_string_equal(got, want);
    free(got);
    free(want);
}
