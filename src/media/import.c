/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/import.h"

#include "base/text.h"
#include "media/import_priv.h"
#include "media/resample.h"
#include "media/words.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_THREADS = 64 };

static enum status
refuse_conversion(const struct import_job *job, const struct soundfile_info *info,
                  struct fault *fault)
{
    if (job->split)
        fault_set(fault, ST_UNSUPPORTED, job->path, "%s",
                  _("cannot be split where it lies"));
    else if (!info->raw)
        fault_set(fault, ST_UNSUPPORTED, job->path,
                  _("is compressed (%s): it cannot play "
                    "from where it lies"),
                  info->format_name);
    else
        fault_set(
            fault, ST_UNSUPPORTED, job->path,
            _("has %u Hz, the project %u Hz: it cannot play from where it lies"),
            info->rate, job->rate);
    fault_remedy(fault, "%s", _("import a copy of it"));
    return ST_UNSUPPORTED;
}

static enum status
check_file(const struct import_job *job, const struct soundfile_info *info,
           struct fault *fault)
{
    if (info->channels > IMPORT_MAX_CHANNELS) {
        fault_set(fault, ST_UNSUPPORTED, job->path,
                  _("has %u channels, more than %d"), info->channels,
                  IMPORT_MAX_CHANNELS);
        fault_remedy(fault, "%s", _("split it into files of fewer channels"));
        return ST_UNSUPPORTED;
    }
    if (info->raw && info->frames == 0) {
        fault_set(fault, ST_KIND, job->path, "%s", _("holds no sound"));
        fault_remedy(fault, "%s", _("copy it again from where it came from"));
        return ST_KIND;
    }
    if (job->rate < SOUNDFILE_MIN_RATE || job->rate > SOUNDFILE_MAX_RATE)
        return fault_set(fault, ST_RANGE, job->project,
                         _("a project cannot have %u Hz"), job->rate);
    return ST_OK;
}

static void
fill_words(const struct import_job *job, const struct soundfile *file,
           struct import_result *result)
{
    const struct soundfile_info *info = soundfile_info(file);
    const struct sound_origin *origin = soundfile_origin(file);

    words_stem(result->name, sizeof result->name, job->path);
    words_utf8(result->title, sizeof result->title,
               soundfile_tag(file, SOUND_TITLE), SOUNDFILE_TAG_SIZE);
    result->rate = info->rate;
    result->has_start = origin->has && origin->time_reference >= 0;
    if (result->has_start)
        result->start
            = resampled_frames(origin->time_reference, info->rate, job->rate);
    if (info->short_of_header)
        snprintf(
            result->warning, sizeof result->warning,
            _("the file breaks off after %.3f s; what was there has been taken"),
            (double)info->frames / info->rate);
}

static enum status
take_file(const struct import_job *job, struct soundfile *file,
          struct import_result *result)
{
    const struct soundfile_info *info = soundfile_info(file);
    const bool as_is = info->raw && info->rate == job->rate && !job->split;
    enum status status = check_file(job, info, &result->fault);

    if (status != ST_OK)
        return status;
    if (job->reference && !as_is)
        return refuse_conversion(job, info, &result->fault);
    fill_words(job, file, result);
    result->sources
        = calloc(job->split ? info->channels : 1, sizeof *result->sources);
    if (!result->sources)
        return fault_errno(&result->fault, ENOMEM, job->path);
    if (as_is)
        status = import_as_is(job, file, result, &result->fault);
    if (!as_is || (status == ST_DIFFERS && !job->reference))
        status = import_converted(job, file, result, &result->fault);
    if (result->not_finite > 0)
        snprintf(
            result->warning, sizeof result->warning,
            _("%lld samples are no numbers (NaN or infinite); they are silent now"),
            (long long)result->not_finite);
    return status;
}

enum status
import_file(const struct import_job *job, struct import_result *result)
{
    struct soundfile *file = NULL;

    memset(result, 0, sizeof *result);
    result->status = import_cancelled(job, &result->fault)
                         ? ST_CANCELLED
                         : soundfile_open(&file, job->path, &result->fault);
    if (result->status == ST_OK)
        result->status = take_file(job, file, result);
    soundfile_close(file);
    if (result->status != ST_OK) {
        result->count = 0;
        free(result->sources);
        result->sources = NULL;
        return result->status;
    }
    memset(&result->fault, 0, sizeof result->fault);
    if (job->progress)
        job->progress(job->user, 1, result->sources->bytes);
    return ST_OK;
}

/* --- several at once --------------------------------------------------------- */

struct pool {
    const struct import_job *jobs;
    struct import_result *results;
    size_t count;
    _Atomic size_t next;
};

static void *
do_jobs(void *user)
{
    struct pool *pool = user;
    size_t i;

    while ((i = atomic_fetch_add(&pool->next, 1)) < pool->count)
        import_file(&pool->jobs[i], &pool->results[i]);
    return NULL;
}

enum status
import_many(const struct import_job jobs[], size_t count, unsigned threads,
            struct import_result results[])
{
    struct pool pool = {.jobs = jobs, .results = results, .count = count};
    pthread_t thread[MAX_THREADS];
    unsigned helpers = 0;

    if (threads == 0) {
        const long processors = sysconf(_SC_NPROCESSORS_ONLN);

        threads = processors > 0 ? (unsigned)processors : 1;
    }
    if (threads > count)
        threads = (unsigned)count;
    if (threads > MAX_THREADS)
        threads = MAX_THREADS;
    /* This thread is one of them; without help it does them all. */
    while (helpers + 1 < threads
           && pthread_create(&thread[helpers], NULL, do_jobs, &pool) == 0)
        helpers++;
    do_jobs(&pool);
    for (unsigned i = 0; i < helpers; i++)
        pthread_join(thread[i], NULL);
    for (size_t i = 0; i < count; i++)
        if (results[i].status != ST_OK)
            return results[i].status;
    return ST_OK;
}

void
import_result_clear(struct import_result *result)
{
    free(result->sources);
    result->sources = NULL;
    result->count = 0;
}
