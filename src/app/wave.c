/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/wave.h"

#include "app/wave_internal.h"
#include "dsp/convert.h"
#include "model/idmap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Files are held open only while they are looked at closely: a song may have more
 * sources than a process descriptors. */
enum { MAX_OPEN = 48, PIECE = 512 };

struct waves {
    struct session *session;
    struct session_watch watch;
    void (*ready)(void *user, int64_t source);
    void *user;
    struct wave_work work;
    struct wave_source **sources; /* the map's values are places in it */
    size_t count, room;
    struct idmap map;
    size_t open; /* files */
    uint64_t clock;
};

static void
close_file(struct waves *waves, struct wave_source *source)
{
    if (!source->file)
        return;
    soundfile_close(source->file);
    source->file = NULL;
    waves->open--;
}

static void
free_source(struct waves *waves, struct wave_source *source)
{
    close_file(waves, source);
    peaks_close(source->peaks);
    free(source);
}

/* --- which there are ---------------------------------------------------------- */

static struct wave_source *
find(const struct waves *waves, int64_t id)
{
    const uint32_t *place = idmap_find(&waves->map, id);

    return place ? waves->sources[*place] : NULL;
}

/* The last one moves to its place. */
static void
forget(struct waves *waves, struct wave_source *source)
{
    const uint32_t place = *idmap_find(&waves->map, source->id);
    struct wave_source *last = waves->sources[--waves->count];

    waves->sources[place] = last;
    idmap_set(&waves->map, last->id, place);
    idmap_remove(&waves->map, source->id);
    if (source->state == WAVE_WAITING)
        source->gone = true; /* the worker has it; it is freed when it comes back */
    else
        free_source(waves, source);
}

static bool
make_room(struct waves *waves)
{
    if (waves->count == waves->room) {
        const size_t room = waves->room ? 2 * waves->room : 64;
        struct wave_source **sources
            = realloc(waves->sources, room * sizeof(struct wave_source *));

        if (!sources)
            return false;
        waves->sources = sources;
        waves->room = room;
    }
    return !idmap_reserve(&waves->map, 1);
}

static bool
find_paths(const struct waves *waves, struct wave_source *source,
           const struct row_source *row)
{
    const char *folder = session_folder(waves->session);
    const int length
        = row->path[0] == '/'
              ? snprintf(source->path, PATH_SIZE, "%s", row->path)
              : snprintf(source->path, PATH_SIZE, "%s/%s", folder, row->path);

    snprintf(source->key.hash, sizeof source->key.hash, "%s", row->hash);
    return length < PATH_SIZE && !peaks_path(folder, row->path, source->peaks_path);
}

static struct wave_source *
add(struct waves *waves, int64_t id)
{
    const struct row_source *row
        = model_row(session_model(waves->session), TABLE_SOURCE, id);
    struct wave_source *source = row ? calloc(1, sizeof *source) : NULL;

    if (!source || !make_room(waves)) {
        free(source);
        return NULL;
    }
    source->id = id;
    idmap_set(&waves->map, id, (uint32_t)waves->count);
    waves->sources[waves->count++] = source;
    source->state = find_paths(waves, source, row) ? WAVE_WAITING : WAVE_OFFLINE;
    if (source->state == WAVE_WAITING)
        wave_work_ask(&waves->work, source);
    return source;
}

static struct wave_source *
get(struct waves *waves, int64_t id)
{
    struct wave_source *source = find(waves, id);

    return source ? source : add(waves, id);
}

/* A row that changed may mean another file. */
static void
on_changed(void *user, const struct edit *edit)
{
    struct waves *waves = user;
    size_t count;
    const struct change *changes = edit_changes(edit, &count);

    for (size_t i = 0; i < count; i++) {
        struct wave_source *source
            = changes[i].table == TABLE_SOURCE ? find(waves, changes[i].id) : NULL;

        if (source)
            forget(waves, source);
    }
}

/* --- open and close ----------------------------------------------------------- */

enum status
waves_open(struct waves **out, struct session *session,
           void (*ready)(void *user, int64_t source), void *user,
           struct fault *fault)
{
    struct waves *waves = calloc(1, sizeof *waves);

    *out = NULL;
    if (!waves)
        return fault_errno(fault, ENOMEM, NULL);
    waves->session = session;
    waves->ready = ready;
    waves->user = user;

    const enum status status = wave_work_begin(&waves->work, fault);

    if (status) {
        free(waves);
        return status;
    }
    waves->watch = (struct session_watch){.changed = on_changed, .user = waves};
    session_watch(session, &waves->watch);
    *out = waves;
    return ST_OK;
}

