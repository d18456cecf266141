/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bad_file_test.c: sound files that are none, or lie. */
#include "tests/cli/bad_help.h"
#include "tests/cli/cli_help.h"
#include "tests/cli/wav_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A header as it is told, and `size` bytes of sound behind it. */
struct lie {
    uint16_t format, channels, bits;
    uint32_t rate, told_size;
    const void *sound;
    size_t size;
};

static void
put(FILE *file, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        fputc((int)(value >> (8 * i) & 0xff), file);
}

static void
put_format(FILE *file, const struct lie *lie)
{
    const uint32_t frame = (uint32_t)lie->channels * lie->bits / 8;

    fputs("fmt ", file);
    put(file, 16, 4);
    put(file, lie->format, 2);
    put(file, lie->channels, 2);
    put(file, lie->rate, 4);
    put(file, (uint64_t)lie->rate * frame, 4);
    put(file, frame, 2);
    put(file, lie->bits, 2);
}

static FILE *
create(const char *folder, const char *name)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    return file;
}

static void
write_lie(const char *folder, const char *name, const struct lie *lie)
{
    FILE *file = create(folder, name);

    fputs("RIFF", file);
    put(file, 36u + lie->told_size, 4);
    fputs("WAVE", file);
    put_format(file, lie);
    fputs("data", file);
    put(file, lie->told_size, 4);
    assert_int_equal(fwrite(lie->sound, 1, lie->size, file), lie->size);
    assert_int_equal(fclose(file), 0);
}

static int
setup(void **state)
{
    char *folder = folder_new();

    cli_expect(folder, 0, "$R new a.rem");
    wav_write(folder, "good.wav", 48000, 1, 4800, wav_tone);
    *state = folder;
    return 0;
}

static int
teardown(void **state)
{
    folder_remove(*state);
    return 0;
}

static void
what_is_no_sound_file_is_refused(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, ": >zero.wav; head -c 30 good.wav >half.wav; "
                          "head -c 44 good.wav >bare.wav; mkfifo pipe.wav; "
                          "mkdir folder.wav; yes sound | head -c 5000 >text.wav; "
                          "ln -s nowhere link.wav; ln -s loop.wav loop.wav");
    refuses(folder, 1, "zero.wav: is empty", "$R import a.rem zero.wav");
    refuses(folder, 1, "half.wav: ", "$R import a.rem half.wav");
    refuses(folder, 1, "bare.wav: holds no sound", "$R import a.rem bare.wav");
    refuses(folder, 1, "pipe.wav: is a pipe", "$R import a.rem pipe.wav");
    refuses(folder, 1, "folder.wav: is a folder", "$R import a.rem folder.wav");
    refuses(folder, 1, "text.wav: is no sound file", "$R import a.rem text.wav");
    refuses(folder, 1, "/dev/null: is a device", "$R import a.rem /dev/null");
    refuses(folder, 1, "/dev/zero: is a device", "$R import a.rem /dev/zero");
    refuses(folder, 1, "nowhere.wav: No such file", "$R import a.rem nowhere.wav");
    refuses(folder, 1, "link.wav: No such file", "$R import a.rem link.wav");
    refuses(folder, 1, "loop.wav: ", "$R import a.rem loop.wav");
    refuses(folder, 1, "\"\": No such file", "$R import a.rem ''");
    refuses(folder, 1, "a.rem: is a folder", "$R import a.rem a.rem");
    cli_expect(folder, 0, "$R check a.rem --hash");
}

static void
a_header_that_cannot_be_is_refused(void **state)
{
    static const char silence[4100];
    static const struct lie LIES[] = {
        {1, 0, 16, 48000, 4100, silence, 4100},
        {1, 1025, 16, 48000, 4100, silence, 4100},
        {1, 65535, 16, 48000, 4100, silence, 4100},
        {1, 1, 16, 0, 4100, silence, 4100},
        {1, 1, 16, 0xffffffff, 4100, silence, 4100},
        {1, 1, 0, 48000, 4100, silence, 4100},
        {1, 1, 500, 48000, 4100, silence, 4100},
        {77, 1, 16, 48000, 4100, silence, 4100},
    };
    const char *folder = *state;

    for (size_t i = 0; i < sizeof LIES / sizeof *LIES; i++) {
        write_lie(folder, "lie.wav", &LIES[i]);
        refuses(folder, 1, "lie.wav: ", "$R import a.rem lie.wav");
    }
}

