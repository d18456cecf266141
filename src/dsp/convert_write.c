/* SPDX-License-Identifier: GPL-3.0-or-later */
/* convert_write.c: the way back.  As in convert_read.c: one sample at a time for
 * all, eight at a time for little-endian s16, s24, s32 and f32, mono and stereo. */
#include "dsp/sample.h"

#include <string.h>

typedef int16_t v8s __attribute__((vector_size(16)));

/* --- one sample --------------------------------------------------------------- */

INLINE void
put_bits(uint8_t *p, uint64_t v, unsigned bytes, bool big)
{
    for (unsigned i = 0; i < bytes; i++)
        p[i] = (uint8_t)(v >> 8 * (big ? bytes - 1 - i : i));
}

/* Below 2^23, adding it leaves no room for a fraction: what is left is rounded to
 * the nearest, halves to even.  Above, a float has no fraction. */
INLINE float
nearest(float x)
{
    const float magic = x < 0 ? -0x1p23f : 0x1p23f;

    return x < 0x1p23f && x > -0x1p23f ? x + magic - magic : x;
}

INLINE int32_t
to_int(float x, unsigned bits, size_t *bad)
{
    const float scale = (float)(1u << (bits - 1));
    const float v = x == x ? nearest(x * scale) : 0;

    if (v >= scale) {
        ++*bad;
        return (int32_t)((1u << (bits - 1)) - 1);
    }
    if (v < -scale) {
        ++*bad;
        return (int32_t)-(int64_t)(1u << (bits - 1));
    }
    *bad += x != x;
    return (int32_t)v;
}

INLINE float
or_zero(float x, size_t *bad)
{
    if (x - x == 0)
        return x;
    ++*bad;
    return 0;
}

INLINE void
write_one(uint8_t *p, float x, enum sample_format f, size_t *bad)
{
    const unsigned bytes = sample_size(f);
    uint64_t bits = 0;

    if (f == SAMPLE_F64LE || f == SAMPLE_F64BE) {
        const double d = or_zero(x, bad);
        memcpy(&bits, &d, sizeof d);
    } else if (f == SAMPLE_F32LE || f == SAMPLE_F32BE) {
        uint32_t b;
        x = or_zero(x, bad);
        memcpy(&b, &x, sizeof x);
        bits = b;
    } else if (f == SAMPLE_U8) {
        bits = (uint64_t)(to_int(x, 8, bad) + 128);
    } else {
        bits = (uint32_t)to_int(x, 8 * bytes, bad);
    }
    put_bits(p, bits, bytes, sample_is_big(f));
}

INLINE size_t
write_each(enum sample_format f, uint8_t *p, const float *const in[],
           unsigned channels, size_t n)
{
    const size_t step = (size_t)channels * sample_size(f);
    size_t bad = 0;

    for (unsigned c = 0; c < channels; c++) {
        uint8_t *to = p + c * sample_size(f);
        for (size_t i = 0; i < n; i++, to += step)
            write_one(to, in[c][i], f, &bad);
    }
    return bad;
}

RT static size_t
write_any(enum sample_format format, uint8_t *p, const float *const in[],
          unsigned channels, size_t n)
{
    SAMPLE_EACH_FORMAT(format, write_each, p, in, channels, n)
    return 0;
}

/* --- eight samples ------------------------------------------------------------ */

/* to_int() in lanes. */
INLINE v8i
lanes_to_int(v8f x, unsigned bits, v8i *bad)
{
    const v8f zero = {};
    const float scale = (float)(1u << (bits - 1));
    const v8i number = x == x;
    const v8f v = (v8f)((v8i)x & number) * scale;
    const v8f magic = (v8f)((v8i)(zero + 0x1p23f) | ((v8i)v & (int32_t)0x80000000));
    const v8i small = ((v8i)v & 0x7fffffff) < (v8i)(zero + 0x1p23f);
    const v8f near = (v8f)((small & (v8i)(v + magic - magic)) | (~small & (v8i)v));
    const v8i over = near >= scale, under = near < -scale;
    const v8f held
        = (v8f)((over & (v8i)(zero - scale)) | (under & (v8i)(zero - scale))
                | (~over & ~under & (v8i)near));
    const v8i top = (v8i){} + (int32_t)((1u << (bits - 1)) - 1);

    *bad += over + under + ~number;
    return (over & top) | (~over & __builtin_convertvector(held, v8i));
}

/* Eight samples to their raw bytes, not one byte more. */
typedef void store_fn(uint8_t *p, v8f v, v8i *bad);

