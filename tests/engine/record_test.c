/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes, every frame of each checked by its value: each input frame tells its
 * channel and its place on the input clock. */
#include "engine/record.h"

#include "tests/engine/rig_help.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { INPUTS = 64, TAKES = 1024, BLOCK = 4096 };

/* Exact in a float; channel 0 … 63. */
static float
ramp(int channel, int64_t input)
{
    return (float)((input & 0x1ffff) * 64 + channel + 1) / 8388608.0f;
}

struct sink {
    float *sound[2];
    size_t frames, room, fails_at;
    unsigned channels, synced;
    bool closed;
    pthread_mutex_t *gate; /* passed through by each write, */
    pthread_mutex_t *sync_gate; /* or each sync */
    bool sync_fails;
};

struct tape {
    struct record_event begun, ended;
    bool has_begun, has_ended, refuse, hold;
    struct sink sink;
    unsigned gaps, losses;
    int64_t gap_frames, lost_frames;
    struct record_event gap;
};

struct desk {
    struct rig rig;
    struct recorder *recorder;
    int64_t input; /* the clock, as it must be */
    unsigned n_in;
    struct tape tapes[TAKES];
    unsigned n_tapes;
    unsigned loose_gaps;
    bool hold;             /* sinks are not given */
    size_t fails_at;       /* of the next sink */
    int64_t fails_track;
    pthread_mutex_t *gate, *sync_gate; /* of all sinks */
    bool sync_fails;
    float out[2][BLOCK];
};

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
    assert_in_range(take, 1, TAKES - 1);
    if (take >= desk->n_tapes)
        desk->n_tapes = (unsigned)take + 1;
    return &desk->tapes[take];
}

static void
give(struct desk *desk, struct tape *tape)
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

static void
poll(struct desk *desk)
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
                give(desk, tape);
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

static struct desk *
open_desk(struct engine_config config, unsigned n_in)
{
    struct desk *desk = calloc(1, sizeof *desk);
    struct fault fault;

    rig_open(&desk->rig, config);
    assert_int_equal(recorder_new(&desk->recorder, desk->rig.engine, &fault),
                     ST_OK);
    desk->n_in = n_in;
    return desk;
}

static void
close_desk(struct desk *desk)
{
    recorder_free(desk->recorder);
    for (unsigned i = 0; i < desk->n_tapes; i++) {
        free(desk->tapes[i].sink.sound[0]);
        free(desk->tapes[i].sink.sound[1]);
    }
    rig_close(&desk->rig);
    free(desk);
}

static void
cycle(struct desk *desk, uint32_t n)
{
    static float sound[INPUTS][BLOCK];
    const float *in[INPUTS];
    float *const out[2] = {desk->out[0], desk->out[1]};

    for (unsigned c = 0; c < desk->n_in; c++) {
        in[c] = sound[c];
        for (uint32_t i = 0; i < n; i++)
            sound[c][i] = ramp((int)c, desk->input + i);
    }
    engine_cycle(desk->rig.engine, in, desk->n_in, out, 2, n);
    desk->input += n;
}

static void
run(struct desk *desk, int64_t n, uint32_t block)
{
    while (n > 0) {
        const uint32_t now = n < block ? (uint32_t)n : block;

        cycle(desk, now);
        poll(desk);
        n -= now;
    }
}

static void
nap(void)
{
    const struct timespec time = {.tv_nsec = 1000000};

    nanosleep(&time, NULL);
}

/* Until all takes have ended; cycles go on where they must. */
static void
settle(struct desk *desk)
{
    struct recorder_state now;

    for (int i = 0; i < 30000; i++) {
        poll(desk);
        recorder_state(desk->recorder, &now);
        if (now.takes == 0 && now.seen >= desk->input)
            return;
        nap();
    }
    fail_msg("takes do not end");
}

static unsigned
count_takes(const struct desk *desk)
{
    unsigned count = 0;

    for (unsigned i = 0; i < desk->n_tapes; i++)
        count += desk->tapes[i].has_ended;
    return count;
}

static struct record_track
mono(int64_t track, int input)
{
    return (struct record_track){
        .track = track, .input = {input, -1}, .gain = 1, .armed = true};
}

static void
arm(struct desk *desk, const struct record_track *tracks, unsigned n,
    uint32_t latency, uint32_t handle)
{
    const struct record_setup setup = {tracks, n, latency, handle};
    struct fault fault;

    assert_int_equal(recorder_arm(desk->recorder, &setup, &fault), ST_OK);
}

