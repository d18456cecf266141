/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/soundfile.h"

#include "base/text.h"
#include "media/soundfile_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 4096 }; /* frames decoded at once */

/* A decoder that goes on asking behind the file's end, and makes sound of nothing,
 * believes its header rather than the file. */
enum { MAX_HUNGRY = 4096 };

/* --- what libsndfile reads from ---------------------------------------------- */

static sf_count_t
feed_size(void *user)
{
    const struct soundfile_feed *feed = user;

    return feed->size;
}

static sf_count_t
feed_seek(sf_count_t offset, int whence, void *user)
{
    struct soundfile_feed *feed = user;
    const int64_t base = whence == SEEK_SET   ? 0
                         : whence == SEEK_CUR ? feed->at
                                              : feed->size;
    int64_t to;

    if (__builtin_add_overflow(base, offset, &to) || to < 0)
        return -1;
    return feed->at = to;
}

static sf_count_t
feed_tell(void *user)
{
    const struct soundfile_feed *feed = user;

    return feed->at;
}

static sf_count_t
feed_read(void *bytes, sf_count_t count, void *user)
{
    struct soundfile_feed *feed = user;
    sf_count_t got = 0;

    feed->asked_at = feed->at;
    feed->asked = count;
    while (got < count) {
        const ssize_t n
            = pread(feed->fd, (char *)bytes + got, (size_t)(count - got), feed->at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            feed->error = errno;
        if (n == 0)
            feed->hungry++;
        if (n <= 0)
            break;
        got += n;
        feed->at += n;
    }
    if (got > 0 && feed->at > feed->furthest)
        feed->furthest = feed->at;
    if (feed->unclosed)
        for (int64_t i = 4; i < 8; i++)
            if (i >= feed->asked_at && i < feed->asked_at + got)
                ((char *)bytes)[i - feed->asked_at] = i == 4 ? 8 : 0;
    return got;
}

static sf_count_t
feed_write(const void *bytes, sf_count_t count, void *user)
{
    (void)bytes, (void)count, (void)user;
    return 0;
}

static SNDFILE *
feed_open(struct soundfile_feed *feed, SF_INFO *sf)
{
    SF_VIRTUAL_IO io = {
        .get_filelen = feed_size,
        .seek = feed_seek,
        .read = feed_read,
        .write = feed_write,
        .tell = feed_tell,
    };

    *sf = (SF_INFO){.format = 0};
    feed->at = 0;
    feed->furthest = 0;
    feed->hungry = 0;
    return sf_open_virtual(&io, SFM_READ, sf, feed);
}

/* A WAV file whose writer was killed may say that its data have 0 bytes.
 * libsndfile takes them to reach to the file's end, but only if the whole file is
 * said to have 8: so that is what it gets to see. */
static void
open_unclosed(struct soundfile *file, SF_INFO *sf)
{
    const int major = sf->format & SF_FORMAT_TYPEMASK;

    if (sf->frames != 0 || (major != SF_FORMAT_WAV && major != SF_FORMAT_WAVEX))
        return;
    sf_close(file->snd);
    file->feed.unclosed = true;
    file->snd = feed_open(&file->feed, sf);
}

/* --- opening ----------------------------------------------------------------- */

static enum status
refuse_kind(mode_t mode, const char *path, struct fault *fault)
{
    const char *what = S_ISDIR(mode)    ? _("is a folder, not a sound file")
                       : S_ISFIFO(mode) ? _("is a pipe, not a sound file")
                       : S_ISSOCK(mode) ? _("is a socket, not a sound file")
                                        : _("is a device, not a sound file");

    fault_set(fault, ST_KIND, path, "%s", what);
    fault_remedy(fault, "%s", _("name a sound file"));
    return ST_KIND;
}

/* A pipe would make open() wait and a device may do things when it is opened: look
 * first. What is open is looked at again, as the name may have passed to something
 * else. */
static enum status
open_regular(struct soundfile *file, const char *path, struct fault *fault)
{
    struct stat st;

    if (stat(path, &st) != 0)
        return fault_errno(fault, errno, path);
    if (!S_ISREG(st.st_mode))
        return refuse_kind(st.st_mode, path, fault);
    file->feed.fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (file->feed.fd < 0 || fstat(file->feed.fd, &st) != 0)
        return fault_errno(fault, errno, path);
    if (!S_ISREG(st.st_mode))
        return refuse_kind(st.st_mode, path, fault);
    if (st.st_size == 0) {
        fault_set(fault, ST_KIND, path, "%s", _("is empty: 0 bytes"));
        fault_remedy(fault, "%s", _("copy it again from where it came from"));
        return ST_KIND;
    }
    file->feed.size = st.st_size;
    file->info.bytes = st.st_size;
    file->info.modified
        = st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
    return ST_OK;
}

/* libsndfile tells the reason through one variable for all threads, which is no way
 * to learn it; the file's first bytes tell whether it means to be a sound file. */
static enum status
refuse_content(const struct soundfile *file, struct fault *fault)
{
    static const char *const magics[] = {"RIFF", "RIFX", "RF64", "riff", "FORM",
                                         "caff", "fLaC", "OggS", "ID3",  ".snd"};
    char head[4] = "";

    if (file->feed.error)
        return fault_errno(fault, file->feed.error, file->path);
    if (pread(file->feed.fd, head, sizeof head, 0) < 0)
        return fault_errno(fault, errno, file->path);
    for (size_t i = 0; i < COUNT(magics); i++) {
        if (memcmp(head, magics[i], strlen(magics[i])) != 0)
            continue;
        fault_set(
            fault, ST_DAMAGED, file->path, "%s",
            _("its header is damaged, or tells of a codec that is not known here"));
        fault_remedy(fault, "%s", _("convert it to WAV or FLAC and take that"));
        return ST_DAMAGED;
    }
    fault_set(fault, ST_KIND, file->path, "%s",
              _("is no sound file that is known here"));
    fault_remedy(fault, "%s", _("convert it to WAV or FLAC and take that"));
    return ST_KIND;
}

static enum status
check_header(const struct soundfile *file, const SF_INFO *sf, struct fault *fault)
{
    if (sf->channels < 1 || sf->channels > SOUNDFILE_MAX_CHANNELS)
        fault_set(fault, ST_DAMAGED, file->path,
                  _("its header speaks of %d channels"), sf->channels);
    else if (sf->samplerate < SOUNDFILE_MIN_RATE
             || sf->samplerate > SOUNDFILE_MAX_RATE)
        fault_set(fault, ST_DAMAGED, file->path, _("its header speaks of %d Hz"),
                  sf->samplerate);
    else
        return ST_OK;
    fault_remedy(fault, "%s", _("the file is damaged: take another copy of it"));
    return ST_DAMAGED;
}

/* What a codec's samples are like; libsndfile gives them all as float. */
static const struct {
    int subtype;
    enum sample_format format;
    bool lossy;
} CODECS[] = {
    {SF_FORMAT_PCM_S8, SAMPLE_S8, false},
    {SF_FORMAT_PCM_U8, SAMPLE_U8, false},
    {SF_FORMAT_PCM_16, SAMPLE_S16LE, false},
    {SF_FORMAT_PCM_24, SAMPLE_S24LE, false},
    {SF_FORMAT_PCM_32, SAMPLE_S32LE, false},
    {SF_FORMAT_FLOAT, SAMPLE_F32LE, false},
    {SF_FORMAT_DOUBLE, SAMPLE_F64LE, false},
    {SF_FORMAT_ALAC_16, SAMPLE_S16LE, false},
    {SF_FORMAT_ALAC_20, SAMPLE_S24LE, false},
    {SF_FORMAT_ALAC_24, SAMPLE_S24LE, false},
    {SF_FORMAT_ALAC_32, SAMPLE_S32LE, false},
    {SF_FORMAT_DWVW_12, SAMPLE_S16LE, false},
    {SF_FORMAT_DWVW_16, SAMPLE_S16LE, false},
    {SF_FORMAT_DWVW_24, SAMPLE_S24LE, false},
    {SF_FORMAT_DPCM_8, SAMPLE_S16LE, true},
    {SF_FORMAT_DPCM_16, SAMPLE_S16LE, false},
    {SF_FORMAT_ULAW, SAMPLE_S16LE, true},
    {SF_FORMAT_ALAW, SAMPLE_S16LE, true},
    {SF_FORMAT_IMA_ADPCM, SAMPLE_S16LE, true},
    {SF_FORMAT_MS_ADPCM, SAMPLE_S16LE, true},
    {SF_FORMAT_GSM610, SAMPLE_S16LE, true},
    {SF_FORMAT_VOX_ADPCM, SAMPLE_S16LE, true},
    {SF_FORMAT_G721_32, SAMPLE_S16LE, true},
    {SF_FORMAT_G723_24, SAMPLE_S16LE, true},
    {SF_FORMAT_G723_40, SAMPLE_S16LE, true},
};

static void
describe(struct soundfile_info *info, const SF_INFO *sf)
{
    SF_FORMAT_INFO major = {.format = sf->format & SF_FORMAT_TYPEMASK};
    SF_FORMAT_INFO codec = {.format = sf->format & SF_FORMAT_SUBMASK};

    info->channels = (unsigned)sf->channels;
    info->rate = (uint32_t)sf->samplerate;
    info->frames
        = sf->frames > 0 && sf->frames <= INT64_C(1) << 40 ? sf->frames : -1;
    info->format = SAMPLE_F32LE;
    info->lossy = true;
    for (size_t i = 0; i < COUNT(CODECS); i++) {
        if (CODECS[i].subtype != codec.format)
            continue;
        info->format = CODECS[i].format;
        info->lossy = CODECS[i].lossy;
    }
    info->extension = "wav";
    if (sf_command(NULL, SFC_GET_FORMAT_INFO, &major, sizeof major) == 0
        && sf_command(NULL, SFC_GET_FORMAT_INFO, &codec, sizeof codec) == 0) {
        info->extension = major.extension;
        snprintf(info->format_name, sizeof info->format_name, "%.*s, %s",
                 (int)strcspn(major.name, "("), major.name, codec.name);
    }
}

static enum status
open_content(struct soundfile *file, struct fault *fault)
{
    SF_INFO sf;
    enum status status;

    file->snd = feed_open(&file->feed, &sf);
    if (file->snd)
        open_unclosed(file, &sf);
    if (!file->snd)
        return refuse_content(file, fault);
    status = check_header(file, &sf, fault);
    if (status != ST_OK)
        return status;
    describe(&file->info, &sf);
    soundfile_find_raw(file, &sf);
    if (soundfile_words_read(&file->words, file->snd) != ST_OK)
        return fault_errno(fault, ENOMEM, file->path);
    const size_t frame = file->info.channels * sizeof(double);

    file->block = malloc(BLOCK * frame);
    if (!file->block)
        return fault_errno(fault, ENOMEM, file->path);
    if (file->info.raw) {
        sf_close(file->snd);
        file->snd = NULL;
        return ST_OK;
    }
    return sf_seek(file->snd, 0, SEEK_CUR) == 0 ? ST_OK
                                                : soundfile_rewind(file, fault);
}

enum status
soundfile_open(struct soundfile **out, const char *path, struct fault *fault)
{
    struct soundfile *file = calloc(1, sizeof *file);
    enum status status;

    *out = NULL;
    if (!file || !(file->path = strdup(path))) {
        free(file);
        return fault_errno(fault, ENOMEM, path);
    }
    file->feed.fd = -1;
    status = open_regular(file, path, fault);
    if (status == ST_OK)
        status = open_content(file, fault);
    if (status != ST_OK) {
        soundfile_close(file);
        return status;
    }
    *out = file;
    return ST_OK;
}

void
soundfile_close(struct soundfile *file)
{
    if (!file)
        return;
    if (file->snd)
        sf_close(file->snd);
    if (file->feed.fd >= 0)
        close(file->feed.fd);
    soundfile_words_clear(&file->words);
    free(file->block);
    free(file->path);
    free(file);
}

/* --- reading ----------------------------------------------------------------- */

const struct soundfile_info *
soundfile_info(const struct soundfile *file)
{
    return &file->info;
}

const char *
soundfile_path(const struct soundfile *file)
{
    return file->path;
}

int
soundfile_fd(const struct soundfile *file)
{
    return file->feed.fd;
}

int64_t
soundfile_not_finite(const struct soundfile *file)
{
    return file->not_finite;
}

int64_t
soundfile_bytes_read(const struct soundfile *file)
{
    const struct soundfile_info *info = &file->info;

    return info->raw ? info->data_at
                           + file->at * info->channels
                                 * (int64_t)sample_bytes(info->format)
                     : file->feed.furthest;
}

int64_t
soundfile_read_raw(const struct soundfile *file, int64_t start, int64_t frames,
                   void *bytes)
{
    const struct soundfile_info *info = &file->info;
    const int64_t frame = sample_bytes(info->format) * (int64_t)info->channels;
    char *to = bytes;
    int64_t got = 0;

    if (start < 0 || start >= info->frames || frames <= 0)
        return 0;
    if (frames > info->frames - start)
        frames = info->frames - start;
    while (got < frames * frame) {
        const ssize_t n
            = pread(file->feed.fd, to + got, (size_t)(frames * frame - got),
                    info->data_at + start * frame + got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break; /* the file has become shorter */
        got += n;
    }
    return got / frame;
}

/* The next block, interleaved, in the raw format or as float; *format tells. */
static enum status
read_block(struct soundfile *file, int64_t frames, int64_t *got,
           enum sample_format *format, struct fault *fault)
{
    if (file->info.raw) {
        *format = file->info.format;
        *got = soundfile_read_raw(file, file->at, frames, file->block);
        return *got < 0 ? fault_errno(fault, errno, file->path) : ST_OK;
    }
    *format = SAMPLE_F32LE;
    *got = sf_readf_float(file->snd, file->block, frames);
    if (file->feed.error)
        return fault_errno(fault, file->feed.error, file->path);
    if (*got < 0 || (*got == 0 && sf_error(file->snd) != SF_ERR_NO_ERROR))
        return fault_set(fault, ST_DAMAGED, file->path,
                         _("cannot be decoded beyond frame %lld"),
                         (long long)file->at);
    if (file->feed.hungry > MAX_HUNGRY)
        return fault_set(fault, ST_DAMAGED, file->path,
                         _("its header speaks of more sound than there is"));
    return ST_OK;
}

enum status
soundfile_read_float(struct soundfile *file, float *const planar[], int64_t frames,
                     int64_t *got, struct fault *fault)
{
    const unsigned channels = file->info.channels;
    float *to[SOUNDFILE_MAX_CHANNELS];
    enum sample_format format;
    int64_t n = 0;

    *got = 0;
    while (*got < frames) {
        const int64_t want = frames - *got < BLOCK ? frames - *got : BLOCK;
        const enum status status = read_block(file, want, &n, &format, fault);

        if (status != ST_OK || n == 0)
            return status;
        for (unsigned c = 0; c < channels; c++)
            to[c] = planar[c] + *got;
        file->not_finite += (int64_t)convert_read(to, 0, channels, file->block,
                                                  format, channels, (size_t)n);
        file->at += n;
        *got += n;
    }
    return ST_OK;
}

enum status
soundfile_rewind(struct soundfile *file, struct fault *fault)
{
    SF_INFO sf;

    file->at = 0;
    file->not_finite = 0;
    if (file->info.raw)
        return ST_OK;
    /* Not every decoder finds back to its start; a new one stands there. */
    if (file->snd)
        sf_close(file->snd);
    file->snd = feed_open(&file->feed, &sf);
    if (!file->snd || sf.channels != (int)file->info.channels)
        return refuse_content(file, fault);
    return ST_OK;
}

enum status
soundfile_seek(struct soundfile *file, int64_t frame, struct fault *fault)
{
    const int64_t end = file->info.frames;
    const int64_t to = frame < 0 ? 0 : end >= 0 && frame > end ? end : frame;

    if (file->info.raw || (file->snd && sf_seek(file->snd, to, SEEK_SET) == to)) {
        file->at = to;
        return ST_OK;
    }
    const enum status status = soundfile_rewind(file, fault);
    return status ? status
                  : fault_set(fault, ST_UNSUPPORTED, file->path,
                              _("cannot be heard from its middle on"));
}

const char *
soundfile_tag(const struct soundfile *file, enum sound_tag tag)
{
    const char *text = file->words.tags[tag];

    return text ? text : "";
}

const struct sound_origin *
soundfile_origin(const struct soundfile *file)
{
    return &file->words.origin;
}

size_t
soundfile_cues(const struct soundfile *file)
{
    return file->words.n_cues;
}

const struct sound_cue *
soundfile_cue(const struct soundfile *file, size_t index)
{
    return &file->words.cues[index];
}
