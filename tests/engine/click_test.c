/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metronome and the count-in, each click at its frame. */
#include "engine/plan.h"
#include "engine/record.h"
#include "model/tables.h"

#include "tests/engine/rig_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONG = 30 * RIG_RATE };

static float left[LONG], right[LONG], other[LONG];

static const struct engine_metronome ON
    = {.playing = true, .recording = true, .level = 0.25f, .accent = 0.5f};

static void
put_tempo(struct rig *rig, int64_t at, double bpm, bool ramp)
{
    struct row_tempo row;

    row_init(TABLE_TEMPO, &row);
    row.id = 40000 + rig->next_row++;
    row.at = ticks(at);
    row.bpm = bpm;
    row.ramp = ramp;
    rig_put(rig, TABLE_TEMPO, &row);
}

static void
put_metre(struct rig *rig, int64_t at, int num, int den)
{
    struct row_metre row;

    row_init(TABLE_METRE, &row);
    row.id = 40000 + rig->next_row++;
    row.at = ticks(at);
    row.num = num;
    row.den = den;
    rig_put(rig, TABLE_METRE, &row);
}

/* 3/4 that hurries, 7/8 that stands, and 4/4 from then on. */
static void
open_song(struct rig *rig, struct engine_config config)
{
    const int64_t quarter = TICKS_PER_QUARTER;

    rig_open(rig, config);
    put_tempo(rig, 0, 97.3, true);
    put_tempo(rig, 11 * quarter + 777, 151, false);
    put_tempo(rig, 26 * quarter, 133.7, false);
    put_metre(rig, 0, 3, 4);
    put_metre(rig, 12 * quarter, 7, 8);
    put_metre(rig, 12 * quarter + 14 * quarter / 2, 4, 4);
    rig_plan(rig);
}

/* The two sounds, as a count-in of one bar of two brings them. */
static uint32_t
sounds(float *sound[2])
{
    const struct engine_count_in two = {2, 2, 6000};
    static struct rig rig;

    rig_open(&rig, (struct engine_config){0});
    assert_int_equal(engine_roll_counted(rig.engine, &two), ST_OK);
    rig_render(&rig, left, right, 12000, 500);
    rig_close(&rig);
    uint32_t length = 6000;
    while (left[length - 1] == 0)
        length--;
    assert_in_range(length, 100, 3000);
    sound[1] = malloc(3000 * sizeof(float));
    sound[0] = malloc(3000 * sizeof(float));
    memcpy(sound[1], left, 3000 * sizeof(float));
    memcpy(sound[0], left + 6000, 3000 * sizeof(float));
    assert_memory_equal(left, right, 12000 * sizeof *left);
    assert_true(memcmp(sound[0], sound[1], 3000 * sizeof(float)) != 0);
    return 3000;
}

/* What the metronome must play of the model's bars between `from` and `end`. */
static void
expected(const struct rig *rig, float *out, int64_t from, int64_t end)
{
    const struct tempo_map *map = model_tempo(rig->model);
    float *sound[2];
    const uint32_t length = sounds(sound);
    struct bbt place = tempo_bbt(map, tempo_ticks(map, frames(from)));

    memset(out, 0, (size_t)(end - from) * sizeof *out);
    place.tick = 0;
    for (bool more = true; more; place.bar++, place.beat = 1) {
        ticks_t bar;
        assert_int_equal(tempo_from_bbt(map, (struct bbt){place.bar, 1, 0}, &bar),
                         ST_OK);
        const struct metre_point metre = tempo_metre(map, bar);
        for (int beat = 0; beat < metre.num; beat++) {
            const ticks_t at
                = ticks(bar.n + beat * (4 * TICKS_PER_QUARTER / metre.den));
            const int64_t frame = tempo_frames(map, at).n;

            if (frame < from)
                continue;
            more = frame < end;
            for (uint32_t i = 0; i < length && frame + i < end; i++)
                out[frame - from + i] +=
                    sound[beat == 0][i] * (beat == 0 ? 0.5f : 0.25f);
        }
    }
    free(sound[0]);
    free(sound[1]);
}

