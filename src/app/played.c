/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/played_internal.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>


/* --- the notes ---------------------------------------------------------------- */

static int
open_notes(const char *folder, int flags)
{
    char path[PLAYED_PATH + 16];

    snprintf(path, sizeof path, "%s/%s", folder, PLAYED_NOTES);
    return open(path, flags | O_NOFOLLOW | O_CLOEXEC, 0666);
}

/* A line at a time, so that whoever is killed leaves whole ones. */
__attribute__((format(printf, 2, 3))) static void
note(const struct played *played, const char *format, ...)
{
    char line[256];
    va_list args;

    if (played->notes < 0)
        return;
    va_start(args, format);
    const int length = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (length > 0 && (size_t)length < sizeof line)
        (void)!write(played->notes, line, (size_t)length);
}

static void
put_taken(struct played *played, struct played_taken taken)
{
    for (size_t i = 0; i < played->n_taken; i++) {
        struct played_taken *old = &played->taken[i];

        if (old->track == taken.track && old->from == taken.from) {
            old->end = taken.end;
            return;
        }
    }
    struct played_taken *more
        = realloc(played->taken, (played->n_taken + 1) * sizeof *more);

    if (!more)
        return; /* it can be kept once more: no harm */
    played->taken = more;
    more[played->n_taken++] = taken;
}

static void
read_note(struct played *played, const char *line)
{
    struct played_placing placing = {0};
    struct played_track track;
    struct played_taken taken;

    if (sscanf(line, "arm %" SCNu32 " %" SCNu32 " %" SCNu32 " %127[^\n]",
               &placing.capture, &placing.playback, &placing.round_trip,
               placing.device)
        >= 3) {
        played->placing = placing;
        played->n_tracks = 0;
    } else if (sscanf(line, "track %" SCNd64 " %d %d %f", &track.track,
                      &track.channel[0], &track.channel[1], &track.gain)
               == 4) {
        if (played->n_tracks < RECORD_MAX_TRACKS && track.channel[0] >= 0
            && track.channel[0] < LISTEN_MAX_CHANNELS && track.channel[1] >= -1
            && track.channel[1] < LISTEN_MAX_CHANNELS)
            played->tracks[played->n_tracks++] = track;
    } else if (sscanf(line, "taken %" SCNd64 " %" SCNd64 " %" SCNd64, &taken.track,
                      &taken.from, &taken.end)
               == 3) {
        put_taken(played, taken);
    }
}

static void
read_notes(struct played *played)
{
    char line[256];
    const int fd = open_notes(played->folder, O_RDONLY);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "r");

    if (!file) {
        if (fd >= 0)
            close(fd);
        return;
    }
    while (fgets(line, sizeof line, file))
        read_note(played, line);
    fclose(file);
}

void
played_taken(struct played *played, int64_t track, int64_t from, int64_t end)
{
    put_taken(played, (struct played_taken){track, from, end});
    note(played, "taken %" PRId64 " %" PRId64 " %" PRId64 "\n", track, from, end);
}

void
played_answers(struct played *played)
{
    note(played, "pid %ld\n", (long)getpid());
}

/* Its notes are locked as long as it lives: no other process can have got its
 * number. */
int
played_asked(const char *song)
{
    char folder[PLAYED_PATH], line[256];
    long pid = 0;

    snprintf(folder, sizeof folder, "%s/%s", song, PLAYED_LISTENING);
    const int fd = open_notes(folder, O_RDONLY);
    if (fd < 0)
        return 0;
    const bool alive = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    FILE *file = fdopen(fd, "r");
    if (!file) {
        close(fd);
        return 0;
    }
    while (alive && fgets(line, sizeof line, file))
        (void)!sscanf(line, "pid %ld", &pid);
    fclose(file);
    return pid > 1 ? (int)pid : 0;
}

static void
want_channels(struct played *played)
{
    uint64_t wanted[2] = {0};

    for (size_t i = 0; i < played->n_tracks; i++)
        for (int side = 0; side < 2; side++) {
            const int channel = played->tracks[i].channel[side];

            if (channel >= 0)
                wanted[channel / 64] |= UINT64_C(1) << channel % 64;
        }
    atomic_store(&played->wanted[0], wanted[0]);
    atomic_store(&played->wanted[1], wanted[1]);
}

/* --- open and close ----------------------------------------------------------- */

