/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes, from the marks that begin them to their last frame. */
#include "engine/record_internal.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const int64_t SECOND = 1000000000;

/* --- events ------------------------------------------------------------------- */

static struct record_event
event_of(const struct record_take *take, enum record_event_kind kind)
{
    return (struct record_event){
        .kind = kind,
        .take = take->id,
        .pass = take->pass,
        .track = take->row.track,
        .start = frames(take->start),
        .input = take->first,
        .handle = (uint32_t)(take->first - take->from),
        .latency = take->latency,
        .plan_latency = take->plan_latency,
        .channels = take->channels,
    };
}

static void
append(struct recorder *recorder, struct record_note *note)
{
    note->next = NULL;
    *recorder->last_note = note;
    recorder->last_note = &note->next;
}

/* Without memory it stays untold; begun and ended have their room in the take. */
static void
tell_of(struct recorder *recorder, struct record_take *take,
        const struct record_event *event)
{
    struct record_note *note = take && event->kind == RECORD_BEGUN ? &take->begun
                               : take && (event->kind == RECORD_ENDED
                                          || event->kind == RECORD_FAILED)
                                   ? &take->ended
                                   : NULL;

    if (note) {
        note->take = take;
    } else {
        note = calloc(1, sizeof *note);
        if (!note)
            return;
    }
    note->event = *event;
    append(recorder, note);
}

/* --- begin and end ------------------------------------------------------------ */

/* As much before the start as is there and will be for a while. */
static int64_t
handle_of(const struct capture *capture, const struct record_take *take,
          uint32_t most)
{
    int64_t oldest = atomic_load_explicit(&capture->claimed, memory_order_acquire)
                     - capture->size * 2 / 3;

    for (int side = 0; side < 2; side++) {
        const int channel = take->row.input[side];

        if (channel < 0)
            continue;
        const int64_t since = atomic_load_explicit(
            &capture->channels[channel].since, memory_order_relaxed);
        oldest = since > oldest ? since : oldest;
    }
    if (oldest < 0)
        oldest = 0;
    if (oldest >= take->first)
        return 0;
    return take->first - oldest < most ? take->first - oldest : most;
}

static void
begin_take(struct recorder *recorder, const struct capture_setup *setup,
           const struct record_track *row, const struct record_mark *mark)
{
    struct record_take *take = calloc(1, sizeof *take);
    struct record_take **last = &recorder->takes;

    if (!take) {
        const struct record_event failed = {.kind = RECORD_FAILED,
                                            .track = row->track,
                                            .start = frames(mark->at),
                                            .fault = {.status = ST_NO_MEM}};
        tell_of(recorder, NULL, &failed);
        return;
    }
    while (*last)
        last = &(*last)->next;
    *last = take;
    recorder->count++;
    take->id = ++recorder->last_take;
    take->pass = recorder->last_pass;
    take->row = *row;
    take->channels = row->input[1] >= 0 ? 2 : 1;
    take->setup = setup->serial;
    take->latency = setup->latency;
    take->plan_latency = mark->latency;
    take->start = mark->at;
    take->first = mark->input + take->latency + take->plan_latency;
    take->from = take->first - handle_of(recorder->capture, take, setup->handle);
    take->at = take->from;
    take->end = INT64_MAX;

    const struct record_event event = event_of(take, RECORD_BEGUN);
    tell_of(recorder, take, &event);
}

static void
end_take(struct record_take *take, int64_t input)
{
    if (take->end == INT64_MAX)
        take->end = input + take->latency + take->plan_latency;
}

static const struct capture_setup *
setup_of(const struct recorder *recorder, uint64_t serial)
{
    const struct capture_setup *setup = recorder->setups;

    while (setup && setup->serial != serial)
        setup = setup->next;
    return setup;
}

static bool
same_input(const struct record_track *a, const struct record_track *b)
{
    return a->track == b->track && a->armed && b->armed
           && a->input[0] == b->input[0] && a->input[1] == b->input[1];
}

