/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#if HAVE_JACK

#include "drivers/jack_private.h"
#include "tests/drivers/ramp.h"
#include "tests/drivers/server_help.h"
#include "tests/test.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { READY_SECONDS = 30, ROUNDS = 2, NOT_INSTALLED = 127 };

static bool alone;    /* JACK's books in /dev/shm are this program's own */
static pid_t running; /* the server of a test that has failed may be left */

void
moment(void)
{
    const struct timespec time = {.tv_nsec = 1000000};

    nanosleep(&time, NULL);
}

/* Before anybody opens them.  The books that all programs share have room for eight
 * servers; whoever was killed stands in them for good, and when they are full no server
 * starts any more.  Where mounting is not allowed, these have to do. */
__attribute__((constructor)) static void
leave_shared_books(void)
{
    alone = unshare(CLONE_NEWNS) == 0
            && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
            && mount("none", "/dev/shm", "tmpfs", 0, "mode=1777") == 0;
}

static void
hush(const char *text)
{
    (void)text;
}

/* It ends in good order when the program does: jackd forgets only then that it ran,
 * and has room for eight names. */
static pid_t
spawn(char *const *words, int log)
{
    const pid_t parent = getpid(), pid = fork();

    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(1);
    const int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    unsetenv("LD_PRELOAD");
    execvp(words[0], words);
    _exit(NOT_INSTALLED);
}

static double
seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Until a client can join it, or it has ended. */
static bool
await(struct server *server, int *code)
{
    const double until = seconds() + READY_SECONDS;

    *code = 0;
    while (seconds() < until) {
        jack_client_t *client = jack_join("look", NULL, NULL, NULL);

        if (client) {
            jack_leave(client, NULL);
            return true;
        }
        if (waitpid(server->pid, code, WNOHANG) == server->pid) {
            running = server->pid = 0;
            return false;
        }
        moment();
    }
    server_kill(server);
    return false;
}

/* A name that no other running program has.  In books that are shared it is one of few,
 * because a server that was killed gives its place back only to one of the same name. */
static void
take_name(struct server *server)
{
    enum { NAMES = 4 };
    static int taken = -1;
    char path[64];

    if (alone) {
        snprintf(server->name, sizeof server->name, "remtest-%d", (int)getpid());
        return;
    }
    for (int i = 0; i < NAMES && taken < 0; i++) {
        snprintf(path, sizeof path, "/dev/shm/remanence-test-jack-%u-%d",
                 (unsigned)getuid(), i);
        const int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

        if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
            taken = i; /* and held until the program ends */
        else if (lock >= 0)
            close(lock);
    }
    snprintf(server->name, sizeof server->name, "remtest%d", taken < 0 ? 0 : taken);
}

/* What jackd said, for whoever has to find out why it does not start. */
static void
show(int log)
{
    char text[2048];
    const ssize_t size = pread(log, text, sizeof text, 0);

    if (size > 0)
        fprintf(stderr, "%.*s\n", (int)size, text);
}

static bool
start(struct server *server, unsigned rate, unsigned block, bool patient, bool realtime,
      int log)
{
    char rate_text[16], block_text[16];
    int code = 0;
    /* Of itself it waits for no more than twenty blocks, which are soon over. */
    char *words[] = {"jackd", "-n", server->name, "-t2000",
                     realtime ? "-R" : "-r",
                     patient ? "-S" : "-t2000",
                     "-d", "dummy", "-r", rate_text, "-p", block_text, NULL};

    snprintf(rate_text, sizeof rate_text, "%u", rate);
    snprintf(block_text, sizeof block_text, "%u", block);
    (void)!ftruncate(log, 0);
    running = server->pid = spawn(words, log);
    if (server->pid > 0 && await(server, &code))
        return true;
    server->missing = WIFEXITED(code) && WEXITSTATUS(code) == NOT_INSTALLED;
    return false;
}

bool
server_start(struct server *server, unsigned rate, unsigned block, bool patient)
{
    const int log = memfd_create("jackd", MFD_CLOEXEC);
    struct server left = {.pid = running};
    bool started = false;

    server_kill(&left);
    server->missing = false;
    jack_set_error_function(hush);
    jack_set_info_function(hush);
    take_name(server);
    setenv("JACK_DEFAULT_SERVER", server->name, 1);
    /* Realtime, or where that is not allowed without; the last one of that name may still
     * be about to end. */
    for (unsigned i = 0; i < 2 * ROUNDS && !started && !server->missing; i++) {
        started = start(server, rate, block, patient, i % 2 == 0, log);
        if (!started && !server->missing)
            show(log);
    }
    close(log);
    return started;
}

void
server_need(struct server *server, unsigned rate, unsigned block, bool patient)
{
    if (server_start(server, rate, block, patient))
        return;
    if (server->missing)
        skip();
    fail_msg("jackd does not start");
}

static void
end(struct server *server, int with)
{
    if (server->pid > 0) {
        kill(server->pid, with);
        while (waitpid(server->pid, NULL, 0) < 0 && errno == EINTR)
            continue;
        running = 0;
    }
    server->pid = 0;
}

void
server_stop(struct server *server)
{
    end(server, SIGTERM);
}

void
server_kill(struct server *server)
{
    end(server, SIGKILL);
}

/* --- the server's time --------------------------------------------------------- */

