/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/timecode.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* No time lies further away: a double still holds it to the frame. */
static const int64_t FAR = INT64_C(1) << 53;

/* Read digits, which all times are made of: the locale has no say in them.  Returns
 * how many there were; *value stops growing at FAR. */
static int
read_digits(const char **at, int64_t *value)
{
    int count = 0;

    for (*value = 0; **at >= '0' && **at <= '9'; ++*at, count++) {
        *value = *value * 10 + (**at - '0');
        if (*value > FAR)
            *value = FAR + 1;
    }
    return count;
}

/* Read digits behind the point, in billionths; what is smaller does not count. */
static bool
read_fraction(const char **at, int64_t *billionths)
{
    int64_t scale = 100000000;
    int count = 0;

    *billionths = 0;
    if (**at != '.')
        return true;
    for (++*at; **at >= '0' && **at <= '9'; ++*at, count++) {
        *billionths += (**at - '0') * scale;
        scale /= 10;
    }
    return count > 0;
}

/* Seconds as frames, to the nearest, halves upwards; FAR + 1 if it is too far. */
static int64_t
seconds_frames(int64_t seconds, int64_t billionths, uint32_t rate)
{
    const int64_t billion = 1000000000;

    if (seconds > FAR / rate)
        return FAR + 1;
    return seconds * rate + (billionths * rate + billion / 2) / billion;
}

/* What the text says, without its sign and without a map's help. */
struct reading {
    bool musical;
    int64_t n;               /* frames */
    int64_t bar, beat, tick; /* -1: not said */
};

/* «…|…|…», after the bar. */
static enum status
read_bars(const char *at, int64_t bar, struct reading *out)
{
    *out = (struct reading){true, 0, bar, -1, -1};
    at++;
    if (*at == '\0')
        return ST_OK;
    if (!read_digits(&at, &out->beat))
        return ST_SYNTAX;
    if (*at == '\0')
        return ST_OK;
    if (*at++ != '|' || !read_digits(&at, &out->tick))
        return ST_SYNTAX;
    return *at == '\0' ? ST_OK : ST_SYNTAX;
}

/* «…:….…» or «…:…:….…», after the first number. */
static enum status
read_clock(const char *at, int64_t first, uint32_t rate, struct reading *out)
{
    int64_t parts[3] = {first}, billionths;
    int count = 1;

    while (*at == ':' && count < 3) {
        at++;
        if (read_digits(&at, &parts[count]) == 0)
            return ST_SYNTAX;
        count++;
    }
    if (!read_fraction(&at, &billionths) || *at != '\0')
        return ST_SYNTAX;
    for (int i = 1; i < count; i++)
        if (parts[i] > 59)
            return ST_SYNTAX;
    int64_t seconds = 0;

    for (int i = 0; i < count; i++) {
        if (seconds > FAR / 60)
            return ST_RANGE;
        seconds = seconds * 60 + parts[i];
    }
    out->n = seconds_frames(seconds, billionths, rate);
    return ST_OK;
}

static enum status
read_text(const char *at, uint32_t rate, struct reading *out)
{
    int64_t first, billionths;

    *out = (struct reading){0};
    if (read_digits(&at, &first) == 0)
        return ST_SYNTAX;
    if (*at == '|')
        return read_bars(at, first, out);
    if (*at == ':')
        return read_clock(at, first, rate, out);
    if (strcmp(at, "f") == 0) {
        out->n = first;
        return ST_OK;
    }
    if (!read_fraction(&at, &billionths) || strcmp(at, "s") != 0)
        return ST_SYNTAX;
    out->n = seconds_frames(first, billionths, rate);
    return ST_OK;
}

static enum status
not_a_time(struct fault *fault, const char *text)
{
    fault_set(fault, ST_SYNTAX, text, "%s", _("not a time"));
    fault_remedy(fault, "%s",
                 _("write 12.5s, 1:23.456, 48000f or 17|1|0 (bar|beat|tick)"));
    return ST_SYNTAX;
}

static enum status
too_far(struct fault *fault, const char *text)
{
    return fault_with(fault, ST_RANGE, text, _("too far away"),
                      _("choose a nearer place"));
}

