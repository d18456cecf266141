/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_priv.h: what the two ways into a project share. */
#ifndef MEDIA_IMPORT_PRIV_H
#define MEDIA_IMPORT_PRIV_H

#include "media/import.h"
#include "media/newfile.h"
#include "media/peaks.h"

/* A source on its way into the project: sound and peaks, not there yet. */
struct import_target {
    struct newfile file; /* fd -1 for a reference */
    struct peaks_builder *peaks;
};

/* Begin a file audio/NAME.extension for channel `channel` of a split (from 1; 0: no
 * split), and its peaks. */
NODISCARD enum status import_target_new(struct import_target *target,
                                        const struct import_job *job,
                                        const char *name, unsigned channel,
                                        const char *extension, unsigned channels,
                                        struct fault *fault);

/* Begin the peaks of a source that stays where it is. */
NODISCARD enum status import_target_reference(struct import_target *target,
                                              const struct import_job *job,
                                              const char *path, unsigned channels,
                                              struct fault *fault);

/* Give both their names; source->path, bytes and hash tell. */
NODISCARD enum status import_target_commit(struct import_target *target,
                                           const struct import_job *job,
                                           const struct peaks_key *key,
                                           struct import_source *source,
                                           struct fault *fault);
void import_target_abort(struct import_target *target);

/* Take a source's files away again. */
void import_remove(const struct import_job *job,
                   const struct import_source *source);

bool import_cancelled(const struct import_job *job, struct fault *fault);

/* The two ways.  They fill result->sources and count, and on failure leave no
 * files. */
NODISCARD enum status import_as_is(const struct import_job *job,
                                   struct soundfile *file,
                                   struct import_result *result,
                                   struct fault *fault);
NODISCARD enum status import_converted(const struct import_job *job,
                                       struct soundfile *file,
                                       struct import_result *result,
                                       struct fault *fault);

#endif
