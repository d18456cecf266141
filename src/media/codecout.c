/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/codecout.h"

#include "base/text.h"
#include "media/id3.h"

#include <errno.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 4096 }; /* frames */

struct codecout {
    SNDFILE *snd;
    struct newfile *file;
    unsigned channels;
    enum sample_format format; /* F32LE, or the integers of a FLAC file */
    struct fault fault;        /* of a write that failed */
    int64_t base;              /* where libsndfile's part of the file begins */
    union {
        unsigned char raw[1];
        float samples[1];
        int integers[1];
        short shorts[1];
    } * block; /* interleaved */
};

/* --- what libsndfile writes to ----------------------------------------------- */

static sf_count_t
file_size(void *user)
{
    const struct codecout *out = user;
    const off_t at = lseek(out->file->fd, 0, SEEK_CUR);
    const off_t size = lseek(out->file->fd, 0, SEEK_END);

    lseek(out->file->fd, at, SEEK_SET);
    return size - out->base;
}

static sf_count_t
file_seek(sf_count_t offset, int whence, void *user)
{
    const struct codecout *out = user;

    return lseek(out->file->fd, whence == SEEK_SET ? offset + out->base : offset,
                 whence)
           - out->base;
}

static sf_count_t
file_read(void *bytes, sf_count_t count, void *user)
{
    const struct codecout *out = user;
    const ssize_t n = read(out->file->fd, bytes, (size_t)count);

    return n < 0 ? 0 : n;
}

static sf_count_t
file_write(const void *bytes, sf_count_t count, void *user)
{
    struct codecout *out = user;

    if (out->fault.status != ST_OK
        || newfile_write(out->file, bytes, (size_t)count, &out->fault) != ST_OK)
        return 0;
    return count;
}

static sf_count_t
file_tell(void *user)
{
    const struct codecout *out = user;

    return lseek(out->file->fd, 0, SEEK_CUR) - out->base;
}

static bool
write_failed(const struct codecout *out, struct fault *fault)
{
    if (out->fault.status != ST_OK && fault)
        *fault = out->fault;
    return out->fault.status != ST_OK;
}

/* --- beginning --------------------------------------------------------------- */

static const struct {
    int sndfile;
    double quality; /* a good one, where none is asked for */
} CODECS[SOUNDOUT_FORMATS] = {
    [SOUNDOUT_FLAC] = {SF_FORMAT_FLAC, 0},
    [SOUNDOUT_OPUS] = {SF_FORMAT_OGG | SF_FORMAT_OPUS, 0.35},
    [SOUNDOUT_VORBIS] = {SF_FORMAT_OGG | SF_FORMAT_VORBIS, 0.7},
    [SOUNDOUT_MP3] = {SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 0.8},
};

