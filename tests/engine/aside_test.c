/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sound beside the song: what of it comes out, and that the song
 * does not notice. */
#include "engine/aside.h"

#include "tests/engine/rig_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONG = 3 * RIG_RATE, IN = 64, OUT = 384 };

static float left[LONG], right[LONG], plain_left[LONG], plain_right[LONG];
static float sound[2 * LONG];

static float
sample(int64_t frame, int side)
{
    return (float)((frame * 7 + side * 3) % 101 - 50) / 200.0f;
}

static void
make_sound(void)
{
    for (int64_t i = 0; i < LONG; i++)
        for (int side = 0; side < 2; side++)
            sound[2 * i + side] = sample(i, side);
}

static void
feed(struct aside *aside, uint32_t from, uint32_t end)
{
    while (from < end)
        from += aside_feed(aside, sound + 2 * from, end - from);
}

static struct aside *
begin(struct rig *rig, uint32_t frames, float level)
{
    struct aside *aside;

    make_sound();
    assert_int_equal(aside_new(&aside, rig->engine, level), ST_OK);
    feed(aside, 0, frames);
    aside_end(aside);
    aside_play(aside);
    return aside;
}

static void
expect_near(float got, float want)
{
    if (fabsf(got - want) > 1e-6f)
        fail_msg("%g, not %g", got, want);
}

static void
it_comes_out_whole_while_the_song_stands(void **state)
{
    enum { FRAMES = 20000 };
    static const uint32_t blocks[] = {64, 441, 4096};
    static struct rig rig;

    for (size_t b = 0; b < COUNT(blocks); b++) {
        rig_open(&rig, (struct engine_config){0});
        rig_plan(&rig);
        struct aside *aside = begin(&rig, FRAMES, 1);
        rig_render(&rig, left, right, 30000, blocks[b]);
        for (int i = 0; i < FRAMES; i++) {
            const float in = fminf(1, (i + 1) / (float)IN);
            const float gain = fminf(in, (FRAMES - i) / (float)OUT);

            expect_near(left[i], gain * sample(i, 0));
            expect_near(right[i], gain * sample(i, 1));
        }
        /* Between its edges to the bit. */
        for (int i = IN; i < FRAMES - OUT; i++)
            assert_true(left[i] == sample(i, 0) && right[i] == sample(i, 1));
        for (int i = FRAMES; i < 30000; i++)
            assert_true(left[i] == 0 && right[i] == 0);
        assert_true(aside_is_over(aside));
        assert_int_equal(aside_played(aside), FRAMES);
        aside_drop(aside);
        rig_close(&rig);
    }
}

static void
open_song(struct rig *rig)
{
    rig_open(rig, (struct engine_config){.offline = true});
    rig_track(rig, TRACK_AUDIO, 2, 0);
    rig_clip(rig, 1, rig_source(rig, 2), 0, RIG_LONG, 0);
    rig_roll(rig, 1000);
}

/* Positions, meters and loudness are the song's alone. */
static void
the_song_rolls_on_as_if_it_were_not_there(void **state)
{
    enum { FRAMES = 30000 };
    static struct rig rig;
    struct engine_state was, is;
    struct engine_loudness quiet, loud;

    open_song(&rig);
    rig_render(&rig, plain_left, plain_right, 96000, 512);
    engine_state(rig.engine, &was);
    engine_loudness(rig.engine, &quiet);
    rig_close(&rig);

    open_song(&rig);
    rig_render(&rig, left, right, 10240, 512);
    struct aside *aside = begin(&rig, FRAMES, 0.5f);
    rig_render(&rig, left + 10240, right + 10240, 96000 - 10240, 512);
    engine_state(rig.engine, &is);
    engine_loudness(rig.engine, &loud);
    for (int i = 0; i < 96000; i++) {
        const int at = i - 10240;
        const float gain = at < 0 || at >= FRAMES
                             ? 0
                             : fminf(1, fminf((at + 1) / (float)IN,
                                              (FRAMES - at) / (float)OUT));

        expect_near(left[i],
                    plain_left[i] + 0.5f * gain * (at < 0 ? 0 : sample(at, 0)));
        if (gain == 0)
            assert_true(left[i] == plain_left[i] && right[i] == plain_right[i]);
    }
    assert_int_equal(is.position.n, was.position.n);
    assert_int_equal(is.clipped, was.clipped);
    assert_true(memcmp(&quiet, &loud, sizeof quiet) == 0);
    aside_drop(aside);
    rig_close(&rig);
}

static void
what_is_stopped_fades_in_eight_milliseconds(void **state)
{
    static struct rig rig;

    rig_open(&rig, (struct engine_config){0});
    rig_plan(&rig);
    struct aside *aside = begin(&rig, 40000, 1);
    rig_render(&rig, left, right, 10000, 500);
    aside_stop(aside);
    rig_render(&rig, left, right, 10000, 500);
    for (int i = 0; i < OUT; i++)
        expect_near(left[i], sample(10000 + i, 0) * (1 - (i + 1) / (float)OUT));
    for (int i = OUT; i < 10000; i++)
        assert_true(left[i] == 0 && right[i] == 0);
    assert_true(aside_is_over(aside));
    aside_drop(aside);
    rig_close(&rig);
}

