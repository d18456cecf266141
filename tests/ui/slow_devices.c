/* SPDX-License-Identifier: GPL-3.0-or-later */
/* slow_devices.c: preloaded by window_slices.py: a sound system that takes its time.  What
 * devices of ALSA there are is told when there is no file $TMPDIR/held any more; «asked» is
 * there from then on when somebody has asked. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef int hint_fn(int card, const char *what, void ***hints);

int
snd_device_name_hint(int card, const char *what, void ***hints)
{
    hint_fn *const hint = (hint_fn *)dlsym(RTLD_NEXT, "snd_device_name_hint");
    char held[4096], asked[4096];

    snprintf(held, sizeof held, "%s/held", getenv("TMPDIR"));
    snprintf(asked, sizeof asked, "%s/asked", getenv("TMPDIR"));
    if (access(held, F_OK) == 0)
        fclose(fopen(asked, "w"));
    while (access(held, F_OK) == 0)
        usleep(1000);
    return hint(card, what, hints);
}
