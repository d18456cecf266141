/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/slot.h"

#include <assert.h>
#include <string.h>

RT void
slot_write(struct slot *slot, const void *value, size_t size)
{
    const uint32_t turn = atomic_load_explicit(&slot->turn, memory_order_relaxed);
    const char *from = value;

    atomic_store_explicit(&slot->turn, turn + 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    for (size_t i = 0; i * 8 < size && i < SLOT_WORDS; i++) {
        uint64_t word = 0;
        const size_t left = size - i * 8;

        memcpy(&word, from + i * 8, left < 8 ? left : 8);
        atomic_store_explicit(&slot->words[i], word, memory_order_relaxed);
    }
    atomic_store_explicit(&slot->turn, turn + 2, memory_order_release);
}

void
slot_read(struct slot *slot, void *value, size_t size)
{
    uint64_t words[SLOT_WORDS];
    uint32_t before, after;

    assert(size <= sizeof words);
    do {
        before = atomic_load_explicit(&slot->turn, memory_order_acquire);
        for (size_t i = 0; i * 8 < size; i++)
            words[i] = atomic_load_explicit(&slot->words[i], memory_order_relaxed);
        atomic_thread_fence(memory_order_acquire);
        after = atomic_load_explicit(&slot->turn, memory_order_relaxed);
    } while (before != after || (before & 1));
    memcpy(value, words, size);
}
