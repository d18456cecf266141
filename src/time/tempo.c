/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/tempo.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* From a tempo point to the next.  Its frame is not rounded, so that the segments
 * of a long song add no rounding to each other. */
struct segment {
    int64_t tick;
    double frame;
    double bpm;
    double slope; /* change of bpm a quarter note; 0: stands still */
};

struct bars {
    struct metre_point point;
    int64_t bar; /* that begins here, from 1 */
    int64_t bar_ticks;
    int64_t beat_ticks;
};

struct tempo_map {
    uint32_t rate;
    size_t n_segments; /* one at least, as of the bars */
    size_t n_bars;
    struct segment *segments;
    struct bars *bars;
};

/* Further than this no time goes: it keeps the sums of two within int64_t. */
static const double FAR = 0x1p62;

/* --- ln and exp, of our own: libm's bits differ from processor to processor --- */

/* ln(1+u)/u, for 1+u from 1/256 to 256: 2 artanh(u/(2+u)), its argument halved or
 * doubled into [0.70, 1.42] (Abramowitz and Stegun 4.1.28). */
static double
log1p_over(double u)
{
    double s, sum = 0;
    int n = 0;

    if (u == 0)
        return 1;
    if (u > -0.3 && u < 0.42) {
        s = u / (2 + u);
    } else {
        double r = frexp(1 + u, &n);

        if (r < 0.7071067811865476) {
            r *= 2;
            n--;
        }
        s = (r - 1) / (r + 1);
    }
    for (int k = 27; k >= 1; k -= 2)
        sum = sum * s * s + 1.0 / k;
    return (n * 0.6931471805599453 + 2 * s * sum) / u;
}

/* Downwards, within ±FAR. */
RT static int64_t
whole_below(double value)
{
    const int64_t near = (int64_t)value;

    return near - ((double)near > value);
}

RT static double
power_of_two(int n)
{
    return n < 0 ? 1.0 / (double)(INT64_C(1) << -n) : (double)(INT64_C(1) << n);
}

/* (exp(v)-1)/v, for v from -6 to 6: Taylor's series within half of ln 2. */
RT static double
expm1_over(double v)
{
    if (v == 0)
        return 1;
    const int n = (int)whole_below(v / 0.6931471805599453 + 0.5);
    const double r = v - n * 0.6931471805599453, power = power_of_two(n);
    double sum = 1;

    for (int k = 18; k >= 2; k--)
        sum = 1 + sum * r / k;
    return (r * sum * power + (power - 1)) / v;
}

/* --- within one segment ------------------------------------------------------- */

/* Frames from the segment's start to `x` ticks after it. */
static double
frames_within(const struct segment *segment, uint32_t rate, double x)
{
    const double still = x * (60.0 * rate) / (segment->bpm * TICKS_PER_QUARTER);

    if (segment->slope == 0 || x <= 0)
        return still;
    return still
           * log1p_over(segment->slope * x / (segment->bpm * TICKS_PER_QUARTER));
}

/* Ticks from the segment's start to `y` frames after it. */
RT static double
ticks_within(const struct segment *segment, uint32_t rate, double y)
{
    const double still = y * (segment->bpm * TICKS_PER_QUARTER) / (60.0 * rate);

    if (segment->slope == 0 || y <= 0)
        return still;
    return still * expm1_over(segment->slope * y / (60.0 * rate));
}

/* The nearest whole number, halves upwards. */
RT static int64_t
nearest(double value)
{
    const double held = value > FAR ? FAR : value < -FAR ? -FAR : value;
    const int64_t below = whole_below(held);

    return held - (double)below >= 0.5 ? below + 1 : below;
}

/* --- making ------------------------------------------------------------------- */

/* A point's place in its list decides between two at one tick. */
struct order {
    int64_t tick;
    size_t index;
};

