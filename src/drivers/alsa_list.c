/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What devices there are, what they can, and who holds those that are busy. */
#include "config.h"

#if HAVE_ALSA

#include "base/text.h"
#include "drivers/alsa_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t RATES[] = {8000,  11025, 16000,  22050,  32000,  44100, 48000,
                                 88200, 96000, 176400, 192000, 352800, 384000};

/* Plug-ins and parts of others that alsa-lib lists: nothing to choose for a studio.
 */
static const char *const PARTS[] = {
    "null",      "lavrate",  "samplerate", "speexrate", "speex",
    "upmix",     "vdownmix", "oss",        "jack",      "surround",
    "front",     "iec958",   "sysdefault", "dmix",      "dsnoop",
    "usbstream", "hdmi",     "plughw",     "hw",        "a52",
};

static void
quiet(const char *file, int line, const char *function, int error, const char *text,
      ...)
{
    (void)file, (void)line, (void)function, (void)error, (void)text;
}

void
alsa_hush(void)
{
    snd_lib_error_set_handler(quiet);
}

/* --- who holds it ------------------------------------------------------------ */

static long
owner(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[128];
    long pid = 0;

    while (file && pid == 0 && fgets(line, sizeof line, file))
        (void)sscanf(line, "owner_pid : %ld", &pid);
    if (file)
        fclose(file);
    return pid;
}

static void
program(const char *proc, long pid, char *name, size_t size)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%ld/comm", proc, pid);
    FILE *file = fopen(path, "r");
    if (!file || !fgets(name, (int)size, file))
        snprintf(name, size, "%s", _("a program"));
    name[strcspn(name, "\n")] = '\0';
    if (file)
        fclose(file);
}

bool
alsa_holder(const char *proc, int card, int device, bool capture, char *line,
            size_t size)
{
    enum { MOST_SUBDEVICES = 32 };

    for (int sub = 0; sub < MOST_SUBDEVICES; sub++) {
        char path[256], name[64];

        snprintf(path, sizeof path, "%s/asound/card%d/pcm%d%c/sub%d/status", proc,
                 card, device, capture ? 'c' : 'p', sub);
        const long pid = owner(path);
        if (pid > 0) {
            program(proc, pid, name, sizeof name);
            snprintf(line, size, _("%s (process %ld) holds it"), name, pid);
            return true;
        }
    }
    return false;
}

/* «hw:1,0», «plughw:CARD=UMC204HD,DEV=0», «hw:UMC204HD»; false: not a card's. */
static bool
parse_name(const char *name, int *card, int *device)
{
    char id[64] = "";
    const char *colon = strchr(name, ':');

    *device = 0;
    if (!colon || (strncmp(name, "hw:", 3) && strncmp(name, "plughw:", 7)))
        return false;
    if (strncmp(colon + 1, "CARD=", 5) == 0)
        colon += 5;
    (void)sscanf(colon + 1, "%63[^,]", id);
    const char *comma = strchr(colon, ',');
    if (comma && strncmp(comma + 1, "DEV=", 4) == 0)
        comma += 4;
    if (comma)
        *device = atoi(comma + 1);
    *card = snd_card_get_index(id);
    return *card >= 0;
}

bool
alsa_name_holder(const char *name, bool capture, char *line, size_t size)
{
    int card, device;

    return parse_name(name, &card, &device)
           && alsa_holder("/proc", card, device, capture, line, size);
}

/* --- what it can ------------------------------------------------------------- */

static void
note_rates(snd_pcm_t *pcm, snd_pcm_hw_params_t *params,
           struct driver_device *device)
{
    size_t count = 0;

    (void)snd_pcm_hw_params_set_rate_resample(pcm, params, 0);
    for (size_t i = 0; i < COUNT(RATES) && count < DRIVER_MAX_RATES - 1; i++)
        if (snd_pcm_hw_params_test_rate(pcm, params, RATES[i], 0) == 0)
            device->rates[count++] = RATES[i];
}

/* Ask without waiting and without configuring: nobody is disturbed.  Returns 0 or
 * the error of opening. */
static int
look(struct driver_device *device, bool capture)
{
    snd_pcm_hw_params_t *params;
    snd_pcm_t *pcm;
    unsigned channels = 0;
    const int error
        = snd_pcm_open(&pcm, device->name,
                       capture ? SND_PCM_STREAM_CAPTURE : SND_PCM_STREAM_PLAYBACK,
                       SND_PCM_NONBLOCK);

    if (error < 0)
        return error;
    if (snd_pcm_hw_params_malloc(&params) == 0) {
        if (snd_pcm_hw_params_any(pcm, params) >= 0
            && snd_pcm_hw_params_get_channels_max(params, &channels) == 0) {
            if (channels > DRIVER_MAX_CHANNELS)
                channels = DRIVER_MAX_CHANNELS;
            *(capture ? &device->inputs : &device->outputs) = channels;
            if (!device->rates[0])
                note_rates(pcm, params, device);
        }
        snd_pcm_hw_params_free(params);
    }
    snd_pcm_close(pcm);
    return 0;
}

