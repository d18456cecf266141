/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/soundfile.h"

#include "tests/media/media_help.h"
#include "tests/test.h"

#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FRAMES = 5003 };

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

static const int plain_containers[] = {
    SF_FORMAT_WAV,  SF_FORMAT_WAVEX, SF_FORMAT_RF64, SF_FORMAT_W64,
    SF_FORMAT_AIFF, SF_FORMAT_CAF,   SF_FORMAT_AU,
};

static const int plain_codecs[] = {
    SF_FORMAT_PCM_U8, SF_FORMAT_PCM_S8, SF_FORMAT_PCM_16, SF_FORMAT_PCM_24,
    SF_FORMAT_PCM_32, SF_FORMAT_FLOAT,  SF_FORMAT_DOUBLE,
};

/* Our bytes and our floats against libsndfile's own. */
static void
compare_with_libsndfile(const char *path, int64_t frames, unsigned channels)
{
    SF_INFO sf = {0};
    SNDFILE *snd = sf_open(path, SFM_READ, &sf);
    struct soundfile *file;

    assert_non_null(snd);
    assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
    const struct soundfile_info *info = soundfile_info(file);
    assert_true(info->raw);
    if (sf.frames == frames + 1 && sample_bytes(info->format) * channels == 1)
        frames++; /* libsndfile counts the byte that pads AIFF as sound */
    if (info->frames != frames)
        fail_msg("%s: %lld frames, not %lld", info->format_name,
                 (long long)info->frames, (long long)frames);
    assert_int_equal(info->channels, channels);
    const size_t frame = sample_bytes(info->format) * channels;
    unsigned char *theirs = calloc(1, (size_t)frames * frame);
    unsigned char *ours = calloc(1, (size_t)frames * frame);
    assert_int_equal(sf_read_raw(snd, theirs, (sf_count_t)((size_t)frames * frame)),
                     frames * (int64_t)frame);
    assert_int_equal(soundfile_read_raw(file, 0, frames + 10, ours), frames);
    assert_memory_equal(theirs, ours, (size_t)frames * frame);
    assert_int_equal(soundfile_read_raw(file, frames - 3, 10, ours), 3);
    assert_memory_equal(theirs + (size_t)(frames - 3) * frame, ours, 3 * frame);
    assert_int_equal(soundfile_read_raw(file, frames, 1, ours), 0);
    free(ours);
    free(theirs);

    float *wanted = malloc(sizeof(float) * (size_t)frames * channels);
    int64_t got;
    unsigned found;
    sf_seek(snd, 0, SEEK_SET);
    assert_int_equal(sf_readf_float(snd, wanted, frames), frames);
    float *all = help_decode(path, &got, &found);
    assert_int_equal(got, frames);
    for (unsigned c = 0; c < channels; c++)
        for (int64_t i = 0; i < frames; i++)
            assert_true(all[c * frames + i] == wanted[i * channels + c]);
    free(all);
    free(wanted);
    sf_close(snd);
    soundfile_close(file);
}

static void
plain_files_of_all_kinds_are_raw_and_lie_where_libsndfile_reads(void **state)
{
    static const int ends[] = {SF_ENDIAN_FILE, SF_ENDIAN_LITTLE, SF_ENDIAN_BIG};
    char path[HELP_PATH];
    int kinds = 0;

    help_path(path, folder, "plain");
    for (size_t m = 0; m < COUNT(plain_containers); m++)
        for (size_t s = 0; s < COUNT(plain_codecs); s++)
            for (size_t e = 0; e < COUNT(ends); e++)
                for (unsigned channels = 1; channels <= 3; channels++) {
                    const int format
                        = plain_containers[m] | plain_codecs[s] | ends[e];

                    if (!help_write(path, format, channels, 44100, FRAMES))
                        continue;
                    kinds++;
                    compare_with_libsndfile(path, FRAMES, channels);
                }
    assert_true(kinds > 7 * 5 * 3);
}

