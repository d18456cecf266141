/* SPDX-License-Identifier: GPL-3.0-or-later */
/* thumbnail.c: the file is a head of 24 bytes («rem-thm1», the step, the number of
 * rows, 4 bytes of nothing; integers little-endian), and for each row 4 bytes of
 * colour and THUMBNAIL_COLUMNS of levels. */
#include "app/thumbnail.h"

#include "app/place.h"
#include "app/recent.h"
#include "base/text.h"
#include "media/newfile.h"
#include "media/peaks.h"
#include "model/playlist.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char MAGIC[8] = "rem-thm1";

struct head {
    char magic[8];
    uint64_t step;
    uint32_t rows;
    uint32_t nothing;
};

struct stored_row {
    uint32_t color;
    uint8_t levels[THUMBNAIL_COLUMNS];
};

static bool
path_of(const char *folder, char path[PATH_SIZE])
{
    return snprintf(path, PATH_SIZE, "%s/peaks/thumbnail", folder) < PATH_SIZE;
}

/* --- reading ------------------------------------------------------------------ */

static bool
unpack(FILE *from, struct thumbnail *out)
{
    struct head head;
    struct stored_row row;

    if (fread(&head, sizeof head, 1, from) != 1
        || memcmp(head.magic, MAGIC, sizeof MAGIC) != 0
        || le32toh(head.rows) > THUMBNAIL_ROWS)
        return false;
    out->step = (int64_t)le64toh(head.step);
    out->rows = le32toh(head.rows);
    for (unsigned i = 0; i < out->rows; i++) {
        if (fread(&row, sizeof row, 1, from) != 1)
            return false;
        out->colors[i] = le32toh(row.color) & 0xffffff;
        memcpy(out->levels[i], row.levels, sizeof row.levels);
    }
    return true;
}

enum status
thumbnail_load(const char *folder, struct thumbnail *out, struct fault *fault)
{
    char path[PATH_SIZE];

    *out = (struct thumbnail){0};
    if (!path_of(folder, path))
        return fault_errno(fault, ENAMETOOLONG, folder);
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    FILE *from = fd < 0 ? NULL : fdopen(fd, "rb");
    if (!from)
        return fault_errno(fault, errno, path);
    const bool good = unpack(from, out);
    fclose(from);
    if (good)
        return ST_OK;
    *out = (struct thumbnail){0};
    return fault_set(fault, ST_DAMAGED, path, _("is no thumbnail"));
}

/* --- writing ------------------------------------------------------------------ */

static enum status
save(const char *folder, const struct thumbnail *thumbnail, struct fault *fault)
{
    struct head head = {.step = htole64((uint64_t)thumbnail->step),
                        .rows = htole32(thumbnail->rows)};
    struct stored_row rows[THUMBNAIL_ROWS];
    struct newfile file;
    char path[PATH_SIZE];

    if (!path_of(folder, path))
        return fault_errno(fault, ENAMETOOLONG, folder);
    for (unsigned i = 0; i < thumbnail->rows; i++) {
        rows[i].color = htole32(thumbnail->colors[i]);
        memcpy(rows[i].levels, thumbnail->levels[i], sizeof rows[i].levels);
    }
    char *slash = strrchr(path, '/');
    *slash = '\0';
    mkdir(path, 0777); /* it is a cache: its folder may be gone */
    *slash = '/';
    enum status status = newfile_begin(&file, path, fault);
    if (status)
        return status;
    memcpy(head.magic, MAGIC, sizeof MAGIC);
    status = newfile_write(&file, &head, sizeof head, fault);
    if (!status)
        status = newfile_write(&file, rows, thumbnail->rows * sizeof *rows, fault);
    if (!status)
        return newfile_commit(&file, NEWFILE_REPLACE, false, fault);
    newfile_abort(&file);
    return status;
}

/* --- looking ------------------------------------------------------------------ */

/* What a worker has while it makes one. */
struct look {
    char *folder;
    char *title;
    double seconds;
    struct session *session;
    const struct model *model;
    double width; /* frames a column */
    struct playlist *list;
    struct thumbnail thumbnail;
};

static void
mark(uint8_t *level, double linear)
{
    const double drawn = 1.0 + 254.0 * sqrt(fmin(fmax(linear, 0.0), 1.0));

    if (drawn > *level)
        *level = (uint8_t)drawn;
}

/* The columns from `start` to `end` on the timeline. */
static void
columns_of(const struct look *look, int64_t start, int64_t end, size_t *first,
           size_t *count)
{
    const double from = floor((double)start / look->width);
    const double to = ceil((double)end / look->width);
    const double most = THUMBNAIL_COLUMNS;

    *first = (size_t)fmin(fmax(from, 0.0), most - 1.0);
    *count = (size_t)fmax(fmin(to, most) - (double)*first, 1.0);
}

/* Peaks that nobody has made yet are not waited for: the clip is there, and
 * flat. */
