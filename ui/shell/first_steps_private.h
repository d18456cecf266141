/* SPDX-License-Identifier: GPL-3.0-or-later */
/* first_steps_private.h: what the pages of the first steps share.  Main thread.
 *
 * The device is open in a trial of its own while the window is there, but while the
 * round trip is measured, which opens it by itself. */
#ifndef UI_SHELL_FIRST_STEPS_PRIVATE_H
#define UI_SHELL_FIRST_STEPS_PRIVATE_H

#include "app/round_trip.h"
#include "app/trial.h"
#include "ui/shell/first_steps.h"

enum { METERS_MAX = 8 };
enum page { PAGE_DEVICE, PAGE_INPUT, PAGE_TONE, PAGE_ROUND_TRIP, PAGE_END, PAGES };

struct first_steps {
    GtkWindow *window;
    UiWindow *parent;
    struct settings *settings;
    /* NULL: it could not be opened, or is being measured, or: */
    struct trial *trial;
    struct trial *coming;     /* is being opened */
    struct round_trip *trip;  /* under way */
    struct fault fault;       /* why there is no trial */
    enum page page;
    bool done[PAGES];
    bool chosen;              /* another device, for the song that is open */
    bool known;               /* which devices there are */
    guint turn, opening;
    unsigned inputs;          /* that have a meter */

    GtkWidget *title, *pages, *back, *next, *close;
    GtkWidget *device, *about, *block, *now; /* now: on every page */
    GtkWidget *meters, *meter[METERS_MAX], *heard;
    GtkWidget *outputs, *tone, *tone_hint;
    GtkWidget *trip_output, *trip_input, *measure, *progress, *result;
};

/* Show all as it is now. */
void first_steps_show_all(struct first_steps *self);

/* The pages, which the window's stack owns. */
GtkWidget *first_steps_device(struct first_steps *self);
void first_steps_block(struct first_steps *self); /* the rest of it */
GtkWidget *first_steps_input(struct first_steps *self);
GtkWidget *first_steps_tone(struct first_steps *self);
GtkWidget *first_steps_round_trip(struct first_steps *self);

/* first_steps_device.c: open the device that is chosen; what it really does, or why
 * it does nothing (the caller's); whether nothing comes in or goes out. */
void first_steps_open(struct first_steps *self);
void first_steps_look_at_device(struct first_steps *self); /* is it open? */
char *first_steps_told(struct first_steps *self);
bool first_steps_is_silent(struct first_steps *self);

/* first_steps_input.c: a meter for each input of the trial; show what comes in. */
void first_steps_meters(struct first_steps *self);
void first_steps_look(struct first_steps *self);

/* first_steps_round_trip.c: while it is measured. */
void first_steps_measure(struct first_steps *self);

static inline double
first_steps_ms(uint32_t frames, uint32_t rate)
{
    return rate ? 1000.0 * frames / rate : 0.0;
}

#endif
