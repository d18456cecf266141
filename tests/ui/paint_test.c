/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/test.h"
#include "tests/ui/golden_help.h"
#include "ui/timeline/paint_clip.h"
#include "ui/timeline/paint_wave.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 220, HEIGHT = 58 };

static const rgb_t GROUND = 0x14171a, HUE = 0xe0604f;

static struct clip_frame
frame_at(int x0, int x1, int unit)
{
    return (struct clip_frame){x0, x1, unit, HEIGHT * unit - 3 * unit, 14 * unit, unit};
}

static struct clip_colors
colors_of(rgb_t hue, bool quiet)
{
    const struct palette palette = palette_dark();

    return palette_clip(&palette, hue, quiet);
}

/* --- blending -------------------------------------------------------------------------- */

static void
a_blend_is_within_one_of_its_formula_and_opaque(void **state)
{
    static const uint32_t COLORS[] = {0x000000, 0xffffff, 0x123456, 0xfe01a0, 0x00ff00};

    for (size_t a = 0; a < 5; a++)
        for (size_t b = 0; b < 5; b++)
            for (unsigned alpha = 0; alpha <= 256; alpha++) {
                const uint32_t got = pixel_blend(0xff000000 | COLORS[a], COLORS[b], alpha);

                assert_int_equal(got >> 24, 0xff);
                for (int shift = 0; shift < 24; shift += 8) {
                    const int from = COLORS[a] >> shift & 0xff;
                    const int to = COLORS[b] >> shift & 0xff;
                    const double want = from + (to - from) * (int)alpha / 256.0;

                    assert_true(fabs((got >> shift & 0xff) - want) <= 1.0);
                }
            }
}

static void
what_lies_outside_is_left_out(void **state)
{
    struct pixels all = golden_pixels(40, 40, GROUND);
    struct pixels inner = {all.at + 10 * 40 + 10, 20, 20, 40};
    const struct clip_colors colors = colors_of(HUE, false);
    const struct clip_frame frame = {-30, 50, -5, 60, 14, 1};
    float gains[81];

    for (int i = 0; i < 81; i++)
        gains[i] = (float)i / 80;
    paint_clip(&inner, &frame, &colors);
    paint_clip_offline(&inner, &frame, 0, &colors);
    paint_clip_fade(&inner, &frame, -30, 80, gains, &colors);
    paint_hatch(&inner, (struct area){-9, -9, 100, 100}, -1234, 12, HUE, 99);
    paint_dot(&inner, 0, 0, 9, HUE, 256);
    paint_dot(&inner, 20, 20, 9, HUE, 256);
    for (int y = 0; y < 40; y++)
        for (int x = 0; x < 40; x++)
            if (x < 10 || x >= 30 || y < 10 || y >= 30)
                assert_int_equal(all.at[y * 40 + x], 0xff000000 | GROUND);
    golden_free(&all);
}

/* --- clips ----------------------------------------------------------------------------- */

static void
clips_have_a_band_round_corners_and_a_gap(void **state)
{
    struct pixels pixels = golden_pixels(WIDTH, HEIGHT, GROUND);
    const struct clip_frame left = frame_at(4, 100, 1), right = frame_at(100, 150, 1);
    const struct clip_frame small = frame_at(160, 165, 1), mark = frame_at(170, 171, 1);
    const struct clip_colors colors = colors_of(HUE, false), quiet = colors_of(HUE, true);

    paint_clip(&pixels, &left, &colors);
    paint_clip(&pixels, &right, &quiet);
    paint_clip(&pixels, &small, &colors);
    paint_clip(&pixels, &mark, &colors);
    golden_check("clips", &pixels);
    golden_free(&pixels);
}

static void
clips_are_as_crisp_at_scale_factor_two(void **state)
{
    struct pixels pixels = golden_pixels(2 * WIDTH, 2 * HEIGHT, GROUND);
    const struct clip_frame frame = frame_at(8, 300, 2);
    const struct clip_colors colors = colors_of(0x3fa56c, false);

    paint_clip(&pixels, &frame, &colors);
    assert_true(paint_clip_lock(&pixels, &frame, &colors) > 0);
    golden_check("clip-2x", &pixels);
    golden_free(&pixels);
}

static void
a_clip_without_its_file_is_hatched_alike_in_each_piece(void **state)
{
    struct pixels pixels = golden_pixels(WIDTH, HEIGHT, GROUND);
    struct pixels left = {pixels.at, WIDTH / 2, HEIGHT, WIDTH};
    struct pixels right = {pixels.at + WIDTH / 2, WIDTH / 2, HEIGHT, WIDTH};
    const struct clip_frame frame = frame_at(10, 200, 1);
    const struct clip_frame moved = frame_at(10 - WIDTH / 2, 200 - WIDTH / 2, 1);
    const struct clip_colors colors = colors_of(HUE, false);

    paint_clip(&left, &frame, &colors);
    paint_clip(&right, &moved, &colors);
    paint_clip_offline(&left, &frame, 1000, &colors);
    paint_clip_offline(&right, &moved, 1000 + WIDTH / 2, &colors);
    golden_check("offline", &pixels);
    golden_free(&pixels);
}

