/* SPDX-License-Identifier: GPL-3.0-or-later */
/* convert_read.c: one sample at a time for every format and layout, and eight at a
 * time for those that recordings have: little-endian s16, s24, s32 and f32, mono
 * and stereo.  Both do the same arithmetic, so that a frame does not care who
 * converts it. */
#include "dsp/sample.h"

#include <string.h>

typedef int8_t v16b __attribute__((vector_size(16)));
typedef int16_t v8s __attribute__((vector_size(16)));

RT unsigned
sample_bytes(enum sample_format format)
{
    return sample_size(format);
}

RT unsigned
sample_bits(enum sample_format format)
{
    static const uint8_t bits[SAMPLE_FORMATS] = {8,  8,  16, 16, 24, 24,
                                                 32, 32, 24, 24, 53, 53};

    return bits[format];
}

RT bool
sample_is_float(enum sample_format format)
{
    return format >= SAMPLE_F32LE && format <= SAMPLE_F64BE;
}

/* --- one sample --------------------------------------------------------------- */

/* The sample's bytes as a number, the first of the file highest if `big`. */
INLINE uint64_t
get_bits(const uint8_t *p, unsigned bytes, bool big)
{
    uint64_t v = 0;

    for (unsigned i = 0; i < bytes; i++)
        v |= (uint64_t)p[i] << 8 * (big ? bytes - 1 - i : i);
    return v;
}

INLINE float
from_f32(uint32_t bits, size_t *bad)
{
    float x;

    if ((bits & 0x7f800000) == 0x7f800000) {
        ++*bad;
        return 0;
    }
    memcpy(&x, &bits, sizeof x);
    return x;
}

INLINE float
from_f64(uint64_t bits, size_t *bad)
{
    double x;

    if ((bits >> 52 & 0x7ff) == 0x7ff) {
        ++*bad;
        return 0;
    }
    memcpy(&x, &bits, sizeof x);
    return x > __FLT_MAX__    ? __FLT_MAX__
           : x < -__FLT_MAX__ ? -__FLT_MAX__
                              : (float)x;
}

INLINE float
read_one(const uint8_t *p, enum sample_format f, size_t *bad)
{
    const unsigned bytes = sample_size(f);
    const uint64_t bits = get_bits(p, bytes, sample_is_big(f));

    if (f == SAMPLE_F64LE || f == SAMPLE_F64BE)
        return from_f64(bits, bad);
    if (f == SAMPLE_F32LE || f == SAMPLE_F32BE)
        return from_f32((uint32_t)bits, bad);
    if (f == SAMPLE_U8)
        return ((int)bits - 128) * 0x1p-7f;
    return (float)((int32_t)((uint32_t)bits << (32 - 8 * bytes))
                   >> (32 - 8 * bytes))
           / (float)(1u << (8 * bytes - 1));
}

/* Channels first … first+count-1 of any layout. */
INLINE size_t
read_each(enum sample_format f, float *const out[], unsigned first, unsigned count,
          const uint8_t *p, unsigned channels, size_t n)
{
    const size_t step = (size_t)channels * sample_size(f);
    size_t bad = 0;

    for (unsigned c = 0; c < count; c++) {
        const uint8_t *from = p + (first + c) * sample_size(f);
        for (size_t i = 0; i < n; i++, from += step)
            out[c][i] = read_one(from, f, &bad);
    }
    return bad;
}

RT static size_t
read_any(enum sample_format format, float *const out[], unsigned first,
         unsigned count, const uint8_t *p, unsigned channels, size_t n)
{
    SAMPLE_EACH_FORMAT(format, read_each, out, first, count, p, channels, n)
    return 0;
}

/* --- eight samples ------------------------------------------------------------ */

/* Eight samples from their raw bytes, not one byte more. */
typedef v8f load_fn(const uint8_t *p);

INLINE v8f
load_s16(const uint8_t *p)
{
    v8s v;

    memcpy(&v, p, sizeof v);
    return __builtin_convertvector(__builtin_convertvector(v, v8i), v8f) * 0x1p-15f;
}

/* The samples' three bytes become the high ones of 32 bits; what falls into the
 * fourth is shifted out again. */
INLINE v8f
load_s24(const uint8_t *p)
{
    static const v32b spread = {0,  0,  1,  2,  2,  3,  4,  5,  5,  6,  7,
                                8,  8,  9,  10, 11, 19, 20, 21, 22, 22, 23,
                                24, 25, 25, 26, 27, 28, 28, 29, 30, 31};
    v16b low, high;
    v32b v;

    memcpy(&low, p, sizeof low);
    memcpy(&high, p + 8, sizeof high);
    v = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
                                13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
                                26, 27, 28, 29, 30, 31);
    return __builtin_convertvector((v8i)__builtin_shuffle(v, spread) >> 8, v8f)
           * 0x1p-23f;
}

