/* SPDX-License-Identifier: GPL-3.0-or-later */
/* device.h: what an insert is to the engine: a thing with controls that changes
 * stereo sound.  Built-in devices and foreign plug-ins stand in one table
 * (src/plugins) that whoever makes an engine hands to it. */
#ifndef ENGINE_DEVICE_H
#define ENGINE_DEVICE_H

#include "base/base.h"
#include "dsp/control.h"

#include <stddef.h>
#include <stdint.h>

/* A kind of device.  `device` is an instance that create() made. */
struct device_type {
    const char *uri;  /* what a project says: «reverb», or a plug-in's URI */
    const char *name; /* for people: marked for translation, not translated */
    const struct control *controls;
    unsigned n_controls;

    /* Main thread: an instance for `rate` Hz and at most `max_frames` frames a
     * call, all controls at their initial values, with all the memory it will ever
     * need.  Fails, *out NULL: ST_NO_MEM, ST_RANGE, ST_UNSUPPORTED. */
    enum status (*create)(void **out, const struct device_type *type, uint32_t rate,
                          uint32_t max_frames);
    /* Main thread, when no cycle knows it any more. */
    void (*destroy)(void *device);
    /* Main thread: frames by which the sound comes out later; stands as long as the
     * instance. */
    uint32_t (*latency)(const void *device);

    /* Process thread or a helper, or main before the first cycle.  None waits. */

    /* Set a control, clamped to its range; the device glides there by itself. */
    void (*set)(void *device, unsigned control, float value);
    /* As new, but that controls stay as set (and stand there at once). */
    void (*reset)(void *device);
    /* `frames` frames of left and right in place; the sound must not depend on how
     * it is cut into calls. */
    void (*process)(void *device, float *const io[2], uint32_t frames);

    const void *data; /* the type's own */
};

struct device_table {
    const struct device_type *types;
    size_t count;
};

/* Any thread: the type of that name, or NULL (also of a NULL table). */
const struct device_type *device_find(const struct device_table *table,
                                      const char *uri);

#endif
