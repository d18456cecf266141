/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The peak file.
 *
 * Made to be mapped; all numbers have the low byte first.
 *
 *     0  «RemPeaks»                8 bytes
 *     8  version                   uint32   1
 *    12  byte order                uint32   0x01020304
 *    16  channels                  uint32   1 … 32
 *    20  rate                      uint32   Hz
 *    24  frames                    int64    of the sound
 *    32  size of the sound's file  int64    bytes
 *    40  XXH3-128 of that file     40 bytes hexadecimal, filled up with 0; or all 0
 *    80  frames a bucket           uint32   256
 *    84  step                      uint32   4 buckets of the level below make one
 *    88  levels                    uint32   0 (no frames) … 24
 *    92  0                         uint32
 *    96  24 times                           each level; those beyond the last are 0
 *          offset                  uint64   from the file's start, a multiple of 64
 *          buckets                 uint64   frames / (256 * 4^level), upwards
 *          checksum                uint64   XXH3-64 of the level's bytes
 *   672  checksum                  uint64   XXH3-64 of the 672 bytes before
 *
 * A level is its buckets in order; a bucket has for each channel minimum, maximum
 * and RMS (three times 2 bytes, IEEE 754 binary16).  The minimum is rounded
 * downwards, the maximum upwards, so that what was loud never looks quieter; the
 * RMS to the nearest.  The error is 2^-10 of the value at most, or 2^-24.  Values
 * end at 65504 (+96 dBFS).  The last bucket of a level may be over fewer frames.
 * The coarsest level has at most 4 buckets.
 *
 * The builder writes the first level while the sound goes by, and makes the others
 * of it when it is over: that takes no memory, and as rounding outwards twice is
 * rounding once, no precision either, but for the last bit of the RMS. */
#include "media/peaks.h"

#include "base/text.h"
#include "media/newfile.h"
#include "media/peaks_priv.h"
#include "media/peakscan.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { RECORDS = 8192, FIRST_LEVEL = 704, RAW_FRAMES = 2048 };

struct peaks_builder {
    struct newfile file;
    struct fault fault; /* of the first write that failed */
    unsigned channels;
    uint32_t rate;
    int64_t frames;
    size_t held;        /* frames in `bucket`, fewer than PEAKS_FRAMES */
    size_t records;     /* in `record`, not written yet */
    XXH3_state_t *hash; /* of the first level */
    float *bucket;      /* PEAKS_FRAMES a channel */
    float *planar;      /* RAW_FRAMES a channel */
    struct peaks_record record[RECORDS];
};

/* --- binary16 ---------------------------------------------------------------- */

enum toward { DOWN, NEAR, UP };

static uint16_t
magnitude(float value, enum toward toward)
{
    const float most = 65504;
    uint32_t bits;

    if (!(value < most))
        return 0x7bff;
    if (value < 0x1p-14f) { /* steps of 2^-24 */
        const float steps = value * 0x1p24f;
        const uint16_t whole = (uint16_t)steps;
        const float rest = steps - whole;

        return (
            uint16_t)(whole
                      + (toward == UP ? rest > 0 : toward == NEAR && rest >= 0.5f));
    }
    memcpy(&bits, &value, sizeof bits);
    bits -= 112u << 23;
    bits += toward == UP ? 0x1fff : toward == NEAR ? 0x0fff + (bits >> 13 & 1) : 0;
    bits >>= 13;
    return (uint16_t)(bits < 0x7bff ? bits : 0x7bff);
}

uint16_t
half_up(float value)
{
    return value >= 0 ? magnitude(value, UP)
                      : (uint16_t)(0x8000 | magnitude(-value, DOWN));
}

uint16_t
half_down(float value)
{
    return value >= 0 ? magnitude(value, DOWN)
                      : (uint16_t)(0x8000 | magnitude(-value, UP));
}

uint16_t
half_near(float value)
{
    return value >= 0 ? magnitude(value, NEAR)
                      : (uint16_t)(0x8000 | magnitude(-value, NEAR));
}

/* --- the first level --------------------------------------------------------- */

static void
builder_free(struct peaks_builder *builder)
{
    newfile_abort(&builder->file);
    XXH3_freeState(builder->hash);
    free(builder->bucket);
    free(builder->planar);
    free(builder);
}