static void
all_other_kinds_decode_to_what_libsndfile_decodes(void **state)
{
    char path[HELP_PATH];
    int majors;
    int subtypes;
    int kinds = 0;

    help_path(path, folder, "coded");
    sf_command(NULL, SFC_GET_FORMAT_MAJOR_COUNT, &majors, sizeof majors);
    sf_command(NULL, SFC_GET_FORMAT_SUBTYPE_COUNT, &subtypes, sizeof subtypes);
    for (int m = 0; m < majors; m++)
        for (int s = 0; s < subtypes; s++) {
            SF_FORMAT_INFO major = {.format = m};
            SF_FORMAT_INFO codec = {.format = s};
            sf_command(NULL, SFC_GET_FORMAT_MAJOR, &major, sizeof major);
            sf_command(NULL, SFC_GET_FORMAT_SUBTYPE, &codec, sizeof codec);
            /* No header tells what these are; the third is two files. */
            if (major.format == SF_FORMAT_RAW || major.format == SF_FORMAT_SD2)
                continue;
            for (unsigned channels = 1; channels <= 2; channels++) {
                if (!help_write(path, major.format | codec.format, channels, 8000,
                                FRAMES))
                    continue;
                SF_INFO sf = {0};
                SNDFILE *snd = sf_open(path, SFM_READ, &sf);
                if (!snd)
                    continue; /* libsndfile itself does not read it back */
                kinds++;
                float *wanted
                    = calloc((size_t)sf.frames * channels + 1, sizeof(float));
                const int64_t frames = sf_readf_float(snd, wanted, sf.frames);
                int64_t got;
                unsigned found;
                float *all = help_decode(path, &got, &found);
                if (!all || got != frames)
                    fail_msg("%s, %s, %u channels: %lld frames, not %lld",
                             major.name, codec.name, channels, (long long)got,
                             (long long)frames);
                assert_int_equal(found, channels);
                for (unsigned c = 0; c < channels; c++)
                    for (int64_t i = 0; i < frames; i++)
                        assert_true(all[c * frames + i]
                                    == wanted[i * channels + c]);
                free(all);
                free(wanted);
                sf_close(snd);
            }
        }
    assert_true(kinds > 100);
}

static void
refused(const char *name, enum status status, const char *words)
{
    char path[HELP_PATH];
    struct soundfile *file = (struct soundfile *)path;
    struct fault fault = {0};

    help_path(path, folder, name);
    const enum status got = soundfile_open(&file, path, &fault);
    if (got != status)
        fail_msg("%s: %s (%s)", name, status_name(got), fault.what);
    assert_null(file);
    assert_int_equal(fault.status, status);
    assert_string_equal(fault.where, path);
    if (!strstr(fault.what, words))
        fail_msg("«%s» does not say «%s»", fault.what, words);
    assert_null(strchr(fault.what, '\n'));
}

static void
what_is_no_sound_file_is_refused_by_name(void **state)
{
    char path[HELP_PATH];

    assert_int_equal(mkfifo(help_path(path, folder, "pipe"), 0600), 0);
    help_bytes(help_path(path, folder, "empty.wav"), "", 0);
    help_bytes(help_path(path, folder, "text.wav"), "hello, this is a letter\n",
               24);
    help_bytes(help_path(path, folder, "riff.wav"), "RIFF\xff\xff\xff\xffWAVEjunk",
               16);
    help_bytes(help_path(path, folder, "flac.flac"), "fLaC", 4);
    refused("", ST_KIND, "is a folder");
    refused("pipe", ST_KIND, "is a pipe");
    refused("empty.wav", ST_KIND, "0 bytes");
    refused("text.wav", ST_KIND, "no sound file");
    refused("riff.wav", ST_DAMAGED, "header");
    refused("flac.flac", ST_DAMAGED, "header");
    refused("nothing.wav", ST_NOT_FOUND, "No such file");

    struct soundfile *file;
    struct fault fault;
    assert_int_equal(soundfile_open(&file, "/dev/null", &fault), ST_KIND);
    assert_non_null(strstr(fault.what, "is a device"));
    assert_string_not_equal(fault.remedy, "");
}

/* A WAV file as its header wants it to be. */
static void
write_wav(const char *path, uint16_t kind, uint16_t channels, uint32_t rate,
          uint16_t bits, uint32_t claim, size_t bytes)
{
    unsigned char head[44] = "RIFF....WAVEfmt \x10\0\0";
    const uint16_t block = (uint16_t)(channels * bits / 8);
    const uint32_t second = rate * block;
    unsigned char *all = calloc(1, sizeof head + bytes);

    memcpy(head + 4, &claim, 4);
    memcpy(head + 20, &kind, 2);
    memcpy(head + 22, &channels, 2);
    memcpy(head + 24, &rate, 4);
    memcpy(head + 28, &second, 4);
    memcpy(head + 32, &block, 2);
    memcpy(head + 34, &bits, 2);
    memcpy(head + 36, "data", 4);
    memcpy(head + 40, &claim, 4);
    memcpy(all, head, sizeof head);
    for (size_t i = 0; i < bytes; i++)
        all[sizeof head + i] = (unsigned char)(i * 31);
    help_bytes(path, all, sizeof head + bytes);
    free(all);
}

