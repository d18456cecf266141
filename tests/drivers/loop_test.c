/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sound goes out, through a loop of known length, and in again; on a real server. */
#include "tests/test.h"

#include "config.h"

#if HAVE_JACK
#include "app/command.h"
#include "app/deck.h"
#include "app/media.h"
#include "app/round_trip.h"
#include "media/soundfile.h"
#include "media/soundout.h"
#include "tests/drivers/heard_help.h"
#include "tests/drivers/loop_help.h"
#include "tests/drivers/ramp.h"
#include "tests/drivers/server_help.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { RATE = 48000, SONG = 2 * RATE, TRIES = 20, LIMIT_MS = 60000 };

/* In place of a cable, as soon as there are ports. */
static void
loop_join(struct loop *loop)
{
    ports_join(loop->client, "remanence:out_1", "loop:in", LIMIT_MS);
    ports_join(loop->client, "loop:out", "remanence:in_1", LIMIT_MS);
}

/* --- the studio: a server, the loop, a song that plays a ramp -------------------------- */

struct studio {
    char folder[256];
    struct server server;
    struct loop loop;
    struct session *session;
    struct player *player;
    struct deck *deck;
    struct deck_state state;
    struct fault fault;
    int64_t voice;
};

static void
must(const struct studio *studio, enum status status)
{
    if (status)
        fail_msg("%s: %s", studio->fault.where, studio->fault.what);
}

static void
command(struct studio *studio, const char *line)
{
    const char *words[8];
    char text[128];
    size_t count;

    snprintf(text, sizeof text, "%s", line);
    must(studio, command_words(text, words, 8, &count, &studio->fault));
    must(studio, command_run(studio->session, words, count, &studio->fault));
}

/* A stereo file whose frame n is ramp_at(n + 1), on a track of its own. */
static void
import_ramp(struct studio *studio)
{
    static float ramp[SONG];
    const float *planar[] = {ramp, ramp};
    const struct soundout_spec spec = {.format = SOUNDOUT_WAV,
                                       .bits = SOUNDOUT_FLOAT,
                                       .rate = RATE,
                                       .channels = 2};
    struct soundout *out;
    char path[300];
    const char *const paths[] = {path};
    const struct media_spec import = {.paths = paths, .count = 1};

    for (int i = 0; i < SONG; i++)
        ramp[i] = ramp_at((uint64_t)i + 1);
    snprintf(path, sizeof path, "%s/ramp.wav", studio->folder);
    must(studio, soundout_open(&out, path, &spec, &studio->fault));
    must(studio, soundout_write(out, planar, SONG, NULL, &studio->fault));
    must(studio, soundout_close(out, NULL, &studio->fault));
    must(studio, media_import(studio->session, &import, &studio->fault));
}

static void
make_song(struct studio *studio)
{
    const struct row_track *tracks;
    char path[300];
    size_t count;

    snprintf(path, sizeof path, "%s/Song.rem", studio->folder);
    must(studio, session_create(&studio->session, path, RATE, &studio->fault));
    import_ramp(studio);
    command(studio, "track-add Voice");
    command(studio, "input Voice 1");
    command(studio, "monitor Voice off");
    command(studio, "arm Voice");
    tracks = model_rows(session_model(studio->session), TABLE_TRACK, &count);
    for (size_t i = 0; i < count; i++)
        if (!strcmp(tracks[i].name, "Voice"))
            studio->voice = tracks[i].id;
}

static int
setup(void **state)
{
    struct studio *studio = calloc(1, sizeof *studio);
    const char *base = getenv("TMPDIR");

    assert_non_null(studio);
    snprintf(studio->folder, sizeof studio->folder, "%.200s/remanence-loop-XXXXXX",
             base ? base : "/tmp");
    assert_non_null(mkdtemp(studio->folder));
    setenv("XDG_STATE_HOME", studio->folder, 1);
    make_song(studio);
    *state = studio;
    return 0;
}

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info, (void)kind, (void)walk;
    return remove(path);
}

