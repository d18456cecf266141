/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alloc_help.h: memory that runs out when a test says so.
 *
 * The linker's --wrap lets tests/alloc_help.c stand in for malloc, calloc,
 * realloc and strdup in our own code, in every test program.  It does nothing
 * until it is told to. */
#ifndef TESTS_ALLOC_HELP_H
#define TESTS_ALLOC_HELP_H

#include <stdbool.h>

/* Let the next `after` allocations of this thread succeed and all later ones
 * fail. */
void alloc_fail_after(int after);

/* Let all succeed again; returns whether one has failed. */
bool alloc_fail_stop(void);

#endif
