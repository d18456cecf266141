/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rt/delay.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

enum { LONG = 30000 };

static float in[2][LONG], out[2][LONG];

static uint32_t
draw(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

/* Bursts with silence between them, through a line in chunks of any length: at the
 * end `out` holds what came out, zeros where it was told to be silent. */
static void
run(struct delay *delay, uint32_t frames, uint32_t *seed)
{
    memset(in, 0, sizeof in);
    memset(out, 0, sizeof out);
    delay_reset(delay);
    for (uint32_t at = 0; at < LONG;) {
        const bool silent = draw(seed) % 3 > 0;
        const uint32_t most = LONG - at < DELAY_CHUNK ? LONG - at : DELAY_CHUNK;
        const uint32_t n = 1 + draw(seed) % most;
        float left[DELAY_CHUNK], right[DELAY_CHUNK];

        for (uint32_t i = at; !silent && i < at + n; i++) {
            in[0][i] = 1 + i;
            in[1][i] = -1.0f - i;
        }
        memcpy(left, in[0] + at, n * sizeof *left);
        memcpy(right, in[1] + at, n * sizeof *right);
        if (delay_run(delay, frames, (float *const[2]){left, right}, n, silent)) {
            memcpy(out[0] + at, left, n * sizeof *left);
            memcpy(out[1] + at, right, n * sizeof *right);
        }
        at += n;
    }
}

static void
what_goes_in_comes_out_later_and_nothing_else(void **state)
{
    static const uint32_t delays[]
        = {1, 7, 64, 255, 256, 257, 768, 769, 1000, 5000};
    uint32_t seed = 1;

    for (size_t d = 0; d < COUNT(delays); d++) {
        const uint32_t frames = delays[d], size = delay_size(frames);
        float *lines = malloc(2 * size * sizeof *lines);
        struct delay delay = {.size = size, .line = {lines, lines + size}};

        assert_non_null(lines);
        for (int turn = 0; turn < 5; turn++) {
            run(&delay, frames, &seed);
            for (uint32_t i = 0; i < LONG; i++) {
                assert_true(out[0][i] == (i < frames ? 0 : in[0][i - frames]));
                assert_true(out[1][i] == (i < frames ? 0 : in[1][i - frames]));
            }
        }
        free(lines);
    }
}

static void
long_silence_is_told(void **state)
{
    static float lines[2][1024];
    struct delay delay = {.size = 1024, .line = {lines[0], lines[1]}};
    float left[100] = {1}, right[100] = {0};
    float *const io[2] = {left, right};

    delay_reset(&delay);
    assert_true(delay_run(&delay, 250, io, 100, false));
    memset(left, 0, sizeof left);
    assert_true(delay_run(&delay, 250, io, 100, true));
    assert_true(delay_run(&delay, 250, io, 100, true));
    assert_true(left[50] == 1);
    memset(left, 0, sizeof left);
    assert_true(delay_run(&delay, 250, io, 100, true));
    assert_false(delay_run(&delay, 250, io, 100, true));
    for (int i = 0; i < 100; i++)
        assert_true(left[i] == 0);
}

/* How much of the frame `i - was` and of `i - now` comes out at frame i, `since`
 * frames after the change could begin. */
static void
expect_turn(uint32_t i, uint32_t was, uint32_t now, int64_t since)
{
    const float weight = since < 0 ? 1 : since < 256 ? (256 - since) / 256.0f : 0;
    const float x = in[0][i - was], y = i < now ? 0 : in[0][i - now];
    const float want = since < 0 ? x : y + (x - y) * weight;

    if (out[0][i] != want)
        fail_msg("frame %u: %g, not %g", i, out[0][i], want);
}

static void
another_delay_takes_over_softly_however_it_is_cut(void **state)
{
    static float lines[2][2048];
    struct delay delay = {.size = 2048, .line = {lines[0], lines[1]}};
    uint32_t seed = 5;

    for (int turn = 0; turn < 20; turn++) {
        for (int i = 0; i < LONG; i++)
            in[0][i] = in[1][i] = (float)(draw(&seed) % 1000);
        delay_reset_direct(&delay);
        for (uint32_t at = 0; at < 4000;) {
            /* 0 to begin with; 700 from 0 on: as soon as so much was
             * written; then 9. */
            const uint32_t edge = at < 2000 ? 2000 : 4000;
            const uint32_t n = 1 + draw(&seed) % (turn ? 256 : 1);
            const uint32_t most = n < edge - at ? n : edge - at;

            memcpy(out[0] + at, in[0] + at, most * sizeof(float));
            memcpy(out[1] + at, in[1] + at, most * sizeof(float));
            delay_run(&delay, at < 2000 ? 700 : 9,
                      (float *const[2]){out[0] + at, out[1] + at}, most, false);
            at += most;
        }
        for (uint32_t i = 0; i < 2000; i++)
            expect_turn(i, i < 956 ? 0 : 700, 700, (int64_t)i - 700);
        for (uint32_t i = 2000; i < 4000; i++)
            expect_turn(i, 700, 9, (int64_t)i - 2000);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out_later_and_nothing_else),
        cmocka_unit_test(long_silence_is_told),
        cmocka_unit_test(another_delay_takes_over_softly_however_it_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
