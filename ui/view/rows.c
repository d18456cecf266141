/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/rows.h"

#include "model/edit.h"
#include "model/idmap.h"
#include "ui/view/alloc.h"

#include <math.h>
#include <stdlib.h>

enum { DEEPEST = 16 }; /* folders in folders */

static const int TRACK_HEIGHT[ROW_SIZES] = {30, 46, 92};
static const int LANE_HEIGHT[ROW_SIZES] = {26, 38, 64};

/* The header of a clip, and how high a row is that has room for it. */
enum { BAND = 14, BAND_ROW = 38 };

struct rows {
    struct view_row *list;
    size_t count, room;
    int height;
    struct idmap tracks; /* of an id, in `list` */
    struct idmap lanes;
    enum row_size size;
    double scale;
    struct row_state *states; /* of tracks that are not as all */
    size_t n_states, states_room;
    struct idmap state_of; /* of a track, in `states` */
};

/* What goes along while rows are built. */
struct building {
    struct rows *rows;
    const struct model *model;
    const struct row_track **tracks; /* in order; NULL: has its row */
    size_t count;
};

struct rows *
rows_new(void)
{
    struct rows *rows = view_alloc(1, sizeof *rows);

    rows->size = ROW_MEDIUM;
    rows->scale = 1;
    return rows;
}

void
rows_free(struct rows *rows)
{
    if (!rows)
        return;
    idmap_free(&rows->tracks);
    idmap_free(&rows->lanes);
    idmap_free(&rows->state_of);
    free(rows->states);
    free(rows->list);
    free(rows);
}

static void
map_put(struct idmap *map, int64_t id, size_t value)
{
    if (idmap_put(map, id, (uint32_t)value) != ST_OK)
        abort(); /* as alloc.h says */
}

/* --- heights and folds -------------------------------------------------------- */

static const struct row_state *
state_of(const struct rows *rows, int64_t track_id)
{
    const uint32_t *at = idmap_find(&rows->state_of, track_id);

    return at ? &rows->states[*at] : NULL;
}

static struct row_state *
own_state(struct rows *rows, int64_t track_id)
{
    const uint32_t *at = idmap_find(&rows->state_of, track_id);

    if (at)
        return &rows->states[*at];
    rows->states = view_grow(rows->states, &rows->states_room, rows->n_states + 1,
                             sizeof *rows->states);
    rows->states[rows->n_states] = (struct row_state){.track_id = track_id};
    map_put(&rows->state_of, track_id, rows->n_states);
    return &rows->states[rows->n_states++];
}

static int
drawn(const struct rows *rows, int height)
{
    return (int)lround(height * rows->scale);
}

static int
clamp_height(int height)
{
    return height < ROW_MIN_HEIGHT   ? ROW_MIN_HEIGHT
           : height > ROW_MAX_HEIGHT ? ROW_MAX_HEIGHT
                                     : height;
}

void
rows_set_height(struct rows *rows, int64_t track_id, int height)
{
    own_state(rows, track_id)->height
        = clamp_height((int)lround(height / rows->scale));
}

void
rows_set_size(struct rows *rows, enum row_size size)
{
    rows->size = size;
    for (size_t i = 0; i < rows->n_states; i++)
        rows->states[i].height = 0;
}

enum row_size
rows_size(const struct rows *rows)
{
    return rows->size;
}

void
rows_set_scale(struct rows *rows, double scale)
{
    rows->scale = scale < 0.5 ? 0.5 : scale > 4 ? 4 : scale;
}

double
rows_scale(const struct rows *rows)
{
    return rows->scale;
}

/* A folder is open and a track's lanes are not, where nobody has turned it. */
static bool
is_open(const struct rows *rows, int64_t track_id, int64_t track_kind)
{
    const struct row_state *state = state_of(rows, track_id);

    return (track_kind == TRACK_FOLDER) != (state && state->turned);
}

void
rows_set_open(struct rows *rows, int64_t track_id, bool open)
{
    const struct view_row *row = rows_track(rows, track_id);
    const bool folder = row && row->track_kind == TRACK_FOLDER;

    own_state(rows, track_id)->turned = open != folder;
}

bool
rows_state(const struct rows *rows, size_t index, struct row_state *out)
{
    if (index >= rows->n_states)
        return false;
    *out = rows->states[index];
    return true;
}

