/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faders, sends, buses, solo, inserts and meters: what of a track's sound arrives where. */
#include "tests/test.h"

#include "dsp/console.h"
#include "dsp/gain.h"
#include "dsp/pan.h"
#include "tests/engine/rig_help.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG = 20000 };

static float left[LONG], right[LONG];

static const struct engine_config OFFLINE = {.offline = true};

/* A stereo track with a clip from 0 on. */
static int64_t
sounding(struct rig *rig, int64_t output, const struct stream_fake **source)
{
    const int64_t track = rig_track(rig, TRACK_AUDIO, 2, output);

    *source = rig_source(rig, 2);
    rig_clip(rig, track, *source, 0, RIG_LONG, 0);
    return track;
}

static void
set_fader(struct rig *rig, int64_t track, double db)
{
    struct row_strip strip = rig_strip(rig, track);

    strip.fader_db = db;
    rig_put(rig, TABLE_STRIP, &strip);
}

/* Left and right are the sources' sums, each with its gain, from frame `at` on. */
static void
expect_sum(const struct stream_fake *const *sources, const double *gains, unsigned n,
           uint32_t first, uint32_t end, int64_t at)
{
    for (uint32_t i = first; i < end; i++) {
        double l = 0, r = 0;

        for (unsigned k = 0; k < n; k++) {
            l += gains[k] * stream_fake_sample(sources[k], 0, at + i - first);
            r += gains[k] * stream_fake_sample(sources[k], 1, at + i - first);
        }
        if (fabs(left[i] - l) > 1e-6 || fabs(right[i] - r) > 1e-6)
            fail_msg("frame %u: %.9g %.9g, not %.9g %.9g", i, left[i], right[i], l, r);
    }
}

static void
play(struct rig *rig)
{
    rig_roll(rig, 0);
    rig_render(rig, left, right, LONG, 300);
}

static void
tracks_go_through_buses_and_folders_to_the_master(void **state)
{
    static struct rig rig;
    const struct stream_fake *sources[3];

    rig_open(&rig, OFFLINE);
    const int64_t master = rig_track(&rig, TRACK_MASTER, 2, 0);
    const int64_t bus = rig_track(&rig, TRACK_BUS, 2, 0);
    const int64_t folder = rig_track(&rig, TRACK_FOLDER, 2, bus);
    sounding(&rig, 0, &sources[0]);
    sounding(&rig, bus, &sources[1]);
    const int64_t in_folder = sounding(&rig, 0, &sources[2]);
    struct row_track row
        = *(const struct row_track *)model_row(rig.model, TABLE_TRACK, in_folder);
    row.folder_id = folder;
    rig_put(&rig, TABLE_TRACK, &row);
    set_fader(&rig, master, -3);
    set_fader(&rig, bus, -6);
    set_fader(&rig, folder, -12);
    set_fader(&rig, in_folder, 2);
    play(&rig);
    const double gains[] = {gain_from_db(-3), gain_from_db(-9), gain_from_db(-19)};
    expect_sum(sources, gains, 3, 0, LONG, 0);
    rig_close(&rig);
}

static void
a_send_takes_the_sound_before_or_after_the_fader(void **state)
{
    static struct rig rig;
    const struct stream_fake *sources[2];

    rig_open(&rig, OFFLINE);
    const int64_t bus = rig_track(&rig, TRACK_BUS, 2, 0);
    const int64_t a = sounding(&rig, 0, &sources[0]);
    const int64_t b = sounding(&rig, 0, &sources[1]);
    rig_send(&rig, a, bus, SEND_POST_FADER, -6);
    rig_send(&rig, b, bus, SEND_PRE_FADER, -6);
    set_fader(&rig, a, -10);
    set_fader(&rig, b, -10);
    play(&rig);
    const double gains[] = {gain_from_db(-10) + gain_from_db(-16),
                            gain_from_db(-10) + gain_from_db(-6)};
    expect_sum(sources, gains, 2, 0, LONG, 0);

    /* A muted track is silent in its sends, too; a send that is off is silent. */
    struct row_strip strip = rig_strip(&rig, b);
    strip.mute = 1;
    rig_put(&rig, TABLE_STRIP, &strip);
    play(&rig);
    expect_sum(sources, gains, 1, 0, LONG, 0);
    rig_close(&rig);
}

static void
a_send_of_a_mono_track_has_its_own_pan(void **state)
{
    static struct rig rig;

    rig_open(&rig, OFFLINE);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 1, 0);
    const int64_t bus = rig_track(&rig, TRACK_BUS, 2, 0);
    const struct stream_fake *source = rig_source(&rig, 1);
    rig_clip(&rig, track, source, 0, RIG_LONG, 0);
    const int64_t id = rig_send(&rig, track, bus, SEND_POST_FADER, 0);
    struct row_send send = *(const struct row_send *)model_row(rig.model, TABLE_SEND, id);
    send.pan = 1;
    rig_put(&rig, TABLE_SEND, &send);
    struct row_strip strip = rig_strip(&rig, track);
    strip.pan = -1;
    rig_put(&rig, TABLE_STRIP, &strip);
    play(&rig);
    for (uint32_t i = 0; i < LONG; i++) {
        assert_true(left[i] == stream_fake_sample(source, 0, i));
        assert_true(right[i] == stream_fake_sample(source, 0, i));
    }
    rig_close(&rig);
}

