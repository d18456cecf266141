/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/import.h"

#include "media/peaks.h"
#include "tests/media/import_help.h"
#include "tests/media/media_help.h"
#include "tests/test.h"

#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FRAMES = 20011 };

static char folder[64];
static char project[HELP_PATH];
static char source[HELP_PATH];

static int
set_up(void **state)
{
    return help_project(folder, project);
}

static int
tear_down(void **state)
{
    help_remove(folder);
    return 0;
}

static struct import_job
job_for(const char *path)
{
    return (struct import_job){.path = path, .project = project, .rate = 48000};
}

static float *
decoded(const struct import_source *from, int64_t *frames)
{
    char path[HELP_PATH];
    unsigned channels;

    help_path(path, project, from->path);
    return help_decode(path, frames, &channels);
}

static void
plain_files_at_the_projects_rate_are_copied_byte_by_byte(void **state)
{
    static const int formats[] = {
        SF_FORMAT_WAV | SF_FORMAT_PCM_U8,   SF_FORMAT_WAV | SF_FORMAT_PCM_16,
        SF_FORMAT_WAV | SF_FORMAT_PCM_24,   SF_FORMAT_WAV | SF_FORMAT_PCM_32,
        SF_FORMAT_WAV | SF_FORMAT_FLOAT,    SF_FORMAT_WAV | SF_FORMAT_DOUBLE,
        SF_FORMAT_WAVEX | SF_FORMAT_PCM_24, SF_FORMAT_RF64 | SF_FORMAT_PCM_24,
        SF_FORMAT_W64 | SF_FORMAT_PCM_16,   SF_FORMAT_AIFF | SF_FORMAT_PCM_24,
        SF_FORMAT_AIFF | SF_FORMAT_FLOAT,   SF_FORMAT_CAF | SF_FORMAT_PCM_24,
    };

    for (size_t i = 0; i < COUNT(formats); i++)
        for (unsigned channels = 1; channels <= 3; channels++) {
            const struct import_job job
                = job_for(help_path(source, folder, "A take.wav"));
            struct import_result result;
            char path[HELP_PATH];
            size_t size;
            size_t again;

            assert_true(help_write(source, formats[i], channels, 48000, FRAMES));
            help_imported(&job, &result);
            assert_int_equal(result.count, 1);
            assert_false(result.converted);
            assert_string_equal(result.name, "A take");
            assert_string_equal(result.warning, "");
            help_check_source(project, result.sources);
            unsigned char *before = help_read(source, &size);
            help_path(path, project, result.sources->path);
            unsigned char *after = help_read(path, &again);
            assert_int_equal(size, again);
            assert_memory_equal(before, after, size);
            free(before);
            free(after);
            import_result_clear(&result);
        }
}

static void
compressed_files_at_the_projects_rate_keep_every_sample(void **state)
{
    static const struct {
        int format;
        const char *bits;
    } files[] = {
        {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, "16 bit"},
        {SF_FORMAT_FLAC | SF_FORMAT_PCM_24, "24 bit"},
        {SF_FORMAT_CAF | SF_FORMAT_ALAC_24, "24 bit"},
        {SF_FORMAT_OGG | SF_FORMAT_VORBIS, "float"},
        {SF_FORMAT_OGG | SF_FORMAT_OPUS, "float"},
        {SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, "float"},
        {SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, "16 bit"},
        {SF_FORMAT_AU | SF_FORMAT_ULAW, "16 bit"},
    };

    for (size_t i = 0; i < COUNT(files); i++) {
        const struct import_job job = job_for(help_path(source, folder, "coded.x"));
        struct import_result result;
        struct soundfile *file;
        char path[HELP_PATH];
        int64_t wanted_frames;
        int64_t frames;
        unsigned channels;

        assert_true(help_write(source, files[i].format, 2, 48000, FRAMES));
        help_imported(&job, &result);
        assert_true(result.converted);
        assert_false(result.resampled);
        help_check_source(project, result.sources);
        float *wanted = help_decode(source, &wanted_frames, &channels);
        float *got = decoded(result.sources, &frames);
        assert_int_equal(frames, wanted_frames);
        assert_memory_equal(got, wanted, sizeof(float) * (size_t)frames * 2);
        help_path(path, project, result.sources->path);
        assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
        if (!strstr(soundfile_info(file)->format_name, files[i].bits))
            fail_msg("%s for %s", soundfile_info(file)->format_name, files[i].bits);
        soundfile_close(file);
        free(wanted);
        free(got);
        import_result_clear(&result);
    }
}

