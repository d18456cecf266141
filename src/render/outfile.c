/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render/outfile.h"

#include "base/text.h"
#include "config.h"
#include "dsp/convert.h"
#include "dsp/loudness.h"
#include "dsp/meter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

struct outfile {
    struct soundout *out;       /* NULL: no file */
    struct dither *dither;      /* NULL: float */
    struct loudness *loudness;  /* NULL: not asked for */
    XXH3_state_t *sound, *file; /* `file` NULL: as `sound`, or lossy */
    bool lossless;
    float peak;
    int64_t clipped;
    float interleaved[2 * OUTFILE_MOST];
};

static bool
is_lossless(enum soundout_format format)
{
    return format != SOUNDOUT_OPUS && format != SOUNDOUT_VORBIS
        && format != SOUNDOUT_MP3;
}

static unsigned
integer_bits(const struct bounce_spec *spec)
{
    if (!is_lossless(spec->format) || spec->bits == SOUNDOUT_FLOAT)
        return 0;
    return spec->bits == SOUNDOUT_16 ? 16 : 24;
}

static XXH3_state_t *
new_hash(void)
{
    XXH3_state_t *state = XXH3_createState();

    if (state)
        XXH3_128bits_reset(state);
    return state;
}

static enum status
open_file(struct outfile *self, const struct bounce_spec *spec,
          const struct bounce_file *file, uint32_t rate, struct fault *fault)
{
    struct soundout_spec out = {
        .format = spec->format,
        .bits = is_lossless(spec->format) ? spec->bits : SOUNDOUT_FLOAT,
        .rate = rate,
        .channels = 2,
        .quality = spec->quality,
        .has_receipt = !spec->no_receipt,
        .replace = spec->replace,
    };

    memcpy(out.tags, spec->tags, sizeof out.tags);
    if (file->title)
        out.tags[SOUND_TITLE] = file->title;
    if (!out.tags[SOUND_SOFTWARE])
        out.tags[SOUND_SOFTWARE] = "Remanence " REMANENCE_VERSION;
    return soundout_open(&self->out, file->path, &out, fault);
}

static enum status
make_parts(struct outfile *self, const struct bounce_spec *spec,
           const struct bounce_file *file, uint32_t rate)
{
    const unsigned bits = integer_bits(spec);
    enum status status = ST_OK;

    /* Each track its own noise, so that stems add up to no more of it than need
     * be. */
    if (bits)
        status = dither_new(&self->dither, spec->dither, bits, 2, rate,
                            (uint64_t)file->track);
    if (!status && file->loudness)
        status = loudness_new(&self->loudness, rate, 2);
    self->sound = new_hash();
    self->file = bits ? new_hash() : NULL;
    if (!self->sound || (bits && !self->file))
        return ST_NO_MEM;
    if (self->dither)
        dither_reset(self->dither, 0);
    return status;
}

enum status
outfile_new(struct outfile **out, const struct bounce_spec *spec,
            const struct bounce_file *file, uint32_t rate, struct fault *fault)
{
    struct outfile *self = calloc(1, sizeof *self);

    *out = NULL;
    if (!self)
        return fault_set(fault, ST_NO_MEM, file->path, _("no memory"));
    self->lossless = is_lossless(spec->format);
    enum status status = make_parts(self, spec, file, rate);
    if (status)
        fault_set(fault, status, file->path,
                  status == ST_NO_MEM
                      ? _("no memory")
                      : _("the rate is not one that can be measured"));
    else if (file->path)
        status = open_file(self, spec, file, rate, fault);
    if (status) {
        outfile_abort(self);
        return status;
    }
    *out = self;
    return ST_OK;
}

static int64_t
count_clipped(const float *x, uint32_t frames)
{
    int64_t count = 0;

    for (uint32_t i = 0; i < frames; i++)
        count += x[i] > 1.0f || x[i] < -1.0f;
    return count;
}

static void
measure(struct outfile *self, float *const planes[2], uint32_t frames)
{
    const float *const in[2] = {planes[0], planes[1]};

    for (unsigned c = 0; c < 2; c++) {
        struct meter meter = {0};

        meter_add(&meter, planes[c], frames);
        if (meter.peak > self->peak)
            self->peak = meter.peak;
        if (meter.peak > 1.0f)
            self->clipped += count_clipped(planes[c], frames);
    }
    if (self->loudness)
        loudness_process(self->loudness, in, frames);
}

static void
hash(struct outfile *self, XXH3_state_t *state, float *const planes[2],
     uint32_t frames)
{
    const float *const in[2] = {planes[0], planes[1]};

    convert_write(self->interleaved, SAMPLE_F32LE, in, 2, frames);
    XXH3_128bits_update(state, self->interleaved, 2 * sizeof(float) * frames);
}

/* An integer has no negative zero: it would not come back from the file. */
static void
round_off(struct outfile *self, float *const planes[2], uint32_t frames)
{
    dither_process(self->dither, planes, frames);
    for (unsigned c = 0; c < 2; c++)
        for (uint32_t i = 0; i < frames; i++)
            planes[c][i] += 0.0f;
}

enum status
outfile_feed(struct outfile *self, float *const planes[2], uint32_t frames,
             struct fault *fault)
{
    const float *const in[2] = {planes[0], planes[1]};

    measure(self, planes, frames);
    hash(self, self->sound, planes, frames);
    if (self->dither) {
        round_off(self, planes, frames);
        hash(self, self->file, planes, frames);
    }
    return self->out ? soundout_write(self->out, in, frames, NULL, fault) : ST_OK;
}

static struct hash128
digest(const XXH3_state_t *state)
{
    const XXH128_hash_t hash = XXH3_128bits_digest(state);

    return (struct hash128){.high = hash.high64, .low = hash.low64};
}

void
outfile_figures(struct outfile *self, struct bounce_figures *out)
{
    struct loudness_reading reading = {
        .integrated = -HUGE_VALF,
        .max_momentary = -HUGE_VALF,
        .max_shortterm = -HUGE_VALF,
        .range = -HUGE_VALF,
    };

    if (self->loudness)
        loudness_read(self->loudness, &reading);
    *out = (struct bounce_figures){
        .sound = digest(self->sound),
        .file = digest(self->file ? self->file : self->sound),
        .has_file = self->lossless,
        .peak = self->peak,
        .true_peak = reading.true_peak[0] > reading.true_peak[1]
                         ? reading.true_peak[0]
                         : reading.true_peak[1],
        .integrated = reading.integrated,
        .max_shortterm = reading.max_shortterm,
        .max_momentary = reading.max_momentary,
        .range = reading.range,
        .clipped = self->clipped,
    };
}

static void
free_parts(struct outfile *self)
{
    dither_free(self->dither);
    loudness_free(self->loudness);
    XXH3_freeState(self->sound);
    XXH3_freeState(self->file);
    free(self);
}

enum status
outfile_close(struct outfile *self, const char *receipt, struct fault *fault)
{
    enum status status = ST_OK;

    if (self->out)
        status = soundout_close(self->out, receipt, fault);
    free_parts(self);
    return status;
}

void
outfile_abort(struct outfile *self)
{
    if (!self)
        return;
    soundout_abort(self->out);
    free_parts(self);
}