void
rows_set_state(struct rows *rows, const struct row_state *state)
{
    struct row_state *own = own_state(rows, state->track_id);

    own->height = state->height ? clamp_height(state->height) : 0;
    own->turned = state->turned;
}

void
rows_forget(struct rows *rows)
{
    idmap_free(&rows->state_of);
    rows->state_of = (struct idmap){0};
    rows->n_states = 0;
    rows->size = ROW_MEDIUM;
}

/* --- building ----------------------------------------------------------------- */

bool
rows_stale(const struct edit *edit)
{
    size_t count;
    const struct change *changes = edit_changes(edit, &count);

    for (size_t i = 0; i < count; i++)
        if (changes[i].table == TABLE_TRACK || changes[i].table == TABLE_LANE
            || changes[i].table == TABLE_COMP)
            return true;
    return false;
}

static int
in_order(double a, double b, int64_t id_a, int64_t id_b)
{
    if (a != b)
        return a < b ? -1 : 1;
    return (id_a > id_b) - (id_a < id_b);
}

static int
tracks_in_order(const void *a, const void *b)
{
    const struct row_track *const *x = a, *const *y = b;

    return in_order((*x)->sort, (*y)->sort, (*x)->id, (*y)->id);
}

static int
lanes_in_order(const void *a, const void *b)
{
    const struct row_lane *const *x = a, *const *y = b;

    return in_order((*x)->sort, (*y)->sort, (*x)->id, (*y)->id);
}

/* The lanes of a track from top to bottom, to be freed. */
static const struct row_lane **
sorted_lanes(const struct model *model, int64_t track_id, size_t *count)
{
    const struct row_lane **lanes = NULL;
    const struct row_lane *lane = model_first(model, TABLE_LANE, track_id);
    size_t room = 0;

    *count = 0;
    for (; lane; lane = model_next(model, TABLE_LANE, lane)) {
        lanes = view_grow(lanes, &room, *count + 1, sizeof *lanes);
        lanes[(*count)++] = lane;
    }
    if (*count > 1)
        qsort(lanes, *count, sizeof *lanes, lanes_in_order);
    return lanes;
}

static struct view_row *
add(struct rows *rows, struct view_row row)
{
    rows->list
        = view_grow(rows->list, &rows->room, rows->count + 1, sizeof *rows->list);
    row.y = rows->height;
    row.band = row.height >= drawn(rows, BAND_ROW) ? drawn(rows, BAND) : 0;
    rows->height += row.height;
    map_put(row.kind == VIEW_ROW_TRACK ? &rows->tracks : &rows->lanes, row.id,
            rows->count);
    rows->list[rows->count] = row;
    return &rows->list[rows->count++];
}

static int64_t
active_comp(const struct model *model, int64_t track_id)
{
    const struct row_comp *comp = model_first(model, TABLE_COMP, track_id);

    while (comp && !comp->active)
        comp = model_next(model, TABLE_COMP, comp);
    return comp ? comp->id : 0;
}

/* The topmost that plays; where none does, the topmost. */
static int64_t
playing(const struct row_lane *const *lanes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (lanes[i]->plays)
            return lanes[i]->id;
    return count > 0 ? lanes[0]->id : 0;
}

static void
add_lanes(struct rows *rows, const struct row_track *track, int depth,
          const struct row_lane *const *lanes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(rows, (struct view_row){
                      .kind = VIEW_ROW_LANE,
                      .id = lanes[i]->id,
                      .track_id = track->id,
                      .lane_id = lanes[i]->id,
                      .track_kind = track->kind,
                      .height = drawn(rows, LANE_HEIGHT[rows->size]),
                      .depth = depth + 1,
                  });
}

static bool
holds_tracks(const struct building *building, int64_t folder_id)
{
    for (size_t i = 0; i < building->count; i++)
        if (building->tracks[i] && building->tracks[i]->folder_id == folder_id)
            return true;
    return false;
}

static struct view_row
track_row(const struct building *building, const struct row_track *track, int depth)
{
    const struct row_state *state = state_of(building->rows, track->id);
    const int height = state && state->height ? state->height
                                              : TRACK_HEIGHT[building->rows->size];

    return (struct view_row){
        .kind = VIEW_ROW_TRACK,
        .id = track->id,
        .track_id = track->id,
        .comp_id = active_comp(building->model, track->id),
        .track_kind = track->kind,
        .height = drawn(building->rows, height),
        .depth = depth,
        .open = is_open(building->rows, track->id, track->kind),
    };
}