static void
record(struct desk *desk, int64_t start, int64_t end)
{
    assert_int_equal(
        recorder_record(desk->recorder, true, frames(start), frames(end)), ST_OK);
}

/* The take's frames, the handle with them: `input` is where its start was
 * captured. */
static void
expect_tape(const struct tape *tape, int64_t start, int64_t length, int64_t input,
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
                != ramp(row->input[c], from + (int64_t)i) * gain)
                fail_msg("track %ld: frame %zu of channel %u is another",
                         (long)row->track, i, c);
}

static void
roll(struct desk *desk, int64_t from)
{
    assert_int_equal(engine_locate(desk->rig.engine, frames(from)), ST_OK);
    assert_int_equal(engine_roll(desk->rig.engine), ST_OK);
}

/* --- placement ---------------------------------------------------------------- */

static const uint32_t BLOCKS[] = {16, 64, 255, 256, 1024, 4096};
static const uint32_t LATENCIES[] = {0, 1, 64, 777, 4096};

static void
a_punch_range_is_recorded_to_the_frame_whatever_block_and_latency(void **state)
{
    for (size_t b = 0; b < COUNT(BLOCKS); b++)
        for (size_t l = 0; l < COUNT(LATENCIES); l++) {
            struct desk *desk = open_desk((struct engine_config){0}, 2);
            const struct record_track row = mono(1, 1);
            const uint32_t block = BLOCKS[b], latency = LATENCIES[l];

            rig_track(&desk->rig, TRACK_AUDIO, 1, 0);
            rig_plan(&desk->rig);
            run(desk, 1001, block);
            arm(desk, &row, 1, latency, 500);
            run(desk, 3000, block);
            record(desk, 10007, 15555);
            roll(desk, 9001);
            const int64_t rolled = desk->input;
            run(desk, 9000, block);
            assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
            run(desk, 5000, block);
            settle(desk);
            assert_int_equal(count_takes(desk), 1);
            expect_tape(&desk->tapes[1], 10007, 15555 - 10007,
                        rolled + 10007 - 9001 + latency, &row);
            assert_int_equal(desk->tapes[1].ended.handle, 500);
            assert_int_equal(desk->tapes[1].ended.latency, latency);
            assert_true(desk->tapes[1].sink.synced > 0);
            close_desk(desk);
        }
}

/* What is heard comes later by as much as the plan delays it. */
static void
the_plans_latency_is_made_up_for(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 0);

    rig_track(&desk->rig, TRACK_AUDIO, 1, 0);
    rig_insert(&desk->rig, 1, INSERT_AFTER_CONSOLE, "late");
    rig_plan(&desk->rig);
    arm(desk, &row, 1, 64, 0);
    record(desk, 0, 0);
    roll(desk, 500);
    run(desk, 3000, 64);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 1000, 64);
    settle(desk);
    expect_tape(&desk->tapes[1], 500, 3000, 64 + 100, &row);
    assert_int_equal(desk->tapes[1].ended.plan_latency, 100);
    close_desk(desk);
}

static void
a_punch_by_hand_is_where_the_block_begins(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 0);

    arm(desk, &row, 1, 33, 48000);
    roll(desk, 0);
    run(desk, 2560, 256);
    record(desk, 0, 0);
    run(desk, 1024, 256);
    assert_int_equal(recorder_record(desk->recorder, false, frames(0), frames(0)),
                     ST_OK);
    run(desk, 2560, 256);
    record(desk, 0, 0);
    run(desk, 256, 256);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 256, 256);
    settle(desk);
    assert_int_equal(count_takes(desk), 2);
    expect_tape(&desk->tapes[1], 2560, 1024, 2560 + 33, &row);
    /* All that has come in since it was armed. */
    assert_int_equal(desk->tapes[1].ended.handle, 2560 + 33);
    expect_tape(&desk->tapes[2], 2560 + 1024 + 2560, 256, 2560 + 1024 + 2560 + 33,
                &row);
    assert_int_equal(desk->tapes[1].ended.pass + 1, desk->tapes[2].ended.pass);
    close_desk(desk);
}

