/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/soundout.h"

#include "base/text.h"
#include "config.h"
#include "media/codecout.h"
#include "media/newfile.h"
#include "media/plainout.h"
#include "media/receipt.h"
#include "media/resample.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <strings.h>
#include <unistd.h>

struct soundout {
    struct newfile file;
    bool replace;
    bool has_receipt;
    struct plainout *plain; /* one of these two */
    struct codecout *codec;
    struct resampler *resampler; /* before it; NULL: the rate stays */
    int64_t *off;                /* of the call under way */
    char *texts[SOUND_TAGS];     /* copies */
    struct sound_origin origin;
};

static const struct {
    const char *name;
    const char *extension;
} FORMATS[SOUNDOUT_FORMATS] = {
    [SOUNDOUT_WAV] = {"wav", "wav"},    [SOUNDOUT_RF64] = {"rf64", "rf64"},
    [SOUNDOUT_AIFF] = {"aiff", "aif"},  [SOUNDOUT_FLAC] = {"flac", "flac"},
    [SOUNDOUT_OPUS] = {"opus", "opus"}, [SOUNDOUT_VORBIS] = {"vorbis", "ogg"},
    [SOUNDOUT_MP3] = {"mp3", "mp3"},
};

bool
soundout_format_named(const char *name, enum soundout_format *format)
{
    const char *dot = strrchr(name, '.');
    const char *word = dot ? dot + 1 : name;

    for (size_t i = 0; i < SOUNDOUT_FORMATS; i++) {
        if (strcasecmp(word, FORMATS[i].name) != 0
            && strcasecmp(word, FORMATS[i].extension) != 0)
            continue;
        *format = (enum soundout_format)i;
        return true;
    }
    return false;
}

const char *
soundout_extension(enum soundout_format format)
{
    return FORMATS[format].extension;
}

uint32_t
soundout_rate(enum soundout_format format, uint32_t rate)
{
    static const uint32_t opus[] = {48000, 24000, 16000, 12000, 8000};
    static const uint32_t mp3[]
        = {48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000};
    const uint32_t *rates = format == SOUNDOUT_OPUS ? opus : mp3;
    const size_t count = format == SOUNDOUT_OPUS ? COUNT(opus) : COUNT(mp3);

    if (format != SOUNDOUT_OPUS && format != SOUNDOUT_MP3)
        return rate;
    for (size_t i = 0; i < count; i++)
        if (rates[i] == rate)
            return rate;
    return format == SOUNDOUT_MP3 && rate % 44100 == 0 ? 44100 : 48000;
}

/* --- beginning --------------------------------------------------------------- */

static bool
is_plain(enum soundout_format format)
{
    return format == SOUNDOUT_WAV || format == SOUNDOUT_RF64
           || format == SOUNDOUT_AIFF;
}

static enum status
check_spec(const char *path, const struct soundout_spec *spec, struct fault *fault)
{
    const unsigned most = spec->format == SOUNDOUT_MP3    ? 2
                          : spec->format == SOUNDOUT_FLAC ? 8
                                                          : SOUNDOUT_MAX_CHANNELS;
    const char *name = FORMATS[spec->format].name;

    if (spec->channels < 1 || spec->channels > most)
        fault_set(fault, ST_UNSUPPORTED, path, _("%s cannot hold %u channels"),
                  name, spec->channels);
    else if (spec->rate < SOUNDFILE_MIN_RATE || spec->rate > SOUNDFILE_MAX_RATE)
        fault_set(fault, ST_UNSUPPORTED, path, _("%s cannot have a rate of %u Hz"),
                  name, spec->rate);
    else if (spec->format == SOUNDOUT_FLAC && spec->bits == SOUNDOUT_FLOAT)
        fault_set(fault, ST_UNSUPPORTED, path, "%s",
                  _("FLAC holds 16 or 24 bits, not floating point"));
    else
        return ST_OK;
    fault_remedy(fault, "%s", _("choose other bits or WAV"));
    return ST_UNSUPPORTED;
}

static enum status
copy_texts(struct soundout *out, const struct soundout_spec *spec,
           struct fault *fault)
{
    static const char software[] = "Remanence " REMANENCE_VERSION;

    for (size_t i = 0; i < SOUND_TAGS; i++) {
        const char *text = spec->tags[i];
        char *copy = NULL;

        if (i == SOUND_SOFTWARE && !text)
            text = software;
        if (i == SOUND_RECEIPT)
            continue;
        if (i == SOUND_COMMENT && spec->has_receipt)
            copy = receipt_room(text);
        else if (text)
            copy = strdup(text);
        else
            continue;
        if (!(out->texts[i] = copy))
            return fault_errno(fault, ENOMEM, out->file.path);
    }
    return ST_OK;
}

