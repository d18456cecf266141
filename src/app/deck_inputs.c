/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck_inputs.c: inputs that are armed and not open yet: the driver is opened anew with
 * them, as soon as nothing rolls. */
#include "app/deck_internal.h"

#include "base/text.h"
#include "engine/engine.h"

/* As many channels as are to be heard or recorded. */
static unsigned
needed(const struct deck *deck)
{
    size_t count;
    const struct row_input *inputs
        = model_rows(session_model(deck->session), TABLE_INPUT, &count);
    int64_t most = -1;

    for (size_t i = 0; i < count; i++) {
        if (!inputs[i].armed && inputs[i].monitor != INPUT_MONITOR_INPUT)
            continue;
        most = inputs[i].first > most ? inputs[i].first : most;
        most = inputs[i].second > most ? inputs[i].second : most;
    }
    return (unsigned)(most + 1);
}

static bool
is_idle(const struct deck *deck)
{
    struct engine_state engine;
    struct recorder_state recorder;

    engine_state(player_engine(deck->player), &engine);
    recorder_state(deck->recorder, &recorder);
    return !engine.rolling && !recorder.recording && recorder.takes == 0 && !deck->takes
           && !deck->to_roll;
}

bool
deck_wants_inputs(const struct deck *deck)
{
    const unsigned wanted = needed(deck);

    return !deck->lost && wanted > deck->latency.inputs && wanted > deck->asked_inputs;
}

/* A device that has not as many stays open with those that it had. */
bool
deck_open_inputs(struct deck *deck)
{
    const unsigned had = deck->latency.inputs, wanted = needed(deck);
    struct fault ignored;

    if (deck->lost)
        deck->asked_inputs = 0; /* who knows what comes back */
    if (!deck_wants_inputs(deck) || !is_idle(deck))
        return false;
    deck->asked_inputs = wanted;
    player_want_inputs(deck->player, wanted);
    if (player_reopen(deck->player, &ignored)) {
        player_want_inputs(deck->player, had);
        (void)!player_reopen(deck->player, &ignored); /* else it is lost, and tried again */
    }
    return true;
}

enum status
deck_check_inputs(const struct deck *deck, struct fault *fault)
{
    if (!deck_wants_inputs(deck))
        return ST_OK;
    fault_set(fault, ST_BUSY, deck->latency.device,
              _("input %u is not open while it rolls"), needed(deck));
    fault_remedy(fault, _("stop, and it is opened"));
    return ST_BUSY;
}
