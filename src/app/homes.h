/* SPDX-License-Identifier: GPL-3.0-or-later */
/* homes.h: the small files of a user that belong to no song: preferences, what was
 * opened last, templates; where the XDG base directory specification puts them.
 *
 * Main thread. */
#ifndef APP_HOMES_H
#define APP_HOMES_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>

enum home {
    HOME_CONFIG, /* $XDG_CONFIG_HOME/remanence, ~/.config/remanence */
    HOME_STATE,  /* $XDG_STATE_HOME/remanence, ~/.local/state/remanence */
    HOME_DATA,   /* $XDG_DATA_HOME/remanence, ~/.local/share/remanence */
};

enum { HOME_PATH = 4096 };

/* Where a file of that name lies, or would.  False: there is no home, or it is too
 * long. */
bool home_path(enum home home, const char *name, char path[HOME_PATH]);

/* Its text, the caller's to free; «» where it is not there.  ST_NO_MEM, ST_RANGE
 * (more than a megabyte), and what the disk says; *out NULL. */
NODISCARD enum status home_read(const char *path, char **out, struct fault *fault);

/* Put it on the disk whole, in the place of the one before, folders made as needed.
 * Fails as the disk does; the one before is left then. */
NODISCARD enum status home_write(const char *path, const char *text, size_t size,
                                 struct fault *fault);

#endif
