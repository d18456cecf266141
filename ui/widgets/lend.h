/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lend.h: pictures that cairo shows as they are.
 *
 * Main thread.  Cairo copies a surface that is recorded somewhere, as render nodes do,
 * when it is given back, even if nobody will look at it any more; and where a picture
 * is stretched, it finds out for each pixel where that comes from.  What is lent is
 * not copied, and can be made when it is looked at. */
#ifndef UI_WIDGETS_LEND_H
#define UI_WIDGETS_LEND_H

#include <cairo.h>

/* Source of `cr`: an image surface, its corner at x, y, `unit` of its pixels to one of
 * the cairo's.  Nobody may paint on it any more; the caller may give it back. */
void lend_surface(cairo_t *cr, cairo_surface_t *surface, int unit, double x, double y);

/* The same of a picture of so many pixels that `make` makes each time when it is drawn,
 * maybe often: a new reference to an image surface, which stands until the next call.
 * `ref` and `unref` keep what it makes it from. */
struct lend_maker {
    int width, height;
    cairo_surface_t *(*make)(void *user);
    void *(*ref)(void *user);
    void (*unref)(void *user);
};

void lend_made(cairo_t *cr, const struct lend_maker *maker, void *user, int unit,
               double x, double y);

#endif
