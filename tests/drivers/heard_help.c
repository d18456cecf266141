/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/drivers/heard_help.h"

#include "tests/drivers/ramp.h"
#include "tests/test.h"

static void
note_astray(struct heard *heard, int64_t at, int64_t off)
{
    if (heard->astray++ > 0)
        return;
    heard->where = at;
    heard->off = off;
}

struct heard
heard_as(const float *x, int64_t count, int64_t first)
{
    struct heard heard = {.frames = count, .where = -1};
    int64_t astray = 0;

    for (int64_t i = 0; i < count; i++) {
        const int64_t index = ramp_index(x[i]), wanted = (first + i) % RAMP_PERIOD;

        if (index == wanted) {
            heard.in_place++;
            astray = 0;
        } else if (x[i] == 0) {
            heard.silent++;
        } else {
            note_astray(&heard, i, index < 0 ? RAMP_PERIOD : index - wanted);
            if (++astray > heard.longest)
                heard.longest = astray;
        }
    }
    return heard;
}

void
heard_in_place(const struct heard *heard, uint64_t told)
{
    if (heard->astray > 0)
        fail_msg("%lld of %lld frames are astray, the first is frame %lld, by %lld",
                 (long long)heard->astray, (long long)heard->frames,
                 (long long)heard->where, (long long)heard->off);
    if (heard->silent > 0 && (uint64_t)heard->silent > told)
        fail_msg("%lld of %lld frames are silent, and %llu were told as lost",
                 (long long)heard->silent, (long long)heard->frames,
                 (unsigned long long)told);
}
