/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two clicks: sin(2 pi f t) e^(-t/6 ms), its first and last millisecond faded;
 * an octave apart. */
#include "engine/rt/click.h"

#include <math.h>
#include <stdlib.h>

static void
make(float *x, uint32_t length, double rate, double hz)
{
    for (uint32_t i = 0; i < length; i++) {
        const double t = i / rate, left = (length - 1 - i) / rate;
        const double in = t < 0.001 ? t / 0.001 : 1,
                     out = left < 0.001 ? left / 0.001 : 1;

        x[i] = (float)(sin(2 * M_PI * hz * t) * exp(-t / 0.006) * in * out);
    }
}

enum status
click_sounds_new(struct click_player *player, uint32_t rate)
{
    static const double hz[2] = {1000, 2000};

    player->length = rate * 3 / 100;
    for (int i = 0; i < 2; i++) {
        player->sounds[i] = calloc(player->length, sizeof *player->sounds[i]);
        if (!player->sounds[i])
            return ST_NO_MEM;
        make(player->sounds[i], player->length, rate, hz[i]);
    }
    return ST_OK;
}

void
click_sounds_free(struct click_player *player)
{
    free(player->sounds[0]);
    free(player->sounds[1]);
}
