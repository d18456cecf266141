/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes of tracks that have one name, and whose files are whose. */
#include "app/takes.h"

#include "app/place.h"
#include "base/text.h"
#include "tests/app/deck_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Two tracks «Voice», which record channels 1 and 2. */
static void
arm_two_voices(struct app_song *song, int64_t tracks[2])
{
    static const char *const names[2] = {"Voice", "Other"};
    char text[64];

    for (int i = 0; i < 2; i++) {
        snprintf(text, sizeof text, "track-add %s", names[i]);
        app_edit(song, text);
        snprintf(text, sizeof text, "input %s %d", names[i], i + 1);
        app_edit(song, text);
        snprintf(text, sizeof text, "monitor %s off", names[i]);
        app_edit(song, text);
        snprintf(text, sizeof text, "arm %s", names[i]);
        app_edit(song, text);
        assert_int_equal(
            place_track(session_model(song->session), names[i], &tracks[i], NULL),
            ST_OK);
    }
    app_edit(song, "track-rename Other Voice");
}

/* What the track's first take shows came in on that channel. */
static void
assert_sounds(const struct app_song *song, int64_t track, int channel)
{
    const struct row_clip *clip = ramp_take(song->session, track, 1);

    assert_non_null(clip);
    assert_true(clip->length > 0);
    float *x = ramp_clip(song->session, clip, 0);
    for (int64_t i = 1; i < clip->length; i++)
        if (x[i] != x[0] + (float)i)
            fail_msg("frame %ld of channel %d", (long)i, channel);
    assert_int_equal((int)x[0] / RAMP_CHANNEL, channel);
    free(x);
}

static void
tracks_of_one_name_record_side_by_side(void **state)
{
    struct app_song *song = *state;
    const struct deck_order order = {.from = frames(48000), .length = 5000};
    struct ramp_song ramp;
    int64_t tracks[2];

    arm_two_voices(song, tracks);
    ramp_open(&ramp, song, 256, 37);
    ramp_frames(&ramp, 10000);
    assert_int_equal(deck_roll(ramp.deck, &order, &song->fault), ST_OK);
    ramp_until_rolling(&ramp);
    ramp_frames(&ramp, 6000);
    ramp_settle(&ramp);
    assert_int_equal(ramp.notices, 0);
    for (int i = 0; i < 2; i++)
        assert_sounds(song, tracks[i], i);
    ramp_close(&ramp);
}

static void
what_tracks_of_one_name_played_is_kept_of_both(void **state)
{
    struct app_song *song = *state;
    struct ramp_song ramp;
    int64_t tracks[2];

    arm_two_voices(song, tracks);
    ramp_open(&ramp, song, 256, 37);
    assert_int_equal(player_locate(ramp.player, frames(48000)), ST_OK);
    assert_int_equal(player_roll(ramp.player), ST_OK);
    ramp_until_rolling(&ramp);
    ramp_frames(&ramp, 6000);
    assert_int_equal(player_stop(ramp.player), ST_OK);
    ramp_cycle(&ramp);
    ramp_settle(&ramp);
    for (int i = 0; i < 2000000 && ramp.state.heard < (double)ramp.input / 48000; i++)
        deck_poll(ramp.deck, &ramp.state);
    if (deck_keep(ramp.deck, &song->fault))
        fail_msg("%s: %s", song->fault.where, song->fault.what);
    ramp_settle(&ramp);
    assert_int_equal(ramp.notices, 0);
    for (int i = 0; i < 2; i++)
        assert_sounds(song, tracks[i], i);
    ramp_close(&ramp);
}

static void
a_take_without_a_file_takes_none_with_it(void **state)
{
    struct app_song *song = *state;
    char whole[PATH_SIZE];
    struct take_over over = {
        .journal = {.name = "Voice take 1", .path = "audio/a.wav", .rate = 48000,
                    .channels = 1, .device = ""},
        .unmade = true,
    };

    app_edit(song, "track-add Voice");
    over.journal.track = app_track(song, "Voice");
    app_sound(song, "a.wav", 1, 100, -1);
    snprintf(whole, sizeof whole, "%s/a.wav", song->folder);
    char to[PATH_SIZE];
    snprintf(to, sizeof to, "%s/audio/a.wav", song->path);
    assert_int_equal(rename(whole, to), 0);
    for (int made = 0; made < 2; made++) {
        over.unmade = !made;
        over.journal.id = 0;
        assert_int_equal(store_record_begin(session_store(song->session),
                                            &over.journal, 1, &song->fault),
                         ST_OK);
        assert_int_equal(
            takes_commit(song->session, &over, 1, "Record %s", &song->fault),
            ST_OK);
        assert_int_equal(access(to, F_OK), made ? -1 : 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(tracks_of_one_name_record_side_by_side,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(
            what_tracks_of_one_name_played_is_kept_of_both, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(a_take_without_a_file_takes_none_with_it,
                                        app_setup, app_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
