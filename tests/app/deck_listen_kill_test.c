/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was heard by a program that is no more. */
#include "app/deck.h"

#include "app/keep.h"
#include "app/played.h"
#include "model/check.h"
#include "tests/app/deck_help.h"
#include "tests/test.h"

#include <fcntl.h>
#include <glob.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 256, LATENCY = 300 };

struct ledger {
    _Atomic int64_t input, rolled_at, rolled_from;
};

static void
play_until_killed(struct app_song *song, bool roll, struct ledger *ledger)
{
    const struct timespec wait = {.tv_nsec = 2 * 1000000000L / 48000 * BLOCK};
    struct ramp_song ramp;

    ramp_open(&ramp, song, BLOCK, LATENCY);
    ramp.silent = true;
    ramp_frames(&ramp, 1000);
    if (roll)
        ramp_play(&ramp, 96000);
    ramp_frames(&ramp, 1000);
    atomic_store(&ledger->rolled_at, ramp.rolled_at);
    atomic_store(&ledger->rolled_from, ramp.rolled_from);
    ramp.silent = false;
    for (;;) {
        ramp_cycle(&ramp);
        atomic_store(&ledger->input, ramp.input);
        nanosleep(&wait, NULL);
    }
}

static void
kill_it(struct app_song *song, bool roll, struct ledger *ledger)
{
    const struct timespec wait = {.tv_nsec = 5000000};
    int status;

    *ledger = (struct ledger){0};
    session_close(song->session);
    song->session = NULL;
    const pid_t child = fork();
    if (child == 0) {
        if (session_open(&song->session, song->path, STORE_WRITE, &song->fault))
            abort();
        play_until_killed(song, roll, ledger);
    }
    while (atomic_load(&ledger->input) < 40000
           && waitpid(child, &status, WNOHANG) == 0)
        nanosleep(&wait, NULL);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    if (session_open(&song->session, song->path, STORE_WRITE, &song->fault))
        fail_msg("%s: %s", song->fault.where, song->fault.what);
}

