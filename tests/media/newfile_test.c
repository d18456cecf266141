/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/newfile.h"

#include "tests/media/media_help.h"
#include "tests/test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static char path[HELP_PATH];

static int
set_up(void **state)
{
    help_folder(folder);
    help_path(path, folder, "a.b.wav");
    return 0;
}

static int
tear_down(void **state)
{
    help_remove(folder);
    return 0;
}

static void
write_one(const char *text, enum newfile_taken taken, enum status wanted,
          char *where)
{
    struct newfile file;
    struct fault fault;

    assert_int_equal(newfile_begin(&file, path, &fault), ST_OK);
    assert_int_equal(newfile_write(&file, text, strlen(text), &fault), ST_OK);
    assert_int_equal(newfile_commit(&file, taken, true, &fault), wanted);
    assert_int_equal(file.fd, -1);
    newfile_abort(&file);
    if (where)
        strcpy(where, strrchr(file.path, '/') + 1);
}

static void
holds(const char *name, const char *text)
{
    char at[HELP_PATH];
    size_t size;
    unsigned char *bytes = help_read(help_path(at, folder, name), &size);

    assert_non_null(bytes);
    assert_int_equal(size, strlen(text));
    assert_memory_equal(bytes, text, size);
    free(bytes);
}

static void
a_taken_name_is_refused_replaced_or_numbered(void **state)
{
    char name[HELP_PATH];

    write_one("one", NEWFILE_FAIL, ST_OK, NULL);
    write_one("two", NEWFILE_FAIL, ST_EXISTS, NULL);
    holds("a.b.wav", "one");
    write_one("three", NEWFILE_REPLACE, ST_OK, NULL);
    holds("a.b.wav", "three");
    write_one("four", NEWFILE_NUMBER, ST_OK, name);
    assert_string_equal(name, "a.b-2.wav");
    write_one("five", NEWFILE_NUMBER, ST_OK, name);
    assert_string_equal(name, "a.b-3.wav");
    holds("a.b.wav", "three");
    holds("a.b-2.wav", "four");
    holds("a.b-3.wav", "five");
    assert_int_equal(help_files(folder), 3);
}

static void
a_file_under_way_has_a_name_that_tells(void **state)
{
    struct newfile file;
    const size_t before = help_files(folder);

    assert_int_equal(newfile_begin(&file, path, NULL), ST_OK);
    assert_int_equal(help_files(folder), before + 1);
    assert_non_null(strstr(file.temp, "/" NEWFILE_PREFIX));
    assert_string_equal(strrchr(file.temp, '.'), ".part");
    newfile_abort(&file);
    newfile_abort(&file);
    assert_int_equal(help_files(folder), before);
}

static void
a_folder_that_is_not_there_and_no_name_are_refused(void **state)
{
    struct newfile file;
    struct fault fault = {0};
    char at[HELP_PATH];

    assert_int_equal(
        newfile_begin(&file, help_path(at, folder, "no/a.wav"), &fault),
        ST_NOT_FOUND);
    assert_string_equal(fault.where, at);
    assert_int_equal(newfile_begin(&file, help_path(at, folder, ""), &fault),
                     ST_RANGE);
    newfile_abort(&file);
}

static void
others_may_read_what_the_umask_lets_them(void **state)
{
    const mode_t before = umask(027);
    struct stat st;

    write_one("x", NEWFILE_REPLACE, ST_OK, NULL);
    umask(before);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_taken_name_is_refused_replaced_or_numbered),
        cmocka_unit_test(a_file_under_way_has_a_name_that_tells),
        cmocka_unit_test(a_folder_that_is_not_there_and_no_name_are_refused),
        cmocka_unit_test(others_may_read_what_the_umask_lets_them),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
