/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan_internal.h"

#include "base/text.h"

#include <stdlib.h>

/* --- memory ------------------------------------------------------------------- */

void *
plan_memory(struct plan *plan, size_t count, size_t size)
{
    if (plan->n_memory == plan->memory_size) {
        const uint32_t more = plan->memory_size ? 2 * plan->memory_size : 64;
        void **memory = realloc(plan->memory, more * sizeof *memory);

        if (!memory)
            return NULL;
        plan->memory = memory;
        plan->memory_size = more;
    }

    void *got = calloc(count ? count : 1, size);
    if (got)
        plan->memory[plan->n_memory++] = got;
    return got;
}

enum status
plan_keep(struct plan *plan, struct kept *kept)
{
    if (plan->n_kept == plan->kept_size) {
        const uint32_t more = plan->kept_size ? 2 * plan->kept_size : 64;
        struct kept **all = realloc(plan->kept, more * sizeof *all);

        if (!all)
            return ST_NO_MEM;
        plan->kept = all;
        plan->kept_size = more;
    }
    plan->kept[plan->n_kept++] = keep_ref(kept);
    return ST_OK;
}

void
plan_free(struct plan *plan)
{
    if (!plan)
        return;
    for (uint32_t i = 0; i < plan->n_kept; i++)
        keep_drop(plan->kept[i]);
    for (uint32_t i = 0; i < plan->n_memory; i++)
        free(plan->memory[i]);
    tempo_map_free(plan->tempo);
    scratch_drop(plan->scratch);
    free(plan->kept);
    free(plan->memory);
    free(plan);
}

/* --- the steps ---------------------------------------------------------------- */

/* Times in which gains glide to where they were told: some 8 ms. */
static uint32_t
glide_quanta(uint32_t rate)
{
    const uint32_t quanta = (rate + 4000) / 8000;

    return quanta ? quanta : 1;
}

static enum status
build_all(struct build *build)
{
    static enum status (*const steps[])(struct build *) = {
        build_solo,  build_strips, build_edges, build_inserts, build_latency,
        build_clips, build_clicks, build_nodes, build_buffers,
    };
    enum status status = build_order(build);

    if (status == ST_CONFLICT)
        return status;
    for (size_t i = 0; i < COUNT(steps) && !status; i++)
        status = steps[i](build);
    if (status)
        return fault_set(build->fault, status, NULL,
                         _("no memory to play the song"));
    return ST_OK;
}

enum status
plan_build(struct plan **out, struct engine *engine, const struct model *model,
           const struct plan_options *options, struct fault *fault)
{
    static const struct plan_options none;
    struct build build = {
        .engine = engine,
        .model = model,
        .options = options ? options : &none,
        .fault = fault,
    };

    *out = NULL;
    build.plan = calloc(1, sizeof *build.plan);
    if (!build.plan)
        return fault_set(fault, ST_NO_MEM, NULL, _("no memory to play the song"));
    build.plan->engine = engine;
    build.plan->rate = engine->config.rate;
    build.plan->quanta = glide_quanta(engine->config.rate);
    build.plan->meters = build.options->meters;

    const enum status status = build_all(&build);
    build_free(&build);
    if (status) {
        plan_free(build.plan);
        return status;
    }
    *out = build.plan;
    return ST_OK;
}

frames_t
plan_end(const struct plan *plan)
{
    return frames(plan->end);
}

uint32_t
plan_latency(const struct plan *plan)
{
    return plan->latency;
}

unsigned
plan_offline(const struct plan *plan)
{
    return plan->offline;
}

unsigned
plan_missing(const struct plan *plan)
{
    return plan->missing;
}
