/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/clips.h"

#include "model/ops_clip.h"
#include "model/ops_time.h"
#include "tests/test.h"
#include "tests/ui/view_help.h"
#include "ui/view/walk_clips.h"

#include <stdio.h>
#include <stdlib.h>

struct fixture {
    struct view_song song;
    int64_t track[2], lane[2];
};

static int
setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    view_song_open(&f->song);
    f->track[0] = view_song_track(&f->song, "Bass", TRACK_AUDIO, &f->lane[0]);
    f->track[1] = view_song_track(&f->song, "Lead Vocal", TRACK_AUDIO, &f->lane[1]);
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    struct fixture *f = *state;

    view_song_close(&f->song);
    free(f);
    return 0;
}

static const struct clip_span *
spans(struct fixture *f, int lane, size_t *count)
{
    return clips_of(f->song.view->clips, f->song.model, f->lane[lane], count);
}

static size_t
seen(struct fixture *f, double from, double to)
{
    size_t count, n = 0;
    const struct clip_span *span = clips_within(f->song.view->clips, f->song.model,
                                                f->lane[0], from, to, &count);

    for (size_t i = 0; i < count; i++)
        n += (double)span[i].end > from;
    return n;
}

static void
clips_of_a_lane_stand_by_where_they_begin(void **state)
{
    struct fixture *f = *state;
    size_t count;
    const int64_t last = view_song_clip(&f->song, f->lane[0], 30000, 1000);
    const int64_t first = view_song_clip(&f->song, f->lane[0], 1000, 5000);
    const struct clip_span *span = spans(f, 0, &count);

    assert_int_equal(count, 2);
    assert_int_equal(span[0].id, first);
    assert_int_equal(span[0].end, 6000);
    assert_int_equal(span[1].id, last);
    assert_int_equal(clips_end(f->song.view->clips, f->song.model), 31000);
    spans(f, 1, &count);
    assert_int_equal(count, 0);
}

/* As a song that is opened has them. */
static void
clips_that_were_sorted_before_they_were_seen_follow_edits(void **state)
{
    struct fixture *f = *state;
    size_t count;
    const int64_t last = view_song_clip(&f->song, f->lane[0], 30000, 1000);
    const int64_t first = view_song_clip(&f->song, f->lane[0], 1000, 5000);

    view_set_song(f->song.view, f->song.model, clips_sorted(f->song.model));
    const struct clip_span *span = spans(f, 0, &count);

    assert_int_equal(count, 2);
    assert_int_equal(span[0].id, first);
    assert_int_equal(span[1].id, last);
    assert_int_equal(op_clips_move(&f->song.ops, &first, &f->lane[1], 1,
                                   (struct when){39000, TIME_FRAMES}),
                     ST_OK);
    view_song_apply(&f->song);
    span = spans(f, 0, &count);
    assert_int_equal(count, 1);
    assert_int_equal(span[0].id, last);
    span = spans(f, 1, &count);
    assert_int_equal(count, 1);
    assert_int_equal(span[0].start, 40000);
}

static void
a_long_clip_below_others_is_still_found(void **state)
{
    struct fixture *f = *state;
    size_t count;

    view_song_clip(&f->song, f->lane[0], 0, 100000);
    for (int i = 1; i < 50; i++)
        view_song_clip(&f->song, f->lane[0], i * 1000, 500);
    assert_int_equal(seen(f, 90000, 95000), 1);
    assert_int_equal(seen(f, 10400, 10600), 2);
    assert_int_equal(seen(f, 100000, 200000), 0);
    clips_within(f->song.view->clips, f->song.model, f->lane[0], 200000, 300000,
                 &count);
    assert_int_equal(count, 0);
}

