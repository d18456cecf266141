/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/peaks.h"

#include "media/peaks_priv.h"
#include "media/peakscan.h"
#include "tests/media/media_help.h"
#include "tests/test.h"

#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FRAMES = 300007, CHANNELS = 2 };

static char folder[64];
static char path[HELP_PATH];
static float *sound[CHANNELS];
static const struct peaks_key key = {1234, "00112233445566778899aabbccddeeff"};

static int
set_up(void **state)
{
    help_folder(folder);
    help_path(path, folder, "sound.peak");
    for (unsigned c = 0; c < CHANNELS; c++) {
        sound[c] = malloc(sizeof(float) * FRAMES);
        for (int64_t i = 0; i < FRAMES; i++) {
            const float swell = (float)(i % 70000) / 70000;

            sound[c][i] = help_signal(i, c) * swell * swell * (c ? 4.0f : 0.01f);
        }
    }
    return 0;
}

static int
tear_down(void **state)
{
    for (unsigned c = 0; c < CHANNELS; c++)
        free(sound[c]);
    help_remove(folder);
    return 0;
}

static void
build(size_t step, int64_t frames)
{
    struct peaks_builder *builder;

    assert_int_equal(peaks_builder_new(&builder, path, CHANNELS, 48000, NULL),
                     ST_OK);
    for (int64_t done = 0; done < frames;) {
        const int64_t n
            = frames - done < (int64_t)step ? frames - done : (int64_t)step;
        const float *const from[] = {sound[0] + done, sound[1] + done};

        peaks_builder_feed(builder, from, (size_t)n);
        done += n;
    }
    assert_int_equal(peaks_builder_finish(builder, NULL, &key, NULL), ST_OK);
}

static void
half_floats_round_outwards_and_come_back(void **state)
{
    for (uint32_t h = 0; h < 0x7c00; h++) { /* every one of them stays what it is */
        const float value = half_float((uint16_t)h);

        assert_int_equal(half_up(value), h);
        assert_int_equal(half_down(value), h);
        assert_int_equal(half_near(value), h);
        if (h > 0)
            assert_int_equal(half_down(-value), h | 0x8000);
    }
    for (int i = 0; i < 200000; i++) {
        const float x = ldexpf(help_signal(i, 7), i % 45 - 28);
        const float up = half_float(half_up(x));
        const float down = half_float(half_down(x));
        const float near = half_float(half_near(x));
        const float step = fmaxf(fabsf(x) * 0x1p-10f, 0x1p-24f);

        if (fabsf(x) > 65000)
            continue;
        assert_true(down <= x && x <= up);
        assert_true(up - down <= step);
        assert_true(fabsf(near - x) <= step / 2);
    }
    assert_true(half_float(half_up(1e9f)) == 65504);
    assert_true(half_float(half_down(-1e9f)) == -65504);
    assert_true(half_float(half_up(INFINITY)) == 65504);
}

static void
scanning_finds_what_a_plain_loop_finds(void **state)
{
    for (size_t n = 1; n < 3000; n += n < 70 ? 1 : 331) {
        struct peakscan found;
        float low = INFINITY;
        float high = -INFINITY;
        double energy = 0;

        peakscan(sound[1] + 60001, n, &found);
        for (size_t i = 0; i < n; i++) {
            const float x = sound[1][60001 + i];

            low = fminf(low, x);
            high = fmaxf(high, x);
            energy += (double)x * x;
        }
        assert_true(found.min == low && found.max == high);
        assert_true(fabs(found.energy - energy) <= energy * 1e-5);
    }
}

/* One column against every frame that it is about. */
static void
compare_column(const struct peak *got, unsigned channel, int64_t first, int64_t end,
               int64_t slack, double tolerance)
{
    float low = INFINITY;
    float high = -INFINITY;
    float wide_low = INFINITY;
    float wide_high = -INFINITY;

    for (int64_t i = first - slack; i < end + slack; i++) {
        if (i < 0 || i >= FRAMES)
            continue;
        const float x = sound[channel][i];

        wide_low = fminf(wide_low, x);
        wide_high = fmaxf(wide_high, x);
        if (i < first || i >= end)
            continue;
        low = fminf(low, x);
        high = fmaxf(high, x);
    }
    if (low > high) {
        assert_true(got->min == 0 && got->max == 0 && got->rms == 0);
        return;
    }
    assert_true(got->min <= low && got->max >= high); /* never understates */
    assert_true(got->min >= wide_low - fabsf(wide_low) * tolerance - 0x1p-24f);
    assert_true(got->max <= wide_high + fabsf(wide_high) * tolerance + 0x1p-24f);
    assert_true(got->rms
                <= fmaxf(got->max, -got->min) * (1 + tolerance) + 0x1p-24f);
}

