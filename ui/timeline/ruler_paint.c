/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/ruler_paint.h"

#include "time/timecode.h"
#include "ui/view/hit.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    MOST_LINES = 1024,
    NUMBER_ROOM = 38, /* pixels from one number to the next */
    BEAT_ROOM = 52,
    TIME_ROOM = 84,
    FLAG = 9,
};

/* A strip's place, in pixels of the buffer. */
struct strip {
    const struct ruler_look *look;
    struct pixels *to;
    int y, height, unit;
};

static int
column(const struct strip *strip, int64_t frame)
{
    const struct picture_place place
        = {strip->look->view->zoom.scale, strip->look->origin, strip->unit};

    return picture_x(&place, (double)frame);
}

static void
blend(const struct strip *strip, int x, int y, int width, int height, rgb_t color,
      unsigned alpha)
{
    paint_blend(strip->to, (struct area){x, strip->y + y, width, height}, color,
                alpha);
}

/* Words have the strip's middle. */
static void
text(const struct strip *strip, struct labels *labels, const char *words, int x,
     int end, rgb_t color)
{
    int width, height;

    labels_size(labels, words, &width, &height);
    labels_paint(labels, strip->to, words, x,
                 strip->y + (strip->height - height) / 2, end, color, 256);
}

/* What is given in pixels for letters of the usual size. */
static double
room(const struct strip *strip, double pixels)
{
    const double scale = strip->look->view->rulers.scale;

    return scale > 0 ? pixels * scale : pixels;
}

/* --- sections and markers ----------------------------------------------------- */

struct stretch {
    int x0, x1;
};

static struct stretch
marker_stretch(const struct strip *strip, const struct row_marker *marker)
{
    const struct tempo_map *map = model_tempo(strip->look->model);
    const enum time_unit unit = (enum time_unit)marker->unit;
    const struct when from = {marker->at, unit};
    const struct when to = {marker->at + marker->length, unit};

    return (struct stretch){column(strip, when_frames(map, from).n),
                            column(strip, when_frames(map, to).n)};
}

static void
paint_section(const struct strip *strip, const struct row_marker *marker)
{
    const struct palette *palette = strip->look->palette;
    const int unit = strip->unit;
    const struct stretch at = marker_stretch(strip, marker);
    const rgb_t hue = (rgb_t)marker->color;
    const rgb_t ground = rgb_mix(palette->bg2, hue, palette->light ? 0.40 : 0.34);
    const int left = at.x0 > 0 ? at.x0 : 0, height = strip->height - 3 * unit;

    blend(strip, at.x0, unit, at.x1 - unit - at.x0, height, ground, 256);
    blend(strip, at.x0, unit, at.x1 - unit - at.x0, unit, 0xffffff, 14);
    blend(strip, at.x0, unit, 3 * unit, height, hue, 256);
    text(strip, strip->look->labels, marker->name, left + 7 * unit,
         at.x1 - 4 * unit,
         palette->light ? rgb_ink(ground) : rgb_mix(hue, palette->fg, 0.72));
}

static void
paint_marker(const struct strip *strip, const struct row_marker *marker)
{
    const int unit = strip->unit, x = marker_stretch(strip, marker).x0;
    const rgb_t hue = (rgb_t)marker->color;

    if (x < -512 * unit || x > strip->to->width)
        return;
    blend(strip, x, 2 * unit, unit, strip->height - 2 * unit, hue, 256);
    for (int i = 0; i < FLAG * unit; i++)
        blend(strip, x, 2 * unit + i, (FLAG * unit - i), 1, hue, 230);
    text(strip, strip->look->labels, marker->name, x + 11 * unit, strip->to->width,
         strip->look->palette->fg);
}

static void
paint_markers(const struct strip *strip, enum marker_kind kind)
{
    size_t count;
    const struct row_marker *markers
        = model_rows(strip->look->model, TABLE_MARKER, &count);

    for (size_t i = 0; i < count; i++)
        if (markers[i].kind == (int64_t)kind) {
            if (kind == MARKER_SECTION)
                paint_section(strip, &markers[i]);
            else
                paint_marker(strip, &markers[i]);
        }
}

/* --- tempo -------------------------------------------------------------------- */

