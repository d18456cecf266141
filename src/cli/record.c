/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

#include "app/arm.h"
#include "app/deck.h"
#include "app/place.h"
#include "app/words.h"
#include "base/text.h"
#include "cli/cancel.h"
#include "cli/open.h"
#include "cli/output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { POLL_MS = 20, SHOW_MS = 60, ORDERS_MAX = 256, BARS_MAX = 8 };

struct run {
    struct session *session;
    struct player *player;
    struct deck *deck;
    struct deck_order order;
    struct deck_state state;
    bool terminal;
    bool failed; /* a track, the disk, the device */
    uint32_t rate;
    int64_t round_trip;  /* frames; -1: as measured, else as the driver tells */
    double loop_seconds; /* for so long around a loop; 0: until it is stopped */
};

static double
seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* --- what it says ---------------------------------------------------------------------- */

static void
clear_line(const struct run *run)
{
    if (run->terminal)
        fputs("\r\033[K", stderr);
}

static void
on_notice(void *user, const struct fault *fault)
{
    struct run *run = user;

    clear_line(run);
    warn(fault);
    run->failed |= fault->status != ST_OK;
}

static void
on_taken(void *user, const char *name, frames_t start, int64_t length)
{
    const struct run *run = user;

    clear_line(run);
    print_name(name, 0);
    printf(_(": %.3f s from %.3f s\n"), (double)length / run->rate,
           (double)start.n / run->rate);
    fflush(stdout);
}

