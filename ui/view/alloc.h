/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alloc.h: memory for what the window shows.  As all of the window does (GLib's
 * way), it ends the program where there is none: the song is safe, each edit of it
 * was stored. */
#ifndef VIEW_ALLOC_H
#define VIEW_ALLOC_H

#include <stddef.h>

/* Any thread: zeroed memory for `count` things of `size`; free() releases it. */
void *view_alloc(size_t count, size_t size);

/* Any thread: room for at least `need` things of `size`; *room says for how many
 * there is, and grows by doubling.  Returns where they are now. */
void *view_grow(void *old, size_t *room, size_t need, size_t size);

#endif
