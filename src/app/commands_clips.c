/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands_clips.c: many clips together, as commands: in time proportional to how
 * many. */
#include "app/command_tables.h"

#include "base/text.h"
#include "model/ops_clip.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* «CLIP» or «CLIP>LANE»; names may hold a >, so the last one parts them.  *lane is
 * 0 where the clip stays on its own. */
static enum status
clip_and_lane(const struct command_call *call, const char *text, int64_t *clip,
              int64_t *lane)
{
    const char *mark = strrchr(text, '>');
    enum status status;

    *lane = 0;
    if (!mark)
        return place_clip(call->ops.model, text, clip, call->ops.fault);
    char *name = strndup(text, (size_t)(mark - text));
    if (!name)
        return fault_errno(call->ops.fault, ENOMEM, text);
    status = place_clip(call->ops.model, name, clip, call->ops.fault);
    free(name);
    return status ? status
                  : place_lane(call->ops.model, mark + 1, lane, call->ops.fault);
}

/* The clips and lanes of all words from the second on; the caller frees *clips,
 * which *lanes is a part of. */
static enum status
clips_and_lanes(const struct command_call *call, int64_t **clips, int64_t **lanes)
{
    const size_t count = call->count - 1;
    enum status status = ST_OK;

    *clips = calloc(count * 2, sizeof **clips);
    if (!*clips)
        return fault_errno(call->ops.fault, ENOMEM, NULL);
    *lanes = *clips + count;
    for (size_t i = 0; i < count && !status; i++)
        status
            = clip_and_lane(call, call->words[i + 1], &(*clips)[i], &(*lanes)[i]);
    return status;
}

/* A distance in music is the same music wherever a clip lies. */
static enum status
distance(const struct command_call *call, struct when *by)
{
    return timecode_read_span(call->words[0], model_tempo(call->ops.model), by,
                              call->ops.fault);
}

static enum status
move_by(const struct command_call *call)
{
    int64_t *clips = NULL, *lanes;
    struct when by;
    enum status status = distance(call, &by);

    if (!status)
        status = clips_and_lanes(call, &clips, &lanes);
    if (!status)
        status = op_clips_move(&call->ops, clips, lanes, call->count - 1, by);
    free(clips);
    return status;
}

static enum status
copy_by(const struct command_call *call)
{
    int64_t *clips = NULL, *lanes;
    struct when by;
    enum status status = distance(call, &by);

    if (!status)
        status = clips_and_lanes(call, &clips, &lanes);
    if (!status)
        status = op_clips_copy(&call->ops, clips, lanes, call->count - 1, by, NULL);
    free(clips);
    return status;
}

const struct command COMMANDS_CLIPS[] = {
    {"move-by", "SPAN CLIP[>LANE]…",
     N_("move clips by a distance, to other lanes too"), N_("Move clips"), 2,
     COMMAND_MANY, move_by},
    {"copy-by", "SPAN CLIP[>LANE]…", N_("the same with copies of them"),
     N_("Copy clips"), 2, COMMAND_MANY, copy_by},
    {0},
};
