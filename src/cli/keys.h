/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.h: single keys from a terminal, and SIGUSR1, which stands for «k».  Main
 * thread. */
#ifndef CLI_KEYS_H
#define CLI_KEYS_H

#include <stdbool.h>

/* From now on SIGUSR1 is a key, and so are those of the terminal, if there is one
 * and it is ours; without echo. */
bool keys_begin(void);

/* The next one; 0: none. */
char keys_get(void);

/* The terminal as it was.  May be called by a signal's handler. */
void keys_end(void);

#endif
