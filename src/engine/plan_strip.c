/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strips and edges with the states that they go on with. */
#include "engine/plan_internal.h"

#include "dsp/console.h"
#include "dsp/gain.h"
#include "dsp/pan.h"

#include <stdlib.h>
#include <string.h>

static void
free_plain(struct kept *kept)
{
    free(kept);
}

/* The state of that id, or a new one; the plan keeps it. */
static struct kept *
state_of(struct build *build, enum keep_kind kind, int64_t id, size_t size)
{
    struct kept *kept = keep_find(build->engine->keep, kind, id);

    if (!kept) {
        kept = aligned_alloc(64, (size + 63) / 64 * 64);
        if (!kept)
            return NULL;
        memset(kept, 0, size);
        *kept = (struct kept){.id = id, .kind = kind, .free = free_plain};
        keep_add(build->engine->keep, kept);
        if (plan_keep(build->plan, kept)) {
            keep_drop(keep_ref(kept));
            return NULL;
        }
        return kept;
    }
    return plan_keep(build->plan, kept) ? NULL : kept;
}

/* --- strips ------------------------------------------------------------------- */

struct console_params
plan_console(const struct row_strip *row)
{
    struct console_params params = {
        .trim_db = row->trim_db,
        .polarity = row->polarity,
        .highpass_on = row->highpass_on,
        .highpass_hz = row->highpass_hz,
        .eq_on = row->eq_on,
        .gate_on = row->gate_on,
        .gate_threshold_db = row->gate_threshold_db,
        .gate_range_db = row->gate_range_db,
        .gate_attack_ms = row->gate_attack_ms,
        .gate_hold_ms = row->gate_hold_ms,
        .gate_release_ms = row->gate_release_ms,
        .comp_on = row->comp_on,
        .comp_threshold_db = row->comp_threshold_db,
        .comp_ratio = row->comp_ratio,
        .comp_knee_db = row->comp_knee_db,
        .comp_attack_ms = row->comp_attack_ms,
        .comp_release_ms = row->comp_release_ms,
        .comp_makeup_db = row->comp_makeup_db,
    };

    for (int i = 0; i < CONSOLE_BANDS; i++)
        params.eq[i] = (struct console_band){
            .on = row->eq[i].on,
            .kind = (enum console_eq)row->eq[i].kind,
            .hz = row->eq[i].hz,
            .db = row->eq[i].db,
            .q = row->eq[i].q,
        };
    return params;
}

static bool
begins_stereo(const struct unit *unit)
{
    if (!unit->track)
        return true;
    if (unit->track->kind != TRACK_AUDIO && unit->track->kind != TRACK_MIDI)
        return true;
    return unit->track->channels >= 2;
}

static struct pan_gains
pan_of(const struct row_strip *row, bool stereo, double pan)
{
    const enum pan_gain_law law = (enum pan_gain_law)row->pan_law;

    return stereo ? pan_balance(law, pan) : pan_mono(law, pan);
}

static enum status
make_strip(struct build *build, struct strip *strip, const struct unit *unit)
{
    const struct row_strip *row = &unit->strip;
    const struct console_params console = plan_console(row);
    const bool stereo = begins_stereo(unit);
    const struct pan_gains pan = pan_of(row, stereo, row->pan);
    struct strip_state *state = (struct strip_state *)state_of(
        build, KEEP_STRIP, unit->id, sizeof *state);

    if (!state)
        return ST_NO_MEM;
    strip->track = unit->id;
    strip->state = state;
    strip->stereo = stereo;
    strip->fader = gain_from_db(row->fader_db);
    strip->muted = row->mute;
    strip->pan[0] = pan.left;
    strip->pan[1] = pan.right;
    console_prepare(&console, build->plan->rate, &strip->coefs);
    /* Who had a console goes on in a lane, until it has glided out. */
    state->had_console |= !console_is_flat(&strip->coefs);
    strip->console = state->had_console;
    state->pan_law = row->pan_law;
    state->stereo = stereo;
    return ST_OK;
}

