/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jack_bench WHAT …: what the table asks of a running JACK server ($JACK_DEFAULT_SERVER).
 * Beside ours runs a client that does nothing, and shows what the machine does to anybody.
 *     play SONG.rem SECONDS     of 100: the server's load with the empty client alone, and
 *             with ours alone, which plays the song; then, side by side, the xruns of the
 *             empty client and ours
 *     watch ANY SECONDS         of 100: the server's load with whoever else plays
 *     arm SONG.rem COUNT        so many new tracks, which record
 *     record SONG.rem SECONDS STALL   ms from record to rolling; frames in the takes that
 *             were delivered and are wrong; frames the disk was too slow for; the empty
 *             client's xruns and ours; of 100: how full the memory before the disk was;
 *             ms that one look at the recorder took the main thread, at most, until the
 *             takes had begun
 *             STALL: so many seconds within them no sound file can be written
 * An xrun of a client is one that it missed cycles in: the server's clock went on without
 * calling it. */
#include "config.h"

#if HAVE_JACK
#include "app/arm.h"
#include "app/command.h"
#include "app/deck.h"
#include "drivers/driver.h"
#include "engine/engine.h"
#include "engine/plan.h"
#include "media/soundfile.h"
#include "plugins/built_in.h"
#include "render/sources.h"
#include "tests/drivers/ramp.h"

#include <jack/jack.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RATE = 48000, BLOCK = 64, LOADS_MAX = 600, POLL_MS = 5 };

static struct fault fault;

static void
must(enum status status)
{
    char line[800];

    if (!status)
        return;
    fault_line(&fault, line, sizeof line);
    fprintf(stderr, "jack_bench: %s: %s\n", status_name(status), line);
    exit(1);
}

static double
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
sleep_ms(int ms)
{
    const struct timespec time = {ms / 1000, ms % 1000 * 1000000L};

    nanosleep(&time, NULL);
}

/* --- a disk that stands still ---------------------------------------------------------- */

static _Atomic double stands_until; /* ms */

/* In libc's place: only sound files are held up. */
ssize_t
pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    char link[32], path[512];

    if (now_ms() < stands_until) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        const ssize_t length = readlink(link, path, sizeof path);

        while (length > 4 && !memcmp(path + length - 4, ".wav", 4)
               && now_ms() < stands_until)
            sleep_ms(10);
    }
    return syscall(SYS_pwrite64, fd, bytes, size, at);
}

/* --- the client that does nothing, but for a ramp -------------------------------------- */

/* In a program of its own, which shares this with us. */
struct empty {
    pid_t pid;
    jack_client_t *client;
    jack_port_t *out;
    jack_nframes_t due;
    _Atomic bool ready;
    _Atomic bool away; /* asked to leave the server's graph */
    _Atomic unsigned xruns;
    _Atomic uint64_t missed;
    _Atomic float load; /* of the server */
};

static int
empty_process(jack_nframes_t frames, void *user)
{
    struct empty *empty = user;
    const jack_nframes_t now = jack_last_frame_time(empty->client);
    const int32_t jump = (int32_t)(now - empty->due);
    float *out = jack_port_get_buffer(empty->out, frames);

    if (empty->due != 0 && jump > 0) {
        atomic_fetch_add(&empty->xruns, 1);
        atomic_fetch_add(&empty->missed, (uint32_t)jump);
    }
    if (empty->due == 0 || jump >= 0) /* else it is called again for the same cycle */
        empty->due = now + frames;
    for (jack_nframes_t i = 0; i < frames; i++)
        out[i] = ramp_at((uint64_t)now + i);
    return 0;
}

static void
hush(const char *text)
{
    (void)text;
}

