/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/slot.h"
#include "tests/test.h"

#include <pthread.h>

enum { WRITES = 300000, WORDS = 15 };

/* All words of a value are the same; a torn one would not be. */
struct value {
    uint64_t words[WORDS];
};

static void *
write_all(void *slot)
{
    for (uint64_t i = 1; i <= WRITES; i++) {
        struct value value;

        for (int k = 0; k < WORDS; k++)
            value.words[k] = i;
        slot_write(slot, &value, sizeof value);
    }
    return NULL;
}

static void
a_reader_sees_whole_values_that_never_go_back(void **state)
{
    static struct slot slot;
    struct value value = {{0}};
    uint64_t last = 0;
    pthread_t writer;

    assert_int_equal(pthread_create(&writer, NULL, write_all, &slot), 0);
    while (last < WRITES) {
        slot_read(&slot, &value, sizeof value);
        for (int k = 1; k < WORDS; k++)
            assert_int_equal(value.words[k], value.words[0]);
        assert_true(value.words[0] >= last);
        last = value.words[0];
    }
    assert_int_equal(pthread_join(writer, NULL), 0);
}

static void
a_value_need_not_fill_its_last_word(void **state)
{
    struct slot slot = {0};
    char text[13] = "twelve bytes", back[13] = "";

    slot_read(&slot, back, sizeof back);
    assert_int_equal(back[0], 0);
    slot_write(&slot, text, sizeof text);
    slot_read(&slot, back, sizeof back);
    assert_memory_equal(back, text, sizeof text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reader_sees_whole_values_that_never_go_back),
        cmocka_unit_test(a_value_need_not_fill_its_last_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
