/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/test.h"

#include "engine/stream_internal.h"
#include "tests/alloc_help.h"
#include "tests/engine/stream_help.h"

#include <sched.h>
#include <string.h>

enum { RATE = 48000, MINUTE = 60 * RATE, MAX_FAKES = 64 };

struct room {
    struct streams *streams;
    struct stream_fake fakes[MAX_FAKES];
    struct stream_segment segments[MAX_FAKES];
    struct stream_track tracks[MAX_FAKES];
    unsigned count;
};

/* `count` sources of a minute each, every third stereo, one a track,
 * all from 0 on. */
static void
open_room(struct room *room, struct streams_config config, unsigned count)
{
    memset(room, 0, sizeof *room);
    config.rate = RATE;
    assert_int_equal(streams_new(&room->streams, &config, NULL), ST_OK);
    room->count = count;
    for (unsigned i = 0; i < count; i++) {
        struct stream_fake *fake = &room->fakes[i];

        fake->id = 1000 - i;
        fake->channels = i % 3 == 2 ? 2 : 1;
        fake->length = MINUTE;
        const struct stream_source source = stream_fake_source(fake);
        assert_int_equal(streams_add(room->streams, &source), ST_OK);
        room->segments[i] = (struct stream_segment){
            streams_find(room->streams, fake->id), 0, MINUTE, 0};
        assert_non_null(room->segments[i].stream);
        room->tracks[i] = (struct stream_track){&room->segments[i], 1};
    }
}

static void
close_room(struct room *room)
{
    streams_free(room->streams);
    for (unsigned i = 0; i < room->count; i++) {
        assert_int_equal(room->fakes[i].closed, 1);
        assert_int_equal(room->fakes[i].crossed, 0);
    }
}

static void
wait_ready(struct room *room, int64_t from, int64_t frames)
{
    while (!streams_ready(room->streams, from, frames))
        sched_yield();
}

static void
go(struct room *room, int64_t position)
{
    const struct stream_clock clock = {.position = position, .rolling = true};

    streams_begin(room->streams, &clock);
    streams_end(room->streams);
}

/* A stretch is right, sample for sample. */
static void
expect_sound(const struct stream *stream, const struct stream_fake *fake,
             int64_t start, uint32_t frames)
{
    static float left[40000], right[40000];

    assert_int_equal(stream_fetch2(stream, start, left, right, frames), 0);
    for (uint32_t i = 0; i < frames; i++) {
        if (left[i] != stream_fake_sample(fake, 0, start + i)
            || right[i] != stream_fake_sample(fake, fake->channels - 1, start + i))
            fail_msg("frame %u of %u from %ld on", i, frames, (long)start);
    }
}

static void
what_is_in_memory_comes_out_sample_for_sample(void **state)
{
    static struct room room;
    float one[300];

    open_room(&room, (struct streams_config){0}, 3);
    streams_follow(room.streams, room.tracks, 3);
    wait_ready(&room, 0, 3 * RATE);
    for (unsigned i = 0; i < 3; i++) {
        expect_sound(room.segments[i].stream, &room.fakes[i], 0, 40000);
        expect_sound(room.segments[i].stream, &room.fakes[i], STREAM_BLOCK - 1, 3);
        expect_sound(room.segments[i].stream, &room.fakes[i], -100, 300);
    }
    assert_int_equal(stream_fetch(room.segments[2].stream, 777, 1, one, 300), 0);
    assert_true(one[5] == stream_fake_sample(&room.fakes[2], 1, 782));
    /* Of a channel that is not there, the last. */
    assert_int_equal(stream_fetch(room.segments[0].stream, 777, 5, one, 300), 0);
    assert_true(one[5] == stream_fake_sample(&room.fakes[0], 0, 782));
    close_room(&room);
}

static void
beyond_the_ends_is_silence_and_not_late(void **state)
{
    static struct room room;
    float out[500];

    open_room(&room, (struct streams_config){0}, 1);
    room.segments[0].offset = MINUTE - 200;
    streams_follow(room.streams, room.tracks, 1);
    wait_ready(&room, 0, RATE);
    expect_sound(room.segments[0].stream, &room.fakes[0], MINUTE - 200, 500);
    memset(out, 1, sizeof out);
    assert_int_equal(stream_fetch(room.segments[0].stream, -500, 0, out, 500), 0);
    for (unsigned i = 0; i < 500; i++)
        assert_true(out[i] == 0);
    assert_int_equal(stream_fetch(room.segments[0].stream, MINUTE + 5, 0, out, 500),
                     0);
    close_room(&room);
}

