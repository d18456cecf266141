/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/cli/wav_help.h"

#include "tests/test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void
put(FILE *file, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        fputc(value >> (8 * i) & 0xff, file);
}

void
wav_write(const char *folder, const char *name, int rate, int channels, int64_t frames,
          int16_t (*value)(int64_t frame, int channel))
{
    const uint32_t bytes = (uint32_t)(frames * channels * 2);
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("RIFF", file);
    put(file, 36 + bytes, 4);
    fputs("WAVEfmt ", file);
    put(file, 16, 4);
    put(file, 1, 2);
    put(file, channels, 2);
    put(file, rate, 4);
    put(file, rate * channels * 2, 4);
    put(file, channels * 2, 2);
    put(file, 16, 2);
    fputs("data", file);
    put(file, bytes, 4);
    for (int64_t i = 0; i < frames; i++)
        for (int c = 0; c < channels; c++)
            put(file, (uint16_t)value(i, c), 2);
    assert_int_equal(fclose(file), 0);
}

int16_t
wav_tone(int64_t frame, int channel)
{
    return (int16_t)lrint(8192.0 * sin(2.0 * M_PI * (double)frame * 0.01 + channel));
}

int16_t
wav_ramp(int64_t frame, int channel)
{
    return (int16_t)(frame % 20000 + channel);
}

int16_t
wav_clicks(int64_t frame, int channel)
{
    (void)channel;
    return frame % 4800 == 0 ? 16384 : 0;
}
