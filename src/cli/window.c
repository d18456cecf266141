/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/window.h"

#include "base/text.h"
#include "cli/output.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM "remanence-gtk"

static bool
is_set(const char *variable)
{
    const char *value = getenv(variable);

    return value && value[0];
}

static bool
has_display(void)
{
    return is_set("WAYLAND_DISPLAY") || is_set("DISPLAY");
}

/* Beside this program, as both are built and installed; else wherever the shell
 * would find it. */
static void
exec_window(char **argv)
{
    char path[PATH_MAX];
    const ssize_t length
        = readlink("/proc/self/exe", path, sizeof path - sizeof PROGRAM);

    if (length > 0) {
        path[length] = '\0';
        strcpy(strrchr(path, '/') + 1, PROGRAM);
        execv(path, argv);
    }
    execvp(PROGRAM, argv);
}

bool
is_song(const char *word)
{
    char path[PATH_MAX];
    struct stat info;

    return snprintf(path, sizeof path, "%s/project.db", word) < (int)sizeof path
           && stat(path, &info) == 0;
}

void
window_open(const char *song)
{
    char *argv[] = {PROGRAM, (char *)song, NULL};

    if (has_display())
        exec_window(argv);
}

enum exit_code
window_refused(const char *song)
{
    struct fault fault;

    fault_set(&fault, ST_UNSUPPORTED, song,
              has_display()
                  ? _("the window is not installed: there is no remanence-gtk")
                  : _("there is no display to show it on"));
    fault_remedy(&fault,
                 _("without a window: remanence info, play, edit, bounce; see: "
                   "remanence --help"));
    return fail(&fault);
}
