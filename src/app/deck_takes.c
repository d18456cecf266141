/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck_takes.c: takes from the recorder's first word of them to their place in the
 * song. */
#include "app/deck_internal.h"

#include "base/text.h"
#include "model/tables.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* --- the sink, in the writer thread ------------------------------------------- */

/* A file is made for the first frames: to make 64 of them on a busy disk takes what
 * a window must not stand still for. */
static enum status
sink_write(void *user, const float *const planar[], size_t frames,
           struct fault *fault)
{
    struct deck_take *take = user;
    struct recording *file = take->file;
    enum status status
        = file ? ST_OK
               : takes_begin_file(&file, take->session, &take->journal, fault);

    take->file = file;
    if (!status)
        status = recording_write(file, planar, frames, fault);
    if (!status && take->tap)
        tap_feed(take->tap, planar, frames);
    return status;
}

/* The take's row is on the disk before its frames are. */
static enum status
sink_sync(void *user, struct fault *fault)
{
    struct deck_take *take = user;
    struct recording *file = take->file;
    enum status status = ST_OK;

    if (!take->row_durable)
        status = store_sync(session_store(take->session), fault);
    take->row_durable = !status;
    return !status && file ? recording_sync(file, fault) : status;
}

static enum status
sink_close(void *user, struct fault *fault)
{
    struct deck_take *take = user;
    struct recording *file = take->file;

    if (!file)
        return ST_OK;
    take->made = true;
    take->frames = recording_frames(file);
    return recording_close(file, fault);
}

/* --- names -------------------------------------------------------------------- */

/* Beside those of the song and the journal there are those that begin just now. */
static int64_t
next_number(const struct deck *deck, int64_t track)
{
    int64_t number = takes_next_number(deck->session, track);

    for (const struct deck_take *take = deck->takes; take; take = take->next)
        if (take->begun.track == track && take->journal.number >= number)
            number = take->journal.number + 1;
    return number;
}

static bool
is_taken(const void *user, const char *path)
{
    const struct deck *deck = user;

    for (const struct deck_take *take = deck->takes; take; take = take->next)
        if (!strcmp(take->path, path))
            return true;
    return false;
}

static void
describe(struct deck *deck, struct deck_take *take)
{
    const struct model *model = session_model(deck->session);
    const struct record_event *begun = &take->begun;
    const struct row_input *input = model_row(model, TABLE_INPUT, begun->track);
    const time_t now = time(NULL);
    const int64_t number = next_number(deck, begun->track);

    takes_name(deck->session, begun->track, number, take->name, sizeof take->name);
    takes_path(deck->session, take->name, now, is_taken, deck, take->path,
               sizeof take->path);
    snprintf(take->device, sizeof take->device, "%s",
             deck->latency.device ? deck->latency.device : "");
    take->overdub = input && input->overdub;
    take->journal = (struct journal_take){
        .track = begun->track,
        .pass = (int64_t)((deck->run + begun->pass) & INT64_MAX),
        .number = number,
        .name = take->name,
        .path = take->path,
        .start = begun->start,
        .handle = begun->handle,
        .rate = session_rate(deck->session),
        .channels = begun->channels,
        .capture_latency = deck->latency.capture,
        .playback_latency = deck->latency.playback,
        .round_trip = begun->latency,
        .recorded = now,
        .device = take->device,
    };
}

/* --- the beginning ------------------------------------------------------------ */

static void
refuse(struct deck *deck, struct deck_take *take, const struct fault *fault)
{
    deck_note(deck, INCIDENT_FAILED, take->begun.start, take->begun.input,
              take->begun.track, 0, fault->what);
    recorder_refuse(deck->recorder, take->begun.take, fault);
}

static void
give_sink(struct deck *deck, struct deck_take *take)
{
    const struct record_sink sink = {sink_write, sink_sync, sink_close, take};

    (void)!tap_new(&take->tap, take->begun.channels); /* a take need not be seen */
    /* else it waited too long, and is over */
    (void)!recorder_give(deck->recorder, take->begun.take, &sink);
}

/* All takes that have just begun are written down at once, and only then have
 * sinks. */
static void
begin_takes(struct deck *deck)
{
    struct journal_take rows[RECORD_MAX_TRACKS];
    struct deck_take *new[RECORD_MAX_TRACKS];
    struct fault fault;
    size_t count = 0;

    for (struct deck_take *take = deck->takes; take && count < RECORD_MAX_TRACKS;
         take = take->next)
        if (!take->begun_here) {
            take->begun_here = true;
            new[count] = take;
            rows[count++] = take->journal;
        }
    if (count == 0)
        return;
    const enum status status
        = store_record_begin(session_store(deck->session), rows, count, &fault);

    for (size_t i = 0; i < count; i++) {
        if (status) {
            refuse(deck, new[i], &fault);
            continue;
        }
        new[i]->journal.id = rows[i].id;
        new[i]->written_down = true;
        give_sink(deck, new[i]);
    }
    if (status) {
        deck_tell(deck, &fault);
        deck_stop(deck);
    }
}