static enum status
begin_plain(struct soundout *out, const struct soundout_spec *spec,
            struct fault *fault)
{
    static const enum sample_format little[]
        = {SAMPLE_S16LE, SAMPLE_S24LE, SAMPLE_F32LE};
    static const enum sample_format big[]
        = {SAMPLE_S16BE, SAMPLE_S24BE, SAMPLE_F32BE};
    const bool aiff = spec->format == SOUNDOUT_AIFF;
    struct soundhead_spec head = {
        .form = aiff                            ? SOUNDHEAD_AIFF
                : spec->format == SOUNDOUT_RF64 ? SOUNDHEAD_RF64
                                                : SOUNDHEAD_WAV,
        .format = aiff ? big[spec->bits] : little[spec->bits],
        .rate = spec->rate,
        .channels = spec->channels,
        .origin = spec->origin ? &out->origin : NULL,
    };

    if (spec->origin)
        out->origin = *spec->origin;
    memcpy(head.tags, out->texts, sizeof head.tags);
    return plainout_new(&out->plain, &out->file, &head, fault);
}

static enum status
write_on(void *user, float *const planar[], size_t frames, struct fault *fault)
{
    struct soundout *out = user;
    const float *const *from = (const float *const *)planar;

    return out->plain ? plainout_write(out->plain, from, frames, out->off, fault)
                      : codecout_write(out->codec, from, frames, out->off, fault);
}

static enum status
begin_codec(struct soundout *out, const struct soundout_spec *spec,
            struct fault *fault)
{
    const uint32_t rate = soundout_rate(spec->format, spec->rate);
    const struct resample_sink sink = {write_on, out};
    struct soundout_spec own = *spec;

    memcpy(own.tags, out->texts, sizeof own.tags);
    const enum status status = codecout_new(&out->codec, &out->file, &own, rate,
                                            out->texts[SOUND_COMMENT], fault);

    if (status != ST_OK || rate == spec->rate)
        return status;
    return resampler_new(&out->resampler, spec->channels, spec->rate, rate, sink,
                         fault);
}

/* What may make way for the new file: a file, never a device, a pipe or a
 * folder. */
static enum status
check_place(const char *path, bool replace, struct fault *fault)
{
    struct stat old;

    if (stat(path, &old) != 0)
        return ST_OK;
    if (!replace) {
        fault_errno(fault, EEXIST, path);
        return ST_EXISTS;
    }
    if (S_ISREG(old.st_mode))
        return ST_OK;
    fault_set(fault, ST_KIND, path, _("is no file that could be replaced"));
    fault_remedy(fault, _("choose another name"));
    return ST_KIND;
}

enum status
soundout_open(struct soundout **out, const char *path,
              const struct soundout_spec *spec, struct fault *fault)
{
    struct soundout *sound;
    enum status status = check_spec(path, spec, fault);

    *out = NULL;
    if (status == ST_OK)
        status = check_place(path, spec->replace, fault);
    if (status != ST_OK)
        return status;
    sound = calloc(1, sizeof *sound);
    if (!sound)
        return fault_errno(fault, ENOMEM, path);
    sound->replace = spec->replace;
    sound->has_receipt = spec->has_receipt;
    status = newfile_begin(&sound->file, path, fault);
    if (status == ST_OK)
        status = copy_texts(sound, spec, fault);
    if (status == ST_OK)
        status = is_plain(spec->format) ? begin_plain(sound, spec, fault)
                                        : begin_codec(sound, spec, fault);
    if (status != ST_OK) {
        soundout_abort(sound);
        return status;
    }
    *out = sound;
    return ST_OK;
}

/* --- writing and ending ------------------------------------------------------ */

enum status
soundout_write(struct soundout *out, const float *const planar[], size_t frames,
               int64_t *clipped, struct fault *fault)
{
    float *const *from = (float *const *)planar;

    out->off = clipped;
    return out->resampler ? resampler_push(out->resampler, from, frames, fault)
                          : write_on(out, from, frames, fault);
}

static enum status
end_sound(struct soundout *out, struct fault *fault)
{
    enum status status = ST_OK;

    out->off = NULL;
    if (out->resampler)
        status = resampler_end(out->resampler, fault);
    if (status == ST_OK && out->plain)
        status = plainout_end(out->plain, fault);
    if (status == ST_OK && out->codec) {
        status = codecout_end(out->codec, fault);
        out->codec = NULL;
    }
    return status;
}

enum status
soundout_close(struct soundout *out, const char *receipt, struct fault *fault)
{
    enum status status = end_sound(out, fault);

    if (status == ST_OK && out->has_receipt)
        status = receipt_fill(&out->file, receipt, fault);
    if (status == ST_OK)
        status = newfile_commit(
            &out->file, out->replace ? NEWFILE_REPLACE : NEWFILE_FAIL, true, fault);
    soundout_abort(out);
    return status;
}

void
soundout_abort(struct soundout *out)
{
    if (!out)
        return;
    plainout_free(out->plain);
    codecout_abort(out->codec);
    resampler_free(out->resampler);
    newfile_abort(&out->file);
    for (size_t i = 0; i < SOUND_TAGS; i++)
        free(out->texts[i]);
    free(out);
}