static void
keep_folder(void *user, const char *folder)
{
    struct app_song *song = user;
    struct fault fault;

    if (keep_left(song->session, folder, NULL, NULL, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
}

static void
count_folder(void *user, const char *folder)
{
    (void)folder;
    ++*(unsigned *)user;
}

static void
wait_for_notice(struct ramp_song *ramp)
{
    for (int i = 0; i < 2000000 && ramp->notices == 0; i++) {
        deck_poll(ramp->deck, &ramp->state);
        sched_yield();
    }
    assert_int_equal(ramp->notices, 1);
}

static void
what_a_killed_program_heard_can_still_be_kept(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "2");
    struct ledger *ledger = mmap(NULL, sizeof *ledger, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct ramp_song ramp = {.song = song};
    unsigned left = 0;

    assert_true(ledger != MAP_FAILED);
    for (int roll = 0; roll < 2; roll++) {
        kill_it(song, roll, ledger);
        /* The next program says so, and leaves it alone. */
        ramp_open(&ramp, song, BLOCK, LATENCY);
        assert_int_equal(ramp.notices, 0);
        wait_for_notice(&ramp);
        assert_non_null(strstr(ramp.notice, "still there"));
        ramp_close(&ramp);
        played_left(song->path, keep_folder, song);
        const struct row_clip *clip = ramp_take(song->session, track, roll + 1);
        assert_non_null(clip);
        float *x = ramp_clip(song->session, clip, 0);
        int64_t first = 0, sounds = 0;
        for (int64_t i = 0; i < clip->length; i++) {
            if (x[i] == 0) {
                assert_int_equal(sounds, 0); /* it ends with the last sound */
                continue;
            }
            if (sounds++ == 0)
                first = (int64_t)x[i] - 1 - RAMP_CHANNEL;
            assert_true(x[i] == (float)(first + sounds + RAMP_CHANNEL));
            if (roll)
                assert_int_equal(clip->at + i, ledger->rolled_from + first + sounds
                                                   - 1 - ledger->rolled_at
                                                   - LATENCY);
        }
        free(x);
        if (!roll)
            assert_int_equal(clip->at, 0);
        if (first + sounds < ledger->input - 4800)
            fail_msg("%lld frames are missing",
                     (long long)(ledger->input - first - sounds));
    }
    played_left(song->path, count_folder, &left);
    assert_int_equal(left, 0);
    assert_int_equal(model_check(session_model(song->session), &song->fault),
                     ST_OK);
    munmap(ledger, sizeof *ledger);
}

static void
what_killed_programs_heard_is_kept_where_nothing_newer_was_played(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "2");
    struct ledger *ledger = mmap(NULL, sizeof *ledger, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct ramp_song ramp = {.song = song};
    unsigned left = 0;

    assert_true(ledger != MAP_FAILED);
    kill_it(song, false, ledger);
    kill_it(song, true, ledger);
    ramp_open(&ramp, song, BLOCK, LATENCY);
    ramp.silent = true;
    wait_for_notice(&ramp);
    ramp_keep(&ramp); /* of both, all of it */
    assert_non_null(ramp_take(song->session, track, 1));
    assert_non_null(ramp_take(song->session, track, 2));
    assert_null(ramp_take(song->session, track, 3));
    played_each_left(song->path, count_folder, &left);
    assert_int_equal(left, 0);
    ramp_close(&ramp);
    munmap(ledger, sizeof *ledger);
}

static bool
find_unread(const struct app_song *song, char *path, size_t size)
{
    char pattern[320];
    glob_t found;

    snprintf(pattern, sizeof pattern, "%s/unread-*/000.ring", song->path);
    const bool is_there = glob(pattern, 0, NULL, &found) == 0;
    if (is_there) {
        snprintf(path, size, "%s", found.gl_pathv[0]);
        globfree(&found);
    }
    return is_there;
}

static void
a_song_is_open_before_what_was_left_has_been_read(void **state)
{
    struct app_song *song = *state;
    struct ramp_song ramp;
    char path[320];

    ramp_track(song, "Voice", "2");
    /* A ring that nobody can read before somebody writes. */
    snprintf(path, sizeof path, "%s/listening", song->path);
    assert_int_equal(mkdir(path, 0777), 0);
    snprintf(path, sizeof path, "%s/listening/000.ring", song->path);
    assert_int_equal(mkfifo(path, 0666), 0);
    ramp_open(&ramp, song, BLOCK, LATENCY);
    ramp_play(&ramp, 0);
    ramp_frames(&ramp, 5000);
    ramp_halt(&ramp);
    assert_true(find_unread(song, path, sizeof path));
    const int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    close(fd);
    for (int i = 0; i < 2000000 && find_unread(song, path, sizeof path); i++)
        deck_poll(ramp.deck, &ramp.state);
    assert_false(find_unread(song, path, sizeof path));
    assert_int_equal(ramp.notices, 0);
    ramp_close(&ramp);
}

static void
a_clean_end_leaves_nothing_behind(void **state)
{
    struct app_song *song = *state;
    struct ramp_song ramp;
    char path[320];
    unsigned left = 0;

    ramp_track(song, "Voice", "2");
    ramp_open(&ramp, song, BLOCK, LATENCY);
    ramp_frames(&ramp, 10000);
    ramp_let_hear(&ramp);
    snprintf(path, sizeof path, "%s/listening", song->path);
    assert_int_equal(access(path, F_OK), 0);
    ramp_close(&ramp);
    assert_int_not_equal(access(path, F_OK), 0);
    played_left(song->path, count_folder, &left);
    assert_int_equal(left, 0);
}

static void
where_the_song_has_gone_that_is_told_and_not_a_file_of_ours(void **state)
{
    struct app_song *song = *state;
    struct ramp_song ramp;
    char command[400];

    ramp_track(song, "Voice", "2");
    ramp_open(&ramp, song, BLOCK, LATENCY);
    snprintf(command, sizeof command, "rm -r '%s'", song->path);
    assert_int_equal(system(command), 0);
    ramp_play(&ramp, 0);
    for (int i = 0; i < 100000 && ramp.notices == 0; i++) {
        ramp_cycle(&ramp);
        sched_yield();
    }
    assert_non_null(strstr(ramp.notice, "the song is not there any more"));
    ramp_close(&ramp);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, app_setup, app_teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_a_killed_program_heard_can_still_be_kept),
        TEST(what_killed_programs_heard_is_kept_where_nothing_newer_was_played),
        TEST(a_song_is_open_before_what_was_left_has_been_read),
        TEST(a_clean_end_leaves_nothing_behind),
        TEST(where_the_song_has_gone_that_is_told_and_not_a_file_of_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
