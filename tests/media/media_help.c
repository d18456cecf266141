/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/media/media_help.h"

#include <ftw.h>
#include <signal.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

void
help_folder(char folder[64])
{
    strcpy(folder, "/tmp/remanence-media-XXXXXX");
    if (!mkdtemp(folder))
        abort();
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

void
help_remove(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *
help_path(char path[HELP_PATH], const char *folder, const char *name)
{
    snprintf(path, HELP_PATH, "%s/%s", folder, name);
    return path;
}

static _Thread_local size_t files;

static int
count_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)path, (void)st, (void)ftw;
    files += kind != FTW_D;
    return 0;
}

size_t
help_files(const char *folder)
{
    files = 0;
    nftw(folder, count_one, 16, FTW_PHYS);
    return files;
}

float
help_signal(int64_t frame, unsigned channel)
{
    uint64_t x
        = (uint64_t)frame / 7 * 0x9e3779b97f4a7c15u + channel * 0x2545f4914f6cdd1du;

    x ^= x >> 29;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 32;
    return (float)((double)(x >> 11) / (double)(UINT64_C(1) << 53) * 1.4 - 0.7);
}

bool
help_write(const char *path, int format, unsigned channels, int rate,
           int64_t frames)
{
    SF_INFO sf = {.samplerate = rate, .channels = (int)channels, .format = format};
    SNDFILE *snd = sf_format_check(&sf) ? sf_open(path, SFM_WRITE, &sf) : NULL;
    enum { STEP = 1024 };
    float *block = malloc(sizeof(float) * STEP * channels);
    bool good = snd != NULL;

    for (int64_t i = 0; i < frames && good;) {
        const int64_t n = frames - i < STEP ? frames - i : STEP;

        for (int64_t k = 0; k < n; k++)
            for (unsigned c = 0; c < channels; c++)
                block[k * channels + c] = help_signal(i + k, c);
        good = sf_writef_float(snd, block, n) == n;
        i += n;
    }
    free(block);
    return snd && sf_close(snd) == 0 && good;
}

void
help_bytes(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        abort();
}

unsigned char *
help_read(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    unsigned char *bytes;

    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(*size + 1);
    if (!bytes || fread(bytes, 1, *size, file) != *size)
        abort();
    fclose(file);
    return bytes;
}

float *
help_decode(const char *path, int64_t *frames, unsigned *channels)
{
    enum { STEP = 10000 };
    struct soundfile *file;
    float *all = NULL;
    int64_t got = 1;
    int64_t room = 0;

    *frames = 0;
    if (soundfile_open(&file, path, NULL) != ST_OK)
        return NULL;
    *channels = soundfile_info(file)->channels;
    float *blocks = malloc(sizeof(float) * STEP * *channels);
    float *planar[SOUNDFILE_MAX_CHANNELS];
    for (unsigned c = 0; c < *channels; c++)
        planar[c] = blocks + (size_t)c * STEP;
    while (got > 0) {
        if (soundfile_read_float(file, planar, STEP, &got, NULL) != ST_OK)
            break;
        const int64_t grown = *frames + got;
        float *next = malloc(sizeof(float) * ((size_t)grown * *channels + 1));
        for (unsigned c = 0; c < *channels; c++) {
            if (*frames)
                memcpy(next + c * grown, all + c * room,
                       sizeof(float) * (size_t)*frames);
            memcpy(next + c * grown + *frames, planar[c],
                   sizeof(float) * (size_t)got);
        }
        free(all);
        all = next;
        room = grown;
        *frames = grown;
    }
    free(blocks);
    soundfile_close(file);
    return all;
}

void
help_disk_fill(struct help_disk *disk, const char *folder, size_t bytes)
{
    struct rlimit limit;
    char size[32];

    *disk = (struct help_disk){.folder = folder};
    snprintf(size, sizeof size, "size=%zu", bytes);
    disk->mounted = mount("tmpfs", folder, "tmpfs", 0, size) == 0;
    if (disk->mounted)
        return;
    getrlimit(RLIMIT_FSIZE, &disk->before);
    limit = disk->before;
    limit.rlim_cur = bytes;
    disk->handler = signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        abort();
}

void
help_disk_end(struct help_disk *disk)
{
    if (disk->mounted) {
        if (umount(disk->folder) != 0)
            abort();
        return;
    }
    setrlimit(RLIMIT_FSIZE, &disk->before);
    signal(SIGXFSZ, disk->handler);
}

bool
help_run(const char *command)
{
    return system(command) == 0;
}