static void
other_rates_are_resampled_to_the_exact_length_and_in_place(void **state)
{
    static const int rates[]
        = {8000, 11025, 22050, 32000, 44100, 47999, 88200, 96000, 192000};

    for (size_t i = 0; i < COUNT(rates); i++) {
        const int at[] = {rates[i] / 2, rates[i] - 1 - rates[i] / 100};
        SF_INFO sf = {.samplerate = rates[i],
                      .channels = 1,
                      .format = SF_FORMAT_WAV | SF_FORMAT_PCM_24};
        const struct import_job job
            = job_for(help_path(source, folder, "click.wav"));
        struct import_result result;
        const int length = rates[i] + 7;
        float *clicks = calloc((size_t)length, sizeof(float));
        int64_t frames;

        for (size_t k = 0; k < COUNT(at); k++)
            clicks[at[k]] = 0.9f;
        SNDFILE *snd = sf_open(source, SFM_WRITE, &sf);
        assert_int_equal(sf_writef_float(snd, clicks, length), length);
        sf_close(snd);
        free(clicks);
        help_imported(&job, &result);
        assert_true(result.resampled);
        help_check_source(project, result.sources);
        float *got = decoded(result.sources, &frames);
        assert_int_equal(frames,
                         (int64_t)floor((double)length * 48000 / rates[i] + 0.5));
        for (size_t k = 0; k < COUNT(at); k++) {
            /* The click's centre of gravity is where it was, to a hundredth of a
             * frame. */
            const double wanted = (double)at[k] * 48000 / rates[i];
            double sum = 0;
            double moment = 0;

            for (int64_t n = (int64_t)wanted - 200; n < (int64_t)wanted + 200;
                 n++) {
                if (n < 0 || n >= frames)
                    continue;
                sum += (double)got[n] * got[n];
                moment += (double)got[n] * got[n] * (double)n;
            }
            if (fabs(moment / sum - wanted) > 0.01)
                fail_msg("%d Hz: at %.3f, not %.3f", rates[i], moment / sum,
                         wanted);
        }
        free(got);
        import_result_clear(&result);
    }
}