static void
show_placing(struct run *run)
{
    deck_poll(run->deck, &run->state);
    fprintf(stderr,
            run->state.measured
                ? _("takes are placed with a round trip of %u frames, as measured\n")
                : _("takes are placed with a round trip of %u frames, as the driver "
                    "tells; remanence latency measures it\n"),
            run->state.round_trip);
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
show(const struct run *run)
{
    int64_t ids[BARS_MAX];
    const size_t armed = arm_armed(run->session, ids, BARS_MAX);
    const struct deck_state *state = &run->state;
    char clock[TIMECODE_SIZE], bar[10];

    timecode_clock(state->player.position, run->rate, clock);
    fprintf(stderr, "\r%s %s ", state->recording ? _("REC") : "   ", clock);
    for (size_t i = 0; i < armed && i < BARS_MAX; i++) {
        float peak[2] = {0, 0};

        if (deck_levels(run->deck, ids[i], peak))
            peak[0] = peak[1] = 0;
        draw_bar(bar, fmaxf(peak[0], peak[1]));
        fprintf(stderr, "[%s]", bar);
    }
    fprintf(stderr, _(" disk %.0f min  xruns %llu\033[K"), floor(state->disk_minutes),
            (unsigned long long)state->player.xruns);
}

/* --- what is asked --------------------------------------------------------------------- */

/* «A-B»: two times; a dash within one (a name's) is told by what can be read. */
static enum status
read_range(const struct model *model, const char *text, frames_t *from, frames_t *to,
           struct fault *fault)
{
    char first[256];

    for (const char *dash = strchr(text, '-'); dash; dash = strchr(dash + 1, '-')) {
        snprintf(first, sizeof first, "%.*s", (int)(dash - text), text);
        if (dash > text && dash[1] && !place_frames(model, first, from, fault)
            && !place_frames(model, dash + 1, to, fault))
            return to->n > from->n
                       ? ST_OK
                       : fault_set(fault, ST_SYNTAX, text,
                                   _("ends before it begins"));
    }
    fault_set(fault, ST_SYNTAX, text, _("is no range"));
    fault_remedy(fault, _("write two times, FROM-TO"));
    return ST_SYNTAX;
}

static enum status
read_span(const struct args *args, const char *name, const struct model *model,
          frames_t from, int64_t *out, struct fault *fault)
{
    const char *text = arg(args, name);

    if (!text)
        return ST_OK;
    const enum status status = place_span(model, text, from, out, fault);

    return status || *out >= 0 ? status
                               : fault_set(fault, ST_RANGE, text, _("is no length"));
}

static enum status
read_order(const struct args *args, struct run *run, struct fault *fault)
{
    const struct model *model = session_model(run->session);
    const char *from = arg(args, "from"), *punch = arg(args, "punch"),
               *loop = arg(args, "loop");
    struct deck_order *order = &run->order;
    enum status status = ST_OK;
    int64_t bars;

    *order = (struct deck_order){.post_roll = 0};
    if (from)
        status = place_frames(model, from, &order->from, fault);
    if (!status && punch)
        status = read_range(model, punch, &order->punch_start, &order->punch_end, fault);
    if (!status && loop)
        status = read_range(model, loop, &order->loop_start, &order->loop_end, fault);
    if (!status)
        status = read_span(args, "for", model, order->from, &order->length, fault);
    if (!status)
        status = read_span(args, "pre-roll", model, frames(0), &order->pre_roll, fault);
    if (!status)
        status = read_span(args, "post-roll", model, frames(0), &order->post_roll, fault);
    if (!status)
        status = arg_whole(args, "count-in", 0, 16, 0, &bars, fault);
    if (status)
        return status;
    order->count_in = (unsigned)bars;
    if (loop && order->length > 0)
        run->loop_seconds = (double)order->length / session_rate(run->session);
    return ST_OK;
}

static enum status
read_arms(const struct args *args, struct run *run, unsigned *inputs, struct fault *fault)
{
    const char *orders[ORDERS_MAX], *order;
    size_t count = 0;
    int at = 0, monitor = -1;
    const enum status status
        = arg_choice(args, "monitor", WORD_MONITORS, &monitor, fault);

    while ((order = arg_each(args, "arm", &at)) && count < ORDERS_MAX)
        orders[count++] = order;
    return status ? status
                  : arm_tracks(run->session, orders, count, monitor, inputs, fault);
}

/* --- the run --------------------------------------------------------------------------- */

static void
wait_ms(int ms)
{
    const struct timespec time = {.tv_nsec = ms * 1000000L};

    nanosleep(&time, NULL);
}

static void
record_on(struct run *run)
{
    const atomic_bool *cancel = cancel_flag();
    const double begun = seconds_now();
    bool rolled = false, stopping = false;

    for (int ms = 0;; ms += POLL_MS) {
        wait_ms(POLL_MS);
        deck_poll(run->deck, &run->state);
        rolled |= run->state.player.rolling;
        if (run->terminal && ms % SHOW_MS < POLL_MS)
            show(run);
        const bool enough
            = run->loop_seconds > 0 && seconds_now() - begun >= run->loop_seconds;

        if (!stopping && (*cancel || enough)) {
            stopping = true;
            deck_stop(run->deck);
        }
        if (run->state.settled && !run->state.waiting
            && (rolled || stopping || run->state.player.lost))
            break;
    }
    clear_line(run);
}

static enum status
record(struct run *run, const struct args *args, struct fault *fault)
{
    const struct deck_config config = {.notice = on_notice,
                                       .taken = on_taken,
                                       .user = run,
                                       .round_trip = run->round_trip,
                                       .handle = -1};
    double db;
    enum status status
        = deck_open(&run->deck, run->session, run->player, &config, fault);

    if (!status && arg(args, "click")) {
        status = arg_number(args, "click", -60, 6, 0, &db, fault);
        if (!status)
            status = player_click(run->player, db);
    }
    if (!status)
        status = deck_roll(run->deck, &run->order, fault);
    if (!status)
        show_placing(run);
    if (!status)
        record_on(run);
    deck_close(run->deck);
    if (status)
        return status;
    fprintf(stderr, _("xruns %llu, frames lost %llu\n"),
            (unsigned long long)run->state.player.xruns,
            (unsigned long long)(run->state.xrun_frames + run->state.lost_frames));
    return ST_OK;
}

static enum exit_code
run(const struct args *args)
{
    struct player_config config = {.driver = arg(args, "driver"),
                                   .device = arg(args, "device")};
    struct run run = {.terminal = isatty(STDERR_FILENO) && !arg_given(args, "quiet")};
    struct fault fault;
    int64_t block, threads;

    if (arg_whole(args, "block", 8, 8192, 0, &block, &fault)
        || arg_whole(args, "threads", 1, 16, 0, &threads, &fault)
        || arg_whole(args, "round-trip", 0, 1 << 24, -1, &run.round_trip, &fault)
        || open_to_write(&run.session, args->words[0], &fault))
        return fail(&fault);
    run.rate = session_rate(run.session);
    config.block = (uint32_t)block;
    config.threads = (unsigned)threads;
    enum status status = read_order(args, &run, &fault);
    if (!status)
        status = read_arms(args, &run, &config.inputs, &fault);
    if (!status)
        status = player_open(&run.player, run.session, &config, &fault);
    if (!status) {
        fprintf(stderr, "%s\n", player_why(run.player));
        status = record(&run, args, &fault);
        player_close(run.player);
    }
    session_close(run.session);
    return status ? fail(&fault) : run.failed ? EXIT_WORLD : EXIT_GOOD;
}

const struct verb VERB_RECORD = {
    .name = "record",
    .words = "SONG --arm TRACK=INPUT… [--driver D] [--from T] [--for T]",
    .summary = N_("record tracks of a song"),
    .more = N_("Ctrl-C, SIGTERM and SIGHUP end the takes cleanly.  Without --arm the tracks\n"
               "that the song has armed are recorded."),
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
            {"round-trip", "N", N_("place takes with so many frames; else as measured")},
            {"block", "N", N_("frames a cycle, 8 … 8192")},
            {"threads", "N", N_("realtime threads, 1 … 16")},
            {"quiet", NULL, N_("show no levels")},
        },
    .run = run,
};
