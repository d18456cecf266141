/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file decoded, brought to the project's rate, and written anew: as one file, or
 * as one a channel. */
#include "base/text.h"
#include "config.h"
#include "media/import_priv.h"
#include "media/plainout.h"
#include "media/rawpass.h"
#include "media/resample.h"
#include "media/soundfile_priv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAMES = 4096 };

struct part {
    struct import_target target;
    struct plainout *out;
};

struct conversion {
    const struct import_job *job;
    struct soundfile *file;
    struct import_result *result;
    struct sound_origin origin; /* what the new files say of where they belong */
    enum sample_format format;
    unsigned channels; /* of the origin */
    unsigned wide;     /* channels of a part */
    size_t count;      /* parts */
    struct part parts[IMPORT_MAX_CHANNELS];
    struct resampler *resampler; /* NULL: the rate stays */
    float *samples;              /* FRAMES a channel */
};

/* --- beginning --------------------------------------------------------------- */

static enum sample_format
format_for(const struct soundfile_info *info, uint32_t rate)
{
    if (info->rate != rate || sample_is_float(info->format)
        || sample_bits(info->format) > 24)
        return SAMPLE_F32LE;
    return sample_bits(info->format) > 16 ? SAMPLE_S24LE : SAMPLE_S16LE;
}

static void
make_origin(struct conversion *c)
{
    const struct soundfile_info *info = soundfile_info(c->file);

    c->origin = *soundfile_origin(c->file);
    if (c->origin.has && c->origin.time_reference > 0)
        c->origin.time_reference
            = resampled_frames(c->origin.time_reference, info->rate, c->job->rate);
    if (!c->origin.description[0])
        snprintf(c->origin.description, sizeof c->origin.description, "%s",
                 c->result->name);
    if (!c->origin.originator[0])
        snprintf(c->origin.originator, sizeof c->origin.originator, "Remanence %s",
                 REMANENCE_VERSION);
}

static enum status
begin_part(struct conversion *c, size_t index, struct fault *fault)
{
    struct part *part = &c->parts[index];
    const struct soundhead_spec spec = {
        .form = SOUNDHEAD_WAV,
        .format = c->format,
        .rate = c->job->rate,
        .channels = c->wide,
        /* A bext says where a sound belongs; one without that would put it at
         * midnight. */
        .origin = c->origin.has ? &c->origin : NULL,
        .tags = {[SOUND_TITLE] = soundfile_tag(c->file, SOUND_TITLE),
                 [SOUND_ARTIST] = soundfile_tag(c->file, SOUND_ARTIST),
                 [SOUND_SOFTWARE] = "Remanence " REMANENCE_VERSION},
    };
    const unsigned channel = c->count > 1 ? (unsigned)index + 1 : 0;
    enum status status = import_target_new(&part->target, c->job, c->result->name,
                                           channel, "wav", c->wide, fault);

    if (status == ST_OK)
        status = plainout_new(&part->out, &part->target.file, &spec, fault);
    return status;
}

/* --- under way --------------------------------------------------------------- */

static enum status
take(void *user, float *const planar[], size_t frames, struct fault *fault)
{
    struct conversion *c = user;

    for (size_t i = 0; i < c->count; i++) {
        const float *const *from = (const float *const *)planar + i * c->wide;
        const enum status status
            = plainout_write(c->parts[i].out, from, frames, NULL, fault);

        if (status != ST_OK)
            return status;
        peaks_builder_feed(c->parts[i].target.peaks, from, frames);
    }
    return ST_OK;
}

static void
tell_progress(const struct conversion *c)
{
    const int64_t at = soundfile_bytes_read(c->file);

    if (c->job->progress)
        c->job->progress(c->job->user,
                         (double)at / (double)soundfile_info(c->file)->bytes, at);
}

