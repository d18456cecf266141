/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/lend.h"

#include <glib.h>

struct loan {
    grefcount refs;
    struct lend_maker maker;
    void *user;
};

/* --- what cairo asks for ------------------------------------------------------ */

static cairo_surface_t *
acquire(cairo_pattern_t *pattern, void *data, cairo_surface_t *target,
        const cairo_rectangle_int_t *extents)
{
    struct loan *loan = data;

    (void)pattern, (void)target, (void)extents;
    return loan->maker.make(loan->user);
}

static void
release(cairo_pattern_t *pattern, void *data, cairo_surface_t *surface)
{
    (void)pattern, (void)data;
    cairo_surface_destroy(surface);
}

static cairo_status_t
copy(cairo_pattern_t *pattern, void *data, const cairo_pattern_t *other)
{
    (void)pattern, (void)other;
    g_ref_count_inc(&((struct loan *)data)->refs);
    return CAIRO_STATUS_SUCCESS;
}

static void
finish(cairo_pattern_t *pattern, void *data)
{
    struct loan *loan = data;

    (void)pattern;
    if (!g_ref_count_dec(&loan->refs))
        return;
    loan->maker.unref(loan->user);
    g_free(loan);
}

/* --- lending ------------------------------------------------------------------ */

void
lend_made(cairo_t *cr, const struct lend_maker *maker, void *user, int unit,
          double x, double y)
{
    struct loan *loan = g_new0(struct loan, 1);

    g_ref_count_init(&loan->refs);
    loan->maker = *maker;
    loan->user = maker->ref(user);

    cairo_pattern_t *pattern = cairo_pattern_create_raster_source(
        loan, CAIRO_CONTENT_COLOR_ALPHA, maker->width, maker->height);
    cairo_matrix_t matrix;

    cairo_raster_source_pattern_set_acquire(pattern, acquire, release);
    cairo_raster_source_pattern_set_copy(pattern, copy);
    cairo_raster_source_pattern_set_finish(pattern, finish);
    cairo_matrix_init_scale(&matrix, unit, unit);
    cairo_matrix_translate(&matrix, -x, -y);
    cairo_pattern_set_matrix(pattern, &matrix);
    cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
    cairo_set_source(cr, pattern);
    cairo_pattern_destroy(pattern);
}

static cairo_surface_t *
itself(void *surface)
{
    return cairo_surface_reference(surface);
}

static void *
reference(void *surface)
{
    return cairo_surface_reference(surface);
}

static void
give_back(void *surface)
{
    cairo_surface_destroy(surface);
}

void
lend_surface(cairo_t *cr, cairo_surface_t *surface, int unit, double x, double y)
{
    const struct lend_maker maker = {
        .width = cairo_image_surface_get_width(surface),
        .height = cairo_image_surface_get_height(surface),
        .make = itself,
        .ref = reference,
        .unref = give_back,
    };

    lend_made(cr, &maker, surface, unit, x, y);
}
