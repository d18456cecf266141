/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/audition.h"

#include "app/audition_internal.h"
#include "base/text.h"
#include "dsp/gain.h"
#include "engine/aside.h"
#include "engine/engine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* One file that is heard, or that was, while its worker has not noticed. */
struct heard {
    struct aside *aside;
    struct job *job;
    struct audition_feed *feed; /* the job's */
    bool told; /* why it broke off */
    struct heard *next;
};

struct audition {
    struct player *player;
    float level;
    struct heard *now;
    struct heard *past;
    struct fault fault; /* that is still to be told */
};

enum status
audition_open(struct audition **out, struct player *player, struct fault *fault)
{
    struct audition *audition = calloc(1, sizeof *audition);

    *out = NULL;
    if (!audition)
        return fault_errno(fault, ENOMEM, NULL);
    audition->player = player;
    audition->level = 1.0f;
    *out = audition;
    return ST_OK;
}

/* The job first: it feeds the other. */
static void
free_heard(struct heard *heard)
{
    job_free(heard->job);
    aside_drop(heard->aside);
    free(heard);
}

void
audition_close(struct audition *audition)
{
    if (!audition)
        return;
    audition_stop(audition);
    while (audition->past) {
        struct heard *heard = audition->past;

        audition->past = heard->next;
        free_heard(heard);
    }
    free(audition);
}

static struct audition_feed *
make_feed(const struct audition *audition, struct aside *aside, const char *path,
          double from)
{
    struct audition_feed *feed = calloc(1, sizeof *feed);

    if (!feed)
        return NULL;
    *feed = (struct audition_feed){.aside = aside,
                                   .rate
                                   = engine_rate(player_engine(audition->player)),
                                   .path = strdup(path),
                                   .from = from};
    atomic_init(&feed->begun, 0);
    atomic_init(&feed->length, -1);
    if (feed->path)
        return feed;
    free(feed);
    return NULL;
}

static enum status
begin(struct audition *audition, struct heard *heard, const char *path, double from,
      struct fault *fault)
{
    if (aside_new(&heard->aside, player_engine(audition->player), audition->level))
        return fault_errno(fault, ENOMEM, path);
    heard->feed = make_feed(audition, heard->aside, path, from);
    if (!heard->feed)
        return fault_errno(fault, ENOMEM, path);
    return audition_feed_begin(&heard->job, heard->feed, fault);
}

enum status
audition_play(struct audition *audition, const char *path, double from,
              struct fault *fault)
{
    struct heard *heard = calloc(1, sizeof *heard);
    enum status status;

    audition_stop(audition);
    if (!heard)
        return fault_errno(fault, ENOMEM, path);
    status = begin(audition, heard, path, from, fault);
    if (status) {
        if (heard->aside)
            aside_drop(heard->aside);
        free(heard);
        return status;
    }
    aside_play(heard->aside);
    audition->now = heard;
    return ST_OK;
}

/* Its worker is waited for by nobody: audition_poll() finds that it has ended. */
void
audition_stop(struct audition *audition)
{
    struct heard *heard = audition->now;

    if (!heard)
        return;
    aside_stop(heard->aside);
    job_cancel(heard->job);
    heard->next = audition->past;
    audition->past = heard;
    audition->now = NULL;
}

void
audition_set_level(struct audition *audition, double db)
{
    audition->level = (float)gain_from_db(db);
    if (audition->now)
        aside_set_level(audition->now->aside, audition->level);
}

static void
reap(struct audition *audition)
{
    struct heard **at = &audition->past;

    while (*at) {
        struct heard *heard = *at;
        struct job_state state;

        if (!job_poll(heard->job, &state)) {
            at = &heard->next;
            continue;
        }
        *at = heard->next;
        free_heard(heard);
    }
}

/* What can be read of a damaged file is heard. */
static void
look(struct audition *audition)
{
    struct heard *now = audition->now;
    struct job_state state;

    if (!now)
        return;
    const bool fed = job_poll(now->job, &state);
    if (fed && state.status && state.status != ST_CANCELLED && !now->told) {
        audition->fault = state.fault;
        now->told = true;
    }
    if (aside_is_over(now->aside))
        audition_stop(audition);
}

void
audition_poll(struct audition *audition, struct audition_state *out)
{
    const double rate = engine_rate(player_engine(audition->player));

    look(audition);
    reap(audition);
    *out = (struct audition_state){.length = -1, .fault = audition->fault};
    audition->fault.status = ST_OK;
    if (!audition->now)
        return;
    const struct heard *now = audition->now;
    const int64_t length = atomic_load(&now->feed->length);

    out->sounding = true;
    out->path = now->feed->path;
    out->seconds
        = (double)(atomic_load(&now->feed->begun) + aside_played(now->aside))
          / rate;
    out->length = length < 0 ? -1 : (double)length / rate;
}
