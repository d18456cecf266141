/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/history.h"

#include "tests/app/app_help.h"
#include "tests/test.h"

#include <stdio.h>

struct follower {
    struct session_watch watch;
    struct history *history;
};

static void
on_change(void *user, const struct edit *edit)
{
    struct follower *follower = user;
    struct fault fault;

    assert_int_equal(history_follow(follower->history, edit, &fault), ST_OK);
}

/* A history that follows what the test does. */
static void
begin(struct follower *follower, struct app_song *song)
{
    *follower = (struct follower){.watch = {.changed = on_change, .user = follower}};
    assert_int_equal(history_open(&follower->history, song->session, &song->fault),
                     ST_OK);
    session_watch(song->session, &follower->watch);
}

static void
end(struct follower *follower, struct app_song *song)
{
    session_unwatch(song->session, &follower->watch);
    history_close(follower->history);
}

static struct history_step
step(const struct follower *follower, size_t index)
{
    struct history_step out;

    history_step(follower->history, index, &out);
    return out;
}

/* Three tracks; back to the first one, and another way: A, then B C aside, and
 * D. */
static void
branch(struct app_song *song)
{
    app_edit(song, "track-add A");
    app_edit(song, "track-add B");
    app_edit(song, "track-add C");
    assert_int_equal(session_undo(song->session, NULL, &song->fault), ST_OK);
    assert_int_equal(session_undo(song->session, NULL, &song->fault), ST_OK);
    app_edit(song, "track-add D");
}

/* What was followed is what would be read anew. */
static void
expect_same(const struct follower *follower, struct app_song *song)
{
    struct history *anew;
    struct history_step is;

    assert_int_equal(history_open(&anew, song->session, &song->fault), ST_OK);
    assert_int_equal(history_count(anew), history_count(follower->history));
    assert_int_equal(history_here(anew), history_here(follower->history));
    for (size_t i = 0; i < history_count(anew); i++) {
        const struct history_step was = step(follower, i);

        history_step(anew, i, &is);
        assert_int_equal(is.id, was.id);
        assert_int_equal(is.parent, was.parent);
        assert_string_equal(is.label, was.label);
        assert_int_equal(is.ahead, was.ahead);
        assert_int_equal(is.aside, was.aside);
        assert_int_equal(is.column, was.column);
        assert_int_equal(is.through, was.through);
    }
    history_close(anew);
}

static void
steps_are_told_newest_first(void **state)
{
    struct app_song *song = *state;
    struct follower follower;

    begin(&follower, song);
    app_edit(song, "track-add A");
    assert_int_equal(history_count(follower.history), 2);
    assert_string_equal(step(&follower, 0).label, "Add track: A");
    assert_true(step(&follower, 0).here);
    assert_int_equal(step(&follower, 0).parent, step(&follower, 1).id);
    assert_false(step(&follower, 1).down);
    assert_true(step(&follower, 1).up);
    assert_int_equal(session_undo(song->session, NULL, &song->fault), ST_OK);
    assert_int_equal(history_here(follower.history), 1);
    assert_true(step(&follower, 0).ahead);
    expect_same(&follower, song);
    end(&follower, song);
}

static void
what_was_left_lies_aside(void **state)
{
    struct app_song *song = *state;
    struct follower follower;

    begin(&follower, song);
    branch(song); /* from the top: D, C, B, A, the first */
    assert_int_equal(step(&follower, 0).column, 0);
    assert_true(step(&follower, 1).aside);
    assert_true(step(&follower, 2).aside);
    assert_int_equal(step(&follower, 1).column, 1);
    assert_int_equal(step(&follower, 2).column, 1);
    assert_int_equal(step(&follower, 1).through, 1); /* the trunk passes both */
    assert_int_equal(step(&follower, 2).through, 1);
    assert_int_equal(step(&follower, 3).branches, 2);
    assert_false(step(&follower, 1).up);
    assert_true(step(&follower, 2).up);
    assert_int_equal(history_columns(follower.history), 2);
    expect_same(&follower, song);
    end(&follower, song);
}

static void
going_to_a_branch_makes_it_the_trunk(void **state)
{
    struct app_song *song = *state;
    struct follower follower;

    begin(&follower, song);
    branch(song);
    assert_int_equal(
        session_goto(song->session, step(&follower, 2).id, &song->fault), ST_OK);
    assert_int_equal(history_here(follower.history), 2);
    assert_true(step(&follower, 0).aside);
    assert_true(step(&follower, 1).ahead); /* C was stood at before */
    assert_int_equal(step(&follower, 2).column, 0);
    expect_same(&follower, song);
    end(&follower, song);
}

static void
many_branches_have_columns_of_their_own(void **state)
{
    struct app_song *song = *state;
    struct follower follower;
    char line[32];

    begin(&follower, song);
    app_edit(song, "track-add A");
    for (int i = 0; i < 20; i++) {
        snprintf(line, sizeof line, "track-add B%d", i);
        app_edit(song, line);
        if (i < 19)
            assert_int_equal(session_undo(song->session, NULL, &song->fault),
                             ST_OK);
    }
    assert_int_equal(history_columns(follower.history), HISTORY_COLUMNS);
    assert_int_equal(step(&follower, 19).column, 1); /* the first of them */
    assert_int_equal(step(&follower, 18).column, 2);
    expect_same(&follower, song);
    end(&follower, song);
}

int
main(void)
{
#define SONG(test) cmocka_unit_test_setup_teardown(test, app_setup, app_teardown)
    const struct CMUnitTest tests[] = {
        SONG(steps_are_told_newest_first),
        SONG(what_was_left_lies_aside),
        SONG(going_to_a_branch_makes_it_the_trunk),
        SONG(many_branches_have_columns_of_their_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
