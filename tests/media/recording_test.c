/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/recording.h"

#include "tests/media/media_help.h"
#include "tests/test.h"

#include <fcntl.h>
#include <signal.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RATE = 48000, MOST = 8192, CHANNELS_MOST = 4 };

static char folder[64];
static char path[HELP_PATH];

static int
set_up(void **state)
{
    help_folder(folder);
    help_path(path, folder, "take.wav");
    return 0;
}

static int
tear_down(void **state)
{
    help_remove(folder);
    return 0;
}

static const struct sound_origin ORIGIN = {
    .has = true,
    .time_reference = 1234567890123,
    .description = "Voice, take 3",
    .originator = "Remanence",
    .date = "2026-11-21",
    .time = "12:34:56",
};

static struct recording *
begin(const char *at, unsigned channels)
{
    const struct recording_spec spec = {
        .rate = RATE,
        .channels = channels,
        .origin = &ORIGIN,
        .title = "Voice, take 3",
    };
    struct recording *recording;
    struct fault fault = {0};

    if (recording_begin(&recording, at, &spec, &fault))
        fail_msg("%s", fault.what);
    return recording;
}

/* The next `n` frames of the test signal. */
static enum status
put(struct recording *recording, unsigned channels, size_t n, struct fault *fault)
{
    static float sound[CHANNELS_MOST][MOST];
    const float *planar[CHANNELS_MOST];
    const int64_t at = recording_frames(recording);

    for (unsigned c = 0; c < channels; c++) {
        planar[c] = sound[c];
        for (size_t i = 0; i < n; i++)
            sound[c][i] = help_signal(at + (int64_t)i, c);
    }
    return recording_write(recording, planar, n, fault);
}

/* At least so many frames, by our reader, and each of them right. */
static int64_t
expect_ours(const char *at, unsigned channels, int64_t least)
{
    struct soundfile *file;
    struct fault fault = {0};
    static float raw[MOST * CHANNELS_MOST];
    int64_t done = 0, got;

    if (soundfile_open(&file, at, &fault))
        fail_msg("%s: %s", at, fault.what);
    const struct soundfile_info *info = soundfile_info(file);
    assert_true(info->raw);
    assert_int_equal(info->channels, channels);
    assert_int_equal(info->rate, RATE);
    assert_true(info->frames >= least);
    while ((got = soundfile_read_raw(file, done, MOST, raw)) > 0) {
        for (int64_t i = 0; i < got * channels; i++)
            if (raw[i] != help_signal(done + i / channels, i % channels))
                fail_msg("frame %ld is another", (long)(done + i / channels));
        done += got;
    }
    assert_int_equal(done, info->frames);
    soundfile_close(file);
    return done;
}

static void
expect_theirs(const char *at, unsigned channels, int64_t least)
{
    static float read[MOST * CHANNELS_MOST];
    SF_INFO info = {0};
    SNDFILE *file = sf_open(at, SFM_READ, &info);
    int64_t done = 0;
    sf_count_t got;

    assert_non_null(file);
    assert_int_equal(info.channels, channels);
    assert_true(info.frames >= least);
    while ((got = sf_readf_float(file, read, MOST)) > 0) {
        for (int64_t i = 0; i < got * channels; i++)
            if (read[i] != help_signal(done + i / channels, i % channels))
                fail_msg("libsndfile's frame %ld is another",
                         (long)(done + i / channels));
        done += got;
    }
    assert_true(done >= least);
    sf_close(file);
}