static void
each_pass_of_a_loop_is_a_take_to_its_last_frame(void **state)
{
    for (size_t b = 0; b < COUNT(BLOCKS); b++)
        for (size_t l = 0; l < COUNT(LATENCIES); l++) {
            struct desk *desk = open_desk((struct engine_config){0}, 1);
            const struct record_track row = mono(1, 0);
            const uint32_t block = BLOCKS[b], latency = LATENCIES[l];

            arm(desk, &row, 1, latency, 300);
            assert_int_equal(
                engine_loop(desk->rig.engine, frames(1000), frames(6003)), ST_OK);
            record(desk, 0, 0);
            roll(desk, 900);
            run(desk, 5103 + 2 * 5003 + 700, block);
            assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
            run(desk, 5000, block);
            settle(desk);
            assert_int_equal(count_takes(desk), 4);
            expect_tape(&desk->tapes[1], 900, 5103, latency, &row);
            expect_tape(&desk->tapes[2], 1000, 5003, 5103 + latency, &row);
            expect_tape(&desk->tapes[3], 1000, 5003, 5103 + 5003 + latency, &row);
            expect_tape(&desk->tapes[4], 1000, 700, 5103 + 2 * 5003 + latency,
                        &row);
            assert_int_equal(desk->tapes[3].ended.handle, 300);
            close_desk(desk);
        }
}

static void
a_loop_with_a_punch_within_records_the_punch_each_time(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 0);

    arm(desk, &row, 1, 100, 0);
    assert_int_equal(engine_loop(desk->rig.engine, frames(0), frames(1000)), ST_OK);
    record(desk, 301, 602);
    roll(desk, 0);
    run(desk, 5000, 4096);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 1000, 4096);
    settle(desk);
    assert_int_equal(count_takes(desk), 5);
    for (int i = 0; i < 5; i++)
        expect_tape(&desk->tapes[i + 1], 301, 301, i * 1000 + 301 + 100, &row);
    close_desk(desk);
}

static void
a_locate_while_recording_ends_a_take_and_begins_one(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 0);

    arm(desk, &row, 1, 10, 0);
    record(desk, 0, 0);
    roll(desk, 0);
    run(desk, 1000, 100);
    assert_int_equal(engine_locate(desk->rig.engine, frames(77777)), ST_OK);
    run(desk, 500, 100);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 500, 100);
    settle(desk);
    assert_int_equal(count_takes(desk), 2);
    expect_tape(&desk->tapes[1], 0, 1000, 10, &row);
    expect_tape(&desk->tapes[2], 77777, 500, 1010, &row);
    close_desk(desk);
}

/* --- gaps --------------------------------------------------------------------- */

static void
frames_that_the_driver_lost_are_silence_and_shift_nothing(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 0);
    struct engine_state now;

    arm(desk, &row, 1, 50, 0);
    record(desk, 0, 0);
    roll(desk, 0);
    run(desk, 1000, 100);
    engine_gap(desk->rig.engine, 333);
    desk->input += 333;
    run(desk, 1000, 100);
    engine_state(desk->rig.engine, &now);
    assert_int_equal(now.position.n, 2333);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 500, 100);
    settle(desk);

    struct tape *tape = &desk->tapes[1];
    assert_int_equal(tape->gaps, 1);
    assert_int_equal(tape->gap.frames, 333);
    assert_int_equal(tape->gap.start.n, 1000 - 50);
    assert_int_equal(tape->gap.input, 1000);
    assert_int_equal(desk->loose_gaps, 1);
    assert_int_equal(tape->sink.frames, 2333);
    for (int64_t i = 950; i < 950 + 333; i++) {
        assert_true(tape->sink.sound[0][i] == 0);
        tape->sink.sound[0][i] = ramp(0, 50 + i);
    }
    expect_tape(tape, 0, 2333, 50, &row);
    close_desk(desk);
}

static void
a_loop_wraps_within_a_gap(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 0);

    arm(desk, &row, 1, 0, 0);
    assert_int_equal(engine_loop(desk->rig.engine, frames(0), frames(1000)), ST_OK);
    record(desk, 0, 0);
    roll(desk, 0);
    run(desk, 900, 100);
    engine_gap(desk->rig.engine, 300);
    desk->input += 300;
    run(desk, 300, 100);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 100, 100);
    settle(desk);
    assert_int_equal(count_takes(desk), 2);
    assert_int_equal(desk->tapes[1].ended.frames, 1000);
    assert_int_equal(desk->tapes[2].ended.frames, 500);
    for (int i = 0; i < 500; i++)
        assert_true(desk->tapes[2].sink.sound[0][i]
                    == (i < 200 ? 0 : ramp(0, 1000 + i)));
    close_desk(desk);
}

/* --- many, and others --------------------------------------------------------- */

