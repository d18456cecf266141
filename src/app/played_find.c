/* SPDX-License-Identifier: GPL-3.0-or-later */
/* played_find.c: which frames of the rings belong together, where they belong in
 * the song, and where sound begins and ends in them. */
#include "app/played_internal.h"

#include <math.h>
#include <stdlib.h>

/* -70 dB of full scale: what is no louder all the time was not played. */
static const float SILENT = 3.2e-4f;

/* A knob, or what the first frames after a halt have of the last note. */
#define SHORTEST_SECONDS 0.02

/* What a take shows of the silence around its sound. */
#define BEFORE_SECONDS 0.01
#define BEHIND_SECONDS 0.5

/* Frames that lie side by side on the timeline: `at` is frame `from` of the input
 * clock.  While it stands, `at` is where the first sound belongs. */
struct piece {
    int64_t from, end, at;
    bool rolls;
};

struct found {
    struct played_piece *all;
    size_t count;
};

struct finding {
    struct played *played;
    const struct listen_mark *marks;
    size_t n_marks;
    struct found found;
    float x[PLAYED_CHUNK];
};

/* --- sound -------------------------------------------------------------------- */

enum status
played_read(struct played *played, const struct played_piece *piece, unsigned side,
            int64_t from, float *x, size_t count, struct fault *fault)
{
    size_t missing;
    const enum status status
        = listen_read(played->listen, (unsigned)piece->channel[side], from, x,
                      count, &missing, fault);

    for (size_t i = 0; i < count && !status; i++)
        x[i] *= piece->gain;
    return status;
}

static bool
is_silent(struct finding *finding, const struct played_piece *piece, unsigned side,
          int64_t at)
{
    float peak;

    return played_peak(finding->played, (unsigned)piece->channel[side], at, &peak)
           && peak * fabsf(piece->gain) <= SILENT;
}

/* Of frames from … end, within one chunk. */
static int64_t
sound_in_chunk(struct finding *finding, const struct played_piece *piece,
               unsigned side, int64_t from, int64_t end, bool last)
{
    const int64_t n = end - from;
    struct fault ignored;

    if (is_silent(finding, piece, side, from)
        || played_read(finding->played, piece, side, from, finding->x, (size_t)n,
                       &ignored))
        return -1;
    for (int64_t i = 0; i < n; i++) {
        const int64_t k = last ? n - 1 - i : i;

        if (fabsf(finding->x[k]) > SILENT)
            return from + k;
    }
    return -1;
}

static bool
is_cancelled(const struct played *played)
{
    return played->cancel
           && atomic_load_explicit(played->cancel, memory_order_relaxed);
}

/* Of one side of the piece: the first frame with sound, or the last; -1: none. */
static int64_t
sound_in(struct finding *finding, const struct played_piece *piece, unsigned side,
         bool last)
{
    int64_t from = piece->from, end = piece->end, found = -1;

    while (from < end && found < 0 && !is_cancelled(finding->played)) {
        const int64_t seam = last ? (end - 1) / PLAYED_CHUNK * PLAYED_CHUNK
                                  : (from / PLAYED_CHUNK + 1) * PLAYED_CHUNK;

        if (last) {
            const int64_t begin = seam > from ? seam : from;

            found = sound_in_chunk(finding, piece, side, begin, end, true);
            end = begin;
        } else {
            const int64_t stop = seam < end ? seam : end;

            found = sound_in_chunk(finding, piece, side, from, stop, false);
            from = stop;
        }
    }
    return found;
}

static bool
has_sound(struct finding *finding, const struct played_piece *piece, int64_t *first,
          int64_t *last)
{
    bool has = false;

    for (unsigned side = 0; side < 2; side++) {
        if (piece->channel[side] < 0)
            continue;
        const int64_t from = sound_in(finding, piece, side, false);
        if (from < 0)
            continue;
        const int64_t end = sound_in(finding, piece, side, true);
        has = true;
        *first = from < *first ? from : *first;
        *last = end > *last ? end : *last;
    }
    return has;
}

/* --- what a track has --------------------------------------------------------- */

static enum status
add_piece(struct found *found, const struct played_piece *piece)
{
    struct played_piece *more
        = realloc(found->all, (found->count + 1) * sizeof *more);

    if (!more)
        return ST_NO_MEM;
    found->all = more;
    more[found->count++] = *piece;
    return ST_OK;
}

/* The first take of the track that lies at or after `from`, before `end`. */
static const struct played_taken *
next_taken(const struct played *played, int64_t track, int64_t from, int64_t end)
{
    const struct played_taken *next = NULL;

    for (size_t i = 0; i < played->n_taken; i++) {
        const struct played_taken *taken = &played->taken[i];

        if (taken->track == track && taken->end > from && taken->from < end
            && (!next || taken->from < next->from))
            next = taken;
    }
    return next;
}