static void
assert_length(const char *folder, const char *song, const char *length)
{
    char *out = cli_output(folder, "$R info %s --json", song);

    if (!strstr(out, length))
        fail_msg("not %s but %s", length, out);
    free(out);
}

static void
of_a_file_that_breaks_off_comes_in_what_is_there(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "head -c 1044 good.wav >short.wav");
    refuses_some(folder, 0, "short.wav: the file breaks off",
                 "$R import a.rem short.wav --quiet");
    assert_length(folder, "a.rem", "\"length\": 500,");
    cli_expect(folder, 0, "$R check a.rem --hash");
}

static void
a_header_that_tells_of_2_to_the_40_frames_brings_in_what_is_there(void **state)
{
    const struct lie lie = {1, 1, 16, 48000, 0, NULL, 0};
    const char *folder = *state;
    FILE *file = create(folder, "huge.wav");

    fputs("RF64", file);
    put(file, 0xffffffff, 4);
    fputs("WAVEds64", file);
    put(file, 28, 4);
    put(file, (UINT64_C(2) << 40) + 72, 8);
    put(file, UINT64_C(2) << 40, 8);
    put(file, UINT64_C(1) << 40, 8);
    put(file, 0, 4);
    put_format(file, &lie);
    fputs("data", file);
    put(file, 0xffffffff, 4);
    for (int i = 0; i < 500; i++)
        put(file, 1000, 2);
    assert_int_equal(fclose(file), 0);
    refuses_some(folder, 0, "huge.wav: the file breaks off",
                 "$R import a.rem huge.wav --quiet");
    assert_length(folder, "a.rem", "\"length\": 500,");
    cli_expect(folder, 0, "$R bounce a.rem -o a.wav --quiet");
}

static void
what_is_no_number_is_silent_and_told(void **state)
{
    const char *folder = *state;
    static float sound[48000];
    const struct lie lie = {3, 1, 32, 48000, sizeof sound, sound, sizeof sound};

    for (int i = 0; i < 48000; i++)
        sound[i] = i % 4 == 0   ? NAN
                   : i % 4 == 1 ? INFINITY
                   : i % 4 == 2 ? 1e-40f
                                : 0.5f;
    write_lie(folder, "nan.wav", &lie);
    refuses_some(folder, 0, "nan.wav: 24000 samples are no numbers",
                 "$R import a.rem nan.wav --quiet");
    cli_expect(folder, 0, "$R bounce a.rem -o a.wav --bits 32f --quiet");
    char *out = cli_output(folder, "$R bounce a.rem -o b.wav --json");
    assert_json(out);
    assert_null(strstr(out, "peak_dbfs\": null"));
    free(out);
}

static void
the_others_come_in_where_one_of_several_is_bad(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "cp good.wav other.wav; : >zero.wav");
    refuses_some(folder, 1, "zero.wav: is empty",
                 "$R import a.rem good.wav zero.wav other.wav --quiet");
    char *out = cli_output(folder, "$R info a.rem");
    assert_non_null(strstr(out, "good"));
    assert_non_null(strstr(out, "other"));
    assert_null(strstr(out, "zero"));
    free(out);
    cli_expect(folder, 0, "$R undo a.rem && ! $R info a.rem | grep -q good");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_no_sound_file_is_refused, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_header_that_cannot_be_is_refused, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            of_a_file_that_breaks_off_comes_in_what_is_there, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_header_that_tells_of_2_to_the_40_frames_brings_in_what_is_there,
            setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_number_is_silent_and_told, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            the_others_come_in_where_one_of_several_is_bad, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