static void
headers_of_no_channels_too_many_or_no_rate_are_refused(void **state)
{
    char path[HELP_PATH];
    struct soundfile *file;

    write_wav(help_path(path, folder, "none.wav"), 1, 0, 48000, 16, 1000, 1000);
    refused("none.wav", ST_DAMAGED, "header");
    write_wav(help_path(path, folder, "many.wav"), 1, 1025, 48000, 16, 20500,
              20500);
    refused("many.wav", ST_DAMAGED, "header");
    write_wav(help_path(path, folder, "still.wav"), 1, 2, 0, 16, 1000, 1000);
    refused("still.wav", ST_DAMAGED, "header");
    write_wav(help_path(path, folder, "fast.wav"), 1, 2, 2000000000, 16, 1000,
              1000);
    refused("fast.wav", ST_DAMAGED, "Hz");
    write_wav(help_path(path, folder, "wide.wav"), 1, 1024, 48000, 16, 20480,
              20480);
    assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
    assert_int_equal(soundfile_info(file)->channels, 1024);
    assert_int_equal(soundfile_info(file)->frames, 10);
    soundfile_close(file);
}

static void
a_raw_file_is_as_long_as_its_bytes_whatever_its_header_says(void **state)
{
    static const uint32_t claims[] = {4000, 0x7ffffff0, 0xfffffff0, 0xffffffff, 0};
    char path[HELP_PATH];
    struct soundfile *file;
    unsigned char bytes[4000];

    help_path(path, folder, "lying.wav");
    for (size_t i = 0; i < COUNT(claims); i++) {
        write_wav(path, 1, 2, 48000, 16, claims[i], 403);
        assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
        const struct soundfile_info *info = soundfile_info(file);
        assert_true(info->raw);
        if (info->frames != 100)
            fail_msg("claim %x: %lld frames", claims[i], (long long)info->frames);
        assert_int_equal(info->data_at, 44);
        assert_int_equal(info->short_of_header, claims[i] == 4000);
        assert_int_equal(soundfile_read_raw(file, 0, 1000, bytes), 100);
        assert_int_equal(soundfile_read_raw(file, -1, 1000, bytes), 0);
        soundfile_close(file);
    }
    /* And no longer than its header says: what follows is another chunk. */
    write_wav(path, 1, 2, 48000, 16, 200, 400);
    assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
    assert_int_equal(soundfile_info(file)->frames, 50);
    soundfile_close(file);
}

static void
every_container_cut_short_gives_what_is_there(void **state)
{
    static const int cut[] = {1, 7, 1000, 5000};
    char path[HELP_PATH];
    struct soundfile *file;

    for (size_t m = 0; m < COUNT(plain_containers); m++)
        for (size_t i = 0; i < COUNT(cut); i++) {
            size_t size;

            help_path(path, folder, "cut");
            assert_true(help_write(path, plain_containers[m] | SF_FORMAT_PCM_24, 2,
                                   48000, FRAMES));
            assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
            const int64_t data_at = soundfile_info(file)->data_at;
            assert_false(soundfile_info(file)->short_of_header);
            soundfile_close(file);
            free(help_read(path, &size));
            assert_int_equal(truncate(path, data_at + FRAMES * 6 - cut[i]), 0);
            const enum status status = soundfile_open(&file, path, NULL);
            if (status == ST_DAMAGED && plain_containers[m] == SF_FORMAT_CAF
                && cut[i] == 5000)
                continue; /* libsndfile takes no CAF chunk that exceeds the file */
            if (status != ST_OK)
                fail_msg("container %x cut by %d", plain_containers[m], cut[i]);
            const struct soundfile_info *info = soundfile_info(file);
            if (info->frames != (FRAMES * 6 - cut[i]) / 6)
                fail_msg("%s cut by %d: %lld frames", info->format_name, cut[i],
                         (long long)info->frames);
            if (plain_containers[m] != SF_FORMAT_RF64
                && plain_containers[m] != SF_FORMAT_AU)
                assert_true(info->short_of_header);
            float *all;
            int64_t got;
            unsigned channels;
            all = help_decode(path, &got, &channels);
            assert_int_equal(got, info->frames);
            free(all);
            soundfile_close(file);
        }
}

