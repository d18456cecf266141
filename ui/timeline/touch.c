/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/touch.h"

#include "model/idmap.h"

#include <glib.h>

/* An edit of more rows than this touches whatever is seen. */
enum { MANY = 256 };

struct touch {
    GArray *lanes;         /* ids */
    struct idmap lane_at;  /* of a lane, in `lanes` */
    struct idmap of_clip;  /* likewise, of a clip: where it was seen last */
};

struct touching {
    struct touch *touch;
    const struct model *model;
    void (*row)(void *user, int64_t id);
    void *user;
    bool all;
};

struct touch *
touch_new(void)
{
    struct touch *touch = g_new0(struct touch, 1);

    touch->lanes = g_array_new(FALSE, FALSE, sizeof(int64_t));
    return touch;
}

static void
forget(struct touch *touch)
{
    g_array_set_size(touch->lanes, 0);
    idmap_free(&touch->lane_at);
    idmap_free(&touch->of_clip);
}

void
touch_free(struct touch *touch)
{
    if (!touch)
        return;
    forget(touch);
    g_array_unref(touch->lanes);
    g_free(touch);
}

static void
put(struct idmap *map, int64_t id, uint32_t value)
{
    if (idmap_put(map, id, value) != ST_OK)
        g_error("no memory"); /* as g_malloc() does */
}

static void
note(struct touch *touch, const struct row_clip *clip)
{
    const uint32_t *at = idmap_find(&touch->lane_at, clip->lane_id);
    const uint32_t place = at ? *at : touch->lanes->len;

    if (!at) {
        g_array_append_val(touch->lanes, clip->lane_id);
        put(&touch->lane_at, clip->lane_id, place);
    }
    put(&touch->of_clip, clip->id, place);
}

/* 0: it was nowhere. */
static int64_t
lane_before(const struct touch *touch, int64_t clip)
{
    const uint32_t *at = idmap_find(&touch->of_clip, clip);

    return at ? g_array_index(touch->lanes, int64_t, *at) : 0;
}

void
touch_song(struct touch *touch, const struct model *model)
{
    size_t count = 0;
    const struct row_clip *clips
        = model ? model_rows(model, TABLE_CLIP, &count) : NULL;

    forget(touch);
    if (idmap_reserve(&touch->of_clip, count) != ST_OK)
        g_error("no memory");
    for (size_t i = 0; i < count; i++)
        note(touch, &clips[i]);
}

/* --- what a row of a table means ---------------------------------------------- */

static void
touch_track(struct touching *t, int64_t track)
{
    const struct row_track *row = model_row(t->model, TABLE_TRACK, track);
    const struct row_lane *lane;

    if (row && row->kind == TRACK_FOLDER)
        t->all = true; /* what is in it may be muted by it */
    t->row(t->user, track);
    for (lane = model_first(t->model, TABLE_LANE, track); lane;
         lane = model_next(t->model, TABLE_LANE, lane))
        t->row(t->user, lane->id);
}

/* Folders show the clips of what lies in them. */
static void
touch_folders(struct touching *t, int64_t track)
{
    for (int depth = 0; track && depth < 64; depth++) {
        const struct row_track *row = model_row(t->model, TABLE_TRACK, track);

        t->row(t->user, track);
        track = row ? row->folder_id : 0;
    }
}

static void
touch_lane(struct touching *t, int64_t lane)
{
    const struct row_lane *row = model_row(t->model, TABLE_LANE, lane);

    t->row(t->user, lane);
    if (row)
        touch_folders(t, row->track_id);
    else
        t->all = true;
}

static void
touch_clip(struct touching *t, int64_t clip)
{
    const struct row_clip *row = model_row(t->model, TABLE_CLIP, clip);
    const int64_t before = lane_before(t->touch, clip);

    if (before && (!row || row->lane_id != before))
        touch_lane(t, before);
    if (row) {
        touch_lane(t, row->lane_id);
        note(t->touch, row);
    } else {
        idmap_remove(&t->touch->of_clip, clip);
    }
}

static void
touch_comp(struct touching *t, int64_t comp)
{
    const struct row_comp *row = model_row(t->model, TABLE_COMP, comp);

    if (row)
        touch_track(t, row->track_id);
    else
        t->all = true;
}

static void
touch_change(struct touching *t, const struct change *change)
{
    const struct row_comp_range *range;

    switch (change->table) {
    case TABLE_TRACK:
        t->all = true; /* the folder that it lies in, or lay in, shows it as well */
        break;
    case TABLE_STRIP:
        touch_track(t, change->id);
        break;
    case TABLE_LANE:
        touch_lane(t, change->id);
        break;
    case TABLE_CLIP:
        touch_clip(t, change->id);
        break;
    case TABLE_COMP:
        touch_comp(t, change->id);
        break;
    case TABLE_COMP_RANGE:
        range = model_row(t->model, TABLE_COMP_RANGE, change->id);
        touch_comp(t, range ? range->comp_id : 0);
        break;
    case TABLE_NOTE:
    case TABLE_EVENT:
    case TABLE_TEMPO:
    case TABLE_METRE:
    case TABLE_SOURCE:
        t->all = true;
        break;
    default:
        break;
    }
}

void
touch_edit(struct touch *touch, const struct model *model, const struct edit *edit,
           void (*row)(void *user, int64_t id), void *user)
{
    struct touching touching = {touch, model, row, user, false};
    size_t count;
    const struct change *changes = edit_changes(edit, &count);

    if (count > MANY) {
        touch_song(touch, model);
        row(user, 0);
        return;
    }
    for (size_t i = 0; i < count; i++)
        touch_change(&touching, &changes[i]);
    if (touching.all)
        row(user, 0);
}
