/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/settings.h"

#include "tests/app/app_help.h"
#include "tests/app/home_help.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char FILE_NAME[] = "config/remanence/settings";

static struct settings *
open_settings(void)
{
    struct settings *settings;
    struct fault fault;

    assert_int_equal(settings_open(&settings, &fault), ST_OK);
    return settings;
}

static void
each_setting_is_sound_as_it_comes(void **state)
{
    struct fault fault;

    home_use(*state);
    struct settings *settings = open_settings();
    for (size_t i = 0; settings_table(i)->key; i++) {
        const struct setting *setting = settings_table(i);

        assert_string_equal(settings_text(settings, setting->key),
                            setting->fallback);
        assert_int_equal(
            settings_set(settings, setting->key, setting->fallback, &fault), ST_OK);
    }
    settings_close(settings);
}

static void
what_is_set_is_there_again(void **state)
{
    struct fault fault;

    home_use(*state);
    struct settings *settings = open_settings();
    assert_int_equal(settings_set(settings, "driver", "alsa", &fault), ST_OK);
    assert_int_equal(settings_set_number(settings, "block", 128, &fault), ST_OK);
    assert_int_equal(settings_set_on(settings, "first-run", false, &fault), ST_OK);
    assert_int_equal(settings_set(settings, "key.win.play", "<Control>p", &fault),
                     ST_OK);
    assert_int_equal(settings_save(settings, &fault), ST_OK);
    settings_close(settings);
    settings = open_settings();
    assert_string_equal(settings_text(settings, "driver"), "alsa");
    assert_true(settings_number(settings, "block") == 128);
    assert_false(settings_on(settings, "first-run"));
    assert_string_equal(settings_text(settings, "key.win.play"), "<Control>p");
    assert_int_equal(settings_set(settings, "driver", NULL, &fault), ST_OK);
    assert_string_equal(settings_text(settings, "driver"), "");
    assert_int_equal(settings_save(settings, &fault), ST_OK);
    settings_close(settings);
    char *text = home_get(*state, FILE_NAME);
    assert_null(strstr(text, "driver"));
    assert_non_null(strstr(text, "block=128\n"));
    free(text);
}

static void
what_a_later_version_wrote_is_kept(void **state)
{
    static const char WRITTEN[] = "# mine\nhologram=on\nblock=64\n\nodd line\n";
    struct fault fault;

    home_use(*state);
    home_put(*state, FILE_NAME, WRITTEN);
    struct settings *settings = open_settings();
    assert_true(settings_number(settings, "block") == 64);
    assert_int_equal(settings_set_number(settings, "block", 512, &fault), ST_OK);
    assert_int_equal(settings_save(settings, &fault), ST_OK);
    settings_close(settings);
    char *text = home_get(*state, FILE_NAME);
    assert_string_equal(text, "# mine\nhologram=on\nblock=512\n\nodd line\n");
    free(text);
}

static void
a_value_that_cannot_be_is_as_if_it_were_not_there(void **state)
{
    home_use(*state);
    home_put(*state, FILE_NAME,
             "block=many\ntheme=pink\nfirst-run=maybe\nrate=1\nrate=nan\n");
    struct settings *settings = open_settings();
    assert_true(settings_number(settings, "block") == 256);
    assert_string_equal(settings_text(settings, "theme"), "dark");
    assert_true(settings_on(settings, "first-run"));
    assert_true(settings_number(settings, "rate") == 48000);
    settings_close(settings);
}

static void
a_value_that_cannot_be_is_refused(void **state)
{
    struct fault fault;

    home_use(*state);
    struct settings *settings = open_settings();
    assert_int_equal(settings_set_number(settings, "block", 1, &fault), ST_RANGE);
    assert_int_equal(settings_set(settings, "theme", "pink", &fault), ST_RANGE);
    assert_int_equal(settings_set(settings, "device", "a\nb=c", &fault), ST_SYNTAX);
    assert_int_equal(settings_set(settings, "a=b", "c", &fault), ST_SYNTAX);
    assert_string_equal(settings_text(settings, "device"), "");
    settings_close(settings);
}

static void
two_programs_keep_what_the_other_set(void **state)
{
    struct fault fault;

    home_use(*state);
    struct settings *a = open_settings(), *b = open_settings();
    assert_int_equal(settings_set(a, "theme", "light", &fault), ST_OK);
    assert_int_equal(settings_set(b, "driver", "jack", &fault), ST_OK);
    assert_int_equal(settings_save(a, &fault), ST_OK);
    assert_int_equal(settings_save(b, &fault), ST_OK);
    settings_close(a);
    assert_string_equal(settings_text(b, "theme"), "light");
    settings_close(b);
    b = open_settings();
    assert_string_equal(settings_text(b, "theme"), "light");
    assert_string_equal(settings_text(b, "driver"), "jack");
    settings_close(b);
}

static void
a_folder_that_cannot_be_written_is_told_and_nothing_is_lost(void **state)
{
    struct fault fault;

    home_use(*state);
    struct settings *settings = open_settings();
    home_put(*state, "config", "a file stands where the folder should be");
    assert_int_equal(settings_set(settings, "theme", "light", &fault), ST_OK);
    assert_int_not_equal(settings_save(settings, &fault), ST_OK);
    assert_string_equal(settings_text(settings, "theme"), "light");
    settings_close(settings);
}

int
main(void)
{
#define SONG(test) cmocka_unit_test_setup_teardown(test, app_setup, app_teardown)
    const struct CMUnitTest tests[] = {
        SONG(each_setting_is_sound_as_it_comes),
        SONG(what_is_set_is_there_again),
        SONG(what_a_later_version_wrote_is_kept),
        SONG(a_value_that_cannot_be_is_as_if_it_were_not_there),
        SONG(a_value_that_cannot_be_is_refused),
        SONG(two_programs_keep_what_the_other_set),
        SONG(a_folder_that_cannot_be_written_is_told_and_nothing_is_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
