/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/drop.h"

#include "ui/view/snap.h"
#include "ui/view/view.h"

enum { NEW_HEIGHT = 48 };

/* Only tracks with sound take files; elsewhere new ones are made. */
static void
find_row(const struct view *view, double y, struct drop *drop)
{
    const struct view_row *row = rows_at(view->rows, y + view->zoom.top);

    drop->track_id = 0;
    drop->y = rows_height(view->rows);
    drop->height = NEW_HEIGHT;
    if (!row || row->track_kind != TRACK_AUDIO)
        return;
    const struct view_row *track = rows_track(view->rows, row->track_id);

    drop->track_id = row->track_id;
    drop->y = (track ? track : row)->y;
    drop->height = (track ? track : row)->height;
}

bool
drop_move(struct view *view, const struct model *model, const struct snap *snap,
          double x, double y)
{
    const struct drop before = view->drop;
    const frames_t at = zoom_at(&view->zoom, x);

    find_row(view, y, &view->drop);
    view->drop.at = snap_at(snap, view, model, frames(at.n > 0 ? at.n : 0),
                            &view->drop.stuck);
    view->drop.over = true;
    return !before.over || before.at.n != view->drop.at.n
           || before.y != view->drop.y || before.stuck != view->drop.stuck;
}
