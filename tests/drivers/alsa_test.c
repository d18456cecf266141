/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ALSA without hardware: a card of the test's own, and ALSA's plug-in for JACK on a server
 * and in a configuration of the test's own. */
#include "tests/test.h"

#include "config.h"

#if HAVE_ALSA && HAVE_JACK
#include "drivers/alsa_private.h"
#include "tests/drivers/card_help.h"
#include "tests/drivers/ramp.h"
#include "tests/drivers/server_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char CONFIGURATION[]
    = "pcm.studio {\n"
      "  type jack\n"
      "  playback_ports { 0 probe:in 1 system:playback_2 }\n"
      "  capture_ports { 0 probe:out 1 system:capture_2 }\n"
      "  hint { show on description \"The studio\" }\n"
      "}\n"
      "pcm.!default {\n"
      "  type jack\n"
      "  playback_ports { 0 system:playback_1 1 system:playback_2 }\n"
      "  capture_ports { 0 system:capture_1 1 system:capture_2 }\n"
      "}\n";

enum { DELAY = 777, LIMIT_MS = 60000 };

struct room {
    char folder[64];
    struct server server;
    struct probe probe;
};

/* What the driver calls: sends the ramp, and checks the one that it gets. */
struct client {
    uint64_t sent, expected;
    _Atomic bool locked;
    _Atomic uint64_t cycles, good, bad, gaps;
    _Atomic uint64_t late; /* frames after which the ramp came in */
    _Atomic unsigned stall_ms; /* the card cannot wait so long */
};

static void
write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void
configure(struct room *room)
{
    char path[128], text[2048];

    strcpy(room->folder, "/tmp/rem-alsa-XXXXXX");
    assert_non_null(mkdtemp(room->folder));
    snprintf(path, sizeof path, "%s/asound.conf", room->folder);
    snprintf(
        text, sizeof text,
        "%s"
        "pcm.nothing { type null }\n"
        "pcm.tape { type file slave.pcm nothing file \"%s/tape\" format raw }\n",
        CONFIGURATION, room->folder);
    write_text(path, text);
    setenv("ALSA_CONFIG_PATH", path, 1);
    snd_config_update_free_global();
}

static void
enter(struct room *room)
{
    configure(room);
    server_need(&room->server, 48000, 256, false);
    assert_true(probe_open(&room->probe, "probe", false));
}

static void
leave(struct room *room)
{
    char path[128];

    probe_close(&room->probe);
    server_stop(&room->server);
    snprintf(path, sizeof path, "%s/asound.conf", room->folder);
    unlink(path);
    rmdir(room->folder);
}

static void
gap(void *user, uint32_t frames)
{
    struct client *client = user;

    client->gaps += frames;
    client->locked = false;
}

static void
stall(unsigned ms)
{
    struct timespec begin, now;

    clock_gettime(CLOCK_MONOTONIC, &begin);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 < ms);
    card_overrun();
}

static void
cycle(void *user, const float *const *in, unsigned n_in, float *const *out,
      unsigned n_out, uint32_t frames)
{
    struct client *client = user;

    for (uint32_t i = 0; i < frames && n_in > 0; i++) {
        const int64_t index = ramp_index(in[0][i]);

        if (!client->locked && in[0][i] != 0 && index >= 0) {
            client->late = client->sent + i - (uint64_t)index;
            client->expected = (uint64_t)index;
            client->locked = true;
        }
        if (!client->locked)
            continue;
        if (index == (int64_t)(client->expected % RAMP_PERIOD))
            client->good++;
        else
            client->bad++;
        client->expected++;
    }
    for (unsigned c = 0; c < n_out; c++)
        for (uint32_t i = 0; i < frames; i++)
            out[c][i] = c == 0 ? ramp_at(client->sent + i) : 0.25f;
    client->sent += frames;
    client->cycles++;
    const unsigned ms = atomic_exchange(&client->stall_ms, 0);
    if (ms > 0)
        stall(ms);
}

