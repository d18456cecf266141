/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ride.h: values that sound while a hand holds them, before they are in the song.
 * Main thread. */
#ifndef UI_MIXER_RIDE_H
#define UI_MIXER_RIDE_H

#include "ui/studio.h"

/* Let the track sound with this fader or this pan (NULL: as it is in the song). */
void ride_live(UiStudio *studio, int64_t track, const double *fader_db,
               const double *pan);

/* Likewise with a console as `strip` has it; a send at this level; an insert's
 * control, by its number. */
void ride_console(UiStudio *studio, int64_t track, const struct row_strip *strip);
void ride_send(UiStudio *studio, int64_t send, double db);
void ride_control(UiStudio *studio, int64_t insert, unsigned control, double value);

/* The hand has let go, and what it came to is committed next. */
void ride_console_end(UiStudio *studio, int64_t track);
void ride_send_end(UiStudio *studio, int64_t send);
void ride_control_end(UiStudio *studio, int64_t insert);

/* It came to nothing: as in the song again. */
void ride_console_back(UiStudio *studio, int64_t track);

/* The hand has let go: what is in the song sounds with the next edit, or, where
 * none comes, as it does now. */
void ride_end(UiStudio *studio, int64_t track);

#endif