/* Two tracks in a bus, one beside it, a reverb bus fed by two sends; who is soloed, and
 * what of each track's direct sound and of its send is heard. */
struct solo {
    const char *soloed; /* a b: in the bus; c: beside; B: the bus; R: the reverb; s: R safe */
    double direct[3];
    double send[3];
};

static void
solo_lets_through_what_it_should(void **state)
{
    static const struct solo matrix[] = {
        {"", {1, 1, 1}, {1, 0, 1}},    {"a", {1, 0, 0}, {1, 0, 0}},
        {"b", {0, 1, 0}, {0, 0, 0}},   {"c", {0, 0, 1}, {0, 0, 1}},
        {"ac", {1, 0, 1}, {1, 0, 1}},  {"B", {1, 1, 0}, {1, 0, 0}},
        {"R", {0, 0, 0}, {1, 0, 1}},   {"bR", {0, 1, 0}, {1, 0, 1}},
        {"bs", {0, 1, 0}, {0, 0, 0}},  {"as", {1, 0, 0}, {1, 0, 0}},
        {"s", {1, 1, 1}, {1, 0, 1}},   {"BR", {1, 1, 0}, {1, 0, 1}},
    };
    static struct rig rig;

    for (size_t m = 0; m < COUNT(matrix); m++) {
        const struct stream_fake *sources[3];
        int64_t tracks[5];
        double gains[3];

        rig_open(&rig, OFFLINE);
        tracks[3] = rig_track(&rig, TRACK_BUS, 2, 0);
        tracks[4] = rig_track(&rig, TRACK_BUS, 2, 0);
        for (int i = 0; i < 3; i++)
            tracks[i] = sounding(&rig, i < 2 ? tracks[3] : 0, &sources[i]);
        rig_send(&rig, tracks[0], tracks[4], SEND_POST_FADER, -6);
        rig_send(&rig, tracks[2], tracks[4], SEND_PRE_FADER, -6);
        for (int i = 0; i < 5; i++) {
            struct row_strip strip = rig_strip(&rig, tracks[i]);

            strip.solo = strchr(matrix[m].soloed, "abcBR"[i]) != NULL;
            strip.solo_safe = i == 4 && strchr(matrix[m].soloed, 's');
            rig_put(&rig, TABLE_STRIP, &strip);
        }
        play(&rig);
        for (int i = 0; i < 3; i++)
            gains[i] = matrix[m].direct[i] + matrix[m].send[i] * gain_from_db(-6);
        expect_sum(sources, gains, 3, 0, LONG, 0);
        rig_close(&rig);
    }
}

static void
soloing_a_bus_keeps_what_comes_to_it_by_a_folder_and_a_send(void **state)
{
    static struct rig rig;
    const struct stream_fake *sources[2];

    /* in folder F; F sends to R; R is soloed: the child is heard through R alone. */
    rig_open(&rig, OFFLINE);
    const int64_t folder = rig_track(&rig, TRACK_FOLDER, 2, 0);
    const int64_t bus = rig_track(&rig, TRACK_BUS, 2, 0);
    sounding(&rig, folder, &sources[0]);
    sounding(&rig, 0, &sources[1]);
    rig_send(&rig, folder, bus, SEND_POST_FADER, -6);
    struct row_strip strip = rig_strip(&rig, bus);
    strip.solo = 1;
    rig_put(&rig, TABLE_STRIP, &strip);
    play(&rig);
    const double gains[] = {gain_from_db(-6)};
    expect_sum(sources, gains, 1, 0, LONG, 0);
    rig_close(&rig);
}

static void
inserts_work_in_their_order_and_make_a_strip_stereo(void **state)
{
    static struct rig rig;

    rig_open(&rig, OFFLINE);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 1, 0);
    const struct stream_fake *source = rig_source(&rig, 1);
    rig_clip(&rig, track, source, 0, RIG_LONG, 0);
    /* The right side gets half of the left added: twice before, once after the gain. */
    rig_insert(&rig, track, INSERT_BEFORE_CONSOLE, "widen");
    const int64_t gain = rig_insert(&rig, track, INSERT_BEFORE_CONSOLE, "late7");
    rig_insert(&rig, track, INSERT_AFTER_CONSOLE, "widen");
    struct row_param param = {.insert_id = gain, .symbol = "gain", .value = 3};
    rig_put(&rig, TABLE_PARAM, &param);
    struct row_strip strip = rig_strip(&rig, track);
    strip.pan_law = PAN_0DB;
    rig_put(&rig, TABLE_STRIP, &strip);
    play(&rig);
    for (uint32_t i = 7; i < LONG; i++) {
        const double x = 3 * stream_fake_sample(source, 0, i - 7);

        if (fabs(left[i] - x) > 1e-6 || fabs(right[i] - 2 * x) > 1e-6)
            fail_msg("frame %u", i);
    }
    rig_close(&rig);
}

