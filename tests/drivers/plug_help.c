/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/drivers/plug_help.h"

#if HAVE_ALSA && HAVE_JACK

#include "drivers/jack_private.h"
#include "tests/test.h"

#include <alsa/asoundlib.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The driver keeps three of its blocks ahead, and plays one at a time: one behind it may
 * be.  The server waits no longer than its time-out. */
enum { ALSA_BLOCK = 512, CAUGHT_UP = 100, WAIT_MS = 1500, LIMIT_MS = 60000 };

static const char CONFIGURATION[]
    = "pcm.probe {\n"
      "  type jack\n"
      "  playback_ports { 0 probe:in 1 system:playback_2 }\n"
      "  capture_ports { 0 probe:out 1 system:capture_2 }\n"
      "}\n"
      "pcm.loop {\n"
      "  type jack\n"
      "  playback_ports { 0 loop:in 1 system:playback_2 }\n"
      "  capture_ports { 0 loop:out 1 system:capture_2 }\n"
      "}\n";

/* --- how far who plays has come -------------------------------------------------------- */

typedef snd_pcm_sframes_t committer(snd_pcm_t *, snd_pcm_uframes_t, snd_pcm_uframes_t);

static committer *library;
static _Atomic int64_t played;

__attribute__((constructor)) static void
find_library(void)
{
    library = (committer *)dlsym(RTLD_NEXT, "snd_pcm_mmap_commit");
}

/* In place of alsa-lib's, which this program's own comes before. */
snd_pcm_sframes_t
snd_pcm_mmap_commit(snd_pcm_t *pcm, snd_pcm_uframes_t offset, snd_pcm_uframes_t frames)
{
    const snd_pcm_sframes_t done = library(pcm, offset, frames);

    if (done > 0 && snd_pcm_stream(pcm) == SND_PCM_STREAM_PLAYBACK)
        atomic_fetch_add(&played, done);
    return done;
}

static int64_t
lead_of(const struct plug *plug)
{
    return atomic_load(&played) - (int64_t)plug->passed;
}

static int
process(jack_nframes_t frames, void *user)
{
    struct plug *plug = user;

    plug->passed += frames;
    if (!atomic_load(&plug->waits)) {
        plug->most = INT64_MIN / 2;
        return 0;
    }
    for (int ms = 0; lead_of(plug) < plug->most - ALSA_BLOCK && ms < WAIT_MS
                     && atomic_load(&plug->waits);
         ms++)
        moment();
    if (lead_of(plug) > plug->most)
        plug->most = lead_of(plug);
    atomic_fetch_add(&plug->cycles, 1);
    return 0;
}

/* --- what tests call ------------------------------------------------------------------- */

static void
configure(struct plug *plug)
{
    char path[128];

    strcpy(plug->folder, "/tmp/rem-plug-XXXXXX");
    assert_non_null(mkdtemp(plug->folder));
    snprintf(path, sizeof path, "%s/asound.conf", plug->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(CONFIGURATION, file);
    fclose(file);
    setenv("ALSA_CONFIG_PATH", path, 1);
    snd_config_update_free_global();
}

void
plug_in(struct plug *plug, unsigned block)
{
    *plug = (struct plug){0};
    server_need(&plug->server, 48000, block, true);
    configure(plug);
    plug->pace = jack_join("pace", NULL, NULL, NULL);
    assert_non_null(plug->pace);
    assert_int_equal(jack_set_process_callback(plug->pace, process, plug), 0);
    assert_int_equal(jack_activate(plug->pace), 0);
}

void
plug_out(struct plug *plug)
{
    char path[128];

    jack_leave(plug->pace, NULL);
    server_stop(&plug->server);
    snprintf(path, sizeof path, "%s/asound.conf", plug->folder);
    unlink(path);
    rmdir(plug->folder);
}

void
plug_keep_pace(struct plug *plug)
{
    atomic_store(&plug->cycles, 0);
    atomic_store(&plug->waits, true);
    for (int ms = 0; plug->cycles < CAUGHT_UP && ms < LIMIT_MS; ms++)
        moment();
    assert_true(plug->cycles >= CAUGHT_UP);
}

void
plug_let_go(struct plug *plug)
{
    atomic_store(&plug->waits, false);
}

#endif
