/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/homes.h"

#include "base/text.h"
#include "media/newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 20 };

static const struct {
    const char *variable, *fallback;
} HOMES[] = {
    [HOME_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
    [HOME_STATE] = {"XDG_STATE_HOME", ".local/state"},
    [HOME_DATA] = {"XDG_DATA_HOME", ".local/share"},
};

static const char *
user_home(void)
{
    const char *home = getenv("HOME");

    if (home && home[0] == '/')
        return home;
    const struct passwd *user = getpwuid(getuid());
    return user ? user->pw_dir : NULL;
}

bool
home_path(enum home home, const char *name, char path[HOME_PATH])
{
    const char *base = getenv(HOMES[home].variable);
    int length;

    if (base && base[0] == '/') { /* the specification: others are to be ignored */
        length = snprintf(path, HOME_PATH, "%s/remanence/%s", base, name);
    } else {
        base = user_home();
        if (!base)
            return false;
        length = snprintf(path, HOME_PATH, "%s/%s/remanence/%s", base,
                          HOMES[home].fallback, name);
    }
    return length > 0 && length < HOME_PATH;
}

static enum status
read_all(int fd, const char *path, char **out, struct fault *fault)
{
    struct stat info;
    size_t done = 0;

    if (fstat(fd, &info) != 0)
        return fault_errno(fault, errno, path);
    if (!S_ISREG(info.st_mode) || info.st_size > MOST_BYTES)
        return fault_set(fault, ST_RANGE, path,
                         _("is not what this program wrote there"));
    char *text = malloc((size_t)info.st_size + 1);
    if (!text)
        return fault_errno(fault, ENOMEM, path);
    while (done < (size_t)info.st_size) {
        const ssize_t got = read(fd, text + done, (size_t)info.st_size - done);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            free(text);
            return fault_errno(fault, errno, path);
        }
        if (got == 0)
            break;
        done += (size_t)got;
    }
    text[done] = '\0';
    *out = text;
    return ST_OK;
}

enum status
home_read(const char *path, char **out, struct fault *fault)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    *out = NULL;
    if (fd < 0 && errno == ENOENT) {
        *out = strdup("");
        return *out ? ST_OK : fault_errno(fault, ENOMEM, path);
    }
    if (fd < 0)
        return fault_errno(fault, errno, path);
    const enum status status = read_all(fd, path, out, fault);
    close(fd);
    return status;
}

static enum status
make_folders(const char *path, struct fault *fault)
{
    char folder[HOME_PATH];

    snprintf(folder, sizeof folder, "%s", path);
    for (char *slash = strchr(folder + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            return fault_errno(fault, errno, folder);
        *slash = '/';
    }
    return ST_OK;
}

enum status
home_write(const char *path, const char *text, size_t size, struct fault *fault)
{
    char real[HOME_PATH];
    struct newfile file;

    /* A file that somebody keeps elsewhere, and has linked here, stays there. */
    if (!realpath(path, real))
        snprintf(real, sizeof real, "%s", path);
    enum status status = make_folders(real, fault);
    if (!status)
        status = newfile_begin(&file, real, fault);
    if (status)
        return status;
    status = newfile_write(&file, text, size, fault);
    if (status) {
        newfile_abort(&file);
        return status;
    }
    return newfile_commit(&file, NEWFILE_REPLACE, false, fault);
}
