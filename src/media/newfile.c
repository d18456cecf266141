/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/newfile.h"

#include "base/id.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { NUMBERS = 100000 };

static size_t
folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? (size_t)(slash - path) + 1 : 0;
}

enum status
newfile_begin(struct newfile *file, const char *path, struct fault *fault)
{
    const size_t folder = folder_length(path);

    file->fd = -1;
    if (strlen(path) >= sizeof file->path || !path[folder])
        return fault_with(fault, ST_RANGE, path, _("no name for a file"),
                          _("name a file, not a folder"));
    strcpy(file->path, path);
    do {
        snprintf(file->temp, sizeof file->temp,
                 "%.*s" NEWFILE_PREFIX "%" PRIx64 ".part", (int)folder, path,
                 (uint64_t)id_new());
        file->fd = open(file->temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    } while (file->fd < 0 && (errno == EEXIST || errno == EINTR));
    return file->fd < 0 ? fault_errno(fault, errno, path) : ST_OK;
}

enum status
newfile_write(struct newfile *file, const void *bytes, size_t size,
              struct fault *fault)
{
    const char *from = bytes;

    while (size > 0) {
        const ssize_t done = write(file->fd, from, size);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return fault_errno(fault, done < 0 ? errno : ENOSPC, file->path);
        from += done;
        size -= (size_t)done;
    }
    return ST_OK;
}

enum status
newfile_write_at(struct newfile *file, const void *bytes, size_t size, int64_t at,
                 struct fault *fault)
{
    const char *from = bytes;

    while (size > 0) {
        const ssize_t done = pwrite(file->fd, from, size, at);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return fault_errno(fault, done < 0 ? errno : ENOSPC, file->path);
        from += done;
        at += done;
        size -= (size_t)done;
    }
    return ST_OK;
}

/* Rename, but only where nothing is in the way.  Disks that cannot do so in one
 * step get the name reserved by an empty file first. */
static int
rename_to_free(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
        return errno;

    const int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return errno;
    close(fd);
    if (rename(from, to) == 0)
        return 0;
    const int error = errno;

    unlink(to);
    return error;
}

/* «folder/name.wav» and 2 make «folder/name-2.wav». */
static void
numbered(const char *path, int number, char out[NEWFILE_PATH_SIZE])
{
    const size_t folder = folder_length(path);
    const char *dot = strrchr(path + folder, '.');
    const size_t stem
        = dot && dot > path + folder ? (size_t)(dot - path) : strlen(path);

    snprintf(out, NEWFILE_PATH_SIZE, "%.*s-%d%s", (int)stem, path, number,
             path + stem);
}

static int
give_name(struct newfile *file, enum newfile_taken taken)
{
    char path[NEWFILE_PATH_SIZE];
    int error;

    if (taken == NEWFILE_REPLACE)
        return rename(file->temp, file->path) == 0 ? 0 : errno;
    error = rename_to_free(file->temp, file->path);
    for (int i = 2; taken == NEWFILE_NUMBER && error == EEXIST && i < NUMBERS;
         i++) {
        numbered(file->path, i, path);
        error = rename_to_free(file->temp, path);
        if (error == 0)
            strcpy(file->path, path);
    }
    return error;
}

/* The name, too, must be on the disk. */
static int
sync_folder(const char *path)
{
    char folder[NEWFILE_PATH_SIZE];
    const size_t length = folder_length(path);
    int error = 0;

    snprintf(folder, sizeof folder, "%.*s", (int)length, path);
    const int fd = open(length ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    if (fsync(fd) != 0
        && errno != EINVAL) /* a file system that knows no such thing */
        error = errno;
    close(fd);
    return error;
}

enum status
newfile_commit(struct newfile *file, enum newfile_taken taken, bool sync,
               struct fault *fault)
{
    int error = 0;

    if (sync && fsync(file->fd) != 0)
        error = errno;
    if (close(file->fd) != 0 && !error && errno != EINTR)
        error = errno;
    file->fd = -1;
    if (!error)
        error = give_name(file, taken);
    if (error) {
        unlink(file->temp);
        return fault_errno(fault, error, file->path);
    }
    if (!sync || !(error = sync_folder(file->path)))
        return ST_OK;
    if (taken != NEWFILE_REPLACE) /* the older one is gone: then keep the new */
        unlink(file->path);
    return fault_errno(fault, error, file->path);
}

void
newfile_abort(struct newfile *file)
{
    if (file->fd < 0)
        return;
    close(file->fd);
    file->fd = -1;
    unlink(file->temp);
}
