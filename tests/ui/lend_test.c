/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/test.h"
#include "ui/widgets/lend.h"

#include <stdint.h>

enum { WIDTH = 7, HEIGHT = 5 };

static uint32_t *
line(cairo_surface_t *surface, int y)
{
    return (uint32_t *)(void *)(cairo_image_surface_get_data(surface)
                                + y * cairo_image_surface_get_stride(surface));
}

/* Each pixel is another. */
static cairo_surface_t *
numbered(int width, int height)
{
    cairo_surface_t *surface
        = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);

    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            line(surface, y)[x] = 0xff000000u | (uint32_t)(y << 16 | x);
    cairo_surface_mark_dirty(surface);
    return surface;
}

/* On a surface of `unit` pixels to one of its own, as a recording of it. */
static cairo_surface_t *
played(cairo_surface_t *recording, int unit)
{
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_ARGB32, 3 * WIDTH * unit, 3 * HEIGHT * unit);

    cairo_surface_set_device_scale(surface, unit, unit);
    cairo_t *cr = cairo_create(surface);

    cairo_set_source_surface(cr, recording, 0, 0);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    return surface;
}

static cairo_surface_t *
recording(void)
{
    return cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
}

static void
check_lent(int unit)
{
    cairo_surface_t *lent = numbered(WIDTH * unit, HEIGHT * unit);
    cairo_surface_t *tape = recording();
    cairo_t *cr = cairo_create(tape);

    lend_surface(cr, lent, unit, WIDTH, HEIGHT);
    cairo_rectangle(cr, WIDTH, HEIGHT, WIDTH, HEIGHT);
    cairo_fill(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(lent);
    for (int i = 0; i < 2; i++) {
        cairo_surface_t *shown = played(tape, unit);

        for (int y = 0; y < HEIGHT * unit; y++)
            for (int x = 0; x < WIDTH * unit; x++)
                assert_int_equal(line(shown, y + HEIGHT * unit)[x + WIDTH * unit],
                                 0xff000000u | (uint32_t)(y << 16 | x));
        assert_int_equal(line(shown, 0)[0], 0);
        cairo_surface_destroy(shown);
    }
    cairo_surface_destroy(tape);
}

static void
what_is_lent_may_be_given_back_and_is_shown_pixel_by_pixel(void **state)
{
    check_lent(1);
    check_lent(2);
}

struct made {
    int count, refs;
};

static cairo_surface_t *
make(void *user)
{
    cairo_surface_t *surface = numbered(WIDTH, HEIGHT);

    line(surface, 0)[0] = 0xff000000u | (uint32_t)++((struct made *)user)->count;
    cairo_surface_mark_dirty(surface);
    return surface;
}

static void *
ref(void *user)
{
    ((struct made *)user)->refs++;
    return user;
}

static void
unref(void *user)
{
    ((struct made *)user)->refs--;
}

static void
what_is_made_is_made_whenever_it_is_drawn(void **state)
{
    const struct lend_maker maker = {WIDTH, HEIGHT, make, ref, unref};
    struct made made = {0};
    cairo_surface_t *tape = recording();
    cairo_t *cr = cairo_create(tape);

    lend_made(cr, &maker, &made, 1, 0, 0);
    cairo_rectangle(cr, 0, 0, WIDTH, HEIGHT);
    cairo_fill(cr);
    cairo_destroy(cr);
    assert_int_equal(made.count, 0);
    for (int i = 1; i < 4; i++) {
        cairo_surface_t *shown = played(tape, 1);

        assert_int_equal(made.count, i);
        assert_int_equal(line(shown, 0)[0], 0xff000000u | (uint32_t)i);
        assert_int_equal(line(shown, 1)[1], 0xff010001u);
        cairo_surface_destroy(shown);
    }
    assert_true(made.refs > 0);
    cairo_surface_destroy(tape);
    assert_int_equal(made.refs, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_lent_may_be_given_back_and_is_shown_pixel_by_pixel),
        cmocka_unit_test(what_is_made_is_made_whenever_it_is_drawn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
