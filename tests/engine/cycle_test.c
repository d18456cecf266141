/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transport: where it stands, what sounds, exact to the frame. */
#include "tests/test.h"

#include "tests/engine/rig_help.h"

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>

enum { LONG = 48000 };

static float left[LONG], right[LONG];

static const struct engine_config OFFLINE = {.offline = true};

/* A song of one stereo clip from 0 to its end. */
static const struct stream_fake *
open_song(struct rig *rig, struct engine_config config)
{
    rig_open(rig, config);
    const int64_t track = rig_track(rig, TRACK_AUDIO, 2, 0);
    const struct stream_fake *source = rig_source(rig, 2);
    rig_clip(rig, track, source, 0, RIG_LONG, 0);
    return source;
}

static void
expect_from(const struct stream_fake *source, uint32_t first, uint32_t end, int64_t at)
{
    for (uint32_t i = first; i < end; i++)
        if (left[i] != stream_fake_sample(source, 0, at + i - first)
            || right[i] != stream_fake_sample(source, 1, at + i - first))
            fail_msg("frame %u is not %ld of the timeline", i, (long)(at + i - first));
}

static void
expect_silence(uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (left[i] != 0 || right[i] != 0)
            fail_msg("frame %u sounds", i);
}

static void
it_stands_until_it_rolls_and_stops_where_it_is_told(void **state)
{
    static struct rig rig;
    struct engine_state now;
    const struct stream_fake *source = open_song(&rig, OFFLINE);

    rig_plan(&rig);
    assert_int_equal(engine_locate(rig.engine, frames(12345)), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    expect_silence(0, 1000);
    engine_state(rig.engine, &now);
    assert_int_equal(now.position.n, 12345);
    assert_false(now.rolling);

    assert_int_equal(engine_roll(rig.engine), ST_OK);
    rig_render(&rig, left, right, 3001, 177);
    expect_from(source, 0, 3001, 12345);
    engine_state(rig.engine, &now);
    assert_true(now.rolling);
    assert_int_equal(now.position.n, 12345 + 3001);

    assert_int_equal(engine_stop(rig.engine), ST_OK);
    rig_render(&rig, left, right, 500, 100);
    expect_silence(0, 500);
    assert_int_equal(engine_roll(rig.engine), ST_OK);
    rig_render(&rig, left, right, 500, 100);
    expect_from(source, 0, 500, 12345 + 3001);
    rig_close(&rig);
}

static void
a_locate_while_rolling_goes_on_from_there(void **state)
{
    static struct rig rig;
    const struct stream_fake *source = open_song(&rig, OFFLINE);

    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1003, 200);
    assert_int_equal(engine_locate(rig.engine, frames(200017)), ST_OK);
    rig_render(&rig, left + 1003, right + 1003, 2000, 200);
    expect_from(source, 0, 1003, 0);
    expect_from(source, 1003, 3003, 200017);
    rig_close(&rig);
}

static void
a_loop_is_exact_and_without_a_gap(void **state)
{
    static const uint32_t blocks[] = {1, 64, 100, 1000, 8192};
    static const int64_t loops[][2] = {{1000, 5000}, {777, 1001}, {64, 128}, {5, 12}};
    static struct rig rig;

    for (size_t l = 0; l < COUNT(loops); l++) {
        const int64_t start = loops[l][0], end = loops[l][1];

        for (size_t b = 0; b < COUNT(blocks); b++) {
            const struct stream_fake *source = open_song(&rig, OFFLINE);
            uint32_t at = end;

            rig_roll(&rig, 0);
            assert_int_equal(engine_loop(rig.engine, frames(start), frames(end)), ST_OK);
            rig_render(&rig, left, right, 12000, blocks[b]);
            expect_from(source, 0, end, 0);
            for (; at + end - start <= 12000; at += end - start)
                expect_from(source, at, at + end - start, start);
            rig_close(&rig);
        }
    }
}

static void
beyond_the_loop_it_plays_on(void **state)
{
    static struct rig rig;
    const struct stream_fake *source = open_song(&rig, OFFLINE);

    rig_roll(&rig, 5000);
    assert_int_equal(engine_loop(rig.engine, frames(1000), frames(5000)), ST_OK);
    rig_render(&rig, left, right, 5000, 512);
    expect_from(source, 0, 5000, 5000);
    rig_close(&rig);
}

