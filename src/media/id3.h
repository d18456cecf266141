/* SPDX-License-Identifier: GPL-3.0-or-later */
/* id3.h: the tag in front of an MP3 file (ID3v2.4, in UTF-8: what libsndfile has
 * lame write is Latin-1). */
#ifndef MEDIA_ID3_H
#define MEDIA_ID3_H

#include "media/soundfile.h"

#include <stddef.h>

/* Any thread: the tag as bytes, malloc'ed; NULL: no memory. */
void *id3_make(const char *const tags[SOUND_TAGS], size_t *size);

#endif
