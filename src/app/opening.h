/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opening.h: a driver that is opened beside the main thread, which a sound server
 * or a device may keep waiting.
 *
 * One thread at a time, which calls itself the main thread: begin, look now and
 * then whether it is over, end.  Until then the driver is the opening's, and its
 * cycles may run already. */
#ifndef APP_OPENING_H
#define APP_OPENING_H

#include "base/fault.h"
#include "drivers/driver.h"

#include <stdbool.h>

struct opening;

struct opening_order {
    const char *driver; /* by its name; NULL: the best one that is usable here */
    bool transport;     /* it must have one to follow or to lead */
    bool exact;         /* the rate is to be the one that is wanted */
    /* The opening's thread, before the first cycle: the rate that it is, for the
     * `user` of the cycles.  NULL: nobody wants to know. */
    void (*runs_at)(void *user, uint32_t rate);
    /* The opening's thread, before all else, and once, if it was begun: without
     * what it makes no device is opened.  NULL: nothing is to be made. */
    enum status (*prepare)(void *preparing, struct fault *fault);
    void *preparing;
    struct driver_config config; /* its texts are copied */
    struct driver *before;       /* is closed first; NULL: none */
    struct opening *instead;   /* of this one, which is dropped first; NULL: none */
};

/* Main thread: begin to open and to start it; `before` and `instead` are the
 * opening's now, whatever comes of it.  Fails, *out NULL: ST_NO_MEM, and what keeps
 * the system from a thread. */
NODISCARD enum status opening_begin(struct opening **out,
                                    const struct opening_order *order,
                                    struct fault *fault);

/* Main thread: whether opening_end() would not wait. */
bool opening_over(struct opening *opening);

struct opened {
    struct driver *driver; /* runs; the caller's.  NULL: none */
    const struct driver_kind *kind;
    char why[256];      /* which driver it is, and why; a line for people */
    char hardware[128]; /* as driver_hardware() */
};

/* Main thread: wait for it, and free it.  Fails, no driver: ST_NOT_FOUND (no such
 * driver), ST_UNSUPPORTED (no transport; another rate), and what driver_open() and
 * driver_start() say. */
NODISCARD enum status opening_end(struct opening *opening, struct opened *out,
                                  struct fault *fault);

/* Any thread: a copy, to be freed, of a text for the opening's thread, or of none
 * (NULL); false: no memory. */
bool opening_copy(char **out, const char *text);

/* Main thread: wait for it, close what it has opened, and free it.  NULL is
 * allowed. */
void opening_drop(struct opening *opening);

#endif