static void
what_is_not_there_is_silence_and_counted(void **state)
{
    static struct room room;
    float out[1000];

    open_room(&room, (struct streams_config){0}, 1);
    memset(out, 1, sizeof out);
    assert_int_equal(stream_fetch(room.segments[0].stream, -10, 0, out, 1000), 990);
    for (unsigned i = 0; i < 1000; i++)
        assert_true(out[i] == 0);
    assert_int_equal(
        stream_fetch(room.segments[0].stream, MINUTE - 10, 0, out, 1000), 10);
    close_room(&room);
}

static void
what_sounds_first_is_read_first_over_all_tracks(void **state)
{
    static struct room room;
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    int64_t log[400];
    _Atomic unsigned logged = 0;

    open_room(&room, (struct streams_config){.readers = 1}, 8);
    for (unsigned i = 0; i < 8; i++) {
        room.fakes[i].gate = &gate;
        room.fakes[i].log = log;
        room.fakes[i].log_count = &logged;
        /* Track i begins i * 5000 frames from the start, in the order 3 6
         * 1 4 7 2 5 0. */
        room.segments[i].start = (i * 3 + 3) % 8 * 5000;
        room.segments[i].end = room.segments[i].start + 5000;
    }
    streams_follow(room.streams, room.tracks, 8);
    wait_ready(&room, 0, RATE);
    assert_int_equal(logged, 8);
    for (unsigned n = 0; n < 8; n++)
        for (unsigned i = 0; i < 8; i++)
            if (room.segments[i].start == n * 5000)
                assert_int_equal(log[n], room.fakes[i].id);

    /* While a read is under way, a locate changes what is most urgent. */
    pthread_mutex_lock(&gate);
    for (unsigned i = 0; i < 8; i++)
        room.segments[i].end = MINUTE;
    streams_follow(room.streams, room.tracks, 8);
    while (!room.fakes[0].inside && !room.fakes[1].inside && !room.fakes[2].inside
           && !room.fakes[3].inside && !room.fakes[4].inside
           && !room.fakes[5].inside && !room.fakes[6].inside
           && !room.fakes[7].inside)
        sched_yield();
    streams_expect(room.streams, 20 * RATE);
    go(&room, 20 * RATE);
    pthread_mutex_unlock(&gate);
    wait_ready(&room, 20 * RATE, RATE);
    /* One read was under way; then all tracks at the new place. */
    assert_true(logged >= 8 + 1 + 8);
    unsigned seen = 0;
    for (unsigned n = 9; n < 17; n++)
        seen |= 1u << (1000 - log[n]);
    assert_int_equal(seen, 0xff);
    close_room(&room);
}

static void
memory_keeps_to_its_budget_and_loses_the_longest_unused(void **state)
{
    static struct room room;
    const uint64_t budget = 8 << 20;
    const uint64_t block = (uint64_t)STREAM_BLOCK * 6;

    open_room(&room, (struct streams_config){.budget = budget}, 12);
    streams_follow(room.streams, room.tracks, 12);
    for (int64_t at = 0; at + 2 * RATE < MINUTE; at += RATE / 3) {
        go(&room, at);
        wait_ready(&room, at, RATE / 2);
        assert_true(streams_bytes(room.streams) <= budget + 2 * block);
        for (unsigned i = 0; i < 12; i++)
            expect_sound(room.segments[i].stream, &room.fakes[i], at, RATE / 3);
    }
    unsigned reads = 0;
    for (unsigned i = 0; i < 12; i++)
        reads += room.fakes[i].reads;
    /* Nothing was thrown away that was still to sound: each block was read once. */
    assert_true(reads <= 12 * (MINUTE / STREAM_BLOCK + 1));
    close_room(&room);
}

static void
a_thousand_tracks_still_get_half_a_second(void **state)
{
    static struct room room;

    open_room(&room, (struct streams_config){.budget = 1 << 20}, MAX_FAKES);
    streams_follow(room.streams, room.tracks, MAX_FAKES);
    go(&room, 10 * RATE + 1);
    wait_ready(&room, 10 * RATE + 1, RATE / 2);
    close_room(&room);
}

