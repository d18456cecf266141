/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rt/aside.h"

enum { AT_A_TIME = 64 };

/* How far the level goes in a frame on its way to another one: from silence to full
 * scale as fast as it fades. */
RT static float
glide(struct aside *aside, float level)
{
    if (aside->now < level)
        aside->now
            = level - aside->now < aside->out ? level : aside->now + aside->out;
    else
        aside->now
            = aside->now - level < aside->out ? level : aside->now - aside->out;
    return aside->now;
}

/* Its own begin and end: `left` frames are behind this one, INT64_MAX where nobody
 * knows. */
RT static float
edge(const struct aside *aside, int64_t at, int64_t left)
{
    const float begin = (at + 1) * aside->in, end = (left + 1) * aside->out;
    const float least = begin < end ? begin : end;

    return least < 1 ? least : 1;
}

RT static float
fade(struct aside *aside, bool stopping)
{
    if (stopping)
        aside->fade = aside->fade > aside->out ? aside->fade - aside->out : 0;
    return aside->fade;
}

RT static void
add(const struct aside_frame *x, float gain, float *const *out, unsigned n_out,
    uint32_t at)
{
    if (n_out == 1) {
        out[0][at] += 0.5f * gain * (x->left + x->right);
        return;
    }
    out[0][at] += gain * x->left;
    out[1][at] += gain * x->right;
}

/* The next frames of it from `at` of the block on; how many there were. */
RT static uint32_t
some(struct aside *aside, bool stopping, float *const *out, unsigned n_out,
     uint32_t at, uint32_t frames)
{
    struct aside_frame x[AT_A_TIME];
    const float level = atomic_load_explicit(&aside->level, memory_order_relaxed);
    /* In this order: what was fed before the end was told is counted. */
    const bool all = atomic_load_explicit(&aside->fed_all, memory_order_acquire);
    const int64_t fed = atomic_load_explicit(&aside->fed, memory_order_acquire);
    const int64_t played
        = atomic_load_explicit(&aside->played, memory_order_relaxed);
    const uint32_t want = frames < AT_A_TIME ? frames : AT_A_TIME;
    const uint32_t n = ring_read(aside->ring, x, want);

    for (uint32_t i = 0; i < n; i++) {
        const int64_t left = all ? fed - played - i - 1 : INT64_MAX / 2;

        add(&x[i],
            glide(aside, level) * edge(aside, played + i, left)
                * fade(aside, stopping),
            out, n_out, at + i);
    }
    atomic_store_explicit(&aside->played, played + n, memory_order_relaxed);
    return n;
}

RT static bool
is_there(struct aside *aside)
{
    if (!aside->begun)
        aside->begun = atomic_load_explicit(&aside->fed_all, memory_order_acquire)
                       || atomic_load_explicit(&aside->fed, memory_order_acquire)
                              >= aside->enough;
    return aside->begun;
}

/* Whether it has sounded to its end, or has faded; a late disk is no end. */
RT static bool
sound(struct aside *aside, bool stopping, float *const *out, unsigned n_out,
      uint32_t frames)
{
    if (!is_there(aside))
        return stopping;
    for (uint32_t at = 0, n; at < frames; at += n) {
        const bool all
            = atomic_load_explicit(&aside->fed_all, memory_order_acquire);

        n = some(aside, stopping, out, n_out, at, frames - at);
        if (stopping && (aside->fade == 0 || n == 0))
            return true;
        if (n == 0)
            return all;
    }
    return false;
}

RT void
aside_sound(struct aside_player *player, float *const *out, unsigned n_out,
            uint32_t frames)
{
    struct aside *coming
        = atomic_load_explicit(&player->coming, memory_order_acquire);

    if (n_out == 0)
        return;
    if (!player->now && coming)
        player->now
            = atomic_exchange_explicit(&player->coming, NULL, memory_order_acq_rel);
    struct aside *now = player->now;
    if (!now)
        return;
    const bool stopping = (coming && coming != now)
                          || atomic_load_explicit(&now->stop, memory_order_relaxed);
    if (!sound(now, stopping, out, n_out, frames))
        return;
    player->now = NULL;
    atomic_store_explicit(&now->over, true, memory_order_release);
}
