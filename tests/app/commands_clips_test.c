/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command.h"

#include "tests/app/app_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>

static size_t
count_of(struct app_song *song, enum table table)
{
    size_t count;

    model_rows(app_model(song), table, &count);
    return count;
}

static void
clips_are_moved_by_a_distance_in_one_step(void **state)
{
    struct app_song *song = *state;
    char label[LABEL_SIZE];

    app_edit(song, "move-by -480f a:1 b:1");
    assert_int_equal(app_clip(song, "a:1")->at, 48000 - 480);
    assert_int_equal(app_clip(song, "b:1")->at, 96000 - 480);
    assert_int_equal(session_undo(song->session, label, &song->fault), ST_OK);
    assert_int_equal(app_clip(song, "a:1")->at, 48000);
    assert_int_equal(app_clip(song, "b:1")->at, 96000);
}

static void
each_clip_may_go_to_a_lane_of_its_own(void **state)
{
    struct app_song *song = *state;
    const int64_t was_a = app_clip(song, "a:1")->id,
                  was_b = app_clip(song, "b:1")->id;

    app_edit(song, "move-by 0f a:1>b b:1>a");
    assert_int_equal(app_clip(song, "a:1")->id, was_b);
    assert_int_equal(app_clip(song, "b:1")->id, was_a);
    app_edit(song, "move-by 0|1 a:1>b b:1");
    assert_int_equal(app_clip(song, "b:1")->at, 48000 + 24000);
    assert_int_equal(app_clip(song, "b:2")->at, 96000 + 24000);
}

static void
copies_leave_the_clips_where_they_are(void **state)
{
    struct app_song *song = *state;

    app_edit(song, "copy-by 3s a:1 b:1>a");
    assert_int_equal(count_of(song, TABLE_CLIP), 4);
    assert_int_equal(app_clip(song, "a:1")->at, 48000);
    assert_int_equal(app_clip(song, "a:2")->at, 4 * 48000);
    assert_int_equal(app_clip(song, "a:3")->at, 5 * 48000);
    assert_int_equal(app_clip(song, "b:1")->at, 96000);
}

static void
all_of_them_go_or_none(void **state)
{
    struct app_song *song = *state;

    assert_int_equal(app_line(song, "move-by -1.5s b:1 a:1"), ST_RANGE);
    assert_int_equal(app_line(song, "move-by 1s a:1 b:9"), ST_NOT_FOUND);
    assert_int_equal(app_line(song, "move-by 1s a:1>none"), ST_NOT_FOUND);
    assert_int_equal(app_line(song, "move-by much a:1"), ST_SYNTAX);
    assert_int_equal(app_line(song, "move-by 1s"), ST_SYNTAX);
    assert_int_equal(app_clip(song, "a:1")->at, 48000);
    assert_int_equal(app_clip(song, "b:1")->at, 96000);
}

/* --- a swipe without a comp --------------------------------------------------- */

static const struct row_comp_range *
range_at(struct app_song *song, int64_t frame)
{
    size_t count;
    const struct row_comp_range *range
        = model_rows(app_model(song), TABLE_COMP_RANGE, &count);

    for (size_t i = 0; i < count; i++)
        if (range[i].start.n <= frame && frame < range[i].start.n + range[i].length)
            return &range[i];
    return NULL;
}

static void
the_first_swipe_makes_a_comp_of_what_plays(void **state)
{
    struct app_song *song = *state;

    app_edit(song, "lane-add a two");
    app_edit(song, "copy a:1 1s a/two");
    const int64_t played = app_clip(song, "a:1")->lane_id;

    app_edit(song, "comp a/two 1.25s 1.5s");
    assert_int_equal(count_of(song, TABLE_COMP), 1);
    assert_int_equal(count_of(song, TABLE_COMP_RANGE), 3);
    assert_int_equal(range_at(song, 48000)->lane_id, played);
    assert_int_not_equal(range_at(song, 62000)->lane_id, played);
    assert_int_equal(range_at(song, 80000)->lane_id, played);
    assert_null(range_at(song, 96000));
    app_edit(song, "comp a/two 1s 1.1s");
    assert_int_equal(count_of(song, TABLE_COMP), 1);
}

static void
a_swipe_lets_its_comp_sound(void **state)
{
    struct app_song *song = *state;
    size_t count;

    app_edit(song, "lane-add a two");
    app_edit(song, "comp a/two 1s 2s");
    app_edit(song, "lane-play a/1");
    const struct row_comp *comp
        = model_rows(app_model(song), TABLE_COMP, &count);
    assert_false(comp->active);
    app_edit(song, "comp a/two 3s 4s");
    comp = model_rows(app_model(song), TABLE_COMP, &count);
    assert_int_equal(count, 1);
    assert_true(comp->active);
}

/* --- markers ------------------------------------------------------------------ */

static void
a_section_ends_where_it_is_told(void **state)
{
    struct app_song *song = *state;
    size_t count;
    char line[64];

    app_edit(song, "section 1| 5| Verse");
    app_edit(song, "section-end Verse 9|");
    const struct row_marker *marker
        = model_rows(app_model(song), TABLE_MARKER, &count);
    assert_int_equal(marker->length, 8 * 4 * TICKS_PER_QUARTER);
    app_edit(song, "section-end verse 2s");
    assert_int_equal(marker->length, 4 * TICKS_PER_QUARTER);
    snprintf(line, sizeof line, "marker-move '#%lld' 3|", (long long)marker->id);
    app_edit(song, line);
    assert_int_equal(marker->at, 2 * 4 * TICKS_PER_QUARTER);
    assert_int_equal(app_line(song, "section-end Verse 1|"), ST_RANGE);
    assert_int_equal(app_line(song, "marker-move '#7' 1|"), ST_NOT_FOUND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(clips_are_moved_by_a_distance_in_one_step,
                                        app_setup_two_clips, app_teardown),
        cmocka_unit_test_setup_teardown(each_clip_may_go_to_a_lane_of_its_own,
                                        app_setup_two_clips, app_teardown),
        cmocka_unit_test_setup_teardown(copies_leave_the_clips_where_they_are,
                                        app_setup_two_clips, app_teardown),
        cmocka_unit_test_setup_teardown(all_of_them_go_or_none, app_setup_two_clips,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(the_first_swipe_makes_a_comp_of_what_plays,
                                        app_setup_two_clips, app_teardown),
        cmocka_unit_test_setup_teardown(a_swipe_lets_its_comp_sound,
                                        app_setup_two_clips, app_teardown),
        cmocka_unit_test_setup_teardown(a_section_ends_where_it_is_told,
                                        app_setup_two_clips, app_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
