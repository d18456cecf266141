/* SPDX-License-Identifier: GPL-3.0-or-later */
/* job_test.c: jobs in general, and the two that a window begins:
 * import and bounce. */
#include "app/job.h"

#include "app/bounce.h"
#include "app/media.h"
#include "app/place.h"
#include "tests/app/app_help.h"
#include "tests/test.h"

#include <dirent.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- a job that does as it is told -------------------------------------------- */

struct task {
    atomic_bool may_end;
    bool until_cancelled;
    enum status comes_to;
    int finished, released;
    enum status seen;
    struct job_state last;
};

static enum status
work(struct job *job, void *user, struct fault *fault)
{
    struct task *task = user;

    job_progress(job, 0.25);
    while (!atomic_load(&task->may_end) && !atomic_load(job_cancel_flag(job)))
        sched_yield();
    if (atomic_load(job_cancel_flag(job)))
        return fault_set(fault, ST_CANCELLED, NULL, "cancelled");
    if (task->comes_to)
        fault_set(fault, task->comes_to, "there", "failed");
    return task->comes_to;
}

static enum status
finish(void *user, enum status status, struct fault *fault)
{
    struct task *task = user;

    task->finished++;
    task->seen = status;
    return status;
}

static void
release(void *user)
{
    ((struct task *)user)->released++;
}

static const struct job_kind KIND = {.work = work, .finish = finish, .release = release};

static struct job *
start(struct task *task)
{
    struct fault fault;
    struct job *job;

    assert_int_equal(job_start(&job, &KIND, task, &fault), ST_OK);
    return job;
}

/* Look at it until it is over; the test's time limit is the deadline. */
static void
await(struct job *job, struct job_state *state)
{
    while (!job_poll(job, state))
        sched_yield();
}

static void
a_job_is_finished_once_by_the_one_who_looks(void **state)
{
    struct task task = {0};
    struct job_state now;
    struct job *job = start(&task);

    assert_false(job_poll(job, &now));
    assert_int_equal(task.finished, 0);
    atomic_store(&task.may_end, true);
    await(job, &now);
    assert_true(job_poll(job, &now));
    assert_int_equal(task.finished, 1);
    assert_int_equal(now.status, ST_OK);
    assert_true(now.part == 1.0);
    assert_int_equal(task.released, 0);
    job_free(job);
    assert_int_equal(task.released, 1);
}

static void
a_job_tells_how_far_it_is(void **state)
{
    struct task task = {0};
    struct job_state now;
    struct job *job = start(&task);

    do
        assert_false(job_poll(job, &now));
    while (now.part == 0.0);
    assert_true(now.part == 0.25);
    job_free(job);
}

static void
a_failure_is_told_with_its_words(void **state)
{
    struct task task = {.comes_to = ST_IO};
    struct job_state now;
    struct job *job = start(&task);

    atomic_store(&task.may_end, true);
    await(job, &now);
    assert_int_equal(now.status, ST_IO);
    assert_string_equal(now.fault.what, "failed");
    assert_int_equal(task.seen, ST_IO);
    job_free(job);
}

static void
a_cancelled_job_ends_by_itself(void **state)
{
    struct task task = {0};
    struct job_state now;
    struct job *job = start(&task);

    job_cancel(job);
    await(job, &now);
    assert_int_equal(now.status, ST_CANCELLED);
    job_free(job);
}

static void
a_job_that_is_freed_early_is_not_finished(void **state)
{
    struct task task = {0};

    job_free(start(&task));
    assert_int_equal(task.finished, 0);
    assert_int_equal(task.released, 1);
    job_free(NULL);
}

/* --- import ------------------------------------------------------------------- */

static size_t
count_rows(const struct app_song *song, enum table table)
{
    size_t count;

    model_rows(session_model(song->session), table, &count);
    return count;
}

static size_t
count_files(const struct app_song *song, const char *folder)
{
    char path[600];
    size_t count = 0;
    struct dirent *entry;

    snprintf(path, sizeof path, "%s/%s", song->path, folder);
    DIR *dir = opendir(path);
    while (dir && (entry = readdir(dir)))
        count += entry->d_name[0] != '.';
    if (dir)
        closedir(dir);
    return count;
}

