/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The console within a strip: bit for bit what it is by itself. */
#include "tests/engine/strip_help.h"

#include "dsp/console.h"

#include <string.h>

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
            group.lane[side]
                = (struct console_lane){alone[side] + at, &states[side],
                                        &coefs[at > turn], &coefs[at >= turn]};
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
    const struct console_params *turns[][2]
        = {{&from, &to}, {&flat, &to}, {&to, &flat}};

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

    /* Two clips far apart; once with a neighbour that keeps nothing from
     * resting. */
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_strip_in_a_crowd_sounds_as_its_console_alone),
        cmocka_unit_test(a_console_turns_within_one_quantum_of_the_grid),
        cmocka_unit_test(a_console_that_has_rested_wakes_as_if_it_had_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