static void
a_take_has_its_frames_names_and_place(void **state)
{
    static const size_t pieces[] = {1, 960, 63, 8192, 2};
    struct fault fault = {0};

    for (unsigned channels = 1; channels <= CHANNELS_MOST; channels++) {
        struct recording *recording = begin(path, channels);
        int64_t frames = 0;

        for (size_t i = 0; i < COUNT(pieces); i++) {
            assert_int_equal(put(recording, channels, pieces[i], &fault), ST_OK);
            frames += (int64_t)pieces[i];
            assert_int_equal(expect_ours(path, channels, frames), frames);
            expect_theirs(path, channels, frames);
        }
        assert_int_equal(recording_sync(recording, &fault), ST_OK);
        assert_int_equal(recording_close(recording, &fault), ST_OK);
        assert_int_equal(expect_ours(path, channels, frames), frames);

        struct soundfile *file;
        assert_int_equal(soundfile_open(&file, path, &fault), ST_OK);
        const struct sound_origin *origin = soundfile_origin(file);
        assert_true(origin->has);
        assert_int_equal(origin->time_reference, ORIGIN.time_reference);
        assert_string_equal(origin->description, ORIGIN.description);
        assert_string_equal(origin->originator, "Remanence");
        assert_string_equal(origin->date, ORIGIN.date);
        assert_string_equal(origin->time, ORIGIN.time);
        assert_string_equal(soundfile_tag(file, SOUND_TITLE), "Voice, take 3");
        soundfile_close(file);
        assert_int_equal(unlink(path), 0);
    }
}

static void
a_file_that_is_there_is_never_touched(void **state)
{
    const struct recording_spec spec = {.rate = RATE, .channels = 1};
    struct recording *recording;
    struct fault fault = {0};

    help_bytes(path, "mine", 4);
    assert_int_equal(recording_begin(&recording, path, &spec, &fault), ST_EXISTS);
    assert_null(recording);

    size_t size;
    unsigned char *bytes = help_read(path, &size);
    assert_int_equal(size, 4);
    assert_memory_equal(bytes, "mine", 4);
    free(bytes);
}

/* --- killed ------------------------------------------------------------------- */

/* Writes and tells how many frames it has been told are there, until it is
 * killed. */
static void
write_for_ever(int pipe, unsigned channels)
{
    const struct recording_spec spec
        = {.rate = RATE, .channels = channels, .origin = &ORIGIN, .title = "x"};
    struct recording *recording;
    struct fault fault;

    if (recording_begin(&recording, path, &spec, &fault))
        _exit(1);
    for (unsigned i = 0;; i++) {
        if (put(recording, channels, 1 + i * 997 % 1500, &fault))
            _exit(1);
        if (i % 50 == 20 && recording_sync(recording, &fault))
            _exit(1);
        const int64_t frames = recording_frames(recording);
        if (write(pipe, &frames, sizeof frames) != sizeof frames)
            _exit(1);
    }
}

static void
kill_after(unsigned writes, useconds_t more, unsigned channels)
{
    int ends[2], end;
    int64_t told = 0, last, recovered;
    struct fault fault = {0};

    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_for_ever(ends[1], channels);
    }
    close(ends[1]);
    for (unsigned i = 0; i < writes; i++)
        assert_int_equal(read(ends[0], &told, sizeof told), sizeof told);
    usleep(more); /* so that the blow falls anywhere in a write */
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &end, 0), child);
    assert_true(WIFSIGNALED(end));
    while (read(ends[0], &last, sizeof last) == sizeof last)
        told = last;
    close(ends[0]);

    expect_ours(path, channels, told);
    expect_theirs(path, channels, told);
    assert_int_equal(recording_recover(path, &recovered, &fault), ST_OK);
    assert_true(recovered >= told);
    assert_int_equal(expect_ours(path, channels, told), recovered);
    expect_theirs(path, channels, recovered);
    assert_int_equal(unlink(path), 0);
}

static void
who_is_killed_leaves_every_frame_that_was_told(void **state)
{
    const int rounds = getenv("TORTURE") ? 200 : 20;

    for (int i = 0; i < rounds; i++)
        kill_after(1 + i * 7 % 40, i * 131 % 500, 1 + i % 2);
}

/* --- long --------------------------------------------------------------------- */

