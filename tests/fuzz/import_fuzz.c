/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sound files that are almost right: what is said of them must be so, reading must
 * end, and an import must either do what it says or leave nothing.
 *
 * The first byte chooses one of the good files that are made at the start; the
 * others change it, three at a time: where (two bytes) and into what.  A last odd
 * byte cuts it short.  One choice takes the bytes as they are. */
#include "media/import.h"
#include "media/peaks.h"
#include "media/soundfile.h"

#include <assert.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FRAMES = 600, MOST_FRAMES = 1 << 20, STEP = 1024, MOST_CALLS = 40 };

struct good {
    unsigned char *bytes;
    size_t size;
};

static const int formats[] = {
    SF_FORMAT_WAV | SF_FORMAT_PCM_16,
    SF_FORMAT_WAV | SF_FORMAT_PCM_24,
    SF_FORMAT_WAV | SF_FORMAT_FLOAT,
    SF_FORMAT_WAV | SF_FORMAT_DOUBLE,
    SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM,
    SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM,
    SF_FORMAT_WAV | SF_FORMAT_GSM610,
    SF_FORMAT_WAVEX | SF_FORMAT_PCM_24,
    SF_FORMAT_RF64 | SF_FORMAT_PCM_24,
    SF_FORMAT_W64 | SF_FORMAT_PCM_16,
    SF_FORMAT_W64 | SF_FORMAT_IMA_ADPCM,
    SF_FORMAT_AIFF | SF_FORMAT_PCM_24,
    SF_FORMAT_AIFF | SF_FORMAT_FLOAT,
    SF_FORMAT_AIFF | SF_FORMAT_IMA_ADPCM,
    SF_FORMAT_CAF | SF_FORMAT_PCM_16,
    SF_FORMAT_CAF | SF_FORMAT_ALAC_16,
    SF_FORMAT_AU | SF_FORMAT_FLOAT,
    SF_FORMAT_AU | SF_FORMAT_G721_32,
    SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
    SF_FORMAT_FLAC | SF_FORMAT_PCM_24,
    SF_FORMAT_OGG | SF_FORMAT_VORBIS,
    SF_FORMAT_OGG | SF_FORMAT_OPUS,
    SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III,
    SF_FORMAT_VOC | SF_FORMAT_PCM_16,
    SF_FORMAT_NIST | SF_FORMAT_PCM_16,
    SF_FORMAT_PAF | SF_FORMAT_PCM_24,
    SF_FORMAT_XI | SF_FORMAT_DPCM_16,
    SF_FORMAT_MAT5 | SF_FORMAT_DOUBLE,
};

enum { KINDS = sizeof formats / sizeof *formats };

static struct good good[KINDS];
static char folder[64];
static int memory;
static char path[32];

