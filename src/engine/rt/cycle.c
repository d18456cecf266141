/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cycle: what the main thread has told, then the block, cut where the timeline
 * jumps, then what the main thread may know. */
#include "base/rt.h"
#include "engine/engine_internal.h"
#include "engine/rt/strip.h"

#include <string.h>
#include <time.h>

RT static uint64_t
now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + now.tv_nsec;
}

/* --- what the main thread has told -------------------------------------------- */

RT static void
forget(struct engine_cycle *cycle)
{
    if (cycle->plan)
        plan_reset(cycle->plan);
    cycle->touched = false;
}

/* Until it rolls nothing is run from here on: there is nothing to be heard, and
 * what devices count (a reverb's slow movements) begins with the first frame that
 * rolls, as it does in a bounce. */
RT static void
locate(struct engine *engine, int64_t to)
{
    struct engine_cycle *cycle = &engine->cycle;

    take_latest(engine);
    cycle->position = to;
    cycle->grid = to;
    cycle->at_rest = !cycle->rolling;
    forget(cycle);
    loudness_reset(cycle->loudness);
}

/* What was changed at rest has no way to go: it stands there. */
RT static void
roll(struct engine_cycle *cycle)
{
    if (cycle->rolling)
        return;
    if (cycle->at_rest && cycle->touched)
        forget(cycle);
    cycle->at_rest = false;
    cycle->grid = cycle->position;
    cycle->rolling = true;
    cycle->counting = 0;
}

RT static void
count_in(struct engine_cycle *cycle, const struct engine_count_in *count_in)
{
    const uint32_t length
        = (uint32_t)(count_in->beats * count_in->beat_frames + 0.5);

    if (cycle->rolling)
        return;
    cycle->count_in = *count_in;
    cycle->counting = length;
    if (length == 0)
        roll(cycle);
}

RT static void
stop(struct engine *engine)
{
    take_latest(engine);
    engine->cycle.rolling = false;
    engine->cycle.counting = 0;
    click_hush(&engine->cycle.clicks);
}

RT static void
record(struct capture *capture, const struct command *command)
{
    if (!capture)
        return;
    capture->on = command->at.on;
    capture->start = command->at.start;
    capture->end = command->at.end;
}

RT static void
obey(struct engine *engine, const struct command *command)
{
    struct engine_cycle *cycle = &engine->cycle;

    switch (command->kind) {
    case COMMAND_LOCATE:
        locate(engine, command->at.start);
        break;
    case COMMAND_ROLL:
        roll(cycle);
        break;
    case COMMAND_STOP:
        stop(engine);
        break;
    case COMMAND_LOOP:
        cycle->loop_start = command->at.start;
        cycle->loop_end = command->at.end;
        break;
    case COMMAND_LIVE:
    case COMMAND_LIVE_CONSOLE:
    case COMMAND_LIVE_SEND:
    case COMMAND_LIVE_CONTROL:
    case COMMAND_RELEASE:
        live_obey(cycle, command);
        break;
    case COMMAND_LISTEN:
        cycle->listened = command->at.start;
        cycle->listened_before = command->at.on;
        break;
    case COMMAND_STOP_AT:
        cycle->stop_at = command->at.start;
        break;
    case COMMAND_COUNT_IN:
        count_in(cycle, &command->count_in);
        break;
    case COMMAND_METRONOME:
        cycle->metronome = command->metronome;
        break;
    case COMMAND_RECORD:
        record(cycle->capture, command);
        break;
    }
}

RT static void
take_commands(struct engine *engine)
{
    struct command command;
    uint64_t taken = 0;

    take_plan(engine);
    while (ring_read(engine->commands, &command, 1)) {
        obey(engine, &command);
        taken++;
    }
    atomic_fetch_add_explicit(&engine->taken, taken, memory_order_release);
}

/* --- the block ---------------------------------------------------------------- */

RT uint32_t
cycle_run(const struct engine_cycle *cycle, uint32_t frames)
{
    const int64_t left = cycle->loop_end - cycle->position;

    if (cycle->rolling && cycle->loop_end > cycle->loop_start && left > 0
        && left < frames)
        return left;
    return frames;
}

/* How far a piece goes: to the loop's end, the punch's edges, the frame to stop at,
 * or the count-in's end. */
RT static uint32_t
piece_run(const struct engine_cycle *cycle, uint32_t frames)
{
    uint32_t n = cycle_run(cycle, frames);

    if (!cycle->rolling)
        return cycle->counting && cycle->counting < n ? cycle->counting : n;
    if (cycle->stop_at > cycle->position && cycle->stop_at - cycle->position < n)
        n = cycle->stop_at - cycle->position;
    return cycle->capture ? capture_run(cycle->capture, cycle->position, n) : n;
}

