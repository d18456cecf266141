/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/spectrum.h"

#include "dsp/fft.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = SPECTRUM_FRAMES / 2 + 1 };
static const double FALL_DB = 36.0, PEAK_FALL_DB = 9.0; /* a second */

struct place {
    double first, last; /* in bins: as far as half the way to its neighbours */
    double now, peak;
};

struct spectrum {
    struct fft *fft;
    float frames[SPECTRUM_FRAMES]; /* oldest first */
    float db[BINS];
    size_t fed; /* since the last turn */
    size_t count;
    struct place places[];
};

static void
set_places(struct spectrum *self, double rate, const double hz[])
{
    const double bin = rate / SPECTRUM_FRAMES;

    for (size_t i = 0; i < self->count; i++) {
        struct place *place = &self->places[i];
        const double before = i > 0 ? hz[i - 1] : hz[i];
        const double after = i + 1 < self->count ? hz[i + 1] : hz[i];

        place->first = sqrt(before * hz[i]) / bin;
        place->last = sqrt(hz[i] * after) / bin;
        place->now = place->peak = SPECTRUM_SILENT_DB;
    }
}

enum status
spectrum_new(struct spectrum **out, double rate, const double hz[], size_t count)
{
    *out = NULL;
    if (count == 0 || !(rate > 0))
        return ST_RANGE;
    struct spectrum *self
        = calloc(1, sizeof *self + count * sizeof self->places[0]);
    if (!self)
        return ST_NO_MEM;
    if (fft_new(&self->fft, SPECTRUM_FRAMES)) {
        free(self);
        return ST_NO_MEM;
    }
    self->count = count;
    set_places(self, rate, hz);
    *out = self;
    return ST_OK;
}

void
spectrum_free(struct spectrum *self)
{
    if (!self)
        return;
    fft_free(self->fft);
    free(self);
}

void
spectrum_feed(struct spectrum *self, const float *frames, size_t count)
{
    if (count > SPECTRUM_FRAMES) {
        frames += count - SPECTRUM_FRAMES;
        count = SPECTRUM_FRAMES;
    }
    memmove(self->frames, self->frames + count,
            (SPECTRUM_FRAMES - count) * sizeof *self->frames);
    memcpy(self->frames + SPECTRUM_FRAMES - count, frames, count * sizeof *frames);
    self->fed += count;
}

static void
look(struct spectrum *self)
{
    fft_power(self->fft, self->frames, self->db);
    for (size_t i = 0; i < BINS; i++)
        self->db[i] = self->db[i] > 1e-12f ? 10 * log10f(self->db[i])
                                           : (float)SPECTRUM_SILENT_DB;
}

/* Between bins, a straight line. */
static double
db_at(const struct spectrum *self, double bin)
{
    const size_t below = (size_t)bin;

    if (below + 1 >= BINS)
        return self->db[BINS - 1];
    return self->db[below]
           + (self->db[below + 1] - self->db[below]) * (bin - (double)below);
}

/* The loudest between a place's ends. */
static double
loudest(const struct spectrum *self, const struct place *place)
{
    double most = fmax(db_at(self, place->first), db_at(self, place->last));

    for (size_t bin = (size_t)place->first + 1; bin < place->last && bin < BINS;
         bin++)
        most = fmax(most, self->db[bin]);
    return most;
}

void
spectrum_turn(struct spectrum *self, double seconds)
{
    const bool sounds = self->fed > 0;

    if (sounds)
        look(self);
    self->fed = 0;
    for (size_t i = 0; i < self->count; i++) {
        struct place *place = &self->places[i];
        const double there = sounds ? loudest(self, place) : SPECTRUM_SILENT_DB;

        place->now = fmax(there, place->now - FALL_DB * seconds);
        place->peak = fmax(place->now, place->peak - PEAK_FALL_DB * seconds);
    }
}

double
spectrum_db(const struct spectrum *self, size_t place)
{
    return self->places[place].now;
}

double
spectrum_peak_db(const struct spectrum *self, size_t place)
{
    return self->places[place].peak;
}
