/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alsa_private.h: the driver «alsa»: what its files share. */
#ifndef DRIVERS_ALSA_PRIVATE_H
#define DRIVERS_ALSA_PRIVATE_H

#include "drivers/kinds.h"
#include "dsp/convert.h"

#include <alsa/asoundlib.h>
#include <pthread.h>
#include <stdatomic.h>

enum { ALSA_MAX_FDS = 16 };

/* One direction of a device. */
struct alsa_stream {
    snd_pcm_t *pcm; /* NULL: this direction is not used */
    bool capture;
    snd_pcm_format_t only; /* SND_PCM_FORMAT_S16 …: no other; 0 or less: the best */
    bool interleaved;
    bool in_words; /* 24 bits in the low three bytes of four: by way of `scratch` */
    enum sample_format format; /* in the device; in_words: in scratch */
    unsigned channels, rate;
    snd_pcm_uframes_t period, buffer;
    /* Frames of room, or of sound, that a cycle needs: more than the block where
     * the device's buffer is longer than what we keep filled of it. */
    snd_pcm_uframes_t need;
    struct pollfd fds[ALSA_MAX_FDS];
    unsigned n_fds;
    void *scratch; /* `period` frames of all channels */
    float *channel[DRIVER_MAX_CHANNELS]; /* the device's: maybe more than wanted */
};

struct alsa_driver {
    struct driver driver;
    char name[128];
    struct alsa_stream capture, playback;
    bool linked;
    float *memory;
    pthread_t thread;
    bool started, realtime;
    uint32_t capture_latency, playback_latency;
    int64_t last; /* process thread: when the last cycle's frames were there, ns */
    _Atomic bool quit;
    _Atomic int lost; /* the error with which the device went away */
    _Atomic uint64_t cycles, xruns, missed;
};

/* Main thread: open one direction as near to the configuration as the device can;
 * what was got stands in the stream.  ST_NOT_FOUND, ST_BUSY, ST_UNSUPPORTED, ST_IO.
 */
NODISCARD enum status alsa_stream_open(struct alsa_stream *stream, const char *name,
                                       const struct driver_config *config,
                                       struct fault *fault);
void alsa_stream_close(struct alsa_stream *stream);

/* Main thread: the block is known: how much is kept filled, and when to wake up. */
NODISCARD enum status alsa_stream_arm(struct alsa_stream *stream, unsigned block,
                                      struct fault *fault);

/* Process thread: move `frames` frames between the device and stream->channel[].
 * Returns 0, or the error of an xrun or of a lost device. */
int alsa_stream_move(struct alsa_stream *stream, snd_pcm_uframes_t frames);

/* Process thread: `user` is the driver; until it is told to quit. */
void *alsa_run(void *user);

/* Main thread: the table's usable() and devices(). */
bool alsa_usable(char *why_not, size_t size);
void alsa_devices(void (*each)(void *user, const struct driver_device *device),
                  void *user);

/* Main thread: alsa-lib talks to stderr; what matters is in our own faults. */
void alsa_hush(void);

/* Main thread: who holds a card's device, «jackd (1234) holds it», from the files
 * below `proc`; false: nobody, or nobody knows. */
bool alsa_holder(const char *proc, int card, int device, bool capture, char *line,
                 size_t size);

/* Main thread: the same for a name as «hw:1,0» or «plughw:CARD=UMC,DEV=0». */
bool alsa_name_holder(const char *name, bool capture, char *line, size_t size);

#endif
