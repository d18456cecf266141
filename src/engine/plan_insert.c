/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inserts, and the delays that make up for theirs. */
#include "engine/plan_internal.h"

#include <stdlib.h>
#include <string.h>

/* --- devices ------------------------------------------------------------------ */

static void
free_device(struct kept *kept)
{
    struct device_state *state = (struct device_state *)kept;

    if (state->device)
        state->type->destroy(state->device);
    free(state->values);
    free(state);
}

/* A new instance with those values, at rest. */
static enum status
start_device(struct build *build, const struct row_insert *row,
             const struct device_type *type, const float *values,
             struct device_state **out)
{
    struct engine *engine = build->engine;
    struct device_state *state = calloc(1, sizeof *state);
    enum status status = ST_NO_MEM;

    *out = NULL;
    if (!state)
        return ST_NO_MEM;
    state->kept = (struct kept){
        .id = row->id, .kind = KEEP_DEVICE, .refs = 1, .free = free_device};
    state->type = type;
    state->values = calloc(type->n_controls + 1, sizeof *state->values);
    if (state->values)
        status = type->create(&state->device, type, engine->config.rate,
                              engine->piece);
    if (status) {
        keep_drop(&state->kept);
        return status;
    }
    for (unsigned i = 0; i < type->n_controls; i++) {
        state->values[i] = values[i];
        type->set(state->device, i, values[i]);
    }
    /* Touches its memory, too, so that the process thread finds every page
     * there. */
    type->reset(state->device);
    keep_add(engine->keep, &state->kept);
    *out = state;
    return ST_OK;
}

/* The instance of an insert.  A device that does not start is as if it were
 * missing, *out NULL; but without memory there is no plan. */
static enum status
find_device(struct build *build, const struct row_insert *row,
            const struct device_type *type, const float *values,
            struct device_state **out)
{
    struct kept *kept = keep_find(build->engine->keep, KEEP_DEVICE, row->id);
    enum status status;

    *out = (struct device_state *)kept;
    if (kept && (*out)->type == type)
        return plan_keep(build->plan, kept);

    status = start_device(build, row, type, values, out);
    if (status)
        return status == ST_NO_MEM ? status : ST_OK;
    status = plan_keep(build->plan, &(*out)->kept);
    keep_drop(&(*out)->kept);
    return status;
}

/* Of every control, one after the other. */
static float *
list_values(struct build *build, const struct device_type *type, int64_t insert)
{
    float *values = plan_memory(build->plan, type->n_controls, sizeof *values);
    const struct row_param *param = model_first(build->model, TABLE_PARAM, insert);

    if (!values)
        return NULL;
    for (unsigned i = 0; i < type->n_controls; i++)
        values[i] = type->controls[i].initial;
    for (; param; param = model_next(build->model, TABLE_PARAM, param))
        for (unsigned i = 0; i < type->n_controls; i++)
            if (strcmp(type->controls[i].symbol, param->symbol) == 0)
                values[i] = param->value;
    return values;
}

/* In the order in which the sound goes through them. */
static int
by_place(const void *a, const void *b)
{
    const struct row_insert *x = *(const struct row_insert *const *)a;
    const struct row_insert *y = *(const struct row_insert *const *)b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->sort != y->sort)
        return x->sort < y->sort ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

/* One that is off is kept where it was on, so that it can fade out, and come
 * back. */
static bool
is_kept(const struct build *build, const struct row_insert *row)
{
    const struct device_state *state = (const struct device_state *)keep_find(
        build->engine->keep, KEEP_DEVICE, row->id);

    return state && strcmp(state->type->uri, row->device) == 0;
}

static size_t
list_inserts(const struct build *build, int64_t track,
             const struct row_insert **rows)
{
    const struct row_insert *row = model_first(build->model, TABLE_INSERT, track);
    size_t count = 0;

    for (; row; row = model_next(build->model, TABLE_INSERT, row)) {
        if (!row->on && !is_kept(build, row))
            continue;
        if (rows)
            rows[count] = row;
        count++;
    }
    return count;
}

/* insert->state stays NULL where there is no such device. */
static enum status
make_insert(struct build *build, struct insert *insert,
            const struct row_insert *row)
{
    const struct device_type *type
        = device_find(build->engine->config.devices, row->device);
    float *values;

    *insert = (struct insert){.on = row->on};
    if (!type)
        return ST_OK;
    insert->values = values = list_values(build, type, row->id);
    if (!values)
        return ST_NO_MEM;
    return find_device(build, row, type, values, &insert->state);
}

