/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render/sources.h"

#include "base/text.h"
#include "engine/stream.h"
#include "media/soundfile.h"

#include <stdio.h>
#include <string.h>

/* The path stays below the folder: no «..» in it. */
static bool
climbs(const char *path)
{
    for (const char *at = path; at; at = strchr(at, '/')) {
        at += *at == '/';
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0'))
            return true;
    }
    return false;
}

enum status
sources_path(const char *folder, const struct row_source *source,
             char path[SOURCES_PATH_SIZE], struct fault *fault)
{
    const bool absolute = source->path[0] == '/';
    const int size
        = snprintf(path, SOURCES_PATH_SIZE, "%s%s%s", absolute ? "" : folder,
                   absolute ? "" : "/", source->path);

    if (source->path[0] == '\0' || (!absolute && climbs(source->path))) {
        fault_set(fault, ST_RANGE, source->path,
                  _("leads out of the project's folder"));
        fault_remedy(fault, _("it is not read; its clips are silent"));
        return ST_RANGE;
    }
    if (size < 0 || size >= SOURCES_PATH_SIZE)
        return fault_set(fault, ST_RANGE, source->path, _("the path is too long"));
    return ST_OK;
}

static int64_t
read_raw(void *user, int64_t start, int64_t frames, void *bytes)
{
    return soundfile_read_raw(user, start, frames, bytes);
}

static void
close_raw(void *user)
{
    soundfile_close(user);
}

/* A file of another rate or width must not sound: it would be something else. */
static enum status
check(const struct soundfile_info *info, const struct row_source *source,
      struct fault *fault)
{
    if (!info->raw) {
        fault_set(fault, ST_UNSUPPORTED, source->path, _("is compressed"));
        fault_remedy(fault, _("import it, which makes a file that can be played"));
        return ST_UNSUPPORTED;
    }
    if (info->rate != source->rate)
        fault_set(fault, ST_DIFFERS, source->path, _("was replaced: %u Hz, not %d"),
                  info->rate, (int)source->rate);
    else if (info->channels != source->channels)
        fault_set(fault, ST_DIFFERS, source->path,
                  _("was replaced: %u channels, not %d"), info->channels,
                  (int)source->channels);
    else
        return ST_OK;
    fault_remedy(fault, _("put the original file back"));
    return ST_DIFFERS;
}

/* Shorter than it was: what there is can sound. */
static enum status
check_length(const struct soundfile_info *info, const struct row_source *source,
             struct fault *fault)
{
    if (info->frames >= source->length)
        return ST_OK;
    fault_set(fault, ST_DIFFERS, source->path,
              _("is cut short: %lld of %lld frames are there"),
              (long long)info->frames, (long long)source->length);
    fault_remedy(fault, _("put the original file back"));
    return ST_DIFFERS;
}

static enum status
open_source(const char *folder, const struct row_source *source,
            struct soundfile **file, struct fault *fault)
{
    char path[SOURCES_PATH_SIZE];
    enum status status = sources_path(folder, source, path, fault);

    if (status)
        return status;
    status = soundfile_open(file, path, fault);
    if (status) {
        fault_remedy(fault,
                     _("put the original file back; its clips keep their place"));
        return status;
    }
    status = check(soundfile_info(*file), source, fault);
    if (status)
        soundfile_close(*file);
    return status;
}

enum status
sources_look(const char *folder, const struct row_source *source,
             struct fault *fault)
{
    struct soundfile *file;
    enum status status = open_source(folder, source, &file, fault);

    if (status)
        return status;
    status = check_length(soundfile_info(file), source, fault);
    soundfile_close(file);
    return status;
}

static enum status
feed_one(struct streams *streams, const char *folder,
         const struct row_source *source, struct fault *fault)
{
    struct soundfile *file;
    enum status status = open_source(folder, source, &file, fault);

    if (status)
        return status;
    const struct soundfile_info *info = soundfile_info(file);
    const struct stream_source stream = {
        .id = source->id,
        .channels = info->channels,
        .length = info->frames < source->length ? info->frames : source->length,
        .format = info->format,
        .read = read_raw,
        .close = close_raw,
        .user = file,
    };
    status = check_length(info, source, fault);
    if (streams_add(streams, &stream)) {
        soundfile_close(file);
        status = fault_set(fault, ST_NO_MEM, source->path, _("no memory"));
    }
    return status;
}

size_t
sources_feed(struct streams *streams, const struct model *model, const char *folder,
             void (*offline)(void *user, const struct row_source *source,
                             const struct fault *fault),
             void *user)
{
    size_t count, told = 0;
    const struct row_source *sources = model_rows(model, TABLE_SOURCE, &count);

    for (size_t i = 0; i < count; i++) {
        struct fault fault = {0};

        if (streams_has(streams, sources[i].id))
            continue;
        if (feed_one(streams, folder, &sources[i], &fault)) {
            told++;
            if (offline)
                offline(user, &sources[i], &fault);
        }
    }
    return told;
}
