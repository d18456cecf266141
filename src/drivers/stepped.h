/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stepped.h: the driver whose time is the caller's: a cycle whenever one is asked
 * for. */
#ifndef DRIVERS_STEPPED_H
#define DRIVERS_STEPPED_H

#include "drivers/driver.h"

/* All by the thread that steps, with a driver of kind «stepped» that is started. */

/* One cycle of `frames` frames (1 … the block it was opened with) on this
 * thread. */
void stepped_step(struct driver *driver, uint32_t frames);

/* What the last cycle left on an output; stands until the next. */
const float *stepped_output(const struct driver *driver, unsigned channel);

/* What the next cycles will find on an input: to be filled; silent at first. */
float *stepped_input(struct driver *driver, unsigned channel);

#endif
