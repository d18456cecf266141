/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph.h: a plan as the cycle sees it, and the states that its nodes work on.
 *
 * Strips stand in an order in which each comes after all that feed it.  A strip's
 * sound up to its fader lies in its own buffers; every edge (its output, its sends)
 * has its own pair of gliding gains, and whoever receives sums the edges that come
 * in, in the order of their ids.  So a sum does not depend on threads, on what
 * stands beside it, or on strips that are silent.
 *
 * Nodes are what threads share: each does one step for some strips of the same
 * depth.  The plan is immutable but for `run` parts, which belong to the cycle. */
#ifndef ENGINE_RT_GRAPH_H
#define ENGINE_RT_GRAPH_H

#include "dsp/console.h"
#include "dsp/fade.h"
#include "dsp/meter.h"
#include "engine/device.h"
#include "engine/engine.h"
#include "engine/keep.h"
#include "engine/rt/click.h"
#include "engine/rt/delay.h"
#include "engine/rt/glide.h"
#include "engine/rt/pool.h"
#include "engine/stream_internal.h"

#include "base/ring.h"
#include "base/slot.h"

/* A block goes through the graph in pieces of PIECE_MAX frames at most, PIECES_MAX
 * of them at once: while a bus is at one, its tracks may be at the next. */
enum { PIECE_MAX = 1024, PIECES_MAX = 4 };

/* Frames in which the clips of a plan take over from those of the plan before.  A
 * power of two, so that each weight is exact. */
enum { CLIP_CROSSFADE = 256 };

enum { NO_STRIP = UINT32_MAX, NO_TAP = UINT32_MAX };

/* --- what outlives a plan ----------------------------------------------------- */

/* In each: `seen` is the number of the last plan that played it.  A state that the
 * plan before did not play begins anew. */

/* A hand on something: what it holds stands, and plans wait. */
struct hand {
    bool holds;
    uint64_t released; /* the latest plan when it let go */
};

/* Whether what a plan says is what counts. */
RT static inline bool
hand_yields(const struct hand *hand, uint64_t plan)
{
    return !hand->holds && plan > hand->released;
}

/* What strip's meters tell, through a slot.  Peaks count since the main thread's
 * last take (`epoch`); `ended` is the peak of the epoch before, complete. */
struct strip_levels {
    uint32_t epoch;
    float peak[2];
    float ended[2];
    float rms[2];
    float gate_db, comp_db;
};

struct strip_state {
    struct kept kept;
    uint64_t seen;
    float fader;       /* linear; 0 when muted */
    float pan[2];
    bool muted;
    struct hand hand;  /* on fader, pan and mute */
    /* the console has nothing left to say while its input is silent */
    bool settled;
    bool stale;        /* `wanted` is another than `to` */
    struct console_state console[2];
    struct console_coefs from, to; /* of the running quantum */
    struct console_coefs wanted;   /* the plan's, or a hand's */
    struct hand console_hand;
    uint32_t quanta;   /* until they are there; 0: in the next one */
    bool turning;      /* from and to differ */

    const struct capture_input *input; /* what comes in for it, or NULL */
    struct glide heard;                /* the input's gain, 0 … 1 */
    struct glide hidden;               /* 1 minus the clips' gain */

    struct meter meter[2];
    uint32_t window;   /* frames in the meters */
    struct strip_levels levels;
    struct slot slot;
    _Atomic uint32_t taken; /* by the main thread: counts its takes */

    /* The main thread's: how engine_live() makes gains, and what it told last. */
    int pan_law;
    bool had_console;
    bool stereo;
    float told[2];
};

struct edge_state {
    struct kept kept;
    uint64_t seen;
    struct glide gain[2];
    float level[2]; /* a send's: the plan's, or a hand's */
    struct hand hand;

    /* The main thread's: how engine_hold_send() makes gains. */
    int pan_law;
    bool stereo;
};

struct delay_state {
    struct kept kept;
    uint64_t seen;
    struct delay delay;
};

