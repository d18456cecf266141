/* SPDX-License-Identifier: GPL-3.0-or-later */
/* click.h: the metronome: where its clicks are, and those that sound. */
#ifndef ENGINE_RT_CLICK_H
#define ENGINE_RT_CLICK_H

#include "base/base.h"
#include "engine/engine.h"
#include "time/tempo.h"

#include <stdbool.h>
#include <stdint.h>

enum { CLICK_VOICES = 16 };

struct click {
    int64_t at;
    bool accent;
};

/* The song's: some in a list, and beyond it beat by beat along the tempo map's last
 * line: `beat` ticks from one to the next from the tick `first` on, which is
 * `index` beats into its bar. */
struct clicks {
    const struct click *list;
    uint32_t count;
    struct tempo_line line;
    int64_t first;
    int64_t beat;
    uint32_t index, per_bar;
};

struct click_voice {
    const float *sound; /* NULL: free */
    int64_t at;         /* its next frame; below 0: frames until it begins */
    float level;
};

struct click_player {
    uint32_t length;  /* of a sound, frames */
    float *sounds[2]; /* plain, accent */
    struct click_voice voices[CLICK_VOICES];
};

/* A piece of the timeline; its first frame sounds `offset` frames into the
 * block. */
struct click_span {
    int64_t position;
    uint32_t frames;
    uint32_t offset;
    float level, accent;
};

/* Main thread: the two sounds: bursts of a sine of 30 ms.  ST_NO_MEM. */
NODISCARD enum status click_sounds_new(struct click_player *player, uint32_t rate);
void click_sounds_free(struct click_player *player);

/* Process thread: begin what clicks in a span: of the song, or of a count-in, where
 * the position counts up to 0. */
RT void click_beats(struct click_player *player, const struct clicks *clicks,
                    const struct click_span *span);
RT void click_count(struct click_player *player,
                    const struct engine_count_in *count_in,
                    const struct click_span *span);

/* Process thread: those that have not begun do not. */
RT void click_hush(struct click_player *player);

/* Process thread, once a block: what sounds, into `output` and the one after it. */
RT void click_sound(struct click_player *player, float *const *out, unsigned n_out,
                    unsigned output, uint32_t frames);

#endif
