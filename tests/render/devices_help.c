/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Devices for the song of render_help.h: «late» and «late7» give the sound back so
 * many frames later and say so; «decay» lets it ring on. */
#include "tests/render/render_help.h"

#include <stdlib.h>
#include <string.h>

enum { LINE = 128 };

struct toy {
    uint32_t late, at;
    float line[2][LINE];
    float ring[2];
};

static enum status
create(void **out, const struct device_type *type, uint32_t rate,
       uint32_t max_frames)
{
    struct toy *toy = calloc(1, sizeof *toy);

    (void)rate;
    (void)max_frames;
    *out = toy;
    if (!toy)
        return ST_NO_MEM;
    toy->late = *(const uint32_t *)type->data;
    return ST_OK;
}

static uint32_t
latency(const void *device)
{
    return ((const struct toy *)device)->late;
}

static void
set(void *device, unsigned control, float value)
{
    (void)device;
    (void)control;
    (void)value;
}

static void
reset(void *device)
{
    struct toy *toy = device;

    toy->at = 0;
    memset(toy->line, 0, sizeof toy->line);
    memset(toy->ring, 0, sizeof toy->ring);
}

static void
delay(void *device, float *const io[2], uint32_t frames)
{
    struct toy *toy = device;

    for (uint32_t i = 0; i < frames; i++, toy->at++)
        for (int side = 0; side < 2; side++) {
            toy->line[side][toy->at % LINE] = io[side][i];
            io[side][i] = toy->line[side][(toy->at - toy->late) % LINE];
        }
}

static void
ring(void *device, float *const io[2], uint32_t frames)
{
    struct toy *toy = device;

    for (uint32_t i = 0; i < frames; i++)
        for (int side = 0; side < 2; side++)
            io[side][i] = toy->ring[side] = io[side][i] + toy->ring[side] * 0.999f;
}

static const uint32_t frames_late[] = {100, 7, 0};

static const struct device_type types[] = {
    {.uri = "late", .name = "late", .create = create, .destroy = free,
     .latency = latency, .set = set, .reset = reset, .process = delay,
     .data = &frames_late[0]},
    {.uri = "late7", .name = "late7", .create = create, .destroy = free,
     .latency = latency, .set = set, .reset = reset, .process = delay,
     .data = &frames_late[1]},
    {.uri = "decay", .name = "decay", .create = create, .destroy = free,
     .latency = latency, .set = set, .reset = reset, .process = ring,
     .data = &frames_late[2]},
};

const struct device_table tune_devices = {types, COUNT(types)};