static void
columns_never_understate_and_overstate_by_a_bucket_at_most(void **state)
{
    static const double zooms[] = {0.3,  1,    17.5, 255,   256,   300,    1023.7,
                                   1024, 4096, 5000, 16384, 70000, 150000, 400000};
    static const double starts[] = {0, -1000, 12345.678, 299000, 400000};
    struct peak columns[64];
    struct peaks *peaks;

    build(4096, FRAMES);
    assert_int_equal(peaks_open(&peaks, path, &key, NULL), ST_OK);
    assert_int_equal(peaks_frames(peaks), FRAMES);
    assert_int_equal(peaks_channels(peaks), CHANNELS);
    for (size_t z = 0; z < COUNT(zooms); z++)
        for (size_t s = 0; s < COUNT(starts); s++)
            for (unsigned c = 0; c < CHANNELS; c++) {
                const double slack = fmax(PEAKS_FRAMES, zooms[z] / 4);

                peaks_columns(peaks, NULL, c, starts[s], zooms[z], 64, columns);
                for (int i = 0; i < 64; i++) {
                    const int64_t first = (int64_t)floor(starts[s] + i * zooms[z]);
                    const int64_t end
                        = (int64_t)ceil(starts[s] + (i + 1) * zooms[z]);

                    compare_column(&columns[i], c, first, end, (int64_t)slack,
                                   0x1p-9);
                }
            }
    peaks_close(peaks);
}

static void
rms_is_that_of_the_sound(void **state)
{
    struct peak column;
    struct peaks *peaks;

    build(777, FRAMES);
    assert_int_equal(peaks_open(&peaks, path, NULL, NULL), ST_OK);
    for (unsigned c = 0; c < CHANNELS; c++) {
        double energy = 0;

        for (int64_t i = 0; i < FRAMES; i++)
            energy += (double)sound[c][i] * sound[c][i];
        const double rms = sqrt(energy / FRAMES);
        peaks_columns(peaks, NULL, c, 0, FRAMES, 1, &column);
        assert_true(fabs(column.rms - rms) < rms * 2e-3);
        energy = 0;
        for (int64_t i = 65536; i < 65536 + 4096; i++)
            energy += (double)sound[c][i] * sound[c][i];
        peaks_columns(peaks, NULL, c, 65536, 4096, 1, &column);
        assert_true(fabs(column.rms - sqrt(energy / 4096))
                    < sqrt(energy / 4096) * 2e-3);
    }
    peaks_close(peaks);
}

