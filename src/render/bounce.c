/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render/bounce.h"

#include "base/text.h"
#include "config.h"
#include "engine/plan.h"
#include "engine/stream.h"
#include "model/model.h"
#include "render/passage.h"
#include "render/receipt.h"
#include "render/sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 8192 };

/* What a bounce holds while it runs. */
struct job {
    const struct bounce_spec *spec;
    struct bounce_result *result;
    struct fault *fault;
    struct engine *engine;
    struct outfile **files;
    int64_t *tracks; /* that are tapped */
    unsigned *taps;  /* of each file */
    unsigned n_tapped;
    unsigned threads;
    uint32_t rate;
    struct passage passage;
};

/* --- set-up
 * ---------------------------------------------------------------------------- */

static enum status
check(const struct bounce_spec *spec, struct fault *fault)
{
    if (spec->count < 1 || spec->count > BOUNCE_MAX_FILES)
        return fault_set(fault, ST_RANGE, NULL, _("%u files; 1 to %d can be made"),
                         spec->count, BOUNCE_MAX_FILES);
    if (spec->threads > BOUNCE_MAX_THREADS)
        return fault_set(fault, ST_RANGE, NULL,
                         _("%u threads; 1 to %d are possible"), spec->threads,
                         BOUNCE_MAX_THREADS);
    if (spec->block > BOUNCE_MAX_BLOCK)
        return fault_set(fault, ST_RANGE, NULL,
                         _("a block of %u frames; 1 to %d are possible"),
                         spec->block, BOUNCE_MAX_BLOCK);
    if (spec->from.n < 0 || spec->length < 0)
        return fault_with(fault, ST_RANGE, NULL,
                          _("a range that begins before the song does"),
                          _("choose a later start"));
    return ST_OK;
}

/* Which tracks are tapped, and which tap is whose. */
static enum status
choose_taps(struct job *job)
{
    const struct bounce_spec *spec = job->spec;

    job->tracks = calloc(spec->count, sizeof *job->tracks);
    job->taps = calloc(spec->count, sizeof *job->taps);
    job->files = calloc(spec->count, sizeof(struct outfile *));
    if (!job->tracks || !job->taps || !job->files)
        return fault_set(job->fault, ST_NO_MEM, NULL, _("no memory"));
    for (unsigned i = 0; i < spec->count; i++) {
        const int64_t track = spec->files[i].track;
        unsigned tap = 0;

        if (track != 0 && !model_row(spec->model, TABLE_TRACK, track))
            return fault_set(job->fault, ST_NOT_FOUND, spec->files[i].title,
                             _("there is no such track"));
        while (tap < job->n_tapped && job->tracks[tap] != track)
            tap++;
        if (track != 0 && tap == job->n_tapped)
            job->tracks[job->n_tapped++] = track;
        job->taps[i] = track != 0 ? tap : PASSAGE_MASTER;
    }
    return ST_OK;
}

static enum status
make_engine(struct job *job)
{
    const struct bounce_spec *spec = job->spec;
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    const struct row_song *song = model_row(spec->model, TABLE_SONG, SONG_ID);

    job->rate = song ? (uint32_t)song->rate : 48000;
    job->threads = spec->threads ? spec->threads
                 : processors < 1 ? 1
                 : processors > BOUNCE_MAX_THREADS ? BOUNCE_MAX_THREADS
                                                   : (unsigned)processors;
    const struct engine_config config = {
        .rate = job->rate,
        .max_frames = spec->block ? spec->block : BLOCK,
        .threads = job->threads,
        .offline = true,
        .devices = spec->devices,
    };
    job->passage.block = config.max_frames;
    return engine_new(&job->engine, &config, job->fault);
}

static enum status
set_range(struct job *job, const struct plan *plan)
{
    struct passage *passage = &job->passage;
    const struct bounce_spec *spec = job->spec;

    passage->from = spec->from.n;
    passage->to = spec->to.n > spec->from.n ? spec->to.n : plan_end(plan).n;
    if (passage->to > passage->from
        && (!spec->length || spec->length >= passage->to - passage->from))
        return ST_OK;
    fault_set(job->fault, ST_RANGE, NULL, _("nothing sounds there"));
    fault_remedy(job->fault, _("choose a range before the end of the last clip"));
    return ST_RANGE;
}

static enum status
make_plan(struct job *job)
{
    const struct bounce_spec *spec = job->spec;
    const struct plan_options options
        = {.taps = job->tracks, .n_taps = job->n_tapped};
    struct plan *plan;

    job->result->offline
        = sources_feed(engine_streams(job->engine), spec->model,
                       spec->project.folder, spec->offline, spec->user);
    enum status status
        = plan_build(&plan, job->engine, spec->model, &options, job->fault);
    if (status)
        return status;
    job->passage.latency = plan_latency(plan);
    job->result->missing = plan_missing(plan);
    status = set_range(job, plan);
    if (status)
        plan_free(plan);
    else
        engine_play_plan(job->engine, plan);
    return status;
}

