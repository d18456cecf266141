/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

#include "app/media.h"
#include "app/place.h"
#include "base/text.h"
#include "cli/cancel.h"
#include "cli/open.h"
#include "cli/output.h"

#include <pthread.h>
#include <stdio.h>

struct show {
    pthread_mutex_t lock; /* several threads tell how far they are */
    struct progress progress;
    bool told; /* which files could not be imported */
};

static void
on_progress(void *user, double part)
{
    struct show *show = user;

    if (pthread_mutex_trylock(&show->lock))
        return;
    progress_show(&show->progress, part, NULL);
    pthread_mutex_unlock(&show->lock);
}

static void
on_done(void *user, const char *path, const struct import_result *result)
{
    struct show *show = user;
    struct fault fault = result->fault;

    progress_end(&show->progress);
    if (result->status) {
        (void)fail(&fault);
        show->told = true;
        return;
    }
    print_name(path, 0);
    printf("%s%s\n", result->resampled ? _(": resampled") : "",
           result->converted && !result->resampled ? _(": converted") : "");
    if (result->warning[0]) {
        fault_set(&fault, ST_OK, path, "%s", result->warning);
        warn(&fault);
    }
}

static enum status
read_place(const struct args *args, struct session *session,
           struct media_spec *spec, struct fault *fault)
{
    const char *at = arg(args, "at");
    int64_t threads;
    const enum status status
        = arg_whole(args, "threads", 1, 64, 0, &threads, fault);

    spec->threads = (unsigned)threads;
    if (status || !at)
        return status;
    spec->has_at = true;
    return place_time(session_model(session), at, &spec->at, fault);
}

static enum exit_code
run(const struct args *args)
{
    struct show show = {.lock = PTHREAD_MUTEX_INITIALIZER};
    struct media_spec spec = {
        .paths = args->words + 1,
        .count = args->n_words - 1,
        .track = arg(args, "track"),
        .lane = arg_given(args, "takes") ? "" : arg(args, "lane"),
        .in_a_row = arg_given(args, "in-a-row"),
        .reference = arg_given(args, "reference"),
        .progress = on_progress,
        .done = on_done,
        .user = &show,
        .cancel = cancel_flag(),
    };
    struct session *session;
    struct fault fault;

    if (open_to_write(&session, args->words[0], &fault))
        return fail(&fault);
    progress_begin(&show.progress, _("Importing"), arg_given(args, "quiet"));
    enum status status = read_place(args, session, &spec, &fault);
    if (!status)
        status = media_import(session, &spec, &fault);
    progress_end(&show.progress);
    session_close(session);
    if (!status)
        return EXIT_GOOD;
    return show.told ? EXIT_WORLD : fail(&fault);
}

const struct verb VERB_IMPORT = {
    .name = "import",
    .words = "SONG FILE… [--track NAME] [--at TIME]",
    .summary = N_("bring sound files into a song"),
    .more = N_("Every format that libsndfile reads, at any rate.  The files are copied into\n"
               "the song, each onto a track of its own, unless said otherwise."),
    .min_words = 2,
    .max_words = WORDS_MAX,
    .options =
        {
            {"track", "NAME", N_("to this track, which is made if it is not there")},
            {"lane", "NAME", N_("to this lane of it, which is made if it is not there")},
            {"takes", NULL, N_("each file to a lane of its own, as takes; the last one plays")},
            {"at", "TIME", N_("there; else where the file says (BWF), or the start")},
            {"in-a-row", NULL, N_("one after the other")},
            {"reference", NULL, N_("leave the files where they are")},
            {"threads", "N", N_("so many files at a time")},
            {"quiet", NULL, N_("show no progress")},
        },
    .run = run,
};
