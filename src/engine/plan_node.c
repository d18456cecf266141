/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What threads share: nodes and who waits for whom; and the memory that sound
 * passes through. */
#include "engine/plan_internal.h"

#include <stdlib.h>

/* Strips without console and inserts that go together in a node. */
enum { CHUNK = 4 };

/* What a frame costs, in ns: only to tell whether helpers are worth waking. */
enum { COST_STRIP = 3, COST_LANES = 16, COST_INSERT = 40 };

struct nodes {
    struct build *build;
    struct node *node;
    uint32_t *strips;   /* each strip is in three nodes at most */
    uint32_t n_strips;
    uint32_t *feeds;    /* by strip: the node that feeds it, */
    uint32_t *consoles; /* runs its console, */
    uint32_t *ends;     /* and has it ready */
    uint32_t last;      /* the node that still takes strips, its kind and lanes */
    uint32_t lanes;
    struct wait {
        uint32_t from, to;
    } *waits;
    uint32_t n_waits;
};

static uint32_t
begin_node(struct nodes *nodes, enum node_kind kind)
{
    struct plan *plan = nodes->build->plan;

    nodes->node[plan->n_nodes] = (struct node){kind, nodes->n_strips, 0};
    return plan->n_nodes++;
}

static void
put(struct nodes *nodes, uint32_t node, uint32_t strip)
{
    nodes->strips[nodes->n_strips++] = strip;
    nodes->node[node].count++;
}

static uint32_t
lone_node(struct nodes *nodes, enum node_kind kind, uint32_t strip)
{
    const uint32_t node = begin_node(nodes, kind);

    nodes->build->plan->cost += COST_INSERT;
    put(nodes, node, strip);
    return node;
}

static bool
has_end(const struct strip *strip)
{
    return strip->n_inserts > strip->n_before;
}

/* Strips of one depth, `first` … `end`, none of which feeds another. */
static void
plain_nodes(struct nodes *nodes, uint32_t first, uint32_t end)
{
    struct plan *plan = nodes->build->plan;
    uint32_t node = 0, room = 0;

    for (uint32_t i = first; i < end; i++) {
        const struct strip *strip = &plan->strips[i];

        if (strip->n_before > 0 || (strip->n_inserts > 0 && !strip->console)) {
            nodes->feeds[i] = nodes->ends[i] = lone_node(nodes, NODE_FEED, i);
            room = 0;
        } else if (!strip->console) {
            if (room == 0) {
                node = begin_node(nodes, NODE_FEED);
                room = CHUNK;
            }
            put(nodes, node, i);
            nodes->feeds[i] = nodes->ends[i] = node;
            room--;
        }
        plan->cost += COST_STRIP;
    }
}

static void
console_nodes(struct nodes *nodes, uint32_t first, uint32_t end)
{
    struct plan *plan = nodes->build->plan;
    uint32_t node = 0, room = 0;

    for (uint32_t i = first; i < end; i++) {
        const struct strip *strip = &plan->strips[i];
        const uint32_t lanes = strip->stereo || strip->n_before > 0 ? 2 : 1;

        if (!strip->console)
            continue;
        if (room < lanes) {
            node = begin_node(nodes, NODE_CONSOLE);
            room = CONSOLE_LANES;
            plan->cost += COST_LANES;
        }
        room -= lanes;
        put(nodes, node, i);
        nodes->consoles[i] = nodes->ends[i] = node;
        if (strip->n_before == 0)
            nodes->feeds[i] = node;
    }
    for (uint32_t i = first; i < end; i++)
        if (plan->strips[i].console && has_end(&plan->strips[i]))
            nodes->ends[i] = lone_node(nodes, NODE_END, i);
}

/* --- who waits for whom ------------------------------------------------------- */

static void
wait_for(struct nodes *nodes, uint32_t from, uint32_t to)
{
    if (from != to)
        nodes->waits[nodes->n_waits++] = (struct wait){from, to};
}

