/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a hand holds, on its way to the process thread; rt/live.c is what comes of
 * it. */
#include "engine/engine_internal.h"

#include "dsp/console.h"
#include "dsp/gain.h"
#include "dsp/pan.h"

#include <string.h>

static struct pan_gains
gains_of(int law, bool stereo, double pan)
{
    return (stereo ? pan_balance : pan_mono)((enum pan_gain_law)law, pan);
}

enum status
engine_live(struct engine *engine, const struct engine_live *live)
{
    struct kept *kept = keep_find(engine->keep, KEEP_STRIP, live->track);
    const struct strip_state *state = (const struct strip_state *)kept;

    if (!kept)
        return ST_NOT_FOUND;

    const struct pan_gains pan = gains_of(state->pan_law, state->stereo, live->pan);
    const struct command command = {
        .kind = COMMAND_LIVE,
        .live = {
            .track = live->track,
            .fader = gain_from_db(live->fader_db),
            .pan = {pan.left, pan.right},
            .muted = live->mute,
        },
    };
    return engine_command(engine, command);
}

enum status
engine_hold_console(struct engine *engine, int64_t track,
                    const struct console_params *params, bool *replan)
{
    struct strip_state *state
        = (struct strip_state *)keep_find(engine->keep, KEEP_STRIP, track);
    struct command command = {.kind = COMMAND_LIVE_CONSOLE, .console.track = track};
    struct console_coefs coefs;

    *replan = false;
    if (!state)
        return ST_NOT_FOUND;
    console_prepare(params, engine->config.rate, &coefs);
    memcpy(command.console.coefs, coefs.c, sizeof coefs.c);

    const enum status status = engine_command(engine, command);
    *replan = !status && !state->had_console && !console_is_flat(&coefs);
    state->had_console |= *replan;
    return status;
}

enum status
engine_hold_send(struct engine *engine, int64_t send, double level_db, double pan)
{
    const struct edge_state *state
        = (const struct edge_state *)keep_find(engine->keep, KEEP_SEND, send);

    if (!state)
        return ST_NOT_FOUND;

    const struct pan_gains gains = gains_of(state->pan_law, state->stereo, pan);
    const double level = gain_from_db(level_db);
    const struct command command = {
        .kind = COMMAND_LIVE_SEND,
        .send = {send, {level * gains.left, level * gains.right}},
    };
    return engine_command(engine, command);
}

enum status
engine_hold_control(struct engine *engine, int64_t insert, unsigned control,
                    double value)
{
    const struct device_state *state
        = (const struct device_state *)keep_find(engine->keep, KEEP_DEVICE, insert);
    const struct command command = {
        .kind = COMMAND_LIVE_CONTROL,
        .control = {insert, control, (float)value},
    };

    if (!state)
        return ST_NOT_FOUND;
    return control < state->type->n_controls ? engine_command(engine, command)
                                             : ST_RANGE;
}

enum status
engine_release(struct engine *engine, enum engine_hand hand, int64_t id)
{
    static const enum keep_kind KINDS[] = {
        [HAND_FADER] = KEEP_STRIP,
        [HAND_CONSOLE] = KEEP_STRIP,
        [HAND_SEND] = KEEP_SEND,
        [HAND_INSERT] = KEEP_DEVICE,
    };
    const struct command command = {.kind = COMMAND_RELEASE, .release = {id, hand}};

    if (!keep_find(engine->keep, KINDS[hand], id))
        return ST_NOT_FOUND;
    return engine_command(engine, command);
}
