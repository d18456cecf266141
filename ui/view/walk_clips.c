/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/walk_clips.h"

#include "base/text.h"
#include "ui/view/musical.h"

#include <stdio.h>
#include <stdlib.h>

/* The clip of a row whose middle is nearest to `at`, or 0. */
static int64_t
nearest_in(const struct view *view, const struct model *model, int64_t lane_id,
           int64_t at)
{
    size_t count;
    const struct clip_span *span = clips_of(view->clips, model, lane_id, &count);
    int64_t best = 0, distance = INT64_MAX;

    for (size_t i = 0; i < count; i++) {
        const int64_t away = span[i].start > at ? span[i].start - at
                             : span[i].end <= at ? at - span[i].end + 1
                                                 : 0;

        if (away < distance) {
            best = span[i].id;
            distance = away;
        }
    }
    return best;
}

static int64_t
along(const struct view *view, const struct model *model, int64_t lane_id,
      int64_t from, enum walk_way way)
{
    size_t count, at = 0;
    const struct clip_span *span = clips_of(view->clips, model, lane_id, &count);

    while (at < count && span[at].id != from)
        at++;
    if (at == count)
        return 0;
    switch (way) {
    case WALK_LEFT:
        return at > 0 ? span[at - 1].id : 0;
    case WALK_RIGHT:
        return at + 1 < count ? span[at + 1].id : 0;
    case WALK_FIRST:
        return span[0].id;
    default:
        return span[count - 1].id;
    }
}

static int64_t
across(const struct view *view, const struct model *model, size_t index, int64_t at,
       int direction)
{
    size_t count;
    const struct view_row *row = rows_list(view->rows, &count);

    for (size_t i = index + (size_t)direction; i < count; i += (size_t)direction) {
        const int64_t clip = nearest_in(view, model, row[i].lane_id, at);

        if (clip)
            return clip;
    }
    return 0;
}

/* The first row that has a clip, from the focus's track on, then from the top. */
static int64_t
begin(const struct view *view, const struct model *model)
{
    const int64_t track = selection_focus(view->selection, SELECT_TRACK);
    const struct view_row *row = rows_track(view->rows, track);
    const int64_t at = view->cursor.n;
    int64_t clip = row ? nearest_in(view, model, row->lane_id, at) : 0;

    if (!clip && row)
        clip = across(view, model, rows_index(view->rows, row), at, 1);
    return clip ? clip : across(view, model, (size_t)-1, at, 1);
}

int64_t
walk_clip(const struct view *view, const struct model *model, int64_t from,
          enum walk_way way)
{
    const struct row_clip *clip = model_row(model, TABLE_CLIP, from);
    const struct view_row *row
        = clip ? rows_of_lane(view->rows, model, clip->lane_id) : NULL;
    struct clip_span span;

    if (!row || !clips_span(model, from, &span))
        return begin(view, model);
    if (way != WALK_UP && way != WALK_DOWN)
        return along(view, model, clip->lane_id, from, way);
    return across(view, model, rows_index(view->rows, row), span.start,
                  way == WALK_UP ? -1 : 1);
}

/* --- what is said ------------------------------------------------------------- */

/* «bar 17», «bar 17 beat 3». */
static void
say_place(FILE *out, const struct tempo_map *map, int64_t at)
{
    const struct bbt place = tempo_bbt(map, musical_ticks(map, frames(at)));

    if (place.beat == 1 && place.tick == 0)
        fprintf(out, _("bar %lld"), (long long)place.bar);
    else
        fprintf(out, _("bar %lld beat %d"), (long long)place.bar, place.beat);
}

static void
say_where(FILE *out, const struct tempo_map *map, const struct clip_span *span)
{
    const struct bbt from = tempo_bbt(map, musical_ticks(map, frames(span->start)));
    const struct bbt to = tempo_bbt(map, musical_ticks(map, frames(span->end)));

    fputs(", ", out);
    if (from.beat == 1 && to.beat == 1 && from.tick == 0 && to.tick == 0) {
        fprintf(out, _("bar %lld to %lld"), (long long)from.bar, (long long)to.bar);
        return;
    }
    say_place(out, map, span->start);
    fputs(_(" to "), out);
    say_place(out, map, span->end);
}

static void
say_clip(FILE *out, const struct model *model, const struct row_clip *clip)
{
    const struct row_lane *lane = model_row(model, TABLE_LANE, clip->lane_id);
    const struct row_track *track
        = lane ? model_row(model, TABLE_TRACK, lane->track_id) : NULL;
    const struct row_take *take = model_row(model, TABLE_TAKE, clip->take_id);
    struct clip_span span;

    if (track)
        fprintf(out, "%s, ", track->name);
    if (take)
        fprintf(out, _("take %lld"), (long long)take->number);
    else
        fputs(clip->name, out);
    if (clips_span(model, clip->id, &span))
        say_where(out, model_tempo(model), &span);
    if (clip->muted)
        fputs(_(", muted"), out);
    if (clip->locked)
        fputs(_(", locked"), out);
}

char *
walk_clip_text(const struct model *model, int64_t clip_id)
{
    const struct row_clip *clip = model_row(model, TABLE_CLIP, clip_id);
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    if (!out)
        return NULL;
    if (clip)
        say_clip(out, model, clip);
    fclose(out);
    return text;
}

static const char *const KINDS[] = {
    [TRACK_AUDIO] = N_("audio track"), [TRACK_MIDI] = N_("MIDI track"),
    [TRACK_BUS] = N_("bus"),           [TRACK_FOLDER] = N_("folder"),
    [TRACK_MASTER] = N_("master"),
};

char *
walk_track_text(const struct view *view, const struct model *model,
                int64_t track_id)
{
    const struct row_track *track = model_row(model, TABLE_TRACK, track_id);
    const struct view_row *row = rows_track(view->rows, track_id);
    char *text = NULL;
    size_t size, clips;
    FILE *out = open_memstream(&text, &size);

    if (!out)
        return NULL;
    if (track)
        fprintf(out, "%s, %s", track->name, _(KINDS[track->kind]));
    clips_of(view->clips, model, row ? row->lane_id : 0, &clips);
    if (row && row->lane_id)
        fprintf(out, ngettext(", %zu clip", ", %zu clips", clips), clips);
    fclose(out);
    return text;
}
