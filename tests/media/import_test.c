/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/import.h"

#include "media/peaks.h"
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
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { FRAMES = 20011 };

static char folder[64];
static char project[HELP_PATH];
static char source[HELP_PATH];

/* A fresh project for each test. */
static int
set_up(void **state)
{
    help_folder(folder);
    help_path(project, folder, "Song.rem");
    return mkdir(project, 0700);
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

static void
imported(const struct import_job *job, struct import_result *result)
{
    char line[1024];

    if (import_file(job, result) == ST_OK)
        return;
    fault_line(&result->fault, line, sizeof line);
    fail_msg("%s", line);
}

/* What every source must be: there, as long as said, hashed, and with peaks that
 * fit. */
static void
check_source(const struct import_source *from)
{
    char path[HELP_PATH];
    char peak_file[PEAKS_PATH_SIZE];
    struct soundfile *file;
    struct peaks *peaks;
    struct peaks_key key = {.bytes = from->bytes};
    char hex[33];
    size_t size;

    help_path(path, project, from->path);
    const char *whole = from->path[0] == '/' ? from->path : path;
    unsigned char *bytes = help_read(whole, &size);
    assert_non_null(bytes);
    assert_int_equal(size, from->bytes);
    const XXH128_hash_t hash = XXH3_128bits(bytes, size);
    snprintf(hex, sizeof hex, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
    assert_string_equal(hex, from->hash);
    free(bytes);

    assert_int_equal(soundfile_open(&file, whole, NULL), ST_OK);
    assert_true(soundfile_info(file)->raw);
    assert_int_equal(soundfile_info(file)->rate, 48000);
    assert_int_equal(soundfile_info(file)->frames, from->length);
    assert_int_equal(soundfile_info(file)->channels, from->channels);
    soundfile_close(file);

    strcpy(key.hash, from->hash);
    assert_int_equal(peaks_path(project, from->path, peak_file), ST_OK);
    assert_int_equal(peaks_open(&peaks, peak_file, &key, NULL), ST_OK);
    assert_int_equal(peaks_frames(peaks), from->length);
    assert_int_equal(peaks_channels(peaks), from->channels);
    peaks_close(peaks);
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
            imported(&job, &result);
            assert_int_equal(result.count, 1);
            assert_false(result.converted);
            assert_string_equal(result.name, "A take");
            assert_string_equal(result.warning, "");
            check_source(result.sources);
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
        imported(&job, &result);
        assert_true(result.converted);
        assert_false(result.resampled);
        check_source(result.sources);
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
        imported(&job, &result);
        assert_true(result.resampled);
        check_source(result.sources);
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
    imported(&job, &result);
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
        imported(&job, &result);
        assert_int_equal(result.not_finite, 3);
        assert_non_null(strstr(result.warning, "3 samples"));
        assert_true(result.converted);
        check_source(result.sources);
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
        imported(&job, &result);
        assert_string_equal(result.sources->path, wanted[i]);
        assert_int_equal(result.sources->length, i + 100);
        check_source(result.sources);
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
        imported(&job, &result);
        assert_string_equal(result.sources->path, names[i].path);
        check_source(result.sources);
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
    imported(&job, &result);
    assert_string_equal(result.sources->path, source);
    check_source(result.sources);
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
        imported(&job, &result);
        assert_int_equal(result.count, 6);
        for (unsigned c = 0; c < 6; c++) {
            assert_int_equal(result.sources[c].channels, 1);
            assert_int_equal(result.sources[c].channel, c);
            check_source(&result.sources[c]);
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
    imported(&job, &result);
    check_source(result.sources);
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
        imported(&job, &result);
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
        imported(&job, &result);
        if (i < 2) /* Ogg does not say beforehand how long it is */
            assert_non_null(strstr(result.warning, "breaks off"));
        assert_true(result.sources->length > 240000
                    && result.sources->length < 400000);
        check_source(result.sources);
        import_result_clear(&result);
    }
}

static void
what_cannot_be_taken_is_refused_and_leaves_nothing(void **state)
{
    struct import_job job = job_for(source);
    struct import_result result;

    help_path(source, folder, "bad.wav");
    help_bytes(source, "", 0);
    assert_int_equal(import_file(&job, &result), ST_KIND);
    help_bytes(source, "RIFF\xff\xff\xff\xffWAVE", 12);
    assert_int_equal(import_file(&job, &result), ST_DAMAGED);
    assert_true(help_write(source, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 1, 48000, 0));
    assert_int_equal(import_file(&job, &result), ST_KIND);
    assert_non_null(strstr(result.fault.what, "no sound"));
    assert_true(help_write(source, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 1, 48000, 0));
    assert_true(import_file(&job, &result) != ST_OK);
    unlink(source);
    assert_int_equal(import_file(&job, &result), ST_NOT_FOUND);
    assert_int_equal(mkfifo(source, 0600), 0);
    assert_int_equal(import_file(&job, &result), ST_KIND);
    assert_int_equal(help_files(project), 0);
    job.project = "/proc";
    unlink(source);
    assert_true(
        help_write(source, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 1, 48000, 100));
    assert_true(import_file(&job, &result) != ST_OK);
    assert_string_not_equal(result.fault.what, "");
}

struct watch {
    atomic_bool cancel;
    double part;
    int64_t bytes;
    int calls;
    double stop_at;
};

static void
watch(void *user, double part, int64_t bytes)
{
    struct watch *seen = user;

    assert_true(part >= seen->part && part <= 1);
    assert_true(bytes >= seen->bytes);
    seen->part = part;
    seen->bytes = bytes;
    seen->calls++;
    if (part >= seen->stop_at)
        atomic_store(&seen->cancel, true);
}

static void
progress_goes_up_to_one(void **state)
{
    static const int rates[] = {48000, 44100};

    for (size_t i = 0; i < COUNT(rates); i++) {
        struct import_job job = job_for(help_path(source, folder, "long.wav"));
        struct watch seen = {.stop_at = 2};
        struct import_result result;

        job.progress = watch;
        job.user = &seen;
        assert_true(help_write(source, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 2,
                               rates[i], 480000));
        imported(&job, &result);
        assert_true(seen.part == 1);
        assert_true(seen.calls > 5);
        assert_true(seen.bytes >= 480000 * 4);
        import_result_clear(&result);
    }
}

static void
cancelling_at_any_time_leaves_nothing(void **state)
{
    static const int rates[] = {48000, 44100};

    for (size_t i = 0; i < COUNT(rates); i++)
        for (double stop = 0; stop < 1; stop += 0.24)
            for (int split = 0; split < 2; split++) {
                struct import_job job
                    = job_for(help_path(source, folder, "long.wav"));
                struct watch seen = {.stop_at = stop};
                struct import_result result;

                job.progress = watch;
                job.user = &seen;
                job.cancel = &seen.cancel;
                job.split = split;
                assert_true(help_write(source, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 2,
                                       rates[i], 480000));
                assert_int_equal(import_file(&job, &result), ST_CANCELLED);
                assert_null(result.sources);
                assert_int_equal(help_files(project), 0);
            }
}

static void
remove_source(const struct import_source *from)
{
    char path[HELP_PATH];

    assert_int_equal(unlink(help_path(path, project, from->path)), 0);
    assert_int_equal(peaks_path(project, from->path, path), ST_OK);
    assert_int_equal(unlink(path), 0);
}

/* Returns whether it fitted. */
static bool
import_into_200_kib(int rate, bool split, int64_t frames)
{
    struct import_job job = job_for(help_path(source, folder, "big.wav"));
    struct import_result result;
    struct help_disk disk;

    job.split = split;
    assert_true(
        help_write(source, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 2, rate, frames));
    help_disk_fill(&disk, project, 200 * 1024);
    const bool fits = import_file(&job, &result) == ST_OK;
    for (size_t i = 0; i < result.count; i++) {
        check_source(&result.sources[i]);
        remove_source(&result.sources[i]);
    }
    if (!fits) {
        assert_int_equal(result.status, ST_NO_SPACE);
        assert_int_equal(result.fault.status, ST_NO_SPACE);
        assert_string_not_equal(result.fault.remedy, "");
    }
    assert_int_equal(help_files(project), 0);
    help_disk_end(&disk);
    import_result_clear(&result);
    return fits;
}

static void
a_full_disk_is_one_clear_fault_and_leaves_nothing(void **state)
{
    static const int rates[] = {48000, 44100};

    for (size_t i = 0; i < COUNT(rates); i++)
        for (int split = 0; split < 2; split++) {
            assert_true(import_into_200_kib(rates[i], split, 10000));
            for (int64_t frames = 40000; frames < 60000; frames += 1000)
                import_into_200_kib(rates[i], split, frames);
            assert_false(import_into_200_kib(rates[i], split, 120000));
            assert_false(import_into_200_kib(rates[i], split, 400000));
        }
}

static void
many_files_give_results_in_order(void **state)
{
    enum { JOBS = 40 };
    struct import_job jobs[JOBS];
    struct import_result results[JOBS];
    char paths[JOBS][HELP_PATH];

    for (int i = 0; i < JOBS; i++) {
        char name[32];

        snprintf(name, sizeof name, i % 2 ? "same.wav" : "file%d.wav", i);
        help_path(paths[i], folder, name);
        if (i % 10 == 7)
            help_path(paths[i], folder, "missing.wav");
        else
            assert_true(help_write(paths[i], SF_FORMAT_WAV | SF_FORMAT_PCM_16, 1,
                                   i % 4 ? 48000 : 44100, 4410 + (i % 2 ? 0 : i)));
        jobs[i] = job_for(paths[i]);
    }
    assert_int_equal(import_many(jobs, JOBS, 3, results), ST_NOT_FOUND);
    for (int i = 0; i < JOBS; i++) {
        if (i % 10 == 7) {
            assert_int_equal(results[i].status, ST_NOT_FOUND);
            continue;
        }
        assert_int_equal(results[i].status, ST_OK);
        const int64_t length = 4410 + (i % 2 ? 0 : i);
        assert_int_equal(results[i].sources->length,
                         i % 4 ? length : (length * 48000 + 22050) / 44100);
        check_source(results[i].sources);
        for (int k = 0; k < i; k++)
            if (results[k].status == ST_OK)
                assert_string_not_equal(results[i].sources->path,
                                        results[k].sources->path);
    }
    for (int i = 0; i < JOBS; i++)
        import_result_clear(&results[i]);

    atomic_bool cancel = true;
    for (int i = 0; i < JOBS; i++)
        jobs[i].cancel = &cancel;
    assert_int_equal(import_many(jobs, JOBS, 0, results), ST_CANCELLED);
    for (int i = 0; i < JOBS; i++) {
        assert_int_equal(results[i].status, ST_CANCELLED);
        import_result_clear(&results[i]);
    }
    assert_int_equal(import_many(jobs, 0, 0, results), ST_OK);
}

static void
without_memory_an_import_fails_cleanly_wherever_it_stands(void **state)
{
    static const struct {
        int format;
        int rate;
        bool split;
    } files[] = {
        {SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, false},
        {SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, true},
        {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 48000, false},
    };

    for (size_t f = 0; f < COUNT(files); f++) {
        struct import_job job = job_for(help_path(source, folder, "memory.x"));
        bool failed = true;
        int fails = 0;

        job.split = files[f].split;
        assert_true(help_write(source, files[f].format, 2, files[f].rate, 5000));
        for (int after = 0; failed; after++) {
            struct import_result result;

            alloc_fail_after(after);
            import_file(&job, &result);
            failed = alloc_fail_stop();
            if (result.status != ST_OK) {
                assert_true(failed);
                assert_int_equal(result.status, ST_NO_MEM);
                assert_int_equal(result.fault.status, ST_NO_MEM);
                assert_int_equal(help_files(project), 0);
                fails++;
            }
            for (size_t i = 0; i < result.count; i++)
                remove_source(&result.sources[i]);
            import_result_clear(&result);
        }
        assert_true(fails > 5);
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
        EACH(what_cannot_be_taken_is_refused_and_leaves_nothing),
        EACH(progress_goes_up_to_one),
        EACH(cancelling_at_any_time_leaves_nothing),
        EACH(a_full_disk_is_one_clear_fault_and_leaves_nothing),
        EACH(many_files_give_results_in_order),
        EACH(without_memory_an_import_fails_cleanly_wherever_it_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
