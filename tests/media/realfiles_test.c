/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that nobody here wrote: the drum kits of hydrogen, what ardour brings
 * along, and what the usual encoders make. */
#include "media/import.h"
#include "media/peaks.h"

#include "tests/media/media_help.h"
#include "tests/test.h"

#include <ftw.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST = 4000, RATE = 44100 };

static char folder[64];
static char project[HELP_PATH];
static char *found[MOST];
static size_t count;

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
    for (size_t i = 0; i < count; i++)
        free(found[i]);
    count = 0;
    help_remove(folder);
    return 0;
}

static int
look(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    static const char *const endings[]
        = {".wav", ".aif", ".aiff", ".flac", ".ogg", ".mp3", ".au", ".opus"};
    const char *dot = strrchr(path, '.');

    (void)st, (void)ftw;
    for (size_t i = 0; kind == FTW_F && dot && i < COUNT(endings) && count < MOST;
         i++)
        if (strcasecmp(dot, endings[i]) == 0)
            found[count++] = strdup(path);
    return 0;
}

/* The import of `path` is what libsndfile reads from it. */
static void
compare(const char *path, const struct import_result *result)
{
    char own[HELP_PATH];
    SF_INFO sf = {0};
    SNDFILE *snd = sf_open(path, SFM_READ, &sf);
    int64_t frames;
    unsigned channels;

    assert_non_null(snd);
    float *theirs = malloc(sizeof(float) * (size_t)(sf.frames * sf.channels));
    assert_int_equal(sf_readf_float(snd, theirs, sf.frames), sf.frames);
    sf_close(snd);
    float *ours = help_decode(help_path(own, project, result->sources->path),
                              &frames, &channels);
    assert_int_equal(channels, sf.channels);
    if (sf.samplerate != RATE) {
        assert_int_equal(frames, (sf.frames * RATE * 2 + sf.samplerate)
                                     / (sf.samplerate * 2));
    } else {
        assert_int_equal(frames, sf.frames);
        for (unsigned c = 0; c < channels; c++)
            for (int64_t i = 0; i < frames; i++)
                assert_true(ours[c * frames + i] == theirs[i * channels + c]);
    }
    free(ours);
    free(theirs);
}

static void
import_all(const char *root, size_t at_least)
{
    nftw(root, look, 16, FTW_PHYS);
    if (count < at_least)
        fail_msg("only %zu sound files below %s: make deps-check installs them",
                 count, root);
    struct import_job *jobs = calloc(count, sizeof *jobs);
    struct import_result *results = calloc(count, sizeof *results);

    for (size_t i = 0; i < count; i++)
        jobs[i] = (struct import_job){
            .path = found[i], .project = project, .rate = RATE};
    import_many(jobs, count, 0, results);
    for (size_t i = 0; i < count; i++) {
        char line[1024];

        fault_line(&results[i].fault, line, sizeof line);
        if (results[i].status != ST_OK)
            fail_msg("%s", line);
        compare(found[i], &results[i]);
        import_result_clear(&results[i]);
    }
    assert_int_equal(help_files(project), 2 * count);
    free(jobs);
    free(results);
}

static void
every_sample_of_hydrogens_drum_kits_comes_in(void **state)
{
    import_all("/usr/share/hydrogen/data/drumkits", 700);
}

static void
what_ardour_brings_along_comes_in(void **state)
{
    import_all("/usr/share/ardour7", 1);
}

/* A tone that starts after half a second, as a 16-bit WAV file for the encoders. */
static void
write_tone(const char *path)
{
    SF_INFO sf = {.samplerate = RATE,
                  .channels = 2,
                  .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    SNDFILE *snd = sf_open(path, SFM_WRITE, &sf);

    for (int i = 0; i < RATE; i++) {
        const float x = i < RATE / 2 ? 0 : 0.5f * sinf((float)i * 0.0627f);
        const float frame[] = {x, -x};

        sf_writef_float(snd, frame, 1);
    }
    sf_close(snd);
}

static void
what_the_usual_encoders_make_comes_in_aligned(void **state)
{
    static const struct {
        const char *command;
        bool source_first;
        bool lossless;
        int64_t off; /* frames that the encoder's padding may add */
    } encoders[] = {
        {"flac -s -f -o", false, true, 0},
        {"flac -s -f -8 --no-seektable -o", false, true, 0},
        {"oggenc -Q -q 6 -o", false, false, 0},
        {"oggenc -Q -b 64 -o", false, false, 0},
        {"opusenc --quiet --bitrate 160", true, false, 1},
        {"lame --silent -b 192", true, false, 0},
        {"lame --silent -V 4", true, false, 0},
        {"lame --silent -t -b 128", true, false,
         3000}, /* no Xing head: no gapless */
    };
    char tone[HELP_PATH];
    char coded[HELP_PATH];
    char command[3 * HELP_PATH];

    write_tone(help_path(tone, folder, "tone.wav"));
    help_path(coded, folder, "coded");
    for (size_t i = 0; i < COUNT(encoders); i++) {
        const struct import_job job
            = {.path = coded, .project = project, .rate = RATE};
        struct import_result result;
        char own[HELP_PATH];
        int64_t frames;
        int64_t wanted_frames;
        unsigned channels;
        double noise = 0;

        snprintf(command, sizeof command, "%s %s %s", encoders[i].command,
                 encoders[i].source_first ? tone : coded,
                 encoders[i].source_first ? coded : tone);
        if (!help_run(command))
            fail_msg("«%s» failed: make deps-check installs it", command);
        if (import_file(&job, &result) != ST_OK)
            fail_msg("%s: %s", command, result.fault.what);
        assert_true(result.converted);
        float *wanted = help_decode(tone, &wanted_frames, &channels);
        float *got = help_decode(help_path(own, project, result.sources->path),
                                 &frames, &channels);
        assert_int_equal(channels, 2);
        if (llabs(frames - wanted_frames) > encoders[i].off)
            fail_msg("%s: %lld frames", command, (long long)frames);
        if (encoders[i].lossless)
            assert_memory_equal(got, wanted, sizeof(float) * 2 * (size_t)frames);
        for (int64_t n = RATE * 2 / 3; n < RATE - 2000 && !encoders[i].off; n++)
            noise = fmax(noise, fabs((double)got[n] - (double)wanted[n]));
        if (noise > 0.05)
            fail_msg("%s: off by %g", command, noise);
        free(wanted);
        free(got);
        import_result_clear(&result);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define EACH(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        EACH(every_sample_of_hydrogens_drum_kits_comes_in),
        EACH(what_ardour_brings_along_comes_in),
        EACH(what_the_usual_encoders_make_comes_in_aligned),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
