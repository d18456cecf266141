/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recording.h: a take's file while it is being recorded.
 *
 * WAV of 32-bit floats with a «bext» chunk, which becomes RF64 when it grows beyond
 * 4 GiB. It has its own name from the start, and its header says after each write
 * what is there: whoever is killed leaves a sound file of all that was written.
 * After a power cut the header may be older than the sound: recording_recover()
 * goes by the file's size. */
#ifndef MEDIA_RECORDING_H
#define MEDIA_RECORDING_H

#include "base/fault.h"
#include "media/soundfile.h"

#include <stdint.h>

struct recording;

struct recording_spec {
    uint32_t rate;
    unsigned channels; /* 1 … 32 */
    const struct sound_origin *origin; /* copied; its time_reference is where the
                                          file's first frame lies on the timeline */
    const char *title; /* the take's name; NULL: none */
};

/* Any thread, and so for all of these; one at a time for a file, but that
 * recording_sync() may run beside the writing ones.  Begin a new file; the
 * caller owns *out.  Fails, *out NULL and nothing left behind: ST_EXISTS, ST_RANGE,
 * ST_NO_SPACE, ST_READ_ONLY, ST_NO_MEM, ST_IO. */
NODISCARD enum status recording_begin(struct recording **out, const char *path,
                                      const struct recording_spec *spec,
                                      struct fault *fault);

/* Append frames, one array a channel.  When it returns ST_OK they outlive this
 * process; where it fails (ST_NO_SPACE, ST_IO, ST_NO_MEM), the file is as it was
 * before, and more may be tried. */
NODISCARD enum status recording_write(struct recording *recording,
                                      const float *const planar[], size_t frames,
                                      struct fault *fault);

/* Append silence, which takes no room on the disk. */
NODISCARD enum status recording_silence(struct recording *recording, int64_t frames,
                                        struct fault *fault);

/* Wait until all that was written is on the disk, to outlive a power cut. */
NODISCARD enum status recording_sync(struct recording *recording,
                                     struct fault *fault);

/* Sync and let go of the file; frees `recording` in any case. */
NODISCARD enum status recording_close(struct recording *recording,
                                      struct fault *fault);

/* Let go of the file as it is; `remove`: it goes.  NULL is allowed. */
void recording_abort(struct recording *recording, bool remove);

int64_t recording_frames(const struct recording *recording);

/* Any thread: how long a recording that was cut off is, by its size; where the
 * header says otherwise it is put right, and a piece of a frame at the end goes.
 * Fails: ST_NOT_FOUND, ST_KIND (not such a file), ST_IO; ST_READ_ONLY, ST_NO_SPACE
 * (it could not be put right): *frames is set then. */
NODISCARD enum status recording_recover(const char *path, int64_t *frames,
                                        struct fault *fault);

#endif
