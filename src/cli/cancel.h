/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cancel.h: Ctrl-C, SIGTERM and SIGHUP end a job cleanly. */
#ifndef CLI_CANCEL_H
#define CLI_CANCEL_H

#include <stdatomic.h>

/* Main thread: from now on these signals set the flag, which jobs look at; a second
 * Ctrl-C ends the program at once. */
const atomic_bool *cancel_flag(void);

#endif
