/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/test.h"

#include "engine/rt/pool.h"

#include <sched.h>
#include <string.h>

enum { MAX_NODES = 300, MAX_EDGES = 1200 };

/* A graph of random shape: edges go from lower to higher places of a random order,
 * so that a node's number tells nothing of its depth. */
struct song {
    struct pool_graph graph;
    uint32_t needs[MAX_NODES];
    uint32_t next_at[MAX_NODES + 1];
    uint32_t next[MAX_EDGES];
    _Atomic uint32_t left[MAX_NODES];
    uint32_t from[MAX_EDGES], to[MAX_EDGES], edges;
    uint64_t value[MAX_NODES]; /* what a node made, not atomic: order must protect it */
    uint64_t runs[MAX_NODES];
    uint64_t turn;
    unsigned wrong;
};

static uint64_t
draw(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void
make_song(struct song *song, uint64_t *seed, uint32_t nodes, uint32_t edges)
{
    uint32_t order[MAX_NODES];

    memset(song, 0, sizeof *song);
    for (uint32_t i = 0; i < nodes; i++)
        order[i] = i;
    for (uint32_t i = nodes - 1; i > 0; i--) {
        const uint32_t j = draw(seed) % (i + 1), t = order[i];
        order[i] = order[j];
        order[j] = t;
    }
    for (uint32_t e = 0; nodes > 1 && e < edges; e++) {
        const uint32_t a = draw(seed) % (nodes - 1);
        const uint32_t b = a + 1 + draw(seed) % (nodes - 1 - a);
        song->from[e] = order[a];
        song->to[e] = order[b];
        song->needs[order[b]]++;
        song->edges++;
    }
    uint32_t at = 0;
    for (uint32_t n = 0; n < nodes; n++) {
        song->next_at[n] = at;
        for (uint32_t e = 0; e < song->edges; e++)
            if (song->from[e] == n)
                song->next[at++] = song->to[e];
    }
    song->next_at[nodes] = at;
    song->graph = (struct pool_graph){nodes, song->needs, song->next_at, song->next,
                                      song->left};
}

/* Each input must have been made in this very turn. */
static void
perform(void *user, uint32_t node)
{
    struct song *song = user;
    uint64_t sum = song->turn * 1000003 + node;
    unsigned wrong = 0;

    for (uint32_t e = 0; e < song->edges; e++)
        if (song->to[e] == node) {
            wrong += song->runs[song->from[e]] != song->turn;
            sum = sum * 31 + song->value[song->from[e]];
        }
    if (wrong)
        __atomic_fetch_add(&song->wrong, wrong, __ATOMIC_RELAXED);
    song->value[node] = sum;
    song->runs[node]++;
}

static void
play(struct pool *pool, struct song *song, uint64_t turns, unsigned helpers)
{
    for (uint64_t i = 0; i < turns; i++) {
        song->turn++;
        pool_run(pool, &song->graph, perform, song, helpers);
        for (uint32_t n = 0; n < song->graph.count; n++)
            assert_int_equal(song->runs[n], song->turn);
    }
    assert_int_equal(song->wrong, 0);
}

static void
every_node_runs_once_after_its_inputs(void **state)
{
    static struct song song;
    uint64_t seed = 88172645463325252u;
    struct pool *pool;

    assert_int_equal(pool_new(&pool, 3, 0, NULL), ST_OK);
    assert_int_equal(pool_helpers(pool), 3);
    for (unsigned g = 0; g < 400; g++) {
        make_song(&song, &seed, 1 + draw(&seed) % 40, draw(&seed) % 80);
        play(pool, &song, 250, draw(&seed) % 5);
    }
    pool_free(pool);
}

static void
a_graph_may_be_freed_when_it_was_run(void **state)
{
    uint64_t seed = 4;
    struct pool *pool;

    assert_int_equal(pool_new(&pool, 2, 0, NULL), ST_OK);
    for (unsigned g = 0; g < 2000; g++) {
        struct song *song = test_malloc(sizeof *song);
        make_song(song, &seed, 1 + draw(&seed) % 12, draw(&seed) % 12);
        play(pool, song, 1 + draw(&seed) % 2, 2);
        memset(song, 0xff, sizeof *song);
        test_free(song);
    }
    pool_free(pool);
}

static void
what_is_computed_does_not_depend_on_the_helpers(void **state)
{
    static struct song alone, many;
    uint64_t seed = 99, again = 99;
    struct pool *pool;

    assert_int_equal(pool_new(&pool, 2, 0, NULL), ST_OK);
    make_song(&alone, &seed, MAX_NODES, 900);
    make_song(&many, &again, MAX_NODES, 900);
    play(pool, &alone, 30, 0);
    play(pool, &many, 30, 2);
    assert_memory_equal(alone.value, many.value, sizeof alone.value);
    pool_free(pool);
}

/* Neither of two nodes ends before the other has begun: one thread
 * would hang here. */
static void
meet(void *user, uint32_t node)
{
    _Atomic unsigned *begun = user;

    atomic_fetch_add(begun, 1);
    while (atomic_load(begun) % 2)
        sched_yield();
}

static void
ready_nodes_are_done_side_by_side(void **state)
{
    const uint32_t needs[2] = {0, 0}, next_at[3] = {0, 0, 0}, next[1] = {0};
    _Atomic uint32_t left[2];
    const struct pool_graph graph = {2, needs, next_at, next, left};
    _Atomic unsigned begun = 0;
    struct pool *pool;

    assert_int_equal(pool_new(&pool, 1, 0, NULL), ST_OK);
    for (unsigned i = 0; i < 500; i++) {
        pool_run(pool, &graph, meet, &begun, 1);
        assert_int_equal(atomic_load(&begun), 2 * (i + 1));
    }
    pool_free(pool);
}

static void
it_runs_without_helpers_and_without_nodes(void **state)
{
    static struct song song;
    uint64_t seed = 5;
    struct pool *pool;

    assert_int_equal(pool_new(&pool, 0, 50, NULL), ST_OK);
    assert_false(pool_is_realtime(pool));
    song.graph.next_at = song.next_at;
    pool_run(pool, &song.graph, perform, &song, 3);
    make_song(&song, &seed, 20, 30);
    play(pool, &song, 20, 3);
    pool_free(pool);
    pool_free(NULL);
}

static void
helpers_that_may_not_be_realtime_help_as_they_can(void **state)
{
    static struct song song;
    uint64_t seed = 6;
    struct pool *pool;

    /* As root these are SCHED_FIFO, else ordinary threads: both do the work. */
    assert_int_equal(pool_new(&pool, 1, 10, NULL), ST_OK);
    make_song(&song, &seed, 50, 100);
    play(pool, &song, 200, 1);
    pool_free(pool);
}

static void
more_helpers_than_there_may_be_are_refused(void **state)
{
    struct pool *pool = (struct pool *)1;
    struct fault fault;

    assert_int_equal(pool_new(&pool, POOL_MAX_HELPERS + 1, 0, &fault), ST_RANGE);
    assert_null(pool);
    assert_int_equal(pool_new(&pool, 1, 1000, &fault), ST_RANGE);
    assert_int_equal(pool_new(&pool, POOL_MAX_HELPERS, 0, &fault), ST_OK);
    pool_free(pool);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_node_runs_once_after_its_inputs),
        cmocka_unit_test(a_graph_may_be_freed_when_it_was_run),
        cmocka_unit_test(what_is_computed_does_not_depend_on_the_helpers),
        cmocka_unit_test(ready_nodes_are_done_side_by_side),
        cmocka_unit_test(it_runs_without_helpers_and_without_nodes),
        cmocka_unit_test(helpers_that_may_not_be_realtime_help_as_they_can),
        cmocka_unit_test(more_helpers_than_there_may_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
