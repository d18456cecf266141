/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck_notes.c: the flight recorder: what happened is written down. */
#include "app/deck_internal.h"

#include "engine/engine.h"

#include <stdio.h>

void
deck_flush_notes(struct deck *deck)
{
    /* what cannot be written down has been told all the same */
    struct fault ignored;

    if (deck->n_incidents > 0)
        (void)!store_incident_add(session_store(deck->session), deck->incidents,
                                  deck->n_incidents, &ignored);
    deck->n_incidents = 0;
}

void
deck_note(struct deck *deck, enum incident_kind kind, frames_t at, int64_t input,
          int64_t track, int64_t value, const char *text)
{
    if (deck->n_incidents == DECK_INCIDENTS)
        deck_flush_notes(deck);
    const size_t i = deck->n_incidents++;

    snprintf(deck->incident_text[i], DECK_NAME, "%s", text);
    deck->incidents[i] = (struct incident){.kind = kind,
                                           .at = at,
                                           .input = input,
                                           .track = track,
                                           .value = value,
                                           .text = deck->incident_text[i]};
}

void
deck_note_device(struct deck *deck, enum incident_kind kind, int64_t value,
                 const char *text)
{
    struct engine_state engine;
    struct recorder_state recorder;

    engine_state(player_engine(deck->player), &engine);
    recorder_state(deck->recorder, &recorder);
    deck_note(deck, kind, engine.position, recorder.input, 0, value, text);
}