static void
beyond_4_GiB_it_is_RF64_and_reads_to_the_last_frame(void **state)
{
    const int64_t hole = (INT64_C(1) << 32) / 8 - 40000; /* stereo floats */
    struct recording *recording = begin(path, 2);
    struct fault fault = {0};
    unsigned char *head;
    static float raw[2 * MOST];

    assert_int_equal(put(recording, 2, 1000, &fault), ST_OK);
    assert_int_equal(recording_silence(recording, hole, &fault), ST_OK);
    for (int i = 0; i < 10; i++)
        assert_int_equal(put(recording, 2, MOST, &fault), ST_OK);
    const int64_t frames = recording_frames(recording);
    assert_int_equal(frames, 1000 + hole + 10 * MOST);

    /* As it is while it is recorded. */
    struct soundfile *file;
    assert_int_equal(soundfile_open(&file, path, &fault), ST_OK);
    assert_int_equal(soundfile_info(file)->frames, frames);
    assert_int_equal(soundfile_read_raw(file, frames - 1000, MOST, raw), 1000);
    for (int i = 0; i < 2000; i++)
        assert_true(raw[i] == help_signal(frames - 1000 + i / 2, i % 2));
    soundfile_close(file);

    SF_INFO info = {0};
    SNDFILE *theirs = sf_open(path, SFM_READ, &info);
    assert_non_null(theirs);
    assert_int_equal(info.frames, frames);
    assert_int_equal(sf_seek(theirs, frames - 1000, SEEK_SET), frames - 1000);
    assert_int_equal(sf_readf_float(theirs, raw, MOST), 1000);
    for (int i = 0; i < 2000; i++)
        assert_true(raw[i] == help_signal(frames - 1000 + i / 2, i % 2));
    sf_close(theirs);
    assert_int_equal(recording_close(recording, &fault), ST_OK);

    head = malloc(4);
    const int fd = open(path, O_RDONLY);
    assert_int_equal(read(fd, head, 4), 4);
    close(fd);
    assert_memory_equal(head, "RF64", 4);
    free(head);
}

/* --- cut off ------------------------------------------------------------------ */

/* After a power cut: sound that the header does not know, and half a frame. */
static void
a_header_older_than_the_sound_is_put_right(void **state)
{
    static const int64_t lengths[] = {0, 4800, (INT64_C(1) << 32) / 8};
    struct fault fault = {0};

    for (size_t i = 0; i < COUNT(lengths); i++) {
        struct recording *recording = begin(path, 2);
        struct stat is;
        int64_t frames;

        assert_int_equal(put(recording, 2, 100, &fault), ST_OK);
        recording_abort(recording, false);
        assert_int_equal(stat(path, &is), 0);
        assert_int_equal(truncate(path, is.st_size + lengths[i] * 8 + 5), 0);
        assert_int_equal(recording_recover(path, &frames, &fault), ST_OK);
        assert_int_equal(frames, 100 + lengths[i]);

        struct soundfile *file;
        assert_int_equal(soundfile_open(&file, path, &fault), ST_OK);
        assert_int_equal(soundfile_info(file)->frames, frames);
        assert_int_equal(soundfile_origin(file)->time_reference,
                         ORIGIN.time_reference);
        soundfile_close(file);
        SF_INFO info = {0};
        SNDFILE *theirs = sf_open(path, SFM_READ, &info);
        assert_non_null(theirs);
        assert_int_equal(info.frames, frames);
        sf_close(theirs);
        /* Once more changes nothing. */
        assert_int_equal(recording_recover(path, &frames, &fault), ST_OK);
        assert_int_equal(frames, 100 + lengths[i]);
        assert_int_equal(unlink(path), 0);
    }
}

static void
a_file_cut_short_is_as_long_as_it_is(void **state)
{
    struct recording *recording = begin(path, 1);
    struct fault fault = {0};
    struct stat is;
    int64_t frames;

    assert_int_equal(put(recording, 1, 1000, &fault), ST_OK);
    assert_int_equal(recording_close(recording, &fault), ST_OK);
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(truncate(path, is.st_size - 400 * 4 - 1), 0);
    assert_int_equal(recording_recover(path, &frames, &fault), ST_OK);
    assert_int_equal(frames, 599);
    assert_int_equal(expect_ours(path, 1, 599), 599);
    expect_theirs(path, 1, 599);
}

