/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/touch.h"

#include <glib.h>

/* An edit of more rows than this touches whatever is seen. */
enum { MANY = 256 };

struct touch {
    GHashTable *lanes; /* clip to lane */
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

    touch->lanes
        = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    return touch;
}

void
touch_free(struct touch *touch)
{
    if (!touch)
        return;
    g_hash_table_unref(touch->lanes);
    g_free(touch);
}

static int64_t *
kept(int64_t id)
{
    return g_memdup2(&id, sizeof id);
}

void
touch_song(struct touch *touch, const struct model *model)
{
    size_t count = 0;
    const struct row_clip *clips
        = model ? model_rows(model, TABLE_CLIP, &count) : NULL;

    g_hash_table_remove_all(touch->lanes);
    for (size_t i = 0; i < count; i++)
        g_hash_table_insert(touch->lanes, kept(clips[i].id),
                            kept(clips[i].lane_id));
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
    const int64_t *before = g_hash_table_lookup(t->touch->lanes, &clip);

    if (before && (!row || row->lane_id != *before))
        touch_lane(t, *before);
    if (row) {
        touch_lane(t, row->lane_id);
        if (!before || row->lane_id != *before)
            g_hash_table_replace(t->touch->lanes, kept(clip), kept(row->lane_id));
    } else {
        g_hash_table_remove(t->touch->lanes, &clip);
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
