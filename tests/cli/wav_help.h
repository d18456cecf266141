/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wav_help.h: small sound files for the tests of the command. */
#ifndef TESTS_CLI_WAV_HELP_H
#define TESTS_CLI_WAV_HELP_H

#include <stdint.h>

/* Write folder/name: 16 bits, `channels` channels, `frames` frames at `rate`; frame
 * i of channel c is value(i, c), full scale 32767. */
void wav_write(const char *folder, const char *name, int rate, int channels,
               int64_t frames, int16_t (*value)(int64_t frame, int channel));

/* Some sounds: a tone of 441 Hz at 44.1 kHz, -12 dB; a ramp that says which frame
 * it is; a click each 4800 frames. */
int16_t wav_tone(int64_t frame, int channel);
int16_t wav_ramp(int64_t frame, int channel);
int16_t wav_clicks(int64_t frame, int channel);

#endif
