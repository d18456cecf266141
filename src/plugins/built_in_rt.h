/* SPDX-License-Identifier: GPL-3.0-or-later */
/* built_in_rt.h: what the built-in devices do in a cycle; see engine/device.h. */
#ifndef PLUGINS_BUILT_IN_RT_H
#define PLUGINS_BUILT_IN_RT_H

#include "base/base.h"

#include <stdint.h>

RT void built_in_reverb_set(void *device, unsigned control, float value);
RT void built_in_reverb_reset(void *device);
RT void built_in_reverb_process(void *device, float *const io[2], uint32_t frames);

RT void built_in_limiter_set(void *device, unsigned control, float value);
RT void built_in_limiter_reset(void *device);
RT void built_in_limiter_process(void *device, float *const io[2], uint32_t frames);

#endif
