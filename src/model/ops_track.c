/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_track.h"

#include "base/id.h"
#include "base/text.h"
#include "model/ops_internal.h"
#include "model/routing.h"
#include "model/tables.h"
#include "model/walk.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    ANY = ~0U,
    NOT_MASTER = ~(1U << TRACK_MASTER),
    FOLDER = 1U << TRACK_FOLDER,
    BUSES = 1U << TRACK_BUS | 1U << TRACK_FOLDER | 1U << TRACK_MASTER,
    WITH_LANES = 1U << TRACK_AUDIO | 1U << TRACK_MIDI,
};

/* --- a new song --------------------------------------------------------------- */

enum status
op_song_new(const struct ops *ops, const char *name, int64_t rate)
{
    const struct op_track master = {.kind = TRACK_MASTER,
                                    .name = _("Master"),
                                    .color = 0xc8ccd0,
                                    .channels = 2};
    struct row_song song;
    struct row_tempo tempo;
    struct row_metre metre;
    enum status status;

    if (ops_row(ops, TABLE_SONG, SONG_ID))
        return fault_set(ops->fault, ST_EXISTS, name, "%s",
                         _("there is a song already"));
    if ((status
         = ops_check_number(ops, column_named(TABLE_SONG, "rate"), (double)rate))
            != ST_OK
        || (status = ops_check_text(ops, name)) != ST_OK)
        return status;
    row_init(TABLE_SONG, &song);
    song.id = SONG_ID;
    song.name = (char *)name;
    song.rate = rate;
    song.created = (int64_t)time(NULL);
    row_init(TABLE_TEMPO, &tempo);
    row_init(TABLE_METRE, &metre);
    if ((status = ops_put(ops, TABLE_SONG, &song)) != ST_OK
        || (status = ops_put(ops, TABLE_TEMPO, &tempo)) != ST_OK
        || (status = ops_put(ops, TABLE_METRE, &metre)) != ST_OK)
        return status;
    return op_track_add(ops, &master, NULL);
}

/* --- adding ------------------------------------------------------------------- */

/* Colours of tracks that were given none: apart from each other, and quiet on
 * dark. */
static const int64_t PALETTE[] = {
    0x5b9bd5, 0xd5745b, 0x7fb069, 0xc9a227, 0x9b72cf, 0x4fb3a5,
    0xcf6a9e, 0x8a9a5b, 0xb5835a, 0x6a7fdb, 0xd9935b, 0x5bb0c9,
};

static size_t
count_tracks(const struct ops *ops)
{
    struct walk walk = walk_all(ops->edit, ops->model, TABLE_TRACK);
    size_t count = 0;

    while (walk_next(&walk))
        count++;
    return count;
}

/* «Audio 3»: the first number that no track has. */
static void
usual_name(const struct ops *ops, enum track_kind kind, char *name, size_t size)
{
    static const char *const KINDS[] = {
        [TRACK_AUDIO] = N_("Audio"),   [TRACK_MIDI] = N_("MIDI"),
        [TRACK_BUS] = N_("Bus"),       [TRACK_FOLDER] = N_("Folder"),
        [TRACK_MASTER] = N_("Master"),
    };

    for (int number = 1;; number++) {
        snprintf(name, size, "%s %d", _(KINDS[kind]), number);
        if (!op_track_named(ops, name))
            return;
    }
}

/* The end of all tracks is above the master, which stays the last. */
static int64_t
place_before(const struct ops *ops, enum track_kind kind, int64_t before_id)
{
    return before_id || kind == TRACK_MASTER
               ? before_id
               : routing_master(ops->edit, ops->model);
}

static enum status
put_track(const struct ops *ops, const struct op_track *what, int64_t *id)
{
    struct row_track track;
    struct row_strip strip;
    char name[64] = "";
    enum status status;

    if (!what->name || !what->name[0])
        usual_name(ops, what->kind, name, sizeof name);
    row_init(TABLE_TRACK, &track);
    track.kind = what->kind;
    track.name = name[0] ? name : (char *)what->name;
    track.color = what->color >= 0 ? what->color
                                   : PALETTE[count_tracks(ops) % COUNT(PALETTE)];
    track.channels = what->channels              ? what->channels
                     : what->kind == TRACK_AUDIO ? 1
                                                 : 2;
    track.folder_id = what->folder_id;
    status
        = ops_sort_key(ops, TABLE_TRACK, 0, 0,
                       place_before(ops, what->kind, what->before_id), &track.sort);
    if (status != ST_OK || (status = ops_put(ops, TABLE_TRACK, &track)) != ST_OK)
        return status;
    row_init(TABLE_STRIP, &strip);
    strip.id = *id = track.id;
    return ops_put(ops, TABLE_STRIP, &strip);
}