static void
paint_point(const struct strip *strip, int64_t frame, int flag, const char *words,
            rgb_t color)
{
    const int unit = strip->unit, x = column(strip, frame);

    if (x < -200 * unit || x > strip->to->width)
        return;
    blend(strip, x, 3 * unit, unit, strip->height - 4 * unit, color, 200);
    text(strip, strip->look->labels, words, x + (flag + 5) * unit, strip->to->width,
         color);
}

static void
paint_tempo(const struct strip *strip)
{
    const struct model *model = strip->look->model;
    const struct tempo_map *map = model_tempo(model);
    size_t tempos, metres;
    const struct row_tempo *tempo = model_rows(model, TABLE_TEMPO, &tempos);
    const struct row_metre *metre = model_rows(model, TABLE_METRE, &metres);
    char words[48];

    for (size_t i = 0; i < tempos; i++) {
        snprintf(words, sizeof words, "%.4g%s", tempo[i].bpm,
                 tempo[i].ramp ? " ↗" : "");
        paint_point(strip, tempo_frames(map, tempo[i].at).n, 0, words,
                    strip->look->palette->info);
    }
    for (size_t i = 0; i < metres; i++) {
        snprintf(words, sizeof words, "%d/%d", (int)metre[i].num,
                 (int)metre[i].den);
        paint_point(strip, tempo_frames(map, metre[i].at).n,
                    (int)metre_flag(strip->look->view, model, &metre[i]), words,
                    strip->look->palette->dim);
    }
}

/* --- loop and punch ----------------------------------------------------------- */

/* Full where it is in force; else its frame. */
static void
paint_bar(const struct strip *strip, int64_t from, int64_t to, int y, int height,
          rgb_t color, bool on)
{
    const int unit = strip->unit, x0 = column(strip, from), x1 = column(strip, to);
    const int width = x1 - x0;

    if (width <= 0)
        return;
    for (int line = 0; line < height; line++) {
        const int edge = line < unit || line >= height - unit ? unit : 0;

        blend(strip, x0 + edge, y + line, width - 2 * edge, 1, color,
              on ? (line < unit ? 256 : 236) : edge ? 190 : 44);
    }
    if (!on) {
        blend(strip, x0, y + unit, unit, height - 2 * unit, color, 190);
        blend(strip, x1 - unit, y + unit, unit, height - 2 * unit, color, 190);
    }
}

static void
paint_ranges(const struct strip *strip)
{
    const struct row_song *song
        = model_row(strip->look->model, TABLE_SONG, SONG_ID);
    const int unit = strip->unit, half = strip->height / 2;

    if (!song)
        return;
    blend(strip, 0, 0, strip->to->width, strip->height, 0x000000,
          strip->look->palette->light ? 8 : 34);
    paint_bar(strip, song->loop_start.n, song->loop_end.n, unit, half - 2 * unit,
              strip->look->palette->accent, song->loop);
    paint_bar(strip, song->punch_start.n, song->punch_end.n, half + unit,
              half - 2 * unit, strip->look->palette->rec, strip->look->punches);
}

/* --- samples ------------------------------------------------------------------ */

/* 1, 2, 5, 10 … of them between two numbers. */
static int64_t
samples_a_number(const struct strip *strip)
{
    const double least
        = strip->look->view->zoom.scale * room(strip, TIME_ROOM);
    int64_t step = 1;

    for (int i = 0; (double)step < least; i++)
        step = i % 3 == 1 ? step * 5 / 2 : step * 2;
    return step;
}

/* So near that bars, beats and seconds have no lines of their own in sight. */
static void
paint_samples(const struct strip *strip)
{
    const struct ruler_look *look = strip->look;
    const int64_t step = samples_a_number(strip);
    const int64_t part = step >= 10 ? step / 5 : step >= 5 ? 1 : step;
    const double from = zoom_frame(&look->view->zoom, -room(strip, TIME_ROOM));
    int64_t at = (int64_t)fmax(from, 0) / step * step;

    for (; column(strip, at) <= strip->to->width; at += part) {
        const int x = column(strip, at), tick = at % step ? 4 : 8;
        char words[32];

        blend(strip, x, strip->height - tick * strip->unit, strip->unit,
              tick * strip->unit, look->palette->light ? 0x000000 : 0xffffff, 36);
        if (at % step)
            continue;
        snprintf(words, sizeof words, "%lld", (long long)at);
        text(strip, look->labels, words, x + 5 * strip->unit, strip->to->width,
             look->palette->dim);
    }
}

