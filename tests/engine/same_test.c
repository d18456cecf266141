/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same song gives the same bits: for every block size, any number of threads,
 * played or rendered; and an edit that is not heard changes none. */
#include "tests/test.h"

#include "model/tables.h"
#include "tests/engine/rig_help.h"

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { LONG = 48000, TRACKS = 24, START = 1234 };

static float want[2][LONG], left[LONG], right[LONG];

static uint32_t
draw(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

/* A strip with everything on, different on each track. */
static void
dress(struct rig *rig, int64_t track, uint32_t *seed)
{
    struct row_strip strip = rig_strip(rig, track);

    strip.fader_db = -12.0 - draw(seed) % 100 / 10.0;
    strip.pan = draw(seed) % 200 / 100.0 - 1;
    strip.pan_law = draw(seed) % 4;
    if (draw(seed) % 4) {
        strip.trim_db = draw(seed) % 12 / 2.0 - 3;
        strip.highpass_on = draw(seed) % 2;
        strip.eq_on = 1;
        for (int b = 0; b < EQ_BANDS; b++) {
            strip.eq[b].on = draw(seed) % 2;
            strip.eq[b].db = draw(seed) % 24 - 12.0;
        }
        strip.gate_on = draw(seed) % 2;
        strip.gate_threshold_db = -12;
        strip.comp_on = draw(seed) % 2;
        strip.comp_threshold_db = -30;
    }
    rig_put(rig, TABLE_STRIP, &strip);
}

/* Clips with fades and overlaps, some of them short. */
static void
fill(struct rig *rig, int64_t track, const struct stream_fake *source,
     uint32_t *seed)
{
    for (int64_t at = draw(seed) % 3000; at < START + LONG;) {
        const int64_t length = 100 + draw(seed) % 9000;
        struct row_clip clip = rig_clip_row(
            rig, rig_clip(rig, track, source, at, length, draw(seed) % 100000));

        clip.fade_in = draw(seed) % (length / 2);
        clip.fade_out = draw(seed) % (length / 2);
        clip.fade_in_shape = draw(seed) % 5;
        clip.fade_out_shape = draw(seed) % 5;
        clip.gain_db = draw(seed) % 10 - 5.0;
        rig_put(rig, TABLE_CLIP, &clip);
        at += length - (int64_t)(draw(seed) % 3000) + 1000;
    }
}

/* Tracks in buses in a folder, sends before and after the fader, inserts that
 * delay, and silent ones among them. */
static void
write_song(struct rig *rig)
{
    uint32_t seed = 7;
    int64_t buses[4];

    const int64_t master = rig_track(rig, TRACK_MASTER, 2, 0);
    for (int i = 0; i < 4; i++) {
        buses[i] = rig_track(rig, TRACK_BUS, 2, i == 3 ? buses[0] : 0);
        dress(rig, buses[i], &seed);
    }
    rig_insert(rig, buses[1], INSERT_AFTER_CONSOLE, "late");
    rig_insert(rig, buses[2], INSERT_BEFORE_CONSOLE, "decay");
    rig_insert(rig, master, INSERT_AFTER_CONSOLE, "reverb");
    rig_insert(rig, master, INSERT_AFTER_CONSOLE, "limiter");
    rig_send(rig, buses[3], buses[2], SEND_POST_FADER, -20);
    for (int i = 0; i < TRACKS; i++) {
        const unsigned channels = 1 + i % 3 % 2;
        const int64_t track = rig_track(rig, TRACK_AUDIO, channels,
                                        i % 5 < 4 ? buses[i % 4] : 0);

        dress(rig, track, &seed);
        if (i % 7 != 6)
            fill(rig, track, rig_source(rig, 1 + i % 2), &seed);
        if (i % 3 == 0)
            rig_send(rig, track, buses[2], i % 2 ? SEND_PRE_FADER : SEND_POST_FADER,
                     -9);
        if (i % 6 == 1)
            rig_insert(rig, track, i % 4 == 1 ? INSERT_BEFORE_CONSOLE
                                              : INSERT_AFTER_CONSOLE,
                       i % 4 == 3 ? "widen" : "late7");
    }
}

static void
expect_same(uint32_t first, uint32_t end, const char *what, unsigned which)
{
    for (uint32_t i = first; i < end; i++)
        if (left[i] != want[0][i] || right[i] != want[1][i])
            fail_msg("%s %u: frame %u is %.9g %.9g, not %.9g %.9g", what, which, i,
                     left[i], right[i], want[0][i], want[1][i]);
}

static void
make_reference(struct rig *rig)
{
    double power = 0;

    struct plan *plan;

    rig_open(rig, (struct engine_config){.offline = true});
    write_song(rig);
    assert_int_equal(plan_build(&plan, rig->engine, rig->model, NULL, NULL), ST_OK);
    assert_int_equal(plan_missing(plan), 0);
    assert_true(plan_latency(plan) > 107);
    plan_free(plan);
    rig_roll(rig, START);
    rig_render(rig, want[0], want[1], LONG, 1024);
    for (uint32_t i = 0; i < LONG; i++)
        power += (double)want[0][i] * want[0][i];
    assert_true(sqrt(power / LONG) > 0.01 && sqrt(power / LONG) < 2);
}

static void
every_block_size_gives_the_same_bits(void **state)
{
    static const uint32_t blocks[]
        = {16, 17, 61, 64, 100, 127, 512, 1009, 4093, 4096, 8192};
    static struct rig rig;

    make_reference(&rig);
    for (size_t i = 0; i < COUNT(blocks); i++) {
        rig_reopen(&rig, (struct engine_config){.offline = true,
                                                .max_frames = blocks[i]});
        rig_roll(&rig, START);
        rig_render(&rig, left, right, LONG, blocks[i]);
        expect_same(0, LONG, "blocks of", blocks[i]);
    }
    rig_close(&rig);
}

static void
every_number_of_threads_gives_the_same_bits(void **state)
{
    static struct rig rig;

    make_reference(&rig);
    for (unsigned threads = 2; threads <= 4; threads++) {
        rig_reopen(&rig,
                   (struct engine_config){.offline = true, .threads = threads});
        rig_roll(&rig, START);
        rig_render(&rig, left, right, LONG, 4096);
        expect_same(0, LONG, "threads", threads);
    }
    rig_close(&rig);
}

static void
changing_blocks_give_the_same_bits(void **state)
{
    static struct rig rig;
    uint32_t seed = 3;

    make_reference(&rig);
    rig_reopen(&rig, (struct engine_config){.offline = true, .threads = 2});
    rig_roll(&rig, START);
    for (uint32_t done = 0; done < LONG;) {
        const uint32_t n = 1 + draw(&seed) % (draw(&seed) % 4 ? 200 : 8192);
        const uint32_t most = n < LONG - done ? n : LONG - done;

        rig_render(&rig, left + done, right + done, most, 8192);
        done += most;
    }
    expect_same(0, LONG, "changing blocks", 0);
    rig_close(&rig);
}

static void
what_is_played_is_what_is_rendered(void **state)
{
    static struct rig rig;
    struct engine_state now;

    make_reference(&rig);
    rig.options.meters = true;
    rig_reopen(&rig, (struct engine_config){.max_frames = 64});
    rig_plan(&rig);
    assert_int_equal(engine_locate(rig.engine, frames(START)), ST_OK);
    while (!engine_ready(rig.engine)) {
        rig_render(&rig, left, right, 64, 64);
        sched_yield();
    }
    /* Bits come from a place, not from when: it stood a while, and a
     * fader was moved. */
    const struct engine_live live = {.track = 9, .fader_db = 6};
    rig_render(&rig, left, right, 1003, 17);
    assert_int_equal(engine_live(rig.engine, &live), ST_OK);
    rig_render(&rig, left, right, 1003, 17);
    assert_int_equal(engine_release(rig.engine, HAND_FADER, live.track), ST_OK);
    rig_plan(&rig);
    assert_int_equal(engine_roll(rig.engine), ST_OK);
    rig_render(&rig, left, right, LONG, 64);
    engine_state(rig.engine, &now);
    assert_int_equal(now.late, 0);
    expect_same(0, LONG, "played", 0);
    rig_close(&rig);
}

static void
what_has_sounded_before_a_locate_leaves_no_trace(void **state)
{
    static struct rig rig;

    make_reference(&rig);
    assert_int_equal(engine_locate(rig.engine, frames(START)), ST_OK);
    rig_render(&rig, left, right, LONG, 333);
    expect_same(0, LONG, "again", 0);
    rig_close(&rig);
}

/* --- edits under way ---------------------------------------------------------- */

/* Something that is not heard in the frames START … START + LONG. */
static void
edit_elsewhere(struct rig *rig, int64_t track, uint32_t *seed, int turn)
{
    const struct stream_fake *source = &rig->fakes[draw(seed) % rig->n_fakes];
    struct row_track row
        = *(const struct row_track *)model_row(rig->model, TABLE_TRACK, track);

    switch (turn % 5) {
    case 0: /* a clip where the song has not been yet */
        rig_clip(rig, track, source, START + LONG + 1000 + draw(seed) % 100000,
                 5000, 0);
        break;
    case 1: /* a new track, which is silent */
        dress(rig, rig_track(rig, TRACK_AUDIO, 1 + draw(seed) % 2, 0), seed);
        break;
    case 2: /* a clip on a muted track */
        rig_clip(rig, 1, source, draw(seed) % LONG, 5000, 0);
        break;
    case 3: /* another order on the screen, another name */
        row.sort = draw(seed);
        row.name = (char[]){"renamed"};
        rig_put(rig, TABLE_TRACK, &row);
        break;
    case 4: /* the console of a track that has no clips */
        dress(rig, 2, seed);
        break;
    }
}

static void
a_thousand_edits_elsewhere_change_no_bit(void **state)
{
    static struct rig rig;
    uint32_t seed = 11, done = 0;
    int turn = 0;

    rig_open(&rig, (struct engine_config){.offline = true, .threads = 2});
    const int64_t muted = rig_track(&rig, TRACK_AUDIO, 2, 0);
    rig_track(&rig, TRACK_AUDIO, 2, 0);
    struct row_strip strip = rig_strip(&rig, muted);
    strip.mute = 1;
    rig_put(&rig, TABLE_STRIP, &strip);
    write_song(&rig);
    rig_roll(&rig, START);
    rig_render(&rig, want[0], want[1], LONG, 1024);

    rig_roll(&rig, START);
    for (; turn < 1000; turn++) {
        const uint32_t n
            = turn == 999 ? LONG - done : (LONG - done) / (1000 - turn);

        rig_render(&rig, left + done, right + done, n, 1 + draw(&seed) % 100);
        done += n;
        edit_elsewhere(&rig, 8 + draw(&seed) % TRACKS, &seed, turn);
        rig_plan(&rig);
        engine_poll(rig.engine);
    }
    expect_same(0, LONG, "edits", turn);
    rig_close(&rig);
}

struct player {
    struct rig *rig;
    _Atomic bool done;
};

static void *
play_all(void *user)
{
    struct player *player = user;

    rig_render(player->rig, left, right, LONG, 64);
    atomic_store(&player->done, true);
    return NULL;
}

static void
edits_from_another_thread_change_no_bit(void **state)
{
    static struct rig rig;
    struct player player = {.rig = &rig};
    pthread_t thread;
    uint32_t seed = 5;
    int turn = 0;

    rig_open(&rig, (struct engine_config){.offline = true, .threads = 3});
    rig.options.meters = true;
    const int64_t muted = rig_track(&rig, TRACK_AUDIO, 2, 0);
    rig_track(&rig, TRACK_AUDIO, 2, 0);
    struct row_strip strip = rig_strip(&rig, muted);
    strip.mute = 1;
    rig_put(&rig, TABLE_STRIP, &strip);
    write_song(&rig);
    rig_roll(&rig, START);
    rig_render(&rig, want[0], want[1], LONG, 1024);

    rig_roll(&rig, START);
    assert_int_equal(pthread_create(&thread, NULL, play_all, &player), 0);
    for (; !atomic_load(&player.done) || turn < 20; turn++) {
        const struct engine_live live
            = {.track = muted, .fader_db = turn % 30, .mute = true};
        struct engine_state now;
        struct engine_levels levels;
        struct engine_loudness loudness;

        edit_elsewhere(&rig, 8 + draw(&seed) % TRACKS, &seed, turn);
        rig_plan(&rig);
        (void)!engine_live(rig.engine, &live);
        engine_poll(rig.engine);
        engine_state(rig.engine, &now);
        assert_int_equal(engine_levels(rig.engine, 9, &levels), ST_OK);
        engine_loudness(rig.engine, &loudness);
        assert_int_equal(now.clipped > 1u << 30, 0);
    }
    assert_int_equal(pthread_join(thread, NULL), 0);
    expect_same(0, LONG, "another thread's edits", turn);
    rig_close(&rig);
}

/* What is heard of an edit depends on where it was made, not on what brings it. */
static void
make_heard_edits(struct rig *rig, uint32_t block)
{
    uint32_t seed = 21;

    for (uint32_t done = 0; done < LONG;) {
        const uint32_t n = 300 + draw(&seed) % 700;
        const uint32_t most = n < LONG - done ? n : LONG - done;
        const int64_t id = 10000 + draw(&seed) % rig->next_row;

        rig_render(rig, left + done, right + done, most, block);
        done += most;
        if (!model_row(rig->model, TABLE_CLIP, id))
            continue;

        struct row_clip clip = rig_clip_row(rig, id);
        clip.at += (int64_t)(draw(&seed) % 2000) - 1000;
        clip.at = clip.at > 0 ? clip.at : 0;
        clip.gain_db -= 3;
        rig_put(rig, TABLE_CLIP, &clip);
        rig_plan(rig);
    }
}

static void
edits_that_are_heard_give_the_same_bits_for_blocks_and_threads(void **state)
{
    static struct rig rig;

    for (unsigned turn = 0; turn < 4; turn++) {
        rig_open(&rig,
                 (struct engine_config){.offline = true, .threads = 1 + turn});
        write_song(&rig);
        rig_roll(&rig, START);
        make_heard_edits(&rig, (uint32_t[]){1000, 16, 61, 256}[turn]);
        if (turn == 0) {
            memcpy(want[0], left, sizeof left);
            memcpy(want[1], right, sizeof right);
        }
        expect_same(0, LONG, "heard edits", turn);
        rig_close(&rig);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_block_size_gives_the_same_bits),
        cmocka_unit_test(every_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(changing_blocks_give_the_same_bits),
        cmocka_unit_test(what_is_played_is_what_is_rendered),
        cmocka_unit_test(what_has_sounded_before_a_locate_leaves_no_trace),
        cmocka_unit_test(a_thousand_edits_elsewhere_change_no_bit),
        cmocka_unit_test(edits_from_another_thread_change_no_bit),
        cmocka_unit_test(
            edits_that_are_heard_give_the_same_bits_for_blocks_and_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