typedef jack_nframes_t frame_teller(const jack_client_t *);
typedef int time_teller(const jack_client_t *, jack_nframes_t *, jack_time_t *,
                        jack_time_t *, float *);

static frame_teller *library_frame;
static time_teller *library_times;
static _Thread_local jack_nframes_t said;
static _Thread_local jack_time_t said_usecs;
static _Thread_local bool said_uneven;

__attribute__((constructor)) static void
find_library(void)
{
    library_frame = (frame_teller *)dlsym(RTLD_NEXT, "jack_last_frame_time");
    library_times = (time_teller *)dlsym(RTLD_NEXT, "jack_get_cycle_times");
}

/* In place of libjack's, which this program's own come before.  A server that waits for
 * nobody may go on between two calls of them in one cycle. */
jack_nframes_t
jack_last_frame_time(const jack_client_t *client)
{
    return said = library_frame(client);
}

int
jack_get_cycle_times(const jack_client_t *client, jack_nframes_t *frames, jack_time_t *usecs,
                     jack_time_t *next, float *period)
{
    const int error = library_times(client, frames, usecs, next, period);

    said_usecs = *usecs;
    said_uneven = fabs((double)(*next - *usecs) - (double)*period) > 2;
    return error;
}

jack_time_t
server_said_usecs(void)
{
    return said_usecs;
}

bool
server_said_uneven(void)
{
    return said_uneven;
}

jack_nframes_t
server_said(void)
{
    return said;
}

/* --- probes ------------------------------------------------------------------ */

static void
check(struct probe *probe, const float *in, jack_nframes_t frames)
{
    for (jack_nframes_t i = 0; i < frames; i++) {
        const int64_t index = ramp_index(in[i]);

        if (!probe->locked) {
            /* Silence is the index half a period; a ramp is two that follow. */
            if (in[i] == 0 || index < 0)
                continue;
            probe->expected = (uint64_t)index;
            probe->locked = true;
        }
        if (index == (int64_t)(probe->expected % RAMP_PERIOD))
            probe->good++;
        else
            probe->bad++;
        probe->silent += in[i] == 0;
        probe->expected++;
    }
}

/* In steps of what every block is a multiple of: exact where a timer calls. */
static uint64_t
frame_by_time(struct probe *probe)
{
    enum { STEP = 128 };
    const double step_usecs = 1e6 * STEP / jack_get_sample_rate(probe->client);
    jack_nframes_t now;
    jack_time_t usecs, next;
    float period;

    if (jack_get_cycle_times(probe->client, &now, &usecs, &next, &period) != 0)
        return probe->sent;
    if (probe->began == 0)
        probe->began = usecs;
    return STEP * (uint64_t)((double)(usecs - probe->began) / step_usecs + 0.5);
}

static void
hear(struct probe *probe, jack_nframes_t now, jack_nframes_t frames)
{
    if (probe->ear.slate)
        ear_begin(&probe->ear);
    const float *in = jack_port_get_buffer(probe->in, frames);
    check(probe, in, frames);
    if (probe->ear.slate)
        ear_end(&probe->ear, in, frames, (jack_nframes_t)(now - frames));
}

static int
process(jack_nframes_t frames, void *user)
{
    struct probe *probe = user;
    float *out = jack_port_get_buffer(probe->out, frames);
    const jack_nframes_t now = jack_last_frame_time(probe->client);

    if (probe->due != now && probe->due != 0) {
        probe->missed += (uint32_t)(now - probe->due);
        if (probe->by_clock)
            probe->expected += (uint32_t)(now - probe->due);
    }
    probe->due = now + frames;
    probe->block = frames;
    if (probe->by_clock)
        probe->sent = now;
    if (probe->transport) {
        jack_position_t at;

        jack_transport_query(probe->client, &at);
        probe->sent = at.frame;
    }
    if (probe->time)
        probe->sent = frame_by_time(probe);
    slate_begin(&probe->slate, probe->sent);
    for (jack_nframes_t i = 0; i < frames; i++)
        out[i] = ramp_at(probe->sent + i);
    slate_end(&probe->slate, probe->sent);
    for (jack_nframes_t i = 0; probe->sent_at && i < frames; i++)
        if (probe->sent + i < SENT_MOST)
            probe->sent_at[probe->sent + i] = true;
    probe->sent += frames;
    hear(probe, now, frames);
    for (unsigned ms = atomic_exchange(&probe->stall_ms, 0); ms > 0; ms--)
        moment();
    return 0;
}

static int
on_xrun(void *user)
{
    ((struct probe *)user)->xruns++;
    return 0;
}

bool
probe_open(struct probe *probe, const char *name, bool by_clock)
{
    *probe = (struct probe){.by_clock = by_clock};
    probe->client = jack_join(name, NULL, NULL, NULL);
    if (!probe->client)
        return false;
    probe->in = jack_port_register(probe->client, "in", JACK_DEFAULT_AUDIO_TYPE,
                                   JackPortIsInput, 0);
    probe->out = jack_port_register(probe->client, "out", JACK_DEFAULT_AUDIO_TYPE,
                                    JackPortIsOutput, 0);
    return jack_set_process_callback(probe->client, process, probe) == 0
           && jack_set_xrun_callback(probe->client, on_xrun, probe) == 0
           && jack_activate(probe->client) == 0;
}

void
probe_close(struct probe *probe)
{
    if (probe->client)
        jack_leave(probe->client, NULL);
    probe->client = NULL;
}

#endif
