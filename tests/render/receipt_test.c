/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/test.h"

#include "render/receipt.h"

#include <stdio.h>
#include <string.h>

static struct receipt
sample(void)
{
    return (struct receipt){
        .engine = "0.1.0",
        .project = 0xfedcba9876543210u,
        .step = INT64_MAX,
        .track = 7,
        .from = 48000,
        .to = 96000,
        .frames = 100000,
        .rate = 48000,
        .bits = SOUNDOUT_16,
        .dither = DITHER_SHAPED,
        .sound = {0x0123456789abcdefu, 0x8000000000000001u},
        .file = {1, 2},
        .has_file = true,
        .folder = "/home/anna b/Lied \xc3\xbc 100%.rem",
    };
}

static void
expect_same(const struct receipt *a, const struct receipt *b)
{
    assert_string_equal(a->engine, b->engine);
    assert_true(a->project == b->project && a->step == b->step
                && a->track == b->track);
    assert_true(a->from == b->from && a->to == b->to && a->frames == b->frames);
    assert_true(a->rate == b->rate && a->lossy == b->lossy && a->bits == b->bits);
    assert_true(a->dither == b->dither && a->has_file == b->has_file);
    assert_true(a->sound.high == b->sound.high && a->sound.low == b->sound.low);
    assert_string_equal(a->folder, b->folder);
}

static void
what_is_written_is_read(void **state)
{
    struct receipt in = sample(), out;
    char text[SOUNDOUT_RECEIPT_SIZE];

    receipt_write(&in, text);
    for (const char *c = text; *c; c++)
        assert_true(*c >= ' ' && *c < 0x7f);
    assert_int_equal(receipt_parse(&out, text, NULL), ST_OK);
    expect_same(&in, &out);
    assert_true(out.file.high == 1 && out.file.low == 2);

    in.lossy = true;
    in.has_file = false;
    in.bits = SOUNDOUT_FLOAT;
    receipt_write(&in, text);
    assert_int_equal(receipt_parse(&out, text, NULL), ST_OK);
    expect_same(&in, &out);
}

/* A folder that does not fit is left out whole; the rest stands. */
static void
a_long_folder_is_left_out(void **state)
{
    struct receipt in = sample(), out;
    char text[SOUNDOUT_RECEIPT_SIZE];
    unsigned told = 0;

    for (size_t length = 1; length < 400; length++) {
        memset(in.folder, 0, sizeof in.folder);
        memset(in.folder, length % 2 ? 'x' : ' ', length);
        memset(text, 0x55, sizeof text);
        receipt_write(&in, text);
        assert_non_null(memchr(text, '\0', sizeof text));
        assert_int_equal(receipt_parse(&out, text, NULL), ST_OK);
        if (out.folder[0]) {
            assert_string_equal(out.folder, in.folder);
            told++;
        }
        assert_true(out.sound.low == in.sound.low);
    }
    assert_true(told > 50 && told < 300);
}

static void
words_of_a_later_version_are_passed_over(void **state)
{
    struct receipt in = sample(), out;
    char text[SOUNDOUT_RECEIPT_SIZE + 32];

    in.folder[0] = '\0';
    receipt_write(&in, text);
    strcat(text, " mood=blue");
    assert_int_equal(receipt_parse(&out, text, NULL), ST_OK);
    expect_same(&in, &out);
    assert_int_equal(receipt_parse(&out, "remanence 2 mood=blue", NULL), ST_NEWER);
}

static void
what_is_no_receipt_is_refused(void **state)
{
    const struct receipt in = sample();
    struct receipt out;
    char text[SOUNDOUT_RECEIPT_SIZE], cut[SOUNDOUT_RECEIPT_SIZE];

    assert_int_equal(receipt_parse(&out, "", NULL), ST_NOT_FOUND);
    assert_int_equal(receipt_parse(&out, "made with love", NULL), ST_KIND);
    receipt_write(&in, text);
    /* Cut off anywhere before its folder, it is damaged, never something else. */
    const size_t whole = (size_t)(strstr(text, " file=") - text);
    for (size_t length = strlen("remanence "); length < whole; length++) {
        memcpy(cut, text, length);
        cut[length] = '\0';
        assert_int_not_equal(receipt_parse(&out, cut, NULL), ST_OK);
    }
    static const char *const wrong[][2] = {
        {"rate=48000", "rate=0"},
        {"rate=48000", "rate=4800x"},
        {"dither=shaped", "dither=wet"},
        {"bits=16", "bits=17"},
        {"from=48000", "from=-1"},
        {"to=96000", "to=47999"},
        {"sound=0", "sound=g"},
        {"frames=100000", "frames=99999999999999999999"},
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        char *at = strstr(text, wrong[i][0]);
        assert_non_null(at);
        snprintf(cut, sizeof cut, "%.*s%s%s", (int)(at - text), text, wrong[i][1],
                 at + strlen(wrong[i][0]));
        assert_int_equal(receipt_parse(&out, cut, NULL), ST_DAMAGED);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(a_long_folder_is_left_out),
        cmocka_unit_test(words_of_a_later_version_are_passed_over),
        cmocka_unit_test(what_is_no_receipt_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
