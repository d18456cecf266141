/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recorder's main thread: what is armed, which events come, which sinks go. */
#include "engine/record_internal.h"

#include "base/text.h"
#include "engine/engine_internal.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- set-up ------------------------------------------------------------------- */

static enum status
make_capture(struct recorder *recorder)
{
    struct capture *capture = calloc(1, sizeof *capture);

    recorder->capture = capture;
    if (!capture)
        return ST_NO_MEM;
    capture->size = (int64_t)RECORD_RING_SECONDS * recorder->rate;
    for (unsigned i = 0; i < RECORD_MAX_INPUTS; i++)
        atomic_init(&capture->channels[i].since, INT64_MAX);
    return ring_new(&capture->marks, CAPTURE_MARKS, sizeof(struct record_mark));
}

static void
free_parts(struct recorder *recorder)
{
    struct capture *capture = recorder->capture;

    while (recorder->setups) {
        struct capture_setup *setup = recorder->setups;

        recorder->setups = setup->next;
        free(setup);
    }
    for (unsigned i = 0; capture && i < RECORD_MAX_INPUTS; i++)
        free((void *)atomic_load(&capture->channels[i].data));
    if (capture)
        ring_free(capture->marks);
    free(capture);
    pthread_cond_destroy(&recorder->wake);
    pthread_cond_destroy(&recorder->sync);
    pthread_mutex_destroy(&recorder->lock);
    pthread_mutex_destroy(&recorder->listening);
    free(recorder);
}

static void
make_locks(struct recorder *recorder)
{
    pthread_condattr_t attr;

    pthread_mutex_init(&recorder->lock, NULL);
    pthread_mutex_init(&recorder->listening, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&recorder->wake, &attr);
    pthread_cond_init(&recorder->sync, &attr);
    pthread_condattr_destroy(&attr);
}

static void
end_syncer(struct recorder *recorder)
{
    pthread_mutex_lock(&recorder->lock);
    recorder->written = true;
    pthread_cond_signal(&recorder->sync);
    pthread_mutex_unlock(&recorder->lock);
    pthread_join(recorder->syncer, NULL);
}

/* Returns what pthread_create() does. */
static int
start_threads(struct recorder *recorder)
{
    int error = pthread_create(&recorder->syncer, NULL, recorder_sync, recorder);

    if (error)
        return error;
    error = pthread_create(&recorder->writer, NULL, recorder_write, recorder);
    if (error)
        end_syncer(recorder);
    return error;
}

enum status
recorder_new(struct recorder **out, struct engine *engine, struct fault *fault)
{
    *out = NULL;
    if (atomic_load(&engine->capture))
        return fault_set(fault, ST_EXISTS, NULL, _("the engine has a recorder"));

    struct recorder *recorder = calloc(1, sizeof *recorder);
    if (!recorder)
        return fault_set(fault, ST_NO_MEM, NULL, _("no memory for the recorder"));
    recorder->engine = engine;
    recorder->rate = engine->config.rate;
    recorder->last_note = &recorder->notes;
    make_locks(recorder);
    recorder->relation.kind = MARK_HALT;
    if (make_capture(recorder)) {
        free_parts(recorder);
        return fault_set(fault, ST_NO_MEM, NULL, _("no memory for the recorder"));
    }

    const int error = start_threads(recorder);
    if (error) {
        free_parts(recorder);
        return fault_errno(fault, error, _("the recorder's thread"));
    }
    atomic_store_explicit(&engine->capture, recorder->capture,
                          memory_order_release);
    engine_news(engine);
    *out = recorder;
    return ST_OK;
}

void
recorder_free(struct recorder *recorder)
{
    struct record_event event;

    if (!recorder)
        return;
    pthread_mutex_lock(&recorder->lock);
    recorder->quit = true;
    pthread_cond_signal(&recorder->wake);
    pthread_mutex_unlock(&recorder->lock);
    pthread_join(recorder->writer, NULL);
    end_syncer(recorder);
    while (recorder_poll(recorder, &event))
        ;
    assert(!recorder->takes);
    engine_forget_capture(recorder->engine);
    free_parts(recorder);
}

/* --- what is armed ------------------------------------------------------------ */

