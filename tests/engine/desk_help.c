/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/desk_help.h"

#include "tests/test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PATIENCE = 60000 }; /* naps */

float
desk_ramp(int channel, int64_t input)
{
    return (float)((input & 0x1ffff) * 64 + channel + 1) / 8388608.0f;
}

/* --- sinks -------------------------------------------------------------------- */

static enum status
sink_write(void *user, const float *const planar[], size_t n, struct fault *fault)
{
    struct sink *sink = user;

    if (sink->gate) {
        pthread_mutex_lock(sink->gate);
        pthread_mutex_unlock(sink->gate);
    }
    assert_false(sink->closed);
    if (sink->fails_at && sink->frames + n > sink->fails_at)
        return fault_set(fault, ST_NO_SPACE, "take.wav", "full");
    if (sink->frames + n > sink->room) {
        sink->room = 2 * (sink->frames + n);
        for (unsigned c = 0; c < sink->channels; c++)
            sink->sound[c] = realloc(sink->sound[c], sink->room * sizeof(float));
    }
    for (unsigned c = 0; c < sink->channels; c++)
        memcpy(sink->sound[c] + sink->frames, planar[c], n * sizeof(float));
    sink->frames += n;
    return ST_OK;
}

static enum status
sink_sync(void *user, struct fault *fault)
{
    struct sink *sink = user;

    if (sink->sync_gate) {
        pthread_mutex_lock(sink->sync_gate);
        pthread_mutex_unlock(sink->sync_gate);
    }
    sink->synced++;
    return sink->sync_fails ? fault_set(fault, ST_IO, "take.wav", "worn out")
                            : ST_OK;
}

static enum status
sink_close(void *user, struct fault *fault)
{
    struct sink *sink = user;

    assert_false(sink->closed);
    sink->closed = true;
    return ST_OK;
}

static struct tape *
tape_of(struct desk *desk, uint64_t take)
{
    assert_in_range(take, 1, DESK_TAKES - 1);
    if (take >= desk->n_tapes)
        desk->n_tapes = (unsigned)take + 1;
    return &desk->tapes[take];
}

void
desk_give(struct desk *desk, struct tape *tape)
{
    const struct record_sink sink = {sink_write, sink_sync, sink_close,
                                     &tape->sink};

    tape->sink.channels = tape->begun.channels;
    tape->sink.gate = desk->gate;
    tape->sink.sync_gate = desk->sync_gate;
    tape->sink.sync_fails = desk->sync_fails;
    if (desk->fails_at && tape->begun.track == desk->fails_track)
        tape->sink.fails_at = desk->fails_at;
    assert_int_equal(recorder_give(desk->recorder, tape->begun.take, &sink), ST_OK);
}

void
desk_poll(struct desk *desk)
{
    struct record_event event;

    while (recorder_poll(desk->recorder, &event)) {
        struct tape *tape = event.take ? tape_of(desk, event.take) : NULL;

        switch (event.kind) {
        case RECORD_BEGUN:
            assert_false(tape->has_begun);
            tape->has_begun = true;
            tape->begun = event;
            if (!desk->hold)
                desk_give(desk, tape);
            break;
        case RECORD_ENDED:
        case RECORD_FAILED:
            assert_true(tape->has_begun);
            assert_false(tape->has_ended);
            tape->has_ended = true;
            tape->ended = event;
            break;
        case RECORD_GAP:
            if (!tape) {
                desk->loose_gaps++;
                break;
            }
            tape->gaps++;
            tape->gap_frames += event.frames;
            tape->gap = event;
            break;
        case RECORD_LOST:
            tape->losses++;
            tape->lost_frames += event.frames;
            tape->gap = event;
            break;
        case RECORD_STALL:
            break;
        }
    }
}

/* --- the desk ----------------------------------------------------------------- */

struct desk *
desk_open(struct engine_config config, unsigned n_in)
{
    struct desk *desk = calloc(1, sizeof *desk);
    struct fault fault;

    rig_open(&desk->rig, config);
    assert_int_equal(recorder_new(&desk->recorder, desk->rig.engine, &fault),
                     ST_OK);
    desk->n_in = n_in;
    return desk;
}

void
desk_close(struct desk *desk)
{
    recorder_free(desk->recorder);
    for (unsigned i = 0; i < desk->n_tapes; i++) {
        free(desk->tapes[i].sink.sound[0]);
        free(desk->tapes[i].sink.sound[1]);
    }
    rig_close(&desk->rig);
    free(desk);
}

