/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_kernel.h: the console's kernel, for vectors of LANE_WIDTH lanes.
 *
 * Process thread.  Included once in each of console_4.c, console_8.c and
 * console_16.c, which say what processor they are for and name its only entrance.
 *
 * A group is run LANE_WIDTH lanes at a time, and these in tiles that end where
 * quanta do: planar to lanes, trim, filters, dynamics, and back.  Coefs and states
 * are turned over like sound, at the beginning and the end of a call.
 *
 * A glide sets coefs anew for each frame.  Filters bear it: with the memories'
 * squares as energy, one step without input never gains (the trapezoidal rule keeps
 * that of the analogue circuit), and what is true of two sets of stay, cross and
 * rise is true of all between them, as the step is linear in these. */
#ifndef DSP_CONSOLE_KERNEL_H
#define DSP_CONSOLE_KERNEL_H

#include "dsp/console_layout.h"
#include "dsp/transpose.h"

/* States in whole vectors. */
enum { STATE_ROWS = (STATES + LANE_WIDTH - 1) / LANE_WIDTH * LANE_WIDTH };

/* Beyond these two there is no sound: 240 dB, -600 dB. */
static const float CONSOLE_LOUDEST = 0x1p40f;
static const float CONSOLE_SOFTEST = 0x1p-100f;

/* What one call needs to know of its lanes. */
struct strip_lanes {
    float *x[LANE_WIDTH]; /* NULL: empty */
    lanes c[64];          /* coefs at the beginning of a glide, or without one */
    lanes to[64];         /* at its end */
    lanes s[STATES];
    lane_mask on[SECTIONS];
    lane_mask on_to[SECTIONS];
    lane_mask linked;
    uint32_t sections; /* those that a lane has on */
    uint32_t sections_to;
    bool glides;
    int changes[COEFS]; /* the coefs that a lane has another of at the end */
    int n_changes;
};

INLINE lanes
sound_in(lanes x, lanes trim)
{
    return lanes_keep(lanes_abs(x) <= CONSOLE_LOUDEST, x) * trim;
}

/* Without zeros that are negative: these are the only thing that a section which is
 * off for this lane, but not for its neighbours, would change.  And without what is
 * left of a decay where numbers end, so that silence is silent. */
INLINE lanes
sound_out(lanes x)
{
    return lanes_keep(lanes_abs(x) >= CONSOLE_SOFTEST, x);
}

/* The filters of list[], as a cascade: each frame goes through all of them, so that
 * the processor can work on the next frame's first while this one's last is not yet
 * done. */
INLINE void
run_cascade(lanes *x, uint32_t n, struct strip_lanes *strip, const lanes *coefs,
            const int *list, const bool highpass, const int count)
{
    const lanes *c[FILTERS];
    lanes s1[FILTERS], s2[FILTERS];

    for (int j = 0; j < count; j++) {
        c[j] = coefs + COEF_FILTER + list[j] * FILTER_COEFS;
        s1[j] = strip->s[STATE_FILTER + 2 * list[j]];
        s2[j] = strip->s[STATE_FILTER + 2 * list[j] + 1];
    }
    for (uint32_t i = 0; i < n; i++) {
        lanes v = x[i];

        for (int j = 0; j < count; j++) {
            const lanes h = v - s2[j];
            const lanes y = c[j][FILTER_BAND] * s1[j] + c[j][FILTER_HIGH] * h;

            s2[j] += c[j][FILTER_CROSS] * s1[j] + c[j][FILTER_RISE] * h;
            s1[j] = c[j][FILTER_STAY] * s1[j] + c[j][FILTER_CROSS] * h;
            v = highpass && j == 0 ? y : c[j][FILTER_DIRECT] * v + y;
        }
        x[i] = v;
    }
    for (int j = 0; j < count; j++) {
        strip->s[STATE_FILTER + 2 * list[j]] = s1[j];
        strip->s[STATE_FILTER + 2 * list[j] + 1] = s2[j];
    }
}

INLINE void
run_filters(lanes *x, uint32_t n, struct strip_lanes *strip, const lanes *c)
{
    int list[FILTERS];
    int count = 0;

    for (int j = 0; j < FILTERS; j++)
        if (strip->sections >> j & 1)
            list[count++] = j;
    switch (strip->sections & 1 ? 8 + count : count) {
    case 1:
        run_cascade(x, n, strip, c, list, false, 1);
        break;
    case 2:
        run_cascade(x, n, strip, c, list, false, 2);
        break;
    case 3:
        run_cascade(x, n, strip, c, list, false, 3);
        break;
    case 4:
        run_cascade(x, n, strip, c, list, false, 4);
        break;
    case 8 + 1:
        run_cascade(x, n, strip, c, list, true, 1);
        break;
    case 8 + 2:
        run_cascade(x, n, strip, c, list, true, 2);
        break;
    case 8 + 3:
        run_cascade(x, n, strip, c, list, true, 3);
        break;
    case 8 + 4:
        run_cascade(x, n, strip, c, list, true, 4);
        break;
    case 8 + 5:
        run_cascade(x, n, strip, c, list, true, 5);
        break;
    }
}

