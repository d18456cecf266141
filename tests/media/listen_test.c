/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/listen.h"

#include "tests/media/media_help.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RATE = 8000, SECONDS = 2, SIZE = RATE * SECONDS, MOST = 3 * SIZE };

static char folder[64];
static char rings[HELP_PATH];

static int
set_up(void **state)
{
    help_folder(folder);
    help_path(rings, folder, ".listen");
    return 0;
}

static int
tear_down(void **state)
{
    help_remove(folder);
    return 0;
}

static float
value(unsigned channel, int64_t input)
{
    return (float)((input & 0x3ffff) * 8 + channel + 1) / 8388608.0f;
}

static struct listen *
begin(void)
{
    struct listen *listen;
    struct fault fault;

    assert_int_equal(listen_open(&listen, rings, RATE, SECONDS, &fault), ST_OK);
    return listen;
}

static void
put(struct listen *listen, unsigned channel, int64_t from, int64_t end,
    size_t piece)
{
    float x[8192];
    struct fault fault;

    while (from < end) {
        const size_t n = end - from < (int64_t)piece ? (size_t)(end - from) : piece;

        for (size_t i = 0; i < n; i++)
            x[i] = value(channel, from + (int64_t)i);
        assert_int_equal(listen_frames(listen, channel, from, x, n, &fault), ST_OK);
        from += (int64_t)n;
    }
}

/* Frames `from` … `end`, of which those before `first` and from `last` on are not
 * there. */
static void
expect(struct listen *listen, unsigned channel, int64_t from, int64_t end,
       int64_t first, int64_t last)
{
    static float x[MOST];
    struct fault fault;
    size_t missing;

    assert_int_equal(listen_read(listen, channel, from, x, (size_t)(end - from),
                                 &missing, &fault),
                     ST_OK);
    assert_int_equal(missing, (end - from) - (last > first ? last - first : 0));
    for (int64_t i = from; i < end; i++)
        if (x[i - from] != (i >= first && i < last ? value(channel, i) : 0))
            fail_msg("frame %ld is another", (long)i);
}

static void
it_keeps_the_last_frames_by_their_count_and_no_more(void **state)
{
    static const size_t pieces[] = {1, 63, 480, 8192};

    for (size_t p = 0; p < COUNT(pieces); p++) {
        struct listen *listen = begin();
        int64_t from, end;

        assert_false(listen_span(listen, 3, &from, &end));
        put(listen, 3, 100, 5000, pieces[p]);
        assert_true(listen_span(listen, 3, &from, &end));
        assert_int_equal(from, 100);
        assert_int_equal(end, 5000);
        expect(listen, 3, 0, 6000, 100, 5000);
        expect(listen, 3, 1234, 4321, 1234, 4321);
        put(listen, 3, 5000, 3 * SIZE + 777, pieces[p]);
        assert_true(listen_span(listen, 3, &from, &end));
        assert_int_equal(from, 2 * SIZE + 777);
        assert_int_equal(end, 3 * SIZE + 777);
        expect(listen, 3, 2 * SIZE, 3 * SIZE + 1000, 2 * SIZE + 777,
               3 * SIZE + 777);
        expect(listen, 3, 3 * SIZE - 300, 3 * SIZE + 300, 3 * SIZE - 300,
               3 * SIZE + 300);
        expect(listen, 3, 0, 100, 100, 0);
        expect(listen, 4, 0, 100, 100, 0);
        listen_close(listen);
    }
}

static void
its_files_never_grow_and_go_when_it_ends(void **state)
{
    struct listen *listen = begin();
    char path[HELP_PATH + 16];
    struct stat is;

    put(listen, 0, 0, 100, 100);
    put(listen, 127, 0, 100, 100);
    snprintf(path, sizeof path, "%s/127.ring", rings);
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_size, 4096 + SIZE * sizeof(float));
    put(listen, 127, 100, 5 * SIZE, 8000);
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_size, 4096 + SIZE * sizeof(float));
    assert_int_equal(help_files(folder), 3);
    listen_close(listen);
    assert_int_equal(stat(rings, &is), -1);
}