static void
fades_are_curves_with_what_they_take_in_the_shade(void **state)
{
    struct pixels pixels = golden_pixels(WIDTH, HEIGHT, GROUND);
    const struct clip_frame frame = frame_at(4, 210, 1);
    const struct clip_colors colors = colors_of(0x8f7ae0, false);
    float in[71], out[41];

    for (int i = 0; i <= 70; i++)
        in[i] = sinf((float)i / 70 * 1.5707963f);
    for (int i = 0; i <= 40; i++)
        out[i] = 1 - (float)i / 40;
    paint_clip(&pixels, &frame, &colors);
    paint_clip_fade(&pixels, &frame, 4, 70, in, &colors);
    paint_clip_fade(&pixels, &frame, 169, 40, out, &colors);
    golden_check("fades", &pixels);
    golden_free(&pixels);
}

/* --- sound ----------------------------------------------------------------------------- */

static struct wave_place
place_of(int count, float unit)
{
    return (struct wave_place){.x = 6, .count = count, .middle = 34, .half = 20, .gain = 1,
                               .bend = 1, .unit = unit, .clipped = 0xff5a52};
}

static void
a_wave_has_its_core_and_marks_where_it_clips(void **state)
{
    struct pixels pixels = golden_pixels(WIDTH, HEIGHT, GROUND);
    struct wave_column columns[200];
    const struct wave_place place = place_of(200, 1);
    const struct clip_colors colors = colors_of(HUE, false);
    const struct clip_frame frame = frame_at(6, 207, 1);

    for (int i = 0; i < 200; i++) {
        const float size = i == 100 ? 1 : 0.8f * fabsf(sinf((float)i / 20));

        columns[i] = (struct wave_column){-0.7f * size, size, 0.4f * size};
    }
    paint_clip(&pixels, &frame, &colors);
    paint_wave(&pixels, &place, columns, &colors);
    golden_check("wave", &pixels);
    golden_free(&pixels);
}

static void
samples_are_dots_on_a_line(void **state)
{
    struct pixels pixels = golden_pixels(WIDTH, HEIGHT, GROUND);
    struct wave_place place = place_of(200, 1);
    const struct clip_colors colors = colors_of(0x4f9fe0, false);
    const struct clip_frame frame = frame_at(6, 207, 1);
    float samples[22];

    place.first_dot = 1;
    place.end_dot = 21;
    for (int i = 0; i < 22; i++)
        samples[i] = i == 5 ? -1 : 0.8f * sinf((float)i * 0.7f);
    paint_clip(&pixels, &frame, &colors);
    paint_samples(&pixels, &place, samples, 22, -3, 10, &colors);
    golden_check("samples", &pixels);
    golden_free(&pixels);
}

static void
silence_is_an_axis_alone(void **state)
{
    struct pixels pixels = golden_pixels(WIDTH, HEIGHT, GROUND);
    const struct wave_column silent[200] = {{0, 0, 0}};
    const struct wave_place place = place_of(200, 1);
    const struct clip_colors colors = colors_of(HUE, false);
    int painted = 0;

    paint_wave(&pixels, &place, silent, &colors);
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        painted += pixels.at[i] != (0xff000000 | GROUND);
    assert_int_equal(painted, 200);
    golden_free(&pixels);
}

static void
what_is_written_on_a_color_can_be_read(void **state)
{
    for (unsigned red = 0; red < 256; red += 51)
        for (unsigned green = 0; green < 256; green += 51)
            for (unsigned blue = 0; blue < 256; blue += 51) {
                const rgb_t ground = red << 16 | green << 8 | blue;

                assert_true(fabs(rgb_luma(rgb_ink(ground)) - rgb_luma(ground)) > 0.3);
            }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_blend_is_within_one_of_its_formula_and_opaque),
        cmocka_unit_test(what_lies_outside_is_left_out),
        cmocka_unit_test(clips_have_a_band_round_corners_and_a_gap),
        cmocka_unit_test(clips_are_as_crisp_at_scale_factor_two),
        cmocka_unit_test(a_clip_without_its_file_is_hatched_alike_in_each_piece),
        cmocka_unit_test(fades_are_curves_with_what_they_take_in_the_shade),
        cmocka_unit_test(a_wave_has_its_core_and_marks_where_it_clips),
        cmocka_unit_test(samples_are_dots_on_a_line),
        cmocka_unit_test(silence_is_an_axis_alone),
        cmocka_unit_test(what_is_written_on_a_color_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
