/* SPDX-License-Identifier: GPL-3.0-or-later */
/* card_help.h: a sound card for ALSA, inside the test: what it plays it captures some frames
 * later.  Its clock goes no faster than time, and waits for whoever is late; so nothing is
 * lost on any machine, and a frame that is not where it should be was put there by us. */
#ifndef TESTS_DRIVERS_CARD_HELP_H
#define TESTS_DRIVERS_CARD_HELP_H

#include "config.h"

#if HAVE_ALSA
#include <alsa/asoundlib.h>
#include <stdint.h>

/* What snd_pcm_open() knows it by, in a program that is linked with this. */
#define CARD_NAME "card"

/* While nobody has it open.  `format`: of four bytes a sample. */
void card_plug_in(snd_pcm_format_t format, unsigned delay);

/* Any thread: its time has run on while nobody was ready: who uses it just now has an xrun. */
void card_overrun(void);

/* As long as nobody plays to it, it captures the ramp (ramp.h), in floats.  How many frames
 * were played to its first channel, and which was the last that is not the ramp's, counted
 * by the first that is one; -1: none. */
struct card_heard {
    int64_t frames, astray;
};
struct card_heard card_heard(void);

#endif
#endif
