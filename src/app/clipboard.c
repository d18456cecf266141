/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/clipboard.h"

#include "app/place.h"
#include "base/text.h"
#include "model/ops_clip.h"
#include "model/ops_track.h"
#include "model/tables.h"

#include <errno.h>
#include <stdlib.h>

/* A clip, or a note or event of the clip before it. */
struct kept {
    enum table table;
    union row row;
};

struct clipboard {
    struct kept *kept;
    size_t count, room;
    size_t clips;
    frames_t first; /* where the earliest clip began */
    bool one_lane;
};

void
clipboard_free(struct clipboard *clipboard)
{
    if (!clipboard)
        return;
    for (size_t i = 0; i < clipboard->count; i++)
        row_free(clipboard->kept[i].table, &clipboard->kept[i].row);
    free(clipboard->kept);
    free(clipboard);
}

/* --- taking ------------------------------------------------------------------- */

static enum status
keep(struct clipboard *clipboard, enum table table, const void *row)
{
    if (clipboard->count == clipboard->room) {
        const size_t room = clipboard->room ? clipboard->room * 2 : 16;
        struct kept *kept = realloc(clipboard->kept, room * sizeof *kept);

        if (!kept)
            return ST_NO_MEM;
        clipboard->kept = kept;
        clipboard->room = room;
    }
    struct kept *kept = &clipboard->kept[clipboard->count];
    kept->table = table;
    const enum status status = row_copy(table, &kept->row, row);

    clipboard->count += status == ST_OK;
    return status;
}

static enum status
keep_owned(struct clipboard *clipboard, const struct model *model, enum table table,
           int64_t clip)
{
    const void *row = model_first(model, table, clip);
    enum status status = ST_OK;

    for (; row && status == ST_OK; row = model_next(model, table, row))
        status = keep(clipboard, table, row);
    return status;
}

static enum status
keep_clip(struct clipboard *clipboard, const struct model *model,
          const struct row_clip *clip)
{
    const frames_t start = place_clip_start(model, clip);
    const bool first = clipboard->clips == 0;
    enum status status;

    if (first || start.n < clipboard->first.n)
        clipboard->first = start;
    clipboard->one_lane
        = first
          || (clipboard->one_lane
              && clip->lane_id == clipboard->kept[0].row.clip.lane_id);
    if ((status = keep(clipboard, TABLE_CLIP, clip)) != ST_OK
        || (status = keep_owned(clipboard, model, TABLE_NOTE, clip->id)) != ST_OK)
        return status;
    clipboard->clips++;
    return keep_owned(clipboard, model, TABLE_EVENT, clip->id);
}

enum status
clipboard_take(struct clipboard **out, const struct model *model,
               const int64_t *clips, size_t count)
{
    struct clipboard *clipboard = calloc(1, sizeof *clipboard);
    enum status status = clipboard ? ST_OK : ST_NO_MEM;

    *out = NULL;
    for (size_t i = 0; i < count && status == ST_OK; i++) {
        const struct row_clip *clip = model_row(model, TABLE_CLIP, clips[i]);

        if (clip)
            status = keep_clip(clipboard, model, clip);
    }
    if (status == ST_OK && clipboard->clips == 0)
        status = ST_NOT_FOUND;
    if (status != ST_OK) {
        clipboard_free(clipboard);
        return status;
    }
    *out = clipboard;
    return ST_OK;
}

/* --- pasting ------------------------------------------------------------------ */

static enum status
find_lane(const struct clipboard *clipboard, const struct ops *ops,
          const struct row_clip *clip, int64_t track, int64_t *out)
{
    const struct row_lane *own = model_row(ops->model, TABLE_LANE, clip->lane_id);

    *out = own ? own->id : 0;
    if (track && (clipboard->one_lane || !own))
        *out = op_track_lane(ops, track);
    return *out
               ? ST_OK
               : fault_with(ops->fault, ST_NOT_FOUND, clip->name,
                            _("has no lane to lie on"), _("select an audio track"));
}

/* The copy first lies where the clip was, on its own lane or another, and is then
 * moved: so the op sees to unit, layer and kind. */
static enum status
paste_clip(const struct clipboard *clipboard, const struct ops *ops,
           const struct row_clip *kept, frames_t at, int64_t track, int64_t *id)
{
    struct row_clip clip = *kept;
    int64_t lane;
    enum status status = find_lane(clipboard, ops, kept, track, &lane);

    if (status != ST_OK)
        return status;
    const struct row_lane *row = model_row(ops->model, TABLE_LANE, lane);
    const struct row_track *owner
        = model_row(ops->model, TABLE_TRACK, row->track_id);

    if ((owner->kind == TRACK_MIDI) != (clip.kind == CLIP_MIDI))
        return fault_with(ops->fault, ST_KIND, clip.name,
                          _("sound and MIDI lie on tracks of their own"),
                          _("select another track"));
    clip.id = 0;
    clip.lane_id = lane;
    clip.locked = 0;
    if (clip.take_id && !model_row(ops->model, TABLE_TAKE, clip.take_id))
        clip.take_id = 0;
    if (edit_put(ops->edit, TABLE_CLIP, &clip) != ST_OK)
        return fault_errno(ops->fault, ENOMEM, NULL);
    *id = clip.id;
    return op_clips_move(ops, id, NULL, 1,
                         (struct when){at.n - clipboard->first.n, TIME_FRAMES});
}

static enum status
paste_owned(const struct ops *ops, const struct kept *kept, int64_t clip)
{
    union row row = kept->row;

    row.id = 0;
    if (kept->table == TABLE_NOTE)
        row.note.clip_id = clip;
    else
        row.event.clip_id = clip;
    return edit_put(ops->edit, kept->table, &row) == ST_OK
               ? ST_OK
               : fault_errno(ops->fault, ENOMEM, NULL);
}

static enum status
paste_all(const struct clipboard *clipboard, const struct ops *ops, frames_t at,
          int64_t track)
{
    enum status status = ST_OK;
    int64_t clip = 0;

    for (size_t i = 0; i < clipboard->count && status == ST_OK; i++) {
        const struct kept *kept = &clipboard->kept[i];

        if (kept->table == TABLE_CLIP)
            status = paste_clip(clipboard, ops, &kept->row.clip, at, track, &clip);
        else
            status = paste_owned(ops, kept, clip);
    }
    return status;
}

enum status
clipboard_paste(const struct clipboard *clipboard, struct session *session,
                frames_t at, int64_t track, struct fault *fault)
{
    struct edit *edit;
    enum status status;

    if (edit_new(&edit, _("Paste clips")))
        return fault_errno(fault, ENOMEM, NULL);
    const struct ops ops = {edit, session_model(session), fault};

    status = paste_all(clipboard, &ops, at, track);
    if (status == ST_OK)
        status = session_commit(session, edit, fault);
    edit_free(edit);
    return status;
}
