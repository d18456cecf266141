/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_internal.h: a plan under construction.  Main thread. */
#ifndef ENGINE_PLAN_INTERNAL_H
#define ENGINE_PLAN_INTERNAL_H

#include "engine/engine_internal.h"
#include "engine/plan.h"
#include "model/playlist.h"

/* A connection of two tracks, by their numbers in `units`. */
struct link {
    int64_t id; /* the track's, for its output; the send's */
    uint32_t from, to;
    const struct row_send *send; /* NULL: an output */
    bool active; /* a send that is off is kept, silent, where it closes no loop */
    bool open;   /* not cut by solo */
};

/* A track on its way to becoming a strip. */
struct unit {
    /* NULL: the master that the song does not have */
    const struct row_track *track;
    struct row_strip strip;
    int64_t id;
    uint32_t output;  /* unit; NO_STRIP: the engine's output */
    uint32_t depth;
    uint32_t number;  /* of its strip */
    uint32_t needs;   /* while sorting */
    /* solo: it, or what it feeds, is soloed; part of it is wanted */
    bool up, feeds;
    uint32_t latency_in, latency_out;
};

struct build {
    struct plan *plan;
    struct engine *engine;
    const struct model *model;
    const struct plan_options *options;
    struct fault *fault;

    struct unit *units; /* by id */
    uint32_t n_units;
    uint32_t *order;    /* units, as their strips stand in the plan */
    struct link *links; /* by id */
    uint32_t n_links;
    uint32_t *first;   /* [n_units + 1]: where in `leaving` a unit's links begin, */
    uint32_t *leaving;  /* while they are sorted */
    bool any_solo;
};

/* Zeroed memory that plan_free() frees; NULL: there is none (also for count 0:
 * one). */
void *plan_memory(struct plan *plan, size_t count, size_t size);

/* Let go of `kept` with the plan.  Takes a reference.  Fails with ST_NO_MEM. */
NODISCARD enum status plan_keep(struct plan *plan, struct kept *kept);

/* plan_order.c: units, links and order.  ST_NO_MEM, ST_CONFLICT (feedback). */
NODISCARD enum status build_order(struct build *build);
void build_free(struct build *build);

/* plan_solo.c: which links are open. */
NODISCARD enum status build_solo(struct build *build);

/* plan_strip.c: strips with their states, gains and coefs, and the edges. */
NODISCARD enum status build_strips(struct build *build);
NODISCARD enum status build_edges(struct build *build);

/* plan_insert.c: devices; then what they delay is made up for. */
NODISCARD enum status build_inserts(struct build *build);
NODISCARD enum status build_latency(struct build *build);

/* plan_clip.c: what each track plays. */
NODISCARD enum status build_clips(struct build *build);

/* plan_click.c: tempo and metre, and the metronome's clicks. */
NODISCARD enum status build_clicks(struct build *build);

/* plan_node.c: nodes and buffers. */
NODISCARD enum status build_nodes(struct build *build);
NODISCARD enum status build_buffers(struct build *build);

#endif
