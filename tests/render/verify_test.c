/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/test.h"

#include "render/verify.h"
#include "tests/render/render_help.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHORT = 30000 };

static struct bounce_figures
bounce(struct tune *tune, const char *path, enum soundout_format format, bool tail)
{
    struct bounce_file file = {.path = path};
    struct bounce_spec spec = tune_spec(tune, &file);
    struct bounce_result result;
    struct bounce_figures figures;

    spec.format = format;
    spec.tail = tail;
    spec.replace = true;
    tune_bounce(&spec, &result, &figures);
    return figures;
}

static enum status
verify(const char *path, const char *folder, bool travel,
       struct verify_result *result, struct fault *fault)
{
    const struct verify_spec spec = {
        .path = path,
        .folder = folder,
        .travel = travel,
        .devices = &tune_devices,
        .threads = 2,
    };

    return verify_file(&spec, result, fault);
}

/* Turn over one byte of a file. */
static void
flip(const char *path, long at)
{
    FILE *file = fopen(path, "r+b");
    int c;

    assert_non_null(file);
    assert_int_equal(fseek(file, at, at < 0 ? SEEK_END : SEEK_SET), 0);
    c = fgetc(file);
    assert_int_equal(fseek(file, -1, SEEK_CUR), 0);
    fputc(c ^ 0x40, file);
    assert_int_equal(fclose(file), 0);
}

static void
a_fresh_bounce_is_what_its_project_makes(void **state)
{
    static const struct {
        const char *name;
        enum soundout_format format;
        bool lossless;
    } kinds[] = {
        {"a.wav", SOUNDOUT_WAV, true},   {"a.aiff", SOUNDOUT_AIFF, true},
        {"a.flac", SOUNDOUT_FLAC, true}, {"a.ogg", SOUNDOUT_VORBIS, false},
        {"a.opus", SOUNDOUT_OPUS, false}, {"a.mp3", SOUNDOUT_MP3, false},
    };
    struct tune tune;
    struct verify_result result;
    struct fault fault;

    tune_open(&tune, TUNE_MIXED, SHORT);
    for (unsigned i = 0; i < COUNT(kinds); i++) {
        const char *path = tune_path(&tune, kinds[i].name);

        bounce(&tune, path, kinds[i].format, i % 2);
        /* The project is found by the receipt, beside the writer that has it
         * open. */
        if (verify(path, NULL, false, &result, &fault))
            fail_msg("%s: %s: %s", kinds[i].name, fault.where, fault.what);
        assert_int_equal(result.file,
                         kinds[i].lossless ? VERIFY_SAME : VERIFY_UNKNOWN);
        assert_int_equal(result.project, VERIFY_SAME);
        assert_int_equal(result.sound, VERIFY_SAME);
        assert_int_equal(result.engine, VERIFY_SAME);
        assert_false(result.travelled);
        assert_int_equal(result.receipt.to, SHORT);
    }
    tune_close(&tune);
}

static void
a_stem_of_a_range_is_verified_as_such(void **state)
{
    struct tune tune;
    struct bounce_result done;
    struct bounce_figures figures;
    struct verify_result result;
    struct fault fault;

    tune_open(&tune, TUNE_MIXED, SHORT);
    struct bounce_file file = {.path = tune_path(&tune, "a.wav"), .track = 3};
    struct bounce_spec spec = tune_spec(&tune, &file);
    spec.from = frames(1000);
    spec.to = frames(20000);
    spec.bits = SOUNDOUT_16;
    spec.dither = DITHER_SHAPED;
    tune_bounce(&spec, &done, &figures);
    assert_int_equal(verify(file.path, NULL, false, &result, &fault), ST_OK);
    assert_int_equal(result.receipt.track, 3);
    assert_int_equal(result.receipt.frames, 19000);
    assert_int_equal(result.sound, VERIFY_SAME);
    tune_close(&tune);
}

static void
an_altered_file_is_found_without_its_project(void **state)
{
    struct tune tune;
    struct verify_result result;
    struct fault fault;

    tune_open(&tune, TUNE_PLAIN, SHORT);
    const char *path = tune_path(&tune, "a.wav");
    bounce(&tune, path, SOUNDOUT_WAV, false);
    flip(path, 100000);
    assert_int_equal(verify(path, "/no such project", false, &result, &fault),
                     ST_DIFFERS);
    assert_int_equal(result.file, VERIFY_DIFFERS);
    assert_int_equal(result.sound, VERIFY_UNKNOWN);
    assert_string_equal(fault.where, path);
    assert_true(strlen(fault.remedy) > 0);
    tune_close(&tune);
}

