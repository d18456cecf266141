/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/golden_help.h"

#include "tests/test.h"

#include <cairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Of 255, and how many pixels may differ by more. */
enum { TOLERANCE = 3, MOST_OFF = 0 };

struct pixels
golden_pixels(int width, int height, rgb_t color)
{
    struct pixels pixels = {.width = width, .height = height, .stride = width};

    pixels.at = calloc((size_t)width * (size_t)height, sizeof *pixels.at);
    assert_non_null(pixels.at);
    paint_fill(&pixels, (struct area){0, 0, width, height}, color);
    return pixels;
}

void
golden_free(struct pixels *pixels)
{
    free(pixels->at);
}

static void
write_picture(const char *path, const struct pixels *pixels)
{
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)pixels->at, CAIRO_FORMAT_RGB24, pixels->width,
        pixels->height, pixels->stride * 4);

    assert_int_equal(cairo_surface_write_to_png(surface, path),
                     CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
}

static bool
differs(uint32_t a, uint32_t b)
{
    for (int shift = 0; shift < 24; shift += 8)
        if (abs((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff)) > TOLERANCE)
            return true;
    return false;
}

static int
count_off(cairo_surface_t *golden, const struct pixels *pixels)
{
    const uint32_t *at
        = (const uint32_t *)(void *)cairo_image_surface_get_data(golden);
    const int stride = cairo_image_surface_get_stride(golden) / 4;
    int off = 0;

    for (int y = 0; y < pixels->height; y++)
        for (int x = 0; x < pixels->width; x++)
            off += differs(at[y * stride + x], pixels->at[y * pixels->stride + x]);
    return off;
}

void
golden_check(const char *name, const struct pixels *pixels)
{
    char path[256], out[256];

    snprintf(path, sizeof path, "tests/ui/golden/%s.png", name);
    snprintf(out, sizeof out, "tests/out/%s.png", name);
    if (getenv("UPDATE_GOLDEN")) {
        write_picture(path, pixels);
        return;
    }
    cairo_surface_t *golden = cairo_image_surface_create_from_png(path);
    const bool same_size
        = cairo_surface_status(golden) == CAIRO_STATUS_SUCCESS
          && cairo_image_surface_get_width(golden) == pixels->width
          && cairo_image_surface_get_height(golden) == pixels->height;
    const int off = same_size ? count_off(golden, pixels) : -1;

    cairo_surface_destroy(golden);
    if (off >= 0 && off <= MOST_OFF)
        return;
    mkdir("tests/out", 0777);
    write_picture(out, pixels);
    fail_msg("%s: %d pixels differ (-1: no such picture); see %s", path, off, out);
}