static void
mark_segment(const struct look *look, const struct playlist_segment *segment,
             uint8_t *levels)
{
    const struct row_source *source
        = model_row(look->model, TABLE_SOURCE, segment->source_id);
    struct peak columns[THUMBNAIL_COLUMNS] = {0};
    struct peaks *peaks = NULL;
    struct fault ignored;
    char path[PEAKS_PATH_SIZE];
    size_t first, count;

    columns_of(look, segment->start, segment->end, &first, &count);
    if (source && !peaks_path(look->folder, source->path, path)
        && !peaks_open(&peaks, path, NULL, &ignored)) {
        const double start = (double)first * look->width - (double)segment->start
                             + (double)segment->offset;

        peaks_columns(peaks, NULL, 0, start, look->width, count, columns);
        peaks_close(peaks);
    }
    const double gain = pow(10.0, segment->gain_db / 20.0);
    for (size_t i = 0; i < count; i++)
        mark(&levels[first + i], gain * fmax(-columns[i].min, columns[i].max));
}

static void
mark_midi(const struct look *look, int64_t track, uint8_t *levels)
{
    const struct row_clip *clip;
    const struct row_lane *lane;
    size_t first, count;

    for (lane = model_first(look->model, TABLE_LANE, track); lane;
         lane = model_next(look->model, TABLE_LANE, lane))
        for (clip
             = lane->plays ? model_first(look->model, TABLE_CLIP, lane->id) : NULL;
             clip; clip = model_next(look->model, TABLE_CLIP, clip)) {
            if (clip->kind != CLIP_MIDI)
                continue;
            columns_of(look, place_clip_start(look->model, clip).n,
                       place_clip_end(look->model, clip).n, &first, &count);
            for (size_t i = 0; i < count; i++)
                mark(&levels[first + i], 0.25);
        }
}

static enum status
look_at_track(struct look *look, const struct row_track *track, struct fault *fault)
{
    struct thumbnail *thumbnail = &look->thumbnail;
    const struct playlist_segment *segments;
    size_t count;

    if (thumbnail->rows == THUMBNAIL_ROWS
        || (track->kind != TRACK_AUDIO && track->kind != TRACK_MIDI))
        return ST_OK;
    if (playlist_compile(look->list, look->model, NULL, track->id, &segments,
                         &count))
        return fault_errno(fault, ENOMEM, look->folder);
    uint8_t *levels = thumbnail->levels[thumbnail->rows];
    thumbnail->colors[thumbnail->rows++] = (uint32_t)track->color & 0xffffff;
    for (size_t i = 0; i < count; i++)
        mark_segment(look, &segments[i], levels);
    mark_midi(look, track->id, levels);
    return ST_OK;
}

static enum status
look_at_all(struct look *look, struct job *job, struct fault *fault)
{
    const struct row_track **tracks = NULL;
    size_t count = 0;
    enum status status = ST_OK;

    look->model = session_model(look->session);
    look->width = fmax((double)place_end(look->model).n, 1.0) / THUMBNAIL_COLUMNS;
    look->thumbnail.step = session_here(look->session);
    if (playlist_new(&look->list) || place_tracks(look->model, &tracks, &count))
        status = fault_errno(fault, ENOMEM, look->folder);
    for (size_t i = 0; i < count && !status; i++) {
        status = atomic_load(job_cancel_flag(job))
                     ? fault_set(fault, ST_CANCELLED, look->folder, _("cancelled"))
                     : look_at_track(look, tracks[i], fault);
        job_progress(job, (double)(i + 1) / (double)count);
    }
    free(tracks);
    playlist_free(look->list);
    return status;
}

static void
describe(struct look *look)
{
    const struct row_song *song = model_row(look->model, TABLE_SONG, SONG_ID);

    look->title = song ? strdup(song->name) : NULL;
    look->seconds = (double)place_end(look->model).n / session_rate(look->session);
}

static enum status
work(struct job *job, void *user, struct fault *fault)
{
    struct look *look = user;
    enum status status
        = session_open(&look->session, look->folder, STORE_READ_ONLY, fault);

    if (status)
        return status;
    status = look_at_all(look, job, fault);
    describe(look);
    session_close(look->session);
    return status ? status : save(look->folder, &look->thumbnail, fault);
}

static enum status
finish(void *user, enum status status, struct fault *fault)
{
    const struct look *look = user;

    if (!status && look->title)
        status = recent_describe(look->folder, look->title, look->seconds, fault);
    return status;
}

static void
release(void *user)
{
    struct look *look = user;

    free(look->title);
    free(look->folder);
    free(look);
}

enum status
thumbnail_begin(struct job **out, const char *folder, struct fault *fault)
{
    static const struct job_kind KIND
        = {.work = work, .finish = finish, .release = release};
    struct look *look = calloc(1, sizeof *look);

    *out = NULL;
    if (!look)
        return fault_errno(fault, ENOMEM, folder);
    look->folder = strdup(folder);
    if (look->folder)
        return job_start(out, &KIND, look, fault);
    release(look);
    return fault_errno(fault, ENOMEM, folder);
}

static bool
is_newer(const char *folder, const char *name, const struct timespec *than)
{
    char path[PATH_SIZE];
    struct stat info;

    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= PATH_SIZE
        || stat(path, &info) != 0 || info.st_size == 0)
        return false;
    return info.st_mtim.tv_sec > than->tv_sec
           || (info.st_mtim.tv_sec == than->tv_sec
               && info.st_mtim.tv_nsec > than->tv_nsec);
}

bool
thumbnail_is_stale(const char *folder)
{
    char path[PATH_SIZE];
    struct stat info;

    if (!path_of(folder, path) || stat(path, &info) != 0)
        return true;
    return is_newer(folder, "project.db", &info.st_mtim)
           || is_newer(folder, "project.db-wal", &info.st_mtim);
}