static void
a_missing_device_is_passed_over_and_counted(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    struct plan *plan;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_insert(&rig, track, INSERT_AFTER_CONSOLE, "http://example.org/gone");
    assert_int_equal(plan_build(&plan, rig.engine, rig.model, NULL, NULL), ST_OK);
    assert_int_equal(plan_missing(plan), 1);
    plan_free(plan);
    play(&rig);
    expect_sum(&source, (double[]){1}, 1, 0, LONG, 0);
    rig_close(&rig);
}

static void
every_path_to_the_master_is_as_late_as_the_latest(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    struct engine_state now;

    /* Straight; through a bus with 7 frames; by a send to a bus with 100, itself behind 7:
     * all of the same source must come out at one place, 107 frames later. */
    rig_open(&rig, OFFLINE);
    const int64_t bus7 = rig_track(&rig, TRACK_BUS, 2, 0);
    const int64_t bus100 = rig_track(&rig, TRACK_BUS, 2, bus7);
    const int64_t straight = sounding(&rig, 0, &source);
    const int64_t by_bus = rig_track(&rig, TRACK_AUDIO, 2, bus7);
    const int64_t by_send = rig_track(&rig, TRACK_AUDIO, 2, 0);
    rig_clip(&rig, by_bus, source, 0, RIG_LONG, 0);
    rig_clip(&rig, by_send, source, 0, RIG_LONG, 0);
    rig_insert(&rig, bus7, INSERT_BEFORE_CONSOLE, "late7");
    rig_insert(&rig, bus100, INSERT_AFTER_CONSOLE, "late");
    rig_send(&rig, by_send, bus100, SEND_PRE_FADER, 0);
    set_fader(&rig, by_send, -6);
    const int64_t taps[] = {straight, by_bus, by_send, bus100};
    rig.options.taps = taps;
    rig.options.n_taps = COUNT(taps);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, LONG, 300);
    const double gains[] = {3 + gain_from_db(-6)};
    expect_sum(&source, gains, 1, 107, LONG, 0);
    for (uint32_t i = 0; i < 107; i++)
        assert_true(left[i] == 0 && right[i] == 0);
    engine_state(rig.engine, &now);
    assert_int_equal(now.latency, 107);

    /* Taps are compensated, too, and stand until the next cycle. */
    rig_render(&rig, left, right, 300, 300);
    const double tap_gains[] = {1, 1, gain_from_db(-6), 1};
    for (unsigned t = 0; t < COUNT(taps); t++) {
        const float *const *tap = engine_tap(rig.engine, t);

        assert_non_null(tap);
        for (uint32_t i = 0; i < 300; i++)
            if (fabs(tap[1][i]
                     - tap_gains[t] * stream_fake_sample(source, 1, LONG - 107 + i))
                > 1e-6)
                fail_msg("tap %u, frame %u", t, i);
    }
    assert_null(engine_tap(rig.engine, COUNT(taps)));
    rig_close(&rig);
}

static void
taps_do_not_change_the_mix(void **state)
{
    static struct rig rig;
    static float other[2][LONG];
    const struct stream_fake *source;

    rig_open(&rig, OFFLINE);
    const int64_t a = sounding(&rig, 0, &source), b = sounding(&rig, 0, &source);
    set_fader(&rig, a, -3.3);
    set_fader(&rig, b, -4.4);
    rig_insert(&rig, a, INSERT_AFTER_CONSOLE, "late");
    play(&rig);
    memcpy(other[0], left, sizeof left);
    memcpy(other[1], right, sizeof right);
    const int64_t taps[] = {b, a, 999};
    rig.options = (struct plan_options){.taps = taps, .n_taps = 3, .meters = true};
    play(&rig);
    assert_memory_equal(other[0], left, sizeof left);
    assert_memory_equal(other[1], right, sizeof right);
    assert_non_null(engine_tap(rig.engine, 1));
    assert_null(engine_tap(rig.engine, 2)); /* no such track */
    rig_close(&rig);
}

static void
a_live_fader_glides_on_the_grid(void **state)
{
    static struct rig rig;
    static float steps[2][LONG];
    const struct stream_fake *source;

    /* The same move at the same place, in blocks of two sizes. */
    for (int turn = 0; turn < 2; turn++) {
        rig_open(&rig, OFFLINE);
        const int64_t track = sounding(&rig, 0, &source);
        rig_roll(&rig, 17);
        rig_render(&rig, left, right, 1000, 1000);
        struct engine_live live = {.track = track, .fader_db = -20, .pan = 0};
        assert_int_equal(engine_live(rig.engine, &live), ST_OK);
        rig_render(&rig, left + 1000, right + 1000, LONG - 1000, turn ? 37 : 4000);
        memcpy(steps[turn], left, sizeof left);
        live.track = 4711;
        assert_int_equal(engine_live(rig.engine, &live), ST_NOT_FOUND);
        rig_close(&rig);
    }
    assert_memory_equal(steps[0], steps[1], sizeof steps[0]);

    /* Nothing moves before the grid's next point; then the gain falls, and arrives. */
    const uint32_t grid = 1024 - 17;
    float last = 1;
    uint32_t last_at = grid - 1;
    expect_sum(&source, (double[]){1}, 1, 0, grid, 17);
    for (uint32_t i = grid; i < grid + 400; i++) {
        const float x = stream_fake_sample(source, 0, 17 + i);

        if (fabsf(x) < 0.1f)
            continue;
        if (!(left[i] / x <= last + 1e-5f
              && left[i] / x >= last - 0.003f * (i - last_at)))
            fail_msg("frame %u: %g after %g", i, left[i] / x, last);
        last = left[i] / x;
        last_at = i;
    }
    expect_sum(&source, (double[]){gain_from_db(-20)}, 1, grid + 400, LONG,
               17 + grid + 400);
}

