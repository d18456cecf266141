/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The console as a whole: the same bits in whatever company, on whatever processor,
 * and however cut; what is off, what changes under way, and what is no sound at
 * all. */
#include "dsp/console.h"
#include "base/rt.h"
#include "model/rows.h"
#include "tests/dsp/console_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FRAMES = 9000, AT = 23 };

_Static_assert((int)CONSOLE_BELL == EQ_BELL
                   && (int)CONSOLE_LOW_SHELF == EQ_LOW_SHELF
                   && (int)CONSOLE_HIGH_SHELF == EQ_HIGH_SHELF
                   && (int)CONSOLE_LOW_PASS == EQ_LOW_PASS
                   && (int)CONSOLE_HIGH_PASS == EQ_HIGH_PASS
                   && (int)CONSOLE_NOTCH == EQ_NOTCH
                   && (int)CONSOLE_BANDS == EQ_BANDS,
               "the console numbers filters as the model does");

/* Sixteen strips, no two alike but the linked, their sound and their ends of a
 * glide. */
struct band {
    struct console_params params[CONSOLE_LANES];
    struct help_console console;
    float sound[CONSOLE_LANES][FRAMES];
    float *x[CONSOLE_LANES];
};

static const uint32_t LINKED = 1 << 2 | 1 << 6 | 1 << 14;

static struct band *
band_new(void)
{
    struct band *band = calloc(1, sizeof *band);

    assert_non_null(band);
    for (int l = 0; l < CONSOLE_LANES; l++) {
        band->params[l] = help_busy_params(l - (LINKED >> (l & ~1) & l & 1));
        help_noise(band->sound[l], FRAMES, l % 5 ? 0.7f : 0.05f, l + 1);
        memset(band->sound[l] + FRAMES / 2, 0, FRAMES / 6 * sizeof(float));
        band->x[l] = band->sound[l];
    }
    return band;
}

static void
band_start(struct band *band)
{
    help_console_start(&band->console, band->params, CONSOLE_LANES, 48000);
    band->console.group.linked = LINKED;
}

static void
assert_same_sound(const struct band *a, const struct band *b)
{
    for (int l = 0; l < CONSOLE_LANES; l++)
        for (int i = 0; i < FRAMES; i++)
            if (memcmp(&a->sound[l][i], &b->sound[l][i], sizeof(float)) != 0)
                fail_msg("lane %d differs from frame %d on", l, i);
    assert_memory_equal(a->console.state, b->console.state,
                        sizeof a->console.state);
}

/* As an engine does: each seventh quantum, from the fourth on, all lanes but every
 * third glide to other coefs; and the blocks, that may cut quanta, end before such
 * a one. */
static void
run_with_changes(struct band *band, const struct console_kernel *kernel,
                 uint32_t block)
{
    struct console_coefs coefs[2][CONSOLE_LANES];
    struct console_group *group = &band->console.group;

    for (int l = 0; l < CONSOLE_LANES; l++) {
        struct console_params other
            = help_busy_params(l + 5 - (LINKED >> (l & ~1) & l & 1));

        other.highpass_on = l / 2 % 4 < 2;
        other.eq[1].on = l / 2 % 3 == 0;
        other.gate_on = l / 2 % 2;
        other.comp_on = l / 4 % 2;
        console_prepare(&band->params[l], 48000, &coefs[0][l]);
        console_prepare(&other, 48000, &coefs[1][l]);
    }
    for (uint32_t done = 0; done < FRAMES;) {
        const uint32_t quantum = (AT + done) / CONSOLE_QUANTUM,
                       changes = (quantum + 4) / 7;
        const bool glides = quantum % 7 == 3;
        const uint32_t room = (7 * changes + 3) * CONSOLE_QUANTUM - AT - done;
        uint32_t n = FRAMES - done < block ? FRAMES - done : block;

        n = n < room ? n : room;
        for (int l = 0; l < CONSOLE_LANES; l++) {
            const bool still = l / 2 % 3 == 1;

            group->lane[l].x = band->sound[l] + done;
            group->lane[l].to = &coefs[still ? 0 : changes % 2][l];
            group->lane[l].from = still || !glides ? group->lane[l].to
                                                   : &coefs[(changes + 1) % 2][l];
        }
        if (kernel)
            kernel->run(group, (AT + done) % CONSOLE_QUANTUM, n);
        else
            console_run(group, (AT + done) % CONSOLE_QUANTUM, n);
        done += n;
    }
}

