/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

#include "app/place.h"
#include "base/text.h"
#include "cli/cancel.h"
#include "cli/runner.h"
#include "cli/open.h"
#include "cli/output.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct run {
    struct runner runner;
    struct deck_order order;
    double loop_seconds; /* for so long around a loop; 0: until it is stopped */
    int64_t round_trip;  /* frames; -1: as measured, else as the driver tells */
};

/* --- what is asked ------------------------------------------------------------ */

/* «A-B»: two times; a dash within one (a name's) is told by what can be read. */
static enum status
read_range(const struct model *model, const char *text, frames_t *from,
           frames_t *to, struct fault *fault)
{
    char first[256];

    for (const char *dash = strchr(text, '-'); dash; dash = strchr(dash + 1, '-')) {
        snprintf(first, sizeof first, "%.*s", (int)(dash - text), text);
        if (dash > text && dash[1] && !place_frames(model, first, from, fault)
            && !place_frames(model, dash + 1, to, fault))
            return to->n > from->n ? ST_OK
                                   : fault_with(fault, ST_SYNTAX, text,
                                                _("ends before it begins"),
                                                _("write the earlier time first"));
    }
    fault_set(fault, ST_SYNTAX, text, _("is no range"));
    fault_remedy(fault, _("write two times, FROM-TO"));
    return ST_SYNTAX;
}

/* `least`: frames. */
static enum status
read_span(const struct args *args, const char *name, const struct model *model,
          frames_t from, int64_t least, int64_t *out, struct fault *fault)
{
    const char *text = arg(args, name);

    if (!text)
        return ST_OK;
    const enum status status = place_span(model, text, from, out, fault);

    return status || *out >= least
               ? status
               : fault_with(fault, ST_RANGE, text, _("is no length"),
                            _("choose one above 0"));
}

static enum status
read_order(const struct args *args, struct run *run, struct fault *fault)
{
    const struct model *model = session_model(run->runner.session);
    const char *from = arg(args, "from"), *punch = arg(args, "punch"),
               *loop = arg(args, "loop");
    struct deck_order *order = &run->order;
    enum status status = ST_OK;
    int64_t bars;

    *order = (struct deck_order){.post_roll = 0};
    if (from)
        status = place_frames(model, from, &order->from, fault);
    if (!status && punch)
        status = read_range(model, punch, &order->punch_start, &order->punch_end,
                            fault);
    if (!status && loop)
        status
            = read_range(model, loop, &order->loop_start, &order->loop_end, fault);
    if (!status)
        status
            = read_span(args, "for", model, order->from, 1, &order->length, fault);
    if (!status)
        status = read_span(args, "pre-roll", model, frames(0), 0, &order->pre_roll,
                           fault);
    if (!status)
        status = read_span(args, "post-roll", model, frames(0), 0,
                           &order->post_roll, fault);
    if (!status)
        status = arg_whole(args, "count-in", 0, 16, 0, &bars, fault);
    if (status)
        return status;
    order->count_in = (unsigned)bars;
    if (loop && order->length > 0)
        run->loop_seconds
            = (double)order->length / session_rate(run->runner.session);
    return ST_OK;
}

/* --- the run ------------------------------------------------------------------ */

static void
record_on(struct run *run)
{
    const atomic_bool *cancel = cancel_flag();
    const struct deck_state *state = &run->runner.state;
    const double begun = runner_clock();
    bool rolled = false, stopping = false;

    do {
        (void)runner_turn(&run->runner);
        rolled |= state->player.rolling;
        const bool enough
            = run->loop_seconds > 0 && runner_clock() - begun >= run->loop_seconds;

        if (!stopping && (*cancel || enough)) {
            stopping = true;
            deck_stop(run->runner.deck);
        }
    } while (!state->settled || state->waiting
             || (!rolled && !stopping && !state->player.lost));
    runner_clear(&run->runner);
}

static enum status
record(struct run *run, const struct args *args, struct fault *fault)
{
    enum status status = runner_arm(args, &run->runner, NULL, fault);

    if (!status)
        status = runner_open(&run->runner, run->round_trip, 0, fault);
    if (!status)
        status = runner_click(args, &run->runner, fault);
    if (!status)
        status = deck_roll(run->runner.deck, &run->order, fault);
    if (!status) {
        runner_device(run->runner.player);
        runner_placing(&run->runner, run->round_trip >= 0);
        record_on(run);
    }
    runner_close(&run->runner);
    if (status)
        return status;
    fprintf(stderr, _("xruns %llu, frames lost %llu\n"),
            (unsigned long long)run->runner.state.player.xruns,
            (unsigned long long)(run->runner.state.xrun_frames
                                 + run->runner.state.lost_frames));
    return ST_OK;
}

static enum exit_code
run(const struct args *args)
{
    struct player_config config;
    struct run run = {.round_trip = -1};
    struct runner *runner = &run.runner;
    struct fault fault;

    (void)cancel_flag(); /* from here on, not just when it rolls */
    if (runner_config(args, &config, &fault)
        || arg_whole(args, "round-trip", 0, 1 << 24, -1, &run.round_trip, &fault)
        || open_to_write(&runner->session, args->words[0], &fault))
        return fail(&fault);
    enum status status = read_order(args, &run, &fault);
    if (!status)
        status = runner_arm(args, runner, &config.inputs, &fault);
    if (!status)
        status = player_open(&runner->player, runner->session, &config, &fault);
    if (!status) {
        runner->terminal = isatty(STDERR_FILENO) && !arg_given(args, "quiet");
        status = record(&run, args, &fault);
        player_close(runner->player);
    }
    session_close(runner->session);
    return status ? fail(&fault) : runner->failed ? EXIT_WORLD : EXIT_GOOD;
}

const struct verb VERB_RECORD = {
    .name = "record",
    .words = "SONG --arm TRACK=INPUT… [--driver D] [--from T] [--for T]",
    .summary = N_("record tracks of a song"),
    .more = N_("Ctrl-C, SIGTERM and SIGHUP end the takes cleanly.  Without --arm the tracks\n"
               "that the song has armed are recorded.  The key k, or SIGUSR1, keeps what was\n"
               "played and not recorded."),
    .min_words = 1,
    .max_words = 1,
    .options =
        {
            {"arm", "TRACK=IN", N_("record this track from that channel (1, or 1,2); again for others")},
            {"driver", "D", N_("through this driver; else the best one here")},
            {"device", "NAME", N_("one of the driver's devices")},
            {"from", "T", N_("from this time on")},
            {"for", "T", N_("for so long; else until it is stopped")},
            {"punch", "A-B", N_("within this range alone")},
            {"loop", "A-B", N_("around this range: each pass is a take")},
            {"pre-roll", "T", N_("roll for so long before recording begins")},
            {"post-roll", "T", N_("and for so long after the punch-out")},
            {"count-in", "BARS", N_("count so many bars before it rolls")},
            {"monitor", "HOW", N_("off, input or auto: whether inputs are heard")},
            {"click", "DB", N_("the metronome at this level")},
            {"click-output", "N", N_("it goes to that output and the next; else to the first two")},
            {"round-trip", "N", N_("place takes with so many frames; else as measured")},
            {"transport", "HOW", N_("follow or lead the transport of a JACK server")},
            {"block", "N", N_("frames a cycle, 8 … 8192")},
            {"threads", "N", N_("realtime threads, 1 … 16")},
            {"quiet", NULL, N_("show no levels")},
        },
    .run = run,
};