static void
a_fader_under_the_hand_holds_whatever_plans_come(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    const double live_gain = gain_from_db(-20);

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 1000);
    const struct engine_live live = {.track = track, .fader_db = -20};
    assert_int_equal(engine_live(rig.engine, &live), ST_OK);
    rig_render(&rig, left, right, 1000, 100);

    /* Another's edit, and one of this very fader, while it is held. */
    rig_track(&rig, TRACK_AUDIO, 1, 0);
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &live_gain, 1, 0, 1000, 2000);
    set_fader(&rig, track, -6);
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &live_gain, 1, 0, 1000, 3000);

    /* Let go: nothing jumps; the next plan takes over. */
    assert_int_equal(engine_release(rig.engine, HAND_FADER, track), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &live_gain, 1, 0, 1000, 4000);
    rig_plan(&rig);
    rig_render(&rig, left, right, LONG, 1000);
    expect_sum(&source, (double[]){gain_from_db(-6)}, 1, 1000, LONG, 6000);
    assert_int_equal(engine_release(rig.engine, HAND_FADER, 4711), ST_NOT_FOUND);
    rig_close(&rig);
}

static void
the_plan_after_a_release_takes_over_though_it_is_picked_up_before_it(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 1000);
    const struct engine_live live = {.track = track, .fader_db = -20};
    assert_int_equal(engine_live(rig.engine, &live), ST_OK);
    rig_render(&rig, left, right, 1000, 1000);
    /* The cycle takes plans first, then commands. */
    assert_int_equal(engine_release(rig.engine, HAND_FADER, track), ST_OK);
    set_fader(&rig, track, -6);
    rig_plan(&rig);
    rig_render(&rig, left, right, LONG, 1000);
    expect_sum(&source, (double[]){gain_from_db(-6)}, 1, 1000, LONG, 3000);
    rig_close(&rig);
}

/* --- consoles, sends and devices under the hand ----------------------------------------- */

static struct console_params
trimmed(double db)
{
    return (struct console_params){.trim_db = db};
}

static void
hold_trim(struct rig *rig, int64_t track, double db)
{
    const struct console_params params = trimmed(db);
    bool replan;

    assert_int_equal(engine_hold_console(rig->engine, track, &params, &replan), ST_OK);
    if (replan)
        rig_plan(rig);
}

static void
a_console_under_the_hand_holds_whatever_plans_come(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    const double live_gain = gain_from_db(-20), then = gain_from_db(-6);

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 100);
    hold_trim(&rig, track, -20);
    rig_render(&rig, left, right, 2000, 100);
    struct row_strip strip = rig_strip(&rig, track);
    strip.trim_db = -6;
    rig_put(&rig, TABLE_STRIP, &strip);
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &live_gain, 1, 0, 1000, 3000);

    /* Let go: nothing jumps; the next plan takes over. */
    assert_int_equal(engine_release(rig.engine, HAND_CONSOLE, track), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &live_gain, 1, 0, 1000, 4000);
    rig_plan(&rig);
    rig_render(&rig, left, right, LONG, 1000);
    expect_sum(&source, &then, 1, 1000, LONG, 6000);
    rig_close(&rig);
}

/* What is released and committed is what was held, to the bit and from the first frame. */
static void
a_console_that_is_let_go_sounds_on_as_the_edit_has_it(void **state)
{
    static struct rig rig;
    static float held[LONG];
    const struct stream_fake *source;

    for (int release = 0; release < 2; release++) {
        rig_open(&rig, OFFLINE);
        const int64_t track = sounding(&rig, 0, &source);
        rig_roll(&rig, 0);
        hold_trim(&rig, track, -3);
        rig_render(&rig, left, right, 4096, 256);
        if (release) {
            struct row_strip strip = rig_strip(&rig, track);

            assert_int_equal(engine_release(rig.engine, HAND_CONSOLE, track), ST_OK);
            strip.trim_db = -3;
            rig_put(&rig, TABLE_STRIP, &strip);
            rig_plan(&rig);
        }
        rig_render(&rig, left, right, LONG, 256);
        if (release)
            assert_memory_equal(left, held, sizeof held);
        memcpy(held, left, sizeof held);
        rig_close(&rig);
    }
}

/* Of a hand that jumps: from one frame to the next the gain changes by little. */
static void
a_console_under_the_hand_glides(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    double last = 1;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 100);
    hold_trim(&rig, track, -20);
    rig_render(&rig, left, right, LONG, 100);
    for (uint32_t i = 0; i < LONG; i++) {
        const double x = stream_fake_sample(source, 0, 1000 + i);

        if (fabs(x) < 0.05)
            continue;
        if (last - left[i] / x > 0.05 || left[i] / x - last > 0.001)
            fail_msg("frame %u: %g after %g", i, left[i] / x, last);
        last = left[i] / x;
    }
    assert_true(fabs(last - gain_from_db(-20)) < 1e-4);
    rig_close(&rig);
}

