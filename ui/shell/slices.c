/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/slices.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* There is one main loop, and the function that GLib takes for it has no
 * argument. */
static struct {
    double least;       /* seconds that are worth a line */
    /* this piece: since when, and the thread's own time by then */
    double begun, spent;
    double painting;    /* since when this frame is painted */
    double frames;      /* of this piece, so long */
    const char *name;   /* of this piece; NULL: none */
} slices;

static double
now(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void
begin(void)
{
    slices.frames = 0;
    slices.name = NULL;
    slices.begun = now(CLOCK_MONOTONIC);
    slices.spent = now(CLOCK_THREAD_CPUTIME_ID);
}

static void
end(void)
{
    /* Within the time that it took: what comes between two looks is in both. */
    const double spent = now(CLOCK_THREAD_CPUTIME_ID) - slices.spent;
    const double took = now(CLOCK_MONOTONIC) - slices.begun;

    if (took >= slices.least)
        fprintf(stderr, "slice %.4f: %.1f processor %.1f frames %.1f%s%s\n",
                slices.begun, took * 1e3, spent * 1e3, slices.frames * 1e3,
                slices.name ? " " : "", slices.name ? slices.name : "");
}

static gint
wait_for(GPollFD *fds, guint count, gint timeout)
{
    end();
    const gint ready = g_poll(fds, count, timeout);

    begin();
    return ready;
}

void
ui_slices_begin(void)
{
    const char *least = g_getenv("REMANENCE_SLICES");

    if (!least)
        return;
    slices.least = g_ascii_strtod(least, NULL) * 1e-3;
    g_main_context_set_poll_func(NULL, wait_for);
    begin();
}

void
ui_slices_name(const char *what)
{
    slices.name = what;
}

static void
before_paint(void)
{
    slices.painting = now(CLOCK_MONOTONIC);
}

static void
after_paint(void)
{
    slices.frames += now(CLOCK_MONOTONIC) - slices.painting;
}

static void
on_realize(GtkWidget *window)
{
    GdkFrameClock *clock = gtk_widget_get_frame_clock(window);

    g_signal_connect(clock, "before-paint", before_paint, NULL);
    g_signal_connect_after(clock, "after-paint", after_paint, NULL);
}

void
ui_slices_watch(GtkWidget *window)
{
    if (g_getenv("REMANENCE_SLICES"))
        g_signal_connect_after(window, "realize", G_CALLBACK(on_realize), NULL);
}
