/* SPDX-License-Identifier: GPL-3.0-or-later */
/* soundhead.h: what stands before and behind the samples of a WAV, RF64 or AIFF
 * file. */
#ifndef MEDIA_SOUNDHEAD_H
#define MEDIA_SOUNDHEAD_H

#include "base/base.h"
#include "dsp/convert.h"
#include "media/soundfile.h"

#include <stdbool.h>
#include <stdint.h>

enum soundhead_form { SOUNDHEAD_WAV, SOUNDHEAD_RF64, SOUNDHEAD_AIFF };

struct soundhead_spec {
    enum soundhead_form form;  /* WAV becomes RF64 where 32 bits do not hold it */
    /* S16, S24, F32; little-endian in WAV, big in AIFF */
    enum sample_format format;
    uint32_t rate;
    unsigned channels;
    const char *tags[SOUND_TAGS]; /* NULL: none; AIFF: title, artist and comment */
    const struct sound_origin *origin; /* bext of WAV and RF64; NULL: none */
};

/* Any thread: the header of a file with so many frames, malloc'ed.  Its size
 * depends on `spec` alone.  NULL: no memory.  The data is followed by a 0 if its
 * size is odd. */
void *soundhead_make(const struct soundhead_spec *spec, int64_t frames,
                     size_t *size);

/* Any thread: how many frames such a file can hold. */
int64_t soundhead_room(const struct soundhead_spec *spec);

#endif