static void
the_loops_start_is_in_memory_before_its_end_is_reached(void **state)
{
    static struct room room;
    const struct stream_clock clock = {
        .position = 30 * RATE,
        .loop_start = 10 * RATE,
        .loop_end = 31 * RATE,
        .rolling = true,
    };

    open_room(&room, (struct streams_config){0}, 5);
    streams_follow(room.streams, room.tracks, 5);
    streams_begin(room.streams, &clock);
    streams_end(room.streams);
    wait_ready(&room, 30 * RATE, RATE);
    wait_ready(&room, 10 * RATE, 3 * RATE);
    for (unsigned i = 0; i < 5; i++)
        expect_sound(room.segments[i].stream, &room.fakes[i], 10 * RATE, 40000);
    close_room(&room);
}

static void
an_edit_under_the_playhead_finds_its_sound_there(void **state)
{
    static struct room room;
    struct stream_segment cut[2];
    const struct stream_track track = {cut, 2};

    open_room(&room, (struct streams_config){0}, 1);
    streams_follow(room.streams, room.tracks, 1);
    wait_ready(&room, 0, 2 * RATE);
    cut[0] = (struct stream_segment){room.segments[0].stream, 0, 10000, 0};
    cut[1] = (struct stream_segment){room.segments[0].stream, 9000, RATE, 9500};
    streams_follow(room.streams, &track, 1);
    assert_true(streams_ready(room.streams, 0, RATE)); /* at once */
    expect_sound(room.segments[0].stream, &room.fakes[0], 9500, 30000);
    close_room(&room);
}

static void
a_segment_that_began_long_ago_is_found_behind_short_ones(void **state)
{
    static struct room room;
    struct stream_segment many[101];
    const struct stream_track track = {many, 101};

    open_room(&room, (struct streams_config){0}, 2);
    many[0] = (struct stream_segment){room.segments[0].stream, 0, MINUTE, 0};
    for (unsigned i = 1; i <= 100; i++)
        many[i] = (struct stream_segment){room.segments[1].stream, i * 100,
                                          i * 100 + 150, i * 1000};
    streams_follow(room.streams, &track, 1);
    go(&room, 40 * RATE);
    wait_ready(&room, 40 * RATE, RATE);
    expect_sound(room.segments[0].stream, &room.fakes[0], 40 * RATE, RATE / 2);
    close_room(&room);
}

static void
a_wide_source_has_short_blocks(void **state)
{
    static struct stream_fake wide;
    struct streams *streams;
    float out[1000];

    wide.id = 5;
    wide.channels = 200;
    wide.length = RATE;
    assert_int_equal(
        streams_new(&streams, &(struct streams_config){.rate = RATE}, NULL), ST_OK);
    struct stream_source source = stream_fake_source(&wide);
    assert_int_equal(streams_add(streams, &source), ST_OK);
    const struct stream_segment segment
        = {streams_find(streams, 5), 0, 1000, 20000};
    const struct stream_track track = {&segment, 1};
    streams_follow(streams, &track, 1);
    while (!streams_ready(streams, 0, 1000))
        sched_yield();
    assert_int_equal(stream_fetch(segment.stream, 20000, 150, out, 1000), 0);
    for (unsigned i = 0; i < 1000; i++)
        assert_true(out[i] == stream_fake_sample(&wide, 150, 20000 + i));
    assert_true(streams_bytes(streams) < 2 << 20);
    streams_free(streams);
    assert_int_equal(wide.closed, 1);
}

static void
a_read_that_fails_is_silence_and_told_with_its_source(void **state)
{
    static struct room room;
    struct stream_failure failure;
    float out[100];

    open_room(&room, (struct streams_config){0}, 2);
    room.fakes[1].broken_from = 20000;
    room.fakes[1].broken_to = 60000;
    streams_follow(room.streams, room.tracks, 2);
    wait_ready(&room, 0, 2 * RATE);
    expect_sound(room.segments[1].stream, &room.fakes[1], 0, 20000);
    assert_int_equal(stream_fetch(room.segments[1].stream, 20000, 0, out, 100), 0);
    assert_true(out[0] == 0 && out[99] == 0);
    assert_true(streams_failed(room.streams, &failure));
    assert_int_equal(failure.id, room.fakes[1].id);
    assert_int_equal(failure.start, 20000);
    assert_int_equal(failure.reads, 3);
    assert_false(streams_failed(room.streams, &failure));
    close_room(&room);
}

