/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/words.h"

#include "tests/test.h"

#include <string.h>

static void
same(const char *in, const char *wanted)
{
    char out[64];

    words_utf8(out, sizeof out, in, strlen(in));
    assert_string_equal(out, wanted);
}

static void
text_comes_out_as_utf8_whatever_it_was(void **state)
{
    same("plain", "plain");
    same("Gr\xc3\xbc\xc3\x9f"
         "e",
         "Grüße");
    same("Gr\xfc\xdf"
         "e",
         "Grüße");
    same("\xc3", "Ã");                         /* a character's first half */
    same("\xc0\xaf", "À¯");                    /* overlong: no UTF-8 */
    same("\xed\xa0\x80", "í\xc2\xa0\xc2\x80"); /* half of a pair: no UTF-8 */
    same("\xf0\x9f\x8e\xb8 solo", "\xf0\x9f\x8e\xb8 solo");
    same(" \t tab\tand\x01 bell  ", "tab and  bell");
    same("two\nlines\n", "two\nlines");
    same("", "");
}

static void
long_text_is_cut_between_characters(void **state)
{
    char out[6];

    words_utf8(out, sizeof out, "abcdü", 6);
    assert_string_equal(out, "abcd");
    words_utf8(out, sizeof out, "abcü", 5);
    assert_string_equal(out, "abcü");
    words_utf8(out, sizeof out, "abcdefgh", 3);
    assert_string_equal(out, "abc");
}

static void
a_stem_is_the_name_without_folder_and_ending(void **state)
{
    char out[32];

    words_stem(out, sizeof out, "/a/b.c/take 1.wav");
    assert_string_equal(out, "take 1");
    words_stem(out, sizeof out, "x.tar.gz");
    assert_string_equal(out, "x.tar");
    words_stem(out, sizeof out, "/a/.rc");
    assert_string_equal(out, ".rc");
}

static void
file_names_are_safe_and_never_empty(void **state)
{
    char out[256];
    char longest[400];

    words_filename(out, sizeof out, "../../etc/passwd");
    assert_string_equal(out, "_.._etc_passwd");
    words_filename(out, sizeof out, "...");
    assert_string_equal(out, "sound");
    words_filename(out, sizeof out, "");
    assert_string_equal(out, "sound");
    memset(longest, 'n', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    words_filename(out, sizeof out, longest);
    assert_int_equal(strlen(out), 120);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_comes_out_as_utf8_whatever_it_was),
        cmocka_unit_test(long_text_is_cut_between_characters),
        cmocka_unit_test(a_stem_is_the_name_without_folder_and_ending),
        cmocka_unit_test(file_names_are_safe_and_never_empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
