/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/ring.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { CACHE_LINE = 64 };

/* The two heads count items since the start and wrap at 2^32, so that full
 * and empty differ without a spare slot.  A thread stores its own head only. */
struct ring {
    alignas(CACHE_LINE) _Atomic uint32_t written; /* by the writing thread */
    alignas(CACHE_LINE) _Atomic uint32_t read;    /* by the reading thread */
    alignas(CACHE_LINE) uint32_t slots;           /* a power of two */
    size_t size;                                  /* of an item, in bytes */
    alignas(CACHE_LINE) unsigned char data[];
};

/* Three short of the wrap, so that every test crosses it. */
static const uint32_t FIRST = UINT32_MAX - 2;

static uint32_t
min(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

enum status
ring_new(struct ring **out, uint32_t count, size_t size)
{
    uint32_t slots = 1;
    size_t bytes;

    *out = NULL;
    if (count == 0 || count > UINT32_C(1) << 31 || size == 0)
        return ST_RANGE;
    while (slots < count)
        slots *= 2;
    if (__builtin_mul_overflow(slots, size, &bytes)
        || __builtin_add_overflow(bytes, sizeof(struct ring) + CACHE_LINE - 1,
                                  &bytes))
        return ST_RANGE;

    struct ring *ring = aligned_alloc(CACHE_LINE, bytes / CACHE_LINE * CACHE_LINE);
    if (!ring)
        return ST_NO_MEM;
    atomic_init(&ring->written, FIRST);
    atomic_init(&ring->read, FIRST);
    ring->slots = slots;
    ring->size = size;
    *out = ring;
    return ST_OK;
}

void
ring_free(struct ring *ring)
{
    free(ring);
}

RT bool
ring_write(struct ring *ring, const void *items, uint32_t count)
{
    const uint32_t head
        = atomic_load_explicit(&ring->written, memory_order_relaxed);
    const uint32_t tail = atomic_load_explicit(&ring->read, memory_order_acquire);
    const uint32_t at = head & (ring->slots - 1);
    const size_t run = min(count, ring->slots - at) * ring->size;

    if (count > ring->slots - (head - tail))
        return false;
    memcpy(ring->data + at * ring->size, items, run);
    memcpy(ring->data, (const char *)items + run, count * ring->size - run);
    atomic_store_explicit(&ring->written, head + count, memory_order_release);
    return true;
}

RT uint32_t
ring_read(struct ring *ring, void *items, uint32_t count)
{
    const uint32_t tail = atomic_load_explicit(&ring->read, memory_order_relaxed);
    const uint32_t head
        = atomic_load_explicit(&ring->written, memory_order_acquire);
    const uint32_t at = tail & (ring->slots - 1);
    const uint32_t got = min(count, head - tail);
    const size_t run = min(got, ring->slots - at) * ring->size;

    memcpy(items, ring->data + at * ring->size, run);
    memcpy((char *)items + run, ring->data, got * ring->size - run);
    atomic_store_explicit(&ring->read, tail + got, memory_order_release);
    return got;
}
