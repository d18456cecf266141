/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/engine.h"

#include "base/text.h"
#include "dsp/gain.h"
#include "dsp/pan.h"
#include "engine/engine_internal.h"
#include "engine/plan.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FRAMES_MAX = 8192, THREADS_MAX = 16, PRIORITY = 70 };

/* --- set-up ------------------------------------------------------------------- */

static enum status
check(const struct engine_config *config, struct fault *fault)
{
    if (config->rate < 8000 || config->rate > 384000)
        return fault_set(fault, ST_RANGE, NULL, _("no sample rate for us: %u Hz"),
                         config->rate);
    if (config->max_frames < 1 || config->max_frames > FRAMES_MAX)
        return fault_set(fault, ST_RANGE, NULL,
                         _("a block of %u frames; 1 to %d are possible"),
                         config->max_frames, FRAMES_MAX);
    if (config->threads < 1 || config->threads > THREADS_MAX)
        return fault_set(fault, ST_RANGE, NULL,
                         _("%u threads; 1 to %d are possible"), config->threads,
                         THREADS_MAX);
    return ST_OK;
}

/* Where an offline cycle waits: what it is going to play must be in memory. */
static void
wait_for_disk(struct engine *engine, uint32_t frames)
{
    const struct engine_cycle *cycle = &engine->cycle;
    const uint32_t first = cycle_run(cycle, frames);

    if (!cycle->rolling && (cycle->counting == 0 || cycle->counting >= frames))
        return;
    streams_need(engine->streams, cycle->position, cycle->position + first);
    if (first == frames)
        return;

    const int64_t length = cycle->loop_end - cycle->loop_start;
    const int64_t rest = frames - first;
    streams_need(engine->streams, cycle->loop_start,
                 cycle->loop_start + (rest < length ? rest : length));
}

/* Whether a cycle would lose nothing: of what it plays, and of what has come in. */
static bool
has_all(struct engine *engine, uint32_t frames_)
{
    const struct engine_cycle *cycle = &engine->cycle;
    const struct capture *capture = atomic_load(&engine->capture);
    const uint32_t first = cycle_run(cycle, frames_);

    if (capture && atomic_load(&capture->n_channels) > 0
        && atomic_load(&capture->written) + frames_ - atomic_load(&capture->drained)
               > capture->size / 2)
        return false;
    if (!cycle->rolling)
        return true;
    return streams_ready(engine->streams, cycle->position, first)
           && (first == frames_
               || streams_ready(engine->streams, cycle->loop_start,
                                frames_ - first));
}

void
engine_wait(struct engine *engine, uint32_t frames_)
{
    enum { WAIT_MS = 8000 }; /* JACK gives a client ten seconds */
    const struct timespec moment = {.tv_nsec = 500000};

    for (int i = 0; i < 2 * WAIT_MS && !has_all(engine, frames_); i++)
        nanosleep(&moment, NULL);
}

static enum status
make_parts(struct engine *engine, struct fault *fault)
{
    const struct engine_config *config = &engine->config;
    const struct streams_config streams = {
        .rate = config->rate,
        .offline = config->offline,
    };
    enum status status = keep_new(&engine->keep);

    if (!status)
        status = ring_new(&engine->commands, COMMANDS_MAX, sizeof(struct command));
    if (!status)
        status = ring_new(&engine->returns, RETURNS_MAX, sizeof(struct plan *));
    if (!status && !config->offline)
        status = ring_new(&engine->listening, config->rate / 3, sizeof(float));
    if (!status)
        status = loudness_new(&engine->cycle.loudness, config->rate, 2);
    for (int side = 0; side < 2; side++) {
        engine->spare[side]
            = calloc(config->max_frames, sizeof *engine->spare[side]);
        if (!status && !engine->spare[side])
            status = ST_NO_MEM;
    }
    if (status)
        return fault_set(fault, status, NULL, _("no memory for the engine"));

    status = click_sounds_new(&engine->cycle.clicks, config->rate);
    if (status)
        return fault_set(fault, status, NULL, _("no memory for the engine"));
    status = streams_new(&engine->streams, &streams, fault);
    if (!status)
        status = pool_new(&engine->pool, config->threads - 1,
                          config->offline ? 0 : PRIORITY, fault);
    return status;
}

enum status
engine_new(struct engine **out, const struct engine_config *config,
           struct fault *fault)
{
    enum status status = check(config, fault);

    *out = NULL;
    if (status)
        return status;

    struct engine *engine = aligned_alloc(64, (sizeof *engine + 63) / 64 * 64);
    if (!engine)
        return fault_set(fault, ST_NO_MEM, NULL, _("no memory for the engine"));
    memset(engine, 0, sizeof *engine);
    engine->config = *config;
    engine->piece = config->max_frames < PIECE_MAX ? config->max_frames : PIECE_MAX;
    engine->cycle.at_rest = true;
    engine->cycle.stop_at = INT64_MAX;
    engine->wait = config->offline ? wait_for_disk : NULL;
    status = make_parts(engine, fault);
    if (status) {
        engine_free(engine);
        return status;
    }

