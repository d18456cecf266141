/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jackd counts the frames of one device, through xruns and through cycles that a
 * late client was left out of; what it sets anew it tells.
 *
 * PipeWire shows the count of the device that drives us just now.  Another device
 * has another count, which may be a little less or much more.  Where the block
 * changes it leaves a client out of the cycle in which it does, but counts that
 * cycle by the new block while it lasted as long as the old one.  Its time is one
 * and the same for all of that: time decides there which count is meant, and counts
 * whole cycles where none is. */
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

/* Frames by time from where the last cycle ends; a cycle may begin a little
 * early. */
RT static int64_t
late(const struct jack_clock *clock, const struct jack_cycle *now)
{
    const int64_t usecs = (int64_t)(now->usecs - clock->last.usecs);

    return (usecs * clock->rate + USECS / 2) / USECS - clock->last.block;
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
    const int64_t off = jump > frames ? jump - frames : frames - jump;
    const int64_t right_off = right > frames ? right - frames : frames - right;

    return right_off < off ? right : jump;
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
    uint32_t gap = now->frames - (last->frames + last->block);

    if (clock->devices) {
        const int64_t frames = late(clock, now);
        const int64_t count
            = counted((int32_t)gap, frames, last->block, now->block);

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
    return clock->runs ? gap : 0;
}
