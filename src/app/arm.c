/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/arm.h"

#include "app/place.h"
#include "app/words.h"
#include "base/text.h"
#include "model/ops_input.h"
#include "store/journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* «Bass=1,2» */
static enum status
read_order(const struct ops *ops, const char *order, int64_t *track)
{
    const char *equals = strrchr(order, '=');
    char name[256];
    struct input_channels channels;

    if (!equals)
        return place_track(ops->model, order, track, ops->fault);
    if ((size_t)(equals - order) >= sizeof name)
        return fault_set(ops->fault, ST_SYNTAX, order, _("too long a name"));
    snprintf(name, sizeof name, "%.*s", (int)(equals - order), order);
    enum status status = place_track(ops->model, name, track, ops->fault);
    if (!status)
        status = word_input(equals + 1, &channels, ops->fault);
    return status ? status
                  : op_input_channels(ops, *track, channels.first, channels.second,
                                      "");
}

static enum status
arm_orders(const struct ops *ops, const char *const *orders, size_t count)
{
    int64_t *ids = calloc(count, sizeof *ids);
    enum status status = ids ? ST_OK : fault_errno(ops->fault, ENOMEM, NULL);
    size_t rows;
    const struct row_input *inputs = model_rows(ops->model, TABLE_INPUT, &rows);

    for (size_t i = 0; i < rows && !status; i++)
        if (inputs[i].armed)
            status = op_input_set(ops, inputs[i].id, "armed", 0);
    for (size_t i = 0; i < count && !status; i++) {
        status = read_order(ops, orders[i], &ids[i]);
        for (size_t k = 0; k < i && !status; k++)
            if (ids[k] == ids[i])
                status = fault_with(ops->fault, ST_EXISTS, orders[i],
                                    _("the track is armed already"),
                                    _("name each track once"));
        if (!status)
            status = op_input_set(ops, ids[i], "armed", 1);
    }
    free(ids);
    return status;
}

enum status
arm_possible(const struct player *player, const char *track,
             const struct row_input *input, struct fault *fault)
{
    const int64_t last
        = input->second > input->first ? input->second : input->first;
    struct player_latency device;

    player_latency(player, &device);
    if (input->first < 0)
        return fault_with(fault, ST_NOT_FOUND, track,
                          _("is armed, and has no input"),
                          _("give it an input, or disarm it"));
    if (last >= device.inputs) {
        fault_set(fault, ST_NOT_FOUND, track,
                  _("its input %d is not there: the device has %u"), (int)last + 1,
                  device.inputs);
        fault_remedy(fault, _("give it an input, or disarm it"));
        return ST_NOT_FOUND;
    }
    if (player_wired(player, (unsigned)input->first))
        return ST_OK;
    fault_set(fault, ST_NOT_FOUND, track, _("nothing is connected to its input %d"),
              (int)input->first + 1);
    fault_remedy(fault,
                 _("connect something to that port, or choose another input"));
    return ST_NOT_FOUND;
}

/* An armed track, as the edit leaves it. */
static enum status
look_at_armed(const struct ops *ops, const struct row_track *track, int monitor,
              const struct player *player, unsigned *inputs)
{
    const struct row_input *row
        = edit_row(ops->edit, ops->model, TABLE_INPUT, track->id);

    if (!row || !row->armed)
        return ST_OK;
    if (row->first >= *inputs)
        *inputs = (unsigned)row->first + 1;
    if (row->second >= *inputs)
        *inputs = (unsigned)row->second + 1;
    const enum status status
        = player ? arm_possible(player, track->name, row, ops->fault) : ST_OK;

    return status || monitor < 0 ? status
                                 : op_input_set(ops, row->id, "monitor", monitor);
}

enum status
arm_tracks(struct session *session, const char *const *orders, size_t count,
           int monitor, const struct player *player, unsigned *inputs,
           struct fault *fault)
{
    struct edit *edit;
    enum status status = ST_OK;
    unsigned needed = 0;
    size_t tracks;

    if (edit_new(&edit, _("Arm tracks")))
        return fault_errno(fault, ENOMEM, NULL);
    const struct ops ops = {edit, session_model(session), fault};
    const struct row_track *rows = model_rows(ops.model, TABLE_TRACK, &tracks);

    if (count > 0)
        status = arm_orders(&ops, orders, count);
    for (size_t i = 0; i < tracks && !status; i++)
        status = look_at_armed(&ops, &rows[i], monitor, player, &needed);
    if (!status && player)
        status = session_commit(session, edit, fault);
    if (inputs)
        *inputs = needed;
    edit_free(edit);
    return status;
}

size_t
arm_armed(const struct session *session, int64_t *ids, size_t max)
{
    const struct model *model = session_model(session);
    const struct row_track **tracks;
    size_t count, armed = 0;

    if (place_tracks(model, &tracks, &count))
        return 0;
    for (size_t i = 0; i < count; i++) {
        const struct row_input *row = model_row(model, TABLE_INPUT, tracks[i]->id);

        if (!row || !row->armed)
            continue;
        if (armed < max)
            ids[armed] = row->id;
        armed++;
    }
    free(tracks);
    return armed;
}

/* --- the flight recorder ------------------------------------------------------ */

static const struct {
    const char *word, *kind;
} KINDS[INCIDENT_KINDS] = {
    [INCIDENT_XRUN] = {"xrun", N_("xrun: frames lost")},
    [INCIDENT_CLIPPED] = {"clipped", N_("samples clipped")},
    [INCIDENT_LOST] = {"lost", N_("disk too slow: frames lost")},
    [INCIDENT_STALL] = {"stall", N_("disk stood still: frames")},
    [INCIDENT_DEVICE_LOST] = {"device-lost", N_("device lost")},
    [INCIDENT_DEVICE_BACK] = {"device-back", N_("device back: Hz")},
    [INCIDENT_DEVICE_CHANGED] = {"device-changed",
                                 N_("device changed: frames a cycle")},
    [INCIDENT_FAILED] = {"failed", N_("take ended early: frames kept")},
    [INCIDENT_DISK_LOW] = {"disk-low", N_("disk nearly full: seconds left")},
    [INCIDENT_RECOVERED] = {"recovered", N_("take recovered: frames")},
};

struct telling {
    const struct model *model;
    void (*each)(void *user, const struct incident_told *told);
    void *user;
};

static void
tell(void *user, const struct incident *incident)
{
    const struct telling *telling = user;
    const struct row_track *track
        = model_row(telling->model, TABLE_TRACK, incident->track);
    const bool known = incident->kind >= 0 && incident->kind < INCIDENT_KINDS;
    const struct incident_told told = {
        .kind = known ? _(KINDS[incident->kind].kind) : _("unknown"),
        .word = known ? KINDS[incident->kind].word : "unknown",
        .at = incident->at,
        .time = incident->time,
        .input = incident->input,
        .track = track ? track->name : "",
        .track_id = incident->track,
        .counts = incident->kind != INCIDENT_DEVICE_LOST,
        .value = incident->value,
        .text = incident->text,
    };

    telling->each(telling->user, &told);
}

enum status
incidents_tell(struct session *session,
               void (*each)(void *user, const struct incident_told *told),
               void *user, struct fault *fault)
{
    struct telling telling = {session_model(session), each, user};

    return store_incident_list(session_store(session), tell, &telling, fault);
}
