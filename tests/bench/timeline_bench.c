/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeline_bench SONG.rem [FRAMES [MOVEMENT]]: what a frame of the timeline takes, in a
 * window of 1600x900: from the frame clock's before-paint to its after-paint and until the
 * server has done all that it was asked for.  One line a movement, or that one alone:
 * median, 99 %, and the same of the process's own time. */
#include "ui/timeline/timeline.h"
#include "ui/timeline/playhead.h"
#include "ui/view/view.h"

#include <gdk/x11/gdkx.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WARM = 12, MOST = 2000 };

void ui_register_resource(void);

struct bench {
    UiStudio *studio;
    GtkWidget *window;
    GMainLoop *loop;
    size_t frames, frame, movement;
    const char *only; /* one movement, or NULL */
    double begun, begun_cpu;
    double wall[MOST], cpu[MOST];
};

static double
seconds(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* --- movements ------------------------------------------------------------------------- */

static void
scroll(struct view *view, size_t frame)
{
    if (frame == 0)
        view->zoom.start = 0;
    zoom_scroll(&view->zoom, 24, 0);
}

static void
scroll_down(struct view *view, size_t frame)
{
    if (frame == 0)
        view->zoom.top = 0;
    zoom_scroll(&view->zoom, 0, 17);
}

static void
zoom(struct view *view, size_t frame)
{
    zoom_by(&view->zoom, 700, frame % 120 < 60 ? 1.045 : 1 / 1.045);
}

static void
scroll_far(struct view *view, size_t frame)
{
    if (frame == 0) {
        zoom_all(&view->zoom);
        view->zoom.top = 0;
    }
    zoom_scroll(&view->zoom, 0, 11);
}

static const struct {
    const char *name;
    void (*move)(struct view *view, size_t frame);
} MOVEMENTS[] = {
    {"scroll", scroll},
    {"scroll rows", scroll_down},
    {"zoom", zoom},
    {"scroll, whole song", scroll_far},
    {"playhead", NULL},
};

/* --- frames ---------------------------------------------------------------------------- */

static GtkWidget *
find_playhead(GtkWidget *widget)
{
    if (UI_IS_PLAYHEAD(widget))
        return widget;
    for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
         child = gtk_widget_get_next_sibling(child)) {
        GtkWidget *found = find_playhead(child);

        if (found)
            return found;
    }
    return NULL;
}

static void
before(GdkFrameClock *clock, struct bench *bench)
{
    bench->begun = seconds(CLOCK_MONOTONIC);
    bench->begun_cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
}

static int
by_size(const void *a, const void *b)
{
    return (*(const double *)a > *(const double *)b)
           - (*(const double *)a < *(const double *)b);
}

static void
report(struct bench *bench)
{
    const size_t n = bench->frames;

    qsort(bench->wall, n, sizeof(double), by_size);
    qsort(bench->cpu, n, sizeof(double), by_size);
    printf("%-20s median %6.2f ms  99 %% %6.2f ms  cpu %6.2f %6.2f ms  (%zu frames)\n",
           MOVEMENTS[bench->movement].name, bench->wall[n / 2] * 1e3,
           bench->wall[n * 99 / 100] * 1e3, bench->cpu[n / 2] * 1e3,
           bench->cpu[n * 99 / 100] * 1e3, n);
}

static void
after(GdkFrameClock *clock, struct bench *bench)
{
    XSync(gdk_x11_display_get_xdisplay(gdk_display_get_default()), False);
    if (bench->frame >= WARM && bench->frame - WARM < bench->frames) {
        bench->wall[bench->frame - WARM] = seconds(CLOCK_MONOTONIC) - bench->begun;
        bench->cpu[bench->frame - WARM]
            = seconds(CLOCK_PROCESS_CPUTIME_ID) - bench->begun_cpu;
    }
}

/* The next movement that is asked for, from this one on; whether there is one. */
static bool
choose(struct bench *bench)
{
    while (bench->movement < G_N_ELEMENTS(MOVEMENTS) && bench->only
           && !g_str_equal(MOVEMENTS[bench->movement].name, bench->only))
        bench->movement++;
    return bench->movement < G_N_ELEMENTS(MOVEMENTS);
}

static gboolean
step(GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
    struct bench *bench = user;
    struct view *view = ui_studio_view(bench->studio);

    if (bench->frame == WARM + bench->frames) {
        report(bench);
        bench->frame = 0;
        bench->movement++;
        if (!choose(bench)) {
            g_main_loop_quit(bench->loop);
            return G_SOURCE_REMOVE;
        }
    }
    if (MOVEMENTS[bench->movement].move) {
        MOVEMENTS[bench->movement].move(view, bench->frame);
        ui_studio_view_changed(bench->studio, UI_VIEW_ZOOM);
    } else {
        ui_playhead_set(UI_PLAYHEAD(find_playhead(bench->window)), 40 + (double)bench->frame,
                        56, true, false);
    }
    bench->frame++;
    return G_SOURCE_CONTINUE;
}

static gboolean
begin(gpointer user)
{
    struct bench *bench = user;
    GdkFrameClock *clock = gtk_widget_get_frame_clock(bench->window);

    if (!ui_studio_session(bench->studio)) {
        fprintf(stderr, "the song does not open\n");
        exit(1);
    }
    g_signal_connect(clock, "before-paint", G_CALLBACK(before), bench);
    g_signal_connect_after(clock, "after-paint", G_CALLBACK(after), bench);
    gtk_widget_add_tick_callback(bench->window, step, bench, NULL);
    return G_SOURCE_REMOVE;
}

static void
load_style(void)
{
    static const char *const SHEETS[]
        = {"colors-dark", "controls", "shell", "timeline"};

    ui_register_resource();
    for (size_t i = 0; i < G_N_ELEMENTS(SHEETS); i++) {
        GtkCssProvider *provider = gtk_css_provider_new();
        char path[96];

        snprintf(path, sizeof path, "/org/remanence/ui/style/%s.css", SHEETS[i]);
        gtk_css_provider_load_from_resource(provider, path);
        gtk_style_context_add_provider_for_display(gdk_display_get_default(),
                                                   GTK_STYLE_PROVIDER(provider), 600);
        g_object_unref(provider);
    }
}

int
main(int argc, char **argv)
{
    static struct bench bench = {.frames = 200};

    if (argc < 2)
        return 2;
    if (argc > 2)
        bench.frames = MIN((size_t)atoi(argv[2]), MOST);
    bench.only = argc > 3 ? argv[3] : NULL;
    if (!choose(&bench))
        return 2;
    mallopt(M_MMAP_THRESHOLD, 1 << 30); /* as ui/main.c */
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_TOP_PAD, 16 << 20);
    gtk_init();
    load_style();
    bench.studio = ui_studio_new();
    bench.loop = g_main_loop_new(NULL, FALSE);
    bench.window = gtk_window_new();
    gtk_window_set_default_size(GTK_WINDOW(bench.window), 1600, 900);
    gtk_widget_add_css_class(bench.window, "main"); /* as the song's */
    gtk_window_set_child(GTK_WINDOW(bench.window), ui_timeline_new(bench.studio));
    gtk_window_present(GTK_WINDOW(bench.window));
    ui_studio_open(bench.studio, argv[1]);
    g_timeout_add(1500, begin, &bench);
    g_main_loop_run(bench.loop);
    ui_studio_close(bench.studio);
    return 0;
}