/* A sound that breaks off is taken as far as it goes, and the user is told. */
static enum status
decode(struct conversion *c, int64_t *frames, struct fault *fault)
{
    float *planar[IMPORT_MAX_CHANNELS];
    enum status status = ST_OK;
    bool broken = false;
    int64_t got = 1;

    *frames = 0;
    for (unsigned i = 0; i < c->channels; i++)
        planar[i] = c->samples + (size_t)i * FRAMES;
    while (got > 0 && !broken) {
        status = soundfile_read_float(c->file, planar, FRAMES, &got, fault);
        broken = status != ST_OK;
        *frames += got;
        if (status == ST_DAMAGED && *frames > 0)
            status = ST_OK;
        if (status == ST_OK && import_cancelled(c->job, fault))
            status = ST_CANCELLED;
        if (status == ST_OK && got > 0)
            status = c->resampler
                         ? resampler_push(c->resampler, planar, (size_t)got, fault)
                         : take(c, planar, (size_t)got, fault);
        if (status != ST_OK)
            return status;
        tell_progress(c);
    }
    const int64_t claimed = soundfile_info(c->file)->frames;

    if (broken || claimed > *frames)
        snprintf(
            c->result->warning, sizeof c->result->warning,
            _("the file breaks off after %.3f s; what was there has been taken"),
            (double)*frames / soundfile_info(c->file)->rate);
    if (*frames == 0) {
        fault_set(fault, ST_KIND, c->job->path, "%s", _("holds no sound"));
        fault_remedy(fault, "%s", _("copy it again from where it came from"));
        return ST_KIND;
    }
    return c->resampler ? resampler_end(c->resampler, fault) : ST_OK;
}

/* --- the end ----------------------------------------------------------------- */

static enum status
commit_part(struct conversion *c, size_t index, struct fault *fault)
{
    struct part *part = &c->parts[index];
    struct import_source *source = &c->result->sources[index];
    struct peaks_key key;
    enum status status = plainout_end(part->out, fault);

    source->channel = (unsigned)index;
    source->channels = c->wide;
    source->length = plainout_frames(part->out);
    if (status
        == ST_OK) /* its header was written last: only now there is all to hash */
        status = rawpass_hash(part->target.file.fd, part->target.file.path, &key,
                              c->job->cancel, fault);
    if (status == ST_OK)
        status = import_target_commit(&part->target, c->job, &key, source, fault);
    return status;
}

static enum status
commit(struct conversion *c, struct fault *fault)
{
    for (size_t i = 0; i < c->count; i++) {
        const enum status status = commit_part(c, i, fault);

        if (status == ST_OK)
            continue;
        while (i-- > 0)
            import_remove(c->job, &c->result->sources[i]);
        return status;
    }
    c->result->count = c->count;
    return ST_OK;
}

static enum status
convert(struct conversion *c, struct fault *fault)
{
    const struct soundfile_info *info = soundfile_info(c->file);
    const struct resample_sink sink = {take, c};
    enum status status = ST_OK;
    int64_t frames;

    c->samples = malloc(sizeof(float) * FRAMES * c->channels);
    if (!c->samples)
        return fault_errno(fault, ENOMEM, c->job->path);
    if (info->rate != c->job->rate)
        status = resampler_new(&c->resampler, c->channels, info->rate, c->job->rate,
                               sink, fault);
    for (size_t i = 0; i < c->count && status == ST_OK; i++)
        status = begin_part(c, i, fault);
    if (status == ST_OK)
        status = decode(c, &frames, fault);
    if (status == ST_OK)
        status = commit(c, fault);
    return status;
}

enum status
import_converted(const struct import_job *job, struct soundfile *file,
                 struct import_result *result, struct fault *fault)
{
    const struct soundfile_info *info = soundfile_info(file);
    struct conversion *c = calloc(1, sizeof *c);
    enum status status;

    if (!c)
        return fault_errno(fault, ENOMEM, job->path);
    c->job = job;
    c->file = file;
    c->result = result;
    c->format = format_for(info, job->rate);
    c->channels = info->channels;
    c->wide = job->split ? 1 : info->channels;
    c->count = job->split ? info->channels : 1;
    for (size_t i = 0; i < c->count; i++)
        c->parts[i].target.file.fd = -1;
    make_origin(c);
    status = soundfile_rewind(file, fault);
    if (status == ST_OK)
        status = convert(c, fault);
    for (size_t i = 0; i < c->count; i++) {
        plainout_free(c->parts[i].out);
        import_target_abort(&c->parts[i].target);
    }
    resampler_free(c->resampler);
    free(c->samples);
    free(c);
    result->converted = true;
    result->resampled = info->rate != job->rate;
    result->not_finite = soundfile_not_finite(file);
    return status;
}