static void
what_is_not_its_own_stays(void **state)
{
    char path[HELP_PATH + 16];
    struct listen *listen;
    struct fault fault;

    assert_int_equal(mkdir(rings, 0777), 0);
    snprintf(path, sizeof path, "%s/song.wav", rings);
    help_bytes(path, "mine", 4);
    listen = begin();
    put(listen, 7, 0, 10, 10);
    listen_close(listen);
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(help_files(folder), 1);

    snprintf(path, sizeof path, "%s/007.ring", rings);
    help_bytes(path, "old", 3);
    assert_int_equal(listen_open(&listen, rings, RATE, SECONDS, &fault), ST_EXISTS);
    assert_int_equal(listen_load(&listen, rings, &fault), ST_NOT_FOUND);
    assert_int_equal(access(path, F_OK), 0);
}

static void
what_a_killed_program_left_can_be_read(void **state)
{
    static const int64_t ENDS[] = {1, 5000, SIZE, 3 * SIZE + 777};

    for (size_t i = 0; i < COUNT(ENDS); i++) {
        struct listen *listen = begin();
        const int64_t end = ENDS[i];
        struct fault fault;
        int64_t from, to;
        size_t count;

        listen_mark(listen, &(struct listen_mark){0, 77, 5, false});
        listen_mark(listen, &(struct listen_mark){10, 5000, 64, true});
        put(listen, 3, 0, end, 480);
        listen_leave(listen);
        assert_int_equal(listen_load(&listen, rings, &fault), ST_OK);
        assert_int_equal(listen_rate(listen), RATE);
        assert_true(listen_span(listen, 3, &from, &to));
        assert_int_equal(to, end);
        /* A piece at its other end may have been half overwritten. */
        assert_in_range(from, 0, end > SIZE ? end - SIZE + 4096 : 4096);
        expect(listen, 3, from / 2, end, from, end);
        struct listen_mark *marks = listen_marks(listen, &count);
        assert_int_equal(count, 2);
        assert_int_equal(marks[0].at, 77);
        assert_false(marks[0].rolls);
        assert_int_equal(marks[1].input, 10);
        assert_int_equal(marks[1].latency, 64);
        assert_true(marks[1].rolls);
        free(marks);
        listen_close(listen);
        assert_int_equal(help_files(folder), 0);
    }
}

static void
it_takes_room_as_it_fills(void **state)
{
    struct listen *listen = begin();

    assert_int_equal(listen_growth(listen, 2), 2 * SIZE * 4);
    put(listen, 0, 1000, 3000, 480);
    assert_int_equal(listen_growth(listen, 0), (SIZE - 2000) * 4);
    put(listen, 0, 3000, 3 * SIZE, 480);
    assert_int_equal(listen_growth(listen, 0), 0);
    listen_close(listen);
}

static void
frames_that_were_left_out_are_silence(void **state)
{
    struct listen *listen = begin();
    float x[1000];
    struct fault fault;
    size_t missing;
    int64_t from, end;

    put(listen, 0, 0, 500, 100);
    put(listen, 0, 700, 1000, 100);
    assert_int_equal(listen_read(listen, 0, 0, x, 1000, &missing, &fault), ST_OK);
    assert_int_equal(missing, 0);
    for (int i = 0; i < 1000; i++)
        assert_true(x[i] == (i >= 500 && i < 700 ? 0 : value(0, i)));

    /* After a long time it begins anew. */
    put(listen, 0, 10 * SIZE, 10 * SIZE + 50, 10);
    assert_true(listen_span(listen, 0, &from, &end));
    assert_int_equal(from, 10 * SIZE);
    assert_int_equal(end, 10 * SIZE + 50);
    listen_close(listen);
}

