/* SPDX-License-Identifier: GPL-3.0-or-later */
/* receipt.h: a line of ASCII at the end of a comment.
 *
 * It reads  [remanence: TEXT]  and stands on a line of its own, or alone.  A
 * receipt that is not known yet is a row of dots, as long as the longest; TEXT is
 * filled up with blanks to the same length, so that it can be put in its place in
 * any file. */
#ifndef MEDIA_RECEIPT_H
#define MEDIA_RECEIPT_H

#include "base/base.h"
#include "media/newfile.h"

#include <stdbool.h>
#include <stddef.h>

/* Any thread: cut the receipt off `comment`, and put its text into `receipt`;
 * false, and nothing changed, if there is none. */
bool receipt_take(char *comment, char *receipt, size_t size);

/* Any thread: a comment with room for a receipt, malloc'ed; NULL: no memory. */
char *receipt_room(const char *comment);

/* Any thread: find the room in a file that was written, within its first and last
 * mebibyte, and fill it in (`text` NULL or "": with nothing).  Ogg pages get their
 * checksum anew. Fails: ST_RANGE (text too long, not printable ASCII), ST_DIFFERS
 * (no room found), and as the disk does. */
NODISCARD enum status receipt_fill(struct newfile *file, const char *text,
                                   struct fault *fault);

#endif
