/* SPDX-License-Identifier: GPL-3.0-or-later */
/* live_test.c: with a driver that runs no cycles by itself, so that the
 * test runs them. */
#include "app/live.h"

#include "engine/engine.h"
#include "model/model.h"
#include "tests/app/app_help.h"
#include "tests/test.h"

#include <math.h>
#include <sched.h>

enum { BLOCK = 256 };

struct stage {
    struct app_song *song;
    struct player *player;
    float left[BLOCK], right[BLOCK];
};

/* A cycle without a poll. */
static void
cycle(struct stage *stage)
{
    float *out[2] = {stage->left, stage->right};

    engine_cycle(player_engine(stage->player), NULL, 0, out, 2, BLOCK);
}

static void
poll(struct stage *stage)
{
    struct player_state state;

    player_poll(stage->player, &state);
}

/* A song of one mono track «a» that rolls, and all that glides has settled. */
static void
begin(struct stage *stage, void **state)
{
    const struct player_config config
        = {.driver = "stepped", .block = BLOCK, .threads = 1};

    *stage = (struct stage){.song = *state};
    app_sound(stage->song, "a.wav", 1, 480000, -1);
    app_import(stage->song, "a.wav");
    assert_int_equal(player_open(&stage->player, stage->song->session, &config,
                                 &stage->song->fault),
                     ST_OK);
    do {
        cycle(stage);
        sched_yield();
    } while (!player_ready(stage->player));
    assert_int_equal(player_roll(stage->player), ST_OK);
    for (int i = 0; i < 32; i++)
        cycle(stage);
    poll(stage);
}

static int64_t
track_named(const struct stage *stage, enum track_kind kind)
{
    size_t count;
    const struct row_track *tracks
        = model_rows(session_model(stage->song->session), TABLE_TRACK, &count);

    for (size_t i = 0; i < count; i++)
        if (tracks[i].kind == kind)
            return tracks[i].id;
    fail();
    return 0;
}

static void
two_meters_of_a_track_see_the_same_peak(void **state)
{
    struct live_levels once, twice;
    struct stage stage;

    begin(&stage, state);
    const int64_t track = track_named(&stage, TRACK_AUDIO);
    cycle(&stage);
    assert_int_equal(live_levels(stage.player, track, &once), ST_OK);
    assert_int_equal(live_levels(stage.player, track, &twice), ST_OK);
    assert_true(once.peak[0] > 0.1);
    assert_memory_equal(&once, &twice, sizeof once);
    player_close(stage.player);
}

static void
the_poll_takes_no_peak_from_the_masters_meter(void **state)
{
    struct live_levels levels;
    struct player_state told;
    struct stage stage;

    begin(&stage, state);
    cycle(&stage);
    player_poll(stage.player, &told);
    assert_true(told.peak[0] > 0.1);
    assert_int_equal(
        live_levels(stage.player, track_named(&stage, TRACK_MASTER), &levels),
        ST_OK);
    assert_true(levels.peak[0] == told.peak[0]);
    assert_true(levels.rms[0] > 0.05);
    player_close(stage.player);
}

static void
levels_are_read_anew_after_a_poll(void **state)
{
    struct live_levels levels;
    struct stage stage;

    begin(&stage, state);
    const int64_t track = track_named(&stage, TRACK_AUDIO);
    cycle(&stage);
    assert_int_equal(live_levels(stage.player, track, &levels), ST_OK);
    assert_int_equal(player_stop(stage.player), ST_OK);
    for (int i = 0; i < 200; i++)
        cycle(&stage);
    poll(&stage);
    assert_int_equal(live_levels(stage.player, track, &levels), ST_OK);
    cycle(&stage);
    poll(&stage);
    assert_int_equal(live_levels(stage.player, track, &levels), ST_OK);
    assert_true(levels.peak[0] < 1e-4);
    player_close(stage.player);
}

static double
peak(const struct stage *stage)
{
    double most = 0.0;

    for (int i = 0; i < BLOCK; i++)
        most = fmax(most, fabsf(stage->left[i]));
    return most;
}

