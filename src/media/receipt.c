/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/receipt.h"

#include "base/text.h"
#include "media/soundout.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char OPENING[] = "[remanence: ";

enum {
    OPENING_SIZE = sizeof OPENING - 1,
    ROOM = SOUNDOUT_RECEIPT_SIZE - 1,
    WINDOW = 1 << 20,
    OGG_HEAD = 27,
};

bool
receipt_take(char *comment, char *receipt, size_t size)
{
    const size_t length = strlen(comment);
    char *at = NULL;

    for (char *next = comment; (next = strstr(next, OPENING)); next++)
        at = next;
    if (!at || comment[length - 1] != ']')
        return false;

    const char *text = at + OPENING_SIZE;
    size_t n = (size_t)(comment + length - 1 - text);
    while (n > 0 && text[n - 1] == ' ')
        n--;
    if (strspn(text, ".") >= n) /* room, never filled */
        n = 0;
    if (n >= size)
        return false;
    memcpy(receipt, text, n);
    receipt[n] = '\0';
    while (at > comment && (at[-1] == '\n' || at[-1] == ' '))
        at--;
    *at = '\0';
    return true;
}

char *
receipt_room(const char *comment)
{
    const size_t length = comment ? strlen(comment) : 0;
    char *text = malloc(length + 1 + OPENING_SIZE + ROOM + 2);

    if (!text)
        return NULL;
    int n = sprintf(text, "%s%s%s", comment ? comment : "", length ? "\n" : "",
                    OPENING);
    memset(text + n, '.', ROOM);
    memcpy(text + n + ROOM, "]", 2);
    return text;
}

/* The checksum of an Ogg page (RFC 3533, 6: polynomial 0x04c11db7, nothing
 * inverted). */
static uint32_t
ogg_crc(const unsigned char *page, size_t size)
{
    uint32_t crc = 0;

    for (size_t i = 0; i < size; i++) {
        crc ^= (uint32_t)page[i] << 24;
        for (int bit = 0; bit < 8; bit++)
            crc = crc << 1 ^ (crc & 0x80000000 ? 0x04c11db7 : 0);
    }
    return crc;
}

/* Bytes of the whole Ogg page at `at`, 0 if there is none. */
static size_t
ogg_page(const unsigned char *at, size_t left)
{
    if (left < OGG_HEAD || memcmp(at, "OggS", 4) != 0
        || left < OGG_HEAD + (size_t)at[26])
        return 0;
    size_t size = OGG_HEAD + (size_t)at[26];

    for (unsigned i = 0; i < at[26]; i++)
        size += at[OGG_HEAD + i];
    return size <= left ? size : 0;
}

static void
ogg_mend(unsigned char *bytes, size_t size, size_t changed)
{
    for (size_t at = 0, page; (page = ogg_page(bytes + at, size - at)) > 0;
         at += page) {
        if (changed < at || changed >= at + page)
            continue;
        memset(bytes + at + 22, 0, 4);
        const uint32_t crc = ogg_crc(bytes + at, page);

        for (int i = 0; i < 4; i++)
            bytes[at + 22 + (size_t)i] = (unsigned char)(crc >> 8 * i);
    }
}

/* Fill the room in `bytes`, which were read from the file's `from`. */
static enum status
fill_window(struct newfile *file, unsigned char *bytes, size_t size, int64_t from,
            const char *text, struct fault *fault)
{
    unsigned char *room = bytes;
    size_t dots = 0;

    while ((room
            = memmem(room, size - (size_t)(room - bytes), OPENING, OPENING_SIZE))) {
        room += OPENING_SIZE;
        for (dots = 0;
             room + dots < bytes + size && room[dots] == '.' && dots < ROOM;)
            dots++;
        if (dots == ROOM)
            break;
    }
    if (!room)
        return ST_DIFFERS;
    memset(room, ' ', ROOM);
    memcpy(room, text, strlen(text));
    if (from == 0)
        ogg_mend(bytes, size, (size_t)(room - bytes));
    return newfile_write_at(file, bytes, size, from, fault);
}

static enum status
check_text(const char *text, const char *path, struct fault *fault)
{
    for (size_t i = 0; text[i]; i++)
        if (i >= ROOM || text[i] < 0x20 || text[i] > 0x7e)
            return fault_set(fault, ST_RANGE, path,
                             _("a receipt is at most %d letters of ASCII"), ROOM);
    return ST_OK;
}

enum status
receipt_fill(struct newfile *file, const char *text, struct fault *fault)
{
    const int64_t size = lseek(file->fd, 0, SEEK_END);
    const int64_t from[] = {0, size > WINDOW ? size - WINDOW : 0};
    unsigned char *bytes = malloc(WINDOW);
    enum status status = check_text(text ? text : "", file->path, fault);

    if (!bytes)
        return fault_errno(fault, ENOMEM, file->path);
    for (size_t i = 0; i < COUNT(from) && (i == 0 || status == ST_DIFFERS); i++) {
        const ssize_t n
            = status == ST_RANGE ? 0 : pread(file->fd, bytes, WINDOW, from[i]);

        if (n < 0)
            status = fault_errno(fault, errno, file->path);
        else if (status != ST_RANGE)
            status = fill_window(file, bytes, (size_t)n, from[i], text ? text : "",
                                 fault);
    }
    free(bytes);
    return status == ST_DIFFERS ? fault_set(fault, status, file->path,
                                            _("has no room for its receipt"))
                                : status;
}