static void
thirty_two_stereo_tracks_record_what_comes_in_at_their_gains(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 64);
    struct record_track rows[32];

    for (int i = 0; i < 32; i++)
        rows[i] = (struct record_track){
            .track = 100 + i,
            .input = {2 * i, 63 - 2 * i},
            .gain = i % 3 == 0 ? 0.5f : 1,
            .invert = i % 2,
            .armed = i != 7,
        };
    arm(desk, rows, 32, 128, 1000);
    run(desk, 2000, 64);
    record(desk, 5000, 20000);
    roll(desk, 4000);
    const int64_t rolled = desk->input;
    run(desk, 20000, 64);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    settle(desk);
    assert_int_equal(count_takes(desk), 31);
    for (unsigned i = 1; i <= 31; i++) {
        const int row = (int)(desk->tapes[i].ended.track - 100);

        assert_int_not_equal(row, 7);
        expect_tape(&desk->tapes[i], 5000, 15000, rolled + 1000 + 128, &rows[row]);
        assert_int_equal(desk->tapes[i].ended.pass, 1);
        assert_int_equal(desk->tapes[i].ended.clipped, 0);
    }
    close_desk(desk);
}

static void
what_is_armed_changes_within_a_pass(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 3);
    struct record_track rows[3] = {mono(1, 0), mono(2, 1), mono(3, 2)};

    arm(desk, rows, 2, 20, 0);
    record(desk, 0, 0);
    roll(desk, 0);
    run(desk, 1000, 100);
    arm(desk, rows + 1, 2, 20, 0);
    run(desk, 1000, 100);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 100, 100);
    settle(desk);
    assert_int_equal(count_takes(desk), 3);
    expect_tape(&desk->tapes[1], 0, 1000, 20, &rows[0]);
    expect_tape(&desk->tapes[2], 0, 2000, 20, &rows[1]);
    expect_tape(&desk->tapes[3], 1000, 1000, 1020, &rows[2]);
    close_desk(desk);
}

static void
an_input_that_the_driver_has_not_is_silence(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 5);

    arm(desk, &row, 1, 0, 0);
    record(desk, 0, 0);
    roll(desk, 0);
    run(desk, 100, 64);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 100, 64);
    settle(desk);
    assert_int_equal(desk->tapes[1].sink.frames, 100);
    for (int i = 0; i < 100; i++)
        assert_true(desk->tapes[1].sink.sound[0][i] == 0);
    close_desk(desk);
}

static void
what_cannot_be_armed_is_refused_and_nothing_changes(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    struct record_track rows[2] = {mono(1, 0), mono(1, 0)};
    struct fault fault;
    float peak[2];

    arm(desk, rows, 1, 0, 0);
    assert_int_equal(
        recorder_arm(desk->recorder, &(struct record_setup){rows, 2, 0, 0}, &fault),
        ST_EXISTS);
    rows[1] = mono(2, RECORD_MAX_INPUTS);
    assert_int_equal(
        recorder_arm(desk->recorder, &(struct record_setup){rows, 2, 0, 0}, &fault),
        ST_RANGE);
    rows[1] = mono(2, -1);
    assert_int_equal(
        recorder_arm(desk->recorder, &(struct record_setup){rows, 2, 0, 0}, &fault),
        ST_RANGE);
    rows[1] = mono(2, 0);
    rows[1].gain = 0.0f / 0.0f;
    assert_int_equal(
        recorder_arm(desk->recorder, &(struct record_setup){rows, 2, 0, 0}, &fault),
        ST_RANGE);
    run(desk, 64, 64);
    assert_int_equal(recorder_levels(desk->recorder, 1, peak), ST_OK);
    assert_int_equal(recorder_levels(desk->recorder, 2, peak), ST_NOT_FOUND);

    struct recorder *other;
    assert_int_equal(recorder_new(&other, desk->rig.engine, &fault), ST_EXISTS);
    assert_null(other);
    close_desk(desk);
}

/* --- sinks that are late, fail or stand still --------------------------------- */

static void
a_sink_may_come_seconds_later(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 0);
    const int64_t length = 8 * RIG_RATE;

    desk->hold = true;
    arm(desk, &row, 1, 64, 1000);
    run(desk, 2000, 1024);
    record(desk, 0, 0);
    roll(desk, 0);
    run(desk, length, 1024);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 1024, 1024);
    while (!desk->tapes[1].has_begun) {
        poll(desk);
        nap();
    }
    assert_false(desk->tapes[1].has_ended);
    give(desk, &desk->tapes[1]);
    settle(desk);
    expect_tape(&desk->tapes[1], 0, length, 2064, &row);
    close_desk(desk);
}

