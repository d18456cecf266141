/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check.h: whether a project makes sense. */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include "model/model.h"

/* Any thread: whether a text is UTF-8 as RFC 3629 has it. */
bool model_text_is_sound(const char *text);

/* Main thread: look at every row and every tie between rows: ids that lead nowhere,
 * values out of their bounds, clips without length, two masters, a bus that feeds
 * itself by any way, two active comps on a track, ranges that overlap, paths that
 * climb out of the project.  Returns ST_OK, or ST_DAMAGED with the first thing
 * found in `fault`.  For all of them, call model_check_all(), which calls back for
 * each and returns their number. */
NODISCARD enum status model_check(const struct model *model, struct fault *fault);
size_t model_check_all(const struct model *model,
                       void (*found)(void *user, const struct fault *fault),
                       void *user);

#endif
