/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "ui/studio_private.h"

static bool
is_open(UiStudio *self, struct fault *fault)
{
    if (self->audition)
        return true;
    if (!ui_studio_hears(self)) {
        fault_with(fault, ST_IO, NULL, _("there is no sound device"),
                   _("choose one in the preferences"));
        return false;
    }
    if (audition_open(&self->audition, self->player, fault))
        return false;
    audition_set_level(self->audition, self->audition_db);
    return true;
}

void
ui_studio_audition(UiStudio *self, const char *path, double from)
{
    struct fault fault;

    if (!is_open(self, &fault) || audition_play(self->audition, path, from, &fault))
        ui_studio_tell(self, &fault);
    ui_studio_audition_poll(self);
    ui_studio_hurry(self);
}

void
ui_studio_audition_stop(UiStudio *self)
{
    if (!self->auditioned.sounding)
        return;
    audition_stop(self->audition);
    ui_studio_audition_poll(self);
    ui_studio_hurry(self);
}

void
ui_studio_audition_level(UiStudio *self, double db)
{
    self->audition_db = db;
    if (self->audition)
        audition_set_level(self->audition, db);
}

const struct audition_state *
ui_studio_auditioned(UiStudio *self)
{
    return &self->auditioned;
}

void
ui_studio_audition_poll(UiStudio *self)
{
    if (!self->audition)
        return;
    audition_poll(self->audition, &self->auditioned);
    if (self->auditioned.fault.status)
        ui_studio_tell(self, &self->auditioned.fault);
}

void
ui_studio_audition_close(UiStudio *self)
{
    audition_close(self->audition);
    self->audition = NULL;
    self->auditioned = (struct audition_state){.length = -1};
}