static void
a_take_without_a_sink_fails_and_is_told(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 2);
    const struct record_track rows[2] = {mono(1, 0), mono(2, 1)};
    const struct record_sink none = {0};
    const struct fault full = {.status = ST_NO_SPACE, .what = "full"};

    desk->hold = true;
    arm(desk, rows, 2, 0, 0);
    record(desk, 0, 0);
    roll(desk, 0);
    run(desk, 1024, 1024);
    while (!desk->tapes[2].has_begun) {
        poll(desk);
        nap();
    }
    recorder_refuse(desk->recorder, 1, &full);
    while (!desk->tapes[1].has_ended) {
        poll(desk);
        nap();
    }
    assert_int_equal(desk->tapes[1].ended.kind, RECORD_FAILED);
    assert_int_equal(desk->tapes[1].ended.fault.status, ST_NO_SPACE);
    assert_int_equal(recorder_give(desk->recorder, 1, &none), ST_NOT_FOUND);

    /* The other waits until its beginning is overwritten. */
    run(desk, 16 * RIG_RATE, 4096);
    while (!desk->tapes[2].has_ended) {
        poll(desk);
        nap();
    }
    assert_int_equal(desk->tapes[2].ended.kind, RECORD_FAILED);
    assert_int_equal(desk->tapes[2].ended.fault.status, ST_BUSY);
    assert_int_equal(desk->tapes[2].ended.frames, 0);
    close_desk(desk);
}

static void
a_sink_that_fails_ends_its_take_alone(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 2);
    const struct record_track rows[2] = {mono(1, 0), mono(2, 1)};

    desk->fails_track = 1;
    desk->fails_at = 5000;
    arm(desk, rows, 2, 0, 0);
    record(desk, 0, 0);
    roll(desk, 0);
    run(desk, 20000, 64);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 64, 64);
    settle(desk);
    assert_int_equal(desk->tapes[1].ended.kind, RECORD_FAILED);
    assert_int_equal(desk->tapes[1].ended.fault.status, ST_NO_SPACE);
    assert_string_equal(desk->tapes[1].ended.fault.what, "full");
    assert_int_equal(desk->tapes[1].ended.frames, desk->tapes[1].sink.frames);
    assert_true(desk->tapes[1].sink.closed);
    expect_tape(&desk->tapes[2], 0, 20000, 0, &rows[1]);
    close_desk(desk);
}

static void
a_disk_that_stands_for_8_seconds_loses_nothing(void **state)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    struct desk *desk = open_desk((struct engine_config){0}, 4);
    struct record_track rows[4];
    struct recorder_state now;

    desk->gate = &gate;
    for (int i = 0; i < 4; i++)
        rows[i] = mono(i + 1, i);
    arm(desk, rows, 4, 256, 4 * RIG_RATE);
    run(desk, 5 * RIG_RATE, 4096);
    const int64_t before = desk->input;
    record(desk, 0, 0);
    roll(desk, 0);
    pthread_mutex_lock(&gate);
    run(desk, 8 * RIG_RATE, 4096);
    recorder_state(desk->recorder, &now);
    assert_true(now.recording);
    pthread_mutex_unlock(&gate);
    int64_t length = 0;
    while (recorder_length(desk->recorder, 4, &length) || length < RIG_RATE) {
        poll(desk);
        nap();
    }
    run(desk, RIG_RATE, 4096);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 4096, 4096);
    settle(desk);
    recorder_state(desk->recorder, &now);
    assert_int_equal(now.lost, 0);
    for (int i = 0; i < 4; i++)
        expect_tape(&desk->tapes[i + 1], 0, 9 * RIG_RATE, before + 256, &rows[i]);
    close_desk(desk);
}

