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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_arrives_once_and_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
