/* SPDX-License-Identifier: GPL-3.0-or-later */
/* selection.h: what is selected: clips, tracks, a range of time; and which one of
 * them is the focus, from which the keyboard goes on.
 *
 * Main thread.  Ids are a set, and none of them need be in the model. */
#ifndef VIEW_SELECTION_H
#define VIEW_SELECTION_H

#include "time/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct model;
struct selection;

enum select_kind { SELECT_CLIP, SELECT_TRACK, SELECT_KINDS };

struct selection *selection_new(void);
void selection_free(struct selection *selection);

/* All of one kind, by id; they stand until the selection changes. */
const int64_t *selection_ids(const struct selection *selection,
                             enum select_kind kind, size_t *count);
bool selection_has(const struct selection *selection, enum select_kind kind,
                   int64_t id);

/* Each makes `id` the focus of its kind, but for removing it, which leaves none. */
void selection_only(struct selection *selection, enum select_kind kind, int64_t id);
void selection_add(struct selection *selection, enum select_kind kind, int64_t id);
void selection_remove(struct selection *selection, enum select_kind kind,
                      int64_t id);
void selection_toggle(struct selection *selection, enum select_kind kind,
                      int64_t id);
void selection_set(struct selection *selection, enum select_kind kind,
                   const int64_t *ids, size_t count);
void selection_clear(struct selection *selection, enum select_kind kind);

/* 0: none. */
int64_t selection_focus(const struct selection *selection, enum select_kind kind);
void selection_set_focus(struct selection *selection, enum select_kind kind,
                         int64_t id);

/* A range of time, over the selected tracks (none: over all). */
bool selection_range(const struct selection *selection, frames_t *from,
                     frames_t *to);
void selection_set_range(struct selection *selection, frames_t from, frames_t to);
void selection_clear_range(struct selection *selection);

/* Forget what is not in the model any more; whether anything was. */
bool selection_prune(struct selection *selection, const struct model *model);

#endif