static void
the_block_may_change_from_cycle_to_cycle(void **state)
{
    static struct rig rig;
    const struct stream_fake *source = open_song(&rig, OFFLINE);
    uint32_t done = 0, seed = 1;

    rig_roll(&rig, 3);
    while (done < LONG) {
        seed = seed * 1664525 + 1013904223;
        const uint32_t most = LONG - done, n = 1 + seed % 5003;

        rig_render(&rig, left + done, right + done, n < most ? n : most, 8192);
        done += n < most ? n : most;
    }
    expect_from(source, 0, LONG, 3);
    rig_close(&rig);
}

static void
without_a_plan_or_a_track_there_is_silence(void **state)
{
    static struct rig rig;

    rig_open(&rig, OFFLINE);
    memset(left, 1, sizeof left);
    rig_render(&rig, left, right, 1000, 300);
    expect_silence(0, 1000);
    rig_roll(&rig, 0);
    memset(left, 1, sizeof left);
    rig_render(&rig, left, right, 1000, 300);
    expect_silence(0, 1000);
    rig_close(&rig);
}

static void
other_outputs_are_silent_and_a_single_one_gets_both_sides(void **state)
{
    static struct rig rig;
    static float more[2][1000];
    const struct stream_fake *source = open_song(&rig, OFFLINE);

    rig_roll(&rig, 0);
    memset(more, 1, sizeof more);
    engine_cycle(rig.engine, NULL, 0, (float *[]){left, right, more[0], more[1]}, 4, 1000);
    expect_from(source, 0, 1000, 0);
    for (int i = 0; i < 1000; i++)
        assert_true(more[0][i] == 0 && more[1][i] == 0);
    engine_cycle(rig.engine, NULL, 0, (float *[]){left}, 1, 1000);
    for (int i = 0; i < 1000; i++)
        assert_float_equal(left[i],
                           0.5 * stream_fake_sample(source, 0, 1000 + i)
                               + 0.5 * stream_fake_sample(source, 1, 1000 + i),
                           1e-7);
    engine_cycle(rig.engine, NULL, 0, NULL, 0, 1000);
    rig_render(&rig, left, right, 1000, 1000);
    expect_from(source, 0, 1000, 3000);
    rig_close(&rig);
}

static void
wait_ready(struct rig *rig)
{
    while (!engine_ready(rig->engine)) {
        rig_render(rig, left, right, 64, 64);
        sched_yield();
    }
}

static void
when_it_is_ready_nothing_is_late(void **state)
{
    static struct rig rig;
    struct engine_state now;
    const struct stream_fake *source = open_song(&rig, (struct engine_config){0});

    rig_plan(&rig);
    assert_int_equal(engine_locate(rig.engine, frames(400000)), ST_OK);
    assert_false(engine_ready(rig.engine));
    wait_ready(&rig);
    assert_int_equal(engine_roll(rig.engine), ST_OK);
    rig_render(&rig, left, right, 40000, 64);
    expect_from(source, 0, 40000, 400000);
    engine_state(rig.engine, &now);
    assert_int_equal(now.late, 0);
    rig_close(&rig);
}

static void
what_the_disk_does_not_bring_in_time_is_silent_and_counted(void **state)
{
    static struct rig rig;
    struct engine_state now;
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    const struct stream_fake *source;

    rig_open(&rig, (struct engine_config){0});
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 0);
    source = rig_source(&rig, 2);
    rig_clip(&rig, track, source, 0, RIG_LONG, 0);
    rig.fakes[0].gate = &gate;
    pthread_mutex_lock(&gate);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 3000, 64);
    expect_silence(0, 3000);
    engine_state(rig.engine, &now);
    assert_int_equal(now.late, 3000);
    pthread_mutex_unlock(&gate);

    /* When it comes, the timeline has gone on. */
    assert_int_equal(engine_stop(rig.engine), ST_OK);
    wait_ready(&rig);
    assert_int_equal(engine_roll(rig.engine), ST_OK);
    rig_render(&rig, left, right, 3000, 64);
    expect_from(source, 0, 3000, 3000);
    engine_state(rig.engine, &now);
    assert_int_equal(now.late, 3000);
    rig_close(&rig);
}

