/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/stream_help.h"

#include <math.h>

static int32_t
value(const struct stream_fake *fake, unsigned channel, int64_t frame)
{
    if (fake->tone > 0)
        return (int32_t)lrint(4e6 * sin(2 * M_PI * fake->tone * (double)frame));

    const uint64_t x = (uint64_t)fake->id * 2654435761u + (uint64_t)frame * 40503u
                     + channel * 9973u;

    return (int32_t)((x ^ x >> 20) & 0xffffff) - 0x800000;
}

float
stream_fake_sample(const struct stream_fake *fake, unsigned channel, int64_t frame)
{
    if (frame < 0 || frame >= fake->length)
        return 0;
    return value(fake, channel, frame) * (1.0f / 8388608.0f);
}

static int64_t
read_fake(void *user, int64_t start, int64_t frames, void *bytes)
{
    struct stream_fake *fake = user;
    unsigned char *to = bytes;
    int64_t n = 0;

    if (atomic_fetch_add(&fake->inside, 1) > 0)
        atomic_fetch_add(&fake->crossed, 1);
    if (fake->gate) {
        pthread_mutex_lock(fake->gate);
        pthread_mutex_unlock(fake->gate);
    }
    if (fake->log)
        fake->log[atomic_fetch_add(fake->log_count, 1)] = fake->id;
    atomic_fetch_add(&fake->reads, 1);
    for (; n < frames; n++) {
        const int64_t at = start + n;

        if (at >= fake->broken_from && at < fake->broken_to)
            break;
        for (unsigned c = 0; c < fake->channels; c++) {
            const uint32_t v = (uint32_t)value(fake, c, at);
            *to++ = v;
            *to++ = v >> 8;
            *to++ = v >> 16;
        }
    }
    atomic_fetch_sub(&fake->inside, 1);
    return n > 0 ? n : -1;
}

static void
close_fake(void *user)
{
    struct stream_fake *fake = user;

    atomic_fetch_add(&fake->closed, 1);
}

struct stream_source
stream_fake_source(struct stream_fake *fake)
{
    return (struct stream_source){
        .id = fake->id,
        .channels = fake->channels,
        .length = fake->length,
        .format = SAMPLE_S24LE,
        .read = read_fake,
        .close = close_fake,
        .user = fake,
    };
}
