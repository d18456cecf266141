/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/ring.h"
#include "tests/test.h"

#include <pthread.h>

enum { SENT = 1 << 20 };

static void *
send_all(void *ring)
{
    for (uint32_t i = 0; i < SENT;)
        i += ring_write(ring, &i, 1);
    return NULL;
}

static void
every_item_arrives_once_and_in_order(void **state)
{
    struct ring *ring;
    pthread_t sender;
    uint32_t got;

    assert_int_equal(ring_new(&ring, 7, sizeof got), ST_OK);
    assert_int_equal(pthread_create(&sender, NULL, send_all, ring), 0);
    for (uint32_t want = 0; want < SENT;)
        if (ring_read(ring, &got, 1))
            assert_int_equal(got, want++);
    assert_int_equal(pthread_join(sender, NULL), 0);
    ring_free(ring);
}

static void
items_go_in_whole_or_not_at_all(void **state)
{
    const uint32_t items[5] = {1, 2, 3, 4, 5};
    uint32_t got[5];
    struct ring *ring;

    assert_int_equal(ring_new(&ring, 4, sizeof *items), ST_OK);
    assert_false(ring_write(ring, items, 5));
    assert_int_equal(ring_read(ring, got, 5), 0);
    assert_true(ring_write(ring, items, 3));
    assert_false(ring_write(ring, items, 2));
    assert_true(ring_write(ring, items + 3, 1));
    assert_int_equal(ring_read(ring, got, 5), 4);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(got[i], i + 1);
    ring_free(ring);
}

static void
a_ring_that_cannot_be_is_refused(void **state)
{
    struct ring *ring;

    assert_int_equal(ring_new(&ring, 0, 4), ST_RANGE);
    assert_int_equal(ring_new(&ring, 4, 0), ST_RANGE);
    assert_int_equal(ring_new(&ring, 1u << 31, SIZE_MAX / 2), ST_RANGE);
    assert_null(ring);
    ring_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_arrives_once_and_in_order),
        cmocka_unit_test(items_go_in_whole_or_not_at_all),
        cmocka_unit_test(a_ring_that_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