/* What rolls into that frame stops there; what is located beyond it goes on. */
RT static void
stop_there(struct engine *engine)
{
    if (!engine->cycle.rolling || engine->cycle.position != engine->cycle.stop_at)
        return;
    stop(engine);
    engine->cycle.stop_at = INT64_MAX;
}

/* The marks of the next piece; whether it is recorded. */
RT static bool
mark(struct engine_cycle *cycle, uint32_t done, uint32_t frames)
{
    const struct capture_span span = {
        .input = cycle->capture ? cycle->capture->input + done : 0,
        .position = cycle->position,
        .frames = frames,
        .latency = cycle->plan ? cycle->plan->latency : 0,
        .rolling = cycle->rolling,
    };

    return cycle->capture && capture_span(cycle->capture, &span);
}

RT static void
go_on(struct engine_cycle *cycle, uint32_t frames)
{
    cycle->grid += frames;
    cycle->leaving -= frames < cycle->leaving ? frames : cycle->leaving;
    if (!cycle->rolling) {
        if (cycle->counting == 0)
            return;
        cycle->counting -= frames;
        if (cycle->counting == 0)
            roll(cycle);
        return;
    }
    cycle->position += frames;
    cycle->faded = frames < CLIP_CROSSFADE - cycle->faded ? cycle->faded + frames
                                                          : CLIP_CROSSFADE;
    if (cycle->position == cycle->loop_end && cycle->loop_end > cycle->loop_start) {
        cycle->position = cycle->loop_start;
        cycle->grid = cycle->position;
    }
}

/* The master's sound, after its fader, into the outputs. */
RT static void
to_outputs(const struct piece *piece, float *const out[2])
{
    const struct strip *master = &piece->plan->strips[piece->plan->master];
    struct sum sum = {{out[0], out[1]}, true};

    edge_pull(piece, &piece->plan->edges[master->out[0]], &sum);
}

/* Below this, a piece is done before a helper is awake. */
enum { WORTH_HELPERS_NS = 100000 };

/* The pieces at once, then to the outputs one by one. */
RT static void
render(struct engine *engine, const struct piece *pieces, uint32_t count,
       float *const out[2])
{
    const struct plan *plan = pieces[0].plan;
    uint64_t cost = 0;

    for (uint32_t i = 0; i < count; i++)
        cost += (uint64_t)plan->cost * pieces[i].frames;
    pool_run(engine->pool, count == 1 ? &plan->single : &plan->graph, graph_node,
             (void *)pieces,
             cost < WORTH_HELPERS_NS ? 0 : engine->config.threads - 1);
    for (uint32_t i = 0; i < count; i++) {
        float *const at[2] = {out[0] + pieces[i].offset, out[1] + pieces[i].offset};

        to_outputs(&pieces[i], at);
        if (plan->meters)
            loudness_process(engine->cycle.loudness, (const float *const *)at,
                             pieces[i].frames);
    }
}

/* The clicks that begin in a piece. */
RT static void
click(struct engine_cycle *cycle, const struct piece *piece)
{
    const struct engine_metronome *metronome = &cycle->metronome;
    const uint32_t latency = cycle->plan ? cycle->plan->latency : 0;
    struct click_span span = {
        .position = piece->position,
        .frames = piece->frames,
        .offset = piece->offset + latency,
        .level = metronome->level,
        .accent = metronome->accent,
    };

    if (!piece->rolling && cycle->counting) {
        span.position = -(int64_t)cycle->counting;
        if (metronome->level == 0 && metronome->accent == 0)
            span.level = span.accent = 1;
        click_count(&cycle->clicks, &cycle->count_in, &span);
    } else if (piece->rolling && cycle->plan
               && (piece->recording ? metronome->recording : metronome->playing)) {
        click_beats(&cycle->clicks, &cycle->plan->clicks, &span);
    }
}

/* The next piece of a block of which `done` frames are done. */
RT static struct piece
cut(struct engine *engine, uint32_t slot, uint32_t done, uint32_t frames)
{
    struct engine_cycle *cycle = &engine->cycle;
    const uint32_t most
        = frames - done < engine->piece ? frames - done : engine->piece;

    stop_there(engine);

    const uint32_t n = piece_run(cycle, most);
    const struct piece piece = {
        .plan = cycle->plan,
        .position = cycle->position,
        .phase = cycle->grid % QUANTUM,
        .frames = n,
        .offset = done,
        .slot = slot,
        .rolling = cycle->rolling,
        .recording = mark(cycle, done, n),
        .in = cycle->in,
        .n_in = cycle->n_in,
        .before = cycle->faded < CLIP_CROSSFADE ? cycle->before : NULL,
        .faded = cycle->faded,
        .late = &engine->late,
        .listened = engine->listening ? cycle->listened : 0,
        .listened_before = cycle->listened_before,
        .listening = engine->listening,
    };

    click(cycle, &piece);
    go_on(cycle, n);
    return piece;
}

