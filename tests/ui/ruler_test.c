/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/ruler_paint.h"

#include "tests/test.h"
#include "tests/ui/golden_help.h"
#include "tests/ui/view_help.h"
#include "ui/timeline/labels.h"

enum { WIDTH = 1000, HEIGHT = 18, GAP = 16, BRIGHT = 0x50 };

/* Words in it: columns with letters, with a gap before the next. */
static int
words_in(const struct pixels *pixels)
{
    int words = 0, clear = GAP;

    for (int x = 0; x < pixels->width; x++) {
        bool ink = false;

        for (int y = 3; y < HEIGHT - 8; y++)
            ink = ink || (pixels->at[y * pixels->stride + x] & 0xff) > BRIGHT;
        words += ink && clear >= GAP;
        clear = ink ? 0 : clear + 1;
    }
    return words;
}

static int
words_of(enum ruler ruler, double scale)
{
    struct view_song song;
    const struct palette palette = palette_dark();
    struct pixels to = golden_pixels(WIDTH, HEIGHT, palette.bg2);

    view_song_open(&song);
    for (int i = 0; i < RULERS; i++)
        song.view->rulers.height[i] = i == (int)ruler ? HEIGHT : 0;
    song.view->zoom.scale = scale;
    song.view->zoom.start = 681600;
    const struct ruler_look look = {
        .view = song.view,
        .model = song.model,
        .palette = &palette,
        .labels = labels_new("Inter 8", 1),
        .strong = labels_new("Inter Bold 8", 1),
        .origin = (int64_t)(681600 / scale),
        .unit = 1,
    };
    ruler_paint(&look, &to);
    const int words = words_in(&to);
    labels_free(look.labels);
    labels_free(look.strong);
    golden_free(&to);
    view_song_close(&song);
    return words;
}

static void
at_every_zoom_a_ruler_says_where_one_is(void **state)
{
    static const enum ruler ASKED[] = {RULER_BARS, RULER_TIME};

    (void)state;
    for (size_t i = 0; i < COUNT(ASKED); i++)
        for (double scale = 8000; scale >= 0.02; scale *= 0.7) {
            const int words = words_of(ASKED[i], scale);

            if (words < 2 || words > 30)
                fail_msg("%d words at %g frames a pixel", words, scale);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_every_zoom_a_ruler_says_where_one_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
