/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/browse.h"

#include "app/media.h"
#include "base/text.h"
#include "media/soundfile.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int
in_order(const void *a, const void *b)
{
    const struct browse_entry *one = a, *two = b;

    if (one->folder != two->folder)
        return one->folder ? -1 : 1;
    return strcoll(one->name, two->name);
}

static bool
is_folder(const char *folder, const struct dirent *entry)
{
    char path[4096];
    struct stat info;

    if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
        return entry->d_type == DT_DIR;
    return snprintf(path, sizeof path, "%s/%s", folder, entry->d_name)
               < (int)sizeof path
           && stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool
append(struct browse_entry **entries, size_t *count, const char *name, bool folder)
{
    if ((*count & (*count - 1)) == 0) { /* a power of two: there is no more room */
        struct browse_entry *more
            = realloc(*entries, (*count ? *count * 2 : 1) * sizeof *more);

        if (!more)
            return false;
        *entries = more;
    }
    char *text = strdup(name);
    if (!text)
        return false;
    (*entries)[(*count)++] = (struct browse_entry){.name = text, .folder = folder};
    return true;
}

/* Files that are replaced have another number, those that are written again another
 * time. */
static int64_t
stamp_of(const char *folder, const char *name)
{
    char path[4096];
    struct stat info;

    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path
        || stat(path, &info) != 0)
        return 0;
    const uint64_t time = (uint64_t)info.st_mtim.tv_sec * 1000000000u
                          + (uint64_t)info.st_mtim.tv_nsec;

    return (int64_t)(((time * 31 + (uint64_t)info.st_size) * 31
                      + (uint64_t)info.st_ino));
}

static void
stamp(const char *folder, struct browse_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!entries[i].folder)
            entries[i].stamp = stamp_of(folder, entries[i].name);
}

enum status
browse_folder(const char *folder, struct browse_entry **out, size_t *count,
              struct fault *fault)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    bool room = true;

    *out = NULL;
    *count = 0;
    if (!dir)
        return fault_errno(fault, errno, folder);
    while (room && (entry = readdir(dir))) {
        const bool below = entry->d_name[0] != '.' && is_folder(folder, entry);

        if (below
            || (entry->d_name[0] != '.' && media_is_sound_name(entry->d_name)))
            room = append(out, count, entry->d_name, below);
    }
    closedir(dir);
    if (room) {
        stamp(folder, *out, *count);
        if (*count > 1)
            qsort(*out, *count, sizeof **out, in_order);
        return ST_OK;
    }
    browse_clear(*out, *count);
    *out = NULL;
    *count = 0;
    return fault_errno(fault, ENOMEM, folder);
}

void
browse_clear(struct browse_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(entries[i].name);
    free(entries);
}

static const char *
wide(unsigned channels)
{
    return channels == 1   ? _("mono")
           : channels == 2 ? _("stereo")
                           : _("many channels");
}

bool
browse_about(const char *path, char *text, size_t size)
{
    struct soundfile *file;
    struct fault fault;

    if (soundfile_open(&file, path, &fault)) {
        snprintf(text, size, "%s", fault.what);
        return false;
    }
    const struct soundfile_info *info = soundfile_info(file);
    const int64_t seconds = info->frames > 0 ? info->frames / info->rate : 0;

    snprintf(text, size, "%d:%02d · %.4g kHz · %s", (int)(seconds / 60),
             (int)(seconds % 60), info->rate / 1000.0, wide(info->channels));
    soundfile_close(file);
    return true;
}

double
browse_seconds(const char *path)
{
    struct soundfile *file;
    struct fault fault;

    if (soundfile_open(&file, path, &fault))
        return -1;
    const struct soundfile_info *info = soundfile_info(file);
    const double seconds
        = info->frames < 0 ? -1 : (double)info->frames / info->rate;

    soundfile_close(file);
    return seconds;
}

/* --- what it looks like ------------------------------------------------------- */

/* of a part, at most: three minutes are looked at whole */
enum { LOOK_FRAMES = 16384 };

static float
loudest(float *const planar[], unsigned channels, int64_t frames)
{
    float most = 0;

    for (unsigned c = 0; c < channels; c++)
        for (int64_t i = 0; i < frames; i++)
            most = fmaxf(most, fabsf(planar[c][i]));
    return fminf(most, 1.0f);
}

static bool
look_at(struct soundfile *file, float *samples, float levels[BROWSE_PARTS],
        bool (*cancelled)(void *user), void *user)
{
    const struct soundfile_info *info = soundfile_info(file);
    const double part = (double)info->frames / BROWSE_PARTS;
    float *planar[SOUNDFILE_MAX_CHANNELS];
    struct fault fault;
    int64_t at = 0, got;

    for (unsigned c = 0; c < info->channels; c++)
        planar[c] = samples + (size_t)c * LOOK_FRAMES;
    for (int i = 0; i < BROWSE_PARTS; i++) {
        const int64_t from = (int64_t)(i * part),
                      whole = (int64_t)((i + 1) * part) - from;

        if (cancelled(user) || (from != at && soundfile_seek(file, from, &fault)))
            return false;
        if (soundfile_read_float(file, planar,
                                 whole < LOOK_FRAMES ? whole : LOOK_FRAMES, &got,
                                 &fault))
            return false;
        levels[i] = loudest(planar, info->channels, got);
        at = from + got;
    }
    return true;
}

bool
browse_look(const char *path, float levels[BROWSE_PARTS],
            bool (*cancelled)(void *user), void *user)
{
    struct soundfile *file;
    struct fault fault;
    bool done = false;

    if (soundfile_open(&file, path, &fault))
        return false;
    const struct soundfile_info *info = soundfile_info(file);
    float *samples = malloc(sizeof(float) * LOOK_FRAMES * info->channels);

    if (samples && info->frames > 0)
        done = look_at(file, samples, levels, cancelled, user);
    free(samples);
    soundfile_close(file);
    return done;
}