static enum status
read_or_explain(const char *text, const char *digits, const struct tempo_map *map,
                struct reading *reading, struct fault *fault)
{
    const enum status status = read_text(digits, tempo_map_rate(map), reading);

    if (status == ST_SYNTAX)
        return not_a_time(fault, text);
    if (status != ST_OK || reading->n > FAR || reading->bar > FAR
        || reading->beat > FAR || reading->tick > FAR)
        return too_far(fault, text);
    return ST_OK;
}

enum status
timecode_read(const char *text, const struct tempo_map *map, struct when *out,
              struct fault *fault)
{
    struct reading reading;
    ticks_t at;

    if (text[0] == '-') {
        fault_set(fault, ST_RANGE, text, "%s", _("before the song's start"));
        fault_remedy(fault, "%s", _("the first place is 0s, or 1|1|0"));
        return ST_RANGE;
    }
    const enum status status = read_or_explain(text, text, map, &reading, fault);
    if (status != ST_OK)
        return status;
    if (!reading.musical) {
        *out = (struct when){reading.n, TIME_FRAMES};
        return ST_OK;
    }
    if (reading.bar == 0 || reading.beat == 0)
        return fault_with(fault, ST_RANGE, text, _("bars and beats count from 1"),
                          _("the first place is 1|1|0"));
    if (reading.beat > INT32_MAX || reading.tick > INT32_MAX)
        return too_far(fault, text);
    const struct bbt place = {reading.bar, reading.beat < 0 ? 1 : (int)reading.beat,
                              reading.tick < 0 ? 0 : (int)reading.tick};
    if (tempo_from_bbt(map, place, &at) != ST_OK || at.n > FAR)
        return too_far(fault, text);
    *out = (struct when){at.n, TIME_TICKS};
    return ST_OK;
}

enum status
timecode_read_span(const char *text, const struct tempo_map *map, struct when *out,
                   struct fault *fault)
{
    const bool signed_ = text[0] == '-' || text[0] == '+';
    const int64_t sign = text[0] == '-' ? -1 : 1;
    const struct metre_point metre = tempo_metre(map, ticks(0));
    const int64_t beat = 4 * TICKS_PER_QUARTER / metre.den;
    struct reading reading;

    const enum status status
        = read_or_explain(text, text + signed_, map, &reading, fault);
    if (status != ST_OK)
        return status;
    if (!reading.musical) {
        *out = (struct when){sign * reading.n, TIME_FRAMES};
        return ST_OK;
    }
    const int64_t beats = reading.beat < 0 ? 0 : reading.beat;
    const int64_t rest = reading.tick < 0 ? 0 : reading.tick;

    if (reading.bar > FAR / (beat * metre.num) || beats > FAR / beat)
        return too_far(fault, text);
    const int64_t sum = (reading.bar * metre.num + beats) * beat + rest;
    if (sum > FAR)
        return too_far(fault, text);
    *out = (struct when){sign * sum, TIME_TICKS};
    return ST_OK;
}

void
timecode_clock(frames_t at, uint32_t rate, char text[TIMECODE_SIZE])
{
    const uint64_t n = at.n < 0 ? 0 - (uint64_t)at.n : (uint64_t)at.n;
    const uint64_t ms = n / rate * 1000 + (n % rate * 1000 + rate / 2) / rate;
    const char *sign = at.n < 0 && ms > 0 ? "-" : "";
    const unsigned rest = (unsigned)(ms % 1000),
                   second = (unsigned)(ms / 1000 % 60);
    const uint64_t minutes = ms / 60000;

    if (minutes >= 60)
        snprintf(text, TIMECODE_SIZE, "%s%" PRIu64 ":%02u:%02u.%03u", sign,
                 minutes / 60, (unsigned)(minutes % 60), second, rest);
    else
        snprintf(text, TIMECODE_SIZE, "%s%" PRIu64 ":%02u.%03u", sign, minutes,
                 second, rest);
}

void
timecode_bars(const struct tempo_map *map, ticks_t at, char text[TIMECODE_SIZE])
{
    const struct bbt place = tempo_bbt(map, at);

    snprintf(text, TIMECODE_SIZE, "%" PRId64 "|%d|%d", place.bar, place.beat,
             place.tick);
}