static void
a_resampled_tone_is_the_same_tone(void **state)
{
    const struct import_job job = job_for(help_path(source, folder, "tone.wav"));
    SF_INFO sf = {.samplerate = 44100,
                  .channels = 2,
                  .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    struct import_result result;
    int64_t frames;
    double worst = 0;
    SNDFILE *snd = sf_open(source, SFM_WRITE, &sf);

    for (int i = 0; i < 44100; i++) {
        const double turn = 2 * M_PI * 997.0 * i / 44100;
        const float frame[] = {(float)(0.5 * sin(turn)), (float)(0.5 * cos(turn))};

        sf_writef_float(snd, frame, 1);
    }
    sf_close(snd);
    help_imported(&job, &result);
    float *got = decoded(result.sources, &frames);
    assert_int_equal(frames, 48000);
    for (int64_t i = 2000; i < 46000; i++) {
        const double turn = 2 * M_PI * 997.0 * (double)i / 48000;

        worst = fmax(worst, fabs(got[i] - 0.5 * sin(turn)));
        worst = fmax(worst, fabs(got[frames + i] - 0.5 * cos(turn)));
    }
    assert_true(worst < 1e-6); /* -120 dB */
    free(got);
    import_result_clear(&result);
}

static void
numbers_that_are_none_are_silenced_and_told(void **state)
{
    static const int formats[] = {SF_FORMAT_FLOAT, SF_FORMAT_DOUBLE};

    for (size_t f = 0; f < COUNT(formats); f++) {
        const struct import_job job = job_for(help_path(source, folder, "nan.wav"));
        SF_INFO sf = {.samplerate = 48000,
                      .channels = 1,
                      .format = SF_FORMAT_WAV | formats[f]};
        struct import_result result;
        double samples[1000];
        int64_t frames;

        for (int i = 0; i < 1000; i++)
            samples[i] = (double)help_signal(i, 0);
        samples[10] = NAN;
        samples[500] = INFINITY;
        samples[999] = -INFINITY;
        samples[20] = 1e-41;
        SNDFILE *snd = sf_open(source, SFM_WRITE, &sf);
        assert_int_equal(sf_writef_double(snd, samples, 1000), 1000);
        sf_close(snd);
        help_imported(&job, &result);
        assert_int_equal(result.not_finite, 3);
        assert_non_null(strstr(result.warning, "3 samples"));
        assert_true(result.converted);
        help_check_source(project, result.sources);
        float *got = decoded(result.sources, &frames);
        assert_int_equal(frames, 1000);
        for (int i = 0; i < 1000; i++)
            assert_true(got[i] == (isfinite(samples[i]) ? (float)samples[i] : 0));
        assert_int_equal(help_files(project), 2 * (f + 1));
        free(got);
        import_result_clear(&result);
    }
}

static void
files_of_one_name_stand_side_by_side(void **state)
{
    static const char *const wanted[]
        = {"audio/Kick.wav", "audio/Kick-2.wav", "audio/Kick-3.wav"};
    const struct import_job job = job_for(help_path(source, folder, "Kick.wav"));

    for (size_t i = 0; i < COUNT(wanted); i++) {
        struct import_result result;

        assert_true(help_write(source, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 1, 48000,
                               (int64_t)i + 100));
        help_imported(&job, &result);
        assert_string_equal(result.sources->path, wanted[i]);
        assert_int_equal(result.sources->length, i + 100);
        help_check_source(project, result.sources);
        import_result_clear(&result);
    }
}

static void
strange_names_become_safe_ones(void **state)
{
    static const struct {
        const char *name;
        const char *path;
    } names[] = {
        {".hidden.wav", "audio/hidden.wav"},
        {"..wav", "audio/sound.wav"},
        {"a\nb.wav", "audio/a_b.wav"},
        {"q?u:o*t\"e.wav", "audio/q_u_o_t_e.wav"},
        {"Caf\xe9.wav", "audio/Café.wav"},
        {"Gesang für Ünal.wav", "audio/Gesang für Ünal.wav"},
        {"noending", "audio/noending.wav"},
    };

    for (size_t i = 0; i < COUNT(names); i++) {
        const struct import_job job
            = job_for(help_path(source, folder, names[i].name));
        struct import_result result;

        assert_true(
            help_write(source, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 1, 48000, 100));
        help_imported(&job, &result);
        assert_string_equal(result.sources->path, names[i].path);
        help_check_source(project, result.sources);
        import_result_clear(&result);
    }
}

static void
a_reference_stays_where_it_is(void **state)
{
    struct import_job job = job_for(help_path(source, folder, "there.wav"));
    struct import_result result;

    job.reference = true;
    assert_true(
        help_write(source, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 2, 48000, FRAMES));
    help_imported(&job, &result);
    assert_string_equal(result.sources->path, source);
    help_check_source(project, result.sources);
    assert_int_equal(help_files(project), 1); /* its peaks */
    import_result_clear(&result);

    assert_true(
        help_write(source, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 2, 44100, FRAMES));
    assert_int_equal(import_file(&job, &result), ST_UNSUPPORTED);
    assert_non_null(strstr(result.fault.what, "44100 Hz"));
    assert_non_null(strstr(result.fault.remedy, "copy"));
    assert_true(
        help_write(source, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 2, 48000, FRAMES));
    assert_int_equal(import_file(&job, &result), ST_UNSUPPORTED);
    assert_non_null(strstr(result.fault.what, "compressed"));
    assert_null(result.sources);
}

static void
a_split_gives_one_mono_file_a_channel(void **state)
{
    static const int rates[] = {48000, 44100};

    for (size_t r = 0; r < COUNT(rates); r++) {
        struct import_job job = job_for(help_path(source, folder, "surround.wav"));
        struct import_result result;
        int64_t frames;

        job.split = true;
        assert_true(help_write(source, SF_FORMAT_WAV | SF_FORMAT_PCM_24, 6,
                               rates[r], FRAMES));
        help_imported(&job, &result);
        assert_int_equal(result.count, 6);
        for (unsigned c = 0; c < 6; c++) {
            assert_int_equal(result.sources[c].channels, 1);
            assert_int_equal(result.sources[c].channel, c);
            help_check_source(project, &result.sources[c]);
            float *got = decoded(&result.sources[c], &frames);
            if (rates[r] == 48000)
                for (int64_t i = 0; i < FRAMES; i++)
                    assert_true(fabsf(got[i] - help_signal(i, c)) < 1e-6f);
            free(got);
        }
        assert_string_equal(result.sources[0].path, r ? "audio/surround-ch1-2.wav"
                                                      : "audio/surround-ch1.wav");
        import_result_clear(&result);
    }
}

static void
thirty_two_channels_are_taken_and_more_refused(void **state)
{
    const struct import_job job = job_for(help_path(source, folder, "wide.wav"));
    struct import_result result;

    assert_true(
        help_write(source, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 32, 48000, 500));
    help_imported(&job, &result);
    help_check_source(project, result.sources);
    import_result_clear(&result);
    assert_true(
        help_write(source, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 33, 48000, 500));
    assert_int_equal(import_file(&job, &result), ST_UNSUPPORTED);
    assert_non_null(strstr(result.fault.what, "33 channels"));
    assert_string_not_equal(result.fault.remedy, "");
}

static void
the_origins_start_and_title_are_told_at_the_projects_rate(void **state)
{
    static const int rates[] = {48000, 96000};

    for (size_t r = 0; r < COUNT(rates); r++) {
        const struct import_job job = job_for(help_path(source, folder, "bwf.wav"));
        SF_INFO sf = {.samplerate = rates[r],
                      .channels = 1,
                      .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
        const short samples[1000] = {1};
        SF_BROADCAST_INFO bext;
        struct import_result result;
        struct soundfile *file;
        char path[HELP_PATH];

        memset(&bext, 0, sizeof bext);
        bext.time_reference_low = 480000;
        strcpy(bext.description, "Scene 5");
        SNDFILE *snd = sf_open(source, SFM_WRITE, &sf);
        sf_command(snd, SFC_SET_BROADCAST_INFO, &bext, sizeof bext);
        sf_set_string(snd, SF_STR_TITLE, "A title");
        sf_writef_short(snd, samples, 1000);
        sf_close(snd);
        help_imported(&job, &result);
        assert_true(result.has_start);
        assert_int_equal(result.start, r ? 240000 : 480000);
        assert_string_equal(result.title, "A title");
        help_path(path, project, result.sources->path);
        assert_int_equal(soundfile_open(&file, path, NULL), ST_OK);
        assert_int_equal(soundfile_origin(file)->time_reference,
                         r ? 240000 : 480000);
        assert_string_equal(soundfile_origin(file)->description, "Scene 5");
        assert_string_equal(soundfile_tag(file, SOUND_TITLE), "A title");
        soundfile_close(file);
        import_result_clear(&result);
    }
}

static void
a_file_that_breaks_off_is_taken_as_far_as_it_goes(void **state)
{
    static const int formats[]
        = {SF_FORMAT_WAV | SF_FORMAT_PCM_16, SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
           SF_FORMAT_OGG | SF_FORMAT_VORBIS};

    for (size_t i = 0; i < COUNT(formats); i++) {
        const struct import_job job = job_for(help_path(source, folder, "cut.x"));
        struct import_result result;
        size_t size;

        assert_true(help_write(source, formats[i], 1, 48000, 480000));
        free(help_read(source, &size));
        assert_int_equal(truncate(source, (off_t)(size * 2 / 3)), 0);
        help_imported(&job, &result);
        if (i < 2) /* Ogg does not say beforehand how long it is */
            assert_non_null(strstr(result.warning, "breaks off"));
        assert_true(result.sources->length > 240000
                    && result.sources->length < 400000);
        help_check_source(project, result.sources);
        import_result_clear(&result);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define EACH(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        EACH(plain_files_at_the_projects_rate_are_copied_byte_by_byte),
        EACH(compressed_files_at_the_projects_rate_keep_every_sample),
        EACH(other_rates_are_resampled_to_the_exact_length_and_in_place),
        EACH(a_resampled_tone_is_the_same_tone),
        EACH(numbers_that_are_none_are_silenced_and_told),
        EACH(files_of_one_name_stand_side_by_side),
        EACH(strange_names_become_safe_ones),
        EACH(a_reference_stays_where_it_is),
        EACH(a_split_gives_one_mono_file_a_channel),
        EACH(thirty_two_channels_are_taken_and_more_refused),
        EACH(the_origins_start_and_title_are_told_at_the_projects_rate),
        EACH(a_file_that_breaks_off_is_taken_as_far_as_it_goes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