enum status
peaks_builder_new(struct peaks_builder **out, const char *path, unsigned channels,
                  uint32_t rate, struct fault *fault)
{
    struct peaks_builder *made;
    const char empty[FIRST_LEVEL] = {0};
    enum status status;

    *out = NULL;
    if (channels < 1 || channels > PEAKS_MAX_CHANNELS)
        return fault_set(fault, ST_RANGE, path, _("no peaks of %u channels"),
                         channels);
    made = calloc(1, sizeof *made);
    if (!made)
        return fault_errno(fault, ENOMEM, path);
    made->channels = channels;
    made->rate = rate;
    made->file.fd = -1;
    made->hash = XXH3_createState();
    made->bucket = malloc(sizeof(float) * PEAKS_FRAMES * channels);
    made->planar = malloc(sizeof(float) * RAW_FRAMES * channels);
    if (!made->hash || !made->bucket || !made->planar)
        status = fault_errno(fault, ENOMEM, path);
    else
        status = newfile_begin(&made->file, path, fault);
    if (status == ST_OK)
        status = newfile_write(&made->file, empty, sizeof empty, fault);
    if (status != ST_OK) {
        builder_free(made);
        return status;
    }
    XXH3_64bits_reset(made->hash);
    *out = made;
    return ST_OK;
}

static void
flush(struct peaks_builder *builder)
{
    const size_t size = builder->records * sizeof *builder->record;

    builder->records = 0;
    if (builder->fault.status != ST_OK)
        return;
    XXH3_64bits_update(builder->hash, builder->record, size);
    builder->fault.status
        = newfile_write(&builder->file, builder->record, size, &builder->fault);
}

static void
add_bucket(struct peaks_builder *builder, const float *const planar[], size_t from,
           size_t frames)
{
    if (builder->records + builder->channels > RECORDS)
        flush(builder);
    for (unsigned c = 0; c < builder->channels; c++) {
        struct peakscan found;

        peakscan(planar[c] + from, frames, &found);
        builder->record[builder->records++] = (struct peaks_record){
            .min = half_down(found.min),
            .max = half_up(found.max),
            .rms = half_near((float)sqrt(found.energy / (double)frames)),
        };
    }
}

void
peaks_builder_feed(struct peaks_builder *builder, const float *const planar[],
                   size_t frames)
{
    const float *bucket[PEAKS_MAX_CHANNELS];

    for (unsigned c = 0; c < builder->channels; c++)
        bucket[c] = builder->bucket + (size_t)c * PEAKS_FRAMES;
    builder->frames += (int64_t)frames;
    for (size_t done = 0; done < frames;) {
        if (builder->held == 0 && frames - done >= PEAKS_FRAMES) {
            add_bucket(builder, planar, done, PEAKS_FRAMES);
            done += PEAKS_FRAMES;
            continue;
        }
        const size_t space = PEAKS_FRAMES - builder->held;
        const size_t n = frames - done < space ? frames - done : space;

        for (unsigned c = 0; c < builder->channels; c++)
            memcpy(builder->bucket + (size_t)c * PEAKS_FRAMES + builder->held,
                   planar[c] + done, n * sizeof(float));
        done += n;
        builder->held += n;
        if (builder->held == PEAKS_FRAMES) {
            add_bucket(builder, bucket, 0, PEAKS_FRAMES);
            builder->held = 0;
        }
    }
}

size_t
peaks_builder_feed_raw(struct peaks_builder *builder, const void *raw,
                       enum sample_format format, size_t frames)
{
    const size_t frame = sample_bytes(format) * (size_t)builder->channels;
    float *planar[PEAKS_MAX_CHANNELS];
    size_t strange = 0;

    for (unsigned c = 0; c < builder->channels; c++)
        planar[c] = builder->planar + (size_t)c * RAW_FRAMES;
    for (size_t done = 0; done < frames;) {
        const size_t n = frames - done < RAW_FRAMES ? frames - done : RAW_FRAMES;

        strange += convert_read(planar, 0, builder->channels,
                                (const char *)raw + done * frame, format,
                                builder->channels, n);
        peaks_builder_feed(builder, (const float *const *)planar, n);
        done += n;
    }
    return strange;
}

/* --- the others -------------------------------------------------------------- */

/* `count` records of one channel into one; all are over `width` frames but the last
 * of the sound. */
