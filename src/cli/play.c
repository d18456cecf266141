/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

#include "app/place.h"
#include "app/player.h"
#include "base/text.h"
#include "cli/cancel.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/runner.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { POLL_MS = 50, READY_MS = 5000 };

static void
wait_ms(int ms)
{
    const struct timespec time = {.tv_nsec = ms * 1000000l};

    nanosleep(&time, NULL);
}

static double
level_db(float level)
{
    return level > 1e-5f ? 20.0 * log10(level) : -100.0;
}

/* A bar of 24 for the left and right peak: -60 … 0 dB. */
static void
draw_bar(char *text, const float peak[2])
{
    enum { WIDTH = 24 };
    const double db = level_db(fmaxf(peak[0], peak[1]));
    const int full = (int)((db + 60.0) / 60.0 * WIDTH + 0.5);

    for (int i = 0; i < WIDTH; i++)
        text[i] = i < full ? '#' : '.';
    text[WIDTH] = '\0';
}

static void
show_state(const struct player_state *state)
{
    char clock[TIMECODE_SIZE], bar[32];

    draw_bar(bar, state->peak);
    timecode_clock(state->position, state->rate, clock);
    fputs("\r", stderr);
    fprintf(stderr, _("%s  [%s]  load %3.0f %%  xruns %llu  late %llu"), clock, bar,
            state->load * 100.0f, (unsigned long long)state->xruns,
            (unsigned long long)state->late);
    fputs("\033[K", stderr);
}

/* Play until `until`, the song's end, the end of the device or a signal. */
static void
play_on(struct player *player, frames_t until, bool quiet,
        struct player_state *state)
{
    const atomic_bool *cancel = cancel_flag();
    const bool terminal = isatty(STDERR_FILENO) && !quiet;

    do {
        wait_ms(POLL_MS);
        player_poll(player, state);
        if (terminal)
            show_state(state);
    } while (!*cancel && !state->lost && state->position.n < until.n);
    if (terminal)
        fputs("\r\033[K", stderr);
}

struct range {
    frames_t from;
    bool has_length;
    int64_t length;
};

static enum status
read_range(const struct args *args, const struct model *model, struct range *range,
           struct fault *fault)
{
    const char *from = arg(args, "from"), *length = arg(args, "for");
    enum status status = ST_OK;

    *range = (struct range){0};
    if (from)
        status = place_frames(model, from, &range->from, fault);
    if (status || !length)
        return status;
    range->has_length = true;
    status = place_span(model, length, range->from, &range->length, fault);
    if (!status && range->length <= 0)
        status = fault_with(fault, ST_RANGE, length, _("is no length"),
                            _("choose one above 0"));
    return status;
}

static enum status
play(struct player *player, const struct range *range, bool quiet,
     struct fault *fault)
{
    struct player_state state;
    enum status status = player_locate(player, range->from);

    if (status)
        return fault_set(fault, status, NULL, _("the engine takes no commands"));
    for (int ms = 0; ms < READY_MS && !player_ready(player); ms += 5)
        wait_ms(5);
    status = player_roll(player);
    if (status)
        return fault_set(fault, status, NULL, _("the engine takes no commands"));
    player_poll(player, &state);
    const int64_t end = range->has_length ? range->from.n + range->length
                                          : state.end.n + state.latency;
    play_on(player, frames(end), quiet, &state);
    status = player_stop(player);
    if (state.lost)
        return fault_with(fault, ST_IO, NULL, _("the sound device is gone"),
                          _("plug it in and play again"));
    if (status)
        return fault_set(fault, status, NULL, _("the engine takes no commands"));
    printf(_("played to %.3f s; xruns %llu, late frames %llu, load %.1f %%\n"),
           (double)state.position.n / state.rate, (unsigned long long)state.xruns,
           (unsigned long long)state.late, state.load * 100.0f);
    return ST_OK;
}

static void
on_offline(void *user, const struct row_source *source, const struct fault *fault)
{
    (void)user, (void)source;
    warn(fault);
}

static enum exit_code
run(const struct args *args)
{
    struct player_config config = {.driver = arg(args, "driver"),
                                   .device = arg(args, "device"),
                                   .offline = on_offline};
    struct session *session;
    struct player *player;
    struct fault fault;
    struct range range;
    int64_t block, threads;
    double speed;
    int transport = PLAYER_OWN;

    (void)cancel_flag(); /* from here on, not just when it rolls */
    if (arg_choice(args, "transport", PLAYER_TRANSPORTS, &transport, &fault)
        || arg_whole(args, "block", 8, 8192, 0, &block, &fault)
        || arg_whole(args, "threads", 1, 16, 0, &threads, &fault)
        || arg_number(args, "speed", 0.5, 2.0, 1.0, &speed, &fault)
        || open_to_read(&session, args->words[0], &fault))
        return fail(&fault);
    config.block = (uint32_t)block;
    config.threads = (unsigned)threads;
    config.transport = (enum player_transport)transport;
    enum status status = read_range(args, session_model(session), &range, &fault);
    if (!status)
        status = player_open(&player, session, &config, &fault);
    if (!status) {
        runner_device(player);
        player_set_speed(player, speed);
        status = play(player, &range, arg_given(args, "quiet"), &fault);
        player_close(player);
    }
    session_close(session);
    return status ? fail(&fault) : EXIT_GOOD;
}

const struct verb VERB_PLAY = {
    .name = "play",
    .words = "SONG [--driver D] [--from T] [--for T]",
    .summary = N_("play a song"),
    .more = N_("Ctrl-C stops it.  remanence devices lists the drivers."),
    .min_words = 1,
    .max_words = 1,
    .options =
        {
            {"driver", "D", N_("through this driver; else the best one here")},
            {"device", "NAME", N_("one of the driver's devices")},
            {"from", "T", N_("from this time on")},
            {"for", "T", N_("for so long; else to the end")},
            {"speed", "N", N_("as a tape that runs so fast, 0.5 … 2, pitch and all")},
            {"transport", "HOW", N_("follow or lead the transport of a JACK server")},
            {"block", "N", N_("frames a cycle, 8 … 8192")},
            {"threads", "N", N_("realtime threads, 1 … 16")},
            {"quiet", NULL, N_("show no levels")},
        },
    .run = run,
};
