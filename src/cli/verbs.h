/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verbs.h: the verbs, by the file that holds them. */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H

#include "cli/cli.h"

extern const struct verb VERB_NEW, VERB_INFO, VERB_IMPORT, VERB_PLAY, VERB_RECORD,
    VERB_LISTEN, VERB_KEEP, VERB_EDIT, VERB_MIX, VERB_BOUNCE, VERB_VERIFY,
    VERB_HISTORY, VERB_UNDO, VERB_REDO, VERB_GOTO, VERB_CHECK, VERB_DEVICES,
    VERB_LATENCY;

#endif
