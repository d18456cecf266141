/* SPDX-License-Identifier: GPL-3.0-or-later */
/* floor_mix SONG OUT.wav: the floor under a plain bounce: one thread, no engine.  pread() of
 * the stems' 24-bit samples, to float eight at a time, gain and constant-power pan, sum,
 * 24-bit WAV.  Prints seconds and times real time.  SONG is what make-song makes.
 *     cc -O3 -march=native -o floor_mix floor_mix.c -lm */
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __AVX2__
#include <immintrin.h>
#endif

enum { MOST = 1024, BLOCK = 4096, RATE = 48000, LEAD = 16 };

struct stem {
    int fd, channels;
    long data;
    float left, right;
};

static struct stem stems[MOST];
static unsigned char raw[BLOCK * 6 + 64], out[BLOCK * 6];
static float x[2 * BLOCK], mix[2 * BLOCK];

static uint32_t
get32(const unsigned char *at)
{
    return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24;
}

static long
data_chunk(int fd)
{
    unsigned char head[8];

    for (long at = 12; pread(fd, head, 8, at) == 8;) {
        const uint32_t size = get32(head + 4);
        if (memcmp(head, "data", 4) == 0)
            return at + 8;
        at += 8 + size + (size & 1);
    }
    fprintf(stderr, "floor_mix: a stem without sound\n");
    exit(1);
}

/* The byte before the first sample may be read. */
static void
to_float(const unsigned char *from, float *to, int n)
{
    int i = 0;
#ifdef __AVX2__
    const __m256i spread
        = _mm256_setr_epi8(-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1, 4, 5, 6,
                           -1, 7, 8, 9, -1, 10, 11, 12, -1, 13, 14, 15);
    const __m256 scale = _mm256_set1_ps(1.0f / 2147483648.0f);

    for (; i + 8 <= n; i += 8) {
        const __m128i low = _mm_loadu_si128((const void *)(from + 3 * i));
        const __m128i high = _mm_loadu_si128((const void *)(from + 3 * i + 8));
        const __m256i v = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
        const __m256 f = _mm256_cvtepi32_ps(_mm256_shuffle_epi8(v, spread));
        _mm256_storeu_ps(to + i, _mm256_mul_ps(f, scale));
    }
#endif
    for (; i < n; i++) {
        int32_t v;
        memcpy(&v, from + 3 * i - 1, 4);
        to[i] = (float)(v >> 8) * (1.0f / 8388608.0f);
    }
}

static void
to_bytes(const float *from, unsigned char *to, int n)
{
    for (int i = 0; i < n; i++) {
        const float top = 8388607.0f / 8388608;
        const float s = from[i] < -1 ? -1 : from[i] > top ? top : from[i];
        const int32_t v = (int32_t)rintf(s * 8388608.0f);
        to[3 * i] = v;
        to[3 * i + 1] = v >> 8;
        to[3 * i + 2] = v >> 16;
    }
}

static void
mix_stem(const struct stem *stem, long at, int frames)
{
    const int n = frames * stem->channels;

    if (pread(stem->fd, raw + LEAD, 3 * n, stem->data + at * 3 * stem->channels) != 3 * n) {
        perror("floor_mix");
        exit(1);
    }
    to_float(raw + LEAD, x, n);
    if (stem->channels == 2) {
        for (int i = 0; i < n; i++)
            mix[i] += x[i] * stem->left;
        return;
    }
    for (int i = 0; i < n; i++) {
        mix[2 * i] += x[i] * stem->left;
        mix[2 * i + 1] += x[i] * stem->right;
    }
}

static void
put32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = value >> (8 * i);
}

static void
write_head(FILE *file, long frames)
{
    unsigned char head[44] = "RIFF....WAVEfmt \20\0\0\0\1\0\2\0";

    put32(head + 4, 36 + (uint32_t)frames * 6);
    put32(head + 24, RATE);
    put32(head + 28, RATE * 6);
    head[32] = 6;
    head[34] = 24;
    memcpy(head + 36, "data", 4);
    put32(head + 40, (uint32_t)frames * 6);
    fwrite(head, 1, sizeof head, file);
}

static double
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static int
open_song(const char *song, long *longest)
{
    char path[4096], name[256];
    float gain, pan;
    long frames;
    int count = 0, channels;

    snprintf(path, sizeof path, "%s/song.tsv", song);
    FILE *list = fopen(path, "r");
    while (list && count < MOST
           && fscanf(list, "%255s %d %f %f %ld", name, &channels, &gain, &pan, &frames) == 5) {
        struct stem *stem = &stems[count++];

        snprintf(path, sizeof path, "%s/%s", song, name);
        stem->fd = open(path, O_RDONLY);
        stem->data = data_chunk(stem->fd);
        stem->channels = channels;
        stem->left = channels == 2 ? gain : gain * cosf(pan * (float)M_PI_2);
        stem->right = channels == 2 ? gain : gain * sinf(pan * (float)M_PI_2);
        *longest = frames > *longest ? frames : *longest;
    }
    return count;
}

int
main(int argc, char **argv)
{
    long frames = 0;
    const int count = argc == 3 ? open_song(argv[1], &frames) : 0;
    FILE *file = count > 0 ? fopen(argv[2], "wb") : NULL;

    if (!file) {
        fprintf(stderr, "usage: floor_mix SONG OUT.wav\n");
        return 2;
    }
    write_head(file, frames);
    const double begun = now();
    for (long at = 0; at < frames; at += BLOCK) {
        const int n = frames - at < BLOCK ? (int)(frames - at) : BLOCK;

        memset(mix, 0, sizeof mix);
        for (int i = 0; i < count; i++)
            mix_stem(&stems[i], at, n);
        to_bytes(mix, out, 2 * n);
        fwrite(out, 6, n, file);
    }
    fclose(file);
    const double took = now() - begun;
    printf("%.3f %.0f\n", took, (double)frames / RATE / took);
    return 0;
}