static enum status
check_new_track(const struct ops *ops, const struct op_track *what)
{
    struct row_track other;
    enum status status;

    assert((unsigned)what->kind <= TRACK_MASTER);
    if (what->kind == TRACK_MASTER
        && (routing_master(ops->edit, ops->model) || what->folder_id))
        return fault_with(ops->fault, ST_EXISTS, what->name,
                          _("a song has one master, which lies in no folder"),
                          _("add a bus instead"));
    if (what->name && (status = ops_check_text(ops, what->name)) != ST_OK)
        return status;
    if (what->channels
        && (status = ops_check_number(ops, column_named(TABLE_TRACK, "channels"),
                                      (double)what->channels))
               != ST_OK)
        return status;
    if (what->color > 0xffffff)
        return fault_with(ops->fault, ST_RANGE, what->name, _("no such colour"),
                          _("choose one from #000000 to #FFFFFF"));
    if (what->before_id
        && (status = ops_get_track(ops, what->before_id, ANY, &other)) != ST_OK)
        return status;
    return what->folder_id ? ops_get_track(ops, what->folder_id, FOLDER, &other)
                           : ST_OK;
}

enum status
op_track_add(const struct ops *ops, const struct op_track *what, int64_t *id)
{
    struct row_lane lane;
    int64_t made;
    enum status status = check_new_track(ops, what);

    if (status != ST_OK || (status = put_track(ops, what, &made)) != ST_OK)
        return status;
    if (id)
        *id = made;
    if (!(WITH_LANES >> what->kind & 1))
        return ST_OK;
    row_init(TABLE_LANE, &lane);
    lane.track_id = made;
    lane.name = _("Lane 1");
    lane.sort = 1;
    lane.plays = 1;
    return ops_put(ops, TABLE_LANE, &lane);
}

/* --- finding ------------------------------------------------------------------ */

int64_t
op_track_named(const struct ops *ops, const char *name)
{
    struct walk walk = walk_all(ops->edit, ops->model, TABLE_TRACK);
    const struct row_track *found = NULL, *track;

    while ((track = walk_next(&walk)))
        if (strcmp(track->name, name) == 0
            && (!found || track->sort < found->sort
                || (track->sort == found->sort && track->id < found->id)))
            found = track;
    return found ? found->id : 0;
}

/* Whether lane a comes before lane b: those that play first, then from the top. */
static bool
lane_comes_first(const struct row_lane *a, const struct row_lane *b)
{
    if (a->plays != b->plays)
        return a->plays;
    return a->sort != b->sort ? a->sort < b->sort : a->id < b->id;
}

int64_t
op_track_lane(const struct ops *ops, int64_t track_id)
{
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_LANE, track_id);
    const struct row_lane *found = NULL, *lane;

    while ((lane = walk_next(&walk)))
        if (!found || lane_comes_first(lane, found))
            found = lane;
    return found ? found->id : 0;
}

/* --- changing ----------------------------------------------------------------- */

enum status
op_track_rename(const struct ops *ops, int64_t id, const char *name)
{
    return op_set_text(ops, TABLE_TRACK, id, "name", name);
}

enum status
op_track_color(const struct ops *ops, int64_t id, int64_t color)
{
    return op_set_number(ops, TABLE_TRACK, id, "color", (double)color);
}

enum status
op_track_move(const struct ops *ops, int64_t id, int64_t before_id)
{
    struct row_track track, other;
    enum status status = ops_get_track(ops, id, ANY, &track);

    if (status != ST_OK || id == before_id)
        return status;
    if (before_id && (status = ops_get_track(ops, before_id, ANY, &other)) != ST_OK)
        return status;
    before_id = place_before(ops, (enum track_kind)track.kind, before_id);
    status = ops_sort_key(ops, TABLE_TRACK, 0, id, before_id, &track.sort);
    return status == ST_OK ? ops_put(ops, TABLE_TRACK, &track) : status;
}

static enum status
circle(const struct ops *ops, const struct row_track *track)
{
    fault_set(ops->fault, ST_CONFLICT, track->name, "%s",
              _("its sound would come back to it"));
    fault_remedy(ops->fault, "%s",
                 _("look at the outputs, folders and sends on the way"));
    return ST_CONFLICT;
}

