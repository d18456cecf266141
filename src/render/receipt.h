/* SPDX-License-Identifier: GPL-3.0-or-later */
/* receipt.h: what a bounced file says of where it came from.
 *
 * One line of ASCII in the file's comment (media/soundout.h keeps its place):
 * «remanence 1», then words KEY=VALUE in any order; unknown ones are passed over:
 *
 *     engine=0.1.0        the program's version
 *     project=HEX         digest of all rows of the project (16 digits)
 *     step=N              the history's step it was rendered at
 *     track=N             0: the master
 *     from=N frames=N     the range on the timeline, in frames at `rate`
 *     to=N                where the song was stopped; what follows is its tail
 *     rate=N              of the project, Hz
 *     bits=16|24|32f      of the file; «lossy» for such formats
 *     dither=none|tpdf|shaped
 *     sound=HEX           XXH3-128 of the float sound; see render/bounce.h
 *     file=HEX            XXH3-128 of the file's samples; missing for lossy formats
 *     folder=PATH         of the project; bytes other than letters, digits and
 *                         -_./~ as
 *                         %XX; missing where there is no room for it */
#ifndef RENDER_RECEIPT_H
#define RENDER_RECEIPT_H

#include "render/bounce.h"

enum { RECEIPT_ENGINE_SIZE = 32, RECEIPT_FOLDER_SIZE = 4096 };

struct receipt {
    char engine[RECEIPT_ENGINE_SIZE];
    uint64_t project;
    int64_t step;
    int64_t track;
    int64_t from, to, frames;
    uint32_t rate;
    bool lossy;
    enum soundout_bits bits;
    enum dither_kind dither;
    struct hash128 sound;
    struct hash128 file;
    bool has_file;
    char folder[RECEIPT_FOLDER_SIZE]; /* "": not told */
};

/* Any thread: as text. */
void receipt_write(const struct receipt *receipt, char text[SOUNDOUT_RECEIPT_SIZE]);

/* Any thread: from text.  ST_NOT_FOUND: empty; ST_KIND: no receipt of ours;
 * ST_NEWER; ST_DAMAGED: words are missing or cannot be. */
NODISCARD enum status receipt_parse(struct receipt *out, const char *text,
                                    struct fault *fault);

/* Any thread: of a sound file.  Fails as the above and soundfile_open(). */
NODISCARD enum status receipt_read(struct receipt *out, const char *path,
                                   struct fault *fault);

/* Any thread: a hash as 32 digits. */
void hash128_text(struct hash128 hash, char text[33]);

#endif