static unsigned
past_folders(void)
{
    DIR *dir = opendir("/tmp");
    unsigned count = 0;

    for (struct dirent *entry; (entry = readdir(dir));)
        count += strncmp(entry->d_name, "remanence-past-", 15) == 0;
    closedir(dir);
    return count;
}

static void
an_edited_project_is_told_and_its_past_still_verified(void **state)
{
    struct tune tune;
    struct verify_result result;
    struct fault fault;
    uint64_t before, after;
    const unsigned folders = past_folders();

    tune_open(&tune, TUNE_MIXED, SHORT);
    tune_fader(&tune, 1, -1);
    const char *path = tune_path(&tune, "a.wav");
    bounce(&tune, path, SOUNDOUT_WAV, true);
    tune_fader(&tune, 1, -20);
    tune_fader(&tune, 2, -20);
    assert_int_equal(store_digest(tune.store, &before, &fault), ST_OK);

    assert_int_equal(verify(path, NULL, false, &result, &fault), ST_DIFFERS);
    assert_int_equal(result.file, VERIFY_SAME);
    assert_int_equal(result.project, VERIFY_DIFFERS);
    assert_int_equal(result.sound, VERIFY_UNKNOWN);

    if (verify(path, NULL, true, &result, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    assert_true(result.travelled);
    assert_int_equal(result.sound, VERIFY_SAME);
    /* The project itself has not moved. */
    assert_int_equal(store_digest(tune.store, &after, &fault), ST_OK);
    assert_true(before == after);
    assert_int_equal(past_folders(), folders);
    tune_close(&tune);
}

static void
another_sound_under_the_same_name_is_heard(void **state)
{
    struct tune tune;
    struct verify_result result;
    struct fault fault;
    char source[200];

    tune_open(&tune, TUNE_PLAIN, SHORT);
    const char *path = tune_path(&tune, "a.wav");
    bounce(&tune, path, SOUNDOUT_WAV, false);
    snprintf(source, sizeof source, "%s/audio/1.wav", tune.folder);
    flip(source, 44 + 3 * 15000);
    assert_int_equal(verify(path, NULL, false, &result, &fault), ST_DIFFERS);
    assert_int_equal(result.file, VERIFY_SAME);
    assert_int_equal(result.project, VERIFY_SAME);
    assert_int_equal(result.sound, VERIFY_DIFFERS);
    assert_int_equal(unlink(source), 0);
    assert_int_equal(verify(path, NULL, false, &result, &fault), ST_DIFFERS);
    assert_int_equal(result.offline, 1);
    assert_true(strstr(fault.what, "1") != NULL);
    tune_close(&tune);
}

static void
another_project_is_not_mistaken_for_it(void **state)
{
    struct tune tune, other;
    struct verify_result result;
    struct fault fault;

    tune_open(&tune, TUNE_PLAIN, SHORT);
    tune_open(&other, TUNE_MIXED, SHORT);
    const char *path = tune_path(&tune, "a.wav");
    bounce(&tune, path, SOUNDOUT_WAV, false);
    assert_int_equal(verify(path, other.folder, false, &result, &fault),
                     ST_DIFFERS);
    assert_int_equal(verify(path, other.folder, true, &result, &fault),
                     ST_NOT_FOUND);
    assert_int_equal(result.sound, VERIFY_UNKNOWN);
    tune_close(&other);
    tune_close(&tune);
}

static void
a_file_without_a_receipt_is_told(void **state)
{
    struct tune tune;
    struct bounce_result done;
    struct bounce_figures figures;
    struct verify_result result;
    struct fault fault;

    tune_open(&tune, TUNE_PLAIN, SHORT);
    struct bounce_file file = {.path = tune_path(&tune, "a.wav")};
    struct bounce_spec spec = tune_spec(&tune, &file);
    spec.no_receipt = true;
    tune_bounce(&spec, &done, &figures);
    assert_int_equal(verify(file.path, tune.folder, false, &result, &fault),
                     ST_NOT_FOUND);
    assert_string_equal(fault.where, file.path);
    assert_int_equal(verify("/no such file", NULL, false, &result, &fault),
                     ST_NOT_FOUND);
    tune_close(&tune);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fresh_bounce_is_what_its_project_makes),
        cmocka_unit_test(a_stem_of_a_range_is_verified_as_such),
        cmocka_unit_test(an_altered_file_is_found_without_its_project),
        cmocka_unit_test(an_edited_project_is_told_and_its_past_still_verified),
        cmocka_unit_test(another_sound_under_the_same_name_is_heard),
        cmocka_unit_test(another_project_is_not_mistaken_for_it),
        cmocka_unit_test(a_file_without_a_receipt_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
