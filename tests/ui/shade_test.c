/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A spectrum as the EQ shows it: from the sound to the picture. */
#include "tests/test.h"

#include "app/spectrum.h"
#include "tests/ui/golden_help.h"
#include "ui/mixer/console_axes.h"
#include "ui/widgets/shade.h"

#include <math.h>

enum { WIDTH = 256, HEIGHT = 96, RATE = 48000 };
#define GROUND 0x0e1013

static double area[WIDTH], line[WIDTH];

static void
look_at(double tone)
{
    static float sound[SPECTRUM_FRAMES];
    struct spectrum *spectrum;
    double hz[WIDTH];

    for (int i = 0; i < WIDTH; i++)
        hz[i] = number_value(&AXIS_HZ, i / (WIDTH - 1.0));
    for (int i = 0; i < SPECTRUM_FRAMES; i++)
        sound[i] = (float)(0.5 * sin(2 * M_PI * tone * i / RATE));
    assert_int_equal(spectrum_new(&spectrum, RATE, hz, WIDTH), ST_OK);
    spectrum_feed(spectrum, sound, SPECTRUM_FRAMES);
    spectrum_turn(spectrum, 0.04);
    for (int i = 0; i < 5; i++)
        spectrum_turn(spectrum, 0.04);
    for (int i = 0; i < WIDTH; i++) {
        area[i] = fmax(0, 1 + spectrum_db(spectrum, i) / 84);
        line[i] = fmax(0, 1 + spectrum_peak_db(spectrum, i) / 84);
    }
    spectrum_free(spectrum);
}

static struct pixels
picture(void)
{
    const GdkRGBA color = {0.9f, 0.9f, 0.9f, 1};
    const struct shade_room room = {0, 0, WIDTH, HEIGHT};
    struct pixels pixels = golden_pixels(WIDTH, HEIGHT, GROUND);
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)pixels.at, CAIRO_FORMAT_RGB24, WIDTH, HEIGHT,
        4 * pixels.stride);
    cairo_t *cr = cairo_create(surface);

    shade_draw(cr, &room, &color, area, line, WIDTH);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    return pixels;
}

static void
a_sine_of_1_khz_is_a_mountain_at_1_khz(void **state)
{
    const int there = (int)lround(number_place(&AXIS_HZ, 1000) * (WIDTH - 1));
    int top = HEIGHT, at = 0;

    look_at(1000);
    struct pixels pixels = picture();
    for (int x = 0; x < WIDTH; x++)
        for (int y = 0; y < top; y++)
            if ((pixels.at[y * pixels.stride + x] & 0xffffff) != GROUND) {
                top = y;
                at = x;
            }
    assert_true(abs(at - there) <= 2);
    golden_check("spectrum", &pixels);
    golden_free(&pixels);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sine_of_1_khz_is_a_mountain_at_1_khz),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