static void
a_send_under_the_hand_sounds_before_it_is_in_the_song(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    const double before = 1 + gain_from_db(-6), held = 1 + gain_from_db(-20);

    rig_open(&rig, OFFLINE);
    const int64_t bus = rig_track(&rig, TRACK_BUS, 2, 0);
    const int64_t track = sounding(&rig, 0, &source);
    const int64_t send = rig_send(&rig, track, bus, SEND_POST_FADER, -6);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &before, 1, 0, 1000, 0);
    assert_int_equal(engine_hold_send(rig.engine, send, -20, 0), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &held, 1, 0, 1000, 2000);
    assert_int_equal(engine_release(rig.engine, HAND_SEND, send), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &held, 1, 0, 1000, 3000);
    rig_plan(&rig);
    rig_render(&rig, left, right, LONG, 100);
    expect_sum(&source, &before, 1, 1000, LONG, 5000);
    assert_int_equal(engine_hold_send(rig.engine, 4711, 0, 0), ST_NOT_FOUND);
    rig_close(&rig);
}

static void
a_control_under_the_hand_sounds_before_it_is_in_the_song(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    const double half = 0.5, whole = 1;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    const int64_t insert = rig_insert(&rig, track, INSERT_AFTER_CONSOLE, "late");
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 100);
    assert_int_equal(engine_hold_control(rig.engine, insert, 0, 0.5), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &half, 1, 0, 1000, 2000 - 100);
    assert_int_equal(engine_release(rig.engine, HAND_INSERT, insert), ST_OK);
    rig_render(&rig, left, right, 1000, 100);
    expect_sum(&source, &half, 1, 0, 1000, 3000 - 100);
    rig_plan(&rig);
    rig_render(&rig, left, right, LONG, 100);
    expect_sum(&source, &whole, 1, 1000, LONG, 5000 - 100);
    assert_int_equal(engine_hold_control(rig.engine, insert, 1, 0), ST_RANGE);
    assert_int_equal(engine_hold_control(rig.engine, 4711, 0, 0), ST_NOT_FOUND);
    rig_close(&rig);
}

static void
a_mute_is_soft_and_complete(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 1000);
    struct row_strip strip = rig_strip(&rig, track);
    strip.mute = 1;
    rig_put(&rig, TABLE_STRIP, &strip);
    rig_plan(&rig);
    rig_render(&rig, left, right, 2000, 100);
    assert_true(left[30] != 0 && fabsf(left[30]) <= 1);
    for (uint32_t i = 500; i < 2000; i++)
        assert_true(left[i] == 0 && right[i] == 0);
    rig_close(&rig);
}

static void
meters_show_the_peak_since_they_were_read(void **state)
{
    static struct rig rig;
    struct engine_levels levels;
    struct engine_loudness loudness;
    const struct stream_fake *source;
    float peak = 0;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    set_fader(&rig, track, -6);
    rig.options.meters = true;
    engine_loudness(rig.engine, &loudness);
    assert_true(loudness.integrated == -HUGE_VALF);
    assert_int_equal(engine_levels(rig.engine, track, &levels), ST_NOT_FOUND);
    rig_roll(&rig, 0);
    for (int turn = 0; turn < 5; turn++) {
        peak = 0;
        rig_render(&rig, left, right, 700 + turn, 64);
        for (int i = 0; i < 700 + turn; i++)
            peak = fmaxf(peak, fabsf(left[i]));
        assert_int_equal(engine_levels(rig.engine, track, &levels), ST_OK);
        assert_true(levels.peak[0] == peak);
    }
    /* Nothing happened since. */
    assert_int_equal(engine_levels(rig.engine, track, &levels), ST_OK);
    assert_true(levels.peak[0] == 0);
    for (int i = 0; i < 10; i++)
        rig_render(&rig, left, right, 4800, 480);
    double squares = 0;
    for (uint32_t i = 0; i < 4800; i++)
        squares += (double)right[i] * right[i];
    assert_int_equal(engine_levels(rig.engine, track, &levels), ST_OK);
    assert_true(fabs(levels.rms[1] - sqrt(squares / 4800)) < 0.01);
    assert_true(levels.gate_db == 0 && levels.comp_db == 0);
    engine_loudness(rig.engine, &loudness);
    assert_true(loudness.momentary > -20 && loudness.momentary < 3);
    assert_true(loudness.true_peak_db > -6.1 && loudness.true_peak_db < 3);

    /* After a locate it is measured anew. */
    assert_int_equal(engine_stop(rig.engine), ST_OK);
    assert_int_equal(engine_locate(rig.engine, frames(0)), ST_OK);
    rig_render(&rig, left, right, 4800, 480);
    engine_loudness(rig.engine, &loudness);
    assert_true(loudness.integrated == -HUGE_VALF);
    rig_close(&rig);
}

static void
tails_ring_on_after_a_stop_and_end_at_a_locate(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    rig_insert(&rig, track, INSERT_AFTER_CONSOLE, "decay");
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1003, 1003);
    assert_int_equal(engine_stop(rig.engine), ST_OK);
    const float last = left[1002];
    rig_render(&rig, left, right, 100, 100);
    for (int i = 0; i < 100; i++)
        assert_float_equal(left[i], last * pow(0.99, i + 1), 1e-5);
    assert_int_equal(engine_locate(rig.engine, frames(0)), ST_OK);
    rig_render(&rig, left, right, 100, 100);
    for (int i = 0; i < 100; i++)
        assert_true(left[i] == 0);
    rig_close(&rig);
}