static int
by_tick(const void *a, const void *b)
{
    const struct order *x = a;
    const struct order *y = b;

    if (x->tick != y->tick)
        return x->tick < y->tick ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

static bool
tempo_is_sound(const struct tempo_point *point)
{
    return point->at.n >= 0 && point->bpm >= TEMPO_MIN && point->bpm <= TEMPO_MAX;
}

static bool
metre_is_sound(const struct metre_point *point)
{
    return point->at.n >= 0 && point->num >= 1 && point->num <= 64
           && point->den >= 1 && point->den <= 64
           && (point->den & (point->den - 1)) == 0;
}

/* Slopes and frames, once the points stand in order. */
static void
join_segments(struct tempo_map *map, const bool *ramps)
{
    for (size_t i = 0; i + 1 < map->n_segments; i++) {
        struct segment *here = &map->segments[i];
        struct segment *next = here + 1;
        const double length = (double)(next->tick - here->tick);

        if (ramps[i])
            here->slope = (next->bpm - here->bpm) * TICKS_PER_QUARTER / length;
        next->frame = here->frame + frames_within(here, map->rate, length);
    }
}

static enum status
make_segments(struct tempo_map *map, const struct tempo_point *points, size_t count)
{
    enum status status = ST_NO_MEM;
    struct order *order = malloc((count + 1) * sizeof *order);
    bool *ramps = calloc(count + 1, sizeof *ramps);

    map->segments = calloc(count + 1, sizeof *map->segments);
    if (!order || !ramps || !map->segments)
        goto out;
    for (size_t i = 0; i < count; i++)
        order[i] = (struct order){points[i].at.n, i};
    qsort(order, count, sizeof *order, by_tick);
    map->segments[0] = (struct segment){.bpm = 120};
    map->n_segments = 1;
    for (size_t i = 0; i < count; i++) {
        const struct tempo_point *point = &points[order[i].index];
        struct segment *last = &map->segments[map->n_segments - 1];

        if (point->at.n != last->tick)
            last = &map->segments[map->n_segments++];
        *last = (struct segment){.tick = point->at.n, .bpm = point->bpm};
        ramps[last - map->segments] = point->ramp;
    }
    join_segments(map, ramps);
    status = ST_OK;
out:
    free(ramps);
    free(order);
    return status;
}

static struct bars
bars_of(struct metre_point point, int64_t bar)
{
    const int64_t beat = 4 * TICKS_PER_QUARTER / point.den;

    return (struct bars){point, bar, beat * point.num, beat};
}

static enum status
make_bars(struct tempo_map *map, const struct metre_point *points, size_t count)
{
    struct order *order = malloc((count + 1) * sizeof *order);

    map->bars = calloc(count + 1, sizeof *map->bars);
    if (!order || !map->bars) {
        free(order);
        return ST_NO_MEM;
    }
    for (size_t i = 0; i < count; i++)
        order[i] = (struct order){points[i].at.n, i};
    qsort(order, count, sizeof *order, by_tick);
    map->bars[0] = bars_of((struct metre_point){ticks(0), 4, 4}, 1);
    map->n_bars = 1;
    for (size_t i = 0; i < count; i++) {
        struct metre_point point = points[order[i].index];
        struct bars *last = &map->bars[map->n_bars - 1];
        const int64_t whole = (point.at.n - last->point.at.n) / last->bar_ticks;

        point.at.n = last->point.at.n + whole * last->bar_ticks;
        const struct bars made = bars_of(point, last->bar + whole);
        map->bars[whole ? map->n_bars++ : map->n_bars - 1] = made;
    }
    free(order);
    return ST_OK;
}

enum status
tempo_map_new(struct tempo_map **out, uint32_t rate,
              const struct tempo_point *tempo, size_t n_tempo,
              const struct metre_point *metre, size_t n_metre)
{
    *out = NULL;
    if (rate == 0)
        return ST_RANGE;
    for (size_t i = 0; i < n_tempo; i++)
        if (!tempo_is_sound(&tempo[i]))
            return ST_RANGE;
    for (size_t i = 0; i < n_metre; i++)
        if (!metre_is_sound(&metre[i]))
            return ST_RANGE;

    struct tempo_map *map = calloc(1, sizeof *map);
    if (!map)
        return ST_NO_MEM;
    map->rate = rate;
    if (make_segments(map, tempo, n_tempo) != ST_OK
        || make_bars(map, metre, n_metre) != ST_OK) {
        tempo_map_free(map);
        return ST_NO_MEM;
    }
    *out = map;
    return ST_OK;
}

enum status
tempo_map_copy(struct tempo_map **out, const struct tempo_map *map)
{
    const size_t segments = map->n_segments * sizeof *map->segments;
    const size_t bars = map->n_bars * sizeof *map->bars;
    struct tempo_map *copy = malloc(sizeof *copy);

    *out = NULL;
    if (!copy)
        return ST_NO_MEM;
    *copy = *map;
    copy->segments = malloc(segments);
    copy->bars = malloc(bars);
    if (!copy->segments || !copy->bars) {
        tempo_map_free(copy);
        return ST_NO_MEM;
    }
    memcpy(copy->segments, map->segments, segments);
    memcpy(copy->bars, map->bars, bars);
    *out = copy;
    return ST_OK;
}

void
tempo_map_free(struct tempo_map *map)
{
    if (!map)
        return;
    free(map->segments);
    free(map->bars);
    free(map);
}

/* --- asking ------------------------------------------------------------------- */

/* The last segment that begins at or before a tick; the first, where none does. */
RT static const struct segment *
segment_at_tick(const struct tempo_map *map, int64_t tick)
{
    size_t low = 0, high = map->n_segments;

    while (high - low > 1) {
        const size_t middle = (low + high) / 2;

        *(map->segments[middle].tick <= tick ? &low : &high) = middle;
    }
    return &map->segments[low];
}

RT static const struct segment *
segment_at_frame(const struct tempo_map *map, double frame)
{
    size_t low = 0, high = map->n_segments;

    while (high - low > 1) {
        const size_t middle = (low + high) / 2;

        *(map->segments[middle].frame <= frame ? &low : &high) = middle;
    }
    return &map->segments[low];
}

RT static const struct bars *
bars_at_tick(const struct tempo_map *map, int64_t tick)
{
    size_t low = 0, high = map->n_bars;

    while (high - low > 1) {
        const size_t middle = (low + high) / 2;

        *(map->bars[middle].point.at.n <= tick ? &low : &high) = middle;
    }
    return &map->bars[low];
}

uint32_t
tempo_map_rate(const struct tempo_map *map)
{
    return map->rate;
}

frames_t
tempo_frames(const struct tempo_map *map, ticks_t at)
{
    const struct segment *segment = segment_at_tick(map, at.n);
    const double x = (double)(at.n - segment->tick);

    return frames(nearest(segment->frame + frames_within(segment, map->rate, x)));
}

struct tempo_line
tempo_last(const struct tempo_map *map)
{
    const struct segment *segment = &map->segments[map->n_segments - 1];
    const struct bars *bars = &map->bars[map->n_bars - 1];

    return (struct tempo_line){
        .at = ticks(segment->tick),
        .frame = segment->frame,
        .times = 60.0 * map->rate,
        .over = segment->bpm * TICKS_PER_QUARTER,
        .bar_at = bars->point.at,
        .metre = bars->point,
    };
}

RT ticks_t
tempo_ticks(const struct tempo_map *map, frames_t at)
{
    const struct segment *segment = segment_at_frame(map, (double)at.n);
    const double y = (double)at.n - segment->frame;

    return ticks(
        nearest((double)segment->tick + ticks_within(segment, map->rate, y)));
}

RT double
tempo_bpm(const struct tempo_map *map, ticks_t at)
{
    const struct segment *segment = segment_at_tick(map, at.n);
    const double x = (double)(at.n - segment->tick);

    return segment->bpm + (x > 0 ? segment->slope * x / TICKS_PER_QUARTER : 0);
}

RT struct metre_point
tempo_metre(const struct tempo_map *map, ticks_t at)
{
    return bars_at_tick(map, at.n)->point;
}

RT struct bbt
tempo_bbt(const struct tempo_map *map, ticks_t at)
{
    const struct bars *bars = bars_at_tick(map, at.n);
    int64_t since = at.n - bars->point.at.n;
    int64_t bar = since / bars->bar_ticks;

    since -= bar * bars->bar_ticks;
    if (since < 0) { /* before the song: round down, not towards 0 */
        since += bars->bar_ticks;
        bar--;
    }
    return (struct bbt){bars->bar + bar, 1 + (int)(since / bars->beat_ticks),
                        (int)(since % bars->beat_ticks)};
}

enum status
tempo_from_bbt(const struct tempo_map *map, struct bbt place, ticks_t *out)
{
    const int64_t most = INT64_C(1) << 40; /* bars; it keeps all sums small */
    size_t i = map->n_bars - 1;

    if (place.bar < 1 || place.bar > most || place.beat < 1 || place.tick < 0)
        return ST_RANGE;
    while (map->bars[i].bar > place.bar)
        i--;
    const struct bars *bars = &map->bars[i];

    *out = ticks(bars->point.at.n + (place.bar - bars->bar) * bars->bar_ticks
                 + (place.beat - 1) * bars->beat_ticks + place.tick);
    return ST_OK;
}

frames_t
when_frames(const struct tempo_map *map, struct when at)
{
    return at.unit == TIME_TICKS ? tempo_frames(map, ticks(at.n)) : frames(at.n);
}

ticks_t
when_ticks(const struct tempo_map *map, struct when at)
{
    return at.unit == TIME_TICKS ? ticks(at.n) : tempo_ticks(map, frames(at.n));
}
