/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/ride.h"

#include "app/live.h"
#include "ui/mixer/do.h"

void
ride_live(UiStudio *studio, int64_t track, const double *fader_db, const double *pan)
{
    const struct row_strip *strip = do_strip(studio, track);

    if (!strip)
        return;
    const struct live_values values = {
        .fader_db = fader_db ? *fader_db : strip->fader_db,
        .pan = pan ? *pan : strip->pan,
        .mute = strip->mute,
    };

    /* Without a device nothing sounds; a full ring takes the next value. */
    if (live_hold(ui_studio_player(studio), track, &values))
        return;
}

void
ride_end(UiStudio *studio, int64_t track)
{
    if (live_release(ui_studio_player(studio), track))
        return;
}
