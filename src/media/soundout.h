/* SPDX-License-Identifier: GPL-3.0-or-later */
/* soundout.h: a sound file to write: bounces, stems, exports.
 *
 * The file is written under a temporary name in the same folder; it has its own
 * name only when it is whole and on the disk.  WAV, RF64 and AIFF are written by
 * ourselves, the others by libsndfile.
 *
 * The receipt is one line of ASCII that belongs to the sound (a hash of its
 * samples, say) and is therefore known last.  Every format keeps it in the same
 * place: the last line of the comment (LIST INFO ICMT, AIFF ANNO, Vorbis comment
 * COMMENT, ID3 COMM), where other programs show it and copies keep it;
 * soundfile_tag() tells both apart. */
#ifndef MEDIA_SOUNDOUT_H
#define MEDIA_SOUNDOUT_H

#include "base/fault.h"
#include "dsp/convert.h"
#include "media/soundfile.h"

#include <stdbool.h>
#include <stdint.h>

enum { SOUNDOUT_MAX_CHANNELS = 32, SOUNDOUT_RECEIPT_SIZE = 512 };

enum soundout_format {
    SOUNDOUT_WAV,  /* becomes RF64 when it grows beyond 4 GiB */
    SOUNDOUT_RF64, /* RF64 in any case (EBU Tech 3306) */
    SOUNDOUT_AIFF, /* AIFC for float; 2 GiB at most */
    SOUNDOUT_FLAC,
    SOUNDOUT_OPUS, /* at another rate than Opus has: resampled to 48 kHz */
    SOUNDOUT_VORBIS,
    SOUNDOUT_MP3, /* likewise, 44.1 or 48 kHz */
    SOUNDOUT_FORMATS,
};

enum soundout_bits { SOUNDOUT_16, SOUNDOUT_24, SOUNDOUT_FLOAT };

struct soundout_spec {
    enum soundout_format format;
    enum soundout_bits bits; /* Opus, Vorbis and MP3 take no notice */
    uint32_t rate;
    unsigned channels; /* 1 … SOUNDOUT_MAX_CHANNELS; MP3: 2 at most, FLAC: 8 */
    double quality;    /* of a lossy format, 0 … 1; 0 or less: a good one */
    const char *tags[SOUND_TAGS]; /* NULL: none.  SOUND_RECEIPT is not given here */
    bool has_receipt;             /* room is kept, and soundout_close() fills it */
    const struct sound_origin *origin; /* «bext», WAV and RF64 only; NULL: none */
    bool replace; /* an older file of that name may go; else ST_EXISTS */
};

struct soundout;

/* Any thread; all calls for one file from one thread at a time.  Begin a file at
 * `path`; the caller owns *out and ends it with _close or _abort.  Fails, *out
 * NULL, nothing left behind: ST_RANGE, ST_UNSUPPORTED (a rate, a number of
 * channels, bits that the format does not have), ST_EXISTS, ST_KIND (a device or a
 * folder is there, which is not replaced), ST_READ_ONLY, ST_NO_SPACE, ST_NO_MEM,
 * ST_IO. */
NODISCARD enum status soundout_open(struct soundout **out, const char *path,
                                    const struct soundout_spec *spec,
                                    struct fault *fault);

/* Write `frames` frames, one array a channel.  Samples go to the file's integers by
 * rounding to the nearest (who wants dither has added it before) and saturate;
 * *clipped, if not NULL, grows by how many did.  Fails: ST_NO_SPACE, ST_RANGE (AIFF
 * is full), ST_IO; the file can only be aborted then. */
NODISCARD enum status soundout_write(struct soundout *out,
                                     const float *const planar[], size_t frames,
                                     int64_t *clipped, struct fault *fault);

/* Finish: header, receipt (ASCII, shorter than SOUNDOUT_RECEIPT_SIZE; NULL: none),
 * fsync, the name.  Frees `out` in any case; where it fails, nothing is left behind
 * and an older file stands. */
NODISCARD enum status soundout_close(struct soundout *out, const char *receipt,
                                     struct fault *fault);

/* Take it back: nothing is left behind.  NULL is allowed. */
void soundout_abort(struct soundout *out);

/* Any thread: the rate that the file will have: `rate`, or another one where the
 * format has it not. */
uint32_t soundout_rate(enum soundout_format format, uint32_t rate);

/* Any thread: a format by its name («wav», «flac», …) or by a file name's ending;
 * false if there is none.  And the usual ending of a format. */
bool soundout_format_named(const char *name, enum soundout_format *format);
const char *soundout_extension(enum soundout_format format);

#endif
