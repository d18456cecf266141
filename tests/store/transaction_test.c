/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/tables.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- kill -9 */

/* What the child has been told is done. */
struct ledger {
    atomic_long done;
    atomic_bool busy;
    _Atomic int64_t here;
    _Atomic int64_t steps;
};

static void
work_until_killed(const char *song, struct ledger *ledger, uint64_t random)
{
    struct store *store = song_open(song, STORE_WRITE);
    struct model *model = loaded(store);
    struct edit *edit;

    for (;;) {
        const uint64_t what = next_random(&random) % 8;
        const int64_t before = store_here(store);
        enum status status = ST_OK;

        atomic_store(&ledger->busy, true);
        if (what == 0)
            status = store_undo(store, &edit, NULL);
        else if (what == 1)
            status = store_redo(store, &edit, NULL);
        else {
            edit = clip_moved(model, CLIP_1 + (int64_t)(next_random(&random) % 200),
                              (int64_t)(next_random(&random) % 999999), NULL);
            for (int i = 0; what == 2 && i < 100; i++) {
                union row row;

                row_init(TABLE_CLIP, &row);
                row.id = 0;
                row.clip.lane_id = LANE_1;
                if (edit_put(edit, TABLE_CLIP, &row) != ST_OK)
                    abort();
            }
            status = store_commit(store, edit, NULL);
            if (status == ST_OK && store_here(store) != before)
                atomic_fetch_add(&ledger->steps, 1);
        }
        if (status == ST_OK) {
            if (model_apply(model, edit) != ST_OK)
                abort();
            edit_free(edit);
        } else if (status != ST_NOT_FOUND) {
            abort();
        }
        atomic_store(&ledger->here, store_here(store));
        atomic_store(&ledger->busy, false);
        atomic_fetch_add(&ledger->done, 1);
    }
}

static void
count(void *user, const struct step *step)
{
    ++*(int64_t *)user;
}

/* The project opens, has all that was acknowledged, and undoes to where it
 * began. */
static void
check_after_kill(const char *song, struct ledger *ledger, int64_t first,
                 uint64_t root)
{
    struct store *store = song_open(song, STORE_WRITE);
    struct fault fault = {0};
    struct edit *edit;
    int64_t steps = 0;
    const int64_t here = store_here(store);

    assert_fine(store_history(store, count, &steps, &fault), &fault);
    assert_true(steps >= ledger->steps && steps <= ledger->steps + 1);
    if (!ledger->busy)
        assert_true(here == ledger->here && steps == ledger->steps);
    assert_fine(store_goto(store, first, &edit, &fault), &fault);
    edit_free(edit);
    assert_true(digest(store) == root);
    assert_fine(store_goto(store, here, &edit, &fault), &fault);
    edit_free(edit);
    ledger->steps = steps;
    store_close(store);
}

static void
a_killed_program_has_lost_nothing_that_it_was_told_is_done(void **state)
{
    const struct place *place = *state;
    struct store *store = song_make(place, 2, 200, NULL);
    const uint64_t root = digest(store);
    const int64_t first = store_here(store);
    struct ledger *ledger = mmap(NULL, sizeof *ledger, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    const int rounds = getenv("TORTURE") ? 200 : 20;
    uint64_t random = 99;

    assert_true(ledger != MAP_FAILED);
    store_close(store);
    ledger->steps = 1;
    for (int round = 0; round < rounds; round++) {
        const long wanted = 1 + (long)(next_random(&random) % 30);
        int status;

        ledger->done = 0;
        ledger->busy = false;
        store = song_open(place->song, STORE_READ_ONLY);
        ledger->here = store_here(store);
        store_close(store);
        const uint64_t spins = next_random(&random) % 20000;
        const pid_t child = fork();

        if (child == 0) {
            work_until_killed(place->song, ledger, next_random(&random));
            _exit(1);
        }
        while (ledger->done < wanted && waitpid(child, &status, WNOHANG) == 0)
            sched_yield();
        for (volatile uint64_t i = 0; i < spins; i++)
            ;
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        check_after_kill(place->song, ledger, first, root);
    }
    munmap(ledger, sizeof *ledger);
}

/* --- a disk that fails, as SQLite sees it */

static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    const sqlite3_io_methods *methods[4]; /* SQLite has one set for each kind of lock */
    sqlite3_io_methods failing[4];
    int left;  /* writes and syncs until it fails; below 0: never */
    int error; /* then, and for good */
    int failures;
} disk;

