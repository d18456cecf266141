/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strip's inserts.  One that is switched on or off goes over from what it is
 * given to what it makes of it, or back, in a line on the grid; then it is run, or
 * is not. */
#include "engine/rt/strip.h"

#include <string.h>

RT static bool
runs(const struct device_state *device)
{
    return device->wet.to > 0 || glide_moves(&device->wet);
}

/* Up to a quantum, of which a share is the device's. */
RT static void
blend(const struct device_state *device, struct mix_ramp wet, float *const io[2],
      uint32_t n)
{
    float dry[2][QUANTUM];

    for (int side = 0; side < 2; side++)
        memcpy(dry[side], io[side], n * sizeof *io[side]);
    device->type->process(device->device, io, n);
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < n; i++) {
            const float share
                = wet.start + wet.step * (float)(wet.index + (int32_t)i);

            io[side][i] = dry[side][i] + (io[side][i] - dry[side][i]) * share;
        }
}

RT static void
run(const struct piece *piece, struct device_state *device, float *const io[2])
{
    uint32_t phase = piece->phase, at = 0;

    while (at < piece->frames && glide_moves(&device->wet)) {
        const uint32_t n = glide_run(phase, piece->frames - at);

        if (phase == 0)
            glide_step(&device->wet);
        blend(device, glide_ramp(&device->wet, phase),
              (float *const[2]){io[0] + at, io[1] + at}, n);
        at += n;
        phase = 0;
    }
    if (at < piece->frames && device->wet.to > 0)
        device->type->process(device->device,
                              (float *const[2]){io[0] + at, io[1] + at},
                              piece->frames - at);
}

/* Silent or not, they run: what they have left to say, only they know. */
RT void
strip_inserts(const struct piece *piece, const struct strip *strip, uint32_t first,
              uint32_t end)
{
    struct strip_sound *own = sound_of(piece, strip);
    bool any = false;

    for (uint32_t i = first; i < end; i++)
        any |= runs(strip->inserts[i].state);
    if (own->silent && any) {
        mix_clear(own->sound[0], piece->frames);
        mix_clear(own->sound[1], piece->frames);
        own->silent = false;
    } else if (!own->silent && !strip->stereo && first == 0 && first < end) {
        memcpy(own->sound[1], own->sound[0], piece->frames * sizeof(float));
    }
    for (uint32_t i = first; i < end; i++)
        run(piece, strip->inserts[i].state, own->sound);
}
