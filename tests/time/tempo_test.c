/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/tempo.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>

enum { QUARTER = TICKS_PER_QUARTER };

static uint64_t
random_from(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static struct tempo_map *
map_of(uint32_t rate, const struct tempo_point *tempo, size_t n_tempo,
       const struct metre_point *metre, size_t n_metre)
{
    struct tempo_map *map;

    assert_int_equal(tempo_map_new(&map, rate, tempo, n_tempo, metre, n_metre),
                     ST_OK);
    return map;
}

/* A map of random points, some of them ramps; with points far apart and close by. */
static struct tempo_map *
random_map(uint64_t *seed, uint32_t rate)
{
    struct tempo_point tempo[12];
    struct metre_point metre[8];
    int64_t at = 0;

    for (size_t i = 0; i < COUNT(tempo); i++) {
        at += 1 + (int64_t)(random_from(seed) % (i % 3 ? 40 * QUARTER : QUARTER));
        tempo[i] = (struct tempo_point){
            ticks(i ? at : 0),
            TEMPO_MIN + (double)(random_from(seed) % 99500) / 100,
            random_from(seed) % 2};
    }
    for (size_t i = 0; i < COUNT(metre); i++)
        metre[i] = (struct metre_point){
            ticks((int64_t)(random_from(seed) % (300 * QUARTER))),
            1 + (int)(random_from(seed) % 15), 1 << random_from(seed) % 7};
    return map_of(rate, tempo, COUNT(tempo), metre, COUNT(metre));
}

static void
without_points_it_is_120_in_4_4(void **state)
{
    struct tempo_map *map = map_of(48000, NULL, 0, NULL, 0);

    assert_int_equal(tempo_map_rate(map), 48000);
    assert_int_equal(tempo_frames(map, ticks(QUARTER)).n, 24000);
    assert_true(tempo_bpm(map, ticks(-5)) == 120);
    assert_int_equal(tempo_metre(map, ticks(0)).num, 4);
    assert_int_equal(tempo_bbt(map, ticks(4 * QUARTER)).bar, 2);
    tempo_map_free(map);
}

static void
halves_are_rounded_upwards_on_both_sides_of_zero(void **state)
{
    /* A tick is half a frame: 60 * 224000 = 1000 * 26880 / 2. */
    const struct tempo_point half = {ticks(0), 1000, false};
    struct tempo_map *map = map_of(224000, &half, 1, NULL, 0);

    assert_int_equal(tempo_frames(map, ticks(1)).n, 1);   /* 0.5 */
    assert_int_equal(tempo_frames(map, ticks(3)).n, 2);   /* 1.5 */
    assert_int_equal(tempo_frames(map, ticks(-1)).n, 0);  /* -0.5 */
    assert_int_equal(tempo_frames(map, ticks(-3)).n, -1); /* -1.5 */
    assert_int_equal(tempo_ticks(map, frames(7)).n, 14);
    tempo_map_free(map);

    const struct tempo_point twice = {ticks(0), 500, false};
    map = map_of(448000, &twice, 1, NULL, 0); /* a frame is half a tick */
    assert_int_equal(tempo_frames(map, ticks(1)).n, 2);
    assert_int_equal(tempo_ticks(map, frames(1)).n, 1);
    assert_int_equal(tempo_ticks(map, frames(-1)).n, 0);
    assert_int_equal(tempo_ticks(map, frames(-3)).n, -1);
    tempo_map_free(map);
}

/* Seconds from tick 0 to `end`, by Simpson's rule over steps of 256 ticks:
 * dt = 60 / bpm dx. */
static double
integrate(const struct tempo_map *map, int64_t end)
{
    double sum = 0;

    for (int64_t at = 0; at < end; at += 256)
        sum += (1 / tempo_bpm(map, ticks(at)) + 4 / tempo_bpm(map, ticks(at + 128))
                + 1 / tempo_bpm(map, ticks(at + 256)))
               / 6;
    return sum * 60 * 256 / QUARTER;
}

static void
a_ramp_is_the_integral_of_its_tempo(void **state)
{
    const struct {
        double from, to;
        int64_t quarters;
    } ramps[] = {{60, 240, 16},  {240, 60, 16}, {120, 120.001, 64}, {5, 1000, 512},
                 {1000, 5, 512}, {90, 90, 8},   {100, 140, 4}};

    for (size_t i = 0; i < COUNT(ramps); i++) {
        const int64_t end = ramps[i].quarters * QUARTER;
        const struct tempo_point points[]
            = {{ticks(0), ramps[i].from, true}, {ticks(end), ramps[i].to, false}};
        struct tempo_map *map = map_of(48000, points, 2, NULL, 0);

        /* The last tick before the next point, which a step would jump at. */
        const double want = integrate(map, end - 4096) * 48000;
        assert_true(fabs((double)tempo_frames(map, ticks(end - 4096)).n - want)
                    < 0.51);
        assert_true(
            fabs(tempo_bpm(map, ticks(end / 2)) - (ramps[i].from + ramps[i].to) / 2)
            < 1e-9);
        assert_true(tempo_bpm(map, ticks(end)) == ramps[i].to);
        tempo_map_free(map);
    }
}

static void
ticks_come_back_within_half_a_frame(void **state)
{
    uint64_t seed = 7;

    for (int round = 0; round < 60; round++) {
        const uint32_t rate = round % 2 ? 44100 : 192000;
        struct tempo_map *map = random_map(&seed, rate);

        for (int i = 0; i < 2000; i++) {
            const ticks_t at = ticks((int64_t)(random_from(&seed) % (600 * QUARTER))
                                     - 20 * QUARTER);
            const double fastest = fmax(tempo_bpm(map, ticks(at.n - 1000)),
                                        tempo_bpm(map, ticks(at.n + 1000)));
            const double half = fmax(fastest, 1000) * QUARTER / 60 / rate / 2;
            const ticks_t back = tempo_ticks(map, tempo_frames(map, at));

            assert_true(fabs((double)(back.n - at.n)) <= half + 1);
        }
        tempo_map_free(map);
    }
}

static void
frames_come_back_exactly_where_ticks_are_finer(void **state)
{
    uint64_t seed = 99;

    for (int round = 0; round < 30; round++) {
        struct tempo_point tempo[6];

        for (size_t i = 0; i < COUNT(tempo);
             i++) /* a tick <= half a frame: bpm >= 215 */
            tempo[i] = (struct tempo_point){
                ticks((int64_t)i * 7 * QUARTER),
                215 + (double)(random_from(&seed) % 700), random_from(&seed) % 2};
        struct tempo_map *map = map_of(48000, tempo, COUNT(tempo), NULL, 0);

        for (int i = 0; i < 3000; i++) {
            const frames_t at
                = frames((int64_t)(random_from(&seed) % 1000000) - 5000);

            assert_int_equal(tempo_frames(map, tempo_ticks(map, at)).n, at.n);
        }
        tempo_map_free(map);
    }
}

static void
time_never_goes_backwards(void **state)
{
    uint64_t seed = 3;

    for (int round = 0; round < 20; round++) {
        struct tempo_map *map = random_map(&seed, 48000);
        int64_t frame = INT64_MIN, tick = INT64_MIN;

        for (int64_t at = -QUARTER; at < 500 * QUARTER; at += 997) {
            assert_true(tempo_frames(map, ticks(at)).n >= frame);
            frame = tempo_frames(map, ticks(at)).n;
        }
        for (int64_t at = -10000; at < 10000000; at += 7919) {
            assert_true(tempo_ticks(map, frames(at)).n >= tick);
            tick = tempo_ticks(map, frames(at)).n;
        }
        tempo_map_free(map);
    }
}

static void
a_year_of_frames_is_exact(void **state)
{
    const struct tempo_point points[] = {{ticks(0), 120, false}};
    struct tempo_map *map = map_of(48000, points, 1, NULL, 0);
    const int64_t far = INT64_C(1) << 40;

    /* 120 bpm at 48 kHz: 1.12 ticks a frame. */
    for (int64_t n = far; n < far + 1000; n++) {
        const int64_t want = (n * 28 * 2 + 25) / 50; /* halves upwards */

        assert_int_equal(tempo_ticks(map, frames(n)).n, want);
        assert_int_equal(tempo_frames(map, ticks(want)).n, n);
        assert_int_equal(tempo_ticks(map, frames(-far + 25 * (n - far))).n,
                         -far / 25 * 28 + (-far % 25 * 28 - 12) / 25
                             + 28 * (n - far));
    }
    assert_true(tempo_frames(map, ticks(INT64_MAX)).n > 0);
    assert_true(tempo_ticks(map, frames(INT64_MIN)).n < 0);
    tempo_map_free(map);
}

static void
a_later_point_at_the_same_tick_wins(void **state)
{
    const struct tempo_point tempo[] = {{ticks(QUARTER), 100, false},
                                        {ticks(0), 60, false},
                                        {ticks(QUARTER), 200, false}};
    const struct metre_point metre[] = {{ticks(0), 3, 4}, {ticks(0), 7, 8}};
    struct tempo_map *map = map_of(48000, tempo, 3, metre, 2);

    assert_true(tempo_bpm(map, ticks(0)) == 60);
    assert_true(tempo_bpm(map, ticks(QUARTER)) == 200);
    assert_int_equal(tempo_metre(map, ticks(0)).num, 7);
    assert_int_equal(tempo_frames(map, ticks(2 * QUARTER)).n, 48000 + 14400);
    tempo_map_free(map);
}

static void
a_metre_begins_with_a_bar(void **state)
{
    const struct metre_point metre[] = {{ticks(4 * QUARTER + 5), 3, 4},
                                        {ticks(0), 4, 4},
                                        {ticks(11 * QUARTER), 6, 8}};
    struct tempo_map *map = map_of(48000, NULL, 0, metre, 3);
    struct bbt place = tempo_bbt(map, ticks(4 * QUARTER));

    assert_int_equal(tempo_metre(map, ticks(4 * QUARTER)).num,
                     3); /* moved down to bar 2 */
    assert_true(place.bar == 2 && place.beat == 1 && place.tick == 0);
    place = tempo_bbt(
        map, ticks(10 * QUARTER)); /* 11 was moved down to 10: bar 4 in 6/8 */
    assert_true(place.bar == 4 && place.beat == 1 && place.tick == 0);
    place = tempo_bbt(map, ticks(10 * QUARTER + QUARTER / 2 * 7 + 3));
    assert_true(place.bar == 5 && place.beat == 2 && place.tick == 3);
    place = tempo_bbt(map, ticks(-1));
    assert_true(place.bar == 0 && place.beat == 4 && place.tick == QUARTER - 1);
    tempo_map_free(map);
}

static void
places_come_back_from_bars_beats_and_ticks(void **state)
{
    uint64_t seed = 5;

    for (int round = 0; round < 50; round++) {
        struct tempo_map *map = random_map(&seed, 48000);

        for (int i = 0; i < 1000; i++) {
            const ticks_t at
                = ticks((int64_t)(random_from(&seed) % (900 * QUARTER)));
            const struct bbt place = tempo_bbt(map, at);
            const struct metre_point metre = tempo_metre(map, at);
            ticks_t back;

            assert_in_range(place.beat, 1, metre.num);
            assert_in_range(place.tick, 0, 4 * QUARTER / metre.den - 1);
            assert_int_equal(tempo_from_bbt(map, place, &back), ST_OK);
            assert_int_equal(back.n, at.n);
        }
        tempo_map_free(map);
    }
}

static void
beats_past_the_bar_go_on_into_the_next(void **state)
{
    struct tempo_map *map = map_of(48000, NULL, 0, NULL, 0);
    ticks_t at;

    assert_int_equal(tempo_from_bbt(map, (struct bbt){2, 6, QUARTER}, &at), ST_OK);
    assert_int_equal(at.n, 10 * QUARTER);
    assert_int_equal(tempo_from_bbt(map, (struct bbt){0, 1, 0}, &at), ST_RANGE);
    assert_int_equal(tempo_from_bbt(map, (struct bbt){1, 0, 0}, &at), ST_RANGE);
    assert_int_equal(tempo_from_bbt(map, (struct bbt){1, 1, -1}, &at), ST_RANGE);
    assert_int_equal(tempo_from_bbt(map, (struct bbt){INT64_MAX, 1, 0}, &at),
                     ST_RANGE);
    tempo_map_free(map);
}

static void
points_out_of_bounds_are_refused(void **state)
{
    const struct tempo_point tempo[] = {{ticks(0), 4.9, false},
                                        {ticks(0), 1001, false},
                                        {ticks(0), (double)NAN, false},
                                        {ticks(-1), 120, false}};
    const struct metre_point metre[]
        = {{ticks(0), 0, 4},   {ticks(0), 65, 4}, {ticks(0), 4, 3},
           {ticks(0), 4, 128}, {ticks(0), 4, 0},  {ticks(-1), 4, 4}};
    struct tempo_map *map;

    for (size_t i = 0; i < COUNT(tempo); i++) {
        assert_int_equal(tempo_map_new(&map, 48000, &tempo[i], 1, NULL, 0),
                         ST_RANGE);
        assert_null(map);
    }
    for (size_t i = 0; i < COUNT(metre); i++)
        assert_int_equal(tempo_map_new(&map, 48000, NULL, 0, &metre[i], 1),
                         ST_RANGE);
    assert_int_equal(tempo_map_new(&map, 0, NULL, 0, NULL, 0), ST_RANGE);
}

static void
an_object_keeps_its_canonical_time(void **state)
{
    struct tempo_map *map = map_of(48000, NULL, 0, NULL, 0);
    const struct when sound = {12345, TIME_FRAMES};
    const struct when music = {QUARTER, TIME_TICKS};

    assert_int_equal(when_frames(map, sound).n, 12345);
    assert_int_equal(when_frames(map, music).n, 24000);
    assert_int_equal(when_ticks(map, music).n, QUARTER);
    assert_int_equal(when_ticks(map, sound).n, 13826); /* 13826.4 */
    tempo_map_free(map);
}

static void
a_copy_stands_when_the_map_has_gone(void **state)
{
    const struct tempo_point tempo[] = {{ticks(0), 90, true}, {ticks(8 * QUARTER), 140, false}};
    const struct metre_point metre[] = {{ticks(0), 7, 8}};
    struct tempo_map *map = map_of(48000, tempo, 2, metre, 1), *copy;
    const ticks_t tick = tempo_ticks(map, frames(100000));
    const struct bbt place = tempo_bbt(map, tick);

    assert_int_equal(tempo_map_copy(&copy, map), ST_OK);
    tempo_map_free(map);
    assert_int_equal(tempo_ticks(copy, frames(100000)).n, tick.n);
    assert_int_equal(tempo_bbt(copy, tick).bar, place.bar);
    assert_int_equal(tempo_bbt(copy, tick).beat, place.beat);
    assert_int_equal(tempo_metre(copy, tick).num, 7);
    tempo_map_free(copy);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_points_it_is_120_in_4_4),
        cmocka_unit_test(a_copy_stands_when_the_map_has_gone),
        cmocka_unit_test(halves_are_rounded_upwards_on_both_sides_of_zero),
        cmocka_unit_test(a_ramp_is_the_integral_of_its_tempo),
        cmocka_unit_test(ticks_come_back_within_half_a_frame),
        cmocka_unit_test(frames_come_back_exactly_where_ticks_are_finer),
        cmocka_unit_test(time_never_goes_backwards),
        cmocka_unit_test(a_year_of_frames_is_exact),
        cmocka_unit_test(a_later_point_at_the_same_tick_wins),
        cmocka_unit_test(a_metre_begins_with_a_bar),
        cmocka_unit_test(places_come_back_from_bars_beats_and_ticks),
        cmocka_unit_test(beats_past_the_bar_go_on_into_the_next),
        cmocka_unit_test(points_out_of_bounds_are_refused),
        cmocka_unit_test(an_object_keeps_its_canonical_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
