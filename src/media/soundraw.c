/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the samples of an uncompressed file lie.
 *
 * libsndfile parses the file (and knows the quirks of thirty years of headers);
 * where the samples are, it shows by reading them: it reads through our descriptor,
 * so that the place from which it takes the first frame when asked for raw bytes is
 * the place where that lies.  Nothing is inferred from a header, and nothing parsed
 * twice.  How many frames there are, says the head of the chunk (just before the
 * samples), or where that does not know, libsndfile; but never more than the file's
 * size allows. */
#include "media/soundfile_priv.h"

#include <string.h>
#include <unistd.h>

static bool
is_plain(int format)
{
    switch (format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
    case SF_FORMAT_RF64:
    case SF_FORMAT_W64:
    case SF_FORMAT_AIFF:
    case SF_FORMAT_CAF:
    case SF_FORMAT_AU:
        return true;
    }
    return false;
}

/* As it would lie in memory here; `swapped`: in the file it lies the other way
 * round. */
static bool
sample_format_of(int subtype, bool swapped, enum sample_format *format)
{
    static const struct {
        int subtype;
        enum sample_format little;
        enum sample_format big;
    } table[] = {
        {SF_FORMAT_PCM_U8, SAMPLE_U8, SAMPLE_U8},
        {SF_FORMAT_PCM_S8, SAMPLE_S8, SAMPLE_S8},
        {SF_FORMAT_PCM_16, SAMPLE_S16LE, SAMPLE_S16BE},
        {SF_FORMAT_PCM_24, SAMPLE_S24LE, SAMPLE_S24BE},
        {SF_FORMAT_PCM_32, SAMPLE_S32LE, SAMPLE_S32BE},
        {SF_FORMAT_FLOAT, SAMPLE_F32LE, SAMPLE_F32BE},
        {SF_FORMAT_DOUBLE, SAMPLE_F64LE, SAMPLE_F64BE},
    };
    const bool big = swapped == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);

    for (size_t i = 0; i < COUNT(table); i++) {
        if (table[i].subtype != subtype)
            continue;
        *format = big ? table[i].big : table[i].little;
        return true;
    }
    return false;
}

static uint64_t
number(const unsigned char *bytes, unsigned size, bool big)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < size; i++)
        value = value << 8 | bytes[big ? i : size - 1 - i];
    return value;
}

/* Of an RF64 file, the first chunk tells the size of the data (EBU Tech 3306). */
static uint64_t
claimed_by_ds64(const struct soundfile *file)
{
    unsigned char head[36];

    if (pread(file->feed.fd, head, sizeof head, 0) != sizeof head
        || memcmp(head + 12, "ds64", 4) != 0)
        return 0;
    const uint64_t claim = number(head + 28, 8, false);
    return claim < UINT64_MAX / 2 ? claim : 0;
}

/* What the header of the chunk before the data says of its size; 0 where it is not
 * known. */
static uint64_t
claimed_bytes(const struct soundfile *file, int major)
{
    unsigned char head[32] = {0};
    const int64_t at = file->info.data_at;
    uint64_t claim = 0;

    if (at < 32 || pread(file->feed.fd, head, sizeof head, at - 32) != sizeof head)
        return 0;
    if (major == SF_FORMAT_WAV || major == SF_FORMAT_WAVEX
        || major == SF_FORMAT_RF64) {
        claim = memcmp(head + 24, "data", 4) == 0 ? number(head + 28, 4, false) : 0;
        if (claim == UINT32_MAX && major == SF_FORMAT_RF64)
            return claimed_by_ds64(file);
        return claim >= 0x7ffff000 ? 0 : claim; /* «not closed yet», or RF64 */
    }
    if (major == SF_FORMAT_AIFF)
        claim = memcmp(head + 16, "SSND", 4) == 0 ? number(head + 20, 4, true) : 0;
    if (major == SF_FORMAT_W64)
        claim = memcmp(head + 8, "data", 4) == 0 ? number(head + 24, 8, false) : 0;
    if (major == SF_FORMAT_CAF)
        claim = memcmp(head + 16, "data", 4) == 0 ? number(head + 20, 8, true) : 0;
    const uint64_t own = major == SF_FORMAT_W64   ? 24
                         : major == SF_FORMAT_CAF ? 4
                                                  : 8;

    return claim > own && claim < UINT64_MAX / 2 ? claim - own : 0;
}

/* Ask for the first frame as raw bytes, and see what libsndfile reads. */
static bool
first_frame_at(struct soundfile *file, int64_t frame_bytes, int64_t *at)
{
    unsigned char theirs[SOUNDFILE_MAX_CHANNELS * 8];
    unsigned char ours[sizeof theirs];

    if (sf_seek(file->snd, 0, SEEK_SET) != 0)
        return false;
    file->feed.asked = 0;
    if (sf_read_raw(file->snd, theirs, frame_bytes) != frame_bytes)
        return false;
    *at = file->feed.asked_at;
    return *at > 0 && file->feed.asked == frame_bytes
           && pread(file->feed.fd, ours, (size_t)frame_bytes, *at) == frame_bytes
           && memcmp(ours, theirs, (size_t)frame_bytes) == 0;
}

void
soundfile_find_raw(struct soundfile *file, const SF_INFO *sf)
{
    struct soundfile_info *info = &file->info;
    const int major = sf->format & SF_FORMAT_TYPEMASK;
    const bool swapped
        = sf_command(file->snd, SFC_RAW_DATA_NEEDS_ENDSWAP, NULL, 0) == SF_TRUE;
    enum sample_format format;

    if (!is_plain(sf->format)
        || !sample_format_of(sf->format & SF_FORMAT_SUBMASK, swapped, &format))
        return;
    const int64_t frame = sample_bytes(format) * (int64_t)sf->channels;

    if (sf->frames > 0 && !first_frame_at(file, frame, &info->data_at))
        return;
    info->raw = true;
    info->format = format;
    info->frames = 0;
    if (sf->frames <= 0)
        return;
    const int64_t there = (info->bytes - info->data_at) / frame;
    const int64_t claimed = (int64_t)(claimed_bytes(file, major) / (uint64_t)frame);
    const int64_t believed = claimed > 0 ? claimed : sf->frames;

    info->frames = believed < there ? believed : there;
    info->short_of_header = claimed > there;
}
