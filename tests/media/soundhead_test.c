/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/soundhead.h"

#include "tests/media/media_help.h"
#include "tests/test.h"

#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];
static char path[HELP_PATH];

static int
set_up(void **state)
{
    help_folder(folder);
    help_path(path, folder, "large");
    return 0;
}

static int
tear_down(void **state)
{
    help_remove(folder);
    return 0;
}

/* A header, and behind it nothing but a hole of the right size, with one sample at
 * its end. */
static void
write_sparse(const struct soundhead_spec *spec, int64_t frames)
{
    const int64_t data
        = frames * sample_bytes(spec->format) * (int64_t)spec->channels;
    const unsigned char last[] = {0x11, 0x22};
    size_t size;
    void *head = soundhead_make(spec, frames, &size);

    assert_non_null(head);
    help_bytes(path, head, size);
    free(head);
    assert_int_equal(truncate(path, (off_t)size + data + data % 2), 0);
    FILE *file = fopen(path, "r+b");
    fseek(file, (long)((int64_t)size + data - 2), SEEK_SET);
    assert_int_equal(fwrite(last, 1, 2, file), 2);
    fclose(file);
}

static void
check_sparse(const struct soundhead_spec *spec, int64_t frames, int major)
{
    SF_INFO sf = {0};
    struct soundfile *file;
    unsigned char frame[64 * 4];

    write_sparse(spec, frames);
    SNDFILE *snd = sf_open(path, SFM_READ, &sf);
    assert_non_null(snd);
    assert_int_equal(sf.frames, frames);
    assert_int_equal(sf.format & SF_FORMAT_TYPEMASK, major);
    sf_close(snd);
    assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
    const struct soundfile_info *info = soundfile_info(file);
    assert_true(info->raw);
    assert_false(info->short_of_header);
    assert_int_equal(info->frames, frames);
    assert_int_equal(info->format, spec->format);
    assert_int_equal(info->channels, spec->channels);
    assert_int_equal(info->rate, spec->rate);
    assert_int_equal(soundfile_read_raw(file, frames - 1, 5, frame), 1);
    const size_t bytes = sample_bytes(spec->format) * spec->channels;
    assert_int_equal(frame[bytes - 2], 0x11);
    assert_int_equal(frame[bytes - 1], 0x22);
    soundfile_close(file);
}

static void
a_wav_becomes_rf64_where_32_bits_end(void **state)
{
    const struct soundhead_spec spec = {.form = SOUNDHEAD_WAV,
                                        .format = SAMPLE_S24LE,
                                        .rate = 96000,
                                        .channels = 2};

    check_sparse(&spec, INT64_C(0xfff00000) / 6, SF_FORMAT_WAV);
    check_sparse(&spec, INT64_C(0x100000000) / 6, SF_FORMAT_RF64);
    check_sparse(&spec, INT64_C(0x1000000000) / 6 + 1, SF_FORMAT_RF64);
}

static void
an_rf64_is_one_however_short(void **state)
{
    const struct soundhead_spec spec = {.form = SOUNDHEAD_RF64,
                                        .format = SAMPLE_F32LE,
                                        .rate = 44100,
                                        .channels = 1};

    check_sparse(&spec, 1, SF_FORMAT_RF64);
    check_sparse(&spec, 1000003, SF_FORMAT_RF64);
}

static void
headers_keep_their_size_whatever_the_length(void **state)
{
    const struct sound_origin origin = {.has = true};

    for (int form = SOUNDHEAD_WAV; form <= SOUNDHEAD_AIFF; form++)
        for (unsigned channels = 1; channels <= 32; channels++) {
            const bool big = form == SOUNDHEAD_AIFF;
            const struct soundhead_spec spec
                = {.form = (enum soundhead_form)form,
                   .format = big ? SAMPLE_F32BE : SAMPLE_F32LE,
                   .rate = 48000,
                   .channels = channels,
                   .origin = &origin,
                   .tags = {[SOUND_TITLE] = "odd", [SOUND_COMMENT] = "even"}};
            size_t empty;
            size_t full;

            free(soundhead_make(&spec, 0, &empty));
            free(soundhead_make(&spec, soundhead_room(&spec), &full));
            assert_int_equal(empty, full);
        }
}

static void
an_aiff_is_as_long_as_its_room(void **state)
{
    const struct soundhead_spec spec = {.form = SOUNDHEAD_AIFF,
                                        .format = SAMPLE_S24BE,
                                        .rate = 192000,
                                        .channels = 2};
    const struct soundhead_spec odd = {.form = SOUNDHEAD_AIFF,
                                       .format = SAMPLE_F32BE,
                                       .rate = 11025,
                                       .channels = 3};

    check_sparse(&spec, soundhead_room(&spec), SF_FORMAT_AIFF);
    check_sparse(&odd, 12345, SF_FORMAT_AIFF);
    assert_true(soundhead_room(&spec) * 6 > INT64_C(2000000000));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wav_becomes_rf64_where_32_bits_end),
        cmocka_unit_test(an_rf64_is_one_however_short),
        cmocka_unit_test(headers_keep_their_size_whatever_the_length),
        cmocka_unit_test(an_aiff_is_as_long_as_its_room),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