struct device_state {
    struct kept kept;
    uint64_t seen;
    const struct device_type *type;
    void *device;
    float *values; /* as set last, one a control */
    struct hand hand;
    /* 1: what the device makes, 0: what it is given; it is not run */
    struct glide wet;
};

/* Memory for sound that is passed on within a piece; shared by the plans it is
 * enough for. */
struct scratch {
    unsigned refs;
    size_t size; /* floats */
    float *data;
};

/* --- the plan ----------------------------------------------------------------- */

struct clip_fade {
    int64_t start; /* on the timeline */
    int64_t length;
    enum fade_curve curve;
    bool out;
};

/* What is done to a segment of the same number. */
struct clip_shape {
    float gain;
    uint32_t first_fade;
    uint32_t n_fades;
};

/* A track's clips.  reach[i]: the latest end of segments 0 … i. */
struct clips {
    const struct stream_segment *segments;
    const struct clip_shape *shapes;
    const struct clip_fade *fades;
    const int64_t *reach;
    uint32_t count;
};

struct insert {
    struct device_state *state;
    bool on; /* off: it was on in a plan before, and is faded out */
    const float *values; /* one a control */
};

enum edge_kind { EDGE_OUTPUT, EDGE_POST_FADER, EDGE_PRE_FADER };

struct edge {
    struct edge_state *state;
    struct delay_state *delay; /* NULL: none */
    uint32_t delay_frames;
    uint32_t from, to;         /* strips; to NO_STRIP: the engine's output */
    enum edge_kind kind;
    bool cut;                  /* by the solo of others */
    float gain[2];             /* a send's level and pan; of an output unused */
};

struct strip {
    int64_t track;
    struct strip_state *state;
    struct clips clips;
    const uint32_t *in;  /* edges, in the order in which they are summed */
    uint32_t n_in;
    const uint32_t *out; /* edges; its output is the first */
    uint32_t n_out;
    const struct insert *inserts; /* before the console, then after it */
    uint32_t n_before, n_inserts;
    bool stereo;         /* how wide it begins; the first insert makes it stereo */
    bool tapped;
    bool console;        /* has lanes: its coefs are, or once were, not flat */
    struct console_coefs coefs;
    float fader;
    float pan[2];
    bool muted;

    float *tap[2];       /* the whole cycle's, or NULL */
    struct delay_state *tap_delay;
    uint32_t tap_delay_frames;
};

/* What a strip has to say in one piece. */
struct strip_sound {
    float *sound[2]; /* up to the fader; a mono strip's second is NULL */
    float *post[2];  /* after it, where meters or a tap want it, or NULL */
    bool silent;     /* run: neither holds anything, nor was written */
};

enum node_kind {
    /* sum, clips, inserts before the console; and the end, if it is theirs */
    NODE_FEED,
    /* 16 lanes; and feed or end of those strips that have no inserts there */
    NODE_CONSOLE,
    NODE_END,     /* inserts after the console, meters, taps */
};

struct node {
    enum node_kind kind;
    uint32_t first, count; /* in node_strips */
};

struct plan {
    struct engine *engine;
    uint64_t number; /* of engine_play_plan() calls; 0: not given yet */
    bool meters;
    uint32_t rate;
    uint32_t n_strips, n_edges, n_nodes, n_taps;
    uint32_t master;
    struct strip *strips;
    struct edge *edges;
    struct node *nodes;
    const uint32_t *node_strips;
    const uint32_t *by_track; /* strips, sorted by track */
    const float **taps;       /* two a tap */
    struct strip_sound *sounds; /* of all strips, piece by piece */
    uint32_t pieces;          /* at once: 1 … PIECES_MAX */
    struct pool_graph single; /* of one piece */
    struct pool_graph graph; /* of `pieces`: node n of piece p is p * n_nodes + n */
    uint32_t cost;            /* ns a frame, roughly, of all nodes */
    uint32_t quanta;          /* that a glide lasts */
    struct clicks clicks;
    struct tempo_map *tempo;  /* NULL: of a render */

