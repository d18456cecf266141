/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

#include "app/place.h"
#include "base/text.h"
#include "cli/cancel.h"
#include "cli/runner.h"
#include "cli/open.h"
#include "cli/output.h"

#include <stdio.h>
#include <unistd.h>

struct run {
    struct runner runner;
    int64_t round_trip;
    double minutes;
    frames_t from;
    int64_t length; /* frames; 0: until it is ended */
    bool play;
};

static enum status
roll(struct run *run, bool rolls, struct fault *fault)
{
    const enum status status
        = rolls ? player_roll(run->runner.player) : player_stop(run->runner.player);

    return status
               ? fault_set(fault, status, NULL, _("the engine takes no commands"))
               : ST_OK;
}

/* Until q, a signal, or so long. */
static enum status
listen_on(struct run *run, struct fault *fault)
{
    const atomic_bool *cancel = cancel_flag();
    const double begun = runner_clock();
    const double seconds = (double)run->length / run->runner.rate;
    enum status status = ST_OK;
    char key = 0;

    while (!status && !*cancel && key != 'q'
           && (seconds == 0 || runner_clock() - begun < seconds)) {
        key = runner_turn(&run->runner);
        if (key == ' ')
            status = roll(run, !run->runner.state.player.rolling, fault);
    }
    runner_clear(&run->runner);
    return status;
}

static enum status
listen(struct run *run, const struct args *args, struct fault *fault)
{
    struct runner *runner = &run->runner;
    enum status status = runner_arm(args, runner, NULL, fault);

    if (!status)
        status = runner_open(runner, run->round_trip, run->minutes * 60, fault);
    if (!status)
        status = runner_click(args, runner, fault);
    if (!status && player_locate(runner->player, run->from))
        status = fault_set(fault, ST_BUSY, NULL, _("the engine takes no commands"));
    if (!status && run->play)
        status = roll(run, true, fault);
    if (!status) {
        runner_placing(runner, run->round_trip >= 0);
        if (runner->state.armed == 0)
            status = fault_with(
                fault, ST_NOT_FOUND, session_folder(runner->session),
                _("no track is armed"), _("arm one that has an input"));
    }
    if (!status) {
        if (runner->keys)
            fputs(
                _("k keeps what was just played; space plays and stops; q ends\n"),
                stderr);
        status = listen_on(run, fault);
    }
    runner_close(runner);
    return status;
}

static enum status
read_times(const struct args *args, struct run *run, struct fault *fault)
{
    const struct model *model = session_model(run->runner.session);
    const char *from = arg(args, "from"), *length = arg(args, "for");
    enum status status = ST_OK;

    if (from)
        status = place_frames(model, from, &run->from, fault);
    if (status || !length)
        return status;
    status = place_span(model, length, run->from, &run->length, fault);
    return status || run->length > 0
               ? status
               : fault_set(fault, ST_RANGE, length, _("is no length"));
}

static enum exit_code
run(const struct args *args)
{
    struct player_config config;
    struct run run = {.play = arg_given(args, "play")};
    struct runner *runner = &run.runner;
    struct fault fault;

    if (runner_config(args, &config, &fault)
        || arg_whole(args, "round-trip", 0, 1 << 24, -1, &run.round_trip, &fault)
        || arg_number(args, "minutes", 0.1, 1440, 10, &run.minutes, &fault)
        || open_to_write(&runner->session, args->words[0], &fault))
        return fail(&fault);
    enum status status = runner_arm(args, runner, &config.inputs, &fault);
    if (!status)
        status = read_times(args, &run, &fault);
    if (!status)
        status = player_open(&runner->player, runner->session, &config, &fault);
    if (!status) {
        runner_device(runner->player);
        runner->terminal = isatty(STDERR_FILENO) && !arg_given(args, "quiet");
        status = listen(&run, args, &fault);
        player_close(runner->player);
    }
    session_close(runner->session);
    return status ? fail(&fault) : runner->failed ? EXIT_WORLD : EXIT_GOOD;
}

const struct verb VERB_LISTEN = {
    .name = "listen",
    .words = "SONG --arm TRACK=INPUT… [--driver D] [--from T] [--play]",
    .summary = N_("listen to armed tracks, and keep what was played"),
    .more = N_("The last minutes of what comes in are held on the disk, and nothing is recorded\n"
               "until you ask for it: the key k, «remanence keep SONG» from elsewhere, or SIGUSR1\n"
               "makes takes of what was just played.  While the song plays they lie where they\n"
               "were played; while it stands they begin at the playhead.  Space plays and stops,\n"
               "q, Ctrl-C, SIGTERM and SIGHUP end it; what was not kept is forgotten then."),
    .min_words = 1,
    .max_words = 1,
    .options =
        {
            {"arm", "TRACK=IN", N_("listen to that channel for this track (1, or 1,2); again for others")},
            {"driver", "D", N_("through this driver; else the best one here")},
            {"device", "NAME", N_("one of the driver's devices")},
            {"from", "T", N_("the playhead stands there")},
            {"play", NULL, N_("play the song from there on")},
            {"for", "T", N_("for so long; else until it is ended")},
            {"minutes", "N", N_("how much can be kept, 0.1 … 1440; else 10")},
            {"monitor", "HOW", N_("off, input or auto: whether inputs are heard")},
            {"click", "DB", N_("the metronome at this level")},
            {"click-output", "N", N_("it goes to that output and the next; else to the first two")},
            {"round-trip", "N", N_("place takes with so many frames; else as measured")},
            {"block", "N", N_("frames a cycle, 8 … 8192")},
            {"threads", "N", N_("realtime threads, 1 … 16")},
            {"quiet", NULL, N_("show no levels")},
        },
    .run = run,
};