static void
samples_beyond_full_scale_are_counted(void **state)
{
    static struct rig rig;
    struct engine_state now;
    const struct stream_fake *source;
    uint64_t count = 0;

    rig_open(&rig, OFFLINE);
    const int64_t track = sounding(&rig, 0, &source);
    set_fader(&rig, track, 6);
    play(&rig);
    for (uint32_t i = 0; i < LONG; i++)
        count += (fabsf(left[i]) > 1) + (fabsf(right[i]) > 1);
    engine_state(rig.engine, &now);
    assert_int_equal(now.clipped, count);
    assert_true(count > 1000);
    assert_true(now.worst > 0);
    rig_close(&rig);
}

/* --- the console ----------------------------------------------------------------------- */

static struct console_params
loud_console(void)
{
    return (struct console_params){
        .trim_db = 3,
        .polarity = true,
        .highpass_on = true,
        .highpass_hz = 90,
        .eq_on = true,
        .eq = {{true, CONSOLE_LOW_SHELF, 120, 4, 0.8},
               {true, CONSOLE_BELL, 700, -6, 2},
               {false, CONSOLE_NOTCH, 50, 0, 1},
               {true, CONSOLE_HIGH_SHELF, 9000, 3, 0.7}},
        .gate_on = true,
        .gate_threshold_db = -12,
        .gate_range_db = -30,
        .gate_attack_ms = 1,
        .gate_hold_ms = 6,
        .gate_release_ms = 50,
        .comp_on = true,
        .comp_threshold_db = -25,
        .comp_ratio = 4,
        .comp_knee_db = 6,
        .comp_attack_ms = 5,
        .comp_release_ms = 80,
        .comp_makeup_db = 2,
    };
}

static void
set_console(struct rig *rig, int64_t track, const struct console_params *p)
{
    struct row_strip strip = rig_strip(rig, track);

    strip.trim_db = p->trim_db;
    strip.polarity = p->polarity;
    strip.highpass_on = p->highpass_on;
    strip.highpass_hz = p->highpass_hz;
    strip.eq_on = p->eq_on;
    for (int i = 0; i < EQ_BANDS; i++)
        strip.eq[i] = (struct eq_band){p->eq[i].on, p->eq[i].kind, p->eq[i].hz,
                                       p->eq[i].db, p->eq[i].q};
    strip.gate_on = p->gate_on;
    strip.gate_threshold_db = p->gate_threshold_db;
    strip.gate_range_db = p->gate_range_db;
    strip.gate_attack_ms = p->gate_attack_ms;
    strip.gate_hold_ms = p->gate_hold_ms;
    strip.gate_release_ms = p->gate_release_ms;
    strip.comp_on = p->comp_on;
    strip.comp_threshold_db = p->comp_threshold_db;
    strip.comp_ratio = p->comp_ratio;
    strip.comp_knee_db = p->comp_knee_db;
    strip.comp_attack_ms = p->comp_attack_ms;
    strip.comp_release_ms = p->comp_release_ms;
    strip.comp_makeup_db = p->comp_makeup_db;
    rig_put(rig, TABLE_STRIP, &strip);
}

static float alone[2][LONG];

/* A stereo source through one console by itself: `from` up to frame `turn` (a grid
 * point), from there in one quantum to `to`. */
static void
console_alone(const struct stream_fake *source, const struct console_params *from,
              const struct console_params *to, uint32_t turn)
{
    struct console_coefs coefs[2];
    struct console_state states[2];
    struct console_group group = {.linked = 1};

    console_prepare(from, RIG_RATE, &coefs[0]);
    console_prepare(to, RIG_RATE, &coefs[1]);
    for (int side = 0; side < 2; side++) {
        console_reset(&states[side]);
        for (uint32_t i = 0; i < LONG; i++)
            alone[side][i] = stream_fake_sample(source, side, i);
    }
    for (uint32_t at = 0; at < LONG; at += QUANTUM) {
        const uint32_t n = LONG - at < QUANTUM ? LONG - at : QUANTUM;

        for (int side = 0; side < 2; side++)
            group.lane[side] = (struct console_lane){
                alone[side] + at, &states[side], &coefs[at > turn], &coefs[at >= turn]};
        console_run(&group, 0, n);
    }
}

static void
expect_alone(void)
{
    for (uint32_t i = 0; i < LONG; i++)
        if (left[i] != alone[0][i] || right[i] != alone[1][i])
            fail_msg("frame %u: %.9g %.9g, not %.9g %.9g", i, left[i], right[i],
                     alone[0][i], alone[1][i]);
}