static struct played *
make_played(const char *folder)
{
    struct played *played = calloc(1, sizeof *played);

    if (!played)
        return NULL;
    snprintf(played->folder, sizeof played->folder, "%s", folder);
    played->notes = -1;
    pthread_mutex_init(&played->lock, NULL);
    return played;
}

enum status
played_load(struct played **out, const char *folder, struct fault *fault)
{
    *out = NULL;
    struct played *played = make_played(folder);
    if (!played)
        return fault_errno(fault, ENOMEM, folder);
    const enum status status = listen_load(&played->listen, folder, fault);
    if (status) {
        played_leave(played);
        return status;
    }
    read_notes(played);
    want_channels(played);
    played->notes = open_notes(folder, O_WRONLY | O_APPEND);
    *out = played;
    return ST_OK;
}

void
played_leave(struct played *played)
{
    if (!played)
        return;
    listen_leave(played->listen);
    if (played->notes >= 0)
        close(played->notes);
    for (unsigned i = 0; i < LISTEN_MAX_CHANNELS; i++)
        free(played->peaks[i]);
    pthread_mutex_destroy(&played->lock);
    free(played->taken);
    free(played);
}

void
played_close(struct played *played)
{
    char path[PLAYED_PATH + 16];

    if (!played)
        return;
    snprintf(path, sizeof path, "%s/%s", played->folder, PLAYED_NOTES);
    unlink(path);
    listen_close(played->listen);
    played->listen = NULL;
    played_leave(played);
}

enum status
played_open(struct played **out, const char *song, uint32_t rate, uint32_t seconds,
            struct fault *fault)
{
    char folder[PLAYED_PATH];

    *out = NULL;
    snprintf(folder, sizeof folder, "%s/%s", song, PLAYED_LISTENING);
    played_set_aside(song);
    struct played *played = make_played(folder);
    if (!played)
        return fault_errno(fault, ENOMEM, folder);
    const enum status status
        = listen_open(&played->listen, folder, rate, seconds + PLAYED_SPARE, fault);
    if (status) {
        played_leave(played);
        return status;
    }
    played->n_peaks = (int64_t)rate * (seconds + PLAYED_SPARE) / PLAYED_CHUNK + 2;
    played->notes = open_notes(folder, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND);
    if (played->notes >= 0)
        (void)!flock(played->notes, LOCK_EX | LOCK_NB);
    *out = played;
    return ST_OK;
}

void
played_discard(const char *folder)
{
    char path[PLAYED_PATH + 16];

    snprintf(path, sizeof path, "%s/%s", folder, PLAYED_NOTES);
    unlink(path);
    listen_discard(folder);
}

uint32_t
played_rate(const struct played *played)
{
    return listen_rate(played->listen);
}

/* --- what is armed ------------------------------------------------------------ */

static bool
same_arms(const struct played *played, const struct played_track *tracks,
          size_t count, const struct played_placing *placing)
{
    const struct played_placing *old = &played->placing;

    if (count != played->n_tracks || placing->capture != old->capture
        || placing->playback != old->playback
        || placing->round_trip != old->round_trip
        || strcmp(placing->device, old->device) != 0)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct played_track *a = &tracks[i], *b = &played->tracks[i];

        if (a->track != b->track || a->channel[0] != b->channel[0]
            || a->channel[1] != b->channel[1] || a->gain != b->gain)
            return false;
    }
    return true;
}

void
played_arm(struct played *played, const struct played_track *tracks, size_t count,
           const struct played_placing *placing)
{
    if (count > RECORD_MAX_TRACKS)
        count = RECORD_MAX_TRACKS;
    atomic_store(&played->latency, placing->round_trip);
    if (same_arms(played, tracks, count, placing))
        return;
    played->placing = *placing;
    played->n_tracks = count;
    note(played, "arm %" PRIu32 " %" PRIu32 " %" PRIu32 " %s\n", placing->capture,
         placing->playback, placing->round_trip, placing->device);
    for (size_t i = 0; i < count; i++) {
        played->tracks[i] = tracks[i];
        note(played, "track %" PRId64 " %d %d %.9g\n", tracks[i].track,
             tracks[i].channel[0], tracks[i].channel[1], tracks[i].gain);
    }
    want_channels(played);
}

const struct played_placing *
played_placing(const struct played *played)
{
    return &played->placing;
}

/* --- the listener, in the writer thread --------------------------------------- */