static void
another_one_begins_when_the_one_before_has_faded(void **state)
{
    static struct rig rig;

    rig_open(&rig, (struct engine_config){0});
    rig_plan(&rig);
    struct aside *first = begin(&rig, 40000, 1);
    rig_render(&rig, left, right, 10240, 512);
    struct aside *second = begin(&rig, 5000, 1);
    rig_render(&rig, left, right, 512, 512);
    assert_true(aside_is_over(first));
    assert_int_equal(aside_played(second), 0);
    rig_render(&rig, left, right, 10240, 512);
    for (int i = IN; i < 5000 - OUT; i++)
        assert_true(left[i] == sample(i, 0));
    assert_true(aside_is_over(second));

    /* Of two that come at once the first is never heard. */
    struct aside *never = begin(&rig, 5000, 1), *last = begin(&rig, 4000, 1);
    assert_true(aside_is_over(never));
    rig_render(&rig, left, right, 10240, 512);
    assert_int_equal(aside_played(never), 0);
    assert_int_equal(aside_played(last), 4000);
    aside_drop(first);
    aside_drop(second);
    aside_drop(never);
    aside_drop(last);
    rig_close(&rig);
}

static void
it_waits_for_a_slow_disk_and_goes_on_where_it_was(void **state)
{
    static struct rig rig;
    struct aside *aside;

    make_sound();
    rig_open(&rig, (struct engine_config){0});
    rig_plan(&rig);
    assert_int_equal(aside_new(&aside, rig.engine, 1), ST_OK);
    aside_play(aside);
    feed(aside, 0, RIG_RATE / 4 - 1);
    rig_render(&rig, left, right, 4096, 512);
    assert_int_equal(aside_played(aside), 0);
    feed(aside, RIG_RATE / 4 - 1, RIG_RATE / 4);
    rig_render(&rig, left, right, 20000, 512);
    assert_int_equal(aside_played(aside), RIG_RATE / 4);
    assert_false(aside_is_over(aside));
    for (int i = RIG_RATE / 4; i < 20000; i++)
        assert_true(left[i] == 0);
    feed(aside, RIG_RATE / 4, RIG_RATE);
    rig_render(&rig, left, right, 4096, 512);
    for (int i = 0; i < 4096; i++)
        assert_true(left[i] == sample(RIG_RATE / 4 + i, 0));
    aside_drop(aside);
    rig_close(&rig);
}

static void
a_new_level_is_glided_to(void **state)
{
    static struct rig rig;

    rig_open(&rig, (struct engine_config){0});
    rig_plan(&rig);
    struct aside *aside = begin(&rig, 40000, 1);
    rig_render(&rig, left, right, 10000, 500);
    aside_set_level(aside, 0.25f);
    rig_render(&rig, left, right, 1000, 500);
    for (int i = 0; i < OUT * 3 / 4 - 1; i++)
        expect_near(left[i], sample(10000 + i, 0) * (1 - (i + 1) / (float)OUT));
    for (int i = OUT * 3 / 4; i < 1000; i++)
        assert_true(left[i] == 0.25f * sample(10000 + i, 0));
    aside_drop(aside);
    rig_close(&rig);
}

/* One output has both sides; a ring that nobody empties takes a second
 * and no more. */
static void
it_takes_what_outputs_there_are(void **state)
{
    static struct rig rig;
    struct aside *aside;

    rig_open(&rig, (struct engine_config){0});
    rig_plan(&rig);
    aside = begin(&rig, 5000, 1);
    for (int at = 0; at < 4000; at += 500)
        engine_cycle(rig.engine, NULL, 0, (float *const[]){left + at}, 1, 500);
    for (int i = IN; i < 4000; i++)
        expect_near(left[i], 0.5f * (sample(i, 0) + sample(i, 1)));
    engine_cycle(rig.engine, NULL, 0, NULL, 0, 500);
    aside_drop(aside);

    assert_int_equal(aside_new(&aside, rig.engine, 1), ST_OK);
    uint32_t fed = 0, got;
    while ((got = aside_feed(aside, sound + 2 * fed, 4096)))
        fed += got;
    assert_in_range(fed, RIG_RATE, 2 * RIG_RATE);
    aside_drop(aside);
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_comes_out_whole_while_the_song_stands),
        cmocka_unit_test(the_song_rolls_on_as_if_it_were_not_there),
        cmocka_unit_test(what_is_stopped_fades_in_eight_milliseconds),
        cmocka_unit_test(another_one_begins_when_the_one_before_has_faded),
        cmocka_unit_test(it_waits_for_a_slow_disk_and_goes_on_where_it_was),
        cmocka_unit_test(a_new_level_is_glided_to),
        cmocka_unit_test(it_takes_what_outputs_there_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
