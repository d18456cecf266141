/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A PCM of alsa-lib's own making («ioplug») with both directions on one clock, which starts
 * when all that is open runs.  There is no thread in it: time passes when its user asks how
 * far it is.  Samples are moved as bytes, whatever they mean. */
#include "config.h"

#if HAVE_ALSA

#include "tests/drivers/card_help.h"
#include "tests/drivers/ramp.h"
#include "tests/test.h"

#include <alsa/pcm_external.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { CHANNELS = 2, RATE = 48000, TICK = 48, RING = 1 << 14, BYTES = 4 };
static const int64_t TICK_NS = 1000000, MOST_BEHIND_NS = 100000000;

/* One direction. */
struct side {
    snd_pcm_ioplug_t io;
    bool open, runs, xrun;
    snd_pcm_uframes_t at, boundary; /* frames; `at`: the card's pointer */
};

static struct card {
    pthread_mutex_t lock; /* over all that stands here */
    _Atomic bool overrun;
    snd_pcm_format_t format;
    unsigned delay;
    uint64_t now; /* frames that have passed, … */
    int64_t time; /* … and the time until when they have, ns */
    struct side playback, capture;
    uint32_t ring[RING];
    struct card_heard heard;
    int64_t first;
} card = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* --- the clock ------------------------------------------------------------------------- */

/* Frames of sound to be played, or of room for what is captured. */
static snd_pcm_uframes_t
ready(const struct side *side)
{
    return snd_pcm_ioplug_hw_avail(&side->io, side->at, side->io.appl_ptr);
}

static bool
may_tick(const struct side *side)
{
    return !side->open || (side->runs && !side->xrun && ready(side) >= TICK);
}

static uint32_t *
sample(const struct side *side, unsigned channel, unsigned i)
{
    const snd_pcm_channel_area_t *area
        = &snd_pcm_ioplug_mmap_areas((snd_pcm_ioplug_t *)&side->io)[channel];
    const snd_pcm_uframes_t frame = (side->at + i) % side->io.buffer_size;

    return (uint32_t *)((uint8_t *)area->addr + (area->first + area->step * frame) / 8);
}

static uint32_t
bits_of(float x)
{
    uint32_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static void
hear(uint32_t bits)
{
    float x;

    memcpy(&x, &bits, sizeof x);
    if (card.first < 0 && x != 0)
        card.first = ramp_index(x) - card.heard.frames;
    if (card.first >= 0 && ramp_index(x) != (card.first + card.heard.frames) % RAMP_PERIOD)
        card.heard.astray = card.heard.frames;
    card.heard.frames++;
}

static void
tick_frame(unsigned i)
{
    uint32_t *in = &card.ring[card.now % RING];

    *in = bits_of(ramp_at(card.now));
    if (card.playback.open) {
        *in = *sample(&card.playback, 0, i);
        hear(*in);
    }
    for (unsigned c = 0; card.capture.open && c < CHANNELS; c++)
        *sample(&card.capture, c, i) = card.ring[(card.now - card.delay) % RING];
    card.now++;
}

static void
tick(void)
{
    struct side *const sides[] = {&card.playback, &card.capture};

    for (unsigned i = 0; i < TICK; i++)
        tick_frame(i);
    for (size_t k = 0; k < 2; k++)
        if (sides[k]->open)
            sides[k]->at = (sides[k]->at + TICK) % sides[k]->boundary;
    card.time += TICK_NS;
}

static int64_t
time_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* As far as time has, unless somebody would lose by it; what is behind is made up for. */
static void
go_on(void)
{
    const int64_t now = time_now();

    while (card.time + TICK_NS <= now && may_tick(&card.playback) && may_tick(&card.capture))
        tick();
    if (card.time < now - MOST_BEHIND_NS)
        card.time = now - MOST_BEHIND_NS;
}

/* --- what alsa-lib calls --------------------------------------------------------------- */

static int
set_running(snd_pcm_ioplug_t *io, bool runs)
{
    struct side *side = io->private_data;

    pthread_mutex_lock(&card.lock);
    side->runs = runs;
    pthread_mutex_unlock(&card.lock);
    return 0;
}

static int
start(snd_pcm_ioplug_t *io)
{
    return set_running(io, true);
}

static int
stop(snd_pcm_ioplug_t *io)
{
    return set_running(io, false);
}

static int
prepare(snd_pcm_ioplug_t *io)
{
    struct side *side = io->private_data;

    pthread_mutex_lock(&card.lock);
    side->at = 0;
    side->xrun = false;
    pthread_mutex_unlock(&card.lock);
    return 0;
}

/* What was on its way has gone by, too. */
static void
overrun(void)
{
    card.playback.xrun = card.playback.open;
    card.capture.xrun = card.capture.open;
    memset(card.ring, 0, sizeof card.ring);
}

static snd_pcm_sframes_t
pointer(snd_pcm_ioplug_t *io)
{
    const struct side *side = io->private_data;

    pthread_mutex_lock(&card.lock);
    if (atomic_exchange(&card.overrun, false))
        overrun();
    go_on();
    const snd_pcm_sframes_t at = side->xrun ? -EPIPE : (snd_pcm_sframes_t)side->at;
    pthread_mutex_unlock(&card.lock);
    return at;
}

static int
software(snd_pcm_ioplug_t *io, snd_pcm_sw_params_t *params)
{
    struct side *side = io->private_data;

    return snd_pcm_sw_params_get_boundary(params, &side->boundary);
}

/* It is woken at each tick, and looks how much there is. */
static int
woken(snd_pcm_ioplug_t *io, struct pollfd *fds, unsigned count, unsigned short *events)
{
    uint64_t times;

    *events = 0;
    if (fds[0].revents & POLLIN) {
        (void)!read(io->poll_fd, &times, sizeof times);
        *events = io->stream == SND_PCM_STREAM_PLAYBACK ? POLLOUT : POLLIN;
    }
    return 0;
}

static int
close_side(snd_pcm_ioplug_t *io)
{
    struct side *side = io->private_data;

    pthread_mutex_lock(&card.lock);
    side->open = side->runs = false;
    pthread_mutex_unlock(&card.lock);
    close(io->poll_fd);
    return 0;
}

static const snd_pcm_ioplug_callback_t CALLBACKS = {
    .start = start,
    .stop = stop,
    .pointer = pointer,
    .close = close_side,
    .sw_params = software,
    .prepare = prepare,
    .poll_revents = woken,
};

static int
limit(snd_pcm_ioplug_t *io)
{
    const unsigned access[]
        = {SND_PCM_ACCESS_MMAP_NONINTERLEAVED, SND_PCM_ACCESS_MMAP_INTERLEAVED};
    const unsigned format = card.format, frame = CHANNELS * BYTES;

    if (snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 2, access) < 0
        || snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 1, &format) < 0
        || snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, CHANNELS,
                                           CHANNELS) < 0
        || snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_RATE, RATE, RATE) < 0
        || snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 16 * frame,
                                           8192 * frame) < 0
        || snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, 2, 16) < 0)
        return -EINVAL;
    return 0;
}