/* --- bars --------------------------------------------------------------------- */

/* How many bars lie between two numbers, from lines that are some bars apart. */
static int64_t
bars_a_number(const struct strip *strip, const struct grid_line lines[],
              size_t count)
{
    const struct grid_line *first = NULL;

    for (size_t i = 0; i < count; i++) {
        if (lines[i].level != GRID_LINE_BAR)
            continue;
        if (!first) {
            first = &lines[i];
            continue;
        }
        const int64_t bars = lines[i].place.bar - first->place.bar;
        const double width = (lines[i].x - first->x) / (double)bars;
        int64_t step = bars;

        while ((double)step * width < room(strip, NUMBER_ROOM))
            step *= 2;
        return step;
    }
    return 1;
}

/* Whether beats have room for numbers of their own. */
static bool
beats_are_wide(const struct strip *strip, const struct grid_line lines[],
               size_t count)
{
    for (size_t i = 0; i + 1 < count; i++)
        if (lines[i].place.tick == 0 && lines[i + 1].place.tick == 0
            && lines[i + 1].level != GRID_LINE_BAR)
            return lines[i + 1].x - lines[i].x >= room(strip, BEAT_ROOM);
    return count > 0 && lines[count - 1].place.tick > 0;
}

static void
paint_number(const struct strip *strip, const struct grid_line *line, int x,
             bool strong)
{
    const struct ruler_look *look = strip->look;
    char words[48];

    if (line->level == GRID_LINE_BAR)
        snprintf(words, sizeof words, "%lld", (long long)line->place.bar);
    else
        snprintf(words, sizeof words, "%lld.%d", (long long)line->place.bar,
                 line->place.beat);
    text(strip, strong ? look->strong : look->labels, words, x + 5 * strip->unit,
         strip->to->width,
         strong ? look->palette->fg : look->palette->faint);
}

static size_t
in_sight(const struct grid_line lines[], size_t count)
{
    size_t seen = 0;

    for (size_t i = 0; i < count; i++)
        seen += lines[i].x >= 0;
    return seen;
}

/* So near that no beat is in sight: its parts, as bar.beat.tick, 960 of these to
 * the quarter as the clock has them. */
static void
paint_parts(const struct strip *strip)
{
    const struct ruler_look *look = strip->look;
    const struct grid grid = {.unit = GRID_ADAPTIVE};
    struct grid_line lines[MOST_LINES / 4];
    const size_t count = grid_lines(
        &grid, &look->view->zoom, model_tempo(look->model), -room(strip, TIME_ROOM),
        (double)strip->to->width / strip->unit, lines, MOST_LINES / 4);
    int free_from = INT_MIN;

    if (in_sight(lines, count) < 2) {
        paint_samples(strip);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const int x = column(strip, lines[i].at.n);
        const bool number = x >= free_from;
        char words[64];

        blend(strip, x, strip->height - (number ? 8 : 4) * strip->unit, strip->unit,
              (number ? 8 : 4) * strip->unit,
              look->palette->light ? 0x000000 : 0xffffff, 36);
        if (!number)
            continue;
        snprintf(words, sizeof words, "%lld.%d.%d", (long long)lines[i].place.bar,
                 lines[i].place.beat,
                 lines[i].place.tick / (TICKS_PER_QUARTER / 960));
        text(strip, look->labels, words, x + 5 * strip->unit,
             strip->to->width, look->palette->dim);
        free_from = x + (int)(room(strip, TIME_ROOM) * strip->unit);
    }
}

