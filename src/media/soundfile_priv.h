/* SPDX-License-Identifier: GPL-3.0-or-later */
/* soundfile_priv.h: what the files that make up a soundfile share. */
#ifndef MEDIA_SOUNDFILE_PRIV_H
#define MEDIA_SOUNDFILE_PRIV_H

#include "media/soundfile.h"

#include <sndfile.h>

/* What libsndfile reads from: our descriptor, at a place of its own, with a record
 * of what it asked for. */
struct soundfile_feed {
    int fd;
    int64_t size;
    int64_t at;
    int64_t asked_at; /* where the latest read began, and for how many bytes */
    int64_t asked;
    int64_t furthest; /* where the read that went furthest ended */
    int64_t hungry;   /* reads that found the file's end */
    int error;        /* errno of a read that failed */
    bool unclosed;    /* show the size of a RIFF file as 8 */
};

struct soundfile_words {
    char *tags[SOUND_TAGS]; /* NULL: none */
    struct sound_origin origin;
    struct sound_cue *cues;
    size_t n_cues;
};

struct soundfile {
    struct soundfile_info info;
    struct soundfile_feed feed;
    SNDFILE *snd; /* NULL for a raw file once it is open */
    struct soundfile_words words;
    int64_t at; /* the next frame of soundfile_read_float() */
    int64_t not_finite;
    void *block; /* for soundfile_read_float() */
    char *path;
};

/* Tags, bext and cue points; what is strange is left out.  ST_NO_MEM. */
NODISCARD enum status soundfile_words_read(struct soundfile_words *words,
                                           SNDFILE *snd);
void soundfile_words_clear(struct soundfile_words *words);

/* Find out whether the samples lie in the file as they are, and where. */
void soundfile_find_raw(struct soundfile *file, const SF_INFO *sf);

/* How far into the file its decoder is, in bytes: for progress. */
int64_t soundfile_bytes_read(const struct soundfile *file);

#endif
