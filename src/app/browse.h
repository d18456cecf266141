/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browse.h: what lies in a folder that could come into a song.  Any thread: disks
 * can be slow. */
#ifndef APP_BROWSE_H
#define APP_BROWSE_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct browse_entry {
    char *name;
    bool folder;
    /* another one when another file has its name, or other sound is in it */
    int64_t stamp;
};

/* The folders of a folder, and then its sound files (by their endings), each by
 * name; what is hidden is left out.  The entries are the caller's, freed by
 * browse_clear().  Fails, *out NULL: what the disk says. */
NODISCARD enum status browse_folder(const char *folder, struct browse_entry **out,
                                    size_t *count, struct fault *fault);
void browse_clear(struct browse_entry *entries, size_t count);

/* What a sound file is, by its head: «3:24 · 48 kHz · stereo».  False: it cannot be
 * read, and the text says so. */
bool browse_about(const char *path, char *text, size_t size);

/* How long it is, in seconds, by its head; below 0: nobody knows. */
double browse_seconds(const char *path);

/* What it looks like: how loud it gets in each of as many parts of the same length,
 * 0 … 1 of full scale, of all its channels.  Of a long file only the beginning of
 * each part is looked at.  `cancelled` is asked between the parts.  False, *levels
 * undefined: it cannot be read, nobody knows how long it is, or it was
 * cancelled. */
enum { BROWSE_PARTS = 320 };
bool browse_look(const char *path, float levels[BROWSE_PARTS],
                 bool (*cancelled)(void *user), void *user);

#endif
