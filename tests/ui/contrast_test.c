/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written can be read: the contrasts of WCAG 2.1 between the colours
 * of a palette. */
#include "base/base.h"
#include "tests/test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct sheet {
    char text[8192];
};

static void
open_sheet(const char *palette, struct sheet *sheet)
{
    char path[128];

    snprintf(path, sizeof path, "ui/style/colors-%s.css", palette);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    const size_t size = fread(sheet->text, 1, sizeof sheet->text - 1, file);
    sheet->text[size] = '\0';
    fclose(file);
}

/* Of what is written with # alone. */
static unsigned
color(const struct sheet *sheet, const char *name)
{
    char word[64];
    unsigned rgb = 0;

    snprintf(word, sizeof word, "@define-color %s #", name);
    const char *at = strstr(sheet->text, word);
    assert_non_null(at);
    assert_int_equal(sscanf(at + strlen(word), "%6x", &rgb), 1);
    return rgb;
}

static double
linear(unsigned byte)
{
    const double part = byte / 255.0;

    return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double
luminance(unsigned rgb)
{
    return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255)
           + 0.0722 * linear(rgb & 255);
}

static double
contrast(unsigned a, unsigned b)
{
    const double x = luminance(a), y = luminance(b);

    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static void
expect(const char *palette, const char *ink, const char *ground, double least)
{
    struct sheet sheet;

    open_sheet(palette, &sheet);
    const double got = contrast(color(&sheet, ink), color(&sheet, ground));
    if (got < least)
        fail_msg("%s: %s on %s has a contrast of %.2f, not %.1f", palette, ink,
                 ground, got, least);
}

static const char *const PALETTES[] = {"dark", "light", "contrast"};
static const char *const GROUNDS[] = {"bg0", "bg1", "bg2", "bg3"};
static const char *const STATES[]
    = {"accent", "play", "rec", "solo", "mute", "info"};

static void
words_stand_out_from_every_ground(void **state)
{
    (void)state;
    for (size_t p = 0; p < COUNT(PALETTES); p++)
        for (size_t g = 0; g < COUNT(GROUNDS); g++) {
            expect(PALETTES[p], "fg", GROUNDS[g], 7);
            expect(PALETTES[p], "dim", GROUNDS[g], 4.5);
        }
}

static void
faint_words_can_be_read_on_lanes_and_panels(void **state)
{
    (void)state;
    for (size_t p = 0; p < COUNT(PALETTES); p++) {
        expect(PALETTES[p], "faint", "bg1", 4.5);
        expect(PALETTES[p], "faint", "bg2", 4.5);
    }
}

static void
colours_that_tell_a_state_are_seen_and_can_be_written_on(void **state)
{
    (void)state;
    for (size_t p = 0; p < COUNT(PALETTES); p++)
        for (size_t s = 0; s < COUNT(STATES); s++) {
            for (size_t g = 0; g < COUNT(GROUNDS); g++)
                expect(PALETTES[p], STATES[s], GROUNDS[g], 3);
            expect(PALETTES[p], "ink", STATES[s], 4.5);
        }
}

static void
high_contrast_is_higher(void **state)
{
    (void)state;
    for (size_t g = 0; g < COUNT(GROUNDS); g++) {
        expect("contrast", "dim", GROUNDS[g], 7);
        expect("contrast", "faint", GROUNDS[g], 7);
        expect("contrast", "frame", GROUNDS[g], 3);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_out_from_every_ground),
        cmocka_unit_test(faint_words_can_be_read_on_lanes_and_panels),
        cmocka_unit_test(colours_that_tell_a_state_are_seen_and_can_be_written_on),
        cmocka_unit_test(high_contrast_is_higher),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
