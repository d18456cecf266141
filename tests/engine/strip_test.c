/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faders, sends, buses and solo: what of a track's sound arrives where,
 * and how late. */
#include "tests/engine/strip_help.h"

#include "dsp/pan.h"

#include <string.h>

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
    struct row_send send
        = *(const struct row_send *)model_row(rig.model, TABLE_SEND, id);
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

/* Two tracks in a bus, one beside it, a reverb bus fed by two sends; who is soloed,
 * and what of each track's direct sound and of its send is heard. */
struct solo {
    /* a b: in the bus; c: beside; B: the bus; R: the reverb; s: R safe */
    const char *soloed;
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

    /* in folder F; F sends to R; R is soloed: the child is heard through R
     * alone. */
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
every_path_to_the_master_is_as_late_as_the_latest(void **state)
{
    static struct rig rig;
    const struct stream_fake *source;
    struct engine_state now;

    /* Straight; through a bus with 7 frames; by a send to a bus with 100,
     * itself behind 7: all of the same source must come out at one place, 107
     * frames later. */
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tracks_go_through_buses_and_folders_to_the_master),
        cmocka_unit_test(a_send_takes_the_sound_before_or_after_the_fader),
        cmocka_unit_test(a_send_of_a_mono_track_has_its_own_pan),
        cmocka_unit_test(solo_lets_through_what_it_should),
        cmocka_unit_test(
            soloing_a_bus_keeps_what_comes_to_it_by_a_folder_and_a_send),
        cmocka_unit_test(every_path_to_the_master_is_as_late_as_the_latest),
        cmocka_unit_test(taps_do_not_change_the_mix),
        cmocka_unit_test(a_mute_is_soft_and_complete),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
