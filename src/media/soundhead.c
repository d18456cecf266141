/* SPDX-License-Identifier: GPL-3.0-or-later */
/* WAV: Microsoft's RIFF; RF64: EBU Tech 3306 (the JUNK chunk of a WAV file keeps
 * the place of ds64, so that it can become RF64 when it is finished); bext: EBU
 * Tech 3285; AIFF and AIFC: Apple, 1989 and 1991. */
#include "media/soundhead.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WAVE_PCM = 1,
    WAVE_FLOAT = 3,
    WAVE_EXTENSIBLE = 0xfffe,
    BEXT_SIZE = 602,
    SLACK = 2048, /* all chunks but the texts */
};

/* Larger RIFF files are RF64: some readers take the sizes for signed. */
static const uint64_t WAV_MOST = UINT32_MAX - 1024;
static const uint64_t AIFF_MOST = INT32_MAX;

/* A header while it is written; big: numbers begin with their high byte. */
struct pen {
    unsigned char *bytes;
    size_t at;
    bool big;
};

static void
put(struct pen *pen, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        pen->bytes[pen->at++]
            = (unsigned char)(value >> 8 * (pen->big ? size - 1 - i : i));
}

static void
put_bytes(struct pen *pen, const void *bytes, size_t size)
{
    memcpy(pen->bytes + pen->at, bytes, size);
    pen->at += size;
}

/* Exactly `size` bytes, filled up with zeros. */
static void
put_field(struct pen *pen, const char *text, size_t size)
{
    const size_t length = strnlen(text, size);

    put_bytes(pen, text, length);
    memset(pen->bytes + pen->at, 0, size - length);
    pen->at += size - length;
}

/* A chunk's head; end_chunk() writes its size when that is known. */
static size_t
begin_chunk(struct pen *pen, const char *name)
{
    put_bytes(pen, name, 4);
    put(pen, 0, 4);
    return pen->at;
}

static void
end_chunk(struct pen *pen, size_t begun)
{
    const size_t end = pen->at;

    pen->at = begun - 4;
    put(pen, end - begun, 4);
    pen->at = end;
    if ((end - begun) % 2)
        put(pen, 0, 1);
}

static void
put_text_chunk(struct pen *pen, const char *name, const char *text)
{
    if (!text || !text[0])
        return;
    const size_t begun = begin_chunk(pen, name);

    put_bytes(pen, text,
              strlen(text) + (pen->big ? 0 : 1)); /* RIFF ends it with a 0 */
    end_chunk(pen, begun);
}

static void
put_info(struct pen *pen, const char *const tags[])
{
    static const struct {
        enum sound_tag tag;
        const char *name;
    } names[] = {
        {SOUND_TITLE, "INAM"}, {SOUND_ARTIST, "IART"},  {SOUND_ALBUM, "IPRD"},
        {SOUND_DATE, "ICRD"},  {SOUND_COMMENT, "ICMT"}, {SOUND_SOFTWARE, "ISFT"},
    };
    const size_t begun = begin_chunk(pen, "LIST");

    put_bytes(pen, "INFO", 4);
    for (size_t i = 0; i < COUNT(names); i++)
        put_text_chunk(pen, names[i].name, tags[names[i].tag]);
    if (pen->at == begun + 4)
        pen->at = begun - 8;
    else
        end_chunk(pen, begun);
}

static void
put_bext(struct pen *pen, const struct sound_origin *origin)
{
    const size_t begun = begin_chunk(pen, "bext");

    put_field(pen, origin->description, 256);
    put_field(pen, origin->originator, 32);
    put_field(pen, origin->reference, 32);
    put_field(pen, origin->date, 10);
    put_field(pen, origin->time, 8);
    put(pen, origin->time_reference > 0 ? (uint64_t)origin->time_reference : 0, 8);
    put(pen, 1, 2); /* version, with room for a UMID */
    put_field(pen, "", BEXT_SIZE - (pen->at - begun));
    end_chunk(pen, begun);
}

/* The loudspeakers a WAVE_FORMAT_EXTENSIBLE file is for: the usual ones for 4 to 8
 * channels, none said for others. */
static uint32_t
speakers(unsigned channels)
{
    static const uint32_t masks[]
        = {[1] = 0x4, [2] = 0x3, [4] = 0x33, [5] = 0x37, [6] = 0x3f, [8] = 0x63f};

    return channels < COUNT(masks) ? masks[channels] : 0;
}

