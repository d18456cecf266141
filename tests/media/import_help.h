/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_help.h: a project to import into, and what an import must be. */
#ifndef TESTS_MEDIA_IMPORT_HELP_H
#define TESTS_MEDIA_IMPORT_HELP_H

#include "media/import.h"
#include "tests/media/media_help.h"

/* A fresh project in a folder of its own, to be removed with help_remove(). */
int help_project(char folder[64], char project[HELP_PATH]);

/* Fails with the fault's words. */
void help_imported(const struct import_job *job, struct import_result *result);

/* What every source must be: there, as long as said, hashed, and with peaks that
 * fit. */
void help_check_source(const char *project, const struct import_source *from);

#endif