enum status
build_strips(struct build *build)
{
    struct plan *plan = build->plan;
    uint32_t *by_track;

    plan->n_strips = build->n_units;
    plan->strips = plan_memory(plan, plan->n_strips, sizeof *plan->strips);
    plan->by_track = by_track = plan_memory(plan, plan->n_strips, sizeof *by_track);
    if (!plan->strips || !by_track)
        return ST_NO_MEM;
    for (uint32_t i = 0; i < build->n_units; i++) {
        const struct unit *unit = &build->units[i];

        by_track[i] = unit->number;
        if (unit->output == NO_STRIP)
            plan->master = unit->number;
        if (make_strip(build, &plan->strips[unit->number], unit))
            return ST_NO_MEM;
    }
    return ST_OK;
}

/* --- edges -------------------------------------------------------------------- */

static enum status
make_edge(struct build *build, struct edge *edge, const struct link *link)
{
    const struct unit *from = &build->units[link->from];
    const struct row_send *send = link->send;

    edge->state = (struct edge_state *)state_of(
        build, send ? KEEP_SEND : KEEP_OUTPUT, link->id, sizeof *edge->state);
    if (!edge->state)
        return ST_NO_MEM;
    edge->from = from->number;
    edge->to = link->to == NO_STRIP ? NO_STRIP : build->units[link->to].number;
    edge->cut = !link->open || !link->active;
    if (!send)
        return ST_OK;

    const struct pan_gains pan
        = pan_of(&from->strip, begins_stereo(from), send->pan);

    edge->state->pan_law = from->strip.pan_law;
    edge->state->stereo = begins_stereo(from);
    const double level = gain_from_db(send->level_db);
    edge->kind = send->tap == SEND_PRE_FADER ? EDGE_PRE_FADER : EDGE_POST_FADER;
    edge->gain[0] = level * pan.left;
    edge->gain[1] = level * pan.right;
    return ST_OK;
}

/* The edges of each strip, in and out, as lists of numbers: links stand in the
 * order of their ids, and so does each list; but a strip's output is the first that
 * leaves it. */
static enum status
list_edges(struct plan *plan)
{
    uint32_t *in = plan_memory(plan, plan->n_edges, sizeof *in);
    uint32_t *out = plan_memory(plan, plan->n_edges, sizeof *out);

    if (!in || !out)
        return ST_NO_MEM;
    for (uint32_t i = 0; i < plan->n_edges; i++) {
        if (plan->edges[i].to != NO_STRIP)
            plan->strips[plan->edges[i].to].n_in++;
        plan->strips[plan->edges[i].from].n_out++;
    }
    for (uint32_t i = 0; i < plan->n_strips; i++) {
        struct strip *strip = &plan->strips[i];

        strip->in = in;
        strip->out = out;
        in += strip->n_in;
        out += strip->n_out;
        strip->n_in = 0;
        strip->n_out = 1;
    }
    for (uint32_t i = 0; i < plan->n_edges; i++) {
        const struct edge *edge = &plan->edges[i];
        struct strip *from = &plan->strips[edge->from];

        if (edge->to != NO_STRIP) {
            struct strip *to = &plan->strips[edge->to];
            ((uint32_t *)to->in)[to->n_in++] = i;
            to->stereo = true;
        }
        ((uint32_t *)from->out)[edge->kind == EDGE_OUTPUT ? 0 : from->n_out++] = i;
    }
    return ST_OK;
}

enum status
build_edges(struct build *build)
{
    struct plan *plan = build->plan;
    const struct unit *master = &build->units[build->order[plan->master]];
    const struct link out = {
        .id = master->id,
        .from = (uint32_t)(master - build->units),
        .to = NO_STRIP,
        .active = true,
        .open = true,
    };

    plan->n_edges = build->n_links + 1;
    plan->edges = plan_memory(plan, plan->n_edges, sizeof *plan->edges);
    if (!plan->edges)
        return ST_NO_MEM;
    for (uint32_t i = 0; i < plan->n_edges; i++)
        if (make_edge(build, &plan->edges[i],
                      i < build->n_links ? &build->links[i] : &out))
            return ST_NO_MEM;
    return list_edges(plan);
}
