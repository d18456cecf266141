/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rawpass.h: once through the bytes of a sound file: hash, peaks and copy in one
 * go. */
#ifndef MEDIA_RAWPASS_H
#define MEDIA_RAWPASS_H

#include "media/newfile.h"
#include "media/peaks.h"
#include "media/soundfile.h"

struct rawpass {
    const struct soundfile *file;
    struct peaks_builder *peaks; /* of a raw file; NULL: none */
    struct newfile *copy;        /* every byte goes there; NULL: nowhere */
    void (*progress)(void *user, double part, int64_t bytes); /* or NULL */
    void *user;
    const atomic_bool *cancel; /* or NULL */
    bool stop_at_strange;      /* end as soon as a sample is not finite */

    struct peaks_key key; /* found: size and hash */
    int64_t not_finite;
};

/* Any thread: go through it.  Fails: ST_CANCELLED, ST_NO_MEM, ST_IO and what the
 * disk says; the copy and the peaks are then the caller's to abort. */
NODISCARD enum status rawpass_run(struct rawpass *pass, struct fault *fault);

/* Any thread: size and hash of what is open at `fd`. */
NODISCARD enum status rawpass_hash(int fd, const char *path, struct peaks_key *key,
                                   const atomic_bool *cancel, struct fault *fault);

#endif