static enum status
check_track(const struct record_setup *setup, unsigned index, struct fault *fault)
{
    const struct record_track *row = &setup->tracks[index];

    if (row->input[0] < 0 || row->input[0] >= RECORD_MAX_INPUTS
        || row->input[1] < -1 || row->input[1] >= RECORD_MAX_INPUTS)
        return fault_set(fault, ST_RANGE, NULL, _("no input has the number %d"),
                         (row->input[0] < 0 || row->input[0] >= RECORD_MAX_INPUTS
                              ? row->input[0]
                              : row->input[1])
                             + 1);
    if (!isfinite(row->gain))
        return fault_set(fault, ST_RANGE, NULL, _("an input's gain is no number"));
    for (unsigned i = 0; i < index; i++)
        if (setup->tracks[i].track == row->track)
            return fault_set(fault, ST_EXISTS, NULL, _("a track is armed twice"));
    return ST_OK;
}

/* A ring that the process thread can write to without meeting a page that is not
 * there. */
static enum status
want_channel(struct recorder *recorder, int channel)
{
    struct capture *capture = recorder->capture;
    struct capture_channel *to = &capture->channels[channel];
    const size_t bytes = ((size_t)capture->size * sizeof(uint32_t) + 63) / 64 * 64;

    if (channel < 0 || atomic_load_explicit(&to->data, memory_order_relaxed))
        return ST_OK;

    _Atomic uint32_t *data = aligned_alloc(64, bytes);
    if (!data)
        return ST_NO_MEM;
    memset((void *)data, 0, bytes);
    atomic_store_explicit(&to->data, data, memory_order_release);
    if ((unsigned)channel >= atomic_load_explicit(&capture->n_channels,
                                                  memory_order_relaxed))
        atomic_store_explicit(&capture->n_channels, channel + 1,
                              memory_order_release);
    return ST_OK;
}

static struct capture_setup *
copy_setup(const struct recorder *recorder, const struct record_setup *from)
{
    const uint32_t most = RECORD_HANDLE_SECONDS * recorder->rate;
    struct capture_setup *setup
        = calloc(1, sizeof *setup + from->n_tracks * sizeof setup->inputs[0]);

    if (!setup)
        return NULL;
    setup->serial = recorder->serial + 1;
    setup->latency = from->latency;
    setup->handle = from->handle < most ? from->handle : most;
    setup->count = from->n_tracks;
    for (unsigned i = 0; i < from->n_tracks; i++) {
        struct record_track *row = &setup->inputs[i].row;

        *row = from->tracks[i];
        if (row->invert)
            row->gain = -row->gain;
    }
    return setup;
}

enum status
recorder_arm(struct recorder *recorder, const struct record_setup *from,
             struct fault *fault)
{
    if (from->n_tracks > RECORD_MAX_TRACKS)
        return fault_set(fault, ST_RANGE, NULL, _("more than %d tracks are armed"),
                         RECORD_MAX_TRACKS);
    if (from->latency > (uint32_t)RECORD_HANDLE_SECONDS * recorder->rate)
        return fault_set(fault, ST_RANGE, NULL,
                         _("a latency of %u frames cannot be made up for"),
                         from->latency);
    for (unsigned i = 0; i < from->n_tracks; i++) {
        const enum status status = check_track(from, i, fault);

        if (status)
            return status;
    }

    struct capture_setup *setup = copy_setup(recorder, from);
    enum status status = setup ? ST_OK : ST_NO_MEM;
    for (unsigned i = 0; i < from->n_tracks && !status; i++) {
        status = want_channel(recorder, from->tracks[i].input[0]);
        if (!status && from->tracks[i].input[1] >= 0)
            status = want_channel(recorder, from->tracks[i].input[1]);
    }
    if (status) {
        free(setup);
        return fault_set(fault, status, NULL, _("no memory for the inputs"));
    }

    recorder->serial++;
    recorder->current = setup;
    pthread_mutex_lock(&recorder->lock);
    setup->next = recorder->setups;
    recorder->setups = setup;
    pthread_mutex_unlock(&recorder->lock);
    /* One that was not picked up is the writer's to free, when a later one is. */
    atomic_store_explicit(&recorder->capture->next, setup, memory_order_release);
    engine_news(recorder->engine);
    return ST_OK;
}

enum status
recorder_record(struct recorder *recorder, bool on, frames_t start, frames_t end)
{
    return engine_send_record(recorder->engine, on, start, end);
}

/* --- takes -------------------------------------------------------------------- */

static struct record_take *
find(struct recorder *recorder, uint64_t id)
{
    struct record_take *take = recorder->takes;

    while (take && take->id != id)
        take = take->next;
    return take;
}