static bool
fails(void)
{
    if (disk.left < 0)
        return false;
    if (disk.left > 0) {
        disk.left--;
        return false;
    }
    disk.failures++;
    return true;
}

static int
failing_write(sqlite3_file *file, const void *bytes, int count_, sqlite3_int64 at)
{
    return fails() ? disk.error : disk.methods[0]->xWrite(file, bytes, count_, at);
}

static int
failing_sync(sqlite3_file *file, int flags)
{
    return fails() ? SQLITE_IOERR_FSYNC : disk.methods[0]->xSync(file, flags);
}

static int
failing_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
             int *out)
{
    const int rc = disk.real->xOpen(disk.real, name, file, flags, out);

    for (size_t i = 0; rc == SQLITE_OK && file->pMethods && i < COUNT(disk.methods);
         i++) {
        if (disk.methods[i] && disk.methods[i] != file->pMethods)
            continue;
        disk.methods[i] = file->pMethods;
        disk.failing[i] = *disk.methods[i];
        disk.failing[i].xWrite = failing_write;
        disk.failing[i].xSync = failing_sync;
        file->pMethods = &disk.failing[i];
        break;
    }
    return rc;
}

static void
use_failing_disk(bool on)
{
    if (on) {
        disk.real = sqlite3_vfs_find(NULL);
        disk.vfs = *disk.real;
        disk.vfs.zName = "failing";
        disk.vfs.xOpen = failing_open;
        disk.left = -1;
        sqlite3_vfs_register(&disk.vfs, 1);
    } else {
        sqlite3_vfs_unregister(&disk.vfs);
    }
}

static void
fail_at_every_write(const struct place *place, int error, enum status expected)
{
    struct model *model;
    struct store *store;
    struct fault fault = {0};
    int reached = 0;

    use_failing_disk(true);
    store = song_make(place, 2, 50, &model);
    for (int n = 0; n < 30; n++) {
        struct edit *edit = clip_moved(model, CLIP_1 + n, 7000 + n, "moved");
        struct edit *back;
        const int64_t here = store_here(store);

        disk.left = n % 10;
        disk.error = error;
        disk.failures = 0;
        const enum status status = store_commit(store, edit, &fault);

        disk.left = -1;
        reached += disk.failures > 0;
        if (status == ST_OK) {
            assert_int_equal(model_apply(model, edit), ST_OK);
        } else {
            assert_true(status == expected || status == ST_IO);
            assert_true(fault.what[0] != '\0');
            assert_true(store_here(store) == here);
        }
        assert_true(same_as_stored(store, model));
        edit_free(edit);
        /* And undo on the same disk. */
        disk.left = n % 10;
        if (store_undo(store, &back, &fault) == ST_OK) {
            assert_int_equal(model_apply(model, back), ST_OK);
            edit_free(back);
        }
        disk.left = -1;
        assert_true(same_as_stored(store, model));
    }
    assert_true(reached > 5);
    store_close(store);
    use_failing_disk(false);
    store = song_open(place->song, STORE_WRITE);
    assert_true(same_as_stored(store, model));
    store_close(store);
    model_free(model);
}

static void
a_full_disk_refuses_the_edit_and_keeps_the_rest(void **state)
{
    fail_at_every_write(*state, SQLITE_FULL, ST_NO_SPACE);
}

static void
a_failing_disk_refuses_the_edit_and_keeps_the_rest(void **state)
{
    fail_at_every_write(*state, SQLITE_IOERR_WRITE, ST_IO);
}

