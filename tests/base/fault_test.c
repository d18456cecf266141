/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fault.h"
#include "tests/test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void
a_fault_becomes_one_line_of_where_what_and_remedy(void **state)
{
    struct fault fault;
    char line[600];

    assert_int_equal(fault_set(&fault, ST_KIND, "a.wav", "not a %s file", "sound"),
                     ST_KIND);
    fault_line(&fault, line, sizeof line);
    assert_string_equal(line, "a.wav: not a sound file");
    fault_remedy(&fault, "name another");
    fault_line(&fault, line, sizeof line);
    assert_string_equal(line, "a.wav: not a sound file; name another");
}

static void
nobody_need_ask_what_went_wrong(void **state)
{
    assert_int_equal(fault_set(NULL, ST_IO, NULL, "gone"), ST_IO);
    fault_remedy(NULL, "nothing");
    assert_int_equal(fault_errno(NULL, ENOSPC, "x"), ST_NO_SPACE);
}

static void
a_system_error_says_what_kind_it_is_and_what_helps(void **state)
{
    static const struct {
        int error;
        enum status status;
    } KNOWN[] = {
        {ENOSPC, ST_NO_SPACE}, {EDQUOT, ST_NO_SPACE},   {ENOENT, ST_NOT_FOUND},
        {EROFS, ST_READ_ONLY}, {EACCES, ST_READ_ONLY},  {ENOMEM, ST_NO_MEM},
        {EEXIST, ST_EXISTS},   {EISDIR, ST_KIND},
    };
    struct fault fault;

    for (size_t i = 0; i < COUNT(KNOWN); i++) {
        assert_int_equal(fault_errno(&fault, KNOWN[i].error, "f"), KNOWN[i].status);
        assert_int_not_equal(fault.remedy[0], '\0');
    }
    assert_int_equal(fault_errno(&fault, EIO, "f"), ST_IO);
    assert_string_equal(fault.what, strerror(EIO));
}

static void
text_that_is_cut_still_is_utf_8(void **state)
{
    char text[600] = "";
    struct fault fault;

    for (int i = 0; i < 299; i++)
        strcat(text, "é");
    for (int lead = 0; lead < 2; lead++) {
        fault_set(&fault, ST_IO, NULL, "%s%s", lead ? "a" : "", text);
        const size_t length = strlen(fault.what);

        assert_int_equal((length - lead) % 2, 0);
        assert_true(length >= sizeof fault.what - 3);
    }
}

static void
every_status_has_a_name_of_its_own(void **state)
{
    for (int i = ST_OK; i <= ST_CONFLICT; i++)
        for (int k = ST_OK; k < i; k++)
            assert_string_not_equal(status_name(i), status_name(k));
    assert_string_equal(status_name(ST_CONFLICT + 1), "unknown");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_becomes_one_line_of_where_what_and_remedy),
        cmocka_unit_test(nobody_need_ask_what_went_wrong),
        cmocka_unit_test(a_system_error_says_what_kind_it_is_and_what_helps),
        cmocka_unit_test(text_that_is_cut_still_is_utf_8),
        cmocka_unit_test(every_status_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
