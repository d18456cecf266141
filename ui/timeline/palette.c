/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/palette.h"

struct palette
palette_dark(void)
{
    return (struct palette){
        .bg0 = 0x0e1013,
        .bg1 = 0x15181c,
        .bg2 = 0x1b1f24,
        .bg3 = 0x242931,
        .bg4 = 0x2f353f,
        .line = 0x0a0b0d,
        .fg = 0xd5dae1,
        .dim = 0x8b94a1,
        .faint = 0x6b7480,
        .accent = 0xf2a33c,
        .play = 0x45d08f,
        .rec = 0xff5a52,
        .solo = 0xf5cc4d,
        .mute = 0xff8a3c,
        .info = 0x59b7ff,
    };
}

static unsigned
mix_part(rgb_t a, rgb_t b, unsigned shift, double t)
{
    const double from = a >> shift & 0xff, to = b >> shift & 0xff;

    return (unsigned)(from + (to - from) * t + 0.5) << shift;
}

rgb_t
rgb_mix(rgb_t a, rgb_t b, double t)
{
    return mix_part(a, b, 16, t) | mix_part(a, b, 8, t) | mix_part(a, b, 0, t);
}

double
rgb_luma(rgb_t color)
{
    return (0.299 * (color >> 16 & 0xff) + 0.587 * (color >> 8 & 0xff)
            + 0.114 * (color & 0xff))
           / 255.0;
}

static rgb_t
grayed(rgb_t color, double t)
{
    const unsigned level = (unsigned)(rgb_luma(color) * 255.0);

    return rgb_mix(color, level << 16 | level << 8 | level, t);
}

rgb_t
rgb_ink(rgb_t ground)
{
    return rgb_luma(ground) > 0.38 ? rgb_mix(ground, 0x000000, 0.82)
                                   : rgb_mix(ground, 0xffffff, 0.88);
}

static struct clip_colors
on_light(const struct palette *p, rgb_t hue)
{
    const rgb_t ground = rgb_mix(p->bg3, hue, 0.42);
    const rgb_t band = rgb_mix(hue, 0xffffff, 0.12);

    return (struct clip_colors){
        .body_top = rgb_mix(ground, 0xffffff, 0.10),
        .body_bottom = ground,
        .band_top = rgb_mix(band, 0xffffff, 0.08),
        .band_bottom = band,
        .rim = rgb_mix(band, 0xffffff, 0.35),
        .text = rgb_ink(band),
        .wave = rgb_mix(hue, 0x000000, 0.32),
        .core = rgb_mix(hue, 0x000000, 0.62),
        .axis = rgb_mix(hue, 0x000000, 0.40),
        .shade = rgb_mix(p->bg1, 0x000000, 0.10),
        .curve = rgb_mix(hue, 0x000000, 0.75),
    };
}

static struct clip_colors
on_dark(const struct palette *p, rgb_t hue)
{
    const rgb_t band = rgb_mix(p->bg1, hue, p->contrast ? 1.0 : 0.80);

    return (struct clip_colors){
        .body_top = rgb_mix(p->bg1, hue, p->contrast ? 0.20 : 0.32),
        .body_bottom = rgb_mix(p->bg1, hue, p->contrast ? 0.20 : 0.25),
        .band_top = rgb_mix(band, 0xffffff, 0.04),
        .band_bottom = rgb_mix(band, 0x000000, 0.05),
        .rim = rgb_mix(band, 0xffffff, 0.22),
        .text = rgb_ink(band),
        .wave
        = rgb_mix(rgb_mix(p->bg1, hue, 0.86), 0xffffff, p->contrast ? 0.30 : 0.06),
        .core = rgb_mix(hue, 0xffffff, p->contrast ? 0.85 : 0.56),
        .axis = rgb_mix(p->bg1, hue, 0.78),
        .shade = rgb_mix(p->bg0, 0x000000, 0.35),
        .curve = rgb_mix(hue, 0xffffff, 0.72),
    };
}

struct clip_colors
palette_clip(const struct palette *palette, rgb_t hue, bool quiet)
{
    if (quiet)
        hue = rgb_mix(grayed(hue, 0.85), palette->bg2,
                      palette->light ? 0.35 : 0.22);
    return palette->light ? on_light(palette, hue) : on_dark(palette, hue);
}