static struct driver *
open_device(struct client *client, const char *device, unsigned inputs,
            unsigned outputs)
{
    const struct driver_config config = {
        .device = device,
        .rate = 48000,
        .block = 512,
        .inputs = inputs,
        .outputs = outputs,
        .cycle = cycle,
        .gap = gap,
        .user = client,
    };
    struct driver *driver;
    struct fault fault = {0};

    if (driver_open(&driver, driver_named("alsa"), &config, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    return driver;
}

static struct driver_state
state_of(struct driver *driver)
{
    struct driver_state state;

    driver_state(driver, &state);
    return state;
}

static void
await(const _Atomic uint64_t *count, uint64_t more)
{
    const uint64_t until = *count + more;

    for (int ms = 0; *count < until && ms < LIMIT_MS; ms++)
        moment();
    assert_true(*count >= until);
}

static struct driver *
open_card(struct client *client, snd_pcm_format_t format, unsigned inputs, unsigned outputs)
{
    card_plug_in(format, DELAY);
    return open_device(client, CARD_NAME, inputs, outputs);
}

static void
sound_goes_both_ways_exact_to_the_sample(void **state)
{
    static const snd_pcm_format_t FORMATS[]
        = {SND_PCM_FORMAT_FLOAT_LE, SND_PCM_FORMAT_S32_LE, SND_PCM_FORMAT_S24_LE};

    for (size_t i = 0; i < COUNT(FORMATS); i++) {
        struct client client = {0};
        struct driver *driver = open_card(&client, FORMATS[i], 2, 2);
        struct driver_state told = state_of(driver);

        assert_int_equal(told.health, DRIVER_STOPPED);
        assert_int_equal(told.rate, 48000);
        assert_int_equal(told.block, 512);
        assert_int_equal(told.inputs, 2);
        assert_int_equal(told.outputs, 2);
        assert_int_equal(told.capture_latency, 512);
        assert_int_equal(told.playback_latency, 1024);
        assert_int_equal(client.cycles, 0);
        assert_int_equal(driver_start(driver, NULL), ST_OK);
        await(&client.good, 24000);
        driver_stop(driver);
        told = state_of(driver);
        assert_int_equal(told.cycles, client.cycles);
        assert_int_equal(told.xruns + told.missed, 0);
        assert_int_equal(client.bad, 0);
        /* What was sent first came back so long after. */
        assert_int_equal(client.late, told.capture_latency + told.playback_latency + DELAY);
        driver_close(driver);
    }
}

static void
await_heard(int64_t frames)
{
    for (int ms = 0; card_heard().frames < frames && ms < LIMIT_MS; ms++)
        moment();
    assert_true(card_heard().frames >= frames);
}

static void
playback_alone_and_capture_alone_work(void **state)
{
    for (unsigned i = 0; i < 2; i++) {
        struct client client = {0};
        struct driver *driver = open_card(&client, SND_PCM_FORMAT_FLOAT_LE, i, 1 - i);

        assert_int_equal(state_of(driver).inputs, i);
        assert_int_equal(state_of(driver).outputs, 1 - i);
        assert_int_equal(driver_start(driver, NULL), ST_OK);
        if (i == 1)
            await(&client.good, 12000);
        else
            await_heard(12000);
        driver_stop(driver);
        const uint64_t cycles = client.cycles;
        assert_int_equal(client.bad, 0);
        assert_int_equal(card_heard().astray, -1);
        client.locked = false;
        assert_int_equal(driver_start(driver, NULL), ST_OK);
        await(&client.cycles, 20);
        assert_true(client.cycles > cycles);
        assert_int_equal(client.bad, 0);
        driver_close(driver);
    }
}

static void
an_xrun_is_counted_mended_and_told_as_a_gap(void **state)
{
    enum { STALL_MS = 200 };
    struct client client = {0};
    struct driver *driver = open_card(&client, SND_PCM_FORMAT_FLOAT_LE, 1, 1);

    assert_int_equal(driver_start(driver, NULL), ST_OK);
    await(&client.good, 4000);
    for (unsigned i = 1; i <= 3; i++) {
        const uint64_t gaps = client.gaps;

        client.stall_ms = STALL_MS;
        await(&client.gaps, 1);
        /* By the clock, from when the cycle before had begun; a little less is told. */
        assert_true(client.gaps - gaps >= (STALL_MS - 10) * 48);
        assert_int_equal(state_of(driver).xruns, i);
        assert_int_equal(state_of(driver).missed, client.gaps);
        const uint64_t bad = client.bad;
        await(&client.good, 8000);
        assert_int_equal(client.bad, bad);
    }
    assert_int_equal(state_of(driver).health, DRIVER_RUNNING);
    driver_close(driver);
}

static struct driver *
run_studio(struct client *client)
{
    struct driver *driver = open_device(client, "studio", 1, 1);

    assert_int_equal(driver_start(driver, NULL), ST_OK);
    await(&client->cycles, 10);
    return driver;
}

static void
a_device_that_goes_away_is_lost_and_opened_again(void **state)
{
    struct room room;
    struct client client = {0}, again = {0};

    enter(&room);
    struct driver *driver = run_studio(&client);
    server_kill(&room.server);
    for (int ms = 0; state_of(driver).health != DRIVER_LOST && ms < LIMIT_MS; ms++)
        moment();
    assert_int_equal(state_of(driver).health, DRIVER_LOST);
    assert_non_null(strstr(state_of(driver).why, "studio"));
    driver_close(driver);
    probe_close(&room.probe);
    assert_true(server_start(&room.server, 48000, 256, false));
    assert_true(probe_open(&room.probe, "probe", false));
    driver_close(run_studio(&again));
    leave(&room);
}

static void
find_studio(void *user, const struct driver_device *device)
{
    if (strcmp(device->name, "studio") != 0)
        return;
    assert_string_equal(device->title, "The studio");
    *(struct driver_device *)user = *device;
}

static void
devices_tell_their_channels_and_rates(void **state)
{
    struct room room;
    struct driver_device device = {0};
    struct driver *driver;
    struct fault fault;
    char why[256];
    struct client client = {0};
    const struct driver_config config = {.device = "nowhere",
                                         .rate = 48000,
                                         .block = 64,
                                         .outputs = 2,
                                         .cycle = cycle,
                                         .user = &client};

    enter(&room);
    assert_true(driver_named("alsa")->usable(why, sizeof why));
    driver_named("alsa")->devices(find_studio, &device);
    assert_non_null(device.name);
    assert_int_equal(device.inputs, 2);
    assert_int_equal(device.outputs, 2);
    assert_int_equal(device.rates[0], 48000);
    assert_int_equal(device.rates[1], 0);
    assert_null(device.held);
    assert_int_equal(driver_open(&driver, driver_named("alsa"), &config, &fault),
                     ST_NOT_FOUND);
    assert_string_equal(fault.where, "nowhere");
    leave(&room);
}

/* ALSA's own plug-in «file» keeps what a device would have got; 0.5 and -0.25 are
 * the same bytes in each format, whatever is around them. */
static void
check_bytes(const char *path, snd_pcm_format_t format, unsigned frames)
{
    const int width = snd_pcm_format_physical_width(format) / 8;
    FILE *file = fopen(path, "rb");
    uint8_t bytes[8];

    assert_non_null(file);
    for (unsigned i = 0; i < 2 * frames; i++) {
        int32_t value = 0;

        assert_int_equal(fread(bytes, width, 1, file), 1);
        /* The sample's upper 16 bits, by the definition of each format. */
        switch (format) {
        case SND_PCM_FORMAT_S16_LE:
            value = (int16_t)(bytes[1] << 8 | bytes[0]);
            break;
        case SND_PCM_FORMAT_S16_BE:
            value = (int16_t)(bytes[0] << 8 | bytes[1]);
            break;
        case SND_PCM_FORMAT_S24_3LE:
        case SND_PCM_FORMAT_S24_LE:
            value = (int16_t)(bytes[2] << 8 | bytes[1]);
            break;
        default:
            value = (int16_t)(bytes[3] << 8 | bytes[2]);
            break;
        }
        if (format == SND_PCM_FORMAT_S24_LE)
            assert_int_equal(bytes[3], bytes[2] & 0x80 ? 0xff : 0);
        assert_int_equal(value, i % 2 ? -8192 : i == 2 * 7 ? 16384 : 0);
    }
    fclose(file);
}

static void
integers_of_all_widths_are_what_a_card_expects(void **state)
{
    static const snd_pcm_format_t FORMATS[] = {
        SND_PCM_FORMAT_S16_LE, SND_PCM_FORMAT_S24_3LE, SND_PCM_FORMAT_S24_LE,
        SND_PCM_FORMAT_S32_LE, SND_PCM_FORMAT_S16_BE,
    };
    enum { FRAMES = 256 };
    struct room room;
    char path[128];

    configure(&room);
    snprintf(path, sizeof path, "%s/tape", room.folder);
    for (size_t i = 0; i < COUNT(FORMATS); i++) {
        const struct driver_config config
            = {.rate = 48000, .block = FRAMES, .outputs = 2};
        struct alsa_stream stream = {.only = FORMATS[i]};
        struct fault fault = {0};
        float left[FRAMES] = {[7] = 0.5f}, right[FRAMES];

        for (unsigned k = 0; k < FRAMES; k++)
            right[k] = -0.25f;
        if (alsa_stream_open(&stream, "tape", &config, &fault))
            fail_msg("%s: %s", fault.where, fault.what);
        assert_int_equal(stream.channels, 2);
        assert_int_equal(stream.in_words, FORMATS[i] == SND_PCM_FORMAT_S24_LE);
        assert_int_equal(alsa_stream_arm(&stream, (unsigned)stream.period, &fault),
                         ST_OK);
        stream.channel[0] = left;
        stream.channel[1] = right;
        assert_true(snd_pcm_avail_update(stream.pcm) >= FRAMES);
        assert_int_equal(alsa_stream_move(&stream, FRAMES), 0);
        alsa_stream_close(&stream);
        check_bytes(path, FORMATS[i], FRAMES);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/asound.conf", room.folder);
    unlink(path);
    assert_int_equal(rmdir(room.folder), 0);
}

static void
make_folder(const char *root, const char *path)
{
    char whole[192];

    snprintf(whole, sizeof whole, "%s/%s", root, path);
    assert_int_equal(mkdir(whole, 0700), 0);
}

/* As the kernel lays it out: closed, then held by process 4711. */
static void
who_holds_a_device_is_named(void **state)
{
    static const char *const FOLDERS[] = {
        "asound",
        "asound/card1",
        "asound/card1/pcm0p",
        "asound/card1/pcm0p/sub0",
        "asound/card1/pcm0p/sub1",
        "4711",
    };
    char root[] = "/tmp/rem-proc-XXXXXX", path[192], line[128] = "";

    assert_non_null(mkdtemp(root));
    for (size_t i = 0; i < COUNT(FOLDERS); i++)
        make_folder(root, FOLDERS[i]);
    snprintf(path, sizeof path, "%s/asound/card1/pcm0p/sub0/status", root);
    write_text(path, "closed\n");
    assert_false(alsa_holder(root, 1, 0, false, line, sizeof line));
    snprintf(path, sizeof path, "%s/asound/card1/pcm0p/sub1/status", root);
    write_text(path, "state: RUNNING\nowner_pid   : 4711\ntrigger_time: 1.2\n");
    snprintf(path, sizeof path, "%s/4711/comm", root);
    write_text(path, "fluidsynth\n");
    assert_true(alsa_holder(root, 1, 0, false, line, sizeof line));
    assert_string_equal(line, "fluidsynth (process 4711) holds it");
    assert_false(alsa_holder(root, 1, 0, true, line, sizeof line));
    assert_false(alsa_holder(root, 0, 0, false, line, sizeof line));

    unlink(path);
    for (int sub = 0; sub < 2; sub++) {
        snprintf(path, sizeof path, "%s/asound/card1/pcm0p/sub%d/status", root,
                 sub);
        unlink(path);
    }
    for (size_t i = COUNT(FOLDERS); i-- > 0;) {
        snprintf(path, sizeof path, "%s/%s", root, FOLDERS[i]);
        rmdir(path);
    }
    assert_int_equal(rmdir(root), 0);
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_ALSA && HAVE_JACK
        cmocka_unit_test(sound_goes_both_ways_exact_to_the_sample),
        cmocka_unit_test(playback_alone_and_capture_alone_work),
        cmocka_unit_test(an_xrun_is_counted_mended_and_told_as_a_gap),
        cmocka_unit_test(a_device_that_goes_away_is_lost_and_opened_again),
        cmocka_unit_test(devices_tell_their_channels_and_rates),
        cmocka_unit_test(integers_of_all_widths_are_what_a_card_expects),
        cmocka_unit_test(who_holds_a_device_is_named),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
