/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/idmap.h"

#include "tests/alloc_help.h"
#include "tests/test.h"

enum { IDS = 3000 };

static void
it_holds_what_an_array_holds(void **state)
{
    static uint32_t want[IDS + 1];
    static bool there[IDS + 1];
    struct idmap map = {0};
    uint64_t seed = 5;
    size_t count = 0;

    for (int round = 0; round < 200000; round++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        const int64_t at = 1 + (int64_t)(seed >> 40) % IDS;
        /* Ids that share their low bits crowd together. */
        const int64_t id = at % 2 ? at : at << 32;

        if (seed >> 33 & 1) {
            want[at] = (uint32_t)round;
            count += !there[at];
            there[at] = true;
            assert_int_equal(idmap_put(&map, id, want[at]), ST_OK);
        } else {
            count -= there[at];
            there[at] = false;
            idmap_remove(&map, id);
        }
        assert_int_equal(map.count, count);
        if (round % 5000)
            continue;
        for (int64_t i = 1; i <= IDS; i++) {
            const uint32_t *value = idmap_find(&map, i % 2 ? i : i << 32);

            assert_int_equal(value != NULL, there[i]);
            if (value)
                assert_int_equal(*value, want[i]);
        }
    }
    assert_null(idmap_find(&map, 0));
    idmap_free(&map);
}

static void
room_that_was_made_is_enough(void **state)
{
    struct idmap map = {0};

    assert_int_equal(idmap_reserve(&map, 1000), ST_OK);
    alloc_fail_after(0);
    for (int64_t id = 1; id <= 1000; id++)
        idmap_set(&map, id, 1);
    const bool failed = alloc_fail_stop();

    assert_false(failed);
    assert_int_equal(map.count, 1000);
    idmap_free(&map);
}

static void
without_memory_it_stays_as_it_is(void **state)
{
    struct idmap map = {0};
    int64_t id = 1;

    for (;; id++) {
        alloc_fail_after(0);
        const enum status status = idmap_put(&map, id, (uint32_t)id);

        alloc_fail_stop();
        if (status == ST_OK)
            continue;
        assert_null(idmap_find(&map, id));
        for (int64_t i = 1; i < id; i++)
            assert_int_equal(*idmap_find(&map, i), i);
        if (id > 100)
            break;
        assert_int_equal(idmap_put(&map, id, (uint32_t)id), ST_OK);
    }
    idmap_free(&map);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_holds_what_an_array_holds),
        cmocka_unit_test(room_that_was_made_is_enough),
        cmocka_unit_test(without_memory_it_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