static void
a_flac_that_was_never_closed_is_read_to_its_end(void **state)
{
    char path[HELP_PATH];
    size_t size;
    int64_t frames;
    unsigned channels;
    struct soundfile *file;

    help_path(path, folder, "killed.flac");
    assert_true(
        help_write(path, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 1, 48000, 100000));
    unsigned char *bytes = help_read(path, &size);
    bytes[21] &= 0xf0; /* STREAMINFO: the number of samples becomes unknown */
    memset(bytes + 22, 0, 4);
    help_bytes(path, bytes, size);
    free(bytes);
    assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
    assert_int_equal(soundfile_info(file)->frames, -1);
    soundfile_close(file);
    float *all = help_decode(path, &frames, &channels);
    assert_int_equal(frames, 100000);
    for (int64_t i = 0; i < frames; i++)
        assert_true(fabsf(all[i] - help_signal(i, 0)) < 1.0f / 16000);
    free(all);
}

static void
decoders_that_believe_a_lying_header_are_stopped(void **state)
{
    char path[HELP_PATH];
    size_t size;
    int64_t got = 1;
    int64_t frames = 0;
    struct soundfile *file;
    float *block = malloc(sizeof(float) * 65536);
    enum status status = ST_OK;

    help_path(path, folder, "lying.caf");
    assert_true(
        help_write(path, SF_FORMAT_W64 | SF_FORMAT_IMA_ADPCM, 1, 48000, 10000));
    unsigned char *bytes = help_read(path, &size);
    const int64_t claim = INT64_C(1) << 40;
    for (size_t i = 0; i + 24 < size; i++) /* the sizes of the file and its data */
        if (memcmp(bytes + i, "data\xf3\xac", 6) == 0
            || memcmp(bytes + i, "riff\x2e\x91", 6) == 0)
            memcpy(bytes + i + 16, &claim, 8);
    help_bytes(path, bytes, size);
    free(bytes);
    if (soundfile_open(&file, path, NULL) == ST_OK) {
        while (status == ST_OK && got > 0) {
            status = soundfile_read_float(file, &block, 65536, &got, NULL);
            frames += got;
        }
        assert_true(frames < 10000000);
        soundfile_close(file);
    }
    free(block);
}

