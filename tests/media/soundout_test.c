/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/soundout.h"

#include "tests/alloc_help.h"
#include "tests/media/media_help.h"
#include "tests/test.h"

#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FRAMES = 30011 };

static char folder[64];

static int
set_up(void **state)
{
    help_folder(folder);
    return 0;
}

static int
tear_down(void **state)
{
    help_remove(folder);
    return 0;
}

/* The test signal, rounded to 16 or 24 bits where the file is to keep every bit. */
static float *
signal_at(unsigned channels, int bits, float *planar[])
{
    float *all = malloc(sizeof(float) * FRAMES * channels);
    const float scale = bits == 16 ? 32768.0f : 8388608.0f;

    for (unsigned c = 0; c < channels; c++) {
        planar[c] = all + (size_t)c * FRAMES;
        for (int64_t i = 0; i < FRAMES; i++) {
            const float x = help_signal(i, c);

            planar[c][i] = bits ? rintf(x * scale) / scale : x;
        }
    }
    return all;
}

/* Write in pieces of odd sizes. */
static enum status
write_all(struct soundout *out, float *planar[], unsigned channels,
          struct fault *fault)
{
    static const size_t pieces[] = {1, 4096, 63, 9973, 256};
    enum status status = ST_OK;
    const float *from[SOUNDOUT_MAX_CHANNELS];

    for (size_t done = 0, i = 0; done < FRAMES && status == ST_OK; i++) {
        const size_t n = pieces[i % COUNT(pieces)];
        const size_t step = FRAMES - done < n ? FRAMES - done : n;

        for (unsigned c = 0; c < channels; c++)
            from[c] = planar[c] + done;
        status = soundout_write(out, from, step, NULL, fault);
        done += step;
    }
    return status;
}

static const enum soundout_format lossless[]
    = {SOUNDOUT_WAV, SOUNDOUT_RF64, SOUNDOUT_AIFF, SOUNDOUT_FLAC};
static const int depth[] = {16, 24, 0};

static void
lossless_files_keep_every_bit(void **state)
{
    static const unsigned widths[] = {1, 2, 3, 8};
    char path[HELP_PATH];
    float *planar[SOUNDOUT_MAX_CHANNELS];

    for (size_t f = 0; f < COUNT(lossless); f++)
        for (int bits = SOUNDOUT_16; bits <= SOUNDOUT_FLOAT; bits++)
            for (size_t w = 0; w < COUNT(widths); w++) {
                const struct soundout_spec spec = {.format = lossless[f],
                                                   .bits = (enum soundout_bits)bits,
                                                   .rate = 48000,
                                                   .channels = widths[w],
                                                   .replace = true};
                struct soundout *out;
                SF_INFO sf = {0};

                if (lossless[f] == SOUNDOUT_FLAC && bits == SOUNDOUT_FLOAT)
                    continue;
                float *all = signal_at(widths[w], depth[bits], planar);
                help_path(path, folder, "lossless");
                assert_int_equal(soundout_open(&out, path, &spec, NULL), ST_OK);
                assert_int_equal(write_all(out, planar, widths[w], NULL), ST_OK);
                assert_int_equal(soundout_close(out, NULL, NULL), ST_OK);
                int64_t frames;
                unsigned channels;
                float *got = help_decode(path, &frames, &channels);
                assert_int_equal(frames, FRAMES);
                assert_int_equal(channels, widths[w]);
                assert_memory_equal(got, all, sizeof(float) * FRAMES * channels);
                SNDFILE *snd
                    = sf_open(path, SFM_READ, &sf); /* and in others' eyes */
                assert_non_null(snd);
                assert_int_equal(sf.frames, FRAMES);
                assert_int_equal(sf.samplerate, 48000);
                float *theirs = malloc(sizeof(float) * FRAMES * channels);
                assert_int_equal(sf_readf_float(snd, theirs, FRAMES), FRAMES);
                for (unsigned c = 0; c < channels; c++)
                    for (size_t i = 0; i < FRAMES; i++)
                        assert_true(theirs[i * channels + c]
                                    == all[c * FRAMES + i]);
                sf_close(snd);
                free(theirs);
                free(got);
                free(all);
            }
    assert_int_equal(help_files(folder), 1);
}

/* How well `got` is `wanted`: signal to noise in dB at the best of a few shifts. */
static double
likeness(const float *got, const float *wanted, size_t frames)
{
    double signal = 0;
    double noise = 0;

    for (size_t i = 0; i < frames; i++) {
        signal += (double)wanted[i] * wanted[i];
        noise += ((double)got[i] - wanted[i]) * ((double)got[i] - wanted[i]);
    }
    return 10 * log10(signal / (noise + 1e-30));
}

