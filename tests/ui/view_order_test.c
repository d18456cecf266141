/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/order.h"

#include "model/ops_track.h"
#include "tests/test.h"
#include "tests/ui/view_help.h"

#include <stdlib.h>
#include <string.h>

/* Drums (a folder: Kick, Snare), Bass, Empty (a folder), Keys. */
enum { DRUMS, KICK, SNARE, BASS, EMPTY, KEYS, TRACKS };

struct fixture {
    struct view_song song;
    int64_t id[TRACKS];
};

static void
fold(struct fixture *f, int track, int folder)
{
    assert_int_equal(op_track_fold(&f->song.ops, f->id[track], f->id[folder]), ST_OK);
    view_song_apply(&f->song);
}

static int
setup(void **state)
{
    static const char *const NAME[TRACKS]
        = {"Drums", "Kick", "Snare", "Bass", "Empty", "Keys"};
    struct fixture *f = calloc(1, sizeof *f);

    view_song_open(&f->song);
    for (int i = 0; i < TRACKS; i++)
        f->id[i] = view_song_track(&f->song, NAME[i],
                                   i == DRUMS || i == EMPTY ? TRACK_FOLDER : TRACK_AUDIO,
                                   NULL);
    fold(f, KICK, DRUMS);
    fold(f, SNARE, DRUMS);
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    struct fixture *f = *state;

    view_song_close(&f->song);
    free(f);
    return 0;
}

static void
take(struct fixture *f, int a, int b)
{
    selection_only(f->song.view->selection, SELECT_TRACK, f->id[a]);
    if (b != a)
        selection_add(f->song.view->selection, SELECT_TRACK, f->id[b]);
}

/* A part of a row's height, from its top. */
static double
y(const struct fixture *f, int track, double part)
{
    const struct view_row *row = rows_track(f->song.view->rows, f->id[track]);

    return row->y + part * row->height;
}

static const struct drag_look *
hold(struct fixture *f, int track, double dx, double to_y)
{
    const struct hit hit = {.part = HIT_HEAD, .track_id = f->id[track], .ruler = RULERS};

    drag_begin(f->song.view, f->song.model, &hit,
               (struct drag_point){100, y(f, track, 0.5), 0});
    drag_update(f->song.view, f->song.model, (struct drag_point){100 + dx, to_y, 0});
    return drag_look(f->song.view);
}

/* What letting go means: its lines, one under the other. */
static void
expect_end(struct fixture *f, char *want)
{
    struct drag_result result = drag_end(f->song.view, f->song.model);
    char *got = calloc(1, 4096);

    for (size_t i = 0; i < result.count; i++) {
        if (i > 0)
            strcat(got, "\n");
        strcat(got, result.lines[i]);
    }
    assert_string_equal(got, want);
    drag_result_free(&result);
    free(got);
    free(want);
}

static void
expect_drag(struct fixture *f, int track, double dx, double to_y, char *want)
{
    hold(f, track, dx, to_y);
    expect_end(f, want);
}

#define ID(i) ((long long)f->id[i])

static void
a_head_is_dragged_above_another(void **state)
{
    struct fixture *f = *state;

    take(f, KEYS, KEYS);
    const struct drag_look *look = hold(f, KEYS, 0, y(f, BASS, 0.2));
    assert_int_equal(look->shape, DRAG_TRACKS);
    assert_true(look->y0 == y(f, BASS, 0) && look->y1 == look->y0);
    assert_int_equal(look->depth, 0);
    expect_end(f, view_song_line("track-above '#%lld' '#%lld'", ID(KEYS), ID(BASS)));
}

static void
where_it_lies_already_nothing_is_done(void **state)
{
    struct fixture *f = *state;

    take(f, BASS, BASS);
    expect_drag(f, BASS, 0, y(f, BASS, 0.8), view_song_line("%s", ""));
    expect_drag(f, BASS, 0, y(f, EMPTY, 0.1), view_song_line("%s", ""));
}

