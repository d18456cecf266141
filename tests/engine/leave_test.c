/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an edit takes away while it sounds: it fades, and nothing else changes. */
#include "tests/test.h"

#include "dsp/gain.h"
#include "model/tables.h"
#include "tests/engine/rig_help.h"

#include <math.h>
#include <sched.h>
#include <string.h>

enum { LONG = 2000, FADE = 600 };

static float left[LONG], right[LONG];

struct place {
    struct rig rig;
    int64_t bus, track, send, insert;
    const struct stream_fake *source;
};

/* A track that sounds as it is, and a bus.  Not offline, where the sound of what
 * the newest plan does not play is let go of at once. */
static void
begin(struct place *place)
{
    memset(place, 0, sizeof *place);
    rig_open(&place->rig, (struct engine_config){0});
    place->bus = rig_track(&place->rig, TRACK_BUS, 2, 0);
    place->track = rig_track(&place->rig, TRACK_AUDIO, 2, 0);
    place->source = rig_source(&place->rig, 2);
    rig_clip(&place->rig, place->track, place->source, 0, RIG_LONG, 0);
}

/* 1000 frames. */
static void
roll(struct place *place)
{
    rig_plan(&place->rig);
    assert_int_equal(engine_locate(place->rig.engine, frames(0)), ST_OK);
    do {
        sched_yield();
        rig_render(&place->rig, left, right, 1, 1);
    } while (!engine_ready(place->rig.engine));
    assert_int_equal(engine_roll(place->rig.engine), ST_OK);
    rig_render(&place->rig, left, right, 1000, 1000);
}

/* From frame 1000 on the sound's gain is `from`, and goes in small steps, which
 * stay between `low` and `from`; at the end it is `to`. */
static void
expect_way(const struct place *place, float from, float low, float to)
{
    float last = from;
    uint32_t last_at = 0;

    for (uint32_t i = 0; i < LONG; i++) {
        const float x = stream_fake_sample(place->source, 0, 1000 + i);

        if (i > LONG - 500)
            assert_true(left[i] == x * to);
        if (fabsf(x) < 0.2f)
            continue;

        const float gain = left[i] / x;
        if (!(gain >= low - 1e-4f && gain <= fmaxf(from, to) + 1e-4f
              && fabsf(gain - last) <= 0.01f * (float)(i - last_at + 1)))
            fail_msg("frame %u: %g after %g", i, gain, last);
        last = gain;
        last_at = i;
    }
}

static void
a_track_that_is_deleted_fades(void **state)
{
    static struct place place;

    for (uint32_t block = 17; block < 3000; block *= 5) {
        begin(&place);
        roll(&place);
        rig_delete(&place.rig, TABLE_CLIP, 10000);
        rig_delete(&place.rig, TABLE_LANE, place.track + 1000);
        rig_delete(&place.rig, TABLE_STRIP, place.track);
        rig_delete(&place.rig, TABLE_TRACK, place.track);
        rig_plan(&place.rig);
        rig_render(&place.rig, left, right, LONG, block < 256 ? block : 256);
        expect_way(&place, 1, 0, 0);
        assert_true(left[FADE] == 0);
        rig_close(&place.rig);
    }
}

static void
a_send_that_is_removed_fades_and_the_track_goes_on(void **state)
{
    static struct place place;

    begin(&place);
    place.send = rig_send(&place.rig, place.track, place.bus, SEND_POST_FADER, 0);
    roll(&place);
    rig_delete(&place.rig, TABLE_SEND, place.send);
    rig_plan(&place.rig);
    rig_render(&place.rig, left, right, LONG, 64);
    expect_way(&place, 2, 1, 1);
    rig_close(&place.rig);
}

static void
a_track_that_goes_another_way_fades_out_and_in(void **state)
{
    static struct place place;

    begin(&place);
    struct row_strip strip = rig_strip(&place.rig, place.bus);
    strip.fader_db = -6;
    rig_put(&place.rig, TABLE_STRIP, &strip);
    roll(&place);
    struct row_track track = *(const struct row_track *)model_row(
        place.rig.model, TABLE_TRACK, place.track);
    track.output_id = place.bus;
    track.name = (char[]){"there"};
    rig_put(&place.rig, TABLE_TRACK, &track);
    rig_plan(&place.rig);
    rig_render(&place.rig, left, right, LONG, 64);
    expect_way(&place, 1, 0, gain_from_db(-6));
    rig_close(&place.rig);
}

static void
an_insert_that_is_removed_fades(void **state)
{
    static struct place place;
    float last = 1;

    begin(&place);
    place.insert
        = rig_insert(&place.rig, place.track, INSERT_BEFORE_CONSOLE, "widen");
    roll(&place);
    rig_delete(&place.rig, TABLE_INSERT, place.insert);
    rig_plan(&place.rig);
    rig_render(&place.rig, left, right, LONG, 64);
    for (uint32_t i = 0; i < LONG; i++) {
        const float x = stream_fake_sample(place.source, 0, 1000 + i);
        const float y = stream_fake_sample(place.source, 1, 1000 + i);

        assert_true(left[i] == x);
        if (i >= FADE)
            assert_true(right[i] == y);
        if (fabsf(x) < 0.2f)
            continue;

        const float share = (right[i] - y) / (x / 2);
        if (!(share <= last + 1e-4f && share >= last - 0.15f))
            fail_msg("frame %u: %g after %g", i, share, last);
        last = share;
    }
    rig_close(&place.rig);
}

static void
a_locate_does_not_wait_for_what_fades(void **state)
{
    static struct place place;

    begin(&place);
    place.send = rig_send(&place.rig, place.track, place.bus, SEND_POST_FADER, 0);
    roll(&place);
    rig_delete(&place.rig, TABLE_SEND, place.send);
    rig_plan(&place.rig);
    rig_render(&place.rig, left, right, 50, 50);
    rig_track(&place.rig, TRACK_AUDIO, 2, 0);
    rig_plan(&place.rig); /* waits */
    assert_int_equal(engine_locate(place.rig.engine, frames(300)), ST_OK);
    rig_render(&place.rig, left, right, LONG, 100);
    for (uint32_t i = 0; i < LONG; i++)
        assert_true(left[i] == stream_fake_sample(place.source, 0, 300 + i));
    rig_close(&place.rig);
}

static void
a_live_fader_does_not_call_back_what_fades(void **state)
{
    static struct place place;
    const struct engine_live live = {.track = 2};

    begin(&place);
    place.send = rig_send(&place.rig, place.track, place.bus, SEND_POST_FADER, 0);
    roll(&place);
    assert_int_equal(place.track, live.track);
    rig_delete(&place.rig, TABLE_SEND, place.send);
    rig_plan(&place.rig);
    rig_render(&place.rig, left, right, 100, 50);
    for (uint32_t at = 100; at < LONG; at += 50) {
        assert_int_equal(engine_live(place.rig.engine, &live), ST_OK);
        rig_render(&place.rig, left + at, right + at, 50, 50);
    }
    expect_way(&place, 2, 1, 1);
    rig_close(&place.rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_track_that_is_deleted_fades),
        cmocka_unit_test(a_send_that_is_removed_fades_and_the_track_goes_on),
        cmocka_unit_test(a_track_that_goes_another_way_fades_out_and_in),
        cmocka_unit_test(an_insert_that_is_removed_fades),
        cmocka_unit_test(a_locate_does_not_wait_for_what_fades),
        cmocka_unit_test(a_live_fader_does_not_call_back_what_fades),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
