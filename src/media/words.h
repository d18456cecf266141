/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.h: text from files that nobody here wrote, made fit to show and to name
 * files. */
#ifndef MEDIA_WORDS_H
#define MEDIA_WORDS_H

#include <stddef.h>

/* Any thread: `text` of up to `length` bytes (it may end earlier, with a 0) as
 * UTF-8 into `out`: what is no UTF-8 is taken for Latin-1; control characters
 * become spaces but for line ends; blanks at both ends go; cut at a character's
 * edge. */
void words_utf8(char *out, size_t size, const char *text, size_t length);

/* Any thread: the name of a file without folder and ending, as above. */
void words_stem(char *out, size_t size, const char *path);

/* Any thread: a name for a file, from any text: no slash, no control character, no
 * dot or blank in front, 120 bytes at most, never empty. */
void words_filename(char *out, size_t size, const char *text);

#endif
