/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck_arm.c: what is armed, and what its takes are placed with. */
#include "app/deck_internal.h"

#include "app/arm.h"
#include "app/round_trips.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>

#define HANDLE_SECONDS 2.0

static struct record_track
as_recorded(const struct row_input *input)
{
    return (struct record_track){
        .track = input->id,
        .input = {(int)input->first, (int)input->second},
        .gain = (float)pow(10.0, input->gain_db / 20.0),
        .invert = input->polarity,
        .armed = input->armed,
        .overdub = input->overdub,
        .monitor = input->monitor == INPUT_MONITOR_INPUT ? MONITOR_INPUT
                   : input->monitor == INPUT_MONITOR_OFF ? MONITOR_OFF
                                                         : MONITOR_AUTO,
    };
}

static const char *
track_name(const struct deck *deck, int64_t id)
{
    const struct row_track *track
        = model_row(session_model(deck->session), TABLE_TRACK, id);

    return track ? track->name : "?";
}

static bool
is_there(const struct deck *deck, const struct row_input *input)
{
    const int64_t inputs = deck->latency.inputs;

    return input->first >= 0 && input->first < inputs && input->second < inputs;
}

static int64_t
kept_round_trip(const struct player_latency *of)
{
    struct round_trip_key key = {.rate = of->rate, .block = of->block};

    snprintf(key.driver, sizeof key.driver, "%s", of->driver ? of->driver : "");
    snprintf(key.device, sizeof key.device, "%s", of->hardware);
    return round_trips_find(&key);
}

uint32_t
deck_round_trip(const struct deck *deck)
{
    return deck->measured >= 0 ? (uint32_t)deck->measured
                               : deck->latency.capture + deck->latency.playback;
}

/* Arm the engine as the song says.  Tracks whose channels the device has not are
 * left out here; whoever wants to record is told. */
enum status
deck_arm(struct deck *deck, struct fault *fault)
{
    const struct model *model = session_model(deck->session);
    const double seconds
        = deck->config.handle < 0 ? HANDLE_SECONDS : deck->config.handle;
    struct record_track tracks[RECORD_MAX_TRACKS];
    struct record_setup setup = {.tracks = tracks};
    size_t count;
    const struct row_input *inputs = model_rows(model, TABLE_INPUT, &count);

    if (!player_opening(deck->player)) /* else as it was */
        player_latency(deck->player, &deck->latency);
    deck->armed = 0;
    deck->bytes_per_second = 0;
    for (size_t i = 0; i < count && setup.n_tracks < RECORD_MAX_TRACKS; i++) {
        if (!is_there(deck, &inputs[i]))
            continue;
        tracks[setup.n_tracks++] = as_recorded(&inputs[i]);
        if (!inputs[i].armed)
            continue;
        player_label(deck->player, (unsigned)inputs[i].first,
                     track_name(deck, inputs[i].id));
        deck->armed++;
        deck->bytes_per_second += (int64_t)session_rate(deck->session)
                                  * (inputs[i].second < 0 ? 4 : 8);
    }
    deck->measured = deck->config.round_trip >= 0 ? deck->config.round_trip
                                                  : kept_round_trip(&deck->latency);
    setup.latency = deck_round_trip(deck);
    setup.handle = (uint32_t)(fmin(seconds, RECORD_HANDLE_SECONDS)
                              * session_rate(deck->session));
    deck_listen_arm(deck, &setup);
    return recorder_arm(deck->recorder, &setup, fault);
}

/* Whether what is to be recorded can be. */
enum status
deck_check_armed(struct deck *deck, struct fault *fault)
{
    size_t count;
    const struct row_input *inputs
        = model_rows(session_model(deck->session), TABLE_INPUT, &count);

    for (size_t i = 0; i < count; i++)
        if (inputs[i].armed
            && arm_possible(deck->player, track_name(deck, inputs[i].id),
                            &inputs[i], fault))
            return ST_NOT_FOUND;
    if (deck->armed > 0)
        return ST_OK;
    fault_set(fault, ST_NOT_FOUND, session_folder(deck->session),
              _("no track is armed"));
    fault_remedy(fault, _("arm one that has an input"));
    return ST_NOT_FOUND;
}

void
deck_tell_inputless(struct deck *deck, const struct change *changes, size_t count)
{
    struct fault fault;

    for (size_t i = 0; i < count; i++) {
        const struct row_input *input
            = changes[i].table == TABLE_INPUT ? changes[i].row : NULL;

        if (input && input->armed && input->first < 0
            && arm_possible(deck->player, track_name(deck, input->id), input,
                            &fault))
            deck_tell(deck, &fault);
    }
}
