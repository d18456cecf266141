/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/opening.h"

#include "app/job.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct opening {
    struct job *job;
    struct opening_order order;
    char *driver, *device, *wiring; /* copies */
    struct opened opened;
};

static void
forget(struct opening *self)
{
    driver_close(self->opened.driver);
    free(self->driver);
    free(self->device);
    free(self->wiring);
    free(self);
}

/* --- the job's thread --------------------------------------------------------- */

static enum status
find_kind(struct opening *self, struct fault *fault)
{
    struct opened *opened = &self->opened;

    if (self->driver) {
        opened->kind = driver_named(self->driver);
        snprintf(opened->why, sizeof opened->why, "%s", self->driver);
    } else {
        opened->kind = driver_choose(opened->why, sizeof opened->why);
    }
    if (!opened->kind)
        return fault_with(fault, ST_NOT_FOUND, self->driver, _("no such driver"),
                          _("remanence devices lists them"));
    if (self->order.transport && !opened->kind->transport)
        return fault_with(fault, ST_UNSUPPORTED, opened->kind->name,
                          _("has no transport to follow or to lead"),
                          _("choose the driver jack"));
    return ST_OK;
}

static enum status
check_rate(struct opening *self, struct fault *fault)
{
    const struct opening_order *order = &self->order;
    const uint32_t wanted = order->config.rate;
    struct driver_state state;

    driver_state(self->opened.driver, &state);
    if (order->runs_at)
        order->runs_at(order->config.user, state.rate);
    if (!order->exact || state.rate == wanted)
        return ST_OK;
    fault_set(fault, ST_UNSUPPORTED, self->opened.kind->name,
              _("runs at %u Hz, the song at %u Hz"), state.rate, wanted);
    fault_remedy(fault, _("set the device to the song's rate"));
    return ST_UNSUPPORTED;
}

static enum status
work(struct job *job, void *user, struct fault *fault)
{
    struct opening *self = user;
    struct opened *opened = &self->opened;

    (void)job; /* nobody can be asked to open half a device */
    opening_drop(self->order.instead);
    driver_close(self->order.before);
    enum status status = ST_OK;
    if (self->order.prepare)
        status = self->order.prepare(self->order.preparing, fault);
    if (!status)
        status = find_kind(self, fault);
    if (!status)
        status = driver_open(&opened->driver, opened->kind, &self->order.config,
                             fault);
    if (status)
        return status;
    driver_hardware(opened->driver, opened->hardware, sizeof opened->hardware);
    status = check_rate(self, fault);
    if (!status)
        status = driver_start(opened->driver, fault);
    if (status) {
        driver_close(opened->driver);
        opened->driver = NULL;
    }
    return status;
}

/* --- the main thread ---------------------------------------------------------- */

bool
opening_copy(char **out, const char *text)
{
    *out = text ? strdup(text) : NULL;
    return !text || *out;
}

enum status
opening_begin(struct opening **out, const struct opening_order *order,
              struct fault *fault)
{
    static const struct job_kind KIND
        = {.work = work, .prompt = true}; /* looked at when it is over */
    struct opening *self = calloc(1, sizeof *self);
    enum status status = ST_NO_MEM;

    *out = NULL;
    if (self && opening_copy(&self->driver, order->driver)
        && opening_copy(&self->device, order->config.device)
        && opening_copy(&self->wiring, order->config.wiring)) {
        self->order = *order;
        self->order.config.device = self->device;
        self->order.config.wiring = self->wiring;
        status = job_start(&self->job, &KIND, self, fault);
    } else {
        (void)fault_errno(fault, ENOMEM, NULL);
    }
    if (!status) {
        *out = self;
        return ST_OK;
    }
    opening_drop(order->instead);
    driver_close(order->before);
    if (self)
        forget(self);
    return status;
}

bool
opening_over(struct opening *opening)
{
    struct job_state state;

    return job_poll(opening->job, &state);
}

enum status
opening_end(struct opening *opening, struct opened *out, struct fault *fault)
{
    struct job_state state;

    job_wait(opening->job, &state);
    job_free(opening->job);
    *out = opening->opened;
    opening->opened.driver = NULL;
    forget(opening);
    if (state.status && fault)
        *fault = state.fault;
    return state.status;
}

void
opening_drop(struct opening *opening)
{
    if (!opening)
        return;
    job_free(opening->job);
    forget(opening);
}
