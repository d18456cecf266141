/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sample.h: what the two ways of dsp/convert.h share.  For them alone. */
#ifndef DSP_SAMPLE_H
#define DSP_SAMPLE_H

#include "dsp/convert.h"

typedef float v8f __attribute__((vector_size(32)));
typedef int32_t v8i __attribute__((vector_size(32)));
typedef int8_t v32b __attribute__((vector_size(32)));

/* The kernels of eight samples take a file's bytes for the processor's own. */
enum { SAMPLE_FAST = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ };

INLINE unsigned
sample_size(enum sample_format f)
{
    static const uint8_t bytes[SAMPLE_FORMATS]
        = {1, 1, 2, 2, 3, 3, 4, 4, 4, 4, 8, 8};

    return bytes[f];
}

INLINE bool
sample_is_big(enum sample_format f)
{
    return f == SAMPLE_S16BE || f == SAMPLE_S24BE || f == SAMPLE_S32BE
           || f == SAMPLE_F32BE || f == SAMPLE_F64BE;
}

INLINE v8i
not_finite(v8f v)
{
    return ((v8i)v & 0x7f800000) == 0x7f800000;
}

/* How many times each lane was counted down, together. */
INLINE size_t
lanes_counted(v8i count)
{
    int64_t sum = 0;

    for (unsigned i = 0; i < 8; i++)
        sum -= count[i];
    return (size_t)sum;
}

/* Call `run` with the format as a constant: a loop for each, without a choice
 * within. */
#define SAMPLE_EACH_FORMAT(format, run, ...)                                       \
    switch (format) {                                                              \
    case SAMPLE_U8:                                                                \
        return run(SAMPLE_U8, __VA_ARGS__);                                        \
    case SAMPLE_S8:                                                                \
        return run(SAMPLE_S8, __VA_ARGS__);                                        \
    case SAMPLE_S16LE:                                                             \
        return run(SAMPLE_S16LE, __VA_ARGS__);                                     \
    case SAMPLE_S16BE:                                                             \
        return run(SAMPLE_S16BE, __VA_ARGS__);                                     \
    case SAMPLE_S24LE:                                                             \
        return run(SAMPLE_S24LE, __VA_ARGS__);                                     \
    case SAMPLE_S24BE:                                                             \
        return run(SAMPLE_S24BE, __VA_ARGS__);                                     \
    case SAMPLE_S32LE:                                                             \
        return run(SAMPLE_S32LE, __VA_ARGS__);                                     \
    case SAMPLE_S32BE:                                                             \
        return run(SAMPLE_S32BE, __VA_ARGS__);                                     \
    case SAMPLE_F32LE:                                                             \
        return run(SAMPLE_F32LE, __VA_ARGS__);                                     \
    case SAMPLE_F32BE:                                                             \
        return run(SAMPLE_F32BE, __VA_ARGS__);                                     \
    case SAMPLE_F64LE:                                                             \
        return run(SAMPLE_F64LE, __VA_ARGS__);                                     \
    case SAMPLE_F64BE:                                                             \
        return run(SAMPLE_F64BE, __VA_ARGS__);                                     \
    case SAMPLE_FORMATS:                                                           \
        break;                                                                     \
    }

#endif
