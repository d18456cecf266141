/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/alloc_help.h"

#include <stddef.h>

static _Thread_local bool armed;
static _Thread_local bool failed;
static _Thread_local int left;

void
alloc_fail_after(int after)
{
    left = after;
    failed = false;
    armed = true;
}

bool
alloc_fail_stop(void)
{
    armed = false;
    return failed;
}

static bool
fails(void)
{
    if (!armed || left-- > 0)
        return false;
    left = 0;
    return failed = true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);

void *
__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *memory, size_t size)
{
    return fails() ? NULL : __real_realloc(memory, size);
}

char *
__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}