static void
run_empty(struct empty *empty)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    jack_set_error_function(hush);
    jack_set_info_function(hush);
    empty->client = jack_client_open("empty", JackNoStartServer, NULL);
    if (!empty->client)
        _exit(1);
    empty->out = jack_port_register(empty->client, "out", JACK_DEFAULT_AUDIO_TYPE,
                                    JackPortIsOutput, 0);
    if (!empty->out || jack_set_process_callback(empty->client, empty_process, empty)
        || jack_activate(empty->client))
        _exit(1);
    for (bool away = false;; sleep_ms(100)) {
        if (away != empty->away) {
            away = empty->away;
            empty->due = 0;
            if (away ? jack_deactivate(empty->client) : jack_activate(empty->client))
                _exit(1);
        }
        empty->load = jack_cpu_load(empty->client);
        empty->ready = true;
    }
}

static struct empty *
empty_open(void)
{
    struct empty *empty = mmap(NULL, sizeof *empty, PROT_READ | PROT_WRITE,
                               MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    const pid_t pid = fork();
    if (pid == 0)
        run_empty(empty);
    empty->pid = pid;
    for (int ms = 0; !empty->ready; ms += POLL_MS) {
        if (pid < 0 || ms > 10000 || waitpid(pid, NULL, WNOHANG) != 0) {
            fprintf(stderr, "jack_bench: no JACK server is running\n");
            exit(1);
        }
        sleep_ms(POLL_MS);
    }
    return empty;
}

static void
empty_close(struct empty *empty)
{
    kill(empty->pid, SIGKILL);
    waitpid(empty->pid, NULL, 0);
    munmap(empty, sizeof *empty);
}

static int
by_size(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

/* The middle one of the seconds' loads. */
static float
median_load(const struct empty *empty, unsigned seconds)
{
    float loads[LOADS_MAX];

    sleep_ms(2000); /* the server's own mean goes back some way */
    for (unsigned i = 0; i < seconds; i++) {
        sleep_ms(1000);
        loads[i] = empty->load;
    }
    qsort(loads, seconds, sizeof *loads, by_size);
    return loads[seconds / 2];
}

/* --- playing --------------------------------------------------------------------------- */

struct play {
    struct session *session;
    struct engine *engine;
    struct driver *driver;
    _Atomic unsigned xruns;
};

static void
on_cycle(void *user, const float *const *in, unsigned n_in, float *const *out,
         unsigned n_out, uint32_t frames)
{
    engine_cycle(((struct play *)user)->engine, in, n_in, out, n_out, frames);
}

static void
on_gap(void *user, uint32_t frames)
{
    struct play *play = user;

    atomic_fetch_add(&play->xruns, 1);
    engine_gap(play->engine, frames);
}

static void
open_play(struct play *play, const char *folder)
{
    const struct plan_options options = {.meters = true};
    struct plan *plan;

    *play = (struct play){0};
    must(session_open(&play->session, folder, STORE_READ_ONLY, &fault));
    const struct engine_config config = {.rate = session_rate(play->session),
                                         .max_frames = DRIVER_MAX_BLOCK,
                                         .threads = 2,
                                         .devices = plugins_built_in()};
    const struct model *model = session_model(play->session);
    must(engine_new(&play->engine, &config, &fault));
    sources_feed(engine_streams(play->engine), model, folder, NULL, NULL);
    must(plan_build(&plan, play->engine, model, &options, &fault));
    engine_play_plan(play->engine, plan);
    const struct driver_config driver = {.rate = RATE,
                                         .block = BLOCK,
                                         .outputs = 2,
                                         .cycle = on_cycle,
                                         .gap = on_gap,
                                         .user = play};
    must(driver_open(&play->driver, driver_named("jack"), &driver, &fault));
    must(driver_start(play->driver, &fault));
}

static void
close_play(struct play *play)
{
    driver_close(play->driver);
    engine_free(play->engine);
    session_close(play->session);
}

static void
played(const char *folder, unsigned seconds)
{
    struct empty *empty = empty_open();
    struct play play;
    struct engine_state state;

    const float nobody = median_load(empty, seconds);
    empty->away = true;
    open_play(&play, folder);
    must(engine_locate(play.engine, frames(0)));
    for (int ms = 0; !engine_ready(play.engine) && ms < 10000; ms += POLL_MS)
        sleep_ms(POLL_MS);
    must(engine_roll(play.engine));
    const float load = median_load(empty, seconds);
    empty->away = false;
    sleep_ms(1000);
    const unsigned before = empty->xruns, ours_before = play.xruns;
    sleep_ms(1000 * (int)seconds);
    const unsigned theirs = empty->xruns - before, ours = play.xruns - ours_before;
    engine_state(play.engine, &state);
    if (!state.rolling || state.late > 0)
        fprintf(stderr, "jack_bench: %llu frames were late\n",
                (unsigned long long)state.late);
    printf("%.2f %.2f %u %u\n", nobody, load, theirs, ours);
    close_play(&play);
    empty_close(empty);
}

static void
watched(unsigned seconds)
{
    struct empty *empty = empty_open();

    empty->away = true;
    printf("%.2f\n", median_load(empty, seconds));
    empty_close(empty);
}

/* --- recording ------------------------------------------------------------------------- */

static void
run_words(struct session *session, const char *const *words, size_t count)
{
    must(command_run(session, words, count, &fault));
}

static void
armed(const char *folder, unsigned count)
{
    struct session *session;
    char name[32], input[16];

    must(session_open(&session, folder, STORE_WRITE, &fault));
    for (unsigned i = 0; i < count; i++) {
        snprintf(name, sizeof name, "Take %u", i + 1);
        snprintf(input, sizeof input, "%u", i + 1);
        run_words(session, (const char *const[]){"track-add", name}, 2);
        run_words(session, (const char *const[]){"input", name, input}, 3);
        run_words(session, (const char *const[]){"monitor", name, "off"}, 3);
        run_words(session, (const char *const[]){"arm", name}, 2);
    }
    session_close(session);
}

struct recording_run {
    struct empty *empty;
    struct session *session;
    struct player *player;
    struct deck *deck;
    struct deck_state state;
    unsigned xruns; /* polls that found more lost frames than the one before */
    float fill;     /* the most */
    double kept_ms; /* in deck_poll(), the longest */
};

static void
on_notice(void *user, const struct fault *told)
{
    (void)user;
    if (told->status)
        fprintf(stderr, "jack_bench: %s: %s\n", told->where, told->what);
}

static void
poll_deck(struct recording_run *run)
{
    const uint64_t before = run->state.xrun_frames;

    sleep_ms(POLL_MS);
    const double began = now_ms();
    deck_poll(run->deck, &run->state);
    const double kept = now_ms() - began;
    run->kept_ms = kept > run->kept_ms ? kept : run->kept_ms;
    run->xruns += run->state.xrun_frames > before;
    run->fill = run->state.fill > run->fill ? run->state.fill : run->fill;
}

static void
open_run(struct recording_run *run, const char *folder)
{
    const struct deck_config deck = {.notice = on_notice, .round_trip = 0, .handle = 0};
    struct player_config player = {.driver = "jack", .block = BLOCK};
    jack_client_t *client;
    char port[64];

    *run = (struct recording_run){.empty = empty_open()};
    must(session_open(&run->session, folder, STORE_WRITE, &fault));
    must(arm_tracks(run->session, NULL, 0, -1, NULL, &player.inputs, &fault));
    must(player_open(&run->player, run->session, &player, &fault));
    must(deck_open(&run->deck, run->session, run->player, &deck, &fault));
    client = jack_client_open("patchbay", JackNoStartServer, NULL);
    for (unsigned i = 0; client && i < player.inputs; i++) {
        snprintf(port, sizeof port, "remanence:in_%u", i + 1);
        (void)jack_connect(client, "empty:out", port);
    }
    if (client)
        jack_client_close(client);
    sleep_ms(1000);
    deck_poll(run->deck, &run->state);
}

/* How many frames of a take are not what the ramp's clock says: silence of an xrun, or a
 * block that its source did not fill. */
static int64_t
wrong_frames(const struct session *session, const struct row_clip *clip)
{
    static float x[1 << 16];
    const struct row_source *source
        = model_row(session_model(session), TABLE_SOURCE, clip->source_id);
    struct soundfile *file;
    int64_t wrong = 0, expected = -1;
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", session_folder(session), source->path);
    must(soundfile_open(&file, path, &fault));
    for (int64_t at = 0, n; at < clip->length; at += n) {
        n = clip->length - at < 1 << 16 ? clip->length - at : 1 << 16;
        if (soundfile_read_raw(file, clip->offset + at, n, x) != n)
            return INT64_MAX;
        for (int64_t i = 0; i < n; i++) {
            if (expected < 0)
                expected = ramp_index(x[i]);
            wrong += x[i] == 0 || ramp_index(x[i]) != expected;
            expected = (expected + 1) % RAMP_PERIOD;
        }
    }
    soundfile_close(file);
    return wrong;
}

/* The worst take's wrong frames, and that all are equally long. */
static int64_t
worst_take(const struct session *session, int64_t length)
{
    size_t count;
    const struct row_clip *clips
        = model_rows(session_model(session), TABLE_CLIP, &count);
    int64_t worst = 0;

    for (size_t i = 0; i < count; i++) {
        if (!model_row(session_model(session), TABLE_TAKE, clips[i].take_id))
            continue;
        const int64_t short_by = length - clips[i].length;
        const int64_t wrong = wrong_frames(session, &clips[i]) + (short_by > 0 ? short_by : 0);

        worst = wrong > worst ? wrong : worst;
    }
    return worst;
}

static void
undo_all(struct session *session, int64_t until)
{
    while (store_here(session_store(session)) != until)
        must(session_undo(session, NULL, &fault));
}

static void
recorded(const char *folder, unsigned seconds, unsigned stall)
{
    struct recording_run run;
    const struct deck_order order = {.from = frames(RATE), .length = (int64_t)seconds * RATE};

    open_run(&run, folder);
    const int64_t here = store_here(session_store(run.session));
    const unsigned before = run.empty->xruns;
    const uint64_t missed_before = run.empty->missed, gaps_before = run.state.xrun_frames;
    const double asked = now_ms();
    double rolling = 0, kept = 0;
    run.xruns = 0;
    run.kept_ms = 0;
    must(deck_roll(run.deck, &order, &fault));
    do {
        poll_deck(&run);
        if (run.state.player.rolling && rolling == 0) {
            rolling = now_ms() - asked;
            if (stall > 0)
                stands_until = now_ms() + 1000.0 * stall + 1000;
        }
        if (now_ms() < asked + rolling + 500)
            kept = run.kept_ms;
    } while (rolling == 0 || !run.state.settled || run.state.waiting);
    const unsigned theirs = run.empty->xruns - before;
    const uint64_t excused = run.empty->missed - missed_before
                             + run.state.xrun_frames - gaps_before;
    const int64_t wrong = worst_take(run.session, order.length) - (int64_t)excused;
    printf("%.2f %lld %llu %u %u %.1f %.2f\n", rolling,
           (long long)(wrong > 0 ? wrong : 0), (unsigned long long)run.state.lost_frames,
           theirs, run.xruns, (double)run.fill * 100, kept);
    undo_all(run.session, here);
    deck_close(run.deck);
    player_close(run.player);
    session_close(run.session);
    empty_close(run.empty);
}

int
main(int argc, char **argv)
{
    const char *what = argc > 3 ? argv[1] : "";
    const unsigned count = argc > 3 ? (unsigned)atoi(argv[3]) : 0;

    if (!strcmp(what, "play") && count > 0 && count < LOADS_MAX)
        played(argv[2], count);
    else if (!strcmp(what, "watch") && count > 0 && count < LOADS_MAX)
        watched(count);
    else if (!strcmp(what, "arm"))
        armed(argv[2], count);
    else if (!strcmp(what, "record") && argc == 5 && count > 0)
        recorded(argv[2], count, (unsigned)atoi(argv[4]));
    else
        return argc > 1 ? 2 : 0; /* the head of this file tells */
    return 0;
}
#else
int
main(void)
{
    return 0;
}
#endif