static int
metronome(void)
{
    const struct itimerspec time = {{.tv_nsec = TICK_NS}, {.tv_nsec = TICK_NS}};
    const int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

    if (fd >= 0)
        (void)timerfd_settime(fd, 0, &time, NULL);
    return fd;
}

static int
open_side(struct side *side, snd_pcm_t **pcm, snd_pcm_stream_t stream, int mode)
{
    pthread_mutex_lock(&card.lock);
    *side = (struct side){.boundary = RING};
    side->io.version = SND_PCM_IOPLUG_VERSION;
    side->io.name = CARD_NAME;
    side->io.flags = SND_PCM_IOPLUG_FLAG_MONOTONIC | SND_PCM_IOPLUG_FLAG_BOUNDARY_WA;
    side->io.callback = &CALLBACKS;
    side->io.private_data = side;
    side->io.mmap_rw = 1;
    side->io.poll_fd = metronome();
    side->io.poll_events = POLLIN;
    side->open = true;
    pthread_mutex_unlock(&card.lock);
    int error = snd_pcm_ioplug_create(&side->io, CARD_NAME, stream, mode);
    if (!error)
        error = limit(&side->io);
    if (!error)
        *pcm = side->io.pcm;
    return error;
}

/* In place of alsa-lib's, which this program's own comes before. */
int
snd_pcm_open(snd_pcm_t **pcm, const char *name, snd_pcm_stream_t stream, int mode)
{
    typedef int opener(snd_pcm_t **, const char *, snd_pcm_stream_t, int);
    opener *const other = (opener *)dlsym(RTLD_NEXT, "snd_pcm_open");

    if (strcmp(name, CARD_NAME) != 0)
        return other(pcm, name, stream, mode);
    return open_side(stream == SND_PCM_STREAM_CAPTURE ? &card.capture : &card.playback, pcm,
                     stream, mode);
}

/* --- what tests call ------------------------------------------------------------------- */

void
card_plug_in(snd_pcm_format_t format, unsigned delay)
{
    card.format = format;
    card.delay = delay;
    card.now = 0;
    card.first = -1;
    card.heard = (struct card_heard){.astray = -1};
    memset(card.ring, 0, sizeof card.ring);
}

void
card_overrun(void)
{
    atomic_store(&card.overrun, true);
}

struct card_heard
card_heard(void)
{
    pthread_mutex_lock(&card.lock);
    const struct card_heard heard = card.heard;
    pthread_mutex_unlock(&card.lock);
    return heard;
}

#endif