/* The take of that row that runs, or NULL. */
static struct record_take *
running(struct recorder *recorder, const struct record_track *row)
{
    struct record_take *take = recorder->takes;

    while (take && (take->end != INT64_MAX || !same_input(&take->row, row)))
        take = take->next;
    return take;
}

/* Takes go on, end or begin, as they are armed now. */
static void
turn_takes(struct recorder *recorder, const struct record_mark *mark)
{
    const struct capture_setup *setup = setup_of(recorder, mark->setup);

    for (struct record_take *take = recorder->takes; take; take = take->next) {
        bool stays = false;

        for (unsigned i = 0; setup && i < setup->count && !stays; i++)
            stays = same_input(&setup->inputs[i].row, &take->row);
        if (!stays)
            end_take(take, mark->input);
    }
    for (unsigned i = 0; setup && i < setup->count; i++)
        if (setup->inputs[i].row.armed && !running(recorder, &setup->inputs[i].row))
            begin_take(recorder, setup, &setup->inputs[i].row, mark);
}

static void
tell_gap(struct recorder *recorder, const struct record_mark *mark)
{
    struct record_event event = {
        .kind = RECORD_GAP,
        .start = frames(mark->at),
        .input = mark->input,
        .frames = mark->frames,
    };

    tell_of(recorder, NULL, &event);
    for (struct record_take *take = recorder->takes; take; take = take->next) {
        if (take->state >= TAKE_CLOSES || mark->input >= take->end
            || mark->input + mark->frames <= take->from)
            continue;
        event = event_of(take, RECORD_GAP);
        event.start = frames(take->start + mark->input - take->first);
        event.input = mark->input;
        event.frames = mark->frames;
        tell_of(recorder, take, &event);
    }
}

void
takes_mark(struct recorder *recorder, const struct record_mark *mark)
{
    switch (mark->kind) {
    case MARK_ROLL:
    case MARK_HALT:
        break;
    case MARK_IN:
        recorder->last_pass++;
        turn_takes(recorder, mark);
        break;
    case MARK_ARM:
        turn_takes(recorder, mark);
        break;
    case MARK_OUT:
        for (struct record_take *take = recorder->takes; take; take = take->next)
            end_take(take, mark->input);
        break;
    case MARK_GAP:
        tell_gap(recorder, mark);
        break;
    }
}

void
takes_finish(struct recorder *recorder, int64_t end)
{
    for (struct record_take *take = recorder->takes; take; take = take->next)
        if (take->end > end)
            take->end = end;
}

/* --- write -------------------------------------------------------------------- */

void
take_tell_end(struct recorder *recorder, struct record_take *take,
              const struct fault *fault)
{
    struct record_event event
        = event_of(take, fault->status ? RECORD_FAILED : RECORD_ENDED);

    event.frames = take->at > take->first ? take->at - take->first : 0;
    if (take->at < take->first)
        event.handle = (uint32_t)(take->at - take->from);
    event.clipped = take->clipped;
    event.fault = *fault;
    take->state = TAKE_ENDED;
    tell_of(recorder, take, &event);
}

/* All is written, or nothing more can be. */
static void
hand_over(struct recorder *recorder, struct record_take *take,
          const struct fault *fault)
{
    pthread_mutex_lock(&recorder->lock);
    if (fault->status)
        take->fault = *fault;
    take->state = TAKE_CLOSES;
    pthread_cond_signal(&recorder->sync);
    pthread_mutex_unlock(&recorder->lock);
}

/* Whether its sink is there; else what becomes of it.  Who is late is refused with
 * the lock, so that no sink is given any more. */