static void
on_done(void *user, const char *path, const struct import_result *result)
{
    *(int *)user += result->status == ST_OK;
}

static struct job *
begin_import(struct app_song *song, const char *const *names, size_t count,
             int *done)
{
    char paths[4][600];
    const char *list[4];
    const struct media_spec spec = {.paths = list, .count = count, .done = on_done,
                                    .user = done};
    struct job *job;

    for (size_t i = 0; i < count; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", song->folder, names[i]);
        list[i] = paths[i];
    }
    assert_int_equal(media_import_begin(&job, song->session, &spec, &song->fault),
                     ST_OK);
    memset(paths, 'x', sizeof paths); /* what it needs, it has copied */
    return job;
}

static void
files_come_in_while_the_song_is_edited(void **state)
{
    static const char *const NAMES[] = {"a.wav", "b.wav"};
    struct app_song *song = *state;
    struct job_state now;
    int done = 0;

    app_sound(song, "a.wav", 1, 480000, -1);
    app_sound(song, "b.wav", 2, 480000, -1);
    struct job *job = begin_import(song, NAMES, 2, &done);
    app_edit(song, "track-add Bass");
    assert_int_equal(count_rows(song, TABLE_SOURCE), 0);
    await(job, &now);
    assert_int_equal(now.status, ST_OK);
    job_free(job);
    assert_int_equal(done, 2);
    assert_int_equal(count_rows(song, TABLE_SOURCE), 2);
    assert_int_equal(count_rows(song, TABLE_CLIP), 2);
    assert_int_equal(session_undo(song->session, NULL, &song->fault), ST_OK);
    assert_int_equal(count_rows(song, TABLE_TRACK), 2); /* the master, and Bass */
}

static void
what_cannot_be_read_is_told_and_the_rest_comes_in(void **state)
{
    static const char *const NAMES[] = {"a.wav", "none.wav"};
    struct app_song *song = *state;
    struct job_state now;
    int done = 0;

    app_sound(song, "a.wav", 1, 4800, -1);
    struct job *job = begin_import(song, NAMES, 2, &done);
    await(job, &now);
    assert_int_equal(now.status, ST_NOT_FOUND);
    assert_int_equal(done, 1);
    assert_int_equal(count_rows(song, TABLE_CLIP), 1);
    job_free(job);
}

static void
an_import_that_is_given_up_leaves_nothing(void **state)
{
    static const char *const NAMES[] = {"a.wav", "b.wav"};
    struct app_song *song = *state;
    struct job_state now;
    int done = 0;

    app_sound(song, "a.wav", 1, 480000, -1);
    app_sound(song, "b.wav", 1, 480000, -1);
    struct job *job = begin_import(song, NAMES, 2, &done);
    job_free(job);
    assert_int_equal(count_files(song, "audio"), 0);
    assert_int_equal(count_files(song, "peaks"), 0);

    job = begin_import(song, NAMES, 2, &done);
    job_cancel(job);
    await(job, &now);
    job_free(job);
    /* It may have come too late: all or nothing, in any case. */
    const size_t came = now.status == ST_CANCELLED ? 0 : 2;
    assert_int_equal(count_rows(song, TABLE_SOURCE), came);
    assert_int_equal(count_files(song, "audio"), came);
}

/* --- bounce ------------------------------------------------------------------- */

static void
on_made(void *user, struct bounce_made *made)
{
    *(struct bounce_made *)user = *made;
}

static struct hash128
bounce_now(struct app_song *song)
{
    char path[600];
    const struct bounce_order order
        = {.path = path, .master = true, .replace = true, .bits = SOUNDOUT_FLOAT};
    struct bounce_made made;

    snprintf(path, sizeof path, "%s/now.wav", song->folder);
    if (bounce_song(song->session, &order, &made, &song->fault))
        fail_msg("%s", song->fault.what);
    const struct hash128 sound = made.figures[0].sound;
    bounce_made_clear(&made);
    return sound;
}