static void
a_source_is_added_once_and_closed_once(void **state)
{
    static struct room room;
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

    open_room(&room, (struct streams_config){0}, 3);
    struct stream_source source = stream_fake_source(&room.fakes[1]);
    assert_int_equal(streams_add(room.streams, &source), ST_EXISTS);
    source.id = 7;
    source.channels = 0;
    assert_int_equal(streams_add(room.streams, &source), ST_RANGE);
    source.channels = 1;
    source.length = -1;
    assert_int_equal(streams_add(room.streams, &source), ST_RANGE);
    assert_int_equal(room.fakes[1].closed, 0);

    /* Dropped in the middle of a read. */
    room.fakes[1].gate = &gate;
    pthread_mutex_lock(&gate);
    streams_follow(room.streams, room.tracks, 3);
    while (!room.fakes[1].inside)
        sched_yield();
    streams_follow(room.streams, room.tracks, 1);
    streams_drop(room.streams, room.fakes[1].id);
    assert_false(streams_has(room.streams, room.fakes[1].id));
    assert_true(streams_has(room.streams, room.fakes[2].id));
    assert_int_equal(room.fakes[1].closed, 0);
    pthread_mutex_unlock(&gate);
    while (!room.fakes[1].closed)
        sched_yield();
    streams_drop(room.streams, 424242);
    close_room(&room);
}

static void
a_cycle_keeps_what_it_began_with(void **state)
{
    static struct room room;
    const struct stream_clock clock = {.position = 0, .rolling = true};

    open_room(&room, (struct streams_config){0}, 2);
    streams_follow(room.streams, room.tracks, 2);
    wait_ready(&room, 0, RATE);
    streams_begin(room.streams, &clock);
    streams_follow(room.streams, room.tracks, 1);
    streams_drop(room.streams, room.fakes[1].id);
    /* Somebody reads, and so reaps; the source must outlast the cycle. */
    streams_expect(room.streams, 20 * RATE);
    wait_ready(&room, 20 * RATE, RATE);
    assert_int_equal(room.fakes[1].closed, 0);
    streams_end(room.streams);
    while (!room.fakes[1].closed)
        sched_yield();
    close_room(&room);
}

/* A render: all that is asked for is there, in cycles of any length. */
static void
offline_nothing_is_ever_late(void **state)
{
    static struct room room;
    static const uint32_t sizes[] = {8192, 16, 1000, 4097, 64, 40000};

    for (unsigned s = 0; s < COUNT(sizes); s++) {
        const uint32_t frames = sizes[s];
        const int64_t until = frames < 100 ? 2 * RATE : 20 * RATE;

        open_room(&room, (struct streams_config){.offline = true}, 9);
        for (unsigned i = 0; i < 9; i++)
            room.segments[i].offset = i * 1777 - 3000;
        streams_follow(room.streams, room.tracks, 9);
        for (int64_t at = 0; at < until; at += frames) {
            const struct stream_clock clock = {.position = at, .rolling = true};

            streams_need(room.streams, at, at + frames);
            streams_begin(room.streams, &clock);
            for (unsigned i = 0; i < 9; i++)
                expect_sound(room.segments[i].stream, &room.fakes[i],
                             at + room.segments[i].offset, frames);
            streams_end(room.streams);
            /* Sound that was, goes: some four blocks a track stay. */
            assert_true(streams_bytes(room.streams)
                        <= 9 * (5 + frames / STREAM_BLOCK) * STREAM_BLOCK * 6);
        }
        for (unsigned i = 0; i < 9; i++)
            assert_true(room.fakes[i].reads
                        <= (until + 4 * STREAM_BLOCK) / STREAM_BLOCK);
        close_room(&room);
    }
}

static void
offline_both_sides_of_a_seam_are_there(void **state)
{
    static struct room room;
    const struct stream_clock clock = {.rolling = true};

    open_room(&room, (struct streams_config){.offline = true}, 4);
    streams_follow(room.streams, room.tracks, 4);
    for (unsigned n = 0; n < 50; n++) {
        streams_need(room.streams, 50 * RATE, 50 * RATE + 100);
        streams_need(room.streams, n * RATE, n * RATE + 900);
        streams_begin(room.streams, &clock);
        for (unsigned i = 0; i < 4; i++) {
            expect_sound(room.segments[i].stream, &room.fakes[i], 50 * RATE, 100);
            expect_sound(room.segments[i].stream, &room.fakes[i], n * RATE, 900);
        }
        streams_end(room.streams);
    }
    close_room(&room);
}

