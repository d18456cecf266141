/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jackd counts the frames of one device, through xruns and through cycles that a
 * late client was left out of; what it sets anew it tells.
 *
 * PipeWire shows the count of the device that drives us just now.  Another device
 * has another count, which may be a little less or much more.  The cycle in which
 * the block changes counts as one of the new block, while it lasts as long as those
 * before it; a client is left out of it, or not, as its threads happen to run.  Its
 * time is one and the same for all of that: time decides there how long a cycle is
 * and which count is meant, and counts whole cycles where none is. */
#include "drivers/jack_clock.h"

/* A jump that is longer than this is no xrun: the clock was set. */
enum { LONGEST_GAP_S = 10, AGAIN_BLOCKS = 4, USECS = 1000000 };

RT bool
jack_clock_again(const struct jack_clock *clock, const struct jack_cycle *now)
{
    const uint32_t back = clock->last.frames + clock->last.block - now->frames;

    if (!clock->runs)
        return false;
    if (clock->devices)
        return now->usecs == clock->last.usecs && now->frames == clock->last.frames;
    return back > 0 && back <= AGAIN_BLOCKS * now->block;
}

RT static int64_t
frames_between(const struct jack_clock *clock, uint64_t from, uint64_t to)
{
    return ((int64_t)(to - from) * clock->rate + USECS / 2) / USECS;
}

RT static int64_t
distance(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

RT uint32_t
jack_clock_lasts(const struct jack_clock *clock, const struct jack_cycle *now)
{
    const uint32_t before = clock->last.block;

    if (!clock->devices || before == 0 || now->next <= now->usecs)
        return now->block;
    const int64_t frames = frames_between(clock, now->usecs, now->next);
    return distance(before, frames) < distance(now->block, frames) ? before
                                                                   : now->block;
}

/* What was run of the last cycle. */
RT static uint32_t
ran(const struct jack_clock *clock)
{
    return clock->lasted < clock->last.block ? clock->lasted : clock->last.block;
}

/* As many whole cycles as are nearest to it: one of the block before, if there is a
 * new one, and then such as this. */
RT static uint32_t
whole_cycles(int64_t frames, uint32_t before, uint32_t block)
{
    const uint32_t first = before == block ? 0 : before;
    const uint32_t least = before < block ? before : block;

    if (frames < least / 2)
        return 0;
    const int64_t more = frames - first + block / 2;
    return first + (more > 0 ? (uint32_t)(more / block) * block : 0);
}

/* The jump of the count, or that one with the cycle in which the block changed as
 * long as it was: whichever is nearer to the time. */
RT static int64_t
counted(int64_t jump, int64_t frames, uint32_t before, uint32_t block)
{
    const int64_t right = jump + before - block;

    return distance(right, frames) < distance(jump, frames) ? right : jump;
}

/* Whether the count went on with the time, as that of one device does. */
RT static bool
is_steady(int64_t count, int64_t frames, uint32_t before, uint32_t block)
{
    const int64_t off = count - frames;
    const int64_t most = (before < block ? before : block) / 2;

    return (count == 0 && before == block) || (off < most && off > -most);
}

RT uint32_t
jack_clock_gap(struct jack_clock *clock, const struct jack_cycle *now, bool afresh)
{
    const struct jack_cycle *last = &clock->last;
    const uint32_t lasts = jack_clock_lasts(clock, now);
    uint32_t gap = now->frames - (last->frames + last->block);

    if (clock->devices) {
        /* From where we have stopped; a cycle may begin a little early. */
        const int64_t frames
            = frames_between(clock, last->usecs, now->usecs) - ran(clock);
        const int64_t jump = (int64_t)(int32_t)gap + clock->lasted - ran(clock);
        const int64_t count = counted(jump, frames, last->block, now->block);

        if (frames > (int64_t)LONGEST_GAP_S * clock->rate)
            gap = 0;
        else if (is_steady(count, frames, last->block, now->block))
            gap = count > 0 ? (uint32_t)count : 0;
        else
            gap = whole_cycles(frames, last->block, now->block);
    } else if (afresh || gap > LONGEST_GAP_S * clock->rate) {
        gap = 0;
    }
    clock->last = *now;
    clock->lasted = lasts;
    return clock->runs ? gap : 0;
}
