/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session as somebody would work, while the built-in driver's thread and a helper run
 * its cycles; tests/run lets it go under the trap, so that the first call which a realtime
 * thread must not make ends it. */
#include "tests/test.h"

#include "config.h"

#if HAVE_JACK
#include "app/arm.h"
#include "engine/engine.h"
#include "tests/drivers/server_help.h"
#include "tests/drivers/studio_help.h"

#include <stdio.h>

enum { LIMIT_MS = 60000, LENGTH = 48000 * 8, ROUNDS = 3 };

static uint64_t
cycles(const struct studio *studio)
{
    struct engine_state engine;

    engine_state(player_engine(studio->player), &engine);
    return engine.cycles;
}

/* What was asked for last is heard, and sounds for a while. */
static void
listen(struct studio *studio)
{
    const uint64_t until = cycles(studio) + 12;

    for (int ms = 0; cycles(studio) < until && ms < LIMIT_MS; ms++) {
        deck_poll(studio->deck, &studio->state);
        moment();
    }
    assert_true(cycles(studio) >= until);
}

static void
edit(struct studio *studio, const char *const *lines)
{
    for (; *lines; lines++) {
        app_edit(studio->song, *lines);
        listen(studio);
    }
}

static void
undo(struct studio *studio, int times)
{
    struct fault fault;

    for (int i = 0; i < times; i++) {
        assert_int_equal(session_undo(studio->song->session, NULL, &fault), ST_OK);
        listen(studio);
    }
    for (int i = 0; i < times; i++) {
        assert_int_equal(session_redo(studio->song->session, NULL, &fault), ST_OK);
        listen(studio);
    }
}

/* --- its parts ------------------------------------------------------------------------- */

static void
play_and_go_about(struct studio *studio)
{
    static const int64_t PLACES[] = {0, 100001, 47, LENGTH - 4800, 48000};

    assert_int_equal(player_roll(studio->player), ST_OK);
    for (size_t i = 0; i < COUNT(PLACES); i++) {
        assert_int_equal(player_locate(studio->player, frames(PLACES[i])), ST_OK);
        listen(studio);
    }
    assert_int_equal(player_loop(studio->player, frames(48000), frames(48700)), ST_OK);
    listen(studio);
    assert_int_equal(player_loop(studio->player, frames(0), frames(0)), ST_OK);
    assert_int_equal(player_click(studio->player, -12, 0, NULL), ST_OK);
    listen(studio);
}

static void
edit_while_it_rolls(struct studio *studio)
{
    static const char *const LINES[] = {
        "track-add Room bus", "send ramp Room -6", "insert Room reverb", "fader ramp -3",
        "pan ramp 0.5", "eq ramp 1 bell 1000 6", "compressor ramp -20 4", "gate ramp -60",
        "insert ramp limiter", "polarity ramp", "highpass ramp 80", "track-mute ramp on",
        "track-mute ramp off", "track-solo ramp on", "solo-clear", "split ramp@3s 3s",
        "move ramp@3s 3.5s", "fade-in ramp@3.5s 0.2s", "slip ramp@3.5s 0.1s",
        "tempo 0s 90", "track-duplicate ramp Twin", "track-output Twin Room",
        "insert-remove ramp limiter", "track-delete Twin", NULL,
    };

    edit(studio, LINES);
    undo(studio, 8);
}

static void
run_at_other_speeds(struct studio *studio)
{
    static const double SPEEDS[] = {1.5, 0.5, 0.97, 2.0, 1.0};

    for (size_t i = 0; i < COUNT(SPEEDS); i++) {
        player_set_speed(studio->player, SPEEDS[i]);
        listen(studio);
    }
    assert_int_equal(player_stop(studio->player), ST_OK);
    for (int ms = 0; player_varies(studio->player) && ms < LIMIT_MS; ms++)
        listen(studio);
    assert_false(player_varies(studio->player));
}

static void
record_and_arm(struct studio *studio)
{
    static const char *const MORE[] = {
        "track-add Keys", "input Keys 1,2", "arm Keys", "monitor Keys input",
        "monitor Voice auto", "overdub Voice", "input-gain Keys 3", "arm Keys off",
        "track-delete Keys", "overdub Voice off", "monitor Voice off", NULL,
    };
    const struct deck_order plain = {.from = frames(9600)};
    const struct deck_order loop
        = {.loop_start = frames(4800), .loop_end = frames(9600), .pre_roll = 960};
    struct fault fault;

    studio_roll(studio, &plain);
    edit(studio, MORE);
    assert_int_equal(deck_punch(studio->deck, false, &fault), ST_OK);
    listen(studio);
    assert_int_equal(deck_punch(studio->deck, true, &fault), ST_OK);
    listen(studio);
    deck_stop(studio->deck);
    studio_settle(studio);
    studio_roll(studio, &loop);
    for (int i = 0; i < 4; i++)
        listen(studio);
    deck_stop(studio->deck);
    studio_settle(studio);
    undo(studio, 2);
}

static void
a_whole_session_runs_without_what_may_wait(void **state)
{
    const struct player_config config
        = {.driver = "built-in", .inputs = 2, .threads = 2};
    struct studio studio;

    studio_new(&studio);
    studio_ramp(&studio, LENGTH);
    studio_track(&studio, "Voice", 1);
    for (int round = 0; round < ROUNDS; round++) {
        studio_open(&studio, &config, -1);
        play_and_go_about(&studio);
        if (round == 0)
            edit_while_it_rolls(&studio);
        run_at_other_speeds(&studio);
        record_and_arm(&studio);
        assert_false(studio.state.player.lost);
        studio_close(&studio);
    }
    assert_int_equal(studio.notices, 0);
    studio_free(&studio);
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_JACK
        cmocka_unit_test(a_whole_session_runs_without_what_may_wait),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
