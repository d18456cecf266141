/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/driver.h"

#include "base/realtime.h"
#include "base/text.h"
#include "config.h"
#include "drivers/kinds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_RATE = 8000, GREATEST_RATE = 384000 };

static const struct driver_kind *const kinds[] = {
#if HAVE_JACK
    &driver_jack,
#endif
#if HAVE_ALSA
    &driver_alsa,
#endif
    &driver_built_in,
    &driver_stepped,
};

const struct driver_kind *const *
driver_kinds(size_t *count)
{
    *count = COUNT(kinds);
    return kinds;
}

const struct driver_kind *
driver_named(const char *name)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    return NULL;
}

const struct driver_kind *
driver_choose(char *why, size_t size)
{
    char refused[256] = "", line[128];

    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (!kinds[i]->automatic)
            continue;
        if (kinds[i]->usable(line, sizeof line)) {
            snprintf(why, size, "%s%s%s%s", refused, _(kinds[i]->title),
                     line[0] ? ": " : "", line);
            return kinds[i];
        }
        const size_t used = strlen(refused);
        snprintf(refused + used, sizeof refused - used, "%s; ", line);
    }
    return &driver_built_in; /* a clock is always there */
}

static bool
is_possible(const struct driver_config *config)
{
    return config->rate >= LEAST_RATE && config->rate <= GREATEST_RATE
           && config->block >= DRIVER_MIN_BLOCK && config->block <= DRIVER_MAX_BLOCK
           && config->cycle;
}

enum status
driver_only_device(const struct driver_kind *kind, const char *name,
                   const struct driver_config *config, struct fault *fault)
{
    if (!config->device || strcmp(config->device, name) == 0)
        return ST_OK;
    return driver_no_device(kind, config->device, fault);
}

enum status
driver_no_device(const struct driver_kind *kind, const char *name,
                 struct fault *fault)
{
    fault_set(fault, ST_NOT_FOUND, name, _("the driver «%s» has no such device"),
              kind->name);
    fault_remedy(fault, _("«remanence devices» lists what there is"));
    return ST_NOT_FOUND;
}

enum status
driver_open(struct driver **out, const struct driver_kind *kind,
            const struct driver_config *config, struct fault *fault)
{
    *out = NULL;
    if (config->inputs > DRIVER_MAX_CHANNELS
        || config->outputs > DRIVER_MAX_CHANNELS) {
        fault_set(fault, ST_RANGE, kind->name,
                  _("%u inputs and %u outputs are too many"), config->inputs,
                  config->outputs);
        fault_remedy(fault, _("choose channels from 1 to %d"), DRIVER_MAX_CHANNELS);
        return ST_RANGE;
    }
    if (!is_possible(config))
        return fault_set(fault, ST_RANGE, kind->name,
                         _("no driver runs at %u Hz in blocks of %u frames"),
                         config->rate, config->block);
    return kind->open(out, config, fault);
}

enum status
driver_start(struct driver *driver, struct fault *fault)
{
    if (driver->kind->automatic) /* no page of the engine is missing in a cycle */
        (void)realtime_lock_memory();
    return driver->kind->start(driver, fault);
}

void
driver_stop(struct driver *driver)
{
    driver->kind->stop(driver);
}

void
driver_close(struct driver *driver)
{
    if (!driver)
        return;
    driver->kind->stop(driver);
    driver->kind->close(driver);
}

void
driver_state(struct driver *driver, struct driver_state *out)
{
    driver->kind->state(driver, out);
}

void
driver_wake(struct driver *driver)
{
    if (driver->kind->wake)
        driver->kind->wake(driver);
}

void
driver_channel_name(struct driver *driver, bool input, unsigned channel, char *name,
                    size_t size)
{
    if (driver->kind->channel_name)
        driver->kind->channel_name(driver, input, channel, name, size);
    else
        snprintf(name, size, input ? _("input %u") : _("output %u"), channel + 1);
}

void
driver_hardware(struct driver *driver, char *name, size_t size)
{
    if (driver->kind->hardware)
        driver->kind->hardware(driver, name, size);
    else
        snprintf(name, size, "%s",
                 driver->config.device ? driver->config.device : "");
}

void
driver_label(struct driver *driver, bool input, unsigned channel, const char *text)
{
    if (driver->kind->label)
        driver->kind->label(driver, input, channel, text);
}

bool
driver_wired(struct driver *driver, unsigned channel)
{
    return !driver->kind->wired || driver->kind->wired(driver, channel);
}

char *
driver_wiring(struct driver *driver)
{
    return driver->kind->wiring ? driver->kind->wiring(driver) : NULL;
}

enum status
driver_transport(struct driver *driver, enum driver_order order, int64_t frame)
{
    if (!driver->kind->transport)
        return ST_UNSUPPORTED;
    driver->kind->transport(driver, order, frame);
    return ST_OK;
}

enum status
driver_buffers_make(struct driver_buffers *buffers,
                    const struct driver_config *config, struct fault *fault)
{
    const size_t block = (config->block + 15u) / 16 * 16;
    const size_t floats = block * (config->inputs + config->outputs);
    const size_t size = (floats ? floats : 16) * sizeof(float);
    float *at = aligned_alloc(64, size);

    buffers->memory = at;
    if (!at)
        return fault_set(fault, ST_NO_MEM, NULL,
                         _("no memory for the driver's blocks"));
    memset(at, 0, size);
    for (unsigned c = 0; c < config->inputs; c++, at += block)
        buffers->in[c] = at;
    for (unsigned c = 0; c < config->outputs; c++, at += block)
        buffers->out[c] = at;
    return ST_OK;
}

void
driver_buffers_free(struct driver_buffers *buffers)
{
    free(buffers->memory);
}
