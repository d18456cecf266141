/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/typed.h"

#include <string.h>

enum { MOST = 4 };

/* Whole numbers with one of `between` between them; how many, or 0 where it is no
 * such. */
static int
numbers(const char *text, const char *between, gint64 out[MOST])
{
    int count = 0;

    while (count < MOST && g_ascii_isdigit(*text)) {
        char *end;

        out[count++] = g_ascii_strtoll(text, &end, 10);
        if (*end == '\0')
            return count;
        if (!strchr(between, *end))
            return 0;
        text = end + 1;
    }
    return 0;
}

static char *
bars(const char *text)
{
    gint64 part[MOST] = {0};
    const int count = numbers(text, "|., ", part);

    if (count == 0 || count > 3)
        return NULL;
    return g_strdup_printf("%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT
                           "|%" G_GINT64_FORMAT,
                           part[0], count > 1 ? part[1] : 1, part[2] * TYPED_TICKS);
}

/* The first sample that is shown as that frame. */
static char *
code(const char *text, uint32_t rate)
{
    gint64 part[MOST];

    if (numbers(text, ":;., ", part) != 4)
        return NULL;
    const gint64 seconds = (part[0] * 60 + part[1]) * 60 + part[2];

    return g_strdup_printf("%" G_GINT64_FORMAT "f",
                           seconds * rate
                               + (part[3] * rate + TYPED_CODE_FRAMES - 1)
                                     / TYPED_CODE_FRAMES);
}

static char *
time_of(const char *text)
{
    if (text[0] == '\0' || strspn(text, "0123456789.,") != strlen(text))
        return NULL;
    return g_strdelimit(g_strdup_printf("%ss", text), ",", '.');
}

static char *
samples(const char *text)
{
    gint64 part[MOST];

    return numbers(text, "", part) == 1
               ? g_strdup_printf("%" G_GINT64_FORMAT "f", part[0])
               : NULL;
}

char *
typed_place(enum ui_lcd_face face, const char *text, uint32_t rate)
{
    g_autofree char *bare = g_strstrip(g_strdup(text));
    char *place = face == UI_LCD_BARS       ? bars(bare)
                  : face == UI_LCD_TIME     ? time_of(bare)
                  : face == UI_LCD_TIMECODE ? code(bare, rate)
                                            : samples(bare);

    return place ? place : g_steal_pointer(&bare);
}

double
typed_number(const char *text)
{
    g_autofree char *plain = g_strdelimit(g_strdup(text), ",", '.');

    return g_ascii_strtod(plain, NULL);
}
