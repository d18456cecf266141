/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ride.h: values that sound while a hand holds them, before they are in the song.
 * Main thread. */
#ifndef UI_MIXER_RIDE_H
#define UI_MIXER_RIDE_H

#include "ui/studio.h"

/* Let the track sound with this fader or this pan (NULL: as it is in the song). */
void ride_live(UiStudio *studio, int64_t track, const double *fader_db, const double *pan);

/* The hand has let go: what is in the song sounds with the next edit, or, where none comes,
 * as it does now. */
void ride_end(UiStudio *studio, int64_t track);

#endif