static void
every_cut_into_blocks_gives_the_same_bits(void **state)
{
    static const uint32_t blocks[]
        = {1, 3, 16, 63, 64, 65, 97, 128, 255, 1000, 4095};
    struct band *whole = band_new();

    band_start(whole);
    run_with_changes(whole, NULL, 4096);
    for (size_t i = 0; i < COUNT(blocks); i++) {
        struct band *cut = band_new();

        band_start(cut);
        run_with_changes(cut, NULL, blocks[i]);
        assert_same_sound(whole, cut);
        free(cut);
    }
    free(whole);
}

static void
every_kernel_that_runs_here_gives_the_same_bits(void **state)
{
    struct band *least = band_new();

    band_start(least);
    run_with_changes(least, &console_kernels[0], 200);
    for (int i = 1; i < CONSOLE_KERNELS; i++)
        if (console_kernels[i].runs_here()) {
            struct band *other = band_new();

            band_start(other);
            run_with_changes(other, &console_kernels[i], 61);
            assert_same_sound(least, other);
            free(other);
        }
    free(least);
}

static void
a_strip_sounds_the_same_alone_and_in_any_place(void **state)
{
    struct band *all = band_new();

    band_start(all);
    help_console_run(&all->console, NULL, all->x, AT, FRAMES, 4096);
    for (int l = 0; l < CONSOLE_LANES; l++) {
        struct band *one = band_new();
        struct console_params params[CONSOLE_LANES];
        float *x[CONSOLE_LANES] = {0};
        const int pair = l & ~1, place = (pair + 10) % CONSOLE_LANES;
        const bool linked = LINKED >> pair & 1;

        for (int i = 0; i < CONSOLE_LANES; i++)
            params[i] = help_params();
        params[place + l % 2] = all->params[l];
        x[place + l % 2] = one->sound[l];
        if (linked) {
            params[place + !(l % 2)] = all->params[l ^ 1];
            x[place + !(l % 2)] = one->sound[l ^ 1];
        }
        help_console_start(&one->console, params, CONSOLE_LANES, 48000);
        one->console.group.linked = linked ? 1 << place : 0;
        help_console_run(&one->console, NULL, x, AT, FRAMES, 777);
        assert_memory_equal(one->sound[l], all->sound[l], sizeof one->sound[l]);
        free(one);
    }
    free(all);
}

/* Lane 0 has one section alone, its neighbours have all. */
static struct console_params
only(int section)
{
    const struct console_params busy = help_busy_params(3);
    struct console_params p = help_params();

    p.eq_on = true;
    memcpy(p.eq, busy.eq, sizeof p.eq);
    p.highpass_on = section == 0;
    for (int i = 0; i < CONSOLE_BANDS; i++)
        p.eq[i].on = section == 1 + i;
    p.gate_on = section == SECTION_GATE;
    p.comp_on = section == SECTION_COMP;
    p.polarity = section >= 0;
    return p;
}

static void
sections_that_are_off_pass_sound_through_to_the_last_bit(void **state)
{
    for (int section = -1; section < SECTIONS; section++) {
        struct band *among = band_new(), *alone = band_new();
        float *x[CONSOLE_LANES] = {alone->sound[0]};

        among->params[0] = alone->params[0] = only(section);
        memset(among->sound[0], 0, 100 * sizeof(float)); /* turned over: -0 */
        memset(alone->sound[0], 0, 100 * sizeof(float));
        band_start(among);
        help_console_run(&among->console, NULL, among->x, AT, FRAMES, 640);
        help_console_start(&alone->console, alone->params, 1, 48000);
        assert_int_equal(console_is_flat(&alone->console.coefs[0]), section < 0);
        if (section >= 0)
            help_console_run(&alone->console, NULL, x, AT, FRAMES, 640);
        assert_memory_equal(among->sound[0], alone->sound[0],
                            sizeof alone->sound[0]);
        free(among);
        free(alone);
    }
}

static void
after_the_sound_s_end_all_comes_to_rest(void **state)
{
    struct band *band = band_new();
    struct console_state before[CONSOLE_LANES];
    int quiet = 0;

    band_start(band);
    help_console_run(&band->console, NULL, band->x, 0, FRAMES, 64);
    for (int turn = 0; turn < 100 && quiet < 2; turn++) {
        memset(band->sound, 0, sizeof band->sound);
        memcpy(before, band->console.state, sizeof before);
        help_console_run(&band->console, NULL, band->x, 0, FRAMES, 64);
        quiet += memcmp(before, band->console.state, sizeof before) == 0;
    }
    assert_int_equal(quiet, 2);
    for (int l = 0; l < CONSOLE_LANES; l++)
        for (int i = 0; i < FRAMES; i++)
            assert_true(band->sound[l][i] == 0 && !signbit(band->sound[l][i]));
    free(band);
}