/* What a recorder needs before the block, and an input that is heard while all
 * stands. */
RT static void
capture(struct engine *engine, const float *const *in, unsigned n_in,
        uint32_t frames)
{
    struct engine_cycle *cycle = &engine->cycle;

    cycle->in = in;
    cycle->n_in = n_in;
    if (!cycle->capture)
        return;
    capture_arm(cycle->capture, cycle->plan);
    capture_frames(cycle->capture, in, n_in, frames);
    if (capture_is_heard(cycle->capture))
        cycle->at_rest = false;
}

RT static void
block(struct engine *engine, float *const out[2], uint32_t frames)
{
    const struct plan *plan = engine->cycle.plan;
    const uint32_t most = plan ? plan->pieces : 1;

    for (uint32_t done = 0; done < frames;) {
        struct piece pieces[PIECES_MAX] = {0};
        uint32_t count = 0;

        for (; count < most && done < frames; count++) {
            pieces[count] = cut(engine, count, done, frames);
            done += pieces[count].frames;
        }
        if (plan && !engine->cycle.at_rest)
            render(engine, pieces, count, out);
    }
    if (plan && engine->cycle.at_rest)
        plan_rest(plan, frames);
}

/* --- what the main thread may know -------------------------------------------- */

RT static uint64_t
count_clipped(const float *x, uint32_t n)
{
    uint64_t count = 0;

    for (uint32_t i = 0; i < n; i++)
        count += x[i] > 1.0f || x[i] < -1.0f;
    return count;
}

/* Below what 24 bits can tell: a tail is over long before it is zero. */
RT static bool
is_quiet(const float *x, uint32_t n)
{
    bool quiet = true;

    for (uint32_t i = 0; i < n; i++)
        quiet &= x[i] < 0x1p-24f && x[i] > -0x1p-24f;
    return quiet;
}

/* Silence of that length is at an end for the slowest meter, and longer than what
 * delays between strips keep. */
RT static bool
is_still(const struct engine *engine)
{
    return engine->cycle.quiet > (uint64_t)4 * engine->config.rate;
}

/* For how long nothing sounds while it stands; at last nothing needs to be run. */
RT static void
count_quiet(struct engine *engine, float *const main[2], uint32_t frames)
{
    struct engine_cycle *cycle = &engine->cycle;

    if (!cycle->rolling && is_quiet(main[0], frames) && is_quiet(main[1], frames))
        cycle->quiet += frames;
    else
        cycle->quiet = 0;
    if (is_still(engine) && !cycle->coming
        && !(cycle->capture && capture_is_heard(cycle->capture)))
        cycle->at_rest = true;
}

RT static void
measure_load(struct engine *engine, uint64_t took, uint32_t frames)
{
    struct engine_cycle *cycle = &engine->cycle;
    struct engine_report *report = &cycle->report;
    const uint32_t epoch
        = atomic_load_explicit(&engine->epoch, memory_order_relaxed);
    const float rate = engine->config.rate, share = took * 1e-9f * rate / frames;

    if (epoch != report->epoch) {
        report->epoch = epoch;
        report->ended = report->worst;
        report->worst = 0;
    }
    if (share > report->worst)
        report->worst = share;
    cycle->busy_ns += took;
    cycle->second += frames;
    if (cycle->second >= engine->config.rate) {
        report->load = cycle->busy_ns * 1e-9f * rate / cycle->second;
        cycle->busy_ns = cycle->second = 0;
    }
}

RT static void
tell(struct engine *engine, uint64_t took, uint32_t frames)
{
    struct engine_cycle *cycle = &engine->cycle;
    struct engine_report *report = &cycle->report;

    measure_load(engine, took, frames);
    report->position = cycle->position;
    report->loop_start = cycle->loop_start;
    report->loop_end = cycle->loop_end;
    report->cycles++;
    report->late = atomic_load_explicit(&engine->late, memory_order_relaxed);
    report->clipped = cycle->clipped;
    report->latency = cycle->plan ? cycle->plan->latency : 0;
    report->rolling = cycle->rolling;
    slot_write(&engine->report, report, sizeof *report);
    if (cycle->plan && cycle->plan->meters) {
        struct loudness_reading reading;

        loudness_read(cycle->loudness, &reading);
        slot_write(&engine->loudness, &reading, sizeof reading);
    }
}

