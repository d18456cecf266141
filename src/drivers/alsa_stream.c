/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A direction of a device: what it is opened with, and how its samples are moved.
 */
#include "config.h"

#if HAVE_ALSA

#include "base/text.h"
#include "drivers/alsa_private.h"

#include <stdlib.h>
#include <string.h>

/* How many blocks are kept filled: two are the least, a third bears late wake-ups.
 */
enum { BLOCKS_AHEAD = 3, BLOCKS_CAPTURED = 4 };

static const struct {
    snd_pcm_format_t theirs;
    enum sample_format ours;
    bool in_words;
} FORMATS[] = {
    {SND_PCM_FORMAT_FLOAT_LE, SAMPLE_F32LE, false},
    {SND_PCM_FORMAT_S32_LE, SAMPLE_S32LE, false},
    {SND_PCM_FORMAT_S24_3LE, SAMPLE_S24LE, false},
    {SND_PCM_FORMAT_S24_LE, SAMPLE_S24LE, true},
    {SND_PCM_FORMAT_S16_LE, SAMPLE_S16LE, false},
    {SND_PCM_FORMAT_FLOAT_BE, SAMPLE_F32BE, false},
    {SND_PCM_FORMAT_S32_BE, SAMPLE_S32BE, false},
    {SND_PCM_FORMAT_S24_3BE, SAMPLE_S24BE, false},
    {SND_PCM_FORMAT_S16_BE, SAMPLE_S16BE, false},
};

static enum status
refuse(struct fault *fault, const char *name, const char *what)
{
    fault_set(fault, ST_UNSUPPORTED, name, "%s", what);
    fault_remedy(fault, _("«plughw:» in place of «hw:» converts"));
    return ST_UNSUPPORTED;
}

static enum status
choose_form(struct alsa_stream *stream, snd_pcm_hw_params_t *params,
            const char *name, struct fault *fault)
{
    size_t i;

    if (snd_pcm_hw_params_set_access(stream->pcm, params,
                                     SND_PCM_ACCESS_MMAP_NONINTERLEAVED)
        == 0)
        stream->interleaved = false;
    else if (snd_pcm_hw_params_set_access(stream->pcm, params,
                                          SND_PCM_ACCESS_MMAP_INTERLEAVED)
             == 0)
        stream->interleaved = true;
    else
        return refuse(fault, name, _("its memory cannot be mapped"));
    for (i = 0; i < COUNT(FORMATS); i++)
        if ((stream->only <= 0 || stream->only == FORMATS[i].theirs)
            && snd_pcm_hw_params_set_format(stream->pcm, params, FORMATS[i].theirs)
                   == 0)
            break;
    if (i == COUNT(FORMATS))
        return refuse(fault, name, _("has no sample format that is known here"));
    stream->format = FORMATS[i].ours;
    stream->in_words = FORMATS[i].in_words;
    return ST_OK;
}

/* As few channels as suffice, or all there are. */
static enum status
choose_channels(struct alsa_stream *stream, snd_pcm_hw_params_t *params,
                unsigned wanted, const char *name, struct fault *fault)
{
    unsigned least = wanted;
    int error;

    if (snd_pcm_hw_params_set_channels_min(stream->pcm, params, &least) == 0)
        error = snd_pcm_hw_params_set_channels_first(stream->pcm, params,
                                                     &stream->channels);
    else
        error = snd_pcm_hw_params_set_channels_last(stream->pcm, params,
                                                    &stream->channels);
    if (error < 0 || stream->channels == 0
        || stream->channels > DRIVER_MAX_CHANNELS)
        return refuse(fault, name,
                      _("has a number of channels that cannot be used"));
    return ST_OK;
}

static enum status
choose_times(struct alsa_stream *stream, snd_pcm_hw_params_t *params,
             const struct driver_config *config, const char *name,
             struct fault *fault)
{
    const unsigned blocks = stream->capture ? BLOCKS_CAPTURED : BLOCKS_AHEAD;
    snd_pcm_uframes_t most = DRIVER_MAX_BLOCK;