INLINE void
store_s16(uint8_t *p, v8f x, v8i *bad)
{
    const v8s v = __builtin_convertvector(lanes_to_int(x, 16, bad), v8s);

    memcpy(p, &v, sizeof v);
}

INLINE void
store_s24(uint8_t *p, v8f x, v8i *bad)
{
    static const v32b gather = {0,  1,  2,  4,  5,  6,  8,  9,  10, 12, 13,
                                14, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22,
                                24, 25, 26, 28, 29, 30, 28, 29, 30, 31};
    const v32b v = __builtin_shuffle((v32b)lanes_to_int(x, 24, bad), gather);

    memcpy(p, &v, 12);
    memcpy(p + 12, (const uint8_t *)&v + 16, 12);
}

INLINE void
store_s32(uint8_t *p, v8f x, v8i *bad)
{
    const v8i v = lanes_to_int(x, 32, bad);

    memcpy(p, &v, sizeof v);
}

INLINE void
store_f32(uint8_t *p, v8f x, v8i *bad)
{
    const v8i wrong = not_finite(x), v = (v8i)x & ~wrong;

    *bad += wrong;
    memcpy(p, &v, sizeof v);
}

INLINE v8f
load(const float *from)
{
    v8f v;

    memcpy(&v, from, sizeof v);
    return v;
}

INLINE size_t
write_mono(uint8_t *restrict p, const float *restrict in, enum sample_format f,
           store_fn *store, size_t n)
{
    const unsigned bytes = sample_size(f);
    size_t i = 0, bad = 0;
    v8i count = {};

    for (; i + 8 <= n; i += 8)
        store(p + i * bytes, load(in + i), &count);
    for (; i < n; i++)
        write_one(p + i * bytes, in[i], f, &bad);
    return bad + lanes_counted(count);
}

INLINE size_t
write_stereo(uint8_t *restrict p, const float *restrict left,
             const float *restrict right, enum sample_format f, store_fn *store,
             size_t n)
{
    const v8i low = {0, 8, 1, 9, 2, 10, 3, 11};
    const unsigned bytes = sample_size(f);
    size_t i = 0, bad = 0;
    v8i count = {};

    for (; i + 8 <= n; i += 8) {
        const v8f a = load(left + i), b = load(right + i);
        store(p + 2 * i * bytes, __builtin_shuffle(a, b, low), &count);
        store(p + (2 * i + 8) * bytes, __builtin_shuffle(a, b, low + 4), &count);
    }
    for (; i < n; i++) {
        write_one(p + 2 * i * bytes, left[i], f, &bad);
        write_one(p + (2 * i + 1) * bytes, right[i], f, &bad);
    }
    return bad + lanes_counted(count);
}

#define WRITERS(name, f, store)                                                    \
    RT_CLONES static size_t name##_mono(uint8_t *p, const float *in, size_t n)     \
    {                                                                              \
        return write_mono(p, in, f, store, n);                                     \
    }                                                                              \
    RT_CLONES static size_t name##_both(uint8_t *p, const float *left,             \
                                        const float *right, size_t n)              \
    {                                                                              \
        return write_stereo(p, left, right, f, store, n);                          \
    }

WRITERS(s16, SAMPLE_S16LE, store_s16)
WRITERS(s24, SAMPLE_S24LE, store_s24)
WRITERS(s32, SAMPLE_S32LE, store_s32)
WRITERS(f32, SAMPLE_F32LE, store_f32)

struct writers {
    size_t (*mono)(uint8_t *p, const float *in, size_t n);
    size_t (*both)(uint8_t *p, const float *left, const float *right, size_t n);
};

static const struct writers fast[SAMPLE_FORMATS] = {
    [SAMPLE_S16LE] = {s16_mono, s16_both},
    [SAMPLE_S24LE] = {s24_mono, s24_both},
    [SAMPLE_S32LE] = {s32_mono, s32_both},
    [SAMPLE_F32LE] = {f32_mono, f32_both},
};

RT size_t
convert_write(void *raw, enum sample_format format, const float *const in[],
              unsigned channels, size_t frames)
{
    const struct writers *writers = &fast[format];

    if (SAMPLE_FAST && writers->mono && channels == 1)
        return writers->mono(raw, in[0], frames);
    if (SAMPLE_FAST && writers->mono && channels == 2)
        return writers->both(raw, in[0], in[1], frames);
    return write_any(format, raw, in, channels, frames);
}