static void
add_take(struct deck *deck, const struct record_event *event)
{
    struct deck_take **at = &deck->takes;
    struct deck_take *take = calloc(1, sizeof *take);
    struct fault fault;

    if (!take) {
        fault_errno(&fault, ENOMEM, NULL);
        recorder_refuse(deck->recorder, event->take, &fault);
        deck_tell(deck, &fault);
        return;
    }
    take->session = deck->session;
    take->begun = *event;
    describe(deck, take);
    deck_listen_taken(deck, event, -1);
    while (*at)
        at = &(*at)->next;
    *at = take;
}

/* --- the end ------------------------------------------------------------------ */

static struct deck_take *
find_take(const struct deck *deck, uint64_t number)
{
    struct deck_take *take = deck->takes;

    while (take && take->begun.take != number)
        take = take->next;
    return take;
}

static void
end_take(struct deck *deck, const struct record_event *event)
{
    struct deck_take *take = find_take(deck, event->take);

    if (!take)
        return;
    take->over = true;
    deck_listen_taken(deck, event, event->frames);
    if (event->clipped > 0)
        deck_note(deck, INCIDENT_CLIPPED, event->start, event->input, event->track,
                  event->clipped, take->name);
    if (event->kind != RECORD_FAILED)
        return;
    struct fault told = event->fault;

    deck_note(deck, INCIDENT_FAILED, frames(event->start.n + event->frames),
              event->input, event->track, event->frames, event->fault.what);
    if (!told.where[0])
        snprintf(told.where, sizeof told.where, "%s", take->name);
    deck_tell(deck, &told);
}

void
deck_take_free(struct deck_take *take)
{
    tap_free(take->tap);
    free(take);
}

/* The takes of a pass, when all of them are over, go into the song. */
static bool
place_pass(struct deck *deck, uint64_t pass)
{
    struct take_over overs[RECORD_MAX_TRACKS];
    struct fault fault;
    size_t count = 0;

    for (struct deck_take *take = deck->takes; take; take = take->next) {
        if (take->begun.pass != pass)
            continue;
        if (!take->over)
            return false;
        if (take->written_down && count < RECORD_MAX_TRACKS)
            overs[count++] = (struct take_over){.journal = take->journal,
                                                .frames = take->frames,
                                                .unmade = !take->made,
                                                .overdub = take->overdub};
    }
    if (count > 0
        && takes_commit(deck->session, overs, count, N_("Record %s"), &fault)) {
        fault_remedy(&fault,
                     _("the takes are placed when the song is opened again"));
        deck_tell(deck, &fault);
        count = 0;
    }
    for (size_t i = 0; i < count && deck->config.taken; i++)
        if (overs[i].frames > overs[i].journal.handle)
            deck->config.taken(deck->config.user, overs[i].journal.name,
                               overs[i].journal.start,
                               overs[i].frames - overs[i].journal.handle);
    for (struct deck_take **at = &deck->takes; *at;) {
        struct deck_take *take = *at;

        if (take->begun.pass != pass) {
            at = &take->next;
            continue;
        }
        *at = take->next;
        deck_take_free(take);
    }
    return true;
}

size_t
deck_running(const struct deck *deck, struct deck_running *out, size_t max)
{
    size_t count = 0;

    for (const struct deck_take *take = deck->takes; take; take = take->next) {
        if (count < max)
            out[count] = (struct deck_running){
                .track = take->begun.track,
                .name = take->name,
                .start = take->begun.start,
                .handle = take->begun.handle,
                .tap = take->tap,
                .gaps = take->gaps,
                .n_gaps = take->n_gaps,
            };
        count++;
    }
    return count;
}

static void
note_gap(struct deck *deck, const struct record_event *event)
{
    struct deck_take *take = find_take(deck, event->take);
    const char *name = take ? take->name : "";

    if (take && event->kind != RECORD_STALL && take->n_gaps < DECK_GAPS)
        take->gaps[take->n_gaps++] = (struct deck_gap){event->start, event->frames};
    deck_note(deck,
              event->kind == RECORD_GAP    ? INCIDENT_XRUN
              : event->kind == RECORD_LOST ? INCIDENT_LOST
                                           : INCIDENT_STALL,
              event->start, event->input, event->track, event->frames, name);
}

void
deck_take_events(struct deck *deck)
{
    struct record_event event;

    while (recorder_poll(deck->recorder, &event)) {
        if (event.kind == RECORD_BEGUN)
            add_take(deck, &event);
        else if (event.kind == RECORD_ENDED || event.kind == RECORD_FAILED)
            end_take(deck, &event);
        else
            note_gap(deck, &event);
    }
    begin_takes(deck);
    /* In their order: the newest comes to lie on top. */
    while (deck->takes && place_pass(deck, deck->takes->begun.pass))
        ;
}
