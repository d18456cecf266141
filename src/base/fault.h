/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fault.h: what went wrong in the world, for the person who has to mend it.
 *
 * A fault is the caller's, usually on its stack; whoever fails fills it once, as
 * near to the cause as the words are known, and everyone above passes it on
 * untouched. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include "base/base.h"

struct fault {
    enum status status;
    char where[256]; /* the file, track, edit or option that it is about */
    char what[256];  /* what happened, in the user's language, no full stop */
    char remedy[256]; /* what to do about it; may be empty */
};

/* Any thread: fill `fault` (NULL is allowed) and return `status`, so that a
 * function can fail in one line:  return fault_set(fault, ST_KIND, path, _("not a
 * sound file")); `where` may be NULL; an empty one is shown as "".  Text that does
 * not fit is cut at a character's edge. */
enum status fault_set(struct fault *fault, enum status status, const char *where,
                      const char *what, ...) PRINTF(4, 5);

/* Any thread: add what the user can do about it. */
void fault_remedy(struct fault *fault, const char *remedy, ...) PRINTF(2, 3);

/* Any thread: both at once, where the words hold no values. */
enum status fault_with(struct fault *fault, enum status status, const char *where,
                       const char *what, const char *remedy);

/* Any thread: as fault_set, the status and the words taken from errno: ENOSPC is
 * ST_NO_SPACE, EACCES and EROFS ST_READ_ONLY, and so on.  The remedy, too. */
enum status fault_errno(struct fault *fault, int error, const char *where);

/* Any thread: the fault as one line, «where: what; remedy», into `line`. */
void fault_line(const struct fault *fault, char *line, size_t size);

#endif
