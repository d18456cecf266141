/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck_inputs.c: inputs that are armed and not open yet: the driver is opened anew
 * with them, as soon as nothing rolls, beside the main thread. */
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
    return !engine.rolling && !recorder.recording && recorder.takes == 0
           && !deck->takes && !deck->to_roll;
}

bool
deck_wants_inputs(const struct deck *deck)
{
    const unsigned wanted = needed(deck);

    return !deck->lost && wanted > deck->latency.inputs
           && wanted > deck->asked_inputs;
}

/* It is lost, and tried again. */
static void
reopen(struct deck *deck)
{
    struct fault ignored;

    deck->reopening = player_reopen_begin(deck->player, &ignored) == ST_OK;
}

void
deck_open_inputs(struct deck *deck)
{
    if (deck->lost)
        deck->asked_inputs = 0; /* who knows what comes back */
    if (deck->reopening || !deck_wants_inputs(deck) || !is_idle(deck))
        return;
    deck->had_inputs = deck->latency.inputs;
    deck->asked_inputs = needed(deck);
    player_want_inputs(deck->player, deck->asked_inputs);
    reopen(deck);
}

/* A device that has not as many stays open with those that it had. */
static void
end_inputs(struct deck *deck, enum status status)
{
    struct fault fault;

    if (status && deck->had_inputs > 0) {
        player_want_inputs(deck->player, deck->had_inputs);
        deck->had_inputs = 0;
        reopen(deck);
    } else if (!status && deck_arm(deck, &fault)) {
        deck_tell(deck, &fault);
    }
}

void
deck_end_reopening(struct deck *deck, bool wait)
{
    struct fault fault = {0};

    while (deck->reopening) {
        const enum status status = player_opened(deck->player, wait, &fault);

        if (status == ST_BUSY && player_opening(deck->player))
            return;
        deck->reopening = false;
        if (deck->lost)
            deck_end_loss(deck, status, &fault);
        else
            end_inputs(deck, status);
    }
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
