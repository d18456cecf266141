/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Imports that are refused, cancelled, or run out of room; and many at a time. */
#include "media/import.h"

#include "media/peaks.h"
#include "tests/alloc_help.h"
#include "tests/media/import_help.h"
#include "tests/media/media_help.h"
#include "tests/test.h"

#include <sndfile.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
        help_imported(&job, &result);
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
        help_check_source(project, &result.sources[i]);
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
        help_check_source(project, results[i].sources);
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
        EACH(what_cannot_be_taken_is_refused_and_leaves_nothing),
        EACH(progress_goes_up_to_one),
        EACH(cancelling_at_any_time_leaves_nothing),
        EACH(a_full_disk_is_one_clear_fault_and_leaves_nothing),
        EACH(many_files_give_results_in_order),
        EACH(without_memory_an_import_fails_cleanly_wherever_it_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