static void
expect_tags(const char *path, const char *title, const char *album)
{
    struct soundfile *file;
    struct fault fault;

    assert_int_equal(soundfile_open(&file, path, &fault), ST_OK);
    assert_string_equal(soundfile_tag(file, SOUND_TITLE), title);
    assert_string_equal(soundfile_tag(file, SOUND_ALBUM), album);
    soundfile_close(file);
}

static void
a_bounce_renders_the_song_as_it_was_ordered(void **state)
{
    struct app_song *song = *state;
    struct bounce_made made = {0};
    struct job_state now;
    struct job *job;
    char path[600];

    app_sound(song, "a.wav", 1, 480000, -1);
    app_import(song, "a.wav");
    const struct hash128 before = bounce_now(song);
    snprintf(path, sizeof path, "%s/mix.wav", song->folder);
    const struct bounce_order order = {.path = path, .master = true,
                                       .bits = SOUNDOUT_FLOAT,
                                       .tags = {[SOUND_ALBUM] = "Winter"}};
    assert_int_equal(bounce_begin(&job, song->session, &order, on_made, &made,
                                  &song->fault),
                     ST_OK);
    app_edit(song, "fader a -20");
    await(job, &now);
    if (now.status)
        fail_msg("%s", now.fault.what);
    job_free(job);
    assert_int_equal(made.count, 1);
    assert_int_equal(made.result.frames, 480000);
    assert_memory_equal(&made.figures[0].sound, &before, sizeof before);
    bounce_made_clear(&made);
    expect_tags(path, "Song", "Winter");
    const struct hash128 after = bounce_now(song);
    assert_memory_not_equal(&after, &before, sizeof before);
}

static void
a_bounce_that_is_cancelled_leaves_no_file(void **state)
{
    struct app_song *song = *state;
    struct bounce_made made = {0};
    struct job_state now;
    struct job *job;
    char path[600];

    app_sound(song, "a.wav", 1, 48000, -1);
    app_import(song, "a.wav");
    app_edit(song, "copy a:1 10:00");
    snprintf(path, sizeof path, "%s/mix.wav", song->folder);
    const struct bounce_order order = {.path = path, .master = true};
    assert_int_equal(bounce_begin(&job, song->session, &order, on_made, &made,
                                  &song->fault),
                     ST_OK);
    job_cancel(job);
    await(job, &now);
    job_free(job);
    assert_int_equal(now.status, ST_CANCELLED);
    assert_int_equal(made.count, 0);
    assert_int_equal(access(path, F_OK), -1);
}

static void
a_bounce_that_cannot_be_says_why(void **state)
{
    const struct bounce_order order = {.path = "/nowhere/mix.wav", .master = true};
    struct app_song *song = *state;
    struct job_state now;
    struct job *job;

    app_sound(song, "a.wav", 1, 48000, -1);
    app_import(song, "a.wav");
    assert_int_equal(
        bounce_begin(&job, song->session, &order, NULL, NULL, &song->fault), ST_OK);
    await(job, &now);
    job_free(job);
    assert_int_equal(now.status, ST_NOT_FOUND);
    assert_true(now.fault.what[0]);
}

int
main(void)
{
#define SONG(test) cmocka_unit_test_setup_teardown(test, app_setup, app_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_is_finished_once_by_the_one_who_looks),
        cmocka_unit_test(a_job_tells_how_far_it_is),
        cmocka_unit_test(a_failure_is_told_with_its_words),
        cmocka_unit_test(a_cancelled_job_ends_by_itself),
        cmocka_unit_test(a_job_that_is_freed_early_is_not_finished),
        SONG(files_come_in_while_the_song_is_edited),
        SONG(what_cannot_be_read_is_told_and_the_rest_comes_in),
        SONG(an_import_that_is_given_up_leaves_nothing),
        SONG(a_bounce_renders_the_song_as_it_was_ordered),
        SONG(a_bounce_that_is_cancelled_leaves_no_file),
        SONG(a_bounce_that_cannot_be_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
