/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rt/click.h"

#include "dsp/mix.h"

/* Voices that are taken when all sound: the one that is furthest. */
RT static void
begin(struct click_player *player, const struct click_span *span, int64_t at,
      bool accent)
{
    struct click_voice *voice = &player->voices[0];

    for (int i = 0; i < CLICK_VOICES && voice->sound; i++)
        if (!player->voices[i].sound || player->voices[i].at > voice->at)
            voice = &player->voices[i];
    *voice = (struct click_voice){
        .sound = player->sounds[accent],
        .at = -(at - span->position + span->offset),
        .level = accent ? span->accent : span->level,
    };
}

RT static void
from_list(struct click_player *player, const struct clicks *clicks,
          const struct click_span *span)
{
    uint32_t low = 0, high = clicks->count;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (clicks->list[middle].at < span->position)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < clicks->count
           && clicks->list[low].at < span->position + span->frames;
         low++)
        begin(player, span, clicks->list[low].at, clicks->list[low].accent);
}

/* As tempo_frames(): the nearest, halves upwards; places are not below 0. */
RT static int64_t
frame_of(const struct clicks *clicks, int64_t beat)
{
    const struct tempo_line *line = &clicks->line;
    const double x = (double)(clicks->first + beat * clicks->beat - line->at.n);
    const double value = line->frame + x * line->times / line->over;
    const int64_t below = (int64_t)value;

    return value - (double)below >= 0.5 ? below + 1 : below;
}

RT static void
from_line(struct click_player *player, const struct clicks *clicks,
          const struct click_span *span)
{
    const struct tempo_line *line = &clicks->line;
    const int64_t end = span->position + span->frames;
    const double ticks_ =
        ((double)span->position - line->frame) * line->over / line->times
        + (double)(line->at.n - clicks->first);
    int64_t beat = (int64_t)(ticks_ / (double)clicks->beat) - 1;

    if (beat < 0)
        beat = 0;
    for (;; beat++) {
        const int64_t at = frame_of(clicks, beat);

        if (at >= end)
            return;
        if (at >= span->position)
            begin(player, span, at, (beat + clicks->index) % clicks->per_bar == 0);
    }
}

RT void
click_beats(struct click_player *player, const struct clicks *clicks,
            const struct click_span *span)
{
    from_list(player, clicks, span);
    if (clicks->beat > 0)
        from_line(player, clicks, span);
}

/* Beat k of n begins (n - k) beats before 0, at the nearest frame. */
RT void
click_count(struct click_player *player, const struct engine_count_in *count_in,
            const struct click_span *span)
{
    for (uint32_t k = 0; k < count_in->beats; k++) {
        const double before = (count_in->beats - k) * count_in->beat_frames;
        const int64_t at = -(int64_t)(before + 0.5);

        if (at >= span->position && at < span->position + span->frames)
            begin(player, span, at,
                  k % (count_in->per_bar ? count_in->per_bar : 1) == 0);
    }
}

RT void
click_hush(struct click_player *player)
{
    for (int i = 0; i < CLICK_VOICES; i++)
        if (player->voices[i].at < 0)
            player->voices[i].sound = NULL;
}

RT void
click_sound(struct click_player *player, float *const *out, unsigned n_out,
            unsigned output, uint32_t frames)
{
    for (int i = 0; i < CLICK_VOICES; i++) {
        struct click_voice *voice = &player->voices[i];

        if (!voice->sound)
            continue;

        const uint32_t skip = voice->at >= 0            ? 0
                              : -voice->at < (int64_t)frames ? (uint32_t)-voice->at
                                                        : frames;
        voice->at += skip;
        if (skip == frames)
            continue;
        const uint32_t left = player->length - (uint32_t)voice->at;
        const uint32_t n = left < frames - skip ? left : frames - skip;
        for (unsigned side = 0; side < 2 && output + side < n_out; side++)
            mix_add(out[output + side] + skip, voice->sound + voice->at,
                    voice->level, n);
        voice->at += n;
        if (voice->at == player->length)
            voice->sound = NULL;
    }
}