RT static void
clear(float *const *out, unsigned n_out, uint32_t frames)
{
    for (unsigned i = 0; i < n_out; i++)
        mix_clear(out[i], frames);
}

RT void
engine_cycle(struct engine *engine, const float *const *in, unsigned n_in,
             float *const *out, unsigned n_out, uint32_t frames)
{
    const uint64_t began = now_ns();
    struct engine_cycle *cycle = &engine->cycle;
    float *const *main = n_out >= 2 ? out : engine->spare;

    rt_flush_denormals();
    rt_enter();
    cycle->capture = atomic_load_explicit(&engine->capture, memory_order_acquire);
    take_commands(engine);
    capture(engine, in, n_in, frames);
    if (engine->wait) {
        rt_leave();
        engine->wait(engine, frames);
        rt_enter();
    }

    const struct stream_clock clock = {cycle->position, cycle->loop_start,
                                       cycle->loop_end, cycle->rolling};
    streams_begin(engine->streams, &clock);
    clear(out, n_out, frames);
    if (n_out < 2)
        clear(engine->spare, 2, frames);
    block(engine, (float *const[2]){main[0], main[1]}, frames);
    if (n_out == 1) {
        mix_add(out[0], main[0], 0.5f, frames);
        mix_add(out[0], main[1], 0.5f, frames);
    }
    streams_end(engine->streams);
    cycle->clipped
        += count_clipped(main[0], frames) + count_clipped(main[1], frames);
    count_quiet(engine, main, frames);
    click_sound(&cycle->clicks, out, n_out, cycle->metronome.output, frames);
    aside_sound(&cycle->asides, out, n_out, frames);
    if (cycle->capture)
        capture_end(cycle->capture, frames);
    tell(engine, now_ns() - began, frames);
    rt_leave();
}

RT bool
engine_rests(const struct engine *engine)
{
    const struct engine_cycle *cycle = &engine->cycle;
    const struct capture *capture = cycle->capture;

    return !cycle->rolling && cycle->counting == 0 && !cycle->coming
           && !cycle->asides.now
           && !(capture && capture->setup && capture->setup->count > 0)
           && is_still(engine);
}

/* The timeline goes on as it would have, unheard. */
RT void
engine_gap(struct engine *engine, uint32_t frames)
{
    struct engine_cycle *cycle = &engine->cycle;

    rt_enter();
    cycle->capture = atomic_load_explicit(&engine->capture, memory_order_acquire);
    if (cycle->capture)
        capture_gap(cycle->capture, cycle->position, frames);
    for (uint32_t done = 0; done < frames;) {
        stop_there(engine);

        const uint32_t n = piece_run(cycle, frames - done);
        mark(cycle, done, n);
        go_on(cycle, n);
        done += n;
    }
    if (cycle->capture)
        capture_end(cycle->capture, frames);
    rt_leave();
}

RT void
engine_chase(struct engine *engine, frames_t to, bool rolling)
{
    struct engine_cycle *cycle = &engine->cycle;

    rt_enter();
    if (cycle->position != to.n)
        locate(engine, to.n);
    if (!rolling && cycle->rolling)
        stop(engine);
    else if (rolling)
        roll(cycle);
    rt_leave();
}

RT const float *const *
engine_tap(const struct engine *engine, unsigned tap)
{
    const struct plan *plan = engine->cycle.plan;

    if (!plan || tap >= plan->n_taps || !plan->taps[2 * tap])
        return NULL;
    return plan->taps + 2 * tap;
}

RT bool
engine_bbt(const struct engine *engine, frames_t at, struct engine_bbt *out)
{
    const struct plan *plan = engine->cycle.plan;

    if (!plan || !plan->tempo)
        return false;
    const ticks_t tick = tempo_ticks(plan->tempo, at);
    const struct metre_point metre = tempo_metre(plan->tempo, tick);
    const struct bbt place = tempo_bbt(plan->tempo, tick);
    const int beat = 4 * TICKS_PER_QUARTER / metre.den;

    *out = (struct engine_bbt){
        .bar = place.bar,
        .beat = place.beat,
        .tick = place.tick,
        .bar_tick = tick.n - (int64_t)(place.beat - 1) * beat - place.tick,
        .ticks_per_beat = beat,
        .num = metre.num,
        .den = metre.den,
        .bpm = tempo_bpm(plan->tempo, tick) * metre.den / 4.0,
    };
    return true;
}