static void
settle(struct stage *stage)
{
    for (int i = 0; i < 64; i++)
        cycle(stage);
}

static void
a_held_fader_sounds_and_writes_nothing(void **state)
{
    struct stage stage;

    begin(&stage, state);
    const int64_t track = track_named(&stage, TRACK_AUDIO);
    const struct model *model = session_model(stage.song->session);
    const uint64_t revision = model_revision(model);
    const double before = peak(&stage);
    const struct live_values half = {.fader_db = -6.020599913};
    assert_int_equal(live_hold(stage.player, track, &half), ST_OK);
    settle(&stage);
    assert_true(fabs(peak(&stage) / before - 0.5) < 0.001);
    assert_int_equal(model_revision(model), revision);
    player_close(stage.player);
}

static void
a_fader_that_was_let_go_is_where_the_edit_puts_it(void **state)
{
    const struct live_values half = {.fader_db = -6.020599913};
    struct stage stage;

    begin(&stage, state);
    const int64_t track = track_named(&stage, TRACK_AUDIO);
    const double before = peak(&stage);
    assert_int_equal(live_hold(stage.player, track, &half), ST_OK);
    settle(&stage);
    assert_int_equal(live_release(stage.player, track), ST_OK);
    app_edit(stage.song, "fader a -12.041199827");
    settle(&stage);
    assert_true(fabs(peak(&stage) / before - 0.25) < 0.001);
    player_close(stage.player);
}

/* Of a strip whose console had nothing to do so far, too. */
static void
a_held_console_sounds_and_writes_nothing(void **state)
{
    struct stage stage;

    begin(&stage, state);
    const int64_t track = track_named(&stage, TRACK_AUDIO);
    const struct model *model = session_model(stage.song->session);
    const uint64_t revision = model_revision(model);
    struct row_strip strip
        = *(const struct row_strip *)model_row(model, TABLE_STRIP, track);
    const double before = peak(&stage);
    strip.trim_db = -6.020599913;
    assert_int_equal(live_hold_console(stage.player, track, &strip), ST_OK);
    settle(&stage);
    assert_true(fabs(peak(&stage) / before - 0.5) < 0.001);
    assert_int_equal(model_revision(model), revision);
    assert_int_equal(live_release_console(stage.player, track), ST_OK);
    app_edit(stage.song, "fader a -6.020599913");
    settle(&stage);
    assert_true(fabs(peak(&stage) / before - 0.5) < 0.001);
    player_close(stage.player);
}

static void
a_held_send_and_control_sound(void **state)
{
    struct stage stage;
    size_t count;

    begin(&stage, state);
    app_edit(stage.song, "track-add FX bus");
    app_edit(stage.song, "send a FX 0");
    app_edit(stage.song, "insert a limiter");
    settle(&stage);
    const double before = peak(&stage);
    const struct model *model = session_model(stage.song->session);
    const struct row_send *send = model_rows(model, TABLE_SEND, &count);
    const struct row_insert *insert = model_rows(model, TABLE_INSERT, &count);
    assert_int_equal(live_hold_send(stage.player, send->id, -300, 0), ST_OK);
    settle(&stage);
    assert_true(peak(&stage) < before * 0.6);
    assert_int_equal(live_release_send(stage.player, send->id), ST_OK);
    assert_int_equal(live_hold_control(stage.player, insert->id, 99, 0), ST_RANGE);
    assert_int_equal(live_hold_control(stage.player, insert->id, 0, 6), ST_OK);
    assert_int_equal(live_release_control(stage.player, insert->id), ST_OK);
    player_close(stage.player);
}

