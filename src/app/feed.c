/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/feed.h"

#include "base/text.h"
#include "engine/stream.h"
#include "media/soundfile.h"

#include <string.h>

/* Raw files: the bytes as they lie. */
static int64_t
read_raw(void *user, int64_t start, int64_t count, void *bytes)
{
    return soundfile_read_raw(user, start, count, bytes);
}

static void
close_raw(void *user)
{
    soundfile_close(user);
}

static enum status
open_source(const struct session *session, const struct row_source *source,
            struct soundfile **out, struct fault *fault)
{
    char path[PATH_SIZE];
    const enum status status = session_media_path(session, source, path, fault);

    *out = NULL;
    return status ? status : soundfile_open(out, path, fault);
}

/* Whether the file is the one that was imported, as far as its header can tell. */
static enum status
same_file(const struct soundfile_info *info, const struct row_source *source,
          uint32_t rate, struct fault *fault)
{
    if (!info->raw) {
        fault_set(fault, ST_UNSUPPORTED, source->path, _("is compressed"));
        fault_remedy(fault, _("import it, which makes a file that can be played"));
        return ST_UNSUPPORTED;
    }
    if (info->rate != rate)
        fault_set(fault, ST_DIFFERS, source->path, _("was replaced: %u Hz, not %u"),
                  info->rate, rate);
    else if (info->channels != source->channels)
        fault_set(fault, ST_DIFFERS, source->path, _("was replaced: %u channels, not %d"),
                  info->channels, (int)source->channels);
    else if (info->frames < source->length)
        fault_set(fault, ST_DIFFERS, source->path,
                  _("is cut short: %lld of %lld frames are there"),
                  (long long)info->frames, (long long)source->length);
    else
        return ST_OK;
    fault_remedy(fault, _("put the original file back"));
    return ST_DIFFERS;
}

enum status
feed_check(const struct session *session, const struct row_source *source,
           struct fault *fault)
{
    struct soundfile *file;
    enum status status = open_source(session, source, &file, fault);

    if (!status)
        status = same_file(soundfile_info(file), source, session_rate(session), fault);
    soundfile_close(file);
    return status;
}

/* A file that is cut short still plays what it has; one of another rate or width must
 * not, as it would play something else. */
static enum status
feed_one(const struct session *session, struct engine *engine,
         const struct row_source *source, struct fault *fault)
{
    struct soundfile *file;
    enum status status = open_source(session, source, &file, fault);

    if (status)
        return status;
    const struct soundfile_info *info = soundfile_info(file);
    const enum status same = same_file(info, source, session_rate(session), fault);
    const bool playable = info->raw && info->rate == session_rate(session)
                          && info->channels == source->channels && info->frames > 0;

    if (!playable) {
        soundfile_close(file);
        return same ? same : ST_DAMAGED;
    }
    const struct stream_source stream = {
        .id = source->id,
        .channels = info->channels,
        .length = info->frames < source->length ? info->frames : source->length,
        .format = info->format,
        .read = read_raw,
        .close = close_raw,
        .user = file,
    };
    status = streams_add(engine_streams(engine), &stream);
    if (status) {
        soundfile_close(file);
        return fault_set(fault, status, source->path, _("no memory"));
    }
    return same;
}

size_t
feed_sources(const struct session *session, struct engine *engine,
             const struct feed_report *report)
{
    size_t count, offline = 0;
    const struct row_source *sources =
        model_rows(session_model(session), TABLE_SOURCE, &count);

    for (size_t i = 0; i < count; i++) {
        struct fault fault;

        if (streams_has(engine_streams(engine), sources[i].id))
            continue;
        if (feed_one(session, engine, &sources[i], &fault)) {
            offline++;
            if (report)
                report->offline(report->user, &sources[i], &fault);
        }
    }
    return offline;
}