static void
an_edit_is_seen_on_both_lanes_of_a_clip_that_goes(void **state)
{
    struct fixture *f = *state;
    const int64_t clip = view_song_clip(&f->song, f->lane[0], 1000, 500);
    size_t a, b;

    spans(f, 0, &a);
    spans(f, 1, &b);
    assert_int_equal(a, 1);
    assert_int_equal(op_clips_move(&f->song.ops, &clip, &f->lane[1], 1,
                                   (struct when){500, TIME_FRAMES}),
                     ST_OK);
    view_song_apply(&f->song);
    spans(f, 0, &a);
    const struct clip_span *span = spans(f, 1, &b);
    assert_int_equal(a, 0);
    assert_int_equal(b, 1);
    assert_int_equal(span->start, 1500);
    assert_int_equal(op_clips_delete(&f->song.ops, &clip, 1), ST_OK);
    view_song_apply(&f->song);
    spans(f, 1, &b);
    assert_int_equal(b, 0);
}

static void
a_clip_in_music_goes_with_the_tempo(void **state)
{
    struct fixture *f = *state;
    const int64_t clip = view_song_clip(&f->song, f->lane[0], 96000, 500);
    size_t count;

    assert_int_equal(op_clip_anchor(&f->song.ops, clip, TIME_TICKS), ST_OK);
    view_song_apply(&f->song);
    assert_int_equal(spans(f, 0, &count)->start, 96000);
    assert_int_equal(op_tempo_set(&f->song.ops, ticks(0), 60, false), ST_OK);
    view_song_apply(&f->song);
    assert_int_equal(spans(f, 0, &count)->start, 192000);
}

/* --- walking and speaking ----------------------------------------------------- */

static int64_t
walk(struct fixture *f, int64_t from, enum walk_way way)
{
    return walk_clip(f->song.view, f->song.model, from, way);
}

static void
arrows_walk_from_clip_to_clip(void **state)
{
    struct fixture *f = *state;
    const int64_t a = view_song_clip(&f->song, f->lane[0], 1000, 500);
    const int64_t b = view_song_clip(&f->song, f->lane[0], 90000, 500);
    const int64_t c = view_song_clip(&f->song, f->lane[1], 80000, 500);

    assert_int_equal(walk(f, 0, WALK_RIGHT), a);
    assert_int_equal(walk(f, a, WALK_RIGHT), b);
    assert_int_equal(walk(f, b, WALK_RIGHT), 0);
    assert_int_equal(walk(f, b, WALK_LEFT), a);
    assert_int_equal(walk(f, a, WALK_DOWN), c);
    assert_int_equal(walk(f, c, WALK_UP), b);
    assert_int_equal(walk(f, c, WALK_DOWN), 0);
    assert_int_equal(walk(f, b, WALK_FIRST), a);
    assert_int_equal(walk(f, a, WALK_LAST), b);
}

static void
a_clip_is_spoken_with_track_and_bars(void **state)
{
    struct fixture *f = *state;
    const int64_t clip
        = view_song_clip(&f->song, f->lane[1], 16 * 96000, 8 * 96000);
    const int64_t odd = view_song_clip(&f->song, f->lane[1], 24000, 24000);
    char *text = walk_clip_text(f->song.model, clip);

    assert_string_equal(text, "Lead Vocal, clip, bar 17 to 25");
    free(text);
    assert_int_equal(op_clip_mute(&f->song.ops, odd, true), ST_OK);
    view_song_apply(&f->song);
    text = walk_clip_text(f->song.model, odd);
    assert_string_equal(text,
                        "Lead Vocal, clip, bar 1 beat 2 to bar 1 beat 3, muted");
    free(text);
    text = walk_track_text(f->song.view, f->song.model, f->track[1]);
    assert_string_equal(text, "Lead Vocal, audio track, 2 clips");
    free(text);
    text = walk_clip_text(f->song.model, 4711);
    assert_string_equal(text, "");
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(clips_of_a_lane_stand_by_where_they_begin,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            clips_that_were_sorted_before_they_were_seen_follow_edits, setup,
            teardown),
        cmocka_unit_test_setup_teardown(a_long_clip_below_others_is_still_found,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            an_edit_is_seen_on_both_lanes_of_a_clip_that_goes, setup, teardown),
        cmocka_unit_test_setup_teardown(a_clip_in_music_goes_with_the_tempo, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(arrows_walk_from_clip_to_clip, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_clip_is_spoken_with_track_and_bars, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