static void
what_a_disk_is_too_late_for_is_silence_and_shifts_nothing(void **state)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 0);
    const int64_t all = 40 * RIG_RATE;

    desk->gate = &gate;
    arm(desk, &row, 1, 0, 0);
    record(desk, 0, 0);
    roll(desk, 0);
    while (!desk->tapes[1].has_begun) {
        run(desk, 1024, 1024);
        nap();
    }
    int64_t length = 0;
    while (recorder_length(desk->recorder, 1, &length) || length == 0) {
        poll(desk);
        nap();
    }
    pthread_mutex_lock(&gate);
    run(desk, all - desk->input, 4096);
    pthread_mutex_unlock(&gate);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 4096, 4096);
    settle(desk);

    struct tape *tape = &desk->tapes[1];
    assert_int_equal(tape->sink.frames, all);
    assert_true(tape->losses > 0);
    int64_t silent = 0;
    for (int64_t i = 0; i < all; i++)
        if (tape->sink.sound[0][i] == 0) {
            silent++;
            tape->sink.sound[0][i] = ramp(0, i);
        }
    assert_int_equal(silent, tape->lost_frames);
    assert_true(silent > 20 * RIG_RATE && silent < 30 * RIG_RATE);
    expect_tape(tape, 0, all, 0, &row);
    close_desk(desk);
}

static void
who_waits_for_a_disk_holds_up_no_write(void **state)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 0);
    int64_t length = 0;

    desk->sync_gate = &gate;
    pthread_mutex_lock(&gate);
    arm(desk, &row, 1, 0, 0);
    record(desk, 0, 1000);
    roll(desk, 0);
    run(desk, 4000, 256);
    while (!desk->tapes[1].has_begun) {
        poll(desk);
        nap();
    }
    desk->sync_gate = NULL;
    record(desk, 0, 0);
    run(desk, 4000, 256);
    while (recorder_length(desk->recorder, 2, &length) || length < 4000) {
        poll(desk);
        nap();
    }
    assert_false(desk->tapes[1].has_ended);
    pthread_mutex_unlock(&gate);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 256, 256);
    settle(desk);
    expect_tape(&desk->tapes[1], 0, 1000, 0, &row);
    expect_tape(&desk->tapes[2], 4000, 4000, 4000, &row);
    close_desk(desk);
}

static void
a_disk_that_does_not_keep_is_told(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 0);

    desk->sync_fails = true;
    arm(desk, &row, 1, 0, 0);
    record(desk, 0, 1000);
    roll(desk, 0);
    run(desk, 4000, 256);
    settle(desk);
    assert_int_equal(desk->tapes[1].ended.kind, RECORD_FAILED);
    assert_int_equal(desk->tapes[1].ended.fault.status, ST_IO);
    assert_string_equal(desk->tapes[1].ended.fault.what, "worn out");
    assert_int_equal(desk->tapes[1].ended.frames, 1000);
    assert_true(desk->tapes[1].sink.closed);
    close_desk(desk);
}

/* A lost device: no cycle comes any more. */
static void
takes_end_where_the_cycles_do(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 0);

    arm(desk, &row, 1, 100, 0);
    record(desk, 0, 0);
    roll(desk, 0);
    run(desk, 5000, 256);
    recorder_finish(desk->recorder);
    settle(desk);
    expect_tape(&desk->tapes[1], 0, 4900, 100, &row);

    /* And another driver comes: nothing jumps. */
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 1000, 256);
    roll(desk, 0);
    run(desk, 1000, 256);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 1000, 256);
    settle(desk);
    assert_int_equal(count_takes(desk), 2);
    expect_tape(&desk->tapes[2], 0, 1000, 6100, &row);
    close_desk(desk);
}

/* The stop was told after the last cycle of the one, the new setup before the first of the
 * other. */
static void
what_was_stopped_while_no_cycle_came_begins_no_take(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    const struct record_track row = mono(1, 0);

    arm(desk, &row, 1, 100, 1000);
    record(desk, 0, 0);
    roll(desk, 0);
    run(desk, 5000, 256);
    recorder_finish(desk->recorder);
    settle(desk);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    assert_int_equal(recorder_record(desk->recorder, false, frames(0), frames(0)), ST_OK);
    arm(desk, &row, 1, 200, 1000);
    run(desk, 1000, 256);
    settle(desk);
    assert_int_equal(count_takes(desk), 1);
    record(desk, 0, 0);
    roll(desk, 0);
    run(desk, 1000, 256);
    recorder_finish(desk->recorder);
    settle(desk);
    assert_int_equal(count_takes(desk), 2);
    expect_tape(&desk->tapes[2], 0, 800, 6200, &row);
    close_desk(desk);
}

