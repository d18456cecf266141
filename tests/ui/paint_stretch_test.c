/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/test.h"
#include "tests/ui/golden_help.h"
#include "ui/timeline/paint_stretch.h"

enum { LINES = 3, MARGIN = 8 };

/* Each pixel is another. */
static struct pixels
numbered(int width)
{
    struct pixels pixels = golden_pixels(width, LINES, 0);

    for (int y = 0; y < LINES; y++)
        for (int x = 0; x < width; x++)
            pixels.at[y * pixels.stride + x] = 0xff000000u | (uint32_t)(y << 16 | x);
    return pixels;
}

static void
assert_stretched(const struct pixels *from, const struct pixels *to, int x, int width)
{
    const double step = (double)from->width / width;

    for (int y = 0; y < LINES; y++)
        for (int at = 0; at < to->width; at++) {
            const uint32_t pixel = to->at[y * to->stride + at];

            if (at < x || at >= x + width)
                assert_int_equal(pixel, 0xff0000ff);
            else
                assert_int_equal(pixel, from->at[y * from->stride
                                                 + (int)((at - x + 0.5) * step)]);
        }
}

static void
check(int from_width, int width, int x, int to_width)
{
    struct pixels from = numbered(from_width);
    struct pixels to = golden_pixels(to_width, LINES, 0x0000ff);

    paint_stretched(&to, x, width, &from);
    assert_stretched(&from, &to, x, width);
    golden_free(&from);
    golden_free(&to);
}

static void
each_pixel_is_the_nearest_of_its_line(void **state)
{
    for (int width = 1; width < 2000; width = width * 5 / 4 + 1)
        for (int from = 1; from <= 512; from = from * 2 + 1)
            check(from, width, MARGIN, width + 2 * MARGIN);
    for (int width = 340; width < 780; width++)
        check(512, width, 0, width);
}

static void
what_lies_outside_is_left_out(void **state)
{
    check(512, 700, -300, 200);
    check(512, 700, -300, 500);
    check(512, 512, -300, 100);
    check(512, 700, 50, 60);
    check(512, 700, -800, 60);
    check(512, 700, 80, 60);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_pixel_is_the_nearest_of_its_line),
        cmocka_unit_test(what_lies_outside_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
