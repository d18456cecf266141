/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/cli/cli_help.h"

#include "tests/test.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
absolute(const char *variable, const char *otherwise, const char *name)
{
    const char *given = getenv(variable);
    char path[4096], full[8192];

    if (!getcwd(path, sizeof path))
        abort();
    given = given ? given : otherwise;
    snprintf(full, sizeof full, "%s%s%s%s", given[0] == '/' ? "" : path,
             given[0] == '/' ? "" : "/", given, name);
    setenv(name[0] ? "R" : "SRC", full, 1);
}

static void
start_shell(const char *folder, const char *line, int out, int err)
{
    absolute("B", "build", "/remanence");
    absolute("PWD", ".", "");
    dup2(open("/dev/null", O_RDONLY), 0);
    dup2(out, 1);
    dup2(err, 2);
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("LANGUAGE"); /* what is installed here would answer */
    unsetenv("DISPLAY"); /* no window, but where a test is about it */
    unsetenv("WAYLAND_DISPLAY");
    if (chdir(folder) == 0)
        execl("/bin/sh", "sh", "-c", line, (char *)NULL);
    _exit(126);
}

/* What a command wrote into a file that has no name, up to `size` bytes. */
static void
take_text(int fd, char *text, size_t size)
{
    const ssize_t got = pread(fd, text, size - 1, 0);

    text[got > 0 ? got : 0] = '\0';
    close(fd);
}

static struct run *
run_line(const char *folder, const char *line)
{
    struct run *run = malloc(sizeof *run);
    const int out = open("/tmp", O_TMPFILE | O_RDWR, 0600);
    const int err = open("/tmp", O_TMPFILE | O_RDWR, 0600);
    int status;

    assert_non_null(run);
    assert_true(out >= 0 && err >= 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        start_shell(folder, line, out, err);
    assert_int_equal(waitpid(child, &status, 0), child);
    run->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    take_text(out, run->out, sizeof run->out);
    take_text(err, run->err, sizeof run->err);
    return run;
}

struct run *
cli_run(const char *folder, const char *format, ...)
{
    char line[16384];
    va_list args;

    va_start(args, format);
    assert_true(vsnprintf(line, sizeof line, format, args) < (int)sizeof line);
    va_end(args);
    return run_line(folder, line);
}

void
cli_expect(const char *folder, int code, const char *format, ...)
{
    char line[16384];
    va_list args;

    va_start(args, format);
    assert_true(vsnprintf(line, sizeof line, format, args) < (int)sizeof line);
    va_end(args);
    struct run *run = run_line(folder, line);
    if (run->code != code)
        fail_msg("%s\nreturned %d, not %d\n%s%s", line, run->code, code, run->out,
                 run->err);
    free(run);
}

char *
cli_output(const char *folder, const char *format, ...)
{
    char line[16384];
    va_list args;

    va_start(args, format);
    assert_true(vsnprintf(line, sizeof line, format, args) < (int)sizeof line);
    va_end(args);
    struct run *run = run_line(folder, line);
    if (run->code != 0)
        fail_msg("%s\nreturned %d\n%s%s", line, run->code, run->out, run->err);
    char *out = strdup(run->out);
    free(run);
    return out;
}

char *
folder_new(void)
{
    const char *base = getenv("TMPDIR");
    char path[4096];

    snprintf(path, sizeof path, "%s/remanence-test-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(path));
    return strdup(path);
}

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info, (void)kind, (void)walk;
    return remove(path);
}

void
folder_remove(char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(folder);
}
