/* SPDX-License-Identifier: GPL-3.0-or-later */
/* devices.h: what this machine can play through.  Any thread; a driver that has to
 * ask a server, or a card, may take its time. */
#ifndef APP_DEVICES_H
#define APP_DEVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct device_found {
    const char *driver;
    const char *driver_title;
    bool usable;         /* there is this device, held or not … */
    const char *why_not; /* … or why the driver has none */
    const char *name;    /* of the device; "" where the driver has none to tell */
    const char *title;
    const char *held;     /* NULL: free; else who holds it */
    unsigned inputs, outputs;
    const uint32_t *rates; /* Hz, ascending, up to a 0; none: any */
    uint32_t block;        /* frames; 0: as wanted */
};

/* Call back for each device of each driver, the best driver first; a driver without
 * devices is told once.  The text stands until the callback returns.  `why` gets
 * which driver would be taken, and why. */
void devices_each(void (*each)(void *user, const struct device_found *found),
                  void *user, char *why, size_t size);

#endif
