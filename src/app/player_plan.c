/* SPDX-License-Identifier: GPL-3.0-or-later */
/* player_plan.c: the plan of the song as it is.  The first one, for which all sound
 * files are opened and all memory is touched, is made by the thread that opens the
 * device, before it does so; an edit meanwhile, and whoever wants the engine, waits
 * for that, some milliseconds. */
#include "app/player_internal.h"

#include "engine/engine.h"
#include "engine/plan.h"
#include "model/rows.h"
#include "render/sources.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* What the song is to whoever shows it. */
struct planned {
    frames_t end;
    unsigned offline;
    int64_t master;
};

struct offline_file {
    const struct row_source *source; /* no edit comes before it is told */
    struct fault fault;
};

struct first_plan {
    pthread_mutex_t lock;
    pthread_cond_t done;
    bool over;
    enum status status;
    struct planned planned;
    struct offline_file *files; /* that cannot be played */
    size_t n_files;
};

static int64_t
find_master(const struct model *model)
{
    size_t count;
    const struct row_track *tracks = model_rows(model, TABLE_TRACK, &count);

    for (size_t i = 0; i < count; i++)
        if (tracks[i].kind == TRACK_MASTER)
            return tracks[i].id;
    return 0;
}

/* Compile the song, and let the engine play that. */
static enum status
play(struct player *player, struct planned *out, struct fault *fault)
{
    const struct model *model = session_model(player->session);
    const struct plan_options options = {.meters = true};
    struct plan *plan;
    const enum status status
        = plan_build(&plan, player->engine, model, &options, fault);

    if (status)
        return status;
    *out = (struct planned){plan_end(plan), plan_offline(plan),
                            find_master(model)};
    engine_play_plan(player->engine, plan);
    return ST_OK;
}

static void
note(struct player *player, const struct planned *planned)
{
    player->planned = true;
    player->end = planned->end;
    player->offline = planned->offline;
    player->master = planned->master;
}

/* --- the first one ------------------------------------------------------------ */

/* Without memory it is not told: the clips are silent all the same. */
static void
add_file(void *user, const struct row_source *source, const struct fault *fault)
{
    struct first_plan *first = user;
    struct offline_file *files
        = realloc(first->files, (first->n_files + 1) * sizeof *files);

    if (!files)
        return;
    files[first->n_files++] = (struct offline_file){source, *fault};
    first->files = files;
}

static enum status
make_first(void *user, struct fault *fault)
{
    struct player *player = user;
    struct first_plan *first = player->first;

    sources_feed(engine_streams(player->engine), session_model(player->session),
                 session_folder(player->session), add_file, first);
    const enum status status = play(player, &first->planned, fault);

    pthread_mutex_lock(&first->lock);
    first->status = status;
    first->over = true;
    pthread_cond_signal(&first->done);
    pthread_mutex_unlock(&first->lock);
    return status;
}

enum status
player_plan_begin(struct player *player, struct opening_order *order,
                  struct fault *fault)
{
    struct first_plan *first;

    if (player->planned || player->first)
        return ST_OK;
    first = calloc(1, sizeof *first);
    if (!first)
        return fault_errno(fault, ENOMEM, NULL);
    pthread_mutex_init(&first->lock, NULL);
    pthread_cond_init(&first->done, NULL);
    /* it is made when it is first asked for: here, and not by two threads */
    (void)model_tempo(session_model(player->session));
    player->first = first;
    order->prepare = make_first;
    order->preparing = player;
    return ST_OK;
}

static void
free_first(struct first_plan *first)
{
    pthread_cond_destroy(&first->done);
    pthread_mutex_destroy(&first->lock);
    free(first->files);
    free(first);
}

void
player_plan_forget(struct player *player)
{
    if (player->first)
        free_first(player->first);
    player->first = NULL;
}

bool
player_plan_take(struct player *player, bool wait)
{
    struct first_plan *first = player->first;

    if (!first)
        return true;
    pthread_mutex_lock(&first->lock);
    while (!first->over && wait)
        pthread_cond_wait(&first->done, &first->lock);
    const bool over = first->over;
    pthread_mutex_unlock(&first->lock);
    if (!over)
        return false;
    player->first = NULL; /* whoever is told of a file may ask for the engine */
    engine_on_news(player->engine, player_wake, player);
    if (!first->status)
        note(player, &first->planned);
    for (size_t i = 0; player->config.offline && i < first->n_files; i++)
        player->config.offline(player->config.user, first->files[i].source,
                               &first->files[i].fault);
    free_first(first);
    return true;
}

/* --- those that follow -------------------------------------------------------- */

void
player_replan(struct player *player)
{
    struct planned planned;
    struct fault fault;

    player_plan_take(player, true);
    engine_poll(player->engine);
    sources_feed(engine_streams(player->engine), session_model(player->session),
                 session_folder(player->session), player->config.offline,
                 player->config.user);
    if (play(player, &planned, &fault))
        snprintf(player->why, sizeof player->why, "%s", fault.what);
    else
        note(player, &planned);
}
