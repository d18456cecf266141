/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reverb.h: a room for a record: pre-delay, early reflections, and a feedback delay
 * network of 16 lines (Jot and Chaigne, «Digital delay networks for designing
 * artificial reverberators», AES 90, 1991) whose lines lose exactly what the decay
 * times ask, in three bands.
 *
 * Stereo in, stereo out.  What comes out does not depend on how the sound is cut
 * into blocks.  The dry sound is not delayed.  The caller has called
 * rt_flush_denormals(). */
#ifndef DSP_REVERB_H
#define DSP_REVERB_H

#include "base/base.h"
#include "dsp/control.h"

#include <stdint.h>

struct reverb;

enum reverb_control {
    REVERB_PREDELAY,  /* ms; 64 frames at least */
    REVERB_SIZE,      /* %: lengths of lines and reflections */
    REVERB_DECAY,     /* s: RT60 between the crossovers */
    REVERB_LOW,    /* x: RT60 below the low crossover, as a share of REVERB_DECAY */
    REVERB_HIGH,      /* x: RT60 above the high crossover, likewise */
    REVERB_LOW_FREQ,  /* Hz: the crossovers */
    REVERB_HIGH_FREQ, /* Hz */
    REVERB_DIFFUSION, /* %: how soon single echoes melt */
    REVERB_MOD_DEPTH, /* %: how far the lines wander */
    REVERB_MOD_RATE,  /* Hz */
    REVERB_EARLY,     /* dB: early reflections; the smallest value is off */
    REVERB_LATE,      /* dB: the tail; the smallest value is off */
    REVERB_WIDTH,     /* %: 0 is mono */
    REVERB_LOW_CUT,   /* Hz: of the reverb's sound, 12 dB an octave */
    REVERB_HIGH_CUT,  /* Hz */
    REVERB_WET,       /* dB; the smallest value is off */
    REVERB_DRY,       /* dB; the smallest value is off, as a send wants it */
    REVERB_CONTROLS,
};

extern const struct control reverb_controls[REVERB_CONTROLS];

/* Main thread: with all controls at their initial values.  Takes all the memory it
 * will ever need (1.4 MB at 48 kHz).  Fails, *out NULL: ST_NO_MEM, ST_RANGE (rate
 * not 8000 … 384000). */
NODISCARD enum status reverb_new(struct reverb **out, uint32_t rate);

/* Main thread; NULL is allowed. */
void reverb_free(struct reverb *reverb);

/* Process thread (or before it): set a control; the value is clamped to its range,
 * NaN is ignored.  Heard from the next 64-frame step on, counted from the last
 * reset, and glides there, by 1 - 1/e in 100 ms (size: a frame of each line's
 * length in 16; pre-delay and reflections: a fade of 1024 frames). */
RT void reverb_set(struct reverb *reverb, enum reverb_control control, float value);

/* Process thread: as new, but that controls stay as set (and stand there at
 * once). */
RT void reverb_reset(struct reverb *reverb);

/* Process thread: `frames` frames, any number; `out` may be `in`.  Samples that are
 * not finite count as 0. */
RT void reverb_process(struct reverb *reverb, const float *const in[2],
                       float *const out[2], size_t frames);

#endif
