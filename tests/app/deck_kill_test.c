/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck_kill_test.c: kill -9 at the moments that matter: whoever opens the song
 * finds each take at its sample, of 1 … 32 tracks.  TORTURE=1: 200 times. */
#include "app/deck.h"

#include "app/place.h"
#include "model/check.h"
#include "tests/app/deck_help.h"
#include "tests/test.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 256, RATE = 48000, LATENCY = 300, FROM = 24000 };
enum { LOOP_START = 24000, LOOP_END = 36000, PUNCH = 30000, MISSING = RATE / 10 };

/* Tracks, in turn. */
static const int TRACKS[] = {1, 3, 8, 32};

enum moment { FIRST, PUNCH_IN, WRAP, STOP, MOMENTS };

/* What the child has done, in memory that outlives it. */
struct ledger {
    _Atomic int64_t input;     /* frames that have gone in */
    _Atomic int64_t rolled_at; /* -1: it does not roll yet */
    _Atomic int64_t cycles;    /* since then */
};

static struct deck_order
order_for(enum moment moment)
{
    struct deck_order order = {.from = frames(FROM)};

    if (moment == WRAP) {
        order.loop_start = frames(LOOP_START);
        order.loop_end = frames(LOOP_END);
    } else if (moment == PUNCH_IN) {
        order.punch_start = frames(PUNCH);
        order.punch_end = frames(PUNCH + 20 * RATE);
        order.pre_roll = PUNCH - FROM;
    }
    return order;
}

/* At half the speed of real time, so that a busy machine is not what is tested. */
static void
pace(void)
{
    const struct timespec wait = {.tv_nsec = 2 * 1000000000L / RATE * BLOCK};

    nanosleep(&wait, NULL);
}

static void
record_until_killed(struct app_song *song, enum moment moment, int64_t stop,
                    struct ledger *ledger)
{
    const struct deck_order order = order_for(moment);
    struct ramp_song ramp;
    struct fault fault;

    ramp_open(&ramp, song, BLOCK, LATENCY);
    if (deck_roll(ramp.deck, &order, &fault))
        abort();
    for (;;) {
        ramp_cycle(&ramp);
        atomic_store(&ledger->input, ramp.input);
        if (ramp.rolled_at >= 0) {
            atomic_store(&ledger->rolled_at, ramp.rolled_at);
            atomic_fetch_add(&ledger->cycles, 1);
        }
        if (moment == STOP && atomic_load(&ledger->cycles) == stop)
            deck_stop(ramp.deck);
        pace();
    }
}

/* A clip's samples are those that came in when it was heard; how many there are. */
static int64_t
check_clip(const struct app_song *song, const struct row_clip *clip, int64_t first,
           int64_t track)
{
    float *x = ramp_clip(song->session, clip, 0);

    for (int64_t i = 0; i < clip->length; i++)
        if (x[i]
            != (float)(first + LATENCY + i + 1
                       + track % RAMP_CHANNELS * RAMP_CHANNEL))
            fail_msg("frame %lld holds %.0f, not %lld", (long long)i, x[i],
                     (long long)(first + LATENCY + i + 1));
    free(x);
    return clip->length;
}

/* Returns how many frames are missing at the end. */
static int64_t
check_track(const struct app_song *song, enum moment moment, int64_t number,
            const struct ledger *ledger, int64_t stop)
{
    const int64_t begins = moment == PUNCH_IN ? PUNCH : FROM;
    int64_t came = ledger->input - ledger->rolled_at - LATENCY - (begins - FROM);
    int64_t have = 0, track;
    char name[32];

    if (moment == STOP && came > (stop + 1) * BLOCK)
        came = (stop + 1) * BLOCK;
    snprintf(name, sizeof name, "T%lld", (long long)number);
    assert_int_equal(place_track(session_model(song->session), name, &track, NULL),
                     ST_OK);
    for (int64_t take = 1;; take++) {
        const struct row_clip *clip = ramp_take(song->session, track, take);

        if (!clip)
            break;
        assert_int_equal(clip->at, begins);
        assert_int_equal(have,
                         moment == WRAP ? (take - 1) * (LOOP_END - LOOP_START) : 0);
        have += check_clip(song, clip, ledger->rolled_at + (begins - FROM) + have,
                           number);
    }
    if (have < came - MISSING)
        fail_msg("%s: %lld of %lld frames are missing", name,
                 (long long)(came - have), (long long)came);
    return came > have ? came - have : 0;
}

/* Returns the most frames that a track misses. */
static int64_t
kill_once(struct app_song *song, int tracks, enum moment moment, unsigned chance,
          struct ledger *ledger)
{
    /* Cycles after which what the moment is named for happens. */
    static const int64_t EVENTS[] = {
        [PUNCH_IN] = (PUNCH - FROM) / BLOCK,
        [WRAP] = (LOOP_END - LOOP_START) / BLOCK, [STOP] = 30};
    /* The first half second, or around the moment. */
    const int64_t when = moment == FIRST
                             ? (int64_t)(chance % (RATE / 2 / BLOCK))
                             : EVENTS[moment] - 4 + (int64_t)(chance % 24);
    int64_t worst = 0;
    int status;

    *ledger = (struct ledger){.rolled_at = -1};
    session_close(song->session);
    song->session = NULL;
    const pid_t child = fork();
    if (child == 0) {
        if (session_open(&song->session, song->path, STORE_WRITE, &song->fault))
            abort();
        record_until_killed(song, moment, EVENTS[STOP], ledger);
    }
    while (atomic_load(&ledger->cycles) < when
           && waitpid(child, &status, WNOHANG) == 0)
        pace();
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);

    if (session_open(&song->session, song->path, STORE_WRITE, &song->fault))
        fail_msg("%s: %s", song->fault.where, song->fault.what);
    assert_int_equal(session_recovered(song->session)->fault.status, ST_OK);
    assert_int_equal(model_check(session_model(song->session), &song->fault),
                     ST_OK);
    for (int64_t track = 0; track < tracks; track++) {
        const int64_t missing
            = check_track(song, moment, track, ledger, EVENTS[STOP]);

        worst = missing > worst ? missing : worst;
    }
    return worst;
}

static void
a_killed_recording_is_found_at_its_sample(void **state)
{
    struct ledger *ledger = mmap(NULL, sizeof *ledger, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    const int rounds = getenv("TORTURE") ? 200 : 20;
    unsigned chance = 12345;
    int64_t worst = 0;

    assert_true(ledger != MAP_FAILED);
    for (int round = 0; round < rounds; round++) {
        const int tracks = TRACKS[round / MOMENTS % COUNT(TRACKS)];
        struct app_song *song;
        char line[64];

        assert_int_equal(app_setup((void **)&song), 0);
        for (int i = 0; i < tracks; i++) {
            snprintf(line, sizeof line, "track-add T%d", i);
            assert_int_equal(app_line(song, line), ST_OK);
            snprintf(line, sizeof line, "input T%d %d", i, i % RAMP_CHANNELS + 1);
            assert_int_equal(app_line(song, line), ST_OK);
            snprintf(line, sizeof line, "arm T%d", i);
            assert_int_equal(app_line(song, line), ST_OK);
        }
        chance = chance * 1103515245u + 12345u;
        const int64_t missing = kill_once(
            song, tracks, (enum moment)(round % MOMENTS), chance >> 16, ledger);
        worst = missing > worst ? missing : worst;
        app_teardown((void **)&song);
    }
    print_message("%d kills: every take placed, at most %.1f ms missing\n", rounds,
                  (double)worst * 1000.0 / RATE);
    munmap(ledger, sizeof *ledger);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_recording_is_found_at_its_sample),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
