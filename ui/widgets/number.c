/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/number.h"

#include "base/text.h"
#include "model/rows.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A fader's travel: half of it for the 24 dB around 0, where mixing happens. */
static const struct {
    double db, place;
} TRAVEL[] = {
    {12, 1},        {6, 0.885},    {0, 0.77},      {-6, 0.64},
    {-12, 0.515},   {-24, 0.315},  {-40, 0.145},   {-60, 0.045},
    {-80, 0.008},   {LEVEL_OFF_DB, 0},
};
enum { TRAVEL_COUNT = sizeof TRAVEL / sizeof *TRAVEL };

const struct number NUMBER_VOLUME = {NUMBER_DB, NUMBER_FADER, LEVEL_OFF_DB, 12, 0};
const struct number NUMBER_PANNING = {NUMBER_PAN, NUMBER_LINEAR, -1, 1, 0};

static double
between(double value, double low, double high)
{
    return value > low ? value < high ? value : high : low; /* NaN is low */
}

double
number_fader_place(double db)
{
    size_t i = 0;

    db = between(db, LEVEL_OFF_DB, TRAVEL[0].db);
    while (i < TRAVEL_COUNT - 2 && db < TRAVEL[i + 1].db)
        i++;
    return TRAVEL[i + 1].place
           + (db - TRAVEL[i + 1].db) / (TRAVEL[i].db - TRAVEL[i + 1].db)
                 * (TRAVEL[i].place - TRAVEL[i + 1].place);
}

static double
fader_db(double place)
{
    size_t i = 0;

    if (place <= TRAVEL[TRAVEL_COUNT - 2].place / 2)
        return LEVEL_OFF_DB; /* nobody means -100 dB */
    while (i < TRAVEL_COUNT - 2 && place < TRAVEL[i + 1].place)
        i++;
    return TRAVEL[i + 1].db
           + (place - TRAVEL[i + 1].place) / (TRAVEL[i].place - TRAVEL[i + 1].place)
                 * (TRAVEL[i].db - TRAVEL[i + 1].db);
}

double
number_place(const struct number *number, double value)
{
    value = between(value, number->low, number->high);
    switch (number->scale) {
    case NUMBER_FADER:
        return number_fader_place(value);
    case NUMBER_LOG:
        return log(value / number->low) / log(number->high / number->low);
    default:
        return (value - number->low) / (number->high - number->low);
    }
}

double
number_value(const struct number *number, double place)
{
    place = between(place, 0, 1);
    switch (number->scale) {
    case NUMBER_FADER:
        return between(fader_db(place), number->low, number->high);
    case NUMBER_LOG:
        return number->low * pow(number->high / number->low, place);
    default:
        return number->low + place * (number->high - number->low);
    }
}

static double
to_digits(double value, int digits)
{
    if (value == 0 || !isfinite(value))
        return value;
    const double unit = pow(10, floor(log10(fabs(value))) - (digits - 1));

    return round(value / unit) * unit;
}

double
number_round(const struct number *number, double value)
{
    switch (number->unit) {
    case NUMBER_DB:
        return value <= LEVEL_OFF_DB ? LEVEL_OFF_DB : round(value * 10) / 10;
    case NUMBER_PAN:
    case NUMBER_PLAIN:
        return round(value * 100) / 100;
    case NUMBER_PERCENT:
        return round(value * 10) / 10;
    default:
        return to_digits(value, 3);
    }
}

double
number_step(const struct number *number, double value, double steps, bool fine)
{
    const double size = fine ? 0.1 : 1;

    switch (number->unit) {
    case NUMBER_DB:
        /* between silence and the lowest level */
        if (number->low <= LEVEL_OFF_DB) {
            if (value <= -80 && steps > 0)
                return -60;
            if (value + steps * size < -80)
                return number->low;
        }
        value = round((value + steps * size) * 10) / 10;
        break;
    case NUMBER_PAN:
        value = round((value + steps * size * 0.05) * 1000) / 1000;
        break;
    default:
        value = number->scale == NUMBER_LOG
                    ? value * pow(2, steps * size / 12)
                    : value + steps * size * (number->high - number->low) / 100;
    }
    return between(value, number->low, number->high);
}

static void
pan_text(double pan, char *out, size_t size)
{
    const int percent = (int)lround(fabs(pan) * 100);

    if (percent == 0)
        /* TRANSLATORS: pan: centre, left, right */
        snprintf(out, size, "%s", _("C"));
    else
        snprintf(out, size, pan < 0 ? _("L%d") : _("R%d"), percent);
}

