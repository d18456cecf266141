/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exclusive.c: preloaded by window_first.py: a device «card» of ALSA that whoever has it open
 * has alone, as hardware is. */
#define _GNU_SOURCE
#include <alsa/asoundlib.h>
#include <dlfcn.h>
#include <errno.h>
#include <string.h>

typedef int open_fn(snd_pcm_t **pcm, const char *name, snd_pcm_stream_t stream, int mode);
typedef int close_fn(snd_pcm_t *pcm);

static snd_pcm_t *held[2]; /* a direction each */

int
snd_pcm_open(snd_pcm_t **pcm, const char *name, snd_pcm_stream_t stream, int mode)
{
    open_fn *const open = (open_fn *)dlsym(RTLD_NEXT, "snd_pcm_open");

    if (strcmp(name, "card") != 0)
        return open(pcm, name, stream, mode);
    if (held[stream])
        return -EBUSY;
    const int error = open(pcm, name, stream, mode);

    if (error == 0)
        held[stream] = *pcm;
    return error;
}

int
snd_pcm_close(snd_pcm_t *pcm)
{
    close_fn *const close = (close_fn *)dlsym(RTLD_NEXT, "snd_pcm_close");

    for (int i = 0; i < 2; i++)
        if (held[i] == pcm)
            held[i] = NULL;
    return close(pcm);
}
