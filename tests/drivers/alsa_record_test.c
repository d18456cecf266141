/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sound goes out through ALSA, through a loop of known length, and in again: on a card of
 * the test's own, which no machine is too busy for. */
#include "tests/test.h"

#include "config.h"

#if HAVE_ALSA && HAVE_JACK
#include "app/round_trip.h"
#include "tests/drivers/card_help.h"
#include "tests/drivers/heard_help.h"
#include "tests/drivers/server_help.h"
#include "tests/drivers/studio_help.h"

#include <stdio.h>
#include <stdlib.h>

enum { DELAY = 777, LENGTH = 96000, LIMIT_MS = 60000 };

struct room {
    struct studio studio;
    int64_t track;
};

static void
enter(struct room *room)
{
    card_plug_in(SND_PCM_FORMAT_FLOAT_LE, DELAY);
    studio_new(&room->studio);
    setenv("XDG_STATE_HOME", room->studio.song->folder, 1);
    studio_ramp(&room->studio, LENGTH);
    room->track = studio_track(&room->studio, "Voice", 1);
}

/* What is told is the way through ALSA, without the loop. */
static int64_t
measure(unsigned block)
{
    const struct round_trip_config config
        = {.driver = "alsa", .device = CARD_NAME, .block = block};
    struct round_trip_result result;
    struct round_trip *trip;
    struct fault fault;
    double progress;

    if (round_trip_begin(&trip, &config, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    for (int ms = 0; !round_trip_poll(trip, &progress) && ms < LIMIT_MS; ms++)
        moment();
    if (round_trip_result(trip, &result, &fault) || round_trip_keep(&result, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    round_trip_end(trip);
    assert_true(result.confidence > 0.99);
    assert_int_equal(result.frames - result.told, DELAY);
    assert_int_equal(result.key.block, block);
    return result.frames;
}

/* What a recording is expected to leave: takes at a place, of one length but for the last
 * one of several, which was stopped. */
struct expected {
    struct deck_order order;
    int64_t at, length;
    size_t takes;
};

static size_t
count_takes(const struct room *room)
{
    size_t count;

    model_rows(session_model(room->studio.song->session), TABLE_TAKE, &count);
    return count;
}

static void
record(struct room *room, const struct expected *expected)
{
    struct studio *studio = &room->studio;
    const size_t before = count_takes(room);

    studio_roll(studio, &expected->order);
    for (int ms = 0; expected->takes > 1 && count_takes(room) < before + expected->takes
                     && ms < LIMIT_MS;
         ms++) {
        deck_poll(studio->deck, &studio->state);
        moment();
    }
    if (expected->takes > 1)
        deck_stop(studio->deck);
    studio_settle(studio);
}

/* All that this recording may have lost: the disk is late on a slow machine, and the card
 * never is. */
static uint64_t
told_as_lost(const struct deck_state *state)
{
    return state->player.late + state->lost_frames;
}

static void
check_takes(const struct room *room, const struct expected *expected, uint64_t told)
{
    const int64_t count = (int64_t)count_takes(room);

    assert_true(count >= (int64_t)expected->takes);
    for (int64_t take = 1; take <= count; take++) {
        int64_t at, length;
        float *x = studio_take(&room->studio, room->track, take, &at, &length);

        assert_int_equal(at, expected->at);
        if (take <= (int64_t)expected->takes)
            assert_int_equal(length, expected->length);
        const struct heard heard = heard_as(x, length, at);
        free(x);
        heard_in_place(&heard, told);
    }
}

static void
undo_takes(struct room *room)
{
    char label[LABEL_SIZE];

    while (count_takes(room) > 0)
        assert_int_equal(session_undo(room->studio.song->session, label, NULL), ST_OK);
}

static void
record_in_place(struct room *room, const struct expected *expected)
{
    const struct deck_state *state = &room->studio.state;
    const uint64_t before = told_as_lost(state);

    record(room, expected);
    assert_int_equal(state->player.xruns, 0);
    assert_int_equal(state->xrun_frames, 0);
    check_takes(room, expected, told_as_lost(state) - before);
    undo_takes(room);
}

static void
what_was_heard_through_alsa_is_recorded_where_it_was(void **state)
{
    static const unsigned BLOCKS[] = {64, 256, 1000};
    static const struct expected ALL[] = {
        {{.from = {1000}, .length = 20000}, 1000, 20000, 1},
        {{.punch_start = {12345}, .punch_end = {23456}, .pre_roll = 6000, .post_roll = 1000},
         12345,
         11111,
         1},
        {{.loop_start = {10000}, .loop_end = {25001}}, 10000, 15001, 3},
    };
    struct room room;

    enter(&room);
    for (size_t i = 0; i < COUNT(BLOCKS); i++) {
        const struct player_config player = {.driver = "alsa",
                                             .device = CARD_NAME,
                                             .block = BLOCKS[i],
                                             .inputs = 1,
                                             .threads = 1};
        const int64_t measured = measure(BLOCKS[i]);

        studio_open(&room.studio, &player, -1);
        for (size_t k = 0; k < COUNT(ALL); k++) {
            record_in_place(&room, &ALL[k]);
            assert_true(room.studio.state.measured);
            assert_int_equal(room.studio.state.round_trip, measured);
        }
        studio_close(&room.studio);
    }
    studio_free(&room.studio);
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_ALSA && HAVE_JACK
        cmocka_unit_test(what_was_heard_through_alsa_is_recorded_where_it_was),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
