/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/varispeed.h"

#include "tests/engine/rig_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONG = 4 * RIG_RATE };

static float left[LONG], right[LONG], other[LONG], ignored[LONG];

struct tape {
    struct rig rig;
    struct varispeed *varispeed;
};

static void
tape_open(struct tape *tape)
{
    *tape = (struct tape){0};
    rig_open(&tape->rig, (struct engine_config){.offline = true});
    assert_int_equal(varispeed_new(&tape->varispeed, tape->rig.engine), ST_OK);
}

static void
tape_close(struct tape *tape)
{
    varispeed_free(tape->varispeed);
    rig_close(&tape->rig);
}

/* A track of noise, rolling from 0. */
static void
noise(struct tape *tape)
{
    const int64_t track = rig_track(&tape->rig, TRACK_AUDIO, 2, 0);

    rig_clip(&tape->rig, track, rig_source(&tape->rig, 2), 0, RIG_LONG, 0);
    rig_roll(&tape->rig, 0);
}

static void
play(struct tape *tape, float *l, float *r, uint32_t frames, uint32_t block)
{
    for (uint32_t done = 0; done < frames;) {
        const uint32_t n = frames - done < block ? frames - done : block;
        float *const out[2] = {l + done, r + done};

        varispeed_cycle(tape->varispeed, NULL, 0, out, 2, n);
        done += n;
    }
}

static int64_t
position(struct tape *tape)
{
    struct engine_state state;

    engine_state(tape->rig.engine, &state);
    return state.position.n;
}

static void
at_its_own_speed_the_sound_passes_bit_for_bit(void **state)
{
    struct tape tape;

    tape_open(&tape);
    noise(&tape);
    play(&tape, left, right, RIG_RATE, 256);
    tape_close(&tape);
    tape_open(&tape);
    noise(&tape);
    rig_render(&tape.rig, other, ignored, RIG_RATE, 256);
    assert_memory_equal(left, other, RIG_RATE * sizeof(float));
    tape_close(&tape);
}

static void
the_tape_runs_as_fast_as_it_is_told(void **state)
{
    static const double SPEEDS[] = {0.5, 0.8, 1.25, 2.0};

    for (size_t i = 0; i < COUNT(SPEEDS); i++) {
        struct tape tape;

        tape_open(&tape);
        noise(&tape);
        varispeed_set(tape.varispeed, SPEEDS[i]);
        play(&tape, left, right, RIG_RATE / 2, 64); /* it has got there */
        const int64_t from = position(&tape);
        play(&tape, left, right, RIG_RATE, 64);
        assert_true(llabs(position(&tape) - from - (int64_t)(SPEEDS[i] * RIG_RATE))
                    <= 1);
        tape_close(&tape);
    }
}

static void
the_sound_is_the_same_for_every_block(void **state)
{
    struct tape tape;

    tape_open(&tape);
    noise(&tape);
    varispeed_set(tape.varispeed, 0.77);
    play(&tape, left, right, RIG_RATE, 64);
    tape_close(&tape);
    tape_open(&tape);
    noise(&tape);
    varispeed_set(tape.varispeed, 0.77);
    play(&tape, other, ignored, RIG_RATE, 1111);
    assert_memory_equal(left, other, RIG_RATE * sizeof(float));
    tape_close(&tape);
}

/* What of x is not the sine of that frequency that fits best, in dB below it. */
static double
residue_db(const float *x, uint32_t frames, double hz)
{
    double a = 0, b = 0, all = 0, rest = 0;

    for (uint32_t i = 0; i < frames; i++) {
        const double w = 2 * M_PI * hz * i / RIG_RATE;
        a += 2 * x[i] * sin(w) / frames;
        b += 2 * x[i] * cos(w) / frames;
    }
    for (uint32_t i = 0; i < frames; i++) {
        const double w = 2 * M_PI * hz * i / RIG_RATE;
        const double fit = a * sin(w) + b * cos(w);
        all += fit * fit;
        rest += (x[i] - fit) * (x[i] - fit);
    }
    return 10 * log10(rest / all);
}

static void
a_tone_is_higher_and_stays_a_pure_tone(void **state)
{
    static const double SPEEDS[] = {0.5, 0.9, 1.5, 2.0};

    for (size_t i = 0; i < COUNT(SPEEDS); i++) {
        struct tape tape;

        tape_open(&tape);
        const struct stream_fake *fake = rig_source(&tape.rig, 1);
        tape.rig.fakes[tape.rig.n_fakes - 1].tone = 1000.0 / RIG_RATE;
        const int64_t track = rig_track(&tape.rig, TRACK_AUDIO, 1, 0);
        rig_clip(&tape.rig, track, fake, 0, RIG_LONG, 0);
        rig_roll(&tape.rig, 0);
        varispeed_set(tape.varispeed, SPEEDS[i]);
        play(&tape, left, right, RIG_RATE, 128); /* it has got there */
        play(&tape, left, right, RIG_RATE, 128);
        assert_true(residue_db(left, RIG_RATE, 1000.0 * SPEEDS[i]) < -80.0);
        tape_close(&tape);
    }
}

static void
back_at_its_own_speed_it_steps_aside_when_it_stands(void **state)
{
    struct tape tape;

    tape_open(&tape);
    noise(&tape);
    varispeed_set(tape.varispeed, 1.5);
    play(&tape, left, right, RIG_RATE, 256);
    varispeed_set(tape.varispeed, 1.0);
    play(&tape, left, right, RIG_RATE, 256);
    assert_int_equal(engine_stop(tape.rig.engine), ST_OK);
    play(&tape, left, right, 1024, 256);
    assert_int_equal(engine_locate(tape.rig.engine, frames(0)), ST_OK);
    assert_int_equal(engine_roll(tape.rig.engine), ST_OK);
    play(&tape, left, right, RIG_RATE, 256);
    tape_close(&tape);
    tape_open(&tape);
    noise(&tape);
    rig_render(&tape.rig, other, ignored, RIG_RATE, 256);
    assert_memory_equal(left, other, RIG_RATE * sizeof(float));
    tape_close(&tape);
}

static void
a_speed_beyond_its_bounds_is_the_nearest(void **state)
{
    struct tape tape;

    tape_open(&tape);
    varispeed_set(tape.varispeed, 100.0);
    assert_true(varispeed_get(tape.varispeed) == VARISPEED_MAX);
    varispeed_set(tape.varispeed, NAN);
    assert_true(varispeed_get(tape.varispeed) == VARISPEED_MIN);
    tape_close(&tape);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_its_own_speed_the_sound_passes_bit_for_bit),
        cmocka_unit_test(the_tape_runs_as_fast_as_it_is_told),
        cmocka_unit_test(the_sound_is_the_same_for_every_block),
        cmocka_unit_test(a_tone_is_higher_and_stays_a_pure_tone),
        cmocka_unit_test(back_at_its_own_speed_it_steps_aside_when_it_stands),
        cmocka_unit_test(a_speed_beyond_its_bounds_is_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