static void
free_gone(struct waves *waves)
{
    struct wave_source *next;

    for (struct wave_source *source = waves->work.done; source; source = next) {
        next = source->next;
        if (source->gone)
            free_source(waves, source);
    }
}

void
waves_leave(struct waves *waves)
{
    if (waves->session)
        session_unwatch(waves->session, &waves->watch);
    waves->session = NULL;
}

void
waves_close(struct waves *waves)
{
    if (!waves)
        return;
    waves_leave(waves);
    wave_work_end(&waves->work);
    free_gone(waves);
    for (size_t i = 0; i < waves->count; i++)
        free_source(waves, waves->sources[i]);
    free(waves->sources);
    idmap_free(&waves->map);
    free(waves);
}

int
waves_fd(const struct waves *waves)
{
    return waves->work.fd;
}

void
waves_poll(struct waves *waves)
{
    struct wave_source *source, *next;

    for (source = wave_work_take(&waves->work); source; source = next) {
        next = source->next;
        source->state = source->found ? WAVE_READY : WAVE_OFFLINE;
        if (source->gone)
            free_source(waves, source);
        else if (waves->ready)
            waves->ready(waves->user, source->id);
    }
}

/* --- looking ------------------------------------------------------------------ */

enum wave_state
wave_state(struct waves *waves, int64_t id)
{
    const struct wave_source *source = get(waves, id);

    return source ? source->state : WAVE_OFFLINE;
}

unsigned
wave_channels(struct waves *waves, int64_t id)
{
    const struct wave_source *source = get(waves, id);

    return source && source->state == WAVE_READY ? peaks_channels(source->peaks)
                                                 : 1;
}

static void
close_oldest(struct waves *waves)
{
    struct wave_source *oldest = NULL;

    for (size_t i = 0; i < waves->count; i++)
        if (waves->sources[i]->file
            && (!oldest || waves->sources[i]->used < oldest->used))
            oldest = waves->sources[i];
    if (oldest)
        close_file(waves, oldest);
}

/* The file to read samples from, or NULL. */
static const struct soundfile *
file_of(struct waves *waves, struct wave_source *source)
{
    struct fault fault;

    source->used = ++waves->clock;
    if (!source->file) {
        if (waves->open == MAX_OPEN)
            close_oldest(waves);
        if (soundfile_open(&source->file, source->path, &fault))
            return NULL;
        waves->open++;
    }
    return soundfile_info(source->file)->raw ? source->file : NULL;
}

static const struct soundfile *
file_for(struct waves *waves, struct wave_source *source, double width)
{
    return width < PEAKS_FRAMES ? file_of(waves, source) : NULL;
}

enum wave_state
wave_columns(struct waves *waves, int64_t id, unsigned channel, double start,
             double width, size_t count, struct wave_column columns[])
{
    struct wave_source *source = get(waves, id);
    struct peak piece[PIECE];

    if (!source || source->state != WAVE_READY)
        return source ? source->state : WAVE_OFFLINE;
    if (channel >= peaks_channels(source->peaks))
        channel = 0;
    const struct soundfile *file = file_for(waves, source, width);

    for (size_t at = 0; at < count; at += PIECE) {
        const size_t n = count - at < PIECE ? count - at : PIECE;

        peaks_columns(source->peaks, file, channel, start + (double)at * width,
                      width, n, piece);
        for (size_t i = 0; i < n; i++)
            columns[at + i]
                = (struct wave_column){piece[i].min, piece[i].max, piece[i].rms};
    }
    return WAVE_READY;
}

static size_t
read_samples(const struct soundfile *file, unsigned channel, int64_t start,
             size_t count, float x[])
{
    const struct soundfile_info *info = soundfile_info(file);
    void *raw = malloc(count * info->channels * sample_bytes(info->format));
    const int64_t got
        = raw ? soundfile_read_raw(file, start, (int64_t)count, raw) : 0;

    if (got > 0)
        convert_read(&x, channel < info->channels ? channel : 0, 1, raw,
                     info->format, info->channels, (size_t)got);
    free(raw);
    return got > 0 ? (size_t)got : 0;
}

bool
wave_samples(struct waves *waves, int64_t id, unsigned channel, int64_t start,
             size_t count, float x[])
{
    struct wave_source *source = get(waves, id);
    const struct soundfile *file
        = source && source->state == WAVE_READY ? file_of(waves, source) : NULL;
    const size_t before
        = start >= 0 ? 0 : (uint64_t)-start < count ? (size_t)-start : count;

    memset(x, 0, count * sizeof *x);
    if (!file)
        return false;
    if (before < count)
        read_samples(file, channel, start + (int64_t)before, count - before,
                     x + before);
    return true;
}
