/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a bounce leaves behind that cannot be: nothing. */
#include "tests/test.h"

#include "render/bounce.h"
#include "tests/alloc_help.h"
#include "tests/render/render_help.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SHORT = 30000, LONG = 3 * TUNE_RATE };

static void
missing(void *user, const struct row_source *source, const struct fault *fault)
{
    ++*(unsigned *)user;
    assert_int_equal(source->id, TUNE_SOURCE + 2);
    assert_int_equal(fault->status, ST_NOT_FOUND);
}

static void
a_missing_source_is_told_and_silent(void **state)
{
    struct tune tune;
    struct bounce_file files[2] = {{.track = 2}, {.track = 1}};
    struct bounce_result result;
    struct bounce_figures figures[2];
    char path[200];
    unsigned told = 0;

    tune_open(&tune, TUNE_PLAIN, SHORT);
    snprintf(path, sizeof path, "%s/audio/2.wav", tune.folder);
    assert_int_equal(unlink(path), 0);
    struct bounce_spec spec = tune_spec(&tune, files);
    spec.count = 2;
    spec.offline = missing;
    spec.user = &told;
    tune_bounce(&spec, &result, figures);
    assert_int_equal(told, 1);
    assert_int_equal(result.offline, 1);
    assert_true(figures[0].peak == 0);
    assert_true(figures[1].peak > 0);
    tune_close(&tune);
}

static void
stop_it(void *user, const struct bounce_progress *progress)
{
    assert_true(progress->part >= 0 && progress->part <= 1);
    atomic_store((atomic_bool *)user, true);
}

static void
what_is_cancelled_leaves_nothing(void **state)
{
    struct tune tune;
    struct bounce_result result;
    struct bounce_figures figures[2];
    struct fault fault = {0};
    atomic_bool cancel = false;

    tune_open(&tune, TUNE_PLAIN, LONG);
    struct bounce_file files[2] = {{.path = tune_path(&tune, "a.flac")},
                                   {.path = tune_path(&tune, "b.flac"), .track = 1}};
    struct bounce_spec spec = tune_spec(&tune, files);
    spec.count = 2;
    spec.format = SOUNDOUT_FLAC;
    spec.cancel = &cancel;
    spec.progress = stop_it;
    spec.user = &cancel;
    spec.block = 64;
    assert_int_equal(bounce_run(&spec, &result, figures, &fault), ST_CANCELLED);
    assert_int_equal(fault.status, ST_CANCELLED);
    assert_true(result.frames < LONG);
    assert_int_equal(tune_files(&tune), 0);
    tune_close(&tune);
}

/* A disk of 100 KiB where we may mount one, else files of 100 KiB at most. */
static void
a_full_disk_leaves_nothing(void **state)
{
    struct tune tune;
    struct bounce_result result;
    struct bounce_figures figures;
    struct fault fault = {0};
    struct rlimit before, small;

    tune_open(&tune, TUNE_PLAIN, LONG);
    char *disk = strdup(tune_path(&tune, "disk"));
    assert_int_equal(mkdir(disk, 0700), 0);
    const bool mounted = mount("none", disk, "tmpfs", 0, "size=100k") == 0;
    struct bounce_file file = {.path = tune_path(&tune, "disk/a.wav")};
    struct bounce_spec spec = tune_spec(&tune, &file);
    if (!mounted) {
        signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before);
        small = (struct rlimit){100 << 10, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    const enum status status = bounce_run(&spec, &result, &figures, &fault);
    if (!mounted)
        setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(status, ST_NO_SPACE);
    assert_int_equal(fault.status, ST_NO_SPACE);
    assert_true(strstr(fault.where, "a.wav") != NULL);
    assert_int_equal(rmdir(disk), mounted ? -1 : 0);
    if (mounted) {
        assert_int_equal(umount(disk), 0);
        assert_int_equal(rmdir(disk), 0);
    }
    assert_int_equal(tune_files(&tune), 0);
    free(disk);
    tune_close(&tune);
}

static void
what_cannot_be_is_refused(void **state)
{
    struct tune tune;
    struct bounce_file file = {0};
    struct bounce_result result;
    struct bounce_figures figures;
    struct fault fault;

    tune_open(&tune, TUNE_PLAIN, SHORT);
    struct bounce_spec good = tune_spec(&tune, &file), spec = good;
    spec.threads = BOUNCE_MAX_THREADS + 1;
    assert_int_equal(bounce_run(&spec, &result, &figures, &fault), ST_RANGE);
    spec = good;
    spec.block = BOUNCE_MAX_BLOCK + 1;
    assert_int_equal(bounce_run(&spec, &result, &figures, &fault), ST_RANGE);
    spec = good;
    spec.count = 0;
    assert_int_equal(bounce_run(&spec, &result, &figures, &fault), ST_RANGE);
    spec = good;
    spec.from = frames(SHORT); /* behind the last clip */
    assert_int_equal(bounce_run(&spec, &result, &figures, &fault), ST_RANGE);
    spec = good;
    file.track = 4711;
    assert_int_equal(bounce_run(&spec, &result, &figures, &fault), ST_NOT_FOUND);
    file.track = 0;
    file.path = tune_path(&tune, "there.wav");
    tune_bounce(&good, &result, &figures);
    assert_int_equal(bounce_run(&good, &result, &figures, &fault), ST_EXISTS);
    file.path = "/no such folder/a.wav";
    assert_int_equal(bounce_run(&good, &result, &figures, &fault), ST_NOT_FOUND);
    assert_int_equal(tune_files(&tune), 1);
    tune_close(&tune);
}

/* Wherever memory runs out on this thread: an error, no file, no leak; and what succeeds is
 * right. */
static void
no_memory_leaves_nothing(void **state)
{
    struct tune tune;
    struct bounce_result result;
    struct bounce_figures figures[2], good[2];
    struct fault fault;
    unsigned failed = 0;

    tune_open(&tune, TUNE_MIXED, 3000);
    struct bounce_file files[2] = {{.path = tune_path(&tune, "a.wav"), .loudness = true},
                                   {.path = tune_path(&tune, "b.wav"), .track = 3}};
    struct bounce_spec spec = tune_spec(&tune, files);
    spec.count = 2;
    spec.replace = true;
    tune_bounce(&spec, &result, good);
    unlink(files[0].path);
    unlink(files[1].path);
    for (int i = 0;; i++) {
        alloc_fail_after(i);
        const enum status status = bounce_run(&spec, &result, figures, &fault);
        if (!alloc_fail_stop()) {
            if (status)
                fail_msg("after %d: %s: %s", i, fault.where, fault.what);
            break;
        }
        if (status) {
            assert_int_equal(tune_files(&tune), 0);
            failed++;
            continue;
        }
        /* What can be done without: a source that no memory was left for is offline. */
        assert_true(result.offline > 0 || same_hash(figures[0].sound, good[0].sound));
        unlink(files[0].path);
        unlink(files[1].path);
    }
    assert_true(same_hash(figures[0].file, good[0].file));
    assert_true(failed > 20);
    tune_close(&tune);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_source_is_told_and_silent),
        cmocka_unit_test(what_is_cancelled_leaves_nothing),
        cmocka_unit_test(a_full_disk_leaves_nothing),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(no_memory_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