static void
numbers_that_are_none_become_silence_and_are_counted(void **state)
{
    const float strange[] = {0.5f, NAN, INFINITY, -INFINITY, 1e-42f, -0.25f};
    float got[6];
    float *to = got;
    int64_t n;
    char path[HELP_PATH];
    SF_INFO sf = {.samplerate = 48000,
                  .channels = 1,
                  .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    struct soundfile *file;

    SNDFILE *snd = sf_open(help_path(path, folder, "nan.wav"), SFM_WRITE, &sf);
    assert_int_equal(sf_writef_float(snd, strange, 6), 6);
    sf_close(snd);
    assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
    assert_int_equal(soundfile_read_float(file, &to, 6, &n, NULL), ST_OK);
    assert_int_equal(n, 6);
    assert_int_equal(soundfile_not_finite(file), 3);
    assert_true(got[0] == 0.5f && got[1] == 0 && got[2] == 0 && got[3] == 0);
    assert_true(got[4] == 1e-42f && got[5] == -0.25f);
    soundfile_close(file);
}

static void
tags_bext_and_cues_are_read(void **state)
{
    char path[HELP_PATH];
    SF_INFO sf = {.samplerate = 48000,
                  .channels = 1,
                  .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    SF_BROADCAST_INFO bext;
    SF_CUES cues = {.cue_count = 2};
    const short samples[1000] = {0};
    struct soundfile *file;

    memset(&bext, 0, sizeof bext);
    memset(bext.description, 'd',
           sizeof bext.description); /* full: no 0 at its end */
    memcpy(bext.originator, "A recorder", 10);
    memcpy(bext.origination_date, "2026-11-21", 10);
    memcpy(bext.origination_time, "12:34:56", 8);
    bext.time_reference_low = 5;
    bext.time_reference_high = 1;
    bext.version = 1;
    for (uint32_t i = 0; i < 2; i++) {
        cues.cue_points[i].indx = (int)i + 1;
        cues.cue_points[i].position = cues.cue_points[i].sample_offset
            = 500 - i * 400;
        cues.cue_points[i].fcc_chunk = 0x61746164;
    }
    SNDFILE *snd = sf_open(help_path(path, folder, "words.wav"), SFM_WRITE, &sf);
    sf_command(snd, SFC_SET_BROADCAST_INFO, &bext, sizeof bext);
    sf_command(snd, SFC_SET_CUE, &cues, sizeof cues);
    sf_set_string(snd, SF_STR_TITLE, "Caf\xe9"); /* Latin-1 */
    sf_set_string(snd, SF_STR_ARTIST, "J\xc3\xb3n");
    sf_writef_short(snd, samples, 1000);
    sf_close(snd);

    assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
    const struct sound_origin *origin = soundfile_origin(file);
    assert_true(origin->has);
    assert_int_equal(origin->time_reference, (INT64_C(1) << 32) + 5);
    assert_int_equal(strlen(origin->description), 256);
    assert_string_equal(origin->originator, "A recorder");
    assert_string_equal(origin->date, "2026-11-21");
    assert_string_equal(origin->time, "12:34:56");
    assert_string_equal(soundfile_tag(file, SOUND_TITLE), "Café");
    assert_string_equal(soundfile_tag(file, SOUND_ARTIST), "Jón");
    assert_string_equal(soundfile_tag(file, SOUND_ALBUM), "");
    assert_int_equal(soundfile_cues(file), 2);
    assert_int_equal(soundfile_cue(file, 0)->at, 100);
    assert_int_equal(soundfile_cue(file, 1)->at, 500);
    soundfile_close(file);
}

static void
going_back_reads_the_same_again(void **state)
{
    static const int formats[] = {
        SF_FORMAT_WAV | SF_FORMAT_PCM_16,
        SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
        SF_FORMAT_OGG | SF_FORMAT_VORBIS,
        SF_FORMAT_OGG | SF_FORMAT_OPUS,
        SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III,
        SF_FORMAT_CAF | SF_FORMAT_ALAC_16,
    };
    char path[HELP_PATH];
    float first[3000];
    float again[3000];
    float *to;
    int64_t n;

    for (size_t i = 0; i < COUNT(formats); i++) {
        struct soundfile *file;

        assert_true(help_write(help_path(path, folder, "back"), formats[i], 1,
                               48000, 9000));
        assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
        to = first;
        assert_int_equal(soundfile_read_float(file, &to, 3000, &n, NULL), ST_OK);
        assert_int_equal(n, 3000);
        assert_int_equal(soundfile_rewind(file, NULL), ST_OK);
        to = again;
        assert_int_equal(soundfile_read_float(file, &to, 3000, &n, NULL), ST_OK);
        assert_int_equal(n, 3000);
        assert_memory_equal(first, again, sizeof first);
        soundfile_close(file);
    }
}

/* Behind the end is the end. */
static void
a_file_is_read_from_its_middle_on(void **state)
{
    static const int formats[] = {SF_FORMAT_WAV | SF_FORMAT_PCM_16,
                                  SF_FORMAT_FLAC | SF_FORMAT_PCM_16};
    char path[HELP_PATH];
    static float whole[9000], part[9000];
    float *to;
    int64_t n;

    for (size_t i = 0; i < COUNT(formats); i++) {
        struct soundfile *file;

        assert_true(help_write(help_path(path, folder, "middle"), formats[i], 1,
                               48000, 9000));
        assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
        to = whole;
        assert_int_equal(soundfile_read_float(file, &to, 9000, &n, NULL), ST_OK);
        assert_int_equal(soundfile_seek(file, 5001, NULL), ST_OK);
        to = part;
        assert_int_equal(soundfile_read_float(file, &to, 9000, &n, NULL), ST_OK);
        assert_int_equal(n, 3999);
        assert_memory_equal(part, whole + 5001, 3999 * sizeof *part);
        assert_int_equal(soundfile_seek(file, 99999, NULL), ST_OK);
        assert_int_equal(soundfile_read_float(file, &to, 9000, &n, NULL), ST_OK);
        assert_int_equal(n, 0);
        soundfile_close(file);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            plain_files_of_all_kinds_are_raw_and_lie_where_libsndfile_reads),
        cmocka_unit_test(all_other_kinds_decode_to_what_libsndfile_decodes),
        cmocka_unit_test(what_is_no_sound_file_is_refused_by_name),
        cmocka_unit_test(headers_of_no_channels_too_many_or_no_rate_are_refused),
        cmocka_unit_test(
            a_raw_file_is_as_long_as_its_bytes_whatever_its_header_says),
        cmocka_unit_test(every_container_cut_short_gives_what_is_there),
        cmocka_unit_test(a_flac_that_was_never_closed_is_read_to_its_end),
        cmocka_unit_test(decoders_that_believe_a_lying_header_are_stopped),
        cmocka_unit_test(numbers_that_are_none_become_silence_and_are_counted),
        cmocka_unit_test(tags_bext_and_cues_are_read),
        cmocka_unit_test(a_file_is_read_from_its_middle_on),
        cmocka_unit_test(going_back_reads_the_same_again),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
