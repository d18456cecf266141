/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fault.h"

#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const NAMES[] = {
    [ST_OK] = "ok",
    [ST_NO_MEM] = "no-memory",
    [ST_RANGE] = "range",
    [ST_SYNTAX] = "syntax",
    [ST_NOT_FOUND] = "not-found",
    [ST_EXISTS] = "exists",
    [ST_KIND] = "kind",
    [ST_DAMAGED] = "damaged",
    [ST_NEWER] = "newer",
    [ST_READ_ONLY] = "read-only",
    [ST_BUSY] = "busy",
    [ST_NO_SPACE] = "no-space",
    [ST_IO] = "io",
    [ST_UNSUPPORTED] = "unsupported",
    [ST_CANCELLED] = "cancelled",
    [ST_DIFFERS] = "differs",
    [ST_CONFLICT] = "conflict",
};

const char *
status_name(enum status status)
{
    return (size_t)status < COUNT(NAMES) ? NAMES[status] : "unknown";
}

/* Printing may have cut a character in two: take its first bytes away too. */
static void
end_at_character(char *text)
{
    size_t end = strlen(text);
    size_t at = end;

    while (at > 0 && ((unsigned char)text[at - 1] & 0xc0) == 0x80)
        at--;
    if (at == 0 || (unsigned char)text[at - 1] < 0xc0)
        return;
    const unsigned char lead = text[at - 1];
    const size_t want = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;

    if (end - (at - 1) < want)
        text[at - 1] = '\0';
}

static void
print_into(char *text, size_t size, const char *format, va_list args)
{
    vsnprintf(text, size, format, args);
    end_at_character(text);
}

enum status
fault_set(struct fault *fault, enum status status, const char *where,
          const char *what, ...)
{
    va_list args;

    if (!fault)
        return status;
    fault->status = status;
    fault->remedy[0] = '\0';
    /* A name that is empty is shown, for that is what is wrong. */
    snprintf(fault->where, sizeof fault->where, "%s",
             !where ? "" : where[0] ? where : "\"\"");
    end_at_character(fault->where);
    va_start(args, what);
    print_into(fault->what, sizeof fault->what, what, args);
    va_end(args);
    return status;
}

void
fault_remedy(struct fault *fault, const char *remedy, ...)
{
    va_list args;

    if (!fault)
        return;
    va_start(args, remedy);
    print_into(fault->remedy, sizeof fault->remedy, remedy, args);
    va_end(args);
}

enum status
fault_with(struct fault *fault, enum status status, const char *where,
           const char *what, const char *remedy)
{
    fault_set(fault, status, where, "%s", what);
    fault_remedy(fault, "%s", remedy);
    return status;
}

/* What a system error means to us, and what helps against it. */
static const struct {
    int error;
    enum status status;
    const char *remedy;
} ERRORS[] = {
    {ENOMEM, ST_NO_MEM, N_("close other programs")},
    {ENOENT, ST_NOT_FOUND, N_("check the name")},
    {ENOTDIR, ST_NOT_FOUND, N_("check the name")},
    {EEXIST, ST_EXISTS, N_("choose another name")},
    {EACCES, ST_READ_ONLY, N_("check who may read and write there")},
    {EPERM, ST_READ_ONLY, N_("check who may read and write there")},
    {EROFS, ST_READ_ONLY, N_("copy it to a disk that can be written")},
    {ENOSPC, ST_NO_SPACE, N_("free some space and try again")},
    {EDQUOT, ST_NO_SPACE, N_("free some space and try again")},
    {EFBIG, ST_NO_SPACE, N_("use a disk that takes larger files")},
    {EBUSY, ST_BUSY, N_("close the program that holds it")},
    {EISDIR, ST_KIND, N_("name a file, not a folder")},
    {ELOOP, ST_NOT_FOUND, N_("check the name")},
    {ENAMETOOLONG, ST_RANGE, N_("choose a shorter name")},
    {EMFILE, ST_IO, N_("let more files be open at a time: ulimit -n")},
    {ENXIO, ST_KIND, N_("check the name")},
    {EIO, ST_IO, N_("check the disk")},
};

enum status
fault_errno(struct fault *fault, int error, const char *where)
{
    for (size_t i = 0; i < COUNT(ERRORS); i++) {
        if (ERRORS[i].error != error)
            continue;
        fault_set(fault, ERRORS[i].status, where, "%s", strerror(error));
        fault_remedy(fault, "%s", _(ERRORS[i].remedy));
        return ERRORS[i].status;
    }
    return fault_set(fault, ST_IO, where, "%s", strerror(error));
}

void
fault_line(const struct fault *fault, char *line, size_t size)
{
    snprintf(line, size, "%s%s%s%s%s", fault->where, fault->where[0] ? ": " : "",
             fault->what, fault->remedy[0] ? "; " : "", fault->remedy);
    if (size > 0)
        end_at_character(line);
}