static void
freed_in_mid_take_it_closes_its_sinks(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 2);
    struct record_track row = mono(1, 0);

    arm(desk, &row, 1, 100, 0);
    record(desk, 0, 0);
    roll(desk, 0);
    while (!desk->tapes[1].has_begun) {
        run(desk, 256, 256);
        nap();
    }
    desk->hold = true;
    row = mono(2, 1);
    arm(desk, &row, 1, 0, 0);
    run(desk, 256, 256);
    recorder_free(desk->recorder);
    assert_true(desk->tapes[1].sink.closed);
    cycle(desk, 256);
    struct fault fault;
    assert_int_equal(recorder_new(&desk->recorder, desk->rig.engine, &fault),
                     ST_OK);
    close_desk(desk);
}

/* More wraps than the marks' ring holds, before the writer comes to it. */
static void
wraps_without_number_end_takes_and_misplace_none(void **state)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    struct desk *desk = open_desk((struct engine_config){0}, 1);
    struct record_track row = mono(1, 0);

    desk->gate = &gate;
    arm(desk, &row, 1, 0, 0);
    record(desk, 0, 0);
    roll(desk, 0);
    int64_t length = 0;
    while (recorder_length(desk->recorder, 1, &length) || length == 0) {
        run(desk, 256, 256);
        nap();
    }
    pthread_mutex_lock(&gate);
    cycle(desk, 4096);
    /* Nothing but loops is recorded no longer, so that takes do not pile up. */
    assert_int_equal(engine_loop(desk->rig.engine, frames(desk->input),
                                 frames(desk->input + 1)), ST_OK);
    record(desk, desk->input + 1, desk->input + 1000000);
    const int64_t end = desk->input;
    for (int i = 0; i < 10; i++)
        cycle(desk, 4096);
    assert_int_equal(engine_loop(desk->rig.engine, frames(0), frames(0)), ST_OK);
    pthread_mutex_unlock(&gate);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    cycle(desk, 256);
    settle(desk);
    run(desk, 256, 256);
    record(desk, 0, 0);
    roll(desk, 123);
    const int64_t rolled = desk->input;
    run(desk, 1000, 256);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 256, 256);
    settle(desk);
    assert_int_equal(desk->tapes[1].ended.frames, end);
    const struct tape *last = &desk->tapes[desk->n_tapes - 1];
    expect_tape(last, 123, 1000, rolled, &row);
    close_desk(desk);
}

/* --- a process thread of its own ---------------------------------------------- */

struct player {
    struct desk *desk;
    _Atomic bool quit;
};

static void *
play(void *user)
{
    struct player *player = user;

    while (!atomic_load(&player->quit)) {
        cycle(player->desk, 256);
        nap();
    }
    return NULL;
}

static void
an_impatient_user_and_a_driver_meet_in_rings_only(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 4);
    struct player player = {.desk = desk};
    struct record_track rows[4];
    pthread_t thread;
    float peak[2];

    for (int i = 0; i < 4; i++) {
        rows[i] = mono(i + 1, i);
        rows[i].monitor = (enum monitor)(i % 3);
        rig_track(&desk->rig, TRACK_AUDIO, 1, 0);
    }
    rig_plan(&desk->rig);
    assert_int_equal(engine_loop(desk->rig.engine, frames(0), frames(5000)), ST_OK);
    assert_int_equal(pthread_create(&thread, NULL, play, &player), 0);
    for (int i = 0; i < 100; i++) {
        arm(desk, rows + i % 2, 1 + (unsigned)i % 3, (uint32_t)i, 1000);
        if (i % 5 == 0)
            rig_plan(&desk->rig);
        if (i % 7 == 0)
            roll(desk, i);
        if (i % 3 == 0)
            record(desk, 100, 4000);
        if (i % 20 == 19)
            assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
        assert_int_equal(recorder_levels(desk->recorder, i % 2 + 1, peak), ST_OK);
        poll(desk);
        engine_poll(desk->rig.engine);
        nap();
    }
    atomic_store(&player.quit, true);
    pthread_join(thread, NULL);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 512, 256);
    settle(desk);
    assert_true(count_takes(desk) > 5);
    for (unsigned i = 1; i < desk->n_tapes; i++) {
        const struct tape *tape = &desk->tapes[i];
        const int64_t from = tape->ended.input - tape->ended.handle;

        for (size_t k = 0; k < tape->sink.frames && !tape->losses; k++)
            if (tape->sink.sound[0][k]
                != ramp((int)tape->ended.track - 1, from + (int64_t)k))
                fail_msg("take %u: frame %zu is another", i, k);
    }
    close_desk(desk);
}

/* --- always listening --------------------------------------------------------- */

struct ear {
    int64_t at[INPUTS], wrong;
    unsigned marks;
    struct record_mark last[64];
};

