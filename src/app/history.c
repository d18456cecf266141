/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.c: the tree, and how it is laid out.
 *
 * The trunk is the way from the first step to where the song stands and on along
 * redo; it has column 0.  What is aside of it falls into chains, each a line of
 * first children that begins at a step of another chain; a chain takes the first
 * column that is free from its beginning to its end. */
#include "app/history.h"

#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NONE = -1 };

struct node {
    int64_t id, time;
    char *label;
    /* by place, in the order in which they were made; NONE: the first */
    int parent;
    int redo;   /* the child that was last stood at, or NONE */

    /* The layout. */
    bool trunk, behind;
    int above;  /* the next of its chain, or NONE */
    int end;    /* of the first of a chain: its last */
    unsigned column;
    uint32_t through, branches;
};

struct history {
    struct session *session;
    struct node *nodes;
    int count, room, here;
    unsigned columns;
    bool failed; /* while it is read: no memory */
};

/* --- the layout --------------------------------------------------------------- */

static void
mark_trunk(struct history *history)
{
    struct node *nodes = history->nodes;

    for (int i = history->here; i != NONE; i = nodes[i].parent)
        nodes[i].trunk = nodes[i].behind = true;
    for (int i = nodes[history->here].redo; i != NONE; i = nodes[i].redo)
        nodes[i].trunk = true;
}

/* Join each step to the chain of its parent, unless another one has gone on
 * there. */
static void
make_chains(struct history *history)
{
    struct node *nodes = history->nodes;

    for (int i = 0; i < history->count; i++) {
        const int parent = nodes[i].parent;

        if (parent != NONE && nodes[parent].trunk == nodes[i].trunk
            && nodes[parent].above == NONE)
            nodes[parent].above = i;
    }
}

static bool
begins_chain(const struct history *history, int i)
{
    const int parent = history->nodes[i].parent;

    return parent == NONE || history->nodes[parent].above != i;
}

/* A bit for each column that something stands in, of the rows after `from` up to
 * `to`. */
static uint32_t
taken(const struct history *history, int from, int to)
{
    uint32_t bits = 1; /* the trunk's */

    for (int i = from + 1; i <= to; i++)
        bits |= history->nodes[i].through;
    return bits;
}

static unsigned
free_column(uint32_t bits)
{
    unsigned column = 0;

    while (column + 1 < HISTORY_COLUMNS && bits & 1u << column)
        column++;
    return column;
}

/* `through` has the dots' own columns, too, until all are placed. */
static void
place_chain(struct history *history, int first)
{
    struct node *nodes = history->nodes;
    const int from = nodes[first].parent;
    int end = first;

    while (nodes[end].above != NONE)
        end = nodes[end].above;
    const unsigned column
        = nodes[first].trunk ? 0 : free_column(taken(history, from, end));
    for (int i = from == NONE ? 0 : from + 1; i <= end; i++)
        nodes[i].through |= 1u << column;
    for (int i = first; i != NONE; i = nodes[i].above)
        nodes[i].column = column;
    if (from != NONE)
        nodes[from].branches |= 1u << column;
    if (column + 1 > history->columns)
        history->columns = column + 1;
}

static void
lay_out(struct history *history)
{
    struct node *nodes = history->nodes;

    history->columns = 1;
    for (int i = 0; i < history->count; i++) {
        nodes[i].trunk = nodes[i].behind = false;
        nodes[i].above = NONE;
        nodes[i].through = nodes[i].branches = 0;
    }
    if (history->here == NONE)
        return;
    mark_trunk(history);
    make_chains(history);
    for (int i = 0; i < history->count; i++)
        if (begins_chain(history, i))
            place_chain(history, i);
    for (int i = 0; i < history->count; i++)
        nodes[i].through &= ~(1u << nodes[i].column);
}

/* --- the tree ----------------------------------------------------------------- */

/* Parents were mostly made just before. */
static int
find(const struct history *history, int64_t id)
{
    for (int i = history->count - 1; i >= 0; i--)
        if (history->nodes[i].id == id)
            return i;
    return NONE;
}

static bool
append(struct history *history, int64_t id, int parent, int64_t at,
       const char *label)
{
    if (history->count == history->room) {
        const int room = history->room ? history->room * 2 : 256;
        struct node *nodes = realloc(history->nodes, (size_t)room * sizeof *nodes);

        if (!nodes)
            return false;
        history->nodes = nodes;
        history->room = room;
    }
    char *text = strdup(label);
    if (!text)
        return false;
    history->nodes[history->count++] = (struct node){
        .id = id, .time = at, .label = text, .parent = parent, .redo = NONE};
    return true;
}

static void
take_step(void *user, const struct step *step)
{
    struct history *history = user;
    const int parent = step->parent ? find(history, step->parent) : NONE;

    if (history->failed
        || !append(history, step->id, parent, step->time, step->label)) {
        history->failed = true;
        return;
    }
    if (step->here)
        history->here = history->count - 1;
    if (step->redo && parent != NONE)
        history->nodes[parent].redo = history->count - 1;
}

enum status
history_open(struct history **out, struct session *session, struct fault *fault)
{
    struct history *history = calloc(1, sizeof *history);

    *out = NULL;
    if (!history)
        return fault_errno(fault, ENOMEM, session_folder(session));
    history->session = session;
    history->here = NONE;
    enum status status
        = store_history(session_store(session), take_step, history, fault);
    if (!status && history->failed)
        status = fault_errno(fault, ENOMEM, session_folder(session));
    if (status) {
        history_close(history);
        return status;
    }
    lay_out(history);
    *out = history;
    return ST_OK;
}

void
history_close(struct history *history)
{
    if (!history)
        return;
    for (int i = 0; i < history->count; i++)
        free(history->nodes[i].label);
    free(history->nodes);
    free(history);
}

/* The way that was stood on last is the one that redo takes: from here on up. */
static void
mark_redo(struct history *history, int from)
{
    struct node *nodes = history->nodes;

    for (int i = from; i != NONE && nodes[i].parent != NONE; i = nodes[i].parent)
        nodes[nodes[i].parent].redo = i;
}

static int64_t
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

enum status
history_follow(struct history *history, const struct edit *edit,
               struct fault *fault)
{
    const int64_t here = session_here(history->session);
    const int before = history->here;
    int at = find(history, here);

    if (at == NONE) {
        if (!append(history, here, before, now(), edit_label(edit)))
            return fault_errno(fault, ENOMEM, session_folder(history->session));
        at = history->count - 1;
    }
    mark_redo(history, before);
    mark_redo(history, at);
    history->here = at;
    lay_out(history);
    return ST_OK;
}

size_t
history_count(const struct history *history)
{
    return (size_t)history->count;
}

size_t
history_here(const struct history *history)
{
    return history->here == NONE ? 0 : (size_t)(history->count - 1 - history->here);
}

unsigned
history_columns(const struct history *history)
{
    return history->columns;
}

void
history_step(const struct history *history, size_t index, struct history_step *out)
{
    const int at = history->count - 1 - (int)index;
    const struct node *node = &history->nodes[at];

    *out = (struct history_step){
        .id = node->id,
        .parent = node->parent == NONE ? 0 : history->nodes[node->parent].id,
        .time = node->time,
        .label = node->label,
        .here = at == history->here,
        .ahead = node->trunk && !node->behind,
        .aside = !node->trunk,
        .column = node->column,
        .through = node->through,
        .branches = node->branches,
        .up = node->above != NONE,
        .down = node->parent != NONE,
    };
}