static void
each_beat_clicks_at_its_frame_whatever_the_block(void **state)
{
    static const uint32_t blocks[] = {64, 441, 4096};
    static struct rig rig;

    for (size_t b = 0; b < COUNT(blocks); b++) {
        open_song(&rig, (struct engine_config){0});
        assert_int_equal(engine_metronome(rig.engine, &ON), ST_OK);
        expected(&rig, other, 0, LONG);
        assert_int_equal(engine_roll(rig.engine), ST_OK);
        rig_render(&rig, left, right, LONG, blocks[b]);
        for (int i = 0; i < LONG; i++)
            if (left[i] != other[i] || right[i] != other[i])
                fail_msg("frame %d is %g, not %g", i, left[i], other[i]);
        rig_close(&rig);
    }
}

static void
far_behind_the_last_change_it_clicks_as_exactly(void **state)
{
    static const uint32_t rates[] = {44100, 48000, 96000};
    static struct rig rig;

    for (size_t r = 0; r < COUNT(rates); r++) {
        const int64_t from = 3 * INT64_C(3600) * rates[r] + 12345, n = 200000;

        open_song(&rig, (struct engine_config){0});
        struct row_song song;
        row_init(TABLE_SONG, &song);
        song.id = SONG_ID;
        song.rate = rates[r];
        rig_put(&rig, TABLE_SONG, &song);
        rig_plan(&rig);
        assert_int_equal(engine_metronome(rig.engine, &ON), ST_OK);
        expected(&rig, other, from, from + n);
        assert_int_equal(engine_locate(rig.engine, frames(from)), ST_OK);
        assert_int_equal(engine_roll(rig.engine), ST_OK);
        rig_render(&rig, left, right, n, 1000);
        for (int64_t i = 0; i < n; i++)
            if (left[i] != other[i])
                fail_msg("frame %d is %g, not %g", (int)i, left[i], other[i]);
        rig_close(&rig);
    }
}

static void
expect_silence(uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++)
        if (left[i] != 0 || right[i] != 0)
            fail_msg("frame %u sounds", i);
}

static void
it_is_silent_until_it_is_switched_on_and_in_a_render(void **state)
{
    static struct rig rig;

    open_song(&rig, (struct engine_config){0});
    assert_int_equal(engine_roll(rig.engine), ST_OK);
    rig_render(&rig, left, right, 48000, 512);
    expect_silence(0, 48000);
    rig_close(&rig);

    open_song(&rig, (struct engine_config){.offline = true});
    assert_int_equal(engine_metronome(rig.engine, &ON), ST_OK);
    assert_int_equal(engine_roll(rig.engine), ST_OK);
    rig_render(&rig, left, right, 48000, 512);
    expect_silence(0, 48000);
    rig_close(&rig);
}

static void
it_waits_for_the_plans_latency_and_begins_again_at_a_loop(void **state)
{
    static struct rig rig;
    float *sound[2];

    sounds(sound);
    rig_open(&rig, (struct engine_config){0});
    rig_track(&rig, TRACK_AUDIO, 2, 0);
    rig_insert(&rig, 1, INSERT_AFTER_CONSOLE, "late");
    rig_plan(&rig);
    assert_int_equal(engine_metronome(rig.engine, &ON), ST_OK);
    assert_int_equal(engine_loop(rig.engine, frames(0), frames(10001)), ST_OK);
    assert_int_equal(engine_roll(rig.engine), ST_OK);
    rig_render(&rig, left, right, 40000, 64);
    for (int pass = 0; pass < 3; pass++) {
        const float *at = left + pass * 10001 + 100;

        for (int i = 0; i < 1000; i++)
            assert_true(at[i] == sound[1][i] * 0.5f);
    }
    expect_silence(0, 100);
    free(sound[0]);
    free(sound[1]);
    rig_close(&rig);
}

