/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kinds.h: the drivers there are.  For the drivers themselves; others ask
 * driver.h. */
#ifndef DRIVERS_KINDS_H
#define DRIVERS_KINDS_H

#include "drivers/driver.h"

/* The first member of each driver's own struct. */
struct driver {
    const struct driver_kind *kind;
    struct driver_config config; /* what was got, not what was asked for */
};

/* What most drivers keep of a channel's block. */
struct driver_buffers {
    float *memory;
    const float *in[DRIVER_MAX_CHANNELS];
    float *out[DRIVER_MAX_CHANNELS];
};

/* Main thread: silent buffers for the configuration; ST_NO_MEM. */
NODISCARD enum status driver_buffers_make(struct driver_buffers *buffers,
                                          const struct driver_config *config,
                                          struct fault *fault);
void driver_buffers_free(struct driver_buffers *buffers);

/* Main thread: for open() of a driver that has one device: ST_OK if that, or none,
 * is wanted; else ST_NOT_FOUND. */
NODISCARD enum status driver_only_device(const struct driver_kind *kind,
                                         const char *name,
                                         const struct driver_config *config,
                                         struct fault *fault);

/* Main thread: ST_NOT_FOUND, and the fault that says so. */
enum status driver_no_device(const struct driver_kind *kind, const char *name,
                             struct fault *fault);

extern const struct driver_kind driver_alsa;
extern const struct driver_kind driver_built_in;
extern const struct driver_kind driver_jack;
extern const struct driver_kind driver_stepped;

#endif
