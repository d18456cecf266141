/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journal.h"

#include "model/tables.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static struct journal_take
take_of(int64_t pass, int64_t number)
{
    return (struct journal_take){
        .track = TRACK_1, .pass = pass, .number = number, .name = "Track 1 take",
        .path = "audio/take.wav", .start = frames(48000), .handle = 960, .rate = 48000,
        .channels = 2, .capture_latency = 64, .playback_latency = 128, .round_trip = 192,
        .recorded = 1700000000, .device = "hw:0",
    };
}

struct seen {
    size_t count;
    int64_t ids[8], numbers[8];
    struct journal_take last;
    char text[64];
};

static void
see(void *user, const struct journal_take *take)
{
    struct seen *seen = user;

    assert_true(seen->count < 8);
    seen->ids[seen->count] = take->id;
    seen->numbers[seen->count++] = take->number;
    seen->last = *take;
    snprintf(seen->text, sizeof seen->text, "%s|%s|%s", take->name, take->path,
             take->device);
}

static struct seen
list(struct store *store)
{
    struct seen seen = {0};
    struct fault fault = {0};

    assert_fine(store_record_list(store, see, &seen, &fault), &fault);
    return seen;
}

static struct edit *
rename_edit(const struct model *model, const char *name)
{
    return clip_moved(model, CLIP_1, 77, name);
}

static void
a_take_that_is_recorded_is_found_as_it_was_written_down(void **state)
{
    const struct place *place = *state;
    struct store *store = song_make(place, 1, 1, NULL);
    struct journal_take takes[] = {take_of(2, 3), take_of(1, 9), take_of(1, 2)};
    struct fault fault = {0};
    const uint64_t before = digest(store);
    const int64_t here = store_here(store);

    assert_fine(store_record_begin(store, takes, 3, &fault), &fault);
    assert_true(takes[0].id > 0 && takes[1].id > 0 && takes[0].id != takes[1].id);
    store_close(store);
    store = song_open(place->song, STORE_WRITE);
    const struct seen seen = list(store);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.numbers[0], 2);
    assert_int_equal(seen.numbers[1], 9);
    assert_int_equal(seen.numbers[2], 3);
    assert_int_equal(seen.ids[2], takes[0].id);
    assert_string_equal(seen.text, "Track 1 take|audio/take.wav|hw:0");
    assert_int_equal(seen.last.start.n, 48000);
    assert_int_equal(seen.last.handle, 960);
    assert_int_equal(seen.last.round_trip, 192);
    assert_int_equal(seen.last.recorded, 1700000000);
    /* Neither the song nor its history knows of it. */
    assert_true(digest(store) == before);
    assert_int_equal(store_here(store), here);
    store_close(store);
}

static void
a_take_and_its_journal_row_change_places_at_once(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 1, 1, &model);
    struct journal_take takes[] = {take_of(1, 1), take_of(1, 2)};
    struct fault fault = {0};
    struct edit *edit = rename_edit(model, "Recorded"), *empty, *undone;

    assert_fine(store_record_begin(store, takes, 2, &fault), &fault);
    const int64_t here = store_here(store);
    assert_fine(store_commit_recorded(store, edit, &takes[0].id, 1, &fault), &fault);
    assert_int_not_equal(store_here(store), here);
    assert_int_equal(list(store).count, 1);
    assert_int_equal(list(store).ids[0], takes[1].id);

    /* A take without sound is struck out, and makes no step. */
    const int64_t then = store_here(store);
    assert_int_equal(edit_new(&empty, "Nothing"), ST_OK);
    assert_fine(store_commit_recorded(store, empty, &takes[1].id, 1, &fault), &fault);
    assert_int_equal(store_here(store), then);
    assert_int_equal(list(store).count, 0);

    /* Undo does not bring the row back. */
    assert_fine(store_undo(store, &undone, &fault), &fault);
    assert_int_equal(list(store).count, 0);
    edit_free(undone);
    edit_free(empty);
    edit_free(edit);
    store_close(store);
    store_close(song_open(place->song, STORE_WRITE));
    model_free(model);
}

static void
an_edit_that_cannot_be_leaves_the_take_in_the_journal(void **state)
{
    const struct place *place = *state;
    struct store *store = song_make(place, 1, 1, NULL);
    struct journal_take take = take_of(1, 1);
    struct fault fault = {0};
    struct edit *edit;
    union row row;

    assert_fine(store_record_begin(store, &take, 1, &fault), &fault);
    assert_int_equal(edit_new(&edit, "Bad"), ST_OK);
    row_init(TABLE_LANE, &row);
    row.id = 0;
    row.lane.track_id = 424242;
    assert_int_equal(edit_put(edit, TABLE_LANE, &row), ST_OK);
    assert_int_equal(store_commit_recorded(store, edit, &take.id, 1, &fault),
                     ST_CONFLICT);
    assert_int_equal(list(store).count, 1);
    edit_free(edit);
    store_close(store);
}

static void
hear(void *user, const struct incident *incident)
{
    struct incident *last = user;

    assert_true(incident->time >= last->time);
    last->time = incident->time;
    last->value += incident->value;
    last->id++;
    assert_string_equal(incident->text, "x");
}

