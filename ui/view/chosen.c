/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/chosen.h"

#include "base/text.h"
#include "ui/view/musical.h"
#include "ui/view/walk_clips.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* «17|3», and «17|3|120» only where it is not on the beat. */
static void
write_place(const struct tempo_map *map, int64_t at, char text[TIMECODE_SIZE])
{
    const struct bbt place = tempo_bbt(map, musical_ticks(map, frames(at)));

    musical_text(map, frames(at), text);
    if (place.tick == 0)
        *strrchr(text, '|') = '\0';
}

static bool
on_bar(const struct bbt *place)
{
    return place->beat == 1 && place->tick == 0;
}

/* Whole bars are counted, all else has seconds. */
static void
write_length(FILE *out, const struct tempo_map *map, int64_t from, int64_t to)
{
    const struct bbt a = tempo_bbt(map, musical_ticks(map, frames(from)));
    const struct bbt b = tempo_bbt(map, musical_ticks(map, frames(to)));
    const unsigned bars = (unsigned)(b.bar - a.bar);

    if (on_bar(&a) && on_bar(&b) && bars > 0)
        fprintf(out, ngettext("%u bar", "%u bars", bars), bars);
    else
        fprintf(out, _("%.2f s"), (double)(to - from) / tempo_map_rate(map));
}

static char *
where(const struct model *model, int64_t from, int64_t to)
{
    const struct tempo_map *map = model_tempo(model);
    char a[TIMECODE_SIZE], b[TIMECODE_SIZE], *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    if (!out)
        return NULL;
    write_place(map, from, a);
    write_place(map, to, b);
    fprintf(out, "%s – %s, ", a, b);
    write_length(out, map, from, to);
    fclose(out);
    return text;
}

static char *
count_text(const char *format, size_t count)
{
    char *text;

    return asprintf(&text, format, (unsigned)count) < 0 ? NULL : text;
}

static struct chosen
clips(const struct model *model, const int64_t *ids, size_t count)
{
    const struct row_clip *first = model_row(model, TABLE_CLIP, ids[0]);
    int64_t from = INT64_MAX, to = INT64_MIN;
    struct chosen chosen = {0};
    struct clip_span span;

    for (size_t i = 0; i < count; i++)
        if (clips_span(model, ids[i], &span)) {
            from = span.start < from ? span.start : from;
            to = span.end > to ? span.end : to;
        }
    if (count == 1 && first)
        chosen.what = strdup(first->name);
    else
        chosen.what = count_text(ngettext("%u clip", "%u clips", count), count);
    chosen.where = from < to ? where(model, from, to) : strdup("");
    return chosen;
}

static char *
tracks(const struct view *view, const struct model *model)
{
    size_t count;
    const int64_t *ids = selection_ids(view->selection, SELECT_TRACK, &count);

    return count == 0 ? strdup("")
           : count == 1
               ? walk_track_text(view, model, ids[0])
               : count_text(ngettext("%u track", "%u tracks", count), count);
}

struct chosen
chosen_of(const struct view *view, const struct model *model)
{
    size_t count = 0;
    const int64_t *ids = selection_ids(view->selection, SELECT_CLIP, &count);
    frames_t from, to;

    if (!model)
        return (struct chosen){strdup(""), strdup("")};
    if (selection_range(view->selection, &from, &to))
        return (struct chosen){strdup(_("Range")), where(model, from.n, to.n)};
    if (count > 0)
        return clips(model, ids, count);
    return (struct chosen){tracks(view, model), strdup("")};
}

void
chosen_free(struct chosen *chosen)
{
    free(chosen->what);
    free(chosen->where);
    *chosen = (struct chosen){0};
}
