/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/inserts.h"

#include "tests/app/app_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX = 8 };

static int64_t
track_named(const struct model *model, const char *name)
{
    size_t count;
    const struct row_track *tracks = model_rows(model, TABLE_TRACK, &count);

    for (size_t i = 0; i < count; i++)
        if (strcmp(tracks[i].name, name) == 0)
            return tracks[i].id;
    fail_msg("no track is called %s", name);
    return 0;
}

/* «reverb limiter | limiter»: what sounds in which order, the console
 * in the middle. */
static void
assert_inserts(struct app_song *song, const char *track, const char *want)
{
    const struct model *model = session_model(song->session);
    const struct row_insert *inserts[MAX];
    const size_t count = inserts_of(model, track_named(model, track), inserts, MAX);
    char got[200] = "";
    bool after = false;

    for (size_t i = 0; i < count; i++) {
        if (inserts[i]->place == INSERT_AFTER_CONSOLE && !after)
            strcat(got, "| ");
        after = inserts[i]->place == INSERT_AFTER_CONSOLE;
        strcat(strcat(got, inserts[i]->device), " ");
    }
    assert_string_equal(got, want);
}

static void
the_built_in_devices_are_listed_with_their_controls(void **state)
{
    struct insert_control control;
    size_t count = 0;

    for (; inserts_device(count); count++) {
        const char *device = inserts_device(count);

        assert_true(inserts_is_here(device));
        assert_true(inserts_name(device)[0]);
        assert_true(inserts_control(device, 0, &control));
        for (size_t i = 0; inserts_control(device, i, &control); i++) {
            assert_true(control.low < control.high);
            assert_true(control.start >= control.low
                        && control.start <= control.high);
            assert_true(!control.by_ratio || control.low > 0);
        }
    }
    assert_true(count >= 2);
    assert_false(inserts_is_here("no such thing"));
    assert_string_equal(inserts_name("no such thing"), "no such thing");
    assert_false(inserts_control("no such thing", 0, &control));
}

static void
a_control_stands_where_it_was_set_and_else_where_it_starts(void **state)
{
    struct app_song *song = *state;
    const struct model *model = session_model(song->session);
    const struct row_insert *inserts[MAX];
    struct insert_control control;
    char line[100];

    app_edit(song, "track-add Bass");
    app_edit(song, "insert Bass reverb");
    inserts_of(model, track_named(model, "Bass"), inserts, MAX);
    assert_true(inserts_control("reverb", 0, &control));
    const int64_t id = inserts[0]->id;

    assert_float_equal(inserts_value(model, id, &control), control.start, 0);
    snprintf(line, sizeof line, "insert-set Bass reverb %s %f", control.symbol,
             control.high);
    app_edit(song, line);
    assert_float_equal(inserts_value(model, id, &control), control.high, 1e-3);
}

static void
a_device_moves_above_another_one_and_to_its_place(void **state)
{
    struct app_song *song = *state;

    app_edit(song, "track-add Keys");
    app_edit(song, "insert Keys reverb before");
    app_edit(song, "insert Keys limiter");
    assert_inserts(song, "Keys", "reverb | limiter ");
    app_edit(song, "insert-move Keys limiter reverb");
    assert_inserts(song, "Keys", "limiter reverb ");
    app_edit(song, "insert-move Keys limiter none");
    assert_inserts(song, "Keys", "reverb | limiter ");
    app_edit(song, "insert-move Keys limiter none before");
    assert_inserts(song, "Keys", "reverb limiter ");
    app_edit(song, "insert-move Keys limiter limiter");
    assert_inserts(song, "Keys", "reverb limiter ");
}

static void
a_send_is_switched_and_keeps_its_level(void **state)
{
    struct app_song *song = *state;
    const struct model *model = session_model(song->session);
    const struct row_send *sends[MAX];

    app_edit(song, "track-add Vox");
    app_edit(song, "track-add Plate bus");
    app_edit(song, "send Vox Plate -12");
    app_edit(song, "send-on Vox Plate off");
    assert_int_equal(inserts_sends_of(model, track_named(model, "Vox"), sends, MAX),
                     1);
    assert_false(sends[0]->on);
    assert_float_equal(sends[0]->level_db, -12, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_devices_are_listed_with_their_controls),
        cmocka_unit_test_setup_teardown(
            a_control_stands_where_it_was_set_and_else_where_it_starts, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(
            a_device_moves_above_another_one_and_to_its_place, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(a_send_is_switched_and_keeps_its_level,
                                        app_setup, app_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
