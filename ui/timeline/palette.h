/* SPDX-License-Identifier: GPL-3.0-or-later */
/* palette.h: the colours of the window, for what is painted by hand. */
#ifndef UI_TIMELINE_PALETTE_H
#define UI_TIMELINE_PALETTE_H

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t rgb_t; /* 0xRRGGBB */

struct palette {
    rgb_t bg0, bg1, bg2, bg3, bg4; /* from wells to what is raised */
    rgb_t line, fg, dim, faint;
    rgb_t accent, play, rec, solo, mute, info;
    bool light;    /* dark text on light ground */
    bool contrast; /* differences as large as they can be */
};

/* Any thread: the dark one, as colors-dark.css has it. */
struct palette palette_dark(void);

/* Any thread: from a to b, t from 0 to 1; how bright a colour looks, 0 … 1. */
rgb_t rgb_mix(rgb_t a, rgb_t b, double t);
double rgb_luma(rgb_t color);

/* Any thread: what can be read on `ground`: nearly black or nearly white. */
rgb_t rgb_ink(rgb_t ground);

/* What a clip is painted with, made from its hue: the ground and the band go from
 * top to bottom. */
struct clip_colors {
    rgb_t body_top, body_bottom;
    rgb_t band_top, band_bottom;
    rgb_t rim;   /* one line of light along the top */
    rgb_t text;  /* on the band */
    rgb_t wave, core; /* what a sound goes through, and its RMS */
    rgb_t axis;
    rgb_t shade; /* over what a fade takes away */
    rgb_t curve; /* of fades and gain */
};

/* Any thread.  `quiet`: it does not sound. */
struct clip_colors palette_clip(const struct palette *palette, rgb_t hue,
                                bool quiet);

#endif