/* Before the fader: what is looked at stays while it is pulled down. */
static void
a_track_is_listened_to_while_somebody_does(void **state)
{
    static float heard[64 * BLOCK];
    const struct live_values off = {.fader_db = -200};
    struct stage stage;
    float most = 0;

    begin(&stage, state);
    const int64_t track = track_named(&stage, TRACK_AUDIO);
    assert_int_equal(live_listened(stage.player, heard, 64 * BLOCK), 0);
    assert_int_equal(live_hold(stage.player, track, &off), ST_OK);
    settle(&stage);
    assert_int_equal(live_listen(stage.player, track, false), ST_OK);
    for (int i = 0; i < 8; i++)
        cycle(&stage);
    assert_int_equal(live_listened(stage.player, heard, 64 * BLOCK), 8 * BLOCK);
    for (int i = 0; i < 8 * BLOCK; i++)
        most = fmaxf(most, fabsf(heard[i]));
    assert_true(most > 0.1f && peak(&stage) < 1e-6);
    assert_int_equal(live_listen(stage.player, 0, false), ST_OK);
    settle(&stage);
    assert_int_equal(live_listened(stage.player, heard, 64 * BLOCK), 0);
    player_close(stage.player);
}

static float
loudest_listened(struct stage *stage, int64_t track, bool before)
{
    static float heard[64 * BLOCK];
    float most = 0;

    settle(stage);
    assert_int_equal(live_listen(stage->player, track, before), ST_OK);
    settle(stage);
    (void)live_listened(stage->player, heard, 64 * BLOCK);
    for (int i = 0; i < 8; i++)
        cycle(stage);
    assert_int_equal(live_listened(stage->player, heard, 64 * BLOCK), 8 * BLOCK);
    for (int i = 0; i < 8 * BLOCK; i++)
        most = fmaxf(most, fabsf(heard[i]));
    assert_int_equal(live_listen(stage->player, 0, false), ST_OK);
    return most;
}

static void
a_track_is_listened_to_before_and_after_its_console(void **state)
{
    struct stage stage;

    begin(&stage, state);
    const int64_t track = track_named(&stage, TRACK_AUDIO);
    const float flat = loudest_listened(&stage, track, true);
    assert_true(flat > 0.1f);
    assert_float_equal(loudest_listened(&stage, track, false), flat, 0.001f);
    app_edit(stage.song, "input-trim a -12.041199827");
    assert_float_equal(loudest_listened(&stage, track, true), flat, 0.001f);
    assert_float_equal(loudest_listened(&stage, track, false), flat / 4, 0.001f);
    player_close(stage.player);
}

static void
what_does_not_sound_has_no_levels(void **state)
{
    const struct live_values values = {0};
    struct live_levels levels = {.peak = {1, 1}};
    struct live_loudness loudness;
    struct stage stage;

    assert_int_equal(live_levels(NULL, 1, &levels), ST_NOT_FOUND);
    assert_true(levels.peak[0] == 0.0f);
    assert_int_equal(live_loudness(NULL, &loudness), ST_NOT_FOUND);
    assert_true(loudness.integrated == -HUGE_VALF);
    assert_int_equal(live_hold(NULL, 1, &values), ST_NOT_FOUND);
    assert_int_equal(live_release(NULL, 1), ST_NOT_FOUND);
    begin(&stage, state);
    assert_int_equal(live_levels(stage.player, 12345, &levels), ST_NOT_FOUND);
    assert_int_equal(live_hold(stage.player, 12345, &values), ST_NOT_FOUND);
    assert_int_equal(live_loudness(stage.player, &loudness), ST_OK);
    player_close(stage.player);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_meters_of_a_track_see_the_same_peak,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(
            the_poll_takes_no_peak_from_the_masters_meter, app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(levels_are_read_anew_after_a_poll,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(a_held_fader_sounds_and_writes_nothing,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(
            a_fader_that_was_let_go_is_where_the_edit_puts_it, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(a_held_console_sounds_and_writes_nothing,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(a_held_send_and_control_sound, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(a_track_is_listened_to_while_somebody_does,
                                        app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(
            a_track_is_listened_to_before_and_after_its_console, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(what_does_not_sound_has_no_levels,
                                        app_setup, app_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