static void
polarity_turns_every_sample_over(void **state)
{
    struct console_params p = help_params();
    struct help_console console;
    float a[] = {0.5f, -0.25f, 1e-3f}, *x[CONSOLE_LANES] = {a};

    p.polarity = true;
    p.trim_db = 6.020599913279624;
    help_console_start(&console, &p, 1, 48000);
    assert_false(console_is_flat(&console.coefs[0]));
    help_console_run(&console, NULL, x, 0, 3, 3);
    assert_float_equal(a[0], -1, 1e-6);
    assert_float_equal(a[1], 0.5, 1e-6);
    assert_float_equal(a[2], -2e-3, 1e-8);
}

/* The largest second difference: a step of 0.1 in a smooth sound shows as 0.1. */
static double
roughness(const float *x, int n)
{
    double most = 0;

    for (int i = 2; i < n; i++)
        most = fmax(most, fabs((double)x[i] - 2.0 * x[i - 1] + x[i - 2]));
    return most;
}

/* A change while a sine of 200 Hz sounds, with or without a glide: how rough that
 * is. */
static double
roughness_of_change(const struct console_params *before,
                    const struct console_params *after, bool glides)
{
    enum { CHANGE = 40 * CONSOLE_QUANTUM, ALL = 60 * CONSOLE_QUANTUM };
    struct help_console console;
    struct console_coefs to;
    float sound[ALL], *x[CONSOLE_LANES] = {sound};

    for (int i = 0; i < ALL; i++)
        sound[i] = 0.5 * sin(2 * M_PI * 200 * (i - 17) / 48000.0);
    help_console_start(&console, before, 1, 48000);
    console_prepare(after, 48000, &to);
    help_console_run(&console, NULL, x, 0, CHANGE, 64);
    console.group.lane[0].to = &to;
    if (!glides)
        console.group.lane[0].from = &to;
    x[0] += CHANGE;
    help_console_run(&console, NULL, x, 0, CONSOLE_QUANTUM, 64);
    console.group.lane[0].from = &to;
    x[0] += CONSOLE_QUANTUM;
    help_console_run(&console, NULL, x, 0, ALL - CHANGE - CONSOLE_QUANTUM, 64);
    return roughness(sound + CHANGE / 2, ALL - CHANGE / 2);
}

static void
changes_under_way_glide_without_a_click(void **state)
{
    struct console_params off = help_params(), loud = help_params(),
                          eq = help_params();
    struct console_params comp = help_params(), gate = help_params();

    loud.trim_db = 6;
    eq.eq_on = eq.eq[1].on = eq.eq[2].on = true;
    eq.eq[1] = (struct console_band){true, CONSOLE_HIGH_SHELF, 100, 12, 0.7};
    eq.eq[2] = (struct console_band){true, CONSOLE_LOW_PASS, 100, 0, 0.7};
    comp.comp_on = true;
    comp.comp_threshold_db = -40;
    gate.gate_on = true;
    gate.gate_threshold_db = 0;
    const struct console_params *const all[] = {&loud, &eq, &comp, &gate};

    for (size_t i = 0; i < COUNT(all); i++) {
        const double jump = roughness_of_change(all[i], &off, false);

        assert_true(roughness_of_change(&off, all[i], true) < 0.04);
        assert_true(roughness_of_change(all[i], &off, true) < 0.04);
        assert_true(jump > 0.1); /* without the glide: the measure works */
    }
}

static void
after_a_glide_the_strip_is_as_if_it_had_always_been_so(void **state)
{
    enum { ALL = 48000 };
    struct console_params before = help_busy_params(1), after = help_busy_params(8);
    struct help_console changed, always;
    static float a[ALL], b[ALL];
    float *x[CONSOLE_LANES] = {a}, *y[CONSOLE_LANES] = {b};
    struct console_coefs to;

    help_noise(a, ALL, 0.5f, 1);
    help_noise(b, ALL, 0.5f, 1);
    help_console_start(&changed, &before, 1, 48000);
    help_console_start(&always, &after, 1, 48000);
    console_prepare(&after, 48000, &to);
    changed.group.lane[0].to = &to;
    help_console_run(&changed, NULL, x, 0, ALL,
                     ALL); /* the glide is its first quantum */
    help_console_run(&always, NULL, y, 0, ALL, ALL);
    assert_true(fabs(a[10] - b[10]) > 1e-3);
    for (int i = ALL / 2; i < ALL; i++)
        assert_true(fabs(a[i] - b[i]) < 1e-4);
}

