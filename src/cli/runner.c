/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/runner.h"

#include "app/arm.h"
#include "app/words.h"
#include "base/realtime.h"
#include "base/text.h"
#include "cli/keys.h"
#include "cli/output.h"
#include "time/timecode.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

enum {
    CLICK_DB = -12,
    POLL_MS = 20,
    SHOW_TURNS = 3,
    ORDERS_MAX = 256,
    BARS_MAX = 8
};

double
runner_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* --- what is asked ------------------------------------------------------------ */

enum status
runner_config(const struct args *args, struct player_config *config,
              struct fault *fault)
{
    int64_t block, threads, output;
    int transport = PLAYER_OWN;
    enum status status = arg_whole(args, "block", 8, 8192, 0, &block, fault);

    if (!status)
        status = arg_whole(args, "threads", 1, 16, 0, &threads, fault);
    if (!status)
        status = arg_whole(args, "click-output", 1, 127, 1, &output, fault);
    if (!status)
        status
            = arg_choice(args, "transport", PLAYER_TRANSPORTS, &transport, fault);
    if (!status)
        *config
            = (struct player_config){.driver = arg(args, "driver"),
                                     .device = arg(args, "device"),
                                     .block = (uint32_t)block,
                                     .outputs = (unsigned)output + 1,
                                     .transport = (enum player_transport)transport,
                                     .threads = (unsigned)threads};
    return status;
}

enum status
runner_click(const struct args *args, struct runner *runner, struct fault *fault)
{
    double db;
    int64_t output;
    enum status status = arg_whole(args, "click-output", 1, 127, 1, &output, fault);

    if (!status)
        status = arg_number(args, "click", -60, 6, CLICK_DB, &db, fault);
    if (status || (!arg(args, "click") && !arg(args, "click-output")))
        return status;
    return player_click(runner->player, db, (unsigned)output - 1, fault);
}

enum status
runner_arm(const struct args *args, struct runner *runner, unsigned *inputs,
         struct fault *fault)
{
    const char *orders[ORDERS_MAX], *order;
    size_t count = 0;
    int at = 0, monitor = -1;
    const enum status status
        = arg_choice(args, "monitor", WORD_MONITORS, &monitor, fault);

    while ((order = arg_each(args, "arm", &at)) && count < ORDERS_MAX)
        orders[count++] = order;
    runner->rate = session_rate(runner->session);
    return status ? status
                  : arm_tracks(runner->session, orders, count, monitor,
                               runner->player, inputs, fault);
}

/* --- what it says ------------------------------------------------------------- */

void
runner_clear(const struct runner *runner)
{
    if (runner->terminal)
        fputs("\r\033[K", stderr);
}

static void
on_notice(void *user, const struct fault *fault)
{
    struct runner *runner = user;

    runner_clear(runner);
    warn(fault);
    runner->failed |= fault->status != ST_OK;
}

void
runner_taken(void *user, const char *name, frames_t start, int64_t length)
{
    const struct runner *runner = user;

    runner_clear(runner);
    print_name(name, 0);
    printf(_(": %.3f s from %.3f s\n"), (double)length / runner->rate,
           (double)start.n / runner->rate);
    fflush(stdout);
}

void
runner_device(struct player *player)
{
    struct player_state state;

    fprintf(stderr, "%s\n", player_why(player));
    player_poll(player, &state);
    if (!state.realtime && !state.lost)
        fprintf(stderr,
                _("no realtime priority, so a busy machine may crackle; %s\n"),
                realtime_remedy());
}

void
runner_placing(struct runner *runner, bool asked)
{
    deck_poll(runner->deck, &runner->state);
    fprintf(
        stderr,
        asked ? _("takes are placed with a round trip of %u frames, as asked for\n")
        : runner->state.measured
            ? _("takes are placed with a round trip of %u frames, as measured\n")
            : _("takes are placed with a round trip of %u frames, as the driver "
                "tells; remanence latency measures it\n"),
        runner->state.round_trip);
}

/* -60 … 0 dB in eight steps. */
static void
draw_bar(char text[10], float peak)
{
    enum { WIDTH = 8 };
    const double db = peak > 1e-5f ? 20.0 * log10(peak) : -100.0;
    const int full = (int)((db + 60.0) / 60.0 * WIDTH + 0.5);

    for (int i = 0; i < WIDTH; i++)
        text[i] = i < full ? '#' : '.';
    text[WIDTH] = peak >= 1.0f ? '!' : ' ';
    text[WIDTH + 1] = '\0';
}

static void
show(const struct runner *runner)
{
    int64_t ids[BARS_MAX];
    const size_t armed = arm_armed(runner->session, ids, BARS_MAX);
    const struct deck_state *state = &runner->state;
    char clock[TIMECODE_SIZE], bar[10];

    timecode_clock(state->player.position, runner->rate, clock);
    fprintf(stderr, "\r%s %s ", state->recording ? _("REC") : "   ", clock);
    for (size_t i = 0; i < armed && i < BARS_MAX; i++) {
        float peak[2] = {0, 0};

        if (deck_levels(runner->deck, ids[i], peak))
            peak[0] = peak[1] = 0;
        draw_bar(bar, fmaxf(peak[0], peak[1]));
        fprintf(stderr, "[%s]", bar);
    }
    fprintf(stderr, _(" disk %.0f min  xruns %llu"), floor(state->disk_minutes),
            (unsigned long long)state->player.xruns);
    fputs("\033[K", stderr);
}

/* --- the run ------------------------------------------------------------------ */

enum status
runner_open(struct runner *runner, int64_t round_trip, double listen,
            struct fault *fault)
{
    const struct deck_config config = {.notice = on_notice,
                                       .taken = runner_taken,
                                       .user = runner,
                                       .round_trip = round_trip,
                                       .handle = -1,
                                       .listen = listen};

    runner->keys = keys_begin(); /* first: the deck says whom to ask */
    return deck_open(&runner->deck, runner->session, runner->player, &config,
                     fault);
}

void
runner_close(struct runner *runner)
{
    deck_close(runner->deck);
    keys_end();
}

static void
keep(struct runner *runner)
{
    struct fault fault;

    if (deck_keep(runner->deck, &fault)) {
        runner_clear(runner);
        warn(&fault);
    }
}

char
runner_turn(struct runner *runner)
{
    const struct timespec wait = {.tv_nsec = POLL_MS * 1000000L};
    const char key = keys_get();

    nanosleep(&wait, NULL);
    if (key == 'k')
        keep(runner);
    deck_poll(runner->deck, &runner->state);
    if (runner->terminal && runner->turns++ % SHOW_TURNS == 0)
        show(runner);
    return key == 'k' ? 0 : key;
}