/* A track that is not shown (in a closed folder) is taken out of the list all the
 * same. */
static void add_within(struct building *building, int64_t folder_id, int depth,
                       bool shown);

static void
add_track(struct building *building, size_t index, int depth, bool shown)
{
    const struct row_track *track = building->tracks[index];
    struct view_row row = track_row(building, track, depth);
    const struct row_lane **lanes;
    size_t count;

    building->tracks[index] = NULL;
    if (track->kind == TRACK_FOLDER) {
        row.opens = holds_tracks(building, track->id);
        if (shown)
            add(building->rows, row);
        add_within(building, track->id, depth + 1, shown && row.open);
        return;
    }
    if (!shown)
        return;
    lanes = sorted_lanes(building->model, track->id, &count);
    row.lane_id = playing(lanes, count);
    row.opens = count > 1 || row.comp_id;
    row.open = row.open && row.opens;
    add(building->rows, row);
    if (row.open)
        add_lanes(building->rows, track, depth, lanes, count);
    free(lanes);
}

static void
add_within(struct building *building, int64_t folder_id, int depth, bool shown)
{
    if (depth > DEEPEST)
        return;
    for (size_t i = 0; i < building->count; i++)
        if (building->tracks[i] && building->tracks[i]->folder_id == folder_id)
            add_track(building, i, depth, shown);
}

static void
start_anew(struct rows *rows)
{
    rows->count = 0;
    rows->height = 0;
    idmap_free(&rows->tracks);
    idmap_free(&rows->lanes);
    rows->tracks = rows->lanes = (struct idmap){0};
}

static bool
lies_nowhere(const struct model *model, const struct row_track *track)
{
    const struct row_track *folder
        = model_row(model, TABLE_TRACK, track->folder_id);

    return !folder || folder->kind != TRACK_FOLDER;
}

/* Whatever folder a damaged song has put it in, a track is seen: those that no
 * folder has shown come last. */
void
rows_build(struct rows *rows, const struct model *model)
{
    struct building building = {.rows = rows, .model = model};
    size_t all;

    start_anew(rows);
    if (!model)
        return;
    const struct row_track *tracks = model_rows(model, TABLE_TRACK, &all);

    building.tracks = view_alloc(all, sizeof *building.tracks);
    for (size_t i = 0; i < all; i++)
        if (tracks[i].kind != TRACK_MASTER)
            building.tracks[building.count++] = &tracks[i];
    qsort(building.tracks, building.count, sizeof *building.tracks,
          tracks_in_order);
    for (size_t i = 0; i < building.count; i++)
        if (building.tracks[i] && lies_nowhere(model, building.tracks[i]))
            add_track(&building, i, 0, true);
    for (size_t i = 0; i < building.count; i++)
        if (building.tracks[i])
            add_track(&building, i, 0, true);
    free(building.tracks);
}

/* --- reading ------------------------------------------------------------------ */

const struct view_row *
rows_list(const struct rows *rows, size_t *count)
{
    *count = rows->count;
    return rows->list;
}

int
rows_height(const struct rows *rows)
{
    return rows->height;
}

const struct view_row *
rows_at(const struct rows *rows, double y)
{
    size_t low = 0, high = rows->count;

    if (y < 0 || y >= rows->height)
        return NULL;
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;

        if (rows->list[middle].y <= y)
            low = middle;
        else
            high = middle;
    }
    return &rows->list[low];
}

static const struct view_row *
find(const struct rows *rows, const struct idmap *map, int64_t id)
{
    const uint32_t *at = idmap_find(map, id);

    return at ? &rows->list[*at] : NULL;
}

const struct view_row *
rows_track(const struct rows *rows, int64_t track_id)
{
    return find(rows, &rows->tracks, track_id);
}

const struct view_row *
rows_lane(const struct rows *rows, int64_t lane_id)
{
    return find(rows, &rows->lanes, lane_id);
}

size_t
rows_index(const struct rows *rows, const struct view_row *row)
{
    return (size_t)(row - rows->list);
}

const struct view_row *
rows_of_lane(const struct rows *rows, const struct model *model, int64_t lane_id)
{
    const struct view_row *row = rows_lane(rows, lane_id);
    const struct row_lane *lane;

    if (row)
        return row;
    lane = model_row(model, TABLE_LANE, lane_id);
    row = lane ? rows_track(rows, lane->track_id) : NULL;
    return row && row->lane_id == lane_id ? row : NULL;
}