static void
a_strip_in_a_crowd_sounds_as_its_console_alone(void **state)
{
    static struct rig rig;
    const struct console_params params = loud_console();
    const struct stream_fake *source = NULL;
    struct engine_levels levels;

    /* Others, mono and stereo, share its lanes; their faders are down. */
    rig_open(&rig, OFFLINE);
    for (int i = 0; i < 20; i++) {
        const int64_t other = rig_track(&rig, TRACK_AUDIO, 1 + i % 2, 0);
        rig_clip(&rig, other, rig_source(&rig, 1), 0, RIG_LONG, 0);
        set_console(&rig, other, &params);
        set_fader(&rig, other, -200);
        if (i == 9) {
            const int64_t track = sounding(&rig, 0, &source);
            set_console(&rig, track, &params);
        }
    }
    rig.options.meters = true;
    play(&rig);
    console_alone(source, &params, &params, 0);
    expect_alone();
    assert_int_equal(engine_levels(rig.engine, 11, &levels), ST_OK);
    assert_true(levels.comp_db < -1);
    assert_true(levels.gate_db <= 0);
    rig_close(&rig);
}

static void
a_console_turns_within_one_quantum_of_the_grid(void **state)
{
    static struct rig rig;
    static const uint32_t blocks[] = {1, 47, 64, 1000};
    const struct console_params from = loud_console();
    struct console_params flat = {0}, to = loud_console();
    to.eq[1].db = 6;
    to.comp_threshold_db = -15;
    const struct console_params *turns[][2] = {{&from, &to}, {&flat, &to}, {&to, &flat}};

    for (size_t t = 0; t < COUNT(turns); t++) {
        for (size_t b = 0; b < COUNT(blocks); b++) {
            const struct stream_fake *source;

            rig_open(&rig, OFFLINE);
            const int64_t track = sounding(&rig, 0, &source);
            set_console(&rig, track, turns[t][0]);
            rig_roll(&rig, 0);
            rig_render(&rig, left, right, 5000, blocks[b]);
            set_console(&rig, track, turns[t][1]);
            rig_plan(&rig);
            rig_render(&rig, left + 5000, right + 5000, LONG - 5000, blocks[b]);
            console_alone(source, turns[t][0], turns[t][1], 5056);
            expect_alone();
            rig_close(&rig);
        }
    }
}

static void
a_console_that_has_rested_wakes_as_if_it_had_not(void **state)
{
    static struct rig rig;
    static float awake[2][LONG];
    const struct console_params params = loud_console();

    /* Two clips far apart; once with a neighbour that keeps nothing from resting. */
    for (int turn = 0; turn < 2; turn++) {
        rig_open(&rig, OFFLINE);
        const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 0);
        const struct stream_fake *source = rig_source(&rig, 2);
        rig_clip(&rig, track, source, 0, 700, 0);
        rig_clip(&rig, track, source, 480000, 5000, 300);
        set_console(&rig, track, &params);
        rig_roll(&rig, 0);
        for (int i = 0; i < 24; i++)
            rig_render(&rig, left, right, LONG, turn ? 8192 : 37);
        rig_render(&rig, left, right, LONG, 500);
        if (turn == 0) {
            memcpy(awake[0], left, sizeof left);
            memcpy(awake[1], right, sizeof right);
        }
        rig_close(&rig);
    }
    assert_memory_equal(awake[0], left, sizeof left);
    assert_memory_equal(awake[1], right, sizeof right);
    assert_true(left[1000] != 0);
}

static void
after_a_device_comes_or_goes_all_is_aligned_again(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;

    rig_open(&rig, OFFLINE);
    const int64_t a = sounding(&rig, 0, &source);
    const int64_t b = rig_track(&rig, TRACK_AUDIO, 2, 0);
    rig_clip(&rig, b, source, 0, RIG_LONG, 0);
    const int64_t inserts[2] = {rig_insert(&rig, a, INSERT_AFTER_CONSOLE, "late7"),
                                rig_insert(&rig, b, INSERT_AFTER_CONSOLE, "late")};
    rig_roll(&rig, 0);
    for (int turn = 0; turn < 12; turn++) {
        const bool on[2] = {turn % 2, turn / 2 % 3 > 0};
        const int late = on[1] ? 100 : on[0] ? 7 : 0;

        for (int i = 0; i < 2; i++) {
            struct row_insert row = *(const struct row_insert *)model_row(
                rig.model, TABLE_INSERT, inserts[i]);
            row.on = on[i];
            row.device = (char[8]){0};
            strcpy(row.device, i ? "late" : "late7");
            rig_put(&rig, TABLE_INSERT, &row);
        }
        rig_plan(&rig);
        rig_render(&rig, left, right, 1000, 64);
        expect_sum(&source, (double[]){2}, 1, 700, 1000, 1000 * turn + 700 - late);
    }
    rig_close(&rig);
}

static void
switch_insert(struct rig *rig, int64_t id, bool on, const char *device)
{
    struct row_insert row
        = *(const struct row_insert *)model_row(rig->model, TABLE_INSERT, id);
    char name[16];

    snprintf(name, sizeof name, "%s", device);
    row.on = on;
    row.device = name;
    rig_put(rig, TABLE_INSERT, &row);
    rig_plan(rig);
}

/* «widen» adds half of the left to the right: how much of it is heard goes in one
 * direction, in small steps, from none to all or back. */
