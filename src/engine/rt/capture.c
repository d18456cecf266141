/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rt/capture.h"

#include "engine/rt/graph.h"

#include <string.h>

/* --- what is armed ------------------------------------------------------------ */

/* Strips find their input here; those that have none any more let go of it. */
RT static void
attach(struct capture *capture, const struct plan *plan)
{
    for (uint32_t i = 0; i < plan->n_strips; i++)
        plan->strips[i].state->input = NULL;
    for (unsigned i = 0; capture->setup && i < capture->setup->count; i++) {
        const struct capture_input *input = &capture->setup->inputs[i];
        const struct strip *strip = plan_strip(plan, input->row.track);

        if (strip)
            strip->state->input = input;
    }
}

RT void
capture_arm(struct capture *capture, const struct plan *plan)
{
    struct capture_setup *setup
        = atomic_exchange_explicit(&capture->next, NULL, memory_order_acq_rel);

    if (setup) {
        capture->setup = setup;
        capture->rearmed = true;
    }

    const uint64_t serial = capture->setup ? capture->setup->serial : 0;
    if (plan
        && (plan->number != capture->attached_plan
            || serial != capture->attached_setup)) {
        attach(capture, plan);
        capture->attached_plan = plan->number;
        capture->attached_setup = serial;
    }
    /* From here on nobody looks at the setup before. */
    if (setup)
        atomic_store_explicit(&capture->taken, serial, memory_order_release);
}

RT bool
capture_is_heard(const struct capture *capture)
{
    const struct capture_setup *setup = capture->setup;

    for (unsigned i = 0; setup && i < setup->count; i++) {
        const struct record_track *row = &setup->inputs[i].row;

        if (row->monitor == MONITOR_INPUT
            || (row->monitor == MONITOR_AUTO && row->armed))
            return true;
    }
    return false;
}

/* --- marks -------------------------------------------------------------------- */

RT static void
put_mark(struct capture *capture, enum record_mark_kind kind, int64_t input,
         int64_t at, int64_t frames)
{
    const struct record_mark mark = {
        .kind = kind,
        .latency = capture->latency,
        .setup = capture->setup ? capture->setup->serial : 0,
        .input = input,
        .at = at,
        .frames = frames,
    };

    if (capture->choked || ring_write(capture->marks, &mark, 1))
        return;
    /* What ran until here ends here; how it went on is told when there is room. */
    capture->choked = true;
    capture->first_lost = mark;
    capture->first_lost.kind = MARK_OUT;
}

/* Where marks were lost: the end of what ran then, and what is so now. */
RT static void
catch_up(struct capture *capture, const struct capture_span *span)
{
    struct record_mark marks[3] = {capture->first_lost};
    uint32_t count = 1;
    const struct record_mark now = {
        .latency = capture->latency,
        .setup = capture->setup ? capture->setup->serial : 0,
        .input = span->input,
        .at = span->position,
    };

    marks[count] = now;
    marks[count++].kind = capture->rolled ? MARK_ROLL : MARK_HALT;
    if (capture->recording) {
        marks[count] = now;
        marks[count++].kind = MARK_IN;
    }
    if (ring_write(capture->marks, marks, count))
        capture->choked = false;
}

RT uint32_t
capture_run(const struct capture *capture, int64_t position, uint32_t frames)
{
    if (!capture->on || capture->end <= capture->start)
        return frames;
    if (position < capture->start && capture->start - position < frames)
        return capture->start - position;
    if (position < capture->end && capture->end - position < frames)
        return capture->end - position;
    return frames;
}

RT static bool
is_within(const struct capture *capture, const struct capture_span *span)
{
    return span->rolling && capture->on
           && (capture->end <= capture->start
               || (span->position >= capture->start
                   && span->position < capture->end));
}