static void
digits_text(double value, char *out, size_t size)
{
    const int decimals = fabs(value) >= 99.95 ? 0 : fabs(value) >= 9.995 ? 1 : 2;

    snprintf(out, size, "%.*f", decimals, value);
}

void
number_text(const struct number *number, double value, char *out, size_t size)
{
    char digits[32];

    switch (number->unit) {
    case NUMBER_DB:
        if (value <= LEVEL_OFF_DB)
            snprintf(out, size, "-inf dB");
        else
            snprintf(out, size, "%.1f dB", fabs(value) < 0.05 ? 0.0 : value);
        return;
    case NUMBER_HZ:
        if (value < 999.5)
            snprintf(out, size, "%.*f Hz", value < 99.95, value);
        else
            snprintf(out, size, "%.*f kHz", value < 9995 ? 2 : 1, value / 1000);
        return;
    case NUMBER_MS:
        digits_text(value < 999.5 ? value : value / 1000, digits, sizeof digits);
        snprintf(out, size, value < 999.5 ? "%s ms" : "%s s", digits);
        return;
    case NUMBER_S:
        digits_text(value, digits, sizeof digits);
        snprintf(out, size, "%s s", digits);
        return;
    case NUMBER_RATIO:
        if (value >= 99.5)
            snprintf(out, size, "∞:1");
        else
            snprintf(out, size, "%.1f:1", value);
        return;
    case NUMBER_PERCENT:
        snprintf(out, size, "%.0f %%", value);
        return;
    case NUMBER_PAN:
        pan_text(value, out, size);
        return;
    default:
        digits_text(value, out, size);
    }
}

void
number_short(const struct number *number, double value, char *out, size_t size)
{
    char text[48];

    if (number->unit == NUMBER_DB && value <= LEVEL_OFF_DB) {
        snprintf(out, size, "−∞");
        return;
    }
    number_text(number, value, text, sizeof text);
    if (number->unit == NUMBER_DB)
        *strstr(text, " dB") = '\0';
    if (text[0] == '-')
        snprintf(out, size, "−%s", text + 1);
    else
        snprintf(out, size, "%s", text);
}

static const char *
skip_blanks(const char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    return text;
}

static bool
read_pan(const char *text, double *out)
{
    const int side = tolower((unsigned char)*text);

    if ((side == 'c' || side == 'm') && !*skip_blanks(text + 1)) {
        *out = 0;
        return true;
    }
    if (side != 'l' && side != 'r')
        return false;
    char *end;
    const double percent = strtod(text + 1, &end);

    if (end == text + 1 || *skip_blanks(end))
        return false;
    *out = (side == 'l' ? -percent : percent) / 100;
    return true;
}

/* A comma is a point to some, and a true minus is what we write ourselves. */
static void
plain(const char *text, char *out, size_t size)
{
    size_t n = 0;

    for (text = skip_blanks(text); *text && n + 1 < size; text++)
        if (strncmp(text, "−", 3) == 0) {
            out[n++] = '-';
            text += 2;
        } else
            out[n++] = *text == ',' ? '.' : *text;
    out[n] = '\0';
}

static bool
read_unit(const struct number *number, const char *unit, double *value)
{
    const int first = tolower((unsigned char)*unit);

    if (!first || (number->unit == NUMBER_DB && strncasecmp(unit, "db", 2) == 0)
        || *unit == '%' || *unit == ':')
        return true;
    if (first == 'k') {
        *value *= 1000;
        return true;
    }
    if (number->unit == NUMBER_MS && first == 's')
        *value *= 1000;
    if (number->unit == NUMBER_S && first == 'm')
        *value /= 1000;
    return first == 'h' || first == 'm' || first == 's';
}

bool
number_read(const struct number *number, const char *text, double *out)
{
    char line[64], *end;
    double value;

    plain(text, line, sizeof line);
    if (number->unit == NUMBER_PAN && read_pan(line, &value)) {
        *out = between(value, number->low, number->high);
        return true;
    }
    if (strncmp(line, "-∞", 4) == 0 || strncasecmp(line, "off", 3) == 0) {
        *out = number->low;
        return true;
    }
    value = strtod(line, &end);
    if (end == line || isnan(value) || !read_unit(number, skip_blanks(end), &value))
        return false;
    *out = between(value, number->low, number->high);
    return true;
}
