/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render/rendered.h"

#include "base/text.h"
#include "dsp/convert.h"
#include "media/soundfile.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { CHUNK = 8192, WIDEST = 8 /* bytes of a sample */ };

struct reader {
    struct soundfile *file;
    const struct soundfile_info *info;
    XXH3_state_t *hash;
    int64_t at;
    unsigned char raw[CHUNK * 2 * WIDEST];
    float planes[2][CHUNK];
    float interleaved[2 * CHUNK];
};

/* The next frames of a raw file; 0 at its end. */
static enum status
next_raw(struct reader *reader, float *const planes[2], int64_t *got,
         struct fault *fault)
{
    const struct soundfile_info *info = reader->info;
    const int64_t left = info->frames - reader->at;
    const int64_t frames = left < CHUNK ? left : CHUNK;

    *got = soundfile_read_raw(reader->file, reader->at, frames, reader->raw);
    if (*got < frames)
        return fault_with(fault, ST_DAMAGED, soundfile_path(reader->file),
                          _("ends in the middle"), _("bounce the song again"));
    convert_read(planes, 0, 2, reader->raw, info->format, 2, (size_t)frames);
    return ST_OK;
}

static enum status
read_all(struct reader *reader, const atomic_bool *cancel, struct fault *fault)
{
    float *const planes[2] = {reader->planes[0], reader->planes[1]};
    const float *const in[2] = {reader->planes[0], reader->planes[1]};
    enum status status = ST_OK;
    int64_t got = 1;

    while (!status && got > 0) {
        if (cancel && atomic_load_explicit(cancel, memory_order_relaxed))
            return fault_set(fault, ST_CANCELLED, NULL, _("cancelled"));
        status = reader->info->raw
                   ? next_raw(reader, planes, &got, fault)
                   : soundfile_read_float(reader->file, planes, CHUNK, &got, fault);
        if (status || got <= 0)
            break;
        convert_write(reader->interleaved, SAMPLE_F32LE, in, 2, (size_t)got);
        XXH3_128bits_update(reader->hash, reader->interleaved,
                            (size_t)got * 2 * sizeof(float));
        reader->at += got;
    }
    return status;
}

enum status
rendered_hash(struct hash128 *out, int64_t *count, const char *path,
              const atomic_bool *cancel, struct fault *fault)
{
    struct reader *reader = calloc(1, sizeof *reader);
    enum status status;

    *count = 0;
    if (!reader || !(reader->hash = XXH3_createState())) {
        free(reader);
        return fault_set(fault, ST_NO_MEM, path, _("no memory"));
    }
    XXH3_128bits_reset(reader->hash);
    status = soundfile_open(&reader->file, path, fault);
    if (!status) {
        reader->info = soundfile_info(reader->file);
        if (reader->info->channels != 2)
            status = fault_with(fault, ST_KIND, path, _("is not stereo"),
                                _("verify a file that remanence bounced"));
        else
            status = read_all(reader, cancel, fault);
    }
    const XXH128_hash_t hash = XXH3_128bits_digest(reader->hash);
    *out = (struct hash128){.high = hash.high64, .low = hash.low64};
    *count = reader->at;
    soundfile_close(reader->file);
    XXH3_freeState(reader->hash);
    free(reader);
    return status;
}