    stream->rate = config->rate;
    if (snd_pcm_hw_params_set_rate_near(stream->pcm, params, &stream->rate, NULL)
        < 0)
        return refuse(fault, name, _("takes no sample rate"));
    (void)snd_pcm_hw_params_set_period_size_max(stream->pcm, params, &most, NULL);
    stream->period = config->block;
    stream->buffer = blocks * config->block;
    /* A plug-in that knows of no periods still has a buffer. */
    (void)snd_pcm_hw_params_set_period_size_near(stream->pcm, params,
                                                 &stream->period, NULL);
    stream->buffer = blocks * stream->period;
    (void)snd_pcm_hw_params_set_buffer_size_near(stream->pcm, params,
                                                 &stream->buffer);
    if (snd_pcm_hw_params(stream->pcm, params) < 0
        || snd_pcm_get_params(stream->pcm, &stream->buffer, &stream->period) < 0
        || snd_pcm_hw_params_get_rate(params, &stream->rate, NULL) < 0
        || stream->period < 1 || stream->buffer < 2 * stream->period)
        return refuse(fault, name, _("takes no buffer of two periods or more"));
    return ST_OK;
}

static enum status
negotiate(struct alsa_stream *stream, const char *name,
          const struct driver_config *config, struct fault *fault)
{
    const unsigned wanted = stream->capture ? config->inputs : config->outputs;
    snd_pcm_hw_params_t *params;
    enum status status;

    if (snd_pcm_hw_params_malloc(&params) < 0)
        return fault_set(fault, ST_NO_MEM, NULL, _("no memory for the driver"));
    if (snd_pcm_hw_params_any(stream->pcm, params) < 0)
        status = refuse(fault, name, _("has no configuration"));
    else
        status = choose_form(stream, params, name, fault);
    if (!status)
        status = choose_channels(stream, params, wanted, name, fault);
    if (!status)
        status = choose_times(stream, params, config, name, fault);
    snd_pcm_hw_params_free(params);
    return status;
}

static enum status
cannot_open(const char *name, bool capture, int error, struct fault *fault)
{
    char holder[128];

    if (error == -EBUSY) {
        const bool known = alsa_name_holder(name, capture, holder, sizeof holder);
        fault_set(fault, ST_BUSY, name, "%s",
                  known ? holder : _("another program holds it"));
        fault_remedy(fault, _("end that program, or choose another device"));
        return ST_BUSY;
    }
    if (error == -EACCES || error == -EPERM) {
        fault_set(fault, ST_READ_ONLY, name, _("may not be opened"));
        fault_remedy(fault, _("put yourself into the group audio"));
        return ST_READ_ONLY;
    }
    fault_set(fault, ST_NOT_FOUND, name,
              capture ? _("no such device to capture from (%s)")
                      : _("no such device to play to (%s)"),
              snd_strerror(error));
    fault_remedy(fault, _("«remanence devices» lists what there is"));
    return ST_NOT_FOUND;
}

enum status
alsa_stream_open(struct alsa_stream *stream, const char *name,
                 const struct driver_config *config, struct fault *fault)
{
    enum status status;
    const int error = snd_pcm_open(&stream->pcm, name,
                                   stream->capture ? SND_PCM_STREAM_CAPTURE
                                                   : SND_PCM_STREAM_PLAYBACK,
                                   SND_PCM_NONBLOCK);

    if (error < 0) {
        stream->pcm = NULL;
        return cannot_open(name, stream->capture, error, fault);
    }
    status = negotiate(stream, name, config, fault);
    if (status)
        return status;
    /* Four bytes a sample are the most a scratch holds. */
    stream->scratch = calloc(stream->buffer * stream->channels, 4);
    return stream->scratch
               ? ST_OK
               : fault_set(fault, ST_NO_MEM, NULL, _("no memory for the driver"));
}

void
alsa_stream_close(struct alsa_stream *stream)
{
    if (stream->pcm)
        snd_pcm_close(stream->pcm);
    free(stream->scratch);
    stream->pcm = NULL;
    stream->scratch = NULL;
}

/* We start it ourselves, and it stops when it has nothing left. */
static int
set_software(struct alsa_stream *stream)
{
    snd_pcm_sw_params_t *params;
    snd_pcm_uframes_t never;

    if (snd_pcm_sw_params_malloc(&params) < 0)
        return -ENOMEM;
    int error = snd_pcm_sw_params_current(stream->pcm, params);
    if (!error)
        error = snd_pcm_sw_params_get_boundary(params, &never);
    if (!error)
        error = snd_pcm_sw_params_set_start_threshold(stream->pcm, params, never);
    if (!error)
        error = snd_pcm_sw_params_set_stop_threshold(stream->pcm, params,
                                                     stream->buffer);
    if (!error)
        error = snd_pcm_sw_params_set_avail_min(stream->pcm, params, stream->need);
    if (!error)
        error = snd_pcm_sw_params(stream->pcm, params);
    snd_pcm_sw_params_free(params);
    return error;
}