static void
what_is_no_number_is_silence_and_leaves_no_trace(void **state)
{
    static const float bad[] = {NAN, INFINITY, -INFINITY, 3e38f, -1e13f};
    struct band *poisoned = band_new(), *clean = band_new();

    for (int l = 0; l < CONSOLE_LANES; l += 3)
        for (size_t i = 0; i < COUNT(bad); i++) {
            poisoned->sound[l][1000 + 97 * i + l] = bad[i];
            clean->sound[l][1000 + 97 * i + l] = 0;
        }
    band_start(poisoned);
    band_start(clean);
    run_with_changes(poisoned, NULL, 64);
    run_with_changes(clean, NULL, 333);
    assert_same_sound(poisoned, clean);
    free(poisoned);
    free(clean);
}

static void
a_spoilt_state_recovers(void **state)
{
    struct band *band = band_new();

    band_start(band);
    for (int i = 0; i < 16; i++)
        band->console.state[4].s[i] = i % 2 ? NAN : -INFINITY;
    help_console_run(&band->console, NULL, band->x, 0, FRAMES, 64);
    for (int i = 0; i < FRAMES; i++)
        assert_true(isfinite(band->sound[4][i]));
    for (int i = 0; i < 16; i++)
        assert_true(isfinite(band->console.state[4].s[i]));
    free(band);
}

static void
settings_beyond_what_can_be_still_make_sound(void **state)
{
    static const double odd[]
        = {NAN, INFINITY, -INFINITY, 0, -1, 1e9, 1e-9, 5, 100};
    struct help_console console;
    float sound[4800], *x[CONSOLE_LANES] = {sound};

    for (unsigned turn = 0; turn < 300; turn++) {
        struct console_params p = help_busy_params(turn);
        double *const fields[] = {
            &p.highpass_hz,       &p.eq[0].hz,          &p.eq[0].db,
            &p.eq[0].q,           &p.eq[1].q,           &p.eq[2].hz,
            &p.eq[3].db,          &p.gate_threshold_db, &p.gate_range_db,
            &p.gate_attack_ms,    &p.gate_hold_ms,      &p.gate_release_ms,
            &p.comp_threshold_db, &p.comp_ratio,        &p.comp_knee_db,
            &p.comp_attack_ms,    &p.comp_release_ms,   &p.comp_makeup_db,
            &p.trim_db,
        };

        *fields[turn % COUNT(fields)] = odd[turn / COUNT(fields) % COUNT(odd)];
        *fields[turn * 7 % COUNT(fields)] = odd[turn * 5 % COUNT(odd)];
        help_noise(sound, 4800, 1, turn + 1);
        help_console_start(&console, &p, 1, HELP_RATES[turn % COUNT(HELP_RATES)]);
        for (int i = 0; i < 64; i++)
            assert_true(isfinite(console.coefs[0].c[i]));
        help_console_run(&console, NULL, x, 0, 4800, 480);
        for (int i = 0; i < 4800; i++)
            assert_true(fabsf(sound[i]) < 1e10f);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cut_into_blocks_gives_the_same_bits),
        cmocka_unit_test(every_kernel_that_runs_here_gives_the_same_bits),
        cmocka_unit_test(a_strip_sounds_the_same_alone_and_in_any_place),
        cmocka_unit_test(sections_that_are_off_pass_sound_through_to_the_last_bit),
        cmocka_unit_test(after_the_sound_s_end_all_comes_to_rest),
        cmocka_unit_test(polarity_turns_every_sample_over),
        cmocka_unit_test(changes_under_way_glide_without_a_click),
        cmocka_unit_test(after_a_glide_the_strip_is_as_if_it_had_always_been_so),
        cmocka_unit_test(what_is_no_number_is_silence_and_leaves_no_trace),
        cmocka_unit_test(a_spoilt_state_recovers),
        cmocka_unit_test(settings_beyond_what_can_be_still_make_sound),
    };

    rt_flush_denormals();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
