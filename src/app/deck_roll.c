/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck_roll.c: the transport of one that records: in what order it rolls, punches
 * and stops. */
#include "app/deck_internal.h"

#include "base/text.h"
#include "engine/engine.h"
#include "engine/plan.h"

#define READY_SECONDS 5.0

static enum status
busy(enum status status, struct fault *fault)
{
    return status
               ? fault_set(fault, status, NULL, _("the engine takes no commands"))
               : ST_OK;
}

/* A tape that runs at another speed has nothing in its place. */
static enum status
check_speed(const struct deck *deck, struct fault *fault)
{
    if (!player_varies(deck->player))
        return ST_OK;
    return fault_with(fault, ST_BUSY, NULL,
                      _("varispeed is on: nothing can be recorded"),
                      _("switch varispeed off, stop, and record again"));
}

static enum status
check_order(const struct deck_order *order, struct fault *fault)
{
    if (order->punch_end.n < order->punch_start.n)
        return fault_set(fault, ST_RANGE, NULL,
                         _("punch-out lies before punch-in"));
    if (order->loop_end.n < order->loop_start.n)
        return fault_set(fault, ST_RANGE, NULL,
                         _("the loop ends before it begins"));
    if (order->from.n < 0 || order->punch_start.n < 0 || order->loop_start.n < 0)
        return fault_set(fault, ST_RANGE, NULL, _("that lies before the song"));
    return ST_OK;
}

/* What others keep time with neither jumps nor counts. */
static enum status
check_transport(const struct deck *deck, const struct deck_order *order,
                struct fault *fault)
{
    if (player_transport(deck->player) == PLAYER_OWN
        || (order->count_in == 0 && order->loop_end.n <= order->loop_start.n))
        return ST_OK;
    return fault_with(fault, ST_UNSUPPORTED, NULL,
                      _("a loop and a count-in are for a transport of one's own"),
                      _("leave out --transport"));
}

static bool
has_punch(const struct deck_order *order)
{
    return order->punch_end.n > order->punch_start.n;
}

static bool
has_loop(const struct deck_order *order)
{
    return order->loop_end.n > order->loop_start.n;
}

/* From where on recording is wanted. */
static int64_t
begins_at(const struct deck_order *order)
{
    return has_punch(order)  ? order->punch_start.n
           : has_loop(order) ? order->loop_start.n
                             : order->from.n;
}

/* Where it rolls from. */
static int64_t
rolls_from(const struct deck_order *order)
{
    const int64_t first = has_loop(order) ? order->loop_start.n : begins_at(order);

    return first > order->pre_roll ? first - order->pre_roll : 0;
}

static int64_t
stops_at(const struct deck_order *order)
{
    int64_t stop = INT64_MAX;

    if (has_loop(order))
        return stop;
    if (order->length > 0)
        stop = begins_at(order) + order->length;
    if (has_punch(order) && order->post_roll >= 0
        && stop > order->punch_end.n + order->post_roll)
        stop = order->punch_end.n + order->post_roll;
    return stop;
}

static enum status
prepare(struct deck *deck, const struct deck_order *order)
{
    struct engine *engine = player_engine(deck->player);
    const int64_t end = has_punch(order) ? order->punch_end.n : INT64_MAX;
    const bool follows = player_transport(deck->player) == PLAYER_FOLLOW;
    enum status status = follows ? ST_OK : player_stop(deck->player);

    if (!status)
        status = engine_loop(engine, order->loop_start, order->loop_end);
    if (!status)
        status = player_locate(deck->player, frames(rolls_from(order)));
    if (!status)
        status = engine_stop_at(engine, frames(stops_at(order)));
    if (!status)
        status = recorder_record(deck->recorder, true, frames(begins_at(order)),
                                 frames(end));
    return status;
}

enum status
deck_roll(struct deck *deck, const struct deck_order *order, struct fault *fault)
{
    enum status status = check_order(order, fault);

    if (!status)
        status = check_speed(deck, fault);
    if (!status)
        status = check_transport(deck, order, fault);
    if (!status && deck->lost)
        status = fault_set(fault, ST_IO, deck->latency.device,
                           _("the sound device is gone"));
    deck_open_inputs(deck);
    /* some milliseconds, where it was armed just now */
    deck_end_reopening(deck, true);
    if (!status)
        /* the driver may tell another latency by now */
        status = deck_arm(deck, fault);
    if (!status)
        status = deck_check_armed(deck, fault);
    if (status)
        return status;
    deck_look_at_disk(deck);
    if (deck_disk_full(deck)) {
        fault_set(fault, ST_NO_SPACE, session_folder(deck->session),
                  _("no room on the disk to record"));
        fault_remedy(fault, _("make room, then record again"));
        return ST_NO_SPACE;
    }
    status = busy(prepare(deck, order), fault);
    if (status) {
        (void)!recorder_record(deck->recorder, false, frames(0), frames(0));
        return status;
    }
    deck->order = *order;
    deck->ordered = deck->to_roll = deck->ahead = true;
    deck->rolled = deck->told_low = deck->told_full = false;
    deck->rolling_since = deck_clock();
    return ST_OK;
}

/* The disk is ready, or has been waited for long enough. */
void
deck_try_to_roll(struct deck *deck)
{
    struct engine *engine = player_engine(deck->player);
    const struct deck_order *order = &deck->order;
    struct fault fault;
    enum status status;

    if (!player_ready(deck->player)
        && deck_clock() < deck->rolling_since + READY_SECONDS)
        return;
    deck->to_roll = false;
    if (order->count_in > 0) {
        const struct engine_count_in count_in
            = plan_count_in(session_model(deck->session), frames(rolls_from(order)),
                            order->count_in);

        status = engine_roll_counted(engine, &count_in);
    } else {
        status = player_roll(deck->player);
    }
    if (busy(status, &fault))
        deck_tell(deck, &fault);
}

enum status
deck_punch(struct deck *deck, bool in, struct fault *fault)
{
    enum status status = in ? check_speed(deck, fault) : ST_OK;

    if (!status && in)
        status = deck_check_inputs(deck, fault);
    if (!status && in)
        status = deck_check_armed(deck, fault);
    if (!status)
        status = busy(recorder_record(deck->recorder, in, frames(0), frames(0)),
                      fault);
    if (!status)
        deck->ahead = false;
    return status;
}

void
deck_stop(struct deck *deck)
{
    deck->to_roll = deck->ahead = false;
    (void)!player_stop(deck->player);
    (void)!recorder_record(deck->recorder, false, frames(0), frames(0));
}

enum status
deck_retake(struct deck *deck, struct fault *fault)
{
    if (!deck->ordered)
        return fault_set(fault, ST_NOT_FOUND, NULL, _("nothing was recorded yet"));
    deck_stop(deck);
    deck->to_retake = true;
    return ST_OK;
}