static void
set_quality(struct codecout *out, const struct soundout_spec *spec)
{
    double quality
        = spec->quality > 0 ? spec->quality : CODECS[spec->format].quality;
    double level;
    int original = (int)spec->rate;
    int mode = SF_BITRATE_MODE_VARIABLE;

    if (spec->format == SOUNDOUT_FLAC)
        return;
    if (quality > 1)
        quality = 1;
    level = 1 - quality;
    if (spec->format == SOUNDOUT_OPUS)
        sf_command(out->snd, SFC_SET_ORIGINAL_SAMPLERATE, &original,
                   sizeof original);
    if (spec->format == SOUNDOUT_MP3)
        sf_command(out->snd, SFC_SET_BITRATE_MODE, &mode, sizeof mode);
    sf_command(out->snd, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
}

static void
set_tags(struct codecout *out, const struct soundout_spec *spec,
         const char *comment)
{
    static const struct {
        enum sound_tag tag;
        int string;
    } names[] = {
        {SOUND_TITLE, SF_STR_TITLE},       {SOUND_ARTIST, SF_STR_ARTIST},
        {SOUND_ALBUM, SF_STR_ALBUM},       {SOUND_DATE, SF_STR_DATE},
        {SOUND_SOFTWARE, SF_STR_SOFTWARE},
    };

    for (size_t i = 0; i < COUNT(names); i++)
        if (spec->tags[names[i].tag] && spec->tags[names[i].tag][0])
            sf_set_string(out->snd, names[i].string, spec->tags[names[i].tag]);
    if (comment && comment[0])
        sf_set_string(out->snd, SF_STR_COMMENT, comment);
}

static enum status
write_id3(struct codecout *out, const struct soundout_spec *spec,
          const char *comment, struct fault *fault)
{
    const char *tags[SOUND_TAGS];
    size_t size;

    memcpy(tags, spec->tags, sizeof tags);
    tags[SOUND_COMMENT] = comment;
    void *bytes = id3_make(tags, &size);
    if (!bytes)
        return fault_errno(fault, ENOMEM, out->file->path);
    out->base = (int64_t)size;
    const enum status status = newfile_write(out->file, bytes, size, fault);

    free(bytes);
    return status;
}

static enum sample_format
format_of(const struct soundout_spec *spec)
{
    if (spec->format != SOUNDOUT_FLAC)
        return SAMPLE_F32LE;
    return spec->bits == SOUNDOUT_16 ? SAMPLE_S16LE : SAMPLE_S24LE;
}

static enum status
open_codec(struct codecout *out, const struct soundout_spec *spec, uint32_t rate,
           struct fault *fault)
{
    SF_VIRTUAL_IO io = {file_size, file_seek, file_read, file_write, file_tell};
    SF_INFO sf = {
        .samplerate = (int)rate,
        .channels = (int)spec->channels,
        .format = CODECS[spec->format].sndfile,
    };

    if (spec->format == SOUNDOUT_FLAC)
        sf.format
            |= spec->bits == SOUNDOUT_16 ? SF_FORMAT_PCM_16 : SF_FORMAT_PCM_24;
    if (sf_format_check(&sf))
        out->snd = sf_open_virtual(&io, SFM_WRITE, &sf, out);
    if (out->snd)
        return ST_OK;
    if (write_failed(out, fault))
        return out->fault.status;
    fault_set(fault, ST_UNSUPPORTED, out->file->path,
              _("this format has no %u channels at %u Hz"), spec->channels, rate);
    fault_remedy(fault, "%s", _("write WAV or FLAC instead"));
    return ST_UNSUPPORTED;
}

enum status
codecout_new(struct codecout **out, struct newfile *file,
             const struct soundout_spec *spec, uint32_t rate, const char *comment,
             struct fault *fault)
{
    struct codecout *codec = calloc(1, sizeof *codec);
    enum status status;

    *out = NULL;
    if (!codec
        || !(codec->block = malloc(BLOCK * spec->channels * sizeof(float)))) {
        free(codec);
        return fault_errno(fault, ENOMEM, file->path);
    }
    codec->file = file;
    codec->channels = spec->channels;
    codec->format = format_of(spec);
    status = spec->format == SOUNDOUT_MP3 ? write_id3(codec, spec, comment, fault)
                                          : ST_OK;
    if (status == ST_OK)
        status = open_codec(codec, spec, rate, fault);
    if (status != ST_OK) {
        codecout_abort(codec);
        return status;
    }
    set_quality(codec, spec);
    if (spec->format != SOUNDOUT_MP3)
        set_tags(codec, spec, comment);
    *out = codec;
    return ST_OK;
}

/* --- writing ----------------------------------------------------------------- */

/* Three bytes to libsndfile's four, of which it takes the upper three; from the
 * back, as they share their place. */
static void
widen(int *to, const unsigned char *from, size_t samples)
{
    for (size_t i = samples; i-- > 0;)
        to[i] = (int)((uint32_t)from[i * 3] << 8 | (uint32_t)from[i * 3 + 1] << 16
                      | (uint32_t)from[i * 3 + 2] << 24);
}

static sf_count_t
write_block(struct codecout *out, const float *const planar[], size_t frames,
            int64_t *off)
{
    const size_t lost = convert_write(out->block->raw, out->format, planar,
                                      out->channels, frames);

    if (off)
        *off += (int64_t)lost;
    if (out->format == SAMPLE_S16LE)
        return sf_writef_short(out->snd, out->block->shorts, (sf_count_t)frames);
    if (out->format == SAMPLE_F32LE)
        return sf_writef_float(out->snd, out->block->samples, (sf_count_t)frames);
    widen(out->block->integers, out->block->raw, frames * out->channels);
    return sf_writef_int(out->snd, out->block->integers, (sf_count_t)frames);
}

static enum status
refuse(const struct codecout *out, struct fault *fault)
{
    if (write_failed(out, fault))
        return out->fault.status;
    return fault_set(fault, ST_IO, out->file->path, _("encoding failed: %s"),
                     sf_strerror(out->snd));
}

enum status
codecout_write(struct codecout *out, const float *const planar[], size_t frames,
               int64_t *off, struct fault *fault)
{
    for (size_t done = 0; done < frames;) {
        const size_t n = frames - done < BLOCK ? frames - done : BLOCK;
        const float *from[SOUNDOUT_MAX_CHANNELS];

        for (unsigned c = 0; c < out->channels; c++)
            from[c] = planar[c] + done;
        if (write_block(out, from, n, off) != (sf_count_t)n
            || out->fault.status != ST_OK)
            return refuse(out, fault);
        done += n;
    }
    return ST_OK;
}

enum status
codecout_end(struct codecout *out, struct fault *fault)
{
    const int failed = sf_close(out->snd);
    enum status status = ST_OK;

    out->snd = NULL;
    if (write_failed(out, fault))
        status = out->fault.status;
    else if (failed)
        status
            = fault_set(fault, ST_IO, out->file->path, "%s", _("encoding failed"));
    codecout_abort(out);
    return status;
}

void
codecout_abort(struct codecout *out)
{
    if (!out)
        return;
    if (out->snd)
        sf_close(out->snd);
    free(out->block);
    free(out);
}
