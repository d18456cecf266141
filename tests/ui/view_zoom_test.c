/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/follow.h"
#include "ui/view/zoom.h"

#include "tests/test.h"

#include <math.h>

static struct zoom
seen(void)
{
    return (struct zoom){.start = 1000,
                         .scale = 100,
                         .width = 800,
                         .height = 300,
                         .end = 1e6,
                         .rows = 900};
}

static void
close_to(double a, double b)
{
    assert_true(fabs(a - b) < 1e-6 * fmax(1, fabs(b)));
}

static void
a_frame_and_its_pixel_lead_to_each_other(void **state)
{
    const struct zoom zoom = seen();

    close_to(zoom_x(&zoom, frames(1000)), 0);
    close_to(zoom_x(&zoom, frames(2000)), 10);
    assert_int_equal(zoom_at(&zoom, 10).n, 2000);
    assert_int_equal(zoom_at(&zoom, -100).n, 0);
}

static void
the_frame_under_the_pointer_stays_there(void **state)
{
    struct zoom zoom = seen();
    const double at = zoom_frame(&zoom, 300);

    zoom_by(&zoom, 300, 0.5);
    close_to(zoom.scale, 50);
    close_to(zoom_frame(&zoom, 300), at);
    zoom_by(&zoom, 300, 1 / 0.5);
    close_to(zoom.start, 1000);
}

static void
what_two_fingers_hold_stays_under_them(void **state)
{
    struct zoom zoom = seen();
    const double held = zoom_frame(&zoom, 300);

    for (int i = 1; i <= 20; i++) { /* apart, and to the right */
        zoom_hold(&zoom, held, 300 + i, 100 / (1 + i * 0.1));
        close_to(zoom_x(&zoom, frames((int64_t)held)), 300 + i);
    }
    close_to(zoom.scale, 100 / 3.0);
    /* so close together that the song begins there */
    zoom_hold(&zoom, held, 320, 5000);
    close_to(zoom.start, 0);
    zoom_hold(&zoom, held, 300, 100);
    close_to(zoom.start, 1000);
    zoom_hold(&zoom, held, 300, 0);
    close_to(zoom.scale, ZOOM_NEAREST);
    close_to(zoom_frame(&zoom, 300), held);
}

static void
zoom_has_a_nearest_and_a_farthest(void **state)
{
    struct zoom zoom = seen();

    for (int i = 0; i < 100; i++)
        zoom_by(&zoom, 400, 0.5);
    close_to(zoom.scale, ZOOM_NEAREST);
    for (int i = 0; i < 100; i++)
        zoom_by(&zoom, 400, 2);
    close_to(zoom.scale, ZOOM_FARTHEST);
    close_to(zoom.start, 0);
}

static void
a_range_is_seen_whole(void **state)
{
    struct zoom zoom = seen();

    zoom_range(&zoom, frames(200000), frames(400000));
    assert_true(zoom_x(&zoom, frames(200000)) > 0);
    assert_true(zoom_x(&zoom, frames(200000)) < 40);
    assert_true(zoom_x(&zoom, frames(400000)) < 800);
    assert_true(zoom_x(&zoom, frames(400000)) > 760);
    const double scale = zoom.scale;
    zoom_range(&zoom, frames(500), frames(500));
    close_to(zoom.scale, scale);
    zoom_all(&zoom);
    close_to(zoom.start, 0);
    assert_true(zoom_x(&zoom, frames(1000000)) < 800);
    zoom.song = 50000; /* a short one: not how far scrolling goes */
    zoom_all(&zoom);
    assert_true(zoom_x(&zoom, frames(50000)) > 760);
    assert_true(zoom_x(&zoom, frames(50000)) < 800);
}

static void
scrolling_ends_half_a_screen_past_the_song(void **state)
{
    struct zoom zoom = seen();

    assert_true(zoom_scroll(&zoom, 1e9, 1e9));
    assert_false(zoom_scroll(&zoom, 10, 10));
    close_to(zoom_x(&zoom, frames(1000000)), 400);
    close_to(zoom.top, 600);
    zoom_scroll(&zoom, -1e9, -1e9);
    close_to(zoom.start, 0);
    close_to(zoom.top, 0);
    zoom.rows = 100;
    zoom_scroll(&zoom, 0, 50);
    close_to(zoom.top, 0);
}