static int
by_nodes(const void *a, const void *b)
{
    const struct wait *x = a, *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static void
collect_waits(struct nodes *nodes)
{
    const struct plan *plan = nodes->build->plan;
    uint32_t unique = 0;

    for (uint32_t i = 0; i < plan->n_strips; i++) {
        const struct strip *strip = &plan->strips[i];

        if (!strip->console)
            continue;
        wait_for(nodes, nodes->feeds[i], nodes->consoles[i]);
        wait_for(nodes, nodes->consoles[i], nodes->ends[i]);
    }
    for (uint32_t i = 0; i < plan->n_edges; i++)
        if (plan->edges[i].to != NO_STRIP)
            wait_for(nodes, nodes->ends[plan->edges[i].from],
                     nodes->feeds[plan->edges[i].to]);
    qsort(nodes->waits, nodes->n_waits, sizeof *nodes->waits, by_nodes);
    for (uint32_t i = 0; i < nodes->n_waits; i++)
        if (i == 0 || by_nodes(&nodes->waits[i], &nodes->waits[i - 1]) != 0)
            nodes->waits[unique++] = nodes->waits[i];
    nodes->n_waits = unique;
}

/* The graph of some pieces that go at once: each node waits for itself in the piece
 * before, too, and a console for the end that reads its levels there. */
static void
wait_for_pieces(struct nodes *nodes, uint32_t pieces)
{
    const struct plan *plan = nodes->build->plan;
    const uint32_t n = plan->n_nodes, waits = nodes->n_waits;

    for (uint32_t p = 1; p < pieces; p++) {
        for (uint32_t i = 0; i < waits; i++)
            wait_for(nodes, p * n + nodes->waits[i].from,
                     p * n + nodes->waits[i].to);
        for (uint32_t i = 0; i < n; i++)
            wait_for(nodes, (p - 1) * n + i, p * n + i);
        for (uint32_t i = 0; i < plan->n_strips; i++)
            if (plan->strips[i].console && nodes->ends[i] != nodes->consoles[i])
                wait_for(nodes, (p - 1) * n + nodes->ends[i],
                         p * n + nodes->consoles[i]);
    }
    qsort(nodes->waits, nodes->n_waits, sizeof *nodes->waits, by_nodes);
}

static enum status
make_graph(struct nodes *nodes, struct pool_graph *graph, uint32_t count)
{
    struct plan *plan = nodes->build->plan;
    uint32_t *needs = plan_memory(plan, count, sizeof *needs);
    uint32_t *next_at = plan_memory(plan, count + 1, sizeof *next_at);
    uint32_t *next = plan_memory(plan, nodes->n_waits, sizeof *next);

    graph->left = plan_memory(plan, count, sizeof *graph->left);
    if (!needs || !next_at || !next || !graph->left)
        return ST_NO_MEM;
    for (uint32_t i = 0; i < nodes->n_waits; i++) {
        needs[nodes->waits[i].to]++;
        next_at[nodes->waits[i].from + 1]++;
        next[i] = nodes->waits[i].to;
    }
    for (uint32_t i = 0; i < count; i++)
        next_at[i + 1] += next_at[i];
    graph->count = count;
    graph->needs = needs;
    graph->next_at = next_at;
    graph->next = next;
    return ST_OK;
}

/* As many pieces at once as the longest block has and the pool has room for. */
static uint32_t
pieces_of(const struct engine *engine, uint32_t nodes)
{
    uint32_t pieces
        = (engine->config.max_frames + engine->piece - 1) / engine->piece;

    if (pieces > PIECES_MAX)
        pieces = PIECES_MAX;
    while (pieces > 1 && pieces * nodes > POOL_MAX_NODES)
        pieces--;
    return pieces;
}

enum status
build_nodes(struct build *build)
{
    struct plan *plan = build->plan;
    const uint32_t n = plan->n_strips;
    struct nodes nodes = {
        .build = build,
        .node = plan_memory(plan, 3 * n, sizeof *nodes.node),
        .strips = plan_memory(plan, 3 * n, sizeof *nodes.strips),
        .feeds = plan_memory(plan, n, sizeof *nodes.feeds),
        .consoles = plan_memory(plan, n, sizeof *nodes.consoles),
        .ends = plan_memory(plan, n, sizeof *nodes.ends),
        .waits = plan_memory(plan, PIECES_MAX * (plan->n_edges + 6 * n),
                             sizeof *nodes.waits),
    };

    if (!nodes.node || !nodes.strips || !nodes.feeds || !nodes.consoles
        || !nodes.ends || !nodes.waits)
        return ST_NO_MEM;
    plan->nodes = nodes.node;
    plan->node_strips = nodes.strips;
    for (uint32_t first = 0, end; first < n; first = end) {
        const uint32_t depth = build->units[build->order[first]].depth;

        for (end = first;
             end < n && build->units[build->order[end]].depth == depth;)
            end++;
        plain_nodes(&nodes, first, end);
        console_nodes(&nodes, first, end);
    }
    collect_waits(&nodes);
    if (make_graph(&nodes, &plan->single, plan->n_nodes))
        return ST_NO_MEM;
    plan->pieces = pieces_of(build->engine, plan->n_nodes);
    wait_for_pieces(&nodes, plan->pieces);
    return make_graph(&nodes, &plan->graph, plan->pieces * plan->n_nodes);
}

/* --- buffers ------------------------------------------------------------------ */

/* One after the other at the start of cache lines; each a few lines further on than
 * a power of two, so that they do not all fall into the same part of the cache. */
static float *
take(float *base, size_t *used, uint32_t frames_)
{
    float *got = base ? base + *used : NULL;

    *used += (frames_ + 15) / 16 * 16 + 80;
    return got;
}

static size_t
give_buffers(struct build *build, float *base)
{
    struct plan *plan = build->plan;
    const uint32_t piece = build->engine->piece;
    size_t used = 0;

    for (uint32_t i = 0; i < plan->pieces * plan->n_strips; i++) {
        const struct strip *strip = &plan->strips[i % plan->n_strips];
        struct strip_sound *sound = &plan->sounds[i];

        sound->sound[0] = take(base, &used, piece);
        if (strip->stereo || strip->n_inserts > 0)
            sound->sound[1] = take(base, &used, piece);
        for (int side = 0; side < 2 && (plan->meters || strip->tapped); side++)
            sound->post[side] = take(base, &used, piece);
    }
    for (uint32_t i = 0; i < plan->n_strips; i++) {
        struct strip *strip = &plan->strips[i];

        for (int side = 0; side < 2 && strip->tapped; side++)
            strip->tap[side] = take(base, &used, build->engine->config.max_frames);
    }
    return used;
}

enum status
build_buffers(struct build *build)
{
    struct plan *plan = build->plan;
    const uint32_t n = build->options->n_taps;

    plan->taps = plan_memory(plan, 2 * n, sizeof *plan->taps);
    plan->sounds
        = plan_memory(plan, plan->pieces * plan->n_strips, sizeof *plan->sounds);
    if (!plan->taps || !plan->sounds)
        return ST_NO_MEM;
    plan->n_taps = n;
    for (uint32_t i = 0; i < n; i++) {
        struct strip *strip
            = (struct strip *)plan_strip(plan, build->options->taps[i]);
        if (strip)
            strip->tapped = true;
    }
    if (scratch_get(build->engine, give_buffers(build, NULL), &plan->scratch))
        return ST_NO_MEM;
    give_buffers(build, plan->scratch->data);
    for (uint32_t i = 0; i < n; i++) {
        const struct strip *strip = plan_strip(plan, build->options->taps[i]);

        for (int side = 0; strip && side < 2; side++)
            plan->taps[2 * i + side] = strip->tap[side];
    }
    return ST_OK;
}