struct walk {
    void (*each)(void *user, const struct driver_device *device);
    void *user;
};

static void
tell(const struct walk *walk, const char *name, const char *title)
{
    struct driver_device device = {.name = name, .title = title};
    char held[128];
    const int out = look(&device, false), in = look(&device, true);

    if (out == -EBUSY || in == -EBUSY) {
        device.held = _("another program holds it");
        if (alsa_name_holder(name, out != -EBUSY, held, sizeof held))
            device.held = held;
    }
    if (device.inputs > 0 || device.outputs > 0 || device.held)
        walk->each(walk->user, &device);
}

/* --- which there are --------------------------------------------------------- */

static void
tell_device(const struct walk *walk, snd_ctl_t *control,
            const snd_ctl_card_info_t *card, int number)
{
    const char *id = snd_ctl_card_info_get_id(card);
    snd_pcm_info_t *info;
    char name[64], title[160];
    bool known;

    if (snd_pcm_info_malloc(&info) < 0)
        return;
    snd_pcm_info_set_device(info, (unsigned)number);
    snd_pcm_info_set_subdevice(info, 0);
    snd_pcm_info_set_stream(info, SND_PCM_STREAM_PLAYBACK);
    known = snd_ctl_pcm_info(control, info) == 0;
    if (!known) {
        snd_pcm_info_set_stream(info, SND_PCM_STREAM_CAPTURE);
        known = snd_ctl_pcm_info(control, info) == 0;
    }
    snprintf(name, sizeof name, "hw:CARD=%s,DEV=%d", id, number);
    snprintf(title, sizeof title, "%s, %s", snd_ctl_card_info_get_name(card),
             known ? snd_pcm_info_get_name(info) : name);
    snd_pcm_info_free(info);
    tell(walk, name, title);
}

static void
tell_cards(const struct walk *walk)
{
    int card = -1;

    while (snd_card_next(&card) == 0 && card >= 0) {
        char name[32];
        snd_ctl_t *control;
        snd_ctl_card_info_t *info;
        int device = -1;

        snprintf(name, sizeof name, "hw:%d", card);
        if (snd_ctl_open(&control, name, SND_CTL_NONBLOCK) < 0)
            continue;
        if (snd_ctl_card_info_malloc(&info) == 0) {
            if (snd_ctl_card_info(control, info) == 0)
                while (snd_ctl_pcm_next_device(control, &device) == 0
                       && device >= 0)
                    tell_device(walk, control, info, device);
            snd_ctl_card_info_free(info);
        }
        snd_ctl_close(control);
    }
}

static bool
is_part(const char *name)
{
    const size_t length = strcspn(name, ":");

    for (size_t i = 0; i < COUNT(PARTS); i++)
        if (strlen(PARTS[i]) == length && strncmp(name, PARTS[i], length) == 0)
            return true;
    return strcmp(name, "default") == 0; /* has been told */
}

/* What the configuration names: sound servers, a user's own. */
static void
tell_named(const struct walk *walk)
{
    void **hints;

    if (snd_device_name_hint(-1, "pcm", &hints) < 0)
        return;
    for (void **hint = hints; *hint; hint++) {
        char *name = snd_device_name_get_hint(*hint, "NAME");
        char *title = snd_device_name_get_hint(*hint, "DESC");

        if (name && !is_part(name)) {
            if (title)
                title[strcspn(title, "\n")] = '\0';
            tell(walk, name, title ? title : name);
        }
        free(name);
        free(title);
    }
    snd_device_name_free_hint(hints);
}

void
alsa_devices(void (*each)(void *user, const struct driver_device *device),
             void *user)
{
    const struct walk walk = {each, user};

    alsa_hush();
    (void)snd_config_update(); /* the configuration may have changed since */
    tell(&walk, "default", _("what the system calls the default"));
    tell_cards(&walk);
    tell_named(&walk);
}

bool
alsa_usable(char *why_not, size_t size)
{
    struct driver_device device = {.name = "default"};
    char held[128];

    alsa_hush();
    (void)snd_config_update();
    const int error = look(&device, false);
    snprintf(why_not, size, "%s", "");
    if (error == 0 && device.outputs > 0)
        return true;
    if (error == -EBUSY && alsa_holder("/proc", 0, 0, false, held, sizeof held))
        snprintf(why_not, size, _("ALSA's default device is busy: %s"), held);
    else if (error == -EBUSY)
        snprintf(why_not, size, "%s", _("ALSA's default device is busy"));
    else
        snprintf(why_not, size, "%s", _("ALSA has no device to play to"));
    return false;
}

#endif
