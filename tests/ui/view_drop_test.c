/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/drop.h"

#include "tests/test.h"
#include "tests/ui/view_help.h"
#include "ui/view/snap.h"

struct fixture {
    struct view_song song;
    int64_t track, lane, bus;
};

static int
setup(void **state)
{
    static struct fixture f;

    view_song_open(&f.song);
    f.track = view_song_track(&f.song, "Bass", TRACK_AUDIO, &f.lane);
    f.bus = view_song_track(&f.song, "Echo", TRACK_BUS, NULL);
    *state = &f;
    return 0;
}

static int
teardown(void **state)
{
    struct fixture *f = *state;

    view_song_close(&f->song);
    return 0;
}

static bool
move(struct fixture *f, double x, double y)
{
    struct snap *snap = snap_new(f->song.view, f->song.model, NULL, 0);
    const bool moved = drop_move(f->song.view, f->song.model, snap, x, y);

    snap_free(snap);
    return moved;
}

static void
only_a_track_with_sound_takes_files(void **state)
{
    struct fixture *f = *state;
    const struct drop *drop = &f->song.view->drop;
    const struct view_row *bus = rows_track(f->song.view->rows, f->bus);

    assert_false(drop->over);
    assert_true(move(f, 100, view_song_y(&f->song, f->lane)));
    assert_true(drop->over && drop->track_id == f->track && drop->at.n == 10000);
    assert_int_equal(drop->y, rows_track(f->song.view->rows, f->track)->y);
    assert_true(move(f, 100, bus->y + bus->height / 2));
    assert_int_equal(drop->track_id, 0);
    assert_int_equal(drop->y, rows_height(f->song.view->rows));
    assert_false(move(f, 100, rows_height(f->song.view->rows) + 20));
    assert_true(move(f, -50, 10));
    assert_int_equal(drop->at.n, 0);
}

static void
the_grid_and_clips_draw_files(void **state)
{
    struct fixture *f = *state;
    const struct drop *drop = &f->song.view->drop;
    const double y = view_song_y(&f->song, f->lane);

    view_song_clip(&f->song, f->lane, 30000, 5000);
    f->song.view->grid = (struct grid){GRID_BAR, true, SNAP_ALL};
    move(f, 963, y);
    assert_true(drop->stuck && drop->at.n == 96000);
    move(f, 347, y);
    assert_true(drop->stuck && drop->at.n == 35000);
    f->song.view->grid.snap = false;
    move(f, 347, y);
    assert_true(!drop->stuck && drop->at.n == 34700);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_a_track_with_sound_takes_files, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_grid_and_clips_draw_files, setup,
                                        teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
