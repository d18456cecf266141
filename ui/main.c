/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/application.h"

#include "base/text.h"
#include "ui/shell/looks.h"
#include "ui/shell/slices.h"

#include <glob.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>

/* Without a GPU, GTK would draw through a software GL on every core, and starve the
 * sound; its cairo renderer does not. */
static void
choose_renderer(void)
{
    glob_t nodes;

    if (glob("/dev/dri/renderD*", 0, NULL, &nodes) != 0) {
        g_setenv("GDK_DEBUG", "gl-disable", FALSE);
        g_setenv("GSK_RENDERER", "cairo", FALSE);
        return;
    }
    globfree(&nodes);
}

/* Frames are drawn through buffers of some megabytes: to give them back to the
 * kernel after each frame costs more than drawing them.  And what one thread reads is
 * freed by another: with a heap for each of them, song after song leaves holes in
 * all; those beside the main thread share one. */
static void
keep_memory(void)
{
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_TOP_PAD, 16 << 20);
}

/* A thread of its own reads which fonts there are: it may begin while the display
 * is opened. */
static void
read_fonts(void)
{
    (void)pango_cairo_font_map_get_default();
}

int
main(int argc, char **argv)
{
    ui_slices_begin();
    keep_memory();
    choose_renderer();
    ui_looks_wait();
    read_fonts();
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a fault, not the end */
    gtk_disable_setlocale(); /* numbers are written one way: the C locale's */
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    bindtextdomain("remanence", REMANENCE_LOCALEDIR);
    bind_textdomain_codeset("remanence", "UTF-8");
    textdomain("remanence");

    UiApplication *application = ui_application_new();
    const int code = g_application_run(G_APPLICATION(application), argc, argv);

    g_object_unref(application);
    return code;
}