static bool
has_sink(struct recorder *recorder, struct record_take *take)
{
    const struct capture *capture = recorder->capture;
    const int64_t oldest =
        atomic_load_explicit(&capture->claimed, memory_order_acquire)
        - capture->size;
    const bool late = oldest + 2 * RECORD_CHUNK > take->at;
    struct fault fault = {0};

    pthread_mutex_lock(&recorder->lock);
    const bool has = take->has_sink;
    if (has) {
        take->state = TAKE_WRITES;
        take->synced = recorder_now() + (int64_t)(take->id % 16) * SECOND / 10;
    } else if (take->refused) {
        fault = take->fault;
        if (!fault.status)
            fault.status = ST_CANCELLED;
    } else if (late || recorder->quit) {
        take->refused = true;
        fault_set(&fault, ST_BUSY, NULL,
                  _("no file was made for the take in time"));
    }
    if (fault.status)
        take_tell_end(recorder, take, &fault);
    pthread_mutex_unlock(&recorder->lock);
    return has;
}

static int64_t
scale(float *x, float gain, size_t n)
{
    int64_t clipped = 0;

    for (size_t i = 0; i < n; i++) {
        x[i] *= gain;
        clipped += x[i] >= 1.0f || x[i] <= -1.0f;
    }
    return clipped;
}

static void
tell_lost(struct recorder *recorder, struct record_take *take)
{
    struct record_event event = event_of(take, RECORD_LOST);

    event.start = frames(take->start + take->lost_at - take->first);
    event.input = take->lost_at;
    event.frames = take->lost;
    tell_of(recorder, take, &event);
    recorder->lost += take->lost;
    take->lost = 0;
}

void
take_tell_stall(struct recorder *recorder, struct record_take *take, int64_t ns)
{
    struct record_event event;

    if (ns < SECOND)
        return;
    pthread_mutex_lock(&recorder->lock);
    event = event_of(take, RECORD_STALL);
    event.start = frames(take->start + take->at - take->first);
    event.input = take->at;
    event.frames = (int64_t)((double)ns / SECOND * recorder->rate);
    tell_of(recorder, take, &event);
    pthread_mutex_unlock(&recorder->lock);
}

static enum status
write_chunk(struct recorder *recorder, struct record_take *take, size_t n,
            struct fault *fault)
{
    const float *const planar[2] = {recorder->chunk[0], recorder->chunk[1]};
    size_t lost = 0;

    for (unsigned side = 0; side < take->channels; side++) {
        const size_t gone = recorder_copy(recorder->capture, take->row.input[side],
                                          take->at, recorder->chunk[side], n);
        lost = gone > lost ? gone : lost;
        take->clipped += scale(recorder->chunk[side], take->row.gain, n);
    }

    const enum status status = take->sink.write(take->sink.user, planar, n, fault);
    if (status) {
        fault->status = status;
        return status;
    }
    pthread_mutex_lock(&recorder->lock);
    if (lost && !take->lost)
        take->lost_at = take->at;
    take->lost += lost;
    if (take->lost && lost < n)
        tell_lost(recorder, take);
    take->at += n;
    *fault = take->fault; /* of a sync */
    pthread_mutex_unlock(&recorder->lock);
    return fault->status;
}

bool
take_write(struct recorder *recorder, struct record_take *take, int64_t written)
{
    if (take->state == TAKE_WAITS && !has_sink(recorder, take))
        return false;

    const int64_t limit = take->end < written ? take->end : written;
    const int64_t left = limit - take->at;
    const size_t n = left <= 0 ? 0 : left < RECORD_CHUNK ? left : RECORD_CHUNK;
    const int64_t began = recorder_now();
    struct fault fault = {0};
    const enum status status = n ? write_chunk(recorder, take, n, &fault) : ST_OK;

    take_tell_stall(recorder, take, recorder_now() - began);
    if (status || take->at >= take->end) {
        if (take->lost) {
            pthread_mutex_lock(&recorder->lock);
            tell_lost(recorder, take);
            pthread_mutex_unlock(&recorder->lock);
        }
        hand_over(recorder, take, &fault);
        return false;
    }
    return left > RECORD_CHUNK;
}