static void
a_full_ring_of_commands_is_an_answer(void **state)
{
    static struct rig rig;
    struct engine_state now;
    enum status status = ST_OK;
    int64_t sent = 0;

    open_song(&rig, OFFLINE);
    while (!status && sent < 100000)
        status = engine_locate(rig.engine, frames(++sent));
    assert_int_equal(status, ST_BUSY);
    rig_render(&rig, left, right, 64, 64);
    engine_state(rig.engine, &now);
    assert_int_equal(now.position.n, sent - 1);
    assert_int_equal(engine_locate(rig.engine, frames(7)), ST_OK);
    rig_close(&rig);
}

static void
count(void *user)
{
    ++*(unsigned *)user;
}

static void
it_rests_when_nothing_sounds_any_more_and_calls_for_what_is_new(void **state)
{
    static struct rig rig;
    unsigned news = 0;

    rig_open(&rig, OFFLINE);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 0);

    rig_clip(&rig, track, rig_source(&rig, 2), 0, RIG_LONG, 0);
    rig_insert(&rig, track, INSERT_AFTER_CONSOLE, "decay");
    engine_on_news(rig.engine, count, &news);
    rig_plan(&rig);
    assert_int_equal(news, 1);
    for (int seconds = 0; seconds < 5; seconds++) {
        assert_false(engine_rests(rig.engine));
        rig_render(&rig, left, right, LONG, 64);
    }
    assert_true(engine_rests(rig.engine));
    assert_int_equal(engine_roll(rig.engine), ST_OK);
    assert_int_equal(news, 2);
    rig_render(&rig, left, right, 6400, 64);
    assert_false(engine_rests(rig.engine));
    assert_int_equal(engine_stop(rig.engine), ST_OK);
    rig_render(&rig, left, right, 640, 64);
    assert_true(left[639] != 0); /* a tail */
    assert_false(engine_rests(rig.engine));
    for (int seconds = 0; seconds < 20 && !engine_rests(rig.engine); seconds++)
        rig_render(&rig, left, right, LONG, 64);
    assert_true(engine_rests(rig.engine));
    assert_int_equal(engine_roll(rig.engine), ST_OK);
    rig_render(&rig, left, right, 64, 64);
    assert_false(engine_rests(rig.engine));
    assert_true(left[0] != 0);
    rig_close(&rig);
}

static void
what_cannot_be_is_refused(void **state)
{
    static const struct engine_config wrong[] = {
        {.rate = 0, .max_frames = 64, .threads = 1},
        {.rate = 500000, .max_frames = 64, .threads = 1},
        {.rate = 48000, .max_frames = 0, .threads = 1},
        {.rate = 48000, .max_frames = 8193, .threads = 1},
        {.rate = 48000, .max_frames = 64, .threads = 0},
        {.rate = 48000, .max_frames = 64, .threads = 17},
    };
    struct engine *engine;
    struct fault fault;

    for (size_t i = 0; i < COUNT(wrong); i++) {
        engine = (struct engine *)&fault;
        assert_int_equal(engine_new(&engine, &wrong[i], &fault), ST_RANGE);
        assert_null(engine);
        assert_true(fault.what[0] != 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_stands_until_it_rolls_and_stops_where_it_is_told),
        cmocka_unit_test(a_locate_while_rolling_goes_on_from_there),
        cmocka_unit_test(a_loop_is_exact_and_without_a_gap),
        cmocka_unit_test(beyond_the_loop_it_plays_on),
        cmocka_unit_test(the_block_may_change_from_cycle_to_cycle),
        cmocka_unit_test(without_a_plan_or_a_track_there_is_silence),
        cmocka_unit_test(other_outputs_are_silent_and_a_single_one_gets_both_sides),
        cmocka_unit_test(when_it_is_ready_nothing_is_late),
        cmocka_unit_test(what_the_disk_does_not_bring_in_time_is_silent_and_counted),
        cmocka_unit_test(a_full_ring_of_commands_is_an_answer),
        cmocka_unit_test(it_rests_when_nothing_sounds_any_more_and_calls_for_what_is_new),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