static void
what_is_in_sight_is_not_scrolled_to(void **state)
{
    struct zoom zoom = seen();

    assert_false(zoom_show(&zoom, frames(20000), 20));
    assert_true(zoom_show(&zoom, frames(200000), 20));
    close_to(zoom_x(&zoom, frames(200000)), 780);
    assert_false(zoom_show_row(&zoom, 250, 50));
    assert_true(zoom_show_row(&zoom, 280, 50));
    close_to(zoom.top, 30);
    assert_true(zoom_show_row(&zoom, 0, 50));
    close_to(zoom.top, 0);
}

static void
following_turns_the_page(void **state)
{
    struct zoom zoom = seen();

    assert_false(zoom_follow(&zoom, frames(1000 + 79900)));
    assert_true(zoom_follow(&zoom, frames(1000 + 80000)));
    close_to(zoom_x(&zoom, frames(81000)), 80);
    assert_true(zoom_follow(&zoom, frames(0)));
    close_to(zoom.start, 0);
}

static void
following_smoothly_keeps_the_playhead_in_the_middle(void **state)
{
    struct zoom zoom = seen();
    const double start = zoom.start;
    int64_t at = 1000 + 60000;

    /* it runs there by itself */
    assert_false(zoom_glide(&zoom, frames(1000 + 39900)));
    for (int i = 0; i < 40; i++, at += 800)
        assert_true(zoom_glide(&zoom, frames(at)));
    close_to(zoom_x(&zoom, frames(at - 800)), 400);
    assert_true(zoom_glide(&zoom, frames(0)));
    assert_true(zoom.start < start);
}

static void
who_scrolls_away_is_left_there_until_called_back(void **state)
{
    struct zoom zoom = seen();
    struct follow follow = {.on = true};
    const frames_t out = frames(1000 + 90000), here = frames(2000);

    follow_seen(&follow, &zoom, here, true);
    assert_true(follow_tick(&follow, &zoom, out, true));
    follow_seen(&follow, &zoom, out, true); /* its own doing */
    assert_false(follow.left);
    zoom_scroll(&zoom, -3, 0);
    follow_seen(&follow, &zoom, out, true);
    assert_false(follow.left); /* still in sight */
    zoom_scroll(&zoom, 200, 0);
    follow_seen(&follow, &zoom, out, true);
    assert_true(follow.left);
    assert_false(follow_tick(&follow, &zoom, out, true));
    follow_turn(&follow);
    assert_true(follow.on && follow_tick(&follow, &zoom, out, true));
    zoom_scroll(&zoom, 200, 0);
    follow_seen(&follow, &zoom, out, true);
    assert_true(follow.left);
    assert_false(
        follow_tick(&follow, &zoom, frames((int64_t)zoom.start + 100), true));
    assert_false(follow.left); /* it came by */
    follow_turn(&follow);
    assert_false(follow.on);
    follow = (struct follow){.on = true, .smooth = true, .left = true};
    assert_false(follow_tick(&follow, &zoom, out, false));
    assert_false(follow.left); /* it stopped: the next time it is followed again */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_and_its_pixel_lead_to_each_other),
        cmocka_unit_test(the_frame_under_the_pointer_stays_there),
        cmocka_unit_test(what_two_fingers_hold_stays_under_them),
        cmocka_unit_test(zoom_has_a_nearest_and_a_farthest),
        cmocka_unit_test(a_range_is_seen_whole),
        cmocka_unit_test(scrolling_ends_half_a_screen_past_the_song),
        cmocka_unit_test(what_is_in_sight_is_not_scrolled_to),
        cmocka_unit_test(following_turns_the_page),
        cmocka_unit_test(following_smoothly_keeps_the_playhead_in_the_middle),
        cmocka_unit_test(who_scrolls_away_is_left_there_until_called_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
