/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drag_tempo.c: changes of tempo and metre, taken hold of in their ruler.  A tempo
 * goes along the song, or, taken up or down, becomes faster or slower: whichever
 * the hand does first. */
#include "ui/view/drag_internal.h"
#include "ui/view/musical.h"

#include "model/ops_time.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

static const double PIXELS = 3; /* a step of the tempo */

/* --- tempo -------------------------------------------------------------------- */

static const struct row_tempo *
tempo_of(const struct drag *drag, const struct model *model)
{
    return model_row(model, TABLE_TEMPO, drag->hit.id);
}

/* The song's first one stays where it is. */
static void
tempo_start(struct drag *drag, struct view *view, const struct model *model)
{
    const struct row_tempo *tempo = tempo_of(drag, model);
    const bool up
        = fabs(drag->last.y - drag->first.y) > fabs(drag->last.x - drag->first.x);

    drag->scratch = tempo && (up || tempo->at.n == 0) ? tempo->bpm : 0;
}

/* Whole numbers; with Shift tenths. */
static void
tempo_value(struct drag *drag, const struct row_tempo *tempo)
{
    const double step = drag->last.mods & DRAG_SHIFT ? 10 : 1;
    const double up = round((drag->first.y - drag->last.y) / PIXELS);
    const double bpm
        = up == 0 ? tempo->bpm : (round(tempo->bpm * step) + up) / step;

    drag->scratch = fmin(fmax(bpm, TEMPO_MIN), TEMPO_MAX);
    snprintf(drag->look.text, sizeof drag->look.text, _("%.4g bpm"), drag->scratch);
}

static void
tempo_update(struct drag *drag, struct view *view, const struct model *model)
{
    const struct row_tempo *tempo = tempo_of(drag, model);

    if (!tempo)
        return;
    const int64_t was = tempo_frames(model_tempo(model), tempo->at).n;

    drag->look.id = tempo->id;
    drag->look.from = drag->look.to = was;
    if (drag->scratch > 0) {
        tempo_value(drag, tempo);
        return;
    }
    drag->look.from = drag->look.to = drag_place(drag, view, model, was);
    drag_say_place(drag, model, drag->look.from);
}

static void
tempo_set(struct drag *drag, struct view *view, const struct model *model,
          struct drag_result *result)
{
    const struct tempo_map *map = model_tempo(model);
    const struct row_tempo *tempo = tempo_of(drag, model);
    char at[TIMECODE_SIZE], to[TIMECODE_SIZE], bpm[32];

    if (!tempo)
        return;
    timecode_bars(map, tempo->at, at);
    if (drag->scratch > 0) {
        drag_db(bpm, sizeof bpm, drag->scratch);
        if (drag->scratch != tempo->bpm)
            drag_line(result, "tempo %s %s%s", at, bpm, tempo->ramp ? " ramp" : "");
    } else if (drag->look.from != tempo_frames(map, tempo->at).n) {
        musical_text(map, frames(drag->look.from), to);
        drag_line(result, "tempo-move %s %s", at, to);
    }
}

static void
tempo_click(struct drag *drag, struct view *view, const struct model *model,
            struct drag_result *result)
{
    const struct row_tempo *tempo = tempo_of(drag, model);

    if (!tempo)
        return;
    view->cursor = tempo_frames(model_tempo(model), tempo->at);
    result->locate = true;
}

const struct drag_kind DRAG_TEMPO = {
    .hint = N_("Drag up or down: tempo · Shift: tenths"),
    .shape = DRAG_MARKER,
    .start = tempo_start,
    .update = tempo_update,
    .finish = tempo_set,
    .click = tempo_click,
    .along = true,
};

/* --- metre -------------------------------------------------------------------- */

/* At the bars as they are without it. */
static void
metre_update(struct drag *drag, struct view *view, const struct model *model)
{
    const struct tempo_map *map = model_tempo(model);
    const struct row_metre *metre = model_row(model, TABLE_METRE, drag->hit.id);

    if (!metre)
        return;
    const double moved = drag_frame(drag, view) - drag->from;
    const int64_t was = tempo_frames(map, metre->at).n;
    const int64_t at = (int64_t)fmax((double)was + moved, 0);

    drag->look.id = metre->id;
    drag->look.refused = metre->at.n == 0;
    drag->look.from = drag->look.to
        = drag->look.refused
              ? was
              : tempo_frames(map, metre_bar(NULL, model, metre->id,
                                            tempo_ticks(map, frames(at))))
                    .n;
    drag_say_place(drag, model, drag->look.from);
    if (drag->look.refused)
        snprintf(drag->look.text, sizeof drag->look.text, "%s",
                 _("the song's first one stays"));
}

static void
metre_set(struct drag *drag, struct view *view, const struct model *model,
          struct drag_result *result)
{
    const struct tempo_map *map = model_tempo(model);
    const struct row_metre *metre = model_row(model, TABLE_METRE, drag->hit.id);
    char at[TIMECODE_SIZE], to[TIMECODE_SIZE];

    if (!metre || drag->look.from == tempo_frames(map, metre->at).n)
        return;
    timecode_bars(map, metre->at, at);
    musical_text(map, frames(drag->look.from), to);
    drag_line(result, "metre-move %s %s", at, to);
}

const struct drag_kind DRAG_METRE = {
    .hint = N_("Drag: to another bar"),
    .shape = DRAG_MARKER,
    .update = metre_update,
    .finish = metre_set,
    .along = true,
};
