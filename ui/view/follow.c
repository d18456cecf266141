/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/follow.h"

static bool
in_sight(const struct zoom *zoom, frames_t at)
{
    const double x = zoom_x(zoom, at);

    return x >= 0 && x < zoom->width;
}

/* A page on which it comes by is followed again. */
bool
follow_tick(struct follow *follow, struct zoom *zoom, frames_t playhead, bool rolls)
{
    if (!rolls || (!follow->smooth && in_sight(zoom, playhead)))
        follow->left = false;
    if (!follow->on || follow->left || !rolls)
        return false;
    const bool moved
        = follow->smooth ? zoom_glide(zoom, playhead) : zoom_follow(zoom, playhead);

    follow->start = zoom->start;
    follow->scale = zoom->scale;
    return moved;
}

/* Near by and far away alike the playhead is meant to be seen; only who goes
 * elsewhere in the song has left it.  Turning pages, that is so once it is out of
 * sight. */
void
follow_seen(struct follow *follow, const struct zoom *zoom, frames_t playhead,
            bool rolls)
{
    const bool moved = zoom->start != follow->start;
    const bool zoomed = zoom->scale != follow->scale;

    if (rolls && follow->on && moved && !(zoomed && follow->smooth))
        follow->left = follow->smooth || !in_sight(zoom, playhead);
    follow->start = zoom->start;
    follow->scale = zoom->scale;
}

void
follow_turn(struct follow *follow)
{
    if (follow->on && follow->left)
        follow->left = false;
    else
        follow->on = !follow->on;
}
