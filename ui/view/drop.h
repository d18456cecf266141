/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drop.h: where files that are dragged over the lanes would come to lie.  Main
 * thread. */
#ifndef VIEW_DROP_H
#define VIEW_DROP_H

#include "time/time.h"

#include <stdbool.h>
#include <stdint.h>

struct model;
struct snap;
struct view;

struct drop {
    bool over;         /* something is dragged over the lanes */
    frames_t at;
    bool stuck;        /* that is where the grid, a marker or a clip drew it */
    int64_t track_id;  /* onto this track; 0: onto new ones */
    int y, height;  /* of its row, from the top of all; new tracks come below all */
    double seconds;    /* of sound that would lie there; 0: nobody knows */
};

/* The pointer is there on the canvas: view->drop says where that would be.  Whether
 * it was elsewhere before. */
bool drop_move(struct view *view, const struct model *model,
               const struct snap *snap, double x, double y);

#endif
