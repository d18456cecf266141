/* SPDX-License-Identifier: GPL-3.0-or-later */
/* built_in.h: the devices that come with the program. */
#ifndef PLUGINS_BUILT_IN_H
#define PLUGINS_BUILT_IN_H

#include "engine/device.h"

/* Any thread: «reverb» and «limiter». */
const struct device_table *plugins_built_in(void);

#endif
