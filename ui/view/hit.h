/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hit.h: what is under the pointer, and where the parts of a clip are.
 *
 * Main thread. */
#ifndef VIEW_HIT_H
#define VIEW_HIT_H

#include "ui/view/view.h"

enum {
    CLIP_TOP = 1, /* pixels of a row above a clip, and the line below it */
    CLIP_BOTTOM = 2,
    CLIP_GRIP = 6,       /* how near to an edge it is taken hold of */
    CLIP_GAIN_ROOM = 60, /* how high a body is for the line of its gain: in a lower
                          * one it would be in the way of moving */
    CLIP_HANDLE = 10,    /* a fade's handle, a square around its corner */
};

/* A clip on the canvas.  x0 and x1 may lie far outside of it. */
struct clip_box {
    double x0, x1;
    int y, height; /* y from the top of the canvas */
    int band;      /* height of the header; 0: none */
};

struct clip_box clip_box(const struct zoom *zoom, const struct view_row *row,
                         const struct clip_span *span);

/* Where in a box the fades' corners and the line of the gain are. */
double clip_fade_in_x(const struct zoom *zoom, const struct clip_box *box,
                      const struct row_clip *clip);
double clip_fade_out_x(const struct zoom *zoom, const struct clip_box *box,
                       const struct row_clip *clip);
double clip_gain_y(const struct clip_box *box, double db);
double clip_gain_db(const struct clip_box *box, double y);

enum hit_part {
    HIT_NOTHING,
    HIT_ROW,        /* a track's or lane's row, beside the clips */
    HIT_ROW_EDGE,   /* its lower edge: the height; found in the headers only */
    HIT_CLIP,       /* its body */
    HIT_CLIP_BAND,  /* its header with the name */
    HIT_CLIP_START, /* its edges */
    HIT_CLIP_END,
    HIT_FADE_IN,    /* the upper corners, or wherever the fades end */
    HIT_FADE_OUT,
    HIT_CLIP_GAIN,  /* the line of the gain, of a selected clip */
    HIT_RANGE_START, /* edges of the selected range */
    HIT_RANGE_END,
    HIT_RULER,      /* a ruler where nothing stands */
    HIT_LOOP,       /* the bar in the middle */
    HIT_LOOP_START,
    HIT_LOOP_END,
    HIT_PUNCH,
    HIT_PUNCH_START,
    HIT_PUNCH_END,
    HIT_MARKER,
    HIT_SECTION,
    HIT_SECTION_END,
    HIT_TEMPO,
    HIT_METRE,
    HIT_HEAD,  /* a track's head, beside what it holds; found in the headers only */
    HIT_PARTS,
};

struct hit {
    enum hit_part part;
    int64_t id;       /* the clip's, marker's, tempo's; else 0 */
    int64_t track_id; /* of the row; 0: no row */
    int64_t lane_id;  /* whose clips are seen in the row, or 0 */
    bool on_lane;     /* the row is a take lane's, below its track */
    enum ruler ruler; /* RULERS: not on one */
    frames_t at;      /* under the pointer, without snap */
};

/* What is at x, y of the canvas; of the rulers. */
struct hit hit_canvas(const struct view *view, const struct model *model, double x,
                      double y);
struct hit hit_rulers(const struct view *view, const struct model *model, double x,
                      double y);

/* The clip that a comp plays at a place, or 0. */
int64_t hit_in_comp(const struct view *view, const struct model *model,
                    int64_t comp_id, frames_t at);

/* Flags, which begin where they stand: how wide they are taken hold of; those of
 * tempo and metre in letters as they are usually. */
enum { MARKER_FLAG = 64, TEMPO_FLAG = 44, METRE_FLAG = 36 };

/* Pixels from a metre's place to its flag, which steps aside for a tempo's. */
double metre_flag(const struct view *view, const struct model *model,
                  const struct row_metre *metre);

/* The name of the pointer's shape over it, with a tool: as CSS cursors are
 * called. */
const char *hit_cursor(const struct view *view, const struct hit *hit);

#endif