static void
drop_take(struct recorder *recorder, struct record_take *take)
{
    struct record_take **at = &recorder->takes;

    while (*at != take)
        at = &(*at)->next;
    *at = take->next;
    recorder->count--;
    free(take);
}

bool
recorder_poll(struct recorder *recorder, struct record_event *out)
{
    pthread_mutex_lock(&recorder->lock);
    struct record_note *note = recorder->notes;
    if (note) {
        *out = note->event;
        recorder->notes = note->next;
        if (!recorder->notes)
            recorder->last_note = &recorder->notes;
        if (!note->take)
            free(note);
        else if (note == &note->take->ended)
            drop_take(recorder, note->take);
    }
    pthread_mutex_unlock(&recorder->lock);
    return note != NULL;
}

enum status
recorder_give(struct recorder *recorder, uint64_t id,
              const struct record_sink *sink)
{
    pthread_mutex_lock(&recorder->lock);
    struct record_take *take = find(recorder, id);
    const bool waits = take && take->state == TAKE_WAITS && !take->refused
                       && !take->has_sink;
    if (waits) {
        take->sink = *sink;
        take->has_sink = true;
        pthread_cond_signal(&recorder->wake);
    }
    pthread_mutex_unlock(&recorder->lock);
    return waits ? ST_OK : ST_NOT_FOUND;
}

void
recorder_refuse(struct recorder *recorder, uint64_t id, const struct fault *fault)
{
    pthread_mutex_lock(&recorder->lock);
    struct record_take *take = find(recorder, id);
    if (take && take->state == TAKE_WAITS && !take->has_sink) {
        take->refused = true;
        take->fault = *fault;
        pthread_cond_signal(&recorder->wake);
    }
    pthread_mutex_unlock(&recorder->lock);
}

void
recorder_finish(struct recorder *recorder)
{
    pthread_mutex_lock(&recorder->lock);
    recorder->finish = true;
    pthread_cond_signal(&recorder->wake);
    pthread_mutex_unlock(&recorder->lock);
}

enum status
recorder_length(struct recorder *recorder, uint64_t id, int64_t *frames_)
{
    pthread_mutex_lock(&recorder->lock);
    const struct record_take *take = find(recorder, id);
    const bool runs = take && take->state != TAKE_ENDED;
    if (runs)
        *frames_ = take->at > take->first ? take->at - take->first : 0;
    pthread_mutex_unlock(&recorder->lock);
    return runs ? ST_OK : ST_NOT_FOUND;
}

void
recorder_state(struct recorder *recorder, struct recorder_state *out)
{
    struct capture *capture = recorder->capture;

    *out = (struct recorder_state){
        .input = atomic_load_explicit(&capture->written, memory_order_acquire),
        .recording = atomic_load_explicit(&capture->within, memory_order_relaxed),
        .gaps = atomic_load_explicit(&capture->gaps, memory_order_relaxed),
    };
    pthread_mutex_lock(&recorder->lock);
    out->seen = recorder->seen;
    out->takes = recorder->count;
    out->lost = recorder->lost;
    out->fill = (float)recorder->behind / capture->size;
    pthread_mutex_unlock(&recorder->lock);
}

enum status
recorder_levels(struct recorder *recorder, int64_t track, float peak[2])
{
    struct capture_setup *setup = recorder->current;

    for (unsigned i = 0; setup && i < setup->count; i++) {
        struct capture_input *input = &setup->inputs[i];

        if (input->row.track != track)
            continue;
        for (int side = 0; side < 2; side++) {
            const uint32_t bits = atomic_exchange_explicit(&input->peak[side], 0,
                                                           memory_order_relaxed);
            memcpy(&peak[side], &bits, sizeof bits);
        }
        return ST_OK;
    }
    return ST_NOT_FOUND;
}

void
recorder_listen(struct recorder *recorder, const struct record_listener *listener)
{
    const struct capture *capture = recorder->capture;

    pthread_mutex_lock(&recorder->listening);
    recorder->listener = NULL;
    if (listener) {
        recorder->copy = *listener;
        recorder->listener = &recorder->copy;
        listener->mark(listener->user, &recorder->relation);
    }
    for (unsigned i = 0; i < RECORD_MAX_INPUTS; i++)
        recorder->heard[i] = atomic_load_explicit(&capture->written,
                                                  memory_order_acquire);
    pthread_mutex_unlock(&recorder->listening);
}
