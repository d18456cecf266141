/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/rawpass.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

/* Small enough to stay in the second cache from the read to the write. */
enum { BLOCK_BYTES = 1 << 18 };

struct reader {
    int fd;
    const char *path;
    XXH3_state_t *hash;
    char *block; /* BLOCK_BYTES */
    const atomic_bool *cancel;
};

static enum status
reader_new(struct reader *reader, int fd, const char *path,
           const atomic_bool *cancel, struct fault *fault)
{
    *reader = (struct reader){.fd = fd, .path = path, .cancel = cancel};
    reader->hash = XXH3_createState();
    reader->block = malloc(BLOCK_BYTES);
    if (!reader->hash || !reader->block)
        return fault_errno(fault, ENOMEM, path);
    XXH3_128bits_reset(reader->hash);
    return ST_OK;
}

static void
reader_clear(struct reader *reader)
{
    XXH3_freeState(reader->hash);
    free(reader->block);
}

/* The bytes from `at` on, `size` at most, into the block and the hash. */
static enum status
reader_next(struct reader *reader, int64_t at, size_t size, size_t *got,
            struct fault *fault)
{
    *got = 0;
    if (reader->cancel
        && atomic_load_explicit(reader->cancel, memory_order_relaxed))
        return fault_set(fault, ST_CANCELLED, reader->path, "%s", _("cancelled"));
    while (*got < size) {
        const ssize_t n = pread(reader->fd, reader->block + *got, size - *got,
                                at + (int64_t)*got);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fault_errno(fault, errno, reader->path);
        if (n == 0)
            break;
        *got += (size_t)n;
    }
    XXH3_128bits_update(reader->hash, reader->block, *got);
    return ST_OK;
}

static void
reader_digest(const struct reader *reader, int64_t bytes, struct peaks_key *key)
{
    const XXH128_hash_t hash = XXH3_128bits_digest(reader->hash);

    key->bytes = bytes;
    snprintf(key->hash, sizeof key->hash, "%016llx%016llx",
             (unsigned long long)hash.high64, (unsigned long long)hash.low64);
}

static enum status
take_block(struct rawpass *pass, const char *bytes, size_t size, bool sound,
           int64_t at, struct fault *fault)
{
    const struct soundfile_info *info = soundfile_info(pass->file);

    if (sound && pass->peaks) {
        const size_t frame = sample_bytes(info->format) * (size_t)info->channels;

        pass->not_finite += (int64_t)peaks_builder_feed_raw(
            pass->peaks, bytes, info->format, size / frame);
        if (pass->not_finite > 0 && pass->stop_at_strange)
            return fault_set(fault, ST_DIFFERS, soundfile_path(pass->file), "%s",
                             _("holds samples that are no numbers"));
    }
    if (pass->progress)
        pass->progress(pass->user,
                       (double)(at + (int64_t)size) / (double)info->bytes,
                       at + (int64_t)size);
    return pass->copy ? newfile_write(pass->copy, bytes, size, fault) : ST_OK;
}

/* A stretch of the file, in whole steps. */
static enum status
go_through(struct rawpass *pass, struct reader *reader, int64_t from, int64_t to,
           bool sound, struct fault *fault)
{
    const struct soundfile_info *info = soundfile_info(pass->file);
    const size_t frame
        = sound ? sample_bytes(info->format) * (size_t)info->channels : 1;
    const size_t most = BLOCK_BYTES / frame * frame;

    for (int64_t at = from; at < to;) {
        const size_t size = to - at < (int64_t)most ? (size_t)(to - at) : most;
        size_t got;
        enum status status = reader_next(reader, at, size, &got, fault);

        if (status == ST_OK && got < size) {
            fault_set(fault, ST_IO, reader->path, "%s",
                      _("became shorter meanwhile"));
            fault_remedy(fault, "%s",
                         _("wait until nobody writes it, and try again"));
            status = ST_IO;
        }
        if (status == ST_OK)
            status = take_block(pass, reader->block, got, sound, at, fault);
        if (status != ST_OK)
            return status;
        at += (int64_t)got;
    }
    return ST_OK;
}

enum status
rawpass_run(struct rawpass *pass, struct fault *fault)
{
    const struct soundfile_info *info = soundfile_info(pass->file);
    const int64_t frame = sample_bytes(info->format) * (int64_t)info->channels;
    const int64_t begin = info->raw ? info->data_at : info->bytes;
    const int64_t end = info->raw ? begin + info->frames * frame : info->bytes;
    struct reader reader;
    enum status status
        = reader_new(&reader, soundfile_fd(pass->file), soundfile_path(pass->file),
                     pass->cancel, fault);

    pass->not_finite = 0;
    if (status == ST_OK)
        status = go_through(pass, &reader, 0, begin, false, fault);
    if (status == ST_OK)
        status = go_through(pass, &reader, begin, end, true, fault);
    if (status == ST_OK)
        status = go_through(pass, &reader, end, info->bytes, false, fault);
    if (status == ST_OK)
        reader_digest(&reader, info->bytes, &pass->key);
    reader_clear(&reader);
    return status;
}

enum status
rawpass_hash(int fd, const char *path, struct peaks_key *key,
             const atomic_bool *cancel, struct fault *fault)
{
    struct reader reader;
    int64_t at = 0;
    size_t got = 1;
    enum status status = reader_new(&reader, fd, path, cancel, fault);

    while (status == ST_OK && got > 0) {
        status = reader_next(&reader, at, BLOCK_BYTES, &got, fault);
        at += (int64_t)got;
    }
    if (status == ST_OK)
        reader_digest(&reader, at, key);
    reader_clear(&reader);
    return status;
}
