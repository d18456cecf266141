/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

const struct verb *const VERBS[] = {
    &VERB_NEW,    &VERB_INFO,    &VERB_IMPORT,  &VERB_PLAY, &VERB_RECORD,
    &VERB_LISTEN, &VERB_KEEP,    &VERB_EDIT,    &VERB_MIX,  &VERB_BOUNCE,
    &VERB_VERIFY, &VERB_HISTORY, &VERB_UNDO,    &VERB_REDO, &VERB_GOTO,
    &VERB_CHECK,  &VERB_DEVICES, &VERB_LATENCY, NULL,
};