static void
lossy_files_sound_alike_and_are_as_long(void **state)
{
    static const enum soundout_format lossy[]
        = {SOUNDOUT_OPUS, SOUNDOUT_VORBIS, SOUNDOUT_MP3};
    static const uint32_t rates[] = {48000, 44100, 96000};
    char path[HELP_PATH];

    for (size_t f = 0; f < COUNT(lossy); f++)
        for (size_t r = 0; r < COUNT(rates); r++) {
            const struct soundout_spec spec = {.format = lossy[f],
                                               .bits = SOUNDOUT_FLOAT,
                                               .rate = rates[r],
                                               .channels = 2};
            const uint32_t rate = soundout_rate(lossy[f], rates[r]);
            const size_t all = rates[r];
            float *left = malloc(sizeof(float) * all);
            float *planar[] = {left, left};
            struct soundout *out;
            int64_t frames;
            unsigned channels;

            for (size_t i = 0; i < all; i++)
                left[i]
                    = 0.5f * sinf((float)(2 * M_PI * 441.0 * (double)i / rates[r]));
            help_path(path, folder, soundout_extension(lossy[f]));
            assert_int_equal(soundout_open(&out, path, &spec, NULL), ST_OK);
            assert_int_equal(
                soundout_write(out, (const float *const *)planar, all, NULL, NULL),
                ST_OK);
            assert_int_equal(soundout_close(out, NULL, NULL), ST_OK);
            float *got = help_decode(path, &frames, &channels);
            assert_int_equal(channels, 2);
            if (llabs(frames - (int64_t)rate) > 1)
                fail_msg("%s %u: %lld frames", path, rates[r], (long long)frames);
            float *wanted = malloc(sizeof(float) * rate);
            for (size_t i = 0; i < rate; i++)
                wanted[i]
                    = 0.5f * sinf((float)(2 * M_PI * 441.0 * (double)i / rate));
            const double alike = likeness(got + 4000, wanted + 4000, rate - 8000);
            if (alike < 25)
                fail_msg("%s at %u Hz: %.1f dB", path, rates[r], alike);
            free(wanted);
            free(got);
            free(left);
            unlink(path);
        }
}

static void
tags_origin_and_receipt_come_back(void **state)
{
    const struct sound_origin origin = {.has = true,
                                        .time_reference = 123456789012,
                                        .description = "Take 3",
                                        .originator = "Remanence",
                                        .date = "2026-11-21",
                                        .time = "01:02:03"};
    char longest[SOUNDOUT_RECEIPT_SIZE];
    char path[HELP_PATH];
    float *planar[SOUNDOUT_MAX_CHANNELS];
    float *all = signal_at(2, 16, planar);

    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    const char *const receipts[]
        = {"remanence 0.1.0 revision 12 xxh3 0123456789abcdef", "", NULL, longest};
    for (int f = 0; f < SOUNDOUT_FORMATS; f++)
        for (size_t r = 0; r < COUNT(receipts); r++) {
            const struct soundout_spec spec
                = {.format = (enum soundout_format)f,
                   .bits = SOUNDOUT_16,
                   .rate = 48000,
                   .channels = 2,
                   .replace = true,
                   .has_receipt = true,
                   .origin = &origin,
                   .tags = {[SOUND_TITLE] = "Ein Lied für zwei",
                            [SOUND_ARTIST] = "The Band",
                            [SOUND_ALBUM] = "First",
                            [SOUND_DATE] = "2026",
                            [SOUND_COMMENT] = r % 2 ? NULL : "Mixed at home."}};
            struct soundout *out;
            struct soundfile *file;
            struct fault fault = {0};

            help_path(path, folder, "tagged");
            assert_int_equal(soundout_open(&out, path, &spec, NULL), ST_OK);
            assert_int_equal(write_all(out, planar, 2, NULL), ST_OK);
            if (soundout_close(out, receipts[r], &fault) != ST_OK)
                fail_msg("%d: %s", f, fault.what);
            assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
            assert_string_equal(soundfile_tag(file, SOUND_RECEIPT),
                                receipts[r] ? receipts[r] : "");
            assert_string_equal(soundfile_tag(file, SOUND_COMMENT),
                                r % 2 ? "" : "Mixed at home.");
            assert_string_equal(soundfile_tag(file, SOUND_TITLE),
                                "Ein Lied für zwei");
            assert_string_equal(soundfile_tag(file, SOUND_ARTIST), "The Band");
            if (f != SOUNDOUT_AIFF) {
                assert_string_equal(soundfile_tag(file, SOUND_ALBUM), "First");
                assert_string_equal(soundfile_tag(file, SOUND_DATE), "2026");
            }
            if (f == SOUNDOUT_WAV || f == SOUNDOUT_RF64)
                assert_memory_equal(soundfile_origin(file), &origin, sizeof origin);
            soundfile_close(file);
            int64_t frames; /* and its checksums hold: it decodes to the end */
            unsigned channels;
            float *got = help_decode(path, &frames, &channels);
            assert_true(frames >= FRAMES);
            free(got);
        }
    free(all);
}

