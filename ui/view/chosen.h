/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chosen.h: what is selected, in a few words.
 *
 * Main thread. */
#ifndef VIEW_CHOSEN_H
#define VIEW_CHOSEN_H

#include "ui/view/view.h"

/* «Lead take 2», «3 clips», «Range», «Kick, audio track, 1 clip»; and where: «17|1
 * – 25|1, 8 bars», or "".  What the next key is for comes first: a range, clips,
 * tracks.  Both are to be freed (NULL: no memory), and "" where nothing is. */
struct chosen {
    char *what, *where;
};
struct chosen chosen_of(const struct view *view, const struct model *model);
void chosen_free(struct chosen *chosen);

#endif
