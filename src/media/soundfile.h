/* SPDX-License-Identifier: GPL-3.0-or-later */
/* soundfile.h: a sound file to read from.
 *
 * PCM and float in WAV (extensible too), RF64, W64, AIFF, AIFC, CAF and AU lie in
 * the file as they are: such a file is `raw`, any thread may read bytes from it,
 * and dsp/convert.h makes floats of them.  All other formats and codecs that
 * libsndfile knows (FLAC, Vorbis, Opus, MP3, ALAC, ADPCM, …) are decoded from the
 * front to the back by one thread.
 *
 * No header's word is taken for how long a file is: of a raw file, the file's size
 * says how many frames there are; a compressed one ends where its decoder ends. */
#ifndef MEDIA_SOUNDFILE_H
#define MEDIA_SOUNDFILE_H

#include "base/fault.h"
#include "dsp/convert.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    SOUNDFILE_MAX_CHANNELS = 1024,
    SOUNDFILE_MIN_RATE = 100, /* Hz */
    SOUNDFILE_MAX_RATE = 1536000,
    SOUNDFILE_TAG_SIZE = 2048,
};

enum sound_tag {
    SOUND_TITLE,
    SOUND_ARTIST,
    SOUND_ALBUM,
    SOUND_DATE,
    SOUND_COMMENT,
    SOUND_SOFTWARE, /* that wrote the file */
    SOUND_RECEIPT,  /* what soundout_close() wrote; ASCII */
    SOUND_TAGS,
};

/* What the «bext» chunk of a Broadcast Wave file says (EBU Tech 3285). */
struct sound_origin {
    bool has; /* whether there is such a chunk */
    /* Frames since midnight, or since the timeline's start; -1: beyond belief. */
    int64_t time_reference;
    char description[257];
    char originator[33];
    char reference[33];
    char date[11]; /* 2026-11-21 */
    char time[9];  /* 23:59:59 */
};

struct sound_cue {
    int64_t at; /* frames from the sound's start */
    char name[256];
};

struct soundfile;

struct soundfile_info {
    bool raw;   /* soundfile_read_raw() reads; else soundfile_read_float() */
    bool lossy; /* its codec gives back less than it took */
    enum sample_format format; /* of a raw file; else the nearest to its samples */
    unsigned channels;         /* 1 … SOUNDFILE_MAX_CHANNELS */
    uint32_t rate;             /* Hz */
    /* Of a raw file, how many are there; else what the header says, or -1 where
     * that cannot be believed. */
    int64_t frames;
    bool short_of_header;  /* a raw file ends before its header says */
    int64_t bytes;         /* of the file */
    int64_t data_at;       /* of a raw file, where its first frame lies */
    int64_t modified;      /* ns since 1970 */
    char format_name[48];  /* «WAV, signed 24 bit PCM»: libsndfile's words */
    const char *extension; /* «wav»: what such files are usually called by */
};

/* Any thread: open `path` for reading; the caller owns *out.  Fails, *out NULL:
 * ST_NOT_FOUND, ST_READ_ONLY (may not be read), ST_KIND (a folder, FIFO, device;
 * empty; no sound file), ST_DAMAGED (0 channels, 0 Hz, what cannot be),
 * ST_UNSUPPORTED, ST_NO_MEM, ST_IO. */
NODISCARD enum status soundfile_open(struct soundfile **out, const char *path,
                                     struct fault *fault);

/* Any thread, when no other uses it.  NULL is allowed. */
void soundfile_close(struct soundfile *file);

/* Any thread: what was found at opening; lives as long as the file. */
const struct soundfile_info *soundfile_info(const struct soundfile *file);
const char *soundfile_path(const struct soundfile *file);

/* Any thread, several at once: its descriptor, for reading and FICLONE only; the
 * file keeps owning it. */
int soundfile_fd(const struct soundfile *file);

/* Any thread, several at once; of a raw file: `frames` whole frames from `start` on
 * as they lie, into `bytes`.  Returns how many there were: fewer at the end, 0
 * behind it; -1, errno set, where the disk failed. */
int64_t soundfile_read_raw(const struct soundfile *file, int64_t start,
                           int64_t frames, void *bytes);

/* One thread at a time: the next frames of any file, one array a channel; *got is 0
 * at the end.  What is not finite becomes 0 and is counted.  Fails: ST_DAMAGED (the
 * decoder gave up; what came before is good), ST_IO. */
NODISCARD enum status soundfile_read_float(struct soundfile *file,
                                           float *const planar[], int64_t frames,
                                           int64_t *got, struct fault *fault);

/* The same thread: how many samples so far were not finite. */
int64_t soundfile_not_finite(const struct soundfile *file);

/* One thread at a time: go back to the first frame. */
NODISCARD enum status soundfile_rewind(struct soundfile *file, struct fault *fault);

/* One thread at a time: let the next frame that is read be that one (the end, where
 * it lies behind that).  Fails: ST_UNSUPPORTED (its decoder cannot; it stands at
 * the first frame then), and as soundfile_rewind(). */
NODISCARD enum status soundfile_seek(struct soundfile *file, int64_t frame,
                                     struct fault *fault);

/* Any thread: a tag in UTF-8, cut at SOUNDFILE_TAG_SIZE; "" if it has none.  Lives
 * as long as the file. */
const char *soundfile_tag(const struct soundfile *file, enum sound_tag tag);
const struct sound_origin *soundfile_origin(const struct soundfile *file);

/* Any thread: how many cue points (markers) there are, and one of them. */
size_t soundfile_cues(const struct soundfile *file);
const struct sound_cue *soundfile_cue(const struct soundfile *file, size_t index);

#endif