RT bool
capture_span(struct capture *capture, const struct capture_span *span)
{
    const bool elsewhere = span->rolling == capture->rolled
                           && span->position != capture->expected;
    const bool jump = elsewhere && span->rolling;
    const bool within = is_within(capture, span);

    if (capture->recording && (jump || !within)) {
        put_mark(capture, MARK_OUT, span->input, capture->expected, 0);
        capture->recording = false;
    }
    /* Whether the pass goes on is known only here: it may have been stopped since
     * the last block, and then nothing begins any more. */
    if (capture->rearmed && capture->recording)
        put_mark(capture, MARK_ARM, span->input, span->position, 0);
    capture->rearmed = false;
    if (span->rolling != capture->rolled || elsewhere
        || span->latency != capture->latency) {
        capture->latency = span->latency;
        put_mark(capture, span->rolling ? MARK_ROLL : MARK_HALT, span->input,
                 span->position, 0);
    }
    capture->rolled = span->rolling;
    capture->expected = span->position + (span->rolling ? span->frames : 0);
    if (within && !capture->recording) {
        put_mark(capture, MARK_IN, span->input, span->position, 0);
        capture->recording = true;
    }
    if (capture->choked)
        catch_up(capture, span);
    return within;
}

/* --- frames ------------------------------------------------------------------- */

RT static void
claim(struct capture *capture, uint32_t frames)
{
    atomic_store_explicit(&capture->claimed, capture->input + frames,
                          memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
}

RT static void
copy(_Atomic uint32_t *to, const float *from, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t bits = 0;

        if (from)
            memcpy(&bits, &from[i], sizeof bits);
        atomic_store_explicit(&to[i], bits, memory_order_relaxed);
    }
}

/* `from` NULL: silence. */
RT static void
store(struct capture *capture, unsigned channel, const float *from, uint32_t frames)
{
    struct capture_channel *to = &capture->channels[channel];
    _Atomic uint32_t *data = atomic_load_explicit(&to->data, memory_order_acquire);

    if (!data)
        return;
    if (atomic_load_explicit(&to->since, memory_order_relaxed) == INT64_MAX)
        atomic_store_explicit(&to->since, capture->input, memory_order_relaxed);

    /* Of more than a whole ring the last of it is what stays. */
    const uint32_t skip = frames > capture->size ? frames - capture->size : 0;
    const uint32_t n = frames - skip;
    const uint32_t at = (capture->input + skip) % capture->size;
    const uint32_t run = n < capture->size - at ? n : capture->size - at;
    copy(data + at, from, run);
    copy(data, from ? from + run : NULL, n - run);
}

RT static void
meter(struct capture_input *input, const float *const *in, unsigned n_in,
      uint32_t frames)
{
    for (int side = 0; side < 2; side++) {
        const int channel = input->row.input[side];
        float peak = 0, before;

        if (channel < 0 || (unsigned)channel >= n_in)
            continue;
        for (uint32_t i = 0; i < frames; i++) {
            const float x = in[channel][i] * input->row.gain;
            const float size = x < 0 ? -x : x;

            peak = size > peak ? size : peak;
        }
        uint32_t bits =
            atomic_load_explicit(&input->peak[side], memory_order_relaxed);
        memcpy(&before, &bits, sizeof before);
        if (peak <= before)
            continue;
        memcpy(&bits, &peak, sizeof bits);
        atomic_store_explicit(&input->peak[side], bits, memory_order_relaxed);
    }
}

RT void
capture_frames(struct capture *capture, const float *const *in, unsigned n_in,
               uint32_t frames)
{
    const unsigned n =
        atomic_load_explicit(&capture->n_channels, memory_order_acquire);

    claim(capture, frames);
    for (unsigned i = 0; i < n; i++)
        store(capture, i, i < n_in ? in[i] : NULL, frames);
    for (unsigned i = 0; capture->setup && i < capture->setup->count; i++)
        meter(&capture->setup->inputs[i], in, n_in, frames);
}

RT void
capture_gap(struct capture *capture, int64_t at, uint32_t frames)
{
    const unsigned n =
        atomic_load_explicit(&capture->n_channels, memory_order_acquire);

    put_mark(capture, MARK_GAP, capture->input, at, frames);
    atomic_fetch_add_explicit(&capture->gaps, frames, memory_order_relaxed);
    claim(capture, frames);
    for (unsigned i = 0; i < n; i++)
        store(capture, i, NULL, frames);
}

RT void
capture_end(struct capture *capture, uint32_t frames)
{
    capture->input += frames;
    atomic_store_explicit(&capture->within, capture->recording,
                          memory_order_relaxed);
    atomic_store_explicit(&capture->written, capture->input, memory_order_release);
}