/* What gate and compressor hear: each lane's magnitude, or the louder of a linked
 * pair. */
INLINE lanes
detect(lanes x, lane_mask linked)
{
#if LANE_WIDTH == 4
    const lanes partner = __builtin_shufflevector(x, x, 1, 0, 3, 2);
#elif LANE_WIDTH == 8
    const lanes partner = __builtin_shufflevector(x, x, 1, 0, 3, 2, 5, 4, 7, 6);
#else
    const lanes partner = __builtin_shufflevector(x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9,
                                                  8, 11, 10, 13, 12, 15, 14);
#endif
    return lanes_max(lanes_abs(x), lanes_keep(linked, lanes_abs(partner)));
}

/* y + rate (goal - y), with `low` for the bits that y cannot hold: else a slow y
 * would come to rest before its goal. */
INLINE lanes
approach(lanes y, lanes *low, lanes goal, lanes rate)
{
    const lanes step = rate * (goal - y) + *low;
    const lanes sum = y + step;

    *low = step - (sum - y);
    return sum;
}

struct gate {
    lanes threshold; /* the one that holds now */
    lanes hold;
    lanes gain;
    lanes low;
};

/* The gate's gain for this frame. */
INLINE lanes
step_gate(const lanes *c, struct gate *gate, lanes level)
{
    gate->hold = lanes_pick(lanes_ge(level, gate->threshold), c[COEF_GATE_HOLD],
                            lanes_max(gate->hold - 1.0f, lanes_of(0)));

    const lane_test open = lanes_ge(gate->hold, lanes_of(1));
    const lanes goal = lanes_pick(open, lanes_of(1), c[COEF_GATE_RANGE]);
    const lanes rate = lanes_pick(open, c[COEF_GATE_ATTACK], c[COEF_GATE_RELEASE]);

    gate->threshold = lanes_pick(open, c[COEF_GATE_CLOSE], c[COEF_GATE_OPEN]);
    gate->gain = approach(gate->gain, &gate->low, goal, rate);
    return gate->gain;
}

/* What the gain computer asks for at this level: a reduction, as log2. */
INLINE lanes
comp_goal(const lanes *c, lanes level)
{
    const lanes over
        = lanes_max(lanes_log2(level) - c[COEF_COMP_KNEE_START], lanes_of(0));
    const lanes knee = lanes_min(over, c[COEF_COMP_KNEE]);

    return c[COEF_COMP_SLOPE] * (knee * knee * c[COEF_COMP_CURVE] + (over - knee));
}

/* Detector and gain, from what is asked for. */
INLINE void
run_comp(lanes *x, const lanes *goal, uint32_t n, lanes *s, const lanes *c,
         const bool glides)
{
    lanes peak = s[STATE_COMP_PEAK], low = s[STATE_COMP_LOW],
          cut = s[STATE_COMP_CUT];

    for (uint32_t i = 0; i < n; i++) {
        peak = lanes_max(goal[i],
                         approach(peak, &low, goal[i], c[COEF_COMP_RELEASE]));
        cut += c[COEF_COMP_ATTACK] * (peak - cut);

        const lanes up = c[COEF_COMP_MAKEUP] - cut;

        x[i] *= lanes_exp2(glides ? up * c[COEF_ON + SECTION_COMP] : up);
    }
    s[STATE_COMP_PEAK] = peak;
    s[STATE_COMP_LOW] = low;
    s[STATE_COMP_CUT] = cut;
}

