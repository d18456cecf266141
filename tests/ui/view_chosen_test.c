/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/chosen.h"

#include "tests/test.h"
#include "tests/ui/view_help.h"

#include <stdlib.h>

enum { BAR = 96000 };

struct fixture {
    struct view_song song;
    int64_t track[2], lane[2], clip[2]; /* bars 1 to 3, and from the third beat of 3 on */
};

static int
setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    view_song_open(&f->song);
    f->track[0] = view_song_track(&f->song, "Bass", TRACK_AUDIO, &f->lane[0]);
    f->track[1] = view_song_track(&f->song, "Keys", TRACK_AUDIO, &f->lane[1]);
    f->clip[0] = view_song_clip(&f->song, f->lane[0], 0, 2 * BAR);
    f->clip[1] = view_song_clip(&f->song, f->lane[1], 2 * BAR + BAR / 2, BAR);
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
expect(const struct fixture *f, const char *what, const char *where)
{
    struct chosen chosen = chosen_of(f->song.view, f->song.model);

    assert_string_equal(chosen.what, what);
    assert_string_equal(chosen.where, where);
    chosen_free(&chosen);
}

static void
nothing_is_chosen_at_first(void **state)
{
    const struct fixture *f = *state;
    struct chosen chosen = chosen_of(f->song.view, NULL);

    expect(f, "", "");
    assert_string_equal(chosen.what, "");
    chosen_free(&chosen);
}

static void
tracks_are_told_by_name_or_number(void **state)
{
    struct fixture *f = *state;

    selection_only(f->song.view->selection, SELECT_TRACK, f->track[0]);
    expect(f, "Bass, audio track, 1 clip", "");
    selection_add(f->song.view->selection, SELECT_TRACK, f->track[1]);
    expect(f, "2 tracks", "");
}

static void
clips_are_told_with_where_they_lie(void **state)
{
    struct fixture *f = *state;

    selection_only(f->song.view->selection, SELECT_CLIP, f->clip[0]);
    expect(f, view_song_row(&f->song, f->clip[0])->name, "1|1 – 3|1, 2 bars");
    selection_add(f->song.view->selection, SELECT_CLIP, f->clip[1]);
    expect(f, "2 clips", "1|1 – 4|3, 7.00 s");
}

static void
a_range_comes_before_all_else(void **state)
{
    struct fixture *f = *state;

    selection_only(f->song.view->selection, SELECT_CLIP, f->clip[0]);
    selection_set_range(f->song.view->selection, frames(BAR), frames(2 * BAR));
    expect(f, "Range", "2|1 – 3|1, 1 bar");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(nothing_is_chosen_at_first),
        T(tracks_are_told_by_name_or_number),
        T(clips_are_told_with_where_they_lie),
        T(a_range_comes_before_all_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
