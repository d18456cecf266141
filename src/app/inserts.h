/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inserts.h: what can be inserted into a strip, and the controls that it has.
 *
 * Main thread.  Names are in the user's language; text stands as long as the
 * program. */
#ifndef APP_INSERTS_H
#define APP_INSERTS_H

#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

/* The devices that there are: what a project calls one, by number; NULL behind the
 * last. */
const char *inserts_device(size_t index);

/* Its name for people; of a device that is not here, what the project calls it. */
const char *inserts_name(const char *device);
bool inserts_is_here(const char *device);

struct insert_control {
    const char *symbol; /* for insert-set */
    const char *name;
    const char *unit;   /* "dB", "ms", "s", "Hz", "%", "" */
    double low, high, start;
    bool by_ratio;      /* drawn and turned by ratios; low > 0 */
};

/* A device's control by number, or false behind the last (and of a device not
 * here). */
bool inserts_control(const char *device, size_t index, struct insert_control *out);

/* Where a control of an insert stands. */
double inserts_value(const struct model *model, int64_t insert,
                     const struct insert_control *control);

/* A track's inserts, in the order in which sound goes through: how many, at most
 * `max` of them in `out`. */
size_t inserts_of(const struct model *model, int64_t track,
                  const struct row_insert **out, size_t max);

/* Its sends, in their order, likewise. */
size_t inserts_sends_of(const struct model *model, int64_t track,
                        const struct row_send **out, size_t max);

#endif