static void
receipts_that_do_not_fit_are_refused(void **state)
{
    const struct soundout_spec spec = {
        .format = SOUNDOUT_WAV, .rate = 48000, .channels = 1, .has_receipt = true};
    char path[HELP_PATH];
    char text[SOUNDOUT_RECEIPT_SIZE + 1];
    struct soundout *out;

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    help_path(path, folder, "receipt.wav");
    assert_int_equal(soundout_open(&out, path, &spec, NULL), ST_OK);
    assert_int_equal(soundout_close(out, text, NULL), ST_RANGE);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(soundout_open(&out, path, &spec, NULL), ST_OK);
    assert_int_equal(soundout_close(out, "für", NULL), ST_RANGE);
    assert_int_equal(access(path, F_OK), -1);
}

static void
what_a_format_cannot_hold_is_refused(void **state)
{
    static const struct soundout_spec specs[] = {
        {.format = SOUNDOUT_FLAC,
         .bits = SOUNDOUT_FLOAT,
         .rate = 48000,
         .channels = 2},
        {.format = SOUNDOUT_FLAC,
         .bits = SOUNDOUT_16,
         .rate = 48000,
         .channels = 9},
        {.format = SOUNDOUT_MP3, .bits = SOUNDOUT_16, .rate = 48000, .channels = 3},
        {.format = SOUNDOUT_WAV,
         .bits = SOUNDOUT_16,
         .rate = 48000,
         .channels = 33},
        {.format = SOUNDOUT_WAV, .bits = SOUNDOUT_16, .rate = 48000, .channels = 0},
        {.format = SOUNDOUT_WAV, .bits = SOUNDOUT_16, .rate = 0, .channels = 1},
    };
    char path[HELP_PATH];
    const size_t before = help_files(folder);

    help_path(path, folder, "refused");
    for (size_t i = 0; i < COUNT(specs); i++) {
        struct soundout *out;
        struct fault fault = {0};

        assert_int_equal(soundout_open(&out, path, &specs[i], &fault),
                         ST_UNSUPPORTED);
        assert_null(out);
        assert_string_not_equal(fault.what, "");
        assert_string_not_equal(fault.remedy, "");
    }
    assert_int_equal(help_files(folder), before);
}

static void
nothing_is_there_before_the_end_and_nothing_after_taking_it_back(void **state)
{
    char path[HELP_PATH];
    float *planar[SOUNDOUT_MAX_CHANNELS];
    float *all = signal_at(1, 16, planar);
    size_t size;

    help_path(path, folder, "atomic");
    help_bytes(path, "old", 3);
    const size_t before = help_files(folder);
    for (int f = 0; f < SOUNDOUT_FORMATS; f++) {
        struct soundout_spec spec
            = {.format = (enum soundout_format)f, .rate = 48000, .channels = 1};
        struct soundout *out;
        struct fault fault;

        assert_int_equal(soundout_open(&out, path, &spec, &fault), ST_EXISTS);
        spec.replace = true;
        assert_int_equal(soundout_open(&out, path, &spec, NULL), ST_OK);
        assert_int_equal(write_all(out, planar, 1, NULL), ST_OK);
        unsigned char *bytes = help_read(path, &size);
        assert_int_equal(size, 3);
        free(bytes);
        soundout_abort(out);
        assert_int_equal(help_files(folder), before);
        bytes = help_read(path, &size);
        assert_int_equal(size, 3);
        free(bytes);
    }
    free(all);
}

static void
a_full_disk_is_one_clear_fault_and_leaves_nothing(void **state)
{
    float *planar[SOUNDOUT_MAX_CHANNELS];
    char small[HELP_PATH];
    char path[HELP_PATH];
    float *all = signal_at(1, 0, planar);
    struct help_disk disk;

    help_path(small, folder, "small");
    assert_int_equal(mkdir(small, 0700), 0);
    help_disk_fill(&disk, small, 65536);
    for (int f = 0; f < SOUNDOUT_FORMATS; f++) {
        const struct soundout_spec spec = {.format = (enum soundout_format)f,
                                           .bits = SOUNDOUT_16,
                                           .rate = 48000,
                                           .channels = 1,
                                           .quality = 1};
        struct soundout *out;
        struct fault fault = {0};
        enum status status;

        help_path(path, small, "full");
        status = soundout_open(&out, path, &spec, &fault);
        for (int i = 0; i < 20 && status == ST_OK; i++)
            status = write_all(out, planar, 1, &fault);
        if (status == ST_OK)
            status = soundout_close(out, NULL, &fault);
        else
            soundout_abort(out);
        assert_int_equal(status, ST_NO_SPACE);
        assert_int_equal(fault.status, ST_NO_SPACE);
        assert_string_equal(fault.where, path);
        assert_string_not_equal(fault.remedy, "");
        assert_int_equal(help_files(small), 0);
    }
    help_disk_end(&disk);
    free(all);
}