/* The system's own refusal, not a shim's: a limit on the length of files. */
static int
outgrow_limit(const struct place *place)
{
    struct model *model;
    struct store *store = song_open(place->song, STORE_WRITE);
    struct rlimit limit = {200000, 200000};
    struct fault fault = {0};
    enum status status = ST_OK;

    model = loaded(store);
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 1;
    for (int i = 0; i < 200 && status == ST_OK; i++) {
        struct edit *edit = clip_moved(model, CLIP_1 + i % 50, i, NULL);

        status = store_commit(store, edit, &fault);
        if (status == ST_OK && model_apply(model, edit) != ST_OK)
            return 2;
        edit_free(edit);
    }
    if (status != ST_NO_SPACE || !fault.remedy[0]) {
        fprintf(stderr, "%s: %s\n", status_name(status), fault.what);
        return 3;
    }
    if (!same_as_stored(store, model))
        return 4;
    store_close(store);
    return 0;
}

static void
a_file_that_may_not_grow_is_no_space(void **state)
{
    const struct place *place = *state;
    int status;

    store_close(song_make(place, 2, 50, NULL));
    const pid_t child = fork();

    if (child == 0)
        _exit(outgrow_limit(place));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    store_close(song_open(place->song, STORE_WRITE));
}

/* --- others at the same database */

static void
what_another_program_writes_stops_the_next_edit(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 1, 4, &model);
    struct edit *edit = clip_moved(model, CLIP_1, 5, NULL);
    struct fault fault = {0};

    raw_sql(place->db, "UPDATE clip SET muted=1");
    assert_int_equal(store_commit(store, edit, &fault), ST_BUSY);
    assert_non_null(strstr(fault.what, "another program"));
    edit_free(edit);
    store_close(store);
    model_free(model);
}

static void
a_value_that_is_no_number_is_refused(void **state)
{
    struct model *model;
    struct store *store = song_make(*state, 1, 4, &model);
    struct edit *edit;
    struct fault fault = {0};
    union row row;

    assert_int_equal(
        row_copy(TABLE_CLIP, &row, model_row(model, TABLE_CLIP, CLIP_1)), ST_OK);
    row.clip.gain_db = strtod("nan", NULL);
    assert_int_equal(edit_new(&edit, "NaN"), ST_OK);
    assert_int_equal(edit_put(edit, TABLE_CLIP, &row), ST_OK);
    assert_int_equal(store_commit(store, edit, &fault), ST_RANGE);
    assert_non_null(strstr(fault.what, "gain_db"));
    assert_true(same_as_stored(store, model));
    edit_free(edit);
    row_free(TABLE_CLIP, &row);
    store_close(store);
    model_free(model);
}

static void
text_is_stored_to_the_byte(void **state)
{
    static const char *const TEXTS[] = {
        "'; DROP TABLE clip; --", "\"quotes\"",          "%n%s", "<b>bold</b>",
        "\xff\xfe not UTF-8",     "\u202eright to left", "",
    };
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 1, 4, &model);

    for (size_t i = 0; i < COUNT(TEXTS); i++) {
        commit(store, model, clip_moved(model, CLIP_1, (int64_t)i, TEXTS[i]));
        assert_true(same_as_stored(store, model));
    }
    store_close(store);
    store = song_open(place->song, STORE_WRITE);
    assert_true(same_as_stored(store, model));
    for (size_t i = 0; i < COUNT(TEXTS); i++)
        undo(store, model);
    assert_true(same_as_stored(store, model));
    store_close(store);
    model_free(model);
}

static void
a_song_that_was_deleted_takes_no_edit(void **state)
{
    struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 1, 4, &model);
    struct edit *edit = clip_moved(model, CLIP_1, 4321, NULL);
    struct fault fault;

    assert_int_equal(unlink(place->db), 0);
    assert_int_equal(store_commit(store, edit, &fault), ST_NOT_FOUND);
    edit_free(edit);
    store_close(store);
    model_free(model);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)
    const struct CMUnitTest tests[] = {
        TEST(a_killed_program_has_lost_nothing_that_it_was_told_is_done),
        TEST(a_full_disk_refuses_the_edit_and_keeps_the_rest),
        TEST(a_failing_disk_refuses_the_edit_and_keeps_the_rest),
        TEST(a_file_that_may_not_grow_is_no_space),
        TEST(what_another_program_writes_stops_the_next_edit),
        TEST(a_value_that_is_no_number_is_refused),
        TEST(text_is_stored_to_the_byte),
        TEST(a_song_that_was_deleted_takes_no_edit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
