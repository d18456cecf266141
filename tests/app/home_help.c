/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/app/home_help.h"

#include "app/homes.h"
#include "tests/app/app_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
home_use(const struct app_song *song)
{
    char path[600];

    snprintf(path, sizeof path, "%s/config", song->folder);
    setenv("XDG_CONFIG_HOME", path, 1);
    snprintf(path, sizeof path, "%s/state", song->folder);
    setenv("XDG_STATE_HOME", path, 1);
    snprintf(path, sizeof path, "%s/data", song->folder);
    setenv("XDG_DATA_HOME", path, 1);
}

void
home_put(const struct app_song *song, const char *name, const char *text)
{
    struct fault fault;
    char path[600];

    snprintf(path, sizeof path, "%s/%s", song->folder, name);
    assert_int_equal(home_write(path, text, strlen(text), &fault), ST_OK);
}

char *
home_get(const struct app_song *song, const char *name)
{
    struct fault fault;
    char path[600], *text;

    snprintf(path, sizeof path, "%s/%s", song->folder, name);
    assert_int_equal(home_read(path, &text, &fault), ST_OK);
    return text;
}