static void
without_memory_a_bounce_fails_cleanly_wherever_it_stands(void **state)
{
    float *planar[SOUNDOUT_MAX_CHANNELS];
    float *all = signal_at(1, 16, planar);
    char path[HELP_PATH];
    const size_t before = help_files(folder);

    help_path(path, folder, "memory");
    for (int f = 0; f < SOUNDOUT_FORMATS; f++) {
        bool failed = true;

        for (int after = 0; failed; after++) {
            const struct soundout_spec spec = {.format = (enum soundout_format)f,
                                               .rate = 44100,
                                               .channels = 1,
                                               .has_receipt = true,
                                               .tags = {[SOUND_TITLE] = "T"}};
            struct fault fault = {0};
            struct soundout *out;

            alloc_fail_after(after);
            enum status status = soundout_open(&out, path, &spec, &fault);
            if (status == ST_OK) {
                status = write_all(out, planar, 1, &fault);
                if (status == ST_OK)
                    status = soundout_close(out, "receipt", &fault);
                else
                    soundout_abort(out);
            }
            failed = alloc_fail_stop();
            assert_int_equal(status, failed ? ST_NO_MEM : ST_OK);
            assert_int_equal(fault.status, status);
            unlink(path);
            assert_int_equal(help_files(folder), before);
        }
    }
    free(all);
}

static void
samples_beyond_full_scale_saturate_and_are_counted(void **state)
{
    const float loud[] = {1.5f, -1.5f, 0.25f, 1.0f, -1.0f};
    const float *from = loud;
    const struct soundout_spec spec = {
        .format = SOUNDOUT_WAV, .bits = SOUNDOUT_16, .rate = 48000, .channels = 1};
    char path[HELP_PATH];
    struct soundout *out;
    int64_t clipped = 0;
    int64_t frames;
    unsigned channels;

    help_path(path, folder, "loud.wav");
    assert_int_equal(soundout_open(&out, path, &spec, NULL), ST_OK);
    assert_int_equal(soundout_write(out, &from, 5, &clipped, NULL), ST_OK);
    assert_int_equal(soundout_close(out, NULL, NULL), ST_OK);
    assert_int_equal(clipped, 3); /* 1.0 is one above the greatest integer */
    float *got = help_decode(path, &frames, &channels);
    assert_true(got[0] == 32767 / 32768.0f && got[1] == -1.0f && got[2] == 0.25f);
    free(got);
}

static void
formats_are_found_by_name_and_by_ending(void **state)
{
    enum soundout_format format;

    assert_true(soundout_format_named("FLAC", &format) && format == SOUNDOUT_FLAC);
    assert_true(soundout_format_named("a/song.v2.ogg", &format)
                && format == SOUNDOUT_VORBIS);
    assert_true(soundout_format_named("x.aif", &format) && format == SOUNDOUT_AIFF);
    assert_false(soundout_format_named("x.doc", &format));
    assert_int_equal(soundout_rate(SOUNDOUT_OPUS, 44100), 48000);
    assert_int_equal(soundout_rate(SOUNDOUT_OPUS, 24000), 24000);
    assert_int_equal(soundout_rate(SOUNDOUT_MP3, 88200), 44100);
    assert_int_equal(soundout_rate(SOUNDOUT_MP3, 96000), 48000);
    assert_int_equal(soundout_rate(SOUNDOUT_WAV, 12345), 12345);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lossless_files_keep_every_bit),
        cmocka_unit_test(lossy_files_sound_alike_and_are_as_long),
        cmocka_unit_test(tags_origin_and_receipt_come_back),
        cmocka_unit_test(receipts_that_do_not_fit_are_refused),
        cmocka_unit_test(what_a_format_cannot_hold_is_refused),
        cmocka_unit_test(
            nothing_is_there_before_the_end_and_nothing_after_taking_it_back),
        cmocka_unit_test(a_full_disk_is_one_clear_fault_and_leaves_nothing),
        cmocka_unit_test(without_memory_a_bounce_fails_cleanly_wherever_it_stands),
        cmocka_unit_test(samples_beyond_full_scale_saturate_and_are_counted),
        cmocka_unit_test(formats_are_found_by_name_and_by_ending),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
