/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/words.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { NAME_BYTES = 120 };

/* How many bytes the character at `text` has, 0 if they are not UTF-8 (RFC
 * 3629). */
static size_t
utf8_length(const unsigned char *text, size_t left)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const size_t size = text[0] < 0x80    ? 1
                        : text[0] >= 0xf0 ? 4
                        : text[0] >= 0xe0 ? 3
                        : text[0] >= 0xc0 ? 2
                                          : 0;
    uint32_t code = size == 4   ? text[0] & 0x0f
                    : size == 3 ? text[0] & 0x0f
                                : text[0] & 0x1f;

    if (size == 1)
        return 1;
    if (size == 0 || size > left || text[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (text[i] & 0x3f);
    }
    const bool sound = code >= least[size] && code <= 0x10ffff
                       && !(code >= 0xd800 && code <= 0xdfff);

    return sound ? size : 0;
}

static bool
is_utf8(const unsigned char *text, size_t length)
{
    for (size_t at = 0, n; at < length; at += n)
        if ((n = utf8_length(text + at, length - at)) == 0)
            return false;
    return true;
}

/* One character of the input, cleaned, into `to` (4 bytes); returns how many it
 * has. */
static size_t
clean(char to[4], const unsigned char *from, size_t size, bool latin)
{
    if (*from < 0x20 || *from == 0x7f) {
        to[0] = *from == '\n' ? '\n' : ' ';
        return 1;
    }
    if (latin && *from >= 0x80) {
        to[0] = (char)(0xc0 | *from >> 6);
        to[1] = (char)(0x80 | (*from & 0x3f));
        return 2;
    }
    memcpy(to, from, size);
    return size;
}

void
words_utf8(char *out, size_t size, const char *text, size_t length)
{
    const unsigned char *from = (const unsigned char *)text;
    const size_t all = strnlen(text, length);
    const bool latin = !is_utf8(from, all);
    size_t n = 0;

    for (size_t at = 0; at < all;) {
        const size_t step = latin ? 1 : utf8_length(from + at, all - at);
        char character[4];
        const size_t bytes = clean(character, from + at, step, latin);

        if (n + bytes >= size)
            break;
        at += step;
        if (n == 0 && (character[0] == ' ' || character[0] == '\n'))
            continue;
        memcpy(out + n, character, bytes);
        n += bytes;
    }
    while (n > 0 && (out[n - 1] == ' ' || out[n - 1] == '\n'))
        n--;
    out[n] = '\0';
}

void
words_stem(char *out, size_t size, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    const size_t length = dot && dot > name ? (size_t)(dot - name) : strlen(name);

    words_utf8(out, size, name, length);
}

void
words_filename(char *out, size_t size, const char *text)
{
    const size_t limit = size < NAME_BYTES + 1 ? size : NAME_BYTES + 1;
    char *at = out;

    words_utf8(out, limit, text, strlen(text));
    while (*at == '.' || *at == ' ')
        at++;
    memmove(out, at, strlen(at) + 1);
    for (at = out; *at; at++)
        if (strchr("/\\:*?\"<>|\n",
                   *at)) /* what other systems' disks refuse, too */
            *at = '_';
    if (!out[0])
        snprintf(out, size, "sound");
}