static void
the_middle_of_a_folder_takes_it_in(void **state)
{
    struct fixture *f = *state;

    take(f, BASS, BASS);
    const struct drag_look *look = hold(f, BASS, 0, y(f, DRUMS, 0.5));
    assert_true(look->y0 == y(f, DRUMS, 0) && look->y1 == y(f, DRUMS, 1));
    assert_non_null(strstr(look->text, "Drums"));
    drag_cancel(f->song.view, f->song.model);
    expect_drag(f, BASS, 0, y(f, EMPTY, 0.5),
                view_song_line("track-above '#%lld' '#%lld'\ntrack-folder '#%lld' '#%lld'",
                               ID(BASS), ID(KEYS), ID(BASS), ID(EMPTY)));
}

static void
below_the_last_of_a_folder_the_side_tells_how_deep(void **state)
{
    struct fixture *f = *state;

    take(f, KEYS, KEYS);
    expect_drag(f, KEYS, 0, y(f, SNARE, 0.9),
                view_song_line("track-above '#%lld' '#%lld'", ID(KEYS), ID(BASS)));
    expect_drag(f, KEYS, ROW_INDENT, y(f, SNARE, 0.9),
                view_song_line("track-above '#%lld' '#%lld'\ntrack-folder '#%lld' '#%lld'",
                               ID(KEYS), ID(BASS), ID(KEYS), ID(DRUMS)));
    take(f, SNARE, SNARE);
    expect_drag(f, SNARE, -ROW_INDENT, y(f, SNARE, 0.9),
                view_song_line("track-above '#%lld' '#%lld'\ntrack-folder '#%lld' none",
                               ID(SNARE), ID(BASS), ID(SNARE)));
}

static void
between_two_of_a_folder_it_is_in_it(void **state)
{
    struct fixture *f = *state;

    take(f, BASS, BASS);
    expect_drag(f, BASS, 0, y(f, SNARE, 0.1),
                view_song_line("track-above '#%lld' '#%lld'\ntrack-folder '#%lld' '#%lld'",
                               ID(BASS), ID(SNARE), ID(BASS), ID(DRUMS)));
}

static void
a_folder_takes_along_what_it_holds_and_goes_into_none_of_it(void **state)
{
    struct fixture *f = *state;

    take(f, DRUMS, KICK);
    expect_drag(f, DRUMS, 0, y(f, KICK, 0.9), view_song_line("%s", ""));
    expect_drag(f, DRUMS, 0, y(f, KEYS, 0.9),
                view_song_line("track-above '#%lld' none\ntrack-above '#%lld' none\n"
                               "track-above '#%lld' none",
                               ID(DRUMS), ID(KICK), ID(SNARE)));
}

static void
selected_tracks_go_together_in_their_order(void **state)
{
    struct fixture *f = *state;

    take(f, KEYS, SNARE);
    expect_drag(f, KEYS, 0, y(f, DRUMS, 0.1),
                view_song_line("track-above '#%lld' '#%lld'\ntrack-folder '#%lld' none\n"
                               "track-above '#%lld' '#%lld'",
                               ID(SNARE), ID(DRUMS), ID(SNARE), ID(KEYS), ID(DRUMS)));
}

static void
a_click_chooses_one_of_several(void **state)
{
    struct fixture *f = *state;
    const struct hit hit = {.part = HIT_HEAD, .track_id = f->id[BASS], .ruler = RULERS};

    take(f, BASS, KEYS);
    drag_begin(f->song.view, f->song.model, &hit, (struct drag_point){10, 10, 0});
    struct drag_result result = drag_end(f->song.view, f->song.model);

    assert_true(result.view & VIEW_SELECTION);
    assert_false(selection_has(f->song.view->selection, SELECT_TRACK, f->id[KEYS]));
    drag_result_free(&result);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_head_is_dragged_above_another),
        T(where_it_lies_already_nothing_is_done),
        T(the_middle_of_a_folder_takes_it_in),
        T(below_the_last_of_a_folder_the_side_tells_how_deep),
        T(between_two_of_a_folder_it_is_in_it),
        T(a_folder_takes_along_what_it_holds_and_goes_into_none_of_it),
        T(selected_tracks_go_together_in_their_order),
        T(a_click_chooses_one_of_several),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
