/* SPDX-License-Identifier: GPL-3.0-or-later */
/* id.h: the names of things: random, so that two people's edits can be merged. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdint.h>

/* Any thread: an id that nothing has yet, 1 … 2^63 - 1.  0 is no thing. */
int64_t id_new(void);

#endif