static int
teardown(void **state)
{
    struct studio *studio = *state;

    session_close(studio->session);
    nftw(studio->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(studio);
    return 0;
}

/* A server that waits for its clients. */
static void
plug_in(struct studio *studio, unsigned block)
{
    server_need(&studio->server, RATE, block, true);
    loop_open(&studio->loop);
}

static void
plug_out(struct studio *studio)
{
    loop_close(&studio->loop);
    server_stop(&studio->server);
}

/* --- measuring ------------------------------------------------------------------------- */

static enum status
measure(struct studio *studio, bool joined, struct round_trip_result *result)
{
    const struct round_trip_config config = {.driver = "jack"};
    struct round_trip *trip;
    double progress = 0, before = 0;

    must(studio, round_trip_begin(&trip, &config, &studio->fault));
    for (int ms = 0; !round_trip_runs(trip) && ms < LIMIT_MS; ms++) {
        assert_false(round_trip_poll(trip, &progress));
        moment();
    }
    if (joined)
        loop_join(&studio->loop);
    for (int ms = 0; !round_trip_poll(trip, &progress) && ms < LIMIT_MS; ms++) {
        assert_true(progress >= before && progress < 1);
        before = progress;
        moment();
    }
    assert_true(progress == 1);
    const enum status status = round_trip_result(trip, result, &studio->fault);
    round_trip_end(trip);
    return status;
}

/* Ports are there, and can be joined, only while it measures: on a slow machine that may be
 * over before they are, or before its bursts are. */
static void
keep_measured(struct studio *studio, unsigned block)
{
    struct round_trip_result result;
    enum status status = ST_NOT_FOUND;

    for (int i = 0; i < TRIES && status != ST_OK; i++)
        status = measure(studio, true, &result);
    must(studio, status);
    /* A circle through the graph takes a block. */
    assert_int_equal(result.frames, LOOP_DELAY + block);
    assert_true(result.confidence > 0.99);
    assert_true(result.gain_db > -0.1 && result.gain_db < 0.1);
    assert_false(result.inverted);
    assert_int_equal(result.key.rate, RATE);
    assert_int_equal(result.key.block, block);
    must(studio, round_trip_keep(&result, &studio->fault));
}

/* --- recording ------------------------------------------------------------------------- */

static void
open_deck(struct studio *studio)
{
    const struct player_config player = {.driver = "jack", .inputs = 1};
    const struct deck_config deck = {.round_trip = -1, .handle = 0.1};

    must(studio, player_open(&studio->player, studio->session, &player, &studio->fault));
    must(studio, deck_open(&studio->deck, studio->session, studio->player, &deck,
                           &studio->fault));
    loop_join(&studio->loop);
}

static void
close_deck(struct studio *studio)
{
    deck_close(studio->deck);
    player_close(studio->player);
}

/* Roll, and wait until the transport stops or so many takes are there. */
static void
record(struct studio *studio, const struct deck_order *order, size_t takes)
{
    struct deck_state *state = &studio->state;
    bool stopping = false, rolled = false;
    size_t before, count;

    model_rows(session_model(studio->session), TABLE_TAKE, &before);
    must(studio, deck_roll(studio->deck, order, &studio->fault));
    for (int ms = 0; ms < LIMIT_MS; ms++) {
        deck_poll(studio->deck, state);
        rolled |= state->player.rolling;
        model_rows(session_model(studio->session), TABLE_TAKE, &count);
        if (!stopping && count >= before + takes) {
            deck_stop(studio->deck);
            stopping = true;
        }
        if (state->settled && !state->waiting && (rolled || stopping))
            return;
        moment();
    }
    fail_msg("it does not end");
}

/* Each frame of the clip is the one that was heard there. */
static void
check_clip(const struct studio *studio, const struct row_clip *clip, uint64_t told)
{
    static float x[SONG];
    const struct row_source *source
        = model_row(session_model(studio->session), TABLE_SOURCE, clip->source_id);
    struct soundfile *file;
    struct fault fault;
    char path[600];

    snprintf(path, sizeof path, "%s/%s", session_folder(studio->session), source->path);
    assert_int_equal(soundfile_open(&file, path, &fault), ST_OK);
    assert_true(clip->length > 0 && clip->length <= SONG);
    assert_int_equal(soundfile_read_raw(file, clip->offset, clip->length, x),
                     clip->length);
    soundfile_close(file);
    const struct heard heard = heard_as(x, clip->length, clip->at + 1);
    heard_in_place(&heard, told);
}

/* What a recording is expected to leave: takes at a place, of one length but for the last
 * one of several, which was stopped. */
struct expected {
    const struct deck_order *order;
    int64_t at, length;
    size_t takes;
};

static void
check_takes(const struct studio *studio, unsigned block, const struct expected *expected,
            uint64_t told)
{
    const struct model *model = session_model(studio->session);
    size_t count, found = 0;
    const struct row_clip *clips = model_rows(model, TABLE_CLIP, &count);

    for (size_t i = 0; i < count; i++) {
        const struct row_take *take = model_row(model, TABLE_TAKE, clips[i].take_id);

        if (!take)
            continue;
        found++;
        assert_int_equal(take->track_id, studio->voice);
        assert_int_equal(take->round_trip, LOOP_DELAY + block);
        assert_int_equal(clips[i].at, expected->at);
        if (take->number <= (int64_t)expected->takes)
            assert_int_equal(clips[i].length, expected->length);
        check_clip(studio, &clips[i], told);
    }
    assert_true(found >= expected->takes);
}

static void
undo_takes(struct studio *studio)
{
    char label[LABEL_SIZE] = "Record";

    while (!strncmp(label, "Record", 6))
        must(studio, session_undo(studio->session, label, &studio->fault));
    must(studio, session_redo(studio->session, label, &studio->fault));
}

/* What the disk was too late for, which is silent. */
static uint64_t
told_as_late(const struct deck_state *state)
{
    return state->player.late + state->lost_frames;
}

/* A server that waits for its clients leaves none out, however late it is itself. */
static void
record_exactly(struct studio *studio, unsigned block, const struct expected *expected)
{
    const struct deck_state *state = &studio->state;
    const uint64_t before = told_as_late(state);

    record(studio, expected->order, expected->takes);
    assert_true(state->measured);
    assert_int_equal(state->round_trip, LOOP_DELAY + block);
    assert_int_equal(state->xrun_frames, 0);
    check_takes(studio, block, expected, told_as_late(state) - before);
    undo_takes(studio);
}

static void
what_was_heard_is_recorded_where_it_was(void **state)
{
    static const unsigned BLOCKS[] = {64, 256, 1024};
    static const struct deck_order plain = {.from = {1000}, .length = 20000};
    static const struct deck_order punch = {.punch_start = {12345},
                                            .punch_end = {23456},
                                            .pre_roll = 4000,
                                            .post_roll = 1000};
    static const struct deck_order loop = {.loop_start = {10000}, .loop_end = {15001}};
    static const struct expected ALL[]
        = {{&plain, 1000, 20000, 1}, {&punch, 12345, 11111, 1}, {&loop, 10000, 5001, 3}};
    struct studio *studio = *state;

    for (size_t i = 0; i < COUNT(BLOCKS); i++) {
        plug_in(studio, BLOCKS[i]);
        keep_measured(studio, BLOCKS[i]);
        open_deck(studio);
        for (size_t k = 0; k < COUNT(ALL); k++)
            record_exactly(studio, BLOCKS[i], &ALL[k]);
        close_deck(studio);
        plug_out(studio);
    }
}

static void
without_a_loop_it_says_what_to_do(void **state)
{
    struct studio *studio = *state;
    struct round_trip_result result;

    plug_in(studio, 256);
    assert_int_equal(measure(studio, false, &result), ST_NOT_FOUND);
    assert_string_equal(studio->fault.what, "no loop found");
    assert_string_equal(studio->fault.remedy, "join output 1 with input 1 by a cable");
    assert_true(result.confidence < 0.1);
    plug_out(studio);
}

static FILE *
start_command(const char *words)
{
    const char *build = getenv("B");
    char line[800];

    snprintf(line, sizeof line, "%s/remanence %s 2>&1", build ? build : "build", words);
    FILE *said = popen(line, "r");
    assert_non_null(said);
    return said;
}

static void
end_command(FILE *said, const char *expected)
{
    static char text[8192];
    const size_t size = fread(text, 1, sizeof text - 1, said);

    text[size] = '\0';
    if (pclose(said) != 0 || !strstr(text, expected))
        fail_msg("not «%s»: %s", expected, text);
}

static void
the_command_measures_and_its_takes_are_placed_so(void **state)
{
    struct studio *studio = *state;
    char words[600];

    plug_in(studio, 128);
    FILE *said = start_command("latency --driver jack --json");
    loop_join(&studio->loop);
    end_command(said, "\"frames\": 905,");
    end_command(start_command("latency --list --json"), "\"frames\": 905,");

    snprintf(words, sizeof words, "record %s --driver jack --for 0.2s",
             session_folder(studio->session));
    session_close(studio->session);
    end_command(start_command(words), "a round trip of 905 frames, as measured");
    snprintf(words, sizeof words, "%s/Song.rem", studio->folder);
    must(studio, session_open(&studio->session, words, STORE_WRITE, &studio->fault));
    size_t count;
    const struct row_take *takes
        = model_rows(session_model(studio->session), TABLE_TAKE, &count);
    assert_int_equal(count, 1);
    assert_int_equal(takes[0].round_trip, LOOP_DELAY + 128);

    end_command(start_command("latency --forget --rate 44100"), "forgotten: 0");
    end_command(start_command("latency --forget --driver jack"), "forgotten: 1");
    plug_out(studio);
}

static void
refuse_rate(const char *folder, const char *format)
{
    char words[600], text[1024];

    snprintf(words, sizeof words, format, folder);
    FILE *said = start_command(words);
    const size_t size = fread(text, 1, sizeof text - 1, said);
    const int code = pclose(said);

    text[size] = '\0';
    if (!WIFEXITED(code) || WEXITSTATUS(code) != 1 || strncmp(text, "remanence: ", 11) != 0
        || strchr(text, '\n') != text + size - 1 || !strstr(text, "48000")
        || !strstr(text, "44100") || !strstr(text, "; "))
        fail_msg("%s: %s", words, text);
}

static void
a_rate_that_the_device_has_not_is_one_line(void **state)
{
    struct studio *studio = *state;
    char words[600];

    plug_in(studio, 256);
    snprintf(words, sizeof words, "new %s/Other.rem --rate 44100", studio->folder);
    end_command(start_command(words), "44100");
    snprintf(words, sizeof words, "edit %s/Other.rem track-add Voice", studio->folder);
    end_command(start_command(words), "");
    refuse_rate(studio->folder, "play %s/Other.rem --driver jack");
    refuse_rate(studio->folder, "record %s/Other.rem --driver jack --arm Voice=1");
    refuse_rate(studio->folder, "latency --driver jack --rate 44100");
    plug_out(studio);
}

#endif

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_JACK
        TEST(what_was_heard_is_recorded_where_it_was),
        TEST(without_a_loop_it_says_what_to_do),
        TEST(the_command_measures_and_its_takes_are_placed_so),
        TEST(a_rate_that_the_device_has_not_is_one_line),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
