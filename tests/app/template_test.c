/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/template.h"

#include "app/place.h"
#include "tests/app/app_help.h"
#include "tests/app/home_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct list {
    char paths[16][300], titles[16][100];
    size_t count;
};

static void
collect(void *user, const struct template_found *found)
{
    struct list *list = user;

    assert_in_range(list->count, 0, 15);
    snprintf(list->paths[list->count], sizeof list->paths[0], "%s", found->path);
    snprintf(list->titles[list->count++], sizeof list->titles[0], "%s",
             found->title);
}

static size_t
count_rows(const struct app_song *song, enum table table)
{
    size_t count;

    model_rows(session_model(song->session), table, &count);
    return count;
}

/* Those of the source tree, wherever the test was built. */
static void
all_that_come_with_the_program_make_a_song_in_one_step(void **state)
{
    static const char *const FILES[] = {"10-singer-songwriter", "20-band",
                                        "30-spoken-word"};
    struct app_song *song = *state;
    char path[300];

    for (size_t i = 0; i < COUNT(FILES); i++) {
        const size_t before = count_rows(song, TABLE_TRACK);

        snprintf(path, sizeof path, "data/templates/%s.template", FILES[i]);
        if (template_apply(song->session, path, &song->fault))
            fail_msg("%s: %s: %s", path, song->fault.where, song->fault.what);
        assert_true(count_rows(song, TABLE_TRACK) >= before + 3);
        assert_int_equal(session_undo(song->session, NULL, &song->fault), ST_OK);
        assert_int_equal(count_rows(song, TABLE_TRACK), before);
    }
}

static void
the_users_own_are_listed_first(void **state)
{
    struct list list = {0};

    home_use(*state);
    home_put(*state, "data/remanence/templates/b.template", "track-add B\n");
    home_put(*state, "data/remanence/templates/a.template", "# title: Mine\n");
    home_put(*state, "data/remanence/templates/c.txt", "# title: No template\n");
    template_each(collect, &list);
    assert_true(list.count >= 2);
    assert_string_equal(list.titles[0], "Mine");
    assert_string_equal(list.titles[1], "b");
    for (size_t i = 0; i < list.count; i++)
        assert_null(strstr(list.paths[i], ".txt"));
}

static void
an_empty_line_ends_a_step(void **state)
{
    struct app_song *song = *state;
    char path[300];

    home_put(song, "x.template",
             "# title: X\ntrack-add A\ntrack-add B\n\nfader A -6\n");
    snprintf(path, sizeof path, "%s/x.template", song->folder);
    assert_int_equal(template_apply(song->session, path, &song->fault), ST_OK);
    assert_int_equal(count_rows(song, TABLE_TRACK), 3);
    assert_int_equal(session_undo(song->session, NULL, &song->fault), ST_OK);
    assert_int_equal(count_rows(song, TABLE_TRACK), 3);
    assert_int_equal(session_undo(song->session, NULL, &song->fault), ST_OK);
    assert_int_equal(count_rows(song, TABLE_TRACK), 1);
}

static void
a_line_that_cannot_be_run_is_told(void **state)
{
    struct app_song *song = *state;
    char path[300];

    home_put(song, "x.template", "track-add A\n\nfader Nobody -6\n");
    snprintf(path, sizeof path, "%s/x.template", song->folder);
    assert_int_equal(template_apply(song->session, path, &song->fault),
                     ST_NOT_FOUND);
    assert_string_equal(song->fault.where, "Nobody");
}

int
main(void)
{
#define SONG(test) cmocka_unit_test_setup_teardown(test, app_setup, app_teardown)
    const struct CMUnitTest tests[] = {
        SONG(all_that_come_with_the_program_make_a_song_in_one_step),
        SONG(the_users_own_are_listed_first),
        SONG(an_empty_line_ends_a_step),
        SONG(a_line_that_cannot_be_run_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
