/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/resample.h"

#include "base/text.h"

#include <errno.h>
#include <soxr.h>
#include <stdlib.h>
#include <string.h>

enum { OUT_FRAMES = 4096 };

struct resampler {
    soxr_t soxr;
    struct resample_sink sink;
    uint32_t from;
    uint32_t to;
    unsigned channels;
    int64_t in;  /* frames pushed */
    int64_t out; /* frames given to the sink */
    float *planar[1024];
    float samples[]; /* OUT_FRAMES a channel */
};

int64_t
resampled_frames(int64_t frames, uint32_t from, uint32_t to)
{
    const __int128 exact
        = ((__int128)frames * to * 2 + from) / ((__int128)from * 2);

    return exact > INT64_MAX ? INT64_MAX : (int64_t)exact;
}

enum status
resampler_new(struct resampler **out, unsigned channels, uint32_t from, uint32_t to,
              struct resample_sink sink, struct fault *fault)
{
    const soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT32_S, SOXR_FLOAT32_S);
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, 0);
    const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
    soxr_error_t error = NULL;
    struct resampler *made
        = malloc(sizeof *made + channels * sizeof(float) * OUT_FRAMES);

    *out = NULL;
    if (!made)
        return fault_errno(fault, ENOMEM, NULL);
    made->soxr = soxr_create(from, to, channels, &error, &io, &quality, &runtime);
    if (!made->soxr) {
        free(made);
        return fault_set(fault, ST_UNSUPPORTED, NULL,
                         _("cannot go from %u Hz to %u Hz: %s"), from, to,
                         error ? error : "?");
    }
    made->sink = sink;
    made->from = from;
    made->to = to;
    made->channels = channels;
    made->in = 0;
    made->out = 0;
    for (unsigned c = 0; c < channels; c++)
        made->planar[c] = made->samples + (size_t)c * OUT_FRAMES;
    *out = made;
    return ST_OK;
}

static enum status
process(struct resampler *r, const float *const in[], size_t left, size_t *used,
        size_t *made, struct fault *fault)
{
    const float *from[1024];

    for (unsigned c = 0; in && c < r->channels; c++)
        from[c] = in[c] + *used;
    size_t taken = 0;
    const soxr_error_t error
        = soxr_process(r->soxr, in ? (soxr_in_t)from : NULL, left, &taken,
                       (soxr_out_t)r->planar, OUT_FRAMES, made);
    *used += taken;
    return error ? fault_set(fault, ST_IO, NULL, _("resampling failed: %s"), error)
                 : ST_OK;
}

enum status
resampler_push(struct resampler *r, float *const planar[], size_t frames,
               struct fault *fault)
{
    size_t used = 0;
    size_t made;

    do {
        enum status status = process(r, (const float *const *)planar, frames - used,
                                     &used, &made, fault);

        if (status == ST_OK && made > 0)
            status = r->sink.take(r->sink.user, r->planar, made, fault);
        if (status != ST_OK)
            return status;
        r->out += (int64_t)made;
    } while (used < frames || made == OUT_FRAMES);
    r->in += (int64_t)frames;
    return ST_OK;
}

/* soxr stops within a frame of the end: one too many is cut, one missing is
 * silence. */
enum status
resampler_end(struct resampler *r, struct fault *fault)
{
    const int64_t all = resampled_frames(r->in, r->from, r->to);

    while (r->out < all) {
        size_t used = 0;
        size_t made = 0;
        enum status status = process(r, NULL, 0, &used, &made, fault);

        if (status != ST_OK)
            return status;
        if (made == 0) {
            made = OUT_FRAMES;
            for (unsigned c = 0; c < r->channels; c++)
                memset(r->planar[c], 0, OUT_FRAMES * sizeof(float));
        }
        if ((int64_t)made > all - r->out)
            made = (size_t)(all - r->out);
        status = r->sink.take(r->sink.user, r->planar, made, fault);
        if (status != ST_OK)
            return status;
        r->out += (int64_t)made;
    }
    return ST_OK;
}

void
resampler_free(struct resampler *r)
{
    if (!r)
        return;
    soxr_delete(r->soxr);
    free(r);
}
