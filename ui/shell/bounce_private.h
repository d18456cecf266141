/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bounce_private.h: what the files of the bounce's dialog share: what is asked
 * (bounce_form.c), and what came of it (bounce_figures.c).  Main thread. */
#ifndef UI_SHELL_BOUNCE_PRIVATE_H
#define UI_SHELL_BOUNCE_PRIVATE_H

#include "app/bounce.h"
#include "ui/shell/bounce.h"

enum { BOUNCE_RANGES = 4, BOUNCE_TEXT = 512 };

/* What can be bounced of the song just now. */
struct bounce_span {
    const char *title;
    frames_t from, to; /* to <= from: all of it */
};

struct bouncing {
    GtkWindow *window, *parent;
    UiStudio *studio;
    UiJobs *jobs;
    UiJob *job; /* that goes on, or NULL */
    struct bounce_span spans[BOUNCE_RANGES];
    size_t n_spans;
    GtkWidget *pages;

    /* «ask» */
    GtkWidget *form;
    size_t lines; /* that it has so long */
    GtkWidget *range, *tail, *format, *bits, *dither, *quality, *file, *stems,
        *master;
    GtkWidget *title, *artist, *album, *year, *told, *begin;

    /* «wait» and «made» */
    GtkWidget *doing, *bar, *left, *figures;
    char *made; /* the first file's path */
};

/* The next lines of the form, at last the choices of the last time; whether there are
 * more.  `form` and `begin` are made; that is told when it may be pressed. */
bool ui_bounce_form_more(struct bouncing *self);

/* The file has another name, or lies there now: say so. */
void ui_bounce_form_file(struct bouncing *self);
void ui_bounce_form_say(struct bouncing *self, const char *text, bool bad);

/* What it asks for, which stands as long as nothing in it is changed; and remember
 * its choices for the next time. */
struct bounce_order ui_bounce_form_order(struct bouncing *self);
void ui_bounce_form_keep(struct bouncing *self);

/* Levels and loudness of what was made, for a scrolled window; and a sentence. */
GtkWidget *ui_bounce_figures_new(const struct bounce_made *made);
void ui_bounce_figures_text(const struct bounce_made *made, char *text,
                            size_t size);

#endif
