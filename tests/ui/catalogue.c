/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalogue.c: preloaded by window_language.py: the program's words are looked for where
 * CATALOGUE says, not where it would be installed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

char *
bindtextdomain(const char *domain, const char *folder)
{
    char *(*real)(const char *, const char *)
        = (char *(*)(const char *, const char *))dlsym(RTLD_NEXT, "bindtextdomain");

    return real(domain, folder && strcmp(domain, "remanence") == 0
                            ? getenv("CATALOGUE") : folder);
}