static enum status
add_track(struct finding *finding, const struct played_track *track,
          const struct piece *piece)
{
    struct played_piece new = {.track = track->track,
                               .channel = {track->channel[0], track->channel[1]},
                               .gain = track->gain};
    int64_t from = piece->from, end = piece->end;

    for (int side = 0; side < 2; side++) {
        int64_t first, last;

        if (track->channel[side] < 0)
            continue;
        if (!listen_span(finding->played->listen, (unsigned)track->channel[side],
                         &first, &last))
            return ST_OK;
        from = first > from ? first : from;
        end = last < end ? last : end;
    }
    while (from < end) {
        const struct played_taken *taken
            = next_taken(finding->played, track->track, from, end);

        new.from = from;
        new.end = taken ? taken->from : end;
        if (new.end > new.from && add_piece(&finding->found, &new))
            return ST_NO_MEM;
        from = taken ? taken->end : end;
    }
    return ST_OK;
}

/* --- a piece of the timeline -------------------------------------------------- */

static int64_t
max(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t
min(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* All tracks of a piece begin and end with the first and the last sound of any of
 * them; those without any go. */
static void
place(struct finding *finding, size_t since, const struct piece *piece)
{
    const uint32_t rate = played_rate(finding->played);
    struct found *found = &finding->found;
    int64_t first = INT64_MAX, last = -1;
    size_t count = since;

    for (size_t i = since; i < found->count; i++)
        if (has_sound(finding, &found->all[i], &first, &last))
            found->all[count++] = found->all[i];
    found->count = count;
    if (count == since || last - first < (int64_t)(rate * SHORTEST_SECONDS)) {
        found->count = since;
        return;
    }
    const int64_t at = piece->rolls ? piece->at - piece->from : piece->at - first;

    first -= (int64_t)(rate * BEFORE_SECONDS);
    last += (int64_t)(rate * BEHIND_SECONDS);
    count = since;
    for (size_t i = since; i < found->count; i++) {
        struct played_piece own = found->all[i];
        const int64_t from = min(max(own.from, first), own.end - 1);

        own.handle = from - own.from;
        own.tail = own.end - max(min(own.end, last), from + 1);
        own.start = frames(at + from);
        /* What lies before the song cannot be shown. */
        if (own.start.n + own.end - own.tail - from > 0)
            found->all[count++] = own;
    }
    found->count = count;
}

static enum status
add_timeline(struct finding *finding, const struct piece *piece)
{
    const size_t since = finding->found.count;

    for (size_t i = 0; i < finding->played->n_tracks; i++)
        if (add_track(finding, &finding->played->tracks[i], piece))
            return ST_NO_MEM;
    place(finding, since, piece);
    return ST_OK;
}

/* --- a stretch: marks `from` … `end` ------------------------------------------ */

static struct piece
piece_of(const struct finding *finding, size_t from, size_t end)
{
    const struct listen_mark *mark = &finding->marks[from];
    const struct listen_mark *last = &finding->marks[end - 1];

    return (struct piece){
        .from = mark->input + mark->latency,
        .end = end < finding->n_marks ? finding->marks[end].input + last->latency
                                      : INT64_MAX,
        .at = mark->rolls ? mark->at : last->at,
        .rolls = mark->rolls,
    };
}

static bool
goes_on(const struct listen_mark *a, const struct listen_mark *b)
{
    return b->at - a->at == b->input - a->input && a->latency == b->latency;
}

static enum status
add_stretch(struct finding *finding, size_t from, size_t end)
{
    enum status status = ST_OK;

    while (from < end && !status) {
        size_t to = from + 1;

        while (to < end
               && (!finding->marks[from].rolls
                   || goes_on(&finding->marks[from], &finding->marks[to])))
            to++;
        const struct piece piece = piece_of(finding, from, to);

        status = add_timeline(finding, &piece);
        from = to;
    }
    return status;
}

static enum status
find(struct finding *finding, enum played_end which)
{
    const struct listen_mark *marks = finding->marks;
    const size_t n = finding->n_marks;
    enum status status = ST_OK;

    for (size_t done = 0, size; done < n && !status && !finding->found.count;
         done += size) {
        size_t from = which == PLAYED_OLDEST ? done : n - done, end = from;

        if (which == PLAYED_OLDEST)
            for (end++; end < n && marks[end].rolls == marks[from].rolls; end++)
                ;
        else
            for (from--; from > 0 && marks[from - 1].rolls == marks[end - 1].rolls;
                 from--)
                ;
        size = end - from;
        status = add_stretch(finding, from, end);
    }
    return status;
}

enum status
played_find(struct played *played, enum played_end which,
            struct played_piece **pieces, size_t *count)
{
    struct finding *finding = calloc(1, sizeof *finding);
    enum status status = finding ? ST_OK : ST_NO_MEM;

    *pieces = NULL;
    *count = 0;
    if (status)
        return status;
    finding->played = played;
    struct listen_mark *marks = listen_marks(played->listen, &finding->n_marks);
    finding->marks = marks;
    status = marks ? find(finding, which) : ST_NO_MEM;
    if (status || finding->found.count == 0) {
        free(finding->found.all);
    } else {
        *pieces = finding->found.all;
        *count = finding->found.count;
    }
    free(marks);
    free(finding);
    return status;
}