static void
paint_bars(const struct strip *strip)
{
    const struct ruler_look *look = strip->look;
    const rgb_t ink = look->palette->light ? 0x000000 : 0xffffff;
    struct grid_line lines[MOST_LINES];
    const size_t count
        = grid_bar_lines(&look->view->zoom, model_tempo(look->model), -120,
                         (double)strip->to->width / strip->unit, lines, MOST_LINES);
    const int64_t step = bars_a_number(strip, lines, count);
    const bool beats = beats_are_wide(strip, lines, count);

    if (in_sight(lines, count) < 2) {
        paint_parts(strip);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const bool bar = lines[i].level == GRID_LINE_BAR;
        const bool number = bar && (lines[i].place.bar - 1) % step == 0;
        const bool strong
            = number && (beats || (lines[i].place.bar - 1) % (2 * step) == 0);
        const int x = column(strip, lines[i].at.n);
        const int tick = (strong   ? strip->height - 3
                          : number ? 8
                          : bar    ? 6
                                   : 4)
                         * strip->unit;

        blend(strip, x,
              strip->height - (tick < strip->height ? tick : strip->height),
              strip->unit, tick, ink,
              strong   ? 52
              : number ? 40
                       : 24);
        if (number || (beats && lines[i].level == GRID_LINE_BEAT))
            paint_number(strip, &lines[i], x, strong);
    }
}

/* --- time --------------------------------------------------------------------- */

static double
seconds_a_number(const struct strip *strip, double rate)
{
    static const double STEPS[]
        = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05,  0.1,  0.2, 0.5,
           1,     2,     5,     10,   15,   30,    60,   120, 300,
           600,   1200,  1800,  3600, 7200, 14400, 36000};
    const double least
        = strip->look->view->zoom.scale * room(strip, TIME_ROOM) / rate;

    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
        if (STEPS[i] >= least)
            return STEPS[i];
    return 86400;
}

static void
paint_time(const struct strip *strip)
{
    const struct ruler_look *look = strip->look;
    const struct row_song *song = model_row(look->model, TABLE_SONG, SONG_ID);
    const double rate = song ? (double)song->rate : 48000;
    const double step = seconds_a_number(strip, rate);
    const rgb_t ink = look->palette->light ? 0x000000 : 0xffffff;
    const struct zoom *zoom = &look->view->zoom;
    double number = floor(fmax(zoom_frame(zoom, -room(strip, TIME_ROOM)), 0) / rate
                          / step * 5);

    if (zoom->scale * strip->to->width / strip->unit < 2 * step * rate) {
        paint_samples(strip);
        return;
    }
    for (;; number++) {
        const int64_t at = llround(number * step / 5 * rate);
        const int x = column(strip, at);
        const bool whole = fmod(number, 5) == 0;
        char words[TIMECODE_SIZE];

        if (x > strip->to->width)
            return;
        blend(strip, x, strip->height - (whole ? 7 : 3) * strip->unit, strip->unit,
              (whole ? 7 : 3) * strip->unit, ink, whole ? 44 : 24);
        if (!whole)
            continue;
        timecode_clock(frames(at), (uint32_t)rate, words);
        if (step >= 1 && strrchr(words, '.'))
            *strrchr(words, '.') = '\0';
        text(strip, look->labels, words, x + 5 * strip->unit,
             strip->to->width, look->palette->dim);
    }
}

/* --- all of them -------------------------------------------------------------- */

static void
paint_strip(const struct strip *strip, enum ruler ruler)
{
    switch (ruler) {
    case RULER_SECTIONS:
        paint_markers(strip, MARKER_SECTION);
        break;
    case RULER_MARKERS:
        paint_markers(strip, MARKER_POINT);
        break;
    case RULER_TEMPO:
        paint_tempo(strip);
        break;
    case RULER_RANGES:
        paint_ranges(strip);
        break;
    case RULER_BARS:
        paint_bars(strip);
        break;
    case RULER_TIME:
        paint_time(strip);
        break;
    case RULERS:
        break;
    }
}

void
ruler_paint(const struct ruler_look *look, struct pixels *to)
{
    const struct palette *palette = look->palette;
    const struct rulers *rulers = &look->view->rulers;

    paint_shade(to, (struct area){0, 0, to->width, to->height},
                rgb_mix(palette->bg2, palette->bg3, palette->light ? 0.5 : 0.22),
                rgb_mix(palette->bg1, palette->bg2, 0.65));
    for (int i = 0; i < RULERS; i++) {
        const struct strip strip
            = {look, to, rulers_y(rulers, (enum ruler)i) * look->unit,
               rulers_of(rulers, (enum ruler)i) * look->unit, look->unit};

        if (strip.height > 0)
            paint_strip(&strip, (enum ruler)i);
    }
    paint_fill(to, (struct area){0, to->height - look->unit, to->width, look->unit},
               palette->line);
}