/* The process thread of a stress: sound is right or late, never wrong. */
struct player {
    struct room *room;
    _Atomic bool quit;
    uint64_t right, late, wrong;
};

static void *
play(void *user)
{
    struct player *player = user;
    struct room *room = player->room;
    uint64_t seed = 12345;
    float out[256];

    while (!player->quit) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const int64_t at = (seed >> 33) % (MINUTE - 512);
        const struct stream_clock clock = {.position = at, .rolling = true};

        for (unsigned n = 0; n < 20; n++) {
            streams_begin(room->streams, &clock);
            for (unsigned i = 0; i < room->count; i++) {
                const uint32_t late
                    = stream_fetch(room->segments[i].stream, at, 0, out, 256);
                player->late += late;
                for (unsigned k = 0; late == 0 && k < 256; k++)
                    player->wrong
                        += out[k] != stream_fake_sample(&room->fakes[i], 0, at + k);
                player->right += late == 0;
            }
            streams_end(room->streams);
        }
    }
    return NULL;
}

static void
a_cycle_never_sees_a_block_of_another_or_none_in_half(void **state)
{
    static struct room room;
    struct player player = {.room = &room};
    pthread_t thread;
    uint64_t seed = 9;

    /* A budget that makes blocks come and go all the time. */
    open_room(&room, (struct streams_config){.budget = 1 << 20, .readers = 2}, 6);
    streams_follow(room.streams, room.tracks, 6);
    assert_int_equal(pthread_create(&thread, NULL, play, &player), 0);
    for (unsigned i = 0; i < 600; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const int64_t at = (seed >> 33) % (MINUTE - RATE);
        streams_expect(room.streams, at);
        wait_ready(&room, at, RATE / 4);
        if (i % 50 == 0)
            streams_follow(room.streams, room.tracks, i % 100 ? 6 : 3);
    }
    player.quit = true;
    pthread_join(thread, NULL);
    assert_int_equal(player.wrong, 0);
    assert_true(player.right > 0);
    close_room(&room);
}

static void
no_memory_for_a_source_leaves_it_the_callers(void **state)
{
    static struct stream_fake fake = {.id = 3, .channels = 1, .length = 1000};
    const struct stream_source source = stream_fake_source(&fake);
    struct streams *streams;
    enum status status;

    assert_int_equal(
        streams_new(&streams, &(struct streams_config){.rate = RATE}, NULL), ST_OK);
    for (int i = 0;; i++) {
        alloc_fail_after(i);
        status = streams_add(streams, &source);
        if (!alloc_fail_stop())
            break;
        assert_int_equal(status, ST_NO_MEM);
        assert_false(streams_has(streams, 3));
    }
    assert_int_equal(status, ST_OK);
    assert_int_equal(fake.closed, 0);
    streams_free(streams);
    streams_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_in_memory_comes_out_sample_for_sample),
        cmocka_unit_test(beyond_the_ends_is_silence_and_not_late),
        cmocka_unit_test(what_is_not_there_is_silence_and_counted),
        cmocka_unit_test(what_sounds_first_is_read_first_over_all_tracks),
        cmocka_unit_test(memory_keeps_to_its_budget_and_loses_the_longest_unused),
        cmocka_unit_test(a_thousand_tracks_still_get_half_a_second),
        cmocka_unit_test(the_loops_start_is_in_memory_before_its_end_is_reached),
        cmocka_unit_test(an_edit_under_the_playhead_finds_its_sound_there),
        cmocka_unit_test(a_segment_that_began_long_ago_is_found_behind_short_ones),
        cmocka_unit_test(a_wide_source_has_short_blocks),
        cmocka_unit_test(a_read_that_fails_is_silence_and_told_with_its_source),
        cmocka_unit_test(a_source_is_added_once_and_closed_once),
        cmocka_unit_test(a_cycle_keeps_what_it_began_with),
        cmocka_unit_test(offline_nothing_is_ever_late),
        cmocka_unit_test(offline_both_sides_of_a_seam_are_there),
        cmocka_unit_test(a_cycle_never_sees_a_block_of_another_or_none_in_half),
        cmocka_unit_test(no_memory_for_a_source_leaves_it_the_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
