/* SPDX-License-Identifier: GPL-3.0-or-later */
/* round_trips.h: the round trips that were measured on this machine, kept in the
 * user's state: $XDG_STATE_HOME/remanence/round-trips, by default under
 * ~/.local/state.
 *
 * The file is plain text, a line for each, parted by tabs: driver, device, rate
 * (Hz), block (frames a cycle), round trip (frames), confidence (0 … 1), when
 * (seconds since 1970).  Lines that begin with # and lines that cannot be read are
 * passed over.  Main thread. */
#ifndef APP_ROUND_TRIPS_H
#define APP_ROUND_TRIPS_H

#include "base/fault.h"

#include <stddef.h>
#include <stdint.h>

/* What a round trip is of: another rate, block or device has another one. */
struct round_trip_key {
    char driver[32];
    /* the hardware, as driver_hardware() in drivers/driver.h names it */
    char device[128];
    uint32_t rate, block;
};

struct kept_round_trip {
    struct round_trip_key key;
    int64_t frames;
    double confidence;
    int64_t when;
};

/* The frames that are kept for it; -1: none are. */
int64_t round_trips_find(const struct round_trip_key *key);

/* Keep one, instead of the one that was kept for its key.  Fails, with what was
 * kept standing: ST_NOT_FOUND (the user has no home), and what the disk says. */
NODISCARD enum status round_trips_keep(const struct kept_round_trip *trip,
                                       struct fault *fault);

/* Call back for each, in the order of the file. */
void round_trips_each(void (*each)(void *user, const struct kept_round_trip *trip),
                      void *user);

/* Forget those that fit: members of `like` that are empty or 0 fit all; returns how
 * many in *count.  Fails as round_trips_keep(). */
NODISCARD enum status round_trips_forget(const struct round_trip_key *like,
                                         size_t *count, struct fault *fault);

#endif
