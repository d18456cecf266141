/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/convert.h"
#include "tests/test.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static uint32_t
noise(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* `n` integers of `bits`, from the lowest by `step`, as a little-endian
 * file has them. */
static uint8_t *
ramp(unsigned bits, size_t n, int64_t step)
{
    const unsigned bytes = bits / 8;
    uint8_t *raw = malloc(n * bytes);

    for (size_t i = 0; i < n; i++) {
        const int64_t v = -((int64_t)1 << (bits - 1)) + (int64_t)i * step;
        for (unsigned b = 0; b < bytes; b++)
            raw[i * bytes + b] = (uint8_t)(v >> 8 * b);
    }
    return raw;
}

static void
come_back(enum sample_format format, unsigned bits, size_t n)
{
    uint8_t *raw = ramp(bits, n, 1), *back = malloc(n * bits / 8);
    float *x = malloc(n * sizeof *x);

    assert_int_equal(convert_read(&x, 0, 1, raw, format, 1, n), 0);
    for (size_t i = 0; i < n; i++) {
        const float want = (float)(ldexp((double)i, 1 - (int)bits) - 1);
        if (x[i] != want)
            fail_msg("sample %zu is %.9g, not %.9g", i, (double)x[i], (double)want);
    }
    assert_int_equal(convert_write(back, format, (const float *[]){x}, 1, n), 0);
    assert_memory_equal(back, raw, n * bits / 8);
    free(raw);
    free(back);
    free(x);
}

static void
every_s16_and_s24_is_exact_and_comes_back(void **state)
{
    come_back(SAMPLE_S16LE, 16, 1 << 16);
    come_back(SAMPLE_S24LE, 24, 1 << 24);
}

static void
s32_comes_back_within_a_floats_precision(void **state)
{
    enum { N = 1 << 20 };
    uint8_t *raw = ramp(32, N, 4093), *back = malloc(N * 4);
    float *x = malloc(N * sizeof *x);
    int32_t a, b;

    assert_int_equal(convert_read(&x, 0, 1, raw, SAMPLE_S32LE, 1, N), 0);
    convert_write(back, SAMPLE_S32LE, (const float *[]){x}, 1, N);
    for (size_t i = 0; i < N; i++) {
        memcpy(&a, raw + 4 * i, 4);
        memcpy(&b, back + 4 * i, 4);
        assert_true(llabs((int64_t)a - b) <= llabs((int64_t)a) >> 24
                    || llabs(a) < 1 << 24 || llabs((int64_t)a - b) <= 128);
        if (llabs((int64_t)a) <= 1 << 24)
            assert_int_equal(a, b);
    }
    free(raw);
    free(back);
    free(x);
}

/* What one sample's bytes say, the slow way. */
static double
decode(const uint8_t *p, enum sample_format f)
{
    const unsigned n = sample_bytes(f);
    const bool big = f == SAMPLE_S16BE || f == SAMPLE_S24BE || f == SAMPLE_S32BE
                     || f == SAMPLE_F32BE || f == SAMPLE_F64BE;
    uint8_t b[8] = {0};
    uint64_t v = 0;
    float x;
    double d;

    for (unsigned i = 0; i < n; i++)
        b[i] = p[big ? n - 1 - i : i];
    memcpy(&v, b, 8);
    memcpy(&x, b, 4);
    memcpy(&d, b, 8);
    if (f == SAMPLE_U8)
        return ((double)v - 128) / 128;
    if (!sample_is_float(f))
        return ldexp((double)((int64_t)(v << (64 - 8 * n)) >> (64 - 8 * n)),
                     1 - 8 * (int)n);
    d = n == 4 ? (double)x : d;
    return isfinite(d) ? fmax(fmin(d, (double)__FLT_MAX__), -(double)__FLT_MAX__)
                       : 0;
}

/* A file of `frames` frames at the very end of its memory, so that a sanitizer sees
 * a byte too far; read from `skip` bytes on. */
static void
read_all(enum sample_format f, unsigned channels, size_t frames, unsigned skip)
{
    const size_t bytes = frames * channels * sample_bytes(f) + skip;
    uint8_t *raw = malloc(bytes + !bytes);
    float *out[8];
    uint32_t seed = 1 + f;

    for (size_t i = 0; i < bytes; i++)
        raw[i] = (uint8_t)(noise(&seed) >> 24);
    for (unsigned c = 0; c < channels; c++)
        out[c] = malloc(frames * sizeof **out + !frames);
    for (unsigned first = 0; first < channels; first++)
        for (unsigned count = 1; first + count <= channels; count++) {
            for (unsigned c = 0; c < count; c++)
                memset(out[c], 0x55, frames * sizeof **out);
            convert_read(out, first, count, raw + skip, f, channels, frames);
            for (size_t i = 0; i < frames * count; i++) {
                const size_t at = i / count * channels + first + i % count;
                const float want
                    = (float)decode(raw + skip + at * sample_bytes(f), f);
                assert_float_equal(out[i % count][i / count], want, 0);
            }
        }
    for (unsigned c = 0; c < channels; c++)
        free(out[c]);
    free(raw);
}

static void
every_format_layout_and_length_is_read_as_its_bytes_say(void **state)
{
    for (enum sample_format f = 0; f < SAMPLE_FORMATS; f++)
        for (unsigned channels = 1; channels <= 5; channels++)
            for (size_t frames = 0; frames < 35; frames++)
                read_all(f, channels, frames, (unsigned)frames % 5);
}

/* Round by the book, in double. */
static int64_t
encode(float x, unsigned bits)
{
    const double top = ldexp(1, (int)bits - 1);

    return isnan(x) ? 0 : (int64_t)fmax(fmin(rint((double)x * top), top - 1), -top);
}

static const float hard[] = {
    0,       -0.f,     1,          -1,       0x1p-16f,   -0x1p-16f,    0x1.8p-15f,
    0x1p-24f, -0x1p-24f, 0x1.8p-23f, 0x1p-30f, 0x1.fffffep-1f, -0x1.fffffep-1f,
    0.5f,    -0.5f,    1e30f,      -1e30f,   INFINITY,   -INFINITY,    NAN,
    0x1.fffdp-1f, 0x1.fffep-1f, 0x1.ffffp-1f, -0x1.0002p0f, 1e-40f, 0x1.000002p-1f,
};

static float
some(uint32_t *seed)
{
    const uint32_t v = noise(seed);

    if (v % 4 == 0)
        return hard[v / 4 % COUNT(hard)];
    return (float)(int32_t)noise(seed) * (v % 4 == 1 ? 0x1.2p-31f : 0x1p-40f);
}

static void
write_all(enum sample_format f, unsigned channels, size_t frames)
{
    const unsigned size = sample_bytes(f);
    const size_t bytes = frames * channels * size;
    uint8_t *raw = malloc(bytes + !bytes);
    float *in[5];
    size_t bad = 0, want_bad = 0;
    uint32_t seed = 7 + f;

    for (unsigned c = 0; c < channels; c++) {
        in[c] = malloc(frames * sizeof **in + !frames);
        for (size_t i = 0; i < frames; i++)
            in[c][i] = some(&seed);
    }
    bad = convert_write(raw, f, (const float *const *)in, channels, frames);
    for (size_t i = 0; i < frames * channels; i++) {
        const float x = in[i % channels][i / channels];
        const double got = decode(raw + i * size, f);
        if (sample_is_float(f)) {
            assert_true(got == (isfinite(x) ? (double)x : 0));
            want_bad += !isfinite(x);
            continue;
        }
        assert_true(got == ldexp((double)encode(x, 8 * size), 1 - 8 * (int)size));
        want_bad += isnan(x) || rint(ldexp((double)x, 8 * (int)size - 1))
                                    != (double)encode(x, 8 * size);
    }
    assert_int_equal(bad, want_bad);
    for (unsigned c = 0; c < channels; c++)
        free(in[c]);
    free(raw);
}

static void
writing_rounds_to_the_nearest_even_and_saturates(void **state)
{
    for (enum sample_format f = 0; f < SAMPLE_FORMATS; f++)
        for (unsigned channels = 1; channels <= 3; channels++)
            for (size_t frames = 0; frames < 200; frames += frames < 35 ? 1 : 31)
                write_all(f, channels, frames);
}

static void
not_finite_becomes_zero_and_is_counted(void **state)
{
    float bad[40], left[20], right[20];
    double doubles[3] = {NAN, 1e300, -INFINITY};

    for (unsigned i = 0; i < COUNT(bad); i++)
        bad[i] = i % 10 == 0 ? NAN : i % 10 == 5 ? -INFINITY : 0.25f;
    assert_int_equal(
        convert_read((float *[]){left, right}, 0, 2, bad, SAMPLE_F32LE, 2, 20), 8);
    assert_int_equal(
        convert_read((float *[]){left}, 0, 1, bad, SAMPLE_F32LE, 2, 20), 4);
    assert_int_equal(
        convert_read((float *[]){right}, 1, 1, bad, SAMPLE_F32LE, 2, 20), 4);
    for (unsigned i = 0; i < 20; i++) {
        assert_float_equal(left[i], (i % 5 == 0 ? 0 : 0.25f), 0);
        assert_float_equal(right[i], (i % 5 == 2 ? 0 : 0.25f), 0);
    }
    assert_int_equal(
        convert_read((float *[]){left}, 0, 1, doubles, SAMPLE_F64LE, 1, 3), 2);
    assert_float_equal(left[1], __FLT_MAX__, 0);
}

static void
formats_know_their_sizes(void **state)
{
    assert_int_equal(sample_bytes(SAMPLE_U8), 1);
    assert_int_equal(sample_bytes(SAMPLE_S24BE), 3);
    assert_int_equal(sample_bytes(SAMPLE_F64LE), 8);
    assert_int_equal(sample_bits(SAMPLE_S16BE), 16);
    assert_int_equal(sample_bits(SAMPLE_F32LE), 24);
    assert_true(sample_is_float(SAMPLE_F32BE));
    assert_false(sample_is_float(SAMPLE_S32BE));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_s16_and_s24_is_exact_and_comes_back),
        cmocka_unit_test(s32_comes_back_within_a_floats_precision),
        cmocka_unit_test(every_format_layout_and_length_is_read_as_its_bytes_say),
        cmocka_unit_test(writing_rounds_to_the_nearest_even_and_saturates),
        cmocka_unit_test(not_finite_becomes_zero_and_is_counted),
        cmocka_unit_test(formats_know_their_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