static void
put_fmt(struct pen *pen, const struct soundhead_spec *spec)
{
    static const unsigned char guid[] = {0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80,
                                         0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71};
    const unsigned bytes = sample_bytes(spec->format);
    const unsigned kind = sample_is_float(spec->format) ? WAVE_FLOAT : WAVE_PCM;
    const bool wide = spec->channels > 2;
    const size_t begun = begin_chunk(pen, "fmt ");

    put(pen, wide ? WAVE_EXTENSIBLE : kind, 2);
    put(pen, spec->channels, 2);
    put(pen, spec->rate, 4);
    put(pen, (uint64_t)spec->rate * bytes * spec->channels, 4);
    put(pen, bytes * spec->channels, 2);
    put(pen, bytes * 8, 2);
    if (wide) {
        put(pen, 22, 2);
        put(pen, bytes * 8, 2);
        put(pen, speakers(spec->channels), 4);
        put(pen, kind, 2);
        put_bytes(pen, guid, sizeof guid);
    } else if (kind == WAVE_FLOAT) {
        put(pen, 0, 2);
    }
    end_chunk(pen, begun);
}

static void
put_wave(struct pen *pen, const struct soundhead_spec *spec, uint64_t frames)
{
    const uint64_t data = frames * sample_bytes(spec->format) * spec->channels;
    const bool large = spec->form == SOUNDHEAD_RF64 || data > WAV_MOST - SLACK * 16;
    const size_t riff = begin_chunk(pen, large ? "RF64" : "RIFF");

    put_bytes(pen, "WAVE", 4);
    const size_t ds64 = begin_chunk(pen, large ? "ds64" : "JUNK");
    put_field(pen, "", 28);
    end_chunk(pen, ds64);
    if (spec->origin)
        put_bext(pen, spec->origin);
    put_fmt(pen, spec);
    if (sample_is_float(spec->format)) {
        const size_t fact = begin_chunk(pen, "fact");

        put(pen, frames < UINT32_MAX ? frames : UINT32_MAX, 4);
        end_chunk(pen, fact);
    }
    put_info(pen, spec->tags);
    put_bytes(pen, "data", 4);
    put(pen, large ? UINT32_MAX : data, 4);

    const size_t end = pen->at;
    const uint64_t all = end - 8 + data + data % 2;
    pen->at = riff - 4;
    put(pen, large ? UINT32_MAX : all, 4);
    pen->at = ds64;
    if (large) {
        put(pen, all, 8);
        put(pen, data, 8);
        put(pen, frames, 8);
    }
    pen->at = end;
}

/* IEEE 754 extended precision, 80 bits: the rate is a whole number. */
static void
put_extended(struct pen *pen, uint32_t rate)
{
    const int exponent = 31 - __builtin_clz(rate);

    put(pen, (uint64_t)(16383 + exponent), 2);
    put(pen, (uint64_t)rate << (63 - exponent), 8);
}

static void
put_aiff(struct pen *pen, const struct soundhead_spec *spec, uint64_t frames)
{
    const bool is_float = sample_is_float(spec->format);
    const uint64_t data = frames * sample_bytes(spec->format) * spec->channels;
    const size_t form = begin_chunk(pen, "FORM");

    put_bytes(pen, is_float ? "AIFC" : "AIFF", 4);
    if (is_float) {
        const size_t version = begin_chunk(pen, "FVER");

        put(pen, 0xa2805140, 4); /* AIFC version 1 */
        end_chunk(pen, version);
    }
    const size_t comm = begin_chunk(pen, "COMM");
    put(pen, spec->channels, 2);
    put(pen, frames, 4);
    put(pen, sample_bytes(spec->format) * 8, 2);
    put_extended(pen, spec->rate);
    if (is_float)
        put_bytes(pen,
                  "fl32\x15"
                  "32-bit floating point",
                  26);
    end_chunk(pen, comm);
    put_text_chunk(pen, "NAME", spec->tags[SOUND_TITLE]);
    put_text_chunk(pen, "AUTH", spec->tags[SOUND_ARTIST]);
    put_text_chunk(pen, "ANNO", spec->tags[SOUND_COMMENT]);
    put_bytes(pen, "SSND", 4);
    put(pen, data + 8, 4);
    put(pen, 0, 8); /* offset, block size */

    const size_t end = pen->at;
    pen->at = form - 4;
    put(pen, end - 8 + data + data % 2, 4);
    pen->at = end;
}

void *
soundhead_make(const struct soundhead_spec *spec, int64_t frames, size_t *size)
{
    struct pen pen = {.big = spec->form == SOUNDHEAD_AIFF};
    size_t most = SLACK;

    for (size_t i = 0; i < SOUND_TAGS; i++)
        most += spec->tags[i] ? strlen(spec->tags[i]) + 16 : 0;
    pen.bytes = malloc(most);
    if (!pen.bytes)
        return NULL;
    if (pen.big)
        put_aiff(&pen, spec, (uint64_t)frames);
    else
        put_wave(&pen, spec, (uint64_t)frames);
    *size = pen.at;
    return pen.bytes;
}

int64_t
soundhead_room(const struct soundhead_spec *spec)
{
    const int64_t frame = sample_bytes(spec->format) * (int64_t)spec->channels;

    if (spec->form == SOUNDHEAD_AIFF)
        return ((int64_t)AIFF_MOST - SLACK * 16) / frame;
    return (INT64_C(1) << 60) / frame;
}
