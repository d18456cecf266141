/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker: a file from its front to its back, at the song's rate, as two
 * channels. */
#include "app/audition_internal.h"
#include "base/text.h"
#include "engine/aside.h"
#include "media/resample.h"
#include "media/soundfile.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

enum { FRAMES = 2048, FULL_MS = 20 };

struct feeding {
    struct audition_feed *feed;
    const struct job *job;
    struct soundfile *file;
    struct resampler *resampler; /* NULL: the rate stays */
    float *samples;              /* FRAMES a channel */
};

static bool
is_unwanted(const struct feeding *f)
{
    return atomic_load_explicit(job_cancel_flag(f->job), memory_order_relaxed)
           || aside_is_over(f->feed->aside);
}

/* As the outputs are heard a second later, nobody hurries. */
static enum status
feed_all(const struct feeding *f, const float *frames, uint32_t count)
{
    const struct timespec moment = {.tv_nsec = FULL_MS * 1000000};

    while (count > 0) {
        const uint32_t took = aside_feed(f->feed->aside, frames, count);

        frames += 2 * (size_t)took;
        count -= took;
        if (is_unwanted(f))
            return ST_CANCELLED;
        if (took == 0)
            nanosleep(&moment, NULL);
    }
    return ST_OK;
}

static enum status
take(void *user, float *const planar[], size_t frames, struct fault *fault)
{
    const struct feeding *f = user;
    float turns[2 * 512];
    enum status status = ST_OK;

    (void)fault;
    for (size_t at = 0, n; at < frames && !status; at += n) {
        n = frames - at < 512 ? frames - at : 512;
        for (size_t i = 0; i < n; i++) {
            turns[2 * i] = planar[0][at + i];
            turns[2 * i + 1] = planar[1][at + i];
        }
        status = feed_all(f, turns, (uint32_t)n);
    }
    return status;
}

static enum status
decode(struct feeding *f, struct fault *fault)
{
    const unsigned channels = soundfile_info(f->file)->channels;
    float *planar[SOUNDFILE_MAX_CHANNELS];
    int64_t got;

    for (unsigned c = 0; c < channels; c++)
        planar[c] = f->samples + (size_t)c * FRAMES;
    float *const heard[2] = {planar[0], planar[channels > 1]};
    do {
        enum status status
            = soundfile_read_float(f->file, planar, FRAMES, &got, fault);

        if (status == ST_OK && is_unwanted(f))
            status = ST_CANCELLED;
        if (status == ST_OK && got > 0)
            status = f->resampler
                         ? resampler_push(f->resampler, heard, (size_t)got, fault)
                         : take(f, heard, (size_t)got, fault);
        if (status)
            return status;
    } while (got > 0);
    return f->resampler ? resampler_end(f->resampler, fault) : ST_OK;
}

/* Where that cannot be done, it is heard from its beginning. */
static enum status
go_to_start(struct feeding *f, struct fault *fault)
{
    const struct soundfile_info *info = soundfile_info(f->file);
    const double frame = f->feed->from * info->rate;
    enum status status;

    if (!(frame >= 1) || (info->frames >= 0 && frame >= (double)info->frames))
        return ST_OK;
    status = soundfile_seek(f->file, (int64_t)frame, fault);
    if (status == ST_OK)
        atomic_store(&f->feed->begun,
                     resampled_frames((int64_t)frame, info->rate, f->feed->rate));
    return status == ST_UNSUPPORTED ? ST_OK : status;
}

static enum status
prepare(struct feeding *f, struct fault *fault)
{
    const struct soundfile_info *info = soundfile_info(f->file);
    const struct resample_sink sink = {take, f};

    if (info->frames >= 0)
        atomic_store(&f->feed->length,
                     resampled_frames(info->frames, info->rate, f->feed->rate));
    f->samples = malloc(sizeof(float) * FRAMES * info->channels);
    if (!f->samples)
        return fault_errno(fault, ENOMEM, f->feed->path);
    if (info->rate == f->feed->rate)
        return ST_OK;
    return resampler_new(&f->resampler, 2, info->rate, f->feed->rate, sink, fault);
}

static enum status
work(struct job *job, void *user, struct fault *fault)
{
    struct audition_feed *feed = user;
    struct feeding f = {.feed = feed, .job = job};
    enum status status = soundfile_open(&f.file, feed->path, fault);

    if (!status)
        status = prepare(&f, fault);
    if (!status)
        status = go_to_start(&f, fault);
    if (!status)
        status = decode(&f, fault);
    aside_end(feed->aside);
    resampler_free(f.resampler);
    free(f.samples);
    if (f.file)
        soundfile_close(f.file);
    return status;
}

static void
release(void *user)
{
    struct audition_feed *feed = user;

    free(feed->path);
    free(feed);
}

enum status
audition_feed_begin(struct job **out, struct audition_feed *feed,
                    struct fault *fault)
{
    static const struct job_kind KIND = {.work = work, .release = release};

    return job_start(out, &KIND, feed, fault);
}