static struct peaks_record
gather(const struct peaks_record *from, size_t stride, uint64_t first,
       uint64_t count, int64_t width, int64_t frames)
{
    float min = half_float(from->min);
    float max = half_float(from->max);
    double energy = 0;
    int64_t sum = 0;

    for (uint64_t i = 0; i < count; i++) {
        const struct peaks_record *record = from + i * stride;
        const int64_t left = frames - (int64_t)(first + i) * width;
        const int64_t n = left < width ? left : width;
        const float rms = half_float(record->rms);

        min = fminf(min, half_float(record->min));
        max = fmaxf(max, half_float(record->max));
        energy += (double)rms * rms * (double)n;
        sum += n;
    }
    return (struct peaks_record){half_down(min), half_up(max),
                                 half_near((float)sqrt(energy / (double)sum))};
}

static enum status
add_level(struct peaks_builder *builder, struct peaks_head *head, unsigned level,
          const char *map, struct fault *fault)
{
    const struct peaks_level *below = &head->level[level - 1];
    const struct peaks_record *from
        = (const struct peaks_record *)(map + below->offset);
    const size_t channels = builder->channels;
    const uint64_t buckets = peaks_buckets(builder->frames, level);
    const size_t size = buckets * channels * sizeof *from;
    struct peaks_record *made = malloc(size);

    if (!made)
        return fault_errno(fault, ENOMEM, builder->file.path);
    for (uint64_t b = 0; b < buckets; b++) {
        const uint64_t first = b * PEAKS_STEP;
        const uint64_t left = below->buckets - first;

        for (size_t c = 0; c < channels; c++)
            made[b * channels + c]
                = gather(from + first * channels + c, channels, first,
                         left < PEAKS_STEP ? left : PEAKS_STEP,
                         peaks_width(level - 1), builder->frames);
    }
    const uint64_t end
        = below->offset + below->buckets * channels * sizeof *from + 63;

    head->level[level]
        = (struct peaks_level){end / 64 * 64, buckets, XXH3_64bits(made, size)};
    const enum status status = newfile_write_at(
        &builder->file, made, size, (int64_t)head->level[level].offset, fault);

    free(made);
    return status;
}

static enum status
add_levels(struct peaks_builder *builder, struct peaks_head *head,
           struct fault *fault)
{
    enum status status = ST_OK;

    if (builder->frames == 0)
        return ST_OK;
    head->levels = 1;
    head->level[0]
        = (struct peaks_level){FIRST_LEVEL, peaks_buckets(builder->frames, 0),
                               XXH3_64bits_digest(builder->hash)};
    while (status == ST_OK && head->level[head->levels - 1].buckets > PEAKS_TOP) {
        const struct peaks_level *below = &head->level[head->levels - 1];
        const size_t size
            = below->offset
              + below->buckets * builder->channels * sizeof(struct peaks_record);
        char *map = mmap(NULL, size, PROT_READ, MAP_SHARED, builder->file.fd, 0);

        if (map == MAP_FAILED)
            return fault_errno(fault, errno, builder->file.path);
        status = add_level(builder, head, head->levels, map, fault);
        munmap(map, size);
        head->levels++;
    }
    return status;
}

enum status
peaks_builder_finish(struct peaks_builder *builder, const char *path,
                     const struct peaks_key *key, struct fault *fault)
{
    struct peaks_head head = {
        .magic = "RemPeak",
        .version = PEAKS_VERSION,
        .endian = PEAKS_ENDIAN,
        .channels = builder->channels,
        .rate = builder->rate,
        .frames = builder->frames,
        .source_bytes = key->bytes,
        .bucket = PEAKS_FRAMES,
        .step = PEAKS_STEP,
    };
    const float *bucket[PEAKS_MAX_CHANNELS];

    head.magic[7] = 's';
    memcpy(head.source_hash, key->hash, strnlen(key->hash, sizeof key->hash));
    for (unsigned c = 0; c < builder->channels; c++)
        bucket[c] = builder->bucket + (size_t)c * PEAKS_FRAMES;
    if (builder->held > 0)
        add_bucket(builder, bucket, 0, builder->held);
    flush(builder);
    enum status status = builder->fault.status;
    if (status != ST_OK && fault)
        *fault = builder->fault;
    if (status == ST_OK)
        status = add_levels(builder, &head, fault);
    head.checksum = XXH3_64bits(&head, offsetof(struct peaks_head, checksum));
    if (status == ST_OK)
        status = newfile_write_at(&builder->file, &head, sizeof head, 0, fault);
    if (path)
        snprintf(builder->file.path, sizeof builder->file.path, "%s", path);
    if (status == ST_OK)
        status = newfile_commit(&builder->file, NEWFILE_REPLACE, false, fault);
    builder_free(builder);
    return status;
}

void
peaks_builder_abort(struct peaks_builder *builder)
{
    if (builder)
        builder_free(builder);
}
