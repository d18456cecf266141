/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file taken as it is: cloned where the disk shares blocks, else copied by the
 * same pass that hashes it and makes its peaks.  copy_file_range() is not asked:
 * where it does not clone either, it would read every byte a second time. */
#include "base/text.h"
#include "media/import_priv.h"
#include "media/rawpass.h"

#include <errno.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

static enum status
begin_reference(struct import_target *target, const struct import_job *job,
                struct import_source *source, unsigned channels,
                struct fault *fault)
{
    char *whole = realpath(job->path, NULL);
    enum status status;

    if (!whole)
        return fault_errno(fault, errno, job->path);
    if (strlen(whole) >= sizeof source->path) {
        status
            = fault_set(fault, ST_RANGE, job->path, "%s", _("is too long a path"));
    } else {
        strcpy(source->path, whole);
        status = import_target_reference(target, job, whole, channels, fault);
    }
    free(whole);
    return status;
}

static enum status
begin(struct import_target *target, const struct import_job *job,
      const struct soundfile *file, struct import_result *result,
      struct fault *fault)
{
    const struct soundfile_info *info = soundfile_info(file);

    if (job->reference)
        return begin_reference(target, job, result->sources, info->channels, fault);
    return import_target_new(target, job, result->name, 0, info->extension,
                             info->channels, fault);
}

static bool
clone_file(struct newfile *to, const struct soundfile *from)
{
    return ioctl(to->fd, FICLONE, soundfile_fd(from)) == 0;
}

enum status
import_as_is(const struct import_job *job, struct soundfile *file,
             struct import_result *result, struct fault *fault)
{
    const struct soundfile_info *info = soundfile_info(file);
    struct import_target target;
    struct import_source *source = result->sources;
    enum status status = begin(&target, job, file, result, fault);

    if (status != ST_OK)
        return status;
    struct rawpass pass = {
        .file = file,
        .peaks = target.peaks,
        .progress = job->progress,
        .user = job->user,
        .cancel = job->cancel,
        .stop_at_strange = !job->reference,
    };
    if (!job->reference && !clone_file(&target.file, file))
        pass.copy = &target.file;
    status = rawpass_run(&pass, fault);
    if (status == ST_OK && import_cancelled(job, fault))
        status = ST_CANCELLED;
    if (status != ST_OK) {
        import_target_abort(&target);
        return status;
    }
    source->channel = 0;
    source->channels = info->channels;
    source->length = info->frames;
    result->count = 1;
    result->not_finite = pass.not_finite;
    return import_target_commit(&target, job, &pass.key, source, fault);
}