void
desk_cycle(struct desk *desk, uint32_t n)
{
    static float sound[DESK_INPUTS][DESK_BLOCK];
    const float *in[DESK_INPUTS];
    float *const out[2] = {desk->out[0], desk->out[1]};

    for (unsigned c = 0; c < desk->n_in; c++) {
        in[c] = sound[c];
        for (uint32_t i = 0; i < n; i++)
            sound[c][i] = desk_ramp((int)c, desk->input + i);
    }
    engine_cycle(desk->rig.engine, in, desk->n_in, out, 2, n);
    desk->input += n;
}

void
desk_run(struct desk *desk, int64_t n, uint32_t block)
{
    while (n > 0) {
        const uint32_t now = n < block ? (uint32_t)n : block;

        desk_cycle(desk, now);
        desk_poll(desk);
        n -= now;
    }
}

void
desk_nap(void)
{
    const struct timespec time = {.tv_nsec = 1000000};

    nanosleep(&time, NULL);
}

/* One turn of a wait for the threads that write. */
static void
wait_turn(struct desk *desk, int turn, const char *what)
{
    if (turn >= PATIENCE)
        fail_msg("never: %s", what);
    desk_nap();
    desk_poll(desk);
}

void
desk_wait_begun(struct desk *desk, const struct tape *tape)
{
    for (int i = 0; !tape->has_begun; i++)
        wait_turn(desk, i, "the take begins");
}

void
desk_wait_ended(struct desk *desk, const struct tape *tape)
{
    for (int i = 0; !tape->has_ended; i++)
        wait_turn(desk, i, "the take ends");
}

void
desk_wait_written(struct desk *desk, uint64_t take, int64_t frames)
{
    int64_t length = 0;

    for (int i = 0;
         recorder_length(desk->recorder, take, &length) || length < frames; i++)
        wait_turn(desk, i, "the take is written");
}

void
desk_settle(struct desk *desk)
{
    struct recorder_state now;

    desk_poll(desk);
    recorder_state(desk->recorder, &now);
    for (int i = 0; now.takes > 0 || now.seen < desk->input; i++) {
        wait_turn(desk, i, "all takes end");
        recorder_state(desk->recorder, &now);
    }
}

unsigned
desk_takes(const struct desk *desk)
{
    unsigned count = 0;

    for (unsigned i = 0; i < desk->n_tapes; i++)
        count += desk->tapes[i].has_ended;
    return count;
}

struct record_track
desk_mono(int64_t track, int input)
{
    return (struct record_track){
        .track = track, .input = {input, -1}, .gain = 1, .armed = true};
}

void
desk_arm(struct desk *desk, const struct record_track *tracks, unsigned n,
    uint32_t latency, uint32_t handle)
{
    const struct record_setup setup = {tracks, n, latency, handle};
    struct fault fault;

    assert_int_equal(recorder_arm(desk->recorder, &setup, &fault), ST_OK);
}

void
desk_record(struct desk *desk, int64_t start, int64_t end)
{
    assert_int_equal(
        recorder_record(desk->recorder, true, frames(start), frames(end)), ST_OK);
}

void
tape_expect(const struct tape *tape, int64_t start, int64_t length, int64_t input,
            const struct record_track *row)
{
    assert_true(tape->has_ended);
    assert_int_equal(tape->ended.kind, RECORD_ENDED);
    assert_int_equal(tape->ended.track, row->track);
    assert_int_equal(tape->begun.start.n, start);
    assert_int_equal(tape->ended.start.n, start);
    assert_int_equal(tape->ended.frames, length);
    assert_int_equal(tape->begun.input, input);
    assert_int_equal(tape->sink.frames, length + tape->ended.handle);
    assert_int_equal(tape->begun.handle, tape->ended.handle);
    assert_true(tape->sink.closed);

    const int64_t from = input - tape->ended.handle;
    const float gain = row->invert ? -row->gain : row->gain;
    for (unsigned c = 0; c < tape->sink.channels; c++)
        for (size_t i = 0; i < tape->sink.frames; i++)
            if (tape->sink.sound[c][i]
                != desk_ramp(row->input[c], from + (int64_t)i) * gain)
                fail_msg("track %ld: frame %zu of channel %u is another",
                         (long)row->track, i, c);
}

void
desk_roll(struct desk *desk, int64_t from)
{
    assert_int_equal(engine_locate(desk->rig.engine, frames(from)), ST_OK);
    assert_int_equal(engine_roll(desk->rig.engine), ST_OK);
}
