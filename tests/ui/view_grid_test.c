/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/grid.h"

#include "tests/test.h"
#include "ui/view/musical.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 400 };

struct fixture {
    struct tempo_map *map;
    struct zoom zoom;
    struct grid grid;
    struct grid_line lines[MOST];
    size_t count;
};

/* Two bars of 4/4, then 7/8; 48 kHz, 120 bpm: a quarter is 24000 frames. */
static int
setup(void **state)
{
    static const struct metre_point METRE[]
        = {{{0}, 4, 4}, {{8 * TICKS_PER_QUARTER}, 7, 8}};
    static const struct tempo_point TEMPO[] = {{{0}, 120, false}};
    struct fixture *f = calloc(1, sizeof *f);

    assert_int_equal(tempo_map_new(&f->map, 48000, TEMPO, 1, METRE, 2), ST_OK);
    f->zoom = (struct zoom){.scale = 500, .width = 1000, .height = 100, .end = 1e7};
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    struct fixture *f = *state;

    tempo_map_free(f->map);
    free(f);
    return 0;
}

static void
draw(struct fixture *f, enum grid_unit unit, double scale)
{
    f->grid.unit = unit;
    f->zoom.scale = scale;
    f->count = grid_lines(&f->grid, &f->zoom, f->map, 0, 1000, f->lines, MOST);
}

static void
lines_are_bars_beats_and_parts_of_them(void **state)
{
    struct fixture *f = *state;

    draw(f, GRID_BAR, 500);
    assert_int_equal(f->lines[1].at.n, 96000);
    assert_int_equal(f->lines[2].at.n, 192000);
    assert_int_equal(f->lines[3].at.n, 192000 + 84000);
    assert_int_equal(f->lines[1].level, GRID_LINE_BAR);
    draw(f, GRID_BEAT, 500);
    assert_int_equal(f->lines[1].at.n, 24000);
    assert_int_equal(f->lines[1].level, GRID_LINE_BEAT);
    assert_int_equal(f->lines[4].level, GRID_LINE_BAR);
    assert_int_equal(f->lines[9].at.n, 192000 + 12000);
    draw(f, GRID_1_16, 500);
    assert_int_equal(f->lines[1].at.n, 6000);
    assert_int_equal(f->lines[1].level, GRID_LINE_SUB);
    draw(f, GRID_1_8_TRIPLET, 500);
    assert_int_equal(f->lines[1].at.n, 8000);
    draw(f, GRID_SECONDS, 5000);
    assert_int_equal(f->lines[1].at.n, 48000);
    draw(f, GRID_FRAMES, 0.1);
    assert_int_equal(f->lines[1].at.n, 1);
}

static void
lines_keep_apart_however_far_one_is(void **state)
{
    struct fixture *f = *state;

    for (int unit = 0; unit < GRID_UNITS; unit++)
        for (double scale = ZOOM_NEAREST; scale < ZOOM_FARTHEST; scale *= 3) {
            draw(f, unit, scale);
            assert_true(f->count >= 1 && f->count < 200);
            for (size_t i = 1; i < f->count; i++)
                /* a bar of 7/8 ends within a triplet */
                assert_true(f->lines[i].x - f->lines[i - 1].x >= 1.9);
        }
}

static void
lines_within_are_those_of_the_whole(void **state)
{
    struct fixture *f = *state;
    struct grid_line part[MOST];

    draw(f, GRID_1_8, 500);
    const size_t count = grid_lines(&f->grid, &f->zoom, f->map, f->lines[5].x,
                                    f->lines[9].x, part, MOST);
    assert_int_equal(count, 5);
    assert_int_equal(part[0].at.n, f->lines[5].at.n);
    assert_int_equal(part[4].at.n, f->lines[9].at.n);
    assert_int_equal(grid_lines(&f->grid, &f->zoom, f->map, 0, 1000, part, 3), 3);
}

static void
the_nearest_line_is_taken(void **state)
{
    struct fixture *f = *state;

    f->grid.unit = GRID_BEAT;
    assert_int_equal(grid_nearest(&f->grid, &f->zoom, f->map, frames(11999)).n, 0);
    assert_int_equal(grid_nearest(&f->grid, &f->zoom, f->map, frames(12001)).n,
                     24000);
    assert_int_equal(grid_nearest(&f->grid, &f->zoom, f->map, frames(24000)).n,
                     24000);
    f->grid.unit = GRID_FRAMES;
    assert_int_equal(grid_nearest(&f->grid, &f->zoom, f->map, frames(12345)).n,
                     12345);
    f->grid.unit = GRID_BAR;
    assert_int_equal(grid_nearest(&f->grid, &f->zoom, f->map, frames(240000)).n,
                     276000);
}

static void
steps_go_from_line_to_line_and_end_at_the_start(void **state)
{
    struct fixture *f = *state;
    frames_t at = {0};

    for (int unit = GRID_BAR; unit < GRID_UNITS; unit++) {
        f->grid.unit = unit;
        at = frames(0);
        for (int i = 0; i < 30; i++) {
            const frames_t next = grid_step(&f->grid, &f->zoom, f->map, at, 1);

            assert_true(next.n > at.n);
            assert_int_equal(grid_step(&f->grid, &f->zoom, f->map, next, -1).n,
                             at.n);
            assert_int_equal(grid_nearest(&f->grid, &f->zoom, f->map, next).n,
                             next.n);
            at = next;
        }
    }
    assert_int_equal(grid_step(&f->grid, &f->zoom, f->map, frames(0), -1).n, 0);
}

/* At 44.1 kHz and an odd tempo no line falls on a frame. */
static void
a_line_that_became_a_frame_is_that_line_again(void **state)
{
    static const struct tempo_point TEMPO[] = {{{0}, 133.7, false}};
    const struct zoom zoom = {.scale = 10, .width = 1000, .end = 1e9};
    const struct grid grid = {.unit = GRID_1_16};
    struct tempo_map *map;
    frames_t at = {0};

    assert_int_equal(tempo_map_new(&map, 44100, TEMPO, 1, NULL, 0), ST_OK);
    for (int64_t i = 1; i < 500; i++) {
        at = grid_step(&grid, &zoom, map, at, 1);
        assert_int_equal(musical_ticks(map, at).n, i * TICKS_PER_QUARTER / 4);
    }
    tempo_map_free(map);
}

static void
every_unit_has_a_name_of_its_own(void **state)
{
    for (int a = 0; a < GRID_UNITS; a++) {
        assert_true(grid_unit_title(a)[0] != '\0');
        for (int b = 0; b < a; b++)
            assert_string_not_equal(grid_unit_name(a), grid_unit_name(b));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_are_bars_beats_and_parts_of_them,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(lines_keep_apart_however_far_one_is, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(lines_within_are_those_of_the_whole, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_nearest_line_is_taken, setup, teardown),
        cmocka_unit_test_setup_teardown(
            steps_go_from_line_to_line_and_end_at_the_start, setup, teardown),
        cmocka_unit_test(a_line_that_became_a_frame_is_that_line_again),
        cmocka_unit_test(every_unit_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