enum status
alsa_stream_arm(struct alsa_stream *stream, unsigned block, struct fault *fault)
{
    const snd_pcm_uframes_t ahead = BLOCKS_AHEAD * (snd_pcm_uframes_t)block;
    const char *name = snd_pcm_name(stream->pcm);

    if (stream->buffer < 2 * (snd_pcm_uframes_t)block)
        return refuse(fault, name, _("captures and plays in blocks too different"));
    stream->need = block;
    if (!stream->capture && stream->buffer > ahead)
        stream->need = stream->buffer - ahead + block;
    const int error = set_software(stream);
    if (error < 0)
        return fault_set(fault, ST_IO, name, "%s", snd_strerror(error));
    const int count = snd_pcm_poll_descriptors_count(stream->pcm);
    if (count < 1 || count > ALSA_MAX_FDS)
        return refuse(fault, name, _("cannot be waited for"));
    stream->n_fds = (unsigned)snd_pcm_poll_descriptors(stream->pcm, stream->fds,
                                                       (unsigned)count);
    return ST_OK;
}

/* --- moving samples ---------------------------------------------------------- */

static uint8_t *
address(const snd_pcm_channel_area_t *area, snd_pcm_uframes_t offset)
{
    return (uint8_t *)area->addr + (area->first + area->step * offset) / 8;
}

/* 24 bits in four bytes, the fourth being the sign's or anything: to three and
 * back. */
static void
pack(uint8_t *to, const uint8_t *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        memcpy(to + 3 * i, from + 4 * i, 3);
}

static void
unpack(uint8_t *to, const uint8_t *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        memcpy(to + 4 * i, from + 3 * i, 3);
        to[4 * i + 3] = to[4 * i + 2] & 0x80 ? 0xff : 0;
    }
}

static void
take(struct alsa_stream *stream, const uint8_t *raw, unsigned first,
     unsigned channels, snd_pcm_uframes_t at, snd_pcm_uframes_t frames)
{
    float *out[DRIVER_MAX_CHANNELS];

    if (stream->in_words) {
        pack(stream->scratch, raw, frames * channels);
        raw = stream->scratch;
    }
    for (unsigned c = 0; c < channels; c++)
        out[c] = stream->channel[first + c] + at;
    convert_read(out, 0, channels, raw, stream->format, channels, frames);
}

static void
give(struct alsa_stream *stream, uint8_t *raw, unsigned first, unsigned channels,
     snd_pcm_uframes_t at, snd_pcm_uframes_t frames)
{
    const float *in[DRIVER_MAX_CHANNELS] = {NULL};

    for (unsigned c = 0; c < channels; c++)
        in[c] = stream->channel[first + c] + at;
    if (!stream->in_words) {
        convert_write(raw, stream->format, in, channels, frames);
        return;
    }
    convert_write(stream->scratch, stream->format, in, channels, frames);
    unpack(raw, stream->scratch, frames * channels);
}

static int
move(struct alsa_stream *stream, const snd_pcm_channel_area_t *areas,
     snd_pcm_uframes_t offset, snd_pcm_uframes_t at, snd_pcm_uframes_t frames)
{
    const unsigned together = stream->interleaved ? stream->channels : 1;
    const unsigned bits = 8 * (stream->in_words ? 4 : sample_bytes(stream->format));

    for (unsigned c = 0; c < stream->channels; c += together) {
        /* Not laid out as it said. */
        if (areas[c].step != together * bits || areas[c].first % 8 != 0)
            return -EINVAL;
        if (stream->capture)
            take(stream, address(&areas[c], offset), c, together, at, frames);
        else
            give(stream, address(&areas[c], offset), c, together, at, frames);
    }
    return 0;
}

/* The ring's end may cut a block in two. */
int
alsa_stream_move(struct alsa_stream *stream, snd_pcm_uframes_t frames)
{
    snd_pcm_uframes_t at = 0;

    while (at < frames) {
        const snd_pcm_channel_area_t *areas;
        snd_pcm_uframes_t offset, count = frames - at;
        int error = snd_pcm_mmap_begin(stream->pcm, &areas, &offset, &count);

        if (error < 0)
            return error;
        if (count == 0)
            return -EPIPE;
        error = move(stream, areas, offset, at, count);
        if (error)
            return error;
        const snd_pcm_sframes_t done
            = snd_pcm_mmap_commit(stream->pcm, offset, count);
        if (done < 0)
            return (int)done;
        if ((snd_pcm_uframes_t)done != count)
            return -EPIPE;
        at += count;
    }
    return 0;
}

#endif
