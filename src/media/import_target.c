/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "media/import_priv.h"
#include "media/words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status
make_folder(const struct import_job *job, const char *name, struct fault *fault)
{
    char path[IMPORT_PATH_SIZE];

    if (snprintf(path, sizeof path, "%s/%s", job->project, name)
        >= (int)sizeof path)
        return fault_set(fault, ST_RANGE, job->project, "%s",
                         _("is too long a path"));
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return fault_errno(fault, errno, path);
    return ST_OK;
}

static enum status
begin_peaks(struct import_target *target, const struct import_job *job,
            const char *source, unsigned channels, struct fault *fault)
{
    char path[PEAKS_PATH_SIZE];
    enum status status = make_folder(job, "peaks", fault);

    if (status == ST_OK && peaks_path(job->project, source, path) != ST_OK)
        status = fault_set(fault, ST_RANGE, job->project, "%s",
                           _("is too long a path"));
    if (status == ST_OK)
        status
            = peaks_builder_new(&target->peaks, path, channels, job->rate, fault);
    return status;
}

enum status
import_target_new(struct import_target *target, const struct import_job *job,
                  const char *name, unsigned channel, const char *extension,
                  unsigned channels, struct fault *fault)
{
    char safe[256];
    char path[IMPORT_PATH_SIZE];
    char ending[16] = "";
    enum status status = make_folder(job, "audio", fault);

    *target = (struct import_target){.file.fd = -1};
    if (status != ST_OK)
        return status;
    words_filename(safe, sizeof safe, name);
    if (channel > 0)
        snprintf(ending, sizeof ending, "-ch%u", channel);
    if (snprintf(path, sizeof path, "%s/audio/%s%s.%s", job->project, safe, ending,
                 extension)
        >= (int)sizeof path)
        return fault_set(fault, ST_RANGE, job->project, "%s",
                         _("is too long a path"));
    status = newfile_begin(&target->file, path, fault);
    if (status == ST_OK)
        status = begin_peaks(target, job, strrchr(path, '/') + 1, channels, fault);
    if (status != ST_OK)
        import_target_abort(target);
    return status;
}

enum status
import_target_reference(struct import_target *target, const struct import_job *job,
                        const char *path, unsigned channels, struct fault *fault)
{
    *target = (struct import_target){.file.fd = -1};
    return begin_peaks(target, job, path, channels, fault);
}

static enum status
commit_peaks(struct import_target *target, const struct import_job *job,
             const struct peaks_key *key, const struct import_source *source,
             struct fault *fault)
{
    char path[PEAKS_PATH_SIZE];
    struct peaks_builder *peaks = target->peaks;

    if (peaks_path(job->project, source->path, path) != ST_OK)
        return fault_set(fault, ST_RANGE, job->project, "%s",
                         _("is too long a path"));
    target->peaks = NULL;
    return peaks_builder_finish(peaks, path, key, fault);
}

enum status
import_target_commit(struct import_target *target, const struct import_job *job,
                     const struct peaks_key *key, struct import_source *source,
                     struct fault *fault)
{
    enum status status = ST_OK;

    if (target->file.fd >= 0) {
        status = newfile_commit(&target->file, NEWFILE_NUMBER, true, fault);
        snprintf(source->path, sizeof source->path, "audio/%s",
                 strrchr(target->file.path, '/') + 1);
    }
    if (status == ST_OK) {
        source->bytes = key->bytes;
        memcpy(source->hash, key->hash, sizeof source->hash);
        status = commit_peaks(target, job, key, source, fault);
        if (status != ST_OK)
            import_remove(job, source);
    }
    import_target_abort(target);
    return status;
}

void
import_target_abort(struct import_target *target)
{
    newfile_abort(&target->file);
    peaks_builder_abort(target->peaks);
    target->peaks = NULL;
}

void
import_remove(const struct import_job *job, const struct import_source *source)
{
    char path[IMPORT_PATH_SIZE * 2];

    if (peaks_path(job->project, source->path, path) == ST_OK)
        unlink(path);
    if (source->path[0] == '/')
        return;
    snprintf(path, sizeof path, "%s/%s", job->project, source->path);
    unlink(path);
}

bool
import_cancelled(const struct import_job *job, struct fault *fault)
{
    if (!job->cancel || !atomic_load_explicit(job->cancel, memory_order_relaxed))
        return false;
    fault_set(fault, ST_CANCELLED, job->path, "%s", _("cancelled"));
    return true;
}