    struct loudness_reading none;
    loudness_read(engine->cycle.loudness, &none);
    slot_write(&engine->loudness, &none, sizeof none);
    *out = engine;
    return ST_OK;
}

static void
free_given(struct engine *engine)
{
    while (engine->given) {
        struct plan *plan = engine->given;

        engine->given = plan->next;
        plan_free(plan);
    }
}

void
engine_free(struct engine *engine)
{
    if (!engine)
        return;
    if (engine->streams)
        streams_follow(engine->streams, NULL, 0);
    pool_free(engine->pool);
    free_given(engine);
    scratch_drop(engine->scratch);
    keep_free(engine->keep);
    streams_free(engine->streams);
    loudness_free(engine->cycle.loudness);
    ring_free(engine->commands);
    ring_free(engine->returns);
    ring_free(engine->listening);
    click_sounds_free(&engine->cycle.clicks);
    aside_free_all(&engine->cycle.asides);
    free(engine->spare[0]);
    free(engine->spare[1]);
    free(engine);
}

uint32_t
engine_rate(const struct engine *engine)
{
    return engine->config.rate;
}

struct streams *
engine_streams(struct engine *engine)
{
    return engine->streams;
}

/* --- memory that plans share -------------------------------------------------- */

enum status
scratch_get(struct engine *engine, size_t size, struct scratch **out)
{
    struct scratch *scratch = engine->scratch;

    if (!scratch || scratch->size < size) {
        /* Room to grow, and touched here: the process thread must not meet a page
         * that is not there yet. */
        const size_t more = (size + size / 2 + 1024) / 1024 * 1024;

        *out = NULL;
        scratch = calloc(1, sizeof *scratch);
        if (scratch)
            scratch->data = aligned_alloc(64, more * sizeof *scratch->data);
        if (!scratch || !scratch->data) {
            free(scratch);
            return ST_NO_MEM;
        }
        memset(scratch->data, 0, more * sizeof *scratch->data);
        scratch->size = more;
        scratch->refs = 1; /* the engine's */
        scratch_drop(engine->scratch);
        engine->scratch = scratch;
    }
    scratch->refs++;
    *out = scratch;
    return ST_OK;
}

void
scratch_drop(struct scratch *scratch)
{
    if (!scratch || --scratch->refs > 0)
        return;
    free(scratch->data);
    free(scratch);
}

/* --- plans -------------------------------------------------------------------- */

static void
drop_plan(struct engine *engine, struct plan *plan)
{
    struct plan **at = &engine->given;

    while (*at != plan)
        at = &(*at)->next;
    *at = plan->next;
    plan_free(plan);
}

static void
take_back(struct engine *engine)
{
    struct plan *plan;

    while (ring_read(engine->returns, &plan, 1))
        drop_plan(engine, plan);
}

void
engine_play_plan(struct engine *engine, struct plan *plan)
{
    assert(plan->engine == engine && plan->number == 0);
    plan->number = ++engine->plans;
    plan->next = engine->given;
    engine->given = plan;
    streams_follow(engine->streams, plan->tracks, plan->n_tracks);

    /* One that was never picked up is nobody's. */
    struct plan *waiting
        = atomic_exchange_explicit(&engine->next, plan, memory_order_acq_rel);
    if (waiting)
        drop_plan(engine, waiting);
    take_back(engine);
    engine_news(engine);
}

void
engine_poll(struct engine *engine)
{
    take_back(engine);
    aside_poll(&engine->cycle.asides);
}

/* --- commands ----------------------------------------------------------------- */

void
engine_on_news(struct engine *engine, void (*call)(void *user), void *user)
{
    engine->call = call;
    engine->called = user;
}

void
engine_news(struct engine *engine)
{
    if (engine->call)
        engine->call(engine->called);
}

enum status
engine_command(struct engine *engine, struct command command)
{
    command.plan = engine->plans;
    if (!ring_write(engine->commands, &command, 1))
        return ST_BUSY;
    engine->sent++;
    engine_news(engine);
    return ST_OK;
}

enum status
engine_locate(struct engine *engine, frames_t to)
{
    const struct command command = {.kind = COMMAND_LOCATE, .at = {.start = to.n}};
    const enum status status = engine_command(engine, command);

    if (!status)
        streams_expect(engine->streams, to.n);
    return status;
}

enum status
engine_roll(struct engine *engine)
{
    return engine_command(engine, (struct command){.kind = COMMAND_ROLL});
}

enum status
engine_stop(struct engine *engine)
{
    return engine_command(engine, (struct command){.kind = COMMAND_STOP});
}

enum status
engine_loop(struct engine *engine, frames_t start, frames_t end)
{
    const struct command command
        = {.kind = COMMAND_LOOP, .at = {start.n, end.n, false}};

    return engine_command(engine, command);
}