static void
the_last_marks_are_known(void **state)
{
    struct listen *listen = begin();
    size_t count;

    free(listen_marks(listen, &count));
    assert_int_equal(count, 0);
    for (int64_t i = 0; i < 100000; i++)
        listen_mark(listen, &(struct listen_mark){3000 + i, i, 0, true});
    for (int loaded = 0; loaded < 2; loaded++) {
        struct listen_mark *marks = listen_marks(listen, &count);
        struct fault fault;

        assert_in_range(count, 1000, 99999);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(marks[i].at, 100000 - (int64_t)count + (int64_t)i);
        free(marks);
        if (!loaded) {
            put(listen, 0, 0, 10, 10);
            listen_leave(listen);
            assert_int_equal(listen_load(&listen, rings, &fault), ST_OK);
        }
    }
    listen_close(listen);
}

static void
a_full_disk_is_told_and_what_was_there_is_read(void **state)
{
    struct help_disk disk;
    struct listen *listen;
    struct fault fault = {0};
    const float x[480] = {1};
    int64_t from, end;

    assert_int_equal(listen_open(&listen, rings, 48000, 600, &fault), ST_OK);
    listen_close(listen);
    help_disk_fill(&disk, folder, 4096 + SIZE * sizeof(float) / 2);
    listen = begin();
    put(listen, 0, 0, 1000, 100);
    if (disk.mounted) {
        int64_t at = 1000;

        while (!listen_frames(listen, 0, at, x, 480, &fault) && at < SIZE)
            at += 480;
        assert_int_equal(fault.status, ST_NO_SPACE);
        assert_true(fault.what[0]);
        assert_true(listen_span(listen, 0, &from, &end));
        assert_int_equal(end, at);
    }
    expect(listen, 0, 0, 1000, 0, 1000);
    listen_close(listen);
    help_disk_end(&disk);

    assert_int_equal(listen_open(&listen, "/nowhere/at/all", RATE, 1, &fault),
                     ST_NOT_FOUND);
    assert_null(listen);
    assert_int_equal(listen_open(&listen, rings, 0, 1, &fault), ST_RANGE);
}

/* --- read while it is written ------------------------------------------------- */

struct race {
    struct listen *listen;
    _Atomic bool done;
};

static void *
write_on(void *user)
{
    struct race *race = user;

    put(race->listen, 0, 0, 40 * SIZE, 4000);
    atomic_store(&race->done, true);
    return NULL;
}

static void
what_is_overwritten_while_it_is_read_counts_as_gone(void **state)
{
    struct race race = {.listen = begin()};
    static float x[SIZE];
    pthread_t thread;
    struct fault fault;
    size_t missing;
    int64_t from, end, right = 0;

    assert_int_equal(pthread_create(&thread, NULL, write_on, &race), 0);
    while (!atomic_load(&race.done) || right == 0) {
        if (!listen_span(race.listen, 0, &from, &end))
            continue;
        const size_t n = (size_t)(end - from);
        assert_int_equal(listen_read(race.listen, 0, from, x, n, &missing, &fault),
                         ST_OK);
        for (size_t i = 0; i < n; i++) {
            if (i < missing)
                assert_true(x[i] == 0);
            else if (x[i] != value(0, from + (int64_t)i))
                fail_msg("frame %zu of %zu is another", i, n);
        }
        right += (int64_t)(n - missing);
    }
    pthread_join(thread, NULL);
    assert_true(right > 0);
    listen_close(race.listen);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(it_keeps_the_last_frames_by_their_count_and_no_more),
        TEST(its_files_never_grow_and_go_when_it_ends),
        TEST(what_is_not_its_own_stays),
        TEST(what_a_killed_program_left_can_be_read),
        TEST(it_takes_room_as_it_fills),
        TEST(frames_that_were_left_out_are_silence),
        TEST(the_last_marks_are_known),
        TEST(a_full_disk_is_told_and_what_was_there_is_read),
        TEST(what_is_overwritten_while_it_is_read_counts_as_gone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
