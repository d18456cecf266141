/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "media/peaks.h"
#include "media/rawpass.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { FRAMES = 4096 };

static enum status
feed_decoded(struct soundfile *file, struct peaks_builder *builder,
             const atomic_bool *cancel, struct fault *fault)
{
    const unsigned channels = soundfile_info(file)->channels;
    float *samples = malloc(sizeof(float) * FRAMES * channels);
    float *planar[PEAKS_MAX_CHANNELS];
    enum status status = ST_OK;
    int64_t got = 1;

    if (!samples)
        return fault_errno(fault, ENOMEM, soundfile_path(file));
    for (unsigned c = 0; c < channels; c++)
        planar[c] = samples + (size_t)c * FRAMES;
    while (status == ST_OK && got > 0) {
        status = soundfile_read_float(file, planar, FRAMES, &got, fault);
        peaks_builder_feed(builder, (const float *const *)planar, (size_t)got);
        if (cancel && atomic_load_explicit(cancel, memory_order_relaxed))
            status = fault_set(fault, ST_CANCELLED, soundfile_path(file), "%s",
                               _("cancelled"));
    }
    free(samples);
    return status;
}

static enum status
build(struct soundfile *file, const char *path, struct peaks_key *key,
      const atomic_bool *cancel, struct fault *fault)
{
    const struct soundfile_info *info = soundfile_info(file);
    struct rawpass pass = {.file = file, .cancel = cancel};
    struct peaks_builder *builder;
    enum status status
        = peaks_builder_new(&builder, path, info->channels, info->rate, fault);

    if (status != ST_OK)
        return status;
    pass.peaks = info->raw ? builder : NULL;
    status = rawpass_run(&pass, fault);
    if (status == ST_OK && !info->raw)
        status = feed_decoded(file, builder, cancel, fault);
    if (status != ST_OK) {
        peaks_builder_abort(builder);
        return status;
    }
    if (key)
        *key = pass.key;
    return peaks_builder_finish(builder, NULL, &pass.key, fault);
}

enum status
peaks_build(const char *source, const char *path, struct peaks_key *key,
            const atomic_bool *cancel, struct fault *fault)
{
    struct soundfile *file;
    enum status status = soundfile_open(&file, source, fault);

    if (status != ST_OK)
        return status;
    if (soundfile_info(file)->channels > PEAKS_MAX_CHANNELS)
        status = fault_set(fault, ST_UNSUPPORTED, source,
                           _("has %u channels, %d at most"),
                           soundfile_info(file)->channels, PEAKS_MAX_CHANNELS);
    else
        status = build(file, path, key, cancel, fault);
    soundfile_close(file);
    return status;
}

enum status
peaks_path(const char *project, const char *source, char path[PEAKS_PATH_SIZE])
{
    const char *slash = strrchr(source, '/');
    int n;

    if (source[0] == '/')
        n = snprintf(path, PEAKS_PATH_SIZE, "%s/peaks/%016llx.peak", project,
                     (unsigned long long)XXH3_64bits(source, strlen(source)));
    else
        n = snprintf(path, PEAKS_PATH_SIZE, "%s/peaks/%s.peak", project,
                     slash ? slash + 1 : source);
    return n < PEAKS_PATH_SIZE ? ST_OK : ST_RANGE;
}