static enum status
hear(void *user, unsigned channel, int64_t input, const float *x, size_t n)
{
    struct ear *ear = user;

    if (channel == 2)
        return ST_NO_SPACE;
    ear->wrong += ear->at[channel] != input;
    for (size_t i = 0; i < n; i++)
        ear->wrong += x[i] != ramp((int)channel, input + (int64_t)i);
    ear->at[channel] = input + (int64_t)n;
    return ST_OK;
}

static void
hear_mark(void *user, const struct record_mark *mark)
{
    struct ear *ear = user;

    ear->last[ear->marks++ % 64] = *mark;
}

static void
a_listener_hears_all_that_is_armed_and_each_mark(void **state)
{
    struct desk *desk = open_desk((struct engine_config){0}, 3);
    const struct record_track rows[3] = {mono(1, 0), mono(2, 1), mono(3, 2)};
    static struct ear ear;
    const struct record_listener listener = {hear, hear_mark, &ear};

    arm(desk, rows, 3, 0, 0);
    recorder_listen(desk->recorder, &listener);
    run(desk, 5000, 250);
    roll(desk, 1234);
    run(desk, 5000, 250);
    assert_int_equal(engine_stop(desk->rig.engine), ST_OK);
    run(desk, 5000, 250);
    assert_int_equal(engine_locate(desk->rig.engine, frames(777)), ST_OK);
    run(desk, 5000, 250);
    settle(desk);
    recorder_listen(desk->recorder, NULL);
    run(desk, 5000, 250);
    close_desk(desk);
    assert_int_equal(ear.wrong, 0);
    assert_int_equal(ear.at[0], 20000);
    assert_int_equal(ear.at[1], 20000);
    assert_int_equal(ear.at[2], 0);
    assert_int_equal(ear.marks, 4);
    assert_int_equal(ear.last[3].kind, MARK_HALT);
    assert_int_equal(ear.last[3].at, 777);
    assert_int_equal(ear.last[0].kind, MARK_HALT);
    assert_int_equal(ear.last[1].kind, MARK_ROLL);
    assert_int_equal(ear.last[1].input, 5000);
    assert_int_equal(ear.last[1].at, 1234);
    assert_int_equal(ear.last[2].kind, MARK_HALT);
    assert_int_equal(ear.last[2].input, 10000);
    assert_int_equal(ear.last[2].at, 6234);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_punch_range_is_recorded_to_the_frame_whatever_block_and_latency),
        cmocka_unit_test(the_plans_latency_is_made_up_for),
        cmocka_unit_test(a_punch_by_hand_is_where_the_block_begins),
        cmocka_unit_test(each_pass_of_a_loop_is_a_take_to_its_last_frame),
        cmocka_unit_test(a_loop_with_a_punch_within_records_the_punch_each_time),
        cmocka_unit_test(a_locate_while_recording_ends_a_take_and_begins_one),
        cmocka_unit_test(frames_that_the_driver_lost_are_silence_and_shift_nothing),
        cmocka_unit_test(a_loop_wraps_within_a_gap),
        cmocka_unit_test(thirty_two_stereo_tracks_record_what_comes_in_at_their_gains),
        cmocka_unit_test(what_is_armed_changes_within_a_pass),
        cmocka_unit_test(an_input_that_the_driver_has_not_is_silence),
        cmocka_unit_test(what_cannot_be_armed_is_refused_and_nothing_changes),
        cmocka_unit_test(a_sink_may_come_seconds_later),
        cmocka_unit_test(a_take_without_a_sink_fails_and_is_told),
        cmocka_unit_test(a_sink_that_fails_ends_its_take_alone),
        cmocka_unit_test(a_disk_that_stands_for_8_seconds_loses_nothing),
        cmocka_unit_test(what_a_disk_is_too_late_for_is_silence_and_shifts_nothing),
        cmocka_unit_test(who_waits_for_a_disk_holds_up_no_write),
        cmocka_unit_test(a_disk_that_does_not_keep_is_told),
        cmocka_unit_test(takes_end_where_the_cycles_do),
        cmocka_unit_test(what_was_stopped_while_no_cycle_came_begins_no_take),
        cmocka_unit_test(freed_in_mid_take_it_closes_its_sinks),
        cmocka_unit_test(wraps_without_number_end_takes_and_misplace_none),
        cmocka_unit_test(an_impatient_user_and_a_driver_meet_in_rings_only),
        cmocka_unit_test(a_listener_hears_all_that_is_armed_and_each_mark),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