enum status
engine_stop_at(struct engine *engine, frames_t at)
{
    return engine_command(
        engine, (struct command){.kind = COMMAND_STOP_AT, .at = {.start = at.n}});
}

enum status
engine_roll_counted(struct engine *engine, const struct engine_count_in *count_in)
{
    const double length = count_in->beats * count_in->beat_frames;

    if (!(length >= 0) || length > 3600.0 * engine->config.rate)
        return ST_RANGE;
    return engine_command(engine,
                (struct command){.kind = COMMAND_COUNT_IN, .count_in = *count_in});
}

enum status
engine_metronome(struct engine *engine, const struct engine_metronome *metronome)
{
    return engine_command(engine, (struct command){.kind = COMMAND_METRONOME,
                                                   .metronome = *metronome});
}

enum status
engine_send_record(struct engine *engine, bool on, frames_t start, frames_t end)
{
    return engine_command(engine, (struct command){.kind = COMMAND_RECORD,
                                         .at = {start.n, end.n, on}});
}

void
engine_forget_capture(struct engine *engine)
{
    const struct plan *plan = engine->cycle.plan;

    atomic_store(&engine->capture, NULL);
    engine->cycle.capture = NULL;
    for (uint32_t i = 0; plan && i < plan->n_strips; i++)
        plan->strips[i].state->input = NULL;
}

/* --- what the cycle tells ----------------------------------------------------- */

bool
engine_ready(struct engine *engine)
{
    const int64_t second = engine->config.rate;
    struct engine_report report;

    if (atomic_load_explicit(&engine->taken, memory_order_acquire) != engine->sent
        || atomic_load_explicit(&engine->next, memory_order_acquire))
        return false;
    slot_read(&engine->report, &report, sizeof report);
    if (!streams_ready(engine->streams, report.position, second))
        return false;
    if (report.loop_end <= report.loop_start)
        return true;

    const int64_t length = report.loop_end - report.loop_start;
    return streams_ready(engine->streams, report.loop_start,
                         length < second ? length : second);
}

/* A greatest value since the last take.  `turned`: the cycle has seen that take,
 * and counts anew; `ended` is then the whole of what it counted before, of which
 * `shown` was told.  Else nothing has happened, or a cycle that was under way has
 * ended. */
static float
since_take(float now, float ended, bool turned, float shown)
{
    if (turned)
        return ended > shown && ended > now ? ended : now;
    return now > shown ? now : 0;
}

void
engine_state(struct engine *engine, struct engine_state *out)
{
    const uint32_t epoch = engine->shown_epoch;
    struct engine_report report;

    engine->shown_epoch = epoch + 1;
    atomic_store_explicit(&engine->epoch, epoch + 1, memory_order_relaxed);
    slot_read(&engine->report, &report, sizeof report);

    const float worst = since_take(report.worst, report.ended,
                                   report.epoch == epoch, engine->shown_worst);
    engine->shown_worst = report.worst;
    *out = (struct engine_state){
        .position = frames(report.position),
        .rolling = report.rolling,
        .latency = report.latency,
        .cycles = report.cycles,
        .late = report.late,
        .clipped = report.clipped,
        .load = report.load,
        .worst = worst,
    };
}

enum status
engine_levels(struct engine *engine, int64_t track, struct engine_levels *out)
{
    struct strip_state *state
        = (struct strip_state *)keep_find(engine->keep, KEEP_STRIP, track);
    struct strip_levels levels;

    if (!state)
        return ST_NOT_FOUND;

    const uint32_t epoch = atomic_fetch_add_explicit(&state->taken, 1,
                                                     memory_order_relaxed);
    slot_read(&state->slot, &levels, sizeof levels);
    for (int side = 0; side < 2; side++) {
        out->peak[side] = since_take(levels.peak[side], levels.ended[side],
                                     levels.epoch == epoch, state->told[side]);
        out->rms[side] = levels.rms[side];
        state->told[side] = levels.peak[side];
    }
    out->gate_db = levels.gate_db;
    out->comp_db = levels.comp_db;
    return ST_OK;
}

enum status
engine_listen(struct engine *engine, int64_t track, bool before)
{
    return engine_command(engine, (struct command){.kind = COMMAND_LISTEN,
                                                   .at = {.start = track,
                                                          .on = before}});
}

uint32_t
engine_listened(struct engine *engine, float *out, uint32_t max)
{
    return engine->listening ? ring_read(engine->listening, out, max) : 0;
}

void
engine_loudness(struct engine *engine, struct engine_loudness *out)
{
    struct loudness_reading reading;

    slot_read(&engine->loudness, &reading, sizeof reading);
    const float peak = fmaxf(reading.true_peak[0], reading.true_peak[1]);
    *out = (struct engine_loudness){
        .momentary = reading.momentary,
        .shortterm = reading.shortterm,
        .integrated = reading.integrated,
        .range = reading.range,
        .true_peak_db = peak > 0 ? 20 * log10f(peak) : -HUGE_VALF,
    };
}