static void
what_is_no_recording_is_refused(void **state)
{
    struct fault fault = {0};
    int64_t frames;

    assert_int_equal(recording_recover(path, &frames, &fault), ST_NOT_FOUND);
    help_bytes(path, "", 0);
    assert_int_equal(recording_recover(path, &frames, &fault), ST_KIND);
    help_bytes(path, "RIFFxxxxWAVEfmt \x10\0\0\0", 20);
    assert_int_equal(recording_recover(path, &frames, &fault), ST_KIND);
    assert_int_equal(recording_recover(folder, &frames, &fault), ST_KIND);

    /* Any head, cut or bent anywhere, is refused or believed, and not stumbled
     * over. */
    unlink(path);
    struct recording *recording = begin(path, 2);
    recording_abort(recording, false);
    size_t size;
    unsigned char *bytes = help_read(path, &size);
    for (size_t i = 0; i < size; i++) {
        help_bytes(path, bytes, i);
        (void)!recording_recover(path, &frames, &fault);
        bytes[i] ^= 0xff;
        help_bytes(path, bytes, size);
        (void)!recording_recover(path, &frames, &fault);
        bytes[i] ^= 0xff;
    }
    free(bytes);
}

/* --- full --------------------------------------------------------------------- */

static void
a_full_disk_keeps_all_that_was_written(void **state)
{
    struct help_disk disk;
    struct fault fault = {0};
    enum status status = ST_OK;

    help_disk_fill(&disk, folder, 1 << 20);
    struct recording *recording = begin(path, 2);
    for (int i = 0; i < 1000 && !status; i++)
        status = put(recording, 2, 1111, &fault);
    assert_int_equal(status, ST_NO_SPACE);
    assert_true(fault.what[0]);

    const int64_t frames = recording_frames(recording);
    assert_true(frames > 100 * 1024);
    assert_int_equal(expect_ours(path, 2, frames), frames);
    expect_theirs(path, 2, frames);
    assert_int_equal(put(recording, 2, 8192, &fault), ST_NO_SPACE);
    (void)!recording_close(recording, &fault);
    assert_int_equal(expect_ours(path, 2, frames), frames);
    help_disk_end(&disk);
}

/* One stands on a disk that is full, the other does not. */
static void
one_that_fails_does_not_stop_the_other(void **state)
{
    char small[HELP_PATH], there[HELP_PATH];
    struct help_disk disk;
    struct fault fault = {0};

    help_path(small, folder, "small");
    assert_int_equal(mkdir(small, 0777), 0);
    help_disk_fill(&disk, small, 256 << 10);
    if (!disk.mounted) {
        help_disk_end(&disk);
        skip(); /* a limit would be both files' */
    }
    help_path(there, small, "other.wav");
    struct recording *one = begin(path, 1), *other = begin(there, 1);
    int failed = 0;
    for (int i = 0; i < 100; i++) {
        assert_int_equal(put(one, 1, 1000, &fault), ST_OK);
        failed += put(other, 1, 1000, &fault) != ST_OK;
    }
    assert_true(failed > 10);
    const int64_t frames = recording_frames(other);
    assert_int_equal(expect_ours(path, 1, 100000), 100000);
    assert_int_equal(expect_ours(there, 1, frames), frames);
    assert_int_equal(recording_close(one, &fault), ST_OK);
    recording_abort(other, true);
    assert_int_not_equal(access(there, F_OK), 0);
    help_disk_end(&disk);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_take_has_its_frames_names_and_place),
        TEST(a_file_that_is_there_is_never_touched),
        TEST(who_is_killed_leaves_every_frame_that_was_told),
        TEST(beyond_4_GiB_it_is_RF64_and_reads_to_the_last_frame),
        TEST(a_header_older_than_the_sound_is_put_right),
        TEST(a_file_cut_short_is_as_long_as_it_is),
        TEST(what_is_no_recording_is_refused),
        TEST(a_full_disk_keeps_all_that_was_written),
        TEST(one_that_fails_does_not_stop_the_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