static void
a_count_in_ends_where_the_song_begins(void **state)
{
    static const uint32_t blocks[] = {64, 1000, 4096};
    static struct rig rig;
    float *sound[2];

    sounds(sound);
    for (size_t b = 0; b < COUNT(blocks); b++) {
        rig_open(&rig, (struct engine_config){.offline = true});
        put_tempo(&rig, 0, 171.3, false);
        put_metre(&rig, 0, 3, 4);
        rig_track(&rig, TRACK_AUDIO, 2, 0);
        const struct stream_fake *source = rig_source(&rig, 2);
        rig_clip(&rig, 1, source, 0, RIG_LONG, 0);
        rig_plan(&rig);
        assert_int_equal(engine_locate(rig.engine, frames(5000)), ST_OK);

        const struct engine_count_in two =
            plan_count_in(rig.model, frames(5000), 2);
        assert_int_equal(two.beats, 6);
        const double beat = 60.0 * RIG_RATE / 171.3;
        const int64_t length = (int64_t)(6 * beat + 0.5);
        assert_int_equal(engine_roll_counted(rig.engine, &two), ST_OK);
        rig_render(&rig, left, right, 120000, blocks[b]);
        memset(other, 0, length * sizeof *other);
        for (int k = 0; k < 6; k++) {
            const int64_t at = length - (int64_t)((6 - k) * beat + 0.5);

            for (int i = 0; i < 1440; i++)
                other[at + i] += sound[k % 3 == 0][i];
        }
        for (int64_t i = 0; i < length; i++)
            if (left[i] != other[i])
                fail_msg("frame %d is %g, not %g", (int)i, left[i], other[i]);
        for (int64_t i = length; i < 120000; i++)
            if (left[i] != stream_fake_sample(source, 0, 5000 + i - length))
                fail_msg("frame %d is not the song's", (int)i);
        rig_close(&rig);
    }
    free(sound[0]);
    free(sound[1]);
}

static void
a_stop_ends_a_count_in(void **state)
{
    const struct engine_count_in four = {4, 4, 12000};
    static struct rig rig;
    struct engine_state now;

    rig_open(&rig, (struct engine_config){0});
    rig_plan(&rig);
    assert_int_equal(engine_roll_counted(rig.engine, &four), ST_OK);
    rig_render(&rig, left, right, 6000, 512);
    assert_int_equal(engine_stop(rig.engine), ST_OK);
    rig_render(&rig, left, right, 96000, 512);
    expect_silence(0, 96000);
    engine_state(rig.engine, &now);
    assert_false(now.rolling);
    assert_int_equal(now.position.n, 0);

    const struct engine_count_in endless = {1000000, 4, 1e9};
    assert_int_equal(engine_roll_counted(rig.engine, &endless), ST_RANGE);
    rig_close(&rig);
}

static void
it_stops_by_itself_before_the_frame_it_is_told(void **state)
{
    static struct rig rig;
    struct engine_state now;

    rig_open(&rig, (struct engine_config){.offline = true});
    rig_track(&rig, TRACK_AUDIO, 2, 0);
    const struct stream_fake *source = rig_source(&rig, 2);
    rig_clip(&rig, 1, source, 0, RIG_LONG, 0);
    rig_roll(&rig, 1000);
    assert_int_equal(engine_stop_at(rig.engine, frames(7777)), ST_OK);
    rig_render(&rig, left, right, 20000, 512);
    for (int i = 0; i < 6777; i++)
        assert_true(left[i] == stream_fake_sample(source, 0, 1000 + i));
    expect_silence(6777, 20000);
    engine_state(rig.engine, &now);
    assert_false(now.rolling);
    assert_int_equal(now.position.n, 7777);

    /* Once only. */
    assert_int_equal(engine_roll(rig.engine), ST_OK);
    rig_render(&rig, left, right, 1000, 512);
    engine_state(rig.engine, &now);
    assert_true(now.rolling);
    assert_int_equal(now.position.n, 8777);
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_beat_clicks_at_its_frame_whatever_the_block),
        cmocka_unit_test(far_behind_the_last_change_it_clicks_as_exactly),
        cmocka_unit_test(it_is_silent_until_it_is_switched_on_and_in_a_render),
        cmocka_unit_test(it_waits_for_the_plans_latency_and_begins_again_at_a_loop),
        cmocka_unit_test(a_count_in_ends_where_the_song_begins),
        cmocka_unit_test(a_stop_ends_a_count_in),
        cmocka_unit_test(it_stops_by_itself_before_the_frame_it_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