static void
with_the_sound_at_hand_fine_columns_are_exact(void **state)
{
    static const double zooms[] = {0.25, 1, 3, 99.5, 255.9};
    char wav[HELP_PATH];
    SF_INFO sf = {.samplerate = 48000,
                  .channels = CHANNELS,
                  .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    struct peak columns[300];
    struct peaks *peaks;
    struct soundfile *file;

    SNDFILE *snd = sf_open(help_path(wav, folder, "fine.wav"), SFM_WRITE, &sf);
    for (int64_t i = 0; i < FRAMES; i++) {
        const float frame[] = {sound[0][i], sound[1][i]};

        sf_writef_float(snd, frame, 1);
    }
    sf_close(snd);
    build(FRAMES, FRAMES);
    assert_int_equal(peaks_open(&peaks, path, NULL, NULL), ST_OK);
    assert_int_equal(soundfile_open(&file, wav, NULL), ST_OK);
    for (size_t z = 0; z < COUNT(zooms); z++)
        for (double start = -50; start < FRAMES; start += 99991.3) {
            peaks_columns(peaks, file, 1, start, zooms[z], 300, columns);
            for (int i = 0; i < 300; i++) {
                const int64_t first = (int64_t)floor(start + i * zooms[z]);
                int64_t end = (int64_t)ceil(start + (i + 1) * zooms[z]);

                if (end <= first)
                    end = first + 1;
                compare_column(&columns[i], 1, first, end, 0, 1e-5);
            }
        }
    soundfile_close(file);
    peaks_close(peaks);
}

static void
the_file_does_not_depend_on_how_the_sound_was_cut(void **state)
{
    static const size_t steps[] = {1, 255, 256, 257, 4096, 100000};
    size_t size;
    size_t again;

    build(FRAMES, FRAMES);
    unsigned char *first = help_read(path, &size);
    for (size_t i = 0; i < COUNT(steps); i++) {
        build(steps[i], FRAMES);
        unsigned char *other = help_read(path, &again);

        assert_int_equal(size, again);
        assert_memory_equal(first, other, size);
        free(other);
    }
    free(first);
}

static void
any_flipped_bit_is_noticed(void **state)
{
    size_t size;
    struct peaks *peaks;

    build(FRAMES, 9000);
    unsigned char *bytes = help_read(path, &size);
    for (size_t at = 0; at < size; at++) {
        /* Only what lies between two levels may be anything. */
        const unsigned char was = bytes[at];
        const bool zero = was == 0;

        bytes[at] ^= (unsigned char)(1 << at % 8);
        help_bytes(path, bytes, size);
        const enum status status = peaks_open(&peaks, path, &key, NULL);
        if (status == ST_OK) {
            assert_true(zero);
            assert_true(at >= 680);
        }
        peaks_close(peaks);
        bytes[at] = was;
    }
    for (size_t cut = 0; cut < size; cut += 13) {
        help_bytes(path, bytes, cut);
        const enum status status = peaks_open(&peaks, path, &key, NULL);
        assert_true(status == ST_DAMAGED || status == ST_KIND);
        assert_null(peaks);
    }
    free(bytes);
}

static void
peaks_of_another_sound_or_a_newer_version_are_refused(void **state)
{
    static const struct peaks_key longer
        = {1235, "00112233445566778899aabbccddeeff"};
    static const struct peaks_key other
        = {1234, "00112233445566778899aabbccddee00"};
    static const struct peaks_key unknown = {1234, ""};
    struct peaks *peaks;
    size_t size;

    build(FRAMES, 5000);
    assert_int_equal(peaks_open(&peaks, path, &longer, NULL), ST_DIFFERS);
    assert_int_equal(peaks_open(&peaks, path, &other, NULL), ST_DIFFERS);
    assert_int_equal(peaks_open(&peaks, path, &unknown, NULL), ST_OK);
    peaks_close(peaks);
    unsigned char *bytes = help_read(path, &size);
    bytes[8] = 2;
    help_bytes(path, bytes, size);
    free(bytes);
    assert_int_equal(peaks_open(&peaks, path, &key, NULL), ST_NEWER);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(peaks_open(&peaks, path, &key, NULL), ST_NOT_FOUND);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(peaks_open(&peaks, path, &key, NULL), ST_KIND);
    unlink(path);
}

static void
peaks_are_made_anew_from_any_sound_file(void **state)
{
    static const int formats[]
        = {SF_FORMAT_WAV | SF_FORMAT_PCM_24, SF_FORMAT_FLAC | SF_FORMAT_PCM_24};
    char source[HELP_PATH];
    struct peaks_key found;
    struct peaks *peaks;
    struct peak column;
    atomic_bool cancel = true;

    help_path(source, folder, "source");
    for (size_t i = 0; i < COUNT(formats); i++) {
        assert_true(help_write(source, formats[i], 2, 44100, 10000));
        assert_int_equal(peaks_build(source, path, &found, &cancel, NULL),
                         ST_CANCELLED);
        assert_int_equal(access(path, F_OK), -1);
        assert_int_equal(peaks_build(source, path, &found, NULL, NULL), ST_OK);
        assert_int_equal(strlen(found.hash), 32);
        assert_int_equal(peaks_open(&peaks, path, &found, NULL), ST_OK);
        assert_int_equal(peaks_frames(peaks), 10000);
        peaks_columns(peaks, NULL, 1, 0, 10000, 1, &column);
        assert_true(column.max > 0.69f && column.max < 0.71f);
        peaks_close(peaks);
        unlink(path);
    }
    assert_int_equal(peaks_build(folder, path, NULL, NULL, NULL), ST_KIND);
}

static void
no_sound_has_peaks_too(void **state)
{
    struct peaks *peaks;
    struct peak column = {1, 1, 1};

    build(1, 0);
    assert_int_equal(peaks_open(&peaks, path, &key, NULL), ST_OK);
    peaks_columns(peaks, NULL, 0, 0, 100, 1, &column);
    assert_true(column.min == 0 && column.max == 0 && column.rms == 0);
    peaks_close(peaks);
}

static void
taking_a_builder_back_leaves_nothing(void **state)
{
    struct peaks_builder *builder;
    const size_t before = help_files(folder);

    assert_int_equal(peaks_builder_new(&builder, path, 1, 48000, NULL), ST_OK);
    peaks_builder_abort(builder);
    assert_int_equal(help_files(folder), before);
    assert_int_equal(peaks_builder_new(&builder, path, 33, 48000, NULL), ST_RANGE);
    assert_int_equal(peaks_builder_new(&builder, "/nowhere/x.peak", 1, 48000, NULL),
                     ST_NOT_FOUND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_floats_round_outwards_and_come_back),
        cmocka_unit_test(scanning_finds_what_a_plain_loop_finds),
        cmocka_unit_test(
            columns_never_understate_and_overstate_by_a_bucket_at_most),
        cmocka_unit_test(rms_is_that_of_the_sound),
        cmocka_unit_test(with_the_sound_at_hand_fine_columns_are_exact),
        cmocka_unit_test(the_file_does_not_depend_on_how_the_sound_was_cut),
        cmocka_unit_test(any_flipped_bit_is_noticed),
        cmocka_unit_test(peaks_of_another_sound_or_a_newer_version_are_refused),
        cmocka_unit_test(peaks_are_made_anew_from_any_sound_file),
        cmocka_unit_test(no_sound_has_peaks_too),
        cmocka_unit_test(taking_a_builder_back_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
