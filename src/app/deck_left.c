/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck_left.c: what a killed program had heard is looked for, told of, and kept
 * when there is nothing newer to keep. */
#include "app/deck_internal.h"

#include "app/job.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* --- looked for --------------------------------------------------------------- */

struct sift {
    struct deck *deck;
    char *song;
    unsigned left;
};

static enum status
sift_left(struct job *job, void *user, struct fault *fault)
{
    struct sift *sift = user;

    (void)fault;
    sift->left = played_sift(sift->song, job_cancel_flag(job));
    return ST_OK;
}

static enum status
offer_left(void *user, enum status status, struct fault *fault)
{
    const struct sift *sift = user;

    if (sift->left == 0)
        return status;
    fault_set(fault, ST_OK, sift->song,
              _("what was played when the program ended is still there"));
    fault_remedy(fault, "%s", sift->deck->config.keeps
                                  ? sift->deck->config.keeps
                                  : _("«remanence keep» makes takes of it"));
    deck_tell(sift->deck, fault);
    return status;
}

static void
release_sift(void *user)
{
    struct sift *sift = user;

    free(sift->song);
    free(sift);
}

/* What a killed program left is read beside us: the song is open at once. */
void
deck_left_look(struct deck *deck)
{
    static const struct job_kind KIND = {.work = sift_left, .finish = offer_left,
                                         .release = release_sift};
    struct fault ignored; /* it is there the next time, too */
    struct sift *sift;

    if (!played_is_left(session_folder(deck->session)))
        return;
    sift = calloc(1, sizeof *sift);
    if (!sift)
        return;
    *sift = (struct sift){.deck = deck,
                          .song = strdup(session_folder(deck->session))};
    if (!sift->song) {
        release_sift(sift);
        return;
    }
    (void)!job_start(&deck->sifting, &KIND, sift, &ignored);
}

void
deck_left_poll(struct deck *deck)
{
    struct job_state state;

    if (!deck->sifting || !job_poll(deck->sifting, &state))
        return;
    job_free(deck->sifting);
    deck->sifting = NULL;
}

/* --- kept --------------------------------------------------------------------- */

/* The first of them stays. */
static void
note_folder(void *user, const char *folder)
{
    char **first = user;

    if (!*first)
        *first = strdup(folder);
}

static char *
first_folder(const struct deck *deck)
{
    char *folder = NULL;

    played_each_left(session_folder(deck->session), note_folder, &folder);
    return folder;
}

bool
deck_left_is(const struct deck *deck)
{
    char *folder = deck->sifting ? NULL : first_folder(deck);
    const bool is = folder != NULL;

    free(folder);
    return is;
}

static enum status
load(struct deck *deck, struct fault *fault)
{
    char *folder = first_folder(deck);
    const enum status status
        = folder ? played_load(&deck->left, folder, fault)
                 : fault_set(fault, ST_NOT_FOUND, session_folder(deck->session),
                             _("nothing was played that is not kept already"));

    free(folder);
    return status;
}

/* A folder of which all is kept goes from the disk; what cannot be kept stays
 * there. */
enum status
deck_left_keep(struct deck *deck, struct fault *fault)
{
    enum status status = ST_OK;

    for (;;) {
        if (!deck->left)
            status = load(deck, fault);
        if (status)
            return status;
        status = keep_begin(&deck->keep, deck->session, deck->left, PLAYED_OLDEST,
                            fault);
        if (!status)
            return ST_OK;
        if (status != ST_NOT_FOUND) {
            deck_left_close(deck);
            return status;
        }
        played_close(deck->left);
        deck->left = NULL;
        status = ST_OK;
    }
}

void
deck_left_go_on(struct deck *deck, bool kept)
{
    struct fault fault;

    if (!deck->left)
        return;
    if (!kept) {
        deck_left_close(deck);
        return;
    }
    const enum status status = deck_left_keep(deck, &fault);

    if (status && status != ST_NOT_FOUND)
        deck_tell(deck, &fault);
}

void
deck_left_close(struct deck *deck)
{
    job_free(deck->sifting);
    deck->sifting = NULL;
    if (deck->left)
        played_leave(deck->left);
    deck->left = NULL;
}