static bool
is_wanted(struct played *played, unsigned channel)
{
    return channel < LISTEN_MAX_CHANNELS
           && atomic_load(&played->wanted[channel / 64]) >> channel % 64 & 1;
}

static float
peak_of(const float *x, size_t n)
{
    float peak = 0;

    for (size_t i = 0; i < n; i++) {
        const float size = fabsf(x[i]);

        peak = size > peak ? size : peak;
    }
    return peak;
}

/* With the lock. */
static struct played_peak *
peak_at(struct played *played, unsigned channel, int64_t at)
{
    return &played->peaks[channel][at % played->n_peaks];
}

/* A chunk whose first frames were not heard is known all the same: they are
 * silence. */
static void
note_peaks(struct played *played, unsigned channel, int64_t input, const float *x,
           size_t n)
{
    pthread_mutex_lock(&played->lock);
    if (!played->peaks[channel])
        played->peaks[channel]
            = calloc((size_t)played->n_peaks, sizeof *played->peaks[channel]);
    while (played->peaks[channel] && n > 0) {
        const int64_t at = input / PLAYED_CHUNK;
        const int64_t left = (at + 1) * PLAYED_CHUNK - input;
        const size_t run = (int64_t)n < left ? n : (size_t)left;
        struct played_peak *to = peak_at(played, channel, at);
        const float peak = peak_of(x, run);

        *to = to->at == at ? (struct played_peak){at, fmaxf(to->peak, peak)}
                           : (struct played_peak){at, peak};
        input += (int64_t)run;
        x += run;
        n -= run;
    }
    pthread_mutex_unlock(&played->lock);
}

bool
played_peak(struct played *played, unsigned channel, int64_t input, float *peak)
{
    pthread_mutex_lock(&played->lock);
    const struct played_peak *is
        = played->peaks[channel] ? peak_at(played, channel, input / PLAYED_CHUNK)
                                 : NULL;
    const bool known = is && is->at == input / PLAYED_CHUNK;
    if (known)
        *peak = is->peak;
    pthread_mutex_unlock(&played->lock);
    return known;
}

static enum status
hear_frames(void *user, unsigned channel, int64_t input, const float *x, size_t n)
{
    struct played *played = user;
    struct fault fault;

    if (!is_wanted(played, channel) || atomic_load(&played->paused))
        return ST_OK;
    note_peaks(played, channel, input, x, n);
    const enum status status
        = listen_frames(played->listen, channel, input, x, n, &fault);
    if (!status || status == ST_NO_SPACE) {
        if (status)
            atomic_store(&played->paused, true);
        return ST_OK;
    }
    if (!atomic_load(&played->broken)) {
        played->why = fault;
        atomic_store(&played->broken, true);
    }
    return status;
}

static void
hear_mark(void *user, const struct record_mark *mark)
{
    struct played *played = user;
    const struct listen_mark heard = {.input = mark->input,
                                      .at = mark->at,
                                      .latency = mark->latency
                                                 + atomic_load(&played->latency),
                                      .rolls = mark->kind == MARK_ROLL};

    if (mark->kind == MARK_ROLL || mark->kind == MARK_HALT)
        listen_mark(played->listen, &heard);
}

struct record_listener
played_listener(struct played *played)
{
    return (struct record_listener){hear_frames, hear_mark, played};
}

void
played_pause(struct played *played, bool paused)
{
    atomic_store(&played->paused, paused);
}

int64_t
played_growth(struct played *played)
{
    unsigned new = 0;
    int64_t from, end;

    for (unsigned i = 0; i < LISTEN_MAX_CHANNELS; i++)
        new += is_wanted(played, i) && !listen_span(played->listen, i, &from, &end);
    return listen_growth(played->listen, new);
}

double
played_seconds(struct played *played)
{
    int64_t first = INT64_MAX, last = INT64_MAX, from, end;

    for (unsigned i = 0; i < LISTEN_MAX_CHANNELS; i++) {
        if (!is_wanted(played, i))
            continue;
        if (!listen_span(played->listen, i, &from, &end))
            return 0;
        first = from < first ? from : first;
        last = end < last ? end : last;
    }
    return last > first ? (double)(last - first) / played_rate(played) : 0;
}

bool
played_broken(struct played *played, struct fault *fault)
{
    if (!atomic_load(&played->broken) || played->told)
        return false;
    played->told = true;
    *fault = played->why;
    return true;
}
