/* SPDX-License-Identifier: GPL-3.0-or-later */
/* open.h: a song as a verb that changes nothing opens it. */
#ifndef CLI_OPEN_H
#define CLI_OPEN_H

#include "app/session.h"
#include "base/fault.h"

/* Main thread: session_open(), read-only; of a damaged song says on standard error
 * what is wrong with it, for what follows may not be all of it.  Takes of a killed
 * program are put into the song first; those that cannot be are told. */
NODISCARD enum status open_to_read(struct session **out, const char *folder,
                                   struct fault *fault);

/* Main thread: session_open(), for writing; says on standard error which takes of a
 * killed program were put into the song. */
NODISCARD enum status open_to_write(struct session **out, const char *folder,
                                    struct fault *fault);

#endif