/* In two loops, so that neither is longer than the processor can look ahead. */
INLINE void
run_dynamics(lanes *x, uint32_t n, struct strip_lanes *strip, const lanes *c,
             const bool gate, const bool comp, const bool glides)
{
    const lanes gate_on = c[COEF_ON + SECTION_GATE];
    const lane_mask linked = strip->linked;
    lanes *s = strip->s;
    struct gate now = {
        .threshold = lanes_pick(lanes_ge(s[STATE_GATE_HOLD], lanes_of(1)),
                                c[COEF_GATE_CLOSE], c[COEF_GATE_OPEN]),
        .hold = s[STATE_GATE_HOLD],
        .gain = s[STATE_GATE_GAIN],
        .low = s[STATE_GATE_LOW],
    };
    lanes goal[CONSOLE_QUANTUM];

    for (uint32_t i = 0; i < n; i++) {
        lanes level = detect(x[i], linked);

        if (gate) {
            lanes open = step_gate(c, &now, level);

            if (glides)
                open = lanes_pick(lanes_ge(gate_on, lanes_of(1)), open,
                                  1.0f + gate_on * (open - 1.0f));
            x[i] *= open;
            level *= open;
        }
        if (comp)
            goal[i] = comp_goal(c, level);
    }
    s[STATE_GATE_HOLD] = now.hold;
    s[STATE_GATE_GAIN] = now.gain;
    s[STATE_GATE_LOW] = now.low;
    if (comp)
        run_comp(x, goal, n, s, c, glides);
}

INLINE void
run_sections(lanes *x, uint32_t n, struct strip_lanes *strip, const lanes *c,
             const bool glides)
{
    run_filters(x, n, strip, c);
    switch (strip->sections >> SECTION_GATE & 3) {
    case 1:
        run_dynamics(x, n, strip, c, true, false, glides);
        break;
    case 2:
        run_dynamics(x, n, strip, c, false, true, glides);
        break;
    case 3:
        run_dynamics(x, n, strip, c, true, true, glides);
        break;
    }
}

RT static void
glide_tile(lanes *x, uint32_t n, struct strip_lanes *strip, uint32_t at)
{
    lanes c[COEFS];

    memcpy(c, strip->c, sizeof c);
    for (uint32_t i = 0; i < n; i++) {
        const float t = (float)(at + i + 1) / CONSOLE_QUANTUM;

        for (int j = 0; j < strip->n_changes; j++) {
            const int k = strip->changes[j];

            c[k] = strip->c[k] + (strip->to[k] - strip->c[k]) * t;
        }
        x[i] = sound_in(x[i], c[COEF_TRIM]);
        run_sections(x + i, 1, strip, c, true);
    }
}

/* A section that is off keeps nothing: switched on again, it starts anew. */
INLINE void
settle(struct strip_lanes *strip)
{
    const lane_mask *on = strip->on;
    lanes *s = strip->s;

    for (int j = 0; j < 2 * FILTERS; j++)
        s[STATE_FILTER + j] = lanes_keep(on[j / 2], s[STATE_FILTER + j]);
    s[STATE_GATE_HOLD] = lanes_keep(on[SECTION_GATE], s[STATE_GATE_HOLD]);
    s[STATE_GATE_GAIN]
        = lanes_select(on[SECTION_GATE], s[STATE_GATE_GAIN], lanes_of(1));
    s[STATE_GATE_LOW] = lanes_keep(on[SECTION_GATE], s[STATE_GATE_LOW]);
    for (int j = STATE_COMP_PEAK; j < STATES; j++)
        s[j] = lanes_keep(on[SECTION_COMP], s[j]);
}

/* The glide is over. */
RT static void
arrive(struct strip_lanes *strip)
{
    memcpy(strip->c, strip->to, sizeof strip->c);
    memcpy(strip->on, strip->on_to, sizeof strip->on);
    strip->sections = strip->sections_to;
    strip->glides = false;
    settle(strip);
}

/* What an empty lane has: all off. */
static const struct console_coefs no_coefs;
static const struct console_state no_state;

INLINE void
gather_coefs(lanes c[64], lane_mask on[SECTIONS], uint32_t *sections,
             const struct console_coefs *const from[LANE_WIDTH])
{
    const float *row[LANE_WIDTH];

    *sections = 0;
    for (int l = 0; l < LANE_WIDTH; l++)
        *sections |= (uint32_t)from[l]->c[COEF_SECTIONS];
    for (int k = 0; k < COEFS; k += LANE_WIDTH) {
        for (int l = 0; l < LANE_WIDTH; l++)
            row[l] = from[l]->c + k;
        lanes_gather(c + k, row, LANE_WIDTH);
    }
    for (int j = 0; j < SECTIONS; j++)
        on[j] = c[COEF_ON + j] > 0.0f;
}

