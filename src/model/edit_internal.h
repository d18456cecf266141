/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edit_internal.h: what edit.c and walk.c share. */
#ifndef MODEL_EDIT_INTERNAL_H
#define MODEL_EDIT_INTERNAL_H

#include "model/edit.h"

#include <stdint.h>

#define EDIT_NONE UINT32_MAX

/* Main thread: the places, among the changes, of the rows that the edit puts with
 * this owner, one after the other; EDIT_NONE at the end. */
uint32_t edit_first_owned(const struct edit *edit, enum table table, int64_t owner);
uint32_t edit_next_owned(const struct edit *edit, uint32_t place);

#endif
