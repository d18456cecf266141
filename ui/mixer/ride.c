/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/ride.h"

#include "app/live.h"
#include "ui/mixer/do.h"

/* Without a device nothing sounds, and a full ring takes the next value: of neither
 * there is anything to tell. */

void
ride_live(UiStudio *studio, int64_t track, const double *fader_db,
          const double *pan)
{
    const struct row_strip *strip = do_strip(studio, track);

    if (!strip)
        return;
    const struct live_values values = {
        .fader_db = fader_db ? *fader_db : strip->fader_db,
        .pan = pan ? *pan : strip->pan,
        .mute = strip->mute,
    };

    (void)!live_hold(ui_studio_player(studio), track, &values);
}

void
ride_end(UiStudio *studio, int64_t track)
{
    (void)!live_release(ui_studio_player(studio), track);
}

/* --- console, sends, controls ------------------------------------------------- */

void
ride_console(UiStudio *studio, int64_t track, const struct row_strip *strip)
{
    (void)!live_hold_console(ui_studio_player(studio), track, strip);
}

void
ride_console_end(UiStudio *studio, int64_t track)
{
    (void)!live_release_console(ui_studio_player(studio), track);
}

void
ride_console_back(UiStudio *studio, int64_t track)
{
    const struct row_strip *strip = do_strip(studio, track);

    if (!strip)
        return;
    ride_console(studio, track, strip);
    ride_console_end(studio, track);
}

void
ride_send(UiStudio *studio, int64_t id, double db)
{
    const struct model *model = ui_studio_model(studio);
    const struct row_send *send = model ? model_row(model, TABLE_SEND, id) : NULL;

    if (send)
        (void)!live_hold_send(ui_studio_player(studio), id, db, send->pan);
}

void
ride_send_end(UiStudio *studio, int64_t send)
{
    (void)!live_release_send(ui_studio_player(studio), send);
}

void
ride_control(UiStudio *studio, int64_t insert, unsigned control, double value)
{
    (void)!live_hold_control(ui_studio_player(studio), insert, control, value);
}

void
ride_control_end(UiStudio *studio, int64_t insert)
{
    (void)!live_release_control(ui_studio_player(studio), insert);
}