/* Put a track whose way out has changed, unless it would then feed itself.  The
 * edit holds it already when that turns out: it is then spent, as after any
 * failure. */
static enum status
put_routed(const struct ops *ops, struct row_track *track)
{
    enum status status = ops_put(ops, TABLE_TRACK, track);
    bool itself;

    if (status != ST_OK)
        return status;
    if (routing_reaches(ops->edit, ops->model, track->id, track->id, &itself)
        != ST_OK)
        return ops_no_memory(ops);
    return itself ? circle(ops, track) : ST_OK;
}

enum status
op_track_fold(const struct ops *ops, int64_t id, int64_t folder_id)
{
    struct row_track track, folder;
    enum status status = ops_get_track(ops, id, NOT_MASTER, &track);

    if (status != ST_OK)
        return status;
    if (folder_id
        && (status = ops_get_track(ops, folder_id, FOLDER, &folder)) != ST_OK)
        return status;
    for (int64_t up = folder_id; up;) {
        const struct row_track *above = ops_row(ops, TABLE_TRACK, up);

        if (up == id)
            return fault_with(ops->fault, ST_CONFLICT, track.name,
                              _("a folder cannot lie in itself"),
                              _("choose another folder"));
        up = above ? above->folder_id : 0;
    }
    track.folder_id = folder_id;
    return put_routed(ops, &track);
}

enum status
op_track_output(const struct ops *ops, int64_t id, int64_t output_id)
{
    struct row_track track, output;
    enum status status = ops_get_track(ops, id, NOT_MASTER, &track);

    if (status != ST_OK)
        return status;
    if (output_id
        && (status = ops_get_track(ops, output_id, BUSES, &output)) != ST_OK)
        return status;
    track.output_id = output_id;
    return put_routed(ops, &track);
}

/* --- deleting and copying ----------------------------------------------------- */

/* What lay in the folder lies where it lay. */
static enum status
empty_folder(const struct ops *ops, const struct row_track *folder)
{
    struct ids inside = {0};
    enum status status = ids_collect(ops, TABLE_TRACK, folder->id, &inside);

    for (size_t i = 0; status == ST_OK && i < inside.count; i++) {
        struct row_track track;

        if ((status = ops_get(ops, TABLE_TRACK, inside.all[i], &track)) != ST_OK)
            break;
        track.folder_id = folder->folder_id;
        status = ops_put(ops, TABLE_TRACK, &track);
    }
    ids_free(&inside);
    return status;
}

enum status
op_track_delete(const struct ops *ops, int64_t id)
{
    struct row_track track;
    enum status status = ops_get_track(ops, id, NOT_MASTER, &track);

    if (status != ST_OK || (status = empty_folder(ops, &track)) != ST_OK
        || (status = ops_delete_tree(ops, TABLE_TRACK, id)) != ST_OK
        || (status = ops_mend(ops, TABLE_TRACK)) != ST_OK
        || (status = ops_mend(ops, TABLE_LANE)) != ST_OK)
        return status;
    return ops_mend(ops, TABLE_TAKE);
}

/* The track right below another, or 0. */
static int64_t
track_below(const struct ops *ops, const struct row_track *track)
{
    struct walk walk = walk_all(ops->edit, ops->model, TABLE_TRACK);
    const struct row_track *found = NULL, *other;

    while ((other = walk_next(&walk))) {
        const bool below = other->sort > track->sort
                           || (other->sort == track->sort && other->id > track->id);

        if (below
            && (!found || other->sort < found->sort
                || (other->sort == found->sort && other->id < found->id)))
            found = other;
    }
    return found ? found->id : 0;
}

enum status
op_track_duplicate(const struct ops *ops, int64_t id, int64_t *copy)
{
    struct row_track track;
    char name[200];
    int64_t made;
    enum status status = ops_get_track(ops, id, NOT_MASTER, &track);

    if (status != ST_OK)
        return status;
    const int64_t below = track_below(ops, &track);

    if ((status = ops_copy_tree(ops, TABLE_TRACK, id, &made)) != ST_OK
        || (status = ops_get(ops, TABLE_TRACK, made, &track)) != ST_OK
        || (status = ops_sort_key(ops, TABLE_TRACK, 0, made, below, &track.sort))
               != ST_OK)
        return status;
    if (strlen(track.name) < 150) {
        snprintf(name, sizeof name, _("%s copy"), track.name);
        track.name = name;
    }
    if (copy)
        *copy = made;
    return ops_put(ops, TABLE_TRACK, &track);
}