/* Returns whether a lane of these is in use. */
RT static bool
gather_strips(struct strip_lanes *strip, const struct console_group *group,
              int first)
{
    const struct console_coefs *from[LANE_WIDTH], *to[LANE_WIDTH];
    const float *row[LANE_WIDTH];
    lanes s[STATE_ROWS];
    bool used = false;

    strip->glides = false;
    for (int l = 0; l < LANE_WIDTH; l++) {
        const struct console_lane *lane = &group->lane[first + l];

        strip->x[l] = lane->x;
        from[l] = lane->x ? lane->from : &no_coefs;
        to[l] = lane->x ? lane->to : &no_coefs;
        strip->glides |= from[l] != to[l];
        strip->linked[l] = -(int32_t)(group->linked >> ((first + l) & ~1) & 1);
        used |= lane->x != NULL;
    }
    if (!used)
        return false;
    gather_coefs(strip->c, strip->on, &strip->sections, from);
    if (strip->glides) {
        gather_coefs(strip->to, strip->on_to, &strip->sections_to, to);
        strip->sections |= strip->sections_to;
        for (int j = 0; j < SECTIONS; j++)
            strip->on[j] |= strip->on_to[j];
        strip->n_changes = 0;
        for (int k = 0; k < COEFS; k++)
            if (memcmp(&strip->c[k], &strip->to[k], sizeof(lanes)) != 0)
                strip->changes[strip->n_changes++] = k;
    }
    for (int k = 0; k < STATES; k += LANE_WIDTH) {
        for (int l = 0; l < LANE_WIDTH; l++)
            row[l]
                = (strip->x[l] ? group->lane[first + l].state : &no_state)->s + k;
        lanes_gather(s + k, row, LANE_WIDTH);
    }
    for (int k = 0; k < STATES; k++)
        strip->s[k] = lanes_keep(lanes_abs(s[k]) <= 0x1p80f, s[k]);
    settle(strip);
    return true;
}

RT static void
scatter_states(struct strip_lanes *strip, const struct console_group *group,
               int first)
{
    lanes s[STATE_ROWS];
    float *row[LANE_WIDTH];
    float nothing[16];

    settle(strip);
    memcpy(s, strip->s, sizeof strip->s);
    memset(s + STATES, 0, sizeof s - sizeof strip->s);
    for (int k = 0; k < STATES; k += LANE_WIDTH) {
        for (int l = 0; l < LANE_WIDTH; l++)
            row[l] = (strip->x[l] ? group->lane[first + l].state->s : nothing) + k;
        lanes_scatter(row, s + k, LANE_WIDTH);
    }
}

/* The next n frames into the tile, with the trim unless that glides. */
INLINE void
fetch(lanes *tile, const struct strip_lanes *strip, uint32_t done, uint32_t n)
{
    static const float nothing[LANE_WIDTH];
    const float *x[LANE_WIDTH];

    for (uint32_t i = 0; i < n; i += LANE_WIDTH) {
        lanes frame[LANE_WIDTH];

        for (int l = 0; l < LANE_WIDTH; l++)
            x[l] = strip->x[l] ? strip->x[l] + done + i : nothing;
        lanes_gather(frame, x, n - i);
        for (int k = 0; k < LANE_WIDTH; k++)
            tile[i + k] = strip->glides ? frame[k]
                                        : sound_in(frame[k], strip->c[COEF_TRIM]);
    }
}

INLINE void
put_back(lanes *tile, const struct strip_lanes *strip, uint32_t done, uint32_t n)
{
    float nothing[LANE_WIDTH];
    float *x[LANE_WIDTH];

    for (uint32_t i = 0; i < n; i += LANE_WIDTH) {
        lanes frame[LANE_WIDTH];

        for (int k = 0; k < LANE_WIDTH; k++)
            frame[k] = sound_out(tile[i + k]);
        for (int l = 0; l < LANE_WIDTH; l++)
            x[l] = strip->x[l] ? strip->x[l] + done + i : nothing;
        lanes_scatter(x, frame, n - i);
    }
}

RT static void
run_group(const struct console_group *group, uint32_t at, uint32_t n)
{
    for (int first = 0; first < CONSOLE_LANES; first += LANE_WIDTH) {
        struct strip_lanes strip;

        if (!gather_strips(&strip, group, first))
            continue;
        for (uint32_t done = 0; done < n;) {
            const uint32_t place = (at + done) % CONSOLE_QUANTUM;
            const uint32_t left = CONSOLE_QUANTUM - place;
            const uint32_t count = n - done < left ? n - done : left;

            lanes tile[CONSOLE_QUANTUM];

            fetch(tile, &strip, done, count);
            if (strip.glides)
                glide_tile(tile, count, &strip, place);
            else
                run_sections(tile, count, &strip, strip.c, false);
            put_back(tile, &strip, done, count);
            done += count;
            if (strip.glides && count == left)
                arrive(&strip);
        }
        scatter_states(&strip, group, first);
    }
}

#endif
