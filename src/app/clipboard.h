/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clipboard.h: clips that were copied or cut, to be put anywhere in the same song,
 * also when they themselves are gone.
 *
 * Main thread. */
#ifndef APP_CLIPBOARD_H
#define APP_CLIPBOARD_H

#include "app/session.h"
#include "base/fault.h"

struct clipboard;

/* Keep the clips as they are now, with their notes and events; ids that are no
 * clip's are passed over.  The caller owns *out.  Fails, *out NULL: ST_NOT_FOUND
 * (none of them), ST_NO_MEM. */
NODISCARD enum status clipboard_take(struct clipboard **out,
                                     const struct model *model,
                                     const int64_t *clips, size_t count);
void clipboard_free(struct clipboard *clipboard);

/* Put them into the song, on top of what is there, as one step of the history: the
 * earliest begins at `at`, the others as far behind it as they were.  They go to
 * the lanes they came from; those of one lane alone, or whose lane is gone, to the
 * playing lane of `track` (0: none is named).  Fails as session_commit() does, and
 * with ST_NOT_FOUND (no lane for one of them), ST_KIND (sound on a MIDI track),
 * ST_RANGE; nothing has changed then. */
NODISCARD enum status clipboard_paste(const struct clipboard *clipboard,
                                      struct session *session, frames_t at,
                                      int64_t track, struct fault *fault);

#endif
