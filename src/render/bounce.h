/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bounce.h: a song into sound files, through the engine that plays it.
 *
 * The calling thread is the process thread of an engine made for this: helpers
 * share its nodes, a reader its sources, and writers dither, measure, hash and
 * encode behind it. Any number of files comes of one pass: the master, and the
 * sound of tracks after their faders (stems).  All have the same length and begin
 * at the same frame.
 *
 * Bits.  The float sound of a track depends on the project and the range alone, not
 * on the block, the number of threads, or what else is rendered.  `sound` is the
 * XXH3-128 of that sound, stereo interleaved, as 32-bit little-endian floats.  A
 * file of 16 or 24 bits is that, dithered and rounded; `file` is the XXH3-128 of
 * the same kind over what reading the file gives back (an integer divided by
 * 2^(bits-1), as float), so that it can be checked without the project.  Of a lossy
 * format there is no such hash. */
#ifndef RENDER_BOUNCE_H
#define RENDER_BOUNCE_H

#include "base/fault.h"
#include "dsp/dither.h"
#include "media/soundout.h"
#include "time/time.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct device_table;
struct model;
struct row_source;

/* An XXH3-128 in its two halves; as text, 32 hexadecimal digits, the high half
 * first. */
struct hash128 {
    uint64_t high, low;
};

enum { BOUNCE_MAX_FILES = 1024, BOUNCE_MAX_THREADS = 16, BOUNCE_MAX_BLOCK = 8192 };

/* One file to be made. */
struct bounce_file {
    const char *path;  /* NULL: only measured and hashed */
    int64_t track;     /* whose sound after the fader; 0: the master's output */
    bool loudness;     /* measure loudness and true peak, too */
    const char *title; /* NULL: none */
};

struct bounce_progress {
    double part;          /* 0 … 1 */
    double seconds_left;  /* as far as can be told; below 0: not yet */
    double times;         /* faster than real time, so far */
};

/* Where the project stands, for the receipts. */
struct bounce_project {
    const char *folder; /* its sources lie there */
    uint64_t digest;    /* store_digest() */
    int64_t step;       /* store_here() */
};

struct bounce_spec {
    const struct model *model;
    const struct device_table *devices; /* what inserts there are; see engine.h */
    struct bounce_project project;
    frames_t from, to;  /* to <= from: to the end of the last clip */
    bool tail;          /* after `to`, until it is silent, and so for half a second
                           (below -90 dBFS), 30 s at most */
    int64_t length;    /* with `tail`: exactly so many frames in all; 0: as above */
    const struct bounce_file *files;
    unsigned count;     /* 1 … BOUNCE_MAX_FILES */
    enum soundout_format format;
    enum soundout_bits bits;
    enum dither_kind dither; /* no matter for float and lossy formats */
    double quality;          /* see struct soundout_spec */
    const char *tags[SOUND_TAGS]; /* of all files; `title` of a file wins */
    bool replace;
    bool no_receipt;
    unsigned threads;   /* of the engine; 0: as many as there are processors */
    uint32_t block;     /* 0: one that is fast */
    void (*progress)(void *user,
                     const struct bounce_progress *progress); /* or NULL:
               called by the calling thread, some twenty times a second */
    void (*offline)(void *user, const struct row_source *source,
                    const struct fault *fault); /* or NULL: a source that is
                           missing; its clips are silent */
    void *user;
    const atomic_bool *cancel; /* NULL: cannot be cancelled */
};

/* What became of a file. */
struct bounce_figures {
    struct hash128 sound;
    struct hash128 file;
    bool has_file;     /* a lossless format, and a path */
    float peak;        /* linear, of the sound */
    float true_peak;   /* linear; 0 where loudness was not asked for */
    float integrated;  /* LUFS; -HUGE_VALF: too short or too quiet */
    float max_shortterm, max_momentary;
    float range;       /* LU (LRA); -HUGE_VALF: shorter than 3 s, or too quiet */
    int64_t clipped;   /* samples beyond full scale, before they were cut off */
};

struct bounce_result {
    int64_t frames;   /* of each file, at the project's rate */
    double seconds;   /* it took */
    double times;     /* faster than real time */
    size_t offline;   /* sources that were missing */
    unsigned missing; /* inserts whose device was */
};

/* Main thread (which is busy until it returns): render.  `figures` has room for
 * spec->count.  Fails, and no file is left behind or replaced: ST_RANGE (nothing to
 * render; a rate, block or number of files that cannot be), ST_NOT_FOUND (no such
 * track), ST_CANCELLED, ST_IO (a source could not be read), ST_CONFLICT (feedback),
 * ST_NO_MEM, and what soundout.h says of files.  Where several files are made, and
 * the disk fails while the last of them get their names, those that already have
 * theirs are taken back, unless they replaced older ones. */
NODISCARD enum status bounce_run(const struct bounce_spec *spec,
                                 struct bounce_result *result,
                                 struct bounce_figures *figures,
                                 struct fault *fault);

#endif