static void
make_good(struct good *file, int format)
{
    SF_INFO sf = {.samplerate = 48000, .channels = 2, .format = format};
    SF_BROADCAST_INFO bext;
    SF_CUES cues = {.cue_count = 1};
    struct stat st;

    if (!sf_format_check(&sf))
        sf.channels = 1;
    assert(ftruncate(memory, 0) == 0 && lseek(memory, 0, SEEK_SET) == 0);
    SNDFILE *snd = sf_open_fd(memory, SFM_WRITE, &sf, 0);
    assert(snd);
    memset(&bext, 'b', sizeof bext);
    bext.coding_history_size = 0;
    sf_command(snd, SFC_SET_BROADCAST_INFO, &bext, sizeof bext);
    sf_command(snd, SFC_SET_CUE, &cues, sizeof cues);
    sf_set_string(snd, SF_STR_TITLE, "title");
    sf_set_string(snd, SF_STR_COMMENT, "c [remanence: receipt ]");
    for (int i = 0; i < FRAMES; i++) {
        const float frame[] = {sinf((float)i * 0.1f), (float)(i % 50) / 50};

        sf_writef_float(snd, frame, 1);
    }
    sf_close(snd);
    fstat(memory, &st);
    file->size = (size_t)st.st_size;
    file->bytes = malloc(file->size);
    assert(pread(memory, file->bytes, file->size, 0) == st.st_size);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
const char *__lsan_default_suppressions(void);

/* libsndfile leaves decoders behind when it gives up a damaged file (1.2.0:
 * Vorbis). */
const char *
__lsan_default_suppressions(void)
{
    return "leak:libsndfile.so\nleak:libvorbis.so\nleak:libogg.so\nleak:libFLAC."
           "so\n"
           "leak:libmpg123.so\nleak:libopus.so\n";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
clean_up(void)
{
    char name[96];
    static const char *const parts[] = {"/audio", "/peaks", ""};

    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", folder, parts[i]);
        rmdir(name);
    }
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    memory = memfd_create("sound", 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", memory);
    strcpy(folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/fuzz-XXXXXX"
                                                 : "/tmp/fuzz-XXXXXX");
    if (memory < 0 || !mkdtemp(folder))
        abort();
    atexit(clean_up);
    for (int i = 0; i < KINDS; i++)
        make_good(&good[i], formats[i]);
    return 0;
}

/* The file that the input stands for, into `memory`. */
static void
write_file(const uint8_t *data, size_t size)
{
    assert(ftruncate(memory, 0) == 0);
    if (size == 0)
        return;
    const size_t kind = data[0] % (KINDS + 1);

    data++, size--;
    if (kind == KINDS) {
        assert(pwrite(memory, data, size, 0) == (ssize_t)size);
        return;
    }
    struct good *file = &good[kind];
    unsigned char *bytes = malloc(file->size);
    size_t length = file->size;

    memcpy(bytes, file->bytes, length);
    for (; size >= 3; data += 3, size -= 3)
        bytes[(data[0] | (size_t)data[1] << 8) % length] = data[2];
    if (size == 1)
        length = length * data[0] / 256;
    assert(pwrite(memory, bytes, length, 0) == (ssize_t)length);
    free(bytes);
}

static void
check_file(struct soundfile *file)
{
    const struct soundfile_info *info = soundfile_info(file);
    float *samples = malloc(sizeof(float) * STEP * info->channels);
    float *planar[SOUNDFILE_MAX_CHANNELS];
    int64_t frames = 0;
    int64_t got = 1;

    assert(info->channels >= 1 && info->channels <= SOUNDFILE_MAX_CHANNELS);
    assert(info->rate >= SOUNDFILE_MIN_RATE && info->rate <= SOUNDFILE_MAX_RATE);
    assert(info->frames >= (info->raw ? 0 : -1));
    const int64_t frame = sample_bytes(info->format) * (int64_t)info->channels;
    assert(!info->raw || info->frames == 0
           || (info->data_at > 0
               && info->data_at + info->frames * frame <= info->bytes));
    for (unsigned c = 0; c < info->channels; c++)
        planar[c] = samples + (size_t)c * STEP;
    while (got > 0 && frames < MOST_FRAMES) {
        if (soundfile_read_float(file, planar, STEP, &got, NULL) != ST_OK)
            break;
        frames += got;
        for (int64_t i = 0; i < got; i++)
            assert(isfinite(planar[0][i]));
    }
    assert(!info->raw || frames == info->frames || frames >= MOST_FRAMES);
    for (int i = 0; i < SOUND_TAGS; i++)
        assert(strlen(soundfile_tag(file, (enum sound_tag)i)) < SOUNDFILE_TAG_SIZE);
    for (size_t i = 0; i < soundfile_cues(file); i++)
        assert(memchr(soundfile_cue(file, i)->name, 0, 256));
    free(samples);
}

struct limit {
    int calls;
    atomic_bool cancel;
};

static void
count_calls(void *user, double part, int64_t bytes)
{
    struct limit *limit = user;

    assert(part >= 0 && part <= 1 && bytes >= 0);
    if (++limit->calls > MOST_CALLS)
        atomic_store(&limit->cancel, true);
}

static void
remove_source(const struct import_source *source)
{
    char name[PEAKS_PATH_SIZE];

    assert(peaks_path(folder, source->path, name) == ST_OK);
    assert(unlink(name) == 0);
    snprintf(name, sizeof name, "%s/%s", folder, source->path);
    assert(unlink(name) == 0);
}

static void
check_import(bool split)
{
    struct limit limit = {.calls = 0};
    const struct import_job job = {
        .path = path,
        .project = folder,
        .rate = 48000,
        .split = split,
        .progress = count_calls,
        .user = &limit,
        .cancel = &limit.cancel,
    };
    struct import_result result;

    if (import_file(&job, &result) != ST_OK) {
        assert(result.fault.status == result.status && result.fault.what[0]);
        assert(!result.sources && result.count == 0);
        return;
    }
    assert(result.count >= 1);
    for (size_t i = 0; i < result.count; i++) {
        assert(result.sources[i].length > 0);
        remove_source(&result.sources[i]);
    }
    import_result_clear(&result);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct soundfile *file;
    struct fault fault;
    bool small = false;

    write_file(data, size);
    if (soundfile_open(&file, path, &fault) == ST_OK) {
        const struct soundfile_info *info = soundfile_info(file);

        small = info->rate >= 8000 && info->rate <= 192000 && info->channels <= 40;
        check_file(file);
        soundfile_close(file);
    } else {
        assert(!file && fault.what[0]);
    }
    if (small)
        check_import(size % 2);
    return 0;
}
