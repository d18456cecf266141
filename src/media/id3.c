/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/id3.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEAD = 10, UTF8 = 3 };

/* Twenty-eight bits in four bytes of seven (ID3v2.4, 6.2). */
static void
put_size(unsigned char to[4], size_t size)
{
    for (int i = 0; i < 4; i++)
        to[i] = size >> 7 * (3 - i) & 0x7f;
}

static size_t
put_frame(unsigned char *to, const char *name, const char *before, size_t n_before,
          const char *text)
{
    const size_t length = text ? strlen(text) : 0;

    if (length == 0)
        return 0;
    memcpy(to, name, 4);
    put_size(to + 4, 1 + n_before + length);
    memset(to + 8, 0, 2);
    to[HEAD] = UTF8;
    memcpy(to + HEAD + 1, before, n_before);
    memcpy(to + HEAD + 1 + n_before, text, length);
    return HEAD + 1 + n_before + length;
}

void *
id3_make(const char *const tags[SOUND_TAGS], size_t *size)
{
    static const struct {
        enum sound_tag tag;
        const char *name;
    } names[] = {
        {SOUND_TITLE, "TIT2"}, {SOUND_ARTIST, "TPE1"},   {SOUND_ALBUM, "TALB"},
        {SOUND_DATE, "TDRC"},  {SOUND_SOFTWARE, "TSSE"},
    };
    char year[5] = "";
    size_t most = HEAD + 2 * 64;

    for (size_t i = 0; i < SOUND_TAGS; i++)
        most += HEAD + 8 + (tags[i] ? strlen(tags[i]) : 0);
    unsigned char *bytes = malloc(most);
    if (!bytes)
        return NULL;
    size_t at = HEAD;

    for (size_t i = 0; i < COUNT(names); i++)
        at += put_frame(bytes + at, names[i].name, "", 0, tags[names[i].tag]);
    if (tags[SOUND_DATE]) /* what older readers look for */
        snprintf(year, sizeof year, "%.4s", tags[SOUND_DATE]);
    at += put_frame(bytes + at, "TYER", "", 0, year);
    at += put_frame(bytes + at, "COMM", "und\0", 4, tags[SOUND_COMMENT]);
    memcpy(bytes, "ID3\4\0\0", 6);
    put_size(bytes + 6, at - HEAD);
    *size = at;
    return bytes;
}
