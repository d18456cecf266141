/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rt/strip.h"

/* Inserts after the console, and what a strip ends with. */
RT static void
finish(const struct piece *piece, const struct strip *strip)
{
    strip_inserts(piece, strip, strip->n_before, strip->n_inserts);
    strip_end(piece, strip);
}

RT static void
feed(const struct piece *piece, const struct strip *strip)
{
    strip_feed(piece, strip);
    strip_inserts(piece, strip, 0, strip->n_before);
    if (!strip->console) {
        strip_listen(piece, strip, true);
        finish(piece, strip);
    }
}

/* Strips without inserts before (after) the console are fed (finished) by the
 * group. */
RT static void
group(const struct piece *piece, const uint32_t *strips, uint32_t n)
{
    const struct strip *all = piece->plan->strips;

    for (uint32_t i = 0; i < n; i++)
        if (all[strips[i]].n_before == 0)
            strip_feed(piece, &all[strips[i]]);
    strips_console(piece, strips, n);
    for (uint32_t i = 0; i < n; i++)
        if (all[strips[i]].n_inserts == all[strips[i]].n_before)
            strip_end(piece, &all[strips[i]]);
}

RT void
graph_node(void *pieces, uint32_t number)
{
    const struct plan *plan = ((const struct piece *)pieces)->plan;
    const struct piece *piece
        = (const struct piece *)pieces + number / plan->n_nodes;
    const struct node *node = &plan->nodes[number % plan->n_nodes];
    const uint32_t *strips = plan->node_strips + node->first;

    if (piece->frames == 0)
        return;
    switch (node->kind) {
    case NODE_FEED:
        for (uint32_t i = 0; i < node->count; i++)
            feed(piece, &plan->strips[strips[i]]);
        break;
    case NODE_CONSOLE:
        group(piece, strips, node->count);
        break;
    case NODE_END:
        for (uint32_t i = 0; i < node->count; i++)
            finish(piece, &plan->strips[strips[i]]);
        break;
    }
}