static enum status
make_inserts(struct build *build, struct strip *strip, struct unit *unit)
{
    const size_t count = list_inserts(build, unit->id, NULL);
    struct insert *inserts = plan_memory(build->plan, count, sizeof *inserts);
    const struct row_insert **rows = plan_memory(build->plan, count, sizeof *rows);

    if (!inserts || !rows)
        return ST_NO_MEM;
    list_inserts(build, unit->id, rows);
    qsort(rows, count, sizeof *rows, by_place);
    strip->inserts = inserts;
    for (size_t i = 0; i < count; i++) {
        struct insert *insert = &inserts[strip->n_inserts];

        if (make_insert(build, insert, rows[i]))
            return ST_NO_MEM;
        if (!insert->state) {
            build->plan->missing++;
            continue;
        }
        if (insert->on)
            unit->latency_out
                += insert->state->type->latency(insert->state->device);
        strip->n_inserts++;
        strip->n_before += rows[i]->place == INSERT_BEFORE_CONSOLE;
    }
    return ST_OK;
}

enum status
build_inserts(struct build *build)
{
    for (uint32_t i = 0; i < build->n_units; i++) {
        struct unit *unit = &build->units[i];
        struct strip *strip = &build->plan->strips[unit->number];

        if (!unit->track || !model_first(build->model, TABLE_INSERT, unit->id))
            continue;

        const enum status status = make_inserts(build, strip, unit);
        if (status)
            return status;
    }
    return ST_OK;
}

/* --- latency ------------------------------------------------------------------ */

static void
free_delay(struct kept *kept)
{
    struct delay_state *state = (struct delay_state *)kept;

    free(state->delay.line[0]);
    free(state);
}

/* A line of at least that size; one that has grown too short is replaced by an
 * empty one, which the plans that have the old one go on with. */
static enum status
find_delay(struct build *build, enum keep_kind kind, int64_t id, uint32_t frames_,
           struct delay_state **out)
{
    struct keep *keep = build->engine->keep;
    const uint32_t size = delay_size(frames_);
    struct delay_state *state = (struct delay_state *)keep_find(keep, kind, id);

    if (!state || state->delay.size < size) {
        state = calloc(1, sizeof *state);
        if (!state)
            return ST_NO_MEM;
        state->kept = (struct kept){.id = id, .kind = kind, .free = free_delay};
        state->delay.size = size;
        state->delay.line[0] = malloc(2 * size * sizeof(float));
        if (!state->delay.line[0]) {
            free(state);
            return ST_NO_MEM;
        }
        state->delay.line[1] = state->delay.line[0] + size;
        delay_reset(&state->delay);
        keep_add(keep, &state->kept);
    }
    keep_ref(&state->kept);

    const enum status status = plan_keep(build->plan, &state->kept);
    keep_drop(&state->kept);
    *out = status ? NULL : state;
    return status;
}

static enum status
delay_edge(struct build *build, struct edge *edge, uint32_t frames_)
{
    const bool send = edge->kind != EDGE_OUTPUT;
    const enum keep_kind kind = send ? KEEP_DELAY_SEND : KEEP_DELAY_OUTPUT;

    edge->delay_frames = frames_;
    /* A line that is not needed any more goes on, so that the sound can come
     * forward. */
    if (frames_ == 0 && !keep_find(build->engine->keep, kind, edge->state->kept.id))
        return ST_OK;
    return find_delay(build, kind, edge->state->kept.id, frames_, &edge->delay);
}

/* When sound comes in and goes out of each strip, against the timeline. */
static void
measure(struct build *build)
{
    const struct plan *plan = build->plan;

    for (uint32_t i = 0; i < plan->n_strips; i++) {
        const struct strip *strip = &plan->strips[i];
        struct unit *unit = &build->units[build->order[i]];

        for (uint32_t k = 0; k < strip->n_in; k++) {
            const uint32_t number = plan->edges[strip->in[k]].from;
            const struct unit *from = &build->units[build->order[number]];

            if (from->latency_out > unit->latency_in)
                unit->latency_in = from->latency_out;
        }
        unit->latency_out += unit->latency_in;
    }
}

static enum status
delay_tap(struct build *build, struct strip *strip, uint32_t frames_)
{
    strip->tap_delay_frames = frames_;
    if (frames_ == 0)
        return ST_OK;
    return find_delay(build, KEEP_DELAY_TAP, strip->track, frames_,
                      &strip->tap_delay);
}

enum status
build_latency(struct build *build)
{
    struct plan *plan = build->plan;
    enum status status = ST_OK;

    measure(build);
    plan->latency = build->units[build->order[plan->master]].latency_out;
    for (uint32_t i = 0; !status && i < plan->n_edges; i++) {
        struct edge *edge = &plan->edges[i];
        const struct unit *from = &build->units[build->order[edge->from]];

        if (edge->to == NO_STRIP)
            continue;
        status = delay_edge(build, edge,
                            build->units[build->order[edge->to]].latency_in
                                - from->latency_out);
    }
    for (unsigned i = 0; !status && i < build->options->n_taps; i++) {
        struct strip *strip
            = (struct strip *)plan_strip(plan, build->options->taps[i]);

        if (strip)
            status = delay_tap(
                build, strip,
                plan->latency
                    - build->units[build->order[strip - plan->strips]].latency_out);
    }
    return status;
}
