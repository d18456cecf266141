/* SPDX-License-Identifier: GPL-3.0-or-later */
/* convert.h: samples as they lie in files, to float and back.
 *
 * Any thread; nothing is kept.  Full scale of an integer of n bits is 2^(n-1): -1.0
 * is the smallest integer, 1.0 would be one above the greatest.  Raw bytes need no
 * alignment, and no byte beyond `frames` whole frames is read or written. */
#ifndef DSP_CONVERT_H
#define DSP_CONVERT_H

#include "base/base.h"

#include <stdbool.h>
#include <stdint.h>

enum sample_format {
    SAMPLE_U8,
    SAMPLE_S8,
    SAMPLE_S16LE,
    SAMPLE_S16BE,
    SAMPLE_S24LE, /* three bytes */
    SAMPLE_S24BE,
    SAMPLE_S32LE,
    SAMPLE_S32BE,
    SAMPLE_F32LE,
    SAMPLE_F32BE,
    SAMPLE_F64LE,
    SAMPLE_F64BE,
    SAMPLE_FORMATS,
};

/* Bytes of one sample, 1 … 8. */
RT unsigned sample_bytes(enum sample_format format);

/* Significant bits: 8 … 32, or 24 and 53 for float and double. */
RT unsigned sample_bits(enum sample_format format);

RT bool sample_is_float(enum sample_format format);

/* Any thread: `frames` interleaved frames of `channels` samples at `raw`, of which
 * `count` channels from `first` on go to out[0 … count-1], one array each.  One
 * channel, and both of a stereo file at once, are fast (little-endian s16, s24, s32
 * and f32).  Integers to 24 bits and f32 are exact, s32 and f64 rounded to the
 * nearest float.  A NaN or an infinity becomes 0; a double beyond float's range
 * becomes the greatest float of its sign.  Returns how many samples were not
 * finite. */
RT size_t convert_read(float *const out[], unsigned first, unsigned count,
                       const void *raw, enum sample_format format,
                       unsigned channels, size_t frames);

/* Any thread: the way back: in[0 … channels-1] into interleaved frames at `raw`.
 * Integers are rounded to the nearest, halves to even, and saturate; NaN becomes 0.
 * Float stays as it is, but that NaN and infinities are as above (0, and 0).  What
 * convert_read() made of s16, s24 or f32 comes back bit by bit.  Returns how many
 * samples lay beyond full scale (integers) or were not finite (float). */
RT size_t convert_write(void *raw, enum sample_format format,
                        const float *const in[], unsigned channels, size_t frames);

#endif