static enum status
make_files(struct job *job)
{
    enum status status = ST_OK;

    for (unsigned i = 0; i < job->spec->count && !status; i++)
        status = outfile_new(&job->files[i], job->spec, &job->spec->files[i],
                             job->rate, job->fault);
    return status;
}

static enum status
begin(struct job *job)
{
    enum status status = choose_taps(job);

    if (!status)
        status = make_engine(job);
    if (!status)
        status = make_plan(job);
    if (!status)
        status = make_files(job);
    return status;
}

/* --- the work
 * -------------------------------------------------------------------------- */

/* Sound that could not be read would be a hole in the file. */
static enum status
check_reads(struct job *job)
{
    struct stream_failure failure;
    struct engine_state state;

    if (streams_failed(engine_streams(job->engine), &failure)) {
        const struct row_source *source
            = model_row(job->spec->model, TABLE_SOURCE, failure.id);

        fault_set(job->fault, ST_IO, source ? source->path : NULL,
                  _("could not be read at %.3f s"),
                  (double)failure.start / job->rate);
        fault_remedy(job->fault,
                     _("check the disk, or put the original file back"));
        return ST_IO;
    }
    engine_state(job->engine, &state);
    return state.late == 0 ? ST_OK
                           : fault_set(job->fault, ST_NO_MEM, NULL,
                                       _("no memory for the sound"));
}

static enum status
render(struct job *job)
{
    struct passage *passage = &job->passage;
    struct fault failed;
    enum status status = writers_new(&passage->writers, job->files,
                                     job->spec->count, job->threads, job->fault);

    if (status)
        return status;
    passage->spec = job->spec;
    passage->engine = job->engine;
    passage->taps = job->taps;
    passage->rate = job->rate;
    status = passage_run(passage, job->fault);
    const enum status written = writers_finish(passage->writers, &failed);
    if (written && status != ST_CANCELLED) {
        if (job->fault)
            *job->fault = failed;
        return written;
    }
    return status ? status : check_reads(job);
}

/* --- the end
 * --------------------------------------------------------------------------- */

static void
make_receipt(const struct job *job, const struct bounce_figures *figures,
             int64_t track, char text[SOUNDOUT_RECEIPT_SIZE])
{
    const struct bounce_spec *spec = job->spec;
    struct receipt receipt = {
        .engine = REMANENCE_VERSION,
        .project = spec->project.digest,
        .step = spec->project.step,
        .track = track,
        .from = job->passage.from,
        .to = job->passage.to,
        .frames = job->passage.written,
        .rate = job->rate,
        .lossy = !figures->has_file,
        .bits = spec->bits,
        .dither = spec->dither,
        .sound = figures->sound,
        .file = figures->file,
        .has_file = figures->has_file,
    };
    char *full = spec->project.folder ? realpath(spec->project.folder, NULL) : NULL;

    if (full)
        snprintf(receipt.folder, sizeof receipt.folder, "%s", full);
    free(full);
    receipt_write(&receipt, text);
}

/* Each file gets its name; if one cannot, none keeps it that had not been there
 * before. */
static enum status
close_files(struct job *job, struct bounce_figures *figures)
{
    const struct bounce_spec *spec = job->spec;
    enum status status = ST_OK;
    bool is_new[BOUNCE_MAX_FILES];
    unsigned named = 0;

    for (unsigned i = 0; i < spec->count && !status; i++) {
        char text[SOUNDOUT_RECEIPT_SIZE];
        struct outfile *file = job->files[i];
        const char *path = spec->files[i].path;

        is_new[i] = path && access(path, F_OK) != 0;
        outfile_figures(file, &figures[i]);
        make_receipt(job, &figures[i], spec->files[i].track, text);
        job->files[i] = NULL;
        status = outfile_close(file, spec->no_receipt ? NULL : text, job->fault);
        named += !status;
    }
    for (unsigned i = 0; status && i < named; i++)
        if (is_new[i])
            unlink(spec->files[i].path);
    return status;
}

static void
end(struct job *job)
{
    for (unsigned i = 0; job->files && i < job->spec->count; i++)
        outfile_abort(job->files[i]);
    engine_free(job->engine);
    free(job->files);
    free(job->tracks);
    free(job->taps);
}

static double
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

enum status
bounce_run(const struct bounce_spec *spec, struct bounce_result *result,
           struct bounce_figures *figures, struct fault *fault)
{
    struct job job = {.spec = spec, .result = result, .fault = fault};
    const double begun = now();
    enum status status = check(spec, fault);

    *result = (struct bounce_result){0};
    if (status)
        return status;
    status = begin(&job);
    if (!status)
        status = render(&job);
    if (!status)
        status = close_files(&job, figures);
    result->frames = job.passage.written;
    result->seconds = now() - begun;
    if (result->seconds > 0 && job.rate)
        result->times = (double)result->frames / job.rate / result->seconds;
    end(&job);
    return status;
}