    /* The main thread's. */
    struct stream_track *tracks;
    uint32_t n_tracks;
    struct scratch *scratch;
    struct kept **kept;
    uint32_t n_kept, kept_size;
    void **memory; /* all that free() takes */
    uint32_t n_memory, memory_size;
    uint32_t latency;
    int64_t end;
    unsigned offline, missing;
    struct plan *next; /* in the engine's list of plans that it was given */
};

/* --- one piece of a cycle ----------------------------------------------------- */

struct piece {
    const struct plan *plan;
    int64_t position; /* on the timeline, of the first frame */
    uint32_t phase;   /* its place in its quantum */
    uint32_t frames;  /* 0 … PIECE_MAX; 0: there is nothing to do */
    uint32_t offset;  /* in the cycle */
    uint32_t slot;    /* 0 … PIECES_MAX - 1: which of those that go at once */
    bool rolling;
    bool recording;   /* within a pass */
    const float *const *in; /* the cycle's inputs */
    unsigned n_in;
    const struct plan *before; /* whose clips are still heard, or NULL */
    uint32_t faded;  /* frames since they began to go, at the first of this piece */
    _Atomic uint64_t *late;
    int64_t listened; /* the track that is listened to, into this ring */
    bool listened_before; /* its console, and else after it */
    struct ring *listening;
};

/* Process thread or a helper: do node `node` of the pieces at `pieces`. */
RT void graph_node(void *pieces, uint32_t node);

RT static inline struct strip_sound *
sound_of(const struct piece *piece, const struct strip *strip)
{
    const struct plan *plan = piece->plan;

    return &plan->sounds[piece->slot * plan->n_strips + (strip - plan->strips)];
}

/* clip.c: a track's clips at this piece, into `to` (to[1] NULL: mono).  Returns
 * false, with nothing written, where nothing sounds. */
RT bool clips_play(const struct piece *piece, const struct clips *clips,
                   float *const to[2]);

/* clip_turn.c: the same of a strip's clips, which take over from those that the
 * plan before had for its track. */
RT bool clips_turn(const struct piece *piece, const struct strip *strip,
                   float *const to[2]);

/* monitor.c: what a strip begins with: its clips, its input, or one going over into
 * the other.  Returns as clips_play(). */
RT bool strip_begins(const struct piece *piece, const struct strip *strip,
                     float *const to[2]);

/* clip.c: the first of the clips that may sound after the frame `at` of the
 * timeline. */
RT uint32_t clips_reaching(const struct clips *clips, int64_t at);

/* adopt.c: let `plan` go on where the one before it was. */
RT void plan_adopt(const struct plan *plan, uint64_t before);

/* leave.c: let what `plan` plays and `next` does not fade out; returns the frames
 * until it has. */
RT uint32_t plan_leave(const struct plan *plan, const struct plan *next);

/* As new: everything that `plan` plays forgets what it has heard, and stands where
 * the plan wants it. */
RT void plan_reset(const struct plan *plan);

/* A cycle's silence for the taps, where nothing is run. */
RT void plan_rest(const struct plan *plan, uint32_t frames);

/* Take fader, pan and mute from the plan, unless a hand holds them, or held them
 * when that plan was given; returns whether. */
RT bool strip_follows(const struct plan *plan, const struct strip *strip);

/* Likewise its console. */
RT bool strip_console_follows(const struct plan *plan, const struct strip *strip);

/* Likewise a send's level and pan, and an insert's controls. */
RT bool edge_follows(const struct plan *plan, const struct edge *edge);
RT bool insert_follows(const struct plan *plan, const struct insert *insert);

/* Let a strip's edges go to where its fader, pan and mute want them now. */
RT void strip_aim(const struct plan *plan, const struct strip *strip, bool snap);

/* The strip of a track, or NULL. */
RT const struct strip *plan_strip(const struct plan *plan, int64_t track);

#endif