INLINE v8f
load_s32(const uint8_t *p)
{
    v8i v;

    memcpy(&v, p, sizeof v);
    return __builtin_convertvector(v, v8f) * 0x1p-31f;
}

INLINE v8f
load_f32(const uint8_t *p)
{
    v8f v;

    memcpy(&v, p, sizeof v);
    return v;
}

INLINE void
store(float *to, v8f v, enum sample_format f, v8i *bad)
{
    if (f == SAMPLE_F32LE) {
        *bad += not_finite(v);
        v = (v8f)((v8i)v & ~not_finite(v));
    }
    memcpy(to, &v, sizeof v);
}

INLINE size_t
read_mono(float *restrict out, const uint8_t *restrict p, enum sample_format f,
          load_fn *load, size_t n)
{
    const unsigned bytes = sample_size(f);
    size_t i = 0, bad = 0;
    v8i count = {};

    for (; i + 8 <= n; i += 8)
        store(out + i, load(p + i * bytes), f, &count);
    for (; i < n; i++)
        out[i] = read_one(p + i * bytes, f, &bad);
    return bad + lanes_counted(count);
}

/* Of both channels, those that are not NULL. */
INLINE size_t
read_stereo(float *restrict left, float *restrict right, const uint8_t *restrict p,
            enum sample_format f, load_fn *load, size_t n)
{
    const v8i even = {0, 2, 4, 6, 8, 10, 12, 14};
    const unsigned bytes = sample_size(f);
    size_t i = 0, bad = 0;
    v8i count = {};

    for (; i + 8 <= n; i += 8) {
        const v8f a = load(p + 2 * i * bytes), b = load(p + (2 * i + 8) * bytes);
        if (left)
            store(left + i, __builtin_shuffle(a, b, even), f, &count);
        if (right)
            store(right + i, __builtin_shuffle(a, b, even + 1), f, &count);
    }
    for (; i < n; i++) {
        if (left)
            left[i] = read_one(p + 2 * i * bytes, f, &bad);
        if (right)
            right[i] = read_one(p + (2 * i + 1) * bytes, f, &bad);
    }
    return bad + lanes_counted(count);
}

#define READERS(name, f, load)                                                     \
    RT_CLONES static size_t name##_mono(float *out, const uint8_t *p, size_t n)    \
    {                                                                              \
        return read_mono(out, p, f, load, n);                                      \
    }                                                                              \
    RT_CLONES static size_t name##_left(float *out, const uint8_t *p, size_t n)    \
    {                                                                              \
        return read_stereo(out, NULL, p, f, load, n);                              \
    }                                                                              \
    RT_CLONES static size_t name##_right(float *out, const uint8_t *p, size_t n)   \
    {                                                                              \
        return read_stereo(NULL, out, p, f, load, n);                              \
    }                                                                              \
    RT_CLONES static size_t name##_both(float *left, float *right,                 \
                                        const uint8_t *p, size_t n)                \
    {                                                                              \
        return read_stereo(left, right, p, f, load, n);                            \
    }

READERS(s16, SAMPLE_S16LE, load_s16)
READERS(s24, SAMPLE_S24LE, load_s24)
READERS(s32, SAMPLE_S32LE, load_s32)
READERS(f32, SAMPLE_F32LE, load_f32)

struct readers {
    size_t (*mono)(float *out, const uint8_t *p, size_t n);
    size_t (*side[2])(float *out, const uint8_t *p, size_t n);
    size_t (*both)(float *left, float *right, const uint8_t *p, size_t n);
};

static const struct readers fast[SAMPLE_FORMATS] = {
    [SAMPLE_S16LE] = {s16_mono, {s16_left, s16_right}, s16_both},
    [SAMPLE_S24LE] = {s24_mono, {s24_left, s24_right}, s24_both},
    [SAMPLE_S32LE] = {s32_mono, {s32_left, s32_right}, s32_both},
    [SAMPLE_F32LE] = {f32_mono, {f32_left, f32_right}, f32_both},
};

RT size_t
convert_read(float *const out[], unsigned first, unsigned count, const void *raw,
             enum sample_format format, unsigned channels, size_t frames)
{
    const struct readers *readers = &fast[format];

    if (SAMPLE_FAST && readers->mono) {
        if (channels == 1 && count == 1)
            return readers->mono(out[0], raw, frames);
        if (channels == 2 && count == 1)
            return readers->side[first](out[0], raw, frames);
        if (channels == 2 && count == 2)
            return readers->both(out[0], out[1], raw, frames);
    }
    return read_any(format, out, first, count, raw, channels, frames);
}
