/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rows.h: what lies where from top to bottom: tracks, the take lanes of those that
 * are opened, and what folders hold.
 *
 * Main thread.  The master is no row.  Heights are view state, kept by track; they
 * are told and drawn in pixels, and grow with the font. */
#ifndef VIEW_ROWS_H
#define VIEW_ROWS_H

#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

struct edit;
struct rows;

enum view_row_kind { VIEW_ROW_TRACK, VIEW_ROW_LANE };

struct view_row {
    enum view_row_kind kind;
    int64_t id;       /* the track's or lane's */
    int64_t track_id;
    /* whose clips are seen here; of a track, the lane that plays; 0: none */
    int64_t lane_id;
    /* of a track: the comp that sounds instead of the lane, or 0 */
    int64_t comp_id;
    int64_t track_kind; /* enum track_kind */
    int y;      /* from the top of all rows */
    int height; /* with the line below it */
    /* height of the header of its clips, with their names; 0: too low for one */
    int band;
    int depth;  /* how many folders it lies in, and one more for a lane */
    bool opens; /* has lanes or tracks that can be shown below it */
    bool open;  /* shows them */
};

enum row_size { ROW_SMALL, ROW_MEDIUM, ROW_LARGE, ROW_SIZES };
enum { ROW_MIN_HEIGHT = 24, ROW_MAX_HEIGHT = 600 };
/* pixels that a head stands in for each folder that it lies in */
enum { ROW_INDENT = 12 };

struct rows *rows_new(void);
void rows_free(struct rows *rows);

/* Another song: no heights and folds any more; as high as all, in the usual
 * size. */
void rows_forget(struct rows *rows);

/* Read the rows of the model anew (NULL: none).  Takes less than a
 * millisecond for 500 tracks. */
void rows_build(struct rows *rows, const struct model *model);

/* Whether the rows must be built anew after this edit. */
bool rows_stale(const struct edit *edit);

/* All rows from top to bottom; they stand until the rows change. */
const struct view_row *rows_list(const struct rows *rows, size_t *count);
int rows_height(const struct rows *rows);

/* The row at y (from the top of all rows), of a track, of a lane; NULL where there
 * is none or it is not seen.  rows_index tells its place in the list. */
const struct view_row *rows_at(const struct rows *rows, double y);
const struct view_row *rows_track(const struct rows *rows, int64_t track_id);
const struct view_row *rows_lane(const struct rows *rows, int64_t lane_id);
size_t rows_index(const struct rows *rows, const struct view_row *row);

/* The row in which the clips of a lane are seen: the lane's own, else its
 * track's. */
const struct view_row *rows_of_lane(const struct rows *rows,
                                    const struct model *model, int64_t lane_id);

/* Heights: of one track, of all of them, and how all grow with the font (1: as they
 * are).  The rows must be built anew. */
void rows_set_height(struct rows *rows, int64_t track_id, int height);
void rows_set_size(struct rows *rows, enum row_size size);
enum row_size rows_size(const struct rows *rows);
void rows_set_scale(struct rows *rows, double scale);
double rows_scale(const struct rows *rows);

/* Show the lanes of a track, what a folder holds.  The rows must be built anew. */
void rows_set_open(struct rows *rows, int64_t track_id, bool open);

/* Heights and what is open, for those who keep them: the nth that differs from the
 * usual; false where there are no more.  height 0: as all. */
struct row_state {
    int64_t track_id;
    int height;
    bool turned; /* lanes are shown, or the folder is closed */
};
bool rows_state(const struct rows *rows, size_t index, struct row_state *out);
void rows_set_state(struct rows *rows, const struct row_state *state);

#endif