static void
expect_share(const struct stream_fake *source, bool rises, int64_t at)
{
    float last = rises ? 0 : 1;

    for (uint32_t i = 0; i < 1000; i++) {
        const float x = stream_fake_sample(source, 0, at + i);
        const float share = (right[i] - stream_fake_sample(source, 1, at + i)) / (x / 2);

        assert_true(left[i] == x);
        if (fabsf(x) < 0.1f)
            continue;
        if (!((rises ? share - last : last - share) >= -1e-4f
              && fabsf(share - last) < 0.15f))
            fail_msg("frame %u: %g after %g", i, share, last);
        last = share;
    }
    for (uint32_t i = 450; i < 1000; i++) {
        const float x = stream_fake_sample(source, 0, at + i);
        const float y = stream_fake_sample(source, 1, at + i);

        assert_true(right[i] == (rises ? y + x * 0.5f : y));
    }
}

static void
an_insert_that_is_switched_while_rolling_does_not_click(void **state)
{
    static struct rig rig;
    static float first[6][1000];
    const struct stream_fake *source;

    for (int turn = 0; turn < 2; turn++) {
        const uint32_t block = turn ? 37 : 1000;

        rig_open(&rig, OFFLINE);
        const int64_t track = sounding(&rig, 0, &source);
        rig_roll(&rig, 17);
        rig_render(&rig, left, right, 1000, 1000);
        const int64_t id = rig_insert(&rig, track, turn ? INSERT_AFTER_CONSOLE
                                                        : INSERT_BEFORE_CONSOLE,
                                      "widen");
        for (int i = 0; i < 6; i++) {
            switch_insert(&rig, id, i % 2 == 0, "widen");
            rig_render(&rig, left, right, 1000, block);
            expect_share(source, i % 2 == 0, 17 + 1000 * (i + 1));
            if (turn == 0)
                memcpy(first[i], right, sizeof first[i]);
            assert_memory_equal(first[i], right, sizeof first[i]);
        }
        rig_close(&rig);
    }
}

static void
an_insert_that_is_off_is_as_if_it_were_not_there(void **state)
{
    static struct rig rig;
    static float other[2][LONG];
    const struct stream_fake *source;

    rig_open(&rig, OFFLINE);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 1, 0);
    source = rig_source(&rig, 1);
    rig_clip(&rig, track, source, 0, RIG_LONG, 0);
    struct row_strip strip = rig_strip(&rig, track);
    strip.comp_on = strip.eq_on = strip.eq[1].on = 1;
    strip.eq[1].db = 6;
    strip.pan = 0.3;
    rig_put(&rig, TABLE_STRIP, &strip);
    play(&rig);
    memcpy(other[0], left, sizeof left);
    memcpy(other[1], right, sizeof right);
    const int64_t id = rig_insert(&rig, track, INSERT_BEFORE_CONSOLE, "decay");
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 1000);
    /* Its device is kept, but from a locate on nothing is left of it. */
    switch_insert(&rig, id, false, "decay");
    play(&rig);
    assert_memory_equal(other[0], left, sizeof left);
    assert_memory_equal(other[1], right, sizeof right);
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tracks_go_through_buses_and_folders_to_the_master),
        cmocka_unit_test(a_send_takes_the_sound_before_or_after_the_fader),
        cmocka_unit_test(a_send_of_a_mono_track_has_its_own_pan),
        cmocka_unit_test(solo_lets_through_what_it_should),
        cmocka_unit_test(soloing_a_bus_keeps_what_comes_to_it_by_a_folder_and_a_send),
        cmocka_unit_test(inserts_work_in_their_order_and_make_a_strip_stereo),
        cmocka_unit_test(a_missing_device_is_passed_over_and_counted),
        cmocka_unit_test(every_path_to_the_master_is_as_late_as_the_latest),
        cmocka_unit_test(taps_do_not_change_the_mix),
        cmocka_unit_test(a_live_fader_glides_on_the_grid),
        cmocka_unit_test(an_insert_that_is_switched_while_rolling_does_not_click),
        cmocka_unit_test(an_insert_that_is_off_is_as_if_it_were_not_there),
        cmocka_unit_test(a_fader_under_the_hand_holds_whatever_plans_come),
        cmocka_unit_test(
            the_plan_after_a_release_takes_over_though_it_is_picked_up_before_it),
        cmocka_unit_test(a_console_under_the_hand_holds_whatever_plans_come),
        cmocka_unit_test(a_console_that_is_let_go_sounds_on_as_the_edit_has_it),
        cmocka_unit_test(a_console_under_the_hand_glides),
        cmocka_unit_test(a_send_under_the_hand_sounds_before_it_is_in_the_song),
        cmocka_unit_test(a_control_under_the_hand_sounds_before_it_is_in_the_song),
        cmocka_unit_test(a_mute_is_soft_and_complete),
        cmocka_unit_test(meters_show_the_peak_since_they_were_read),
        cmocka_unit_test(tails_ring_on_after_a_stop_and_end_at_a_locate),
        cmocka_unit_test(samples_beyond_full_scale_are_counted),
        cmocka_unit_test(a_strip_in_a_crowd_sounds_as_its_console_alone),
        cmocka_unit_test(a_console_turns_within_one_quantum_of_the_grid),
        cmocka_unit_test(a_console_that_has_rested_wakes_as_if_it_had_not),
        cmocka_unit_test(after_a_device_comes_or_goes_all_is_aligned_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