static void
what_happened_is_told_in_its_order(void **state)
{
    const struct place *place = *state;
    struct store *store = song_make(place, 1, 1, NULL);
    struct incident all[] = {
        {.kind = INCIDENT_XRUN, .at = frames(9), .value = 64, .time = 200, .text = "x"},
        {.kind = INCIDENT_CLIPPED, .at = frames(3), .value = 2, .time = 100, .text = "x"},
        {.kind = INCIDENT_STALL, .value = 1, .text = "x"},
    };
    struct incident sum = {0};
    struct fault fault = {0};

    assert_fine(store_incident_add(store, all, 3, &fault), &fault);
    assert_true(all[2].time > 200);
    store_close(store);
    store = song_open(place->song, STORE_READ_ONLY);
    assert_fine(store_incident_list(store, hear, &sum, &fault), &fault);
    assert_int_equal(sum.id, 3);
    assert_int_equal(sum.value, 67);
    assert_int_equal(store_incident_add(store, all, 1, &fault), ST_READ_ONLY);
    store_close(store);
}

/* Steps of a recording; the child is killed after so many of them. */
static void
record(const char *song, int steps, int out)
{
    struct store *store = song_open(song, STORE_WRITE);
    struct model *model = loaded(store);
    struct journal_take take = take_of(1, 1);
    struct incident xrun = {.kind = INCIDENT_XRUN, .text = "x", .value = 1};

    if (steps > 0 && store_record_begin(store, &take, 1, NULL) != ST_OK)
        abort();
    if (steps > 1 && store_incident_add(store, &xrun, 1, NULL) != ST_OK)
        abort();
    if (steps > 2
        && store_commit_recorded(store, rename_edit(model, "Recorded"), &take.id, 1, NULL)
               != ST_OK)
        abort();
    if (write(out, &take.id, sizeof take.id) < 0)
        abort();
    pause();
}

static void
a_killed_program_leaves_the_journal_or_the_take(void **state)
{
    for (int steps = 0; steps <= 3; steps++) {
        struct place *place;
        struct incident sum = {0};
        struct fault fault = {0};
        int pipes[2], ended;
        int64_t id;

        assert_int_equal(place_make((void **)&place), 0);
        store_close(song_make(place, 1, 1, NULL));
        assert_int_equal(pipe(pipes), 0);
        const pid_t child = fork();
        if (child == 0) {
            record(place->song, steps, pipes[1]);
            _exit(1);
        }
        assert_int_equal(read(pipes[0], &id, sizeof id), sizeof id);
        kill(child, SIGKILL);
        waitpid(child, &ended, 0);
        close(pipes[0]);
        close(pipes[1]);

        struct store *store = song_open(place->song, STORE_WRITE);
        struct model *model = loaded(store);
        const struct row_clip *clip = model_row(model, TABLE_CLIP, CLIP_1);
        assert_int_equal(list(store).count, steps == 1 || steps == 2);
        assert_int_equal(strcmp(clip->name, "Recorded") == 0, steps == 3);
        assert_fine(store_incident_list(store, hear, &sum, &fault), &fault);
        assert_int_equal(sum.id, steps > 1);
        model_free(model);
        store_close(store);
        place_remove((void **)&place);
    }
}

static void
a_row_that_was_changed_is_damage_and_a_repair_keeps_the_others(void **state)
{
    const struct place *place = *state;
    struct store *store = song_make(place, 1, 1, NULL);
    struct journal_take takes[] = {take_of(1, 1), take_of(1, 2)};
    struct incident xrun = {.kind = INCIDENT_XRUN, .text = "x", .value = 5};
    struct incident sum = {0};
    struct repair report;
    struct fault fault = {0};

    assert_fine(store_record_begin(store, takes, 2, &fault), &fault);
    assert_fine(store_incident_add(store, &xrun, 1, &fault), &fault);
    store_close(store);
    raw_sql(place->db, "UPDATE recording SET start=start+1 WHERE number=1");
    assert_int_equal(store_open(&store, place->song, STORE_WRITE, &fault), ST_DAMAGED);
    assert_fine(store_repair(place->song, NULL, &report, &fault), &fault);
    store = song_open(place->song, STORE_WRITE);
    const struct seen seen = list(store);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.ids[0], takes[1].id);
    assert_fine(store_incident_list(store, hear, &sum, &fault), &fault);
    assert_int_equal(sum.value, 5);
    store_close(store);
}

/* In libc's place: how often the disk was waited for. */
static unsigned syncs;

int
fdatasync(int fd)
{
    syncs++;
    return (int)syscall(SYS_fdatasync, fd);
}

static void
what_is_only_written_down_waits_for_no_disk_until_it_is_asked_to(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 1, 1, &model);
    struct journal_take take = take_of(1, 1);
    struct incident xrun = {.kind = INCIDENT_XRUN, .text = ""};
    struct edit *edit = rename_edit(model, "Recorded");
    struct fault fault = {0};

    /* the first one begins the log */
    assert_fine(store_incident_add(store, &xrun, 1, &fault), &fault);
    syncs = 0;
    assert_fine(store_record_begin(store, &take, 1, &fault), &fault);
    xrun.id = 0;
    assert_fine(store_incident_add(store, &xrun, 1, &fault), &fault);
    assert_int_equal(syncs, 0);
    assert_fine(store_sync(store, &fault), &fault);
    assert_int_equal(syncs, 1);
    assert_fine(store_commit_recorded(store, edit, &take.id, 1, &fault), &fault);
    assert_int_equal(syncs, 2);
    edit_free(edit);
    model_free(model);
    store_close(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_take_that_is_recorded_is_found_as_it_was_written_down),
        TEST(a_take_and_its_journal_row_change_places_at_once),
        TEST(an_edit_that_cannot_be_leaves_the_take_in_the_journal),
        TEST(what_happened_is_told_in_its_order),
        cmocka_unit_test(a_killed_program_leaves_the_journal_or_the_take),
        TEST(what_is_only_written_down_waits_for_no_disk_until_it_is_asked_to),
        TEST(a_row_that_was_changed_is_damage_and_a_repair_keeps_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
